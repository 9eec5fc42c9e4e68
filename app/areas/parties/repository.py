"""Loads and stores patients, guarantors, payers and accounts, and keeps them findable."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from operator import attrgetter

from sqlalchemy import bindparam, exists, or_, select

from app.areas.parties import schema
from app.areas.parties.rules import display_name
from app.areas.parties.values import (
    PRIVATE_PAY_ID,
    PRIVATE_PAY_NAME,
    AccountStatus,
    AddPayer,
    ChangeAccount,
    ExternalId,
    PayerType,
    Person,
    RegisterPatient,
)
from app.kernel.ids import CommandId, derived_id
from app.storage.numbering import Number
from app.storage.search import day_key, forget_keys, index_key, index_name
from app.storage.statements import Read
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork

_a, _p, _g = schema.account.c, schema.patient.c, schema.guarantor.c
_x = schema.external_id.c
_STATUS = Read(select(_a.status).where(_a.id == bindparam("id")))
_NUMBER = Read(select(_a.id).where(_a.number == bindparam("number")))
_PATIENT = Read(select(_p.id).where(_p.id == bindparam("id")))
_REGISTERED = Read(
    select(
        or_(
            exists().where(_p.id == bindparam("patient_id")),
            exists().where(_a.id == bindparam("account_id")),
        )
    )
)
_ACCOUNTS_OF = Read(
    select(_a.id, _a.number, _a.status).where(_a.patient_id == bindparam("patient_id"))
)
_EXTERNAL_OF = Read(
    select(_x.system, _x.value)
    .where(_x.entity_kind == "patient", _x.entity_id == bindparam("patient_id"), _x.active == 1)
    .order_by(_x.system, _x.value)
)
_GUARANTOR = Read(select(_g.id).where(_g.id == bindparam("id")))


def add_patient(uow: UnitOfWork, patient_id: str, person: Person) -> None:
    uow.create(schema.patient, {"id": patient_id, **_person(person)})


def change_patient(uow: UnitOfWork, patient_id: str, person: Person) -> bool:
    """Edit what differs; False when nothing does."""
    return uow.change(schema.patient, patient_id, _person(person))


def add_guarantor(uow: UnitOfWork, guarantor_id: str, person: Person) -> None:
    uow.create(schema.guarantor, {"id": guarantor_id, **_person(person)})


def change_guarantor(uow: UnitOfWork, guarantor_id: str, person: Person) -> bool:
    return uow.change(schema.guarantor, guarantor_id, _person(person))


def change_account(uow: UnitOfWork, account_id: str, fields: Row) -> bool:
    """Edit what differs; False when nothing does."""
    return uow.change(schema.account, account_id, fields)


def renumber(uow: UnitOfWork, account_id: str, number: Number) -> None:
    """Another number, by which the account is found from now on."""
    fields: Row = {
        "number": number.text,
        "number_series": number.series,
        "number_value": number.value,
    }
    uow.change(schema.account, account_id, fields)
    forget_keys(uow, account_id, ("account",))
    index_key(uow, number.text, "account", account_id, account_id)


def rule_account(uow: UnitOfWork, command: ChangeAccount, *, sent_on: date | None) -> bool:
    """Status and limit; the day it was sent to collections stays while it is there."""
    fields: Row = {
        "status": command.status,
        "credit_limit_minor": command.credit_limit.minor if command.credit_limit else None,
    }
    was = uow.scalar(_STATUS, id=command.account_id)
    if was != command.status:
        fields["sent_to_collections_on"] = sent_on.isoformat() if sent_on else None
    return uow.change(schema.account, command.account_id, fields)


def accounts_of(uow: UnitOfWork, patient_id: str) -> list[tuple[str, AccountStatus]]:
    """(id, status) of a patient's accounts."""
    rows = uow.fetch(_ACCOUNTS_OF, patient_id=patient_id)
    return [(row[0], AccountStatus(row[2])) for row in rows]


