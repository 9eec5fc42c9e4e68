"""Keeps the count beside Tasks on the rail true: what needs the attention of who is signed in."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject

from app.areas.tasks.queries import count_tasks
from app.gui.desk import Desk
from app.gui.navigation import Rail
from app.gui.tables.resting import when_at_rest
from app.kernel.translate import tn

KEY: Final = "tasks.count"
CHANGES_MS: Final = 600
"""How long changes must rest before it is counted again: a day's pull is many commits."""
WATCHED: Final = frozenset(
    {
        *("invoice_balance", "account_balance", "payment_void", "shift_close", "deposit_item"),
        *("deposit_item_out", "deposit_void", "record_verdict", "record_release", "station_life"),
        *("uncounted", "document_edit", "patient", "account"),
        *("central_state", "digest_difference", "task_answer", "role", "app_user"),
        *("payment", "invoice", "invoice_numbering", "deposit", "journal_entry"),
        *("deposit_seal", "deposit_submit", "deposit_clear", "returned_check"),
        *("shift_balance", "ruling_close", "close_taken_back", "late_settlement"),
        *("stuck_record", "record_set_aside", "stream_gap", "stream_hole"),
        *("closed_day", "late_entry", "day_reopening"),
    }
)
"""What tasks are found in."""


class TaskWatch(QObject):
    """One for each window."""

    def __init__(self, rail: Rail, desk: Desk) -> None:
        super().__init__(rail)
        self._rail, self._desk = rail, desk
        self._changes = when_at_rest(self, CHANGES_MS, self.read)
        desk.runner.changed.connect(self._changed)
        desk.seat.signed_in.connect(lambda _actor: self.read())
        desk.seat.signed_out.connect(self._forget)

    def read(self) -> None:
        """Count them for who is signed in."""
        actor = self._desk.seat.actor
        if actor is not None:
            self._desk.runner.ask(count_tasks, actor.user_id, done=self._show, key=KEY)

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & WATCHED:
            self._changes.start()

    def _show(self, count: int) -> None:
        self._rail.show_count("tasks", count, tn("{count} waits", "{count} wait", count))

    def _forget(self) -> None:
        self._changes.stop()
        self._desk.runner.forget(KEY)
        self._show(0)
