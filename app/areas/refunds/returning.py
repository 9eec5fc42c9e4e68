"""A refund on its way back to a card: noted before the processor is called, and ended by what it
said, once, however often that is heard.
"""

from __future__ import annotations

from datetime import timedelta

from app.areas.refunds import books, errors, planning, receipt, records, repository, rules
from app.areas.refunds.card_values import (
    BeginCardRefund,
    CardRefundAt,
    CardRefundBegun,
    CardRefundState,
    EndCardRefund,
    NoteCardRefund,
    StopWatching,
)
from app.areas.refunds.paying import approve_out, take_back
from app.areas.refunds.repository import NewStep
from app.areas.refunds.rules import StoredRefund
from app.areas.refunds.values import RefundMethod, RefundMoved, RefundStatus, StepName
from app.kernel.actor import Permission
from app.kernel.ids import GatewayId, check_id
from app.kernel.text import clean
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork

WATCHED = timedelta(days=1)


def begin_card_refund(uow: UnitOfWork, command: BeginCardRefund) -> CardRefundBegun:
    """Note that the processor is asked, and under which key; it is the same key until the answer is
    known, at whatever window.
    """
    uow.actor.require(Permission.REQUEST_REFUND)
    refund = records.stored_refund(uow, command.refund_id)
    if command.reader_id is not None:
        check_id(command.reader_id, "reader_id")
    at = records.working(uow, refund.refund_id)
    if at is not None and refund.status is RefundStatus.PROCESSED:
        return _begun(refund, at)
    waiting = refund.at_processor
    if waiting is not None:
        if waiting.station_id != uow.stream.station and not uow.actor.may(Permission.APPROVE):
            raise errors.at_another_window(refund.number)
        begun = _new(refund, waiting.gateway_key, command, again=True)
        repository.put_working(uow, begun, CardRefundState.UNKNOWN)
        return begun
    rules.refuse_unless(refund, RefundStatus.APPROVED, RefundStatus.FAILED)
    planning.refuse_payer(uow, refund)
    if refund.method is not RefundMethod.CARD_REVERSAL:
        raise errors.not_to_a_card(refund.number)
    charge = records.charge_of(uow, refund.parts[0].tender_id)
    if charge is None or refund.gateway_id is None:
        raise errors.no_charge(refund.number)
    if charge[2] and command.reader_id is None:
        raise errors.card_at_reader(refund.number)
    approve_out(uow, refund, RefundMethod.CARD_REVERSAL, command.id, "")
    tries = sum(step.step is StepName.PROCESSED for step in refund.steps)
    begun = _new(refund, f"refund:{refund.refund_id}:{tries + 1}", command)
    told: Row = {
        "gateway_id": begun.gateway_id,
        "reader_id": begun.reader_id,
        "charge_ref": begun.charge_ref,
        "gateway_key": begun.key,
    }
    day, shift_id = planning.place(uow)
    told["shift_id"] = shift_id
    step = NewStep(StepName.PROCESSED, refund.method, refund.amount, told)
    repository.add_step(uow, refund.refund_id, command.id, step, day)
    repository.put_working(uow, begun, CardRefundState.ASKING)
    repository.keep_state(uow, refund.refund_id)
    return begun


def _new(
    refund: StoredRefund, key: str, command: BeginCardRefund, *, again: bool = False
) -> CardRefundBegun:
    return CardRefundBegun(
        refund_id=refund.refund_id,
        number=refund.number,
        gateway_id=refund.gateway_id or GatewayId(""),
        charge_ref=refund.charge_ref,
        amount=refund.amount,
        key=key,
        reader_id=command.reader_id,
        again=again,
    )


def _begun(refund: StoredRefund, at: CardRefundAt) -> CardRefundBegun:
    return CardRefundBegun(
        refund_id=refund.refund_id,
        number=refund.number,
        gateway_id=at.gateway_id,
        charge_ref=at.charge_ref,
        amount=at.amount,
        key=at.key,
        reader_id=at.reader_id,
        gateway_ref=at.gateway_ref,
        again=True,
    )


