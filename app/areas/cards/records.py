"""Loads attempts: the facts of their beginning and end, and how this window works on them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, select

from app.areas.cards import schema
from app.areas.cards.values import AttemptState, Outcome
from app.areas.invoices.schema import invoice_hold
from app.areas.payments.schema import payment_void
from app.areas.payments.values import TakePayment
from app.kernel.clock import instant_from
from app.kernel.codec import from_plain
from app.kernel.errors import Bug
from app.kernel.ids import (
    AccountId,
    AttemptId,
    CardReaderId,
    GatewayId,
    InvoiceId,
    PaymentId,
    ShiftId,
    StationId,
    UserId,
)
from app.kernel.money import Money, total
from app.storage.schema import stream, this_station
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_attempt, _invoice, _end, _step = (
    counted(schema.card_attempt),
    counted(schema.card_attempt_invoice),
    counted(schema.card_attempt_end),
    counted(schema.card_attempt_step),
)
_a, _i, _e, _p = _attempt.c, _invoice.c, _end.c, _step.c
_c = counted(schema.card_charge).c
_w, _s = schema.card_working.c, schema.card_attempt_state.c
_mine, _other = counted(schema.card_charge), counted(schema.card_charge).alias("other")
_m, _o, _v = _mine.c, _other.c, counted(payment_void).c
_ONE = Read(
    select(
        *(_a.id, _a.payment_id, _a.account_id, _a.gateway_id, _a.reader_id, _a.method),
        *(_a.amount_minor, _a.currency, _a.shift_id, _a.test_mode, _a.command),
        *(_a.station_id, _a.made_by, _a.at, _a.business_date, _s.status),
    )
    .select_from(_attempt)
    .join(schema.card_attempt_state, _s.attempt_id == _a.id)
    .where(_a.id == bindparam("id"))
)
_STEPS = Read(
    select(_p.kind, _p.amount_minor, _p.command, _p.station_id)
    .where(_p.attempt_id == bindparam("id"))
    .order_by(_p.at, _p.id)
)
_INVOICES = Read(
    select(_i.invoice_id, _i.amount_minor, _i.currency)
    .where(_i.attempt_id == bindparam("id"))
    .order_by(_i.id)
)
_WORKING = Read(select(*schema.card_working.columns).where(_w.attempt_id == bindparam("id")))
_ALL_WORKING = Read(select(*schema.card_working.columns).order_by(_w.state_since))
_ENDED = Read(
    select(
        _e.outcome,
        _e.code,
        _e.decline_code,
        _e.swept,
        _e.at,
        _e.charge_ref,
        _e.request_ref,
        _e.note,
    )
    .where(_e.attempt_id == bindparam("id"))
    .order_by(_e.outcome, _e.at)
    .limit(1)
)
_OPEN_HERE = Read(
    select(_s.attempt_id)
    .select_from(schema.card_attempt_state)
    .join(this_station, this_station.c.station_id == _s.station_id)
    .where(_s.status == "open")
)
_TAKEN_HERE = Read(
    select(_p.attempt_id)
    .select_from(_step)
    .join(this_station, this_station.c.station_id == _p.station_id)
    .join(schema.card_attempt_state, _s.attempt_id == _p.attempt_id)
    .where(_p.kind == "taken_over", _s.status == "open")
)
_OPEN_FOR = Read(
    select(_a.id)
    .select_from(_attempt)
    .join(schema.card_attempt_state, _s.attempt_id == _a.id)
    .where(_a.payment_id == bindparam("payment_id"), _s.status == "open")
    .limit(1)
)
_CHARGED = Read(
    select(_c.payment_id).where(_c.charge_ref == bindparam("ref")).order_by(_c.id).limit(1)
)
_HERE = Read(select(this_station.c.station_id))
_held, _theirs = invoice_hold, invoice_hold.alias("theirs")
_RIVAL = Read(
    select(_theirs.c.attempt_id)
    .select_from(_held.join(_theirs, _theirs.c.invoice_id == _held.c.invoice_id))
    .where(
        _held.c.attempt_id == bindparam("id"),
        _theirs.c.station_id != _held.c.station_id,
        _theirs.c.attempt_id < _held.c.attempt_id,
    )
    .limit(1)
)
_LIFE = Read(select(stream.c.started_at).where(stream.c.current == 1))
_LEFT = Read(
    select(_e.id)
    .join(this_station, this_station.c.station_id == _e.station_id)
    .where(_e.intent_ref == bindparam("ref"), _e.intent_ref != "")
    .limit(1)
)
_ACCEPTED = Read(
    select(_p.id).where(_p.attempt_id == bindparam("id"), _p.kind == "accepted").limit(1)
)


def _stands(charge: Any) -> Any:
    return ~exists(select(_v.id).where(_v.payment_id == charge.payment_id))


_holds = ((_o.station_id == _a.station_id) & (_m.station_id != _a.station_id)) | (
    ((_o.station_id == _a.station_id) == (_m.station_id == _a.station_id)) & (_o.id < _m.id)
)
"""What the window posted that began the attempt; else the lowest id."""
_twice = select(_c.charge_ref).group_by(_c.charge_ref).having(func.count() > 1)
_DOUBLED = Read(
    select(_m.payment_id, func.max(_o.at))
    .select_from(_mine)
    .join(this_station, this_station.c.station_id == _m.station_id)
    .join(_attempt, _a.id == _m.attempt_id)
    .join(_other, (_o.charge_ref == _m.charge_ref) & (_o.id != _m.id))
    .where(_m.charge_ref.in_(_twice), _stands(_m), _stands(_o), _holds)
    .group_by(_m.payment_id)
    .order_by(_m.payment_id)
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt as the facts tell it; `payment` and `amount` are those wanted now. `owner` is the
    window that finds out how it ended. `at` is UTC.
    """

    attempt_id: AttemptId
    payment_id: PaymentId
    account_id: AccountId
    gateway_id: GatewayId
    reader_id: CardReaderId | None
    method: str
    amount: Money
    shift_id: ShiftId | None
    test_mode: bool
    payment: TakePayment
    station_id: StationId
    made_by: UserId
    at: datetime
    business_date: date
    status: str
    owner: StationId
    cash_back: bool

    @property
    def open(self) -> bool:
        return self.status == "open"

    @property
    def beside_card(self) -> Money:
        """What is on the form beside the card, unless it was given back."""
        legs = () if self.cash_back else self.payment.tenders[:-1]
        return total((leg.amount for leg in legs), self.amount.currency)


