"""Checks the bank did not pay: which returns stand, and the facts of a return and its taking
back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select

from app.areas.payments import schema
from app.areas.payments.undoing_rules import StoredReturn
from app.areas.payments.values import PaymentStatus, Purpose
from app.kernel.clock import instant_from
from app.kernel.ids import AccountId, InvoiceId, PaymentId, TenderId
from app.kernel.money import Money
from app.storage.statements import Read, Reader
from app.storage.tables import Row, counted
from app.storage.unit_of_work import UnitOfWork

_return, _allocation, _tender = (
    counted(schema.returned_check),
    counted(schema.allocation),
    counted(schema.tender),
)
_back, _hold = _return.alias("return_back"), schema.tender_hold.c
_q, _a, _t = _return.c, _allocation.c, _tender.c
_there: Any = literal_column("1")
_stands = _q.reverses_id.is_(None) & ~(
    select(_there).where(_back.c.tender_id == _q.tender_id, _back.c.reverses_id == _q.id).exists()
)
_OF_PAYMENT = Read(
    select(
        _q.tender_id,
        _q.id,
        _q.amount_minor,
        _q.currency,
        _q.bank_date,
        _q.bank_reason,
        _q.place,
        _q.gl_code,
        _q.deposit_id,
        _q.fee_minor,
        _q.fee_invoice_id,
        _q.flag_id,
        _q.made_by,
        _q.at,
    ).where(_q.payment_id == bindparam("payment_id"), _stands)
)
_HELD = Read(
    select(_hold.tender_id, _hold.why)
    .select_from(_tender)
    .join(schema.tender_hold, _hold.tender_id == _t.id)
    .where(_t.payment_id == bindparam("payment_id"))
)
_PAYMENT_OF = Read(select(_t.payment_id).where(_t.id == bindparam("tender_id")))
_PAYMENT_OF_RETURN = Read(select(_q.payment_id).where(_q.id == bindparam("return_id")))
_AT_BANK = Read(
    select(func.count()).where(
        _q.deposit_id == bindparam("deposit_id"), _q.place == literal_column("'bank'"), _stands
    )
)
_OTHERS = Read(
    select(func.count()).where(
        _q.account_id == bindparam("account_id"), _q.id != bindparam("return_id"), _stands
    )
)
_TAKEN = Read(
    select(
        _a.invoice_id,
        _a.account_id,
        _a.currency,
        -func.sum(_a.amount_minor),
        func.min(_a.purpose),
    )
    .where(_a.payment_id == bindparam("payment_id"), _a.action_id == bindparam("return_id"))
    .group_by(_a.invoice_id, _a.account_id, _a.currency)
    .having(func.sum(_a.amount_minor) < 0)
    .order_by(func.max(_a.id).desc())
)
_PAYERS_OF = Read(
    select(_a.payment_id)
    .where(_a.invoice_id == bindparam("invoice_id"))
    .group_by(_a.payment_id)
    .having(func.sum(_a.amount_minor) > 0)
    .order_by(func.min(_a.id))
)


def standing(tender_id: Any) -> Any:
    """SQL: whether a return of this tender stands."""
    return select(_there).where(_q.tender_id == tender_id, _stands).exists()


def returned_minor(payment_id: Any) -> Any:
    """SQL: what the checks of a payment come to that the bank did not pay."""
    return (
        select(func.coalesce(func.sum(_q.amount_minor), 0))
        .where(_q.payment_id == payment_id, _stands)
        .scalar_subquery()
    )


@dataclass(frozen=True, slots=True)
class NewReturn:
    """A return, or with `reverses_id` the taking back of one."""

    return_id: str
    payment_id: PaymentId
    tender_id: TenderId
    account_id: AccountId
    amount: Money
    bank_date: date
    bank_reason: str
    place: str
    gl_code: str
    deposit_id: str | None
    fee: Money
    fee_invoice_id: InvoiceId | None
    flag_id: str | None
    note: str
    reverses_id: str | None = None


def returns_of(reader: Reader, payment_id: PaymentId) -> dict[str, StoredReturn]:
    """The returns of a payment's checks that stand, by tender."""
    return {row[0]: _stored(row[1:]) for row in reader.fetch(_OF_PAYMENT, payment_id=payment_id)}


