"""Every way registering and finding people can be refused, in the user's words; decides nothing."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import UserError
from app.kernel.translate import t

# ---------------------------------------------------------------------------------- who somebody is


def name_order() -> UserError:
    return UserError(t("The name order is given_first or family_first."), field="name_order")


def odd_date(when: date, field: str) -> UserError:
    return UserError(t("{when} can't be right. Check the year.", when=when), field=field)


def died_before_birth() -> UserError:
    return UserError(t("The date of death is before the birth date."), field="death_date")


def email_form() -> UserError:
    return UserError(t("An e-mail address looks like name@example.org."), field="email")


# ---------------------------------------------------------------------- patients and their accounts


def no_such_guarantor() -> UserError:
    return UserError(t("There is no such guarantor."), field="guarantor_id")


def odd_credit_limit(currency: str) -> UserError:
    return UserError(
        t("The credit limit is zero or more, and a usual sum, in {code}.", code=currency),
        field="credit_limit",
    )


def registered_already() -> UserError:
    return UserError(t("This patient is registered already."))


def no_such_patient() -> UserError:
    return UserError(t("There is no such patient."), field="patient_id")


def no_such_account() -> UserError:
    return UserError(t("There is no such account."), field="account_id")


def own_number_taken(number: str) -> UserError:
    return UserError(
        t(
            "The next account number would be {number}, and an imported account has it already. "
            "Ask the administrator to write account numbers another way in the settings.",
            number=number,
        )
    )


def number_like_ours(number: str) -> UserError:
    return UserError(
        t(
            "{number} looks like a number this program gives itself. Leave the numbers "
            "out; they are kept as the old system's.",
            number=number,
        ),
        field="account_number",
    )


def number_taken(number: str) -> UserError:
    return UserError(
        t("{number} belongs to another account.", number=number), field="account_number"
    )


# ------------------------------------------------------------------------------------------- payers


def odd_terms() -> UserError:
    return UserError(t("The terms are 0 to 365 days."), field="terms_days")
