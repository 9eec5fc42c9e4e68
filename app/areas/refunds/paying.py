"""Giving money back: cash out of a drawer, checks and transfers; and what came back of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.areas.approvals.service import require_approval
from app.areas.deposits import banks
from app.areas.drawers import queries as drawers
from app.areas.drawers import service as drawer_actions
from app.areas.drawers.repository import NewMovement
from app.areas.drawers.values import MovementKind, ShiftState
from app.areas.ledger.values import GL
from app.areas.payments import errors as paying_errors
from app.areas.payments import rules as paying
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
from app.areas.refunds.repository import NewStep
from app.areas.refunds.rules import StoredRefund
from app.areas.refunds.values import (
    FailRefund,
    Need,
    PayRefund,
    RefundMethod,
    RefundMoved,
    RefundStatus,
    StepName,
)
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.errors import ensure
from app.kernel.ids import CommandId, ShiftId, check_id
from app.kernel.money import Money
from app.kernel.text import clean
from app.kernel.translate import t
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Out:
    """How the money goes out, checked: what the step says of it."""

    day: date
    gl_code: str
    told: Row


def pay_refund(uow: UnitOfWork, command: PayRefund) -> RefundMoved:
    """Give back what is owed: DR 2060. Cash leaves the shift's drawer, which opens.

    NeedsApproval where it goes another way than was agreed to, or while the centre is away.
    """
    uow.actor.require(Permission.REQUEST_REFUND)
    refund = records.stored_refund(uow, command.refund_id)
    rules.refuse_unless(refund, RefundStatus.APPROVED, RefundStatus.FAILED)
    planning.refuse_payer(uow, refund)
    if records.working(uow, refund.refund_id) is not None:
        raise errors.at_the_processor(refund.number)
    method = command.method or refund.method
    note = clean(command.note, "note", most=400, lines=True)
    out = _out(uow, refund, method, command)
    approve_out(uow, refund, method, command.id, note)
    told: Row = {**out.told, "gl_code": out.gl_code, "note": note}
    if method is RefundMethod.CASH:
        told |= _hand_out(uow, refund, command.id, note)
    elif method is RefundMethod.CARD_REVERSAL or method in rules.FROM_BANK:
        shift_id = out.told.get("shift_id")
        on = ShiftId(str(shift_id)) if shift_id else None
        books.post_paid(uow, refund, command.id, out.gl_code, out.day, shift_id=on)
    repository.add_step(
        uow,
        refund.refund_id,
        command.id,
        NewStep(StepName.PAID, method, refund.amount, told),
        out.day,
    )
    after = repository.keep_state(uow, refund.refund_id)
    paid = after.paid
    ensure(paid is not None, "what was paid is paid")
    made = receipt.make(uow, after, paid, out.day) if paid else None
    return rules.moved(after, made)


def _out(uow: UnitOfWork, refund: StoredRefund, method: RefundMethod, command: PayRefund) -> _Out:
    day, _ = planning.place(uow)
    if method is RefundMethod.CASH:
        return _from_drawer(uow, refund, command)
    happened = command.happened_on or day
    if not refund.business_date <= happened <= day:
        raise errors.date_out_of_range(refund.business_date)
    reference = clean(command.reference, "reference", most=60)
    told: Row = {"reference": reference, "happened_on": happened.isoformat()}
    if method is RefundMethod.CARD_REVERSAL:
        return _on_terminal(uow, refund, command, day, told)
    if method is RefundMethod.CHECK:
        return _from_bank(uow, command, day, told | _check_number(uow, command))
    if not reference:
        raise errors.transfer_needs_reference()
    return _from_bank(uow, command, day, told)


def _from_drawer(uow: UnitOfWork, refund: StoredRefund, command: PayRefund) -> _Out:
    if command.bank_account_id is not None:
        raise errors.no_bank_for_this()
    shift = drawers.current_shift(uow, uow.actor.user_id)
    if shift is None:
        raise paying_errors.drawer_not_open()
    if shift.state is not ShiftState.OPEN:
        raise paying_errors.drawer_counted()
    if shift.currency != refund.amount.currency:
        raise paying_errors.drawer_in_other_currency(shift.currency)
    return _Out(shift.business_date, GL.CASH_IN_DRAWERS, {"shift_id": shift.shift_id})


def _on_terminal(
    uow: UnitOfWork, refund: StoredRefund, command: PayRefund, day: date, told: Row
) -> _Out:
    """A card that was charged on a terminal of its own is given back there."""
    if refund.charge_ref:
        raise errors.choose_card_verb()
    if command.bank_account_id is not None:
        raise errors.no_bank_for_this()
    if not refund.of_card:
        raise errors.no_card_to_reverse()
    if not told["reference"]:
        raise errors.terminal_needs_reference()
    _, shift_id = planning.place(uow)
    return _Out(day, planning.gl_of_card(uow, refund), told | {"shift_id": shift_id})


def _check_number(uow: UnitOfWork, command: PayRefund) -> Row:
    number = clean(command.check_number, "check_number", most=30)
    if command.bank_account_id is None:
        raise errors.check_needs_bank()
    if not number:
        raise errors.check_needs_number()
    used = records.check_used(uow, command.bank_account_id, number)
    if used is not None:
        raise errors.check_number_used(number, used)
    return {"check_number": number}


def _from_bank(uow: UnitOfWork, command: PayRefund, day: date, told: Row) -> _Out:
    if command.bank_account_id is None:
        return _Out(day, GL.CASH_OPERATING, told)
    bank_id = command.bank_account_id
    check_id(bank_id, "bank_account_id")
    name, gl_code, currency, active = banks.posted_to(uow, bank_id)
    if not active or currency != records.stored_refund(uow, command.refund_id).amount.currency:
        raise errors.bank_not_used(name)
    return _Out(day, gl_code, told | {"bank_account_id": bank_id, "bank": name})


def _hand_out(uow: UnitOfWork, refund: StoredRefund, step_id: CommandId, note: str) -> Row:
    """Cash out of one's own drawer, rounded as cash is; it opens once."""
    shift = drawers.current_shift(uow, uow.actor.user_id)
    ensure(shift is not None, "cash comes out of a drawer")
    if shift is None:
        return {}
    how = settings.setting(uow, "payments.cash_rounding")
    rounding = paying.cash_rounding(refund.amount, how)
    cash = refund.amount + rounding
    movement_id = uow.new_id() if cash else None
    if movement_id is not None:
        out = NewMovement(
            MovementKind.REFUND,
            -cash,
            GL.REFUNDS_PAYABLE,
            shift.shift_id,
            reason=refund.number,
            reference=refund.number,
            note=note,
            approval_id=drawer_actions.approved_after_reveal(uow, step_id, shift, -cash),
        )
        drawer_actions.post_movement(
            uow, movement_id, out, shift, shift.business_date, refund.account_id
        )
    if rounding:
        books.post_paid(uow, refund, step_id, "", shift.business_date, rounding)
    return {"movement_id": movement_id, "rounding_minor": rounding.minor}


