"""The office printer in the window: found, chosen, tried, in trouble, and without one a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
from app.gui.screens.printer.office import OfficeCard
from app.gui.screens.printer.view import View
from app.gui.toasts import Toasts
from app.kernel.actor import SYSTEM
from app.kernel.paper import JobState, Trouble
from app.storage import print_jobs
from app.storage.print_jobs import OFFICE_TEST_PAGE
from app.storage.unit_of_work import UnitOfWork
from tests.building import command_id
from tests.devices.office.office_till import QUICK as OFFICE_QUICK
from tests.devices.office.stand_in_cups import CANCELED, StandInCups
from tests.gui.conftest import Person
from tests.gui.printing.conftest import QUICK

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LASER = "Office_LaserJet"


@dataclass
class Office:
    """A window, the station behind it and a print service with two printers."""

    person: Person
    station: Station
    cups: StandInCups

    def choose(self, queue: str = LASER) -> None:
        command = SaveOfficePrinter(command_id(), OfficeKind.CUPS, queue, self.cups.host)
        self.station.act(SYSTEM, service.save_office_printer, command).result()

    def queue(self) -> str:
        def queued(uow: UnitOfWork, _nothing: None) -> str:
            return print_jobs.queue_office(uow, OFFICE_TEST_PAGE, "W1-D-00001")

        queued.__module__ = "tests.areas.service"
        return str(self.station.act(SYSTEM, queued, None).result())

    def saved(self) -> OfficePrinter:
        return self.station.ask(queries.office_printer).result()

    @property
    def rows(self) -> tuple[PaperRow, ...]:
        return self.person.session.printing.panel.rows

    @property
    def toasts(self) -> Toasts:
        return self.person.session.desk.toasts

    def told(self, words: str) -> int:
        return len([toast for toast in self.toasts.shown if words in toast.words])

    def until(self, *states: JobState) -> None:
        self.person.wait(lambda: tuple(row.job.state for row in self.rows) == states)


@pytest.fixture
def cups() -> Iterator[StandInCups]:
    made = StandInCups(LASER, "Upstairs")
    yield made
    made.close()
    assert made.complaints == []
    assert [job for job in made.jobs if job.queue != LASER] == []


@pytest.fixture
def quick(station: Station) -> None:
    """Both printers' spoolers, less patient than in life."""
    station.start_printing(QtRaster(), QUICK, None, OFFICE_QUICK)


@pytest.fixture
def office(quick: None, person: Person, station: Station, cups: StandInCups) -> Office:
    return Office(person, station, cups)


def at_the_page(office: Office) -> OfficeCard:
    """The administrator at the printers' page, come by its key."""
    person = office.person
    person.sign_in("1001")
    person.press(KEY.Key_G, CTRL)
    person.wait(lambda: person.session.frame.task == "printer")
    person.settle()
    found = person.session.frame.screen_of("printer")
    assert isinstance(found, View)
    return found.office


def test_printers_are_found_chosen_and_tried_and_one_that_is_gone_is_told(office: Office) -> None:
    person, cups, card = office.person, office.cups, at_the_page(office)
    assert not card.fields["queue"].isVisible()
    person.wait(lambda: "Letter paper" in card.note.text())
    card.kind.setCurrentIndex(1)
    person.settle()
    card.host.setFocus()
    person.type(cups.host)
    person.press(KEY.Key_Return)
    person.wait(lambda: card.queue.count() == 3)
    assert [card.queue.itemText(n) for n in range(3)] == [
        "Choose a printer",
        f"{LASER} · {LASER} by the window",
        "Upstairs · Upstairs by the window",
    ]
    person.press(KEY.Key_Return, CTRL)
    person.wait(lambda: "Choose the printer" in card.fields["queue"].message.text())
    assert office.saved().kind is OfficeKind.NONE
    card.queue.setCurrentIndex(1)
    card.test_button.click()
    person.wait(lambda: cups.printed(LASER))
    assert cups.printed(LASER)[0].startswith(b"%PDF")
    saved = office.saved()
    assert (saved.kind, saved.queue, saved.host) == (OfficeKind.CUPS, LASER, cups.host)
    person.wait(lambda: f"{LASER} is ready" in card.state.text())
    del cups.queues[LASER]
    card.look_for_printers()
    person.wait(lambda: "is not there any more" in card.state.text())
    person.wait(lambda: "(not found)" in card.queue.currentText())
    assert card.chosen == LASER


