"""Asking for refunds, agreeing to them, letting them be, and telling the patient."""

from __future__ import annotations

from datetime import date, timedelta

from app.areas.approvals.service import require_approval
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.refunds import (
    books,
    errors,
    planning,
    receipt,
    records,
    repository,
    rules,
    telling,
)
from app.areas.refunds.planning import Plan
from app.areas.refunds.repository import NewRefund, NewStep
from app.areas.refunds.rules import StoredRefund
from app.areas.refunds.values import (
    ApproveRefund,
    CancelRefund,
    PrintRefund,
    RefundMoved,
    RefundPrinted,
    RefundRequested,
    RefundStatus,
    RequestRefund,
    StepName,
    TellPatient,
)
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import RefundId
from app.kernel.money import Money
from app.kernel.text import clean
from app.storage.print_jobs import next_copy, queue_document
from app.storage.unit_of_work import UnitOfWork


def request_refund(uow: UnitOfWork, command: RequestRefund) -> RefundRequested:
    """Ask for money to go back. What nobody else has to agree to is owed at once.

    NeedsConfirmation for what looks like the same refund again; NeedsApproval with `approve_now`.
    """
    uow.actor.require(Permission.REQUEST_REFUND)
    plan = planning.plan_of(uow, command)
    command, needed = plan.command, rules.approvals_for(plan.needs)
    reason = ledger.reason(uow, command.reason_id, ReasonKind.REFUND)
    approval_id = None
    if needed and command.approve_now:
        key = f"refund:{command.amount.minor}"
        approval_id = require_approval(uow, command.id, key, _to_approve(uow, plan))
    new = NewRefund(
        command=command,
        number=uow.number("refund", plan.day),
        method=plan.method,
        reason=reason,
        parts=plan.parts,
        detected_on=plan.detected_on,
        due_on=plan.detected_on + timedelta(days=plan.policy.within_days),
        needs=plan.needs,
        approvals=needed,
        approval_over=plan.policy.approval_over,
        invoice_ids=command.invoice_ids,
        gateway_id=plan.gateway_id,
        charge_ref=plan.charge_ref,
        shift_id=plan.shift_id,
    )
    repository.add_refund(uow, new, plan.day)
    refund_id = RefundId(command.id)
    if approval_id is not None:
        step = NewStep(StepName.APPROVED, plan.method, command.amount, {"approval_id": approval_id})
        repository.add_step(uow, refund_id, uow.new_id(), step, plan.day)
    refund = repository.keep_state(uow, refund_id)
    refund = _book_when_agreed(uow, refund, plan.day)
    return RefundRequested(
        refund_id,
        refund.number,
        refund.status,
        plan.method,
        refund.amount,
        rules.next_words(refund),
    )


def _to_approve(uow: UnitOfWork, plan: Plan) -> str:
    """What the person at the desk reads."""
    amount = plan.command.amount
    limit = Money(plan.policy.approval_over, amount.currency)
    alone = limit if amount > limit else None
    why = " ".join(rules.need_words(need, alone) for need in plan.needs)
    return f"{telling.give_words(amount, plan.method)} {why}"


def _book_when_agreed(uow: UnitOfWork, refund: StoredRefund, day: date) -> StoredRefund:
    """Once everybody agreed, its money is taken from where it lies."""
    if len({step.by for step in refund.approvals}) < refund.approvals_needed:
        return refund
    books.refuse_moved(uow, refund)
    step_id = uow.new_id()
    step = NewStep(StepName.BOOKED, refund.method, refund.amount)
    repository.add_step(uow, refund.refund_id, step_id, step, day)
    after = repository.keep_state(uow, refund.refund_id)
    books.book(uow, after, step_id, day)
    return after


# ------------------------------------------------------------------------------------- agreeing


def approve_refund(uow: UnitOfWork, command: ApproveRefund) -> RefundMoved:
    """Agree to what somebody else asked for; once all have, it is owed to the patient."""
    uow.actor.require(Permission.APPROVE)
    refund = records.stored_refund(uow, command.refund_id)
    if refund.status is not RefundStatus.PENDING:
        raise errors.nothing_to_approve(refund.number)
    _refuse_own(uow, refund)
    _refuse_apart(uow, refund)
    note = clean(command.note, "note", most=400, lines=True)
    day, _ = planning.place(uow)
    step = NewStep(StepName.APPROVED, refund.method, refund.amount, {"note": note})
    repository.add_step(uow, refund.refund_id, command.id, step, day)
    refund = _book_when_agreed(uow, repository.keep_state(uow, refund.refund_id), day)
    return rules.moved(refund)


