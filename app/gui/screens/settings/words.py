"""How tenders, reasons, numbers and settings are said on the page; no widgets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.areas.ledger.values import ReasonKind
from app.areas.payments.tender_values import TenderField, TenderTypeRow
from app.areas.payments.values import TenderKind
from app.areas.settings.values import Practice, Scope, SettingKind, SettingRow
from app.gui.key_map import key_words
from app.gui.tables.rows_model import ChipLook
from app.kernel.i18n import format_money, parse_money
from app.kernel.money import Money, decimals_of
from app.kernel.translate import t

DIGITS: Final = 9


def kind_words(kind: TenderKind) -> str:
    """How a tender moves."""
    return {
        TenderKind.CASH: t("Cash"),
        TenderKind.CHECK: t("Check"),
        TenderKind.CARD: t("Card"),
        TenderKind.OTHER: t("Other"),
    }[kind]


def field_words(field: TenderField) -> str:
    return {
        TenderField.REFERENCE: t("Reference"),
        TenderField.BANK: t("Bank"),
        TenderField.CHECK_NUMBER: t("Check number"),
        TenderField.CARD_LAST4: t("Last four digits"),
        TenderField.CARD_BRAND: t("Card brand"),
        TenderField.WALLET: t("Wallet"),
    }[field]


def short_field_words(field: TenderField) -> str:
    """The same where a column has little room."""
    return {
        TenderField.CARD_LAST4: t("Last four"),
        TenderField.CARD_BRAND: t("Brand"),
        TenderField.CHECK_NUMBER: t("Number"),
    }.get(field, field_words(field))


def keys_of(rows: Sequence[TenderTypeRow]) -> dict[str, str]:
    """What a cashier presses: the first of a kind has its key, the others digits."""
    verbs = {
        TenderKind.CASH: "tender.cash",
        TenderKind.CHECK: "tender.check",
        TenderKind.CARD: "tender.card",
    }
    keys: dict[str, str] = {}
    digit = 0
    for row in (row for row in rows if row.active):
        if verb := verbs.pop(row.kind, ""):
            keys[row.method] = key_words(verb)
        elif digit < DIGITS:
            digit += 1
            keys[row.method] = str(digit)
    return keys


def short_name(name: str) -> str:
    """What a new way to pay may be called in the books: small letters, digits and _."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return plain.lstrip("0123456789_")[:30].rstrip("_")


def reason_list_words(kind: ReasonKind) -> str:
    """The list a reason stands in."""
    return {
        ReasonKind.PAID_IN: t("Paid in"),
        ReasonKind.PAID_OUT: t("Paid out"),
        ReasonKind.NO_SALE: t("Opened without a sale"),
        ReasonKind.OVER_SHORT: t("Over or short"),
        ReasonKind.VOID: t("Void"),
        ReasonKind.CORRECTION: t("Correction"),
        ReasonKind.NOT_COLLECTED: t("Not collected"),
        ReasonKind.DISCOUNT: t("Discount"),
        ReasonKind.CANCEL: t("Cancelled invoice"),
        ReasonKind.DEPOSIT_VOID: t("Voided deposit"),
        ReasonKind.DEPOSIT_DIFFERENCE: t("Deposit that differs"),
        ReasonKind.REFUND: t("Refund"),
        ReasonKind.REFUND_CANCEL: t("Cancelled refund"),
        ReasonKind.REALLOCATE: t("Re-allocation"),
    }[kind]


def state_look(*, active: bool) -> ChipLook:
    if active:
        return ChipLook("check-circle", t("In use"), "money_in")
    return ChipLook("prohibit", t("Not in use"), "muted")


def account_words(code: str, chart: dict[str, str]) -> str:
    """A GL account by code and name."""
    name = chart.get(code, "")
    return f"{code} {name}".strip()


def number_words(kind: str) -> str:
    """What is numbered."""
    return {
        "account": t("Accounts"),
        "deposit": t("Deposits"),
        "invoice": t("Invoices"),
        "journal_entry": t("Journal entries"),
        "movement": t("Cash slips"),
        "paper": t("Audited papers"),
        "receipt": t("Receipts"),
        "refund": t("Refunds"),
        "shift": t("Shifts"),
        "x": t("X reports"),
        "z": t("Z reports"),
    }.get(kind, kind)


def about_words(key: str) -> str:
    """What a setting is about, by the first part of its key."""
    first = key.partition(".")[0]
    return {
        "payments": t("Payments"),
        "billing": t("Invoices"),
        "aging": t("Aging"),
        "security": t("Sign-in"),
        "drawers": t("Drawers"),
        "approvals": t("Approvals"),
        "deposits": t("Deposits"),
        "documents": t("Papers"),
        "receipts": t("Receipts"),
        "backups": t("Backups"),
        "refunds": t("Refunds"),
        "sync": t("Other windows"),
    }.get(first, first.replace("_", " ").capitalize())


def scope_words(scope: Scope) -> str:
    """For whom a value holds."""
    return {
        Scope.PRACTICE: t("Whole practice"),
        Scope.SITE: t("One site"),
        Scope.STATION: t("This station"),
        Scope.PERSON: t("You alone"),
    }[scope]


# ------------------------------------------------------------------------- values of settings


def value_words(row: SettingRow, value: str, here: Practice) -> str:
    """A setting's value as people say it."""
    if not value:
        return t("Not set")
    if row.kind is SettingKind.CHOICE and value in row.choices:
        return (row.choice_words or row.choices)[row.choices.index(value)]
    if row.kind is SettingKind.YES_NO:
        return t("Yes") if value == "yes" else t("No")
    if row.kind is SettingKind.MINOR_UNITS:
        return format_money(Money(int(value), here.currency), here.locale)
    return as_typed(row, value, here)


def as_typed(row: SettingRow, value: str, here: Practice) -> str:
    """A setting's value as it stands in its box."""
    if not value:
        return ""
    if row.kind is SettingKind.MINOR_UNITS_LIST:
        return "  ".join(_plain_amount(int(part), here) for part in value.split(","))
    if row.kind is SettingKind.NUMBERS:
        return value.replace(",", ", ")
    return value


def as_stored(row: SettingRow, text: str, here: Practice) -> str:
    """What was typed as the setting keeps it; a UserError where it is no amount."""
    if row.kind is not SettingKind.MINOR_UNITS_LIST:
        return text
    parts = [part for part in re.split(r"[; ]+", text.strip()) if part]
    amounts = [parse_money(part, here.currency, here.locale, field="value") for part in parts]
    return ",".join(str(amount.minor) for amount in amounts)


def _plain_amount(minor: int, here: Practice) -> str:
    """An amount without signs between thousands: a space stands between two amounts."""
    from babel.numbers import format_decimal

    places = decimals_of(here.currency) if minor % 10 ** decimals_of(here.currency) else 0
    value = Decimal(minor).scaleb(-decimals_of(here.currency))
    pattern = f"0.{'0' * places}" if places else "0"
    return str(format_decimal(value, format=pattern, locale=here.locale))
