"""Takes rows of whole tables from the centre, as text in the form they are kept in: pages of them
for a new station, single ones where both sides differ.

Part of the one door for writes, beside receiving. Every fact must be what its hash says.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sqlalchemy import Table
from sqlcipher3 import dbapi2 as driver

from app.kernel.clock import instant_text
from app.kernel.errors import ensure
from app.storage import counting, merging
from app.storage.aside import FIELD, Told
from app.storage.following import Changes
from app.storage.receiving import StreamKey, begin_at, hear_clock
from app.storage.schema import row_aside, taken_table, taking_over, uncounted
from app.storage.statements import Reader, ReadSql
from app.storage.table_text import OddFact as OddFact
from app.storage.table_text import Values as Values
from app.storage.table_text import (
    edits,
    insert_sql,
    is_complete,
    required,
    typed,
    whole_document,
)
from app.storage.table_text import odd_ones as odd_ones
from app.storage.table_text import typed_fact as typed_fact
from app.storage.table_text import without as without
from app.storage.tables import Row, Wire, station
from app.storage.taken_checks import Sums
from app.storage.unit_of_work import UnitOfWork

INCOMPLETE = "incomplete"
"""Why a document of the centre is not here: only edits of it came there yet."""

_HELD = ReadSql("SELECT count(*) FROM station_log")
_STATE = ReadSql("SELECT epoch, stage FROM taking_over WHERE one = 1")
_TABLE = ReadSql(
    "SELECT after_id, after_hash, rows, tally, done FROM taken_table WHERE name = :name"
)
_DONE = ReadSql("SELECT name, rows, done FROM taken_table")
_INCOMPLETE = ReadSql(
    f"SELECT row_id FROM row_aside WHERE why = '{INCOMPLETE}' AND record_type = :kind"
)


@dataclass(frozen=True, slots=True)
class Begin:
    """Where streams begin here, (seq, hash, clock), and the centre's epoch as it was then."""

    epoch: str
    streams: dict[StreamKey, tuple[int, str, int]]
    stage: str = "tables"


@dataclass(frozen=True, slots=True)
class TablePage:
    """Rows in the order of their keys; `last` says that none come after them."""

    table: str
    rows: Sequence[Values]
    last: bool


@dataclass(frozen=True, slots=True)
class State:
    """`stage` is tables, records, views or done, or one of `arriving`; empty before the
    beginning.
    """

    epoch: str = ""
    stage: str = ""


def begin(uow: UnitOfWork, wanted: Begin) -> None:
    """Hold the streams from here on, and the tables up to here."""
    for key, (seq, digest, hlc) in wanted.streams.items():
        begin_at(uow, key, seq, digest)
        hear_clock(uow, hlc)
    at = instant_text(uow.now)
    uow.put(taking_over, {"one": 1, "epoch": wanted.epoch, "stage": wanted.stage, "began_at": at})


def go_on(uow: UnitOfWork, stage: str) -> None:
    """The stage before this one is done."""
    uow.update(taking_over, {"stage": stage}, one=1)


def state(reader: Reader) -> State:
    row = reader.first(_STATE)
    return State() if row is None else State(*row)


def records_held(reader: Reader) -> int:
    """Records of every stream that are here, the anchored ones from their anchors on."""
    return int(reader.scalar(_HELD))


def copied(reader: Reader) -> dict[str, tuple[int, bool]]:
    """(rows so far, whether that is all) of the tables that were begun."""
    return {name: (rows, bool(done)) for name, rows, done in reader.fetch(_DONE)}


def key_after(reader: Reader, table: str) -> tuple[str, str]:
    """The last key of a table that was copied; empty before the first."""
    row = reader.first(_TABLE, name=table)
    return ("", "") if row is None else (row[0], row[1])


