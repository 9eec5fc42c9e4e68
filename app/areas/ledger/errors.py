"""Every way an entry or a GL account can be refused, in the user's words; it decides nothing."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import UserError
from app.kernel.text import shown
from app.kernel.translate import t

# ------------------------------------------------------------------------ entries made by a person


def date_out_of_range(day: date) -> UserError:
    return UserError(t("The date can't be {day}.", day=day), field="business_date")


def too_few_lines() -> UserError:
    return UserError(t("An entry has at least two lines."), field="lines")


def sides_differ() -> UserError:
    return UserError(t("Debits and credits differ. They must be the same."), field="lines")


def account_follows_documents(code: str) -> UserError:
    return UserError(
        t("{code} follows from payments, invoices and counts. Correct it there.", code=code),
        field="lines",
    )


def account_not_active(code: str) -> UserError:
    return UserError(t("{code} is not an active GL account.", code=shown(code)), field="lines")


def line_in_other_currency(code: str) -> UserError:
    """`code` is the currency of the books."""
    return UserError(t("The books are kept in {code}.", code=code), field="lines")


def not_one_side() -> UserError:
    """A line with both sides, with neither, or beyond the limit."""
    return UserError(
        t("Each line has a debit or a credit, positive and below the limit."), field="lines"
    )


# ------------------------------------------------------------------------------------ GL accounts


def code_malformed() -> UserError:
    return UserError(t("A GL account's code is three to eight digits."), field="code")


def code_taken(code: str) -> UserError:
    return UserError(t("{code} is taken already.", code=code), field="code")


def no_such_parent(code: str) -> UserError:
    return UserError(t("There is no account {code}.", code=shown(code)), field="parent_code")


# --------------------------------------------------------------------------------------- reasons


def reason_missing() -> UserError:
    return UserError(t("Choose a reason."), field="reason_id")


def no_such_reason() -> UserError:
    """Also one that is out of use, or of another kind."""
    return UserError(t("This reason is not in use. Choose another."), field="reason_id")


def digit_out_of_range() -> UserError:
    return UserError(t("A reason's key is a digit from 1 to 9."), field="digit")


def digit_taken(digit: int, words: str) -> UserError:
    return UserError(
        t("Key {digit} picks “{words}” already. Choose another.", digit=digit, words=words),
        field="digit",
    )


def reason_needs_account() -> UserError:
    return UserError(
        t("Say which GL account this cash is booked to, such as 6000."), field="gl_code"
    )


def reason_needs_no_account() -> UserError:
    return UserError(
        t("Only cash paid in or out is booked by its reason. Leave the account empty."),
        field="gl_code",
    )


def reason_account_refused(code: str) -> UserError:
    """`code` is no active GL account, or one that follows from payments."""
    return UserError(
        t("Cash can't be booked to {code} by hand. Choose another account.", code=shown(code)),
        field="gl_code",
    )


def reason_kind_stays() -> UserError:
    return UserError(
        t("A reason stays in its list. Add a new one to the other list instead."), field="kind"
    )


# ------------------------------------------------------------------------------------ kept in sums


def details_elsewhere() -> UserError:
    return UserError(
        t(
            "The details of this are kept at another site. Open the account, fetch its details, "
            "then try again."
        )
    )
