"""A deposit as it stands, what may be in a bag, and which verb is legal for it now."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.areas.deposits import errors
from app.areas.deposits.values import Depositable, DepositStage, DepositStatus, ItemKind, Reserve
from app.kernel.errors import UserError
from app.kernel.ids import BankAccountId, CountId, DepositId, DepositItemId, UserId
from app.kernel.money import Money, total
from app.kernel.text import clean_required, fold

COUNTS = 2
"""So often a bag is counted a second time: once, and once again."""
VERBS = ("count", "seal", "take_out", "submit", "clear", "take_back", "void", "slip")


@dataclass(frozen=True, slots=True)
class StoredItem:
    """`out` says why it was taken out, empty while it is in the bag; `back_at` when it last came
    back into it.
    """

    item_id: DepositItemId
    kind: ItemKind
    source_id: str
    amount: Money
    item_date: date
    check_number: str
    bank: str
    reference: str
    reason: str
    out: str
    back_at: datetime | None

    @property
    def is_check(self) -> bool:
        return self.kind is ItemKind.CHECK


@dataclass(frozen=True, slots=True)
class SecondCount:
    """`missing` are the checks that were in no place."""

    second_count_id: str
    count_id: CountId
    attempt: int
    user_id: UserId
    at: datetime
    cash: Money
    missing: frozenset[str]
    note: str


@dataclass(frozen=True, slots=True)
class Seal:
    seal_id: str
    user_id: UserId
    at: datetime
    bag_number: str
    cash: Money
    difference: Money
    single_person: bool
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Submit:
    user_id: UserId
    at: datetime
    handed_to: str
    slip_number: str
    note: str


@dataclass(frozen=True, slots=True)
class Clear:
    """`taken_back` says by whom and when, where it was typed wrong."""

    clear_id: str
    user_id: UserId
    at: datetime
    bank_date: date
    amount: Money
    difference: Money
    reference: str
    reason: str
    note: str
    taken_back: tuple[UserId, datetime, str] | None


@dataclass(frozen=True, slots=True)
class Void:
    user_id: UserId
    at: datetime
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class StoredDeposit:
    """All there is of a deposit."""

    deposit_id: DepositId
    number: str
    bank_account_id: BankAccountId
    currency: str
    business_date: date
    at: datetime
    prepared_by: UserId
    count_id: CountId
    first_count: Money
    cards: tuple[int, Money]
    note: str
    items: tuple[StoredItem, ...]
    counts: tuple[SecondCount, ...]
    seal: Seal | None
    submit: Submit | None
    clears: tuple[Clear, ...]
    void: Void | None

    @property
    def live(self) -> tuple[StoredItem, ...]:
        """What is in the bag."""
        return tuple(item for item in self.items if not item.out)

    @property
    def check_items(self) -> tuple[StoredItem, ...]:
        """The checks in the bag."""
        return tuple(item for item in self.live if item.is_check)

    @property
    def items_cash(self) -> Money:
        """What the items say of cash."""
        return total((i.amount for i in self.live if not i.is_check), self.currency)

    @property
    def checks(self) -> Money:
        return total((item.amount for item in self.check_items), self.currency)

    @property
    def cash(self) -> Money:
        """The items' cash, and once it is sealed the cash that was counted."""
        return self.seal.cash if self.seal else self.items_cash

    @property
    def amount(self) -> Money:
        """What the bank should credit."""
        return self.cash + self.checks

    @property
    def last_count(self) -> SecondCount | None:
        return self.counts[-1] if self.counts else None

    @property
    def clear(self) -> Clear | None:
        """The credit that holds."""
        return next((clear for clear in self.clears if clear.taken_back is None), None)

    @property
    def stage(self) -> DepositStage:
        if self.void:
            return DepositStage.VOID
        if self.clear:
            return DepositStage.CLEARED
        if self.submit:
            return DepositStage.SUBMITTED
        if self.seal:
            return DepositStage.SEALED
        return DepositStage.COUNTED if self.counts else DepositStage.PREPARED

    @property
    def status(self) -> DepositStatus:
        return status_of(self.stage)

    def unseen(self, count: SecondCount) -> tuple[StoredItem, ...]:
        """The checks in the bag that `count` did not find there."""
        return tuple(
            item
            for item in self.check_items
            if item.item_id in count.missing or (item.back_at and item.back_at > count.at)
        )

    def agrees(self, count: SecondCount) -> bool:
        """Whether `count` found what is in the bag now."""
        return count.cash == self.items_cash and not self.unseen(count)


_PENDING = (DepositStage.PREPARED, DepositStage.COUNTED, DepositStage.SEALED)


def status_of(stage: DepositStage) -> DepositStatus:
    """The word of `domain.md` for a stage."""
    return DepositStatus.PENDING if stage in _PENDING else DepositStatus(stage.value)


def may_see_cash(deposit: StoredDeposit, asker: UserId | None) -> bool:
    """Whether `asker` may know the cash of a bag: everybody once it agrees with what a second
    person counted, or once they counted twice. A recount by who knows the sum would prove nothing.
    """
    settled = any(
        count.attempt >= COUNTS or count.cash == deposit.items_cash for count in deposit.counts
    )
    return settled or asker == deposit.prepared_by


# ----------------------------------------------------------------------------- what goes into a bag


def chosen(items: Sequence[Depositable], sources: Sequence[str]) -> tuple[Depositable, ...]:
    """The depositables with these ids in the order they are proposed; a UserError for one that is
    named twice. Those that are not there are left out.
    """
    wanted = frozenset(sources)
    if len(wanted) != len(sources):
        raise errors.named_twice()
    return tuple(item for item in items if item.source_id in wanted)


