"""One pass over the facts: whether each is what it was when it was posted, and which there are."""

from __future__ import annotations

import hashlib
from binascii import hexlify
from collections import deque
from collections.abc import Iterator
from functools import cache
from itertools import islice

from sqlalchemy import Table

from app.kernel.translate import t
from app.storage import folding, table_reads
from app.storage.canonical import framed
from app.storage.checking import MOST, Tally
from app.storage.frames import HEADS, facts_framed
from app.storage.statements import Reader, ReadSql
from app.storage.table_reads import of_kind
from app.storage.taken_checks import Sums

_TOGETHER = 4096


class FactWalk:
    """`canonical.content_hash` over millions of rows, from the bytes in the file as they are.

    Their hashes are tallied, or `summed` where that is asked for: lines kept in sums too, and not
    what only brings sums forward.
    """

    def __init__(self, reader: Reader, *, summed: bool) -> None:
        self.faults: list[str] = []
        self.tally, self.sums = Tally(), Sums()
        self._summed = summed
        for table in of_kind("fact"):
            facts, forward = _content_of(table)
            left = self._hashes(reader, table, facts)
            while some := list(islice(left, _TOGETHER)):
                self._count(some)
            if forward is not None:
                deque(self._hashes(reader, table, forward), 0)
        self._count([bytes.fromhex(digest) for _, _, digest in folding.folded_lines(reader)])

    def _hashes(self, reader: Reader, table: Table, read: ReadSql) -> Iterator[bytes]:
        """The hash of each row as it is stored; a fault for each that is another's."""
        begin = framed((table.info["record_type"],))
        for data, stored in reader.each(read, begin=begin, heads=HEADS):
            if hashlib.sha256(data).digest() == stored:
                yield stored
                continue
            self._changed(table, data[len(begin) + 1 :])
            yield stored if isinstance(stored, bytes) else repr(stored).encode()

    def _count(self, digests: list[bytes]) -> None:
        told = [hexlify(digest) for digest in digests]
        if self._summed:
            self.sums.add(told)
        else:
            self.tally.add(told)

    def _changed(self, table: Table, rest: bytes) -> None:
        size = int.from_bytes(rest[:8], "big")
        if len(self.faults) <= MOST:
            self.faults.append(
                t(
                    "{table} {id} was changed after it was posted.",
                    table=table.name,
                    id=rest[8:][:size].decode(errors="replace"),
                )
            )


@cache
def _content_of(table: Table) -> tuple[ReadSql, ReadSql | None]:
    """What is hashed of each row, its id first, and its hash: of the facts, and of what only brings
    sums forward.
    """
    columns = [table.c[name] for name in ("id", *table.info["content"])]
    pairs = [(column.name, column.info["role"]) for column in columns]
    entry = table_reads.ENTRY_OF.get(table.name)
    if entry is None:
        return facts_framed(table.name, pairs), None
    forward = f"{entry} IN (SELECT id FROM forward_entry)"
    return (
        facts_framed(table.name, pairs, f"({forward}) IS NOT TRUE"),
        facts_framed(table.name, pairs, forward),
    )
