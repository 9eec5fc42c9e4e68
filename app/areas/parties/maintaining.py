"""Keeping accounts: status and credit limit, guarantor, notes, flags, other systems' numbers and
the practice's own fields.
"""

from __future__ import annotations

from dataclasses import replace

from app.areas.ledger import queries as ledger
from app.areas.parties import errors, queries, records, repository, rules
from app.areas.parties.values import (
    CHECK_MARKS,
    AccountChanged,
    AccountRenumbered,
    AccountStatus,
    AddExternalId,
    ChangeAccount,
    ChangeGuarantor,
    FieldKind,
    FillFields,
    FlagAccount,
    FlagKind,
    GuarantorSet,
    RemoveExternalId,
    RenumberAccount,
    SaveField,
    SetGuarantor,
    UnflagAccount,
    WriteNotes,
)
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import AccountId, GuarantorId, PatientId, check_id, derived_id
from app.kernel.money import LARGEST_MINOR
from app.kernel.text import clean, clean_required
from app.storage.unit_of_work import UnitOfWork

FIELDS_AT_MOST = 20


def change_account(uow: UnitOfWork, command: ChangeAccount) -> AccountChanged:
    """Rule an account: its status by the legal moves, and how much it may owe."""
    uow.actor.require(Permission.RULE_ACCOUNTS)
    header = queries.account_header(uow, command.account_id)
    limit = command.credit_limit
    if limit is not None and (
        not 0 <= limit.minor <= LARGEST_MINOR or limit.currency != header.currency
    ):
        raise errors.odd_credit_limit(header.currency)
    balance = ledger.balance_together(uow, command.account_id, header.currency)
    died = queries.person(uow, header.patient_id).death_date is not None
    rules.refuse_status(header.status, command.status, balance.owed, balance.credit, died=died)
    today = settings.business_today(settings.practice(uow), uow.now)
    changed = repository.rule_account(
        uow, command, sent_on=today if command.status is AccountStatus.COLLECTIONS else None
    )
    return AccountChanged(command.account_id, changed)


def renumber_account(uow: UnitOfWork, command: RenumberAccount) -> AccountRenumbered:
    """Give an account the next free number: two windows may have given one number twice. It is
    found by the new one alone; papers keep what was printed.
    """
    uow.actor.require(Permission.RULE_ACCOUNTS)
    queries.account_header(uow, command.account_id)
    number = uow.number("account", settings.business_today(settings.practice(uow), uow.now))
    if repository.number_taken(uow, number.text):
        raise errors.own_number_taken(number.text)
    repository.renumber(uow, command.account_id, number)
    return AccountRenumbered(command.account_id, number.text)


def write_notes(uow: UnitOfWork, command: WriteNotes) -> AccountChanged:
    """What the practice notes about an account, whole."""
    uow.actor.require(Permission.EDIT_ACCOUNTS)
    queries.account_header(uow, command.account_id)
    notes = clean(command.notes, "notes", most=2000, lines=True)
    changed = repository.change_account(uow, command.account_id, {"notes": notes})
    return AccountChanged(command.account_id, changed)


def set_guarantor(uow: UnitOfWork, command: SetGuarantor) -> GuarantorSet:
    """Who pays for an account; with nobody named it is the patient."""
    uow.actor.require(Permission.EDIT_ACCOUNTS)
    queries.account_header(uow, command.account_id)
    guarantor_id = command.guarantor_id
    if guarantor_id is not None and command.guarantor is not None:
        raise errors.two_guarantors()
    if guarantor_id is not None and not repository.has_guarantor(uow, guarantor_id):
        raise errors.no_such_guarantor()
    if command.guarantor is not None:
        today = settings.business_today(settings.practice(uow), uow.now)
        person = rules.clean_person(command.guarantor, today)
        guarantor_id = GuarantorId(derived_id("guarantor", command.id))
        repository.add_guarantor(uow, guarantor_id, person)
    relationship = command.relationship if guarantor_id else "self"
    fields = {"guarantor_id": guarantor_id, "guarantor_relationship": str(relationship)}
    repository.change_account(uow, command.account_id, dict(fields))
    return GuarantorSet(command.account_id, guarantor_id)


def change_guarantor(uow: UnitOfWork, command: ChangeGuarantor) -> GuarantorId:
    """Edit who a guarantor is, for all accounts they pay for."""
    uow.actor.require(Permission.EDIT_ACCOUNTS)
    if not repository.has_guarantor(uow, command.guarantor_id):
        raise errors.no_such_guarantor()
    today = settings.business_today(settings.practice(uow), uow.now)
    person = rules.clean_person(command.person, today)
    repository.change_guarantor(uow, command.guarantor_id, person)
    return command.guarantor_id


