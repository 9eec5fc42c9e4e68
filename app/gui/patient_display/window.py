"""The window of the patient display: the whole second screen, else a small one that may be dragged;
it never takes the keyboard.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QMoveEvent,
    QResizeEvent,
    QScreen,
    QWindow,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from app.gui.auto_lock import FOR_PATIENTS
from app.gui.theme import current
from app.gui.widgets.patient_canvas import PatientCanvas
from app.kernel.translate import t

SETTLES_MS: Final = 800


def screen_for(names: Sequence[str], chosen: str, mine: str) -> str:
    """The screen to fill: the chosen one, else the first that is not the cashier's; empty where
    there is none. The cashier's own is never covered.
    """
    others = [name for name in names if name != mine]
    if chosen:
        return chosen if chosen in others else ""
    return others[0] if others else ""


class PatientWindow(QWidget):
    """`moved` comes with its new place when it was dragged or made larger by hand."""

    moved = Signal(QRect)

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(t("Patient display"))
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.canvas = PatientCanvas()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.canvas)
        self.fills = ""
        self._placed = QRect()
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(SETTLES_MS)
        self._calm.timeout.connect(self._tell)
        app = QGuiApplication.instance()
        self._cashiers: QWindow | None = QGuiApplication.focusWindow()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._give_back)

    def fill(self, screen: QScreen) -> None:
        """Cover a whole screen."""
        self._dress(Qt.WindowType.FramelessWindowHint)
        self.fills = screen.name()
        self.setScreen(screen)
        self._put(screen.geometry())

    def stand(self, place: QRect | None) -> None:
        """Be a window with a frame, where it was last or in the corner of the cashier's screen."""
        self._dress(Qt.WindowType.Window)
        self.fills = ""
        self._put(place if place is not None and _is_seen(place) else _corner())

    def _dress(self, frame: Qt.WindowType) -> None:
        wanted = Qt.WindowType.Window | frame | Qt.WindowType.WindowDoesNotAcceptFocus
        if self.windowFlags() != wanted:
            self.setWindowFlags(wanted)

    def _put(self, place: QRect) -> None:
        self._placed = place
        self.setGeometry(place)
        self.show()
        for part in (self, self.canvas, self.windowHandle()):
            part.setProperty(FOR_PATIENTS, True)

    def _give_back(self, window: QWindow | None) -> None:
        """Where a system lets it have the keyboard all the same, it returns that at once."""
        if window is None:
            return
        if window is not self.windowHandle():
            self._cashiers = window
        elif self._cashiers is not None and isValid(self._cashiers):
            self._cashiers.requestActivate()

    def _tell(self) -> None:
        if self.isVisible() and not self.fills and self.geometry() != self._placed:
            self._placed = self.geometry()
            self.moved.emit(self._placed)

    # Qt's own names from here on

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._calm.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._calm.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Only the settings turn it off: a patient who finds the cross does not."""
        event.ignore()


def _is_seen(place: QRect) -> bool:
    """Whether enough of a kept place lies on a screen that is there."""
    least = current().px(80)
    for screen in QGuiApplication.screens():
        seen = screen.availableGeometry().intersected(place)
        if seen.width() >= least and seen.height() >= least:
            return True
    return False


def _corner() -> QRect:
    room = QGuiApplication.primaryScreen().availableGeometry()
    place = QRect(0, 0, min(current().px(480), room.width()), min(current().px(300), room.height()))
    place.moveBottomRight(room.bottomRight())
    return place
