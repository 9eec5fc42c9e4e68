"""Staging a file, then applying it in small transactions, each row by the areas' own actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from app.areas.imports import errors, price_list, repository, rules
from app.areas.imports.repository import Run, StagedRow
from app.areas.imports.values import (
    Applied,
    ApplyNext,
    BeginImport,
    DropImport,
    FinishCheck,
    ImportBegun,
    ImportDropped,
    ImportKind,
    ImportState,
    ReadRow,
    RowsStaged,
    StageRows,
)
from app.areas.invoices import service as invoices
from app.areas.invoices.values import BringForward
from app.areas.parties import queries as parties_queries
from app.areas.parties import service as parties
from app.areas.parties.values import (
    AddGuarantor,
    ChangePatient,
    ExternalId,
    RegisterPatient,
    Relationship,
)
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, CommandId, GuarantorId, PatientId, derived_id
from app.kernel.money import Money
from app.kernel.text import clean_required
from app.storage.station_log import BODY_LIMIT
from app.storage.unit_of_work import UnitOfWork

LOGGED_ROWS_AT_MOST = 200
LOGGED_BYTES_AT_MOST = BODY_LIMIT - 200
"""What the record's frame and the run's id take is left free."""
_ROWS_AT_ONCE = {
    ImportKind.PATIENTS: 66,
    ImportKind.INVOICES: 40,
    ImportKind.SERVICES: LOGGED_ROWS_AT_MOST,
}
"""So many rows of three, five or one logged rows fit into one transaction."""
_COUNT_OF = {
    "new": "new_count",
    "changed": "changed_count",
    "unchanged": "unchanged_count",
    "nothing_owed": "nothing_owed_count",
}


class _Full(Exception):
    """The record that was just written does not fit into this transaction any more."""


def begin_import(uow: UnitOfWork, command: BeginImport) -> ImportBegun:
    """Start a run; runs of the same source and kind that were left unfinished are dropped."""
    _refuse_unless_allowed(uow, command.wanted.kind)
    source = clean_required(command.wanted.source, "source", most=60)
    command = replace(command, wanted=replace(command.wanted, source=source))
    for old in repository.unfinished(uow, source, command.wanted.kind):
        _drop(uow, old)
    repository.begin_run(uow, command)
    wanted = command.wanted
    if wanted.mapping or wanted.date_format or wanted.number_format:
        repository.keep_mapping(
            uow,
            source,
            wanted.kind,
            {
                "mapping": dict(wanted.mapping),
                "date_format": wanted.date_format,
                "number_format": wanted.number_format,
            },
        )
    return ImportBegun(command.id)


def stage_rows(uow: UnitOfWork, command: StageRows) -> RowsStaged:
    """Keep some thousand rows, each compared with the rows before it and with what is here."""
    here = _run(uow, command.run_id, ImportState.STAGING)
    deltas = dict.fromkeys((*_COUNT_OF.values(), "row_count", "bad_count", "total_minor"), 0)
    for row in command.rows:
        deltas["row_count"] += 1
        try:
            if row.problem:
                raise errors.bad_row(row.problem)
            state = _STAGE[here.kind](uow, here, row)
        except UserError as problem:
            deltas["bad_count"] += 1
            repository.add_problem(uow, here.id, row.line, problem.text, row.cells)
            continue
        deltas[_COUNT_OF[state]] += 1
        if state == "new" and here.kind is ImportKind.INVOICES:
            deltas["total_minor"] += row.record["open_minor"]
    if here.total_minor + deltas["total_minor"] > rules.TOTAL_AT_MOST:
        raise errors.total_too_large()
    repository.count(uow, here.id, deltas)
    return RowsStaged(len(command.rows) - deltas["bad_count"], deltas["bad_count"])


def _stage_patient(uow: UnitOfWork, here: Run, row: ReadRow) -> str:
    _refuse_double(uow, here, row.key)
    number = row.record.get("account_number", "")
    other = number if number and number != row.key else None
    line = repository.line_of_other(uow, here.id, other) if other else None
    if line is not None:
        raise errors.double_account_number(line, number)
    own = repository.number_of_account(uow, repository.account_id(here.source, row.key))
    if own is None and number and repository.has_number(uow, number):
        raise errors.account_number_taken(number)
    if own is not None and number and number != own:
        raise errors.other_account_number(own)
    state = "new"
    if own is not None:
        known = repository.known(uow, here.source, here.kind, row.key)
        state = "changed" if rules.changed_fields(known, row.record) else "unchanged"
    repository.add_row(uow, here.id, row, state, None, other)
    return state


def _stage_invoice(uow: UnitOfWork, here: Run, row: ReadRow) -> str:
    _refuse_double(uow, here, row.key)
    record = row.record
    known = repository.known(uow, here.source, here.kind, row.key)
    if known == record:
        state = "unchanged"
    elif known is not None or repository.has_invoice(
        uow, repository.invoice_id(here.source, row.key)
    ):
        raise errors.changed_invoice(row.key)
    else:
        state = "new" if record["open_minor"] else "nothing_owed"
    owner = repository.owner_of(uow, here.source, record["account_key"])
    if owner is None:
        raise errors.no_such_account(record["account_key"])
    repository.add_row(uow, here.id, row, state, owner, None)
    return state


def _stage_service(uow: UnitOfWork, here: Run, row: ReadRow) -> str:
    _refuse_double(uow, here, row.key)
    state = price_list.state_of(uow, here, row.record)
    repository.add_row(uow, here.id, row, state, None, None)
    return state


_STAGE: dict[ImportKind, Callable[[UnitOfWork, Run, ReadRow], str]] = {
    ImportKind.PATIENTS: _stage_patient,
    ImportKind.INVOICES: _stage_invoice,
    ImportKind.SERVICES: _stage_service,
}


def _refuse_double(uow: UnitOfWork, here: Run, key: str) -> None:
    line = repository.line_of_key(uow, here.id, key)
    if line is not None:
        raise errors.double_number(line, key)


def finish_check(uow: UnitOfWork, command: FinishCheck) -> ImportBegun:
    """The whole file is staged: from now on the run can be applied."""
    _run(uow, command.run_id, ImportState.STAGING)
    repository.set_state(uow, command.run_id, ImportState.CHECKED)
    return ImportBegun(command.run_id)


def apply_next(uow: UnitOfWork, command: ApplyNext) -> Applied:
    """The next rows, at most 200 logged rows and 256 kB of log, never a part of a source row.

    NeedsConfirmation `bad_rows` before the first row of a run that has bad ones: they are left out.
    """
    here = _run(uow, command.run_id, ImportState.CHECKED, ImportState.APPLYING, ImportState.APPLIED)
    if here.state is ImportState.APPLIED:
        return Applied(here.applied, 0, 0)
    if (
        here.bad
        and here.state is ImportState.CHECKED
        and errors.BAD_ROWS not in command.confirmations
    ):
        raise errors.confirm_bad_rows(here.bad)
    rows = _that_fit(repository.next_rows(uow, here, _ROWS_AT_ONCE[here.kind]), here.kind)
    done, rejected = _apply_together(uow, here, rows) or _apply_singly(uow, here, rows)
    through = rows[done - 1].line if rows else here.through
    for batch in range(here.through // repository.BATCH, through // repository.BATCH):
        repository.drop_rows(uow, here.id, batch)
    applied = here.applied + done - rejected
    left = here.new + here.changed - here.applied - done
    if left:
        repository.set_state(
            uow, here.id, ImportState.APPLYING, applied_count=applied, applied_through=through
        )
    else:
        repository.drop_rows(uow, here.id)
        repository.set_state(uow, here.id, ImportState.APPLIED, applied_count=applied)
    return Applied(applied, left, rejected)


def _that_fit(rows: list[StagedRow], kind: ImportKind) -> list[StagedRow]:
    """As many rows as make at most 200 logged rows; at least one."""
    logged = 0
    for count, row in enumerate(rows):
        logged += 1 if kind is ImportKind.SERVICES else _logged_rows(row)
        if logged > LOGGED_ROWS_AT_MOST and count:
            return rows[:count]
    return rows


def _logged_rows(row: StagedRow) -> int:
    """Patient, account, number, guarantor and flags; or invoice, line and an entry of two lines."""
    if row.account_id is None:
        flags = len(str(row.record.get("flags", "")).split())
        return flags + (4 if "guarantor_family_name" in row.record else 3)
    return 5


def _apply_together(uow: UnitOfWork, here: Run, rows: list[StagedRow]) -> tuple[int, int] | None:
    """All rows behind one savepoint, which is quick; None, and nothing done, when one fails."""
    try:
        with uow.savepoint():
            for row in rows:
                _apply(uow, here, row)
            if _is_full(uow):
                raise _Full
    except (_Full, UserError):
        return None
    return len(rows), 0


def _apply_singly(uow: UnitOfWork, here: Run, rows: list[StagedRow]) -> tuple[int, int]:
    """Each row behind a savepoint of its own: (rows done, of these rejected)."""
    done = rejected = 0
    for row in rows:
        try:
            with uow.savepoint():
                _apply(uow, here, row)
                if _is_full(uow):
                    raise _Full
        except _Full:
            if done:
                break
            _reject(uow, here, row, errors.row_too_large().text)
            rejected += 1
        except UserError as problem:
            _reject(uow, here, row, problem.text)
            rejected += 1
        done += 1
    return done, rejected


def drop_import(uow: UnitOfWork, command: DropImport) -> ImportDropped:
    """Forget a run's staged rows; what was applied of it stays."""
    here = _run(uow, command.run_id, *ImportState)
    if here.state is not ImportState.APPLIED:
        _drop(uow, here.id)
    return ImportDropped(here.id)