def sums(items: Iterable[Depositable], currency: str) -> tuple[Money, int, Money]:
    """The cash, how many checks, and what they come to."""
    cash, checks, count = Money.zero(currency), Money.zero(currency), 0
    for item in items:
        if item.kind is ItemKind.CHECK:
            checks, count = checks + item.amount, count + 1
        else:
            cash = cash + item.amount
    return cash, count, checks


def reserve_of(reserve: Reserve, currency: str, available: Money) -> Reserve:
    """Money of the safe's own that goes along or stays, cleaned; a UserError for what can't."""
    if reserve.amount.currency != currency:
        raise errors.other_currency(currency, "reserve")
    if not reserve.amount:
        raise errors.reserve_of_nothing()
    if reserve.amount.minor > max(0, available.minor):
        raise errors.reserve_too_large(available)
    return Reserve(reserve.amount, clean_required(reserve.why, "reserve", most=200))


def refuse_sums(cash: Money, checks: Money) -> None:
    """A UserError unless there is something to bring to the bank."""
    if cash.minor < 0:
        raise errors.cash_below_nothing(-cash)
    if not cash and not checks:
        raise errors.nothing_to_bank()


def bag_key(number: str) -> str:
    """What two bag numbers share that are the same to somebody who reads them off a bag, in wide
    letters or the digits of another script too.
    """
    plain = (
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
        for letter in unicodedata.normalize("NFKC", number)
    )
    return fold("".join(plain)).replace(" ", "")


# ------------------------------------------------------------------------------ which verb is legal


@dataclass(frozen=True, slots=True)
class Standing:
    """A deposit with all that decides what may be done with it, and who asks.

    `same_person`: the asker is who prepared it, under this account or another; `counter_same` the
    same of who counted it last. `returned`: the bank credited it and took a check of it off again.
    `single` is the setting of a practice with one person. `names` are
    those of the people who are spoken of; `when` says an instant in words of the site.
    """

    deposit: StoredDeposit
    asker: UserId | None
    same_person: bool
    counter_same: bool
    single: bool
    returned: bool
    name: Callable[[UserId], str]
    when: Callable[[datetime], str]


def refusal(verb: str, standing: Standing) -> UserError | None:
    """Why `verb` is not legal now; None when it is."""
    void = standing.deposit.void
    if void is not None:
        return errors.void_already(
            standing.deposit.number, standing.name(void.user_id), standing.when(void.at)
        )
    return _REFUSALS[verb](standing)


def _count(standing: Standing) -> UserError | None:
    deposit, last = standing.deposit, standing.deposit.last_count
    if deposit.seal:
        return errors.sealed_already(deposit.number, deposit.seal.bag_number)
    if last is not None and deposit.agrees(last):
        return errors.count_agrees(standing.name(last.user_id))
    if len(deposit.counts) >= COUNTS:
        return errors.counted_twice()
    return _other_person(standing)


def _other_person(standing: Standing) -> UserError | None:
    if standing.single or not standing.same_person:
        return None
    if standing.asker == standing.deposit.prepared_by:
        return errors.prepared_by_you()
    return errors.prepared_by_your_other_account(standing.name(standing.deposit.prepared_by))


def _seal(standing: Standing) -> UserError | None:
    deposit, last = standing.deposit, standing.deposit.last_count
    if deposit.seal:
        return errors.sealed_already(deposit.number, deposit.seal.bag_number)
    if last is None:
        return errors.count_first()
    unseen = deposit.unseen(last)
    if unseen:
        return errors.checks_missing(tuple(item.check_number for item in unseen))
    if last.cash != deposit.items_cash and len(deposit.counts) < COUNTS:
        return errors.count_again()
    if not last.cash and not deposit.check_items:
        return errors.nothing_in_bag()
    if standing.counter_same and not standing.single:
        return errors.counted_by_same_person(
            standing.name(deposit.prepared_by), standing.name(last.user_id)
        )
    if standing.asker is not None and standing.asker != last.user_id:
        return errors.counter_seals(standing.name(last.user_id))
    return None


def _take_out(standing: Standing) -> UserError | None:
    deposit = standing.deposit
    if deposit.seal:
        return errors.sealed_already(deposit.number, deposit.seal.bag_number)
    return None if deposit.check_items else errors.no_check_in_bag()


def _submit(standing: Standing) -> UserError | None:
    deposit = standing.deposit
    if deposit.submit:
        return errors.submitted_already(
            deposit.number, standing.name(deposit.submit.user_id), standing.when(deposit.submit.at)
        )
    return None if deposit.seal else errors.seal_first()


def _clear(standing: Standing) -> UserError | None:
    deposit = standing.deposit
    if deposit.clear:
        return errors.cleared_already(deposit.number)
    return None if deposit.submit else errors.submit_first()


def _take_back(standing: Standing) -> UserError | None:
    return None if standing.deposit.clear else errors.not_cleared(standing.deposit.number)


def _void(standing: Standing) -> UserError | None:
    if standing.deposit.clear:
        return errors.bank_has_it(standing.deposit.number)
    if standing.returned:
        return errors.check_went_back(standing.deposit.number)
    return None


def _slip(standing: Standing) -> UserError | None:
    return None if standing.deposit.seal else errors.seal_before_slip()


_REFUSALS: dict[str, Callable[[Standing], UserError | None]] = {
    "count": _count,
    "seal": _seal,
    "take_out": _take_out,
    "submit": _submit,
    "clear": _clear,
    "take_back": _take_back,
    "void": _void,
    "slip": _slip,
}
