"""Says when the cash drawer stands open for long, or did not open; where its switch tells."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QObject, QTimer

from app.areas.drawers import queries
from app.areas.drawers.values import DrawerSense, DrawerState
from app.areas.settings import queries as settings
from app.gui.desk import Desk
from app.gui.frame import Frame
from app.kernel.translate import t
from app.storage.reading import Reader

TABLES: Final = frozenset({"drawer_sense", "setting"})


def _look(reader: Reader) -> tuple[DrawerSense | None, int, datetime]:
    after = settings.whole_setting(reader, "drawers.left_open_after_s")
    return queries.drawer_sense(reader), after, reader.now


class DrawerWatch(QObject):
    """One for each window."""

    def __init__(self, frame: Frame, desk: Desk) -> None:
        super().__init__(frame)
        self._frame, self._desk = frame, desk
        self._stuck: datetime | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.read)
        desk.runner.changed.connect(self._changed)
        desk.seat.signed_in.connect(lambda _actor: self.read())

    def read(self) -> None:
        """Ask how the drawer stands."""
        self._desk.runner.ask(_look, done=self._show, key="drawer.sense")

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & TABLES:
            self.read()

    def _show(self, found: tuple[DrawerSense | None, int, datetime]) -> None:
        sense, after, now = found
        self._timer.stop()
        is_open = sense is not None and sense.state is DrawerState.OPEN and after > 0
        if sense is None or not is_open:
            self._frame.show_left_open(None)
        else:
            left = sense.since + timedelta(seconds=after) - now
            if left > timedelta(0):
                self._timer.start(int(left / timedelta(milliseconds=1)) + 50)
            self._frame.show_left_open(sense.since if left <= timedelta(0) else None)
        if sense is not None and sense.state is DrawerState.STUCK:
            self._say_stuck(sense)

    def _say_stuck(self, sense: DrawerSense) -> None:
        """Once for each time: whoever stands there takes the key."""
        if sense.since == self._stuck or self._desk.seat.actor is None:
            return
        self._stuck = sense.since
        self._desk.toasts.caution(
            t("The drawer did not open."),
            t("See that it is not locked, and that its cable is in. Its key opens it."),
        )
