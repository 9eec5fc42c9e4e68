"""Finding accounts, and saying unmistakably who one belongs to."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date

from sqlalchemy import bindparam, func, literal_column, select

from app.areas.ledger import queries as ledger
from app.areas.parties import errors, schema
from app.areas.parties.rules import display_name, split_flags
from app.areas.parties.values import AccountHeader, AccountStatus, Found, Person
from app.kernel.ids import AccountId, GuarantorId, PatientId
from app.kernel.money import Money
from app.kernel.text import fold
from app.kernel.translate import t
from app.storage.search import accounts_by_key, accounts_by_words
from app.storage.statements import Read, Reader

_a, _p, _g = schema.account.c, schema.patient.c, schema.guarantor.c
_FOUND = Read(
    select(
        _a.id,
        _a.number,
        _a.status,
        _a.currency,
        _p.family_name,
        _p.given_names,
        _p.name_order,
        _p.birth_date,
    )
    .select_from(schema.account)
    .join(schema.patient, _p.id == _a.patient_id)
    .where(_a.id == bindparam("id"))
)
_HEADER = Read(
    select(
        _a.id,
        _a.number,
        _a.status,
        _a.currency,
        _a.flags,
        _a.credit_limit_minor,
        _p.id,
        _p.family_name,
        _p.given_names,
        _p.name_order,
        _p.prefix,
        _p.suffix,
        _p.birth_date,
        func.coalesce(func.nullif(_p.phone, literal_column("''")), _p.mobile),
        _g.family_name,
        _g.given_names,
        _g.name_order,
        _a.guarantor_id,
    )
    .select_from(schema.account)
    .join(schema.patient, _p.id == _a.patient_id)
    .outerjoin(schema.guarantor, _g.id == _a.guarantor_id)
    .where(_a.id == bindparam("id"))
)
_ADDRESS = Read(
    select(_p.address_1, _p.address_2, _p.city, _p.region, _p.postal_code, _p.country, _p.email)
    .select_from(schema.account)
    .join(schema.patient, _p.id == _a.patient_id)
    .where(_a.id == bindparam("id"))
)
_PERSON_FIELDS = tuple(field.name for field in fields(Person))
_PERSON = Read(select(*(_p[name] for name in _PERSON_FIELDS)).where(_p.id == bindparam("id")))
_PAYER = Read(select(schema.payer.c.id).where(schema.payer.c.id == bindparam("id")))
_WORDS = {
    "account": "",
    "phone": "phone",
    "birth_date": "born",
    "external": "old number",
    "receipt": "receipt",
    "invoice": "invoice",
}


MOST_TYPED = 120
"""Letters of a question that are looked at; what is longer came from a scanner or the clipboard."""


def find(reader: Reader, text: str, most: int = 50) -> tuple[Found, ...]:
    """Accounts by name words in any order, number, phone, birth date, receipt or invoice; exact
    first.
    """
    text = text[:MOST_TYPED]
    hits: dict[str, tuple[int, str]] = {}
    for account_id, kind, shown, exact in accounts_by_key(reader, _as_key(text)):
        rank = 0 if exact else 2
        label = f"{t(_WORDS.get(kind, kind))} {shown}".strip() if kind != "account" else ""
        if account_id not in hits or hits[account_id][0] > rank:
            hits[account_id] = (rank, label)
    wanted = sorted(fold(text).split())
    for account_id, folded in accounts_by_words(reader, text):
        rank = 0 if sorted(folded.split()) == wanted else 1
        if account_id not in hits or hits[account_id][0] > rank:
            hits[account_id] = (rank, "")
    rows = [
        _found(reader, account_id, label, exact=rank == 0)
        for account_id, (rank, label) in hits.items()
    ]
    rows.sort(
        key=lambda row: (not row.exact, bool(row.matched), fold(row.name), row.account_number)
    )
    return tuple(rows[:most])


def _found(reader: Reader, account_id: str, matched: str, *, exact: bool) -> Found:
    row = reader.first(_FOUND, id=account_id)
    _, number, status, currency, family, given, order, born = row
    owed = ledger.account_balance(reader, AccountId(account_id), currency).owed
    return Found(
        account_id=AccountId(account_id),
        account_number=number,
        name=display_name(family, given, order),
        birth_year=int(born[:4]) if born else None,
        status=AccountStatus(status),
        matched=matched,
        owed=owed,
        exact=exact,
    )


def _as_key(text: str) -> str:
    """A birth date typed as 3/14/1984, 14.3.1984 or 1984-03-14 becomes the indexed 19840314."""
    digits = re.findall(r"\d+", text)
    if len(digits) == 3 and re.fullmatch(r"[\d\s./-]+", text.strip()):
        first, second, third = digits
        year, month, day = (first, second, third) if len(first) == 4 else (third, first, second)
        if "." in text and len(first) != 4:
            month, day = day, month
        try:
            return f"{date(int(year), int(month), int(day)):%Y%m%d}"
        except ValueError:
            return text
    return text


def has_payer(reader: Reader, payer_id: str) -> bool:
    """Whether an insurer or programme of this id is known."""
    return reader.first(_PAYER, id=payer_id) is not None


def account_header(reader: Reader, account_id: AccountId) -> AccountHeader:
    """Who an account belongs to; a UserError when there is none."""
    row = reader.first(_HEADER, id=account_id)
    if row is None:
        raise errors.no_such_account()
    number, status, currency, flags, limit, patient_id = row[1:7]
    family, given, order, prefix, suffix, born, phone = row[7:14]
    g_family, g_given, g_order, guarantor_id = row[14:]
    return AccountHeader(
        account_id=account_id,
        account_number=number,
        patient_id=PatientId(patient_id),
        name=display_name(family, given, order, prefix, suffix),
        birth_date=date.fromisoformat(born) if born else None,
        guarantor=display_name(g_family, g_given, g_order) if g_family else "",
        status=AccountStatus(status),
        flags=split_flags(flags),
        phone=phone or "",
        currency=currency,
        credit_limit=None if limit is None else Money(limit, currency),
        guarantor_id=GuarantorId(guarantor_id) if guarantor_id else None,
    )


def person(reader: Reader, patient_id: PatientId) -> Person:
    """Everything that is written about who a patient is."""
    row = reader.first(_PERSON, id=patient_id)
    if row is None:
        raise errors.no_such_patient()
    told = dict(zip(_PERSON_FIELDS, row, strict=True))
    for field in ("birth_date", "death_date"):
        told[field] = date.fromisoformat(told[field]) if told[field] else None
    return Person(**told)


def bill_to(reader: Reader, account_id: AccountId) -> tuple[str, str, str, str]:
    """(name, address in lines, phone, e-mail) an invoice of this account is sent to."""
    header = account_header(reader, account_id)
    one, two, city, region, code, country, email = reader.first(_ADDRESS, id=account_id)
    town = ", ".join(p for p in (city, " ".join(p for p in (region, code) if p)) if p)
    lines = [line for line in (one, two, town, country) if line]
    return (header.guarantor or header.name, "\n".join(lines), header.phone, email)
