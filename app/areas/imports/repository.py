"""Stores runs, staged rows and what each source last said; finds what is here already."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, or_, select

from app.areas.imports import schema
from app.areas.imports.values import BeginImport, ImportKind, ImportState, ReadPlan, ReadRow
from app.areas.parties.schema import account, external_id
from app.kernel.clock import instant_text
from app.kernel.codec import from_plain, to_plain
from app.kernel.ids import derived_beside, derived_id
from app.storage.canonical import canonical_json
from app.storage.statements import Read, ReadSql
from app.storage.unit_of_work import UnitOfWork

BATCH = 1000
_CHECK_AT_MOST = timedelta(hours=12)
_run, _row = schema.import_run.c, schema.import_row.c
_known = schema.import_known.c
_a, _x = account.c, external_id.c
_LAST_DIGITS = re.compile(r"(\d{1,12})\D*$", re.ASCII)

_RUN = Read(
    select(
        _run.id,
        _run.source,
        _run.kind,
        _run.state,
        _run.bad_count,
        _run.new_count,
        _run.changed_count,
        _run.applied_count,
        _run.applied_through,
        _run.total_minor,
        _run.currency,
    ).where(_run.id == bindparam("id"))
)
_PLAN = Read(select(_run.plan).where(_run.id == bindparam("id")))
_COUNTS = Read(
    select(
        _run.row_count,
        _run.bad_count,
        _run.new_count,
        _run.changed_count,
        _run.unchanged_count,
        _run.nothing_owed_count,
        _run.total_minor,
    ).where(_run.id == bindparam("id"))
)
_UNENDED = (ImportState.STAGING, ImportState.CHECKED, ImportState.APPLYING)
_UNFINISHED = Read(
    select(_run.id).where(
        _run.source == bindparam("source"),
        _run.kind == bindparam("kind"),
        or_(*(_run.state == s.value for s in _UNENDED)),
    )
)
_LEFT_BEHIND = Read(
    select(_run.id).where(
        _run.state == ImportState.STAGING.value, _run.started_at < bindparam("before")
    )
)
_BY_KEY = Read(
    select(_row.line).where(_row.run_id == bindparam("run_id"), _row.source_key == bindparam("key"))
)
_BY_OTHER = Read(
    select(_row.line).where(_row.run_id == bindparam("run_id"), _row.other_key == bindparam("key"))
)
_RECORD = Read(
    select(_row.record).where(
        _row.run_id == bindparam("run_id"),
        _row.batch == bindparam("batch"),
        _row.line == bindparam("line"),
    )
)
_NEXT = Read(
    select(_row.line, _row.source_key, _row.account_id, _row.record)
    .where(
        _row.run_id == bindparam("run_id"),
        _row.batch >= bindparam("batch"),
        _row.line > bindparam("line"),
        or_(_row.state == "new", _row.state == "changed"),
    )
    .order_by(_row.batch, _row.line)
    .limit(bindparam("most"))
)
_KNOWN = Read(
    select(_known.record).where(
        _known.source == bindparam("source"),
        _known.kind == bindparam("kind"),
        _known.source_key == bindparam("key"),
    )
)
_ANY_KNOWN = Read(
    select(_known.source_key)
    .where(_known.source == bindparam("source"), _known.kind == ImportKind.PATIENTS.value)
    .limit(1)
)
_ACCOUNT = Read(select(_a.id, _a.number, _a.patient_id).where(_a.id == bindparam("id")))
_NAMED_HERE = ReadSql(
    "SELECT k.value FROM json_each(:keys) AS k WHERE EXISTS (SELECT 1 FROM external_id AS x "
    "WHERE x.system = :system AND x.value = k.value AND x.entity_kind = 'patient')"
)
_HERE = ReadSql("SELECT id FROM account WHERE id IN (SELECT value FROM json_each(:ids))")
_NUMBER = Read(select(_a.id, _a.number_series).where(_a.number == bindparam("number")))
_EXTERNAL = Read(
    select(_a.id, _a.number, _a.patient_id)
    .select_from(external_id)
    .join(account, _a.patient_id == _x.entity_id)
    .where(
        _x.entity_kind == "patient",
        _x.system == bindparam("system"),
        _x.value == bindparam("value"),
        _x.active == 1,
    )
)


@dataclass(frozen=True, slots=True)
class Run:
    id: str
    source: str
    kind: ImportKind
    state: ImportState
    bad: int
    new: int
    changed: int
    applied: int
    through: int
    total_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class StagedRow:
    line: int
    key: str
    account_id: str | None
    record: dict[str, Any]
    text: str
    is_here: bool
    """Whether it may be about an account that is here already."""


def patient_id(source: str, key: str) -> str:
    """The patient a source means by `key`: the same id on every station and every day."""
    return derived_beside(_place(key), "import", source, "patient", key)


@lru_cache(maxsize=128)
def account_id(source: str, key: str) -> str:
    return derived_beside(_place(key), "import", source, "account", key)


def _place(key: str) -> int:
    """Where ids of `key` sort: files mostly come in the order of their numbers."""
    found = _LAST_DIGITS.search(key)
    return int(found[1]) if found else 0


def guarantor_id(source: str, key: str) -> str:
    return derived_id("import", source, "guarantor", key)


def begin_run(uow: UnitOfWork, command: BeginImport) -> None:
    uow.put(
        schema.import_run,
        {
            "id": command.id,
            "source": command.wanted.source,
            "kind": command.wanted.kind,
            "file_name": command.file_name,
            "file_sha256": command.file_sha256,
            "plan": canonical_json(to_plain(command.plan)),
            "state": ImportState.STAGING,
            **dict.fromkeys(_COUNTED, 0),
            "applied_count": 0,
            "applied_through": 0,
            "currency": command.plan.currency,
            "started_at": instant_text(uow.now),
            "finished_at": None,
        },
    )


_COUNTED = (
    "row_count",
    "bad_count",
    "new_count",
    "changed_count",
    "unchanged_count",
    "nothing_owed_count",
    "total_minor",
)


def run(uow: UnitOfWork, run_id: str) -> Run | None:
    row = uow.first(_RUN, id=run_id)
    if row is None:
        return None
    return Run(row[0], row[1], ImportKind(row[2]), ImportState(row[3]), *row[4:])


def plan(uow: UnitOfWork, run_id: str) -> ReadPlan:
    """How the run's file is read."""
    found: ReadPlan = from_plain(ReadPlan, json.loads(uow.scalar(_PLAN, id=run_id)))
    return found