def approve_out(
    uow: UnitOfWork,
    refund: StoredRefund,
    method: RefundMethod,
    command_id: CommandId,
    note: str,
) -> None:
    """What was not agreed to with the refund itself: another way out, and money out while nobody
    can see what other windows give.
    """
    how, why = planning.policy(uow), []
    agreed = refund.needs if refund.approvals else ()
    if method is RefundMethod.CASH and refund.of_card and Need.CASH_FOR_CARD not in agreed:
        if not (note or refund.description):
            raise errors.say_why_cash()
        why.append(rules.need_words(Need.CASH_FOR_CARD))
    elif method is RefundMethod.CASH and refund.method is not method and refund.approvals:
        way = rules.method_words(refund.method)
        why.append(t("Another way was agreed to: {way}.", way=way))
    day = settings.business_today(settings.practice(uow), uow.now)
    early = any(planning.is_early(uow, part, how, day) for part in refund.parts)
    if early and Need.EARLY not in agreed:
        why.append(rules.need_words(Need.EARLY))
    if settings.centre_reachable(uow) is False:
        if refund.amount.minor > how.approval_over:
            raise errors.not_while_away(Money(how.approval_over, refund.amount.currency))
        why.append(t("The centre can't be reached: another window may have given it back."))
    if not why:
        return
    asked = telling.give_words(refund.amount, method)
    words = f"{asked} {t('It is refund {number}.', number=refund.number)}"
    require_approval(
        uow,
        command_id,
        f"pay_refund:{refund.amount.minor}",
        " ".join((words, *why)),
        never_by=refund.requested_by,
    )


# ------------------------------------------------------------------------------------- came back


def fail_refund(uow: UnitOfWork, command: FailRefund) -> RefundMoved:
    """A check that was not cashed or a transfer that came back: CR 2060, and it is owed again."""
    uow.actor.require(Permission.PAY_REFUND)
    refund = records.stored_refund(uow, command.refund_id)
    paid = refund.paid
    if paid is None:
        raise errors.not_paid_yet(refund.number)
    if paid.method is RefundMethod.CASH:
        raise errors.cash_does_not_come_back(refund.number)
    if paid.gateway_ref:
        raise errors.card_comes_back_by_itself(refund.number)
    note = clean(command.note, "note", most=400, lines=True)
    day, _ = planning.place(uow)
    happened = command.happened_on or day
    if not paid.business_date <= happened <= day:
        raise errors.date_out_of_range(paid.business_date)
    told: Row = {"note": note, "happened_on": happened.isoformat()}
    return take_back(uow, refund, command.id, told, day)


def take_back(
    uow: UnitOfWork, refund: StoredRefund, step_id: CommandId, told: Row, day: date
) -> RefundMoved:
    """The money came back: it is owed again, and its paper says so."""
    paid = refund.paid
    ensure(paid is not None, "what comes back was paid")
    if paid is None:
        raise errors.not_paid_yet(refund.number)
    step = NewStep(
        StepName.FAILED,
        paid.method,
        refund.amount,
        {**told, "gl_code": paid.gl_code, "reverses_id": paid.step_id},
    )
    repository.add_step(uow, refund.refund_id, step_id, step, day)
    books.post_failed(uow, refund, paid, step_id, day)
    after = repository.keep_state(uow, refund.refund_id)
    receipt.mark_failed(uow, after, step_id, day)
    return rules.moved(after)
