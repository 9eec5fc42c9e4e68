"""Kinds of files, fields, encodings and signs in a person's words."""

from __future__ import annotations

from app.areas.imports.values import DateOrder, ImportKind, NumberStyle
from app.kernel.translate import t, tn


def kind_words(kind: ImportKind) -> str:
    return {
        ImportKind.PATIENTS: t("Patients"),
        ImportKind.GUARANTORS: t("Guarantors"),
        ImportKind.INVOICES: t("Open invoices"),
        ImportKind.BALANCES: t("Opening balances"),
        ImportKind.SERVICES: t("Price list"),
    }[kind]


def kind_hint(kind: ImportKind) -> str:
    """What a file of this kind holds, and what has to be here first."""
    return {
        ImportKind.PATIENTS: t("One row for each patient, with a number and a name."),
        ImportKind.GUARANTORS: t(
            "One row for each account that somebody else pays for. Patients come first."
        ),
        ImportKind.INVOICES: t(
            "One row for each invoice that is not paid yet. Patients come first. Leave out "
            "opening balances, or the same money is owed twice."
        ),
        ImportKind.BALANCES: t(
            "One row for each account: what it owes, or a credit as a negative amount. "
            "Patients come first."
        ),
        ImportKind.SERVICES: t("One row for each service, with code, name and price."),
    }[kind]


def likelier_words(kind: ImportKind | None) -> str:
    """What to do with a file that was taken for another kind; nothing where there is none."""
    if kind is None:
        return ""
    return t(
        "This looks like a file of another kind: {kind}. If it is, go back and choose {kind}. If "
        "not, go on.",
        kind=f"“{kind_words(kind)}”",
    )


def field_words(field: str) -> str:
    known = {
        "external_id": t("Old number"),
        "account_number": t("Account number"),
        "account_key": t("Patient's number"),
        "family_name": t("Last name"),
        "given_names": t("First name"),
        "middle_names": t("Middle name"),
        "full_name": t("Whole name"),
        "prefix": t("Title"),
        "suffix": t("Suffix"),
        "preferred_name": t("Preferred name"),
        "name_order": t("Order of names"),
        "birth_date": t("Birth date"),
        "death_date": t("Date of death"),
        "sex": t("Sex"),
        "phone": t("Phone"),
        "mobile": t("Mobile"),
        "email": t("E-mail"),
        "address_1": t("Address"),
        "address_2": t("Address, second line"),
        "city": t("City"),
        "region": t("State"),
        "postal_code": t("ZIP"),
        "country": t("Country"),
        "language": t("Language"),
        "flags": t("Flags"),
        "notes": t("Notes"),
        "guarantor_family_name": t("Guarantor's last name"),
        "guarantor_given_names": t("Guarantor's first name"),
        "guarantor_phone": t("Guarantor's phone"),
        "guarantor_relationship": t("Guarantor is the patient's"),
    }
    return known.get(field) or _money_words(field)


def _money_words(field: str) -> str:
    known = {
        "invoice_number": t("Invoice number"),
        "invoice_date": t("Invoice date"),
        "due_date": t("Due date"),
        "open_amount": t("Still owed"),
        "open_minor": t("Still owed"),
        "total_amount": t("Invoice total"),
        "total_minor": t("Invoice total"),
        "description": t("Description"),
        "code": t("Code"),
        "balance": t("Balance"),
        "balance_minor": t("Balance"),
        "credit": t("Credit"),
        "balance_date": t("Date of the balance"),
        "name": t("Name"),
        "price": t("Price"),
        "price_minor": t("Price"),
        "tax_class": t("Tax class"),
        "revenue_gl": t("Earned on"),
        "unit": t("Counted by"),
    }
    return known.get(field, field)


def delimiter_words(sign: str) -> str:
    return {
        ",": t("Comma"),
        ";": t("Semicolon"),
        "\t": t("Tab"),
        "|": t("Bar |"),
    }.get(sign, sign)


def quote_words(sign: str) -> str:
    return {'"': t('Double quotes "'), "'": t("Single quotes '")}.get(sign, t("None"))


def encoding_words(name: str) -> str:
    known = {
        "utf-8": "UTF-8",
        "utf-16": "UTF-16",
        "utf-16-le": "UTF-16 LE",
        "utf-16-be": "UTF-16 BE",
        "cp1252": t("Windows, Western (1252)"),
        "latin-1": t("Latin 1"),
        "cp1250": t("Windows, Central European (1250)"),
        "cp1251": t("Windows, Cyrillic (1251)"),
        "cp1253": t("Windows, Greek (1253)"),
        "cp1254": t("Windows, Turkish (1254)"),
        "cp1258": t("Windows, Vietnamese (1258)"),
        "cp437": "DOS (437)",
        "cp850": "DOS (850)",
        "mac_roman": "Mac Roman",
        "shift_jis": t("Japanese (Shift JIS)"),
        "gb18030": t("Chinese (GB 18030)"),
        "big5": t("Chinese (Big5)"),
        "euc_kr": t("Korean (EUC-KR)"),
    }
    return known.get(name, name)


def date_words(order: DateOrder) -> str:
    return {
        DateOrder.ISO: t("Year-month-day"),
        DateOrder.MONTH_FIRST: t("Month/day/year"),
        DateOrder.DAY_FIRST: t("Day/month/year"),
    }[order]


def number_words(style: NumberStyle) -> str:
    return style.value


def rows_words(count: int) -> str:
    return tn("{count} row", "{count} rows", count)


def needed_words(fields: tuple[str, ...]) -> str:
    """`Last name or Whole name`: one of them is needed."""
    return t(" or ").join(field_words(field) for field in fields)
