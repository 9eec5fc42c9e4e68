"""Compares the books with the centre's once a day, a table at a time, while all is quiet."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app.kernel.clock import instant_from, instant_text
from app.storage.statements import Read, Reader
from app.storage.unit_of_work import UnitOfWork
from app.sync import schema
from app.sync.books import Books
from app.sync.digests import check_table
from app.sync.line import Line
from app.sync.quiet import Quiet
from app.sync.rounds import Round
from app.sync.saying_again import say_again
from app.sync.snapshot import tables_in_order

EVERY = timedelta(hours=20)
_LAST = Read(select(schema.digest_run.c.at))


class Comparing:
    """Use it from the thread that syncs. What was compared before a restart is compared again."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._left: list[str] | None = None
        self._unmended = False
        self._quiet = Quiet()
        self._last: datetime | None = None

    def after(self, moved: Round, line: Line) -> bool:
        """Compare one table if it is time to; whether the next one waits already."""
        now = self._books.clock.now()
        if not self._quiet.lasts(moved, now) or not self._due(now):
            return False
        if self._left is None:
            self._left = list(tables_in_order())
        if self._left:
            found = check_table(self._books, line, self._left.pop()) or ()
            self._unmended = self._unmended or not all(one.mended for one in found)
            return True
        unmended, self._unmended = self._unmended, False
        self._books.record(_note, None).result()
        self._left, self._last = None, now
        if unmended:
            say_again(self._books, line)
        return False

    def _due(self, now: datetime) -> bool:
        if self._left is None and (self._last is None or now - self._last > EVERY):
            self._last = self._books.ask(last_compared).result()
        return self._left is not None or self._last is None or now - self._last > EVERY


def last_compared(reader: Reader) -> datetime | None:
    """When all of the books were last compared; None where they never were."""
    found = reader.scalar(_LAST)
    return instant_from(found) if found else None


def _note(uow: UnitOfWork, _nothing: None) -> None:
    uow.put(schema.digest_run, {"one": 1, "at": instant_text(uow.now)})
