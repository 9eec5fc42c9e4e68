"""Which column of a file is which field: names other programs use, and what a person overrules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.areas.imports import errors
from app.areas.imports.values import ImportKind
from app.kernel.text import fold

_PATIENT_NAMES: dict[str, str] = {
    "external_id": "id|patient id|patientid|external id|mrn|medical record number|chart no|chart"
    "|chart number|patient no|patient number|patient key|uuid|record number|legacy id",
    "account_number": "account no|account number|account|acct|acct no|acct number|account id"
    "|guarantor account|konto|cuenta",
    "family_name": "last|last name|lastname|surname|family name|familyname|family|patient last name"
    "|name last|apellido|apellidos|nachname|nom",
    "given_names": "first|first name|firstname|given|given name|given names|forename"
    "|patient first name|name first|nombre|vorname|prenom",
    "middle_names": "middle|middle name|middlename|middle initial|mi|name middle",
    "full_name": "name|patient name|full name|patient|patient full name",
    "prefix": "prefix|title|salutation|name prefix",
    "suffix": "suffix|name suffix",
    "preferred_name": "preferred name|preferred|nickname|goes by|known as",
    "name_order": "name order",
    "birth_date": "birthdate|birth date|date of birth|dob|born|birthday|patient dob|geburtsdatum"
    "|fecha de nacimiento",
    "death_date": "deathdate|death date|date of death|dod|deceased date|deceased on",
    "sex": "gender|sex|patient sex",
    "phone": "phone|home phone|phone number|telephone|tel|phone home|phone 1|primary phone"
    "|telefono|day phone",
    "mobile": "mobile|cell|cell phone|mobile phone|phone mobile|phone cell|phone 2",
    "email": "email|e mail|email address|mail|e mail address",
    "address_1": "address|address 1|address line 1|street|street address|address1|direccion",
    "address_2": "address 2|address line 2|apt|unit|address2|suite",
    "city": "city|town|ciudad|ort",
    "region": "state|region|province|st|state province",
    "postal_code": "zip|zip code|zipcode|postal code|postcode|plz",
    "country": "country|country code",
    "language": "language|preferred language|lang",
    "guarantor_family_name": "guarantor last name|guarantor last|guarantor surname",
    "guarantor_given_names": "guarantor first name|guarantor first",
    "guarantor_phone": "guarantor phone",
    "guarantor_relationship": "guarantor relationship|relationship to guarantor|guarantor relation",
    "flags": "flags|account flags",
    "notes": "notes|note|comment|comments|memo|account note",
}
_INVOICE_NAMES: dict[str, str] = {
    "invoice_number": "invoice no|invoice number|invoice|inv no|inv|invoice id|invoiceid|bill no"
    "|bill number|statement no|document no|rechnung|factura|id",
    "account_key": "account no|account number|account|acct|acct no|acct number|account id|patient"
    "|patient id|patientid|mrn|chart no|chart number|patient no|patient number"
    "|medical record number",
    "invoice_date": "invoice date|date|bill date|billed|issued|issue date|inv date|document date"
    "|service date|dos",
    "due_date": "due date|due|due on|payment due|duedate",
    "open_amount": "open amount|open|balance|balance due|amount due|open balance|outstanding|owed"
    "|amount owed|remaining|current balance|unpaid|saldo|amount open",
    "total_amount": "total|total amount|amount|invoice amount|invoice total|billed amount|charge"
    "|charges|original amount",
    "description": "description|service|item|procedure|details|memo|service description",
    "code": "code|cpt|cpt code|service code|procedure code|hcpcs",
}
_SERVICE_NAMES: dict[str, str] = {
    "code": "code|service code|cpt|cpt code|hcpcs|hcpcs code|procedure code|item code|item no"
    "|charge code|cdm code|sku|codigo|leistungsnummer",
    "name": "name|service|service name|description|long description|short description|procedure"
    "|procedure description|item|item name|nombre|bezeichnung",
    "price": "price|unit price|fee|charge|amount|rate|standard charge|gross charge|list price"
    "|self pay price|precio|preis",
    "tax_class": "tax class|tax|tax code|taxable|vat class",
    "revenue_gl": "revenue gl|gl|gl code|gl account|revenue account|account code",
    "unit": "unit|units|unit of measure|uom|per",
}
NAMES: Mapping[ImportKind, Mapping[str, tuple[str, ...]]] = {
    ImportKind.PATIENTS: {field: tuple(text.split("|")) for field, text in _PATIENT_NAMES.items()},
    ImportKind.INVOICES: {field: tuple(text.split("|")) for field, text in _INVOICE_NAMES.items()},
    ImportKind.SERVICES: {field: tuple(text.split("|")) for field, text in _SERVICE_NAMES.items()},
}

_NEVER_READ = re.compile(
    r".*\b(ssn|social security|soc sec|drivers|driver s|driver licen[cs]e|passport|credit card"
    r"|card no|card number|cvv|cvc|card expiry|bank account|routing|password)\b.*"
    r"|licen[cs]e (no|number)|cc (no|number)|dl|pan|pin|expiry|expiration date"
)
"""Columns that are left out whatever a person says: who steals the data gets nothing of them."""

DATE_FIELDS = frozenset({"birth_date", "death_date", "invoice_date", "due_date"})
AMOUNT_FIELDS = frozenset({"open_amount", "total_amount", "price"})


def guess_mapping(kind: ImportKind, header: Sequence[str]) -> dict[str, str]:
    """{field: column} by the columns' names; each column once, earlier names of a field win."""
    by_name: dict[str, str] = {}
    for column in header:
        by_name.setdefault(_plain(column), column)
    found: dict[str, str] = {}
    used: set[str] = set()
    for field, names in NAMES[kind].items():
        for name in names:
            column = by_name.get(name, "")
            if column and column not in used and not is_never_read(column):
                found[field] = column
                used.add(column)
                break
    if "family_name" in found:
        found.pop("full_name", None)
    return found


