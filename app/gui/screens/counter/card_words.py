"""How an attempt to charge a card is said at the Counter: its verbs, its look, its countdown."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from app.areas.cards.rules import COUNT_DOWN, RESTING
from app.areas.cards.values import AttemptShown, AttemptState, CardVerb, Outcome
from app.gui.key_map import key_words
from app.kernel.i18n import format_money
from app.kernel.translate import t

LEAVES: Final = (CardVerb.CANCEL, CardVerb.OTHER_TENDER)
"""What Esc presses."""
MAIN: Final = (CardVerb.TRY_AGAIN, CardVerb.CHECK_NOW)
"""What Enter presses."""
CLOCK_SET: Final = timedelta(seconds=10)
"""So late a countdown has not ended by itself: the clock was set, and says nothing about it."""
NEVER_HERE: Final = frozenset({CardVerb.ACCEPT, CardVerb.TAKE_OVER})


def verb_words(verb: CardVerb, shown: AttemptShown) -> str:
    """What the button of a verb says, with its key."""
    enter, esc = key_words("tender.take"), key_words("frame.back")
    cash = format_money(shown.cash_on_form)
    return {
        CardVerb.CANCEL: t("Cancel    {key}", key=esc),
        CardVerb.OTHER_TENDER: t("Pay another way    {key}", key=esc),
        CardVerb.TRY_AGAIN: t("Try again    {key}", key=enter),
        CardVerb.CHECK_NOW: t("Check now    {key}", key=enter),
        CardVerb.OTHER_READER: t("Other reader…"),
        CardVerb.OTHER_AMOUNT: t("Other amount…"),
        CardVerb.RESET_READER: t("Reset the reader"),
        CardVerb.CASH_BACK: t("{amount} in cash was given back", amount=cash),
    }.get(verb, "")


def main_verb(shown: AttemptShown) -> CardVerb | None:
    """What Enter does now; nothing while the program works or a card is waited for."""
    return next((verb for verb in shown.buttons if verb in MAIN), None)


def leaving_verb(shown: AttemptShown) -> CardVerb | None:
    """What Esc does now."""
    return next((verb for verb in shown.buttons if verb in LEAVES), None)


def look_of(shown: AttemptShown) -> tuple[str, str]:
    """(icon, tone) of a state; the sentence beside it says the same."""
    if shown.state is AttemptState.UNKNOWN:
        return "warning-circle", "danger"
    if shown.outcome is Outcome.CHARGED:
        return "check-circle", "money_in"
    if shown.state in RESTING or shown.state is AttemptState.CREATE_UNKNOWN:
        return "warning", "caution"
    if shown.state is AttemptState.WAITING_CARD:
        return "credit-card", "accent"
    return "clock", "muted"


def waits_for_person(shown: AttemptShown) -> bool:
    """Whether nothing goes on until somebody says what comes next."""
    return shown.state in RESTING or shown.state is AttemptState.CREATE_UNKNOWN


def countdown_words(shown: AttemptShown, now: datetime) -> str:
    """How long a card is still waited for; said in the last half minute alone."""
    if shown.counts_down_to is None:
        return ""
    left = shown.counts_down_to - now
    if left > COUNT_DOWN or left < -CLOCK_SET:
        return ""
    seconds = max(0, round(left.total_seconds()))
    return t("Nothing was shown yet. It is cancelled in {seconds} seconds.", seconds=seconds)
