"""Locks the window when nobody has touched it for a while (HIPAA 45 CFR 164.312(a)(2)(iii))."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputEvent, QInputMethodEvent

from app.gui.input_events import InputEvents

DEFAULT_IDLE_S: Final = 120
LONGEST_IDLE_S: Final = 900
_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


FOR_PATIENTS: Final = "forPatients"
"""The property of what patients touch: that is nobody at work."""


class AutoLock(QObject):
    """`idle` comes once, after `idle_s` seconds without a key, a move or a touch while watching."""

    idle = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        self._inputs = InputEvents(self, self._see, hand=True)
        self.set_idle(DEFAULT_IDLE_S)

    def set_idle(self, idle_s: int) -> None:
        """Seconds until the lock; PCI DSS 8.2.8 allows fifteen minutes at most."""
        self._timer.setInterval(max(1, min(idle_s, LONGEST_IDLE_S)) * 1000)

    @property
    def seconds_left(self) -> int:
        """Whole seconds until the lock, -1 while nothing is watched."""
        left = self._timer.remainingTime()
        return left // 1000 if left >= 0 else -1

    def watch(self) -> None:
        """Begin counting; only while somebody is signed in."""
        self._inputs.watch()
        self._timer.start()

    def rest(self) -> None:
        """Stop counting."""
        self._timer.stop()
        self._inputs.rest()

    def _see(self, watched: QObject, event: QEvent) -> bool:
        # Asked first: other events pass here too, and to read their type costs more.
        if not isinstance(event, QInputEvent | QInputMethodEvent):
            return False
        if event.type() in _TOUCHES and not watched.property(FOR_PATIENTS):
            self._timer.start()
        return False
