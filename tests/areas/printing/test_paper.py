"""What people may say about paper, and what happens to a job between queue and printer."""

from __future__ import annotations

from typing import Any

import pytest

from app.areas.drawers import service as drawers
from app.areas.printing import queries, service
from app.areas.printing.rules import check_printer, host_and_port
from app.areas.printing.values import (
    Answers,
    PrintAgain,
    Printer,
    PrinterKind,
    PrintTestPage,
    PutAway,
    SavePrinter,
    SayPrinted,
)
from app.bootstrap import Station
from app.kernel.actor import SYSTEM
from app.kernel.errors import UserError
from app.kernel.ids import new_id
from app.kernel.paper import JobState, Trouble
from app.storage import print_jobs
from app.storage.incarnation import begin_incarnation
from app.storage.print_jobs import RECEIPT_PRINTER, Job, Moved, Prepared
from app.storage.unit_of_work import UnitOfWork
from tests.building import command_id

TCP = SavePrinter(command_id(), PrinterKind.TCP, "192.0.2.7", 48, drawer_pin=2)


class Paper:
    """Verbs over the list of one station whose printer nobody works."""

    def __init__(self, station: Station) -> None:
        self.station = station

    def act(self, action: Any, command: Any) -> Any:
        return self.station.act(SYSTEM, action, command).result()

    def queue(self, doc_kind: str = "receipt", doc_id: str = "", copy_no: int = 0) -> str:
        def queued(uow: UnitOfWork, _nothing: None) -> str:
            return print_jobs.queue_document(uow, doc_kind, doc_id or new_id(), copy_no=copy_no)

        queued.__module__ = "tests.areas.service"
        return str(self.act(queued, None))

    def kick(self) -> str:
        def kicked(uow: UnitOfWork, _nothing: None) -> str:
            return print_jobs.queue_kick(uow, "cash", new_id())

        kicked.__module__ = "tests.areas.service"
        return str(self.act(kicked, None))

    def move(self, job_id: str, *states: JobState) -> None:
        for state in states:
            assert self.act(print_jobs.move_job, Moved(job_id, state))

    def job(self, job_id: str) -> Job:
        found = self.station.ask(print_jobs.job, job_id).result()
        assert found is not None
        return found

    def listed(self) -> list[str]:
        return [each.job_id for each in self.station.ask(queries.print_queue).result().jobs]


@pytest.fixture
def paper(station: Station) -> Paper:
    made = Paper(station)
    made.act(service.save_printer, TCP)
    return made


def test_without_a_printer_all_paper_is_on_the_screen(station: Station) -> None:
    paper = Paper(station)
    assert station.ask(queries.printer).result() == Printer()
    assert paper.job(paper.queue()).state is JobState.SHOWN
    assert paper.job(paper.kick()).state is JobState.SHOWN
    assert paper.listed() == []
    with pytest.raises(UserError, match="Choose a printer first"):
        paper.act(drawers.print_test_page, PrintTestPage(command_id()))


def test_the_printer_is_kept_and_its_drawer_gets_jobs_only_with_a_pin(paper: Paper) -> None:
    said = Printer(PrinterKind.TCP, "192.0.2.7", 48, "cp437", True, 2, 100, Answers.UNKNOWN)
    assert paper.station.ask(queries.printer).result() == said
    assert paper.job(paper.kick()).state is JobState.QUEUED
    paper.act(service.save_printer, SavePrinter(command_id(), PrinterKind.TCP, "192.0.2.7"))
    kick = paper.job(paper.kick())
    assert (kick.state, kick.why) == (JobState.SHOWN, "cash")


def test_another_printer_lays_out_again_what_waits_and_nothing_else(paper: Paper) -> None:
    waits, sending = paper.queue(), paper.queue()
    for job_id in (waits, sending):
        paper.act(print_jobs.prepare_job, Prepared(job_id, "Receipt W1-000001", b"abc"))
    paper.move(sending, JobState.SENDING)
    paper.act(service.save_printer, SavePrinter(command_id(), PrinterKind.TCP, "192.0.2.8"))
    assert paper.job(waits).content is None
    assert paper.job(sending).content == b"abc"


def test_a_person_settles_what_is_unsure_and_a_copy_says_that_it_is_one(paper: Paper) -> None:
    complete, torn = paper.queue(), paper.queue()
    for job_id in (complete, torn):
        paper.act(print_jobs.prepare_job, Prepared(job_id, "Receipt W1-000001", b"abc"))
        paper.move(job_id, JobState.SENDING, JobState.UNSURE)
    assert paper.listed() == [complete, torn]
    done = paper.act(service.say_printed, SayPrinted(command_id(), complete, True))
    assert (done.state, done.copy_no) == (JobState.PRINTED, 0)
    assert paper.job(complete).content is None
    again = paper.act(service.say_printed, SayPrinted(command_id(), torn, False))
    assert (again.state, again.copy_no) == (JobState.QUEUED, 1)
    assert (paper.job(torn).content, paper.job(torn).copy_no) == (None, 1)
    with pytest.raises(UserError, match="Nobody asks"):
        paper.act(service.say_printed, SayPrinted(command_id(), complete, False))


