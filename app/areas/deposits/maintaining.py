"""Keeping the practice's bank accounts; exactly one of those in use is where deposits go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.areas.deposits import bank_errors as errors
from app.areas.deposits import bank_records as records
from app.areas.deposits import bank_rules as rules
from app.areas.deposits import banks
from app.areas.deposits.bank_values import (
    BankAccountRow,
    PrintSlipCalibration,
    SaveBankAccount,
    SaveSlipOverlay,
    SlipOverlay,
    StateBankBalance,
)
from app.areas.printing import queries as printing
from app.areas.printing.errors import no_office_printer
from app.areas.printing.values import OfficeKind, PrintQueued
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import BankAccountId
from app.kernel.money import LARGEST_MINOR, decimals_of
from app.kernel.text import clean, clean_required, fold
from app.storage import print_jobs
from app.storage.print_jobs import SLIP_CALIBRATION
from app.storage.unit_of_work import UnitOfWork

EARLIEST = date(1990, 1, 1)


def save_bank_account(uow: UnitOfWork, command: SaveBankAccount) -> BankAccountId:
    """Add a bank account or change one. The first becomes the one that deposits go to; of a known
    one an empty account number means the number it has.
    """
    uow.actor.require(Permission.CHANGE_SETTINGS)
    everyone = banks.bank_accounts(uow, all=True)
    known = _known(everyone, command.bank_account_id)
    wanted = _cleaned(uow, command, known)
    others = tuple(row for row in everyone if row.bank_account_id != command.bank_account_id)
    _refuse_taken(uow, wanted, others)
    _refuse_gl_account(uow, wanted, known, others)
    wanted = _settle_default(uow, wanted, known, others)
    if wanted.is_default:
        for other in others:
            if other.is_default:
                records.no_default_any_more(uow, other.bank_account_id)
    if known is None:
        added = BankAccountId(command.id)
        records.add_bank_account(uow, added, wanted)
        return added
    records.change_bank_account(uow, known.bank_account_id, wanted)
    return known.bank_account_id


def state_bank_balance(uow: UnitOfWork, command: StateBankBalance) -> BankAccountId:
    """Note what the bank says is available; nothing is posted."""
    uow.actor.require(Permission.CLEAR_DEPOSIT)
    row = banks.bank_account(uow, command.bank_account_id)
    if command.available.currency != row.currency:
        raise errors.balance_currency(row.currency)
    if abs(command.available.minor) > LARGEST_MINOR:
        raise errors.balance_too_large()
    today = settings.business_today(settings.practice(uow), uow.now)
    if not EARLIEST <= command.as_of <= today:
        raise errors.balance_date(command.as_of)
    records.keep_balance(uow, command)
    return row.bank_account_id


def save_slip_overlay(uow: UnitOfWork, command: SaveSlipOverlay) -> SlipOverlay:
    """Say whether and how slips of a bank account go onto the bank's own paper."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    row = banks.bank_account(uow, command.bank_account_id)
    overlay = rules.check_overlay(command.overlay)
    known = banks.kept_overlay(uow, row.bank_account_id) is not None
    records.keep_overlay(uow, row.bank_account_id, overlay, known=known)
    return overlay


def print_slip_calibration(uow: UnitOfWork, command: PrintSlipCalibration) -> PrintQueued:
    """Queue the page that is laid over the bank's own slip, against the light."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    row = banks.bank_account(uow, command.bank_account_id)
    if printing.office_printer(uow).kind is OfficeKind.NONE:
        raise no_office_printer()
    return PrintQueued(print_jobs.queue_office(uow, SLIP_CALIBRATION, row.bank_account_id))


def _known(
    everyone: tuple[BankAccountRow, ...], bank_account_id: BankAccountId | None
) -> BankAccountRow | None:
    if bank_account_id is None:
        return None
    found = [row for row in everyone if row.bank_account_id == bank_account_id]
    if not found:
        raise errors.no_such_bank_account()
    return found[0]


def _cleaned(
    uow: UnitOfWork, command: SaveBankAccount, known: BankAccountRow | None
) -> SaveBankAccount:
    """The command as it would be kept; a UserError beside the first field that does not fit."""
    layout = command.layout
    number = clean(command.account_number, "account_number", most=42)
    if known is None or number:
        number = rules.check_number(layout, clean_required(number, "account_number", most=42))
    elif known.layout is not layout:
        whole = banks.whole_bank_account(uow, known.bank_account_id)
        rules.check_number(layout, whole.account_number)
    return replace(
        command,
        name=clean_required(command.name, "name", most=60),
        bank=clean_required(command.bank, "bank", most=80),
        bank_city=clean(command.bank_city, "bank_city", most=80),
        account_title=clean(command.account_title, "account_title", most=120),
        routing=rules.check_routing(layout, clean(command.routing, "routing", most=40)),
        account_number=number,
        swift=rules.check_swift(clean(command.swift, "swift", most=20)),
        gl_code=clean_required(command.gl_code, "gl_code", most=8),
        currency=_currency(uow, clean(command.currency, "currency", most=10), known),
    )


def _currency(uow: UnitOfWork, code: str, known: BankAccountRow | None) -> str:
    if known is not None:
        if code and code != known.currency:
            raise errors.currency_stays(known.currency)
        return known.currency
    if not code:
        return settings.practice(uow).currency
    decimals_of(code)
    return code


def _refuse_taken(
    uow: UnitOfWork, wanted: SaveBankAccount, others: tuple[BankAccountRow, ...]
) -> None:
    for other in others:
        if other.active and wanted.active and fold(other.name) == fold(wanted.name):
            raise errors.name_taken(other.name)
        if wanted.account_number and other.routing == wanted.routing:
            whole = banks.whole_bank_account(uow, other.bank_account_id)
            if whole.account_number == wanted.account_number:
                raise errors.number_known(other.name)


def _refuse_gl_account(
    uow: UnitOfWork,
    wanted: SaveBankAccount,
    known: BankAccountRow | None,
    others: tuple[BankAccountRow, ...],
) -> None:
    if known is not None and known.gl_code == wanted.gl_code and not wanted.active:
        return
    if not banks.is_for_banks(uow, wanted.gl_code):
        raise errors.gl_account_refused(wanted.gl_code)
    for other in others:
        if other.gl_code == wanted.gl_code:
            raise errors.gl_account_taken(wanted.gl_code, other.name)
    if (
        known is not None
        and known.gl_code != wanted.gl_code
        and records.has_deposits(uow, known.bank_account_id)
    ):
        raise errors.gl_account_stays(known.gl_code)


def _settle_default(
    uow: UnitOfWork,
    wanted: SaveBankAccount,
    known: BankAccountRow | None,
    others: tuple[BankAccountRow, ...],
) -> SaveBankAccount:
    """Deposits always go to exactly one account, as long as there is one in their currency."""
    here = settings.practice(uow).currency
    fits = wanted.active and wanted.currency == here
    if wanted.is_default and not wanted.active and not (known and known.is_default):
        raise errors.default_is_active()
    if wanted.is_default and wanted.currency != here:
        raise errors.default_needs_currency(here)
    instead = [row for row in others if row.active and row.currency == here]
    if known is not None and known.is_default and instead:
        if not wanted.active:
            raise errors.default_not_retired()
        if not wanted.is_default:
            raise errors.default_stays()
    lonely = fits and not any(row.is_default for row in others)
    return replace(wanted, is_default=fits and (wanted.is_default or lonely))
