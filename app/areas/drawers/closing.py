"""Counting a drawer at the end of a shift, blind: the count is sealed and can't be changed."""

from __future__ import annotations

from app.areas.drawers import errors, queries, records, repository, rules, service
from app.areas.drawers.closing_values import CountSealed, SealCount
from app.areas.drawers.values import BeginCount, CountBegun, CountKind, ShiftBrief, ShiftState
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.i18n import format_time
from app.kernel.ids import CountId, ShiftId
from app.kernel.text import clean
from app.storage.print_jobs import queue_kick
from app.storage.unit_of_work import UnitOfWork


def begin_count(uow: UnitOfWork, command: BeginCount) -> CountBegun:
    """Open a drawer that is about to be counted: one's own, one to take over, or as a manager
    somebody's. Each time is kept.
    """
    uow.actor.require(Permission.OPEN_SHIFT)
    shift = queries.shift_brief(uow, command.shift_id)
    if shift is None:
        raise errors.no_such_shift()
    others = shift.user_id != uow.actor.user_id
    takes_over = others and shift.state is ShiftState.COUNTED
    if takes_over and not uow.actor.may(Permission.CLOSE_ANY_SHIFT):
        service.refuse_second_shift(uow)
    else:
        shift = shift_to_end(uow, command.shift_id)
    if not shift.here:
        raise errors.shift_elsewhere(shift.number)
    repository.add_count_begun(uow, command.id, shift, takes_over=takes_over)
    queue_kick(uow, "count", command.id)
    return CountBegun(shift.shift_id, shift.number)


def seal_count(uow: UnitOfWork, command: SealCount) -> CountSealed:
    """Count one's own drawer, or as a manager somebody's; from then on it takes no money.

    The answer says whether the count agrees, not by how much it differs.
    """
    uow.actor.require(Permission.OPEN_SHIFT)
    shift = shift_to_end(uow, command.shift_id)
    before = records.sealed_counts(uow, shift.shift_id)
    if records.revealed(uow, shift.shift_id):
        raise errors.difference_was_shown()
    if len(before) >= rules.COUNTS:
        raise errors.counted_as_often_as_may_be()
    if before and records.told_at_hand_over(uow, shift.shift_id, before[-1].total):
        raise errors.difference_was_shown()
    if before and records.count_agrees(uow, shift, before[-1]):
        raise errors.count_agrees()
    total = service.counted_piles(uow, command.piles, shift.currency)
    rules.refuse_checks(command.check_count, command.check_total, shift.currency)
    count_id = repository.add_count(
        uow,
        CountKind.RECOUNT if before else CountKind.CLOSING,
        total,
        command.piles,
        shift.business_date,
        shift_id=shift.shift_id,
        note=clean(command.note, "note", most=400, lines=True),
        count_id=command.id,
        checks=None if command.check_total is None else (command.check_count, command.check_total),
    )
    records.set_counted(uow, shift.shift_id)
    sealed = records.sealed_counts(uow, shift.shift_id)[-1]
    return CountSealed(
        CountId(count_id),
        shift.shift_id,
        len(before) + 1,
        records.count_agrees(uow, shift, sealed),
    )


def shift_to_end(uow: UnitOfWork, shift_id: ShiftId) -> ShiftBrief:
    """A shift that is not closed and that whoever acts may count and close; else a UserError.

    One of another station is closed from here by those who may close anybody's.
    """
    shift = queries.shift_brief(uow, shift_id)
    if shift is None:
        raise errors.no_such_shift()
    if not shift.here and not uow.actor.may(Permission.CLOSE_ANY_SHIFT):
        raise errors.shift_elsewhere(shift.number)
    if shift.user_id != uow.actor.user_id and not uow.actor.may(Permission.CLOSE_ANY_SHIFT):
        raise errors.shift_of(security.user_name(uow, shift.user_id))
    refuse_closed(uow, shift)
    return shift


def refuse_closed(uow: UnitOfWork, shift: ShiftBrief) -> None:
    """A UserError that says who closed the shift and when."""
    if shift.state is not ShiftState.CLOSED:
        return
    here = settings.practice(uow)
    done = records.closed(uow, shift.shift_id)
    who = "" if done is None else security.user_name(uow, done.user_id)
    when = "" if done is None else format_time(done.at, here.time_zone, here.locale)
    raise errors.closed_already(shift.number, who, when)


def refuse_held(uow: UnitOfWork, shift: ShiftBrief) -> None:
    """A UserError while a card may still be charged for money of this shift."""
    held = records.held_by(uow, shift.shift_id)
    if held is not None:
        raise errors.card_not_decided(shift.number, held)
