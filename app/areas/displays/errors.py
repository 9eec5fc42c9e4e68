"""Every refusal about the patient display and its ratings."""

from __future__ import annotations

from app.kernel.errors import UserError
from app.kernel.translate import t


def not_a_rating() -> UserError:
    return UserError(t("A rating is a whole number from 1 to 5."), field="value")


def does_not_ask() -> UserError:
    return UserError(
        t("The patient display of this station does not ask for ratings. Settings turn it on."),
        field="value",
    )


def no_such_language(language: str) -> UserError:
    return UserError(
        t(
            "The patient display has no words in “{language}”. Choose one of its languages.",
            language=language[:20],
        ),
        field="language",
    )


def not_a_place() -> UserError:
    return UserError(t("That is no place for a window."), field="width")


def places_nothing() -> UserError:
    return UserError(t("The patient display is off here. Settings turn it on."), field="shown")
