"""A station whose office printer is a queue of some print service, and the verbs of a test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.areas.printing import queries as printing
from app.areas.printing import service
from app.areas.printing.values import (
    OfficeKind,
    OfficePrinter,
    PaperJob,
    PrintAgain,
    PutAway,
    SaveOfficePrinter,
    SayPrinted,
)
from app.bootstrap import Station
from app.devices.documents import office_papers
from app.devices.documents.office_papers import OfficePaper
from app.devices.office.http_line import LineTimes
from app.devices.office.office_spooler import OfficeTimes
from app.kernel.actor import SYSTEM
from app.kernel.ids import UserId, new_id
from app.kernel.paper import JobState
from app.storage import print_jobs
from app.storage.print_jobs import Job
from app.storage.reading import Reader
from app.storage.unit_of_work import UnitOfWork
from tests.building import command_id
from tests.devices.till import wait

QUICK = OfficeTimes(
    line=LineTimes(connect_s=1.0, send_s=0.5, answer_s=1.0),
    recheck_s=0.05,
    poll_s=0.05,
    slow_poll_s=0.05,
    probe_s=0.05,
    watch_s=0.05,
    patience_s=0.0,
)
BAG = "test_bag"
"""A kind of paper that only tests have: one page that says its id."""


def bag_paper(_reader: Reader, doc_id: str, copy: int, _asker: UserId | None) -> OfficePaper:
    title = f"Deposit {doc_id}" + (f", copy {copy}" if copy else "")
    return OfficePaper(title, b"%PDF-1.4 " + title.encode(), "letter")


@dataclass
class OfficeTill:
    """Verbs over the office printer of one station."""

    station: Station

    def start(self, times: OfficeTimes = QUICK, pages: Any = None) -> None:
        office_papers.MAKERS[BAG] = bag_paper
        self.station.start_printing(None, None, pages, times)

    def act(self, action: Any, command: Any) -> Any:
        return self.station.act(SYSTEM, action, command).result()

    def choose(
        self, queue: str = "Office", host: str = "", kind: OfficeKind = OfficeKind.CUPS
    ) -> None:
        self.act(service.save_office_printer, SaveOfficePrinter(command_id(), kind, queue, host))

    def queue(self, number: str = "W1-D-00001") -> str:
        """A page for the office printer; the id of its job."""

        def queued(uow: UnitOfWork, _nothing: None) -> str:
            return print_jobs.queue_office(uow, BAG, number)

        queued.__module__ = "tests.areas.service"
        return str(self.act(queued, None))

    def job(self, job_id: str) -> Job:
        found = self.station.ask(print_jobs.job, job_id).result()
        assert found is not None
        return found

    def until(self, job_id: str, *states: JobState) -> Job:
        wait(lambda: self.job(job_id).state in states, lambda: str(self.job(job_id)))
        return self.job(job_id)

    def listed(self) -> dict[str, PaperJob]:
        jobs = self.station.ask(printing.print_queue).result().jobs
        return {job.job_id: job for job in jobs}

    def printer(self) -> OfficePrinter:
        return self.station.ask(printing.office_printer).result()

    def again(self, job_id: str) -> None:
        self.act(service.print_again, PrintAgain(command_id(), job_id))

    def put_away(self, job_id: str) -> None:
        self.act(service.put_away, PutAway(command_id(), job_id))

    def say(self, job_id: str, *, complete: bool) -> None:
        self.act(service.say_printed, SayPrinted(command_id(), job_id, complete))


def number() -> str:
    """A document's number that no other has."""
    return new_id()[-8:]
