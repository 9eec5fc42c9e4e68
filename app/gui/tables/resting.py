"""A timer that acts once, when what started it has rested for a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def when_at_rest(owner: QObject, ms: int, act: Callable[[], None]) -> QTimer:
    """Starting it again begins the wait anew."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(ms)
    timer.timeout.connect(act)
    return timer
