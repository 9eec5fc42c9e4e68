"""Who changed what of an account, its patient and its guarantor, and when: read from the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from app.areas.parties import queries, schema
from app.areas.parties.rules import display_name, flag_words, status_words
from app.areas.parties.values import AccountChange, AccountHeader, AccountStatus
from app.areas.security import queries as security
from app.kernel.i18n import format_date, format_money
from app.kernel.ids import AccountId
from app.kernel.money import Money
from app.kernel.translate import later, t
from app.storage.edits import Edit, edits_of
from app.storage.statements import Read, Reader

_f, _x = schema.account_flag.c, schema.external_id.c
_v, _n, _g = schema.account_field_value.c, schema.account_field.c, schema.guarantor.c
_FLAGS = Read(select(_f.id, _f.kind, _f.words).where(_f.account_id == bindparam("account_id")))
_EXTERNAL = Read(select(_x.id, _x.system, _x.value).where(_x.entity_id == bindparam("patient_id")))
_VALUES = Read(
    select(_v.id, _n.name)
    .select_from(schema.account_field_value)
    .join(schema.account_field, _n.id == _v.field_id)
    .where(_v.account_id == bindparam("account_id"))
)
_NAME = Read(select(_g.family_name, _g.given_names, _g.name_order).where(_g.id == bindparam("id")))
_FIELDS = {
    "family_name": later("family name"),
    "given_names": later("given names"),
    "prefix": later("prefix"),
    "suffix": later("suffix"),
    "preferred_name": later("preferred name"),
    "name_order": later("name order"),
    "birth_date": later("birth date"),
    "death_date": later("date of death"),
    "sex": later("sex"),
    "phone": later("phone"),
    "mobile": later("mobile"),
    "email": later("e-mail"),
    "address_1": later("address"),
    "address_2": later("address, second line"),
    "city": later("city"),
    "region": later("state"),
    "postal_code": later("postal code"),
    "country": later("country"),
    "language": later("language"),
    "status": later("status"),
    "credit_limit_minor": later("credit limit"),
    "guarantor_id": later("guarantor"),
    "guarantor_relationship": later("relationship"),
    "sent_to_collections_on": later("sent to collections"),
    "notes": later("notes"),
}
_DAYS = frozenset({"birth_date", "death_date", "sent_to_collections_on"})


def account_history(
    reader: Reader, account_id: AccountId, most: int = 500
) -> tuple[AccountChange, ...]:
    """Every change of an account, its patient and its guarantor, newest first; `old` is empty for
    what was not there before.
    """
    header = queries.account_header(reader, account_id)
    found: list[tuple[tuple[str, int], AccountChange]] = []
    for edit in _of_people(reader, header):
        found += [(edit.order, change) for change in _person_changes(reader, header, edit)]
    for edit, field, words in _of_notes(reader, header):
        found += [(edit.order, change) for change in _note_changes(reader, edit, field, words)]
    found.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(change for _, change in found[: max(0, most)])


def _of_people(reader: Reader, header: AccountHeader) -> Iterator[Edit]:
    yield from edits_of(reader, header.account_id)
    yield from edits_of(reader, header.patient_id)
    if header.guarantor_id is not None:
        yield from edits_of(reader, header.guarantor_id)


def _of_notes(reader: Reader, header: AccountHeader) -> Iterator[tuple[Edit, str, str]]:
    """Edits of what hangs on an account, with the field's words and what it says."""
    for flag_id, kind, words in reader.fetch(_FLAGS, account_id=header.account_id):
        for edit in edits_of(reader, flag_id):
            yield edit, t("flag"), flag_words(kind, words)
    for external_id, system, value in reader.fetch(_EXTERNAL, patient_id=header.patient_id):
        for edit in edits_of(reader, external_id):
            yield edit, t("number in {system}", system=system), value
    for value_id, name in reader.fetch(_VALUES, account_id=header.account_id):
        for edit in edits_of(reader, value_id):
            yield edit, name, ""


def _person_changes(reader: Reader, header: AccountHeader, edit: Edit) -> Iterator[AccountChange]:
    who = security.user_name(reader, edit.actor)
    if edit.made:
        if edit.table == "account":
            number = header.account_number
            yield AccountChange(edit.at, who, t("Registered"), t("account"), "", number)
        return
    for name, (new, old) in edit.fields.items():
        field = t(_FIELDS.get(name, name))
        payers = edit.table == schema.guarantor.name
        yield AccountChange(
            edit.at,
            who,
            t("Changed"),
            t("payer’s {field}", field=field) if payers else field,
            _said(reader, header, name, old),
            _said(reader, header, name, new),
        )


def _note_changes(reader: Reader, edit: Edit, field: str, words: str) -> Iterator[AccountChange]:
    who = security.user_name(reader, edit.actor)
    if "value" in edit.fields and edit.table == schema.account_field_value.name:
        new, old = edit.fields["value"]
        yield AccountChange(edit.at, who, t("Changed"), field, old or "", new or "")
    elif edit.made and edit.action != "parties.register_patient":
        yield AccountChange(edit.at, who, t("Added"), field, "", words)
    elif "active" in edit.fields and not edit.made:
        there = bool(edit.fields["active"][0])
        what = t("Added") if there else t("Taken off")
        yield AccountChange(
            edit.at, who, what, field, "" if there else words, words if there else ""
        )


def _said(reader: Reader, header: AccountHeader, name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if name in _DAYS:
        return format_date(date.fromisoformat(value))
    if name == "status":
        return status_words(AccountStatus(value))
    if name == "credit_limit_minor":
        return format_money(Money(value, header.currency))
    if name == "guarantor_id":
        row = reader.first(_NAME, id=value)
        return display_name(*row) if row else ""
    return str(value).replace("_", " ") if name == "name_order" else str(value)