def unfinished(uow: UnitOfWork, source: str, kind: ImportKind) -> list[str]:
    """Runs of the same source and kind that were never ended."""
    return [row[0] for row in uow.fetch(_UNFINISHED, source=source, kind=kind)]


def left_behind(uow: UnitOfWork) -> list[str]:
    """Runs whose check never ended: the computer stopped in the middle of it."""
    before = instant_text(uow.now - _CHECK_AT_MOST)
    return [row[0] for row in uow.fetch(_LEFT_BEHIND, before=before)]


def count(uow: UnitOfWork, run_id: str, deltas: dict[str, int]) -> dict[str, int]:
    """Add to a run's counts; what they are now."""
    before = uow.first(_COUNTS, id=run_id)
    now = {name: value + deltas.get(name, 0) for name, value in zip(_COUNTED, before, strict=True)}
    uow.update(schema.import_run, dict(now), id=run_id)
    return now


def set_state(uow: UnitOfWork, run_id: str, state: ImportState, **fields: int) -> None:
    ended = instant_text(uow.now) if state in (ImportState.APPLIED, ImportState.DROPPED) else None
    uow.update(schema.import_run, {"state": state, "finished_at": ended, **fields}, id=run_id)


def add_row(
    uow: UnitOfWork, run_id: str, row: ReadRow, state: str, owner: str | None, other: str | None
) -> None:
    uow.put(
        schema.import_row,
        {
            "run_id": run_id,
            "batch": row.line // BATCH,
            "line": row.line,
            "source_key": row.key,
            "other_key": other,
            "account_id": owner,
            "record": canonical_json(row.record),
            "state": state,
        },
    )


def add_problem(
    uow: UnitOfWork, run_id: str, line: int, problem: str, cells: tuple[str, ...]
) -> None:
    uow.put(
        schema.import_problem,
        {"run_id": run_id, "line": line, "problem": problem, "cells": canonical_json(cells)},
    )


