"""Days on which banks work, for the age of money: no weekend and no holiday of the country."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_SATURDAY, _SUNDAY = 5, 6
_USUAL_WEEKEND: Final = frozenset({_SATURDAY, _SUNDAY})
_OPEN_BEFORE_A_SATURDAY: Final = frozenset({"US"})
"""Where banks are open on the Friday before a holiday that falls on a Saturday, though offices are
not: a holiday on a Sunday is kept on Monday, one on a Saturday not at all.
"""


def banking_days_between(start: date, end: date, country: str) -> int:
    """Banking days after `start` up to and with `end`; 0 when `end` is not after `start`.

    `country` is ISO 3166-1 alpha-2; of one that nobody wrote the holidays of, weekdays count.
    """
    if end <= start:
        return 0
    weekend = _weekend(country)
    weeks, rest = divmod((end - start).days, 7)
    last = (start + timedelta(weeks=weeks, days=n) for n in range(1, rest + 1))
    weekdays = weeks * (7 - len(weekend)) + sum(day.weekday() not in weekend for day in last)
    closed = (day for year in range(start.year, end.year + 1) for day in _closed(country, year))
    return weekdays - sum(start < day <= end and day.weekday() not in weekend for day in closed)


@lru_cache(maxsize=32)
def _weekend(country: str) -> frozenset[int]:
    import holidays

    if country not in holidays.list_supported_countries():
        return _USUAL_WEEKEND
    return frozenset(holidays.country_holidays(country).weekend) or _USUAL_WEEKEND


@lru_cache(maxsize=256)
def _closed(country: str, year: int) -> frozenset[date]:
    """The holidays of a year on which banks are closed."""
    import holidays

    if country not in holidays.list_supported_countries():
        return frozenset()
    kept_on_another_day = country not in _OPEN_BEFORE_A_SATURDAY
    every = holidays.country_holidays(country)
    kinds = tuple(kind for kind in ("public", "bank") if kind in every.supported_categories)
    found = holidays.country_holidays(
        country, years=year, observed=kept_on_another_day, categories=kinds or None
    )
    if kept_on_another_day:
        return frozenset(found)
    after_sunday = (day + timedelta(1) for day in found if day.weekday() == _SUNDAY)
    return frozenset((*found, *after_sunday))