def test_the_same_word_twice_prints_one_copy(paper: Paper) -> None:
    job_id = paper.queue()
    paper.move(job_id, JobState.SENDING, JobState.UNSURE)
    no = SayPrinted(command_id(), job_id, False)
    assert paper.act(service.say_printed, no) == paper.act(service.say_printed, no)
    assert paper.job(job_id).copy_no == 1


def test_what_may_be_on_paper_is_never_simply_sent_again(paper: Paper) -> None:
    job_id = paper.queue()
    paper.move(job_id, JobState.SENDING)
    for action, command in (
        (service.print_again, PrintAgain(command_id(), job_id)),
        (service.put_away, PutAway(command_id(), job_id)),
    ):
        with pytest.raises(UserError, match="printed just now"):
            paper.act(action, command)
    paper.move(job_id, JobState.UNSURE)
    with pytest.raises(UserError, match="Look first"):
        paper.act(service.print_again, PrintAgain(command_id(), job_id))


def test_parked_paper_goes_again_or_is_put_away(paper: Paper) -> None:
    one, other = paper.queue(), paper.queue()
    for job_id in (one, other):
        paper.move(job_id, JobState.WAIT_PRINTER, JobState.PARKED)
    assert paper.act(service.print_again, PrintAgain(command_id(), one)).copy_no == 0
    assert paper.job(one).state is JobState.QUEUED
    paper.act(service.put_away, PutAway(command_id(), other))
    assert paper.listed() == [one]
    with pytest.raises(UserError, match="done already"):
        paper.act(service.put_away, PutAway(command_id(), other))
    with pytest.raises(UserError, match="no paper"):
        paper.act(service.put_away, PutAway(command_id(), new_id()))


def test_after_a_start_what_was_being_sent_is_asked_about(paper: Paper) -> None:
    sending, looked_at, waiting, drawer = (
        paper.queue(),
        paper.queue(),
        paper.queue(),
        paper.kick(),
    )
    paper.move(sending, JobState.CHECKING, JobState.SENDING)
    paper.move(looked_at, JobState.CHECKING)
    paper.move(waiting, JobState.WAIT_PRINTER)
    paper.move(drawer, JobState.SENDING)
    assert paper.act(print_jobs.recover_jobs, RECEIPT_PRINTER) == 3
    assert paper.job(sending).state is JobState.UNSURE
    assert paper.job(sending).trouble is Trouble.STOPPED
    assert paper.job(looked_at).state is JobState.QUEUED
    assert paper.job(waiting).state is JobState.WAIT_PRINTER
    assert paper.job(drawer).state is JobState.PUT_AWAY
    assert not paper.act(print_jobs.move_job, Moved(sending, JobState.PRINTED))


def test_after_a_restore_nothing_prints_before_somebody_looked(paper: Paper) -> None:
    waiting, drawer, done = paper.queue(), paper.kick(), paper.queue()
    paper.move(done, JobState.SENDING, JobState.PRINTED)
    writer = paper.station.database.writer
    assert writer is not None
    begin_incarnation(writer.cursor, "W1", why="restored", clock=paper.station.clock)
    assert paper.job(waiting).state is JobState.UNSURE
    assert paper.job(waiting).trouble is Trouble.RESTORED
    assert paper.job(drawer).state is JobState.PUT_AWAY
    assert paper.job(done).state is JobState.PRINTED


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("192.168.1.50", ("192.168.1.50", 9100)),
        ("till-printer.local:9101", ("till-printer.local", 9101)),
        ("[fe80::1]:9100", ("fe80::1", 9100)),
        ("[::1]", ("::1", 9100)),
    ],
)
def test_addresses(address: str, found: tuple[str, int]) -> None:
    assert host_and_port(address) == found


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("address", {"address": ""}),
        ("address", {"address": "a b"}),
        ("address", {"address": "host:"}),
        ("address", {"address": "host:0"}),
        ("address", {"address": "host:99999"}),
        ("address", {"address": "host:٣"}),
        ("address", {"address": "http://host"}),
        ("address", {"kind": PrinterKind.FILE, "address": "/tmp/station.db"}),
        ("address", {"kind": PrinterKind.FILE, "address": "here.prn"}),
        ("address", {"kind": PrinterKind.FILE, "address": "/dev/../etc/passwd"}),
        ("address", {"kind": PrinterKind.FILE, "address": "/dev/sda"}),
        ("address", {"kind": PrinterKind.FILE, "address": r"\\.\PhysicalDrive0"}),
        ("columns", {"columns": 40}),
        ("code_table", {"code_table": "utf-8"}),
        ("drawer_pin", {"drawer_pin": 3}),
        ("pulse_ms", {"pulse_ms": 5000}),
    ],
)
def test_settings_that_make_no_sense_are_refused_beside_their_field(
    field: str, change: dict[str, Any]
) -> None:
    fields: dict[str, Any] = {"kind": PrinterKind.TCP, "address": "printer"} | change
    with pytest.raises(UserError) as refused:
        check_printer(SavePrinter(command_id(), **fields))
    assert refused.value.field == field


@pytest.mark.parametrize(
    "path", ["/dev/usb/lp0", "/dev/ttyUSB0", "/tmp/out.prn", r"C:\out\till.bin", "LPT1"]
)
def test_files_and_devices(path: str) -> None:
    assert check_printer(SavePrinter(command_id(), PrinterKind.FILE, path)).address == path