def _stored(row: tuple[Any, ...]) -> StoredReturn:
    return_id, minor, currency, bank_date, reason, place, gl_code, deposit_id = row[:8]
    fee_minor, fee_invoice_id, flag_id, by, at = row[8:]
    return StoredReturn(
        return_id=return_id,
        amount=Money(minor, currency),
        bank_date=date.fromisoformat(bank_date),
        bank_reason=reason,
        place=place,
        gl_code=gl_code,
        deposit_id=deposit_id,
        fee=Money(fee_minor, currency),
        fee_invoice_id=None if fee_invoice_id is None else InvoiceId(fee_invoice_id),
        flag_id=flag_id,
        by=by,
        at=instant_from(at),
    )


def holds_of(reader: Reader, payment_id: PaymentId) -> dict[str, str]:
    """The deposits that hold checks of a payment, by tender."""
    return dict(reader.fetch(_HELD, payment_id=payment_id))


def payment_of(reader: Reader, tender_id: TenderId) -> PaymentId | None:
    """The payment a tender is of."""
    found = reader.scalar(_PAYMENT_OF, tender_id=tender_id)
    return None if found is None else PaymentId(found)


def payment_of_return(reader: Reader, return_id: str) -> PaymentId | None:
    """The payment a return, or its taking back, is about."""
    found = reader.scalar(_PAYMENT_OF_RETURN, return_id=return_id)
    return None if found is None else PaymentId(found)


def returned_at_bank(reader: Reader, deposit_id: str) -> bool:
    """Whether the bank took a check of this deposit off again after it had credited it."""
    return bool(reader.scalar(_AT_BANK, deposit_id=deposit_id))


def another_stands(reader: Reader, account_id: AccountId, return_id: str) -> bool:
    """Whether another check of the account is returned as well."""
    return bool(reader.scalar(_OTHERS, account_id=account_id, return_id=return_id))


def taken_by(
    reader: Reader, payment_id: PaymentId, return_id: str
) -> tuple[tuple[InvoiceId, AccountId, Money, Purpose], ...]:
    """(invoice, its account, how much, what for) of what a return took off invoices, those paid
    first first.
    """
    return tuple(
        (InvoiceId(invoice_id), AccountId(account_id), Money(minor, currency), Purpose(purpose))
        for invoice_id, account_id, currency, minor, purpose in reader.fetch(
            _TAKEN, payment_id=payment_id, return_id=return_id
        )
    )


def payers_of(reader: Reader, invoice_id: InvoiceId) -> tuple[PaymentId, ...]:
    """The payments that pay an invoice now."""
    return tuple(PaymentId(row[0]) for row in reader.fetch(_PAYERS_OF, invoice_id=invoice_id))


def add_return(uow: UnitOfWork, new: NewReturn, day: date) -> None:
    """The return as a fact."""
    uow.insert(
        schema.returned_check,
        {
            **uow.made(day),
            "id": new.return_id,
            "payment_id": new.payment_id,
            "tender_id": new.tender_id,
            "account_id": new.account_id,
            "amount_minor": new.amount.minor,
            "currency": new.amount.currency,
            "bank_date": new.bank_date.isoformat(),
            "bank_reason": new.bank_reason,
            "place": new.place,
            "gl_code": new.gl_code,
            "deposit_id": new.deposit_id,
            "fee_minor": new.fee.minor,
            "fee_invoice_id": new.fee_invoice_id,
            "flag_id": new.flag_id,
            "note": new.note,
            "approval_id": None,
            "reverses_id": new.reverses_id,
        },
    )


def mark_state(
    uow: UnitOfWork, payment_id: PaymentId, unapplied: Money, status: PaymentStatus
) -> None:
    """Where the payment stands after money of it went back."""
    fields: Row = {"status": status, "unapplied_minor": unapplied.minor}
    uow.update(schema.payment_state, fields, payment_id=payment_id)
