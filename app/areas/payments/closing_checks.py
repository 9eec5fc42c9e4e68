"""What must hold of closed shifts: counts, ledger and approvals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, literal_column, or_, select

from app.areas.approvals.schema import approval
from app.areas.drawers.schema import (
    cash_count,
    cash_movement,
    close_taken_back,
    shift,
    shift_close,
    shift_reveal,
)
from app.areas.ledger.checks import entries_of, posted_for
from app.areas.ledger.schema import journal_line
from app.areas.ledger.values import GL
from app.areas.payments.late_records import changed_apart, late_sums
from app.kernel.translate import t
from app.storage.agreements import agreement
from app.storage.checking import Check, amount, one_of, rows_check
from app.storage.elsewhere import had_two_histories
from app.storage.tables import counted

_close, _shift, _count = counted(shift_close), counted(shift), counted(cash_count)
_reveal, _approval = counted(shift_reveal), counted(approval)
_line = counted(journal_line)
_x, _s, _c = _close.c, _shift.c, _count.c
_e, _a = _reveal.c, _approval.c
_j = _line.c
_other, _again = _close.alias("other"), _count.alias("again")
_movement, _back = counted(cash_movement), counted(close_taken_back)
_m = _movement.c
_there: Any = literal_column("1")
_counted_twice = (
    select(_there)
    .where(_c.shift_id == _m.shift_id, one_of(_c.kind, "recount", "incoming", "incoming_again"))
    .exists()
)
"""By who holds the drawer, or by who takes it over."""


def checks() -> tuple[Check, ...]:
    """The promises about shifts that ended."""
    return (
        _closes(),
        _reveals(),
        _emptied(),
        _entries(),
        _postings(),
        _approvals(),
        _late_cash(),
    )


def _closes() -> Check:
    """Each shift ends once at a station, at each copy of it, by a count that was made of its
    drawer; without one only where that is said.
    """
    twice = (
        select(_there)
        .where(
            _other.c.shift_id == _x.shift_id,
            _other.c.id != _x.id,
            _other.c.station_id == _x.station_id,
            ~had_two_histories(_x.station_id),
        )
        .exists()
    )
    not_counted = (_c.kind == "not_counted") & (_x.closed_how == "not_counted")
    its_own = (_c.shift_id == _x.shift_id) & (one_of(_c.kind, "closing", "recount") | not_counted)
    next_ones = (_c.shift_id == _x.next_shift_id) & (_c.kind == "opening")
    return rows_check(
        "drawers.closes",
        "A shift is closed once, with what was counted.",
        select(func.coalesce(_s.number, _x.shift_id), _x.counted_minor, _x.currency)
        .select_from(_close)
        .outerjoin(_shift, _s.id == _x.shift_id)
        .outerjoin(_count, _c.id == _x.count_id)
        .where(
            or_(
                _s.id.is_(None),
                _c.id.is_(None),
                _c.total_minor != _x.counted_minor,
                _c.currency != _x.currency,
                ~(its_own | func.coalesce(next_ones, 0)),
                twice,
                (_x.difference_minor != 0) & _x.reason_id.is_(None),
            )
        ),
        lambda number, minor, currency: t(
            "Shift {number} was closed with {amount}, and its count or reason says otherwise.",
            number=number,
            amount=amount(minor, currency),
        ),
    )


def _reveals() -> Check:
    """A difference was shown after a count, and the count was not made again afterwards."""
    later = (
        select(_there)
        .where(
            _again.c.shift_id == _e.shift_id,
            _again.c.kind == "recount",
            _again.c.station_id == _e.station_id,
            ~had_two_histories(_e.station_id),
        )
        .exists()
    )
    return rows_check(
        "drawers.reveals",
        "Nobody counts again after the difference was shown.",
        select(func.coalesce(_s.number, _e.shift_id))
        .select_from(_reveal)
        .outerjoin(_shift, _s.id == _e.shift_id)
        .outerjoin(_count, (_c.id == _e.count_id) & (_c.shift_id == _e.shift_id))
        .where(
            or_(
                _s.id.is_(None),
                _c.id.is_(None),
                _c.total_minor - _e.expected_minor != _e.difference_minor,
                (_c.kind != "recount") & later,
            )
        ),
        lambda number: t(
            "The difference of shift {number} was shown before it was counted.",
            number=number,
        ),
    )


def _emptied() -> Check:
    """What came late stands there until somebody says where it went; of two closes one is posted
    back. Where a copy of the window went on, or something counts otherwise since, the close does
    not tell what it knew: whatever stands there is a task.
    """
    late = late_sums(GL.CASH_IN_DRAWERS).subquery("late")
    standing = (
        select(_there)
        .where(
            _other.c.shift_id == _x.shift_id,
            _other.c.id != _x.id,
            ~select(_there).where(_back.c.id == _other.c.id).exists(),
        )
        .exists()
    )
    left = (
        select(_j.shift_id, _j.currency, func.sum(_j.amount_minor).label("minor"))
        .where(_j.gl_code == GL.CASH_IN_DRAWERS)
        .group_by(_j.shift_id, _j.currency)
        .subquery("left_over")
    )
    return rows_check(
        "drawers.emptied",
        "No cash stays on a shift that is closed but what came late.",
        select(_s.number, left.c.minor, left.c.currency)
        .select_from(_close)
        .join(_shift, _s.id == _x.shift_id)
        .join(left, left.c.shift_id == _x.shift_id)
        .outerjoin(late, (late.c.shift_id == _x.shift_id) & (late.c.currency == left.c.currency))
        .where(
            left.c.minor != 0,
            left.c.minor != func.coalesce(late.c.minor, 0),
            ~changed_apart(_s.id, _s.station_id),
            ~select(_there).where(_back.c.id == _x.id).exists(),
            ~standing,
        ),
        lambda number, minor, currency: t(
            "Shift {number} is closed, and {amount} stands on it.",
            number=number,
            amount=amount(minor, currency),
        ),
    )


def _entries() -> Check:
    entries = entries_of("shift_close")
    found = func.coalesce(entries.c.entries, 0)
    wanted: Any = case(((_x.counted_minor == 0) & (_x.expected_minor == 0), 0), else_=1)
    return rows_check(
        "drawers.close_entries",
        "Every close has exactly one journal entry.",
        select(func.coalesce(_s.number, _x.shift_id), found)
        .select_from(_close)
        .outerjoin(_shift, _s.id == _x.shift_id)
        .outerjoin(entries, entries.c.source_id == _x.id)
        .where(or_(found != wanted, entries.c.day != _x.business_date)),
        lambda number, count: t(
            "The close of shift {number} has {count} journal entries, or one of another day.",
            number=number,
            count=count,
        ),
    )


def _postings() -> Check:
    """The count into the safe, what was expected out of the drawer, the rest over or short."""

    def leg(code: str, minor: Any) -> Any:
        gl: Any = literal_column(f"'{code}'")
        return select(
            _x.id.label("source"),
            gl.label("gl"),
            _x.shift_id.label("shift"),
            _x.currency.label("currency"),
            minor.label("minor"),
        )

    expected = (
        leg(GL.CASH_IN_SAFE, _x.counted_minor),
        leg(GL.CASH_IN_DRAWERS, -_x.expected_minor),
        leg(GL.CASH_OVER_SHORT, -_x.difference_minor),
    )
    return agreement(
        "drawers.close_postings",
        "The ledger has what each close says.",
        ("source", "gl", "shift", "currency"),
        expected,
        posted_for("shift_close", "shift"),
        lambda source, gl, shift, currency, wanted, found: t(
            "Close {source} says {wanted} on {gl}, and the ledger has {found}.",
            source=source,
            gl=gl,
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )


def _approvals() -> Check:
    """A large difference was approved by a third person, for this close and this amount."""
    wrong = or_(
        _a.id.is_(None),
        _a.for_command != _x.id,
        _a.made_by == _x.made_by,
        _a.made_by == _s.user_id,
        ~(
            (_a.key == func.printf("over_short:%d", _x.difference_minor))
            | (_a.key == func.printf("hand_over:%d", _x.difference_minor))
        ),
    )
    needed = (_x.difference_minor != 0) & (func.abs(_x.difference_minor) >= _x.approval_from_minor)
    return rows_check(
        "drawers.approvals",
        "A large difference was approved by somebody else than who held or closed the drawer.",
        select(_s.number, _x.difference_minor, _x.currency)
        .select_from(_close)
        .join(_shift, _s.id == _x.shift_id)
        .outerjoin(_approval, _a.id == _x.approval_id)
        .where(needed | _x.approval_id.is_not(None), wrong),
        lambda number, minor, currency: t(
            "The difference of {amount} in shift {number} lacks its approval.",
            amount=amount(minor, currency),
            number=number,
        ),
    )


def _late_cash() -> Check:
    """Cash that was written down after the difference was seen had a second person."""
    seen = select(_there).where(_e.shift_id == _m.shift_id).exists()
    wrong = or_(
        _a.id.is_(None),
        _a.for_command != _m.id,
        _a.made_by == _m.made_by,
        _a.key != func.printf("after_reveal:%d", func.abs(_m.amount_minor)),
    )
    return rows_check(
        "drawers.late_cash",
        "Cash written down late was approved by somebody else.",
        select(_m.number, _m.amount_minor, _m.currency)
        .select_from(_movement)
        .outerjoin(_approval, _a.id == _m.approval_id)
        .where(_m.approval_id.is_not(None), or_(wrong, ~seen & ~_counted_twice)),
        lambda number, minor, currency: t(
            "Movement {number} for {amount} lacks the approval it names.",
            number=number,
            amount=amount(abs(minor), currency),
        ),
    )
