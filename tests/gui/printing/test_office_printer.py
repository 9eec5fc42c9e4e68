"""The office printer in the window: found, chosen, tried, in trouble, and without one a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.areas.printing import queries, service
from app.areas.printing.values import OfficeKind, OfficePrinter, SaveOfficePrinter
from app.bootstrap import Station
from app.devices.documents.office_papers import job_office_paper
from app.gui.office_words import office_trouble
from app.gui.print_panel import PaperRow
from app.gui.printing.raster import QtRaster
from app.gui.screens.printer.view import View
from app.kernel.actor import SYSTEM
from app.kernel.paper import JobState, Trouble
from app.storage import print_jobs
from app.storage.print_jobs import OFFICE_TEST_PAGE
from app.storage.unit_of_work import UnitOfWork
from tests.building import command_id
from tests.devices.office.office_till import QUICK as OFFICE_QUICK
from tests.devices.office.stand_in_cups import CANCELED, StandInCups
from tests.gui.printing.conftest import QUICK, Window

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def quick(station: Station) -> None:
    """Both printers' spoolers, less patient than in life."""
    station.start_printing(QtRaster(), QUICK, None, OFFICE_QUICK)


@pytest.fixture
def cups() -> Iterator[StandInCups]:
    made = StandInCups("Office_LaserJet", "Upstairs")
    yield made
    made.close()
    assert made.complaints == []


def choose(window: Window, cups: StandInCups, queue: str = "Office_LaserJet") -> None:
    command = SaveOfficePrinter(command_id(), OfficeKind.CUPS, queue, cups.host)
    window.station.act(SYSTEM, service.save_office_printer, command).result()


def queue_page(window: Window, kind: str = OFFICE_TEST_PAGE) -> str:
    def queued(uow: UnitOfWork, _nothing: None) -> str:
        return print_jobs.queue_office(uow, kind, "W1-D-00001")

    queued.__module__ = "tests.areas.service"
    return str(window.station.act(SYSTEM, queued, None).result())


def pill(window: Window) -> str:
    return window.person.session.frame.top_bar.printer.accessibleName()


def row(window: Window) -> PaperRow:
    return window.desk.panel.rows[0]


def is_row(window: Window, state: JobState) -> bool:
    rows = window.desk.panel.rows
    return bool(rows) and rows[0].job.state is state


# ------------------------------------------------------------------------------ the page


@pytest.fixture
def page(window: Window) -> View:
    """The administrator at the printers' page, come by its key."""
    person = window.person
    person.session.switch_user()
    person.settle()
    person.sign_in("1001")
    person.press(KEY.Key_G, CTRL)
    person.wait(lambda: person.session.frame.task == "printer")
    person.settle()
    found = person.session.frame.screen_of("printer")
    assert isinstance(found, View)
    return found


def at_server(page: View, window: Window, cups: StandInCups) -> None:
    """Say where the printers are, as somebody would who reads it off a note."""
    page.office.kind.setCurrentIndex(1)
    window.person.settle()
    page.office.host.setFocus()
    window.person.type(cups.host)
    window.person.press(KEY.Key_Return)
    window.person.wait(lambda: page.office.queue.count() == 3)


def test_printers_are_found_chosen_and_tried(page: View, window: Window, cups: StandInCups) -> None:
    card = page.office
    assert not card.fields["queue"].isVisible()
    window.person.wait(lambda: "Letter paper" in card.note.text())
    at_server(page, window, cups)
    words = [card.queue.itemText(n) for n in range(3)]
    assert words == [
        "Choose a printer",
        "Office_LaserJet · Office_LaserJet by the window",
        "Upstairs · Upstairs by the window",
    ]
    card.queue.setCurrentIndex(1)
    card.test_button.click()
    window.person.wait(lambda: cups.printed("Office_LaserJet"))
    assert cups.printed("Office_LaserJet")[0].startswith(b"%PDF")
    saved = window.station.ask(queries.office_printer).result()
    assert (saved.kind, saved.queue, saved.host) == (
        OfficeKind.CUPS,
        "Office_LaserJet",
        cups.host,
    )
    window.person.wait(lambda: "Office_LaserJet is ready" in card.state.text())


def test_without_a_choice_it_says_so_beside_the_field(
    page: View, window: Window, cups: StandInCups
) -> None:
    at_server(page, window, cups)
    page.office.queue.setFocus()
    window.person.press(KEY.Key_Return, CTRL)
    window.person.wait(lambda: "Choose the printer" in page.office.fields["queue"].message.text())
    assert window.station.ask(queries.office_printer).result().kind is OfficeKind.NONE


