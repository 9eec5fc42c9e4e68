"""Ends of days as they really happen: what lies in drawers and bags, beside what people type.

The books know only what is typed. People count what is really there; one slip or theft is planted
in the world, and whatever the program says about it is collected.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.areas.deposits import explaining, service
from app.areas.deposits.values import (
    ClearDeposit,
    CountDeposit,
    Depositable,
    ItemKind,
    PrepareDeposit,
    SealDeposit,
)
from app.areas.drawers import closing as counting
from app.areas.drawers.closing_values import CloseShift, RevealDifference, SealCount
from app.areas.ledger.values import ReasonKind
from app.areas.payments import closing
from app.areas.payments.values import Channel
from app.areas.security import service as security
from app.areas.security.values import AddUser, SaySamePerson
from app.kernel.actor import SYSTEM, Actor
from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.ids import DepositId, RoleId, derived_id
from tests.areas.deposits.banking import Banking, cash, check, piles, usd
from tests.building import Books, command_id

FLOAT = 20_000


class Slip(StrEnum):
    """What is planted, one a day."""

    CHECK_IN_WRONG_BAG = "a check lies in the other bag"
    CASH_IN_WRONG_BAG = "a drop lies in the other bag"
    SPLIT = "part of the cash stayed behind"
    CASH_TYPED_AS_CHECK = "cash was typed as a check"
    CHECK_TYPED_AS_CASH = "a check was typed as cash"
    CASH_TYPED_AS_CARD = "cash was typed as a card"
    SHORT_IN_DRAWER = "a note is missing in the drawer"
    SHORT_IN_SAFE = "a note is missing between drawer and bag"
    TYPED_TWICE = "one check was typed twice"
    LISTED_IN_BOTH = "one check was put down for both bags"
    LISTED_TWICE = "one check was put down twice for a bag"
    MISSING_CHECK = "a check is gone"
    SAME_PERSON = "the same person counts again under another account"
    ANOTHER_SEALS = "somebody seals who did not count"
    BANK_CREDITS_LESS = "the bank found less in the bag"


@dataclass
class Packed:
    """A bag: what was put down for it, and what really lies in it."""

    items: list[Depositable]
    notes: dict[str, int] = field(default_factory=dict)
    checks: set[str] = field(default_factory=set)

    @property
    def should(self) -> int:
        return sum(one.amount.minor for one in self.items if one.kind is not ItemKind.CHECK)

    @property
    def there(self) -> int:
        return sum(self.notes.values())


class World:
    """One practice with many days; each day uses only what came in on it."""

    def __init__(self, books: Books, chance: random.Random) -> None:
        self.books, self.chance = books, chance
        self.banking = Banking(books)
        books.count_safe(500)
        self.account = books.register_patient().account_id
        self.actors = books.actors
        self.twin = self._twin_of(self.actors.cashier)
        self.numbers = 0

    def _twin_of(self, actor: Actor) -> Actor:
        """Another account of the same person."""
        role = RoleId(derived_id("role", "billing_manager"))
        add = AddUser(command_id(), "99", "Cho Cho W.", role)
        act = self.books.station.act
        user_id = act(SYSTEM, security.add_user, add).result().user_id
        said = SaySamePerson(command_id(), user_id, actor.user_id)
        act(self.actors.administrator, security.say_same_person, said).result()
        return Actor(user_id, "Cho Cho W.", self.actors.billing_manager.permissions)

    def end_of_day(self, slip: Slip | None) -> tuple[str, ...]:
        """What the program had to say on this day, in the order it said it."""
        day = Day(self, slip)
        day.take_money()
        day.close_the_drawer()
        day.bring_to_the_bank()
        if not self.books.station.ask(explaining.money_places).result().ties:
            day.flags.append("places")
        return tuple(day.flags)


class Day:
    """From the float to the bank, with a slip in it or none."""

    def __init__(self, world: World, slip: Slip | None) -> None:
        self.world, self.slip, self.chance = world, slip, world.chance
        self.banking, self.actors = world.banking, world.actors
        self.flags: list[str] = []
        self.drawer = FLOAT
        self.checks: set[str] = set()
        self.mine: set[str] = set()
        self.shift_id = world.books.open_shift(FLOAT // 2000).shift_id
        self.mine.add(self.shift_id)

    # ------------------------------------------------------------------------------ the counter

    def take_money(self) -> None:
        swapped = self.slip in (
            Slip.CASH_TYPED_AS_CHECK,
            Slip.CHECK_TYPED_AS_CASH,
            Slip.CASH_TYPED_AS_CARD,
        )
        for _ in range(self.chance.randint(2, 4)):
            self.pay_cash(self.amount())
        for _ in range(self.chance.randint(2, 3)):
            self.pay_by_check(self.amount())
        if swapped:
            self.swap(self.amount())
        if self.chance.random() < 0.5 or self.slip is Slip.CASH_IN_WRONG_BAG:
            dropped = (self.drawer - FLOAT) // 2 // 100 * 100
            self.mine.add(self.banking.drop(dropped).movement_id)
            self.drawer -= dropped
        for _ in range(self.chance.randint(0, 2)):
            self.mail(self.number(), self.amount())
        if self.slip is Slip.TYPED_TWICE:
            number, amount = self.number(), self.amount()
            self.mail(number, amount)
            self.mail(number, amount)

    def amount(self) -> int:
        return self.chance.randint(10, 400) * 50

    def number(self) -> str:
        self.world.numbers += 1
        return f"5{self.world.numbers:05}"

    def pay(self, tender: Any, **fields: Any) -> None:
        mending = self.banking.mending()
        taken = mending.take(self.world.account, tender, **fields)
        self.mine |= {one.tender_id for one in mending.view(taken.payment_id).tenders}

    def pay_cash(self, minor: int) -> None:
        self.pay(cash(minor))
        self.drawer += minor

    def pay_by_check(self, minor: int) -> None:
        number = self.number()
        self.pay(check(minor, number))
        self.checks.add(number)

    def mail(self, number: str, minor: int) -> None:
        self.pay(check(minor, number), actor=self.actors.billing_manager, channel=Channel.MAIL)
        self.checks.add(number)

    def swap(self, minor: int) -> None:
        """One thing is handed over and another typed."""
        if self.slip is Slip.CHECK_TYPED_AS_CASH:
            self.pay(cash(minor))
            return
        typed = check(minor, self.number())
        if self.slip is Slip.CASH_TYPED_AS_CARD:
            from tests.areas.payments.mending import card

            typed = card(minor)
        self.pay(typed)
        self.drawer += minor

    def close_the_drawer(self) -> None:
        """The cashier counts what is there."""
        if self.slip is Slip.SHORT_IN_DRAWER:
            self.drawer -= self.chance.choice((100, 500, 2000))
        cashier, shift_id = self.actors.cashier, self.shift_id
        found = self.act(counting.seal_count, SealCount(command_id(), shift_id, self.coins()))
        reason = None
        if not found.agrees:
            self.flags.append("close")
            reveal = RevealDifference(command_id(), shift_id)
            self.banking.act(cashier, closing.reveal_difference, reveal)
            reason = self.banking.reason(ReasonKind.OVER_SHORT)
        self.banking.act(cashier, closing.close_shift, CloseShift(command_id(), shift_id, reason))

    def coins(self) -> Any:
        return piles(self.drawer)

    # ---------------------------------------------------------------------------------- the bags

    def bring_to_the_bank(self) -> None:
        bags = self.packed()
        self.plant(bags)
        made = [self.prepare(bag) for bag in bags]
        counted = [self.count(bag, key) for bag, key in zip(bags, made, strict=True) if key]
        if not all(counted) or None in made:
            for key in made:
                if key is not None:
                    self.banking.void(key)
            return
        for key in made:
            if key is not None:
                self.seal_and_clear(key)

    def packed(self) -> list[Packed]:
        """Everything of today in one bag or two, at first as it should be."""
        items = [one for one in self.banking.proposal().items if one.source_id in self.mine]
        self.chance.shuffle(items)
        two = self.slip in (
            Slip.CHECK_IN_WRONG_BAG,
            Slip.CASH_IN_WRONG_BAG,
            Slip.LISTED_IN_BOTH,
        )
        cut = self.chance.randint(1, len(items) - 1) if two or self.chance.random() < 0.3 else 0
        bags = [Packed(items[:cut]), Packed(items[cut:])] if cut else [Packed(items)]
        lying = set(self.checks)
        for bag in bags:
            for one in bag.items:
                if one.kind is ItemKind.CHECK:
                    bag.checks |= {one.check_number} & lying
                    lying.discard(one.check_number)
                else:
                    bag.notes[one.source_id] = one.amount.minor
        return bags

    def plant(self, bags: list[Packed]) -> None:
        """Something goes wrong in the world, not in the books."""
        slip, chance = self.slip, self.chance
        with_notes = [bag for bag in bags if bag.there > 0]
        with_checks = [bag for bag in bags if bag.checks]
        if slip is Slip.MISSING_CHECK:
            bag = chance.choice(with_checks)
            bag.checks.discard(chance.choice(sorted(bag.checks)))
        elif slip is Slip.CHECK_IN_WRONG_BAG:
            bag = chance.choice(with_checks)
            moved = chance.choice(sorted(bag.checks))
            bag.checks.discard(moved)
            next(one for one in bags if one is not bag).checks.add(moved)
        elif slip is Slip.CASH_IN_WRONG_BAG:
            bag = chance.choice(with_notes)
            key = chance.choice(sorted(bag.notes))
            other = next(one for one in bags if one is not bag)
            other.notes[key] = bag.notes.pop(key)
        elif slip in (Slip.SPLIT, Slip.SHORT_IN_SAFE):
            bag = chance.choice(with_notes)
            key = max(bag.notes, key=lambda one: bag.notes[one])
            bag.notes[key] -= bag.notes[key] // 2 if slip is Slip.SPLIT else 100

    def prepare(self, bag: Packed) -> DepositId | None:
        """Half of the people type what there should be instead of counting."""
        typed = bag.should if self.chance.random() < 0.5 else bag.there
        sources = [one.source_id for one in bag.items]
        checks = [one.source_id for one in bag.items if one.kind is ItemKind.CHECK]
        if self.slip is Slip.LISTED_TWICE and checks:
            sources.append(self.chance.choice(checks))
        if self.slip is Slip.LISTED_IN_BOTH:
            sources += self.already_in_a_bag()
        command = PrepareDeposit(
            command_id(), self.banking.bank_id, tuple(sources), piles(max(0, typed))
        )
        found = self.heard("prepare", service.prepare_deposit, command)
        return None if found is None else found.deposit_id

    def already_in_a_bag(self) -> list[str]:
        free = {one.source_id for one in self.banking.proposal().items}
        return sorted(self.mine - free - {self.shift_id})[:1] if len(free & self.mine) else []

    def count(self, bag: Packed, key: DepositId) -> bool:
        """The second person counts what is there and ticks the checks that are."""
        view = self.banking.view(key, self.actors.cashier.user_id)
        lying = set(bag.checks)
        seen = []
        for one in view.items:
            if one.check_number in lying and one.kind is ItemKind.CHECK:
                lying.discard(one.check_number)
                seen.append(one.item_id)
        command = CountDeposit(command_id(), key, piles(max(0, bag.there)), tuple(seen))
        who = self.world.twin if self.slip is Slip.SAME_PERSON else self.actors.other_cashier
        counted = self.heard("second count", service.count_deposit, command, who)
        if counted is None:
            return False
        if not counted.agrees:
            self.flags.append("second count")
        return bool(counted.agrees)

    def seal_and_clear(self, key: DepositId) -> None:
        other = self.slip is Slip.ANOTHER_SEALS
        who = self.actors.billing_manager if other else self.actors.other_cashier
        seal = SealDeposit(command_id(), key, f"BAG-{key}")
        if self.heard("seal", service.seal_deposit, seal, who) is None:
            self.banking.void(key)
            return
        self.banking.submit(key)
        total = self.banking.view(key).total
        minor = total.minor if total else 0
        less = 500 if self.slip is Slip.BANK_CREDITS_LESS else 0
        today = self.banking.today()
        credit = ClearDeposit(command_id(), key, today, usd(minor - less), "B-1")
        if self.heard("credit", service.clear_deposit, credit, self.actors.accounting) is None:
            self.banking.void(key)

    # ------------------------------------------------------------------------------------ hearing

    def act(self, action: Any, command: Any) -> Any:
        return self.banking.act(self.actors.cashier, action, command)

    def heard(self, step: str, action: Any, command: Any, who: Actor | None = None) -> Any:
        """The answer, or None after a refusal; a question or a refusal is noted."""
        station, actor = self.world.books.station, who or self.actors.cashier
        try:
            return station.act(actor, action, command).result()
        except NeedsConfirmation:
            self.flags.append(f"{step} asks")
            return self.banking.act(actor, action, command)
        except UserError:
            self.flags.append(f"{step} refuses")
            return None
