"""The books in slices of time, which checks look at one after another and all of them together: so
a page of the file is decrypted once for all that ask for it, and not once for each.

An id begins with the time it was made at. So what was made together has ids of one range, and lies
on neighboring pages.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from itertools import chain, pairwise
from typing import Any, Final, TypeVar

from sqlalchemy import bindparam

from app.storage.statements import Reader, ReadSql

R = TypeVar("R", bound=tuple[Any, ...])

SLICE: Final = 10_000
"""Journal entries of one slice; what belongs to so many stays in the cache until all have asked."""
TURN: Final = None
"""What a look says after each slice: others may look at the same one now."""
LAST: Final = b""
"""Above every id: to SQLite any text is less than any bytes."""
LOW: Any = bindparam("low")
HIGH: Any = bindparam("high")
Slice = tuple[str, str | bytes]
"""From the first id on, and below the second."""
Look = Iterator[str | None]
Looked = Generator[str | None, None, bool]
"""A look that answers yes or no in the end."""
_NEXT: Final = ReadSql(
    "SELECT source_id FROM journal_entry WHERE source_id > :after ORDER BY source_id "
    "LIMIT 1 OFFSET :more"
)


def slices(reader: Reader) -> tuple[Slice, ...]:
    """All of the books; every id that there is or could be falls into one slice."""
    return reader.once("slices of the books", ("journal_entry",), lambda: _made(reader))


def _made(reader: Reader) -> tuple[Slice, ...]:
    bounds = [""]
    while (source := reader.scalar(_NEXT, after=bounds[-1], more=SLICE)) is not None:
        bounds.append(source)
    return (*pairwise(bounds), (bounds[-1], LAST))


class Pace:
    """Tells a walk over rows, about in the order of their ids, where it is to wait for others."""

    def __init__(self, reader: Reader) -> None:
        self._ends = [high for _, high in slices(reader)]
        self._slice = 0

    def leaves(self, row_id: str) -> bool:
        """Whether this id lies beyond the slice; then the next one begins."""
        end = self._ends[self._slice]
        if end == LAST or row_id < str(end):
            return False
        self._slice += 1
        return True


def in_slices(reader: Reader, rows: Iterable[R], place: int) -> Iterator[Iterator[R]]:
    """All rows, about in the order of the ids they have at `place`, slice by slice; each is used up
    before the next.
    """
    left, held = iter(rows), list[R]()
    for _, high in slices(reader):
        yield chain(held, left) if high == LAST else _below(str(high), left, held, place)


def _below(end: str, left: Iterator[R], held: list[R], place: int) -> Iterator[R]:
    """What comes before the first row from `end` on, which is `held` for the next slice."""
    begun, held[:] = held[:], ()
    for row in chain(begun, left):
        if row[place] >= end:
            held.append(row)
            return
        yield row
