"""A list that one digit chooses from: a person's digit counts, a scanned code and Enter do not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.gui.theme import Theme
from app.gui.widgets.digit_list import DigitList

KEY = Qt.Key


class Asked:
    """A window with the list over it, and what was chosen."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(600, 500)
        self.window.show()
        self.window.activateWindow()
        self.list = DigitList(self.window)
        self.chosen: list[object] = []
        self.given_up = 0
        rows = (("Wrong amount", "a"), ("Wrong patient", "b"), ("Other", "c"))
        self.list.ask("Why?", rows, self.chosen.append, given_up=self._gave_up)
        qtbot.waitUntil(lambda: QApplication.focusWidget() is self.list)

    def _gave_up(self) -> None:
        self.given_up += 1


@pytest.fixture
def asked(qtbot: QtBot, theme: Theme) -> Asked:
    return Asked(qtbot)


def test_a_digit_chooses_once(qtbot: QtBot, asked: Asked) -> None:
    QTest.keyClick(asked.list, KEY.Key_2)
    qtbot.waitUntil(lambda: bool(asked.chosen))
    QTest.keyClick(asked.list, KEY.Key_1)
    assert (asked.chosen, asked.list.isVisible(), asked.given_up) == (["b"], False, 0)


def test_a_scanned_code_chooses_nothing(qtbot: QtBot, asked: Asked) -> None:
    for key in "1-000002":
        QTest.keyClick(asked.list, ord(key))
    QTest.keyClick(asked.list, KEY.Key_Return)
    qtbot.waitUntil(lambda: not asked.list._alone.isActive())
    assert (asked.chosen, asked.list.isVisible()) == ([], True)


def test_enter_needs_a_mark_and_esc_goes_back(asked: Asked) -> None:
    QTest.keyClick(asked.list, KEY.Key_Return)
    assert asked.list.isVisible()
    QTest.keyClick(asked.list, KEY.Key_Escape)
    assert (asked.chosen, asked.given_up, asked.list.isVisible()) == ([], 1, False)


def test_arrow_keys_and_enter_choose(asked: Asked) -> None:
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Return):
        QTest.keyClick(asked.list, key)
    assert asked.chosen == ["b"]


def test_a_digit_without_a_line_is_nothing(qtbot: QtBot, asked: Asked) -> None:
    QTest.keyClick(asked.list, KEY.Key_9)
    qtbot.waitUntil(lambda: not asked.list._alone.isActive())
    assert (asked.chosen, asked.list.isVisible()) == ([], True)
