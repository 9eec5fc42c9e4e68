"""Which column of a file is which field: names other programs use, and what a person overrules."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from app.areas.imports import file_errors as errors
from app.areas.imports.values import ImportKind
from app.kernel.text import fold
from app.kernel.translate import later, t

_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
REJECTED = (later("Line"), later("Problem"))
"""The columns that a file of rejected rows has before its own."""

_WHO = {
    "family_name": "last|last name|surname|family name|family|name last|apellido|apellidos"
    "|nachname|nom",
    "given_names": "first|first name|given|given name|given names|forename|name first|nombre"
    "|vorname|prenom",
    "middle_names": "middle|middle name|middle initial|mi|name middle",
    "full_name": "name|full name|patient|patient full name|name last first",
    "prefix": "prefix|title|salutation|name prefix",
    "suffix": "suffix|name suffix",
    "phone": "phone|home phone|phone no|phone home|phone 1|primary phone|telefono|day phone"
    "|contact no|main phone|phone contact",
    "mobile": "mobile|cell|cell phone|mobile phone|phone mobile|phone cell|phone 2|cell no"
    "|mobile no",
    "email": "email|e mail|email address|mail|e mail address",
    "address_1": "address|address 1|address line 1|street|street address|address1|add line 1"
    "|address street 1|direccion|mailing address",
    "address_2": "address 2|address line 2|apt|unit|address2|suite|add line 2|street 2"
    "|address street 2|street line 2",
    "city": "city|town|ciudad|ort|address city",
    "region": "state|region|province|st|state province|address state",
    "postal_code": "zip|zip code|postal code|postcode|plz|address zip|zip postal code",
    "country": "country|country code",
    "language": "language|preferred language|lang",
}
_PATIENT_NAMES: dict[str, str] = {
    "external_id": "id|patient id|external id|mrn|mrn no|medical record no|medical rec no|chart no"
    "|chart|patient no|patient key|patient mrn|patient mrn id|uuid|uid|record no|legacy id|pid"
    "|pubpid|puid|patient control id|emr id|ehr id|enterprise id|hospital no|mr no",
    "account_number": "account no|account|account id|guarantor account|patient account no"
    "|patient account|account code|har|konto|cuenta",
    **_WHO,
    "preferred_name": "preferred name|preferred|nickname|goes by|known as",
    "name_order": "name order",
    "birth_date": "birth date|date of birth|dob|born|birthday|patient dob|geburtsdatum"
    "|fecha de nacimiento|d o b",
    "death_date": "death date|date of death|dod|deceased date|deceased on",
    "sex": "gender|sex|patient sex|legal sex|administrative sex|sex at birth",
    "guarantor_family_name": "guarantor last name|guarantor last|guarantor surname"
    "|guarantor name last|responsible party last name",
    "guarantor_given_names": "guarantor first name|guarantor first|guarantor name first"
    "|responsible party first name",
    "guarantor_phone": "guarantor phone|guarantor home phone|responsible party phone",
    "guarantor_relationship": "guarantor relationship|relationship to guarantor"
    "|guarantor relation|patient relationship to guarantor|rel to guarantor",
    "flags": "flags|account flags",
    "notes": "notes|note|comment|comments|memo|account note",
}
_GUARANTOR_NAMES: dict[str, str] = {
    "account_key": "account no|account|account id|patient account no|patient account|patient id"
    "|mrn|patient mrn|chart no|chart|patient no|medical record no|pid",
    "external_id": "guarantor id|guarantor no|guarantor account no|guarantor account|id"
    "|responsible party id|external id|guarantor key",
    "guarantor_relationship": "relationship|guarantor relationship|relationship to patient"
    "|relation|relationship to guarantor|patient relationship to guarantor|rel",
    **_WHO,
    "birth_date": "birth date|date of birth|dob|born",
    "sex": "gender|sex",
}
_KEYS = (
    "account no|account|account id|patient account no|patient account|patient|patient id|mrn"
    "|chart no|chart|patient no|medical record no|patient mrn|mrn no|pid|pubpid|konto|cuenta"
)
_INVOICE_NAMES: dict[str, str] = {
    "invoice_number": "invoice no|invoice|invoice id|bill no|statement no|document no|claim no"
    "|claim id|encounter id|encounter no|rechnung|factura|id",
    "account_key": _KEYS,
    "invoice_date": "invoice date|date|bill date|billed|billed on|issued|issue date|document date"
    "|service date|dos|date of service|claim date|encounter date|posting date",
    "due_date": "due date|due|due on|payment due",
    "open_amount": "open amount|open|balance|balance due|amount due|open balance|outstanding|owed"
    "|amount owed|remaining|current balance|unpaid|saldo|amount open|patient balance"
    "|invoice balance|outstanding balance|outstanding amount|pt responsibility",
    "total_amount": "total|total amount|amount|invoice amount|invoice total|billed amount|charge"
    "|charges|original amount|charge amount|total charges|total charge",
    "description": "description|service|item|procedure|details|memo|service description",
    "code": "code|cpt|cpt code|service code|procedure code|hcpcs",
}
_BALANCE_NAMES: dict[str, str] = {
    "account_key": _KEYS,
    "balance": "balance|open balance|opening balance|account balance|patient balance"
    "|current balance|total balance|balance due|amount due|amount owed|owed|open amount|outstanding"
    "|outstanding balance|a r balance|ar balance|total ar|self pay balance|saldo|balance forward"
    "|balance amount|amount|total due",
    "credit": "credit|credit balance|credits|unapplied|unapplied credit|unapplied payments"
    "|unapplied amount|unapplied balance|prepayment|prepaid|on account",
    "balance_date": "balance date|last service date|last charge date|date|as of|as of date"
    "|statement date|last visit|last dos",
    "description": "description|details|memo|note|notes",
}
_SERVICE_NAMES: dict[str, str] = {
    "code": "code|service code|cpt|cpt code|hcpcs|hcpcs code|procedure code|item code|item no"
    "|charge code|cdm code|cpt hcpcs|proc code|sku|codigo|leistungsnummer",
    "name": "name|service|service name|description|long description|short description|procedure"
    "|procedure description|code description|item|item name|nombre|bezeichnung",
    "price": "price|unit price|fee|charge|amount|rate|standard charge|gross charge|list price"
    "|self pay price|standard fee|unit charge|charge amount|fee amount|precio|preis",
    "tax_class": "tax class|tax|tax code|taxable|vat class",
    "revenue_gl": "revenue gl|gl|gl code|gl account|revenue account|account code",
    "unit": "unit|units|unit of measure|uom|per",
}
NAMES: Mapping[ImportKind, Mapping[str, tuple[str, ...]]] = {
    kind: {field: tuple(text.split("|")) for field, text in names.items()}
    for kind, names in (
        (ImportKind.PATIENTS, _PATIENT_NAMES),
        (ImportKind.GUARANTORS, _GUARANTOR_NAMES),
        (ImportKind.INVOICES, _INVOICE_NAMES),
        (ImportKind.BALANCES, _BALANCE_NAMES),
        (ImportKind.SERVICES, _SERVICE_NAMES),
    )
}
"""What other programs call each field, written as `_canonical` leaves a column's name."""

