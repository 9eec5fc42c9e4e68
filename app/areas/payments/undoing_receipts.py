"""Receipts made again when their payment is undone, corrected or spread anew; the first stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.areas.invoices import queries as invoices
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import Reason
from app.areas.parties import queries as parties
from app.areas.payments import receipt as receipts
from app.areas.payments import rules
from app.areas.payments import undoing_records as records
from app.areas.payments.crediting_values import OPENING
from app.areas.payments.rules import Part, TenderLeg
from app.areas.payments.undoing_rules import StoredAllocation, StoredPayment, StoredReceipt
from app.areas.payments.undoing_values import RevisionKind
from app.areas.payments.values import Receipt, ReceiptInvoice, ReceiptTender, TenderKind
from app.areas.printing.papers import names_services
from app.areas.settings import queries as settings
from app.kernel.i18n import format_money
from app.kernel.ids import AccountId, CommandId, InvoiceId
from app.kernel.money import Money, total
from app.kernel.translate import t
from app.storage.print_jobs import queue_document
from app.storage.unit_of_work import UnitOfWork

MARKS = {
    RevisionKind.CORRECTED: "CORRECTED",
    RevisionKind.VOID: "VOID",
    RevisionKind.REALLOCATED: "CORRECTED",
    RevisionKind.RETURNED: "CHECK RETURNED",
    RevisionKind.RETURN_UNDONE: "CORRECTED",
    RevisionKind.REFUNDED: "PART REFUNDED",
    RevisionKind.REFUND_UNDONE: "CORRECTED",
}
_SPREAD = (
    RevisionKind.REALLOCATED,
    RevisionKind.RETURNED,
    RevisionKind.RETURN_UNDONE,
    RevisionKind.REFUNDED,
    RevisionKind.REFUND_UNDONE,
)
"""What changes how much goes to which invoice; its paper is printed when somebody asks for it."""


@dataclass(frozen=True, slots=True)
class Change:
    """Why receipts are made again; `day` is what it is booked to."""

    kind: RevisionKind
    action_id: CommandId
    reason: Reason
    note: str
    day: date


def make_again(uow: UnitOfWork, payment: StoredPayment, change: Change) -> None:
    """Every receipt of `payment` as it stands now, marked, and queued for paper.

    A payment that was only spread anew is printed when somebody asks for it, and credit that was
    brought forward, which nobody has a receipt of.
    """
    spread = change.kind in _SPREAD
    own = _by_receipt(payment)
    parts = [
        Part(receipt.account_id, (), _amount(payment, place, shares) if spread else receipt.amount)
        for place, (receipt, shares) in enumerate(zip(payment.receipts, own, strict=True))
    ]
    if spread and payment.refunded:
        parts[0] = replace(parts[0], to_credit=parts[0].to_credit + payment.refunded)
    cut = rules.cut_tenders([tender.leg for tender in payment.legs], parts)
    tenders = [_with_cards(payment, shown) for shown in cut]
    if spread:
        tenders[0] = (*tenders[0], *_given_back(payment))
    for place, receipt in enumerate(payment.receipts):
        says = _marked(uow, payment, receipt, own[place], change)
        if change.kind is RevisionKind.CORRECTED:
            says = replace(says, tenders=tenders[place])
        elif spread:
            says = _spread(uow, payment, place, says, own[place], tenders[place])
        revision = records.Revision(receipt, change.kind, change.action_id, says)
        revision_id = records.add_revision(
            uow, payment, revision, change.reason, change.note, change.day
        )
        if not spread and not payment.brought_forward:
            queue_document(uow, "receipt_revision", revision_id)


def give_back_words(leg: TenderLeg) -> str:
    """What has to be handed back, in one sentence."""
    if leg.method == OPENING:
        return t("No money was taken for it here, so none is handed back.")
    amount = format_money(leg.taken, code=True)
    if leg.kind is TenderKind.CASH:
        return t("Give back {amount} in cash.", amount=amount)
    if leg.kind is TenderKind.CHECK:
        return t("Give back check {number} for {amount}.", number=leg.check_number, amount=amount)
    if leg.kind is TenderKind.CARD:
        return t("Undo {amount} on the card terminal as well.", amount=amount)
    return t("Send back {amount} ({method}).", amount=amount, method=leg.words)


def _with_cards(
    payment: StoredPayment, shown: tuple[ReceiptTender, ...]
) -> tuple[ReceiptTender, ...]:
    """What the first receipts say of a card stands on every later one."""
    said = (tender for receipt in payment.receipts for tender in receipt.says.tenders)
    cards = {tender.detail: tender.card for tender in said if tender.card is not None}
    return tuple(replace(one, card=cards.get(one.detail)) for one in shown)


def _given_back(payment: StoredPayment) -> list[ReceiptTender]:
    """A line for each refund; all of them stand on the first receipt."""
    left, lines = payment.refunded, []
    sums: dict[str, Money] = {}
    for one in payment.refunds:
        if one.status != "pending":
            sums[one.number] = sums.get(one.number, Money.zero(left.currency)) + one.amount
    for number, amount in sums.items():
        lines.append(ReceiptTender(t("Refund {number}", number=number), -amount, None, None))
        left = left - amount
    if left:
        lines.append(ReceiptTender(t("Refunds"), -left, None, None))
    return lines


def _mark(payment: StoredPayment, kind: RevisionKind) -> str:
    whole = kind is RevisionKind.REFUNDED and payment.stands.minor <= 0
    return "REFUNDED" if whole else MARKS[kind]


def _by_receipt(payment: StoredPayment) -> list[tuple[StoredAllocation, ...]]:
    """The live allocations that stand on each receipt: an account's own, or else on the first."""
    places = {receipt.account_id: n for n, receipt in reversed([*enumerate(payment.receipts)])}
    own: list[list[StoredAllocation]] = [[] for _ in payment.receipts]
    for share in payment.shares:
        own[places.get(share.account_id, 0)].append(share)
    return [tuple(shares) for shares in own]


