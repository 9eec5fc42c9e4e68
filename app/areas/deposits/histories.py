"""A check before it is entered as returned, or before that is taken back: what will happen."""

from __future__ import annotations

from app.areas.deposits import returning, returning_books
from app.areas.deposits import returning_records as places
from app.areas.deposits import returning_rules as rules
from app.areas.deposits.returning_values import CheckStands
from app.areas.invoices import queries as invoices
from app.areas.parties import queries as parties
from app.areas.parties.values import CHECK_MARKS
from app.areas.payments import histories
from app.areas.payments import returned_records as returns
from app.areas.payments import undoing_records as records
from app.areas.payments import undoing_rules as verbs
from app.areas.payments.undoing_rules import StoredPayment, StoredReturn, StoredTender
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.actor import Actor, Permission
from app.kernel.errors import NotAllowed, UserError
from app.kernel.i18n import format_date, format_money
from app.kernel.ids import PaymentId, TenderId, UserId
from app.kernel.money import total
from app.kernel.translate import t
from app.storage.statements import Reader


def check_stands(reader: Reader, tender_id: TenderId, asker: UserId | None = None) -> CheckStands:
    """One check; a UserError when there is none."""
    payment, tender = returning.check_of(reader, tender_id)
    return _stands(reader, payment, tender, asker)


def checks_stand(
    reader: Reader, payment_id: PaymentId, asker: UserId | None = None
) -> tuple[CheckStands, ...]:
    """The checks of a payment that were not corrected, in their order."""
    payment = records.stored_payment(reader, payment_id)
    found = (one for one in payment.tenders if one.live and verbs.is_check(one))
    return tuple(_stands(reader, payment, tender, asker) for tender in found)


def returned_payment(reader: Reader, return_id: str) -> PaymentId | None:
    """The payment whose check a return, or its taking back, is about."""
    return returns.payment_of_return(reader, return_id)


def _stands(
    reader: Reader, payment: StoredPayment, tender: StoredTender, asker: UserId | None
) -> CheckStands:
    header = parties.account_header(reader, payment.account_id)
    back = tender.returned
    returned, refused = "", _not_allowed(reader, asker)
    what: tuple[str, ...] = ()
    if back is not None:
        returned = t(
            "Returned by the bank on {day}: {reason}",
            day=format_date(back.bank_date),
            reason=rules.reason_words(back.bank_reason),
        )
        fee = back.fee
    else:
        fee = returning.fee_of(reader, payment, None)
        refused = _why_not(reader, payment, tender, asker) or refused
    if not refused:
        try:
            if back is None:
                what = _done(reader, payment, tender)
            else:
                what = _undone(reader, payment, tender, back)
        except UserError as no:
            refused = no.text
    return CheckStands(
        payment_id=payment.payment_id,
        tender_id=tender.tender_id,
        receipt_number=payment.number,
        account_id=payment.account_id,
        account_number=header.account_number,
        name=header.name,
        check_number=tender.leg.check_number,
        bank=tender.leg.bank,
        amount=tender.leg.amount,
        taken_on=payment.business_date,
        today=settings.business_today(settings.practice(reader), reader.now),
        returned=returned,
        refused=refused,
        what=what,
        fee=fee,
        marked=any(flag.kind in CHECK_MARKS for flag in header.flags),
        marks=settings.setting(reader, "deposits.flag_returned") == "yes",
    )


def _actor(reader: Reader, asker: UserId) -> Actor:
    return Actor(asker, security.user_name(reader, asker), security.permissions_now(reader, asker))


def _not_allowed(reader: Reader, asker: UserId | None) -> str:
    if asker is None:
        return ""
    try:
        _actor(reader, asker).require(Permission.RETURN_CHECK)
    except NotAllowed as no:
        return no.text
    return ""


def _why_not(
    reader: Reader, payment: StoredPayment, tender: StoredTender, asker: UserId | None
) -> str:
    who = _actor(reader, asker or UserId(payment.received_by))
    refused = verbs.return_refusal(histories.standing_of(reader, payment, who), tender)
    return refused.text if refused else ""


def _done(reader: Reader, payment: StoredPayment, tender: StoredTender) -> tuple[str, ...]:
    taken = verbs.take_off(payment, tender.leg.amount)
    return (
        rules.owed_words(returning.opened_by(reader, taken), taken.credit),
        rules.taken_off_words(places.place_of(reader, tender), tender.leg.amount),
    )


def _undone(
    reader: Reader, payment: StoredPayment, tender: StoredTender, back: StoredReturn
) -> tuple[str, ...]:
    place = places.place_again(reader, back, tender)
    given = returning_books.to_give_again(reader, payment, back)
    paid = total((part for _, _, part, _ in given), back.amount.currency)
    numbers = [(invoices.invoice_view(reader, one).number, part) for one, _, part, _ in given]
    said = [rules.paid_words(numbers, back.amount - paid), rules.put_back_words(place, back.place)]
    if back.fee_invoice_id is not None:
        fee = invoices.invoice_view(reader, back.fee_invoice_id)
        if not fee.cancelled:
            said.append(
                t(
                    "The fee of {amount}, {number}, is cancelled.",
                    amount=format_money(fee.total),
                    number=fee.number,
                )
            )
        free = fee.total - fee.due
        if free and not fee.cancelled:
            said.append(t("{amount} paid on it becomes credit.", amount=format_money(free)))
    return tuple(said)