def choose_mapping(
    kind: ImportKind,
    header: Sequence[str],
    remembered: Mapping[str, str],
    wanted: Sequence[tuple[str, str]],
) -> dict[str, str]:
    """What is found, overruled by what was used for this source before, overruled by the person.

    UserError (field `mapping`) for unknown fields and columns, and for what is still missing.
    """
    mapping = guess_mapping(kind, header)
    chosen = {field: column for field, column in remembered.items() if column in header}
    for field, column in wanted:
        if field not in NAMES[kind]:
            raise errors.no_such_field(field, NAMES[kind])
        if column and column not in header:
            raise errors.no_such_column(column, header)
        chosen[field] = column
    taken = set(chosen.values())
    mapping = {f: c for f, c in mapping.items() if c not in taken} | chosen
    mapping = {field: column for field, column in mapping.items() if column}
    for column in mapping.values():
        if is_never_read(column):
            raise errors.column_never_read(column)
    _refuse_missing(kind, mapping)
    return {field: mapping[field] for field in NAMES[kind] if field in mapping}


def _refuse_missing(kind: ImportKind, mapping: Mapping[str, str]) -> None:
    if kind is ImportKind.PATIENTS:
        needs: list[tuple[str, ...]] = [
            ("family_name", "full_name"),
            ("external_id", "account_number"),
        ]
    elif kind is ImportKind.SERVICES:
        needs = [("code",), ("name",), ("price",)]
    else:
        needs = [("invoice_number",), ("account_key",), ("invoice_date",), ("open_amount",)]
    for fields in needs:
        if not any(field in mapping for field in fields):
            if fields == ("open_amount",) and "total_amount" in mapping:
                raise errors.nothing_says_owed(mapping["total_amount"])
            raise errors.no_column_for(fields[0])


def is_never_read(column: str) -> bool:
    """Whether a column holds secrets of people that a cashier's program has no use for."""
    return _NEVER_READ.fullmatch(_plain(column)) is not None


def _plain(column: str) -> str:
    """A column's name for comparing: folded, signs and underscores as spaces, `#` as no."""
    text = fold(column.replace("#", " no ").replace("'", " "))
    text = text.removesuffix(" (2)")
    return text