def take_page(
    uow: UnitOfWork,
    page: TablePage,
    written: Callable[[Table, Sequence[Values]], None] | None = None,
) -> tuple[OddFact, ...]:
    """Write the next page of a table and note how far it is; the facts left out as odd, and then
    the page is only behind us with `take_told`. `written` hears which facts were not here before.
    """
    table = station.tables[page.table]
    ensure(table.info["kind"] in ("fact", "document"), f"{page.table} is shared")
    before = uow.first(_TABLE, name=page.table) or ("", "", 0, 0, 0)
    odd: tuple[OddFact, ...] = ()
    rows, sums, last = page.rows, Sums(before[2], before[3]), before[:2]
    if rows and table.info["kind"] == "fact":
        last = (str(rows[-1][0]), str(rows[-1][1]))
        odd = odd_ones(table, rows)
        rows = without(rows, odd) if odd else rows
        settle_copies(uow, table, before[0], rows)
        rows = insert(uow, table, rows)
        sums.add(str(row[1]) for row in rows)
        if written is not None and rows:
            written(table, rows)
    elif rows:
        last = (str(rows[-1][0]), "")
        needed = required(table)
        whole = [
            row if row[-1] is None and row[-2] == "{}" else whole_document(row)
            for row in rows
            if None not in needed(row)
        ]
        insert(uow, table, whole)
        sums.rows += len(whole)
        for row in rows if len(whole) < len(rows) else ():
            if not is_complete(table, row):
                _mark(uow, table, str(row[0]), INCOMPLETE)
        _mark_extras(uow, table, [row for row in whole if row[-1] is not None])
    if odd:
        _note(uow, page.table, before[:2], sums, False)
    else:
        _note(uow, page.table, last, sums, page.last)
    return odd


def take_told(uow: UnitOfWork, page: TablePage, told: Sequence[dict[str, Any]]) -> Changes:
    """The odd facts of a page, which is behind us now, as their records tell them."""
    changes = take_facts(uow, page.table, told)
    last = page.rows[-1]
    at: Row = {"after_id": last[0], "after_hash": last[1], "done": int(page.last)}
    uow.update(taken_table, at, name=page.table)
    return changes


def digests_here(reader: Reader, table: str, ids: Sequence[str]) -> set[str]:
    """The hashes of the copies of these facts that are here."""
    read = ReadSql(
        f"SELECT lower(hex(content_hash)) FROM {table} "
        "WHERE id IN (SELECT value FROM json_each(:keys))"
    )
    return {digest for (digest,) in reader.fetch(read, keys=json.dumps(list(ids)))}


def take_facts(uow: UnitOfWork, table: str, rows: Sequence[dict[str, Any]]) -> Changes:
    """Write facts that are not here, each as a record tells it."""
    told = [Told("", str(row["id"]), 0, number, row) for number, row in enumerate(rows, 1)]
    add_taken(uow, table, [row["h"] for row in rows])
    return merging.write(uow, told)


def add_taken(uow: UnitOfWork, table: str, digests: Sequence[str], *, done: bool = True) -> None:
    """These facts came with the table and with no record that is held; `done` says whether a table
    of which nothing is noted yet is here as a whole.
    """
    before = uow.first(_TABLE, name=table) or ("", "", 0, 0, int(done))
    sums = Sums(before[2], before[3])
    sums.add(digests)
    _note(uow, table, before[:2], sums, bool(before[4]))


def told_again(uow: UnitOfWork, table: str, digests: Sequence[str]) -> None:
    """A record here tells these facts from now on, which came with the table before."""
    before = uow.first(_TABLE, name=table) or ("", "", 0, 0, 1)
    sums = Sums()
    sums.add(digests)
    _note(uow, table, before[:2], Sums(before[2], before[3]).less(sums), bool(before[4]))


def edits_from(table: Table, row: Row) -> Iterator[dict[str, Any]]:
    """A document as it stands here, as the edits that its fields come from."""
    shown = {n: one.hex() if isinstance(one, bytes) else one for n, one in row.items()}
    return edits(table, shown)


def incomplete(reader: Reader, table: str) -> list[str]:
    """The documents of a table that were not whole at the centre when it was copied."""
    kind = station.tables[table].info["record_type"]
    return [row_id for (row_id,) in reader.fetch(_INCOMPLETE, kind=kind)]


