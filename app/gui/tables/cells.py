"""Cells every list shows the same way: amounts, days, times, people."""

from __future__ import annotations

from datetime import date, datetime

from app.areas.settings.values import Practice
from app.kernel.clock import zone_named
from app.kernel.i18n import format_date, format_money, format_short_date, format_time
from app.kernel.money import Money


def amount(money: Money | None, *, zero: str = "") -> str:
    """An amount without its currency; nought as `zero`, so that what matters stands out."""
    if money is None:
        return ""
    return format_money(money) if money else zero


def day(when: date | None) -> str:
    return format_short_date(when) if when is not None else ""


def born(when: date | None) -> str:
    """A birth date with its whole year: 1926 is not 2026."""
    return format_date(when) if when is not None else ""


def moment(when: datetime | None, practice: Practice) -> str:
    """Day and time at the practice."""
    if when is None:
        return ""
    local = when.astimezone(zone_named(practice.time_zone))
    return f"{format_short_date(local.date())} {format_time(when, practice.time_zone)}"
