"""One pass over the facts: whether each is what it was when it was posted, and which there are."""

from __future__ import annotations

from binascii import hexlify
from collections import deque
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from itertools import islice

from sqlalchemy import Table

from app.kernel.translate import t
from app.storage import folding, table_reads
from app.storage.canonical import framed
from app.storage.checking import MOST, Tally
from app.storage.frames import HEADS, fact_framed, facts_framed
from app.storage.statements import Reader, ReadSql
from app.storage.table_reads import of_kind
from app.storage.taken_checks import Sums

_TOGETHER = 512


class FactWalk:
    """`canonical.content_hash` over millions of rows, from the bytes in the file as they are.

    Their hashes are tallied, or `summed` where that is asked for: lines kept in sums too, and not
    what only brings sums forward.
    """

    def __init__(self, reader: Reader, *, summed: bool) -> None:
        self.faults: list[str] = []
        self.tally, self.sums, self.rows = Tally(), Sums(), 0
        self._summed = summed
        for table in of_kind("fact"):
            facts, forward, _ = _content_of(table)
            for some in self._hashes(reader, table, facts):
                self._count(some)
                self.rows += len(some)
            if forward is not None:
                deque(self._hashes(reader, table, forward), 0)
        self._count([bytes.fromhex(digest) for _, _, digest in folding.folded_lines(reader)])

    def _hashes(self, reader: Reader, table: Table, read: ReadSql) -> Iterator[list[bytes]]:
        """The hashes of rows as they are stored; a fault for each that is another's."""
        begin = framed((table.info["record_type"],))
        left = reader.each(read, begin=begin, heads=HEADS)
        while some := list(islice(left, _TOGETHER)):
            made = [sha256(data).digest() for data, _, _ in some]
            stored = [one for _, one, _ in some]
            if made != stored:
                for (_, one, row), digest in zip(some, made, strict=True):
                    if one != digest:
                        self._look_again(reader, table, begin, row, one)
                stored = [one if isinstance(one, bytes) else repr(one).encode() for one in stored]
            yield stored

    def _count(self, digests: list[bytes]) -> None:
        told = list(map(hexlify, digests))
        if self._summed:
            self.sums.add(told)
        else:
            self.tally.add(told)

    def _look_again(
        self, reader: Reader, table: Table, begin: bytes, row: int, digest: bytes
    ) -> None:
        """A fault unless the row, framed as its values are, has its hash."""
        data = reader.scalar(_content_of(table)[2], begin=begin, heads=HEADS, row=row)
        if sha256(data).digest() != digest:
            self._changed(table, data[len(begin) + 1 :])

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
def _content_of(table: Table) -> tuple[ReadSql, ReadSql | None, ReadSql]:
    """What is hashed of each row, its id first, and its hash: of the facts, of what only brings
    sums forward, and of one row.
    """
    columns = [table.c[name] for name in ("id", *table.info["content"])]
    named = [(one.name, one.info["role"], bool(one.nullable)) for one in columns]
    one = fact_framed(table.name, named)
    entry = table_reads.ENTRY_OF.get(table.name)
    if entry is None:
        return facts_framed(table.name, named), None, one
    forward = f"{entry} IN (SELECT id FROM forward_entry)"
    return (
        facts_framed(table.name, named, f"({forward}) IS NOT TRUE"),
        facts_framed(table.name, named, forward),
        one,
    )
