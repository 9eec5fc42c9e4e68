"""Refunds read whole, with every step; and what asking for one has to know of others."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select

from app.areas.approvals.schema import approval
from app.areas.cards.schema import card_charge
from app.areas.payments.values import TenderKind
from app.areas.refunds import errors, schema
from app.areas.refunds.card_values import CardRefundAt, CardRefundState
from app.areas.refunds.rules import StoredPart, StoredRefund, StoredStep
from app.areas.refunds.values import Need, RefundMethod, RefundStatus, StepName
from app.kernel.clock import instant_from
from app.kernel.ids import (
    AccountId,
    BankAccountId,
    CardReaderId,
    GatewayId,
    InvoiceId,
    PaymentId,
    ReasonId,
    RefundId,
    ShiftId,
    TenderId,
    UserId,
    check_id,
)
from app.kernel.money import Money
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_refund, _part, _step = (
    counted(schema.refund),
    counted(schema.refund_part),
    counted(schema.refund_step),
)
_receipt, _charge, _approval = (
    counted(schema.refund_receipt),
    counted(card_charge),
    counted(approval),
)
_r, _p, _s, _n, _c, _a = _refund.c, _part.c, _step.c, _receipt.c, _charge.c, _approval.c
_st, _w = schema.refund_state.c, schema.refund_working.c
_REFUND = Read(
    select(
        _r.number,
        _r.account_id,
        _r.payment_id,
        _r.amount_minor,
        _r.currency,
        _r.method,
        _r.reason_id,
        _r.reason,
        _r.description,
        _r.detected_on,
        _r.due_on,
        _r.owed_again,
        _r.invoice_ids,
        _r.approvals_needed,
        _r.needs,
        _r.payee_name,
        _r.payee_address,
        _r.gateway_id,
        _r.charge_ref,
        _r.at,
        _r.business_date,
        _r.station_id,
        _r.made_by,
    ).where(_r.id == bindparam("id"))
)
_PARTS = Read(
    select(
        _p.payment_id, _p.tender_id, _p.tender_method, _p.tender_kind, _p.amount_minor, _p.currency
    )
    .where(_p.refund_id == bindparam("id"))
    .order_by(_p.part_no, _p.id)
)
_STEPS = Read(
    select(
        _s.id,
        _s.step,
        _s.station_id,
        _s.at,
        _s.business_date,
        _s.made_by,
        func.coalesce(_a.made_by, _s.made_by),
        _s.method,
        _s.amount_minor,
        _s.currency,
        _s.shift_id,
        _s.movement_id,
        _s.rounding_minor,
        _s.gl_code,
        _s.bank_account_id,
        _s.bank,
        _s.check_number,
        _s.reference,
        _s.happened_on,
        _s.gateway_ref,
        _s.gateway_key,
        _s.code,
        _s.reason,
        _s.note,
        _s.told_how,
        _s.reverses_id,
    )
    .select_from(_step.outerjoin(_approval, _a.id == _s.approval_id))
    .where(_s.refund_id == bindparam("id"))
    .order_by(_s.at, _s.id)
)
_RECEIPT = Read(
    select(_n.id, _n.snapshot, _n.revision_no)
    .where(_n.refund_id == bindparam("id"))
    .order_by(_n.revision_no.desc(), _n.id.desc())
    .limit(1)
)
_CHARGE = Read(
    select(_c.gateway_id, _c.charge_ref, _c.interac).where(_c.tender_id == bindparam("tender_id"))
)
_live = (_st.status != RefundStatus.CANCELLED.value,)
_ALIKE = Read(
    select(_st.number, _st.amount_minor, _st.currency)
    .where(
        _st.account_id == bindparam("account_id"),
        _st.amount_minor == bindparam("minor"),
        _st.payment_id.is_(bindparam("payment_id")),
        *_live,
    )
    .order_by(_st.at.desc())
    .limit(1)
)
_UNSEEN = Read(
    select(func.coalesce(func.sum(_st.amount_minor), 0)).where(
        _st.account_id == bindparam("account_id"),
        _st.business_date == bindparam("day"),
        _st.currency == bindparam("currency"),
        _st.approvals_needed == literal_column("0"),
        *_live,
    )
)
_CREDIT_ASKED = Read(
    select(func.coalesce(func.sum(_st.amount_minor), 0)).where(
        _st.account_id == bindparam("account_id"),
        _st.currency == bindparam("currency"),
        _st.payment_id.is_(None),
        _st.booked == literal_column("0"),
        *_live,
    )
)
_CHECK_USED = Read(
    select(_r.number)
    .select_from(_step)
    .join(_refund, _r.id == _s.refund_id)
    .where(
        _s.step == StepName.PAID.value,
        _s.bank_account_id == bindparam("bank_account_id"),
        _s.check_number == bindparam("check_number"),
        _s.check_number != literal_column("''"),
    )
    .limit(1)
)
_back = _step.alias("back").c
_GIVEN_ON = Read(
    select(func.count(), func.coalesce(func.sum(_s.amount_minor), 0)).where(
        _s.step == StepName.PAID.value,
        _s.business_date == bindparam("day"),
        _s.currency == bindparam("currency"),
        ~select(literal_column("1"))
        .where(_back.refund_id == _s.refund_id, _back.reverses_id == _s.id)
        .exists(),
    )
)
_working = select(
    _w.refund_id,
    _st.number,
    _w.state,
    _w.gateway_id,
    _w.charge_ref,
    _w.amount_minor,
    _w.currency,
    _w.key,
    _w.key_at,
    _w.gateway_ref,
    _w.reader_id,
    _w.tries,
    _w.trouble,
    _w.next_at,
).join_from(schema.refund_working, schema.refund_state, _st.refund_id == _w.refund_id)
_WORKING = Read(_working.where(_w.refund_id == bindparam("id")))
_AT_WORK = Read(_working.order_by(_w.key_at, _w.refund_id))
_STEP_OF_REF = Read(
    select(_s.id).where(_s.gateway_ref == bindparam("ref"), _s.gateway_ref != "").limit(1)
)
_THERE = Read(select(_r.id).where(_r.id == bindparam("id")))


def stored_refund(reader: Reader, refund_id: RefundId) -> StoredRefund:
    """A refund whole; a UserError when there is none."""
    row = reader.first(_REFUND, id=check_id(refund_id, "refund_id"))
    if row is None:
        raise errors.no_such_refund()
    number, account_id, payment_id, minor, currency, method, reason_id, reason = row[:8]
    description, detected, due, owed_again, invoice_ids, needed, needs = row[8:15]
    payee, address, gateway_id, charge_ref, at, day, station_id, by = row[15:]
    return StoredRefund(
        refund_id=refund_id,
        number=number,
        account_id=AccountId(account_id),
        payment_id=None if payment_id is None else PaymentId(payment_id),
        amount=Money(minor, currency),
        method=RefundMethod(method),
        reason_id=ReasonId(reason_id),
        reason=reason,
        description=description,
        detected_on=date.fromisoformat(detected),
        due_on=date.fromisoformat(due),
        owed_again=bool(owed_again),
        invoice_ids=tuple(InvoiceId(one) for one in json.loads(invoice_ids)),
        approvals_needed=needed,
        needs=tuple(Need(one) for one in needs.split()),
        payee_name=payee,
        payee_address=address,
        gateway_id=None if gateway_id is None else GatewayId(gateway_id),
        charge_ref=charge_ref,
        at=instant_from(at),
        business_date=date.fromisoformat(day),
        station_id=station_id,
        requested_by=UserId(by),
        parts=tuple(_part_of(one) for one in reader.fetch(_PARTS, id=refund_id)),
        steps=tuple(_step_of(one) for one in reader.fetch(_STEPS, id=refund_id)),
    )


def _part_of(row: tuple[Any, ...]) -> StoredPart:
    payment_id, tender_id, method, kind, minor, currency = row
    return StoredPart(
        PaymentId(payment_id), TenderId(tender_id), method, TenderKind(kind), Money(minor, currency)
    )


def _step_of(row: tuple[Any, ...]) -> StoredStep:
    step_id, step, station_id, at, day, made_by, by, method, minor, currency = row[:10]
    shift_id, movement_id, rounding, gl_code, bank_id, bank, check, reference, on = row[10:19]
    gateway_ref, key, code, reason, note, told_how, reverses_id = row[19:]
    return StoredStep(
        step_id=step_id,
        step=StepName(step),
        station_id=station_id,
        at=instant_from(at),
        business_date=date.fromisoformat(day),
        made_by=UserId(made_by),
        by=UserId(by),
        method=RefundMethod(method),
        amount=Money(minor, currency),
        shift_id=None if shift_id is None else ShiftId(shift_id),
        movement_id=movement_id,
        rounding=None if rounding is None else Money(rounding, currency),
        gl_code=gl_code,
        bank_account_id=None if bank_id is None else BankAccountId(bank_id),
        bank=bank,
        check_number=check,
        reference=reference,
        happened_on=None if on is None else date.fromisoformat(on),
        gateway_ref=gateway_ref,
        gateway_key=key,
        code=code,
        reason=reason,
        note=note,
        told_how=told_how,
        reverses_id=reverses_id,
    )


def newest_receipt(reader: Reader, refund_id: RefundId) -> tuple[str, str, int] | None:
    """(id, snapshot as JSON, revision) of the paper of a refund as it reads now."""
    found: tuple[str, str, int] | None = reader.first(_RECEIPT, id=refund_id)
    return found


def charge_of(reader: Reader, tender_id: TenderId) -> tuple[GatewayId, str, bool] | None:
    """(gateway, charge, whether it is given back at the reader alone) of a card tender; None where
    no reader of ours charged it.
    """
    row = reader.first(_CHARGE, tender_id=tender_id)
    if row is None:
        return None
    gateway_id, charge_ref, interac = row
    return GatewayId(gateway_id), charge_ref, bool(interac)


def asked_alike(
    reader: Reader, account_id: AccountId, payment_id: PaymentId | None, amount: Money
) -> tuple[str, Money] | None:
    """(number, amount) of the latest refund of the same money that is not cancelled."""
    row = reader.first(_ALIKE, account_id=account_id, payment_id=payment_id, minor=amount.minor)
    return None if row is None else (row[0], Money(row[1], row[2]))


def given_unseen(reader: Reader, account_id: AccountId, day: date, currency: str) -> Money:
    """What goes back to an account that day without anybody else's word."""
    minor = reader.scalar(_UNSEEN, account_id=account_id, day=day.isoformat(), currency=currency)
    return Money(int(minor), currency)


