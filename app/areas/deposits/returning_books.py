"""What a returned check does to the books: invoices, credit, the ledger and the fee; and the
opposite.
"""

from __future__ import annotations

from datetime import date

from app.areas.deposits.returning_rules import CheckPlace
from app.areas.deposits.returning_values import TakeBackReturn
from app.areas.invoices import queries as invoices
from app.areas.invoices import service as issuing
from app.areas.invoices import undoing as cancelling
from app.areas.invoices.values import CancelInvoice, InvoiceLine, IssueInvoice
from app.areas.ledger import queries as ledger_queries
from app.areas.ledger import service as ledger
from app.areas.ledger.values import GL, Entry, EntryType, Leg
from app.areas.payments import repository
from app.areas.payments import returned_records as returns
from app.areas.payments import undoing_records as records
from app.areas.payments.repository import NewAllocation
from app.areas.payments.undoing_rules import StoredPayment, StoredReturn, StoredTender, TakenOff
from app.areas.payments.values import Purpose
from app.kernel.ids import AccountId, CommandId, InvoiceId, ReasonId
from app.kernel.money import Money, total
from app.kernel.translate import t, t_kept
from app.storage.statements import Reader
from app.storage.unit_of_work import UnitOfWork

Freed = tuple[tuple[StoredPayment, Money], ...]
"""Payments as they were, and what they paid on a fee."""
Given = tuple[tuple[InvoiceId, AccountId, Money], ...]
"""Invoices, whose they are, and what they are paid again."""


def charge_fee(
    uow: UnitOfWork,
    payment: StoredPayment,
    tender: StoredTender,
    invoice_id: InvoiceId,
    fee: Money,
    day: date,
) -> None:
    """The fee as an issued invoice of the account that paid."""
    words = t("Fee for returned check {number}", number=tender.leg.check_number)
    line = InvoiceLine(words, fee, service_date=day, revenue_gl=GL.REVENUE_OTHER)
    wanted = IssueInvoice(
        id=CommandId(invoice_id),
        account_id=payment.account_id,
        lines=(line,),
        reference=payment.number,
    )
    issuing.issue(
        uow,
        issuing.cleaned(uow, wanted),
        generated_by="returned_check",
        business_date=day,
        within_limit=True,
    )


def take_from(
    uow: UnitOfWork, payment: StoredPayment, taken: TakenOff, action_id: CommandId, day: date
) -> None:
    """Each allocation is taken back whole; what is left of it is given again."""
    for share, part in taken.shares:
        records.take_back(uow, payment, share, action_id, day)
        if part != share.amount:
            rest = NewAllocation(
                payment.payment_id,
                payment.account_id,
                share.invoice_id,
                share.account_id,
                share.amount - part,
                share.purpose,
                action_id,
            )
            repository.add_allocation(uow, rest, day)


def post_return(
    uow: UnitOfWork,
    payment: StoredPayment,
    tender: StoredTender,
    place: CheckPlace,
    taken: TakenOff,
    action_id: CommandId,
    day: date,
) -> None:
    owed = (
        _owed(share.account_id, share.invoice_id, part)
        for share, part in sorted(taken.shares, key=lambda one: one[0].invoice_id)
    )
    number = tender.leg.check_number
    ledger.post(
        uow,
        Entry(
            business_date=day,
            description=t_kept("Returned check {check}", check=number),
            legs=(
                *owed,
                _credit(payment.account_id, taken.credit),
                _stood(place, payment, -tender.leg.amount),
            ),
            source_type="returned_check",
            source_id=action_id,
            reference=payment.number,
        ),
    )


def _owed(account_id: AccountId, invoice_id: InvoiceId, amount: Money) -> Leg:
    return Leg(GL.RECEIVABLE_PATIENTS, amount, account_id=account_id, invoice_id=invoice_id)


def _credit(account_id: AccountId, amount: Money) -> Leg:
    return Leg(GL.PATIENT_CREDITS, amount, account_id=account_id)


