"""Real payments on a real station, a real TCP printer, and every way a printer can fail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.areas.drawers import service as drawers
from app.areas.printing import queries as printing
from app.areas.printing import service
from app.areas.printing.values import (
    Answers,
    PrintAgain,
    PrinterKind,
    PrintTestPage,
    SavePrinter,
)
from app.bootstrap import open_station
from app.devices.printing.escpos import paper_bytes
from app.devices.printing.links import Times
from app.kernel.paper import JobState, Trouble
from app.storage import print_jobs
from tests.building import Books, command_id
from tests.devices.stand_in_printer import Manners, StandInPrinter
from tests.devices.till import QUICK, Blocks, Till, Turned, wait


@pytest.fixture
def printer() -> Iterator[StandInPrinter]:
    made = StandInPrinter()
    yield made
    made.close()


@pytest.fixture
def till(books: Books, printer: StandInPrinter) -> Till:
    made = Till(books, printer)
    made.choose(drawer_pin=2)
    made.station.start_printing(Blocks(), QUICK)
    return made


def test_a_receipt_is_printed_and_the_printer_says_so(till, printer):
    job = till.until(till.pay(), JobState.PRINTED)
    (text,) = printer.texts()
    assert "Total received" in text
    assert "10.00 USD" in text
    assert (job.title[:8], job.content) == ("Receipt ", None)
    assert till.listed() == ()
    assert till.station.ask(printing.printer).result().answers is Answers.YES


def test_a_printer_is_looked_at_before_the_first_receipt_and_till_it_is_well(books, printer):
    till = Till(books, printer)
    till.choose()
    printer.manners.paper_out = True
    till.station.start_printing(None, QUICK)

    def condition() -> Trouble:
        return till.station.ask(printing.printer).result().condition

    wait(lambda: condition() is Trouble.PAPER_OUT)
    printer.manners.paper_out = False
    wait(lambda: condition() is Trouble.NONE)
    printer.switch_off()
    till.choose(columns=32)
    assert printer.papers() == []


def test_a_paper_that_cannot_be_laid_out_stops_no_other(till, monkeypatch, caplog):
    told: list[Any] = []

    def broken(lines: Any, *rest: Any) -> bytes:
        if not told:
            told.append(lines)
            raise ZeroDivisionError
        return paper_bytes(lines, *rest)

    monkeypatch.setattr("app.devices.printing.spooler.paper_bytes", broken)
    first, second = till.pay(), till.pay()
    assert till.until(first, JobState.PARKED).trouble is Trouble.NO_DOCUMENT
    till.until(second, JobState.PRINTED)
    assert "could not be laid out" in caplog.text


def test_receipts_come_in_the_order_they_were_paid(till, printer):
    jobs = [till.pay(minor) for minor in (11_00, 12_00, 13_00)]
    for job_id in jobs:
        till.until(job_id, JobState.PRINTED)
    assert [text.count("USD") for text in printer.texts()] == [1, 1, 1]
    for text, amount in zip(printer.texts(), ("11.00", "12.00", "13.00"), strict=True):
        assert f"{amount} USD" in text


def test_a_printer_that_is_off_holds_nothing_up_and_prints_when_it_is_back(till, printer):
    printer.switch_off()
    jobs = [till.pay(), till.pay()]
    job = till.until(jobs[0], JobState.WAIT_PRINTER)
    assert job.trouble is Trouble.NOT_REACHABLE
    wait(lambda: till.station.ask(printing.printer).result().condition is Trouble.NOT_REACHABLE)
    papers = lambda: [each for each in till.listed() if each.doc_kind == "receipt"]  # noqa: E731
    wait(lambda: {each.title[:7] for each in papers()} == {"Receipt"})
    printer.switch_on()
    for job_id in jobs:
        till.until(job_id, JobState.PRINTED)
    assert len(printer.texts()) == 2


@pytest.mark.parametrize(
    ("what", "trouble"),
    [
        ("paper_out", Trouble.PAPER_OUT),
        ("cover_open", Trouble.COVER_OPEN),
        ("cutter_jammed", Trouble.CUTTER),
    ],
)
def test_nothing_is_sent_to_a_printer_that_cannot_print(till, printer, what, trouble):
    setattr(printer.manners, what, True)
    job_id = till.pay()
    assert till.until(job_id, JobState.WAIT_PRINTER).trouble is trouble
    assert printer.texts() == []
    setattr(printer.manners, what, False)
    till.until(job_id, JobState.PRINTED)
    assert len(printer.texts()) == 1


def test_little_paper_prints_and_is_told(till, printer):
    printer.manners.paper_low = True
    till.until(till.pay(), JobState.PRINTED)
    assert till.station.ask(printing.printer).result().condition is Trouble.PAPER_LOW


@pytest.mark.parametrize("manners", [{"drop_after": 200}, {"out_after": 200}])
def test_half_a_receipt_is_asked_about_and_never_sent_again_by_itself(till, printer, manners):
    for name, value in manners.items():
        setattr(printer.manners, name, value)
    job_id = till.pay()
    job = till.until(job_id, JobState.UNSURE)
    expected = Trouble.PAPER_OUT if "out_after" in manners else Trouble.BROKEN_OFF
    assert job.trouble is expected
    printer.manners = Manners()
    begun = printer.begun()
    till.until(till.pay(), JobState.PRINTED)
    assert printer.begun() == begun + 1, "the unsure paper was sent again"
    till.say(job_id, complete=False)
    till.until(job_id, JobState.PRINTED)
    assert printer.texts()[-1].count("COPY 1") == 2
    assert "Printed again" in printer.texts()[-1]


def test_a_person_says_that_it_came_out(till, printer):
    printer.manners.drop_after = 200
    job_id = till.pay()
    till.until(job_id, JobState.UNSURE)
    till.say(job_id, complete=True)
    assert till.job(job_id).state is JobState.PRINTED
    assert till.listed() == ()


def test_a_slow_printer_is_waited_for(till, printer):
    printer.manners.pause_s = 0.02
    till.until(till.pay(), JobState.PRINTED)
    assert len(printer.texts()) == 1


def test_a_mute_clone_is_asked_about_until_somebody_says_that_it_cannot_answer(books, printer):
    till = Till(books, printer)
    till.choose(drawer_pin=2)
    printer.manners.mute = True
    till.station.start_printing(Blocks(), QUICK)
    job = till.until(till.pay(), JobState.UNSURE)
    assert job.trouble is Trouble.NO_ANSWER
    till.choose(answers=Answers.NO)
    job = till.until(till.pay(), JobState.SENT)
    assert job.trouble is Trouble.NONE
    wait(lambda: len(printer.texts()) == 2)


def test_the_drawer_opens_once_and_no_paper_opens_it(till, printer):
    kick = till.kick()
    till.until(kick, JobState.SENT)
    wait(lambda: printer.kicks() == 1)
    job_id = till.pay()
    till.until(job_id, JobState.PRINTED)
    queued = printer.kicks()
    till.act(drawers.print_test_page, PrintTestPage(command_id()))
    wait(lambda: printer.kicks() == queued + 1)


def test_the_drawer_opens_without_paper_too(till, printer):
    printer.manners.paper_out = True
    till.until(till.kick(), JobState.SENT)
    wait(lambda: printer.kicks() == 1)


def test_a_drawer_never_opens_late(books, printer):
    till = Till(books, printer)
    till.choose(drawer_pin=2)
    printer.switch_off()
    late = Times(**{**_fields(QUICK), "kick_s": 0.2})
    till.station.start_printing(None, late)
    kick = till.kick()
    job = till.until(kick, JobState.PUT_AWAY)
    assert job.trouble is Trouble.TOO_LATE
    printer.switch_on()
    till.until(till.pay(), JobState.PRINTED)
    assert printer.kicks() == 1, "only that of the payment just now"


def test_a_drawer_never_opens_late_where_the_clock_is_set_back(practice, actors, printer):
    clock = Turned()
    station = open_station(practice("turned"), clock=clock)
    till = Till(Books(station, actors), printer)
    till.choose(drawer_pin=2)
    printer.switch_off()
    station.start_printing(None, QUICK)
    kick = till.kick()
    till.until(kick, JobState.WAIT_PRINTER)
    clock.back = timedelta(hours=1)
    assert till.until(kick, JobState.PUT_AWAY).trouble is Trouble.TOO_LATE
    station.close()


def test_what_waits_is_put_aside_in_time_where_the_clock_is_set_back(practice, actors, printer):
    clock = Turned()
    station = open_station(practice("parked"), clock=clock)
    till = Till(Books(station, actors), printer)
    till.choose()
    printer.switch_off()
    station.start_printing(None, Times(**{**_fields(QUICK), "park_s": 0.5}))
    job_id = till.pay()
    clock.back = timedelta(hours=1)
    till.until(job_id, JobState.PARKED)
    station.close()


def _fields(times: Times) -> dict[str, Any]:
    return {name: getattr(times, name) for name in Times.__slots__}


def test_what_waits_too_long_is_put_aside_and_goes_when_somebody_says_so(books, printer):
    till = Till(books, printer)
    till.choose()
    printer.switch_off()
    till.station.start_printing(None, Times(**{**_fields(QUICK), "park_s": 0.1}))
    job_id = till.pay()
    till.until(job_id, JobState.PARKED)
    printer.switch_on()
    till.until(till.pay(), JobState.PRINTED)
    assert till.job(job_id).state is JobState.PARKED
    till.act(service.print_again, PrintAgain(command_id(), job_id))
    till.until(job_id, JobState.PRINTED)
    assert "COPY" not in printer.texts()[-1]


def test_letters_the_printer_lacks_wait_for_the_window(books, printer):
    till = Till(books, printer)
    till.choose()
    till.station.start_printing(None, QUICK)
    strange = till.books.register_patient("Nguyễn", "Thị Hoa").account_id
    taken = till.books.take_cash(strange, 5_00)
    job_id = till.job_of(taken.receipt_id).job_id
    assert till.until(job_id, JobState.WAIT_PRINTER).trouble is Trouble.NEEDS_WINDOW
    till.until(till.pay(), JobState.PRINTED)
    assert len(printer.texts()) == 1


def test_drawn_letters_arrive_as_a_picture(till, printer):
    strange = till.books.register_patient("Nguyễn", "Thị Hoa").account_id
    taken = till.books.take_cash(strange, 5_00)
    till.until(till.job_of(taken.receipt_id).job_id, JobState.PRINTED)
    (paper,) = [each for each in printer.papers() if each.text]
    assert len(paper.pictures) == 2
    assert "?" not in paper.text


def test_after_a_kill_nothing_prints_twice(practice, actors, printer):
    folder = practice("killed")
    station = open_station(folder)
    till = Till(Books(station, actors), printer)
    till.choose()
    job_id = till.pay()
    till.act(print_jobs.move_job, print_jobs.Moved(job_id, JobState.SENDING))
    station.close()
    again = open_station(folder)
    try:
        after = Till.__new__(Till)
        after.books, after.printer, after.account = Books(again, actors), printer, till.account
        again.start_printing(None, QUICK)
        assert after.until(job_id, JobState.UNSURE).trouble is Trouble.STOPPED
        after.until(after.pay(), JobState.PRINTED)
        assert len(printer.texts()) == 1
    finally:
        again.close()


def test_closing_in_the_middle_of_a_paper_leaves_it_unsure_and_is_quick(practice, actors, printer):
    folder = practice("closed")
    station = open_station(folder)
    till = Till(Books(station, actors), printer)
    till.choose(answers=Answers.NO)
    station.start_printing(Blocks(), Times())
    printer.manners.stalls = True
    job_id = till.pay()
    station.close()
    reading = open_station(folder)
    try:
        found = reading.ask(print_jobs.job, job_id).result()
        assert found is not None
        assert found.state in (JobState.QUEUED, JobState.UNSURE, JobState.SENT)
    finally:
        reading.close()


def test_a_file_collects_papers(till, tmp_path: Path):
    path = tmp_path / "till.prn"
    command = SavePrinter(command_id(), PrinterKind.FILE, str(path), 42)
    till.act(service.save_printer, command)
    for _ in range(2):
        till.until(till.pay(), JobState.PRINTED)
    assert path.read_bytes().count(b"\x1b@") == 2
    till.act(
        service.save_printer,
        SavePrinter(command_id(), PrinterKind.FILE, str(tmp_path / "none" / "x.prn")),
    )
    assert till.until(till.pay(), JobState.WAIT_PRINTER).trouble is Trouble.FILE


def test_with_the_screen_chosen_what_waits_is_kept_for_a_person(till, printer):
    printer.switch_off()
    job_id = till.pay()
    till.until(job_id, JobState.WAIT_PRINTER)
    till.act(service.save_printer, SavePrinter(command_id(), PrinterKind.SCREEN))
    assert till.job(job_id).state is JobState.PARKED
    assert till.job(till.pay()).state is JobState.SHOWN
