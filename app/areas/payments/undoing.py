"""Undoing a payment by opposite facts: void it, correct a tender, move it to other invoices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.areas.approvals.service import require_approval
from app.areas.drawers import queries as drawers
from app.areas.drawers import service as drawer_actions
from app.areas.invoices import queries as invoices
from app.areas.ledger import queries as ledger_queries
from app.areas.ledger import service as ledger
from app.areas.ledger.values import Entry, EntryType, Reason, ReasonKind
from app.areas.parties import queries as parties
from app.areas.payments import (
    errors,
    histories,
    planning,
    repository,
    returned_errors,
    rules,
    spreading_rules,
    tender_errors,
)
from app.areas.payments import records as kept
from app.areas.payments import undoing_legs as legs
from app.areas.payments import undoing_records as records
from app.areas.payments import undoing_rules as verbs
from app.areas.payments.repository import NewAllocation
from app.areas.payments.rules import OwedItem, TenderLeg
from app.areas.payments.spreading_rules import Target
from app.areas.payments.undoing_receipts import Change, give_back_words, make_again
from app.areas.payments.undoing_rules import StoredPayment, StoredTender
from app.areas.payments.undoing_values import (
    CorrectTender,
    PaymentVoided,
    Reallocate,
    Reallocated,
    RevisionKind,
    TenderCorrected,
    VerbName,
    VoidPayment,
)
from app.areas.payments.values import TenderGiven, TenderKind
from app.areas.settings import queries as settings
from app.kernel.errors import NeedsConfirmation, ensure
from app.kernel.i18n import format_money
from app.kernel.ids import (
    ApprovalId,
    CommandId,
    InvoiceId,
    PaymentId,
    check_id,
    derived_id,
)
from app.kernel.money import Money
from app.kernel.text import clean
from app.kernel.translate import t, t_kept
from app.storage.print_jobs import queue_kick
from app.storage.unit_of_work import UnitOfWork


def void_payment(uow: UnitOfWork, command: VoidPayment) -> PaymentVoided:
    """Undo a payment whole, its cash goes back; NeedsApproval above approvals.void_above."""
    return void_within(uow, command, command.id)


def void_within(uow: UnitOfWork, command: VoidPayment, asked: CommandId) -> PaymentVoided:
    """`void_payment` as a part of the command `asked`, which somebody may have to agree to."""
    payment = _payment(uow, VerbName.VOID, command.payment_id)
    reason = ledger_queries.reason(uow, command.reason_id, ReasonKind.VOID)
    note = clean(command.note, "note", most=400, lines=True)
    approval_id = _approval(uow, asked, payment)
    if payment.brought_forward and payment.shares:
        payment = _owe_again(uow, payment, command, reason, note)
    return write_void(uow, payment, command.id, reason, note, approval_id)


def _owe_again(
    uow: UnitOfWork, payment: StoredPayment, command: VoidPayment, reason: Reason, note: str
) -> StoredPayment:
    """What credit of an old system paid is owed again from today on: on the day the credit is of,
    long before, nobody had been given it.
    """
    action_id = CommandId(derived_id("owed_again", command.id))
    day = _today(uow)
    for share in payment.shares:
        records.take_back(uow, payment, share, action_id, day)
    _book_move(uow, payment, Change(RevisionKind.REALLOCATED, action_id, reason, note, day))
    return records.stored_payment(uow, payment.payment_id)


def write_void(
    uow: UnitOfWork,
    payment: StoredPayment,
    void_id: CommandId,
    reason: Reason,
    note: str,
    approval_id: ApprovalId | None = None,
    *,
    by_itself: bool = False,
) -> PaymentVoided:
    """The opposite of all that was posted for it; what is void `by_itself` opens no drawer."""
    day = payment.business_date
    for share in payment.shares:
        records.take_back(uow, payment, share, void_id, day)
    records.add_void(uow, void_id, payment, reason, note, approval_id)
    original = ledger_queries.entry_of(uow, "payment", payment.payment_id)
    ensure(original is not None, "a payment has its entry")
    ledger.post(
        uow,
        Entry(
            business_date=day,
            description=t_kept("Void of receipt {number}", number=payment.number),
            legs=legs.moved(legs.opposite(legs.all_legs(payment))),
            source_type="payment_void",
            source_id=void_id,
            reference=payment.number,
            entry_type=EntryType.REVERSING,
            reverses_entry_id=original,
        ),
    )
    make_again(uow, payment, Change(RevisionKind.VOID, void_id, reason, note, day))
    opens = any(leg.leg.opens_drawer for leg in payment.legs) and not by_itself
    if payment.shift_id is not None and opens:
        queue_kick(uow, t("Void of receipt {number}", number=payment.number), void_id)
    return PaymentVoided(
        payment_id=payment.payment_id,
        receipt_number=payment.number,
        amount=payment.amount,
        cash_back=payment.cash,
        words=" ".join(give_back_words(tender.leg) for tender in payment.legs),
    )


def _payment(uow: UnitOfWork, verb: VerbName, payment_id: PaymentId) -> StoredPayment:
    """The payment, when this person may use `verb` on it now."""
    uow.actor.require(histories.NEEDS[verb])
    payment = records.stored_payment(uow, PaymentId(check_id(payment_id, "payment_id")))
    refused = verbs.refusal(verb, histories.standing_of(uow, payment, uow.actor))
    if refused is not None:
        raise refused
    return payment


def _approval(uow: UnitOfWork, asked: CommandId, payment: StoredPayment) -> ApprovalId | None:
    limit = settings.setting(uow, "approvals.void_above")
    if not limit or payment.amount.minor <= int(limit):
        return _after_reveal(uow, asked, payment, -payment.cash)
    words = t(
        "Void receipt {number} for {amount}.",
        number=payment.number,
        amount=format_money(payment.amount, code=True),
    )
    return require_approval(uow, asked, f"void:{payment.amount.minor}", words)


def _after_reveal(
    uow: UnitOfWork, command_id: CommandId, payment: StoredPayment, cash: Money
) -> ApprovalId | None:
    """Cash that moves on paper once the difference of its drawer was shown needs a second look."""
    shift = payment.shift_id and drawers.shift_brief(uow, payment.shift_id)
    if not shift:
        return None
    found = drawer_actions.approved_after_reveal(uow, command_id, shift, cash)
    return None if found is None else ApprovalId(found)


# --------------------------------------------------------------------------------------- tenders


def correct_tender(uow: UnitOfWork, command: CorrectTender) -> TenderCorrected:
    """Relabel a tender: what it pays stays, and the money moves to where it really is.

    NeedsConfirmation for odd change and for a check that was seen before; NeedsApproval for a check
    on an account that is marked “no checks”.
    """
    payment = _payment(uow, VerbName.CORRECT, command.payment_id)
    if str(command.id) == command.payment_id or records.is_tender(uow, command.id):
        raise errors.id_taken()
    wrong = _wrong(payment, command)
    right = planning.relabelled(uow, wrong.leg, _right(uow, payment, wrong, command))
    reason = ledger_queries.reason(uow, command.reason_id, ReasonKind.CORRECTION)
    note = clean(command.note, "note", most=400, lines=True)
    _ask(uow, payment, wrong.leg, right, command)
    _after_reveal(uow, command.id, payment, _cash(right) - _cash(wrong.leg))
    day, shift_id = payment.business_date, payment.shift_id
    repository.add_tender(
        uow,
        payment.payment_id,
        wrong.leg_no,
        right,
        day,
        shift_id,
        tender_id=command.id,
        corrects_id=wrong.tender_id,
        reason_id=reason.reason_id,
        reason=reason.words,
    )
    repository.mark_corrected(uow, payment.payment_id)
    wrong_legs = legs.opposite(legs.tender_legs(payment, wrong.leg))
    moves = legs.moved((*wrong_legs, *legs.tender_legs(payment, right)))
    if moves:
        ledger.post(
            uow,
            Entry(
                business_date=day,
                description=t_kept("Correction of receipt {number}", number=payment.number),
                legs=moves,
                source_type="tender_correction",
                source_id=command.id,
                reference=payment.number,
            ),
        )
    after = records.stored_payment(uow, payment.payment_id)
    make_again(uow, after, Change(RevisionKind.CORRECTED, command.id, reason, note, day))
    words = t("{old} is {new} now.", old=_named(wrong.leg), new=_named(right))
    return TenderCorrected(payment.payment_id, payment.number, words)


def _cash(leg: TenderLeg) -> Money:
    """What a tender put into the drawer."""
    return leg.taken if leg.kind is TenderKind.CASH else Money.zero(leg.amount.currency)


def _wrong(payment: StoredPayment, command: CorrectTender) -> StoredTender:
    for tender in payment.tenders:
        if tender.tender_id == command.tender_id:
            if not tender.live:
                raise errors.corrected_already()
            return tender
    raise errors.no_such_tender()


def _right(
    uow: UnitOfWork, payment: StoredPayment, wrong: StoredTender, command: CorrectTender
) -> TenderLeg:
    """The tender as it should have been, checked like any that is taken."""
    kind = kept.tender_type(uow, command.method)
    if kind is None or not (kind.active or kind.method == wrong.leg.method):
        raise errors.method_unknown(command.method)
    amount, rounding = wrong.leg.amount, Money.zero(wrong.leg.amount.currency)
    handed = command.given
    if kind.kind is TenderKind.CASH:
        if payment.shift_id is None:
            raise errors.cash_needs_drawer()
        how = settings.setting(uow, "payments.cash_rounding")
        beside = [tender.leg for tender in payment.legs if tender is not wrong]
        was, usual = wrong.leg.rounding, rules.rounding_beside(amount, beside, how)
        rounding = usual if was is None else was
        handed = wrong.leg.given if handed is None else handed
    given = TenderGiven(
        command.method,
        amount,
        handed,
        command.reference,
        command.bank,
        command.check_number,
        command.card_last4,
        command.card_brand,
        command.wallet,
    )
    right = rules.tender_leg(kind, given, rounding)
    if replace(right, words=wrong.leg.words, opens_drawer=wrong.leg.opens_drawer) == wrong.leg:
        raise errors.correction_changes_nothing()
    return right


def _ask(
    uow: UnitOfWork,
    payment: StoredPayment,
    wrong: TenderLeg,
    right: TenderLeg,
    command: CorrectTender,
) -> None:
    """What taking it would ask as well: a slip in the amount given, a check that was seen."""
    change = right.change
    if change and rules.change_is_odd(change, drawers.denominations(uow)[0].value):
        _sure(command, errors.change_looks_wrong(change))
    same = _check_of(right) == _check_of(wrong)
    if right.check_number and not same:
        seen = repository.check_seen(uow, right.bank, right.check_number)
        if seen is not None:
            about = (seen.receipt_number, right.check_number, right.bank, seen.receipt_id)
            before = returned_errors.check_came_back if seen.returned else tender_errors.check_seen
            _sure(command, before(*about))
    if right.kind is TenderKind.CHECK and wrong.kind is not TenderKind.CHECK:
        header = parties.account_header(uow, payment.account_id)
        planning.approve_checks(uow, command.id, header, right.amount)


def _check_of(leg: TenderLeg) -> tuple[str, str]:
    return leg.bank.casefold(), leg.check_number


def _sure(command: CorrectTender, question: NeedsConfirmation) -> None:
    if question.key not in command.confirmations:
        raise question


def _named(leg: TenderLeg) -> str:
    """A tender with what tells it from another; of cash that gave change, what was given."""
    detail = rules.tender_detail(leg)
    if leg.change and leg.given:
        detail = t("{given} given", given=format_money(leg.given))
    amount = format_money(leg.amount)
    return f"{leg.words} {amount} ({detail})" if detail else f"{leg.words} {amount}"


# ----------------------------------------------------------------------------------- allocations


def reallocate(uow: UnitOfWork, command: Reallocate) -> Reallocated:
    """Let a payment pay other invoices, or less of them: opposite allocations, then the right ones.

    What it leaves over is credit on the account that paid.
    """
    payment = _payment(uow, VerbName.REALLOCATE, command.payment_id)
    if str(command.id) == command.payment_id:
        raise errors.id_taken()
    asked = tuple((want, _may_pay(uow, payment, want.invoice_id)) for want in command.allocations)
    targets = spreading_rules.targets(payment, asked)
    reason = ledger_queries.reason(uow, command.reason_id, ReasonKind.REALLOCATE)
    note = clean(command.note, "note", most=400, lines=True)
    day = _today(uow)
    _move(uow, payment, targets, command, day)
    change = Change(RevisionKind.REALLOCATED, command.id, reason, note, day)
    after = _book_move(uow, payment, change)
    return Reallocated(payment.payment_id, payment.amount - after.unapplied, after.unapplied)


def _book_move(uow: UnitOfWork, payment: StoredPayment, change: Change) -> StoredPayment:
    """Post what `change` moved between invoices and credit; the payment as it stands then."""
    after = records.stored_payment(uow, payment.payment_id)
    repository.move_unapplied(uow, payment.payment_id, after.unapplied - payment.unapplied)
    before = (legs.paid(s.account_id, s.invoice_id, s.amount) for s in payment.shares)
    now = (legs.paid(s.account_id, s.invoice_id, s.amount) for s in after.shares)
    credit = legs.kept(payment, after.unapplied - payment.unapplied)
    ledger.post(
        uow,
        Entry(
            business_date=change.day,
            description=t_kept("Re-allocation of receipt {number}", number=payment.number),
            legs=legs.moved((*legs.opposite(before), *now, credit)),
            source_type="reallocation",
            source_id=change.action_id,
            reference=payment.number,
        ),
    )
    make_again(uow, after, change)
    return after


def _today(uow: UnitOfWork) -> date:
    """The day of whoever acts: that of their shift where they have one."""
    shift = drawers.current_shift(uow, uow.actor.user_id)
    if shift:
        return shift.business_date
    return settings.business_today(settings.practice(uow), uow.now)


def _may_pay(uow: UnitOfWork, payment: StoredPayment, invoice_id: InvoiceId) -> OwedItem:
    """The invoice, when it is the account's own, one of its family's, or paid by it already."""
    view = invoices.invoice_view(uow, InvoiceId(check_id(invoice_id, "allocations")))
    joined = {payment.account_id, *(share.account_id for share in payment.allocations)}
    if view.account_id not in joined:
        own = parties.account_header(uow, payment.account_id).guarantor_id
        other = parties.account_header(uow, view.account_id).guarantor_id
        if own is None or own != other:
            raise errors.invoice_of_another_family()
    due = max(view.due, Money.zero(view.due.currency))
    return OwedItem(invoice_id, view.number, view.invoice_date, due, view.account_id)


def _move(
    uow: UnitOfWork,
    payment: StoredPayment,
    targets: Mapping[InvoiceId, Target],
    command: Reallocate,
    day: date,
) -> None:
    """Take back what changes, and give anew what is wanted."""
    for share in payment.shares:
        if share.invoice_id in targets:
            records.take_back(uow, payment, share, command.id, day)
    for invoice_id, target in targets.items():
        if target.wanted:
            new = NewAllocation(
                payment.payment_id,
                payment.account_id,
                invoice_id,
                target.account_id,
                target.wanted,
                target.purpose,
                command.id,
            )
            repository.add_allocation(uow, new, day)