def _stood(place: CheckPlace, payment: StoredPayment, amount: Money) -> Leg:
    return Leg(
        place.gl_code,
        amount,
        deposit_id=place.posted_deposit,
        reference_type="payment",
        reference_id=payment.payment_id,
    )


def free_fee(uow: UnitOfWork, back: StoredReturn, action_id: CommandId, day: date) -> Freed:
    """What was paid on the fee becomes credit of whoever paid it."""
    if back.fee_invoice_id is None:
        return ()
    freed = []
    for payment_id in returns.payers_of(uow, back.fee_invoice_id):
        payer = records.stored_payment(uow, payment_id)
        shares = [share for share in payer.shares if share.invoice_id == back.fee_invoice_id]
        for share in shares:
            records.take_back(uow, payer, share, action_id, day)
        freed.append((payer, total((share.amount for share in shares), payer.amount.currency)))
    return tuple(freed)


def give_again(
    uow: UnitOfWork, payment: StoredPayment, back: StoredReturn, action_id: CommandId, day: date
) -> Given:
    """The invoices the return took from are paid again, up to what they owe by now."""
    given = to_give_again(uow, payment, back)
    for invoice_id, account_id, part, purpose in given:
        new = NewAllocation(
            payment.payment_id, payment.account_id, invoice_id, account_id, part, purpose, action_id
        )
        repository.add_allocation(uow, new, day)
    return tuple((invoice_id, account_id, part) for invoice_id, account_id, part, _ in given)


def to_give_again(
    reader: Reader, payment: StoredPayment, back: StoredReturn
) -> tuple[tuple[InvoiceId, AccountId, Money, Purpose], ...]:
    """(invoice, whose it is, how much, what for) of what taking a return back would pay again."""
    found = []
    for invoice_id, account_id, amount, purpose in returns.taken_by(
        reader, payment.payment_id, back.return_id
    ):
        due = invoices.invoice_view(reader, invoice_id).due
        part = min(amount, max(due, Money.zero(due.currency)))
        if part:
            found.append((invoice_id, account_id, part, purpose))
    return tuple(found)


def post_taking_back(
    uow: UnitOfWork,
    payment: StoredPayment,
    tender: StoredTender,
    back: StoredReturn,
    place: CheckPlace,
    moved: tuple[Freed, Given],
    action_id: CommandId,
    day: date,
) -> None:
    freed, given = moved
    amount = tender.leg.amount
    paid = total((part for _, _, part in given), amount.currency)
    legs = [
        _stood(place, payment, amount),
        *(_owed(account_id, invoice_id, -part) for invoice_id, account_id, part in given),
        _credit(payment.account_id, paid - amount),
    ]
    for payer, part in freed:
        if back.fee_invoice_id is not None:
            legs.append(_owed(payment.account_id, back.fee_invoice_id, part))
        legs.append(_credit(payer.account_id, -part))
    ledger.post(
        uow,
        Entry(
            business_date=day,
            description=t_kept("Return of check {check} taken back", check=tender.leg.check_number),
            legs=tuple(legs),
            source_type="returned_check",
            source_id=action_id,
            reference=payment.number,
            entry_type=EntryType.REVERSING,
            reverses_entry_id=ledger_queries.entry_of(uow, "returned_check", back.return_id),
        ),
    )


def cancel_fee(
    uow: UnitOfWork, back: StoredReturn, command: TakeBackReturn, note: str, day: date
) -> str:
    """Cancel the fee; its number, empty where there is none or somebody cancelled it already."""
    if back.fee_invoice_id is None:
        return ""
    view = invoices.invoice_view(uow, back.fee_invoice_id)
    if view.cancelled:
        return ""
    cancel = CancelInvoice(
        CommandId(uow.new_id()), back.fee_invoice_id, ReasonId(command.id), note=note
    )
    cancelling.cancel(uow, cancel, view, t("The bank paid the check after all"), day)
    return view.number