def _apply(uow: UnitOfWork, here: Run, row: StagedRow) -> None:
    if here.kind is ImportKind.PATIENTS:
        _apply_patient(uow, here, row)
    elif here.kind is ImportKind.SERVICES:
        price_list.apply(uow, here, row)
    else:
        _apply_invoice(uow, here, row)
    repository.remember(uow, here, row)


def _apply_patient(uow: UnitOfWork, here: Run, row: StagedRow) -> None:
    record = row.record
    patient_id = PatientId(repository.patient_id(here.source, row.key))
    account_id = AccountId(repository.account_id(here.source, row.key))
    if repository.number_of_account(uow, account_id) is not None:
        _change_patient(uow, here, row, patient_id)
        return
    parties.register_patient(
        uow,
        RegisterPatient(
            id=CommandId(patient_id),
            account_id=account_id,
            person=rules.person_of(record),
            guarantor_id=_add_guarantor(uow, here, row),
            guarantor_relationship=Relationship(record.get("guarantor_relationship", "self")),
            flags=record.get("flags", ""),
            notes=record.get("notes", ""),
            external_ids=(ExternalId(here.source, row.key),),
            account_number=record.get("account_number", ""),
        ),
    )


def _add_guarantor(uow: UnitOfWork, here: Run, row: StagedRow) -> GuarantorId | None:
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


