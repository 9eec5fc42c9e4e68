"""Keeps the panel of the centre true while it is open, and carries out what is asked there."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.gui.desk import Desk
from app.gui.frame import Frame
from app.gui.shortcuts import bind
from app.gui.sync_panel import SyncPanel
from app.gui.sync_words import sync_words
from app.gui.widgets.pill import Pill
from app.kernel.clock import SystemClock
from app.kernel.translate import t
from app.sync.heads import SyncState, sync_state

KEY: Final = "sync.state"
TABLES: Final = frozenset(
    {"central_state", "central_link", "stream_head", "station_log", "record_verdict", "station"}
)
SOON_MS: Final = 200
"""Pages come faster than anybody reads."""
TICK_MS: Final = 5_000
"""How often spans such as “2 minutes ago” are said anew."""


class SyncDesk(QObject):
    """One for each window."""

    def __init__(self, over: QWidget, pill: Pill, desk: Desk) -> None:
        super().__init__(over)
        self._desk = desk
        self._state: SyncState | None = None
        self._most = 0
        self._trying = False
        self.panel = SyncPanel(over)
        self._soon, self._tick = QTimer(self), QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.read)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._say)
        pill.pressed.connect(self.press)
        self.panel.now_wanted.connect(self.sync_now)
        self.panel.copied.connect(self._copy)
        self.panel.stations_wanted.connect(lambda: self._to("settings", "stations"))
        desk.runner.changed.connect(self._changed)
        desk.seat.signed_out.connect(self.panel.hide)

    def press(self) -> None:
        """The pill or its key: open it, or put it away."""
        if self.panel.isVisible():
            self.panel.leave()
            return
        self.panel.offer(tasks=False, stations=False)
        self.panel.trying(self._trying)
        if self._state is not None:
            self._say()
        self.panel.open()
        self.read()
        self._tick.start()

    def read(self) -> None:
        """Ask how it stands."""
        self._desk.runner.ask(sync_state, done=self._show, key=KEY)

    def sync_now(self) -> None:
        """Send and take at once; how it went stands in the panel."""
        if self._trying:
            return
        self._trying = True
        self.panel.trying(True)
        self._desk.runner.sync_now(self._tried)

    def _tried(self) -> None:
        self._trying = False
        self.panel.trying(False)
        if self.panel.isVisible():
            self.read()

    def _changed(self, tables: object) -> None:
        watched = isinstance(tables, frozenset) and tables & TABLES
        if watched and self.panel.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _show(self, state: SyncState) -> None:
        self._state = state
        self._most = max(self._most, state.to_come) if state.to_come else 0
        self._say()

    def _say(self) -> None:
        if not self.panel.isVisible():
            self._tick.stop()
        if self._state is not None:
            now = SystemClock().now()
            words = sync_words(self._state, self._desk.practice, now, most=self._most)
            self.panel.show_words(words)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._desk.toasts.success(t("Copied."))

    def _to(self, task: str, subject: str) -> None:
        self.panel.hide()
        self._desk.go(task, subject)


def sync_desk(frame: Frame, desk: Desk) -> SyncDesk:
    """The one of this window, tied to its pill and its key."""
    over = frame.shelf.parentWidget() or frame
    made = SyncDesk(over, frame.top_bar.network, desk)
    bind(frame, "frame.sync", made.press)
    return made
