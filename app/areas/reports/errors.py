"""Every way a report can be refused, in the user's words; it decides nothing."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.i18n import format_date
from app.kernel.translate import t


def day_to_come() -> UserError:
    return UserError(t("This day has not come yet. Choose today or a day before."), field="day")


def days_turned_round() -> UserError:
    return UserError(t("The last day is before the first. Type the earlier day first."), field="to")


def too_many_days(most: int) -> UserError:
    return UserError(
        t("These are too many days for one report. Choose {most} days or fewer.", most=most),
        field="from",
    )


def before_the_books() -> UserError:
    return UserError(t("No books reach back so far. Choose a later day."), field="day")


def closed_already(day: date, by: str) -> UserError:
    return UserError(
        t("{day} is closed already, by {name}.", day=format_date(day), name=by), field="day"
    )


def not_closed(day: date) -> UserError:
    return UserError(t("{day} is not closed.", day=format_date(day)), field="day")


def drawers_open(words: str) -> UserError:
    """Each drawer is named; nobody may go on without them."""
    return UserError(
        t("{words} Close every drawer of the day, then the day.", words=words), field="day"
    )


def windows_unheard(words: str) -> UserError:
    """Going on takes a reason."""
    return UserError(
        t(
            "{words} Wait until it is connected, or say why the day is closed without it: what "
            "comes from there later is named late.",
            words=words,
        ),
        field="reason",
    )


def cards_undecided(words: str) -> UserError:
    """Going on takes a reason."""
    return UserError(
        t(
            "{words} Let its window finish it, or find out how it ended from here, under card "
            "payments; or say why the day is closed before that is known: what is charged is "
            "named late.",
            words=words,
        ),
        field="reason",
    )


def clock_is_off(minutes: int) -> UserError:
    return UserError(
        t(
            "The clocks of this computer and of the centre differ by {count} minutes, so no day "
            "can be closed here. Set this computer’s clock, or close the day at another window.",
            count=minutes,
        )
    )


def say_why() -> UserError:
    return UserError(t("Say why the day is opened again. It stays in the history."), field="reason")


def not_over(day: date) -> NeedsConfirmation:
    return NeedsConfirmation(
        f"not_over:{day.isoformat()}",
        t(
            "{day} is still running. What is done later today keeps its date and counts into the "
            "reports of the next day. Close it now?",
            day=format_date(day),
        ),
        verb=t("Close the day"),
    )