def test_a_server_that_does_not_answer_is_told_and_esc_takes_back(office: Office) -> None:
    person, card = office.person, at_the_page(office)
    office.cups.close()
    card.kind.setCurrentIndex(1)
    person.settle()
    card.host.setText(office.cups.host)
    card.look_for_printers()
    said = card.fields["host"].message
    person.wait(lambda: "No print service answers" in said.text())
    card.host.setText("http://printer")
    card.look_for_printers()
    person.wait(lambda: "A print server is a name" in said.text())
    person.press(KEY.Key_Escape)
    assert card.typed() == OfficePrinter()


def test_a_stopped_queue_is_said_once_and_a_page_is_taken_back_by_keyboard(office: Office) -> None:
    person, laser = office.person, office.cups.queues[LASER]
    person.sign_in("2001")
    laser.stopped, laser.message = True, "Paper jam in tray 2"
    office.choose()
    office.queue()
    person.wait(lambda: office.told("queue was stopped"))
    pill = person.session.frame.top_bar.printer
    person.wait(lambda: "It says “Paper jam in tray 2”." in pill.accessibleName())
    office.queue()
    office.until(JobState.WAIT_PRINTER, JobState.WAIT_PRINTER)
    assert office.told("queue was stopped") == 1
    laser.stopped, laser.holds = False, True
    office.until(JobState.SUBMITTED, JobState.SUBMITTED)
    person.wait(lambda: not office.told("queue was stopped"))
    assert office.rows[0].words.text() == f"The printer {LASER} has it."
    person.press(KEY.Key_W, CTRL | SHIFT)
    person.wait(lambda: person.focus is office.rows[0].buttons["away"])
    assert office.rows[0].buttons["away"].text() == "Take it back"
    person.press(KEY.Key_Space)
    office.until(JobState.SUBMITTED)
    assert CANCELED in {job.state for job in office.cups.jobs}


def test_a_missing_printer_is_an_error_and_without_one_there_is_a_pdf(
    office: Office, tmp_path: Path
) -> None:
    person = office.person
    person.sign_in("2001")
    job_id = office.queue()
    office.until(JobState.PARKED)
    person.wait(lambda: office.told("saved as PDF"))
    assert "choose an office printer" in office.rows[0].words.text()
    assert "again" not in office.rows[0].buttons
    paper = office.station.ask(job_office_paper, job_id).result()
    path = tmp_path / f"{paper.file_name}.pdf"
    person.session.printing.save_page(office.rows[0].job, paper, path)
    office.until()
    assert path.read_bytes().startswith(b"%PDF")
    office.choose("Basement")
    office.queue()
    office.until(JobState.FAILED)
    person.wait(lambda: office.told("Test page was not printed."))
    assert "The printer “Basement” is not there any more" in office.rows[0].words.text()
    office.choose()
    office.rows[0].buttons["again"].click()
    person.wait(lambda: office.cups.printed(LASER))


def test_every_trouble_has_its_words() -> None:
    of_receipts: tuple[Trouble, ...]
    of_receipts = (Trouble.NONE, Trouble.NO_ANSWER, Trouble.OFFLINE, Trouble.CUTTER, Trouble.FILE)
    of_receipts += (Trouble.BUSY, Trouble.NO_ACCESS, Trouble.NO_DRIVER)
    others = (Trouble.TOO_LATE, Trouble.PAPER_LOW)
    for trouble in Trouble:
        said = office_trouble(trouble, "Office", "in its own words")
        assert bool(said) == (trouble not in (*of_receipts, *others)), trouble
        assert not said or said.endswith("."), trouble
