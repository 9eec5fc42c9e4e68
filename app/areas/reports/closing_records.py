"""Reads what a day's close rests on, and what is known of days that are closed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, column, func, literal_column, or_, select, table

from app.areas.drawers.schema import ruling_close, shift
from app.areas.ledger.schema import (
    closed_day,
    day_close,
    day_close_drawer,
    day_reopening,
    journal_entry,
    journal_line,
    late_entry,
)
from app.areas.ledger.values import GL
from app.areas.payments.schema import payment, payment_state, tender
from app.areas.reports.spans import own_drawers
from app.areas.reports.values import CameLate, DayClosing, DayReopened, DrawerNamed
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.clock import instant_from
from app.kernel.ids import ShiftId, UserId
from app.kernel.money import Money
from app.storage.checking import KEYS, one_of
from app.storage.schema import station_log
from app.storage.statements import Read, Reader
from app.storage.station_log import CARRY, carried_in
from app.storage.tables import counted

_day: Any = bindparam("day")
_there: Any = literal_column("1")
_zero: Any = literal_column("0")
_payment, _tender, _shift = counted(payment), counted(tender), counted(shift)
_later = counted(tender).alias("later")
_close, _entry, _line = counted(day_close), counted(journal_entry), counted(journal_line)
_rests = counted(day_close_drawer)
_p, _t, _s, _h, _ps = _payment.c, _tender.c, _shift.c, ruling_close.c, payment_state.c
_c, _n, _r = _close.c, _rests.c, counted(day_reopening).c
_in = counted(journal_line).alias("in_drawer").c
_e, _l, _log, _d, _late = _entry.c, _line.c, station_log.c, closed_day.c, late_entry.c
_state = table("central_state", column("clock_off_ms")).c
_stands = func.coalesce(_ps.status, literal_column("''")) != literal_column("'void'")
_live = ~select(_there).where(_later.c.corrects_id == _t.id).exists()
_paid = _payment.outerjoin(payment_state, _ps.payment_id == _p.id)
_TENDERS = Read(
    select(_t.method, func.count(), func.sum(_t.amount_minor))
    .select_from(_paid.join(_tender, _t.payment_id == _p.id))
    .where(_p.business_date == _day, _live, _stands)
    .group_by(_t.method)
    .order_by(_t.method)
)
_COUNT = Read(select(func.count()).select_from(_paid).where(_p.business_date == _day, _stands))
_DRAWERS = Read(
    select(_s.id, _h.id, _h.at)
    .select_from(_shift.join(ruling_close, _h.shift_id == _s.id))
    .where(_s.business_date == _day)
    .order_by(_s.at, _s.id)
)
_RECORDS = Read(
    select(_log.hash, _log.action, _log.body)
    .where(_log.at == bindparam("at"), func.instr(_log.body, bindparam("id")))
    .order_by(_log.action == literal_column(f"'{CARRY}'"))
)
_CLOCK = Read(select(_state.clock_off_ms))
_CLOSE = Read(
    select(
        _c.id,
        _c.made_by,
        _c.at,
        _c.station_id,
        _c.payment_count,
        _c.total_minor,
        _c.currency,
        _c.unheard,
        _c.reason,
    )
    .select_from(closed_day.join(_close, _c.id == _d.close_id))
    .where(_d.day == _day)
)
_OTHERS = Read(
    select(_c.made_by)
    .where(
        _c.business_date == _day,
        _c.id != bindparam("close_id"),
        ~select(_there).where(_r.close_id == _c.id).exists(),
    )
    .order_by(_c.at, _c.id)
)
_NAMED = Read(
    select(_n.shift_id, _s.number, _n.record_hash)
    .select_from(_rests.outerjoin(_shift, _s.id == _n.shift_id))
    .where(_n.close_id == bindparam("close_id"))
    .order_by(_s.at, _n.shift_id)
)
_REOPENED = Read(
    select(_r.made_by, _r.at, _r.reason)
    .where(_r.business_date == _day)
    .order_by(_r.at.desc(), _r.id)
    .limit(1)
)
# Bags of a day go to the bank when it is over: they count into the next one, and nobody asks why.
_late_here = ~one_of(_e.source_type, "deposit_seal", "deposit_clear", "deposit_void")
_MONEY = (GL.CASH_IN_DRAWERS, GL.UNDEPOSITED_CHECKS, GL.CARD_CLEARING)
_CAME = Read(
    select(
        _e.id,
        _e.source_type,
        _e.source_id,
        _e.description,
        _late.period_date,
        _e.at,
        _e.made_by,
        _e.station_id,
        func.sum(func.iif(or_(*(_l.gl_code == code for code in _MONEY)), _l.amount_minor, _zero)),
        _e.currency,
    )
    .select_from(late_entry.join(_entry, _e.id == _late.entry_id).join(_line, _l.entry_id == _e.id))
    .where(
        _late.day == _day,
        _late_here,
        ~select(_there).where(_in.entry_id == _e.id, _in.shift_id.in_(KEYS)).exists(),
    )
    .group_by(_e.id)
    .order_by(_e.at, _e.id)
    .limit(bindparam("most"))
)
_WAITING = Read(
    select(
        _late.day,
        func.count(),
        func.max(_late.entry_id),
        func.max(_late.period_date),
        func.min(_e.at),
    )
    .select_from(late_entry.join(_entry, _e.id == _late.entry_id))
    .where(_late_here)
    .group_by(_late.day)
    .order_by(_late.day)
)


@dataclass(frozen=True, slots=True)
class LateDay:
    """How many entries came late for a day, the last of them, the last day they count into, and
    when the first was made (UTC text).
    """

    day: date
    count: int
    last: str
    period_date: date
    since: str


def tenders_of(reader: Reader, day: date) -> tuple[tuple[str, int, int], ...]:
    """(method, how many, minor units) of what stands of a day."""
    return tuple((row[0], row[1], row[2]) for row in reader.fetch(_TENDERS, day=day.isoformat()))


def payments_of(reader: Reader, day: date) -> int:
    """How many payments of a day stand."""
    return int(reader.scalar(_COUNT, day=day.isoformat()))


def drawers_of(reader: Reader, day: date) -> tuple[tuple[str, str, str], ...]:
    """(shift, the close that holds, the hash of the record that says so) of a day's drawers."""
    return tuple(
        (shift_id, close_id, _record_hash(reader, close_id, at))
        for shift_id, close_id, at in reader.fetch(_DRAWERS, day=day.isoformat())
    )


