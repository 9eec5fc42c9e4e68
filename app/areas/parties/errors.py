"""Every way registering and finding people can be refused, in the user's words; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.kernel.errors import NeedsConfirmation, NotAllowed, UserError
from app.kernel.i18n import format_money
from app.kernel.money import Money
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


DUPLICATE = "duplicate_patient"


def looks_known(name: str, number: str, why: str, account_id: str) -> NeedsConfirmation:
    """`why` says what agrees, such as the same birth date."""
    return NeedsConfirmation(
        DUPLICATE,
        t(
            "{name} ({number}) may be the same person: {why}.",
            name=name,
            number=number,
            why=why,
        ),
        verb=t("Register somebody new"),
        about=account_id,
    )


def two_guarantors() -> UserError:
    return UserError(t("Choose a guarantor, or write a new one, not both."), field="guarantor_id")


# ----------------------------------------------------------------------- status, flags, own fields


def status_out_of_reach(before: str, after: str) -> UserError:
    return UserError(
        t(
            "This account is {before}. Make it active before it can be {after}.",
            before=before,
            after=after,
        ),
        field="status",
    )


def close_with_balance(owed: Money, credit: Money) -> UserError:
    """An account is closed when it owes nothing and holds nothing."""
    words = (
        t("The account still owes {amount}.", amount=format_money(owed))
        if owed
        else t("The account still holds {amount} of credit.", amount=format_money(credit))
    )
    return UserError(t("{words} Settle that first, then close it.", words=words), field="status")


def nothing_to_collect() -> UserError:
    return UserError(t("Nothing is owed, so there is nothing to collect."), field="status")


def death_is_written() -> UserError:
    return UserError(
        t("A date of death is written. Take it out of the patient's details first."),
        field="status",
    )


def note_without_words() -> UserError:
    return UserError(t("Write what everybody should know."), field="words")


def flagged_already(words: str) -> UserError:
    return UserError(t("“{words}” stands there already.", words=words), field="kind")


def no_such_flag() -> UserError:
    return UserError(t("That flag is gone already."), field="flag_id")


def mark_of_managers(words: str) -> NotAllowed:
    return NotAllowed(t("Only a manager takes “{words}” off an account.", words=words))


def no_such_external_id() -> UserError:
    return UserError(t("There is no such number of another system."), field="value")


def external_id_known(value: str) -> UserError:
    return UserError(t("{value} is written there already.", value=value), field="value")


def external_id_of_other(system: str, value: str, name: str) -> UserError:
    return UserError(
        t("{system} {value} belongs to {name}.", system=system, value=value, name=name),
        field="value",
    )


def no_such_field() -> UserError:
    return UserError(t("There is no such field."), field="field_id")


def field_named_so(name: str) -> UserError:
    return UserError(t("There is a field “{name}” already.", name=name), field="name")


def field_kind_stays() -> UserError:
    return UserError(
        t("A field keeps its kind. Put it out of use and add a new one."), field="kind"
    )


def choices_needed() -> UserError:
    return UserError(t("Write at least two choices, one a line."), field="choices")


def too_many_fields(most: int) -> UserError:
    return UserError(t("{most} fields are in use. Put one out of use first.", most=most))


def not_a_number(field: str) -> UserError:
    return UserError(t("{field} takes a number, such as 12.5.", field=field), field=field)


def not_a_date(field: str) -> UserError:
    return UserError(t("{field} takes a date, such as 2026-11-20.", field=field), field=field)


def not_a_choice(field: str, choices: Sequence[str]) -> UserError:
    return UserError(
        t("{field} takes one of {choices}.", field=field, choices=", ".join(choices)), field=field
    )


# ------------------------------------------------------------------------------------------- payers


def odd_terms() -> UserError:
    return UserError(t("The terms are 0 to 365 days."), field="terms_days")


# ------------------------------------------------------------------------- accounts of one person


def the_same_account() -> UserError:
    return UserError(t("Choose two different accounts."), field="into_id")


def merged_already(number: str) -> UserError:
    return UserError(t("They are one already: {number} stands for both.", number=number))


def merge_without_reason() -> UserError:
    return UserError(t("Write why, for whoever looks at it later."), field="reason")


def other_currency(currency: str) -> UserError:
    return UserError(
        t("One of them is in {code}. Only accounts in one currency are merged.", code=currency),
        field="into_id",
    )


def no_such_merge() -> UserError:
    return UserError(t("This merge was taken back already."), field="merge_id")


def apart_while_merged() -> UserError:
    return UserError(t("These accounts are merged. Take that back first."), field="other_id")


DIFFERENT = "different_people"


def may_differ(one: str, other: str, why: str) -> NeedsConfirmation:
    """`why` is a sentence that says what speaks against it."""
    return NeedsConfirmation(
        DIFFERENT,
        t("{one} and {other} may be two people. {why}", one=one, other=other, why=why),
        verb=t("Merge them"),
    )
