"""Time: instants are UTC text of fixed width, business dates are dates of a site, order is never
by clock.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.kernel.errors import UserError
from app.kernel.translate import t


class Clock(Protocol):
    """Where the time comes from; tests and the simulator hand in their own."""

    def now(self) -> datetime: ...


class SystemClock:
    """This computer's clock, as an aware UTC datetime."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def instant_text(moment: datetime) -> str:
    """An aware datetime as `2026-11-20T09:12:00.000000Z`; such texts sort in time order."""
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    return utc.isoformat(timespec="microseconds") + "Z"


def instant_from(text: str) -> datetime:
    """The aware UTC datetime behind `instant_text`."""
    return datetime.fromisoformat(text)


def zone_named(name: str) -> ZoneInfo:
    """The IANA time zone `name`, or a UserError that says what a name looks like."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UserError(
            t("“{name}” is not a time zone. Use a name such as America/Chicago.", name=name),
            field="time_zone",
        ) from None


def business_date(moment: datetime, zone: ZoneInfo, cutoff: time) -> date:
    """The day a site books `moment` to: a new day begins at `cutoff` local time, not
    at midnight.

    A day that has begun stays begun when the clocks go back over its cut-off.
    """
    local = moment.astimezone(zone)
    day = local.date()
    if local.time() >= cutoff:
        return day
    begun = local.fold and moment >= datetime.combine(day, cutoff, zone).astimezone(UTC)
    return day if begun else day - timedelta(days=1)
