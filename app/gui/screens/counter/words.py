"""Sentences and short forms the Counter shows: amounts, days and people; it reads nothing."""

from __future__ import annotations

from datetime import date, datetime

from app.areas.drawers.values import Denomination
from app.areas.parties.values import AccountHeader, AccountStatus
from app.gui.screens.counter.payment_form import change_in_pieces
from app.kernel.clock import zone_named
from app.kernel.i18n import format_money, format_short_date, format_time
from app.kernel.money import Money, decimals_of
from app.kernel.translate import later, t

MOST_OF_A_KIND = 20
"""Nobody counts out more of one note from a list."""
STATUS_WORDS = {
    AccountStatus.SUSPENDED: later("Suspended"),
    AccountStatus.COLLECTIONS: later("In collections"),
    AccountStatus.CLOSED: later("Account closed"),
    AccountStatus.DECEASED: later("Deceased"),
}


def short_amount(amount: Money, locale: str) -> str:
    """`50` for 50.00 where the cents say nothing, as people call notes."""
    unit: int = 10 ** decimals_of(amount.currency)
    text = format_money(amount, locale)
    return text if amount.minor % unit else text[: len(text) - (len(str(unit)) if unit > 1 else 0)]


def who(header: AccountHeader) -> str:
    """Number, year of birth and guarantor: what tells two people of one name apart."""
    parts = [header.account_number]
    if header.birth_date is not None:
        parts.append(t("born {year}", year=header.birth_date.year))
    parts.append(t("guarantor: {name}", name=header.guarantor or t("self")))
    return "  ·  ".join(parts)


def when(moment: datetime, today: date, time_zone: str, locale: str) -> str:
    """The time of day for today, the day for everything before. Today is a business day: past
    midnight it goes on until its cut-off.
    """
    day = moment.astimezone(zone_named(time_zone)).date()
    if day >= today:
        return format_time(moment, time_zone, locale)
    return format_short_date(day, locale)


def pieces_words(change: Money, denominations: tuple[Denomination, ...], locale: str) -> str:
    """The notes and coins to hand back, `2 × 20 + 5`; empty where they say nothing more."""
    pieces = change_in_pieces(change, denominations)
    if any(count > MOST_OF_A_KIND for count, _value in pieces):
        return ""
    if len(pieces) == 1 and pieces[0][0] == 1:
        return ""  # one note is the amount itself
    return " + ".join(
        short_amount(value, locale) if count == 1 else f"{count} × {short_amount(value, locale)}"
        for count, value in pieces
    )
