"""What goes back of payments: how much less they are worth, and which refunds are on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select

from app.areas.payments import schema
from app.areas.payments.undoing_values import RefundOnPayment
from app.areas.payments.values import Purpose
from app.kernel.clock import instant_from
from app.kernel.ids import AccountId, InvoiceId, PaymentId, RefundId, TenderId
from app.kernel.money import Money
from app.storage.statements import Read, Reader
from app.storage.tables import counted
from app.storage.unit_of_work import UnitOfWork

_fact = counted(schema.payment_refund)
_f, _o = _fact.c, schema.payment_refunded.c
_GONE = Read(
    select(func.coalesce(func.sum(_f.amount_minor), 0)).where(
        _f.payment_id == bindparam("payment_id")
    )
)
_ON = Read(
    select(_o.refund_id, _o.tender_id, _o.number, _o.status, _o.amount_minor, _o.currency)
    .where(_o.payment_id == bindparam("payment_id"))
    .order_by(_o.refund_id, _o.tender_id)
)


_BACK = Read(
    select(
        _o.number,
        _o.status,
        func.sum(_f.amount_minor),
        _f.currency,
        func.min(_f.made_by),
        func.min(_f.at),
    )
    .join_from(schema.payment_refunded, _fact, (_f.refund_id == _o.refund_id))
    .where(
        _f.payment_id == bindparam("payment_id"),
        _o.payment_id == _f.payment_id,
        _o.tender_id == _f.tender_id,
    )
    .group_by(_o.refund_id)
    .order_by(func.min(_f.at))
)
_BY = Read(
    select(_f.id, _f.tender_id, _f.amount_minor, _f.currency)
    .where(_f.action_id == bindparam("action_id"), _f.payment_id == bindparam("payment_id"))
    .order_by(_f.id)
)
_allocation = counted(schema.allocation)
_a, _same = _allocation.c, _allocation.alias("same").c
_there: Any = literal_column("1")
_again = (
    select(_there)
    .where(_same.reverses_id.in_([_a.id, _a.reverses_id]), _same.id != _a.id)
    .correlate(_allocation)
    .exists()
)
_MOVED = Read(
    select(
        _a.id,
        _a.invoice_id,
        _a.account_id,
        _a.amount_minor,
        _a.currency,
        _a.purpose,
        _a.reverses_id,
        _again,
    )
    .where(_a.payment_id == bindparam("payment_id"), _a.action_id == bindparam("action_id"))
    .order_by(_a.id)
)


@dataclass(frozen=True, slots=True)
class MovedByRefund:
    """What one step of a refund did to an allocation; `again`: so did another window, or it was
    taken back since.
    """

    row_id: str
    invoice_id: InvoiceId
    account_id: AccountId
    amount: Money
    purpose: Purpose
    reverses_id: str | None
    again: bool


@dataclass(frozen=True, slots=True)
class TakenByRefund:
    """What one step of a refund took of one tender."""

    row_id: str
    tender_id: TenderId
    amount: Money


@dataclass(frozen=True, slots=True)
class NewPaymentRefund:
    """What a refund takes of a payment; with a negative amount what it gives back again."""

    payment_id: PaymentId
    tender_id: TenderId
    account_id: AccountId
    refund_id: RefundId
    action_id: str
    amount: Money
    reverses_id: str | None = None


def refunded_minor(payment_id: Any) -> Any:
    """SQL: what of a payment went back or is on its way."""
    return (
        select(func.coalesce(func.sum(_f.amount_minor), 0))
        .where(_f.payment_id == payment_id)
        .scalar_subquery()
    )


def refunded(reader: Reader, payment_id: PaymentId, currency: str) -> Money:
    """What of a payment went back, or is owed to whoever paid it."""
    return Money(int(reader.scalar(_GONE, payment_id=payment_id)), currency)


def refunds_on(reader: Reader, payment_id: PaymentId) -> tuple[RefundOnPayment, ...]:
    """The refunds of a payment that are not cancelled, the first one first."""
    return tuple(
        RefundOnPayment(
            RefundId(refund_id), TenderId(tender_id), number, status, Money(minor, currency)
        )
        for refund_id, tender_id, number, status, minor, currency in reader.fetch(
            _ON, payment_id=payment_id
        )
    )


def rows_of(reader: Reader, action_id: str, payment_id: PaymentId) -> tuple[TakenByRefund, ...]:
    """What a step of a refund took of a payment."""
    return tuple(
        TakenByRefund(row_id, TenderId(tender_id), Money(minor, currency))
        for row_id, tender_id, minor, currency in reader.fetch(
            _BY, action_id=action_id, payment_id=payment_id
        )
    )


def moved_by(reader: Reader, action_id: str, payment_id: PaymentId) -> tuple[MovedByRefund, ...]:
    """What a step of a refund did to the allocations of a payment, in its order."""
    return tuple(
        MovedByRefund(
            row_id,
            InvoiceId(invoice_id),
            AccountId(account_id),
            Money(minor, currency),
            Purpose(purpose),
            reverses_id,
            bool(again),
        )
        for row_id, invoice_id, account_id, minor, currency, purpose, reverses_id, again in (
            reader.fetch(_MOVED, action_id=action_id, payment_id=payment_id)
        )
    )


def gone_back(
    reader: Reader, payment_id: PaymentId
) -> tuple[tuple[str, str, Money, str, datetime], ...]:
    """(refund's number, where it stands, amount, who, when) of what of a payment is owed back or
    went back.
    """
    return tuple(
        (number, status, Money(minor, currency), by, instant_from(at))
        for number, status, minor, currency, by, at in reader.fetch(_BACK, payment_id=payment_id)
    )


def add_payment_refund(uow: UnitOfWork, new: NewPaymentRefund, day: date) -> str:
    """The fact that a payment is worth so much less; its id."""
    made_id = uow.new_id()
    uow.insert(
        schema.payment_refund,
        {
            **uow.made(day),
            "id": made_id,
            "payment_id": new.payment_id,
            "tender_id": new.tender_id,
            "account_id": new.account_id,
            "refund_id": new.refund_id,
            "action_id": new.action_id,
            "amount_minor": new.amount.minor,
            "currency": new.amount.currency,
            "reverses_id": new.reverses_id,
        },
    )
    return made_id
