"""Stores payments, tenders, allocations and receipts, and keeps parked forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from app.areas.payments import receipt as receipts
from app.areas.payments import schema
from app.areas.payments.rules import Share
from app.areas.payments.seed import TENDERS
from app.areas.payments.values import ParkForm, Receipt, TakePayment
from app.kernel.clock import instant_text
from app.kernel.ids import ReceiptId, derived_id
from app.kernel.money import Money
from app.storage.canonical import canonical_json
from app.storage.numbering import Number
from app.storage.search import index_key
from app.storage.statements import Read
from app.storage.unit_of_work import UnitOfWork

_t = schema.tender_type.c
_TENDER = Read(
    select(_t.name, _t.kind, _t.gl_code).where(_t.method == bindparam("method"), _t.active == 1)
)


@dataclass(frozen=True, slots=True)
class Leg:
    """A tender as it is stored."""

    method: str
    words: str
    kind: str
    gl_code: str
    amount: Money
    given: Money | None
    change: Money | None
    reference: str


def add_tender_types(uow: UnitOfWork) -> None:
    """The kinds of tender a practice begins with."""
    for position, seed in enumerate(TENDERS, 1):
        uow.create(
            schema.tender_type,
            {
                "id": derived_id("tender_type", seed.method),
                "method": seed.method,
                "name": seed.name,
                "kind": seed.kind,
                "gl_code": seed.gl_code,
                "required": seed.required,
                "opens_drawer": int(seed.opens_drawer),
                "in_deposit": int(seed.in_deposit),
                "refunded_by": "",
                "position": position,
                "active": 1,
            },
        )


def tender_type(uow: UnitOfWork, method: str) -> tuple[str, str, str] | None:
    """(name, kind, gl_code) of an active kind of tender, or None."""
    found: tuple[str, str, str] | None = uow.first(_TENDER, method=method)
    return found


def add_payment(
    uow: UnitOfWork, command: TakePayment, number: str, amount: Money, day: date, shift_id: str
) -> None:
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
            "channel": "counter",
            "payer_name": command.payer_name,
            "purpose": command.purpose,
            "shift_id": shift_id,
            "received_by": uow.actor.user_id,
            "notes": command.notes,
        },
    )


def add_tender(uow: UnitOfWork, payment_id: str, leg_no: int, leg: Leg, shift_id: str) -> None:
    uow.insert(
        schema.tender,
        {
            "id": uow.new_id(),
            "payment_id": payment_id,
            "leg_no": leg_no,
            "method": leg.method,
            "kind": leg.kind,
            "gl_code": leg.gl_code,
            "amount_minor": leg.amount.minor,
            "currency": leg.amount.currency,
            "given_minor": None if leg.given is None else leg.given.minor,
            "change_minor": None if leg.change is None else leg.change.minor,
            "rounding_minor": None,
            "shift_id": shift_id,
            "reference": leg.reference,
            "bank": "",
            "check_number": "",
            "card_last4": "",
            "card_brand": "",
            "wallet": "",
            "gateway": "",
            "gateway_transaction_id": "",
        },
    )


def add_allocations(
    uow: UnitOfWork, command: TakePayment, shares: Sequence[Share], day: date
) -> None:
    for share in shares:
        uow.insert(
            schema.allocation,
            {
                **uow.made(day),
                "id": uow.new_id(),
                "payment_id": command.id,
                "invoice_id": share.item.invoice_id,
                "account_id": command.account_id,
                "amount_minor": share.amount.minor,
                "currency": share.amount.currency,
                "purpose": share.purpose,
                "reverses_id": None,
                "notes": "",
            },
        )


def add_receipt(
    uow: UnitOfWork, command: TakePayment, number: Number, snapshot: Receipt
) -> ReceiptId:
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
            "payment_id": command.id,
            "account_id": command.account_id,
            "snapshot": canonical_json(receipts.stored(snapshot)),
        },
    )
    index_key(uow, number.text, "receipt", receipt_id, command.account_id)
    return ReceiptId(receipt_id)


def park(uow: UnitOfWork, command: ParkForm) -> None:
    uow.put(
        schema.parked_form,
        {
            "payment_id": command.payment_id,
            "account_id": command.account_id,
            "method": command.method,
            "amount_text": command.amount_text,
            "given_text": command.given_text,
            "invoice_ids": " ".join(command.invoice_ids),
            "user_id": uow.actor.user_id,
            "at": instant_text(uow.now),
        },
    )


def drop_parked(uow: UnitOfWork, payment_id: str) -> None:
    uow.drop(schema.parked_form, payment_id=payment_id)
