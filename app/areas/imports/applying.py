"""One checked row becomes patients, guarantors, invoices, credit or services, by the areas' own
actions.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.areas.imports import (
    errors,
    money_records,
    price_list,
    records,
    repository,
    rules,
    staging,
)
from app.areas.imports.repository import Run, StagedRow
from app.areas.imports.values import ImportKind
from app.areas.invoices import service as invoices
from app.areas.invoices.values import BringForward
from app.areas.parties import maintaining as accounts
from app.areas.parties import queries as parties_queries
from app.areas.parties import service as parties
from app.areas.parties.values import (
    AddGuarantor,
    ChangeGuarantor,
    ChangePatient,
    ExternalId,
    RegisterPatient,
    Relationship,
    SetGuarantor,
)
from app.areas.payments import crediting
from app.areas.payments.crediting_values import BringCreditForward
from app.kernel.ids import AccountId, CommandId, GuarantorId, PatientId, derived_id
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.unit_of_work import UnitOfWork


def apply(uow: UnitOfWork, here: Run, row: StagedRow) -> None:
    """Write one row, and what its source said."""
    if here.kind is ImportKind.PATIENTS:
        _patient(uow, here, row)
    elif here.kind is ImportKind.GUARANTORS:
        _guarantor(uow, here, row)
    elif here.kind is ImportKind.SERVICES:
        price_list.apply(uow, here, row)
    elif here.kind is ImportKind.BALANCES:
        _balance(uow, here, row)
    else:
        _invoice(uow, here, row)
    repository.remember(uow, here, row)


def _patient(uow: UnitOfWork, here: Run, row: StagedRow) -> None:
    record = row.record
    there = repository.account_here(uow, here.source, row.key) if row.is_here else None
    if there is not None:
        _change_patient(uow, here, row, PatientId(there[2]))
        return
    parties.register_patient(
        uow,
        RegisterPatient(
            id=CommandId(repository.patient_id(here.source, row.key)),
            account_id=AccountId(repository.account_id(here.source, row.key)),
            person=rules.person_of(record),
            guarantor_id=_guarantor_of_patient(uow, here, row),
            guarantor_relationship=Relationship(record.get("guarantor_relationship", "self")),
            flags=record.get("flags", ""),
            notes=record.get("notes", ""),
            external_ids=(ExternalId(here.source, row.key),),
            account_number=record.get("account_number", ""),
        ),
    )


def _guarantor_of_patient(uow: UnitOfWork, here: Run, row: StagedRow) -> GuarantorId | None:
    guarantor = rules.guarantor_of(row.record)
    if guarantor is None:
        return None
    wanted = CommandId(repository.guarantor_id(here.source, row.key))
    return parties.add_guarantor(uow, AddGuarantor(wanted, guarantor))


def _change_patient(uow: UnitOfWork, here: Run, row: StagedRow, patient_id: PatientId) -> None:
    """Only what the source itself changed: what was corrected here since then stays."""
    before = repository.known(uow, here.source, here.kind, row.key)
    names = rules.changed_fields(before, row.record)
    wanted = rules.person_of(row.record)
    told: dict[str, Any] = {name: getattr(wanted, name) for name in names}
    person = replace(parties_queries.person(uow, patient_id), **told)
    command_id = CommandId(derived_id("import", here.id, "change", patient_id))
    parties.change_patient(uow, ChangePatient(command_id, patient_id, person))


def _guarantor(uow: UnitOfWork, here: Run, row: StagedRow) -> None:
    """The person once for all the accounts they pay for, then beside this account."""
    record = row.record
    own = record.get("external_id")
    key = f"own {own}" if own else row.key
    guarantor_id = GuarantorId(repository.guarantor_id(here.source, key))
    person = rules.person_of(record)
    if records.has_guarantor(uow, guarantor_id):
        change_id = CommandId(derived_id("import", here.id, "guarantor", row.key))
        accounts.change_guarantor(uow, ChangeGuarantor(change_id, guarantor_id, person))
    else:
        parties.add_guarantor(uow, AddGuarantor(CommandId(guarantor_id), person))
    accounts.set_guarantor(
        uow,
        SetGuarantor(
            CommandId(derived_id("import", here.id, "pays", row.key)),
            AccountId(row.account_id or ""),
            relationship=Relationship(record["guarantor_relationship"]),
            guarantor_id=guarantor_id,
        ),
    )


def _invoice(uow: UnitOfWork, here: Run, row: StagedRow) -> None:
    record = row.record
    wanted = money_records.money_id(uow, here.source, "invoice", row.key)
    if money_records.is_here(uow, row.account_id or "", here.source, "invoice", row.key):
        raise errors.invoice_brought_in(row.key)
    staging.refuse_balance_here(uow, here, record["account_key"])
    invoices.bring_forward(
        uow,
        BringForward(
            id=CommandId(wanted),
            account_id=AccountId(row.account_id or ""),
            old_number=record["invoice_number"],
            invoice_date=date.fromisoformat(record["invoice_date"]),
            open_amount=Money(record["open_minor"], here.currency),
            total_amount=_money(record.get("total_minor"), here.currency),
            due_date=date.fromisoformat(record["due_date"]) if "due_date" in record else None,
            description=record.get("description", ""),
            code=record.get("code", ""),
            business_date=records.as_of(uow, here.id),
        ),
    )


def _balance(uow: UnitOfWork, here: Run, row: StagedRow) -> None:
    """What is owed is an invoice against opening balances, what is in credit a payment."""
    record = row.record
    wanted = CommandId(money_records.money_id(uow, here.source, "balance", row.key))
    account_id = AccountId(row.account_id or "")
    if money_records.is_here(uow, account_id, here.source, "balance", row.key):
        raise errors.balance_here_already(row.key)
    day = records.as_of(uow, here.id)
    if day is None:
        raise errors.not_at_that_point()
    amount = Money(abs(record["balance_minor"]), here.currency)
    if record["balance_minor"] < 0:
        crediting.bring_credit_forward(
            uow, BringCreditForward(wanted, account_id, amount, day, row.key[:40])
        )
        return
    staging.refuse_invoices_here(uow, account_id, row)
    made = date.fromisoformat(record["balance_date"]) if "balance_date" in record else day
    invoices.bring_forward(
        uow,
        BringForward(
            id=wanted,
            account_id=account_id,
            old_number=row.key[:40],
            invoice_date=min(made, day),
            open_amount=amount,
            description=record.get("description") or t("Opening balance"),
            business_date=day,
        ),
    )


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)
