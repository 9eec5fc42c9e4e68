"""Staging a file, then applying it in small transactions, each row by the areas' own actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from app.areas.imports import (
    applying,
    errors,
    file_errors,
    price_list,
    records,
    repository,
    rules,
    staging,
)
from app.areas.imports.repository import Run, StagedRow
from app.areas.imports.values import (
    MONEY_KINDS,
    Applied,
    ApplyNext,
    BeginImport,
    DropImport,
    FinishCheck,
    ImportBegun,
    ImportDropped,
    ImportKind,
    ImportState,
    KeepCells,
    OldTotalsSaid,
    ReadRow,
    RowsStaged,
    SayOldTotals,
    StageRows,
    Twin,
)
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.errors import UserError
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
    ImportKind.GUARANTORS: 66,
    ImportKind.BALANCES: 33,
}
"""So many rows of three, five, one or six logged rows fit into one transaction."""
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
    _refuse_money_apart(uow, command.wanted.kind)
    source = clean_required(command.wanted.source, "source", most=60)
    command = replace(command, wanted=replace(command.wanted, source=source))
    unfinished = repository.unfinished(uow, source, command.wanted.kind)
    for old in dict.fromkeys((*unfinished, *repository.left_behind(uow))):
        _drop(uow, old)
    today = business_today(uow)
    as_of = command.plan.as_of or today - timedelta(days=1)
    if not rules.EARLIEST_INVOICE <= as_of <= today:
        raise errors.odd_as_of(as_of)
    repository.begin_run(uow, command)
    records.begin_tally(uow, command.id, as_of)
    for key in command.known_by:
        records.keep_layout(uow, source, command.wanted.kind, key, _chosen(command))
    return ImportBegun(command.id)


def _chosen(command: BeginImport) -> dict[str, Any]:
    """What a person decided about this file: the same for the next file of its source."""
    wanted = command.wanted
    return {
        "mapping": dict(wanted.mapping),
        "date_format": wanted.date_format,
        "number_format": wanted.number_format,
        "encoding": wanted.encoding,
        "delimiter": wanted.delimiter,
        "quote": wanted.quote,
    }


def stage_rows(uow: UnitOfWork, command: StageRows) -> RowsStaged:
    """Keep some thousand rows, each compared with the rows before it and with what is here."""
    here = _run(uow, command.run_id, ImportState.STAGING)
    deltas = dict.fromkeys((*_COUNT_OF.values(), "row_count", "bad_count", "total_minor"), 0)
    sums = _Sums()
    bare: list[int] = []
    somebody = here.kind is ImportKind.PATIENTS and records.anybody(uow)
    for row in command.rows:
        deltas["row_count"] += 1
        try:
            if row.problem:
                raise errors.bad_row(row.problem)
            state = staging.stage(uow, here, row)
        except UserError as problem:
            deltas["bad_count"] += 1
            sums.add_bad(here.kind, row)
            repository.add_problem(uow, here.id, row.line, problem.text, row.cells)
            if not row.cells:
                bare.append(row.line)
            continue
        deltas[_COUNT_OF[state]] += 1
        sums.add(here.kind, row)
        if somebody and state == "new":
            twin = staging.twin_of(uow, here, row)
            if twin is not None:
                sums.told["twin_count"] += 1
                records.add_twin(uow, here.id, twin)
        if state == "new" and here.kind in MONEY_KINDS:
            deltas["total_minor"] += rules.amounts_of(row.record)[0]
    if here.total_minor + deltas["total_minor"] > rules.TOTAL_AT_MOST:
        raise errors.total_too_large()
    repository.count(uow, here.id, deltas)
    records.add_to_tally(uow, here.id, sums.told)
    bad = deltas["bad_count"]
    return RowsStaged(len(command.rows) - bad, bad, tuple(bare))


def keep_cells(uow: UnitOfWork, command: KeepCells) -> ImportBegun:
    """Keep what stands in rows that staging found bad."""
    _run(uow, command.run_id, ImportState.STAGING)
    for line, cells in command.rows:
        repository.keep_cells(uow, command.run_id, line, cells)
    return ImportBegun(command.run_id)


class _Sums:
    """What some rows of a file of money add to its tally."""

    def __init__(self) -> None:
        self.told = dict.fromkeys(
            (
                *("owed_count", "owed_minor", "credit_count", "credit_minor", "twin_count"),
                *("bad_owed_minor", "bad_credit_minor", "bad_unread_count"),
            ),
            0,
        )

    def add(self, kind: ImportKind, row: ReadRow) -> None:
        if kind in MONEY_KINDS:
            owed, credit = rules.amounts_of(row.record)
            self.told["owed_minor"] += owed
            self.told["credit_minor"] += credit
            self.told["owed_count"] += owed > 0
            self.told["credit_count"] += credit > 0

    def add_bad(self, kind: ImportKind, row: ReadRow) -> None:
        if kind not in MONEY_KINDS:
            return
        minor = row.minor
        if row.record:
            owed, credit = rules.amounts_of(row.record)
            minor = owed - credit
        if minor is None:
            self.told["bad_unread_count"] += 1
        else:
            self.told["bad_owed_minor"] += max(minor, 0)
            self.told["bad_credit_minor"] += max(-minor, 0)


def finish_check(uow: UnitOfWork, command: FinishCheck) -> ImportBegun:
    """The whole file is staged: from now on the run can be applied."""
    _run(uow, command.run_id, ImportState.STAGING)
    for line, other_line in command.twins:
        name = repository.name_in(uow, command.run_id, line)
        records.add_twin(uow, command.run_id, Twin(line, name, other_line=other_line))
    records.add_to_tally(uow, command.run_id, {"twin_count": command.twin_count})
    repository.set_state(uow, command.run_id, ImportState.CHECKED)
    return ImportBegun(command.run_id)


def say_old_totals(uow: UnitOfWork, command: SayOldTotals) -> OldTotalsSaid:
    """Note what the old system's own report adds up to, beside what the file does."""
    here = _run(uow, command.run_id, *ImportState)
    for total in (command.owed, command.credit):
        if total is not None and (total.minor < 0 or total.currency != here.currency):
            raise errors.odd_total()
    if command.count is not None and not 0 <= command.count <= rules.TOTAL_AT_MOST:
        raise errors.odd_count()
    records.say_old(uow, command)
    return OldTotalsSaid(command.run_id)


