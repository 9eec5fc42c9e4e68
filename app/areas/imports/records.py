"""Stores what a run adds up to, rows that are likely somebody known, and how sources are read."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import bindparam, exists, select

from app.areas.imports import schema
from app.areas.imports.values import ImportKind, SayOldTotals, Tally, Twin
from app.areas.parties.schema import account, guarantor
from app.kernel.clock import instant_text
from app.kernel.money import Money
from app.storage.canonical import canonical_json
from app.storage.statements import Read, Reader
from app.storage.unit_of_work import UnitOfWork

_y, _w, _l = schema.import_tally.c, schema.import_twin.c, schema.import_layout.c
TWINS_SHOWN = 200
_SUMS = (
    "owed_count",
    "owed_minor",
    "credit_count",
    "credit_minor",
    "bad_owed_minor",
    "bad_credit_minor",
    "bad_unread_count",
    "twin_count",
    "applied_owed_minor",
    "applied_credit_minor",
)
_TALLY = Read(
    select(
        _y.as_of,
        *(_y[name] for name in _SUMS),
        _y.old_count,
        _y.old_owed_minor,
        _y.old_credit_minor,
    ).where(_y.run_id == bindparam("run_id"))
)
_TWINS = Read(
    select(_w.line, _w.name, _w.account_number, _w.other_line)
    .where(_w.run_id == bindparam("run_id"))
    .order_by(_w.line)
    .limit(TWINS_SHOWN)
)
_LAYOUT = Read(
    select(_l.layout).where(
        _l.source == bindparam("source"),
        _l.kind == bindparam("kind"),
        _l.header_key == bindparam("header_key"),
    )
)
_SOURCES = Read(select(_l.source).distinct().order_by(_l.source).limit(50))
_ANYBODY = Read(select(exists().where(account.c.id != "")))
_NUMBER_OF = Read(select(account.c.number).where(account.c.id == bindparam("id")))
_GUARANTOR = Read(select(exists().where(guarantor.c.id == bindparam("id"))))


def begin_tally(uow: UnitOfWork, run_id: str, as_of: date) -> None:
    uow.put(
        schema.import_tally,
        {
            "run_id": run_id,
            "as_of": as_of.isoformat(),
            **dict.fromkeys(_SUMS, 0),
            "old_count": None,
            "old_owed_minor": None,
            "old_credit_minor": None,
        },
    )


def add_to_tally(uow: UnitOfWork, run_id: str, deltas: dict[str, int]) -> None:
    """Add to what a run comes to; runs of older versions have no tally."""
    row = uow.first(_TALLY, run_id=run_id)
    if row is None or not any(deltas.values()):
        return
    before = dict(zip(_SUMS, row[1:], strict=False))
    fields: dict[str, Any] = {name: before[name] + more for name, more in deltas.items()}
    uow.update(schema.import_tally, fields, run_id=run_id)


def say_old(uow: UnitOfWork, said: SayOldTotals) -> None:
    fields: dict[str, Any] = {
        "old_count": said.count,
        "old_owed_minor": None if said.owed is None else said.owed.minor,
        "old_credit_minor": None if said.credit is None else said.credit.minor,
    }
    uow.update(schema.import_tally, fields, run_id=said.run_id)


def as_of(reader: Reader, run_id: str) -> date | None:
    """The day a run's balances are booked to."""
    row = reader.first(_TALLY, run_id=run_id)
    return None if row is None else date.fromisoformat(row[0])


def tally(reader: Reader, run_id: str, currency: str) -> tuple[Tally | None, int, int | None]:
    """(what a run comes to, how many rows are likely known people, how many rows the old system
    counts).
    """
    row = reader.first(_TALLY, run_id=run_id)
    if row is None:
        return None, 0, None
    said = dict(zip(_SUMS, row[1:], strict=False))
    old_count, old_owed, old_credit = row[-3:]

    def money(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, currency)

    found = Tally(
        as_of=date.fromisoformat(row[0]),
        owed_count=said["owed_count"],
        owed=Money(said["owed_minor"], currency),
        credit_count=said["credit_count"],
        credit=Money(said["credit_minor"], currency),
        bad_owed=Money(said["bad_owed_minor"], currency),
        bad_credit=Money(said["bad_credit_minor"], currency),
        bad_unread=said["bad_unread_count"],
        applied_owed=Money(said["applied_owed_minor"], currency),
        applied_credit=Money(said["applied_credit_minor"], currency),
        old_owed=money(old_owed),
        old_credit=money(old_credit),
    )
    return found, said["twin_count"], old_count


def add_twin(uow: UnitOfWork, run_id: str, twin: Twin) -> None:
    uow.put(
        schema.import_twin,
        {
            "run_id": run_id,
            "line": twin.line,
            "account_number": twin.account_number,
            "name": twin.name,
            "other_line": twin.other_line,
        },
    )


def twins(reader: Reader, run_id: str) -> tuple[Twin, ...]:
    return tuple(Twin(*row) for row in reader.fetch(_TWINS, run_id=run_id))


def forget(uow: UnitOfWork, run_id: str) -> None:
    uow.drop(schema.import_twin, run_id=run_id)
    uow.drop(schema.import_tally, run_id=run_id)


def keep_layout(
    uow: UnitOfWork, source: str, kind: ImportKind, header_key: str, chosen: dict[str, Any]
) -> None:
    uow.put(
        schema.import_layout,
        {
            "source": source,
            "kind": kind,
            "header_key": header_key,
            "layout": canonical_json(chosen),
            "used_at": instant_text(uow.now),
        },
    )


def layout(reader: Reader, source: str, kind: ImportKind, header_key: str) -> dict[str, Any]:
    """What a person chose for a source and a set of columns; nothing where it never was seen."""
    text = reader.scalar(_LAYOUT, source=source, kind=kind, header_key=header_key)
    chosen: dict[str, Any] = json.loads(text) if text else {}
    return chosen


def sources(reader: Reader) -> tuple[str, ...]:
    """The systems that files came from."""
    return tuple(row[0] for row in reader.fetch(_SOURCES))


def anybody(reader: Reader) -> bool:
    """Whether any account is here yet."""
    return bool(reader.scalar(_ANYBODY))


def number_of(reader: Reader, account_id: str) -> str:
    return str(reader.scalar(_NUMBER_OF, id=account_id) or "")


def has_guarantor(reader: Reader, guarantor_id: str) -> bool:
    return bool(reader.scalar(_GUARANTOR, id=guarantor_id))
