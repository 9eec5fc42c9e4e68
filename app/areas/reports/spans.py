"""The days a report is about, and whose open drawers it must not tell of."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from app.areas.cards import queries as cards
from app.areas.cards import records as attempts
from app.areas.drawers import queries as drawers
from app.areas.drawers.values import OpenShiftRow
from app.areas.reports import errors
from app.areas.reports.money_values import Span
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.areas.settings.values import Practice
from app.areas.stations.queries import last_heard, shut_out
from app.kernel.clock import zone_named
from app.kernel.i18n import format_date, format_money, format_time
from app.kernel.ids import UserId
from app.kernel.translate import t
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


def missing(reader: Reader, day: date) -> tuple[str, ...]:
    """What a day still waits for: drawers that are not closed, and windows that nothing has come
    from since it began, each as a sentence. Its totals are provisional until then.
    """
    return (*drawers_open(reader, day), *(words for _, words in unheard(reader, day)))


def drawers_open(reader: Reader, day: date) -> tuple[str, ...]:
    """The drawers of a day that are not closed, anywhere."""
    return tuple(
        t(
            "{window} of {name} is not closed: shift {number}.",
            name=shift.user_name,
            window=shift.drawer_name,
            number=shift.number,
        )
        for shift in drawers.open_shifts(reader)
        if shift.business_date == day
    )


def cards_open(reader: Reader, day: date) -> tuple[str, ...]:
    """The card payments begun on a day of which nobody knows yet how they end, at any window."""
    return tuple(
        t(
            "Nobody knows yet whether a card of {name} was charged {amount} at window {window}.",
            name=row.name,
            amount=format_money(row.amount),
            window=row.window,
        )
        for row in cards.open_attempts(reader)
        if attempts.the_attempt(reader, row.attempt_id).business_date == day
    )


def unheard(reader: Reader, day: date) -> tuple[tuple[str, str], ...]:
    """(code, sentence) of the windows that nothing has come from since a day began."""
    here = settings.practice(reader)
    stations = {one.station_id: one for one in settings.stations(reader)}
    begun, out, found = _begin(here, day), shut_out(reader), []
    for one, at in last_heard(reader).items():
        known = stations.get(one)
        if known is None or not known.active or one in out or one == here.station_id:
            continue
        if at < begun:
            words = t(
                "Nothing has come from {window} since {day} at {time}.",
                window=known.code,
                day=format_date(settings.business_today(here, at), here.locale),
                time=format_time(at, here.time_zone, here.locale),
            )
            found.append((known.code, words))
    return tuple(found)


def _begin(here: Practice, day: date) -> datetime:
    """The moment a business day of the site begins."""
    begins = time.fromisoformat(here.cutoff)
    return datetime.combine(day, begins, tzinfo=zone_named(here.time_zone))


def days_of(span: Span) -> tuple[date, ...]:
    """Each of its days, oldest first."""
    count = (span.day_to - span.day_from).days + 1
    return tuple(span.day_from + timedelta(n) for n in range(count))
