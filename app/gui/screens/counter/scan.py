"""Tells a scanner from a typing person by the time between keys; never lets a scan press anything.

A scanner types a whole code in a few milliseconds a letter and ends with Enter or Tab. Codes can
also hold function keys and control chords, which act as if pressed by hand unless held back.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

GAP_MS: Final = 30
"""Fast typists stay above 60 ms for a run of keys; scanners send every 1 to 20 ms."""
LEAST: Final = 6
"""Shorter codes are not told from two quick keys; account numbers are longer."""


class Press(Enum):
    """What kind of key it was, as far as a burst cares."""

    LETTER = "letter"
    END = "end"
    COMMAND = "command"
    OTHER = "other"


class Verdict(Enum):
    """Let the key through, swallow it, or swallow it and hand over the scanned text."""

    PASS = "pass"
    SWALLOW = "swallow"
    SCANNED = "scanned"


@dataclass
class Burst:
    """The keys since the last pause. Times are milliseconds of any steady clock."""

    text: str = ""
    began_with_command: bool = False
    _last_ms: int | None = None
    _last: Press = Press.OTHER
    _handed_over: bool = False

    def press(self, kind: Press, text: str, at_ms: int, *, hardware: bool = True) -> Verdict:
        """Judge one key. `hardware`: `at_ms` is when it was struck, not when it arrived."""
        quick = self._last_ms is not None and 0 <= at_ms - self._last_ms < GAP_MS
        before, self._last = self._last if quick else Press.OTHER, kind
        self._last_ms = at_ms
        if not quick:
            self.text, self.began_with_command, self._handed_over = "", False, False
        if self._handed_over and kind in (Press.END, Press.COMMAND):
            return Verdict.SWALLOW  # some scanners end with Return and Line Feed: two Enters
        if kind is Press.LETTER:
            self.began_with_command |= before is Press.COMMAND and not self.text
            self.text += text
            return Verdict.PASS
        if kind is Press.COMMAND:
            return Verdict.SWALLOW if self.text else Verdict.PASS
        if kind is Press.END:
            return self._end(before, hardware)
        self.text = ""
        return Verdict.PASS

    def _end(self, before: Press, hardware: bool) -> Verdict:
        if len(self.text) >= LEAST:
            self._handed_over = True
            return Verdict.SCANNED
        # No hand strikes a function key and Enter within 30 ms: a code made to take money would.
        forged = hardware and (before is Press.COMMAND or self.began_with_command)
        self.text = ""
        return Verdict.SWALLOW if forged else Verdict.PASS

    def take(self) -> str:
        """The scanned text, which the burst forgets; the rest of the code's keys stay held back."""
        text, self.text, self.began_with_command = self.text.strip(), "", False
        return text


class ScanGuard(QObject):
    """Watches every key of the window in which `screen` is shown, before anybody acts on it.

    `scanned(text)` gives the whole code; the field that had received it is put back as it was.
    `forged()` says that the code began with a function key, whose effect should be undone.
    """

    scanned = Signal(str)
    forged = Signal()

    def __init__(
        self, screen: QWidget, now_ms: Callable[[], int] = lambda: time.monotonic_ns() // 1_000_000
    ) -> None:
        super().__init__(screen)
        self._screen, self.now_ms = screen, now_ms
        self._burst = Burst()
        self._field: QLineEdit | None = None
        self._field_text = ""
        self._judged: tuple[int, int] | None = None
        self._verdict = Verdict.PASS
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook. A key comes as ShortcutOverride, then as KeyPress: it is judged once."""
        # Asked first: every event of the program passes here, and to read its type costs more.
        if not isinstance(event, QKeyEvent):
            return False
        kind = event.type()
        if kind not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not self._concerns(watched):
            return False
        verdict = self._judge(event, first=kind == QEvent.Type.ShortcutOverride)
        if verdict is Verdict.PASS:
            return False
        event.accept()
        if verdict is Verdict.SCANNED and kind == QEvent.Type.KeyPress:
            # In a question a code answers nothing and finds nobody.
            if QApplication.activeModalWidget() is None:
                self._hand_over()
            else:
                self._burst.take()
        return True

    def _concerns(self, watched: QObject) -> bool:
        focus = QApplication.focusWidget()
        return (
            focus is not None
            and watched is focus
            and self._screen.isVisible()
            and self._screen.window() in (focus.window(), focus.window().parentWidget())
        )

    def _judge(self, event: QKeyEvent, *, first: bool) -> Verdict:
        same = (event.key(), event.timestamp())
        if self._judged == same:
            self._judged = same if first else None
            return self._verdict
        self._judged = same if first else None
        kind = kind_of(event)
        if kind is None or event.isAutoRepeat():
            return Verdict.PASS
        hardware = event.timestamp() != 0
        at_ms = event.timestamp() if hardware else self.now_ms()
        self._verdict = self._burst.press(kind, event.text(), at_ms, hardware=hardware)
        if kind is Press.LETTER and len(self._burst.text) == 1:
            self._remember_field()
        return self._verdict

    def _remember_field(self) -> None:
        focus = QApplication.focusWidget()
        self._field = focus if isinstance(focus, QLineEdit) else None
        self._field_text = self._field.text() if self._field is not None else ""

    def _hand_over(self) -> None:
        forged, text = self._burst.began_with_command, self._burst.take()
        if self._field is not None:
            self._field.setText(self._field_text)
        self._field = None
        if forged:
            self.forged.emit()
        self.scanned.emit(text)


_MODIFIERS: Final = frozenset(
    (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)
)
_CHORD: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_ENDS: Final = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab))


def kind_of(event: QKeyEvent) -> Press | None:
    """The kind of a key press; None for a bare Shift, which scanners send for capitals."""
    key = event.key()
    if key in _MODIFIERS:
        return None
    if key in _ENDS and not event.modifiers() & _CHORD:
        return Press.END
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35 or key == Qt.Key.Key_Escape:
        return Press.COMMAND
    if event.modifiers() & _CHORD and not _is_letter(event):
        return Press.COMMAND
    return Press.LETTER if _is_letter(event) else Press.OTHER


def _is_letter(event: QKeyEvent) -> bool:
    # AltGr types letters on many layouts and arrives as Ctrl+Alt on Windows.
    return bool(event.text()) and event.text().isprintable()
