"""What must hold of closed days, and how their views are made afresh."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, literal_column, or_, select
from sqlalchemy import union_all as union

from app.areas.ledger import closing_records as days
from app.areas.ledger import schema
from app.areas.stations.schema import station_life
from app.kernel.i18n import format_date
from app.kernel.translate import t
from app.storage.checking import Check, Follow, Part, Recipe, rows_check
from app.storage.schema_folding import forward_entry
from app.storage.tables import counted

_close, _entry = counted(schema.day_close), counted(schema.journal_entry)
_extent, _again = counted(schema.day_close_extent), counted(schema.day_reopening)
_drawer, _tender = counted(schema.day_close_drawer), counted(schema.day_close_tender)
_c, _e, _x, _r, _w, _t = (
    _close.c,
    _entry.c,
    _extent.c,
    _again.c,
    _drawer.c,
    _tender.c,
)
_f = counted(station_life).c
_there: Any = literal_column("1")
_zero: Any = literal_column("0")


def checks() -> tuple[Check, ...]:
    """The promises about closed days."""
    return (_untouched(), _whole())


def _untouched() -> Check:
    """A window that closed a day knows that it did; others may not have heard of it in time, nor an
    older copy of its own data. Looked up by business date: what a close moved on is a late entry.
    """
    knew = (
        select(_there)
        .where(
            _x.close_id == _c.id,
            _x.series == _e.number_series,
            _x.value >= _e.number_value,
        )
        .exists()
    )
    copied = select(_there).where(_f.of_station_id == _c.station_id).exists()
    stands = ~select(_there).where(_r.close_id == _c.id).exists()
    wrong = (
        stands,
        ~copied,
        _e.period_date == _c.business_date,
        _e.station_id == _c.station_id,
        _e.at > _c.at,
        ~knew,
        _e.id.not_in(select(forward_entry.c.id)),
    )
    said = select(_c.business_date, _e.number)
    of_day = said.select_from(_close.join(_entry, _e.business_date == _c.business_date))
    late = schema.late_entry.join(_entry, _e.id == schema.late_entry.c.entry_id)
    moved_there = said.select_from(late.join(_close, _c.business_date == _e.period_date))
    of_day, moved_there = of_day.where(*wrong), moved_there.where(*wrong)
    return rows_check(
        "ledger.closed_days",
        "Nothing is booked into a day at the window that closed it.",
        select(union(of_day, moved_there).subquery("both")),
        lambda day, number: t(
            "Journal entry {number} was booked into {day} after that day was closed.",
            number=number,
            day=format_date(date.fromisoformat(day)),
        ),
    )


def _whole() -> Check:
    drawers = select(func.count()).where(_w.close_id == _c.id).scalar_subquery()
    taken = (
        select(func.coalesce(func.sum(_t.amount_minor), _zero))
        .where(_t.close_id == _c.id)
        .scalar_subquery()
    )
    return rows_check(
        "ledger.day_closes",
        "Every close of a day names all its drawers and adds up.",
        select(_c.business_date).where(or_(drawers != _c.drawer_count, taken != _c.total_minor)),
        lambda day: t(
            "The close of {day} does not add up.", day=format_date(date.fromisoformat(day))
        ),
    )


def recipes() -> tuple[Recipe, ...]:
    """The views, which days are closed before what came late for them."""
    close, again = schema.day_close, schema.day_reopening
    day = "business_date"
    said = (Follow(close, day), Follow(again, day))
    passed = (Follow(close, day, days.PASSED), Follow(again, day, days.PASSED))
    extended = Follow(schema.day_close_extent, "close_id", days.EXTENDED)
    return (
        Recipe(
            schema.closed_day,
            days.closed_rows,
            parts=(Part("day", said, days.closed_of),),
        ),
        Recipe(
            schema.late_entry,
            days.late_rows,
            parts=(
                Part("entry_id", (Follow(schema.journal_entry, "id"),), days.late_of_entries),
                Part("day", (*said, *passed, extended), days.late_of_days),
            ),
        ),
    )
