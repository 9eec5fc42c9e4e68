"""Setting a printer up with the keyboard alone: found, chosen, tried, and said what was seen."""

from __future__ import annotations

from ipaddress import IPv4Network
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox

from app.areas.printing import queries
from app.areas.printing.profiles import BIXOLON_USB, CITIZEN_USB, EPSON_USB, STAR_USB
from app.areas.printing.values import Answers, Printer, PrinterKind, Sensor
from app.devices.printing import network_scan
from app.devices.printing.finding import Found
from app.gui.print_words import trouble_words
from app.gui.screens.printer import where
from app.gui.screens.printer.assistant import Assistant, Step
from app.gui.screens.printer.view import View
from app.kernel.paper import Trouble
from tests.devices.stand_in_printer import Manners
from tests.gui.printing.conftest import Window
from tests.gui.printing.test_printer_page import page

__all__ = ["page"]
KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
USB = Found(PrinterKind.USB, "04b8:0e15:J2A1", "EPSON TM-T20II", "04b8:0e15", "epson-t20")


@pytest.fixture
def assistant(page: View, window: Window, monkeypatch: pytest.MonkeyPatch) -> Assistant:
    """Opened with the keyboard; this computer has a printer on USB, and none is asked for real."""
    monkeypatch.setattr(where, "find_here", lambda: (USB,))
    page.set_up_button.setFocus()
    window.person.press(KEY.Key_Space)
    window.person.wait(lambda: page.assistant.where.printers.count() == 3)
    assert QApplication.focusWidget() is page.assistant.where.printers
    return page.assistant


def pick(window: Window, box: QComboBox, words: str) -> None:
    """Choose with the arrow keys, as far as it needs."""
    box.setFocus()
    wanted = next(n for n in range(box.count()) if words in box.itemText(n))
    while box.currentIndex() != wanted:
        window.person.press(KEY.Key_Down if box.currentIndex() < wanted else KEY.Key_Up)


def saved(window: Window) -> Printer:
    return window.station.ask(queries.printer).result()


def go(window: Window, assistant: Assistant, step: Step) -> None:
    window.person.press(KEY.Key_Return, CTRL)
    window.person.wait(lambda: assistant.step is step)
    window.person.settle()


def to_the_page(window: Window, assistant: Assistant, *, drawer: bool = True) -> None:
    """A network printer, typed, up to the page in hand."""
    pick(window, assistant.where.printers, "by its address")
    assistant.where.address.setText(window.printer.address)
    go(window, assistant, Step.MAKE)
    window.person.wait(lambda: assistant.make.state.text().startswith("It answers"))
    pick(window, assistant.make.makes, "80 mm paper, 48 columns")
    assistant.make.drawer.setChecked(drawer)
    window.person.press(KEY.Key_Return, CTRL)  # pressed twice in haste, it prints once
    go(window, assistant, Step.SEEN)
    assert len(window.printer.texts()) <= 1
    window.printed(1)
    window.person.wait(lambda: "Look at it" in assistant.seen.state.text())


def test_from_finding_to_the_drawers_switch_without_the_mouse(
    assistant: Assistant, window: Window, page: View
) -> None:
    assert assistant.where.printers.itemText(0) == "EPSON TM-T20II · USB"
    to_the_page(window, assistant)
    assert window.printer.kicks() == 1
    seen = assistant.seen
    go(window, assistant, Step.SEEN)  # nothing is said yet
    assert seen.fields["came"].message.text() == "Choose what you see."
    pick(window, seen.came, "Yes")
    pick(window, seen.ruler, "42")
    pick(window, seen.letters, "PC852")
    pick(window, seen.cut, "No")
    pick(window, seen.drawer, "No")
    assert seen.pulse_button.isVisible()
    seen.pulse_button.setFocus()
    window.person.press(KEY.Key_Space)
    window.person.wait(lambda: window.printer.kicks() == 2)
    window.person.settle()
    pick(window, seen.drawer, "Yes")
    go(window, assistant, Step.SWITCH)
    was = saved(window)
    assert (was.columns, was.dots, was.code_table, was.cutter) == (42, 0, "cp852", False)
    assert (was.drawer_pin, was.pulse_ms, was.answers) == (5, 100, Answers.YES)
    window.printer.manners = Manners()
    window.person.press(KEY.Key_Return, CTRL)
    window.person.wait(lambda: assistant.next_button.text() == "The drawer is open")
    window.printer.manners = Manners(drawer_open=True)
    window.person.press(KEY.Key_Return, CTRL)
    window.person.wait(lambda: assistant.next_button.text() == "Go on")
    go(window, assistant, Step.DONE)
    assert saved(window).sensor is Sensor.OPEN_HIGH
    assert "says when the drawer is open" in assistant.summary.text()
    window.person.press(KEY.Key_Return, CTRL)
    window.person.wait(lambda: page.form.isVisible())
    window.person.settle()
    assert page.form.printer().sensor is Sensor.OPEN_HIGH
    assert (page.form.printer().columns, page.form.printer().profile) == (42, "any-80-48")
    page.set_up()  # what is known of the switch stays when somebody looks in and leaves
    window.person.settle()
    go(window, assistant, Step.MAKE)
    window.person.wait(lambda: saved(window).sensor is Sensor.NONE)
    for _ in range(2):
        window.person.press(KEY.Key_Escape)
        window.person.settle()
    window.person.wait(lambda: page.form.isVisible())
    assert saved(window).sensor is Sensor.OPEN_HIGH


