"""Where all cash and checks are: every place is what the ledger says, whatever happens."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.areas.deposits import explaining
from app.areas.deposits.banking_days import banking_days_between
from app.areas.deposits.chain_values import MoneyPlaces, Place, PlaceSum
from app.areas.deposits.values import Reserve
from app.areas.drawers import lists
from app.areas.drawers import queries as shifts
from app.areas.drawers import service as drawers
from app.areas.drawers.values import ReverseMovement
from app.areas.imports.demo import DemoClock
from app.bootstrap import open_station
from app.kernel.actor import Actor
from app.kernel.errors import NeedsApproval, UserError
from app.kernel.ids import PaymentId, ShiftId
from app.kernel.listing import ListWanted
from tests.areas.deposits.banking import Banking, cash, check, usd
from tests.areas.deposits.bouncing import Bouncing
from tests.areas.payments.mending import card
from tests.building import Books, Template, command_id
from tests.conftest import MakePractice

FIVE = ("1015", "1018", "1019", "1040", "1000")


def places(banking: Banking, by: Actor | None = None, *, nobody: bool = False) -> MoneyPlaces:
    who = None if nobody else (by or banking.books.actors.cfo).user_id
    found: MoneyPlaces = banking.books.station.ask(explaining.money_places, who).result()
    return found


def one(found: MoneyPlaces, place: Place, code: str) -> PlaceSum:
    return next(each for each in found.places if (each.place, each.gl_code) == (place, code))


def by_account(found: MoneyPlaces) -> Counter[str]:
    """What the papers say of each GL account."""
    sums: Counter[str] = Counter()
    for each in found.places:
        assert each.papers is not None
        sums[each.gl_code] += each.papers.minor
    return sums


def check_all(banking: Banking) -> MoneyPlaces:
    """Each place ties, the places make up the ledger, and the lines make up their place."""
    found = places(banking)
    assert found.ties, [each for each in found.places if not each.ties]
    sums = by_account(found)
    for code in FIVE:
        assert sums[code] == banking.holds(code), code
    for each in found.places:
        assert each.papers is not None
        lines = [line.amount.minor for line in each.lines if line.amount is not None]
        assert sum(lines) == each.papers.minor
        assert each.papers == each.ledger
    return found


def test_money_on_its_way_is_in_one_place_at_a_time(banking: Banking) -> None:
    shift = banking.books.open_shift()
    take = banking.mending().take
    take(banking.account(), cash(30_000), check(7_000, "1203", "First Bank"))
    found = check_all(banking)
    assert one(found, Place.DRAWER, "1015").papers == usd(50_000)
    assert one(found, Place.DRAWER, "1040").lines[0].words == "Check 1203"
    assert one(found, Place.SAFE, "1018").papers == usd(80_000), "the float is out"
    banking.drop(10_000)
    assert one(check_all(banking), Place.SAFE, "1018").papers == usd(90_000)
    banking.close(shift.shift_id, 40_000)
    found = check_all(banking)
    assert one(found, Place.DRAWER, "1015").count == 0
    assert one(found, Place.SAFE, "1018").papers == usd(130_000)
    assert one(found, Place.SAFE, "1040").papers == usd(7_000)
    deposit_id = banking.prepare(reserve=Reserve(usd(5_000), "too much change")).deposit_id
    found = check_all_known(banking, deposit_id)
    assert one(found, Place.BAG, "1018").papers == usd(35_000)
    assert one(found, Place.BAG, "1040").papers == usd(7_000)
    assert one(found, Place.SAFE, "1018").papers == usd(95_000)
    banking.count(deposit_id, cash=34_000)
    banking.count(deposit_id, cash=34_000)
    check_all(banking)
    banking.seal(deposit_id)
    found = check_all(banking)
    assert one(found, Place.SEALED, "1019").papers == usd(41_000)
    assert one(found, Place.BAG, "1018").count == 0
    banking.submit(deposit_id)
    assert one(check_all(banking), Place.TRANSIT, "1019").papers == usd(41_000)
    banking.clear(deposit_id)
    found = check_all(banking)
    assert one(found, Place.BANK, "1000").papers == usd(41_000)
    assert one(found, Place.TRANSIT, "1019").papers == usd(0)
    banking.verify()


def check_all_known(banking: Banking, deposit_id: str) -> MoneyPlaces:
    """As who prepared the bag, who alone knows its cash until it is counted again."""
    found = places(banking, banking.books.actors.cashier)
    assert one(found, Place.BAG, "1018").papers is not None, deposit_id
    return found


def test_a_bag_is_late_after_its_banking_days(practice: MakePractice, template: Template) -> None:
    start = datetime.now(UTC)
    clock = DemoClock(start)
    station = open_station(practice("days"), clock=clock)
    banking = Banking(Books(station, template.actors))
    banking.shift(3_000)
    deposit_id = banking.sealed()
    first, ages = banking.today(), []
    for days in range(7):
        clock.put(start + timedelta(days))
        sealed = one(places(banking), Place.SEALED, "1019")
        age = banking_days_between(first, banking.today(), "US")
        ages.append(age)
        assert sealed.lines[0].banking_days == sealed.oldest_banking_days == age
        assert (sealed.late, sealed.lines[0].late) == (age > 2, age > 2)
    assert ages[-1] > 2, "a week has more than two banking days"
    shift_id = station.ask(shifts_of_all).result()
    who = template.actors.cfo.user_id
    chain = station.ask(explaining.chain_of_shift, shift_id, who).result()
    assert chain.threads[0].late
    banking.submit(deposit_id)
    assert one(places(banking), Place.TRANSIT, "1019").late, "it counts from its seal"
    banking.clear(deposit_id)
    assert not one(places(banking), Place.BANK, "1000").late
    clock.put(start + timedelta(60))
    assert all(each.place is not Place.BANK for each in places(banking).places), "long ago"
    station.close()


def shifts_of_all(reader: Any) -> ShiftId:
    found: ShiftId = lists.shifts(reader, ListWanted()).rows[0].shift_id
    return found


# ------------------------------------------------------------------------------------ random days


class Days:
    """Somebody does whatever comes to mind; what is refused is refused, and the books tie."""

    def __init__(self, banking: Banking, seed: int) -> None:
        self.banking, self.choose = banking, random.Random(seed)
        self.mending, self.bouncing = banking.mending(), Bouncing(banking)
        self.payments: list[str] = []
        self.deposits: list[Any] = []
        self.bounced: list[Any] = []
        self.drops: list[Any] = []
        self.done: Counter[str] = Counter()
        self.accounts = [banking.account() for _ in range(3)]
        self.number = 0

    def live(self, wanted: int) -> None:
        """Until so many things were done."""
        deeds: dict[str, tuple[int, Callable[[], object]]] = {
            "open": (3, self.open),
            "cash": (6, lambda: self.take(cash(self.some()))),
            "check": (5, lambda: self.take(self.a_check())),
            "split": (2, lambda: self.take(cash(self.some()), self.a_check(), card(self.some()))),
            "mail": (3, lambda: self.payments.append(self.mailed())),
            "drop": (3, lambda: self.drops.append(self.banking.drop(self.some()))),
            "undrop": (1, self.undrop),
            "void": (2, lambda: self.mending.void(PaymentId(self.choose.choice(self.payments)))),
            "correct": (2, self.correct),
            "close": (3, self.close),
            "prepare": (4, self.prepare),
            "count": (5, self.count),
            "take_out": (1, self.take_out),
            "seal": (5, lambda: self.banking.seal(self.choose.choice(self.deposits))),
            "submit": (4, lambda: self.banking.submit(self.choose.choice(self.deposits))),
            "clear": (3, self.clear),
            "take_back": (1, lambda: self.banking.take_back(self.choose.choice(self.deposits))),
            "void_deposit": (1, lambda: self.banking.void(self.choose.choice(self.deposits))),
            "bounce": (2, self.bounce),
            "unbounce": (1, lambda: self.bouncing.take_back(self.choose.choice(self.bounced))),
        }
        names, weights = list(deeds), [weight for weight, _ in deeds.values()]
        for _ in range(20 * wanted):
            if sum(self.done.values()) >= wanted:
                break
            name = self.choose.choices(names, weights)[0]
            try:
                deeds[name][1]()
            except (UserError, NeedsApproval, IndexError, StopIteration):
                continue
            self.done[name] += 1
            self.check()

    def check(self) -> None:
        """The officer prepared no bag; what they may not know ties all the same."""
        found = places(self.banking)
        assert found.ties, (self.done, [each for each in found.places if not each.ties])
        for code in ("1015", "1019", "1040", "1000"):
            assert by_known(found)[code] == self.banking.holds(code), (code, self.done)

    def some(self) -> int:
        return self.choose.randrange(1, 200) * 100

    def a_check(self) -> Any:
        self.number += 1
        return check(self.some(), str(self.number))

    def open(self) -> None:
        if not self.banking.books.station.ask(shifts.open_shifts).result():
            self.banking.books.open_shift(self.choose.choice((0, 5)))

    def take(self, *tenders: Any) -> None:
        account_id = self.choose.choice(self.accounts)
        self.payments.append(self.mending.take(account_id, *tenders).payment_id)

    def mailed(self) -> str:
        return self.banking.mail(self.a_check()).payment_id

    def undrop(self) -> None:
        drop = self.choose.choice(self.drops)
        command = ReverseMovement(command_id(), drop.movement_id, "")
        self.banking.act(self.banking.books.actors.cashier, drawers.reverse_movement, command)

    def correct(self) -> None:
        payment_id = PaymentId(self.choose.choice(self.payments))
        if self.choose.random() < 0.5:
            self.mending.correct(payment_id, "cash")
        else:
            self.number += 1
            number = str(self.number)
            self.mending.correct(payment_id, "check", bank="Chase", check_number=number)

    def close(self) -> None:
        shift = self.banking.books.station.ask(shifts.open_shifts).result()[0]
        holds = self.mending.holds("1015")
        wrong = self.choose.choice((0, 0, 0, -100, 200))
        self.banking.close(shift.shift_id, max(0, holds + wrong))

    def prepare(self) -> None:
        items = self.banking.proposal().items
        chosen = self.choose.sample(items, self.choose.randint(1, len(items))) if items else []
        reserve = None
        if self.choose.random() < 0.3:
            reserve = Reserve(usd(self.choose.choice((-300, 700))), "change")
        prepared = self.banking.prepare(*chosen, reserve=reserve)
        self.deposits.append(prepared.deposit_id)

    def count(self) -> None:
        deposit_id = self.choose.choice(self.deposits)
        cashier = self.banking.books.actors.cashier
        seen = self.banking.view(deposit_id, cashier.user_id).cash
        should = seen.minor if seen else 0
        self.banking.count(deposit_id, max(0, should + self.choose.choice((0, 0, 0, -100, 300))))

    def take_out(self) -> None:
        deposit_id = self.choose.choice(self.deposits)
        items = [i for i in self.banking.view(deposit_id).items if i.check_number and not i.out]
        self.banking.take_out(deposit_id, self.choose.choice(items).check_number)

    def clear(self) -> None:
        deposit_id = self.choose.choice(self.deposits)
        total = self.banking.view(deposit_id).total
        wrong = self.choose.choice((0, 0, 0, -100))
        self.banking.clear(deposit_id, max(0, (total.minor if total else 0) + wrong))

    def bounce(self) -> None:
        payment_id = PaymentId(self.choose.choice(self.payments))
        self.bounced.append(self.bouncing.bounce(payment_id, flag_account=False))


def by_known(found: MoneyPlaces) -> Counter[str]:
    sums: Counter[str] = Counter()
    for each in found.places:
        sums[each.gl_code] += each.papers.minor if each.papers is not None else 0
    return sums


def test_every_place_ties_through_random_days(
    banking: Banking, seed: int, request: pytest.FixtureRequest
) -> None:
    days = Days(banking, seed)
    days.live(50 * int(request.config.getoption("--scale")))
    chains_agree(days)
    banking.verify()


def chains_agree(days: Days) -> None:
    """Followed one by one, the checks are where the places have them."""
    cfo, station = days.banking.books.actors.cfo, days.banking.books.station
    where: Counter[Place] = Counter()
    for payment_id in days.payments:
        chain = station.ask(explaining.chain_of_payment, PaymentId(payment_id), cfo.user_id)
        parts = chain.result().threads
        where.update(part.place for part in parts if part.words.startswith("Check "))
    found = places(days.banking)
    assert where[Place.DRAWER] == one(found, Place.DRAWER, "1040").count
    assert where[Place.SAFE] == one(found, Place.SAFE, "1040").count
    for deposit_id in days.deposits:
        station.ask(explaining.chain_of_deposit, deposit_id, cfo.user_id).result()


# ------------------------------------------------------------------------------ who counts blind


def sums_told(found: MoneyPlaces, place: Place, code: str) -> list[int | None]:
    """Every amount of a place that is told: papers, ledger and each line."""
    there = one(found, place, code)
    told = [there.papers, there.ledger, *(line.amount for line in there.lines)]
    return [amount.minor if amount is not None else None for amount in told]


def test_nobody_is_told_the_cash_of_the_drawer_they_count(banking: Banking) -> None:
    banking.books.open_shift()
    banking.mending().take(banking.account(), cash(33_333))
    actors = banking.books.actors
    assert sums_told(places(banking), Place.DRAWER, "1015") == [53_333] * 3
    for by in (actors.cashier, actors.other_cashier):  # the other one may take it over, blind
        assert sums_told(places(banking, by), Place.DRAWER, "1015") == [None] * 3
    assert sums_told(places(banking, nobody=True), Place.DRAWER, "1015") == [None] * 3
    assert places(banking, actors.cashier).ties
    said = str(places(banking, actors.cashier))
    assert "53333" not in said
    assert "33333" not in said


def test_nobody_but_who_prepared_a_bag_is_told_its_cash_before_the_second_count(
    banking: Banking,
) -> None:
    banking.shift(41_300, check(7_000, "9"))
    drop_shift = banking.books.open_shift(0)
    banking.mending().take(banking.account(), cash(2_900))
    banking.drop(2_900)
    banking.close(drop_shift.shift_id, 0)
    deposit_id = banking.prepare().deposit_id
    actors = banking.books.actors
    assert sums_told(places(banking, actors.cashier), Place.BAG, "1018") == [44_200] * 3
    for by in (actors.other_cashier, actors.cfo, None):
        found = places(banking, by, nobody=by is None)
        assert sums_told(found, Place.BAG, "1018") == [None] * 3
        assert sums_told(found, Place.BAG, "1040") == [7_000] * 3, "a check is seen, not counted"
        assert found.ties
        for secret in ("44200", "41300", "144200", "51200"):
            assert secret not in str(found), "nor what it follows from"
    banking.count(deposit_id)
    for by in (actors.other_cashier, actors.cfo, None):
        found = places(banking, by, nobody=by is None)
        assert sums_told(found, Place.BAG, "1018") == [44_200] * 3
