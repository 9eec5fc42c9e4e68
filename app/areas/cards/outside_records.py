"""What was done at a processor without this program, as this window saw it there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, exists, select

from app.areas.cards import schema
from app.areas.cards.errors import nothing_seen_there
from app.areas.cards.repository import plain
from app.kernel.clock import instant_from, instant_text
from app.kernel.ids import GatewayId, PaymentId, TenderId
from app.kernel.money import Money
from app.storage.statements import Read, Reader
from app.storage.tables import Row, counted
from app.storage.unit_of_work import UnitOfWork

LOOKED_BACK = timedelta(days=30)
"""So far the first look goes."""
OVERLAP = timedelta(days=2)
"""Each look sees so much again: clocks differ, and windows hear of one another late."""
LOST, WON = "lost", frozenset({"won", "warning_closed", "prevented"})
NOT_GIVEN = frozenset({"failed", "canceled"})
_f, _l, _g = schema.card_outside.c, schema.gateway_looked.c, schema.gateway.c
_attempt, _charge = counted(schema.card_attempt), counted(schema.card_charge)
_a, _c = _attempt.c, _charge.c
_row = select(
    *(_f.ref, _f.kind, _f.gateway_id, _f.charge_ref, _f.ours, _f.amount_minor, _f.currency),
    *(_f.status, _f.reason, _f.happened_at, _f.answer_by, _g.name),
).join_from(schema.card_outside, schema.gateway, _g.id == _f.gateway_id)
_ONE = Read(_row.where(_f.ref == bindparam("ref")))
_OF_GATEWAY = Read(_row.where(_f.gateway_id == bindparam("gateway_id")))
_of_ours = exists(select(_c.id).where(_c.charge_ref == _f.charge_ref))
_OF_BOOKS = Read(_row.where(_f.kind == bindparam("kind"), _of_ours).order_by(_f.happened_at))
_UNKNOWN = Read(
    _row.where(
        _f.kind == "charge", ~exists(select(_a.id).where(_a.id == _f.ours)), ~_of_ours
    ).order_by(_f.happened_at)
)
_UNTIL = Read(select(_l.until).where(_l.gateway_id == bindparam("gateway_id")))
_TENDER = Read(
    select(_c.payment_id, _c.tender_id)
    .where(_c.charge_ref == bindparam("charge_ref"))
    .order_by(_c.id)
    .limit(1)
)


class OutsideKind(StrEnum):
    """CHARGE: made for an attempt of ours that is in no books."""

    REFUND = "refund"
    DISPUTE = "dispute"
    CHARGE = "charge"


@dataclass(frozen=True, slots=True)
class Outside:
    """One refund, dispute or charge; `ours` is what its metadata says it was made for."""

    ref: str
    kind: OutsideKind
    gateway_id: GatewayId
    charge_ref: str
    ours: str
    amount: Money
    status: str
    reason: str
    happened_at: datetime
    answer_by: datetime | None = None
    gateway: str = ""


@dataclass(frozen=True, slots=True)
class NoteOutside:
    """What a look at a processor's lists found; `until` is when it began, None where not all of
    them could be read.
    """

    gateway_id: GatewayId
    until: datetime | None
    found: tuple[Outside, ...]


def outside(reader: Reader, ref: str) -> Outside:
    """One of them; a UserError where this window saw none of this id."""
    row = reader.first(_ONE, ref=ref)
    if row is None:
        raise nothing_seen_there()
    return _of(row)


def seen_at(reader: Reader, gateway_id: GatewayId) -> tuple[Outside, ...]:
    """All this window saw at one processor, to see what became of each."""
    return tuple(_of(row) for row in reader.fetch(_OF_GATEWAY, gateway_id=gateway_id))


def of_our_charges(reader: Reader, kind: OutsideKind) -> Iterator[Outside]:
    """Refunds or disputes of charges that are in the books."""
    return (_of(row) for row in reader.fetch(_OF_BOOKS, kind=kind.value))


def unknown_charges(reader: Reader) -> Iterator[Outside]:
    """Charges whose attempt no window brought so far."""
    return (_of(row) for row in reader.fetch(_UNKNOWN))


def look_from(reader: Reader, gateway_id: GatewayId) -> datetime:
    """From when on the lists are read."""
    found = reader.scalar(_UNTIL, gateway_id=gateway_id)
    return reader.now - LOOKED_BACK if found is None else instant_from(found) - OVERLAP


def tender_of(reader: Reader, charge_ref: str) -> tuple[PaymentId, TenderId] | None:
    """What a charge is in the books as."""
    row = reader.first(_TENDER, charge_ref=charge_ref)
    return None if row is None else (PaymentId(row[0]), TenderId(row[1]))


def keep(uow: UnitOfWork, one: Outside) -> None:
    """One of them as it stands there now."""
    uow.put(
        schema.card_outside,
        {
            "ref": plain(one.ref, 120),
            "kind": one.kind,
            "gateway_id": one.gateway_id,
            "charge_ref": plain(one.charge_ref, 120),
            "ours": plain(one.ours, 120),
            "amount_minor": one.amount.minor,
            "currency": one.amount.currency,
            "status": plain(one.status, 60),
            "reason": plain(one.reason, 60),
            "happened_at": instant_text(one.happened_at),
            "answer_by": None if one.answer_by is None else instant_text(one.answer_by),
        },
    )


def looked(uow: UnitOfWork, gateway_id: GatewayId, until: datetime) -> None:
    """Everything there up to this moment was seen."""
    row: Row = {"gateway_id": gateway_id, "until": instant_text(until)}
    uow.put(schema.gateway_looked, row)


def _of(row: tuple[Any, ...]) -> Outside:
    ref, kind, gateway_id, charge_ref, ours, minor, currency, status, reason, at, by, name = row
    return Outside(
        ref,
        OutsideKind(kind),
        GatewayId(gateway_id),
        charge_ref,
        ours,
        Money(minor, currency),
        status,
        reason,
        instant_from(at),
        None if by is None else instant_from(by),
        name,
    )
