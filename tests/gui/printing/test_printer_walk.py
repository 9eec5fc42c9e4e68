"""From no printer to a test page in hand and its words, with keys alone: no box is set by hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from app.areas.printing import queries
from app.areas.printing.values import Answers, PrinterKind, Sensor
from app.gui.screens.printer import where
from app.gui.screens.printer.assistant import Step
from app.gui.screens.printer.view import View
from tests.devices.stand_in_printer import Manners
from tests.gui.printing.conftest import Window
from tests.gui.printing.test_printer_page import page

__all__ = ["page"]
KEY, HELD = Qt.Key, Qt.KeyboardModifier
CTRL = HELD.ControlModifier


def reach(window: Window, wanted: QWidget, *, back: bool = False) -> None:
    """Tab to it, as somebody without a mouse does."""
    for _ in range(25):
        if window.person.focus is wanted:
            return
        if back:
            window.person.press(KEY.Key_Backtab, HELD.ShiftModifier)
        else:
            window.person.press(KEY.Key_Tab)
    raise AssertionError(f"no key reaches {wanted.accessibleName() or wanted}")


def pick(window: Window, box: QComboBox, words: str) -> None:
    """With the arrow keys, as far as it needs."""
    reach(window, box)
    for _ in range(box.count()):
        if words in box.currentText():
            return
        window.person.press(KEY.Key_Down)
    window.person.press(KEY.Key_Home)
    while words not in box.currentText():
        before = box.currentIndex()
        window.person.press(KEY.Key_Down)
        assert box.currentIndex() != before, words


def test_a_printer_is_set_up_by_keys_from_nothing_to_a_page_in_hand(
    page: View, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, "find_here", lambda: ())
    person, assistant = window.person, page.assistant
    reach(window, page.set_up_button, back=True)
    person.press(KEY.Key_Space)
    person.wait(lambda: assistant.where.look_button.isEnabled())
    person.settle()
    assert assistant.where.printers.hasFocus()
    reach(window, assistant.where.address)
    person.press(KEY.Key_Return, CTRL)
    person.settle()
    assert assistant.step is Step.WHERE
    assert assistant.where.address.hasFocus(), "what was forgotten has the keyboard"
    person.type(window.printer.address)
    person.press(KEY.Key_Return)
    person.wait(lambda: assistant.step is Step.MAKE)
    person.wait(lambda: assistant.make.state.text().startswith("It answers"))
    pick(window, assistant.make.makes, "80 mm paper, 48 columns")
    reach(window, assistant.make.drawer)
    person.press(KEY.Key_Space)
    person.press(KEY.Key_Return, CTRL)
    person.wait(lambda: assistant.step is Step.SEEN)
    person.wait(lambda: "Look at it" in assistant.seen.state.text())
    assert (len(window.printer.texts()), window.printer.kicks()) == (1, 1)
    assert assistant.seen.came.hasFocus()
    pick(window, assistant.seen.came, "Yes")
    pick(window, assistant.seen.ruler, "48")
    pick(window, assistant.seen.letters, "PC437")
    pick(window, assistant.seen.cut, "Yes")
    pick(window, assistant.seen.drawer, "Yes")
    person.press(KEY.Key_Return, CTRL)
    person.wait(lambda: assistant.step is Step.SWITCH)
    person.settle()
    window.printer.manners = Manners()
    assert assistant.next_button.hasFocus()
    person.press(KEY.Key_Space)
    person.wait(lambda: assistant.next_button.text() == "The drawer is open")
    window.printer.manners = Manners(drawer_open=True)
    person.settle()
    person.press(KEY.Key_Space)
    person.wait(lambda: assistant.next_button.text() == "Go on")
    person.settle()
    person.press(KEY.Key_Space)
    person.wait(lambda: assistant.step is Step.DONE)
    person.settle()
    person.press(KEY.Key_Space)
    person.wait(lambda: page.form.isVisible())
    was = window.station.ask(queries.printer).result()
    assert (was.kind, was.address) == (PrinterKind.TCP, window.printer.address)
    assert (was.columns, was.code_table, was.drawer_pin > 0) == (48, "cp437", True)
    assert (was.answers, was.sensor) == (Answers.YES, Sensor.OPEN_HIGH)
