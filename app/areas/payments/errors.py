"""Every way a payment can be refused or asked about, in the user's words; it decides nothing."""

from __future__ import annotations

from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.text import shown
from app.kernel.translate import t

# ------------------------------------------------------------------------------- where it is taken


def drawer_not_open() -> UserError:
    return UserError(t("Open your drawer first, then take money."), field="shift")


def drawer_in_other_currency(code: str) -> UserError:
    """`code` is the drawer's currency."""
    return UserError(t("This drawer holds {code}.", code=code), field="shift")


# --------------------------------------------------------------------------------- how it is paid


def no_tender() -> UserError:
    return UserError(t("Choose how the person pays."), field="tenders")


def method_unknown(method: str) -> UserError:
    return UserError(t("“{method}” is not taken here.", method=shown(method)), field="method")


def method_not_cash() -> UserError:
    return UserError(t("Only cash can be taken with this version."), field="method")


# ---------------------------------------------------------------------------------------- how much


def account_in_other_currency(code: str, field: str) -> UserError:
    """`code` is the account's currency."""
    return UserError(t("This account is kept in {code}.", code=code), field=field)


def amount_not_positive() -> UserError:
    return UserError(t("The amount must be more than zero."), field="amount")


def sum_too_large(field: str) -> UserError:
    return UserError(
        t("This is more than the largest amount. Check what was typed or scanned."), field=field
    )


def cash_in_other_currency(code: str) -> UserError:
    """`code` is the currency that is taken."""
    return UserError(t("Cash is taken in {code} here.", code=code), field="given")


def cash_missing(short: Money) -> UserError:
    return UserError(t("{short} is missing.", short=format_money(short)), field="given")


def change_looks_wrong(change: Money) -> NeedsConfirmation:
    """The key holds the change: agreeing to one sum is not agreeing to another."""
    words = format_money(change)
    return NeedsConfirmation(
        f"change:{change.minor}",
        t("{change} goes back as change. Is the amount given right?", change=words),
        verb=t("Hand back {change}", change=words),
    )


# ---------------------------------------------------------------------------------------- for what


def invoice_of_another_account() -> UserError:
    return UserError(t("This invoice is another account's."), field="invoice_ids")


def invoice_not_owed() -> UserError:
    return UserError(
        t("This invoice is paid already, or is not this account's."), field="allocations"
    )


def allocation_twice_or_not_positive() -> UserError:
    return UserError(t("Each invoice gets one amount above zero."), field="allocations")


def allocation_above_due(number: str, due: Money) -> UserError:
    return UserError(
        t(
            "Payment exceeds invoice balance: {number} owes {due}.",
            number=number,
            due=format_money(due),
        ),
        field="allocations",
    )


def allocations_above_payment() -> UserError:
    return UserError(t("More is allocated than is paid."), field="allocations")


def more_than_owed(rest: Money) -> UserError:
    """Where the practice takes nothing in advance."""
    return UserError(
        t("This is {rest} more than is owed. Take less.", rest=format_money(rest)), field="amount"
    )


def rest_becomes_credit(rest: Money) -> NeedsConfirmation:
    """The key holds the rest: agreeing to one sum is not agreeing to another."""
    words = format_money(rest)
    return NeedsConfirmation(
        f"credit:{rest.minor}",
        t("{rest} goes to no invoice. Keep it as credit on the account?", rest=words),
        verb=t("Keep {rest} as credit", rest=words),
    )


# ------------------------------------------------------------------------------- looked up later on


def no_such_receipt() -> UserError:
    return UserError(t("There is no such receipt."), field="receipt_id")
