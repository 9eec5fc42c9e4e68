"""Some weeks of cash and checks on their way to the bank, beside plain integers of each day."""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.areas.deposits.values import ItemKind
from app.areas.reports.money_values import Where
from app.bootstrap import Station, open_station
from app.kernel.ids import DepositId
from tests.areas.deposits.banking import Banking, check
from tests.areas.payments.mending import card
from tests.building import Books, Template

SAFE = 100_000
FIRST = datetime(2026, 3, 2, 18, tzinfo=UTC)
"""Noon in Chicago, so that no business day ends in the middle of a test."""


@dataclass
class Hands:
    """A clock that is set by hand and never stands still."""

    at: datetime

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=7)
        return self.at


@dataclass
class Item:
    """Cash of a shift, a drop or a check: of which day, and where it is."""

    day: date
    cash: bool
    minor: int
    where: Where = Where.NOT_BAGGED


@dataclass
class Bag:
    deposit_id: DepositId
    items: list[Item]
    differs: int = 0

    def sum(self, cash: bool) -> int:
        return sum(item.minor for item in self.items if item.cash is cash)


@dataclass
class Difference:
    kind: str
    day: date
    who: str
    minor: int


@dataclass
class Weeks:
    """The practice, and beside it what every report has to say."""

    station: Station
    banking: Banking
    clock: Hands
    taken: dict[tuple[date, str], int] = field(default_factory=lambda: defaultdict(int))
    otherwise: dict[date, int] = field(default_factory=lambda: defaultdict(int))
    items: dict[str, Item] = field(default_factory=dict)
    prepared: list[Bag] = field(default_factory=list)
    sealed: list[Bag] = field(default_factory=list)
    submitted: list[Bag] = field(default_factory=list)
    cleared: list[Bag] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    holds: dict[str, int] = field(default_factory=lambda: {"safe": SAFE, "bank": 0})
    ends: dict[date, dict[str, int]] = field(default_factory=dict)
    numbers: int = 0

    @property
    def today(self) -> date:
        return self.clock.at.date()

    @property
    def first(self) -> date:
        return FIRST.date()

    # ---------------------------------------------------------------------------- what is done

    def sleep(self, nights: int = 1) -> None:
        for _ in range(nights):
            self.ends[self.today] = dict(self.holds)
            self.clock.at += timedelta(days=1)

    def shift(self, in_cash: list[int], checks: list[int], cards: list[int], leave: int) -> None:
        takings: list[Any] = [*in_cash, *(card(minor) for minor in cards)]
        for minor in checks:
            self.numbers += 1
            takings.append(check(minor, f"{self.numbers:05}"))
        self.banking.shift(*takings, leave=leave)
        self.taken[self.today, "cash"] += sum(in_cash)
        self.taken[self.today, "check"] += sum(checks)
        self.taken[self.today, "credit_card"] += sum(cards)
        self.otherwise[self.today] += leave
        self.holds["safe"] += sum(in_cash) + leave
        self._differs("drawer", "Cho Cho Win", leave)
        self._lie([(True, sum(in_cash) + leave)] + [(False, minor) for minor in checks])

    def mail(self, minor: int) -> None:
        self.numbers += 1
        self.banking.mail(check(minor, f"{self.numbers:05}"))
        self.taken[self.today, "check"] += minor
        self._lie([(False, minor)])

    def bag(self, every: int) -> bool:
        """Each so-manieth thing goes into a bag; False when that is nothing that can go."""
        chosen = self.banking.proposal().items[::every]
        mine = [self.items[item.source_id] for item in chosen]
        if not mine or sum(i.minor for i in mine if i.cash) < 0 or not sum(i.minor for i in mine):
            return False
        prepared = self.banking.prepare(*chosen)
        self.prepared.append(Bag(prepared.deposit_id, mine))
        self._move(mine, Where.BAGGED)
        return True

    def seal(self, differs: int) -> None:
        bag = self.prepared.pop(0)
        in_cash = bag.sum(True)
        bag.differs = max(-in_cash, differs)
        if not (in_cash + bag.differs + bag.sum(False)):
            bag.differs = 0
        self.banking.count(bag.deposit_id, in_cash + bag.differs)
        if bag.differs:
            self.banking.count(bag.deposit_id, in_cash + bag.differs)
        self.banking.seal(bag.deposit_id)
        self._differs("second_count", "Cho Cho Win", bag.differs)
        self.holds["safe"] -= in_cash
        self.holds["sealed"] = self.holds.get("sealed", 0) + self._inside(bag)
        self._checks(-bag.sum(False))
        self.sealed.append(bag)
        self._move(bag.items, Where.SEALED)

    def submit(self) -> None:
        bag = self.sealed.pop(0)
        self.banking.submit(bag.deposit_id)
        self.holds["sealed"] -= self._inside(bag)
        self.holds["transit"] = self.holds.get("transit", 0) + self._inside(bag)
        self.submitted.append(bag)
        self._move(bag.items, Where.TRANSIT)

    def clear(self, differs: int) -> None:
        bag = self.submitted.pop(0)
        amount = max(0, self._inside(bag) + differs)
        self.banking.clear(bag.deposit_id, amount)
        self._differs("bank", "Olga Novak", amount - self._inside(bag))
        self.holds["transit"] -= self._inside(bag)
        self.holds["bank"] += amount
        self.cleared.append(bag)
        self._move(bag.items, Where.CLEARED)

    def void(self) -> None:
        """The newest bag that left is undone; a difference of its count is undone with it."""
        bag = self.submitted.pop()
        self.banking.void(bag.deposit_id)
        self.holds["transit"] -= self._inside(bag)
        self.holds["safe"] += bag.sum(True)
        self._checks(bag.sum(False))
        same = (d for d in self.differences if (d.kind, d.minor) == ("second_count", bag.differs))
        self.differences.remove(next(same))
        self._move(bag.items, Where.NOT_BAGGED)

    # ----------------------------------------------------------------------------- what it says

    def sum_at(self, day: date, cash: bool, where: Where) -> int:
        return sum(
            item.minor
            for item in self.items.values()
            if item.day == day and item.cash is cash and item.where is where
        )

    def _inside(self, bag: Bag) -> int:
        return bag.sum(True) + bag.differs + bag.sum(False)

    def _differs(self, kind: str, who: str, minor: int) -> None:
        self.differences.append(Difference(kind, self.today, who, minor))

    def _checks(self, minor: int) -> None:
        self.holds["checks"] = self.holds.get("checks", 0) + minor

    def _lie(self, new: list[tuple[bool, int]]) -> None:
        """What came into the safe gets the ids that the proposal has for it."""
        self._checks(sum(minor for is_cash, minor in new if not is_cash))
        unknown = [i for i in self.banking.proposal().items if i.source_id not in self.items]
        found = sorted((item.kind is not ItemKind.CHECK, item.amount.minor) for item in unknown)
        assert found == sorted(pair for pair in new if pair[1]), "the proposal has all that is new"
        for item in unknown:
            is_cash = item.kind is not ItemKind.CHECK
            self.items[item.source_id] = Item(self.today, is_cash, item.amount.minor)

    def _move(self, items: list[Item], where: Where) -> None:
        for item in items:
            item.where = where


def begin(template: Template, folder: Path) -> Weeks:
    """A practice of its own with a counted safe."""
    shutil.copytree(template.folder, folder)
    clock = Hands(FIRST)
    station = open_station(folder, clock=clock)
    books = Books(station, template.actors)
    books.count_safe(SAFE // 2000)
    return Weeks(station, Banking(books), clock)
