"""Every way an invoice can be refused, in the user's words; it decides nothing."""

from __future__ import annotations

from datetime import date

from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.i18n import format_date, format_money
from app.kernel.money import Money
from app.kernel.translate import t

# -------------------------------------------------------------------------------- what is asked for


def id_is_of_draft() -> UserError:
    """A draft is issued as it stands; nothing else is issued under its id."""
    return UserError(
        t("A draft waits under this form's number. Issue the draft, or begin again."), field="id"
    )


def no_lines() -> UserError:
    return UserError(t("An invoice needs at least one line."), field="lines")


def too_many_lines(most: int) -> UserError:
    return UserError(t("An invoice takes {most} lines. Issue two.", most=most), field="lines")


def type_made_by_claims() -> UserError:
    return UserError(
        t("Insurance invoices come with claims. Choose patient or self-pay."), field="invoice_type"
    )


def not_a_revenue_account(code: str) -> UserError:
    return UserError(t("{code} is not an active revenue account.", code=code), field="lines")


def no_such_payer() -> UserError:
    return UserError(t("There is no such payer."), field="payer_id")


def open_amount_out_of_range() -> UserError:
    """Of an invoice brought forward from an old system."""
    return UserError(
        t("The open amount must be more than zero, and below the limit."), field="open_amount"
    )


def date_out_of_range(day: date) -> UserError:
    return UserError(t("The invoice date can't be {day}.", day=day), field="invoice_date")


def due_before_date() -> UserError:
    return UserError(t("An invoice can't be due before its date."), field="due_date")


# ------------------------------------------------------------------------------- what it adds up to


def line_in_other_currency(code: str) -> UserError:
    """`code` is the account's currency."""
    return UserError(t("All amounts of an invoice are in {code}.", code=code), field="lines")


def quantity_out_of_range() -> UserError:
    return UserError(t("The quantity must be more than zero."), field="lines")


def price_out_of_range() -> UserError:
    return UserError(t("The price must be zero or more, and below the limit."), field="lines")


def invoice_too_large() -> UserError:
    return UserError(t("The invoice is larger than the largest amount."), field="lines")


def discount_out_of_range() -> UserError:
    return UserError(t("A discount is between zero and the price."), field="lines")


def discount_percent_out_of_range() -> UserError:
    return UserError(
        t("A discount is a percentage from 0 to 100, or an amount, not both."), field="lines"
    )


def tax_negative() -> UserError:
    return UserError(t("Tax can't be negative."), field="lines")


def discount_without_reason() -> UserError:
    return UserError(t("A discount needs a reason."), field="lines")


def worth_nothing() -> UserError:
    return UserError(
        t("An invoice must be worth something. Add a line with a price."), field="lines"
    )


# ------------------------------------------------------------------------------- looked up later on


def no_such_invoice() -> UserError:
    return UserError(t("There is no such invoice."), field="invoice_id")


# ------------------------------------------------------------------------------ whose account it is


def account_closed(number: str) -> UserError:
    return UserError(
        t(
            "Account {number} is closed and takes no new invoices. Payments are still taken. "
            "Ask a manager to open it again.",
            number=number,
        ),
        field="account_id",
    )


def passes_credit_limit(after: Money, limit: Money) -> NeedsConfirmation:
    return NeedsConfirmation(
        f"credit_limit:{after.minor}",
        t(
            "The account would owe {after}. Its credit limit is {limit}.",
            after=format_money(after),
            limit=format_money(limit),
        ),
        verb=t("Issue it anyway"),
    )


# ------------------------------------------------------------------------------------------- drafts


def no_such_draft() -> UserError:
    return UserError(t("There is no such draft."), field="draft_id")


def draft_issued(number: str) -> UserError:
    return UserError(
        t(
            "This draft was issued as {number}. To change it, cancel the invoice and write "
            "a new one.",
            number=number,
        ),
        field="draft_id",
    )


def draft_discarded() -> UserError:
    return UserError(t("This draft was discarded. Write a new one."), field="draft_id")


def draft_of_another_account() -> UserError:
    return UserError(t("This draft belongs to another account."), field="account_id")


def line_without_price() -> UserError:
    return UserError(t("A line needs a price, or a service that has one."), field="lines")


# --------------------------------------------------------------------------------------- cancelling


def cancelled_already(number: str, words: str) -> UserError:
    """`words` says when and by whom."""
    return UserError(
        t("{number} is cancelled already: {words}.", number=number, words=words),
        field="invoice_id",
    )


def paid_or_changed(number: str, paid: Money) -> UserError:
    return UserError(
        t(
            "{paid} of {number} is paid. Void that payment or move it to another invoice "
            "first; then the invoice can be cancelled.",
            paid=format_money(paid),
            number=number,
        ),
        field="invoice_id",
    )


def cancel_needs_manager(number: str, day: date, total: Money) -> str:
    """What a manager is asked to agree to."""
    return t(
        "{number} for {total} was issued on {day}. After that day a manager must agree to "
        "cancel it.",
        number=number,
        total=format_money(total),
        day=format_date(day),
    )


def cancel_not_yours() -> str:
    return t("A billing clerk cancels invoices of the same day, a manager any.")


def card_being_charged(number: str, window: str, since: str) -> UserError:
    """Nobody pays what may be paid by a card just now: an invoice, or a form without a number."""
    return UserError(
        t(
            "A card is being charged for {number} at window {window}, since {since}. Wait until "
            "that has ended, or cancel it there.",
            number=number or t("this payment"),
            window=window,
            since=since,
        ),
        field="invoice_ids",
    )
