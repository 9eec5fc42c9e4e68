"""Every way a returned check can be refused beside what its payment says of it."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import UserError
from app.kernel.i18n import format_date
from app.kernel.translate import t


def no_such_check() -> UserError:
    return UserError(t("There is no such check."), field="tender_id")


def bank_date_out_of_range(first: date) -> UserError:
    """`first` is the day the check was taken."""
    return UserError(
        t("The bank's date is from {day}, when the check was taken, up to today.",
          day=format_date(first)),
        field="bank_date",
    )  # fmt: skip


def fee_out_of_range() -> UserError:
    return UserError(t("The fee is zero or more."), field="fee")


def fee_in_other_currency(code: str) -> UserError:
    """`code` is the account's currency."""
    return UserError(t("This account is kept in {code}.", code=code), field="fee")


def not_returned(number: str) -> UserError:
    """`number` is the check's."""
    return UserError(
        t("Check {number} is not entered as returned.", number=number), field="tender_id"
    )


def credited_without_it(check: str, deposit: str) -> UserError:
    """The bag was on its way when the check was taken off it, and was credited without it."""
    return UserError(
        t(
            "Deposit {deposit} was credited without check {check}. Take the credit of the deposit "
            "back, then this return, and enter the credit again with what the bank paid.",
            deposit=deposit,
            check=check,
        ),
        field="tender_id",
    )
