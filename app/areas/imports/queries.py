"""Read-only answers about imports: what a check found, which rows are bad, what was used before."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import bindparam, or_, select

from app.areas.imports import columns, errors, records, schema
from app.areas.imports.values import (
    MONEY_KINDS,
    ImportChecked,
    ImportKind,
    ImportState,
    ReadPlan,
    RowChange,
    RowProblem,
)
from app.kernel.codec import from_plain
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.storage.statements import Read, Reader

_run, _bad, _map = schema.import_run.c, schema.import_problem.c, schema.import_mapping.c
SHOWN_PROBLEMS = 20
SHOWN_CHANGES = 50
SHOWN_TWINS = records.TWINS_SHOWN
PROBLEMS_AT_ONCE = 1000

_CHECKED = Read(
    select(
        _run.state,
        _run.kind,
        _run.source,
        _run.file_name,
        _run.row_count,
        _run.bad_count,
        _run.new_count,
        _run.changed_count,
        _run.unchanged_count,
        _run.nothing_owed_count,
        _run.applied_count,
        _run.total_minor,
        _run.currency,
        _run.plan,
    ).where(_run.id == bindparam("id"))
)
_PROBLEMS = Read(
    select(_bad.line, _bad.problem, _bad.cells)
    .where(_bad.run_id == bindparam("id"), _bad.line > bindparam("after"))
    .order_by(_bad.line)
    .limit(bindparam("most"))
)
_MAPPING = Read(
    select(_map.mapping).where(_map.source == bindparam("source"), _map.kind == bindparam("kind"))
)
_SAME_FILE = Read(
    select(_run.id)
    .where(
        _run.file_sha256 == bindparam("sha256"),
        _run.source == bindparam("source"),
        _run.kind == bindparam("kind"),
        _run.plan == bindparam("plan"),
        _run.state == ImportState.APPLYING.value,
    )
    .order_by(_run.started_at.desc())
)
_row, _known = schema.import_row.c, schema.import_known.c
_CHANGED = Read(
    select(_row.line, _row.source_key, _row.record, _known.record)
    .select_from(schema.import_row)
    .outerjoin(
        schema.import_known,
        (_known.source_key == _row.source_key)
        & (_known.source == bindparam("source"))
        & (_known.kind == bindparam("kind")),
    )
    .where(_row.run_id == bindparam("run_id"), _row.state == "changed")
    .order_by(_row.batch, _row.line)
    .limit(bindparam("most"))
)
_UNENDED = Read(
    select(_run.id)
    .where(or_(_run.state == ImportState.CHECKED, _run.state == ImportState.APPLYING))
    .order_by(_run.started_at.desc())
    .limit(20)
)
_KINDS_IN = Read(select(_run.kind).distinct().where(_run.state == ImportState.APPLIED))
_RUNS = Read(select(_run.id).order_by(_run.started_at.desc(), _run.id.desc()).limit(200))


def import_checked(reader: Reader, run_id: str) -> ImportChecked:
    """What a run found and how far it is; a UserError when there is no such run."""
    row = reader.first(_CHECKED, id=run_id)
    if row is None:
        raise errors.no_such_import()
    state, kind, source, name = row[:4]
    rows, bad, new, changed, unchanged, nothing_owed, applied = row[4:11]
    total, currency, plan_text = row[11:]
    plan = from_plain(ReadPlan, json.loads(plan_text))
    used = {column.index for column in plan.columns}
    tally, twin_count, old_count = records.tally(reader, run_id, currency)
    changes = _changes(reader, run_id, source, kind, currency) if changed else ()
    return ImportChecked(
        run_id=run_id,
        state=ImportState(state),
        kind=ImportKind(kind),
        source=source,
        file_name=name,
        rows=rows,
        bad=bad,
        new=new,
        changed=changed,
        unchanged=unchanged,
        nothing_owed=nothing_owed,
        applied=applied,
        total_open=Money(total, currency) if kind in MONEY_KINDS else None,
        problems=bad_rows(reader, run_id, most=SHOWN_PROBLEMS),
        columns=tuple((c.field, plan.header[c.index]) for c in plan.columns),
        left_out=tuple(name for index, name in enumerate(plan.header) if index not in used),
        tally=tally if kind in MONEY_KINDS else None,
        twin_count=twin_count,
        twins=records.twins(reader, run_id),
        changes=changes,
        old_count=old_count,
    )


def _changes(
    reader: Reader, run_id: str, source: str, kind: str, currency: str
) -> tuple[RowChange, ...]:
    """The first rows that say something else than last time, field by field."""
    found = []
    told = {"run_id": run_id, "source": source, "kind": kind, "most": SHOWN_CHANGES}
    for line, key, text, before_text in reader.fetch(_CHANGED, **told):
        now: dict[str, Any] = json.loads(text)
        before: dict[str, Any] = json.loads(before_text) if before_text else {}
        names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
        fields = tuple(
            (name, _shown(name, before, currency), _shown(name, now, currency)) for name in names
        )
        found.append(RowChange(line, key, fields))
    return tuple(found)


def _shown(name: str, record: dict[str, Any], currency: str) -> str:
    value = record.get(name, "")
    if name.endswith("_minor") and isinstance(value, int):
        return format_money(Money(value, currency))
    return str(value)


def bad_rows(
    reader: Reader, run_id: str, after: int = 0, most: int = PROBLEMS_AT_ONCE
) -> tuple[RowProblem, ...]:
    """Bad rows below line `after`, in the order of the file."""
    rows = reader.fetch(_PROBLEMS, id=run_id, after=after, most=most)
    return tuple(
        RowProblem(line, problem, tuple(json.loads(cells))) for line, problem, cells in rows
    )


def header_of(reader: Reader, run_id: str) -> tuple[str, ...]:
    """The header of a run's file."""
    row = reader.first(_CHECKED, id=run_id)
    if row is None:
        raise errors.no_such_import()
    return tuple(json.loads(row[-1])["header"])


def remembered_mapping(
    reader: Reader, source: str, kind: ImportKind, header: tuple[str, ...] = ()
) -> dict[str, Any]:
    """What a person chose for files of this source with these columns, else for the source's last
    file: mapping, date_format, number_format, encoding, delimiter, quote.
    """
    found = records.layout(reader, source, kind, columns.key_of(header))
    if found:
        return found
    text = reader.scalar(_MAPPING, source=source, kind=kind)
    chosen: dict[str, Any] = json.loads(text) if text else {}
    return chosen


def import_sources(reader: Reader) -> tuple[str, ...]:
    """The systems that files came from so far, for being named again."""
    return records.sources(reader)


def kinds_in(reader: Reader) -> frozenset[ImportKind]:
    """The kinds of which a file was brought in at this window."""
    return frozenset(ImportKind(kind) for (kind,) in reader.fetch(_KINDS_IN))


def begun_run(reader: Reader, source: str, kind: ImportKind, sha256: str, plan: str) -> str | None:
    """A run of the same bytes, read the same way, that was not finished."""
    found: str | None = reader.scalar(
        _SAME_FILE, source=source, kind=kind, sha256=sha256, plan=plan
    )
    return found


def import_runs(reader: Reader) -> tuple[ImportChecked, ...]:
    """The latest imports, newest first."""
    return tuple(import_checked(reader, row[0]) for row in reader.fetch(_RUNS))


def unended_imports(reader: Reader) -> tuple[ImportChecked, ...]:
    """Imports that were checked or begun and not ended: each can go on where it stopped."""
    return tuple(import_checked(reader, row[0]) for row in reader.fetch(_UNENDED))