@dataclass(frozen=True, slots=True)
class Working:
    """How this window works on an attempt; `armed_at` is None while no reader can know of it."""

    attempt_id: AttemptId
    state: AttemptState
    reader_ref: str
    intent_ref: str
    create_key: str
    arm_no: int
    arm_key: str
    cancel_key: str
    wants_void: bool
    swept: bool
    tries: int
    code: str
    decline_code: str
    message: str
    request_ref: str
    armed_at: datetime | None
    state_since: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    outcome: Outcome
    code: str
    decline_code: str
    swept: bool
    at: datetime
    charge_ref: str
    request_ref: str
    note: str


def attempt(reader: Reader, attempt_id: str) -> Attempt | None:
    """The attempt with what people decided since."""
    row = reader.first(_ONE, id=attempt_id)
    if row is None:
        return None
    minor, command, owner, cash_back = row[6], row[10], row[11], False
    for kind, new_minor, new_command, station in reader.fetch(_STEPS, id=attempt_id):
        if kind == "changed":
            minor, command = new_minor, new_command
        elif kind == "taken_over":
            owner = station
        elif kind == "cash_back":
            cash_back = True
    return Attempt(
        attempt_id=AttemptId(row[0]),
        payment_id=PaymentId(row[1]),
        account_id=AccountId(row[2]),
        gateway_id=GatewayId(row[3]),
        reader_id=None if row[4] is None else CardReaderId(row[4]),
        method=row[5],
        amount=Money(minor, row[7]),
        shift_id=None if row[8] is None else ShiftId(row[8]),
        test_mode=bool(row[9]),
        payment=payment_in(command),
        station_id=StationId(row[11]),
        made_by=UserId(row[12]),
        at=instant_from(row[13]),
        business_date=date.fromisoformat(row[14]),
        status=row[15],
        owner=StationId(owner),
        cash_back=cash_back,
    )


