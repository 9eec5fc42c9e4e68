"""Stores drawers, shifts, counts and movements, and where each shift stands."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select

from app.areas.drawers import schema
from app.areas.drawers.values import AddDrawer, CountKind, MovementKind, Pile, ShiftState
from app.kernel.clock import instant_text
from app.kernel.money import Money
from app.storage.numbering import Number
from app.storage.statements import Read
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
_USER_OPEN = Read(select(_st.shift_id).where(_st.user_id == bindparam("id"), _not_closed))
_m = schema.cash_movement.c
_SAFE_BEGUN = Read(select(_m.id).where(_m.kind == MovementKind.SAFE_OPENING.value).limit(1))


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
    return uow.first(_USER_OPEN, id=user_id) is not None


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
) -> str:
    """A count with its piles; the id of the count."""
    count_id = uow.new_id()
    uow.insert(
        schema.cash_count,
        {
            **uow.made(day),
            "id": count_id,
            "kind": kind,
            "shift_id": shift_id,
            "currency": total.currency,
            "total_minor": total.minor,
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
        },
    )


def add_movement(
    uow: UnitOfWork,
    kind: MovementKind,
    amount: Money,
    gl_code: str,
    day: date,
    *,
    shift_id: str | None,
    note: str,
) -> str:
    """Cash that moved for another reason than a payment; the id of the movement."""
    movement_id = uow.new_id()
    uow.insert(
        schema.cash_movement,
        {
            **uow.made(day),
            "id": movement_id,
            "kind": kind,
            "shift_id": shift_id,
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "gl_code": gl_code,
            "reason": "",
            "reference": "",
            "note": note,
        },
    )
    return movement_id
