"""Every way set-up or a setting can be refused, in the user's words; it decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from app.kernel.errors import UserError
from app.kernel.text import shown
from app.kernel.translate import t

# ---------------------------------------------------------------------------- setting a practice up


def station_code_form() -> UserError:
    return UserError(
        t("The station code is a letter and up to five letters or digits, such as W1."),
        field="station_code",
    )


def country_form() -> UserError:
    return UserError(t("The country is two letters, such as US."), field="country")


def cutoff_form() -> UserError:
    return UserError(t("The time a new day begins looks like 04:00."), field="cutoff")


def set_up_already() -> UserError:
    return UserError(t("This practice is set up already. Change it in the settings."))


def not_set_up() -> UserError:
    return UserError(t("The set-up of this practice was not finished. Begin it again."))


# ------------------------------------------------------------------------------- changing a setting


def no_such_setting(key: str) -> UserError:
    return UserError(t("There is no setting “{key}”.", key=shown(key)), field="key")


def not_a_choice(choices: Sequence[str]) -> UserError:
    return UserError(t("Choose one of {choices}.", choices=", ".join(choices)), field="value")


def not_yes_or_no() -> UserError:
    return UserError(t("Choose yes or no."), field="value")


def too_long(most: int) -> UserError:
    return UserError(t("This is too long. {most} characters fit here.", most=most), field="value")


def not_rising() -> UserError:
    return UserError(t("Each number must be larger than the one before."), field="value")


def not_whole(text: str) -> UserError:
    return UserError(t("“{text}” is not a whole number.", text=text[:40]), field="value")


def out_of_range(least: int | None, most: int | None) -> UserError:
    return UserError(
        t("The number must be from {least} to {most}.", least=least, most=most), field="value"
    )
