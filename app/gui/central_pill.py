"""Keeps the pill of the centre true: alone, online, or since when offline and what money waits.

Who locks or switches user leaves nothing behind that could be lost: what waits stays on this
computer and goes out whoever sits here next. So the pill only says it; emptying the computer is
refused (`bootstrap/leaving.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.gui.action_runner import ActionRunner
from app.gui.widgets.pill import Pill
from app.kernel.clock import zone_named
from app.kernel.i18n import format_time
from app.kernel.ids import UserId
from app.kernel.translate import t
from app.storage import still_coming
from app.sync.looking import Standing, standing_for

KEY: Final = "central.standing"
_ALWAYS: Final = frozenset({"central_state", "central_link", "arrival", "taking_over"})
_JOINED: Final = frozenset({"station_log"})
SOON_MS: Final = 60
"""Pages come faster than anybody reads."""


class CentralPill(QObject):
    """One for each window; a station that works alone is asked nothing on every commit. `history`
    comes with what there is to say while older history still arrives, and empty once it is here.
    """

    history = Signal(str)

    def __init__(
        self,
        pill: Pill,
        runner: ActionRunner,
        time_zone: str,
        asker: Callable[[], UserId | None] = lambda: None,
    ) -> None:
        super().__init__(pill)
        self._asker = asker
        self._pill, self._runner, self._zone = pill, runner, time_zone
        self._joined = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.read)
        runner.changed.connect(self._changed)
        self.read()

    def read(self) -> None:
        """Ask how it stands."""
        self._runner.ask(standing_for, self._asker(), done=self._show, key=KEY)

    def read_later(self) -> None:
        """Ask soon: somebody else looks at it, or has a drawer now."""
        if not self._soon.isActive():
            self._soon.start()

    def _changed(self, tables: object) -> None:
        told = isinstance(tables, frozenset) and (
            tables & _ALWAYS or (self._joined and tables & _JOINED)
        )
        if told and not self._soon.isActive():
            self._soon.start()

    def _show(self, found: Standing) -> None:
        self._joined = found.joined
        self.history.emit("" if found.history is None else still_coming.words(found.history))
        if not found.joined:
            self._pill.show_state("desktop", t("Alone"), found.words, "muted")
            return
        if found.online and found.history is not None:
            words = still_coming.words(found.history)
            state = t("History {percent} %", percent=found.history)
            self._pill.show_state("desktop", state, words, "caution")
            return
        if found.online:
            self._pill.show_state("desktop", t("Online"), found.words, "money_in")
            return
        words = found.words
        if found.trouble_since is not None:
            since = format_time(found.trouble_since.astimezone(zone_named(self._zone)), self._zone)
            words = t("Since {time}. {words} {why}", time=since, words=words, why=found.trouble)
        self._pill.show_state("desktop", t("Offline"), words, "caution")