def flag_account(uow: UnitOfWork, command: FlagAccount) -> AccountChanged:
    """Put a mark on an account that everybody sees who serves it."""
    uow.actor.require(Permission.EDIT_ACCOUNTS)
    queries.account_header(uow, command.account_id)
    words = clean(command.words, "words", most=80)
    if command.kind is FlagKind.NOTE and not words:
        raise errors.note_without_words()
    if not records.flag(uow, command.account_id, command.kind, words):
        raise errors.flagged_already(rules.flag_words(command.kind, words))
    return AccountChanged(command.account_id, True)


def unflag_account(uow: UnitOfWork, command: UnflagAccount) -> AccountChanged:
    """Take a mark off an account; the history keeps it. One that keeps checks away is not taken off
    by whoever takes the check.
    """
    uow.actor.require(Permission.EDIT_ACCOUNTS)
    for flag in queries.account_header(uow, command.account_id).flags:
        ruled = flag.flag_id == command.flag_id and flag.kind in CHECK_MARKS
        if ruled and not uow.actor.may(Permission.RULE_ACCOUNTS):
            raise errors.mark_of_managers(flag.words)
    if not records.unflag(uow, command.account_id, check_id(command.flag_id, "flag_id")):
        raise errors.no_such_flag()
    return AccountChanged(command.account_id, True)


def add_external_id(uow: UnitOfWork, command: AddExternalId) -> PatientId:
    """Write down what another system calls a patient; they are found by it at once."""
    uow.actor.require(Permission.EDIT_ACCOUNTS)
    if not repository.has_patient(uow, command.patient_id):
        raise errors.no_such_patient()
    system = clean_required(command.system, "system", most=60)
    value = clean_required(command.value, "value", most=80)
    owner = records.owner_of(uow, system, value)
    if owner is not None and owner[0] != command.patient_id:
        name = rules.display_name(owner[1], owner[2], owner[3])
        raise errors.external_id_of_other(system, value, name)
    if not records.keep_external_id(uow, command.patient_id, system, value, active=True):
        raise errors.external_id_known(value)
    return command.patient_id


def remove_external_id(uow: UnitOfWork, command: RemoveExternalId) -> PatientId:
    """Take back what was wrongly written as another system's number."""
    uow.actor.require(Permission.EDIT_ACCOUNTS)
    if not repository.has_patient(uow, command.patient_id):
        raise errors.no_such_patient()
    system, value = command.system.strip(), command.value.strip()
    if not records.keep_external_id(uow, command.patient_id, system, value, active=False):
        raise errors.no_such_external_id()
    return command.patient_id


def save_field(uow: UnitOfWork, command: SaveField) -> str:
    """Add a field of the practice's own or change one; what was filled in stays. Its id."""
    uow.actor.require(Permission.MAINTAIN_LISTS)
    name = clean_required(command.name, "name", most=40)
    choices = tuple(
        dict.fromkeys(clean_required(choice, "choices", most=60) for choice in command.choices)
    )
    if command.kind is FieldKind.CHOICE and len(choices) < 2:
        raise errors.choices_needed()
    there = queries.account_fields(uow, all=True)
    known = {field.field_id: field for field in there}
    if command.field_id is not None and command.field_id not in known:
        raise errors.no_such_field()
    if command.field_id is not None and known[command.field_id].kind is not command.kind:
        raise errors.field_kind_stays()
    others = [f for f in there if f.active and f.field_id != command.field_id]
    if command.active and any(f.name.casefold() == name.casefold() for f in others):
        raise errors.field_named_so(name)
    if command.active and len(others) >= FIELDS_AT_MOST:
        raise errors.too_many_fields(FIELDS_AT_MOST)
    kept = choices if command.kind is FieldKind.CHOICE else ()
    field_id = command.field_id or command.id
    position = min(max(0, command.position), 999)
    records.keep_field(uow, field_id, replace(command, name=name, choices=kept, position=position))
    return field_id


def fill_fields(uow: UnitOfWork, command: FillFields) -> AccountChanged:
    """What an account says in the practice's own fields; an empty text takes a value out."""
    uow.actor.require(Permission.EDIT_ACCOUNTS)
    queries.account_header(uow, command.account_id)
    known = {field.field_id: field for field in queries.account_fields(uow)}
    wanted = []
    for typed in command.values:
        field = known.get(typed.field_id)
        if field is None:
            raise errors.no_such_field()
        wanted.append((field.field_id, rules.field_text(field, typed.text)))
    changed = [
        records.keep_value(uow, command.account_id, field_id, text) for field_id, text in wanted
    ]
    return AccountChanged(AccountId(command.account_id), any(changed))
