"""All shifts as a list. What a drawer should hold is known of closed shifts alone: while one is
open, nobody sees a sum of it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, case, func, literal_column, or_, select

from app.areas.drawers import schema
from app.areas.drawers.values import ShiftState
from app.areas.security.schema import app_user
from app.areas.settings import queries as settings
from app.areas.settings.schema import station
from app.kernel.clock import instant_from
from app.kernel.ids import ShiftId, UserId
from app.kernel.listing import ListWanted, Page, Sort
from app.kernel.money import Money
from app.storage import paging
from app.storage.paging import ListColumn, Listing
from app.storage.schema import this_station
from app.storage.statements import Reader
from app.storage.tables import counted

_shift, _close = counted(schema.shift), schema.ruling_close
_s, _c, _st, _d, _u = _shift.c, _close.c, schema.shift_state.c, schema.drawer.c, app_user.c
_empty: Any = literal_column("''")
_zero: Any = literal_column("0")
_closed = func.coalesce(_st.closed_at, _empty)
_counted = func.coalesce(_c.counted_minor, _zero)
_difference = func.coalesce(_c.difference_minor, _zero)
_cashier = func.lower(_u.name)
_w = station.c
_called = case((_w.name == _empty, _w.code), else_=_w.name)
_window = case((_w.id != select(this_station.c.station_id).scalar_subquery(), _called))
_SHIFTS = Listing(
    source=_shift.outerjoin(schema.shift_state, _st.shift_id == _s.id)
    .outerjoin(_close, _c.shift_id == _s.id)
    .outerjoin(schema.drawer, _d.id == _s.drawer_id)
    .outerjoin(app_user, _u.id == _s.user_id)
    .outerjoin(station, _w.id == _s.station_id),
    shown=(
        _s.id,
        _s.number,
        _s.business_date,
        _s.user_id,
        _u.name,
        _d.name,
        _st.state,
        _s.at,
        _closed,
        _s.float_minor,
        _c.counted_minor,
        _c.difference_minor,
        _c.reason,
        _s.currency,
        _window,
    ),
    columns={
        "number": ListColumn(_s.number, _s.id),
        "business_date": ListColumn(_s.business_date, _s.id),
        "cashier": ListColumn(_cashier, _s.id),
        "user_id": ListColumn(_s.user_id, _s.id),
        "drawer": ListColumn(_d.name, _s.id),
        "state": ListColumn(_st.state, _s.id),
        "opened": ListColumn(_s.at, _s.id),
        "closed": ListColumn(_closed, _s.id),
        "float": ListColumn(_s.float_minor, _s.id, whole=True),
        "counted": ListColumn(_counted, _s.id, whole=True),
        "difference": ListColumn(_difference, _s.id, whole=True),
    },
    usual=Sort("opened", descending=True),
    text=lambda: or_(_holds(_cashier, " "), _holds(func.lower(_s.number), "-")),
    sums=(_difference,),
)


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One shift in the list; counted and difference only when it is closed. `window` is where it
    is; empty for this one.
    """

    shift_id: ShiftId
    number: str
    business_date: date
    user_id: UserId
    cashier: str
    drawer: str
    state: ShiftState
    opened_at: datetime
    closed_at: datetime | None
    float_amount: Money
    counted: Money | None
    difference: Money | None
    reason: str
    window: str = ""


@dataclass(frozen=True, slots=True)
class ShiftTotals:
    count: int
    difference: Money


def shifts(reader: Reader, wanted: ListWanted) -> Page[ShiftRow]:
    """One page of shifts; columns: number, business_date, cashier, user_id, drawer, state, opened,
    closed, float, counted, difference.
    """
    return paging.page(reader, _SHIFTS, wanted, _row)


def shift_totals(reader: Reader, wanted: ListWanted) -> ShiftTotals:
    """How many shifts the filters leave, and their differences together."""
    currency = settings.practice(reader).currency
    count, difference = paging.sums(reader, _SHIFTS, wanted)
    return ShiftTotals(count, Money(difference, currency))


def shift_marks(reader: Reader, wanted: ListWanted, every: int) -> tuple[str, ...]:
    """The mark of every so-manieth shift of the list: where its pages begin."""
    return paging.marks(reader, _SHIFTS, wanted, every)


def _holds(column: Any, sign: str) -> Any:
    """Whether what was typed stands anywhere in it, without the signs between."""
    bare = func.replace(column, literal_column(f"'{sign}'"), _empty)
    return func.instr(bare, bindparam("low")) > _zero


def _row(row: Any) -> ShiftRow:
    shift_id, number, day, user_id, cashier, drawer, state, opened, closed = row[:9]
    float_minor, counted_minor, difference, reason, currency, window = row[9:]
    over = None if difference is None else Money(difference, currency)
    return ShiftRow(
        shift_id=ShiftId(shift_id),
        number=number,
        business_date=date.fromisoformat(day),
        user_id=UserId(user_id),
        cashier=cashier or "",
        drawer=drawer or "",
        state=ShiftState(state),
        opened_at=instant_from(opened),
        closed_at=instant_from(closed) if closed else None,
        float_amount=Money(float_minor, currency),
        counted=None if counted_minor is None else Money(counted_minor, currency),
        difference=over,
        reason=reason or "",
        window=window or "",
    )
