"""Stores deposits and what is done with them, and keeps what they claim and hold back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from app.areas.deposits import schema, state_checks
from app.areas.deposits.records import stored_deposit
from app.areas.deposits.rules import StoredDeposit, StoredItem
from app.areas.deposits.values import (
    ClearDeposit,
    CountDeposit,
    Depositable,
    DepositStage,
    ItemKind,
    PrepareDeposit,
    SubmitDeposit,
)
from app.areas.drawers.schema import movement_hold
from app.areas.ledger.values import Reason
from app.areas.payments.schema import tender_hold
from app.kernel.clock import instant_text
from app.kernel.ids import DepositId, DepositItemId, UserId
from app.kernel.money import Money
from app.storage.checking import Recipe
from app.storage.numbering import Number
from app.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class NewDeposit:
    """A deposit as it is stored; `command` is cleaned."""

    command: PrepareDeposit
    items: tuple[Depositable, ...]
    count_id: str
    cash: Money
    counted: Money
    checks: tuple[int, Money]
    cards: tuple[int, Money]

    @property
    def currency(self) -> str:
        return self.cash.currency


def add_deposit(uow: UnitOfWork, number: Number, new: NewDeposit, day: date) -> DepositId:
    """A deposit with its items, which from now on are in no other."""
    command = new.command
    uow.insert(
        schema.deposit,
        {
            **uow.made(day),
            "id": command.id,
            "number": number.text,
            "number_series": number.series,
            "number_value": number.value,
            "bank_account_id": command.bank_account_id,
            "currency": new.currency,
            "count_id": new.count_id,
            "cash_minor": new.cash.minor,
            "counted_minor": new.counted.minor,
            "check_count": new.checks[0],
            "check_minor": new.checks[1].minor,
            "card_count": new.cards[0],
            "card_minor": new.cards[1].minor,
            "note": command.note,
        },
    )
    for position, item in enumerate(new.items, 1):
        _add_item(uow, command.id, position, item)
    deposit = stored_deposit(uow, DepositId(command.id))
    claim(uow, deposit, deposit.items)
    derive_state(uow, deposit)
    return deposit.deposit_id


def _add_item(uow: UnitOfWork, deposit_id: str, position: int, item: Depositable) -> None:
    item_id = uow.new_id()
    reserve = item.kind is ItemKind.RESERVE
    uow.insert(
        schema.deposit_item,
        {
            "id": item_id,
            "deposit_id": deposit_id,
            "position": position,
            "kind": item.kind,
            "source_id": item_id if reserve else item.source_id,
            "amount_minor": item.amount.minor,
            "currency": item.amount.currency,
            "item_date": item.item_date.isoformat(),
            "check_number": item.check_number,
            "bank": item.bank,
            "reference": item.reference,
            "reason": item.words if reserve else "",
        },
    )


def claim(uow: UnitOfWork, deposit: StoredDeposit, items: Iterable[StoredItem]) -> None:
    """What is in a bag goes in no other and is not undone under it."""
    for item in items:
        if item.kind is ItemKind.RESERVE:
            continue
        uow.derive(
            schema.deposit_claim,
            {
                "source_id": item.source_id,
                "deposit_id": deposit.deposit_id,
                "item_id": item.item_id,
            },
        )
        if item.kind is ItemKind.CHECK:
            uow.derive(tender_hold, {"tender_id": item.source_id, "why": deposit.number})
        elif item.kind is ItemKind.DROP:
            uow.derive(movement_hold, {"movement_id": item.source_id, "why": deposit.number})


def release(uow: UnitOfWork, items: Iterable[StoredItem]) -> None:
    """The opposite of `claim`, for items that are in the bag until now. What another bag has too,
    prepared by somebody who did not know of this one, that one claims from here on.
    """
    items = tuple(items)
    for item in items:
        uow.drop(schema.deposit_claim, source_id=item.source_id)
        if item.kind is ItemKind.CHECK:
            uow.drop(tender_hold, tender_id=item.source_id)
        elif item.kind is ItemKind.DROP:
            uow.drop(movement_hold, movement_id=item.source_id)
    _claim_by_facts(uow, items)


def _claim_by_facts(uow: UnitOfWork, items: Iterable[StoredItem]) -> None:
    """Which bag has what, where more than one may."""
    sources = json.dumps([item.source_id for item in items])
    for recipe in _claims():
        for part in recipe.parts:
            for row in list(part.some(uow, sources)):
                uow.derive(recipe.view, dict(zip(recipe.columns, row, strict=True)))


@cache
def _claims() -> tuple[Recipe, ...]:
    held = (schema.deposit_claim, tender_hold, movement_hold)
    return tuple(recipe for recipe in state_checks.recipes() if recipe.view in held)


def derive_state(uow: UnitOfWork, deposit: StoredDeposit) -> None:
    """Where a deposit stands, from all that was done to it."""
    clear = deposit.clear
    uow.derive(
        schema.deposit_state,
        {
            "deposit_id": deposit.deposit_id,
            "status": deposit.status,
            "counted": int(bool(deposit.counts)),
            "sealed": int(deposit.seal is not None),
            "bank_account_id": deposit.bank_account_id,
            "currency": deposit.currency,
            "business_date": deposit.business_date.isoformat(),
            "cash_minor": deposit.cash.minor,
            "check_count": len(deposit.check_items),
            "check_minor": deposit.checks.minor,
            "bag_number": deposit.seal.bag_number if deposit.seal else "",
            "sealed_at": instant_text(deposit.seal.at) if deposit.seal else None,
            "submitted_at": instant_text(deposit.submit.at) if deposit.submit else None,
            "cleared_on": clear.bank_date.isoformat() if clear else None,
            "cleared_minor": clear.amount.minor if clear else None,
        },
    )


def _again(uow: UnitOfWork, deposit_id: DepositId) -> None:
    derive_state(uow, stored_deposit(uow, deposit_id))


def add_second_count(
    uow: UnitOfWork,
    command: CountDeposit,
    deposit: StoredDeposit,
    count_id: str,
    cash: Money,
    missing: tuple[StoredItem, ...],
    day: date,
) -> None:
    """A second count; `command` is cleaned."""
    seen = [item for item in deposit.check_items if item not in missing]
    uow.insert(
        schema.deposit_second_count,
        {
            **uow.made(day),
            "id": command.id,
            "deposit_id": deposit.deposit_id,
            "count_id": count_id,
            "attempt": len(deposit.counts) + 1,
            "cash_minor": cash.minor,
            "check_count": len(seen),
            "check_minor": sum(item.amount.minor for item in seen),
            "missing": " ".join(item.item_id for item in missing),
            "currency": deposit.currency,
            "note": command.note,
        },
    )
    _again(uow, deposit.deposit_id)


def take_item_out(
    uow: UnitOfWork,
    deposit: StoredDeposit,
    item: StoredItem,
    action_id: str,
    reason: str,
    day: date,
) -> None:
    """A check leaves the bag, whether it is sealed or not; `action_id` is what takes it out."""
    _add_out(uow, deposit.deposit_id, item.item_id, action_id, reason, None, day)
    release(uow, (item,))
    _again(uow, deposit.deposit_id)


def put_item_back(
    uow: UnitOfWork,
    deposit: StoredDeposit,
    item: StoredItem,
    out_id: str,
    action_id: str,
    reason: str,
    day: date,
) -> None:
    """A check is in the bag again; `out_id` is the taking out this takes back."""
    _add_out(uow, deposit.deposit_id, item.item_id, action_id, reason, out_id, day)
    after = stored_deposit(uow, deposit.deposit_id)
    inside = any(one.item_id == item.item_id for one in after.live)
    if inside and deposit.stage is not DepositStage.VOID:
        claim(uow, deposit, (item,))
        _claim_by_facts(uow, (item,))
    _again(uow, deposit.deposit_id)


def _add_out(
    uow: UnitOfWork,
    deposit_id: DepositId,
    item_id: DepositItemId,
    action_id: str,
    reason: str,
    reverses_id: str | None,
    day: date,
) -> None:
    uow.insert(
        schema.deposit_item_out,
        {
            **uow.made(day),
            "id": uow.new_id(),
            "deposit_id": deposit_id,
            "item_id": item_id,
            "action_id": action_id,
            "reason": reason,
            "reverses_id": reverses_id,
        },
    )


@dataclass(frozen=True, slots=True)
class NewSeal:
    """A seal as it is stored."""

    bag_number: str
    cash: Money
    difference: Money
    verified_by: UserId
    single_person: bool
    reason: Reason | None
    note: str
    approval_from: int
    approval_id: str | None


def add_seal(
    uow: UnitOfWork, seal_id: str, deposit: StoredDeposit, new: NewSeal, second_id: str, day: date
) -> None:
    uow.insert(
        schema.deposit_seal,
        {
            **uow.made(day),
            "id": seal_id,
            "deposit_id": deposit.deposit_id,
            "second_count_id": second_id,
            "bag_number": new.bag_number,
            "currency": deposit.currency,
            "cash_minor": new.cash.minor,
            "check_count": len(deposit.check_items),
            "check_minor": deposit.checks.minor,
            "difference_minor": new.difference.minor,
            "prepared_by": deposit.prepared_by,
            "verified_by": new.verified_by,
            "single_person": int(new.single_person),
            "reason_id": new.reason.reason_id if new.reason else None,
            "reason": new.reason.words if new.reason else "",
            "note": new.note,
            "approval_from_minor": new.approval_from,
            "approval_id": new.approval_id,
        },
    )
    _again(uow, deposit.deposit_id)


def add_submit(uow: UnitOfWork, command: SubmitDeposit, day: date) -> None:
    """`command` is cleaned."""
    uow.insert(
        schema.deposit_submit,
        {
            **uow.made(day),
            "id": command.id,
            "deposit_id": command.deposit_id,
            "handed_to": command.handed_to,
            "slip_number": command.slip_number,
            "note": command.note,
        },
    )
    _again(uow, command.deposit_id)


def add_clear(
    uow: UnitOfWork,
    command: ClearDeposit,
    difference: Money,
    reason: Reason | None,
    approval_id: str | None,
    day: date,
    *,
    reverses_id: str | None = None,
) -> None:
    """A credit of the bank, or with `reverses_id` its taking back; `command` is cleaned."""
    uow.insert(
        schema.deposit_clear,
        {
            **uow.made(day),
            "id": command.id,
            "deposit_id": command.deposit_id,
            "bank_date": command.bank_date.isoformat(),
            "amount_minor": command.amount.minor,
            "difference_minor": difference.minor,
            "currency": command.amount.currency,
            "reference": command.reference,
            "reason_id": reason.reason_id if reason else None,
            "reason": reason.words if reason else "",
            "note": command.note,
            "approval_id": approval_id,
            "reverses_id": reverses_id,
        },
    )
    _again(uow, command.deposit_id)


def add_void(
    uow: UnitOfWork,
    void_id: str,
    deposit: StoredDeposit,
    reason: Reason,
    note: str,
    approval_id: str | None,
    day: date,
) -> None:
    uow.insert(
        schema.deposit_void,
        {
            **uow.made(day),
            "id": void_id,
            "deposit_id": deposit.deposit_id,
            "reason_id": reason.reason_id,
            "reason": reason.words,
            "note": note,
            "approval_id": approval_id,
        },
    )
    release(uow, deposit.live)
    _again(uow, deposit.deposit_id)
