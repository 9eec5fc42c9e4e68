"""Commits records again that a manager approved to go on without, where they turn up here."""

from __future__ import annotations

from app.storage import hole_records
from app.storage.hole_records import AT_ONCE, Turned
from app.sync import inbox
from app.sync.books import Books
from app.sync.central import Central


class TurningUp:
    """Use it from one thread, when all that the centre has was taken in."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._there: set[str] = set()
        self._settled = 0

    def round(self, central: Central) -> int:
        """How many records were committed again."""
        holes = self._books.ask(hole_records.holes).result()
        if holes == self._settled:
            return 0
        found = self._books.ask(hole_records.turned_up).result()
        open_ones = [one for one in found if not self._stands(central, one)]
        lost = [one for one in open_ones if self._was_left_out(central, one)]
        if not open_ones:
            self._settled = holes
        if not lost:
            return 0
        return self._books.record(inbox.say_found, tuple(lost[:AT_ONCE])).result()

    def doubt(self) -> None:
        """The centre may be another one."""
        self._there.clear()
        self._settled = 0

    def _stands(self, central: Central, one: Turned) -> bool:
        """Whether the centre has this record after all."""
        if one.hash not in self._there and central.hash_at(*one.key, one.seq) is not None:
            self._there.add(one.hash)
        return one.hash in self._there

    def _was_left_out(self, central: Central, one: Turned) -> bool:
        """Whether the stream went on there without it; else it is yet to be sent."""
        head = central.heads().get(one.key)
        return head is not None and head.seq > one.seq
