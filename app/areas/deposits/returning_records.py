"""Where a check stands now, and where it stands again once its return is taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select

from app.areas.deposits import banks, records, repository, returning_errors, schema
from app.areas.deposits.returning_rules import CheckPlace, CheckPlaceName
from app.areas.deposits.rules import StoredDeposit, StoredItem
from app.areas.deposits.values import DepositStage
from app.areas.ledger.values import GL
from app.areas.payments.undoing_rules import StoredReturn, StoredTender
from app.kernel.errors import ensure
from app.kernel.ids import DepositId, TenderId
from app.storage.statements import Read, Reader
from app.storage.tables import counted
from app.storage.unit_of_work import UnitOfWork

_claim, _out = schema.deposit_claim.c, counted(schema.deposit_item_out).c
_CLAIM = Read(select(_claim.deposit_id).where(_claim.source_id == bindparam("source_id")))
_OUT_OF = Read(
    select(func.max(_out.id)).where(
        _out.item_id == bindparam("item_id"),
        _out.action_id == bindparam("action_id"),
        _out.reverses_id.is_(None),
    )
)
_OPEN = (DepositStage.PREPARED, DepositStage.COUNTED)
_ON_ITS_WAY = (DepositStage.SEALED, DepositStage.SUBMITTED)


def place_of(reader: Reader, tender: StoredTender) -> CheckPlace:
    """Where a check stands. One that the practice books on no account for checks was never in the
    safe: it is taken off where it is.
    """
    if tender.leg.gl_code != GL.UNDEPOSITED_CHECKS:
        return CheckPlace(CheckPlaceName.BANK, tender.leg.gl_code)
    found = reader.scalar(_CLAIM, source_id=tender.tender_id)
    if found is None:
        return _in_safe()
    deposit = records.stored_deposit(reader, DepositId(found))
    if deposit.stage in _OPEN:
        return _in_bag(deposit, tender.tender_id)
    if deposit.stage in _ON_ITS_WAY:
        return _on_its_way(deposit, tender.tender_id)
    bank = banks.bank_account(reader, deposit.bank_account_id)
    return CheckPlace(
        CheckPlaceName.BANK, bank.gl_code, deposit.deposit_id, deposit.number, bank=bank.name
    )


def place_again(reader: Reader, back: StoredReturn, tender: StoredTender) -> CheckPlace:
    """Where a check stands once its return is taken back: where it was, and in the safe when its
    bag moved on without it. A UserError where the bank credited the bag without it.
    """
    if back.deposit_id is None:
        return CheckPlace(CheckPlaceName(back.place), back.gl_code)
    deposit = records.stored_deposit(reader, DepositId(back.deposit_id))
    if back.place == CheckPlaceName.BANK:
        name = banks.bank_account(reader, deposit.bank_account_id).name
        return CheckPlace(
            CheckPlaceName.BANK, back.gl_code, deposit.deposit_id, deposit.number, bank=name
        )
    if back.place == CheckPlaceName.BAG:
        counted_since = any(count.at >= back.at for count in deposit.counts)
        if deposit.stage in _OPEN and not counted_since:
            return _in_bag(deposit, tender.tender_id)
        return _in_safe()
    if deposit.stage is DepositStage.VOID:
        return _in_safe()
    if deposit.stage in _ON_ITS_WAY:
        return _on_its_way(deposit, tender.tender_id)
    raise returning_errors.credited_without_it(tender.leg.check_number, deposit.number)


def _in_safe() -> CheckPlace:
    return CheckPlace(CheckPlaceName.SAFE, GL.UNDEPOSITED_CHECKS)


def _in_bag(deposit: StoredDeposit, tender_id: TenderId) -> CheckPlace:
    item = _item(deposit, tender_id)
    return CheckPlace(
        CheckPlaceName.BAG,
        GL.UNDEPOSITED_CHECKS,
        deposit.deposit_id,
        deposit.number,
        item.item_id,
    )


def _on_its_way(deposit: StoredDeposit, tender_id: TenderId) -> CheckPlace:
    item = _item(deposit, tender_id)
    return CheckPlace(
        CheckPlaceName.TRANSIT,
        GL.DEPOSITS_IN_TRANSIT,
        deposit.deposit_id,
        deposit.number,
        item.item_id,
    )


def _item(deposit: StoredDeposit, tender_id: TenderId) -> StoredItem:
    found = [item for item in deposit.items if item.source_id == tender_id]
    ensure(len(found) == 1, "a check is once in its deposit")
    return found[0]


def take_out(uow: UnitOfWork, place: CheckPlace, action_id: str, reason: str, day: date) -> None:
    """A check that is in a bag leaves it; any other is in none."""
    if place.item_id is not None:
        deposit, item = _bag(uow, place)
        repository.take_item_out(uow, deposit, item, action_id, reason, day)


def put_back(
    uow: UnitOfWork, place: CheckPlace, return_id: str, action_id: str, reason: str, day: date
) -> None:
    """The opposite of what the return `return_id` took out."""
    if place.item_id is not None:
        deposit, item = _bag(uow, place)
        out_id: Any = uow.scalar(_OUT_OF, item_id=item.item_id, action_id=return_id)
        ensure(out_id is not None, "what is put back was taken out")
        repository.put_item_back(uow, deposit, item, out_id, action_id, reason, day)


def _bag(uow: UnitOfWork, place: CheckPlace) -> tuple[StoredDeposit, StoredItem]:
    deposit = records.stored_deposit(uow, DepositId(place.deposit_id or ""))
    return deposit, next(item for item in deposit.items if item.item_id == place.item_id)
