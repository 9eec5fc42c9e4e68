"""Stores what ends a shift: sealed counts, a difference that was shown, the close, and reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from app.areas.drawers import rules, schema
from app.areas.drawers.closing_values import DrawerReport, ReportKind
from app.areas.drawers.values import CountKind, Pile, ShiftBrief, ShiftState
from app.areas.ledger import queries as ledger
from app.areas.ledger.schema import journal_entry, journal_line
from app.areas.ledger.values import GL
from app.kernel.clock import instant_from, instant_text
from app.kernel.codec import to_plain
from app.kernel.ids import CountId, ReportId, ShiftId, UserId
from app.kernel.money import Money
from app.storage.canonical import canonical_json
from app.storage.checking import one_of
from app.storage.numbering import Number
from app.storage.schema_folding import forward_entry
from app.storage.statements import Read, Reader
from app.storage.tables import counted
from app.storage.unit_of_work import UnitOfWork

_c, _p = counted(schema.cash_count).c, counted(schema.cash_count_line).c
_v, _x = counted(schema.shift_reveal).c, schema.ruling_close.c
_r, _s = counted(schema.drawer_report).c, counted(schema.shift).c
_entry, _line = counted(journal_entry), counted(journal_line)
_e = _entry.c
_following = counted(schema.drawer_report).alias("following")
_SEALED = Read(
    select(
        _c.id,
        _c.total_minor,
        _c.currency,
        _c.check_count,
        _c.check_total_minor,
        _c.at,
        _c.made_by,
    )
    .where(
        _c.shift_id == bindparam("shift_id"),
        one_of(_c.kind, CountKind.CLOSING, CountKind.RECOUNT),
    )
    .order_by(_c.kind)
)
_INCOMING = Read(
    select(_c.total_minor, _c.currency)
    .where(
        _c.shift_id == bindparam("shift_id"),
        _c.made_by == bindparam("user_id"),
        one_of(_c.kind, CountKind.INCOMING, CountKind.INCOMING_AGAIN),
    )
    .order_by(_c.kind)
)
_ALL_INCOMING = Read(
    select(_c.made_by, _c.total_minor).where(
        _c.shift_id == bindparam("shift_id"),
        one_of(_c.kind, CountKind.INCOMING, CountKind.INCOMING_AGAIN),
    )
)
_PILES = Read(
    select(_p.denomination_minor, _p.quantity, _p.currency)
    .where(_p.count_id == bindparam("count_id"))
    .order_by(_p.denomination_minor.desc())
)
_HELD = Read(
    select(schema.shift_hold.c.why)
    .where(schema.shift_hold.c.shift_id == bindparam("shift_id"))
    .order_by(schema.shift_hold.c.source_id)
    .limit(1)
)
_OPENING = Read(select(_s.count_id).where(_s.id == bindparam("shift_id")))
_REVEALED = Read(select(_v.expected_minor).where(_v.shift_id == bindparam("shift_id")).limit(1))
_CLOSED = Read(
    select(
        _x.made_by,
        _x.at,
        _x.counted_minor,
        _x.expected_minor,
        _x.currency,
        _x.check_count_expected,
        _x.check_total_expected_minor,
    ).where(_x.shift_id == bindparam("shift_id"))
)
_KNOWN = Read(
    select(_e.number_series, func.max(_e.number_value))
    .select_from(_line)
    .join(_entry, _e.id == _line.c.entry_id)
    .where(_line.c.shift_id == bindparam("shift_id"), _e.id.not_in(select(forward_entry.c.id)))
    .group_by(_e.number_series)
)
_LAST_Z = Read(
    select(_r.id, _r.grand_total_minor)
    .where(
        _r.kind == ReportKind.Z.value,
        _r.station_id == bindparam("station_id"),
        ~select(_following.c.id).where(_following.c.previous_id == _r.id).exists(),
    )
    .order_by(_r.at.desc(), _r.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A count of a shift that ends; `checks` is None where they were not counted."""

    count_id: CountId
    total: Money
    checks: tuple[int, Money] | None
    at: datetime
    user_id: str


@dataclass(frozen=True, slots=True)
class Closed:
    """What the close of a shift says."""

    user_id: str
    at: datetime
    counted: Money
    expected: Money
    check_count: int
    check_total: Money


