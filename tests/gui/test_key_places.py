"""F1 shows the keys of the screen in front, whole, at the size the window was designed for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.gui import key_map
from app.gui.frame import places
from app.gui.key_places import EVERYWHERE, OF_DIALOG, OF_TASK, in_columns, shown_on, shown_over
from app.gui.keys_overlay import KeysOverlay
from app.gui.main_window import MainWindow
from app.gui.theme import Theme


def test_every_screen_of_the_rail_has_its_keys() -> None:
    assert {place.task for place in places()} <= set(OF_TASK)
    owned = (*OF_TASK.values(), *OF_DIALOG.values())
    named = {place for own in owned for place in own} | set(EVERYWHERE)
    assert set(key_map.PLACES) <= named


def test_the_counters_keys_come_first_and_nobody_elses_are_there() -> None:
    groups = shown_on("counter")
    assert groups[0][0] == key_map.PLACES["tender"]
    shown = {binding.where for _words, bindings in groups for binding in bindings}
    assert shown == {"tender", "keypad", "account", "receipts", "parked", "drawer", "everywhere"}
    assert shown_on("") == key_map.shown()


def test_no_key_leads_where_the_person_may_not_go() -> None:
    groups = shown_on("counter", ("counter", "accounts"))
    ids = {binding.id for _words, bindings in groups for binding in bindings}
    assert {"frame.counter", "frame.accounts", "frame.settings", "frame.keys"} <= ids
    assert not ids & {"frame.users", "frame.day_sheet", "frame.drawer", "drawer.drop"}


@pytest.mark.parametrize("dialog", sorted(OF_DIALOG))
def test_every_dialog_says_how_to_go_back(dialog: str) -> None:
    groups = shown_over(dialog)
    ids = {binding.id for _words, bindings in groups for binding in bindings}
    assert {"frame.keys", "frame.back"} <= ids
    assert not ids & {"frame.counter", "frame.lock"}


@pytest.mark.parametrize("columns", [1, 2, 3, 4])
@pytest.mark.parametrize("task", sorted(OF_TASK))
def test_columns_hold_every_key_once_and_are_of_about_one_height(task: str, columns: int) -> None:
    groups = shown_on(task)
    cut = in_columns(groups, columns)
    held = [binding for column in cut for _words, part in column for binding in part]
    assert held == [binding for _words, bindings in groups for binding in bindings]
    assert len(cut) <= columns
    heights = [sum(len(part) + 1 for _words, part in column) for column in cut]
    assert max(heights) <= sum(heights) / columns + 4


def test_on_the_counter_nothing_scrolls(qtbot: QtBot, theme: Theme) -> None:
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    overlay = KeysOverlay(window, lambda: "counter")
    overlay.toggle()
    qtbot.waitUntil(overlay.isVisible)
    qtbot.waitUntil(lambda: not overlay._area.verticalScrollBar().isVisible())
    assert "Take the amount" in overlay.words
    QTest.keyClick(overlay, Qt.Key.Key_Escape)
    assert not overlay.isVisible()


def test_at_twice_the_size_the_keys_scroll_by_keys(qtbot: QtBot, theme: Theme) -> None:
    theme.choose(scale=200)
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    window.show()
    overlay = KeysOverlay(window, lambda: "counter")
    overlay.toggle()
    bar = overlay._area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    QTest.keyClick(overlay, Qt.Key.Key_PageDown)
    assert bar.value() > 0
