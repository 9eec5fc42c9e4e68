"""Ending a shift of another station whose drawer nobody can count, and what came to it late."""

from __future__ import annotations

from app.areas.drawers import closing as drawers
from app.areas.drawers import errors as refused
from app.areas.drawers import queries as shifts
from app.areas.drawers import records, repository, service
from app.areas.drawers.closing_values import (
    ForceClose,
    LateCashSettled,
    LateInto,
    SettleLateCash,
    ShiftClosed,
)
from app.areas.drawers.records import NewClose
from app.areas.drawers.repository import NewMovement
from app.areas.drawers.values import CountKind, MovementKind, ShiftState
from app.areas.ledger.values import GL
from app.areas.payments import explaining
from app.areas.payments import late_records as late
from app.areas.payments.closing import write_close
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import CountId
from app.kernel.money import total
from app.kernel.text import clean
from app.kernel.translate import t
from app.storage.unit_of_work import UnitOfWork


def force_close(uow: UnitOfWork, command: ForceClose) -> ShiftClosed:
    """Close a shift of another station with the cash the books expect, because nobody counts it;
    never while a card may still be charged for money of it.

    NeedsConfirmation `uncounted:<number>`. Who holds a drawer never closes it uncounted.
    """
    uow.actor.require(Permission.CLOSE_ANY_SHIFT)
    shift = drawers.shift_to_end(uow, command.shift_id)
    if shift.here:
        raise refused.count_it_here(shift.number)
    if shift.user_id in security.accounts_of(uow, security.person_of(uow, uow.actor.user_id)):
        raise refused.own_drawer_uncounted(shift.number)
    if records.sealed_counts(uow, shift.shift_id):
        raise refused.close_with_its_count(shift.number)
    drawers.refuse_held(uow, shift)
    note = clean(command.note, "note", most=400, lines=True)
    if not note:
        raise refused.say_why_from_here(shift.number)
    asked = refused.close_uncounted(shift.number, security.user_name(uow, shift.user_id))
    if asked.key not in command.confirmations:
        raise asked
    expected = records.expected_cash(uow, shift)
    checks = explaining.shift_checks(uow, shift.shift_id)
    day = shift.business_date
    count_id = CountId(
        repository.add_count(
            uow, CountKind.NOT_COUNTED, expected, (), day, shift_id=shift.shift_id, note=note
        )
    )
    close = NewClose(
        shift_id=shift.shift_id,
        count_id=count_id,
        first_count_id=count_id,
        counted=expected,
        expected=expected,
        checks=None,
        checks_expected=(len(checks), total((one.amount for one in checks), shift.currency)),
        reason_id=None,
        reason="",
        note=note,
        approval_from=settings.whole_setting(uow, "drawers.difference_approval"),
        approval_id=None,
        closed_how="not_counted",
    )
    return write_close(uow, command.id, close, shift, expected)


def settle_late_cash(uow: UnitOfWork, command: SettleLateCash) -> LateCashSettled:
    """Say where the cash went that a closed shift got late: into the safe, as a drop, or it was in
    the count already, which makes the difference another one.
    """
    uow.actor.require(Permission.CLOSE_ANY_SHIFT)
    shift = shifts.shift_brief(uow, command.shift_id)
    if shift is None:
        raise refused.no_such_shift()
    if shift.state is not ShiftState.CLOSED:
        raise refused.not_closed_yet(shift.number)
    if shift.user_id in security.accounts_of(uow, security.person_of(uow, uow.actor.user_id)):
        raise refused.late_of_own_drawer(shift.number)
    standing = [one for one in late.double_closes(uow) if one.shift_id == shift.shift_id]
    if any(not one.taken_back for one in standing):
        raise refused.closed_at_two_windows(shift.number)
    amount = records.expected_cash(uow, shift)
    if not amount:
        raise refused.nothing_late(shift.number)
    came = amount.minor > 0
    if command.into is LateInto.SAFE:
        if not came:
            raise refused.late_cash_is_missing()
        kind, gl_code, words = MovementKind.DROP, GL.CASH_IN_SAFE, t("Late cash into the safe")
    else:
        kind = MovementKind.PAID_OUT if came else MovementKind.PAID_IN
        gl_code, words = GL.CASH_OVER_SHORT, t("Late cash, over or short")
    note = clean(command.note, "note", most=400, lines=True)
    moved = NewMovement(kind, -amount, gl_code, shift.shift_id, reason=words, note=note)
    today = settings.business_today(settings.practice(uow), uow.now)
    repository.add_settlement(uow, command.id, shift.shift_id, command.into, today)
    service.post_movement(uow, command.id, moved, shift, today)
    return LateCashSettled(shift.shift_id, shift.number, amount)
