"""A station with a cashier at work beside a printer that behaves as told."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from app.areas.printing import queries as printing
from app.areas.printing import service
from app.areas.printing.values import PaperJob, PrinterKind, SavePrinter, SayPrinted
from app.bootstrap import Station
from app.devices.printing.links import Times
from app.devices.printing.paper_lines import PaperLine
from app.devices.printing.ports import Dots
from app.kernel.actor import SYSTEM
from app.kernel.ids import AccountId, new_id
from app.kernel.paper import JobState
from app.storage import print_jobs
from app.storage.print_jobs import Job
from app.storage.reading import Reader, ReadSql
from app.storage.unit_of_work import UnitOfWork
from tests.building import Books, command_id
from tests.devices.stand_in_printer import StandInPrinter

QUICK = Times(
    connect_s=1.0,
    send_s=0.4,
    status_s=0.15,
    done_s=0.4,
    recheck_s=0.05,
    probe_s=0.05,
    busy_s=0.6,
    busy_recheck_s=0.05,
    stranger_s=0.1,
    sense_s=0.05,
    opens_s=0.3,
    ordered_s=1.0,
)


_OF_RECEIPT = ReadSql(
    "SELECT id FROM print_job WHERE doc_kind = 'receipt' AND doc_id = :doc_id ORDER BY copy_no"
)


class Blocks:
    """Draws every line as a black block."""

    def strip(self, line: PaperLine, columns: int, width: int) -> Dots:
        across = width // 8
        return Dots(width, 24, b"\xff" * across * 24)


class Turned:
    """The computer's clock, which somebody turns."""

    back = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) - self.back


@dataclass
class Till:
    """A station with a cashier at work and a printer that behaves as told."""

    books: Books
    printer: StandInPrinter
    account: AccountId = field(init=False)

    def __post_init__(self) -> None:
        self.account = self.books.register_patient("Lopez", "Ana").account_id
        self.books.issue_invoice(self.account, 500_00)
        self.books.open_shift()

    @property
    def station(self) -> Station:
        return self.books.station

    def choose(self, **fields: Any) -> None:
        wanted: dict[str, Any] = {"address": self.printer.address, "columns": 48} | fields
        self.act(service.save_printer, SavePrinter(command_id(), PrinterKind.TCP, **wanted))

    def act(self, action: Any, command: Any) -> Any:
        return self.station.act(SYSTEM, action, command).result()

    def pay(self, minor: int = 10_00) -> str:
        """Take cash; the id of the receipt's job. It never waits for paper."""
        begun = time.monotonic()
        taken = self.books.take_cash(self.account, minor)
        assert time.monotonic() - begun < 2
        return self.job_of(taken.receipt_id).job_id

    def job_of(self, doc_id: str) -> Job:
        def find(reader: Reader) -> str:
            return str(reader.scalar(_OF_RECEIPT, doc_id=doc_id))

        return self.job(self.station.ask(find).result())

    def job(self, job_id: str) -> Job:
        found = self.station.ask(print_jobs.job, job_id).result()
        assert found is not None
        return found

    def kick(self) -> str:
        def kicked(uow: UnitOfWork, _nothing: None) -> str:
            return print_jobs.queue_kick(uow, "cash", new_id())

        kicked.__module__ = "tests.areas.service"
        return str(self.act(kicked, None))

    def until(self, job_id: str, *states: JobState) -> Job:
        wait(lambda: self.job(job_id).state in states, lambda: str(self.job(job_id)))
        return self.job(job_id)

    def listed(self) -> tuple[PaperJob, ...]:
        return self.station.ask(printing.print_queue).result().jobs

    def say(self, job_id: str, complete: bool) -> None:
        self.act(service.say_printed, SayPrinted(command_id(), job_id, complete))


def wait(until: Callable[[], object], told: Callable[[], str] = lambda: "") -> None:
    end = time.monotonic() + 15
    while not until():
        assert time.monotonic() < end, told()
        time.sleep(0.005)