_SAME_WORD = {
    "pt": "patient",
    "pat": "patient",
    "ptnt": "patient",
    "guar": "guarantor",
    "acct": "account",
    "acc": "account",
    "num": "no",
    "nbr": "no",
    "nr": "no",
    "numb": "no",
    "number": "no",
    "addr": "address",
    "tel": "phone",
    "telephone": "phone",
    "ph": "phone",
    "amt": "amount",
    "bal": "balance",
    "inv": "invoice",
    "dt": "date",
    "desc": "description",
    "resp": "responsible",
    "zipcode": "zip",
    "fname": "first name",
    "lname": "last name",
    "mname": "middle name",
    "firstname": "first name",
    "lastname": "last name",
    "familyname": "family name",
    "middlename": "middle name",
    "birthdate": "birth date",
    "deathdate": "death date",
    "duedate": "due date",
    "patientid": "patient id",
    "invoiceid": "invoice id",
    "postalcode": "postal code",
    "homephone": "home phone",
    "cellphone": "cell phone",
}
_PREFIXES: Mapping[ImportKind, tuple[str, ...]] = {
    ImportKind.PATIENTS: ("patient ", "demographics "),
    ImportKind.GUARANTORS: ("guarantor ", "responsible party "),
}
"""What stands before a name of whoever the file is about."""

_NEVER_READ = re.compile(
    r".*\b(ssn|social security|soc sec|drivers|driver s|driver licen[cs]e|passport|credit card"
    r"|card no|card number|cvv|cvc|card expiry|bank account|routing|password)\b.*"
    r"|licen[cs]e (no|number)|cc (no|number)|dl|ss|ss no|pan|pin|expiry|expiration date"
)
"""Columns that are left out whatever a person says: who steals the data gets nothing of them."""

