"""Which drawers there are, who has one open, and what is counted in them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, select

from app.areas.drawers import rules, schema
from app.areas.drawers.values import (
    Denomination,
    DrawerRow,
    OpenShiftRow,
    ShiftBrief,
    ShiftState,
)
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.clock import instant_from
from app.kernel.ids import DrawerId, ShiftId, UserId
from app.kernel.money import Money
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_shift = counted(schema.shift)
_s, _st, _d = _shift.c, schema.shift_state.c, schema.drawer.c
_rows = (
    select(
        _s.id,
        _s.number,
        _s.drawer_id,
        _d.name,
        _s.business_date,
        _s.at,
        _s.float_minor,
        _s.currency,
        _st.user_id,
        _st.state,
    )
    .select_from(schema.shift_state)
    .join(_shift, _s.id == _st.shift_id)
    .join(schema.drawer, _d.id == _s.drawer_id)
)
_not_closed = _st.state != ShiftState.CLOSED.value
_MINE = Read(_rows.where(_st.user_id == bindparam("user_id"), _not_closed))
_ONE = Read(_rows.where(_st.shift_id == bindparam("shift_id")))
_ALL = Read(_rows.where(_not_closed).order_by(_s.at))
_IN_DRAWER = Read(_rows.where(_st.drawer_id == bindparam("drawer_id"), _not_closed))
_brief = (
    select(
        _st.shift_id,
        _st.business_date,
        _d.currency,
        _s.number,
        _st.drawer_id,
        _st.user_id,
        _st.state,
    )
    .select_from(schema.shift_state)
    .join(schema.drawer, _d.id == _st.drawer_id)
    .join(_shift, _s.id == _st.shift_id)
)
_BRIEF = Read(_brief.where(_st.user_id == bindparam("user_id"), _not_closed))
_BRIEF_OF = Read(_brief.where(_st.shift_id == bindparam("shift_id")))
_DRAWERS = Read(
    select(_d.id, _d.name, _s.number, _st.user_id)
    .select_from(schema.drawer)
    .outerjoin(schema.shift_state, and_(_st.drawer_id == _d.id, _not_closed))
    .outerjoin(_shift, _s.id == _st.shift_id)
    .where(_d.active == 1, _d.station_id == bindparam("station_id"))
    .order_by(_d.name)
)


def my_shift(reader: Reader, user_id: UserId) -> OpenShiftRow | None:
    """The shift a user has not closed yet, or None."""
    row = reader.first(_MINE, user_id=user_id)
    return None if row is None else _row(reader, row)


def open_shifts(reader: Reader) -> tuple[OpenShiftRow, ...]:
    """Every shift that is not closed, oldest first; no sum of cash is in it."""
    return tuple(_row(reader, row) for row in reader.fetch(_ALL))


def handover_waiting(reader: Reader, drawer_id: DrawerId) -> OpenShiftRow | None:
    """The counted shift of a drawer that somebody may take over, or None."""
    row = reader.first(_IN_DRAWER, drawer_id=drawer_id)
    found = None if row is None else _row(reader, row)
    return found if found is not None and found.state is ShiftState.COUNTED else None


def _row(reader: Reader, row: tuple[Any, ...]) -> OpenShiftRow:
    shift_id, number, drawer_id, drawer, day, opened, float_minor, currency, user, state = row
    return OpenShiftRow(
        shift_id=ShiftId(shift_id),
        number=number,
        drawer_id=DrawerId(drawer_id),
        drawer_name=drawer,
        user_id=UserId(user),
        user_name=security.user_name(reader, user),
        business_date=date.fromisoformat(day),
        opened_at=instant_from(opened),
        float_amount=Money(float_minor, currency),
        state=ShiftState(state),
    )


def current_shift(reader: Reader, user_id: UserId) -> ShiftBrief | None:
    """The shift a user answers for, open or counted, or None; payments need an open one."""
    row = reader.first(_BRIEF, user_id=user_id)
    return None if row is None else _brief_of(row)


def shift_brief(reader: Reader, shift_id: ShiftId) -> ShiftBrief | None:
    """Any shift, closed ones too; None when there is no such shift."""
    row = reader.first(_BRIEF_OF, shift_id=shift_id)
    return None if row is None else _brief_of(row)


def _brief_of(row: tuple[Any, ...]) -> ShiftBrief:
    shift_id, day, currency, number, drawer_id, user_id, state = row
    return ShiftBrief(
        ShiftId(shift_id),
        date.fromisoformat(day),
        currency,
        number,
        DrawerId(drawer_id),
        UserId(user_id),
        ShiftState(state),
    )


def drawer_rows(reader: Reader) -> tuple[DrawerRow, ...]:
    """This station's drawers, and who has which open."""
    here = settings.practice(reader)
    return tuple(
        DrawerRow(
            DrawerId(drawer_id),
            name,
            number or "",
            security.user_name(reader, user) if user else "",
        )
        for drawer_id, name, number, user in reader.fetch(_DRAWERS, station_id=here.station_id)
    )


def denominations(reader: Reader) -> tuple[Denomination, ...]:
    """The notes and coins that are counted here, largest first."""
    chosen = settings.numbers_setting(reader, "drawers.denominations")
    return rules.denominations(settings.practice(reader).currency, chosen)
