"""Merges as they are stored, and the view of which account stands for which."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, literal_column, or_, select

from app.areas.ledger.schema import account_alias
from app.areas.parties import schema
from app.areas.parties.merging_rules import standing
from app.areas.parties.merging_values import KeepApart, MergeAccounts, PartAccounts
from app.kernel.clock import instant_from
from app.kernel.ids import AccountId
from app.storage.checking import KEYS, Follow, Part, Recipe
from app.storage.statements import Read, Reader
from app.storage.tables import counted
from app.storage.unit_of_work import UnitOfWork

_merge, _parting = counted(schema.account_merge), counted(schema.account_parting)
_apart = counted(schema.accounts_apart)
_m, _p, _x, _v = _merge.c, _parting.c, _apart.c, account_alias.c
_there: Any = literal_column("1")
_stands = ~select(_there).where(_p.merge_id == _m.id).exists()
_columns = (_m.id, _m.account_id, _m.into_id, _m.reason, _m.made_by, _m.at)
_STANDING = Read(select(_m.account_id, _m.into_id).where(_stands).order_by(_m.id))
_ONE = Read(select(*_columns).where(_m.id == bindparam("id"), _stands))
_LATEST = Read(select(*_columns).where(_stands).order_by(_m.id.desc()).limit(bindparam("most")))
_AMONG = Read(select(*_columns).where(_stands, _m.account_id.in_(KEYS)).order_by(_m.id))
_BETWEEN = Read(
    select(_m.id)
    .where(
        _stands,
        or_(
            (_m.account_id == bindparam("one")) & (_m.into_id == bindparam("other")),
            (_m.account_id == bindparam("other")) & (_m.into_id == bindparam("one")),
        ),
    )
    .order_by(_m.id)
)
_ALIASES = Read(select(_v.account_id, _v.into_id))
_INTO = Read(select(_v.into_id).where(_v.account_id == bindparam("account_id")))
_OF = Read(
    select(_v.account_id).where(_v.into_id == bindparam("account_id")).order_by(_v.account_id)
)
_KEPT = Read(
    select(_x.id).where(_x.one_id == bindparam("one"), _x.other_id == bindparam("other")).limit(1)
)


Stored = tuple[str, AccountId, AccountId, str, str, datetime]
"""(id, account, into, reason, by, at) of a merge."""


def stands_for(reader: Reader, account_id: AccountId) -> AccountId:
    """The account that stands for this one: itself, or the one it was merged into."""
    into = reader.scalar(_INTO, account_id=account_id)
    return AccountId(into) if into is not None else account_id


def merged_into(reader: Reader, account_id: AccountId) -> tuple[AccountId, ...]:
    """The accounts this one stands for besides itself; hardly ever any."""
    return tuple(AccountId(one) for (one,) in reader.fetch(_OF, account_id=account_id))


def merge(reader: Reader, merge_id: str) -> Stored | None:
    """A merge that stands."""
    row = reader.first(_ONE, id=merge_id)
    return None if row is None else _stored(row)


def latest(reader: Reader, most: int) -> list[Stored]:
    """The latest merges that stand, the newest first."""
    return [_stored(row) for row in reader.fetch(_LATEST, most=most)]


def _stored(row: Any) -> Stored:
    merge_id, account_id, into, reason, by, at = row
    return merge_id, AccountId(account_id), AccountId(into), reason, by, instant_from(at)


def merges_of(reader: Reader, accounts: tuple[AccountId, ...]) -> list[Stored]:
    """The merges that stand between these accounts, in the order of their ids."""
    return [_stored(row) for row in reader.fetch(_AMONG, keys=json.dumps(accounts))]


def between(reader: Reader, one: AccountId, other: AccountId) -> tuple[str, ...]:
    """The merges that say these two are one person, in whichever direction."""
    return tuple(merge_id for (merge_id,) in reader.fetch(_BETWEEN, one=one, other=other))


def are_apart(reader: Reader, one: str, other: str) -> bool:
    """Whether somebody said that they are not one person."""
    first, second = sorted((one, other))
    return reader.first(_KEPT, one=first, other=second) is not None


def add_merge(uow: UnitOfWork, command: MergeAccounts, day: date) -> None:
    uow.insert(
        schema.account_merge,
        {
            **uow.made(day),
            "id": command.id,
            "account_id": command.account_id,
            "into_id": command.into_id,
            "reason": command.reason,
        },
    )


def add_parting(uow: UnitOfWork, command: PartAccounts, said: tuple[str, ...], day: date) -> None:
    """Take back the merge and those that say the same, such as the other window's."""
    for number, merge_id in enumerate(said):
        uow.insert(
            schema.account_parting,
            {
                **uow.made(day),
                "id": uow.new_id() if number else command.id,
                "merge_id": merge_id,
                "reason": command.reason,
            },
        )


def add_apart(uow: UnitOfWork, command: KeepApart, day: date) -> None:
    one, other = sorted((command.account_id, command.other_id))
    uow.insert(
        schema.accounts_apart,
        {
            **uow.made(day),
            "id": command.id,
            "one_id": one,
            "other_id": other,
            "reason": command.reason,
        },
    )


def derive(uow: UnitOfWork) -> None:
    """Bring the view in line with the merges; only what differs is written."""
    wanted = standing((row[0], row[1]) for row in uow.fetch(_STANDING))
    known = dict(uow.fetch(_ALIASES))
    for account_id in known.keys() - wanted.keys():
        uow.drop(account_alias, account_id=account_id)
    for account_id, into in wanted.items():
        if known.get(account_id) != into:
            uow.derive(account_alias, {"account_id": account_id, "into_id": into})


def recipe() -> Recipe:
    """Which account stands for which; a single merge may change it for many."""

    def rows(reader: Reader) -> Iterator[tuple[Any, ...]]:
        found = standing((row[0], row[1]) for row in reader.fetch(_STANDING))
        yield from sorted(found.items())

    part = Part(
        "",
        (Follow(schema.account_merge, "id"), Follow(schema.account_parting, "id")),
        lambda reader, _keys: rows(reader),
    )
    return Recipe(account_alias, rows, parts=(part,))
