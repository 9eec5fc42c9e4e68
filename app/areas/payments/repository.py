"""Stores payments, tenders, allocations and receipts, and keeps where each payment stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, literal_column, select

from app.areas.payments import receipt as receipts
from app.areas.payments import schema
from app.areas.payments.returned_records import standing
from app.areas.payments.rules import TenderLeg
from app.areas.payments.values import PaymentStatus, Purpose, Receipt, ReceiptRef, TakePayment
from app.kernel.clock import instant_from, instant_text
from app.kernel.ids import AccountId, CommandId, InvoiceId, PaymentId, ReceiptId
from app.kernel.money import Money
from app.storage.canonical import canonical_json
from app.storage.numbering import Number
from app.storage.search import index_key
from app.storage.statements import Read, Reader
from app.storage.tables import Row, counted
from app.storage.unit_of_work import UnitOfWork

_payment, _tender, _receipt = (
    counted(schema.payment),
    counted(schema.tender),
    counted(schema.receipt),
)
_s, _c, _t, _r = schema.payment_state.c, _payment.c, _tender.c, _receipt.c
_later = _tender.alias("later")
_same = (
    select(_c.number, _r.id, _c.at)
    .select_from(_payment)
    .join(schema.payment_state, _s.payment_id == _c.id)
    .join(_tender, _t.payment_id == _c.id)
    .join(_receipt, (_r.payment_id == _c.id) & (_r.number == _c.number))
    .where(~select(literal_column("1")).where(_later.c.corrects_id == _t.id).exists())
    .order_by(_c.at.desc())
    .limit(1)
)
_like = _same.where(_s.status == PaymentStatus.COMPLETED.value)
_JUST_TAKEN = Read(
    _like.where(
        _c.account_id == bindparam("account_id"),
        _c.at >= bindparam("since"),
        _c.amount_minor == bindparam("minor"),
        _t.kind == bindparam("kind"),
    )
)
_CHECK_SEEN = Read(
    _same.where(
        _s.status != PaymentStatus.VOID.value,
        _t.check_number == bindparam("number"),
        _t.check_number != "",
        func.lower(_t.bank) == func.lower(bindparam("bank")),
    ).add_columns(standing(_t.id))
)
_ACCOUNT_OF = Read(select(_c.account_id).where(_c.id == bindparam("id")))
_UNAPPLIED = Read(select(_s.unapplied_minor).where(_s.payment_id == bindparam("payment_id")))
_TAKEN = Read(select(_s.payment_id).where(_s.payment_id == bindparam("payment_id")))
_WITH_CREDIT = Read(
    select(_s.payment_id, _s.unapplied_minor, _s.currency)
    .select_from(schema.payment_state)
    .join(_payment, _c.id == _s.payment_id)
    .where(_s.account_id == bindparam("account_id"), _s.unapplied_minor > 0)
    .order_by(_c.at, _c.id)
)


@dataclass(frozen=True, slots=True)
class Seen:
    """An earlier payment that is not void, by its first receipt; `at` is UTC. `returned` when the
    bank did not pay its check.
    """

    receipt_number: str
    receipt_id: ReceiptId
    at: datetime
    returned: bool = False


@dataclass(frozen=True, slots=True)
class NewAllocation:
    """So much of a payment of `payer_account_id` to an invoice of `account_id`; an opposite one
    has a negative amount and says which it takes back.
    """

    payment_id: PaymentId
    payer_account_id: AccountId
    invoice_id: InvoiceId
    account_id: AccountId
    amount: Money
    purpose: Purpose
    action_id: CommandId
    reverses_id: str | None = None
    notes: str = ""


def add_payment(
    uow: UnitOfWork,
    command: TakePayment,
    number: str,
    amount: Money,
    day: date,
    shift_id: str | None,
) -> None:
    """The payment as a fact; nothing of it is allocated yet."""
    uow.insert(
        schema.payment,
        {
            **uow.made(day),
            "id": command.id,
            "number": number,
            "account_id": command.account_id,
            "payer_id": None,
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "source": command.source,
            "channel": command.channel,
            "payer_name": command.payer_name,
            "purpose": command.purpose,
            "shift_id": shift_id,
            "received_by": uow.actor.user_id,
            "notes": command.notes,
        },
    )


def begin_state(
    uow: UnitOfWork, command: TakePayment, unapplied: Money, day: date, shift_id: str | None
) -> None:
    """Where the new payment stands, after its first allocations."""
    uow.derive(
        schema.payment_state,
        {
            "payment_id": command.id,
            "account_id": command.account_id,
            "status": PaymentStatus.COMPLETED,
            "corrected": 0,
            "unapplied_minor": unapplied.minor,
            "currency": unapplied.currency,
            "shift_id": shift_id,
            "business_date": day.isoformat(),
        },
    )


def is_taken(uow: UnitOfWork, payment_id: PaymentId) -> bool:
    """Whether the payment of a form is in the books, void or not."""
    return uow.first(_TAKEN, payment_id=payment_id) is not None


def mark_void(uow: UnitOfWork, payment_id: PaymentId) -> None:
    """Nothing of a void payment is left, not even credit."""
    fields: Row = {"status": PaymentStatus.VOID, "unapplied_minor": 0}
    uow.update(schema.payment_state, fields, payment_id=payment_id)


def mark_corrected(uow: UnitOfWork, payment_id: PaymentId) -> None:
    uow.update(schema.payment_state, {"corrected": 1}, payment_id=payment_id)


def move_unapplied(uow: UnitOfWork, payment_id: PaymentId, by: Money) -> None:
    """Add to (or take from) what of a payment goes to no invoice."""
    before = int(uow.scalar(_UNAPPLIED, payment_id=payment_id))
    fields: Row = {"unapplied_minor": before + by.minor}
    uow.update(schema.payment_state, fields, payment_id=payment_id)


def just_taken(
    uow: UnitOfWork, account_id: AccountId, amount: Money, kind: str, since: datetime
) -> Seen | None:
    """The latest payment for an account since then, of this amount and kind of tender."""
    found = uow.first(
        _JUST_TAKEN,
        account_id=account_id,
        minor=amount.minor,
        kind=kind,
        since=instant_text(since),
    )
    return None if found is None else Seen(found[0], ReceiptId(found[1]), instant_from(found[2]))


def check_seen(uow: UnitOfWork, bank: str, number: str) -> Seen | None:
    """The latest payment with this check."""
    found = uow.first(_CHECK_SEEN, bank=bank, number=number)
    if found is None:
        return None
    return Seen(found[0], ReceiptId(found[1]), instant_from(found[2]), bool(found[3]))


def payments_with_credit(
    reader: Reader, account_id: AccountId
) -> tuple[tuple[PaymentId, Money], ...]:
    """(payment, what of it goes to no invoice) of an account, oldest first."""
    found = reader.fetch(_WITH_CREDIT, account_id=account_id)
    return tuple((PaymentId(payment_id), Money(left, code)) for payment_id, left, code in found)


def add_tender(
    uow: UnitOfWork,
    payment_id: str,
    leg_no: int,
    leg: TenderLeg,
    day: date,
    shift_id: str | None,
    *,
    tender_id: str | None = None,
    corrects_id: str | None = None,
    reason_id: str | None = None,
    reason: str = "",
) -> str:
    """One leg of a payment, or the right one for a leg that was wrong; the id of the tender."""
    made_id = tender_id or uow.new_id()
    uow.insert(
        schema.tender,
        {
            **uow.made(day),
            "id": made_id,
            "payment_id": payment_id,
            "leg_no": leg_no,
            "method": leg.method,
            "kind": leg.kind,
            "gl_code": leg.gl_code,
            "amount_minor": leg.amount.minor,
            "currency": leg.amount.currency,
            "given_minor": None if leg.given is None else leg.given.minor,
            "change_minor": None if leg.change is None else leg.change.minor,
            "rounding_minor": None if leg.rounding is None else leg.rounding.minor,
            "shift_id": shift_id,
            "reference": leg.reference,
            "bank": leg.bank,
            "check_number": leg.check_number,
            "card_last4": leg.card_last4,
            "card_brand": leg.card_brand,
            "wallet": leg.wallet,
            "gateway": leg.gateway,
            "gateway_transaction_id": leg.gateway_transaction_id,
            "corrects_id": corrects_id,
            "reason_id": reason_id,
            "reason": reason,
        },
    )
    if leg.check_number:
        account_id = uow.scalar(_ACCOUNT_OF, id=payment_id)
        index_key(uow, leg.check_number, "check", made_id, account_id)
    return made_id


def add_allocation(uow: UnitOfWork, new: NewAllocation, day: date) -> None:
    """The allocation as a fact; an account of the family is remembered. What the payment has left
    is moved by the caller, once for all its allocations.
    """
    uow.insert(
        schema.allocation,
        {
            **uow.made(day),
            "id": uow.new_id(),
            "payment_id": new.payment_id,
            "invoice_id": new.invoice_id,
            "account_id": new.account_id,
            "amount_minor": new.amount.minor,
            "currency": new.amount.currency,
            "purpose": new.purpose,
            "action_id": new.action_id,
            "reverses_id": new.reverses_id,
            "notes": new.notes,
        },
    )
    if new.account_id != new.payer_account_id:
        joined: Row = {"account_id": new.account_id, "payment_id": new.payment_id}
        uow.derive(schema.payment_joined, joined)


def add_receipt(
    uow: UnitOfWork,
    payment_id: str,
    account_id: AccountId,
    number: Number,
    snapshot: Receipt,
) -> ReceiptRef:
    """The receipt as a fact, findable by its number."""
    receipt_id = uow.new_id()
    uow.insert(
        schema.receipt,
        {
            **uow.made(snapshot.business_date),
            "id": receipt_id,
            "number": number.text,
            "number_series": number.series,
            "number_value": number.value,
            "payment_id": payment_id,
            "account_id": account_id,
            "amount_minor": snapshot.amount.minor,
            "currency": snapshot.amount.currency,
            "snapshot": canonical_json(receipts.stored(snapshot)),
        },
    )
    index_key(uow, number.text, "receipt", receipt_id, account_id)
    return ReceiptRef(ReceiptId(receipt_id), number.text, account_id)


def add_not_collected(
    uow: UnitOfWork,
    made_id: str,
    account_id: AccountId,
    amount: Money,
    day: date,
    *,
    shift_id: str | None,
    reason_id: str,
    reason: str,
    note: str,
) -> None:
    """Money that was asked for and not given."""
    uow.insert(
        schema.not_collected,
        {
            **uow.made(day),
            "id": made_id,
            "account_id": account_id,
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "shift_id": shift_id,
            "reason_id": reason_id,
            "reason": reason,
            "note": note,
        },
    )
