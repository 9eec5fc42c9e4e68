"""One payment with all that was done to it, and which verbs are legal for it now."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import bindparam, select

from app.areas.drawers import queries as drawers
from app.areas.drawers.values import ShiftBrief
from app.areas.invoices import queries as invoices
from app.areas.parties import queries as parties
from app.areas.payments import errors, schema
from app.areas.payments import receipt as receipts
from app.areas.payments import undoing_records as records
from app.areas.payments.undoing_rules import Standing, StoredPayment, StoredTender, refusal
from app.areas.payments.undoing_values import (
    AllocationRow,
    PaymentView,
    TenderRow,
    Verb,
    VerbName,
)
from app.areas.payments.values import Receipt
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.actor import Actor, Permission
from app.kernel.clock import zone_named
from app.kernel.errors import NotAllowed
from app.kernel.i18n import format_date, format_time
from app.kernel.ids import InvoiceId, PaymentId, UserId
from app.kernel.translate import t
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_n = counted(schema.receipt_revision).c
_REVISION = Read(select(_n.snapshot).where(_n.id == bindparam("id")))
NEEDS = {
    VerbName.VOID: Permission.VOID_PAYMENT,
    VerbName.CORRECT: Permission.VOID_PAYMENT,
    VerbName.REALLOCATE: Permission.TAKE_PAYMENT,
    VerbName.REFUND: Permission.REQUEST_REFUND,
    VerbName.RETURN_CHECK: Permission.RETURN_CHECK,
    VerbName.TAKE_BACK_RETURN: Permission.RETURN_CHECK,
}
"""What a verb asks of whoever does it."""


def payment_view(reader: Reader, payment_id: PaymentId, asker: UserId | None = None) -> PaymentView:
    """A payment as it stands, with the verbs that `asker` may use on it now and why not the others.

    Without an asker the verbs are those of whoever has the money.
    """
    payment = records.stored_payment(reader, payment_id)
    shift = _shift(reader, payment)
    who = _asker(reader, asker or UserId(shift.user_id if shift else payment.received_by), asker)
    standing = standing_of(reader, payment, who)
    return PaymentView(
        payment_id=payment_id,
        receipt_id=payment.receipts[0].receipt_id,
        receipt_number=payment.number,
        header=parties.account_header(reader, payment.account_id),
        at=payment.at,
        business_date=payment.business_date,
        status=payment.status,
        corrected=any(not tender.live for tender in payment.tenders),
        amount=payment.amount,
        tenders=tuple(_tender_row(payment, tender) for tender in payment.tenders),
        allocations=_allocation_rows(reader, payment),
        unapplied=payment.unapplied,
        cashier=security.user_name(reader, payment.received_by),
        shift_id=payment.shift_id,
        shift_number=shift.number if shift else "",
        history=records.history(reader, payment_id),
        verbs=tuple(_verb(verb, standing, who) for verb in VerbName),
        refunded=payment.refunded,
        refunds=payment.refunds,
    )


def _asker(reader: Reader, who: UserId, asker: UserId | None) -> Actor:
    """Who asks, with what they may by now; without an asker whoever has the money, who may all."""
    allowed = frozenset(Permission) if asker is None else security.permissions_now(reader, asker)
    return Actor(who, security.user_name(reader, who), allowed)


def _shift(reader: Reader, payment: StoredPayment) -> ShiftBrief | None:
    """The shift it was taken in; None for money that came without a drawer."""
    return None if payment.shift_id is None else drawers.shift_brief(reader, payment.shift_id)


def _verb(verb: VerbName, standing: Standing, who: Actor) -> Verb:
    """What is wrong with the payment is said first, then what is wrong with who asks."""
    refused = refusal(verb, standing)
    if refused is not None:
        return Verb(verb, allowed=False, why=refused.text)
    try:
        who.require(NEEDS[verb])
    except NotAllowed as no:
        return Verb(verb, allowed=False, why=no.text)
    return Verb(verb, allowed=True, why="")


def _tender_row(payment: StoredPayment, tender: StoredTender) -> TenderRow:
    leg = tender.leg
    return TenderRow(
        tender_id=tender.tender_id,
        method=leg.method,
        words=leg.words,
        kind=leg.kind,
        amount=leg.amount,
        given=leg.given,
        change=leg.change,
        rounding=leg.rounding,
        bank=leg.bank,
        check_number=leg.check_number,
        reference=leg.reference,
        live=tender.live and payment.voided is None,
        corrects_id=tender.corrects_id,
        returned=_returned_words(tender),
        held=tender.held,
    )


def _returned_words(tender: StoredTender) -> str:
    back = tender.returned
    if back is None:
        return ""
    return t("Returned by the bank on {day}", day=format_date(back.bank_date))


def _allocation_rows(reader: Reader, payment: StoredPayment) -> tuple[AllocationRow, ...]:
    numbers: dict[InvoiceId, str] = {}
    for share in payment.allocations:
        if share.invoice_id not in numbers:
            numbers[share.invoice_id] = invoices.invoice_view(reader, share.invoice_id).number
    return tuple(
        AllocationRow(
            share.invoice_id, numbers[share.invoice_id], share.account_id, share.amount, share.live
        )
        for share in payment.allocations
    )


def standing_of(reader: Reader, payment: StoredPayment, who: Actor) -> Standing:
    """A payment with what decides which verbs are legal for `who`."""
    here = settings.practice(reader)
    shift = _shift(reader, payment)
    voided = None
    if payment.voided:
        by, at = payment.voided
        voided = (security.user_name(reader, by), _when(at, here.time_zone))
    return Standing(
        payment=payment,
        shift=shift,
        owner=security.user_name(reader, shift.user_id if shift else payment.received_by),
        voided=voided,
        asker=who.user_id,
        others=who.may(Permission.CLOSE_ANY_SHIFT),
        station_id=here.station_id,
        today=settings.business_today(here, reader.now),
    )


def _when(at: datetime, zone: str) -> str:
    day = format_date(at.astimezone(zone_named(zone)).date())
    return t("{date}, {time}", date=day, time=format_time(at, zone))


def receipt_revision(reader: Reader, revision_id: str) -> Receipt:
    """A receipt that was made again, exactly as it was then."""
    snapshot = reader.scalar(_REVISION, id=revision_id)
    if snapshot is None:
        raise errors.no_such_receipt()
    return receipts.read(json.loads(snapshot))