def test_each_step_goes_back_and_esc_leaves(
    assistant: Assistant, window: Window, page: View
) -> None:
    pick(window, assistant.where.printers, "by its address")
    go(window, assistant, Step.WHERE)
    assert "192.168.1.50" in assistant.where.fields["address"].message.text()
    to_the_page(window, assistant, drawer=False)
    pick(window, assistant.seen.came, "nothing came out")
    assert "go back and choose another address" in assistant.seen.advice.text()
    for step in (Step.MAKE, Step.WHERE):
        window.person.press(KEY.Key_Escape)
        assert assistant.step is step
        window.person.settle()
    window.person.press(KEY.Key_Escape)
    assert page.form.isVisible()
    window.person.settle()
    assert page.form.printer().kind is PrinterKind.TCP


def test_the_network_is_searched_and_a_page_without_paper_waits(
    assistant: Assistant, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = window.printer.port
    near = IPv4Network("127.0.0.0/29")
    real = network_scan.scan
    monkeypatch.setattr(where, "own_network", lambda: near)
    monkeypatch.setattr(where, "scan", lambda n, told, stop: real(n, told, stop, port))
    assistant.where.search_button.setFocus()
    window.person.press(KEY.Key_Space)
    window.person.wait(lambda: assistant.where.search_button.isVisible())
    assert assistant.where.chosen == Found(PrinterKind.TCP, window.printer.address, "127.0.0.1")
    monkeypatch.setattr(where, "scan", lambda _n, _told, stop: () if stop.wait(20) else (USB,))
    assistant.where.search_button.setFocus()
    window.person.press(KEY.Key_Space)
    assert QApplication.focusWidget() is assistant.where.stop_button
    window.person.press(KEY.Key_Space)
    window.person.wait(lambda: assistant.where.search_button.isVisible())
    assert assistant.where.note.text() == "The search was stopped."
    monkeypatch.setattr(where, "own_network", lambda: None)
    assistant.where.search()
    assert "Type the printer’s address" in assistant.where.note.text()
    window.printer.manners = Manners(paper_out=True)
    go(window, assistant, Step.MAKE)
    window.person.wait(lambda: "no paper" in assistant.make.state.text())
    go(window, assistant, Step.SEEN)
    window.person.wait(lambda: "no paper" in assistant.seen.state.text())
    window.printer.manners = Manners()
    window.person.wait(lambda: "Look at it" in assistant.seen.state.text())


def test_more_about_a_printer_can_be_changed_and_refused(page: View, window: Window) -> None:
    form = page.form
    form.kind.setCurrentIndex(form.kind.findData(PrinterKind.SERIAL))
    form.address.setText("/dev/ttyUSB7")
    form.own.dots.setText("570")
    assert form.baud.isVisible()
    window.person.press(KEY.Key_Return, CTRL)
    window.person.wait(lambda: form.fields["dots"].message.text() != "")
    assert form.own.dots.isVisible()
    form.own.dots.setText("576")
    form.own.table.setText("21")
    form.own.sensor.setCurrentIndex(form.own.sensor.findData(Sensor.OPEN_LOW))
    window.person.press(KEY.Key_Return, CTRL)
    window.person.wait(lambda: saved(window).kind is PrinterKind.SERIAL)
    was = saved(window)
    assert (was.address, was.dots, was.table_number) == ("/dev/ttyUSB7", 576, 21)
    assert was.sensor is Sensor.OPEN_LOW


def test_denied_access_names_the_rule_that_comes_with_the_program() -> None:
    (rule,) = (Path(__file__).resolve().parents[3] / "packaging").glob("*.rules")
    assert f"packaging/{rule.name}" in trouble_words(Trouble.NO_ACCESS)
    said = rule.read_text()
    for vendor in (EPSON_USB, STAR_USB, BIXOLON_USB, CITIZEN_USB):
        assert f'ATTR{{idVendor}}=="{vendor:04x}"' in said
    assert "*:0701*:*" in said
