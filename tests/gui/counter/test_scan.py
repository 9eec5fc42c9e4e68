"""A scanner told from a person by real key events in real time; codes that try to press keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.gui.key_burst import Burst, Press, Verdict
from app.gui.main_window import MainWindow
from app.gui.opening_pages import PassphrasePage
from app.gui.scan_guard import ScanGuard
from app.gui.theme import Theme
from tests.patience import until

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier


class Bench(QWidget):
    """An amount box in a window that counts what presses arrive."""

    def __init__(self) -> None:
        super().__init__()
        self.box = QLineEdit()
        QVBoxLayout(self).addWidget(self.box)
        self.guard = ScanGuard(self)
        self.guard.listens = lambda: True
        self.heard: list[str] = []
        self.pressed: list[int] = []
        self.forged = 0
        self.guard.scanned.connect(self.heard.append)
        self.guard.forged.connect(self.count_forged)

    def count_forged(self) -> None:
        self.forged += 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.pressed.append(event.key())


@pytest.fixture
def bench(qtbot) -> Bench:
    window = Bench()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.box.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.box)
    return window


class Keyboard:
    """Key presses stamped the way a driver stamps them, `gap_ms` apart; `pause` is a hand's."""

    def __init__(self, target: QWidget, guard: ScanGuard | None = None) -> None:
        self.target, self.guard = target, guard
        self.at_ms = 5_000

    def pause(self) -> None:
        """Long enough for the guard to believe that no key follows."""
        assert self.guard is not None
        self.guard._paused()

    def key(self, key: Qt.Key | int, text: str = "", gap_ms: int = 4, modifiers=NONE) -> None:
        self.at_ms += gap_ms
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            event = QKeyEvent(kind, int(key), modifiers, text)
            event.setTimestamp(self.at_ms)
            QApplication.sendEvent(self.target, event)

    def type(self, text: str, gap_ms: int = 4) -> None:
        for letter in text:
            self.key(ord(letter.upper()), letter, gap_ms)


@pytest.fixture
def keys(bench: Bench) -> Keyboard:
    return Keyboard(bench.box, bench.guard)


def test_a_scan_goes_to_find_and_its_enter_presses_nothing(bench: Bench, keys: Keyboard) -> None:
    bench.box.setText("20")
    keys.type("a-001234")
    keys.key(KEY.Key_Return, "\r")
    assert bench.heard == ["a-001234"]
    assert bench.pressed == []
    assert bench.box.text() == "20"


def test_a_passphrase_that_a_program_types_arrives(theme: Theme, qtbot: QtBot) -> None:
    """Before there is a practice, every key at once; a guard would take it for a code."""
    window, page = MainWindow(), PassphrasePage("Type it.")
    qtbot.addWidget(window)
    window.show_page(page)
    window.show()
    window.activateWindow()
    page.ask()
    until(qtbot, page.box.hasFocus)
    entered: list[str] = []
    page.entered.connect(entered.append)
    keyboard = Keyboard(page.box)
    keyboard.type("correct horse")
    keyboard.key(KEY.Key_Return, "\r")
    assert entered == ["correct horse"]


def test_return_and_line_feed_at_the_end_are_one_end(bench: Bench, keys: Keyboard) -> None:
    keys.type("001234")
    keys.key(KEY.Key_Return, "\r")
    keys.key(KEY.Key_Enter, "\n")
    assert bench.heard == ["001234"]
    assert bench.pressed == []
    keys.key(KEY.Key_Return, "\r", gap_ms=200)
    keys.pause()
    assert bench.pressed == [KEY.Key_Return]


def test_typing_passes_and_its_enter_arrives(bench: Bench, keys: Keyboard) -> None:
    keys.type("100000", gap_ms=45)
    keys.key(KEY.Key_Return, "\r", gap_ms=45)
    keys.pause()
    assert bench.heard == []
    assert bench.pressed == [KEY.Key_Return]
    assert bench.box.text() == "100000"


