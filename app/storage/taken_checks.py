"""What must hold where a station took over tables instead of the records that made them: the facts
older than its log are exactly those that came with the tables, and no document is behind the log.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select

from app.kernel.translate import t
from app.storage.schema import stream_anchor, taken_table
from app.storage.statements import Read, Reader
from app.storage.tables import station

Anchors = dict[tuple[bytes, bytes], tuple[int, bytes]]
Latest = Mapping[tuple[str, str], Mapping[str, tuple[int, str, Any]]]

_ANCHORS = Read(select(*stream_anchor.c))
_TAKEN = Read(select(taken_table.c.name, taken_table.c.rows, taken_table.c.tally))
_DIGITS = 14
_WHOLE = 1 << 62


class Sums:
    """How many facts, and the sum of their hashes as numbers; the same in every process."""

    def __init__(self, rows: int = 0, total: int = 0) -> None:
        self.rows, self.total = rows, total % _WHOLE

    def add(self, digests: Iterable[bytes | str]) -> None:
        """Count hashes in, given as hex digits."""
        numbers = [int(digest[:_DIGITS], 16) for digest in digests]
        self.rows += len(numbers)
        self.total = (self.total + sum(numbers)) % _WHOLE

    def less(self, other: Sums) -> Sums:
        return Sums(self.rows - other.rows, self.total - other.total)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sums) and (self.rows, self.total) == (other.rows, other.total)

    __hash__ = None  # type: ignore[assignment]


class Everything:
    """A set that has every document: their edits are all kept one by one."""

    def __contains__(self, _key: object) -> bool:
        return True


def anchors(reader: Reader) -> Anchors:
    """Where held streams begin, in the bytes of the file."""
    return {
        (one.encode(), life.encode()): (seq, digest.encode())
        for one, life, seq, digest in reader.fetch(_ANCHORS)
    }


def taken(reader: Reader) -> Sums:
    """The facts that came with tables and with no held record."""
    facts = [
        row[1:] for row in reader.fetch(_TAKEN) if station.tables[row[0]].info["kind"] == "fact"
    ]
    return Sums(sum(rows for rows, _ in facts), sum(tally for _, tally in facts))


def facts_unexplained(found: Sums, logged: Sums, with_tables: Sums) -> Iterator[str]:
    """What neither the log nor the take-over explains; such facts can't be named."""
    left = found.less(logged)
    if left == with_tables:
        return
    more = left.rows - with_tables.rows
    if more > 0:
        yield t("{count} facts stand neither in the log nor in what was taken over.", count=more)
    elif more < 0:
        yield t("{count} facts that were taken over are gone.", count=-more)
    else:
        yield t("Some fact that was taken over is another than it was.")


def documents_behind(reader: Reader, latest: Latest) -> Iterator[tuple[str, str]]:
    """The documents whose fields are older than the log says, or say something else for the same
    edit; a field that is newer came with the tables.
    """
    for table in station.tables.values():
        if table.info["kind"] != "document":
            continue
        kind, content = table.info["record_type"], table.info["content"]
        wanted = {key[1] for key in latest if key[0] == kind}
        if not wanted:
            continue
        c = table.c
        head = (c.id, c.stamp, c.edit_id, c.clocks, c.extra)
        for row in reader.each(Read(select(*head, *(c[name] for name in content)))):
            if row[0] not in wanted:
                continue
            wanted.discard(row[0])
            held = _fields(row, content)
            for name, (stamp, edit, value) in latest[kind, row[0]].items():
                mine = held.get(name)
                if mine is None or (stamp, edit) > mine[:2]:
                    yield kind, row[0]
                    break
                if (stamp, edit) == mine[:2] and value != mine[2]:
                    yield kind, row[0]
                    break
        yield from ((kind, gone) for gone in sorted(wanted))


def _fields(row: tuple[Any, ...], content: tuple[str, ...]) -> dict[str, tuple[int, str, Any]]:
    """(stamp, edit, value) of every field of a document; of a damaged one none."""
    _, stamp, edit, clocks, extra, *values = row
    try:
        later = {name: tuple(clock) for name, clock in json.loads(clocks).items()}
        unknown = json.loads(extra or "{}").items()
        held = {name: (at, by, value) for name, (value, at, by) in unknown}
        for name, value in zip(content, values, strict=True):
            if name in later or value is not None:
                at, by = later.get(name, (stamp, edit))
                held[name] = (at, by, value.hex() if isinstance(value, bytes) else value)
    except (ValueError, AttributeError, TypeError, RecursionError):
        return {}
    return held
