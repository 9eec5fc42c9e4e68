"""Any days at the counter, beside a simple model: drawers, payments, the mail, drops and closes."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from app.areas.drawers import closing as counting
from app.areas.drawers import queries as drawers
from app.areas.drawers import service as opening
from app.areas.drawers.closing_values import CloseShift, RevealDifference, SealCount
from app.areas.drawers.values import AddDrawer, MoveCash, MovementKind, OpenShift, ReverseMovement
from app.areas.ledger.values import ReasonKind
from app.areas.payments import closing
from app.areas.payments import undoing as payments
from app.areas.payments.values import Channel
from app.bootstrap import open_station
from app.kernel.actor import SYSTEM, Actor
from app.kernel.errors import UserError
from app.kernel.ids import MovementId, PaymentId, ShiftId
from tests.areas.deposits.bag_model import Check, Money
from tests.areas.deposits.banking import Banking, cash, check, piles, usd
from tests.areas.payments.mending import card
from tests.building import Books, Template, command_id

GROUND: dict[str, Any] = {}
"""The template, and a folder in which each sequence has a practice of its own."""
SAFE = 100_000
NIGHTS = 25
"""The places show the credits of thirty days."""
cents = st.integers(1, 30_000)
any_of = st.integers(0, 10**6)
OFF = st.sampled_from((0, 0, 0, 0, 5, -100, 2_000))


@dataclass
class Days:
    """The computer's clock, some days on."""

    days: int = 0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(days=self.days)


def _is_open(machine: AnyDay) -> bool:
    """Whether any drawer is."""
    return any(one.open for one in machine.money.shifts.values())


