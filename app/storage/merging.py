"""Writes the rows of received records: facts insert-or-same, documents field by field (sync.md 4).

Whatever order records come in, the same rows stand here in the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table

from app.storage import aside, folding
from app.storage.aside import EARLY, FIELD, ODD, REPEAT, UNKNOWN, Told
from app.storage.canonical import canonical_json
from app.storage.counting import (
    count_again_here,
    is_whole,
    only_orphans_tell,
    rows_at,
    settle,
    tables,
)
from app.storage.fact_rows import fact_row, wire
from app.storage.following import Changes
from app.storage.forward import ENTRY, LINE
from app.storage.schema import row_aside
from app.storage.statements import Reader, ReadSql, insert_sql, upsert_sql, values_of
from app.storage.tables import Row, Wire, station
from app.storage.unit_of_work import UnitOfWork

_KINDS = ReadSql(
    "SELECT DISTINCT why, record_type FROM row_aside WHERE why IN ('unknown', 'field')"
)


_WITH_FIELDS = ReadSql("SELECT row_id FROM row_aside WHERE why = 'field' AND record_type = :kind")


def write(uow: UnitOfWork, told: Iterable[Told]) -> Changes:
    """Write rows of records that count, and what waited for them."""
    changes = Changes()
    facts: dict[str, list[Told]] = {}
    documents: dict[str, list[Told]] = {}
    for one in told:
        table = tables().get(str(one.row.get("t")))
        if table is None:
            aside.put_aside(uow, one, UNKNOWN if one.row.get("t") else ODD)
        elif not is_whole(table, one.row):
            aside.put_aside(uow, one, ODD)
        elif table.info["kind"] == "fact":
            facts.setdefault(table.name, []).append(one)
        else:
            documents.setdefault(table.name, []).append(one)
    _leave_out_folded(uow, facts)
    for name, rows in facts.items():
        _write_facts(uow, station.tables[name], rows, changes)
    for name, rows in documents.items():
        made = _write_documents(uow, station.tables[name], rows, changes)
        keys = json.dumps(sorted(made))
        waiting = list(aside.waiting(uow, aside.EARLY_ROWS, keys=keys)) if made else []
        _write_documents(uow, station.tables[name], waiting, changes)
    return changes


def waiting_rows(reader: Reader) -> bool:
    """Whether rows or fields of newer programs wait that this one knows."""
    for why, kind in reader.fetch(_KINDS):
        table = tables().get(kind)
        if table is None:
            continue
        names = table.info["content"]
        if why == UNKNOWN or any(name in names for (name,) in reader.fetch(_extra_fields(table))):
            return True
    return False


def write_waiting(uow: UnitOfWork) -> Changes:
    """Write the rows whose kind this program knows by now, and fields it learned since."""
    waiting = aside.waiting(uow, aside.UNKNOWN_ROWS, keep=True)
    known = [one for one in waiting if str(one.row["t"]) in tables()]
    for one in known:
        aside.forget(uow, one)
    changes = write(uow, known)
    for table in station.tables.values():
        if table.info["kind"] == "document":
            _learn_fields(uow, table, changes)
    return changes


# ------------------------------------------------------------------------------------------- facts


def _leave_out_folded(uow: UnitOfWork, facts: dict[str, list[Told]]) -> None:
    """Lines of entries whose lines stand in sums are repeats; where anything else is said of such
    an entry, its own lines come back first.
    """
    lines, entries = facts.get(LINE, []), facts.get(ENTRY, [])
    if not (lines or entries) or folding.is_whole(uow):
        return
    known = folding.folded(uow, folding.entries_told([*lines, *entries]))
    if not known:
        return
    other = {
        entry_id
        for one in lines
        if (entry_id := str(one.row["f"].get("entry_id"))) in known
        and (one.row["id"], one.row["h"]) not in known[entry_id]
    }
    standing = rows_at(uow, station.tables[ENTRY], known)
    heads = {(row["id"], bytes(row["content_hash"]).hex()) for row in standing}  # type: ignore[arg-type]
    other |= {
        one.row["id"]
        for one in entries
        if one.row["id"] in known and (one.row["id"], one.row["h"]) not in heads
    }
    if left := folding.open_entries(uow, other):
        raise folding.DetailElsewhere(*sorted(left))
    rest: list[Told] = []
    for one in lines:
        if str(one.row["f"].get("entry_id")) not in known.keys() - other:
            rest.append(one)
        elif not only_orphans_tell(uow, one):
            aside.put_aside(uow, one, REPEAT)
    if lines:
        facts[LINE] = rest


def _write_facts(uow: UnitOfWork, table: Table, told: Sequence[Told], changes: Changes) -> None:
    ids = json.dumps(sorted({one.row["id"] for one in told}))
    known: dict[str, set[bytes]] = {}
    for fact_id, digest in uow.fetch(_copies(table), keys=ids):
        known.setdefault(fact_id, set()).add(digest)
    new: list[tuple[Wire, ...]] = []
    odd: dict[str, list[bytes]] = {}
    for one in told:
        full = fact_row(table, one)
        if full is None:
            newer = not one.row["f"].keys() <= set(table.info["content"])
            aside.put_aside(uow, one, UNKNOWN if newer else ODD)
            continue
        fact_id, digest = str(full["id"]), full["content_hash"]
        copies = known.setdefault(fact_id, set())
        if digest in copies:
            if not only_orphans_tell(uow, one):
                aside.put_aside(uow, one, REPEAT)
            odd.setdefault(fact_id, []).append(digest)
            continue
        if copies:
            odd.setdefault(fact_id, [])
        copies.add(bytes(digest))  # type: ignore[arg-type]
        new.append(values_of(table)(full))
        changes.add(table, full)
    changes.written += len(new)
    uow.write_many(table, insert_sql(table)[0], new)
    for fact_id in sorted(odd):
        if count_again_here(uow, table, fact_id, odd[fact_id]) or len(known[fact_id]) > 1:
            settle(uow, table, fact_id, changes)


@cache
def _copies(table: Table) -> ReadSql:
    return ReadSql(
        f"SELECT id, content_hash FROM {table.name} "
        "WHERE id IN (SELECT value FROM json_each(:keys))"
    )


# --------------------------------------------------------------------------------------- documents


def _write_documents(
    uow: UnitOfWork, table: Table, told: Sequence[Told], changes: Changes
) -> set[str]:
    """The ids of documents that were not there before."""
    before = {str(row["id"]): row for row in rows_at(uow, table, {one.row["id"] for one in told})}
    after = dict(before)
    for one in told:
        merged = _merged(table, after.get(one.row["id"]), one.row)
        if merged is None:
            aside.put_aside(uow, one, EARLY)
        else:
            after[one.row["id"]] = merged
            if any(name not in table.info["content"] for name in one.row["d"]):
                aside.put_aside(uow, one, FIELD)
    changed = [row for key, row in after.items() if before.get(key) != row]
    uow.write_many(table, upsert_sql(table)[0], [values_of(table)(row) for row in changed])
    changes.written += len(changed)
    # An edit that lost changes no row, and yet what is derived from edits hangs on it.
    for row in after.values():
        changes.add(table, row)
        old = before.get(str(row["id"]))
        if old is not None and old != row:
            changes.add(table, old)
    return set(after) - set(before)


def _merged(table: Table, held: Row | None, row: dict[str, Any]) -> Row | None:
    """The document after an edit, field by field the later (stamp, edit id); None where too little
    is known to begin one.
    """
    fields = {name: pair[0] for name, pair in row["d"].items()}
    clock = [row["s"], row["e"]]
    content = table.info["content"]
    known = {
        n: wire(table, n, value)
        for n, value in fields.items()
        if n in content and (value is not None or table.c[n].nullable)
    }
    unknown = {n: [value, *clock] for n, value in fields.items() if n not in content}
    if held is None:
        if any(known.get(n) is None and not table.c[n].nullable for n in content):
            return None
        made: Row = {n: known.get(n) for n in content}
        clocks = dict.fromkeys(known, clock) if unknown else {}
        extra = canonical_json(unknown) if unknown else None
        envelope: Row = {"stamp": row["s"], "edit_id": row["e"], "extra": extra}
        return {**made, **envelope, "id": row["id"], "clocks": canonical_json(clocks)}
    new = dict(held)
    clocks = json.loads(str(held["clocks"]))
    for name, value in known.items():
        mine = _clock(held, clocks, name)
        if mine is None or clock > mine:
            new[name], clocks[name] = value, clock
        else:
            clocks[name] = mine
    extra = json.loads(str(held["extra"] or "{}"))
    for name, one in unknown.items():
        if name not in extra or one[1:] > extra[name][1:]:
            extra[name] = one
    if not clocks:
        clocks = {n: [held["stamp"], held["edit_id"]] for n in content if held[n] is not None}
    return {
        **new,
        "clocks": canonical_json(clocks),
        "extra": canonical_json(extra) if extra else None,
    }


def _clock(held: Row, clocks: dict[str, list[Any]], name: str) -> list[Any] | None:
    """The edit that set a field; None where none did."""
    made = [held["stamp"], held["edit_id"]] if held[name] is not None else None
    return clocks.get(name, made)


@cache
def _extra_fields(table: Table) -> ReadSql:
    return ReadSql(
        f"SELECT DISTINCT j.key FROM row_aside AS a JOIN {table.name} AS d ON d.id = a.row_id, "
        f"json_each(d.extra) AS j WHERE a.why = '{FIELD}' "
        f"AND a.record_type = '{table.info['record_type']}'"
    )


def _learn_fields(uow: UnitOfWork, table: Table, changes: Changes) -> None:
    """Move kept fields that this program knows by now into their columns."""
    content = table.info["content"]
    ids = {row[0] for row in uow.fetch(_WITH_FIELDS, kind=table.info["record_type"])}
    for row in rows_at(uow, table, ids) if ids else []:
        extra, clocks = json.loads(str(row["extra"])), json.loads(str(row["clocks"]))
        learned = {name: extra.pop(name) for name in list(extra) if name in content}
        if not learned:
            continue
        new = dict(row)
        for name, (value, *clock) in learned.items():
            mine = clocks.get(name)
            if mine is None or clock > mine:
                new[name], clocks[name] = wire(table, name, value), clock
        new |= {
            "clocks": canonical_json(clocks),
            "extra": canonical_json(extra) if extra else None,
        }
        uow.write_many(table, upsert_sql(table)[0], [values_of(table)(new)])
        if not extra:
            uow.drop(row_aside, why=FIELD, row_id=str(row["id"]))
        changes.add(table, row)
        changes.add(table, new)
