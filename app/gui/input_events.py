"""Hands on the keys of a person, and their hand on the mouse, without being asked about all else.

A filter over the whole program is asked at every paint and every timer too, and for each of them
PySide makes a Python object of the event: one such filter was a fifth of all that a window did.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFocusEvent, QGuiApplication
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid


class InputEvents(QObject):
    """`see` gets what goes to the widget that has the keyboard, and with `hand` what comes to any
    window; it says whether the event ends there.

    A menu or a list that pops up takes the keys from that widget, which hears of it first; while
    one is open, or no widget of the active window has the keyboard, `see` is asked about every
    event.
    """

    def __init__(
        self, parent: QObject, see: Callable[[QObject, QEvent], bool], *, hand: bool = False
    ) -> None:
        super().__init__(parent)
        self._see, self._hand = see, hand
        self._at: tuple[QObject, ...] = ()
        self._watching = False

    def watch(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and not self._watching:
            self._watching = True
            for moved in (app.focusChanged, app.focusWindowChanged):
                moved.connect(self._follow)
            self._follow()

    def rest(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and self._watching:
            self._watching = False
            for moved in (app.focusChanged, app.focusWindowChanged):
                moved.disconnect(self._follow)
            self._stand_at(())

    def _follow(self) -> None:
        app, focus = QApplication.instance(), QApplication.focusWidget()
        lost = focus is None and QApplication.activeWindow() is not None
        if app is not None and (lost or QApplication.activePopupWidget() is not None):
            self._stand_at((app,))
            return
        windows = QGuiApplication.topLevelWindows() if self._hand else ()
        self._stand_at((*((focus,) if focus is not None else ()), *windows))

    def _stand_at(self, wanted: tuple[QObject, ...]) -> None:
        if wanted == self._at:
            return
        before, self._at = self._at, wanted
        for each in before:
            if isValid(each) and each not in wanted:
                each.removeEventFilter(self)
        for each in wanted:
            if each not in before:
                each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            self._follow()
            return False
        return self._see(watched, event)