class AnyDay(RuleBasedStateMachine):
    """Two cashiers with a drawer each, a manager and accounting; `money` is the model."""

    money: Money

    def set_up(self) -> None:
        """A practice after a short day: one drawer closed, one open, a check of the mail."""
        template: Template = GROUND["template"]
        self.folder: Path = GROUND["folder"] / f"days-{GROUND['number']}"
        GROUND["number"] += 1
        shutil.copytree(template.folder, self.folder)
        self.clock = Days()
        self.station = open_station(self.folder, clock=self.clock)
        self.books = Books(self.station, template.actors)
        self.banking = Banking(self.books)
        self.books.count_safe(SAFE // 2000)
        actors = template.actors
        self.people = (actors.cashier, actors.other_cashier, actors.billing_manager)
        self.station.act(SYSTEM, opening.add_drawer, AddDrawer(command_id(), "Two")).result()
        rows = self.station.ask(drawers.drawer_rows).result()
        self.drawers = [row.drawer_id for row in rows]
        self.account = self.books.register_patient().account_id
        self.money = Money(reserve=SAFE, came=SAFE)
        self.numbers = 0
        for number in range(2):
            self.open_a_drawer(number, 2_000)
            self.pay(number, 7_000 + number, 3_000, 3)
        self.close_a_drawer(1, 0)
        self.a_check_comes_by_mail(4_500)

    def act(self, actor: Actor, action: Any, command: Any) -> Any:
        """Done, and the same again changes nothing."""
        done = self.banking.act(actor, action, command)
        again = self.banking.act(actor, action, command)
        assert again == done
        return done

    def refused(self, actor: Actor, action: Any, command: Any) -> None:
        with pytest.raises(UserError):
            self.banking.act(actor, action, command)

    def today(self) -> str:
        return self.banking.today().isoformat()

    def shift_of(self, who: int) -> str | None:
        """The open shift of a cashier, or the other's where they have none."""
        found = {one.who: key for key, one in self.money.shifts.items() if one.open}
        return found.get(who) or next(iter(found.values()), None)

    # ------------------------------------------------------------------------------- the counter

    @precondition(lambda self: self.clock.days < NIGHTS)
    @rule()
    def a_night_passes(self) -> None:
        """What is still open goes on: its facts are booked to the day before."""
        self.clock.days += 1

    @rule(who=st.integers(0, 1), minor=st.integers(0, 20_000))
    def open_a_drawer(self, who: int, minor: int) -> None:
        busy = {one.who for one in self.money.shifts.values() if one.open}
        who = who if who not in busy else 1 - who
        if who in busy:
            return
        command = OpenShift(command_id(), self.drawers[who], piles(minor))
        opened = self.act(self.people[who], opening.open_shift, command)
        self.money.open_shift(opened.shift_id, who, minor, self.today())

    @precondition(_is_open)
    @rule(who=st.integers(0, 1), in_cash=cents, by_check=cents, kinds=st.integers(1, 7))
    def pay(self, who: int, in_cash: int, by_check: int, kinds: int) -> None:
        """By cash, check, card, or several of them."""
        key = self.shift_of(who) or ""
        who = self.money.shifts[key].who
        self.numbers += 1
        tenders = (cash(in_cash), check(by_check, f"7{self.numbers:04}"), card(900))
        chosen = [one for bit, one in enumerate(tenders) if kinds >> bit & 1]
        paid = self.banking.mending().take(self.account, *chosen, actor=self.people[who])
        if kinds & 1:
            self.money.take_cash(key, in_cash)
        if kinds & 2:
            self._keep_check(paid.payment_id, by_check, key, self.money.shifts[key].day)

    @rule(minor=cents)
    def a_check_comes_by_mail(self, minor: int) -> None:
        self.numbers += 1
        tender = check(minor, f"9{self.numbers:04}")
        paid = self.banking.mending().take(
            self.account, tender, actor=self.people[2], channel=Channel.MAIL
        )
        self._keep_check(paid.payment_id, minor, None, self.today())

    def _keep_check(self, payment: PaymentId, minor: int, shift: str | None, day: str) -> None:
        tenders = self.banking.mending().view(payment).tenders
        key = next(one.tender_id for one in tenders if one.method == "check")
        sole = "" if len(tenders) > 1 else payment
        self.money.take_check(key, Check(minor, sole, shift, day))

    @precondition(lambda self: self.money.checks)
    @rule(which=any_of)
    def void_a_check(self, which: int) -> None:
        """While its drawer is open, or its day; never while it lies in a bag."""
        key = sorted(self.money.checks)[which % len(self.money.checks)]
        one = self.money.checks[key]
        if not one.payment or one.gone:
            return
        shift = self.money.shifts[one.shift] if one.shift else None
        legal = shift.open if shift else one.day == self.today()
        legal = legal and one.bag is None and one.returned is None
        actor = self.people[shift.who if shift else 2]
        mending = self.banking.mending()
        command = mending.voiding(PaymentId(one.payment))
        if not legal:
            self.refused(actor, payments.void_payment, command)
            return
        self.act(actor, payments.void_payment, command)
        self.money.give_back(key)

    @precondition(_is_open)
    @rule(who=st.integers(0, 1), part=st.integers(1, 100))
    def drop(self, who: int, part: int) -> None:
        key = self.shift_of(who) or ""
        who = self.money.shifts[key].who
        minor = self.money.shifts[key].held * part // 100
        if not minor:
            return
        command = MoveCash(command_id(), MovementKind.DROP, usd(minor))
        moved = self.act(self.people[who], opening.move_cash, command)
        self.money.drop(moved.movement_id, key, minor)

    @precondition(lambda self: self.money.drops)
    @rule(which=any_of)
    def take_a_drop_back(self, which: int) -> None:
        """While its drawer is open and the money is in no bag."""
        key = sorted(self.money.drops)[which % len(self.money.drops)]
        drop = self.money.drops[key]
        shift = self.money.shifts[drop.shift]
        command = ReverseMovement(command_id(), MovementId(key), "typo")
        actor = self.people[shift.who]
        if drop.back or not shift.open or key in self.money.in_bag:
            self.refused(actor, opening.reverse_movement, command)
            return
        self.act(actor, opening.reverse_movement, command)
        self.money.undo_drop(key)

    @precondition(_is_open)
    @rule(who=st.integers(0, 1), off=OFF)
    def close_a_drawer(self, who: int, off: int) -> None:
        key = self.shift_of(who) or ""
        who = self.money.shifts[key].who
        actor, held = self.people[who], self.money.shifts[key].held
        counted = max(0, held + off)
        shift_id = ShiftId(key)
        self.act(actor, counting.seal_count, SealCount(command_id(), shift_id, piles(counted)))
        reason = None
        if counted != held:
            self.act(actor, closing.reveal_difference, RevealDifference(command_id(), shift_id))
            reason = self.banking.reason(ReasonKind.OVER_SHORT)
        self.act(actor, closing.close_shift, CloseShift(command_id(), shift_id, reason))
        self.money.close_shift(key, counted)
