"""What may go to the bank, and a deposit on its way there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.areas.deposits.bank_values import BankAccountRow
from app.areas.drawers.values import Pile
from app.kernel.ids import (
    BankAccountId,
    CommandId,
    CountId,
    DepositId,
    DepositItemId,
    ReasonId,
    UserId,
)
from app.kernel.money import Money

# ------------------------------------------------------------------------------- what may be banked


class ItemKind(StrEnum):
    """SHIFT: what a closed shift left in the safe over what it took out; DROP: a drop of a shift;
    CHECK: a tender on 1040; RESERVE: money of the safe's own that goes along, or stays.
    """

    SHIFT = "shift"
    DROP = "drop"
    CHECK = "check"
    RESERVE = "reserve"


@dataclass(frozen=True, slots=True)
class Depositable:
    """Something that lies in the safe and is in no deposit. `amount` of a shift may be negative."""

    kind: ItemKind
    source_id: str
    amount: Money
    item_date: date
    words: str
    check_number: str = ""
    bank: str = ""
    reference: str = ""
    cashier: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What may be banked at this site, oldest first, and what stays in the safe as its reserve.

    `card_*` are the cards of the same days, for information.
    """

    items: tuple[Depositable, ...]
    cash: Money
    check_count: int
    checks: Money
    card_count: int
    cards: Money
    reserve: Money
    dates: tuple[date, ...]


# ------------------------------------------------------------------------------------- the deposit


class DepositStatus(StrEnum):
    PENDING = "pending"
    SUBMITTED = "submitted"
    CLEARED = "cleared"
    RECONCILED = "reconciled"
    VOID = "void"


class DepositStage(StrEnum):
    """PENDING in more steps: PREPARED waits for its second count, COUNTED for its seal, SEALED
    lies ready to leave.
    """

    PREPARED = "prepared"
    COUNTED = "counted"
    SEALED = "sealed"
    SUBMITTED = "submitted"
    CLEARED = "cleared"
    RECONCILED = "reconciled"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Reserve:
    """Money of the safe's own that goes along (positive) or is kept back as change (negative)."""

    amount: Money
    why: str


@dataclass(frozen=True, slots=True)
class PrepareDeposit:
    """Put things in a bag and count its cash; the id becomes the deposit's id.

    `sources` are the ids of Depositables. What is counted may differ from what they say; the second
    count decides. NeedsConfirmation `differs:<minor>` before a first count that differs is kept.
    """

    id: CommandId
    bank_account_id: BankAccountId
    sources: tuple[str, ...]
    piles: tuple[Pile, ...]
    reserve: Reserve | None = None
    note: str = ""
    confirmations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DepositPrepared:
    deposit_id: DepositId
    number: str
    cash: Money
    checks: Money
    difference: Money


@dataclass(frozen=True, slots=True)
class CountDeposit:
    """Count a bag a second time, without having seen the first count; at most twice.

    `checks_seen` are the ids of the items whose check is there.
    """

    id: CommandId
    deposit_id: DepositId
    piles: tuple[Pile, ...]
    checks_seen: tuple[DepositItemId, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DepositCounted:
    """`agrees`: cash and checks are what the items say; else which checks are missing and how cash
    differs, which is None while it may be counted once more: the recount is blind too.
    `may_count_again` as long as one recount is left.
    """

    deposit_id: DepositId
    attempt: int
    agrees: bool
    difference: Money | None
    missing: tuple[str, ...]
    may_count_again: bool


@dataclass(frozen=True, slots=True)
class TakeOutCheck:
    """Take a check out of a bag that is not sealed; it lies in the safe again."""

    id: CommandId
    item_id: DepositItemId
    reason: str


@dataclass(frozen=True, slots=True)
class SealDeposit:
    """Seal a bag after its second count, by whoever made that count. A difference needs a reason,
    and a large one an approval.
    """

    id: CommandId
    deposit_id: DepositId
    bag_number: str
    reason_id: ReasonId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DepositSealed:
    deposit_id: DepositId
    number: str
    bag_number: str
    amount: Money
    difference: Money


@dataclass(frozen=True, slots=True)
class SubmitDeposit:
    """A sealed bag leaves for the bank."""

    id: CommandId
    deposit_id: DepositId
    handed_to: str = ""
    slip_number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClearDeposit:
    """The bank credited it. Another amount than was in the bag needs a reason."""

    id: CommandId
    deposit_id: DepositId
    bank_date: date
    amount: Money
    reference: str = ""
    reason_id: ReasonId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TakeBackClear:
    """The credit was typed wrong: the deposit is on its way again."""

    id: CommandId
    deposit_id: DepositId
    note: str = ""


@dataclass(frozen=True, slots=True)
class VoidDeposit:
    """Undo a deposit before the bank credits it; what is in it may go into another."""

    id: CommandId
    deposit_id: DepositId
    reason_id: ReasonId | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DepositMoved:
    """The answer to submit, clear, take back, take out and void; `amount` is what is in the bag
    now, None where whoever did it must not know it yet.
    """

    deposit_id: DepositId
    number: str
    stage: DepositStage
    amount: Money | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One thing in a bag; `out` once it was taken out."""

    item_id: DepositItemId
    kind: ItemKind
    source_id: str
    amount: Money | None
    item_date: date
    words: str
    check_number: str
    bank: str
    reference: str
    out: str


@dataclass(frozen=True, slots=True)
class CountSeen:
    """A count of a bag; `total` and `piles` only for who may know them."""

    count_id: CountId
    second: bool
    attempt: int
    user_id: UserId
    user_name: str
    at: datetime
    total: Money | None
    piles: tuple[Pile, ...]


@dataclass(frozen=True, slots=True)
class DepositVerb:
    """`name`: count, seal, take_out, submit, clear, take_back, void, slip; `why` it is not legal
    now.
    """

    name: str
    allowed: bool
    why: str


@dataclass(frozen=True, slots=True)
class DepositStep:
    """Something that was done with a deposit."""

    what: str
    who: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class DepositView:
    """A deposit as it stands. Before its second count is made, sums of its cash (and counts) are
    None for everybody but who prepared it, so that the second count is one.
    """

    deposit_id: DepositId
    number: str
    stage: DepositStage
    status: DepositStatus
    business_date: date
    bank: BankAccountRow
    cash: Money | None
    check_count: int
    checks: Money
    total: Money | None
    card_count: int
    cards: Money
    items: tuple[ItemRow, ...]
    counts: tuple[CountSeen, ...]
    difference: Money | None
    bag_number: str
    slip_number: str
    prepared_by: str
    prepared_by_id: UserId
    verified_by: str
    single_person: bool
    cleared_on: date | None
    cleared: Money | None
    reference: str
    note: str
    history: tuple[DepositStep, ...]
    verbs: tuple[DepositVerb, ...]


@dataclass(frozen=True, slots=True)
class DepositRow:
    """A row of the list; cash and total are None as in DepositView."""

    deposit_id: DepositId
    number: str
    business_date: date
    stage: DepositStage
    bank_name: str
    bag_number: str
    cash: Money | None
    check_count: int
    checks: Money
    total: Money | None
    prepared_by: str
    verified_by: str
    cleared_on: date | None
    age_days: int
    late: bool


@dataclass(frozen=True, slots=True)
class DepositTotals:
    """The footer of the list; `hidden` of them are not in `total`."""

    count: int
    total: Money
    hidden: int
