"""What a dishonest cashier tries on the way to the bank, and what a careless one does twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from app.areas.approvals.values import GrantApproval
from app.areas.deposits import returning, rules, service
from app.areas.deposits.values import ItemKind, Reserve
from app.areas.drawers import service as drawers
from app.areas.ledger import queries as ledger
from app.areas.security.service import say_same_person
from app.areas.security.values import DeactivateUser, SaySamePerson
from app.bootstrap import open_station
from app.kernel.actor import Permission
from app.kernel.errors import NeedsApproval, UserError
from tests.areas.deposits.banking import Banking, piles, refused, usd
from tests.areas.deposits.bouncing import Bouncing, mailed, owing
from tests.building import PIN, Actors, Books, command_id
from tests.conftest import MakePractice


@pytest.mark.parametrize(
    "other",
    [
        "\uff21\uff22\uff11\uff12\uff13\uff14",
        "AB\u20111234",
        "ab\u200d1234",
        "AB\u00a01234",
        "AB-\u0661\u0662\u0663\u0664",
        "ab_1234",
        "AB/1234",
    ],
)
def test_a_bag_number_is_not_new_because_it_is_typed_otherwise(other: str) -> None:
    assert rules.bag_key(other) == rules.bag_key("AB-1234")


def test_no_more_goes_to_the_bank_than_lies_in_the_safe(banking: Banking) -> None:
    """A shift that dropped its float as well brought less than it took: without it, there is less
    of the safe's own money than the books begin with.
    """
    opened = banking.books.open_shift(40)
    banking.drop(70_000)
    banking.close(opened.shift_id, 10_000)
    proposal = banking.proposal()
    assert proposal.reserve == usd(100_000)
    drop = next(item for item in proposal.items if item.kind is ItemKind.DROP)
    assert banking.holds("1018") == 100_000
    with pytest.raises(UserError, match=r"Only 300\.00 of the safe's own money lies there now"):
        banking.prepare(drop, reserve=Reserve(usd(30_001), "all of it"))
    banking.sealed(drop, reserve=Reserve(usd(30_000), "all of it"))
    assert banking.holds("1018") == 0
    banking.verify()


def test_a_bag_whose_only_check_came_back_is_credited_with_nothing(banking: Banking) -> None:
    bouncing = Bouncing(banking)
    account_id, _ = owing(bouncing, 5_000)
    p = mailed(bouncing, account_id, 5_000)
    d = banking.sealed()
    banking.submit(d)
    r = bouncing.bounce(p.payment_id)
    banking.clear(d, 0)
    banking.verify()
    banking.take_back(d)
    bouncing.take_back(r)
    banking.verify()
    banking.clear(d)
    r = bouncing.bounce(p.payment_id)
    banking.verify()
    banking.take_back(d)
    with pytest.raises(UserError):
        banking.void(d)
    bouncing.take_back(r)
    banking.void(d)
    banking.verify()
    assert banking.holds("1040") == 5000
    assert banking.holds("1019") == 0


@dataclass(slots=True)
class Days:
    """The computer's clock, some days on."""

    days: int = 0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(days=self.days)


@pytest.fixture
def nights(practice: MakePractice, actors: Actors) -> Iterator[tuple[Banking, Days]]:
    """A practice whose days go on."""
    clock = Days()
    station = open_station(practice("nights"), clock=clock)
    books = Books(station, actors)
    books.count_safe()
    yield Banking(books), clock
    station.close()


def test_a_check_does_not_come_back_before_it_left(nights: tuple[Banking, Days]) -> None:
    """Who enters it still has the drawer of the day before."""
    banking, clock = nights
    bouncing = Bouncing(banking)
    cashier = banking.books.actors.cashier
    trusted = replace(cashier, permissions=cashier.permissions | {Permission.RETURN_CHECK})
    first = banking.today()
    banking.books.open_shift()
    clock.days = 1
    account_id, _ = owing(bouncing, 5_000)
    paid = mailed(bouncing, account_id, 5_000)
    banking.sealed(*(i for i in banking.proposal().items if i.kind is ItemKind.CHECK))
    done = bouncing.bounce(paid.payment_id, actor=trusted)

    def on(code: str) -> int:
        return banking.books.station.ask(ledger.gl_balance, code, first, "USD").result().minor

    assert on("1019") == 0
    assert on("1100") == 0
    banking.verify()
    bouncing.take_back(done)
    banking.verify()


