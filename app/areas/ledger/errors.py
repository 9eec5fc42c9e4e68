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