def add_account(
    uow: UnitOfWork, command: RegisterPatient, number: tuple[str, str, int], currency: str
) -> None:
    text, series, value = number
    uow.create(
        schema.account,
        {
            "id": command.account_id,
            "number": text,
            "number_series": series,
            "number_value": value,
            "patient_id": command.id,
            "currency": currency,
            "status": AccountStatus.DECEASED if command.person.death_date else AccountStatus.ACTIVE,
            "credit_limit_minor": command.credit_limit.minor if command.credit_limit else None,
            "guarantor_id": command.guarantor_id,
            "guarantor_relationship": command.guarantor_relationship,
            "payment_plan_id": None,
            "collection_status": "",
            "agency_id": None,
            "sent_to_collections_on": None,
            "notes": command.notes,
        },
    )


def add_external_ids(uow: UnitOfWork, entity_id: str, names: tuple[ExternalId, ...]) -> None:
    for name in names:
        uow.create(
            schema.external_id,
            {
                "id": derived_id("external_id", name.system, name.value, entity_id),
                "entity_kind": "patient",
                "entity_id": entity_id,
                "system": name.system,
                "value": name.value,
                "active": 1,
            },
        )


def index_account(
    uow: UnitOfWork, account_id: str, number: str, person: Person, names: tuple[ExternalId, ...]
) -> None:
    """Let the account be found by name, number, phone, birth date and other systems' ids."""
    shown = display_name(person.family_name, person.given_names, person.name_order)
    extra = f" {person.preferred_name}" if person.preferred_name else ""
    filed = f"{person.family_name} {person.given_names}"
    index_name(uow, account_id, shown + extra, filed, (person.phone, person.mobile))
    index_key(uow, number, "account", account_id, account_id)
    for phone in (person.phone, person.mobile):
        index_key(uow, phone, "phone", account_id, account_id)
    if person.birth_date:
        index_key(
            uow,
            day_key(person.birth_date),
            "birth_date",
            account_id,
            account_id,
            person.birth_date.isoformat(),
        )
    for name in sorted(names, key=lambda name: (name.system, name.value)):
        index_key(uow, name.value, "external", account_id, account_id)


def index_again(uow: UnitOfWork, patient_id: str, person: Person) -> None:
    """Find the patient's accounts by what is true now, and no longer by what was."""
    found = uow.fetch(_EXTERNAL_OF, patient_id=patient_id)
    names = tuple(ExternalId(system, value) for system, value in found)
    for account_id, number, _ in uow.fetch(_ACCOUNTS_OF, patient_id=patient_id):
        forget_keys(uow, account_id, ("phone", "birth_date"))
        index_account(uow, account_id, number, person, names)


def is_registered(uow: UnitOfWork, patient_id: str, account_id: str) -> bool:
    """Whether one of them is here."""
    return bool(uow.scalar(_REGISTERED, patient_id=patient_id, account_id=account_id))


def number_taken(uow: UnitOfWork, number: str) -> bool:
    return uow.first(_NUMBER, number=number) is not None


def has_patient(uow: UnitOfWork, patient_id: str) -> bool:
    return uow.first(_PATIENT, id=patient_id) is not None


def has_guarantor(uow: UnitOfWork, guarantor_id: str) -> bool:
    return uow.first(_GUARANTOR, id=guarantor_id) is not None


def add_payer(uow: UnitOfWork, command: AddPayer) -> None:
    uow.create(
        schema.payer,
        {
            "id": command.id,
            "name": command.name,
            "payer_type": command.payer_type,
            "billing_address": "",
            "phone": "",
            "email": "",
            "submission": "",
            "claim_format": "",
            "terms_days": command.terms_days,
            "active": 1,
        },
    )


def add_private_pay(uow: UnitOfWork) -> None:
    """The built-in payer of everybody who pays for themselves."""
    add_payer(uow, AddPayer(CommandId(PRIVATE_PAY_ID), PRIVATE_PAY_NAME, PayerType.PRIVATE_PAY))


_PERSON = tuple(field.name for field in fields(Person))
_FIELDS_OF = attrgetter(*_PERSON)


def _person(person: Person) -> Row:
    row: Row = dict(zip(_PERSON, _FIELDS_OF(person), strict=True))
    row["birth_date"] = person.birth_date.isoformat() if person.birth_date else None
    row["death_date"] = person.death_date.isoformat() if person.death_date else None
    return row