def note_card_refund(uow: UnitOfWork, command: NoteCardRefund) -> RefundMoved:
    """What this window knows of it so far, before the next call."""
    uow.actor.require(Permission.PAY_REFUND)
    refund = records.stored_refund(uow, command.refund_id)
    at = records.working(uow, refund.refund_id)
    if at is None:
        raise errors.not_at_it()
    trouble = clean(command.trouble, "trouble", most=400, lines=True)
    ref = clean(command.gateway_ref, "gateway_ref", most=120) or at.gateway_ref
    repository.note_working(
        uow, refund.refund_id, command.state, ref, trouble, at.tries + 1, command.next_at
    )
    return rules.moved(refund)


def end_card_refund(uow: UnitOfWork, command: EndCardRefund) -> RefundMoved:
    """What the processor said in the end. The same word again changes nothing; a refund that failed
    after it was given back is owed again.
    """
    uow.actor.require(Permission.PAY_REFUND)
    refund = records.stored_refund(uow, command.refund_id)
    if command.amount is not None and command.amount != refund.amount:
        raise errors.another_amount(refund.amount, command.amount)
    return _given(uow, refund, command) if command.paid else _not_given(uow, refund, command)


def _given(uow: UnitOfWork, refund: StoredRefund, command: EndCardRefund) -> RefundMoved:
    known = {step.gateway_ref for step in refund.steps if step.step is StepName.PAID}
    if command.gateway_ref in known:
        _watch(uow, refund)
        return rules.moved(refund)
    waiting, gl_code = refund.at_processor, planning.gl_of_card(uow, refund)
    shift_id = planning.open_shift(uow, waiting.shift_id if waiting else None)
    day, _ = planning.place(uow)
    told: Row = _told(command) | {
        "gl_code": gl_code,
        "gateway_id": refund.gateway_id,
        "charge_ref": refund.charge_ref,
        "shift_id": shift_id,
        "happened_on": day.isoformat(),
        "reverses_id": waiting.step_id if waiting else None,
    }
    step = NewStep(StepName.PAID, RefundMethod.CARD_REVERSAL, refund.amount, told)
    repository.add_step(uow, refund.refund_id, command.id, step, day)
    books.post_paid(uow, refund, command.id, gl_code, day, shift_id=shift_id)
    after = repository.keep_state(uow, refund.refund_id)
    _watch(uow, after)
    made = receipt.make(uow, after, after.paid, day) if after.paid else None
    return rules.moved(after, made)


def _watch(uow: UnitOfWork, refund: StoredRefund) -> None:
    """For some days a bank may still send it back: looked at once a day."""
    at = records.working(uow, refund.refund_id)
    if at is not None:
        ref = next((one.gateway_ref for one in reversed(refund.steps) if one.gateway_ref), "")
        again = uow.now + WATCHED
        settling = CardRefundState.SETTLING
        repository.note_working(uow, refund.refund_id, settling, ref, "", 0, again)


def _not_given(uow: UnitOfWork, refund: StoredRefund, command: EndCardRefund) -> RefundMoved:
    paid, waiting = refund.paid, refund.at_processor
    repository.drop_working(uow, refund.refund_id)
    if paid is not None and paid.gateway_ref and paid.gateway_ref == command.gateway_ref:
        day, _ = planning.place(uow)
        return take_back(uow, refund, command.id, _told(command), day)
    if waiting is None:
        return rules.moved(refund)
    day, _ = planning.place(uow)
    told: Row = _told(command) | {"reverses_id": waiting.step_id}
    step = NewStep(StepName.FAILED, RefundMethod.CARD_REVERSAL, refund.amount, told)
    repository.add_step(uow, refund.refund_id, command.id, step, day)
    return rules.moved(repository.keep_state(uow, refund.refund_id))


def _told(command: EndCardRefund) -> Row:
    return {
        "gateway_ref": clean(command.gateway_ref, "gateway_ref", most=120),
        "code": clean(command.code, "code", most=120),
        "request_ref": clean(command.request_ref, "request_ref", most=120),
        "swept": int(command.swept),
        "note": clean(command.note, "note", most=400, lines=True),
    }


def stop_watching(uow: UnitOfWork, command: StopWatching) -> RefundMoved:
    """Its bank kept it long enough: this window looks no more."""
    uow.actor.require(Permission.PAY_REFUND)
    refund = records.stored_refund(uow, command.refund_id)
    if refund.status is not RefundStatus.PROCESSED:
        repository.drop_working(uow, refund.refund_id)
    return rules.moved(refund)
