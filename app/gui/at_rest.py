"""Whether a window has come to rest: nothing is on its way that will still change what it shows."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractAnimation, QTimer
from PySide6.QtWidgets import QWidget

from app.gui.background import Background

SHORT_MS: Final = 500
"""Longer timers are clocks and fading messages; shorter ones put work off for a moment."""


def at_rest(window: QWidget, *backgrounds: Background) -> bool:
    """True when every answer has arrived, nothing moves, and no timer is about to ask again."""
    if any(background.waiting for background in backgrounds):
        return False
    running = QAbstractAnimation.State.Running
    if any(each.state() is running for each in window.findChildren(QAbstractAnimation)):
        return False
    return not any(
        timer.isActive() and timer.isSingleShot() and timer.interval() < SHORT_MS
        for timer in window.findChildren(QTimer)
    )