def test_what_stays_in_the_safe_again_and_again_is_seen_by_somebody_else(banking: Banking) -> None:
    """What is kept back lies in no bag that is counted twice."""
    books, actors = banking.books, banking.books.actors

    def asked(minor: int, why: str = "change") -> str:
        command = banking.preparing(reserve=Reserve(usd(-minor), why))
        return refused(banking, actors.cashier, service.prepare_deposit, command)

    banking.shift(50_000)
    assert asked(20_000) == (
        "200.00 of this deposit stays in the safe: change. With it 200.00 was kept there."
    )
    first = banking.sealed(reserve=Reserve(usd(-19_999), "change"))
    banking.shift(50_000)
    assert (
        asked(1) == "0.01 of this deposit stays in the safe: change. With it 200.00 was kept there."
    )
    command = banking.preparing(reserve=Reserve(usd(-500), "coins"))
    with pytest.raises(NeedsApproval) as question:
        books.station.act(actors.cashier, service.prepare_deposit, command).result()
    grant = GrantApproval(
        command_id(),
        command.id,
        question.value.key,
        actors.cashier.user_id,
        question.value.text,
    )
    books.station.approve(actors.numbers["cfo"], PIN, grant)
    for other in (
        replace(command, reserve=Reserve(usd(-501), "coins"), piles=piles(49_499)),
        replace(command, reserve=Reserve(usd(-500), "lunch")),
        replace(command, id=command_id()),
    ):
        assert "stays in the safe" in refused(
            banking, actors.cashier, service.prepare_deposit, other
        )
    same = SaySamePerson(command_id(), actors.cfo.user_id, actors.cashier.user_id)
    books.station.act(actors.administrator, say_same_person, same).result()
    assert "another account of yours" in refused(
        banking, actors.cashier, service.prepare_deposit, command
    )
    alone = replace(same, id=command_id(), same_as=None)
    books.station.act(actors.administrator, say_same_person, alone).result()
    done = books.station.act(actors.cashier, service.prepare_deposit, command).result()
    assert done.cash == usd(49_500)
    banking.void(first)
    banking.shift(600)
    only = next(i for i in banking.proposal().items if i.amount == usd(600))
    assert banking.sealed(only, reserve=Reserve(usd(-100), "coins")), "less is kept by now"
    banking.verify()


def test_a_check_comes_back_once_wherever_its_bags_go(banking: Banking) -> None:
    """In a counted bag, in one that was voided meanwhile, and around a credit taken back."""
    bouncing = Bouncing(banking)
    account_id, _ = owing(bouncing, 5_000)
    payment_id = mailed(bouncing, account_id, 5_000).payment_id
    first = banking.prepare().deposit_id
    banking.count(first)
    done = bouncing.bounce(payment_id)
    twice = bouncing.returning(done.tender_id)
    assert "was returned already" in refused(
        banking, bouncing.manager, returning.return_check, twice
    )
    bouncing.take_back(done)
    with pytest.raises(UserError, match="Check 1001 was not found"):
        banking.seal(first)
    banking.count(first)
    done = bouncing.bounce(payment_id)
    banking.void(first)
    bouncing.take_back(done)
    second = banking.sealed()
    done = bouncing.bounce(payment_id)
    banking.void(second)
    bouncing.take_back(done)
    third = banking.cleared()
    done = bouncing.bounce(payment_id)
    banking.take_back(third)
    bouncing.take_back(done)
    banking.void(third)
    assert [banking.holds(code) for code in ("1040", "1019", "1000")] == [5_000, 0, 0]
    banking.verify()


def test_who_counted_and_left_is_asked_for_no_seal(banking: Banking) -> None:
    banking.shift(3_500)
    bag = banking.prepare().deposit_id
    banking.count(bag)
    actors = banking.books.actors
    gone = DeactivateUser(command_id(), actors.other_cashier.user_id)
    banking.act(actors.administrator, drawers.deactivate_user, gone)
    assert "Olga Novak counted this bag" in refused(
        banking, actors.billing_manager, service.seal_deposit, banking.sealing(bag)
    )
    banking.void(bag)
    again = banking.prepare().deposit_id
    banking.count(again, actor=actors.billing_manager)
    assert banking.seal(again, actor=actors.billing_manager).amount == usd(3_500)
    banking.verify()
