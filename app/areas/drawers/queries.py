"""Which drawers there are, who has one open, and what is counted in them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, bindparam, select

from app.areas.drawers import rules, schema
from app.areas.drawers.values import Denomination, DrawerRow, OpenShiftRow, ShiftBrief
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.clock import instant_from
from app.kernel.ids import DrawerId, ShiftId, UserId
from app.kernel.money import Money
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_shift = counted(schema.shift)
_s, _st, _d = _shift.c, schema.shift_state.c, schema.drawer.c
_MINE = Read(
    select(
        _s.id,
        _s.number,
        _s.drawer_id,
        _d.name,
        _s.business_date,
        _s.at,
        _s.float_minor,
        _s.currency,
    )
    .select_from(schema.shift_state)
    .join(_shift, _s.id == _st.shift_id)
    .join(schema.drawer, _d.id == _s.drawer_id)
    .where(_st.user_id == bindparam("user_id"), _st.state == "open")
)
_BRIEF = Read(
    select(_st.shift_id, _st.business_date, _d.currency)
    .select_from(schema.shift_state)
    .join(schema.drawer, _d.id == _st.drawer_id)
    .where(_st.user_id == bindparam("user_id"), _st.state == "open")
)
_DRAWERS = Read(
    select(_d.id, _d.name, _s.number, _st.user_id)
    .select_from(schema.drawer)
    .outerjoin(schema.shift_state, and_(_st.drawer_id == _d.id, _st.state == "open"))
    .outerjoin(_shift, _s.id == _st.shift_id)
    .where(_d.active == 1, _d.station_id == bindparam("station_id"))
    .order_by(_d.name)
)


def my_shift(reader: Reader, user_id: UserId) -> OpenShiftRow | None:
    """The shift a user has open, or None."""
    row = reader.first(_MINE, user_id=user_id)
    if row is None:
        return None
    shift_id, number, drawer_id, drawer, day, opened, float_minor, currency = row
    return OpenShiftRow(
        shift_id=ShiftId(shift_id),
        number=number,
        drawer_id=DrawerId(drawer_id),
        drawer_name=drawer,
        user_id=user_id,
        user_name=security.user_name(reader, user_id),
        business_date=date.fromisoformat(day),
        opened_at=instant_from(opened),
        float_amount=Money(float_minor, currency),
    )


def current_shift(reader: Reader, user_id: UserId) -> ShiftBrief | None:
    """The shift a payment of this user falls into, or None."""
    row = reader.first(_BRIEF, user_id=user_id)
    return None if row is None else ShiftBrief(ShiftId(row[0]), date.fromisoformat(row[1]), row[2])


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
