"""A drawer with a switch at a real TCP printer: what opened it, whether it opened, how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Event

import pytest

from app.areas.drawers import queries as drawers
from app.areas.drawers.closing_values import RunReport
from app.areas.drawers.values import DrawerSense, DrawerState, UnaskedOpening
from app.areas.payments import closing
from app.areas.printing import queries as printing
from app.areas.printing.values import Ack, Printer, PrinterKind, Sensor
from app.areas.reports import histories as reports
from app.bootstrap import open_station
from app.devices.printing.drawer_switch import DrawerSwitch
from app.devices.printing.links import Times, Unreachable
from app.devices.printing.paper_lines import as_text
from app.devices.printing.papers import job_paper
from app.kernel.actor import SYSTEM
from app.kernel.ids import AccountId, new_id
from app.kernel.listing import ListWanted
from app.kernel.paper import JobState, Trouble
from app.storage import print_jobs
from app.storage.reading import ReadSql
from app.storage.unit_of_work import UnitOfWork
from tests.building import Actors, Books, command_id
from tests.conftest import MakePractice
from tests.devices.stand_in_printer import StandInPrinter
from tests.devices.till import QUICK, Blocks, Till, wait


@pytest.fixture
def printer() -> Iterator[StandInPrinter]:
    made = StandInPrinter()
    yield made
    made.close()


@pytest.fixture
def till(books: Books, printer: StandInPrinter) -> Till:
    made = Till(books, printer)
    made.choose(drawer_pin=2, sensor=Sensor.OPEN_HIGH)
    made.station.start_printing(Blocks(), QUICK)
    wait(lambda: _sense(made) is not None)
    return made


def _sense(till: Till) -> DrawerSense | None:
    return till.station.ask(drawers.drawer_sense).result()


def _state(till: Till) -> DrawerState | None:
    found = _sense(till)
    return None if found is None else found.state


def _unasked(till: Till) -> tuple[UnaskedOpening, ...]:
    (row,) = till.station.ask(drawers.open_shifts).result()
    return till.station.ask(drawers.unasked_openings, row.shift_id).result()


def test_what_nobody_ordered_is_written_with_its_end_and_what_was_ordered_is_not(
    till: Till, printer: StandInPrinter
) -> None:
    till.until(till.kick(), JobState.SENT)
    wait(lambda: _state(till) is DrawerState.OPEN)
    sense = _sense(till)
    assert sense is not None
    assert not sense.unasked
    printer.manners.drawer_open = False
    wait(lambda: _state(till) is DrawerState.CLOSED)
    assert _unasked(till) == ()
    till.until(till.pay(), JobState.PRINTED)
    printer.manners.drawer_open = False
    wait(lambda: _state(till) is DrawerState.CLOSED)


def test_a_key_in_the_lock_is_seen_named_and_counted(
    till: Till, printer: StandInPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.devices.printing.drawer_switch._AT_ONCE_S", 60.0)
    printer.manners.drawer_open = True
    wait(lambda: _state(till) is DrawerState.OPEN)
    sense = _sense(till)
    assert sense is not None
    assert sense.unasked
    printer.manners.drawer_open = False
    wait(lambda: _state(till) is DrawerState.CLOSED)
    (opening,) = _unasked(till)
    assert (opening.after, opening.at_start, opening.or_earlier) == ("", False, False)
    assert opening.closed_at is not None
    rows = till.station.ask(reports.activity, ListWanted()).result().rows
    said = [row.action for row in rows if row.action.startswith("drawers.drawer_")]
    assert sorted(said) == ["drawers.drawer_opened", "drawers.drawer_shut"]
    (row,) = till.station.ask(drawers.open_shifts).result()
    made = till.act(closing.run_report, RunReport(command_id(), row.shift_id))
    paper = till.station.ask(job_paper, _job_of(till, made.report_id)).result()
    assert "Openings without an order" in as_text(paper.lines, paper.columns)
    till.until(till.pay(), JobState.PRINTED)


def _job_of(till: Till, doc_id: str) -> str:
    sql = ReadSql("SELECT id FROM print_job WHERE doc_id = :doc_id")
    return till.station.ask(lambda reader: str(reader.scalar(sql, doc_id=doc_id))).result()


def test_the_end_of_a_shift_sets_aside_what_waits_and_what_stands_behind_it(
    till: Till, printer: StandInPrinter
) -> None:
    printer.manners.paper_out = True
    first, second = till.pay(10_00), till.pay(11_00)
    till.until(first, JobState.WAIT_PRINTER)
    (row,) = till.station.ask(drawers.open_shifts).result()
    till.books.seal(row.shift_id, *[2000] * 11, 100)
    till.books.close_shift(row.shift_id)
    assert {till.job(each).state for each in (first, second)} == {JobState.PARKED}
    printer.manners.paper_out = False
    printer.wait(lambda: any("Z report" in text for text in printer.texts()))
    assert len([text for text in printer.texts() if "Total received" in text]) == 0


def test_a_drawer_that_stays_shut_is_told_and_the_key_after_it_is_explained(
    till: Till, printer: StandInPrinter
) -> None:
    printer.manners.drawer_jams = True
    till.until(till.kick(), JobState.SENT)
    wait(lambda: _state(till) is DrawerState.STUCK)
    printer.manners.drawer_open = True
    wait(lambda: _state(till) is DrawerState.OPEN)
    (opening,) = _unasked(till)
    assert opening.after == "cash"


def test_it_opens_without_paper_where_the_printer_can_and_never_late_where_not(
    till: Till, printer: StandInPrinter
) -> None:
    printer.manners.paper_out = True
    till.until(till.kick(), JobState.SENT)
    wait(lambda: _state(till) is DrawerState.OPEN)
    assert printer.kicks() == 1
    printer.manners.drawer_open = False
    till.choose(drawer_pin=2, sensor=Sensor.OPEN_HIGH, real_time_kick=False)
    job = till.until(till.kick(), JobState.WAIT_PRINTER)
    assert job.trouble is Trouble.PAPER_OUT
    assert printer.kicks() == 1, "nothing waits inside the printer"


def test_what_is_found_open_at_a_start_is_written_and_no_switch_says_nothing(
    practice: MakePractice, actors: Actors, printer: StandInPrinter
) -> None:
    folder = practice("switch")
    station = open_station(folder)
    till = Till(Books(station, actors), printer)
    till.choose(drawer_pin=2, sensor=Sensor.OPEN_LOW)
    printer.manners.drawer_open = True  # high, so shut
    station.start_printing(Blocks(), QUICK)
    wait(lambda: _state(till) is DrawerState.CLOSED)
    station.close()
    printer.manners.drawer_open = False
    again = open_station(folder)
    try:
        till.books = Books(again, actors)
        again.start_printing(Blocks(), QUICK)
        wait(lambda: _state(till) is DrawerState.OPEN)
        (opening,) = _unasked(till)
        assert opening.at_start
        assert opening.or_earlier
        till.choose(drawer_pin=2)
        wait(lambda: _sense(till) is None)
    finally:
        again.close()


@pytest.mark.parametrize("ack", [Ack.GS_R, Ack.EPSON_H])
def test_an_opening_while_a_paper_is_printed_is_written_before_that_is_done(
    books: Books, printer: StandInPrinter, ack: Ack
) -> None:
    till = Till(books, printer)
    till.choose(drawer_pin=2, sensor=Sensor.OPEN_HIGH, ack=ack)
    till.station.start_printing(Blocks(), replace(QUICK, done_s=10.0))
    wait(lambda: _state(till) is DrawerState.CLOSED)
    till.until(till.pay(), JobState.PRINTED)
    printer.manners.drawer_open = False
    wait(lambda: _state(till) is DrawerState.CLOSED)
    before = printer.begun()
    printer.manners.holds = True
    job_id = till.station.act(SYSTEM, _queued, till.account).result()
    printer.wait(lambda: printer.begun() > before)
    printer.manners.drawer_open = True
    wait(lambda: _state(till) is DrawerState.OPEN)
    printer.manners.drawer_open = False
    wait(lambda: _state(till) is DrawerState.CLOSED)
    assert till.job(job_id).state is JobState.SENDING
    (opening,) = _unasked(till)
    assert opening.closed_at is not None
    printer.manners.holds = False
    till.until(job_id, JobState.PRINTED)
    assert till.station.ask(printing.printer).result().condition is Trouble.NONE


def test_a_switch_that_is_away_for_weeks_is_asked_on_and_no_more_seldom_than_its_printer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*_: object) -> None:
        raise Unreachable

    monkeypatch.setattr("app.devices.printing.drawer_switch.open_link", away)
    here = Printer(PrinterKind.TCP, "192.0.2.7", drawer_pin=2, sensor=Sensor.OPEN_HIGH)
    switch = DrawerSwitch(lambda *_: None, lambda: None, Times(), Event())
    waits = []
    for _ in range(2000):
        waits.append(switch.look(here))
        switch._due = 0.0
    assert waits[:3] == [0.8, 1.6, 3.2]
    assert set(waits[6:]) == {Times().probe_s}


def test_an_opening_while_nobody_could_ask_says_that_it_may_be_older(
    till: Till, printer: StandInPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.devices.printing.drawer_switch._AT_ONCE_S", -1.0)
    printer.manners.drawer_open = True
    wait(lambda: _state(till) is DrawerState.OPEN)
    (opening,) = _unasked(till)
    assert (opening.at_start, opening.or_earlier) == (False, True)


def _queued(uow: UnitOfWork, _account: AccountId) -> str:
    return print_jobs.queue_document(uow, print_jobs.TEST_PAGE, new_id())


_queued.__module__ = "tests.areas.service"


def test_a_pulse_waits_for_another_window_and_is_not_told_as_a_printer_that_is_off(
    till: Till, printer: StandInPrinter
) -> None:
    till.until(till.pay(), JobState.PRINTED)
    printer.switch_off()  # as many do while they work for another window
    kick = till.kick()
    assert till.until(kick, JobState.WAIT_PRINTER).trouble is Trouble.BUSY
    printer.switch_on()
    till.until(kick, JobState.SENT)


def test_while_another_window_has_the_printer_paper_waits_and_says_so(
    till: Till, printer: StandInPrinter
) -> None:
    till.until(till.pay(), JobState.PRINTED)
    printer.manners.stalls = True
    job = till.until(till.pay(), JobState.WAIT_PRINTER)
    assert job.trouble is Trouble.BUSY
    kick = till.kick()
    wait(lambda: till.job(kick).trouble in (Trouble.BUSY, Trouble.NO_ANSWER))
    printer.manners.stalls = False
    till.until(job.job_id, JobState.PRINTED)
    till.until(kick, JobState.SENT)
    assert till.station.ask(printing.printer).result().condition is Trouble.NONE
