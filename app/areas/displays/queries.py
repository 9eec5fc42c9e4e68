"""How the patient display is set up here, and how service was rated, never fewer than a few."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, func, literal_column, select

from app.areas.displays.records import ratings_over
from app.areas.displays.repository import NAME
from app.areas.displays.rules import full_hour
from app.areas.displays.schema import patient_display, service_rating
from app.areas.displays.values import LEAST, DisplaySettings, RatingCell
from app.areas.settings.schema import station
from app.kernel.ids import StationId
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_d, _s = patient_display.c, station.c
_rating = counted(service_rating)
_r = _rating.c
_DISPLAY = Read(
    select(_d.shown, _d.screen, _d.language, _d.thanks, _d.rates, _d.speaks, _d.place).where(
        _d.name == NAME
    )
)
_count, _name = func.count(), func.coalesce(_s.name, literal_column("''"))
_CELLS = Read(
    select(_r.business_date, _r.station_id, _name, _count, func.sum(_r.value))
    .select_from(_rating.outerjoin(station, _s.id == _r.station_id))
    .where(_r.business_date.between(bindparam("day_from"), bindparam("day_to")))
    .group_by(_r.business_date, _r.station_id)
    .having(_count >= bindparam("least"))
    .order_by(_r.business_date, _name, _r.station_id)
)


def patient_screen(reader: Reader) -> DisplaySettings:
    """How this station's patient display is set up; off where nobody ever did."""
    row = reader.first(_DISPLAY)
    if row is None:
        return DisplaySettings()
    shown, screen, language, thanks, rates, speaks, place = row
    return DisplaySettings(bool(shown), screen, language, thanks, bool(rates), bool(speaks), place)


def rating_cells(reader: Reader, day_from: date, day_to: date) -> tuple[RatingCell, ...]:
    """The answers of each window and day where there are enough of them to tell nobody's; all
    sums are made of these alone, so that no difference between two of them tells more.
    """
    days = {"day_from": day_from.isoformat(), "day_to": day_to.isoformat()}
    return tuple(
        RatingCell(date.fromisoformat(day), StationId(station_id), window, count, total)
        for day, station_id, window, count, total in reader.fetch(_CELLS, **days, least=LEAST)
    )


def ratings_due(reader: Reader) -> bool:
    """Whether ratings are held whose hour is over."""
    return bool(ratings_over(reader, full_hour(reader.now)))