def _amount(payment: StoredPayment, place: int, shares: tuple[StoredAllocation, ...]) -> Money:
    """What the receipt at this place is for; the first one holds the credit."""
    currency = payment.amount.currency
    paid = total((share.amount for share in shares), currency)
    return paid if place else paid + payment.unapplied


def _marked(
    uow: UnitOfWork,
    payment: StoredPayment,
    receipt: StoredReceipt,
    shares: tuple[StoredAllocation, ...],
    change: Change,
) -> Receipt:
    """What the receipt said last with the mark, and what is owed by now."""
    said = receipt.says
    accounts = {receipt.account_id, *(share.account_id for share in shares)}
    if len(payment.receipts) == 1:
        accounts |= {payment.account_id, *(share.account_id for share in payment.allocations)}
    currency = said.amount.currency
    balances = [ledger.account_balance(uow, account_id, currency) for account_id in accounts]
    ids = {share.invoice_id for share in payment.allocations}
    views = [invoices.invoice_view(uow, one) for one in sorted(ids)]
    numbers = [view.number for view in views]
    owed = {view.number: view.due for view in views if numbers.count(view.number) == 1}
    return replace(
        said,
        invoices=tuple(replace(i, left=owed.get(i.number, i.left)) for i in said.invoices),
        balance_left=total((balance.owed for balance in balances), currency),
        credit_left=total((balance.credit for balance in balances), currency),
        mark=_mark(payment, change.kind),
        reason=change.reason.words,
        mark_by=uow.actor.name,
        mark_at=uow.now,
    )


def _spread(
    uow: UnitOfWork,
    payment: StoredPayment,
    place: int,
    says: Receipt,
    shares: tuple[StoredAllocation, ...],
    tenders: tuple[ReceiptTender, ...],
) -> Receipt:
    """The receipt over other invoices; one that has none left is over nothing."""
    sums: dict[InvoiceId, StoredAllocation] = {}
    for share in shares:
        before = sums.get(share.invoice_id)
        amount = share.amount + before.amount if before else share.amount
        sums[share.invoice_id] = replace(share, amount=amount)
    none = Money.zero(payment.amount.currency)
    own = payment.receipts[place].account_id
    return replace(
        says,
        amount=_amount(payment, place, shares),
        tenders=tenders,
        invoices=tuple(_line(uow, share, own) for share in sums.values()),
        to_credit=none if place else payment.unapplied,
    )


def _line(uow: UnitOfWork, share: StoredAllocation, own: AccountId) -> ReceiptInvoice:
    view = invoices.invoice_view(uow, share.invoice_id)
    services = invoices.services_on(uow, share.invoice_id) if names_services(uow) else ()
    line = ReceiptInvoice(view.number, view.invoice_date, share.amount, view.due, services=services)
    if share.account_id == own:
        return line
    other = parties.account_header(uow, share.account_id)
    how = settings.setting(uow, "receipts.patient_name")
    patient = receipts.patient_line(other.name, how)
    return replace(line, patient=patient, account_number=other.account_number)
