"""Closing a business day, and opening it again."""

from __future__ import annotations

from app.areas.ledger import closing_records as ledger
from app.areas.ledger.closing_records import NewDayClose
from app.areas.ledger.service import EARLIEST
from app.areas.reports import closing_records as records
from app.areas.reports import errors
from app.areas.reports.spans import cards_open, drawers_open, unheard
from app.areas.reports.values import CloseDay, DayDone, ReopenDay
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import derived_id
from app.kernel.money import Money
from app.kernel.text import clean
from app.storage.unit_of_work import UnitOfWork

CLOCK_OFF_MS = 600_000
"""With a clock that is off by as much, a day's end could fall on another day."""


def close_day(uow: UnitOfWork, command: CloseDay) -> DayDone:
    """Close a business day for the whole practice: it names the close of each of its drawers, and
    what comes for it later keeps its date, is named late and counts into the next open day.

    Two windows may close the same day while apart: both stand, and the first one counts.
    """
    uow.actor.require(Permission.CLOSE_DAY)
    here, day = settings.practice(uow), command.day
    today = settings.business_today(here, uow.now)
    if day > today:
        raise errors.day_to_come()
    if day < EARLIEST:
        raise errors.before_the_books()
    closing = records.day_closing(uow, day)
    if closing is not None:
        raise errors.closed_already(day, closing.by)
    off = records.clock_off_ms(uow)
    if abs(off) >= CLOCK_OFF_MS:
        raise errors.clock_is_off(round(abs(off) / 60_000))
    still_open = drawers_open(uow, day)
    if still_open:
        raise errors.drawers_open(" ".join(still_open))
    reason = clean(command.reason, "reason", most=400, lines=True)
    silent = unheard(uow, day)
    if silent and not reason:
        raise errors.windows_unheard(" ".join(words for _, words in silent))
    undecided = cards_open(uow, day)
    if undecided and not reason:
        raise errors.cards_undecided(" ".join(undecided))
    if day == today:
        asked = errors.not_over(day)
        if asked.key not in command.confirmations:
            raise asked
    tenders = records.tenders_of(uow, day)
    total = sum(minor for _, _, minor in tenders)
    count = records.payments_of(uow, day)
    ledger.add_close(
        uow,
        NewDayClose(
            close_id=command.id,
            day=day,
            currency=here.currency,
            payment_count=count,
            total_minor=total,
            tenders=tenders,
            drawers=records.drawers_of(uow, day),
            unheard=", ".join(code for code, _ in silent),
            reason=reason,
        ),
    )
    return DayDone(day, count, Money(total, here.currency))


def reopen_day(uow: UnitOfWork, command: ReopenDay) -> DayDone:
    """Open a closed day again: every close of it that is known here holds no more, and what came
    late belongs to it like anything else.
    """
    uow.actor.require(Permission.CLOSE_DAY)
    standing = ledger.standing_closes(uow, command.day)
    if not standing:
        raise errors.not_closed(command.day)
    reason = clean(command.reason, "reason", most=400, lines=True)
    if not reason:
        raise errors.say_why()
    for place, close_id in enumerate(standing):
        made = derived_id("day_reopening", command.id, str(place)) if place else command.id
        ledger.add_reopening(uow, made, close_id, command.day, reason)
    return DayDone(command.day, records.payments_of(uow, command.day), None)