@dataclass(frozen=True, slots=True)
class NewClose:
    """The close of a shift as it is stored."""

    shift_id: ShiftId
    count_id: CountId
    first_count_id: CountId
    counted: Money
    expected: Money
    checks: tuple[int, Money] | None
    checks_expected: tuple[int, Money]
    reason_id: str | None
    reason: str
    note: str
    approval_from: int
    approval_id: str | None
    closed_how: str
    next_shift_id: str | None = None


def sealed_counts(reader: Reader, shift_id: ShiftId) -> tuple[Sealed, ...]:
    """The counts that were sealed, the first one first."""
    return tuple(
        Sealed(
            CountId(count_id),
            Money(minor, currency),
            None if checks is None else (checks, Money(check_minor, currency)),
            instant_from(at),
            user_id,
        )
        for count_id, minor, currency, checks, check_minor, at, user_id in reader.fetch(
            _SEALED, shift_id=shift_id
        )
    )


def incoming_counts(reader: Reader, shift_id: ShiftId, user_id: UserId) -> tuple[Money, ...]:
    """What somebody counted who takes the drawer of this shift over, as far as it was sealed."""
    rows = reader.fetch(_INCOMING, shift_id=shift_id, user_id=user_id)
    return tuple(Money(minor, currency) for minor, currency in rows)


def told_at_hand_over(reader: Reader, shift_id: ShiftId, last: Money) -> bool:
    """Whether somebody who takes the drawer over has heard by how much it differs: they counted
    twice, or as who holds it did at `last`, so that the next question names the difference.
    """
    rows = reader.fetch(_ALL_INCOMING, shift_id=shift_id)
    people = [user_id for user_id, _ in rows]
    return len(people) > len(set(people)) or any(minor == last.minor for _, minor in rows)


def piles_of(reader: Reader, count_id: CountId) -> tuple[Pile, ...]:
    """The notes and coins of a count, largest first."""
    rows = reader.fetch(_PILES, count_id=count_id)
    return tuple(Pile(Money(minor, currency), quantity) for minor, quantity, currency in rows)


def revealed(reader: Reader, shift_id: ShiftId) -> bool:
    """Whether somebody has seen what should be in the drawer of this shift."""
    return reader.first(_REVEALED, shift_id=shift_id) is not None


def shown(reader: Reader, shift_id: ShiftId) -> bool:
    """Whether the difference of a shift is known to people: it was shown, or counted twice."""
    return revealed(reader, shift_id) or len(sealed_counts(reader, shift_id)) >= rules.COUNTS


def expected_when_shown(reader: Reader, shift: ShiftBrief) -> Money | None:
    """What should have been in the drawer when people came to know its difference; None while
    they do not.
    """
    sealed = sealed_counts(reader, shift.shift_id)
    row = reader.first(_REVEALED, shift_id=shift.shift_id)
    if row is not None and len(sealed) < rules.COUNTS:
        return Money(row[0], shift.currency)
    told = bool(sealed) and told_at_hand_over(reader, shift.shift_id, sealed[-1].total)
    if len(sealed) < rules.COUNTS and not told:
        return None
    place = (shift.shift_id, GL.CASH_IN_DRAWERS, shift.currency)
    return ledger.shift_held(reader, *place, sealed[-1].at)


def opening_piles(reader: Reader, shift_id: ShiftId) -> tuple[Pile, ...]:
    """The notes and coins a shift began with."""
    count_id = reader.scalar(_OPENING, shift_id=shift_id)
    return () if count_id is None else piles_of(reader, CountId(count_id))


def closed(reader: Reader, shift_id: ShiftId) -> Closed | None:
    """What the close of a shift says; None while it is not closed."""
    row = reader.first(_CLOSED, shift_id=shift_id)
    if row is None:
        return None
    user_id, at, counted_minor, expected, currency, checks, check_minor = row
    return Closed(
        user_id,
        instant_from(at),
        Money(counted_minor, currency),
        Money(expected, currency),
        checks,
        Money(check_minor, currency),
    )


def expected_cash(reader: Reader, shift: ShiftBrief) -> Money:
    """What should be in the drawer now; never shown to who counts before the count is sealed."""
    return ledger.shift_holds(reader, shift.shift_id, GL.CASH_IN_DRAWERS, shift.currency)


