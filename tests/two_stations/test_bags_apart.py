"""Two windows go on with one bag while apart: one of each step holds, the other is posted back by
its own window, and what a person must settle is a task.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from app.areas.deposits import returning
from app.areas.deposits.returning_values import TakeBackReturn
from app.areas.deposits.values import DepositStage
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments.undoing import void_payment
from app.areas.payments.undoing_values import VoidPayment
from app.areas.tasks.values import TaskKind
from app.kernel.ids import DepositId, PaymentId, TenderId
from tests.areas.deposits.banking import Banking, check
from tests.areas.deposits.bouncing import Bouncing
from tests.building import Actors, command_id
from tests.two_stations.conftest import Pair
from tests.two_stations.copies import clone, close, copied
from tests.two_stations.test_apart import agree
from tests.two_stations.test_tasks import answer, only, tasks

Bags = tuple[Banking, Banking]
SAFE, TRANSIT, CHECKS, BANK, SHORT = "1018", "1019", "1040", "1000", "6990"


@pytest.fixture
def bag(pair: Pair) -> tuple[Bags, DepositId]:
    """A bag of 150.00 in cash and two checks over 29.00, prepared at the first window."""
    one = Banking(pair.one.books)
    one.shift(15_000)
    for number, minor in (("1001", 2_000), ("1002", 900)):
        one.mail(check(minor, number))
    made = one.prepare().deposit_id
    pair.sync()
    return (one, Banking(pair.two.books, one.bank_id)), made


def settled(pair: Pair, bags: Bags, noted: bool = False, **balances: int) -> None:
    """All is sound at both, with these balances."""
    agree(pair)
    agree(pair)
    for banking in bags:
        found = {code: banking.holds(code) for code in (SAFE, TRANSIT, CHECKS, BANK, SHORT)}
        assert found == {SAFE: 0, TRANSIT: 0, CHECKS: 0, BANK: 0, SHORT: 0} | {
            code[1:]: minor for code, minor in balances.items()
        }
    assert pair.one.sound == pair.two.sound == []
    assert pair.one.noted == pair.two.noted
    assert bool(pair.one.noted) is noted, pair.one.noted


def test_both_count_seal_and_hand_over(
    pair: Pair, bag: tuple[Bags, DepositId], actors: Actors
) -> None:
    bags, made = bag
    for banking in bags:
        banking.count(made)
    settled(pair, bags, _1018=15_000, _1040=2_900)
    for banking in bags:
        banking.seal(made, "BAG 7")
    settled(pair, bags, _1019=17_900)
    for banking in bags:
        banking.submit(made)
    settled(pair, bags, _1019=17_900)
    for banking in bags:
        banking.clear(made)
    settled(pair, bags, _1000=17_900)
    for banking in bags:
        banking.take_back(made)
    settled(pair, bags, _1000=17_900)
    bags[0].take_back(made)
    settled(pair, bags, _1019=17_900)
    for banking in bags:
        banking.void(made)
    settled(pair, bags, _1018=15_000, _1040=2_900)
    assert bags[1].view(made).stage == DepositStage.VOID


def test_both_seal_other_sums(pair: Pair, bag: tuple[Bags, DepositId]) -> None:
    bags, made = bag
    for banking, cash in zip(bags, (15_000, 14_900), strict=True):
        banking.count(made, cash)
        if cash != 15_000:
            banking.count(made, cash)
        banking.seal(made)
    settled(pair, bags, _1019=17_900)
    task = only(pair, TaskKind.BAG_APART)
    assert task.title == "Deposit W1-D-00001 was sealed twice"
    assert [side.window for side in task.sides] == ["W1", "Window 2"]
    answer(pair.two, pair.two.books.actors.cashier, task, "seen")
    settled(pair, bags, _1019=17_900)
    assert tasks(pair.one) == tasks(pair.two) == []


def test_one_hands_over_and_one_voids(pair: Pair, bag: tuple[Bags, DepositId]) -> None:
    bags, made = bag
    one, two = bags
    one.count(made)
    one.seal(made)
    pair.sync()
    one.submit(made)
    two.void(made)
    settled(pair, bags, _1018=15_000, _1040=2_900)
    task = only(pair, TaskKind.BAG_APART)
    assert task.title == "Deposit W1-D-00001 was handed over and voided"
    assert "Look whether it does" in task.words


def test_one_seals_and_credits_and_one_voids(pair: Pair, bag: tuple[Bags, DepositId]) -> None:
    bags, made = bag
    one, two = bags
    two.void(made)
    one.count(made)
    one.seal(made)
    one.submit(made)
    one.clear(made)
    settled(pair, bags, noted=True, _1018=15_000, _1040=2_900)
    assert only(pair, TaskKind.BAG_APART).title == "Deposit W1-D-00001 was voided and credited"


def test_one_seals_and_one_takes_a_check_out(pair: Pair, bag: tuple[Bags, DepositId]) -> None:
    bags, made = bag
    one, two = bags
    one.count(made)
    one.seal(made)
    one.submit(made)
    one.clear(made)
    two.take_out(made, "1002")
    settled(pair, bags, noted=True, _1000=17_900, _1040=900, _6990=-900)
    assert "while it was sealed" in only(pair, TaskKind.BAG_APART).title


def test_two_bags_with_one_check_are_sealed(pair: Pair, bag: tuple[Bags, DepositId]) -> None:
    bags, made = bag
    bags[0].void(made)
    pair.sync()
    for banking in bags:
        of_check = [i for i in banking.proposal().items if i.check_number == "1001"]
        second = banking.prepare(*of_check).deposit_id
        banking.count(second)
        banking.seal(second)
    settled(pair, bags, noted=True, _1018=15_000, _1040=-1_100 + 2_000 - 2_000, _1019=4_000)
    assert only(pair, TaskKind.TWO_BAGS).sides[0].title.startswith("Deposit")


@pytest.mark.parametrize("place", ["safe", "bag", "transit", "bank"])
def test_a_returned_check_is_entered_at_both(
    pair: Pair, bag: tuple[Bags, DepositId], place: str
) -> None:
    """Wherever it stood, both returns took it off; its bag and the bank are right."""
    bags, made = bag
    one, _ = bags
    if place == "safe":
        one.void(made)
    if place in ("transit", "bank"):
        one.count(made)
        one.seal(made)
    if place == "bank":
        one.submit(made)
        one.clear(made)
    pair.sync()
    [payment] = one.texts("SELECT payment_id FROM tender WHERE check_number = '1002'")
    [tender] = one.texts("SELECT id FROM tender WHERE check_number = '1002'")
    for banking in bags:
        Bouncing(banking).bounce(PaymentId(payment))
    agree(pair)
    [task] = [one for one in tasks(pair.one) if one.kind is TaskKind.DOUBLE_RETURN]
    assert task in tasks(pair.two)
    assert task.title == "Check 1002 for 9.00 was returned twice"
    assert pair.one.sound == pair.two.sound == []
    assert pair.one.noted
    back = TakeBackReturn(command_id(), TenderId(tender))
    one.act(one.books.actors.billing_manager, returning.take_back_return, back)
    agree(pair)
    assert not any(one.kind is TaskKind.DOUBLE_RETURN for one in tasks(pair.two))
    assert pair.one.sound == pair.two.sound == []
    assert sum(one.holds(code) for code in (CHECKS, TRANSIT, BANK)) in (2_000, 17_000)


def test_both_seal_a_bag_of_one_number(pair: Pair, bag: tuple[Bags, DepositId]) -> None:
    """Two deposits: neither window knew that the number had been used."""
    bags, made = bag
    one, two = bags
    one.mail(check(700, "1003"))
    other = one.prepare().deposit_id
    pair.sync()
    for banking, deposit_id, number in ((one, made, "Bag 7"), (two, other, "BAG ７")):
        banking.count(deposit_id)
        banking.seal(deposit_id, number)
    settled(pair, bags, noted=True, _1019=18_600)
    task = only(pair, TaskKind.BAG_APART)
    assert task.title == "Deposits W1-D-00001 and W1-D-00002 have one bag number"
    assert [(side.window, side.words) for side in task.sides] == [
        ("W1", "Bag Bag 7"),
        ("Window 2", "Bag BAG ７"),
    ]
    answer(pair.one, pair.one.books.actors.cashier, task, "seen")
    settled(pair, bags, noted=True, _1019=18_600)
    assert tasks(pair.one) == tasks(pair.two) == []


def test_two_copies_void_a_check(pair: Pair, tmp_path: Path) -> None:
    """Both voids stand, so the check is taken off twice, and only the task says so."""
    two = pair.two
    banking = Banking(two.books)
    paid = banking.mail(check(2_000, "1001"))
    pair.sync()
    other = clone(two, copied(two, tmp_path / "other"))
    everybody = (two, other, pair.one)
    try:
        for each in (two, other):
            why = each.station.ask(ledger.reasons, ReasonKind.VOID).result()[0].reason_id
            command = VoidPayment(command_id(), paid.payment_id, why)
            each.station.act(each.books.actors.billing_manager, void_payment, command).result()
        for _ in range(3):
            for each in everybody:
                each.sync()
        assert banking.holds(CHECKS) == -2_000
        assert [each.sound for each in everybody] == [[], [], []]
        assert TaskKind.DOUBLE_VOID in {task.kind for task in tasks(pair.one)}
    finally:
        close(other)
