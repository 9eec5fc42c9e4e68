"""Paying invoices with the credit of an account, and noting money that was not given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.areas.drawers import queries as drawers
from app.areas.invoices import holding
from app.areas.invoices import queries as invoices
from app.areas.ledger import queries as ledger_queries
from app.areas.ledger import service as ledger
from app.areas.ledger.values import GL, Entry, EntryType, Leg, ReasonKind
from app.areas.parties import queries as parties
from app.areas.payments import errors, planning, repository, rules
from app.areas.payments import receipt as receipts
from app.areas.payments.crediting_values import (
    OPENING,
    ApplyCredit,
    BringCreditForward,
    CreditApplied,
    CreditBroughtForward,
    RecordNotCollected,
)
from app.areas.payments.repository import NewAllocation
from app.areas.payments.rules import OwedItem, Share, TenderLeg
from app.areas.payments.values import (
    Allocated,
    Channel,
    NotCollected,
    Receipt,
    ReceiptTender,
    TakePayment,
    TenderKind,
)
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.errors import ensure
from app.kernel.ids import AccountId, PaymentId, ShiftId, check_id
from app.kernel.money import Money, total
from app.kernel.text import clean
from app.kernel.translate import t, t_kept
from app.storage.brought import note_brought
from app.storage.numbering import Number
from app.storage.unit_of_work import UnitOfWork

EARLIEST = date(1990, 1, 1)


def apply_credit(uow: UnitOfWork, command: ApplyCredit) -> CreditApplied:
    """Pay open invoices with what earlier payments left over: DR 2050, CR 1100; of all accounts of
    one person, each where it lies.
    """
    uow.actor.require(Permission.TAKE_PAYMENT)
    currency = parties.account_header(uow, command.account_id).currency
    accounts = parties.together(uow, command.account_id)
    owed = _owed(uow, command, accounts)
    credit = ledger_queries.balance_together(uow, command.account_id, currency).credit
    amount = _amount(command, credit, total((item.due for item in owed), currency))
    shares, _ = rules.allocate_oldest_first(amount, owed, command.invoice_ids)
    holding.refuse_held(uow, planning.numbers_of(shares))
    day, _ = _place(uow)
    taken = _take_from_payments(uow, command, accounts, shares, day)
    _post(uow, command, taken, shares, day)
    left = ledger_queries.balance_together(uow, command.account_id, currency)
    return CreditApplied(
        account_id=command.account_id,
        amount=amount,
        allocated=tuple(
            Allocated(s.item.invoice_id, s.item.number, s.amount, s.left) for s in shares
        ),
        credit_left=left.credit,
        balance_left=left.owed,
    )


def _place(uow: UnitOfWork) -> tuple[date, ShiftId | None]:
    """The day it is booked to and the shift of whoever acts, whose day it is where there is one."""
    shift = drawers.current_shift(uow, uow.actor.user_id)
    if shift is not None:
        return shift.business_date, shift.shift_id
    return settings.business_today(settings.practice(uow), uow.now), None


def _owed(uow: UnitOfWork, command: ApplyCredit, accounts: tuple[AccountId, ...]) -> list[OwedItem]:
    found = [
        OwedItem(invoice_id, number, made, due, account_id)
        for account_id in accounts
        for invoice_id, number, made, due, _ in invoices.owed_in_order(uow, account_id)
    ]
    if len(accounts) > 1:
        found.sort(key=lambda item: item.invoice_date)
    known = {item.invoice_id for item in found}
    for invoice_id in command.invoice_ids:
        if invoice_id not in known:
            check_id(invoice_id, "invoice_ids")
            if invoices.invoice_view(uow, invoice_id).account_id not in accounts:
                raise errors.invoice_of_another_account()
    return found


def _amount(command: ApplyCredit, credit: Money, owed: Money) -> Money:
    if credit.minor <= 0:  # below nothing where two windows used it while apart
        raise errors.no_credit()
    if owed.minor <= 0:
        raise errors.nothing_owed()
    if command.amount is None:
        return min(credit, owed)
    rules.refuse_amount(command.amount, credit.currency)
    if command.amount > credit:
        raise errors.more_than_credit(credit)
    if command.amount > owed:
        raise errors.credit_more_than_owed(owed)
    return command.amount


def _take_from_payments(
    uow: UnitOfWork,
    command: ApplyCredit,
    accounts: tuple[AccountId, ...],
    shares: Sequence[Share],
    day: date,
) -> dict[AccountId, Money]:
    """Every share is cut from the oldest payments that still have something left; how much of each
    account's credit that takes.
    """
    sources = [
        (payment_id, left, account_id)
        for account_id in accounts
        for payment_id, left in repository.payments_with_credit(uow, account_id)
    ]
    taken: dict[AccountId, Money] = {}
    for share in shares:
        need = share.amount
        while need:
            ensure(bool(sources), "credit lies on payments")
            payment_id, left, account_id = sources.pop(0)
            piece = min(need, left)
            taken[account_id] = taken.get(account_id, Money.zero(piece.currency)) + piece
            new = NewAllocation(
                payment_id=payment_id,
                payer_account_id=account_id,
                invoice_id=share.item.invoice_id,
                account_id=share.item.account_id or command.account_id,
                amount=piece,
                purpose=share.purpose,
                action_id=command.id,
            )
            repository.add_allocation(uow, new, day)
            repository.move_unapplied(uow, payment_id, -piece)
            need = need - piece
            if left != piece:
                sources.insert(0, (payment_id, left - piece, account_id))
    return taken


def _post(
    uow: UnitOfWork,
    command: ApplyCredit,
    taken: dict[AccountId, Money],
    shares: Sequence[Share],
    day: date,
) -> None:
    paid = tuple(
        Leg(
            GL.RECEIVABLE_PATIENTS,
            -share.amount,
            account_id=share.item.account_id or command.account_id,
            invoice_id=share.item.invoice_id,
        )
        for share in shares
    )
    credit = tuple(
        Leg(GL.PATIENT_CREDITS, amount, account_id=account_id)
        for account_id, amount in taken.items()
    )
    ledger.post(
        uow,
        Entry(
            business_date=day,
            description=t_kept("Credit applied"),
            legs=(*credit, *paid),
            source_type="credit_applied",
            source_id=command.id,
        ),
    )


def record_not_collected(uow: UnitOfWork, command: RecordNotCollected) -> NotCollected:
    """Money was asked for and not given; nothing is posted, and the reason is kept."""
    uow.actor.require(Permission.TAKE_PAYMENT)
    currency = parties.account_header(uow, command.account_id).currency
    rules.refuse_amount(command.amount, currency)
    reason = ledger_queries.reason(uow, command.reason_id, ReasonKind.NOT_COLLECTED)
    note = clean(command.note, "note", most=400, lines=True)
    day, shift_id = _place(uow)
    repository.add_not_collected(
        uow,
        command.id,
        command.account_id,
        command.amount,
        day,
        shift_id=shift_id,
        reason_id=reason.reason_id,
        reason=reason.words,
        note=note,
    )
    return NotCollected(
        account_id=command.account_id,
        amount=command.amount,
        words=reason.words,
        note=note,
        by=uow.actor.name,
        at=uow.now,
    )


def bring_credit_forward(uow: UnitOfWork, command: BringCreditForward) -> CreditBroughtForward:
    """Credit that an old system had is a payment here that no drawer and no paper saw: DR 3900,
    CR 2050. It is used and given back like any other.
    """
    uow.actor.require(Permission.IMPORT_DATA)
    currency = parties.account_header(uow, command.account_id).currency
    rules.refuse_amount(command.amount, currency)
    today = settings.business_today(settings.practice(uow), uow.now)
    if not EARLIEST <= command.business_date <= today:
        raise errors.credit_of_no_day(command.business_date)
    reference = clean(command.reference, "reference", most=40)
    day, amount = command.business_date, command.amount
    number = uow.number("receipt", day)
    payment = TakePayment(command.id, command.account_id, (), channel=Channel.MAIL)
    repository.add_payment(uow, payment, number.text, amount, day, None)
    leg = _opening_leg(amount, reference)
    repository.add_tender(uow, command.id, 1, leg, day, None)
    repository.begin_state(uow, payment, amount, day, None)
    ledger.post(
        uow,
        Entry(
            business_date=day,
            description=t_kept("Credit brought forward"),
            legs=(
                Leg(
                    GL.OPENING_BALANCES,
                    amount,
                    reference_type="payment",
                    reference_id=command.id,
                ),
                Leg(GL.PATIENT_CREDITS, -amount, account_id=command.account_id),
            ),
            source_type="payment",
            source_id=command.id,
            reference=number.text,
            entry_type=EntryType.OPENING,
        ),
    )
    snapshot = _opening_receipt(uow, command, number)
    repository.add_receipt(uow, command.id, command.account_id, number, snapshot)
    note_brought(uow, command.account_id)
    return CreditBroughtForward(PaymentId(command.id), number.text, amount)


def _opening_leg(amount: Money, reference: str) -> TenderLeg:
    return TenderLeg(
        method=OPENING,
        words=t("Brought forward"),
        kind=TenderKind.OTHER,
        gl_code=GL.OPENING_BALANCES,
        amount=amount,
        given=None,
        change=None,
        rounding=None,
        reference=reference,
        bank="",
        check_number="",
        card_last4="",
        card_brand="",
        wallet="",
    )


def _opening_receipt(uow: UnitOfWork, command: BringCreditForward, number: Number) -> Receipt:
    """What its receipt would say: it can be printed later, and is not printed now."""
    header = parties.account_header(uow, command.account_id)
    balance = ledger_queries.account_balance(uow, command.account_id, header.currency)
    how = settings.setting(uow, "receipts.patient_name")
    tender = ReceiptTender(t("Brought forward"), command.amount, None, None)
    return receipts.build(
        number=number.text,
        at=uow.now,
        here=settings.practice(uow),
        header=header,
        patient=receipts.patient_line(header.name, how),
        amount=command.amount,
        tenders=(tender,),
        shares=(),
        to_credit=command.amount,
        balance_left=balance.owed,
        credit_left=balance.credit,
        business_day=command.business_date,
        cashier=uow.actor.name,
        payer_name="",
        footer=settings.setting(uow, "receipts.footer"),
    )
