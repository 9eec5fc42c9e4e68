"""Keys and touches are seen wherever they go; what is neither is seen only where keys go."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.gui.input_events import InputEvents
from tests.patience import PATIENCE_MS, until

KEY = Qt.Key
PRESS, OVERRIDE = QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride
CLICK, MOVE = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove


class Bench(QWidget):
    """Two boxes and a list in a window, and all that was seen."""

    def __init__(self) -> None:
        super().__init__()
        self.one, self.other, self.choice = QLineEdit(), QLineEdit(), QComboBox()
        self.choice.addItems(["a", "b"])
        column = QVBoxLayout(self)
        for each in (self.one, self.other, self.choice):
            column.addWidget(each)
        self.seen: list[tuple[QObject, QEvent.Type]] = []
        self.keys = InputEvents(self, self.see)
        self.keys.watch()

    def see(self, watched: QObject, event: QEvent) -> bool:
        self.seen.append((watched, event.type()))
        return False

    def is_seen(self, watched: QObject | None, kind: QEvent.Type = PRESS) -> bool:
        """Once since it was asked last."""
        count = self.seen.count((watched, kind)) if watched is not None else 0
        self.seen.clear()
        return count == 1


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    window = Bench()
    window.resize(300, 200)
    with qtbot.waitActive(window, timeout=PATIENCE_MS):
        window.show()
        window.activateWindow()
    window.one.setFocus()
    until(qtbot, window.one.hasFocus)
    window.seen.clear()
    yield window
    window.keys.rest()
    window.close()
    window.deleteLater()


def test_each_key_is_seen_once_where_the_keyboard_is(bench: Bench) -> None:
    QTest.keyClick(bench.one, KEY.Key_A)
    assert bench.is_seen(bench.one)
    bench.other.setFocus()
    QTest.keyClick(bench.other, KEY.Key_B)
    assert bench.is_seen(bench.other)


@pytest.mark.parametrize("kind", [OVERRIDE, PRESS])
def test_a_key_that_comes_from_the_system_is_seen(bench: Bench, kind: QEvent.Type) -> None:
    QTest.keyClick(bench.windowHandle(), KEY.Key_C)
    assert bench.one.text() == "c"
    assert bench.is_seen(bench.one, kind)


def test_what_happens_to_other_widgets_is_not_even_looked_at(bench: Bench, qtbot: QtBot) -> None:
    bench.other.setText("painted anew")
    bench.other.repaint()
    bench.resize(400, 300)
    until(qtbot, lambda: bench.other.width() > 300)
    assert {watched for watched, _ in bench.seen} <= {bench.one}


def test_where_nobody_has_the_keyboard_the_windows_keys_are_seen(bench: Bench) -> None:
    bench.one.clearFocus()
    assert QApplication.focusWidget() is None
    QTest.keyClick(bench, KEY.Key_A)
    assert bench.is_seen(bench)
    bench.other.setFocus()
    bench.other.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.keyClick(QApplication.focusWidget() or bench, KEY.Key_A)
    assert bench.is_seen(QApplication.focusWidget() or bench)


def test_while_another_program_has_the_keyboard_nothing_is_looked_at(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.hide()
    until(qtbot, lambda: QApplication.activeWindow() is None)
    bench.seen.clear()
    QApplication.sendEvent(bench.other, QEvent(QEvent.Type.StyleChange))
    assert bench.seen == []
    again = QLineEdit()
    qtbot.addWidget(again)
    again.show()
    again.activateWindow()
    until(qtbot, again.hasFocus)
    QTest.keyClick(again, KEY.Key_A)
    assert bench.is_seen(again)


def test_keys_of_menus_and_of_menus_in_menus_are_seen(bench: Bench, qtbot: QtBot) -> None:
    menu = QMenu(bench)
    menu.addAction("one")
    below = menu.addMenu("more")
    below.addAction("two")
    menu.popup(bench.mapToGlobal(QPoint(5, 5)))
    assert QApplication.activePopupWidget() is menu
    QTest.keyClick(menu, KEY.Key_Down)
    assert bench.is_seen(menu)
    QTest.keyClick(menu, KEY.Key_Down)
    QTest.keyClick(menu, KEY.Key_Right)
    until(qtbot, lambda: QApplication.activePopupWidget() is below)
    bench.seen.clear()
    QTest.keyClick(below, KEY.Key_Down)
    assert bench.is_seen(below)
    below.close()
    menu.close()
    assert QApplication.activePopupWidget() is None
    bench.seen.clear()
    bench.other.repaint()
    assert {watched for watched, _ in bench.seen} <= {bench.one}, "narrow again"
    bench.seen.clear()
    QTest.keyClick(bench.one, KEY.Key_A)
    assert bench.is_seen(bench.one)


def test_keys_of_a_list_that_pops_up_are_seen(bench: Bench, qtbot: QtBot) -> None:
    bench.choice.setFocus()
    bench.choice.showPopup()
    until(qtbot, QApplication.activePopupWidget)
    QTest.keyClick(bench.choice.view(), KEY.Key_Down)
    assert bench.is_seen(bench.choice.view())
    bench.choice.hidePopup()
    until(qtbot, lambda: QApplication.activePopupWidget() is None)
    QTest.keyClick(bench.choice, KEY.Key_Down)
    assert bench.is_seen(bench.choice)


def test_a_hand_is_seen_in_each_window_and_in_its_menus(bench: Bench, qtbot: QtBot) -> None:
    hand = InputEvents(bench, bench.see, hand=True)
    bench.keys.rest()
    hand.watch()
    QTest.mouseClick(bench.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert bench.is_seen(bench.windowHandle(), CLICK)
    QTest.mouseMove(bench.windowHandle(), QPoint(40, 90))
    assert (bench.windowHandle(), MOVE) in bench.seen
    over = QWidget(bench, Qt.WindowType.Dialog)
    QVBoxLayout(over).addWidget(QLineEdit())
    over.show()
    over.activateWindow()
    until(qtbot, lambda: over.isAncestorOf(QApplication.focusWidget() or bench))
    QTest.mouseClick(over.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert (over.windowHandle(), CLICK) in bench.seen
    menu = QMenu(over)
    menu.addAction("one")
    menu.popup(over.mapToGlobal(QPoint(5, 5)))
    bench.seen.clear()
    QTest.mouseMove(menu.windowHandle(), QPoint(8, 8))
    assert (menu.windowHandle(), MOVE) in bench.seen
    menu.close()
    hand.rest()
    bench.seen.clear()
    QTest.mouseClick(bench.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    QTest.keyClick(bench.one, KEY.Key_A)
    assert bench.seen == []
    over.close()