def apply_next(uow: UnitOfWork, command: ApplyNext) -> Applied:
    """The next rows, at most 200 logged rows and 256 kB of log, never a part of a source row.

    NeedsConfirmation `bad_rows` before the first row of a run that has bad ones: they are left out.
    RowByRow where one of the rows can't be written: nothing is done until they are taken singly.
    """
    here = _run(uow, command.run_id, ImportState.CHECKED, ImportState.APPLYING, ImportState.APPLIED)
    if here.state is ImportState.APPLIED:
        return Applied(here.applied, 0, 0)
    _refuse_money_apart(uow, here.kind)
    if (
        here.bad
        and here.state is ImportState.CHECKED
        and errors.BAD_ROWS not in command.confirmations
    ):
        raise errors.confirm_bad_rows(here.bad)
    rows = _that_fit(repository.next_rows(uow, here, _ROWS_AT_ONCE[here.kind]), here.kind)
    how = _apply_singly if command.singly else _apply_together
    done, rejected = how(uow, here, rows)
    through = rows[done - 1].line if rows else here.through
    for batch in range(here.through // repository.BATCH, through // repository.BATCH):
        repository.drop_rows(uow, here.id, batch)
    applied = here.applied + done - len(rejected)
    left = here.new + here.changed - here.applied - done
    if left:
        repository.set_state(
            uow, here.id, ImportState.APPLYING, applied_count=applied, applied_through=through
        )
    else:
        repository.drop_rows(uow, here.id)
        repository.set_state(uow, here.id, ImportState.APPLIED, applied_count=applied)
    written = [row for row in rows[:done] if row.line not in rejected]
    records.add_to_tally(uow, here.id, _amounts(here.kind, written))
    return Applied(applied, left, len(rejected))


def _amounts(kind: ImportKind, rows: list[StagedRow]) -> dict[str, int]:
    if kind not in MONEY_KINDS:
        return {}
    both = [rules.amounts_of(row.record) for row in rows]
    return {
        "applied_owed_minor": sum(owed for owed, _ in both),
        "applied_credit_minor": sum(credit for _, credit in both),
    }


def _that_fit(rows: list[StagedRow], kind: ImportKind) -> list[StagedRow]:
    """As many rows as make at most 200 logged rows; at least one."""
    logged = 0
    for count, row in enumerate(rows):
        logged += _logged_rows(kind, row)
        if logged > LOGGED_ROWS_AT_MOST and count:
            return rows[:count]
    return rows


def _logged_rows(kind: ImportKind, row: StagedRow) -> int:
    """Patient, account, number, guarantor and flags; guarantor and account; invoice, line and an
    entry of two lines; payment, tender, receipt and such an entry; or a service.
    """
    if kind is ImportKind.PATIENTS:
        flags = len(str(row.record.get("flags", "")).split())
        return flags + (4 if "guarantor_family_name" in row.record else 3)
    return {ImportKind.SERVICES: 1, ImportKind.GUARANTORS: 3, ImportKind.INVOICES: 5}.get(kind, 6)


def _apply_together(
    uow: UnitOfWork, here: Run, rows: list[StagedRow]
) -> tuple[int, frozenset[int]]:
    """All rows without a savepoint: under one every page is encrypted twice."""
    try:
        for row in rows:
            applying.apply(uow, here, row)
    except UserError:
        raise errors.row_by_row() from None
    if _is_full(uow):
        raise errors.row_by_row()
    return len(rows), frozenset()


def _apply_singly(uow: UnitOfWork, here: Run, rows: list[StagedRow]) -> tuple[int, frozenset[int]]:
    """Each row behind a savepoint of its own: (rows done, lines of those that were rejected)."""
    done, rejected = 0, set()
    for row in rows:
        try:
            with uow.savepoint():
                applying.apply(uow, here, row)
                if _is_full(uow):
                    raise _Full
        except _Full:
            if done:
                break
            _reject(uow, here, row, errors.row_too_large().text)
            rejected.add(row.line)
        except UserError as problem:
            _reject(uow, here, row, problem.text)
            rejected.add(row.line)
        done += 1
    return done, frozenset(rejected)


def drop_import(uow: UnitOfWork, command: DropImport) -> ImportDropped:
    """Forget a run's staged rows; what was applied of it stays."""
    here = _run(uow, command.run_id, *ImportState)
    if here.state is not ImportState.APPLIED:
        _drop(uow, here.id)
    return ImportDropped(here.id)


def _reject(uow: UnitOfWork, here: Run, row: StagedRow, problem: str) -> None:
    """A row that was good when the file was checked and is not any more."""
    plan = repository.plan(uow, here.id)
    cells = rules.cells_again(plan, row.record)
    repository.add_problem(uow, here.id, row.line, problem, cells)
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
    if kind in (ImportKind.PATIENTS, ImportKind.GUARANTORS):
        uow.actor.require(Permission.EDIT_ACCOUNTS)
    if kind is ImportKind.SERVICES:
        uow.actor.require(Permission.MAINTAIN_LISTS)


def _refuse_money_apart(uow: UnitOfWork, kind: ImportKind) -> None:
    if kind in MONEY_KINDS and settings.centre_reachable(uow) is False:
        raise file_errors.money_while_away()


def _drop(uow: UnitOfWork, run_id: str) -> None:
    repository.drop_rows(uow, run_id)
    repository.drop_problems(uow, run_id)
    records.forget(uow, run_id)
    repository.set_state(uow, run_id, ImportState.DROPPED)


def business_today(reader: Any) -> date:
    """The practice's date, for reading a file's rows."""
    return settings.business_today(settings.practice(reader), reader.now)
