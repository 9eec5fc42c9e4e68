"""Reads a deposit whole, with all that was done to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from app.areas.deposits import errors, schema
from app.areas.deposits.rules import (
    COUNTS,
    Clear,
    Seal,
    SecondCount,
    StoredDeposit,
    StoredItem,
    Submit,
    Void,
)
from app.areas.deposits.values import ItemKind
from app.areas.drawers.schema import cash_movement
from app.areas.ledger.schema import journal_entry
from app.areas.ledger.values import GL
from app.kernel.clock import instant_from
from app.kernel.ids import BankAccountId, CountId, DepositId, DepositItemId, EntryId, UserId
from app.kernel.money import Money
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_deposit, _item = counted(schema.deposit), counted(schema.deposit_item)
_out, _second = counted(schema.deposit_item_out), counted(schema.deposit_second_count)
_seal, _submit = counted(schema.deposit_seal), counted(schema.deposit_submit)
_clear, _void = counted(schema.deposit_clear), counted(schema.deposit_void)
_d, _i, _o, _n = _deposit.c, _item.c, _out.c, _second.c
_s, _u, _c, _v = _seal.c, _submit.c, _clear.c, _void.c
_claim = schema.deposit_claim.c
_of: Any = bindparam("deposit_id")

_DEPOSIT = Read(
    select(
        _d.number,
        _d.bank_account_id,
        _d.currency,
        _d.business_date,
        _d.at,
        _d.made_by,
        _d.count_id,
        _d.counted_minor,
        _d.card_count,
        _d.card_minor,
        _d.note,
    ).where(_d.id == _of)
)
_ITEMS = Read(
    select(
        _i.id,
        _i.kind,
        _i.source_id,
        _i.amount_minor,
        _i.item_date,
        _i.check_number,
        _i.bank,
        _i.reference,
        _i.reason,
    )
    .where(_i.deposit_id == _of)
    .order_by(_i.position, _i.id)
)
_OUTS = Read(
    select(_o.id, _o.item_id, _o.reason, _o.reverses_id, _o.at, _o.made_by)
    .where(_o.deposit_id == _of)
    .order_by(_o.at, _o.id)
)
_COUNTS = Read(
    select(_n.id, _n.count_id, _n.attempt, _n.made_by, _n.at, _n.cash_minor, _n.missing, _n.note)
    .where(_n.deposit_id == _of)
    .order_by(_n.attempt, _n.at, _n.id)
)
_SEAL = Read(
    select(
        _s.id,
        _s.made_by,
        _s.at,
        _s.bag_number,
        _s.cash_minor,
        _s.difference_minor,
        _s.single_person,
        _s.reason,
        _s.note,
    )
    .where(_s.deposit_id == _of)
    .order_by(_s.at, _s.id)
    .limit(1)
)
_SUBMIT = Read(
    select(_u.made_by, _u.at, _u.handed_to, _u.slip_number, _u.note)
    .where(_u.deposit_id == _of)
    .order_by(_u.at, _u.id)
    .limit(1)
)
_CLEARS = Read(
    select(
        _c.id,
        _c.made_by,
        _c.at,
        _c.bank_date,
        _c.amount_minor,
        _c.difference_minor,
        _c.reference,
        _c.reason,
        _c.note,
        _c.reverses_id,
    )
    .where(_c.deposit_id == _of)
    .order_by(_c.at, _c.id)
)
_VOID = Read(
    select(_v.made_by, _v.at, _v.reason, _v.note)
    .where(_v.deposit_id == _of)
    .order_by(_v.at, _v.id)
    .limit(1)
)
_OF_ITEM = Read(select(_i.deposit_id).where(_i.id == bindparam("item_id")))
_CLAIM = Read(
    select(_d.number)
    .select_from(schema.deposit_claim)
    .join(_deposit, _d.id == _claim.deposit_id)
    .where(_claim.source_id == bindparam("source_id"))
)
_BAGS = Read(
    select(_s.bag_number, _d.number).select_from(_seal).join(_deposit, _d.id == _s.deposit_id)
)
_entry, _m = counted(journal_entry), counted(cash_movement).c
_ENTRIES = Read(
    select(_entry.c.id)
    .where(
        _entry.c.source_type == bindparam("source_type"),
        _entry.c.source_id == bindparam("source_id"),
        _entry.c.reverses_entry_id.is_(None),
    )
    .order_by(_entry.c.number_value)
)


def stored_deposit(reader: Reader, deposit_id: DepositId) -> StoredDeposit:
    """A deposit whole; a UserError when there is none."""
    row = reader.first(_DEPOSIT, deposit_id=deposit_id)
    if row is None:
        raise errors.no_such_deposit()
    number, bank, currency, day, at, made_by, count_id, counted_minor, cards, card_minor, note = row
    return StoredDeposit(
        deposit_id=deposit_id,
        number=number,
        bank_account_id=BankAccountId(bank),
        currency=currency,
        business_date=date.fromisoformat(day),
        at=instant_from(at),
        prepared_by=UserId(made_by),
        count_id=CountId(count_id),
        first_count=Money(counted_minor, currency),
        cards=(cards, Money(card_minor, currency)),
        note=note,
        items=_items(reader, deposit_id, currency),
        counts=_counts(reader, deposit_id, currency),
        seal=_seal_of(reader, deposit_id, currency),
        submit=_submit_of(reader, deposit_id),
        clears=_clears(reader, deposit_id, currency),
        void=_void_of(reader, deposit_id),
    )


def outs(reader: Reader, deposit_id: DepositId) -> Sequence[tuple[Any, ...]]:
    """(id, item, reason, reverses, at, user) of what was taken out and put back, in order."""
    return reader.fetch(_OUTS, deposit_id=deposit_id)


def _items(reader: Reader, deposit_id: DepositId, currency: str) -> tuple[StoredItem, ...]:
    rows = outs(reader, deposit_id)
    taken_back = {reverses_id for _, _, _, reverses_id, _, _ in rows}
    taken: dict[str, str] = {}
    back_at: dict[str, datetime] = {}
    for out_id, item_id, reason, reverses_id, at, _ in rows:
        if reverses_id is not None:
            back_at[item_id] = instant_from(at)
        elif out_id not in taken_back:
            taken[item_id] = reason
    return tuple(
        StoredItem(
            DepositItemId(item_id),
            ItemKind(kind),
            source_id,
            Money(minor, currency),
            date.fromisoformat(day),
            check_number,
            bank,
            reference,
            reason,
            taken.get(item_id, ""),
            back_at.get(item_id),
        )
        for item_id, kind, source_id, minor, day, check_number, bank, reference, reason in (
            reader.fetch(_ITEMS, deposit_id=deposit_id)
        )
    )


def _counts(reader: Reader, deposit_id: DepositId, currency: str) -> tuple[SecondCount, ...]:
    return tuple(
        SecondCount(
            second_id,
            CountId(count_id),
            attempt,
            UserId(user_id),
            instant_from(at),
            Money(minor, currency),
            frozenset(missing.split()),
            note,
        )
        for second_id, count_id, attempt, user_id, at, minor, missing, note in reader.fetch(
            _COUNTS, deposit_id=deposit_id
        )
    )


def _seal_of(reader: Reader, deposit_id: DepositId, currency: str) -> Seal | None:
    row = reader.first(_SEAL, deposit_id=deposit_id)
    if row is None:
        return None
    seal_id, user_id, at, bag, cash, difference, single, reason, note = row
    return Seal(
        seal_id,
        UserId(user_id),
        instant_from(at),
        bag,
        Money(cash, currency),
        Money(difference, currency),
        bool(single),
        reason,
        note,
    )


def _submit_of(reader: Reader, deposit_id: DepositId) -> Submit | None:
    row = reader.first(_SUBMIT, deposit_id=deposit_id)
    return None if row is None else Submit(UserId(row[0]), instant_from(row[1]), *row[2:])


def _void_of(reader: Reader, deposit_id: DepositId) -> Void | None:
    row = reader.first(_VOID, deposit_id=deposit_id)
    return None if row is None else Void(UserId(row[0]), instant_from(row[1]), *row[2:])


def _clears(reader: Reader, deposit_id: DepositId, currency: str) -> tuple[Clear, ...]:
    rows = reader.fetch(_CLEARS, deposit_id=deposit_id)
    back = {row[9]: (UserId(row[1]), instant_from(row[2]), row[8]) for row in rows if row[9]}
    return tuple(
        Clear(
            clear_id,
            UserId(user_id),
            instant_from(at),
            date.fromisoformat(day),
            Money(minor, currency),
            Money(difference, currency),
            reference,
            reason,
            note,
            back.get(clear_id),
        )
        for clear_id, user_id, at, day, minor, difference, reference, reason, note, back_of in rows
        if back_of is None
    )


def deposit_of_item(reader: Reader, item_id: DepositItemId) -> DepositId:
    """The deposit an item is in; a UserError when there is no such item."""
    found = reader.scalar(_OF_ITEM, item_id=item_id)
    if found is None:
        raise errors.no_such_item()
    return DepositId(found)


def claimed_by(reader: Reader, source_id: str) -> str | None:
    """The number of the deposit a shift, drop or check is in."""
    found = reader.scalar(_CLAIM, source_id=source_id)
    return None if found is None else str(found)


def bags(reader: Reader) -> Sequence[tuple[str, str]]:
    """Every bag number that was ever used, with the number of its deposit."""
    return reader.fetch(_BAGS)


def entries_of(reader: Reader, source_type: str, source_id: str) -> tuple[EntryId, ...]:
    """The entries of a source in the order they were posted."""
    rows = reader.fetch(_ENTRIES, source_type=source_type, source_id=source_id)
    return tuple(EntryId(row[0]) for row in rows)


def cash_is_settled(deposit_id: Any, cash_minor: Any) -> Any:
    """SQL: whether a second person found the cash of a deposit, or counted it twice."""
    found = or_(_n.attempt >= COUNTS, _n.cash_minor == cash_minor)
    return select(_n.id).where(_n.deposit_id == deposit_id, found).exists()


def from_safe(shift_id: Any) -> Any:
    """What a shift took out of the safe and brought back by hand, its drops left out."""
    return (
        select(func.coalesce(func.sum(_m.amount_minor), 0))
        .where(_m.shift_id == shift_id, _m.gl_code == GL.CASH_IN_SAFE, _m.kind != "drop")
        .scalar_subquery()
    )