def test_a_server_that_does_not_answer_is_told_and_a_name_that_is_none_refused(
    page: View, window: Window, cups: StandInCups
) -> None:
    at_server(page, window, cups)
    cups.close()
    page.office.look_for_printers()
    said = page.office.fields["host"].message
    window.person.wait(lambda: "No print service answers" in said.text())
    page.office.host.setText("http://printer")
    page.office.look_for_printers()
    window.person.wait(lambda: "A print server is a name" in said.text())


def test_a_printer_that_is_gone_is_told_on_its_page(
    page: View, window: Window, cups: StandInCups
) -> None:
    choose(window, cups)
    window.person.wait(lambda: "is ready" in page.office.state.text())
    window.person.wait(lambda: page.office.queue.count() == 2)
    del cups.queues["Office_LaserJet"]
    page.office.look_for_printers()
    window.person.wait(lambda: "is not there any more" in page.office.state.text())
    assert "(not found)" in page.office.queue.currentText()
    assert page.office.chosen == "Office_LaserJet"


def test_esc_takes_back_what_was_not_saved(page: View, window: Window, cups: StandInCups) -> None:
    at_server(page, window, cups)
    window.person.press(KEY.Key_Escape)
    assert page.office.typed() == OfficePrinter()


# ----------------------------------------------------------------------------- the papers


def test_a_stopped_queue_is_said_once_with_what_to_do(window: Window, cups: StandInCups) -> None:
    office = cups.queues["Office_LaserJet"]
    office.stopped, office.message = True, "Paper jam in tray 2"
    choose(window, cups)
    queue_page(window)
    toasts = window.person.session.desk.toasts
    window.person.wait(lambda: [x for x in toasts.shown if "queue was stopped" in x.words])
    window.person.wait(lambda: "It says “Paper jam in tray 2”." in pill(window))
    queue_page(window)
    window.person.wait(lambda: len(window.desk.panel.rows) == 2)
    assert len([x for x in toasts.shown if "queue was stopped" in x.words]) == 1
    office.stopped = False
    window.person.wait(lambda: len(cups.printed("Office_LaserJet")) == 2)
    window.person.wait(lambda: not [x for x in toasts.shown if "queue was stopped" in x.words])


def test_what_the_printer_has_is_taken_back_by_keyboard(window: Window, cups: StandInCups) -> None:
    cups.queues["Office_LaserJet"].holds = True
    choose(window, cups)
    queue_page(window)
    window.person.wait(lambda: is_row(window, JobState.SUBMITTED))
    assert row(window).words.text() == "The printer Office_LaserJet has it."
    window.person.press(KEY.Key_W, CTRL | SHIFT)
    window.person.wait(lambda: window.desk.panel.isVisible())
    assert window.person.focus is row(window).buttons["away"]
    assert row(window).buttons["away"].text() == "Take it back"
    window.person.press(KEY.Key_Space)
    window.person.wait(lambda: cups.jobs[0].state == CANCELED)
    window.person.wait(lambda: not window.desk.panel.rows)


def test_a_missing_printer_is_an_error_and_the_page_can_be_printed_again(
    window: Window, cups: StandInCups
) -> None:
    choose(window, cups, "Basement")
    queue_page(window)
    toasts = window.person.session.desk.toasts
    window.person.wait(lambda: [x for x in toasts.shown if x.words == "Test page was not printed."])
    window.person.wait(lambda: is_row(window, JobState.FAILED))
    assert "The printer “Basement” is not there any more" in row(window).words.text()
    choose(window, cups)
    row(window).buttons["again"].click()
    window.person.wait(lambda: cups.printed("Office_LaserJet"))
    assert cups.printed("Upstairs") == []


def test_without_an_office_printer_the_paper_is_offered_as_a_pdf(
    window: Window, tmp_path: Path
) -> None:
    job_id = queue_page(window)
    window.person.wait(lambda: is_row(window, JobState.PARKED))
    toasts = window.person.session.desk.toasts
    window.person.wait(lambda: [x for x in toasts.shown if "saved as PDF" in x.words])
    assert "choose an office printer" in row(window).words.text()
    assert "again" not in row(window).buttons
    paper = window.station.ask(job_office_paper, job_id).result()
    path = tmp_path / f"{paper.file_name}.pdf"
    window.desk.save_page(row(window).job, paper, path)
    window.person.wait(path.exists)
    assert path.read_bytes().startswith(b"%PDF")
    window.person.wait(lambda: not window.desk.panel.rows)


def test_every_trouble_has_its_words() -> None:
    for trouble in Trouble:
        said = office_trouble(trouble, "Office", "in its own words")
        of_receipts = (Trouble.NONE, Trouble.NO_ANSWER, Trouble.OFFLINE, Trouble.CUTTER)
        others = (Trouble.FILE, Trouble.TOO_LATE, Trouble.PAPER_LOW)
        assert bool(said) == (trouble not in (*of_receipts, *others)), trouble
        assert not said or said.endswith("."), trouble
