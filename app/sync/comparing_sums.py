"""Compares what this station keeps in sums with what the centre's lines of the same entries add up
to, also where no record of them is held here any more, and mends it.
"""

from __future__ import annotations

from typing import Final

from app.areas.health.checks import all_recipes
from app.storage import forward
from app.storage.following import Changes, follow
from app.storage.forward import LINE, Sums
from app.storage.statements import Reader, ReadSql
from app.storage.tables import station
from app.storage.unit_of_work import UnitOfWork
from app.sync.books import Books
from app.sync.line import Line

ENTRIES: Final = 2_000
_NEXT = ReadSql(
    "SELECT entry_id FROM folded_entry WHERE entry_id > :after ORDER BY entry_id LIMIT :most"
)
_ALL = ReadSql("SELECT count(*), coalesce(max(entry_id), '') FROM folded_entry")
_KEYS = ReadSql(
    "SELECT account_id, invoice_id, shift_id, deposit_id FROM journal_line "
    "WHERE entry_id IN (SELECT id FROM forward_entry) UNION "
    "SELECT account_id, invoice_id, shift_id, deposit_id FROM forward_zero"
)
_COLUMNS = ("account_id", "invoice_id", "shift_id", "deposit_id")


def check_sums(books: Books, line: Line) -> int:
    """How many sums were not what they should be; they are now. Entries that are folded or fetched
    meanwhile put it off to another time.
    """
    before = books.ask(_folded).result()
    should, after = Sums(), ""
    while ids := books.ask(_next, after).result():
        with line.open() as centre:
            for one in centre.sums_of(ids):
                should.add_sum(one)
        after = ids[-1]
    odd = int(books.ask(forward.odd_lines, should).result()) if after else 0
    if odd and not books.record(_make_afresh, (before, should)).result():
        return 0
    return odd


def _folded(reader: Reader) -> tuple[int, str]:
    row = reader.first(_ALL)
    return row[0], row[1]


def _next(reader: Reader, after: str) -> list[str]:
    return [row[0] for row in reader.fetch(_NEXT, after=after, most=ENTRIES)]


def _make_afresh(uow: UnitOfWork, found: tuple[tuple[int, str], Sums]) -> bool:
    """Whether the same entries were in sums all the time."""
    if _folded(uow) != found[0]:
        return False
    keys = list(uow.fetch(_KEYS))
    forward.make_afresh(uow, found[1])
    changes, table = Changes(), station.tables[LINE]
    for row in (*keys, *uow.fetch(_KEYS)):
        changes.add(table, dict(zip(_COLUMNS, row, strict=True)))
    follow(uow, changes, [one for one in all_recipes() if one.view.name in _OF_LINES])
    return True


_OF_LINES = frozenset({"account_balance", "invoice_balance", "shift_balance", "deposit_balance"})
