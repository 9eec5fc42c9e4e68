"""Which copies of which facts count: of several contents of one id one, and none that only records
say which the centre keeps aside.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Table

from app.storage import aside, folding
from app.storage.aside import REPEAT, Told
from app.storage.following import Changes
from app.storage.schema import orphan_fact, uncounted
from app.storage.statements import Reader, ReadSql
from app.storage.tables import Row, station
from app.storage.unit_of_work import UnitOfWork

QUARANTINED, OTHER_CONTENT = "quarantined", "other content"
"""Why a fact does not count."""

_LEFT_OUT = ReadSql(
    "SELECT content_hash, why FROM uncounted WHERE fact_table = :fact_table AND fact_id = :fact_id"
)
_ASIDE_HERE = ReadSql(
    "SELECT why FROM row_aside WHERE station = :station AND incarnation = :incarnation "
    "AND seq = :seq AND row_no = :row_no"
)
_JUDGED = ReadSql(
    "SELECT 1 FROM record_verdict WHERE station = :station AND incarnation = :incarnation "
    "AND seq = :seq"
)
_TOLD_BY_JUDGED = ReadSql(
    "SELECT l.station, l.incarnation, l.seq, l.body FROM record_verdict AS v JOIN station_log AS l "
    "ON l.station = v.station AND l.incarnation = v.incarnation AND l.seq = v.seq "
    "WHERE v.applied = 1 AND instr(l.body, :digest)"
)
_TAKEN_OVER = ReadSql("SELECT 1 FROM stream_anchor LIMIT 1")
_CARRIES = ReadSql(
    "SELECT 1 FROM carried_record WHERE station = :station AND incarnation = :incarnation "
    "AND seq = :seq"
)
_TOLD_BY_OTHERS = ReadSql(
    "SELECT 1 FROM station_log AS l WHERE instr(l.body, :digest) AND NOT EXISTS "
    "(SELECT 1 FROM record_verdict AS v WHERE v.station = l.station "
    "AND v.incarnation = l.incarnation AND v.seq = l.seq) LIMIT 1"
)
_ORPHANED = ReadSql(
    "SELECT 1 FROM orphan_fact WHERE fact_id = :fact_id AND content_hash = :content_hash"
)


@cache
def tables() -> dict[str, Table]:
    """The tables that records tell of, by their record types."""
    return {
        table.info["record_type"]: table
        for table in station.tables.values()
        if table.info["kind"] in ("fact", "document")
    }


def is_whole(table: Table, row: dict[str, Any]) -> bool:
    """Whether a row has all that is read of it."""
    if table.info["kind"] == "fact":
        wanted: dict[str, type] = {"id": str, "h": str, "f": dict}
    else:
        wanted = {"id": str, "s": int, "e": str, "d": dict}
    edits = row.get("d", {}) if "d" in wanted else {}
    return all(isinstance(row.get(name), kind) for name, kind in wanted.items()) and all(
        isinstance(edit, list) and len(edit) == 2 for edit in edits.values()
    )


def uncount(uow: UnitOfWork, told: Iterable[Told], changes: Changes) -> None:
    """Let the facts of a record that was quarantined count no more, unless another record that
    counts says the same; its verdict is kept already.
    """
    for one in facts_of(_unfolded(uow, list(told))):
        if not _counts_elsewhere(uow, one):
            table = tables()[one.row["t"]]
            _leave_out(uow, table, one.row["id"], bytes.fromhex(one.row["h"]), QUARANTINED)
            settle(uow, table, one.row["id"], changes)


def _unfolded(uow: UnitOfWork, told: list[Told]) -> list[Told]:
    """The lines of these entries come back first where they stand in sums; those that no held
    record tells of are fetched before.
    """
    left = folding.open_entries(uow, folding.entries_told(told))
    folding.want(uow, left)
    return [one for one in told if not left & folding.entries_told([one])] if left else told


def count_again(uow: UnitOfWork, told: Iterable[Told], changes: Changes) -> None:
    """Let the facts of a record count that was quarantined after it was written here."""
    for one in facts_of(told):
        table, fact_id = tables()[one.row["t"]], one.row["id"]
        if count_again_here(uow, table, fact_id, [bytes.fromhex(one.row["h"])]):
            settle(uow, table, fact_id, changes)


def facts_of(told: Iterable[Told]) -> Iterator[Told]:
    """The rows that are facts of tables which this program knows."""
    for one in told:
        table = tables().get(str(one.row.get("t")))
        if table is not None and table.info["kind"] == "fact" and is_whole(table, one.row):
            yield one


def only_orphans_tell(uow: UnitOfWork, one: Told) -> bool:
    """Whether no record of the log told of a fact; from now on this one does."""
    key: Row = {"fact_id": one.row["id"], "content_hash": bytes.fromhex(one.row["h"])}
    if uow.first(_ORPHANED, **key) is None:
        return False
    uow.drop(orphan_fact, **key)
    return True


def _counts_elsewhere(uow: UnitOfWork, one: Told) -> bool:
    """Whether a record without a verdict says the same fact: a further one, or the one that said it
    first where this is a further one.
    """
    if any(not _judged(uow, other) for other in aside.repeats(uow, one.row)):
        return True
    if not _repeats_another(uow, one):
        return False
    first = (
        other
        for *place, body in uow.fetch(_TOLD_BY_JUDGED, digest=one.row["h"])
        for other in aside.told((place[0], place[1], place[2]), body)
        if other.row.get("h") == one.row["h"] and not _repeats_another(uow, other)
    )
    return next(first, None) is None and not _came_as_a_row(uow, one)


def _came_as_a_row(uow: UnitOfWork, one: Told) -> bool:
    """Whether a fact came with its table before this record of it did, and no other one says it. A
    carrier may repeat what only stands in a record from before this station.
    """
    if uow.first(_TAKEN_OVER) is None or uow.first(_CARRIES, **_place_of(one)) is not None:
        return False
    return uow.first(_TOLD_BY_OTHERS, digest=one.row["h"]) is None


def _repeats_another(uow: UnitOfWork, one: Told) -> bool:
    return bool(uow.scalar(_ASIDE_HERE, **_place_of(one), row_no=one.row_no) == REPEAT)


def _judged(uow: UnitOfWork, one: Told) -> bool:
    return uow.first(_JUDGED, **_place_of(one)) is not None


def _place_of(one: Told) -> Row:
    return {"station": one.station, "incarnation": one.incarnation, "seq": one.seq}


@cache
def _whole(table: Table) -> ReadSql:
    names = ", ".join(c.name for c in table.columns)
    return ReadSql(
        f"SELECT {names} FROM {table.name} WHERE id IN (SELECT value FROM json_each(:keys))"
    )


def rows_at(reader: Reader, table: Table, ids: Iterable[str]) -> list[Row]:
    """The rows of these ids, every copy of a fact."""
    names = [c.name for c in table.columns]
    found = reader.fetch(_whole(table), keys=json.dumps(sorted(ids)))
    return [dict(zip(names, row, strict=True)) for row in found]


def count_again_here(uow: UnitOfWork, table: Table, fact_id: str, came: Iterable[bytes]) -> bool:
    """A record that counts brought a fact whose own record was quarantined."""
    left_out = dict(uow.fetch(_LEFT_OUT, fact_table=table.name, fact_id=fact_id))
    again = [digest for digest in came if left_out.get(digest) == QUARANTINED]
    for digest in again:
        uow.drop(uncounted, fact_table=table.name, fact_id=fact_id, content_hash=digest)
    return bool(again)


def settle(uow: UnitOfWork, table: Table, fact_id: str, changes: Changes) -> None:
    """Of the copies of a fact the one with the lowest hash counts, wherever they came from."""
    left_out = dict(uow.fetch(_LEFT_OUT, fact_table=table.name, fact_id=fact_id))
    rows = rows_at(uow, table, [fact_id])
    digests = [bytes(row["content_hash"]) for row in rows]  # type: ignore[arg-type]
    standing = sorted(d for d in digests if left_out.get(d) != QUARANTINED)
    for digest in standing[1:]:
        _leave_out(uow, table, fact_id, digest, OTHER_CONTENT)
    if standing and standing[0] in left_out:
        uow.drop(uncounted, fact_table=table.name, fact_id=fact_id, content_hash=standing[0])
    changes.lost = True
    for row in rows:
        changes.add(table, row)


def _leave_out(uow: UnitOfWork, table: Table, fact_id: str, digest: bytes, why: str) -> None:
    uow.put(
        uncounted,
        {"fact_table": table.name, "fact_id": fact_id, "content_hash": digest, "why": why},
    )
