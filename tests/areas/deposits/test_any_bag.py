"""Any sequence of days equals a simple model: every cent is in exactly one place at each step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.areas.deposits import explaining, queries, returning, service, undoing
from app.areas.deposits.returning_values import BankReason, ReturnCheck, TakeBackReturn
from app.areas.deposits.values import (
    ClearDeposit,
    CountDeposit,
    DepositStage,
    PrepareDeposit,
    Reserve,
    SealDeposit,
    SubmitDeposit,
    TakeBackClear,
    TakeOutCheck,
    VoidDeposit,
)
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.kernel.ids import DepositId, TenderId
from tests.areas.deposits.any_day import GROUND, OFF, AnyDay, any_of
from tests.areas.deposits.bag_model import Bag
from tests.areas.deposits.banking import piles, usd
from tests.building import Template, command_id
from tests.faults.invariants import broken

ON_ITS_WAY = ("open", "sealed", "submitted")
CODES = ("1015", "1018", "1019", "1040", "1000", "6990")


def at(machine: AnyDay, stage: str) -> list[str]:
    """The deposits at a stage: open, sealed, submitted, credited or void."""
    return [key for key, bag in machine.money.bags.items() if stage_of(bag) == stage]


def at_place(machine: AnyDay, stage: str, key: str) -> int:
    """The place of a deposit among those at its stage."""
    return sorted(at(machine, stage)).index(key)


def stage_of(bag: Bag) -> str:
    if bag.void:
        return "void"
    if bag.credited is not None:
        return "credited"
    if bag.submitted:
        return "submitted"
    return "sealed" if bag.closed else "open"


class AnyBag(AnyDay):
    """Bags beside the days, and what the bank does with them."""

    @initialize(steps=st.integers(0, 6))
    def begin(self, steps: int) -> None:
        """The first bag has come some way already."""
        self.set_up()
        if steps:
            self.prepare(steps % 3, 2**24 - 1, 0, 0)
            self.go_on(0, steps - 1)
            self.a_check_comes_by_mail(1_200)

    # ----------------------------------------------------------------------------------- the bag

    @precondition(lambda self: self.money.free())
    @rule(who=st.integers(0, 2), mask=st.just(2**24 - 1) | st.integers(1, 2**24), off=OFF, own=OFF)
    def prepare(self, who: int, mask: int, off: int, own: int) -> None:
        free = self.money.free()
        sources = [one for bit, one in enumerate(sorted(free)) if mask >> bit % 24 & 1]
        should = own + sum(free[one] for one in sources if one not in self.money.checks)
        some = should or any(one in self.money.checks for one in sources)
        command = PrepareDeposit(
            command_id(),
            self.banking.bank_id,
            tuple(sources),
            piles(max(0, should + off)),
            Reserve(usd(own), "Change") if own else None,
        )
        if should < 0 or not some or own > max(0, self.money.reserve):
            self.refused(self.people[who], service.prepare_deposit, command)
            return
        done = self.act(self.people[who], service.prepare_deposit, command)
        self.money.put_in_bag(done.deposit_id, who, sources, own)

    @precondition(lambda self: bool(at(self, "open")))
    @rule(which=any_of, who=st.integers(0, 2), off=OFF, unseen=st.sampled_from((0, 0, 0, 1, 5)))
    def count(self, which: int, who: int, off: int, unseen: int) -> None:
        key, bag = self._bag(which, "open")
        found = max(0, bag.cash + off)
        missing = {one for bit, one in enumerate(sorted(bag.checks)) if unseen >> bit & 1}
        ids = self._item_ids(key)
        seen = tuple(ids[one] for one in sorted(bag.checks - missing))
        command = CountDeposit(command_id(), DepositId(key), piles(found), seen)
        if who == bag.by or len(bag.counts) == 2 or bag.agrees():
            self.refused(self.people[who], service.count_deposit, command)
            return
        done = self.act(self.people[who], service.count_deposit, command)
        bag.counts.append((who, found, missing))
        told = found == bag.cash or len(bag.counts) == 2
        said = usd(found - bag.cash) if told else None
        assert (done.agrees, done.difference) == (bag.agrees(), said)
        assert len(done.missing) == len(missing)

    @precondition(lambda self: bool(self.money.bags))
    @rule(which=any_of, steps=st.integers(1, 4))
    def go_on(self, which: int, steps: int) -> None:
        """The next steps of a bag as they should be, so that many come to the bank."""
        keys = [
            key for key in sorted(self.money.bags) if stage_of(self.money.bags[key]) in ON_ITS_WAY
        ]
        if not keys:
            return
        key = keys[which % len(keys)]
        bag = self.money.bags[key]
        for _ in range(steps):
            stage = stage_of(bag)
            if stage == "open" and not bag.counts:
                self.count(at_place(self, "open", key), bag.by - 1 if bag.by else 1, 0, 0)
            elif stage == "open":
                self.seal(at_place(self, "open", key))
            elif stage == "sealed":
                self.submit(sorted(self.money.bags).index(key))
            elif stage == "submitted":
                self.the_bank_credits(at_place(self, "submitted", key), 0)

    @precondition(lambda self: bool(at(self, "open")))
    @rule(which=any_of, one=any_of)
    def take_a_check_out(self, which: int, one: int) -> None:
        key, bag = self._bag(which, "open")
        if not bag.checks:
            return
        chosen = sorted(bag.checks)[one % len(bag.checks)]
        command = TakeOutCheck(command_id(), self._item_ids(key)[chosen], "not there")
        self.act(self.people[bag.by], service.take_out_check, command)
        self.money.take_out(key, chosen)

    @precondition(lambda self: bool(at(self, "open")))
    @rule(which=any_of)
    def seal(self, which: int) -> None:
        key, bag = self._bag(which, "open")
        why = self.banking.reason(ReasonKind.DEPOSIT_DIFFERENCE)
        command = SealDeposit(command_id(), DepositId(key), f"BAG {key}", why)
        actor = self.people[bag.counts[-1][0]] if bag.counts else self.people[bag.by - 1]
        last = bag.counts[-1][1] if bag.counts else 0
        recount = bag.counts and last != bag.cash and len(bag.counts) < 2
        if not bag.counts or bag.missing() or recount or not (last or bag.checks):
            self.refused(actor, service.seal_deposit, command)
            return
        done = self.act(actor, service.seal_deposit, command)
        assert done.difference.minor == self.money.seal(key)
        assert done.amount.minor == self.money.amount(bag)

    # ------------------------------------------------------------------------------------ the bank

    @precondition(lambda self: self.money.bags)
    @rule(which=any_of)
    def submit(self, which: int) -> None:
        key, bag = self._any_bag(which)
        actor, command = self.people[0], SubmitDeposit(command_id(), DepositId(key), "Courier")
        if stage_of(bag) != "sealed":
            self.refused(actor, service.submit_deposit, command)
            return
        self.act(actor, service.submit_deposit, command)
        bag.submitted = True

    @precondition(lambda self: bool(at(self, "submitted")))
    @rule(which=any_of, off=OFF)
    def the_bank_credits(self, which: int, off: int) -> None:
        key, bag = self._bag(which, "submitted")
        minor = max(0, self.money.amount(bag) + off)
        why = self.banking.reason(ReasonKind.DEPOSIT_DIFFERENCE)
        today = self.banking.today()
        command = ClearDeposit(command_id(), DepositId(key), today, usd(minor), "B-1", why)
        self.act(self.books.actors.accounting, service.clear_deposit, command)
        self.money.credit(key, minor)

    @precondition(lambda self: self.money.bags)
    @rule(which=any_of)
    def take_the_credit_back(self, which: int) -> None:
        key, bag = self._any_bag(which)
        actor, command = self.books.actors.accounting, TakeBackClear(command_id(), DepositId(key))
        if stage_of(bag) != "credited":
            self.refused(actor, undoing.take_back_clear, command)
            return
        self.act(actor, undoing.take_back_clear, command)
        self.money.take_credit_back(key)

    @precondition(lambda self: self.money.bags)
    @rule(which=any_of)
    def void(self, which: int) -> None:
        key, bag = self._any_bag(which)
        why = self.banking.reason(ReasonKind.DEPOSIT_VOID)
        command = VoidDeposit(command_id(), DepositId(key), why)
        if stage_of(bag) in ("void", "credited") or self.money.bank_has(key):
            self.refused(self.people[2], undoing.void_deposit, command)
            return
        self.act(self.people[2], undoing.void_deposit, command)
        self.money.void(key)

    @precondition(lambda self: self.money.checks)
    @rule(which=any_of)
    def the_bank_returns_a_check(self, which: int) -> None:
        key = sorted(self.money.checks)[which % len(self.money.checks)]
        one = self.money.checks[key]
        reason = BankReason.INSUFFICIENT_FUNDS
        command = ReturnCheck(
            command_id(), TenderId(key), self.banking.today(), reason, flag_account=False
        )
        in_drawer = one.shift is not None and self.money.shifts[one.shift].open
        if one.gone or one.returned or in_drawer:
            self.refused(self.people[2], returning.return_check, command)
            return
        self.act(self.people[2], returning.return_check, command)
        self.money.bounce(key)

    @precondition(lambda self: any(one.returned for one in self.money.checks.values()))
    @rule(which=any_of)
    def it_is_paid_after_all(self, which: int) -> None:
        back = sorted(key for key, one in self.money.checks.items() if one.returned)
        key = back[which % len(back)]
        command = TakeBackReturn(command_id(), TenderId(key))
        if not self.money.may_pay_after_all(key):
            self.refused(self.people[2], returning.take_back_return, command)
            return
        self.act(self.people[2], returning.take_back_return, command)
        self.money.pay_after_all(key)

    def _bag(self, which: int, stage: str) -> tuple[str, Bag]:
        keys = sorted(at(self, stage))
        key = keys[which % len(keys)]
        return key, self.money.bags[key]

    def _any_bag(self, which: int) -> tuple[str, Bag]:
        keys = sorted(self.money.bags)
        key = keys[which % len(keys)]
        return key, self.money.bags[key]

    def _item_ids(self, key: str) -> dict[str, Any]:
        view = self.station.ask(queries.deposit_view, DepositId(key)).result()
        return {item.source_id: item.item_id for item in view.items}

    # ------------------------------------------------------------------------------ what must hold

    @invariant()
    def every_cent_is_in_exactly_one_place(self) -> None:
        if not hasattr(self, "money"):
            return
        assert self.money.whole()
        read = self.station.database.read
        balances = {one.code: one.balance.minor for one in read(ledger.trial_balance, *NOW)}
        said = {code: balances.get(code, 0) for code in CODES}
        assert said == self.money.ledger()
        found = read(queries.proposal)
        assert {one.source_id: one.amount.minor for one in found.items} == self.money.free()
        assert found.reserve.minor == self.money.reserve
        places = read(explaining.money_places, self.books.actors.accounting.user_id)
        assert places.ties
        expected = self.money.places()
        for one in places.places:
            if one.papers is not None:
                assert one.papers.minor == expected[one.place, one.gl_code], one
                del expected[one.place, one.gl_code]
        hidden = {(one.place, one.gl_code) for one in places.places if one.papers is None}
        assert not any(minor for key, minor in expected.items() if key not in hidden)

    @invariant()
    def every_deposit_stands_where_it_should(self) -> None:
        if not hasattr(self, "money"):
            return
        for key, bag in self.money.bags.items():
            preparer = self.people[bag.by].user_id
            view = self.station.database.read(queries.deposit_view, DepositId(key), preparer)
            assert view.stage in STAGES[stage_of(bag)]
            inside = {one.source_id for one in view.items if not one.out and one.check_number}
            assert inside == bag.checks
            assert view.total == usd(self.money.amount(bag))

    def teardown(self) -> None:
        if hasattr(self, "station"):
            try:
                assert not broken(self.folder)
                if GROUND["number"] % 8 == 1:
                    self.banking.verify()
            finally:
                self.station.close()


NOW = (date.max, "USD")
STAGES = {
    "open": (DepositStage.PREPARED, DepositStage.COUNTED),
    "sealed": (DepositStage.SEALED,),
    "submitted": (DepositStage.SUBMITTED,),
    "credited": (DepositStage.CLEARED,),
    "void": (DepositStage.VOID,),
}


@pytest.fixture
def ground(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    GROUND.update(template=template, folder=tmp_path_factory.mktemp("bags"), number=0)
    yield
    GROUND.clear()


def test_any_days_equal_a_simple_model(ground: None, scale: int, long: bool) -> None:
    run_state_machine_as_test(
        AnyBag,
        settings=settings(
            max_examples=(400 if long else 6) * scale,
            stateful_step_count=60,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
