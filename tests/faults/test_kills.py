"""The process is really killed, around every statement and at any moment: nothing is lost."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.areas.drawers import service as drawers
from app.areas.drawers.values import AddDrawer, OpenShift, Pile
from app.areas.health import queries as health
from app.areas.invoices import service as invoices
from app.areas.invoices.values import InvoiceLine, IssueInvoice
from app.areas.payments import service as payments
from app.areas.payments.values import TakePayment, TenderGiven
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.bootstrap import Station, open_station
from app.kernel.actor import SYSTEM, Actor, Permission
from app.kernel.codec import to_plain
from app.kernel.ids import UserId, new_id
from app.kernel.money import Money
from tests.building import Books, Template, command_id
from tests.conftest import MakePractice
from tests.faults.forker import Forker
from tests.faults.invariants import broken

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork there")

SERVICES: dict[str, Callable[..., Any]] = {
    "payments.take_payment": payments.take_payment,
    "invoices.issue_invoice": invoices.issue_invoice,
    "drawers.open_shift": drawers.open_shift,
}


FRESH_AFTER = 105
"""Rounds of random kills before a new practice takes over."""


def usd(minor: int) -> Money:
    return Money(minor, "USD")


class Counter:
    """A practice in which payments, invoices and shifts can be made again and again."""

    def __init__(self, data: Path, template: Template) -> None:
        self.data = data
        self.acts = self.checks = 0
        station = open_station(data)
        try:
            books = Books(station, template.actors)
            quiet = {"payments.duplicate_minutes": "0", "payments.overpayment": "credit"}
            for key, value in quiet.items():
                change = ChangeSetting(command_id(), key, value)
                station.act(SYSTEM, settings.change_setting, change).result()
            books.open_shift()
            self.cashier = template.actors.cashier
            self.account_id = books.register_patient().account_id
            self.clerk = template.actors.billing_clerk
            # One that is never paid up, so that all payments have as many statements.
            books.issue_invoice(self.account_id, 3_000_000, 120)
        finally:
            station.close()

    def next(self, name: str) -> tuple[Actor, Any]:
        """Who acts, and a fresh command."""
        self.acts += 1
        if name == "payments.take_payment":
            paid, given = usd(700 + self.acts % 9), usd(1000)
            tender = TenderGiven("cash", paid, given)
            return self.cashier, TakePayment(command_id(), self.account_id, (tender,), notes="kill")
        if name == "invoices.issue_invoice":
            line = InvoiceLine("Visit", usd(900), discount=usd(10), discount_reason="x", tax=usd(3))
            return self.clerk, IssueInvoice(command_id(), self.account_id, (line, line))
        drawer = self._with(lambda s: s.act(SYSTEM, drawers.add_drawer, self._drawer()).result())
        someone = Actor(UserId(new_id()), "Somebody", frozenset(Permission))
        return someone, OpenShift(command_id(), drawer, (Pile(usd(2000), 5), Pile(usd(25), 4)))

    def _drawer(self) -> AddDrawer:
        return AddDrawer(command_id(), f"Till {self.acts}")

    def _with(self, use: Callable[[Station], Any]) -> Any:
        station = open_station(self.data)
        try:
            return use(station)
        finally:
            station.close()

    def check(self, done: list[tuple[str, Actor, Any]], acks: list[dict[str, Any]]) -> None:
        """After a kill: books in order, what was acknowledged is there, a retry changes nothing."""
        assert not broken(self.data)
        answers = {ack["id"]: ack["answer"] for ack in acks}

        def retry(station: Station) -> None:
            for name, actor, command in done:
                known = station.database.read(_rows, command.id)
                assert known in (0, 1)
                if command.id in answers:
                    assert known == 1, "an acknowledged action is lost"
                first = station.act(actor, SERVICES[name], command).result()
                again = station.act(actor, SERVICES[name], command).result()
                assert first == again
                assert to_plain(first) == answers.get(command.id, to_plain(first))
                assert station.database.read(_rows, command.id) == 1

            self.checks += 1
            if self.checks % 5 == 0:
                verdict = station.database.read(health.verify, station.database.keys.master)
                assert verdict.sound, verdict.findings

        self._with(retry)


def _rows(reader: Any, command_id: str) -> int:
    """How many payments, invoices and shifts have this id."""
    total = 0
    for table in ("payment", "invoice", "shift"):
        query = f"SELECT count(*) FROM {table} WHERE id = ?"
        total += reader._cursor.execute(query, (command_id,)).fetchone()[0]
    return total


@pytest.fixture(scope="module")
def forker() -> Iterator[Forker]:
    started = Forker()
    yield started
    started.stop()


@pytest.fixture
def counter(practice: MakePractice, template: Template) -> Counter:
    return Counter(practice("killed"), template)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_killed_before_and_after_every_statement(
    name: str, counter: Counter, forker: Forker, long: bool, seed: int
) -> None:
    """In CI at every fifth of them, from another one each time, and always at the last two."""
    actor, command = counter.next(name)
    whole = forker.run(counter.data, actor, (name, command))
    counter.check([(name, actor, command)], whole["acks"])
    statements = whole["statements"]
    assert statements is not None
    assert statements > 15
    places = range(1, statements + 1) if long else range(1 + seed % 5, statements - 1, 5)
    for place in sorted({*places, statements - 1, statements}):
        actor, command = counter.next(name)
        told = forker.run(counter.data, actor, (name, command), kill_at=place)
        assert told["killed"], place
        assert bool(told["acks"]) == (place == statements)
        counter.check([(name, actor, command)], told["acks"])


def test_killed_at_any_moment(
    practice: MakePractice,
    template: Template,
    forker: Forker,
    scale: int,
    long: bool,
    seed: int,
) -> None:
    chance = random.Random(seed)
    rounds = (3000 if long else 30) * scale
    acknowledged = 0
    for done in range(rounds):
        # Every round looks at all the books, so a long run would grow with its square.
        if done % FRESH_AFTER == 0:
            counter = Counter(practice(f"killed{done}"), template)
            whole_s = _whole(counter, forker)
        acknowledged += _kill_once(counter, forker, chance, whole_s)
    assert 0 < acknowledged < 3 * rounds
    assert not broken(counter.data)


def _whole(counter: Counter, forker: Forker) -> float:
    """The seconds that three actions take here and now, on a busy machine as on an idle one."""
    made = [counter.next("payments.take_payment") for _ in range(3)]
    pairs = (("payments.take_payment", command) for _, command in made)
    took_s: float = forker.run(counter.data, made[0][0], *pairs)["took_s"]
    return took_s


def _kill_once(counter: Counter, forker: Forker, chance: random.Random, whole_s: float) -> int:
    """Three actions and a kill somewhere among them; how many were acknowledged."""
    name = chance.choice(("payments.take_payment", "invoices.issue_invoice"))
    made = [counter.next(name) for _ in range(3)]
    told = forker.run(
        counter.data,
        made[0][0],
        *((name, command) for _, command in made),
        kill_after_s=chance.uniform(0, whole_s),
    )
    assert told["killed"]
    counter.check([(name, actor, command) for actor, command in made], told["acks"])
    return len(told["acks"])
