"""Ending a shift: the difference shown, the drawer closed or handed over, X and Z reports.

Closing needs no paper, no network and nobody's unfinished work: what is parked belongs to the site.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.areas.approvals.service import require_approval
from app.areas.drawers import closing as drawers
from app.areas.drawers import errors as refused
from app.areas.drawers import queries as shifts
from app.areas.drawers import records
from app.areas.drawers import repository as drawer_records
from app.areas.drawers import service as opening
from app.areas.drawers.closing_values import (
    CloseShift,
    Difference,
    ReportKind,
    ReportMade,
    RevealDifference,
    RunReport,
    ShiftClosed,
    TakenOver,
    TakeOver,
)
from app.areas.drawers.records import NewClose, Sealed
from app.areas.drawers.rules import COUNTS
from app.areas.drawers.values import CountKind, OpenShift, ShiftBrief, ShiftState
from app.areas.ledger import queries as reasons
from app.areas.ledger import service as ledger
from app.areas.ledger.values import GL, Entry, EntryType, Leg, Reason, ReasonKind
from app.areas.payments import explaining
from app.areas.payments.closing_report import Ended, snapshot
from app.areas.printing.service import print_counted
from app.areas.printing.values import AuditedPaper
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.errors import Bug, NeedsApproval
from app.kernel.ids import CommandId, CountId, ReasonId, ReportId, ShiftId
from app.kernel.money import Money, total
from app.kernel.text import clean
from app.kernel.translate import t_kept
from app.storage.numbering import Number
from app.storage.print_jobs import park_waiting
from app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class _End:
    """What a shift ends with, before anything is written."""

    shift: ShiftBrief
    first: Sealed
    last: Sealed
    counted: Money
    expected: Money
    checks: tuple[int, Money]

    @property
    def difference(self) -> Money:
        return self.counted - self.expected

    @property
    def agrees(self) -> bool:
        """In money, as the count was told when it was sealed."""
        checks = self.last.checks
        return not self.difference and (checks is None or checks[1] == self.checks[1])


def reveal_difference(uow: UnitOfWork, command: RevealDifference) -> Difference:
    """Show what should be in a counted drawer, and the likely causes; it is not counted again."""
    uow.actor.require(Permission.OPEN_SHIFT)
    shift = drawers.shift_to_end(uow, command.shift_id)
    sealed = records.sealed_counts(uow, shift.shift_id)
    if not sealed:
        raise refused.not_counted_yet()
    if not records.revealed(uow, shift.shift_id):
        expected = records.expected_cash(uow, shift)
        records.add_reveal(uow, command.id, shift, sealed[-1], expected)
    shown = explaining.difference(uow, shift.shift_id)
    if shown is None:
        raise Bug("a difference that was shown can be seen")
    return shown


def close_shift(uow: UnitOfWork, command: CloseShift) -> ShiftClosed:
    """Close a counted shift, one's own or as a manager somebody's: its cash goes into the safe.

    A difference needs a reason, a large one a second person, who did not hold the drawer.
    """
    uow.actor.require(Permission.OPEN_SHIFT)
    shift = drawers.shift_to_end(uow, command.shift_id)
    sealed = records.sealed_counts(uow, shift.shift_id)
    if not sealed:
        raise refused.not_counted_yet()
    drawers.refuse_held(uow, shift)
    end = _end(uow, shift, sealed, sealed[-1].total)
    if not end.agrees and not records.shown(uow, shift.shift_id):
        raise refused.look_at_difference_first()
    reason = _reason(uow, end, command.reason_id)
    note = clean(command.note, "note", most=400, lines=True)
    if not shift.here and not note:
        raise refused.say_why_from_here(shift.number)
    approval_id = _approved_difference(uow, command.id, end)
    close = _close(uow, end, end.last.count_id, reason, note, approval_id)
    return write_close(uow, command.id, close, shift, end.first.total)


def take_over(uow: UnitOfWork, command: TakeOver) -> TakenOver:
    """Take a counted drawer over: both counted it, neither saw what should be in it.

    When the counts differ both count again; when they still do, the incoming count rules and a
    third person approves. No sum is said before the incoming count is sealed.
    """
    uow.actor.require(Permission.OPEN_SHIFT)
    shift = _to_take_over(uow, command.shift_id)
    drawers.refuse_held(uow, shift)
    sealed = records.sealed_counts(uow, shift.shift_id)
    incoming = opening.counted_piles(uow, command.piles, shift.currency)
    before = records.incoming_counts(uow, shift.shift_id, uow.actor.user_id)
    if len(before) >= COUNTS and incoming != before[-1]:
        raise refused.incoming_counted_twice(before[-1])
    end = _end(uow, shift, sealed, incoming)
    alike = incoming in (sealed[-1].total, end.expected)
    large = bool(end.difference) and abs(end.difference.minor) >= _limit(uow)
    if len(before) < COUNTS and (not alike or (large and incoming not in before)):
        kind = CountKind.INCOMING_AGAIN if before else CountKind.INCOMING
        return _seal_incoming(uow, command, end, kind, again=not alike and not before)
    reason = _reason(uow, end, command.reason_id)
    note = clean(command.note, "note", most=400, lines=True)
    if alike:
        approval_id = _approved_difference(uow, command.id, end)
    else:
        counted_by = security.user_name(uow, end.last.user_id)
        asked = refused.approve_hand_over(end.difference, counted_by, uow.actor.name)
        approval_id = _approved(uow, command.id, end, asked)
    next_id, count_id = ShiftId(uow.new_id()), CountId(uow.new_id())
    rules = end.last.count_id if incoming == end.last.total else count_id
    close = _close(uow, end, rules, reason, note, approval_id, next_id)
    closed = write_close(uow, command.id, close, shift, end.first.total)
    begun = OpenShift(CommandId(next_id), shift.drawer_id, command.piles)
    return TakenOver(closed, opening.begin_shift(uow, begun, incoming, note, count_id))


def _seal_incoming(
    uow: UnitOfWork, command: TakeOver, end: _End, kind: CountKind, *, again: bool
) -> TakenOver:
    """Keep what the incoming person counted, before anybody hears of a sum."""
    shift = end.shift
    drawer_records.add_count(
        uow,
        kind,
        end.counted,
        command.piles,
        shift.business_date,
        shift_id=shift.shift_id,
        note=clean(command.note, "note", most=400, lines=True),
        count_id=command.id,
    )
    counted_by = security.user_name(uow, end.last.user_id)
    return TakenOver(again=refused.counts_differ(counted_by) if again else "")


def _to_take_over(uow: UnitOfWork, shift_id: ShiftId) -> ShiftBrief:
    shift = shifts.shift_brief(uow, shift_id)
    if shift is None:
        raise refused.no_such_shift()
    drawers.refuse_closed(uow, shift)
    if shift.user_id == uow.actor.user_id:
        raise refused.own_drawer()
    drawer = drawer_records.drawer(uow, shift.drawer_id)
    if drawer is None or drawer[1] != uow.stream.station:
        raise refused.no_such_drawer()
    if shift.state is not ShiftState.COUNTED:
        raise refused.count_before_handing_over(security.user_name(uow, shift.user_id))
    opening.refuse_second_shift(uow)
    return shift


def _end(uow: UnitOfWork, shift: ShiftBrief, sealed: tuple[Sealed, ...], counted: Money) -> _End:
    checks = explaining.shift_checks(uow, shift.shift_id)
    return _End(
        shift,
        sealed[0],
        sealed[-1],
        counted,
        records.expected_cash(uow, shift),
        (len(checks), total((check.amount for check in checks), shift.currency)),
    )


def _reason(uow: UnitOfWork, end: _End, reason_id: ReasonId | None) -> Reason | None:
    if end.agrees and reason_id is None:
        return None
    return reasons.reason(uow, reason_id, ReasonKind.OVER_SHORT)


def _limit(uow: UnitOfWork) -> int:
    return settings.whole_setting(uow, "drawers.difference_approval")


def _approved_difference(uow: UnitOfWork, command_id: CommandId, end: _End) -> str | None:
    if not end.difference or abs(end.difference.minor) < _limit(uow):
        return None
    holder = security.user_name(uow, end.shift.user_id)
    return _approved(uow, command_id, end, refused.approve_difference(end.difference, holder))


def _approved(uow: UnitOfWork, command_id: CommandId, end: _End, asked: NeedsApproval) -> str:
    """The approval of somebody who neither asks nor held the drawer; the question says so where
    the holder may approve other things.
    """
    holder, words = end.shift.user_id, asked.text
    if holder != uow.actor.user_id and Permission.APPROVE in security.permissions_now(uow, holder):
        words = f"{words} {refused.holder_approves_nothing(security.user_name(uow, holder))}"
    return require_approval(uow, command_id, asked.key, words, never_by=holder)


def _close(
    uow: UnitOfWork,
    end: _End,
    count_id: CountId,
    reason: Reason | None,
    note: str,
    approval_id: str | None,
    next_shift_id: ShiftId | None = None,
) -> NewClose:
    return NewClose(
        shift_id=end.shift.shift_id,
        count_id=count_id,
        first_count_id=end.first.count_id,
        counted=end.counted,
        expected=end.expected,
        checks=end.last.checks,
        checks_expected=end.checks,
        reason_id=reason.reason_id if reason else None,
        reason=reason.words if reason else "",
        note=note,
        approval_from=_limit(uow),
        approval_id=approval_id,
        closed_how="hand_over" if next_shift_id else "close" if end.shift.here else "forced",
        next_shift_id=next_shift_id,
    )


def write_close(
    uow: UnitOfWork, close_id: CommandId, close: NewClose, shift: ShiftBrief, first: Money
) -> ShiftClosed:
    """Post a close and make its Z: part of actions that have checked everything."""
    if shift.here:
        park_waiting(uow, shift.user_id)
    number = uow.number("z", shift.business_date)
    _post(uow, close_id, close, shift)
    records.add_close(uow, close_id, close, shift.business_date)
    report_id = _report(uow, ReportKind.Z, number, shift, Ended(close, first))
    return ShiftClosed(
        shift.shift_id,
        shift.number,
        number.text,
        report_id,
        close.expected,
        close.counted,
        close.counted - close.expected,
        close.counted,
        close.closed_how == "not_counted",
    )


def _post(uow: UnitOfWork, close_id: str, close: NewClose, shift: ShiftBrief) -> None:
    """The cash that was counted goes into the safe, what differs is booked, nothing stays."""
    shift_id = shift.shift_id
    differs = close.counted - close.expected
    if not close.counted and not close.expected:
        return
    ledger.post(
        uow,
        Entry(
            business_date=shift.business_date,
            description=t_kept("Close of shift {number}", number=shift.number),
            legs=(
                Leg(GL.CASH_IN_SAFE, close.counted, shift_id=shift_id),
                Leg(GL.CASH_IN_DRAWERS, -close.expected, shift_id=shift_id),
                Leg(GL.CASH_OVER_SHORT, -differs, close.reason, shift_id=shift_id),
            ),
            source_type="shift_close",
            source_id=close_id,
            reference=shift.number,
            entry_type=EntryType.STANDARD,
        ),
    )


def run_report(uow: UnitOfWork, command: RunReport) -> ReportMade:
    """An X report of a running shift; who holds it sees its cash only with an approval."""
    uow.actor.require(Permission.OPEN_SHIFT)
    shift = drawers.shift_to_end(uow, command.shift_id)
    approval_id = None
    mine = shift.user_id == uow.actor.user_id
    if command.with_cash and mine and not records.shown(uow, shift.shift_id):
        asked = refused.cash_stays_hidden()
        approval_id = require_approval(uow, command.id, asked.key, asked.text)
    number = uow.number("x", shift.business_date)
    report_id = _report(
        uow,
        ReportKind.X,
        number,
        shift,
        None,
        with_cash=command.with_cash,
        approval_id=approval_id,
        report_id=command.id,
    )
    return ReportMade(report_id, number.text)


def _report(
    uow: UnitOfWork,
    kind: ReportKind,
    number: Number,
    shift: ShiftBrief,
    ended: Ended | None,
    *,
    with_cash: bool = True,
    approval_id: str | None = None,
    report_id: str | None = None,
) -> ReportId:
    previous, so_far = records.last_z(uow) if kind is ReportKind.Z else (None, 0)
    said = snapshot(uow, kind, number.text, shift, ended, so_far, approval_id)
    made = records.add_report(
        uow,
        report_id or uow.new_id(),
        number,
        shift,
        said if with_cash else explaining.without_cash(said),
        with_cash=with_cash,
        approval_id=approval_id,
        previous_id=previous,
    )
    print_counted(uow, AuditedPaper.DRAWER_REPORT, made)
    return made
