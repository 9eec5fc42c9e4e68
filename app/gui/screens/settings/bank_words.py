"""How bank accounts and their numbers are said on the page; no widgets."""

from __future__ import annotations

from app.areas.deposits.bank_values import BankAccountRow, BankAccountType, SlipLayout
from app.areas.settings.values import Practice
from app.gui.tables.rows_model import ChipLook
from app.kernel.i18n import format_date, format_money
from app.kernel.money import Money
from app.kernel.translate import t

L = SlipLayout


def layout_words(layout: SlipLayout) -> str:
    """Whose way of writing numbers and slips."""
    return {
        L.US: t("United States"),
        L.CANADA: t("Canada"),
        L.UK: t("United Kingdom"),
        L.INDIA: t("India"),
        L.NEUTRAL: t("Elsewhere"),
    }[layout]


def layout_hint(layout: SlipLayout) -> str:
    """What its deposit slips look like."""
    return {
        L.US: t("Slips are deposit tickets with a list of checks."),
        L.CANADA: t("Slips list cheques and notes."),
        L.UK: t("Slips are paying-in slips with a counterfoil."),
        L.INDIA: t("Slips are pay-in slips with the amount in words."),
        L.NEUTRAL: t("Slips are a summary to write the bank's own form from."),
    }[layout]


def routing_words(layout: SlipLayout) -> str:
    """What the number of the bank is called there."""
    return {
        L.US: t("Routing number (ABA)"),
        L.CANADA: t("Transit and institution number"),
        L.UK: t("Sort code"),
        L.INDIA: t("IFSC"),
        L.NEUTRAL: t("Bank code (optional)"),
    }[layout]


def routing_example(layout: SlipLayout) -> str:
    """How it is written there, as a placeholder."""
    return {
        L.US: "021000021",
        L.CANADA: "10202-004",
        L.UK: "40-47-84",
        L.INDIA: "SBIN0001234",
        L.NEUTRAL: "062-000",
    }[layout]


def type_words(kind: BankAccountType) -> str:
    return {
        BankAccountType.CHECKING: t("Checking"),
        BankAccountType.SAVINGS: t("Savings"),
        BankAccountType.MERCHANT: t("Merchant"),
        BankAccountType.PAYROLL: t("Payroll"),
    }[kind]


def bank_look(row: BankAccountRow) -> ChipLook:
    """What the list says at its end."""
    if row.is_default:
        return ChipLook("check-circle", t("For deposits"), "money_in")
    if row.active:
        return ChipLook("check-circle", t("In use"), "muted")
    return ChipLook("prohibit", t("Not in use"), "muted")


def amount_words(amount: Money | None, here: Practice) -> str:
    """An amount; with its currency where that is not the practice's."""
    if amount is None:
        return "—"
    return format_money(amount, here.locale, code=amount.currency != here.currency)


def said_words(row: BankAccountRow, here: Practice) -> str:
    """Beside what the bank says: when it said so."""
    if row.available_on is None:
        return t("The bank says")
    return t("The bank says, {day}", day=format_date(row.available_on, here.locale))


def reconciled_words(row: BankAccountRow, here: Practice) -> str:
    """When the books were last compared with the bank, and what it had then."""
    if row.last_reconciled_on is None or row.last_reconciled is None:
        return t("Not compared with a statement yet.")
    return t(
        "Compared with the statement of {day}: {amount}.",
        day=format_date(row.last_reconciled_on, here.locale),
        amount=amount_words(row.last_reconciled, here),
    )
