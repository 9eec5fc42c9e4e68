"""Brings entries in sums to a new station that keeps fewer than all lines, before the lines come:
theirs need not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.storage import arriving, receiving, taking_sums
from app.storage.forward import LINE
from app.storage.statements import Reader
from app.storage.tables import station
from app.storage.taking_over import TablePage, Values, key_after
from app.storage.taking_sums import SumsPage
from app.sync.books import Books
from app.sync.central import Central
from app.sync.details import cuts_now

ROWS: Final = 500
ENTRIES: Final = 300


@dataclass(frozen=True, slots=True)
class _Place:
    """Which entries come in sums, and how far they are; `over` once all of them are here."""

    cuts: str
    after: str
    over: bool


def _place(reader: Reader) -> _Place:
    return _Place(
        taking_sums.cuts(reader) or cuts_now(reader), *arriving.place(reader, taking_sums.PLACE)
    )


def held_page(
    books: Books, central: Central, name: str, after: tuple[str, str], limit: int
) -> Sequence[Values]:
    """The next rows of a table that stand in a backup or in a record that is held: money is taken
    here already, and must not be taken on what a centre that falls over could lose.
    """
    if station.tables[name].info["kind"] == "document":
        return central.snapshot_page(name, after, limit)
    return central.snapshot_held(name, after, limit, _vector(books))


def _vector(books: Books) -> dict[str, int]:
    held = books.ask(receiving.held).result()
    return {f"{one}/{life}": seq for (one, life), (seq, _) in held.items()}


def lines_page(books: Books, central: Central) -> TablePage | None:
    """The next page of lines that are kept here; None where it took sums instead, which come first.
    A station without a scope gets every line.
    """
    at = books.ask(_place).result()
    after = books.ask(key_after, LINE).result()
    if not at.cuts:
        rows = held_page(books, central, LINE, after, ROWS)
        return TablePage(LINE, rows, len(rows) < ROWS)
    if at.over:
        rows, last = central.lines_kept(after[0], ROWS, at.cuts, _vector(books))
        return TablePage(LINE, rows, last)
    if not books.ask(taking_sums.cuts).result():
        books.record(taking_sums.begin, at.cuts).result()
    _take(books, central, at)
    return None


def _take(books: Books, central: Central, at: _Place) -> None:
    vector = _vector(books)
    found = central.entries_in_sums(at.after, ENTRIES, at.cuts, vector)
    known = books.ask(taking_sums.known, [one for one, _ in found.entries]).result()
    if known:
        found = central.entries_in_sums(at.after, ENTRIES, at.cuts, vector, known)
    others = central.snapshot_some(LINE, found.others) if found.others else []
    page = SumsPage(found.upto, found.last, found.entries, found.sums, others)
    books.record(taking_sums.take_sums, page).result()
