"""The printer's page: what is set, what is refused beside its field, and the test page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.areas.printing import queries
from app.areas.printing.values import Answers, PrinterKind
from app.devices.printing.paper_lines import Ruler, spelled
from app.gui.screens.printer.view import View
from tests.gui.printing.conftest import Window

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(window: Window) -> View:
    """The administrator at the printer's page, come by its key."""
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


def choose(page: View, kind: PrinterKind) -> None:
    page.form.kind.setCurrentIndex(page.form.kind.findData(kind))


def test_on_the_screen_there_is_nothing_to_set(page: View, window: Window) -> None:
    assert window.person.focus is page.form.kind
    assert not page.form.fields["address"].isVisible()
    assert not page.test_button.isVisible()


def test_a_network_printer_is_saved_and_prints_its_test_page(page: View, window: Window) -> None:
    choose(page, PrinterKind.TCP)
    page.form.address.setText(window.printer.address)
    page.form.drawer.setCurrentIndex(page.form.drawer.findData(2))
    page.form.columns.setCurrentIndex(page.form.columns.findData(48))
    assert page.form.fields["pulse_ms"].isVisible()
    page.test_button.click()
    window.printed(1)
    text = window.printer.texts()[0]
    assert all(spelled(Ruler(columns)) in text for columns in (32, 42, 48))
    assert "6 PC866 Привет Ёлка" in text
    assert "?" not in text
    window.person.wait(lambda: window.printer.kicks() == 1)
    saved = window.station.ask(queries.printer).result()
    assert (saved.kind, saved.columns, saved.drawer_pin) == (PrinterKind.TCP, 48, 2)
    window.person.wait(lambda: window.station.ask(queries.printer).result().answers is Answers.YES)


def test_what_is_wrong_is_said_beside_its_field(page: View, window: Window) -> None:
    choose(page, PrinterKind.TCP)
    page.form.address.setText("http://printer")
    window.person.press(KEY.Key_Return, CTRL)
    field = page.form.fields["address"]
    window.person.wait(lambda: "An address is" in field.message.text())
    assert window.person.focus is page.form.address
    assert window.station.ask(queries.printer).result().kind is PrinterKind.SCREEN


def test_esc_takes_back_what_was_not_saved(page: View, window: Window) -> None:
    choose(page, PrinterKind.FILE)
    page.form.address.setFocus()
    window.person.press(KEY.Key_Escape)
    assert page.form.printer().kind is PrinterKind.SCREEN


def test_a_cashier_has_no_such_page(window: Window) -> None:
    window.person.press(KEY.Key_G, CTRL)
    window.person.settle()
    assert window.person.session.frame.task != "printer"
    assert "printer" not in window.person.session.frame.allowed