def payment_in(command: str) -> TakePayment:
    found: TakePayment = from_plain(TakePayment, json.loads(command))
    return found


def the_attempt(reader: Reader, attempt_id: str) -> Attempt:
    """The attempt that must be there."""
    found = attempt(reader, attempt_id)
    if found is None:
        raise Bug(f"there is no attempt {attempt_id}")
    return found


def wanted_shares(reader: Reader, attempt_id: str) -> tuple[tuple[InvoiceId, Money], ...]:
    """What of it was meant for which invoice; a later amount comes after the one before."""
    found: dict[str, Money] = {}
    for invoice_id, minor, currency in reader.fetch(_INVOICES, id=attempt_id):
        found.pop(invoice_id, None)
        found[invoice_id] = Money(minor, currency)
    return tuple((InvoiceId(each), amount) for each, amount in found.items() if amount)


def working(reader: Reader, attempt_id: str) -> Working | None:
    row = reader.first(_WORKING, id=attempt_id)
    return None if row is None else _working(row)


def all_working(reader: Reader) -> tuple[Working, ...]:
    """Every attempt this window works on, the longest waiting first."""
    return tuple(_working(row) for row in reader.fetch(_ALL_WORKING))


def ended(reader: Reader, attempt_id: str) -> Ended | None:
    """How it ended; where two windows say so, the one that charged holds."""
    row = reader.first(_ENDED, id=attempt_id)
    if row is None:
        return None
    outcome, code, decline_code, swept, at, *refs = row
    how = Outcome(outcome)
    return Ended(how, code, decline_code, bool(swept), instant_from(at), *refs)


def open_here(reader: Reader) -> tuple[AttemptId, ...]:
    """The attempts that this window must find out about: its own, and those it took over."""
    own = {row[0] for row in reader.fetch(_OPEN_HERE)}
    taken = {row[0] for row in reader.fetch(_TAKEN_HERE)}
    return tuple(AttemptId(each) for each in sorted(own | taken))


def open_for(reader: Reader, payment_id: str) -> bool:
    """Whether an attempt of this payment has not ended."""
    return reader.first(_OPEN_FOR, payment_id=payment_id) is not None


def payment_of_charge(reader: Reader, charge_ref: str) -> PaymentId | None:
    """The payment that has this charge in the books already."""
    row = reader.first(_CHARGED, ref=charge_ref)
    return None if row is None else PaymentId(row[0])


def here(reader: Reader) -> StationId:
    """The station whose books these are."""
    return StationId(reader.scalar(_HERE))


def life_began(reader: Reader) -> datetime:
    """When this life of the station began: what it did before may have been posted since, in
    records that a restored backup does not have.
    """
    return instant_from(reader.scalar(_LIFE))


def has_rival(reader: Reader, attempt_id: str) -> bool:
    """Whether another window began to charge a card for the same bill, before."""
    return reader.first(_RIVAL, id=attempt_id) is not None


def left_behind(reader: Reader, intent_ref: str) -> bool:
    """Whether an attempt of this window had this intent and has ended."""
    return reader.first(_LEFT, ref=intent_ref) is not None


def is_accepted(reader: Reader, attempt_id: str) -> bool:
    """Whether a manager agreed that its shift may be closed all the same."""
    return reader.first(_ACCEPTED, id=attempt_id) is not None


def _working(row: Any) -> Working:
    named = dict(zip((c.name for c in schema.card_working.columns), row, strict=True))
    armed = named["armed_at"]
    return Working(
        **{
            **named,
            "attempt_id": AttemptId(named["attempt_id"]),
            "state": AttemptState(named["state"]),
            "wants_void": bool(named["wants_void"]),
            "swept": bool(named["swept"]),
            "armed_at": None if armed is None else instant_from(armed),
            "state_since": instant_from(named["state_since"]),
        }
    )


def doubled(reader: Reader) -> tuple[tuple[PaymentId, datetime], ...]:
    """Payments of this window whose card charge is in the books of another one, where it holds, and
    when it was posted there.
    """
    return tuple((PaymentId(row[0]), instant_from(row[1])) for row in reader.fetch(_DOUBLED))
