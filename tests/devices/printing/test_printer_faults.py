"""Every fault of a printer with every kind of paper: nothing prints twice by itself.

A run takes each fault with some of the papers, which ones the seed says; with --long all of them.
"""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any

import pytest

from app.areas.printing import queries as printing
from app.areas.printing import service
from app.areas.printing.values import Answers, PrinterKind, PutAway, SavePrinter, SayPrinted
from app.bootstrap import Station, open_station
from app.kernel.actor import SYSTEM
from app.kernel.paper import JobState, Trouble
from app.storage import print_jobs
from app.storage.print_jobs import DRAWER_KICK, TEST_PAGE, Job
from app.storage.unit_of_work import UnitOfWork
from tests.areas.every_action import EVERY
from tests.areas.good_commands import ACTORS, GOOD
from tests.areas.good_ground import prepare
from tests.building import Template, command_id
from tests.devices.paper_reader import read_paper
from tests.devices.stand_in_printer import Manners, StandInPrinter
from tests.devices.till import QUICK, Blocks, wait

W, U, P = JobState.WAIT_PRINTER, JobState.UNSURE, JobState.PRINTED
MIDDLE = 120
"""So many bytes into a paper, of any kind."""


@dataclass(frozen=True)
class Fault:
    """What is wrong, where a paper stands then, and what is said of it; `known` printers have
    answered before.
    """

    name: str
    does: Callable[[StandInPrinter], Any]
    state: JobState
    troubles: tuple[Trouble, ...] = ()
    known: bool = True


def _set(**manners: Any) -> Callable[[StandInPrinter], None]:
    def do(printer: StandInPrinter) -> None:
        printer.manners = Manners(**manners)

    return do


def _occupy(printer: StandInPrinter) -> socket.socket:
    """Another window has it: a printer serves one connection after another."""
    before = len(printer.connections)
    held = socket.create_connection(("127.0.0.1", printer.port))
    printer.wait(lambda: len(printer.connections) > before)
    return held


FAULTS = (
    Fault("off", lambda p: p.switch_off(), W, (Trouble.NOT_REACHABLE,)),
    Fault("ends each connection", _set(refuses=True), W, (Trouble.NOT_REACHABLE,)),
    Fault("no paper", _set(paper_out=True), W, (Trouble.PAPER_OUT,)),
    Fault("paper ends in the middle", _set(out_after=MIDDLE), U, (Trouble.PAPER_OUT,)),
    Fault(
        "says unasked that paper ends",
        _set(out_after=MIDDLE, tells_unasked=True),
        U,
        (Trouble.PAPER_OUT,),
    ),
    Fault("cover open", _set(cover_open=True), W, (Trouble.COVER_OPEN,)),
    Fault("cutter stuck", _set(cutter_jammed=True), W, (Trouble.CUTTER,)),
    Fault("breaks off", _set(drop_after=MIDDLE), U, (Trouble.BROKEN_OFF,)),
    Fault("stalls", _set(stalls=True), W, (Trouble.BUSY, Trouble.NO_ANSWER)),
    Fault("stalls in the middle", _set(stalls_after=MIDDLE), U, ()),
    Fault("mute", _set(mute=True), U, (Trouble.NO_ANSWER,), known=False),
    Fault("falls silent", _set(mute=True), W, (Trouble.BUSY, Trouble.NO_ANSWER)),
    Fault("slow", _set(pause_s=0.01), P),
    Fault("busy", _occupy, W, (Trouble.BUSY, Trouble.NO_ANSWER)),
    Fault("off at the end", _set(off_at_the_end=True), U, (Trouble.BROKEN_OFF,)),
    Fault("half a status", _set(half_status=True), P),
    Fault("garbage", _set(garbage=b"A"), W, (Trouble.BUSY, Trouble.NO_ANSWER)),
    Fault("garbage from a stranger", _set(garbage=b"\xf5A"), U, (Trouble.NO_ANSWER,), known=False),
    Fault("never says that it is done", _set(never_done=True), U, (Trouble.BROKEN_OFF,)),
)
KINDS = (
    "receipt",
    "receipt_revision",
    "cash_movement",
    "drawer_report",
    "day_sheet",
    "refund_receipt",
    TEST_PAGE,
)


@dataclass
class Counter:
    """A station that has a document of every kind, and brings them to any printer."""

    station: Station
    documents: dict[str, str]

    def choose(self, printer: StandInPrinter) -> None:
        wanted = SavePrinter(command_id(), PrinterKind.TCP, printer.address, 48)
        self.station.act(SYSTEM, service.save_printer, wanted).result()

    def queue(self, kind: str) -> str:
        def queued(uow: UnitOfWork, _nothing: None) -> str:
            return print_jobs.queue_document(uow, kind, self.documents[kind])

        queued.__module__ = "tests.areas.service"
        return str(self.station.act(SYSTEM, queued, None).result())

    def job(self, job_id: str) -> Job:
        found = self.station.ask(print_jobs.job, job_id).result()
        assert found is not None
        return found

    def until(self, job_id: str, *states: JobState) -> Job:
        wait(lambda: self.job(job_id).state in states, lambda: str(self.job(job_id)))
        return self.job(job_id)

    def answers(self) -> Answers:
        return self.station.ask(printing.printer).result().answers


