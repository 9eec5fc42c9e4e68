"""Taking money: checked whole, then payment, tenders, allocations, entry and receipt in one
transaction.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from app.areas.drawers import queries as drawers
from app.areas.drawers.values import ShiftBrief
from app.areas.invoices import queries as invoices
from app.areas.ledger import queries as ledger_queries
from app.areas.ledger import service as ledger
from app.areas.ledger.values import GL, Entry, Leg
from app.areas.parties import queries as parties
from app.areas.parties.values import AccountHeader
from app.areas.payments import errors, repository, rules
from app.areas.payments import receipt as receipts
from app.areas.payments.rules import OwedItem, Share
from app.areas.payments.values import (
    Allocated,
    DropParked,
    FormParked,
    ParkForm,
    PaymentTaken,
    ReceiptTender,
    TakePayment,
    TenderGiven,
    TenderKind,
)
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import InvoiceId, PaymentId, ShiftId, check_id
from app.kernel.money import Money, total
from app.kernel.text import clean, refuse_card_number
from app.kernel.translate import t
from app.storage.print_jobs import queue_document
from app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Plan:
    """Everything that was checked and decided before the first write."""

    command: TakePayment
    header: AccountHeader
    shift: ShiftBrief
    legs: tuple[repository.Leg, ...]
    shares: tuple[Share, ...]
    amount: Money
    to_credit: Money


def take_payment(uow: UnitOfWork, command: TakePayment) -> PaymentTaken:
    """Take a payment at the counter, allocate it, post it, and make the receipt.

    NeedsConfirmation when more is paid than is owed (by setting) or the change looks like a slip.
    """
    uow.actor.require(Permission.TAKE_PAYMENT)
    plan = _check(uow, command)
    number = uow.number("receipt", plan.shift.business_date)
    shift_id = plan.shift.shift_id
    repository.add_payment(
        uow, plan.command, number.text, plan.amount, plan.shift.business_date, shift_id
    )
    for leg_no, leg in enumerate(plan.legs, 1):
        repository.add_tender(uow, command.id, leg_no, leg, shift_id)
    repository.add_allocations(uow, plan.command, plan.shares, plan.shift.business_date)
    _post(uow, plan, number.text)
    balance = ledger_queries.account_balance(uow, command.account_id, plan.amount.currency)
    here = settings.practice(uow)
    how = settings.setting(uow, "receipts.patient_name")
    snapshot = receipts.build(
        number=number.text,
        at=uow.now,
        here=here,
        header=plan.header,
        patient=receipts.patient_line(plan.header.name, how),
        amount=plan.amount,
        tenders=[ReceiptTender(leg.words, leg.amount, leg.given, leg.change) for leg in plan.legs],
        shares=plan.shares,
        to_credit=plan.to_credit,
        balance_left=balance.owed,
        credit_left=balance.credit,
        business_day=plan.shift.business_date,
        cashier=uow.actor.name,
        payer_name=plan.command.payer_name,
        footer=settings.setting(uow, "receipts.footer"),
    )
    receipt_id = repository.add_receipt(uow, plan.command, number, snapshot)
    queue_document(uow, "receipt", receipt_id)
    repository.drop_parked(uow, command.id)
    change = total((leg.change for leg in plan.legs if leg.change), plan.amount.currency)
    return PaymentTaken(
        payment_id=PaymentId(command.id),
        receipt_id=receipt_id,
        receipt_number=number.text,
        amount=plan.amount,
        change=change,
        allocated=tuple(
            Allocated(s.item.invoice_id, s.item.number, s.amount, s.left) for s in plan.shares
        ),
        to_credit=plan.to_credit,
        balance_left=balance.owed,
    )


def _check(uow: UnitOfWork, command: TakePayment) -> _Plan:
    """All of it before the first write: who, where, how much, from whom, to what."""
    header = parties.account_header(uow, command.account_id)
    shift = drawers.current_shift(uow, uow.actor.user_id)
    if shift is None:
        raise errors.drawer_not_open()
    if shift.currency != header.currency:
        raise errors.drawer_in_other_currency(shift.currency)
    command = _clean(command)
    if not command.tenders:
        raise errors.no_tender()
    legs = tuple(_leg(uow, tender, header.currency) for tender in command.tenders)
    amount = total((leg.amount for leg in legs), header.currency)
    rules.refuse_amount(amount, header.currency)
    _ask_about_change(uow, command, legs)
    owed = [
        OwedItem(invoice_id, number, made, due)
        for invoice_id, number, made, due, _ in invoices.owed_in_order(uow, command.account_id)
    ]
    _refuse_foreign(uow, command, {item.invoice_id for item in owed})
    if command.allocations is None:
        shares, left = rules.allocate_oldest_first(
            amount, owed, command.invoice_ids, command.purpose
        )
    else:
        shares, left = rules.allocate_as_wanted(amount, owed, command.allocations)
    if left:
        _ask_about_credit(uow, command, left)
    return _Plan(command, header, shift, legs, shares, amount, left)


def _refuse_foreign(uow: UnitOfWork, command: TakePayment, owed: Set[InvoiceId]) -> None:
    """A chosen invoice that was paid meanwhile is passed over; one of somebody else never."""
    for invoice_id in command.invoice_ids:
        if invoice_id in owed:
            continue
        check_id(invoice_id, "invoice_ids")
        if invoices.invoice_view(uow, invoice_id).account_id != command.account_id:
            raise errors.invoice_of_another_account()


def _clean(command: TakePayment) -> TakePayment:
    notes = clean(command.notes, "notes", most=400, lines=True)
    payer = clean(command.payer_name, "payer_name", most=120)
    refuse_card_number(f"{payer}\n{notes}", "notes")
    return replace(command, notes=notes, payer_name=payer)


def _leg(uow: UnitOfWork, tender: TenderGiven, currency: str) -> repository.Leg:
    kind = repository.tender_type(uow, tender.method)
    if kind is None:
        raise errors.method_unknown(tender.method)
    words, kind_name, gl_code = kind
    if kind_name != TenderKind.CASH:
        raise errors.method_not_cash()
    rules.refuse_amount(tender.amount, currency)
    given = tender.amount if tender.given is None else tender.given
    change = rules.change_of(tender.amount, given)
    reference = clean(tender.reference, "reference", most=60)
    return repository.Leg(
        tender.method, words, kind_name, gl_code, tender.amount, given, change, reference
    )


def _ask_about_change(
    uow: UnitOfWork, command: TakePayment, legs: Sequence[repository.Leg]
) -> None:
    change = total((leg.change for leg in legs if leg.change), legs[0].amount.currency)
    largest = drawers.denominations(uow)[0].value if change else change
    if change and rules.change_is_odd(change, largest):
        question = errors.change_looks_wrong(change)
        if question.key not in command.confirmations:
            raise question


def _ask_about_credit(uow: UnitOfWork, command: TakePayment, left: Money) -> None:
    policy = settings.setting(uow, "payments.overpayment")
    if policy == "refuse":
        raise errors.more_than_owed(left)
    if policy == "ask":
        question = errors.rest_becomes_credit(left)
        if question.key not in command.confirmations:
            raise question


def _post(uow: UnitOfWork, plan: _Plan, number: str) -> None:
    """DR cash in the drawer; CR A/R per allocation, CR patient credits for the rest."""
    account_id, shift_id = plan.command.account_id, ShiftId(plan.shift.shift_id)
    taken = tuple(
        Leg(
            leg.gl_code,
            leg.amount,
            shift_id=shift_id,
            reference_type="payment",
            reference_id=plan.command.id,
        )
        for leg in plan.legs
    )
    paid = tuple(
        Leg(
            GL.RECEIVABLE_PATIENTS,
            -share.amount,
            account_id=account_id,
            invoice_id=share.item.invoice_id,
        )
        for share in plan.shares
    )
    credit = Leg(GL.PATIENT_CREDITS, -plan.to_credit, account_id=account_id)
    ledger.post(
        uow,
        Entry(
            business_date=plan.shift.business_date,
            description=t("Receipt {number}", number=number),
            legs=(*taken, *paid, credit),
            source_type="payment",
            source_id=plan.command.id,
            reference=number,
        ),
    )


def park_form(uow: UnitOfWork, command: ParkForm) -> FormParked:
    """Put a begun payment aside with its id; it survives a kill and is listed until taken or
    dropped.
    """
    uow.actor.require(Permission.TAKE_PAYMENT)
    check_id(command.payment_id, "payment_id")
    for invoice_id in command.invoice_ids:
        check_id(invoice_id, "invoice_ids")
    parties.account_header(uow, command.account_id)
    amount = clean(command.amount_text, "amount", most=40)
    given = clean(command.given_text, "given", most=40)
    repository.park(
        uow,
        replace(
            command,
            amount_text=amount,
            given_text=given,
            method=clean(command.method, "method", most=40),
        ),
    )
    return FormParked(command.payment_id)


def drop_parked(uow: UnitOfWork, command: DropParked) -> FormParked:
    """Throw a parked form away."""
    uow.actor.require(Permission.TAKE_PAYMENT)
    repository.drop_parked(uow, check_id(command.payment_id, "payment_id"))
    return FormParked(command.payment_id)


def seed_tenders(uow: UnitOfWork, _nothing: None) -> None:
    """The kinds of tender, at set-up."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    repository.add_tender_types(uow)
