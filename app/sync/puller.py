"""Brings other stations' records here, page by page, each one transaction; judged by what is held.

What is held says where to go on, so a page that was cut off is simply asked for again.
"""

from __future__ import annotations

from app.kernel.errors import UserError
from app.storage import receiving
from app.storage.receiving import BrokenStream
from app.sync import inbox, outbox, positions
from app.sync.books import Books
from app.sync.central import PAGE, Central, Pulled
from app.sync.line import Line
from app.sync.positions import Side
from app.sync.rounds import Done, Round


class Puller:
    """One station's pulling side; use it from one thread."""

    def __init__(self, books: Books, line: Line, limit: int = PAGE) -> None:
        self._books = books
        self._line = line
        self._limit = limit
        self._here = books.ask(outbox.here).result()

    def pull_round(self) -> Round:
        """Take one page; an OutsideError when the centre is away, after noting it."""
        with self._line.open() as central:
            return self._round(central)

    def _round(self, central: Central) -> Round:
        held = self._books.ask(receiving.held).result()
        own = (self._here.station, self._here.incarnation)
        page = central.pull(held, own, self._limit)
        try:
            self._refuse_replaced(held, page)
            taken = 0
            if page.records:
                taken = self._books.record(inbox.take_page, page.records).result()
        except UserError as odd:
            self._line.note(Side.PULL, odd.text)
            return Round(Done.STOPPED)
        if self._books.ask(outbox.position).result().trouble_side == Side.PULL:
            self._books.record(positions.note_taken, None).result()
        return Round(Done.MORE if page.records else Done.DRAINED, taken=taken)

    def _refuse_replaced(self, held: dict[tuple[str, str], tuple[int, str]], page: Pulled) -> None:
        """A stream that stands as far as here, and says something else there."""
        for key, head in page.heads.items():
            seq, digest = held.get(key, (0, ""))
            if head.seq == seq and head.hash != digest:
                raise BrokenStream(receiving.replaced({"station": key[0], "seq": seq}).text)