def _record_hash(reader: Reader, close_id: str, at: str) -> str:
    """A record that is carried is named by its own hash, wherever it came to stand."""
    for digest, action, body in reader.fetch(_RECORDS, at=at, id=close_id):
        inner = carried_in(body) if action == CARRY else None
        return str(digest if inner is None else inner["hash"])
    return ""


def clock_off_ms(reader: Reader) -> int:
    """How far this computer's clock is from the centre's, as last heard."""
    return int(reader.scalar(_CLOCK) or 0)


def day_closing(reader: Reader, day: date) -> DayClosing | None:
    """The close that holds of a day."""
    row = reader.first(_CLOSE, day=day.isoformat())
    if row is None:
        return None
    close_id, by, at, station_id, count, minor, currency, unheard, reason = row
    codes = {one.station_id: one.code for one in settings.stations(reader)}
    named = reader.fetch(_NAMED, close_id=close_id)
    others = reader.fetch(_OTHERS, day=day.isoformat(), close_id=close_id)
    return DayClosing(
        close_id=close_id,
        day=day,
        by=security.user_name(reader, by),
        at=instant_from(at),
        window=codes.get(station_id, ""),
        count=count,
        total=Money(minor, currency),
        unheard=unheard,
        reason=reason,
        drawers=tuple(DrawerNamed(ShiftId(each[0]), each[1] or "", each[2]) for each in named),
        others=tuple(security.user_name(reader, user) for (user,) in others),
    )


def day_reopened(reader: Reader, day: date) -> DayReopened | None:
    """Who opened a day again last."""
    row = reader.first(_REOPENED, day=day.isoformat())
    if row is None:
        return None
    return DayReopened(security.user_name(reader, row[0]), instant_from(row[1]), row[2])


def came_late(
    reader: Reader, day: date, asker: UserId | None = None, most: int = 200
) -> tuple[CameLate, ...]:
    """What came for a closed day, oldest first; nothing of a drawer that the asker has open."""
    own = json.dumps([shift.shift_id for shift in own_drawers(reader, asker)])
    codes = {one.station_id: one.code for one in settings.stations(reader)}
    return tuple(
        CameLate(
            entry_id=row[0],
            kind=row[1],
            source_id=row[2],
            words=row[3],
            day=day,
            period_date=date.fromisoformat(row[4]),
            at=instant_from(row[5]),
            by=security.user_name(reader, row[6]),
            window=codes.get(row[7], ""),
            amount=Money(row[8], row[9]),
        )
        for row in reader.fetch(_CAME, day=day.isoformat(), keys=own, most=min(most, 500))
    )


def days_with_late(reader: Reader) -> tuple[LateDay, ...]:
    """Every closed day for which something came later."""
    return tuple(
        LateDay(date.fromisoformat(day), count, last, date.fromisoformat(period), since)
        for day, count, last, period, since in reader.fetch(_WAITING)
    )
