"""Stores bank accounts."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from app.areas.deposits import schema
from app.areas.deposits.bank_values import SaveBankAccount, SlipOverlay, StateBankBalance
from app.areas.deposits.banks import overlay_of
from app.kernel.ids import BankAccountId
from app.storage.statements import Read
from app.storage.tables import Row, counted
from app.storage.unit_of_work import UnitOfWork

_d = counted(schema.deposit).c
_USED = Read(select(_d.id).where(_d.bank_account_id == bindparam("id")).limit(1))


def add_bank_account(
    uow: UnitOfWork, bank_account_id: BankAccountId, wanted: SaveBankAccount
) -> None:
    uow.create(
        schema.bank_account,
        {
            "id": bank_account_id,
            **_fields(wanted),
            "account_number": wanted.account_number,
            "currency": wanted.currency,
            "last_reconciled_on": None,
            "last_reconciled_minor": None,
            "available_minor": None,
            "available_on": None,
        },
    )


def change_bank_account(
    uow: UnitOfWork, bank_account_id: BankAccountId, wanted: SaveBankAccount
) -> bool:
    """An empty account number leaves the one that is there."""
    fields = _fields(wanted)
    if wanted.account_number:
        fields["account_number"] = wanted.account_number
    return uow.change(schema.bank_account, bank_account_id, fields)


def _fields(wanted: SaveBankAccount) -> Row:
    return {
        "name": wanted.name,
        "account_title": wanted.account_title,
        "bank": wanted.bank,
        "bank_city": wanted.bank_city,
        "layout": wanted.layout,
        "routing": wanted.routing,
        "swift": wanted.swift,
        "account_type": wanted.account_type,
        "gl_code": wanted.gl_code,
        "active": int(wanted.active),
        "is_default": int(wanted.is_default),
    }


def no_default_any_more(uow: UnitOfWork, bank_account_id: BankAccountId) -> None:
    uow.change(schema.bank_account, bank_account_id, {"is_default": 0})


def keep_balance(uow: UnitOfWork, command: StateBankBalance) -> None:
    uow.change(
        schema.bank_account,
        command.bank_account_id,
        {
            "available_minor": command.available.minor,
            "available_on": command.as_of.isoformat(),
        },
    )


def keep_overlay(
    uow: UnitOfWork, bank_account_id: BankAccountId, overlay: SlipOverlay, *, known: bool
) -> None:
    """Each account's overlay has an id of its own, made from the account's: two windows that begin
    it apart begin the same one.
    """
    overlay_id = overlay_of(bank_account_id)
    fields: Row = {
        "used": int(overlay.used),
        "codes": int(overlay.codes),
        "layout": overlay.layout,
        "paper": overlay.paper,
        "right_tenths": overlay.right_tenths,
        "down_tenths": overlay.down_tenths,
    }
    if known:
        uow.change(schema.slip_overlay, overlay_id, fields)
        return
    row = {"id": overlay_id, "bank_account_id": bank_account_id, **fields}
    uow.create(schema.slip_overlay, row)


def has_deposits(uow: UnitOfWork, bank_account_id: BankAccountId) -> bool:
    """Whether anything was ever made ready for this account."""
    return uow.first(_USED, id=bank_account_id) is not None
