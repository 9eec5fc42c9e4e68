"""Gives the centre rows back that it lost with records nobody has any more: a manager approved to
go on without those, and the rows still stand in the tables here (sync.md 6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.storage import receiving, saying_again
from app.storage.saying_again import Again
from app.storage.tables import station
from app.sync import digests
from app.sync.books import Books
from app.sync.copying import is_fact
from app.sync.digests import Checked
from app.sync.line import Line
from app.sync.snapshot import tables_in_order

_ROWS = 40
"""Rows of one record, which stays far below what a record may hold."""
_ENTRY, _LINE = "journal_entry", "journal_line"
Rows = dict[str, list[tuple[str, str]]]


def say_again(books: Books, line: Line) -> int:
    """How many rows were said; none while there is news on the way. The records of it are sent like
    any others.
    """
    if not books.ask(receiving.anchors).result():
        return 0  # every row here stands in a record
    lost = _lost(books, line)
    if lost is None or not any(lost.values()):
        return 0
    books.ask(saying_again.refuse_unproven).result()
    facts = [digest for name, rows in lost.items() if _is_fact(name) for _, digest in rows]
    told = books.ask(saying_again.told_by_records, facts).result()
    left = {name: [one for one in rows if one[1] not in told] for name, rows in lost.items()}
    said = 0
    for again in _in_records(books, left):
        said += books.record(saying_again.say_again, again).result()
    return said


def check_and_say(
    books: Books, line: Line, progress: Callable[[str], None] | None = None
) -> tuple[Checked, int]:
    """Compare every table with the centre's, and say again what could not be mended otherwise: how
    many rows that was.
    """
    checked = digests.check_digests(books, line, progress)
    mended = all(one.mended for one in checked.differences)
    return checked, 0 if mended else say_again(books, line)


def _lost(books: Books, line: Line) -> Rows | None:
    """Rows that are here and not there, (id, hash); None while there is news on the way."""
    lost: Rows = {}
    for name in tables_in_order():
        pair = digests.both(books, line, name)
        if pair is None:
            return None
        here, there = pair
        odd = [one for one in here.sums if here.sums[one] != there.get(one)]
        for bucket in odd:
            with line.open() as centre:
                wanted = centre.bucket(name, bucket, here.without)
            mine = books.ask(digests.rows_of_bucket, name, bucket).result()
            lost.setdefault(name, []).extend(one for one in mine if one not in wanted)
    return lost


def _is_fact(name: str) -> bool:
    return is_fact(station.tables[name])


def _in_records(books: Books, lost: Rows) -> Iterator[Again]:
    """A journal entry goes with all its lines, which come first; all else a few rows at a time."""
    entries = [fact_id for fact_id, _ in lost.pop(_ENTRY, ())]
    lost.pop(_LINE, None)
    for entry in entries:
        lines = books.ask(saying_again.lines_of, (entry,)).result()
        if not lines:  # they stand in sums here: a window that has them says them
            continue
        yield Again(((_LINE, tuple(one for one, _ in lines)), (_ENTRY, (entry,))))
    for name, rows in lost.items():
        ids = [one for one, _ in rows]
        for at in range(0, len(ids), _ROWS):
            yield Again(((name, tuple(ids[at : at + _ROWS])),))
