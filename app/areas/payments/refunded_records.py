"""What goes back of payments: how much less they are worth, and which refunds are on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select

from app.areas.payments import schema
from app.areas.payments.undoing_values import RefundOnPayment
from app.kernel.ids import AccountId, PaymentId, RefundId, TenderId
from app.kernel.money import Money
from app.storage.statements import Read, Reader
from app.storage.tables import counted
from app.storage.unit_of_work import UnitOfWork

_f, _o = counted(schema.payment_refund).c, schema.payment_refunded.c
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
