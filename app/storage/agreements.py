"""Checks that two ways to the same sums agree, such as what a payment says and what was posted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import Select, column, func, literal_column, select, table
from sqlalchemy import union_all as union

from app.storage.checking import MOST, Check, rows_check
from app.storage.schema_folding import folded_entry, forward_entry
from app.storage.slices import HIGH, LOW, TURN, Look, slices
from app.storage.statements import Read, Reader

SOURCE: Final = "source"
"""The key of agreements about what a source posted; it is never null."""


def agreement(
    name: str,
    promise: str,
    keys: Sequence[str],
    expected: Sequence[Select[Any]],
    posted: Sequence[Select[Any]],
    words: Callable[..., str],
    *,
    sliced: bool = False,
) -> Check:
    """A check that two ways to the same sums agree for every key.

    Each select has the columns `keys` and `minor`; `words` takes the keys, then both sums. It is
    `sliced` where nearly everything has such a source, and an index leads each select to those of
    a slice: all at once would be sorted in memory together.
    """
    parts = []
    for side, selects in (("wanted", expected), ("posted", posted)):
        for one in selects:
            sub = one.subquery()
            columns = [sub.c[key].label(key) for key in keys]
            zero: Any = literal_column("0")
            here, there = sub.c.minor, zero
            pair = (here, there) if side == "wanted" else (there, here)
            one_side = select(*columns, pair[0].label("wanted"), pair[1].label("posted"))
            parts.append(one_side.where(*_within(sub.c, sliced=sliced)))
    both = union(*parts).subquery()
    sums = (func.sum(both.c.wanted), func.sum(both.c.posted))
    broken = (
        select(*(both.c[key] for key in keys), *sums)
        .group_by(*(both.c[key] for key in keys))
        .having(sums[0] != sums[1], *_in_detail(both.c, keys[0]))
    )
    if not sliced:
        return rows_check(name, promise, broken, words)
    read = Read(broken.limit(MOST + 1))

    def look(reader: Reader) -> Look:
        for low, high in slices(reader):
            for row in reader.fetch(read, low=low, high=high):
                yield words(*row)
            yield TURN

    return Check(name, promise, look, sliced=True)


def _within(columns: Any, *, sliced: bool) -> tuple[Any, ...]:
    return (columns[SOURCE] >= LOW, columns[SOURCE] < HIGH) if sliced else ()


def _in_detail(both: Any, key: str) -> tuple[Any, ...]:
    """What a source posted is compared where its lines are here, and not their sums alone."""
    if key != SOURCE:
        return ()
    entry = table("journal_entry", column("id"), column("source_id")).alias("kept").c
    there: Any = literal_column("1")
    gone = entry.id.in_(select(folded_entry.c.entry_id)) | entry.id.in_(select(forward_entry.c.id))
    return (~select(there).where(entry.source_id == both[key], gone).exists(),)
