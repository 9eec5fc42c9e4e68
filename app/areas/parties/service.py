"""Registering patients with their accounts, guarantors and payers."""

from __future__ import annotations

from dataclasses import replace

from app.areas.parties import errors, queries, records, repository
from app.areas.parties.rules import clean_person, display_name, flags_from, status_after
from app.areas.parties.values import (
    AddGuarantor,
    AddPayer,
    ChangePatient,
    ExternalId,
    PatientChanged,
    PatientRegistered,
    Person,
    RegisterPatient,
)
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import GuarantorId, PatientId, PayerId, check_id, derived_id
from app.kernel.money import LARGEST_MINOR
from app.kernel.text import clean, clean_required
from app.storage.numbering import pattern_of
from app.storage.unit_of_work import UnitOfWork


def register_patient(uow: UnitOfWork, command: RegisterPatient) -> PatientRegistered:
    """A patient and their account, findable at once."""
    uow.actor.require(Permission.EDIT_ACCOUNTS)
    here = settings.practice(uow)
    check_id(command.account_id, "account_id")
    person = clean_person(command.person, settings.business_today(here, uow.now))
    names = tuple(dict.fromkeys(_external(name) for name in command.external_ids))
    flags = " ".join(clean(command.flags, "flags", most=120).split())
    notes = clean(command.notes, "notes", most=2000, lines=True)
    told = (command.person, command.flags, command.notes, command.external_ids)
    if told != (person, flags, notes, names):
        command = replace(command, person=person, flags=flags, notes=notes, external_ids=names)
    if command.guarantor_id is not None and not repository.has_guarantor(uow, command.guarantor_id):
        raise errors.no_such_guarantor()
    limit = command.credit_limit
    if limit is not None:
        uow.actor.require(Permission.RULE_ACCOUNTS)
    if limit is not None and (
        not 0 <= limit.minor <= LARGEST_MINOR or limit.currency != here.currency
    ):
        raise errors.odd_credit_limit(here.currency)
    if repository.is_registered(uow, command.id, command.account_id):
        raise errors.registered_already()
    guarantor = _new_guarantor(uow, command)
    _ask_about_likeness(uow, command)
    number = _number(uow, command.account_number)
    if guarantor is not None:
        guarantor_id = GuarantorId(derived_id("guarantor", command.id))
        repository.add_guarantor(uow, guarantor_id, guarantor)
        command = replace(command, guarantor_id=guarantor_id)
    repository.add_patient(uow, command.id, person)
    repository.add_account(uow, command, number, here.currency)
    repository.add_external_ids(uow, command.id, names)
    for kind, words in flags_from(command.flags):
        records.flag(uow, command.account_id, kind, words)
    repository.index_account(uow, command.account_id, number[0], person, names)
    return PatientRegistered(PatientId(command.id), command.account_id, number[0])


def _new_guarantor(uow: UnitOfWork, command: RegisterPatient) -> Person | None:
    if command.guarantor is None:
        return None
    if command.guarantor_id is not None:
        raise errors.two_guarantors()
    return clean_person(command.guarantor, settings.business_today(settings.practice(uow), uow.now))


def _ask_about_likeness(uow: UnitOfWork, command: RegisterPatient) -> None:
    """Not of imported patients: their own number says who they are."""
    if errors.DUPLICATE in command.confirmations:
        return
    if command.external_ids or command.account_number:
        return
    person = command.person
    found = queries.near_duplicates(
        uow,
        display_name(person.family_name, person.given_names, person.name_order),
        person.birth_date,
        person.phone or person.mobile,
    )
    if found and found[0].strong:
        known = found[0]
        raise errors.looks_known(known.name, known.account_number, known.why, known.account_id)


def change_patient(uow: UnitOfWork, command: ChangePatient) -> PatientChanged:
    """Edit who a patient is; their account is found by the new name, phone and birth date."""
    uow.actor.require(Permission.EDIT_ACCOUNTS)
    if not repository.has_patient(uow, command.patient_id):
        raise errors.no_such_patient()
    today = settings.business_today(settings.practice(uow), uow.now)
    person = clean_person(command.person, today)
    before = queries.person(uow, command.patient_id)
    changed = repository.change_patient(uow, command.patient_id, person)
    person = queries.person(uow, command.patient_id)
    for account_id, status in repository.accounts_of(uow, command.patient_id):
        after = status_after(status, before, person)
        if after is not status:
            repository.change_account(uow, account_id, {"status": after})
    if changed:
        repository.index_again(uow, command.patient_id, person)
    return PatientChanged(command.patient_id, changed)


def _number(uow: UnitOfWork, wanted: str) -> tuple[str, str, int]:
    """An imported number stays as it is, outside every series; else the next of ours."""
    if wanted:
        text = clean_required(wanted, "account_number", most=30)
        if pattern_of(uow, "account").looks_like_ours(text):
            raise errors.number_like_ours(text)
        if repository.number_taken(uow, text):
            raise errors.number_taken(text)
        return text, "", 0
    number = uow.number("account", settings.business_today(settings.practice(uow), uow.now))
    if repository.number_taken(uow, number.text):
        raise errors.own_number_taken(number.text)
    return number.text, number.series, number.value


def _external(name: ExternalId) -> ExternalId:
    system = clean_required(name.system, "external_ids", most=60)
    value = clean_required(name.value, "external_ids", most=80)
    return name if (system, value) == (name.system, name.value) else ExternalId(system, value)


def add_guarantor(uow: UnitOfWork, command: AddGuarantor) -> GuarantorId:
    """Somebody who pays for a patient."""
    uow.actor.require(Permission.EDIT_ACCOUNTS)
    today = settings.business_today(settings.practice(uow), uow.now)
    repository.add_guarantor(uow, command.id, clean_person(command.person, today))
    return GuarantorId(command.id)


def add_payer(uow: UnitOfWork, command: AddPayer) -> PayerId:
    """An insurer or programme."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    if not 0 <= command.terms_days <= 365:
        raise errors.odd_terms()
    name = clean_required(command.name, "name", most=120)
    repository.add_payer(uow, replace(command, name=name))
    return PayerId(command.id)


def seed_payers(uow: UnitOfWork, _nothing: None) -> None:
    """The built-in payer “Private pay”, at set-up."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    repository.add_private_pay(uow)