def _refuse_apart(uow: UnitOfWork, refund: StoredRefund) -> None:
    """What is decided about a refund is decided once, so while windows hear of one another."""
    if settings.centre_reachable(uow) is False:
        raise errors.not_decided_while_away(refund.number)


def _refuse_own(uow: UnitOfWork, refund: StoredRefund) -> None:
    """One person asks, another agrees, and each agrees once, under whatever account."""
    me = security.person_of(uow, uow.actor.user_id)
    if me == security.person_of(uow, refund.requested_by):
        raise errors.own_request()
    for step in refund.approvals:
        if me == security.person_of(uow, step.by):
            raise errors.agreed_already(security.user_name(uow, step.by))


# ---------------------------------------------------------------------------------- letting it be


def cancel_refund(uow: UnitOfWork, command: CancelRefund) -> RefundMoved:
    """Let a refund be whose money is not out: what was taken for it lies where it lay before."""
    uow.actor.require(Permission.REQUEST_REFUND)
    refund = records.stored_refund(uow, command.refund_id)
    rules.refuse_unless(refund, RefundStatus.PENDING, RefundStatus.APPROVED, RefundStatus.FAILED)
    mine = planning.same_person(uow, refund.requested_by)
    ruling = uow.actor.may(Permission.APPROVE) or uow.actor.may(Permission.PAY_REFUND)
    if not (ruling or (mine and refund.booked is None)):
        raise errors.not_yours_to_cancel(refund.number)
    if records.working(uow, refund.refund_id) is not None:
        raise errors.at_the_processor(refund.number)
    if refund.booked is not None:
        _refuse_apart(uow, refund)
    reason = ledger.reason(uow, command.reason_id, ReasonKind.REFUND_CANCEL)
    note = clean(command.note, "note", most=400, lines=True)
    day, _ = planning.place(uow)
    booked = refund.booked
    declined = refund.status is RefundStatus.PENDING and not mine
    step = NewStep(
        StepName.DECLINED if declined else StepName.CANCELLED,
        refund.method,
        refund.amount,
        {
            "reason_id": reason.reason_id,
            "reason": reason.words,
            "note": note,
            "reverses_id": booked.step_id if booked else None,
        },
    )
    repository.add_step(uow, refund.refund_id, command.id, step, day)
    after = repository.keep_state(uow, refund.refund_id)
    if booked is not None:
        books.unbook(uow, refund, command.id, reason, note, day)
    return rules.moved(after)


# ------------------------------------------------------------------------------------- the patient


def tell_patient(uow: UnitOfWork, command: TellPatient) -> RefundMoved:
    """Note that the patient was told, how, and what was said."""
    uow.actor.require(Permission.REQUEST_REFUND)
    refund = records.stored_refund(uow, command.refund_id)
    if refund.status is RefundStatus.CANCELLED:
        raise errors.cancelled_already(refund.number)
    note = clean(command.note, "note", most=400, lines=True)
    day, _ = planning.place(uow)
    told = {"told_how": command.told_how, "note": note}
    step = NewStep(StepName.TOLD, refund.method, refund.amount, {**told})
    repository.add_step(uow, refund.refund_id, command.id, step, day)
    return rules.moved(repository.keep_state(uow, refund.refund_id))


def print_refund(uow: UnitOfWork, command: PrintRefund) -> RefundPrinted:
    """Print the paper of a refund once more, as a copy."""
    uow.actor.require(Permission.REQUEST_REFUND)
    refund = records.stored_refund(uow, command.refund_id)
    newest = records.newest_receipt(uow, refund.refund_id)
    if newest is None:
        raise errors.nothing_to_print(refund.number)
    copy_no = next_copy(uow, receipt.DOCUMENT, newest[0])
    queue_document(uow, receipt.DOCUMENT, newest[0], copy_no=copy_no)
    return RefundPrinted(newest[0], refund.number, copy_no)
