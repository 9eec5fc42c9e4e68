"""Brings other stations' records here, page by page, each one transaction; judged by what is held.

What is held says where to go on, so a page that was cut off is simply asked for again.
"""

from __future__ import annotations

from collections.abc import Callable

from app.kernel.errors import OutsideError, UserError
from app.storage import receiving
from app.storage.receiving import BrokenStream
from app.sync import inbox, outbox, positions
from app.sync.books import Books
from app.sync.central import PAGE, Central, Pulled
from app.sync.pusher import Done, Round


class Puller:
    """One station's pulling side; use it from one thread."""

    def __init__(self, books: Books, connect: Callable[[], Central], limit: int = PAGE) -> None:
        self._books = books
        self._connect = connect
        self._limit = limit
        self._central: Central | None = None
        self._here = books.ask(outbox.here).result()

    def pull_round(self) -> Round:
        """Take one page; an OutsideError when the centre is away, after noting it."""
        try:
            return self._round()
        except OutsideError as away:
            self.hang_up()
            self._books.record(positions.note_trouble, away.text).result()
            raise

    def hang_up(self) -> None:
        """Drop the connection; the next round makes another."""
        if self._central is not None:
            self._central.close()
            self._central = None

    def _round(self) -> Round:
        central = self._central
        if central is None:
            central = self._central = self._connect()
        held = self._books.ask(receiving.held).result()
        own = (self._here.station, self._here.incarnation)
        page = central.pull(held, own, self._limit)
        try:
            self._refuse_replaced(held, page)
            taken = 0
            if page.records:
                taken = self._books.record(inbox.take_page, page.records).result()
        except UserError as odd:
            self._books.record(positions.note_trouble, odd.text).result()
            return Round(Done.STOPPED)
        return Round(Done.MORE if page.records else Done.DRAINED, taken=taken)

    def _refuse_replaced(self, held: dict[tuple[str, str], tuple[int, str]], page: Pulled) -> None:
        """A stream that stands as far as here, and says something else there."""
        for key, head in page.heads.items():
            seq, digest = held.get(key, (0, ""))
            if head.seq == seq and head.hash != digest:
                raise BrokenStream(receiving.replaced({"station": key[0], "seq": seq}).text)
