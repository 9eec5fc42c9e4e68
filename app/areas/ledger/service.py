"""Posting: every money event of every area ends in one balanced journal entry made here."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from app.areas.ledger import closing_records, errors, repository
from app.areas.ledger.rules import legs_to_post, refuse_controlled
from app.areas.ledger.values import (
    AddGLAccount,
    Entry,
    Leg,
    ManualLine,
    Posted,
    PostManualEntry,
    SourceModule,
)
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import check_id
from app.kernel.money import LARGEST_MINOR
from app.kernel.text import clean, clean_required
from app.storage.unit_of_work import UnitOfWork

EARLIEST = date(1990, 1, 1)


def post(uow: UnitOfWork, entry: Entry) -> Posted:
    """Post an entry of another area's action; a Bug unless it balances. For a day that is closed it
    counts into the next one that is open, and keeps its business date.
    """
    day = entry.business_date
    period = closing_records.next_open_day(uow, day)
    posted = repository.add_entry(uow, entry, legs_to_post(entry.legs), period)
    if period != day:
        closing_records.note_late(uow, posted.entry_id, day, period)
    return posted


def post_manual_entry(uow: UnitOfWork, command: PostManualEntry) -> Posted:
    """An entry written by a person, refused where documents rule."""
    uow.actor.require(Permission.POST_ENTRY)
    here = settings.practice(uow)
    words = clean_required(command.description, "description")
    if not EARLIEST <= command.business_date <= settings.business_today(here, uow.now):
        raise errors.date_out_of_range(command.business_date)
    legs = [_manual_leg(uow, line, here.currency) for line in command.lines]
    if len(legs) < 2:
        raise errors.too_few_lines()
    if sum(leg.amount.minor for leg in legs):
        raise errors.sides_differ()
    entry = Entry(
        command.business_date,
        words,
        tuple(legs),
        source_type="manual",
        source_id=command.id,
        reference=clean(command.reference, "reference"),
        entry_type=command.entry_type,
        source_module=SourceModule.MANUAL,
    )
    return post(uow, entry)


def _manual_leg(uow: UnitOfWork, line: ManualLine, currency: str) -> Leg:
    refuse_controlled(line.gl_code)
    if not repository.is_active(uow, line.gl_code):
        raise errors.account_not_active(line.gl_code)
    if {line.debit.currency, line.credit.currency} != {currency}:
        raise errors.line_in_other_currency(currency)
    amounts = (line.debit.minor, line.credit.minor)
    if min(amounts) != 0 or not 0 < max(amounts) <= LARGEST_MINOR:
        raise errors.not_one_side()
    if line.cost_center_id is not None:
        check_id(line.cost_center_id, "lines")
    note = clean(line.description, "lines")
    return Leg(line.gl_code, line.debit - line.credit, note, cost_center_id=line.cost_center_id)


def add_gl_account(uow: UnitOfWork, command: AddGLAccount) -> str:
    """A further GL account; the code is its name for ever. Returns the code."""
    uow.actor.require(Permission.EDIT_LEDGER_ACCOUNTS)
    if not re.fullmatch(r"[0-9]{3,8}", command.code):
        raise errors.code_malformed()
    if repository.is_known(uow, command.code):
        raise errors.code_taken(command.code)
    if command.parent_code is not None and not repository.is_known(uow, command.parent_code):
        raise errors.no_such_parent(command.parent_code)
    repository.add_gl_account(
        uow,
        replace(
            command,
            name=clean_required(command.name, "name", most=80),
            subtype=clean(command.subtype, "subtype", most=40),
            description=clean(command.description, "description"),
        ),
    )
    return command.code


def seed_chart(uow: UnitOfWork, _nothing: None) -> None:
    """The standard chart, at set-up."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    repository.add_chart(uow)
