"""A check the bank did not pay, wherever it stands; and taking that back when it was paid after
all.
"""

from __future__ import annotations

from datetime import date

from app.areas.deposits import returning_books as books
from app.areas.deposits import returning_errors as errors
from app.areas.deposits import returning_records as places
from app.areas.deposits import returning_rules as rules
from app.areas.deposits.returning_books import Freed, Given
from app.areas.deposits.returning_rules import CheckPlace
from app.areas.deposits.returning_values import (
    CheckReturned,
    LetterQueued,
    PrintLetter,
    ReturnCheck,
    TakeBackReturn,
)
from app.areas.invoices import queries as invoices
from app.areas.invoices import rules as invoice_rules
from app.areas.ledger.values import Reason, ReasonKind
from app.areas.parties import queries as parties
from app.areas.parties import records as flags
from app.areas.payments import histories
from app.areas.payments import returned_records as returns
from app.areas.payments import undoing_records as records
from app.areas.payments import undoing_rules as verbs
from app.areas.payments.returned_records import NewReturn
from app.areas.payments.undoing_receipts import Change, make_again
from app.areas.payments.undoing_rules import StoredPayment, StoredReturn, StoredTender, TakenOff
from app.areas.payments.undoing_values import RevisionKind
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.ids import CommandId, InvoiceId, ReasonId, TenderId, check_id
from app.kernel.money import LARGEST_MINOR, Money, total
from app.kernel.text import clean
from app.kernel.translate import t
from app.storage.print_jobs import next_copy, queue_office
from app.storage.statements import Reader
from app.storage.unit_of_work import UnitOfWork


def return_check(uow: UnitOfWork, command: ReturnCheck) -> CheckReturned:
    """Undo what a check paid: credit of its payment first, then its newest allocations; the fee is
    an invoice, and the account is marked.
    """
    uow.actor.require(Permission.RETURN_CHECK)
    payment, tender = check_of(uow, command.tender_id)
    refused = verbs.return_refusal(histories.standing_of(uow, payment, uow.actor), tender)
    if refused is not None:
        raise refused
    _refuse_bank_date(uow, command.bank_date, payment.business_date)
    fee = fee_of(uow, payment, command.fee)
    note = clean(command.note, "note", most=400, lines=True)
    place, taken = places.place_of(uow, tender), verbs.take_off(payment, tender.leg.amount)
    day = _day(uow)
    fee_id = InvoiceId(uow.new_id()) if fee else None
    flag_id = None
    if command.flag_account:
        header = parties.account_header(uow, payment.account_id)
        flag_id = flags.mark_no_checks(uow, header)
    new = NewReturn(
        return_id=command.id,
        payment_id=payment.payment_id,
        tender_id=tender.tender_id,
        account_id=payment.account_id,
        amount=tender.leg.amount,
        bank_date=command.bank_date,
        bank_reason=command.bank_reason,
        place=place.name,
        gl_code=place.gl_code,
        deposit_id=place.deposit_id,
        fee=fee,
        fee_invoice_id=fee_id,
        flag_id=flag_id,
        note=note,
    )
    returns.add_return(uow, new, day)
    books.take_from(uow, payment, taken, command.id, day)
    books.post_return(uow, payment, tender, place, taken, command.id, day)
    places.take_out(uow, place, command.id, t("Returned by the bank"), day)
    if fee_id is not None:
        books.charge_fee(uow, payment, tender, fee_id, fee, day)
    said = rules.reason_words(command.bank_reason)
    _again(uow, payment, RevisionKind.RETURNED, command.id, said, note, day)
    opened = opened_by(uow, taken)
    return CheckReturned(
        payment_id=payment.payment_id,
        tender_id=tender.tender_id,
        amount=tender.leg.amount,
        fee=fee,
        fee_invoice_id=fee_id,
        words=" ".join(
            filter(
                None,
                (
                    rules.owed_words(opened, taken.credit),
                    rules.taken_off_words(place, tender.leg.amount),
                ),
            )
        ),
    )


def check_of(reader: Reader, tender_id: TenderId) -> tuple[StoredPayment, StoredTender]:
    """A tender and its payment; a UserError when there is none."""
    payment_id = returns.payment_of(reader, TenderId(check_id(tender_id, "tender_id")))
    if payment_id is None:
        raise errors.no_such_check()
    payment = records.stored_payment(reader, payment_id)
    return payment, next(one for one in payment.tenders if one.tender_id == tender_id)


def opened_by(reader: Reader, taken: TakenOff) -> tuple[tuple[str, Money], ...]:
    """(number, how much) of the invoices that are owed again, by number."""
    sums: dict[InvoiceId, Money] = {}
    for share, part in taken.shares:
        sums[share.invoice_id] = sums[share.invoice_id] + part if share.invoice_id in sums else part
    return tuple(
        sorted((invoices.invoice_view(reader, one).number, part) for one, part in sums.items())
    )


def _refuse_bank_date(uow: UnitOfWork, day: date, first: date) -> None:
    if not first <= day <= _day(uow):
        raise errors.bank_date_out_of_range(first)


def _day(uow: UnitOfWork) -> date:
    """Today, also for who still has the drawer of the day before: it moves nothing in a drawer, and
    a check may not come back before it left.
    """
    return settings.business_today(settings.practice(uow), uow.now)


