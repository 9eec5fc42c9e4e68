"""What the report on service says: averages of days and windows that many answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.areas.displays import queries as displays
from app.areas.displays.values import RatingCell
from app.areas.reports.money_values import ServiceLine, ServiceReport
from app.areas.reports.spans import span
from app.storage.statements import Reader


def service_report(reader: Reader, day_from: date, day_to: date) -> ServiceReport:
    """How patients rated service in these days, by day and by window. A window's day that fewer
    than five answered is in none of the sums.
    """
    about = span(reader, day_from, day_to)
    cells = displays.rating_cells(reader, about.day_from, about.day_to)
    days = {cell.day: "" for cell in cells}
    windows = {cell.station_id: cell.window for cell in cells}
    return ServiceReport(
        span=about,
        days=tuple(_line(day, "", (c for c in cells if c.day == day)) for day in days),
        windows=tuple(
            _line(None, name, (c for c in cells if c.station_id == station_id))
            for station_id, name in sorted(windows.items(), key=lambda each: each[1])
        ),
        count=sum(cell.count for cell in cells),
        average_e2=_average(cells) if cells else None,
    )


def _line(day: date | None, window: str, cells: Iterable[RatingCell]) -> ServiceLine:
    mine = tuple(cells)
    return ServiceLine(day, window, sum(cell.count for cell in mine), _average(mine))


def _average(cells: Iterable[RatingCell]) -> int:
    """In hundredths, the half rounded up."""
    mine = tuple(cells)
    count = sum(cell.count for cell in mine)
    return (sum(cell.total for cell in mine) * 200 + count) // (2 * count)
