"""Every way set-up or a setting can be refused, in the user's words; it decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from app.kernel.errors import UserError
from app.kernel.number_pattern import MOST, WIDEST, BadPattern, Fault
from app.kernel.text import shown
from app.kernel.translate import later, t

# ---------------------------------------------------------------------------- setting a practice up


def station_code_form() -> UserError:
    return UserError(
        t("The station code is a letter and up to five letters or digits, such as W1."),
        field="station_code",
    )


def station_code_taken(code: str) -> UserError:
    return UserError(t("Another station is called {code} already.", code=code), field="code")


def no_such_site() -> UserError:
    return UserError(t("The practice has no such site."), field="site")


def country_form() -> UserError:
    return UserError(t("The country is two letters, such as US."), field="country")


def cutoff_form() -> UserError:
    return UserError(t("The time a new day begins looks like 04:00."), field="cutoff")


def set_up_already() -> UserError:
    return UserError(t("This practice is set up already. Change it in the settings."))


def not_set_up() -> UserError:
    return UserError(t("The set-up of this practice was not finished. Begin it again."))


# ------------------------------------------------------------------------------- changing a setting


def practice_name_missing() -> UserError:
    return UserError(t("The practice needs a name. It stands on every receipt."), field="name")


def email_form() -> UserError:
    return UserError(
        t("An e-mail address looks like office@clinic.org. Leave it empty if there is none."),
        field="email",
    )


def phone_form() -> UserError:
    return UserError(
        t("A phone number has digits, spaces and + - ( ) . only. Leave it empty if there is none."),
        field="phone",
    )


def no_such_station() -> UserError:
    return UserError(t("The practice has no such station."), field="station_id")


def no_such_step(step: str) -> UserError:
    return UserError(t("Setting up has no step “{step}”.", step=shown(step)), field="step")


def no_such_setting(key: str) -> UserError:
    return UserError(t("There is no setting “{key}”.", key=shown(key)), field="key")


def reason_missing() -> UserError:
    return UserError(
        t("This setting guards money. Say in a few words why it changes."), field="reason"
    )


def wrong_way_round(upper: str, lower: str) -> UserError:
    """Two limits that stand in an order."""
    return UserError(
        t(
            "“{upper}” can't be less than “{lower}”. Change the other one first.",
            upper=t(upper),
            lower=t(lower),
        ),
        field="value",
    )


def not_a_choice(choices: Sequence[str]) -> UserError:
    return UserError(t("Choose one of {choices}.", choices=", ".join(choices)), field="value")


def not_yes_or_no() -> UserError:
    return UserError(t("Choose yes or no."), field="value")


def too_long(most: int) -> UserError:
    return UserError(t("This is too long. {most} characters fit here.", most=most), field="value")


def not_rising() -> UserError:
    return UserError(t("Each number must be larger than the one before."), field="value")


_BAD_PATTERN = {
    Fault.NO_NUMBER: later("The number itself is missing. Write {example}."),
    Fault.TWO_NUMBERS: later("The number stands here twice. Write it once, such as {example}."),
    Fault.UNKNOWN_PLACE: later("Nothing is called {detail}. There are {places}."),
    Fault.WIDTH: later("A number has from 1 to {widest} digits, such as {example}."),
    Fault.SIGNS: later(
        "“{detail}” can't stand in a number. Letters A to Z, digits and - / . _ can."
    ),
    Fault.TOUCHES: later(
        "A digit beside the number could not be told from it. Put a - between, such as {example}."
    ),
    Fault.MONTH_ALONE: later("The month needs its year, such as {month_example}."),
    Fault.TOO_LONG: later("This is too long for a receipt. {most} characters fit here."),
}


def bad_pattern(bad: BadPattern) -> UserError:
    """A pattern of numbers that can't be used."""
    words = t(
        _BAD_PATTERN[bad.fault],
        detail=shown(bad.detail),
        example="INV-{n:05}",
        month_example="INV-{year}-{month}-{n:04}",
        places="{n}, {year}, {month}, {station}",
        widest=WIDEST,
        most=MOST,
    )
    return UserError(words, field="value")


def needs_centre() -> UserError:
    return UserError(
        t(
            "This station works alone, so nobody could hand out such numbers. Join a centre first, "
            "then choose this."
        ),
        field="value",
    )


def odd_columns() -> UserError:
    return UserError(t("Choose from one to forty columns of the list."), field="columns")


def no_such_number(kind: str) -> UserError:
    return UserError(t("There are no numbers of “{kind}”.", kind=shown(kind)), field="kind")


def not_whole(text: str) -> UserError:
    return UserError(t("“{text}” is not a whole number.", text=text[:40]), field="value")


def out_of_range(least: int | None, most: int | None) -> UserError:
    return UserError(
        t("The number must be from {least} to {most}.", least=least, most=most), field="value"
    )
