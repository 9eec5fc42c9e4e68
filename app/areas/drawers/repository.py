"""Stores drawers, shifts, counts, movements and openings, and where each shift stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from app.areas.drawers import schema
from app.areas.drawers.values import (
    AddDrawer,
    CountKind,
    MovementKind,
    Pile,
    ShiftBrief,
    ShiftState,
)
from app.areas.ledger.values import Derived, Reason
from app.kernel.clock import instant_text
from app.kernel.money import Money
from app.storage.numbering import Number, number_of_another
from app.storage.statements import Read, ReadSql
from app.storage.tables import counted
from app.storage.unit_of_work import UnitOfWork

_d, _st = schema.drawer.c, schema.shift_state.c
_DRAWER = Read(
    select(_d.name, _d.station_id, _d.currency, _d.active).where(_d.id == bindparam("id"))
)
_DRAWER_NAMED = Read(
    select(_d.id).where(_d.name == bindparam("name"), _d.station_id == bindparam("s"))
)
_not_closed = _st.state != ShiftState.CLOSED.value
_DRAWER_OPEN = Read(
    select(_st.shift_id, _st.user_id).where(_st.drawer_id == bindparam("id"), _not_closed)
)
_USER_OPEN = Read(
    select(_st.shift_id).where(
        _st.user_id == bindparam("id"), _st.station_id == bindparam("station_id"), _not_closed
    )
)
_LAST_DAY = ReadSql(
    "SELECT business_date FROM shift WHERE station_id = :station_id ORDER BY rowid DESC LIMIT 1"
)
_m = counted(schema.cash_movement).c
_SAFE_BEGUN = Read(select(_m.id).where(_m.kind == MovementKind.SAFE_OPENING.value).limit(1))
_MOVEMENT = Read(
    select(
        _m.kind,
        _m.amount_minor,
        _m.currency,
        _m.gl_code,
        _m.shift_id,
        _m.reason_id,
        _m.reason,
        _m.reference,
        _m.note,
        _m.reverses_id,
        _m.approval_id,
    ).where(_m.id == bindparam("id"))
)
_NUMBER = Read(select(_m.number).where(_m.id == bindparam("id")))
_hold = schema.movement_hold.c
_HOLD = Read(select(_hold.why).where(_hold.movement_id == bindparam("id")))
_se = counted(schema.late_settlement).c
_SETTLED = Read(
    select(_se.id)
    .where(_se.shift_id == bindparam("shift_id"))
    .order_by(_se.at.desc(), _se.id.desc())
    .limit(1)
)
_REVERSAL = Read(select(_m.id).where(_m.reverses_id == bindparam("id")).limit(1))


def add_drawer(uow: UnitOfWork, command: AddDrawer, currency: str) -> None:
    uow.create(
        schema.drawer,
        {
            "id": command.id,
            "name": command.name,
            "station_id": uow.stream.station,
            "currency": currency,
            "active": 1,
        },
    )


def drawer(uow: UnitOfWork, drawer_id: str) -> tuple[str, str, str, int] | None:
    """(name, station_id, currency, active) or None."""
    found: tuple[str, str, str, int] | None = uow.first(_DRAWER, id=drawer_id)
    return found


def drawer_named(uow: UnitOfWork, name: str) -> bool:
    return uow.first(_DRAWER_NAMED, name=name, s=uow.stream.station) is not None


def drawer_is_open(uow: UnitOfWork, drawer_id: str) -> str | None:
    """The user who has the drawer open, or None."""
    row = uow.first(_DRAWER_OPEN, id=drawer_id)
    return None if row is None else str(row[1])


def user_has_shift(uow: UnitOfWork, user_id: str) -> bool:
    """Whether somebody answers for a drawer of this station."""
    return uow.first(_USER_OPEN, id=user_id, station_id=uow.stream.station) is not None


def last_day(uow: UnitOfWork) -> date | None:
    """The day of the shift that was begun last at this station, whatever any clock said."""
    found = uow.scalar(_LAST_DAY, station_id=uow.stream.station)
    return None if found is None else date.fromisoformat(str(found))


def safe_begun(uow: UnitOfWork) -> bool:
    """Whether the safe was counted into the books already."""
    return uow.first(_SAFE_BEGUN) is not None


def add_count(
    uow: UnitOfWork,
    kind: CountKind,
    total: Money,
    piles: tuple[Pile, ...],
    day: date,
    *,
    shift_id: str | None,
    note: str,
    count_id: str | None = None,
    checks: tuple[int, Money] | None = None,
) -> str:
    """A count with its piles, and the checks where they were counted; the id of the count."""
    count_id = count_id or uow.new_id()
    uow.insert(
        schema.cash_count,
        {
            **uow.made(day),
            "id": count_id,
            "kind": kind,
            "shift_id": shift_id,
            "currency": total.currency,
            "total_minor": total.minor,
            "check_count": checks[0] if checks else None,
            "check_total_minor": checks[1].minor if checks else None,
            "note": note,
        },
    )
    for pile in piles:
        if pile.quantity:
            uow.insert(
                schema.cash_count_line,
                {
                    "id": uow.new_id(),
                    "count_id": count_id,
                    "denomination_minor": pile.denomination.minor,
                    "quantity": pile.quantity,
                    "currency": total.currency,
                },
            )
    return count_id


def add_shift(
    uow: UnitOfWork,
    shift_id: str,
    number: Number,
    drawer_id: str,
    count_id: str,
    float_amount: Money,
    day: date,
    note: str,
) -> None:
    """The shift as a fact, and its state."""
    uow.insert(
        schema.shift,
        {
            **uow.made(day),
            "id": shift_id,
            "number": number.text,
            "number_series": number.series,
            "number_value": number.value,
            "drawer_id": drawer_id,
            "user_id": uow.actor.user_id,
            "currency": float_amount.currency,
            "count_id": count_id,
            "float_minor": float_amount.minor,
            "note": note,
        },
    )
    uow.derive(
        schema.shift_state,
        {
            "shift_id": shift_id,
            "drawer_id": drawer_id,
            "user_id": uow.actor.user_id,
            "station_id": uow.stream.station,
            "state": "open",
            "business_date": day.isoformat(),
            "opened_at": instant_text(uow.now),
            "counted_at": None,
            "closed_at": None,
        },
    )


@dataclass(frozen=True, slots=True)
class NewMovement:
    """A movement as it is stored: `amount` is signed, into the drawer positive (into the safe for
    what has no shift).
    """

    kind: MovementKind
    amount: Money
    gl_code: str
    shift_id: str | None = None
    reason_id: str | None = None
    reason: str = ""
    reference: str = ""
    note: str = ""
    reverses_id: str | None = None
    approval_id: str | None = None
    derived: Derived | None = None


def add_movement(
    uow: UnitOfWork,
    movement: NewMovement,
    day: date,
    *,
    movement_id: str | None = None,
    number: Number | None = None,
) -> str:
    """Cash that moved for another reason than a payment; the id of the movement."""
    movement_id = movement_id or uow.new_id()
    uow.insert(
        schema.cash_movement,
        {
            **uow.made(day),
            **({"at": movement.derived.at} if movement.derived else {}),
            "id": movement_id,
            "number": number.text if number else "",
            "number_series": number.series if number else "",
            "number_value": number.value if number else 0,
            "kind": movement.kind,
            "shift_id": movement.shift_id,
            "amount_minor": movement.amount.minor,
            "currency": movement.amount.currency,
            "gl_code": movement.gl_code,
            "reason_id": movement.reason_id,
            "reason": movement.reason,
            "reference": movement.reference,
            "note": movement.note,
            "reverses_id": movement.reverses_id,
            "approval_id": movement.approval_id,
        },
    )
    return movement_id


def add_settlement(uow: UnitOfWork, movement_id: str, shift_id: str, into: str, day: date) -> None:
    """The movement settles late cash of a closed shift, knowing of what settled some before."""
    uow.insert(
        schema.late_settlement,
        {
            **uow.made(day),
            "id": movement_id,
            "shift_id": shift_id,
            "went_to": into,
            "after_id": uow.scalar(_SETTLED, shift_id=shift_id),
        },
    )


def movement(uow: UnitOfWork, movement_id: str) -> NewMovement | None:
    """A movement as it was stored, or None."""
    row = uow.first(_MOVEMENT, id=movement_id)
    if row is None:
        return None
    kind, minor, currency, *rest = row
    return NewMovement(MovementKind(kind), Money(minor, currency), *rest)


def number_back(uow: UnitOfWork, moved: NewMovement) -> Number:
    """What a movement is called that takes one back, at whatever copy of its window."""
    return number_of_another(f"{uow.scalar(_NUMBER, id=moved.reverses_id)}-R")


def held_by(uow: UnitOfWork, movement_id: str) -> str | None:
    """The number of the deposit a drop is in, or None."""
    found: str | None = uow.scalar(_HOLD, id=movement_id)
    return found


def is_reversed(uow: UnitOfWork, movement_id: str) -> bool:
    return uow.first(_REVERSAL, id=movement_id) is not None


def add_opening(
    uow: UnitOfWork, opening_id: str, shift: ShiftBrief, reason: Reason, note: str
) -> None:
    """A drawer that was opened without a sale."""
    uow.insert(
        schema.drawer_opening,
        {
            **uow.made(shift.business_date),
            "id": opening_id,
            "drawer_id": shift.drawer_id,
            "shift_id": shift.shift_id,
            "reason_id": reason.reason_id,
            "reason": reason.words,
            "note": note,
        },
    )


def add_count_begun(uow: UnitOfWork, begun_id: str, shift: ShiftBrief, *, takes_over: bool) -> None:
    """A drawer that was opened to be counted."""
    uow.insert(
        schema.count_begun,
        {
            **uow.made(shift.business_date),
            "id": begun_id,
            "drawer_id": shift.drawer_id,
            "shift_id": shift.shift_id,
            "kind": "taking_over" if takes_over else "closing",
        },
    )


def hold_shift(uow: UnitOfWork, shift_id: str, source_id: str, amount: Money) -> None:
    """The shift is not simply closed: `amount` may still be charged."""
    why = f"{amount.minor} {amount.currency}"
    uow.derive(schema.shift_hold, {"shift_id": shift_id, "source_id": source_id, "why": why})


def release_shift(uow: UnitOfWork, shift_id: str, source_id: str) -> None:
    uow.drop(schema.shift_hold, shift_id=shift_id, source_id=source_id)