def test_five_quick_keys_are_no_scan(bench: Bench, keys: Keyboard) -> None:
    keys.type("50.00")
    keys.key(KEY.Key_Return, "\r")
    keys.pause()
    assert bench.heard == []
    assert bench.pressed == [KEY.Key_Return]


def test_a_pause_before_enter_makes_it_a_persons_enter(bench: Bench, keys: Keyboard) -> None:
    keys.type("001234")
    keys.key(KEY.Key_Return, "\r", gap_ms=60)
    keys.pause()
    assert bench.heard == []
    assert bench.pressed == [KEY.Key_Return]


def test_function_keys_and_chords_inside_a_code_do_nothing(bench: Bench, keys: Keyboard) -> None:
    keys.type("0012")
    keys.key(KEY.Key_F6)
    keys.key(KEY.Key_Escape)
    keys.key(KEY.Key_F4, modifiers=Qt.KeyboardModifier.AltModifier)
    keys.type("34")
    keys.key(KEY.Key_Tab, "\t")
    assert bench.heard == ["001234"]
    assert bench.pressed == []


def test_a_code_that_begins_with_a_function_key_is_called_forged(
    bench: Bench, keys: Keyboard
) -> None:
    keys.key(KEY.Key_F6)
    keys.type("001234")
    keys.key(KEY.Key_Return, "\r")
    assert (bench.heard, bench.forged) == (["001234"], 1)


def test_a_code_of_a_tender_key_and_enter_presses_nothing(bench: Bench, keys: Keyboard) -> None:
    keys.key(KEY.Key_F6)
    keys.key(KEY.Key_Return, "\r", gap_ms=8)
    keys.pause()
    assert bench.pressed == []
    keys.key(KEY.Key_F6, gap_ms=90)
    keys.pause()
    keys.key(KEY.Key_Return, "\r", gap_ms=90)
    keys.pause()
    assert bench.pressed == [KEY.Key_F6, KEY.Key_Return]


def test_a_held_key_is_no_scan(bench: Bench) -> None:
    for _ in range(20):
        event = QKeyEvent(QEvent.Type.KeyPress, KEY.Key_A, NONE, "a", True)
        QApplication.sendEvent(bench.box, event)
    QTest.keyClick(bench.box, KEY.Key_Return)
    assert bench.heard == []
    assert bench.pressed == [KEY.Key_Return]


def test_keys_that_waited_for_a_busy_window_are_judged_by_when_they_were_struck() -> None:
    burst = Burst()
    verdicts = [burst.press(Press.LETTER, digit, 100 * n) for n, digit in enumerate("1000000")]
    assert burst.press(Press.END, "\r", 700) is Verdict.HOLD
    assert set(verdicts) == {Verdict.PASS}


def test_another_window_is_left_alone(qtbot, bench: Bench) -> None:
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is other)
    for letter in "001234":
        QTest.keyClick(other, ord(letter))
    QTest.keyClick(other, KEY.Key_Return)
    assert bench.heard == []
    assert other.text() == "001234"


def test_a_scan_in_a_question_answers_nothing(qtbot, bench: Bench, keys: Keyboard) -> None:
    question = QDialog(bench)
    button = QPushButton("Keep as credit", question)
    pressed: list[bool] = []
    button.setAutoDefault(True)
    button.clicked.connect(lambda: pressed.append(True))
    question.open()
    button.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is button)
    keys.target = button
    keys.type("001234")
    keys.key(KEY.Key_Return, "\r")
    assert (pressed, bench.heard) == ([], [])
    keys.key(KEY.Key_Return, "\r", gap_ms=300)
    keys.pause()
    assert pressed == [True]


def test_a_shortcut_that_is_gone_holds_no_key_up(
    bench: Bench, keys: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PySide hands out Qt's own shortcuts of a second file dialog as deleted ones."""
    gone = QShortcut(KEY.Key_Delete, bench)
    heard: list[bool] = []
    there = QShortcut(KEY.Key_Return, bench, lambda: heard.append(True))
    delete(gone)
    monkeypatch.setattr(bench, "findChildren", lambda _kind: [gone, there])
    keys.key(KEY.Key_Return, "\r")
    keys.pause()
    assert heard == [True]