@pytest.fixture(scope="module")
def counter(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counter]:
    folder = tmp_path_factory.mktemp("faults") / "data"
    shutil.copytree(template.folder, folder)
    station = open_station(folder)
    ground = prepare(station, template.actors.cashier.user_id)
    actions = {action.name: action for action in EVERY}
    for name in ("payments.void_payment", "reports.print_day_sheet"):
        actor = ACTORS.get(name, lambda g: SYSTEM)(ground)
        station.act(actor, actions[name].function, GOOD[name](ground)).result()
    assert station.database.writer is not None
    rows = station.database.writer.connection.execute(
        "SELECT doc_kind, max(doc_id) FROM print_job GROUP BY doc_kind"
    ).fetchall()
    for job in station.ask(printing.print_queue).result().jobs:
        put = PutAway(command_id(), job.job_id)
        with suppress(Exception):
            station.act(SYSTEM, service.put_away, put).result()
    station.start_printing(Blocks(), QUICK)
    yield Counter(station, {kind: doc for kind, doc in rows if kind != DRAWER_KICK})
    station.close()


def _cases(config: pytest.Config) -> Iterator[tuple[Fault, str]]:
    turn = int(config.option.seed)
    for number, fault in enumerate(FAULTS):
        for place, kind in enumerate(KINDS):
            if config.option.long or (number + place + turn) % len(KINDS) == 0:
                yield fault, kind


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "fault" in metafunc.fixturenames:
        cases = list(_cases(metafunc.config))
        names = [f"{fault.name}-{kind}" for fault, kind in cases]
        metafunc.parametrize(("fault", "kind"), cases, ids=names)


def test_nothing_prints_twice_and_nothing_is_lost(
    counter: Counter, fault: Fault, kind: str
) -> None:
    printer = StandInPrinter()
    try:
        if fault.known:
            counter.choose(printer)
            wait(lambda: counter.answers() is Answers.YES)
            held = fault.does(printer)
        else:
            held = fault.does(printer)
            counter.choose(printer)
        job_id = counter.queue(kind)
        asked = JobState.PUT_AWAY if kind == TEST_PAGE and fault.state is U else fault.state
        job = counter.until(job_id, asked)
        assert not fault.troubles or job.trouble in fault.troubles, job.trouble
        begun = printer.begun()
        if isinstance(held, socket.socket):
            with closing(held):
                held.shutdown(socket.SHUT_RDWR)
        printer.manners = Manners()
        if fault.name == "off":
            printer.switch_on()
        if fault.state is U and kind != TEST_PAGE:
            _ask_for_a_copy(counter, printer, job_id, begun)
        else:
            counter.until(job_id, P, JobState.PUT_AWAY)
            wait(lambda: printer.finished() <= 1)
        # The paper itself, and in doubt the other paper and the copy that somebody asked for.
        assert printer.begun() <= (3 if fault.state is U else 1)
        _look_at(printer)
    finally:
        printer.close()


def _ask_for_a_copy(counter: Counter, printer: StandInPrinter, job_id: str, begun: int) -> None:
    """Other papers go on, and this one only when somebody has looked: as a copy."""
    other = counter.queue(TEST_PAGE)
    counter.until(other, P, JobState.PUT_AWAY, JobState.UNSURE)
    assert counter.job(job_id).state is U, "nobody has looked yet"
    assert printer.begun() <= begun + 1
    say = SayPrinted(command_id(), job_id, complete=False)
    settled = counter.station.act(SYSTEM, service.say_printed, say).result()
    assert settled.copy_no > 0
    job = counter.until(job_id, P, JobState.PUT_AWAY, JobState.UNSURE)
    # A day sheet is made anew and says which one it is.
    second = f"Sheet {settled.copy_no + 1} of this day" if job.doc_kind == "day_sheet" else "COPY"
    printer.wait(lambda: any(second in text for text in printer.texts()))


def _look_at(printer: StandInPrinter) -> None:
    """What reached paper are whole papers of known commands, cut once, and no drawer opened."""
    for came in printer.connections:
        data = bytes(came.printed).lstrip(b"\x00")
        if data.startswith(b"\x1b@") and b"\x1dVB\x00" in data:
            paper = read_paper(data)
            assert (paper.cuts, paper.kicks) == (1, [])
            assert paper.text
