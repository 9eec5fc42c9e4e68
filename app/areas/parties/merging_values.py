"""Accounts of one person made into one, and those that only look alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.kernel.ids import AccountId, CommandId
from app.kernel.money import Money


@dataclass(frozen=True, slots=True)
class MergeAccounts:
    """`account_id` and `into_id` are one person; the second stands for both from now on. No line of
    the ledger moves, and it can be taken back. The confirmation `different_people` says that a
    birth date or a name may differ.
    """

    id: CommandId
    account_id: AccountId
    into_id: AccountId
    reason: str
    confirmations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AccountsMerged:
    """`stands` is the account that stands for both now; another window may have chosen it."""

    merge_id: str
    stands: AccountId


@dataclass(frozen=True, slots=True)
class PartAccounts:
    """Take a merge back, because they are two people."""

    id: CommandId
    merge_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class AccountsParted:
    """`together` where they are still one through a third account."""

    account_id: AccountId
    into_id: AccountId
    together: bool


@dataclass(frozen=True, slots=True)
class KeepApart:
    """Two accounts look like one person's and are not; nobody is asked again."""

    id: CommandId
    account_id: AccountId
    other_id: AccountId
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KeptApart:
    account_id: AccountId
    other_id: AccountId


@dataclass(frozen=True, slots=True)
class Merge:
    """One merge that stands, as an account's page lists it."""

    merge_id: str
    account_id: AccountId
    number: str
    name: str
    into_id: AccountId
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Alike:
    """Two accounts that may be one person's; `why` says in words what agrees."""

    one_id: AccountId
    other_id: AccountId
    why: str
    likeness: int


@dataclass(frozen=True, slots=True)
class AlikePage:
    """What a stretch of the books holds; `next_key` goes on, empty at the end. `percent` is how
    much was looked at, about.
    """

    pairs: tuple[Alike, ...]
    next_key: str
    percent: int


@dataclass(frozen=True, slots=True)
class Twin:
    """One side of a comparison: everything that tells whether two accounts are one person's."""

    account_id: AccountId
    number: str
    name: str
    birth_date: date | None
    phones: tuple[str, ...]
    address: str
    email: str
    guarantor: str
    external_ids: tuple[str, ...]
    owed: Money
    credit: Money
    registered_on: date | None
    stands_for: tuple[str, ...]
    """Numbers of the accounts that were merged into this one."""
