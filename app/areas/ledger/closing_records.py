"""Closed business days in the ledger: which are closed, what came for one later, and into which day
that counts.

All of it is a function of facts alone, so every station says the same whatever came first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, literal_column, select

from app.areas.ledger import schema
from app.storage import folding
from app.storage.checking import KEYS, unindexed
from app.storage.schema_folding import forward_entry
from app.storage.statements import Read, Reader, ReadSql
from app.storage.tables import counted
from app.storage.unit_of_work import UnitOfWork

_close, _entry = counted(schema.day_close), counted(schema.journal_entry)
_extent, _again = counted(schema.day_close_extent), counted(schema.day_reopening)
_line = counted(schema.journal_line)
_c, _e, _x, _r, _l = _close.c, _entry.c, _extent.c, _again.c, _line.c
_d, _late = schema.closed_day.c, schema.late_entry.c
_other = counted(schema.day_close).alias("other")
_undone = counted(schema.day_reopening).alias("undone")
_there: Any = literal_column("1")
_stands = ~select(_there).where(_r.close_id == _c.id).exists()
_first = ~(
    select(_there)
    .where(
        _other.c.business_date == _c.business_date,
        (_other.c.at < _c.at) | ((_other.c.at == _c.at) & (_other.c.id < _c.id)),
        ~select(_there).where(_undone.c.close_id == _other.c.id).exists(),
    )
    .exists()
)
_closed = select(_c.business_date, _c.id).where(_stands, _first)
_CLOSED, _CLOSED_OF = Read(_closed), Read(_closed.where(_c.business_date.in_(KEYS)))
_FROM = Read(select(_d.day).where(_d.day >= bindparam("day")).order_by(_d.day))
_CLOSE_OF = Read(select(_d.close_id).where(_d.day == bindparam("day")))
_STANDING = Read(
    select(_c.id).where(_c.business_date == bindparam("day"), _stands).order_by(_c.at, _c.id)
)
_fact = _e.id.not_in(select(forward_entry.c.id))
_SERIES = Read(
    select(_e.number_series, func.max(_e.number_value)).where(_fact).group_by(_e.number_series)
)
_EXTENTS = Read(select(_x.series, _x.value).where(_x.close_id == bindparam("close_id")))
_knew = (
    select(_there)
    .where(
        _x.close_id == _d.close_id,
        _x.series == _e.number_series,
        _x.value >= _e.number_value,
    )
    .exists()
)


def _came(day: Any) -> Select[Any]:
    return (
        select(_e.id, _e.business_date, _e.period_date, _e.number_series, _e.number_value)
        .select_from(schema.closed_day)
        .join(_entry, _e.business_date == day)
        .where(~_knew, _fact)
    )


_LATE = Read(_came(unindexed(_d.day)))  # from day to day, and not from entry to entry
_OF_DAYS = Read(_came(_d.day).where(_d.day.in_(KEYS)))
_OF_ENTRIES = Read(_came(_d.day).where(_e.id.in_(KEYS)))
PASSED = ReadSql(
    "SELECT DISTINCT l.day FROM json_each(:keys) CROSS JOIN late_entry AS l "
    "ON l.period_date >= json_each.value WHERE l.day <= json_each.value"
)
"""The days whose late entries may count into another day when something is said of these."""
EXTENDED = ReadSql(
    "SELECT c.business_date FROM json_each(:keys) CROSS JOIN day_close AS c "
    "ON c.id = json_each.value UNION "
    "SELECT l.day FROM json_each(:keys) CROSS JOIN day_close AS c ON c.id = json_each.value "
    "CROSS JOIN late_entry AS l ON l.period_date >= c.business_date WHERE l.day <= c.business_date"
)
"""The same days, and the closed ones, when these closes are said to reach further."""
_PASSING = Read(
    select(_late.day)
    .distinct()
    .where(_late.day <= bindparam("day"), _late.period_date >= bindparam("day"))
)


_MOVED = Read(
    select(_l.period_date, _late.period_date, _l.deposit_id, _l.amount_minor)
    .select_from(schema.late_entry)
    .join(_line, _l.entry_id == _late.entry_id)
    .where(
        _l.period_date < _late.period_date,
        _l.gl_code == bindparam("gl_code"),
        _l.currency == bindparam("currency"),
    )
)


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A line that its window booked into a day which others had closed: it counts into `to_day`."""

    from_day: str
    to_day: str
    deposit_id: str | None
    minor: int


@dataclass(frozen=True, slots=True)
class NewDayClose:
    """A day to close: what it came to by method (count, minor units), and the closes of its
    drawers (shift, close, hash of its record).
    """

    close_id: str
    day: date
    currency: str
    payment_count: int
    total_minor: int
    tenders: tuple[tuple[str, int, int], ...]
    drawers: tuple[tuple[str, str, str], ...]
    unheard: str
    reason: str


def next_open_day(reader: Reader, day: date) -> date:
    """The day itself, or the first after it that is not closed."""
    for (closed,) in reader.fetch(_FROM, day=day.isoformat()):
        if closed != day.isoformat():
            break
        day += timedelta(1)
    return day


