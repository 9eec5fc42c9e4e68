"""The days a report is about, and whose open drawers it must not tell of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from app.areas.drawers import queries as drawers
from app.areas.drawers.values import OpenShiftRow
from app.areas.reports import errors
from app.areas.reports.money_values import Span
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.ids import UserId
from app.storage.reading import Reader

MOST_DAYS: Final = 1_830
"""Five years: a report a day long for each of them is still read in a moment."""


def span(reader: Reader, day_from: date, day_to: date) -> Span:
    """The heading of a report; a UserError for days that are turned round, to come or too many."""
    here = settings.practice(reader)
    if day_from > day_to:
        raise errors.days_turned_round()
    if day_to > settings.business_today(here, reader.now):
        raise errors.day_to_come()
    if (day_to - day_from).days >= MOST_DAYS:
        raise errors.too_many_days(MOST_DAYS)
    return Span(day_from, day_to, here.organization_name, here.currency, reader.now)


def own_drawers(reader: Reader, asker: UserId | None) -> tuple[OpenShiftRow, ...]:
    """The open shifts whose cash the asker must not know; of nobody in particular, all of them."""
    found = drawers.open_shifts(reader)
    if asker is None:
        return found
    mine = security.accounts_of(reader, security.person_of(reader, asker))
    return tuple(shift for shift in found if shift.user_id in mine)


def days_of(span: Span) -> tuple[date, ...]:
    """Each of its days, oldest first."""
    count = (span.day_to - span.day_from).days + 1
    return tuple(span.day_from + timedelta(n) for n in range(count))
