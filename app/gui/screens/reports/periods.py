"""The days a report may be about, by name, and the days before and after them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum

from app.areas.reports.money_values import ReportName
from app.kernel.translate import t

Days = tuple[date, date]


class Period(StrEnum):
    TODAY = "today"
    WEEK = "week"
    THIRTY = "thirty"
    NINETY = "ninety"
    MONTH = "month"
    LAST_MONTH = "last_month"
    YEAR = "year"
    OWN = "own"


USUAL = {
    ReportName.DEPOSITS: Period.WEEK,
    ReportName.CASH_POSITION: Period.THIRTY,
    ReportName.OVER_SHORT: Period.YEAR,
    ReportName.Z_LIST: Period.THIRTY,
    ReportName.CARDS: Period.THIRTY,
    ReportName.SERVICE: Period.THIRTY,
}
"""What each report is first about."""


def words() -> dict[Period, str]:
    """Each period as people choose it."""
    return {
        Period.TODAY: t("Today"),
        Period.WEEK: t("Last 7 days"),
        Period.THIRTY: t("Last 30 days"),
        Period.NINETY: t("Last 90 days"),
        Period.MONTH: t("This month"),
        Period.LAST_MONTH: t("Last month"),
        Period.YEAR: t("Last 12 months"),
        Period.OWN: t("Own days"),
    }


def days_of(period: Period, today: date) -> Days:
    """The first and the last day; today for days of one's own."""
    first_of_month = today.replace(day=1)
    begins = {
        Period.WEEK: today - timedelta(6),
        Period.MONTH: first_of_month,
        Period.THIRTY: today - timedelta(29),
        Period.NINETY: today - timedelta(89),
        Period.YEAR: _months_before(first_of_month, 11),
    }
    if period is Period.LAST_MONTH:
        return _months_before(first_of_month, 1), first_of_month - timedelta(1)
    return begins.get(period, today), today


def moved(days: Days, steps: int, today: date) -> Days:
    """As many days before or after these; whole months move by months. Never beyond today, whose
    days then end with today.
    """
    first, last = days
    if _is_months(days):
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        begin = _months_before(first, -steps * count)
        end = _months_before(last.replace(day=1), -steps * count)
        return begin, min(_month_end(end), max(today, begin))
    length = timedelta((last - first).days + 1) * steps
    if last + length > today:
        return today - (last - first), today
    return first + length, last + length


def _is_months(days: Days) -> bool:
    return days[0].day == 1 and days[1] == _month_end(days[1])


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _months_before(first: date, count: int) -> date:
    """The first of a month so many months before."""
    months = first.year * 12 + first.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)