def given_on(reader: Reader, day: date, currency: str) -> tuple[int, int]:
    """How many refunds were given back on a day, and what they come to in minor units."""
    count, minor = reader.first(_GIVEN_ON, day=day.isoformat(), currency=currency)
    return int(count), int(minor)


def credit_asked(reader: Reader, account_id: AccountId, currency: str) -> Money:
    """Credit that somebody asked back and nobody agreed to yet."""
    return Money(
        int(reader.scalar(_CREDIT_ASKED, account_id=account_id, currency=currency)), currency
    )


def check_used(reader: Reader, bank_account_id: BankAccountId, number: str) -> str | None:
    """The refund that a check of this bank account paid already."""
    found: str | None = reader.scalar(
        _CHECK_USED, bank_account_id=bank_account_id, check_number=number
    )
    return found


def step_of_ref(reader: Reader, ref: str) -> str | None:
    """A step that has this refund of a processor."""
    found: str | None = reader.scalar(_STEP_OF_REF, ref=ref)
    return found


def is_there(reader: Reader, refund_id: str) -> bool:
    """Whether there is a refund of this id."""
    return reader.first(_THERE, id=refund_id) is not None


def working(reader: Reader, refund_id: RefundId) -> CardRefundAt | None:
    """What this window knows of a card refund it is at."""
    row = reader.first(_WORKING, id=refund_id)
    return None if row is None else _working_of(row)


def at_work(reader: Reader) -> tuple[CardRefundAt, ...]:
    """Every card refund this window is at, oldest first."""
    return tuple(_working_of(row) for row in reader.fetch(_AT_WORK))


def _working_of(row: tuple[Any, ...]) -> CardRefundAt:
    refund_id, number, state, gateway_id, charge_ref, minor, currency, key, key_at = row[:9]
    gateway_ref, reader_id, tries, trouble, next_at = row[9:]
    return CardRefundAt(
        refund_id=RefundId(refund_id),
        number=number,
        state=CardRefundState(state),
        gateway_id=GatewayId(gateway_id),
        charge_ref=charge_ref,
        amount=Money(minor, currency),
        key=key,
        key_at=instant_from(key_at),
        gateway_ref=gateway_ref,
        reader_id=None if reader_id is None else CardReaderId(reader_id),
        tries=tries,
        trouble=trouble,
        next_at=None if next_at is None else instant_from(next_at),
    )
