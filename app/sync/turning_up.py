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

    def round(self, central: Central) -> int:
        """How many records were committed again."""
        found = self._books.ask(hole_records.turned_up).result()
        lost = [one for one in found if one.hash not in self._there and self._lacks(central, one)]
        if not lost:
            return 0
        return self._books.record(inbox.say_found, tuple(lost[:AT_ONCE])).result()

    def doubt(self) -> None:
        """The centre may be another one."""
        self._there.clear()

    def _lacks(self, central: Central, one: Turned) -> bool:
        """Whether the stream went on there without this record. What is yet to be sent is not
        lacking.
        """
        there = central.hash_at(*one.key, one.seq)
        if there is not None:
            self._there.add(one.hash)
            return False
        head = central.heads().get(one.key)
        return head is not None and head.seq > one.seq
