"""Takes what a scanner types out of every window and dialog, before any field or button gets it.

A code can also hold function keys and control chords, which act as if pressed by hand unless held
back. The first key of a burst can't be told from a person's: where it would act at once it waits
for the length of a gap, elsewhere the field is put back as it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid

from app.areas.scans.values import SLOWEST_GAP_MS, ScannerSettings, ScanTrial
from app.gui.input_events import InputEvents
from app.gui.key_burst import Burst, Ending, Verdict
from app.gui.key_replay import kind_of, strike
from app.gui.widgets.find_box import FindBox

PAUSE_MORE_MS: Final = 6
"""Added to the gap before a pause is believed: a timer may come early by a few."""
AMID_MS: Final = 200
"""So long after several quick keys a window that is asked to close stays open."""
_TRY_OUT: Final = ScannerSettings(True, SLOWEST_GAP_MS, 4)


def unstamped_ms() -> int:
    """The clock for keys that say not when they were struck."""
    return time.monotonic_ns() // 1_000_000


@dataclass
class _Held:
    event: QKeyEvent
    released: bool = False


def _acts_on_keys(box: QLineEdit) -> bool:
    """Whether a letter does more in it than stand there: an amount sends it to another box."""
    kinds = type(box).__mro__
    own = kinds[: kinds.index(QLineEdit)]
    return not isinstance(box, FindBox) and any("keyPressEvent" in vars(each) for each in own)


class ScanGuard(QObject):
    """Watches every key of `window` and of what stands over it.

    `scanned` gives the whole code; while `listens()` says no, and in a modal question, it gives
    none: the code is gone. Where it does not even guard, quick keys are as good as slow ones:
    programs that keep passphrases type them so. `half` says that a code broke off, `forged` that a
    code pressed a function key before anybody could know, whose effect should be undone.
    """

    scanned = Signal(str)
    half = Signal()
    forged = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.now_ms: Callable[[], int] = lambda: unstamped_ms()
        self.listens: Callable[[], bool] = lambda: False
        self.guards = True
        self._settings = ScannerSettings()
        self._burst = Burst()
        self._trial: Callable[[ScanTrial], None] | None = None
        self._held: list[_Held] = []
        self._replaying = False
        self._field: QWidget | None = None
        self._field_text, self._cursor = "", 0
        self._judged: tuple[int, int] | None = None
        self._verdict = Verdict.PASS
        self._many_at = self._spoilt_at = -AMID_MS
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._paused)
        InputEvents(self, self._see).watch()

    def use(self, settings: ScannerSettings) -> None:
        """Know the scanner by these from now on."""
        self._settings = settings
        if self._trial is None:
            self._burst.settings = settings

    def try_out(self, done: Callable[[ScanTrial], None] | None) -> None:
        """Give the next code to `done` alone, however slowly it is typed; None ends waiting."""
        self._trial = done
        self._burst.forget()
        self._burst.settings = self._settings if done is None else _TRY_OUT

    @property
    def amid(self) -> bool:
        """Whether keys are coming as no hand strikes them, or just did."""
        return unstamped_ms() - self._many_at < AMID_MS

    def spoil(self) -> None:
        """The window was asked to close amid keys: what stands before and after belongs to no code
        that anybody should open.
        """
        if self.amid:
            self._spoilt_at = unstamped_ms()

    # ------------------------------------------------------------------------------ one key

    def _see(self, watched: QObject, event: QEvent) -> bool:
        """A key comes as ShortcutOverride, then as KeyPress: it is judged once."""
        # Asked first: other events pass here too, and to read their type costs more.
        if not isinstance(event, QKeyEvent) or self._replaying or not self.guards:
            return False
        kind = event.type()
        if kind == QEvent.Type.KeyRelease:
            return self._released(event)
        if not self._concerns(watched):
            return False
        first = kind == QEvent.Type.ShortcutOverride
        verdict = self._judge(event, first=first)
        if verdict is Verdict.PASS:
            return False
        event.accept()
        if not first:
            self._deal(event, verdict)
        return True

    def _deal(self, event: QKeyEvent, verdict: Verdict) -> None:
        if verdict is Verdict.SCANNED:
            self._hand_over()
            return
        if verdict is Verdict.HOLD:
            self._held.append(_Held(event.clone()))
        if self._burst.is_code:
            self._held.clear()  # nothing of it will be typed
        self._pause.start(self._burst.settings.gap_ms + PAUSE_MORE_MS)

    def _concerns(self, watched: QObject) -> bool:
        target = QApplication.activePopupWidget() or QApplication.focusWidget()
        if target is None or watched is not target:
            return False
        window: QWidget | None = target.window()
        while window is not None and window is not self._window:
            above = window.parentWidget()
            window = above.window() if above is not None else None
        return window is not None

    def _judge(self, event: QKeyEvent, *, first: bool) -> Verdict:
        same = (event.key(), event.timestamp())
        if self._judged == same:
            self._judged = same if first else None
            return self._verdict
        self._judged = same if first else None
        kind = kind_of(event)
        if kind is None or event.isAutoRepeat():
            self._judged = None
            return Verdict.PASS
        hardware = event.timestamp() != 0
        at_ms = event.timestamp() if hardware else self.now_ms()
        if not self._burst.goes_on(at_ms):
            self._pause.stop()
            self._end_burst()
            self._remember_field()
        self._verdict = self._burst.press(
            kind, event.text(), at_ms, hardware=hardware, waits=self._field is None
        )
        if self._burst.keys > 2:
            self._many_at = unstamped_ms()
        return self._verdict

    def _released(self, event: QKeyEvent) -> bool:
        """A button acts when its key is let go: that waits with the key."""
        for held in self._held:
            if held.event.key() == event.key() and not event.isAutoRepeat():
                held.released = True
                return True
        return False

    # --------------------------------------------------------------------------- the field

    def _remember_field(self) -> None:
        """What the field holds into which a first letter goes; dots are never read."""
        focus = QApplication.focusWidget()
        self._field = None
        if QApplication.activePopupWidget() is not None:
            return
        if isinstance(focus, QLineEdit):
            if focus.echoMode() != QLineEdit.EchoMode.Normal or _acts_on_keys(focus):
                return
            self._field, self._field_text = focus, focus.text()
            self._cursor = focus.cursorPosition()
        elif isinstance(focus, QTextEdit | QPlainTextEdit):
            self._field, self._field_text = focus, focus.toPlainText()
            self._cursor = focus.textCursor().position()

    def _put_field_back(self) -> None:
        field, self._field = self._field, None
        text, self._field_text = self._field_text, ""
        if field is None or not isValid(field):
            return
        if isinstance(field, QLineEdit) and field.text() != text:
            field.setText(text)
            field.setCursorPosition(self._cursor)
        elif isinstance(field, QTextEdit | QPlainTextEdit) and field.toPlainText() != text:
            field.setPlainText(text)
            cursor = field.textCursor()
            cursor.setPosition(min(self._cursor, len(text)))
            field.setTextCursor(cursor)

    # ---------------------------------------------------------------------- the end of a burst

    def _hand_over(self) -> None:
        self._pause.stop()
        self._held.clear()
        burst = self._burst
        forged, slowest, text = burst.began_with_command, burst.slowest_ms, burst.take()
        self._put_field_back()
        if forged:
            self.forged.emit()
        self._tell(text, slowest, ended=unstamped_ms() - self._spoilt_at >= AMID_MS)

    def _tell(self, text: str, slowest: int, *, ended: bool) -> None:
        if QApplication.activeModalWidget() is not None or not self.listens():
            return
        if self._trial is not None:
            done = self._trial
            self.try_out(None)
            done(ScanTrial(text.strip(), slowest, ended))
        elif ended:
            self.scanned.emit(text.strip())
        else:
            self.half.emit()

    def _paused(self) -> None:
        self._end_burst()

    def _end_burst(self) -> None:
        """No more keys came: they were a person's, or a code that broke off."""
        held, self._held = self._held, []
        text, slowest = self._burst.text, self._burst.slowest_ms
        if not self._burst.keys:
            return
        ending = self._burst.end_of_pause()
        if ending is Ending.TYPED:
            self._field, self._field_text = None, ""
            self._replay(held)
            return
        self._put_field_back()
        if ending is Ending.FORGED:
            self.forged.emit()
        elif ending is Ending.HALF:
            self._tell(text, slowest, ended=False)

    def _replay(self, held: list[_Held]) -> None:
        self._replaying = True
        try:
            for each in held:
                strike(self._window, each.event, released=each.released)
        finally:
            self._replaying = False
