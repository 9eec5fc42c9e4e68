"""Brings into the books what went back to a card without this program: in its processor's pages, or
by the bank after a dispute that was lost. Nothing is sent to anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.areas.cards import outside_records
from app.areas.cards.outside_records import Outside, OutsideKind
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments import undoing_records as paid
from app.areas.refunds import asking_errors, books, planning, receipt, records, repository, rules
from app.areas.refunds.card_values import CardRefundBegun, CardRefundState
from app.areas.refunds.planning import Plan
from app.areas.refunds.repository import NewRefund, NewStep
from app.areas.refunds.rules import StoredRefund
from app.areas.refunds.values import RefundMethod, RefundMoved, RequestRefund, StepName
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import CommandId, RefundId
from app.kernel.text import clean
from app.kernel.translate import t
from app.storage.statements import Reader
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class RecordOutside:
    """Record a refund or a lost dispute by the processor's id of it."""

    id: CommandId
    ref: str
    note: str = ""


def is_known(reader: Reader, ref: str, refund_id: str) -> bool:
    """Whether a refund of the processor is in the books, or made for one that is."""
    return records.step_of_ref(reader, ref) is not None or records.is_there(reader, refund_id)


def missing(reader: Reader) -> tuple[Outside, ...]:
    """What went back or may go back at the processor and is not in the books, oldest first."""
    gone = [
        one
        for one in outside_records.of_our_charges(reader, OutsideKind.REFUND)
        if one.status not in outside_records.NOT_GIVEN and not is_known(reader, one.ref, one.ours)
    ]
    return tuple(gone)


def disputed(reader: Reader) -> tuple[Outside, ...]:
    """Charges that are disputed or were lost so, oldest first."""
    return tuple(
        one
        for one in outside_records.of_our_charges(reader, OutsideKind.DISPUTE)
        if one.status not in outside_records.WON and not is_known(reader, one.ref, "")
    )


def can_record(one: Outside) -> bool:
    """Whether its money is gone for good."""
    if one.kind is OutsideKind.DISPUTE:
        return one.status == outside_records.LOST
    return one.kind is OutsideKind.REFUND


def record_outside(uow: UnitOfWork, command: RecordOutside) -> RefundMoved:
    """A refund with a number of its own, booked and given back at once: it is known to have gone.

    Refused where the payment can't have given so much: then the two have to be looked at.
    """
    uow.actor.require(Permission.PAY_REFUND)
    one = outside_records.outside(uow, command.ref)
    if settings.centre_reachable(uow) is False:
        raise asking_errors.not_recorded_while_away()
    if is_known(uow, one.ref, one.ours) or not can_record(one):
        raise asking_errors.nothing_to_record()
    plan = _plan(uow, one, command)
    refund = _ask_for(uow, plan)
    books.refuse_moved(uow, refund)
    booked_id, paid_id = uow.new_id(), uow.new_id()
    booked = NewStep(StepName.BOOKED, refund.method, refund.amount)
    repository.add_step(uow, refund.refund_id, booked_id, booked, plan.day)
    refund = repository.keep_state(uow, refund.refund_id)
    books.book(uow, refund, booked_id, plan.day)
    gl_code = planning.gl_of_card(uow, refund)
    told: Row = {
        "gl_code": gl_code,
        "gateway_id": one.gateway_id,
        "charge_ref": one.charge_ref,
        "gateway_ref": one.ref,
        "happened_on": min(one.happened_at.date(), plan.day).isoformat(),
        "swept": 1,
        "note": plan.command.description,
    }
    given = NewStep(StepName.PAID, RefundMethod.CARD_REVERSAL, refund.amount, told)
    repository.add_step(uow, refund.refund_id, paid_id, given, plan.day)
    books.post_paid(uow, refund, paid_id, gl_code, plan.day)
    after = repository.keep_state(uow, refund.refund_id)
    if one.kind is OutsideKind.REFUND:
        _watch(uow, after, one)
    made = receipt.make(uow, after, after.paid, plan.day) if after.paid else None
    return rules.moved(after, made)


def _watch(uow: UnitOfWork, refund: StoredRefund, one: Outside) -> None:
    """A bank may still send it back, as any refund to a card."""
    begun = CardRefundBegun(
        refund.refund_id,
        refund.number,
        one.gateway_id,
        one.charge_ref,
        one.amount,
        key="",
        reader_id=None,
        gateway_ref=one.ref,
    )
    repository.put_working(uow, begun, CardRefundState.SETTLING)


def _plan(uow: UnitOfWork, one: Outside, command: RecordOutside) -> Plan:
    """Of the tender that the charge is in the books as."""
    found = outside_records.tender_of(uow, one.charge_ref)
    reasons = ledger.reasons(uow, ReasonKind.REFUND)
    if found is None or not reasons:
        raise asking_errors.nothing_to_record()
    payment = paid.stored_payment(uow, found[0])
    note = clean(command.note, "note", most=300, lines=True)
    said = t("Given back at {gateway} itself ({ref}).", gateway=one.gateway, ref=one.ref)
    if one.kind is OutsideKind.DISPUTE:
        said = t("Lost to a dispute at {gateway} ({ref}).", gateway=one.gateway, ref=one.ref)
    wanted = RequestRefund(
        command.id,
        payment.account_id,
        one.amount,
        reasons[-1].reason_id,
        payment_id=payment.payment_id,
        tender_id=found[1],
        method=RefundMethod.CARD_REVERSAL,
        description=" ".join(filter(None, (said, note))),
    )
    return planning.plan_of(uow, wanted, ask=False)


def _ask_for(uow: UnitOfWork, plan: Plan) -> StoredRefund:
    """The refund as a fact; nobody has to agree to what has happened."""
    command = plan.command
    new = NewRefund(
        command=command,
        number=uow.number("refund", plan.day),
        method=plan.method,
        reason=ledger.reason(uow, command.reason_id, ReasonKind.REFUND),
        parts=plan.parts,
        detected_on=plan.detected_on,
        due_on=plan.day + timedelta(days=plan.policy.within_days),
        needs=(),
        approvals=0,
        approval_over=plan.policy.approval_over,
        invoice_ids=command.invoice_ids,
        gateway_id=plan.gateway_id,
        charge_ref=plan.charge_ref,
        shift_id=plan.shift_id,
    )
    repository.add_refund(uow, new, plan.day)
    return repository.keep_state(uow, RefundId(command.id))