def _apply_invoice(uow: UnitOfWork, here: Run, row: StagedRow) -> None:
    record = row.record
    wanted = repository.invoice_id(here.source, row.key)
    if repository.has_invoice(uow, wanted):
        raise errors.invoice_brought_in(row.key)
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
        ),
    )


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def _reject(uow: UnitOfWork, here: Run, row: StagedRow, problem: str) -> None:
    """A row that was good when the file was checked and is not any more."""
    repository.add_problem(uow, here.id, row.line, problem, ())
    state = "changed_count" if _was_change(uow, here, row) else "new_count"
    repository.count(uow, here.id, {"bad_count": 1, state: -1})


def _was_change(uow: UnitOfWork, here: Run, row: StagedRow) -> bool:
    if here.kind is ImportKind.SERVICES:
        return price_list.is_there(uow, row.record)
    return repository.known(uow, here.source, here.kind, row.key) is not None


def _is_full(uow: UnitOfWork) -> bool:
    return uow.logged_rows > LOGGED_ROWS_AT_MOST or uow.logged_bytes > LOGGED_BYTES_AT_MOST


def _run(uow: UnitOfWork, run_id: str, *states: ImportState) -> Run:
    here = repository.run(uow, run_id)
    if here is None or here.state not in states:
        raise errors.not_at_that_point()
    _refuse_unless_allowed(uow, here.kind)
    return here


def _refuse_unless_allowed(uow: UnitOfWork, kind: ImportKind) -> None:
    uow.actor.require(Permission.IMPORT_DATA)
    if kind is ImportKind.PATIENTS:
        uow.actor.require(Permission.EDIT_ACCOUNTS)
    if kind is ImportKind.SERVICES:
        uow.actor.require(Permission.MAINTAIN_LISTS)


def _drop(uow: UnitOfWork, run_id: str) -> None:
    repository.drop_rows(uow, run_id)
    repository.drop_problems(uow, run_id)
    repository.set_state(uow, run_id, ImportState.DROPPED)


def business_today(reader: Any) -> date:
    """The practice's date, for reading a file's rows."""
    return settings.business_today(settings.practice(reader), reader.now)