def take_documents(uow: UnitOfWork, table_name: str, rows: Sequence[Values]) -> Changes:
    """Merge documents of the centre into those here, field by field the later edit."""
    table, changes = station.tables[table_name], Changes()
    kind = table.info["record_type"]
    known = {row[0] for row in uow.fetch(_ids(table), keys=as_keys([row[0] for row in rows]))}
    told: list[Told] = []
    for row in (row for row in rows if is_complete(table, row)):
        whole = typed(table, whole_document(row))
        uow.drop(row_aside, why=INCOMPLETE, row_id=str(row[0]))
        if row[0] in known:
            for number, edit in enumerate(edits(table, whole), 1):
                told.append(Told("", str(row[0]), 0, number, {"t": kind, "id": row[0], **edit}))
            continue
        insert(uow, table, [whole_document(row)])
        _mark_extras(uow, table, [row])
        changes.add(table, whole)
        changes.written += 1
    merged = merging.write(uow, told)
    for name, written in merged.rows.items():
        changes.rows.setdefault(name, []).extend(written)
    changes.written += merged.written
    return changes


# ------------------------------------------------------------------------------------------ facts


def settle_copies(uow: UnitOfWork, table: Table, before: str, rows: Sequence[Values]) -> None:
    """Copies of one fact stand beside one another: the lowest hash is the first, and counts."""
    for row in rows:
        if row[0] == before:
            digest = bytes.fromhex(str(row[1]))
            key: Row = {"fact_table": table.name, "fact_id": row[0], "content_hash": digest}
            uow.put(uncounted, {**key, "why": counting.OTHER_CONTENT})
        before = str(row[0])


# -------------------------------------------------------------------------------------- documents


def _mark_extras(uow: UnitOfWork, table: Table, rows: Sequence[Values]) -> None:
    for row in rows:
        if row[-1] is not None:
            _mark(uow, table, str(row[0]), FIELD)


def _mark(uow: UnitOfWork, table: Table, row_id: str, why: str) -> None:
    place: Row = {"station": "", "incarnation": row_id, "seq": 0, "row_no": 0}
    kind = table.info["record_type"]
    uow.put(row_aside, {**place, "why": why, "record_type": kind, "row_id": row_id})


@cache
def _ids(table: Table) -> ReadSql:
    return ReadSql(f"SELECT id FROM {table.name} WHERE id IN (SELECT value FROM json_each(:keys))")


def as_keys(ids: Sequence[str | None]) -> str:
    return json.dumps(ids)


def insert(uow: UnitOfWork, table: Table, rows: Sequence[Values]) -> Sequence[Values]:
    """The rows that went in: not those that are here, and a guard refuses an entry whose lines were
    made after their page was copied: it comes with its record, which is younger than where streams
    begin.
    """
    sql, given = insert_sql(table), cast(Sequence[tuple[Wire, ...]], rows)
    try:
        with uow.savepoint():
            uow.write_many(table, sql, given)
        return rows
    except driver.IntegrityError:
        if table.info["kind"] == "fact":
            known = digests_here(uow, table.name, [str(row[0]) for row in rows])
            if new := [row for row in rows if row[1] not in known]:
                if len(new) < len(rows):
                    return insert(uow, table, new)
            else:
                return new
        return [row for row in given if _goes_in(uow, table, sql, row)]  # type: ignore[misc]


def _goes_in(uow: UnitOfWork, table: Table, sql: str, row: tuple[Wire, ...]) -> bool:
    try:
        with uow.savepoint():
            uow.write_many(table, sql, [row])
    except driver.IntegrityError:
        return False
    return True


def _note(uow: UnitOfWork, name: str, last: Sequence[Any], sums: Sums, done: bool) -> None:
    row: Row = {"name": name, "after_id": last[0], "after_hash": last[1], "done": int(done)}
    uow.put(taken_table, {**row, "rows": sums.rows, "tally": sums.total})
