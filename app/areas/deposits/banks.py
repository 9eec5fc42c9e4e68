"""The practice's bank accounts, for screens and slips; account numbers are masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from app.areas.deposits import bank_errors as errors
from app.areas.deposits import schema
from app.areas.deposits.bank_rules import masked
from app.areas.deposits.bank_values import (
    BankAccountRow,
    BankAccountType,
    SlipLayout,
    SlipOverlay,
)
from app.areas.ledger import queries as ledger
from app.areas.ledger.rules import CONTROLLED
from app.areas.ledger.values import GL, GLAccountRow, GLType
from app.areas.settings import queries as settings
from app.kernel.ids import BankAccountId, derived_id
from app.kernel.money import Money
from app.storage.statements import Read, Reader

_b = schema.bank_account.c
_COLUMNS = (
    _b.id,
    _b.name,
    _b.account_title,
    _b.bank,
    _b.bank_city,
    _b.layout,
    _b.routing,
    _b.swift,
    _b.account_number,
    _b.account_type,
    _b.currency,
    _b.gl_code,
    _b.active,
    _b.is_default,
    _b.available_minor,
    _b.available_on,
    _b.last_reconciled_on,
    _b.last_reconciled_minor,
)
_ALL = Read(select(*_COLUMNS).order_by(_b.active.desc(), _b.is_default.desc(), _b.name, _b.id))
_ONE = Read(select(*_COLUMNS).where(_b.id == bindparam("id")))
_POSTED_TO = Read(
    select(_b.name, _b.gl_code, _b.currency, _b.active).where(_b.id == bindparam("id"))
)
_o = schema.slip_overlay.c
_OVERLAY = Read(
    select(_o.used, _o.codes, _o.layout, _o.paper, _o.right_tenths, _o.down_tenths).where(
        _o.id == bindparam("id")
    )
)
_NO_BANK = CONTROLLED | {GL.CARD_CLEARING}
_MONEY = ("", "cash")
"""Subtypes of GL accounts that can be money at a bank; the practice's own may say none."""


def bank_accounts(reader: Reader, *, all: bool = False) -> tuple[BankAccountRow, ...]:
    """The bank accounts in use, the one that deposits go to first; with `all` the others too."""
    rows = (_row(reader, row) for row in reader.fetch(_ALL))
    return tuple(replace(row, account_number="") for row in rows if all or row.active)


def bank_account(reader: Reader, bank_account_id: BankAccountId) -> BankAccountRow:
    """One bank account, in use or not, with its number masked."""
    return replace(whole_bank_account(reader, bank_account_id), account_number="")


def whole_bank_account(reader: Reader, bank_account_id: BankAccountId) -> BankAccountRow:
    """One bank account with its whole number, for the slip that the bank gets."""
    row = reader.first(_ONE, id=bank_account_id)
    if row is None:
        raise errors.no_such_bank_account()
    return _row(reader, row)


def posted_to(reader: Reader, bank_account_id: BankAccountId) -> tuple[str, str, str, bool]:
    """(name, GL account, currency, whether it is in use) of a bank account, without adding up what
    it holds: for what writes.
    """
    row = reader.first(_POSTED_TO, id=bank_account_id)
    if row is None:
        raise errors.no_such_bank_account()
    name, gl_code, currency, active = row
    return name, gl_code, currency, bool(active)


def default_bank_account(reader: Reader) -> BankAccountRow | None:
    """Where deposits go unless another account is chosen."""
    return next((row for row in bank_accounts(reader) if row.is_default), None)


def overlay_of(bank_account_id: BankAccountId) -> str:
    """The id of an account's overlay."""
    return derived_id("slip_overlay", bank_account_id)


def slip_overlay(reader: Reader, bank_account_id: BankAccountId) -> SlipOverlay:
    """How slips of an account go onto the bank's own paper; not at all until somebody says so."""
    return kept_overlay(reader, bank_account_id) or SlipOverlay(
        whole_bank_account(reader, bank_account_id).layout,
        settings.setting(reader, "documents.paper_size"),
    )


def kept_overlay(reader: Reader, bank_account_id: BankAccountId) -> SlipOverlay | None:
    """What somebody said about it; None when nobody did."""
    row = reader.first(_OVERLAY, id=overlay_of(bank_account_id))
    if row is None:
        return None
    used, codes, layout, paper, right, down = row
    return SlipOverlay(SlipLayout(layout), paper, bool(used), bool(codes), right, down)


def accounts_for_banks(reader: Reader) -> tuple[GLAccountRow, ...]:
    """The GL accounts that can be a bank account and are none yet, by code."""
    taken = {row.gl_code for row in bank_accounts(reader, all=True)}
    return tuple(row for row in _for_banks(reader) if row.code not in taken)


def is_for_banks(reader: Reader, code: str) -> bool:
    """Whether a GL account can be a bank account."""
    return any(row.code == code for row in _for_banks(reader))


def _for_banks(reader: Reader) -> list[GLAccountRow]:
    return [
        row
        for row in ledger.gl_accounts(reader)
        if row.active
        and row.gl_type is GLType.ASSET
        and row.subtype in _MONEY
        and row.code not in _NO_BANK
    ]


def _row(reader: Reader, row: Sequence[Any]) -> BankAccountRow:
    bank_account_id, name, title, bank, city, layout, routing, swift, number = row[:9]
    kind, currency, gl_code, active, is_default, available, available_on, *reconciled = row[9:]
    return BankAccountRow(
        bank_account_id=BankAccountId(bank_account_id),
        name=name,
        account_title=title,
        bank=bank,
        bank_city=city,
        layout=SlipLayout(layout),
        routing=routing,
        swift=swift,
        account_number=number,
        masked_number=masked(number),
        account_type=BankAccountType(kind),
        currency=currency,
        gl_code=gl_code,
        active=bool(active),
        is_default=bool(is_default),
        current=ledger.gl_balance(reader, gl_code, date.max, currency),
        available=None if available is None else Money(available, currency),
        available_on=_day(available_on),
        last_reconciled_on=_day(reconciled[0]),
        last_reconciled=None if reconciled[1] is None else Money(reconciled[1], currency),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
