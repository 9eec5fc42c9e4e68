"""Stores what is ruled about stations."""

from __future__ import annotations

import json
from datetime import date

from app.areas.stations import schema
from app.areas.stations.values import (
    ApproveHole,
    InviteStation,
    KeepDetails,
    ReleaseRecord,
    RevokeStation,
    SetAside,
)
from app.kernel.clock import instant_text
from app.storage.schema_folding import detail_kept, detail_scope
from app.storage.statements import Reader, ReadSql
from app.storage.unit_of_work import UnitOfWork

_ASIDE = ReadSql(
    "SELECT 1 FROM record_verdict AS v JOIN station_log AS l ON l.station = v.station "
    "AND l.incarnation = v.incarnation AND l.seq = v.seq WHERE l.hash = :hash"
)
_HELD = ReadSql(
    "SELECT min(seq), max(seq) FROM station_log WHERE station = :station "
    "AND incarnation = :incarnation AND seq BETWEEN :first AND :last"
)


def add_invitation(uow: UnitOfWork, command: InviteStation, day: date) -> None:
    uow.insert(schema.station_invitation, {**uow.made(day), "id": command.id})


def add_revocation(uow: UnitOfWork, command: RevokeStation, reason: str, day: date) -> None:
    uow.insert(
        schema.revocation,
        {
            **uow.made(day),
            "id": command.id,
            "of_station_id": command.station_id,
            "reason": reason,
        },
    )


def add_life(uow: UnitOfWork, why: str, left: str, common: int, set_aside: int, day: date) -> None:
    uow.insert(
        schema.station_life,
        {
            **uow.made(day),
            "id": uow.new_id(),
            "of_station_id": uow.stream.station,
            "incarnation": uow.stream.incarnation,
            "prefix": uow.stream.prefix,
            "why": why,
            "left_incarnation": left,
            "common_seq": common,
            "set_aside": set_aside,
        },
    )


def add_release(uow: UnitOfWork, command: ReleaseRecord, note: str, day: date) -> None:
    uow.insert(
        schema.record_release,
        {**uow.made(day), "id": command.id, "record_hash": command.record_hash, "note": note},
    )


def add_set_aside(uow: UnitOfWork, command: SetAside, why: str, note: str, day: date) -> None:
    uow.insert(
        schema.record_set_aside,
        {
            **uow.made(day),
            "id": command.id,
            "of_station_id": command.station_id,
            "incarnation": command.incarnation,
            "seq": command.seq,
            "record_hash": command.record_hash,
            "why": why,
            "note": note,
        },
    )


def add_hole(uow: UnitOfWork, command: ApproveHole, note: str, day: date) -> None:
    uow.insert(
        schema.stream_hole,
        {
            **uow.made(day),
            "id": command.id,
            "of_station_id": command.station_id,
            "incarnation": command.incarnation,
            "first_seq": command.first_seq,
            "last_seq": command.last_seq,
            "next_hash": command.next_hash,
            "note": note,
        },
    )


def is_kept_aside(reader: Reader, record_hash: str) -> bool:
    """Whether the centre keeps a record aside that is held here."""
    return reader.first(_ASIDE, hash=record_hash) is not None


def records_held(reader: Reader, command: ApproveHole) -> tuple[int, int] | None:
    """(first, last) of the records of a hole that are held here after all."""
    row = reader.first(
        _HELD,
        station=command.station_id,
        incarnation=command.incarnation,
        first=command.first_seq,
        last=command.last_seq,
    )
    return None if row is None or row[0] is None else (row[0], row[1])


def keep_details(uow: UnitOfWork, command: KeepDetails) -> None:
    """Only from now on, and here: the thread that syncs folds and fetches."""
    if command.everything:
        uow.drop(detail_scope)
        return
    uow.put(
        detail_scope,
        {
            "one": 1,
            "sites": json.dumps(sorted(set(command.sites))),
            "months": command.months,
            "since": instant_text(uow.now),
        },
    )


def keep_account(uow: UnitOfWork, account_id: str, until: date) -> None:
    uow.put(detail_kept, {"account_id": account_id, "until": until.isoformat()})