def keep_cells(uow: UnitOfWork, run_id: str, line: int, cells: tuple[str, ...]) -> None:
    uow.update(schema.import_problem, {"cells": canonical_json(cells)}, run_id=run_id, line=line)


def line_of_key(uow: UnitOfWork, run_id: str, key: str) -> int | None:
    found: int | None = uow.scalar(_BY_KEY, run_id=run_id, key=key)
    return found


def line_of_other(uow: UnitOfWork, run_id: str, key: str) -> int | None:
    found: int | None = uow.scalar(_BY_OTHER, run_id=run_id, key=key)
    return found


def name_in(uow: UnitOfWork, run_id: str, line: int) -> str:
    """Whose row it is; nothing where it was not kept after all."""
    text = uow.scalar(_RECORD, run_id=run_id, batch=line // BATCH, line=line)
    record: dict[str, Any] = json.loads(text) if text else {}
    return f"{record.get('given_names', '')} {record.get('family_name', '')}".strip()


def next_rows(uow: UnitOfWork, here: Run, most: int) -> list[StagedRow]:
    """The next rows to apply, in the order of the file."""
    rows = uow.fetch(
        _NEXT, run_id=here.id, batch=here.through // BATCH, line=here.through, most=most
    )
    there = _keys_here(uow, here, [row[1] for row in rows])
    return [
        StagedRow(line, key, owner, json.loads(text), text, key in there)
        for line, key, owner, text in rows
    ]


def _keys_here(uow: UnitOfWork, here: Run, keys: list[str]) -> frozenset[str]:
    """By which of these `account_here` may find an account: one question for a whole batch."""
    if here.kind is not ImportKind.PATIENTS:
        return frozenset(keys)
    of_id = {account_id(here.source, key): key for key in keys}
    named = uow.fetch(_NAMED_HERE, system=here.source, keys=json.dumps(keys))
    found = uow.fetch(_HERE, ids=json.dumps(list(of_id)))
    return frozenset((*(row[0] for row in named), *(of_id[row[0]] for row in found)))


def drop_rows(uow: UnitOfWork, run_id: str, batch: int | None = None) -> None:
    """Forget staged rows: a thousand lines, or all that are left."""
    if batch is None:
        uow.drop(schema.import_row, run_id=run_id)
    else:
        uow.drop(schema.import_row, run_id=run_id, batch=batch)


def drop_problems(uow: UnitOfWork, run_id: str) -> None:
    uow.drop(schema.import_problem, run_id=run_id)


def known(uow: UnitOfWork, source: str, kind: ImportKind, key: str) -> dict[str, Any] | None:
    """What the source said about `key` the last time."""
    text = uow.scalar(_KNOWN, source=source, kind=kind, key=key)
    if text is None:
        return None
    record: dict[str, Any] = json.loads(text)
    return record


def remember(uow: UnitOfWork, here: Run, row: StagedRow) -> None:
    uow.put(
        schema.import_known,
        {
            "source": here.source,
            "kind": here.kind,
            "source_key": row.key,
            "record": row.text,
            "run_id": here.id,
        },
    )


def account_here(uow: UnitOfWork, source: str, key: str) -> tuple[str, str, str] | None:
    """(account, its number, its patient) that a source means by `key`, whichever version of this
    program brought it in.
    """
    found: tuple[str, str, str] | None = uow.first(_EXTERNAL, system=source, value=key)
    return found or uow.first(_ACCOUNT, id=account_id(source, key))


def has_number(uow: UnitOfWork, number: str) -> bool:
    return uow.first(_NUMBER, number=number) is not None


def owner_of(uow: UnitOfWork, source: str, key: str) -> str | None:
    """The account a source means by `key`: its patient, their other number, or an account number.

    A number of this practice's own series counts only for a source that brought no patients: two
    programs may well have used the same number for different people.
    """
    own = account_here(uow, source, key)
    if own is not None:
        return own[0]
    row = uow.first(_NUMBER, number=key)
    if row is None or (row[1] and uow.first(_ANY_KNOWN, source=source) is not None):
        return None
    return str(row[0])