def moved_lines(reader: Reader, gl_code: str, currency: str) -> tuple[MovedLine, ...]:
    """What counts into another day than its line says, on one GL account; hardly ever any."""
    rows = reader.fetch(_MOVED, gl_code=gl_code, currency=currency)
    return tuple(MovedLine(*row) for row in rows)


def note_late(uow: UnitOfWork, entry_id: str, day: date, period: date) -> None:
    """An entry was posted for a day that is closed."""
    uow.derive(
        schema.late_entry,
        {"entry_id": entry_id, "day": day.isoformat(), "period_date": period.isoformat()},
    )


def standing_closes(reader: Reader, day: date) -> tuple[str, ...]:
    """Every close of a day that nobody took back, the one that holds first."""
    return tuple(close_id for (close_id,) in reader.fetch(_STANDING, day=day.isoformat()))


def add_close(uow: UnitOfWork, new: NewDayClose) -> None:
    """The close with all that it rests on."""
    for series, value in uow.fetch(_SERIES):
        row = {"id": uow.new_id(), "close_id": new.close_id, "series": series, "value": value}
        uow.insert(schema.day_close_extent, row)
    for shift_id, shift_close_id, record_hash in new.drawers:
        uow.insert(
            schema.day_close_drawer,
            {
                "id": uow.new_id(),
                "close_id": new.close_id,
                "shift_id": shift_id,
                "shift_close_id": shift_close_id,
                "record_hash": record_hash,
            },
        )
    for method, count, minor in new.tenders:
        uow.insert(
            schema.day_close_tender,
            {
                "id": uow.new_id(),
                "close_id": new.close_id,
                "method": method,
                "tender_count": count,
                "amount_minor": minor,
                "currency": new.currency,
            },
        )
    uow.insert(
        schema.day_close,
        {
            **uow.made(new.day),
            "id": new.close_id,
            "currency": new.currency,
            "payment_count": new.payment_count,
            "total_minor": new.total_minor,
            "drawer_count": len(new.drawers),
            "unheard": new.unheard,
            "reason": new.reason,
        },
    )
    _derive(uow, new.day)


def add_reopening(
    uow: UnitOfWork, reopening_id: str, close_id: str, day: date, reason: str
) -> None:
    uow.insert(
        schema.day_reopening,
        {**uow.made(day), "id": reopening_id, "close_id": close_id, "reason": reason},
    )
    _derive(uow, day)


def _derive(uow: UnitOfWork, day: date) -> None:
    """Bring both views in line with what stands of a day now."""
    text = day.isoformat()
    days = {text} | {one for (one,) in uow.fetch(_PASSING, day=text)}
    uow.drop(schema.closed_day, day=text)
    for close_id in standing_closes(uow, day)[:1]:
        uow.derive(schema.closed_day, {"day": text, "close_id": close_id})
    for one in sorted(days):
        uow.drop(schema.late_entry, day=one)
    for entry_id, one, period in late_of_days(uow, json.dumps(sorted(days))):
        uow.derive(schema.late_entry, {"entry_id": entry_id, "day": one, "period_date": period})
    folding.open_late(uow)


# --------------------------------------------------------------------------------- the recipe


def closed_rows(reader: Reader) -> Iterator[tuple[str, str]]:
    """Every row of `closed_day`: of several closes that nobody took back the first one."""
    return reader.each(_CLOSED)


def closed_of(reader: Reader, keys: str) -> Iterator[tuple[str, str]]:
    """Those of some days."""
    return reader.each(_CLOSED_OF, keys=keys)


def late_rows(reader: Reader) -> Iterator[tuple[str, str, str]]:
    """Every row of `late_entry`."""
    return _dated(reader, reader.fetch(_LATE))


def late_of_days(reader: Reader, keys: str) -> Iterator[tuple[str, str, str]]:
    """Those of some days."""
    return _dated(reader, reader.fetch(_OF_DAYS, keys=keys))


def late_of_entries(reader: Reader, keys: str) -> Iterator[tuple[str, str, str]]:
    """Those of some entries."""
    return _dated(reader, reader.fetch(_OF_ENTRIES, keys=keys))


def _dated(reader: Reader, rows: Iterable[Any]) -> Iterator[tuple[str, str, str]]:
    """Each with the day it counts into: its own period, or while that is closed by somebody who did
    not know of it, the one after.
    """
    closes: dict[str, str | None] = {}
    extents: dict[str, dict[str, int]] = {}
    for entry_id, day, period, series, value in rows:
        counts = period
        while True:
            if counts not in closes:
                closes[counts] = reader.scalar(_CLOSE_OF, day=counts)
            close_id = closes[counts]
            if close_id is None:
                break
            if close_id not in extents:
                extents[close_id] = dict(reader.fetch(_EXTENTS, close_id=close_id))
            if extents[close_id].get(series, 0) >= value:
                break
            counts = (date.fromisoformat(counts) + timedelta(1)).isoformat()
        yield entry_id, day, counts
