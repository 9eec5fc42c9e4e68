"""Keeps the panel of the centre true while it is open, and carries out what is asked there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.areas.tasks.queries import count_tasks
from app.gui.desk import Desk
from app.gui.frame import Frame
from app.gui.joining_again import JoiningAgain
from app.gui.shortcuts import bind
from app.gui.sync_panel import SyncPanel
from app.gui.sync_words import sync_words
from app.gui.widgets.pill import Pill
from app.kernel.actor import Permission
from app.kernel.clock import SystemClock
from app.kernel.ids import UserId
from app.kernel.translate import t
from app.storage.reading import Reader
from app.sync.heads import SyncState, sync_state

KEY: Final = "sync.state"
TABLES: Final = frozenset(
    {
        "arrival",
        "central_state",
        "central_link",
        "stream_head",
        "station_log",
        "record_verdict",
        "station",
    }
)
SOON_MS: Final = 200
"""Pages come faster than anybody reads."""
TICK_MS: Final = 5_000
"""How often spans such as “2 minutes ago” are said anew."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the panel shows: how things stand, and how many tasks wait for this person."""

    state: SyncState
    tasks: int


def panel_state(reader: Reader, asker: UserId) -> Found:
    """All of it in one snapshot."""
    return Found(sync_state(reader, asker), count_tasks(reader, asker))


class SyncDesk(QObject):
    """One for each window; `allowed` says which screens the person may open."""

    def __init__(
        self, over: QWidget, pill: Pill, desk: Desk, allowed: Callable[[], tuple[str, ...]]
    ) -> None:
        super().__init__(over)
        self._desk, self._allowed = desk, allowed
        self._found: Found | None = None
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
        self.panel.tasks_wanted.connect(lambda: self._to("tasks", ""))
        self.panel.stations_wanted.connect(lambda: self._to("settings", "stations"))
        self.joining = JoiningAgain(over, desk, self._joined)
        self.panel.join_wanted.connect(self._join)
        desk.runner.changed.connect(self._changed)
        desk.seat.signed_out.connect(self._forget)

    def press(self) -> None:
        """The pill or its key: open it, or put it away."""
        if self.panel.isVisible():
            self.panel.leave()
            return
        allowed = self._allowed()
        stations = "settings" in allowed and self._desk.actor.may(Permission.MANAGE_STATIONS)
        self.panel.offer(tasks="tasks" in allowed, stations=stations)
        self.panel.trying(self._trying)
        self.panel.offer_joining(False)
        self.joining.look(self.panel.offer_joining)
        self.panel.open()
        self._say()
        self.read()
        self._tick.start()

    def read(self) -> None:
        """Ask how it stands."""
        if (actor := self._desk.seat.actor) is not None:
            self._desk.runner.ask(panel_state, actor.user_id, done=self._show, key=KEY)

    def sync_now(self) -> None:
        """Send and take at once; how it went stands in the panel."""
        if self._trying:
            return
        self._trying = True
        self.panel.trying(True)
        self._desk.runner.sync_now(self._tried)

    def _join(self) -> None:
        self.panel.hide()
        self.joining.begin()

    def _joined(self) -> None:
        """What happened while it was away goes and comes at once."""
        self.sync_now()

    def _tried(self) -> None:
        self._trying = False
        self.panel.trying(False)
        if self.panel.isVisible():
            self.read()

    def _changed(self, tables: object) -> None:
        watched = isinstance(tables, frozenset) and tables & TABLES
        if watched and self.panel.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _forget(self) -> None:
        self._found = None
        self._desk.runner.forget(KEY)
        self.panel.hide()

    def _show(self, found: Found) -> None:
        self._found = found
        left = found.state.to_come
        self._most = max(self._most, left) if left else 0
        self._say()

    def _say(self) -> None:
        if not self.panel.isVisible():
            self._tick.stop()
            return
        if (found := self._found) is not None:
            now, here = SystemClock().now(), self._desk.practice
            words = sync_words(found.state, here, now, tasks=found.tasks, most=self._most)
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
    made = SyncDesk(over, frame.top_bar.network, desk, lambda: frame.allowed)
    bind(frame, "frame.sync", made.press)
    return made