def fee_of(reader: Reader, payment: StoredPayment, asked: Money | None) -> Money:
    """The fee as it was asked for, else as the practice charges it; none where the account takes no
    new invoices.
    """
    header = parties.account_header(reader, payment.account_id)
    if asked is None:
        minor = settings.whole_setting(reader, "deposits.returned_check_fee")
        try:
            invoice_rules.refuse_charges(header)
        except UserError:
            minor = 0
        own = header.currency == settings.practice(reader).currency
        return Money(minor if own else 0, header.currency)
    if asked.currency != header.currency:
        raise errors.fee_in_other_currency(header.currency)
    if not 0 <= asked.minor <= LARGEST_MINOR:
        raise errors.fee_out_of_range()
    if asked:
        invoice_rules.refuse_charges(header)
    return asked


def _again(
    uow: UnitOfWork,
    payment: StoredPayment,
    kind: RevisionKind,
    action_id: CommandId,
    words: str,
    note: str,
    day: date,
) -> StoredPayment:
    """Where the payment stands now, and its receipts as they read from now on."""
    after = records.stored_payment(uow, payment.payment_id)
    returns.mark_state(uow, payment.payment_id, after.unapplied, after.status)
    reason = Reason(ReasonId(action_id), ReasonKind.CORRECTION, 0, words, "", active=True)
    make_again(uow, after, Change(kind, action_id, reason, note, day))
    return after


# --------------------------------------------------------------------------- it was paid after all


def take_back_return(uow: UnitOfWork, command: TakeBackReturn) -> CheckReturned:
    """Undo a return: its invoices are paid again as far as they are still owed and the rest is
    credit; the fee is cancelled, and what was paid on it becomes credit; the check stands where it
    stood.
    """
    uow.actor.require(Permission.RETURN_CHECK)
    payment, tender = check_of(uow, command.tender_id)
    back = tender.returned
    if back is None:
        raise errors.not_returned(tender.leg.check_number)
    place = places.place_again(uow, back, tender)
    note = clean(command.note, "note", most=400, lines=True)
    day = _day(uow)
    flag_id = _flag_to_take_off(uow, payment, back)
    new = NewReturn(
        return_id=command.id,
        payment_id=payment.payment_id,
        tender_id=tender.tender_id,
        account_id=payment.account_id,
        amount=back.amount,
        bank_date=back.bank_date,
        bank_reason=back.bank_reason,
        place=place.name,
        gl_code=place.gl_code,
        deposit_id=place.deposit_id,
        fee=back.fee,
        fee_invoice_id=back.fee_invoice_id,
        flag_id=flag_id,
        note=note,
        reverses_id=back.return_id,
    )
    returns.add_return(uow, new, day)
    freed = books.free_fee(uow, back, command.id, day)
    given = books.give_again(uow, payment, back, command.id, day)
    books.post_taking_back(uow, payment, tender, back, place, (freed, given), command.id, day)
    cancelled = books.cancel_fee(uow, back, command, note, day)
    if flag_id is not None:
        flags.unflag(uow, payment.account_id, flag_id)
    said = t("The bank paid check {number} after all", number=tender.leg.check_number)
    places.put_back(uow, place, back.return_id, command.id, said, day)
    others = {one.payment_id: one for one, _ in freed if one.payment_id != payment.payment_id}
    for one in (payment, *others.values()):
        _again(uow, one, RevisionKind.RETURN_UNDONE, command.id, said, note, day)
    return CheckReturned(
        payment_id=payment.payment_id,
        tender_id=tender.tender_id,
        amount=back.amount,
        fee=back.fee,
        fee_invoice_id=back.fee_invoice_id,
        words=_words_of_taking_back(
            uow, back, place, given, freed, cancelled, unmarked=flag_id is not None
        ),
    )


def _flag_to_take_off(uow: UnitOfWork, payment: StoredPayment, back: StoredReturn) -> str | None:
    """The mark the return put there, unless it is gone or another check of the account came back
    too.
    """
    if back.flag_id is None or returns.another_stands(uow, payment.account_id, back.return_id):
        return None
    marks = parties.account_header(uow, payment.account_id).flags
    return back.flag_id if any(mark.flag_id == back.flag_id for mark in marks) else None


def _words_of_taking_back(
    uow: UnitOfWork,
    back: StoredReturn,
    place: CheckPlace,
    given: Given,
    freed: Freed,
    cancelled: str,
    *,
    unmarked: bool,
) -> str:
    paid = total((part for _, _, part in given), back.amount.currency)
    numbers = [(invoices.invoice_view(uow, one).number, part) for one, _, part in given]
    said = [rules.put_back_words(place, back.place), rules.paid_words(numbers, back.amount - paid)]
    if cancelled:
        said.append(t("The fee, {number}, is cancelled.", number=cancelled))
    for payer, part in freed:
        said.append(
            t(
                "{amount} that receipt {number} paid on it is credit.",
                amount=format_money(part),
                number=payer.number,
            )
        )
    if unmarked:
        said.append(t("The account is not marked any more."))
    return " ".join(filter(None, said))


# ------------------------------------------------------------------------------------ the letter

LETTER = "return_letter"


def print_letter(uow: UnitOfWork, command: PrintLetter) -> LetterQueued:
    """Queue the letter to whoever gave the check for the office printer."""
    uow.actor.require(Permission.RETURN_CHECK)
    _, tender = check_of(uow, command.tender_id)
    if tender.returned is None:
        raise errors.not_returned(tender.leg.check_number)
    copy_no = next_copy(uow, LETTER, tender.tender_id)
    return LetterQueued(queue_office(uow, LETTER, tender.tender_id, copy_no=copy_no), copy_no)
