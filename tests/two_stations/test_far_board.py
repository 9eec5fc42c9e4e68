"""A manager sees the drawers of every window, and closes one far away with the keyboard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.gui.screens.day_sheet.view import View as DaySheetView
from app.gui.screens.drawer.view import View as DrawerView
from app.gui.screens.shifts.view import View as ShiftsView
from app.gui.screens.shifts.view import drawer_words
from app.gui.theme import Theme
from tests.building import PIN
from tests.gui import conftest as people
from tests.gui.conftest import Person, sitting_at, theme
from tests.two_stations.conftest import Pair
from tests.two_stations.test_numbers import sync
from tests.two_stations.test_windows import ENTER, screen_of

__all__ = ["theme"]


@pytest.fixture
def manager(
    pair: Pair, theme: Theme, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Person]:
    """A manager at the second window; nothing comes or goes by itself."""
    monkeypatch.setitem(people.PINS, "40", PIN)
    with sitting_at(pair.two.station, qtbot, tmp_path) as someone:
        yield someone


def photo(person: Person, name: str) -> None:
    if folder := os.environ.get("COUNTERFOIL_GALLERY"):
        person.settle()
        QApplication.processEvents()
        dialog = QApplication.activeModalWidget()
        (dialog or person.window).grab().save(str(Path(folder) / f"{name}.png"))


def test_a_drawer_of_another_window_is_closed_uncounted(manager: Person, pair: Pair) -> None:
    one, two = pair.one, pair.two
    shift = one.books.open_shift()
    account = one.books.register_patient("Okafor", "Ada").account_id
    one.books.take_cash(account, 1500)
    sync(pair)
    second = manager
    second.window.resize(1280, 720)
    second.sign_in("40")
    second.settle()
    second.session.frame.go("day_sheet")
    sheet = screen_of(second, "day_sheet", DaySheetView)
    second.wait(lambda: sheet.sheet is not None and sheet.sheet.provisional)
    second.settle()
    assert sheet.provisional.isVisible()
    assert "Drawer 1 of Cho Cho Win is not closed: shift W1-000001." in sheet.waits.text()
    photo(second, "far-provisional")
    second.session.frame.go("shifts")
    shifts = screen_of(second, "shifts", ShiftsView)
    second.wait(lambda: shifts.table.current_row() is not None)
    assert "Drawer 1 at W1" in drawer_words(shifts.table.current_row())
    second.press(ENTER)
    drawer = screen_of(second, "drawer", DrawerView)
    second.wait(lambda: drawer.board is not None and drawer.page is drawer.board)
    board = drawer.board
    assert board is not None
    [row] = board.model.rows
    assert (row.number, row.window) == ("W1-000001", "W1")
    assert board.uncounted_button.isVisible()
    photo(second, "far-board")
    board.uncounted_button.setFocus(Qt.FocusReason.TabFocusReason)
    second.press(ENTER)
    second.wait(lambda: isinstance(second.focus, QLineEdit))
    second.press(ENTER)
    second.wait(lambda: "Say why" in words_of(second))
    second.type("The computer broke")
    photo(second, "far-close")
    second.press(ENTER)
    second.wait(lambda: drawer.closed is not None and drawer.page is drawer.closed)
    photo(second, "far-closed")
    one.books.take_cash(account, 700)
    sync(pair)
    second.session.frame.go("day_sheet")
    second.wait(lambda: sheet.sheet is not None and len(sheet.sheet.late) == 1)
    second.settle()
    assert sheet.sheet is not None
    assert sheet.late.card.isVisible()
    assert not sheet.provisional.isVisible(), "its close has come"
    photo(second, "far-day-sheet")
    assert two.sound == []
    assert shift.number == "W1-000001"


def words_of(person: Person) -> str:
    panel = person.focus.window()
    return " ".join(each.text() for each in panel.findChildren(QLabel) if each.isVisible())