def count_agrees(reader: Reader, shift: ShiftBrief, count: Sealed) -> bool:
    """Whether a count is what should be in the drawer now, the checks too where they were
    counted.
    """
    if count.total != expected_cash(reader, shift):
        return False
    checks = ledger.shift_holds(reader, shift.shift_id, GL.UNDEPOSITED_CHECKS, shift.currency)
    return count.checks is None or count.checks[1] == checks


def set_counted(uow: UnitOfWork, shift_id: ShiftId) -> None:
    """From now on no money is taken in this shift."""
    state = {"state": ShiftState.COUNTED, "counted_at": instant_text(uow.now)}
    uow.update(schema.shift_state, {**state}, shift_id=shift_id)


def add_reveal(
    uow: UnitOfWork, reveal_id: str, shift: ShiftBrief, count: Sealed, expected: Money
) -> None:
    """That a difference was shown, and which."""
    uow.insert(
        schema.shift_reveal,
        {
            **uow.made(shift.business_date),
            "id": reveal_id,
            "shift_id": shift.shift_id,
            "count_id": count.count_id,
            "currency": expected.currency,
            "expected_minor": expected.minor,
            "difference_minor": (count.total - expected).minor,
        },
    )


def add_close(uow: UnitOfWork, close_id: str, close: NewClose, day: date) -> None:
    """The close as a fact with how much of the shift it knew, and the shift's last state."""
    for series, value in uow.fetch(_KNOWN, shift_id=close.shift_id):
        uow.insert(
            schema.close_extent,
            {
                "id": uow.new_id(),
                "close_id": close_id,
                "shift_id": close.shift_id,
                "series": series,
                "value": value,
            },
        )
    uow.insert(
        schema.shift_close,
        {
            **uow.made(day),
            "id": close_id,
            "shift_id": close.shift_id,
            "count_id": close.count_id,
            "first_count_id": close.first_count_id,
            "currency": close.counted.currency,
            "counted_minor": close.counted.minor,
            "expected_minor": close.expected.minor,
            "difference_minor": (close.counted - close.expected).minor,
            "check_count": close.checks[0] if close.checks else None,
            "check_total_minor": close.checks[1].minor if close.checks else None,
            "check_count_expected": close.checks_expected[0],
            "check_total_expected_minor": close.checks_expected[1].minor,
            "reason_id": close.reason_id,
            "reason": close.reason,
            "note": close.note,
            "approval_from_minor": close.approval_from,
            "approval_id": close.approval_id,
            "closed_how": close.closed_how,
            "next_shift_id": close.next_shift_id,
        },
    )
    state = {"state": ShiftState.CLOSED, "closed_at": instant_text(uow.now)}
    uow.update(schema.shift_state, {**state}, shift_id=close.shift_id)


def last_z(uow: UnitOfWork) -> tuple[str | None, int]:
    """The Z that no other follows at this station, and its grand total; (None, 0) at first."""
    row = uow.first(_LAST_Z, station_id=uow.stream.station)
    return (None, 0) if row is None else (str(row[0]), int(row[1]))


def add_report(
    uow: UnitOfWork,
    report_id: str,
    number: Number,
    shift: ShiftBrief,
    snapshot: DrawerReport,
    *,
    with_cash: bool,
    approval_id: str | None = None,
    previous_id: str | None = None,
) -> ReportId:
    """An X or Z report as a fact."""
    is_z = snapshot.kind is ReportKind.Z
    uow.insert(
        schema.drawer_report,
        {
            **uow.made(shift.business_date),
            "id": report_id,
            "kind": snapshot.kind,
            "number": number.text,
            "number_series": number.series,
            "number_value": number.value,
            "shift_id": shift.shift_id,
            "with_cash": int(with_cash),
            "approval_id": approval_id,
            "currency": shift.currency,
            "taken_minor": _minor(snapshot.taken) if is_z else None,
            "grand_total_minor": _minor(snapshot.grand_total) if is_z else None,
            "previous_id": previous_id,
            "snapshot": canonical_json(to_plain(snapshot)),
        },
    )
    return ReportId(report_id)


def _minor(amount: Money | None) -> Any:
    return None if amount is None else amount.minor


def held_by(uow: UnitOfWork, shift_id: ShiftId) -> Money | None:
    """What a card may still be charged for money of this shift."""
    why = uow.scalar(_HELD, shift_id=shift_id)
    if why is None:
        return None
    minor, currency = str(why).split()
    return Money(int(minor), currency)