DATE_FIELDS = frozenset({"birth_date", "death_date", "invoice_date", "due_date", "balance_date"})
SIGNED_FIELDS = frozenset({"balance", "credit"})
"""Amounts that may be written as credits."""
AMOUNT_FIELDS = frozenset({"open_amount", "total_amount", "price", *SIGNED_FIELDS})
MAY_BE_ONE = frozenset(
    frozenset(pair)
    for pair in (
        *(("external_id", "account_number"), ("account_key", "external_id"), ("code", "name")),
        *(("open_amount", "total_amount"), ("invoice_date", "due_date"), ("phone", "mobile")),
        *(("invoice_number", "description"), ("code", "description")),
    )
)
"""Two fields that one column may well tell."""
NEEDS: Mapping[ImportKind, tuple[tuple[str, ...], ...]] = {
    ImportKind.PATIENTS: (("family_name", "full_name"), ("external_id", "account_number")),
    ImportKind.GUARANTORS: (("account_key",), ("family_name", "full_name")),
    ImportKind.INVOICES: (
        ("invoice_number",),
        ("account_key",),
        ("invoice_date",),
        ("open_amount",),
    ),
    ImportKind.BALANCES: (("account_key",), ("balance", "credit")),
    ImportKind.SERVICES: (("code",), ("name",), ("price",)),
}
"""Of each group at least one field needs a column."""


def guess_mapping(kind: ImportKind, header: Sequence[str]) -> dict[str, str]:
    """{field: column} by the columns' names; each column once, earlier names of a field win."""
    by_name: dict[str, str] = {}
    for column in header:
        by_name.setdefault(_canonical(column), column)
    for column in header:  # a name of its own comes before one that is left without its prefix
        for prefix in _PREFIXES.get(kind, ()):
            name = _canonical(column)
            if name.startswith(prefix):
                by_name.setdefault(name.removeprefix(prefix), column)
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


def likelier_kind(kind: ImportKind, header: Sequence[str]) -> ImportKind | None:
    """The kind of file whose columns these are rather: it has all it needs and knows more of them;
    None where this kind knows as many as any.
    """
    known = {each: guess_mapping(each, header) for each in ImportKind}
    whole = [each for each in ImportKind if not missing(each, known[each])]
    best = max(whole, key=lambda each: len(known[each]), default=kind)
    return best if len(known[best]) > len(known[kind]) else None


def choose_mapping(
    kind: ImportKind,
    header: Sequence[str],
    remembered: Mapping[str, str],
    wanted: Sequence[tuple[str, str]],
    *,
    whole: bool = True,
) -> dict[str, str]:
    """What is found, overruled by what was used for this source before, overruled by the person.

    UserError (field `mapping`) for unknown fields and columns, and when it must be `whole` for
    what is still missing.
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
    _refuse_doubles(mapping)
    if whole:
        _refuse_missing(kind, mapping)
    return {field: mapping[field] for field in NAMES[kind] if field in mapping}


def _refuse_doubles(mapping: Mapping[str, str]) -> None:
    """What is owed and what is credit from one column would be nothing; a birth date that is the
    date of death buries everybody.
    """
    field_of: dict[str, str] = {}
    for field, column in mapping.items():
        before = field_of.setdefault(column, field)
        if before != field and frozenset((before, field)) not in MAY_BE_ONE:
            raise errors.one_column_twice(column, before, field)


def missing(kind: ImportKind, mapping: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """The groups of fields of which none has a column yet."""
    return tuple(fields for fields in NEEDS[kind] if not any(field in mapping for field in fields))


def _refuse_missing(kind: ImportKind, mapping: Mapping[str, str]) -> None:
    for fields in missing(kind, mapping):
        if fields == ("open_amount",) and "total_amount" in mapping:
            raise errors.nothing_says_owed(mapping["total_amount"])
        raise errors.no_column_for(fields[0])


def key_of(header: Sequence[str]) -> str:
    """The same for files with the same columns in whatever order, mended rows among them."""
    own = _own_names()
    names = sorted(_plain(column) for column in header if column not in own)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def is_rejected(header: Sequence[str]) -> bool:
    """Whether these are rejected rows that this program wrote."""
    return len(header) > len(REJECTED) and _own_names() >= set(header[: len(REJECTED)])


def _own_names() -> set[str]:
    return {*REJECTED, *(t(name) for name in REJECTED)}


def is_never_read(column: str) -> bool:
    """Whether a column holds secrets of people that a cashier's program has no use for."""
    return _NEVER_READ.fullmatch(_plain(column)) is not None


def _canonical(column: str) -> str:
    """A column's name with the words of many programs made one: `PtLastName` is patient last
    name.
    """
    apart = _HUMPS.sub(" ", column)
    words = _plain(apart).split()
    return " ".join(_SAME_WORD.get(word, word) for word in words)


def _plain(column: str) -> str:
    """A column's name for comparing: folded, signs and underscores as spaces, `#` as no."""
    text = fold(column.replace("#", " no ").replace("'", " "))
    text = text.removesuffix(" (2)")
    return text
