"""The process is really killed around the statements of a drop, a count, a close, a hand-over."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.areas.drawers import closing as counting
from app.areas.drawers import service as drawers
from app.areas.drawers.closing_values import CloseShift, RevealDifference, SealCount, TakeOver
from app.areas.drawers.values import AddDrawer, MoveCash, MovementKind, OpenShift, Pile
from app.areas.health import queries as health
from app.areas.payments import closing
from app.areas.payments import service as payments
from app.areas.payments.values import Purpose
from app.bootstrap import Station, open_station
from app.kernel.actor import SYSTEM, Actor, Permission
from app.kernel.codec import to_plain
from app.kernel.ids import CommandId, ReasonId, ShiftId, UserId, derived_id, new_id
from app.kernel.money import Money
from tests.building import Books, Template, command_id
from tests.conftest import MakePractice
from tests.faults.forker import Forker
from tests.faults.invariants import broken

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork there")

ACTIONS: dict[str, tuple[Callable[..., Any], str]] = {
    "drawers.move_cash": (drawers.move_cash, "cash_movement"),
    "drawers.seal_count": (counting.seal_count, "cash_count"),
    "payments.close_shift": (closing.close_shift, "shift_close"),
    "payments.take_over": (closing.take_over, "shift_close"),
}
"""Each action with the table whose row has the command's id."""
BATCH = 12
FLOAT = (Pile(Money(2000, "USD"), 5),)
COUNTED = (Pile(Money(2000, "USD"), 5), Pile(Money(25, "USD"), 4))
"""The float, and a quarter of a dollar four times that nobody knows of."""


def somebody() -> Actor:
    return Actor(UserId(new_id()), "Somebody", frozenset(Permission))


class Drawers:
    """Shifts in the state an action begins from, made in batches."""

    def __init__(self, data: Path, template: Template, name: str) -> None:
        self.data, self.name = data, name
        self.action, self.table = ACTIONS[name]
        self.books_actors = template.actors
        self.ready: list[tuple[Actor, Any]] = []
        self.checks = 0

    def next(self) -> tuple[Actor, Any]:
        """Who acts, and a fresh command."""
        if not self.ready:
            station = open_station(self.data)
            try:
                self.ready = [self._made(station) for _ in range(BATCH)]
            finally:
                station.close()
        return self.ready.pop()

    def _made(self, station: Station) -> tuple[Actor, Any]:
        def act(actor: Actor, action: Any, command: Any) -> Any:
            return station.act(actor, action, command).result()

        who, drawer = somebody(), act(SYSTEM, drawers.add_drawer, _drawer())
        shift_id = act(who, drawers.open_shift, OpenShift(command_id(), drawer, FLOAT)).shift_id
        if self.name == "drawers.move_cash":
            drop = MoveCash(command_id(), MovementKind.DROP, Money(2000, "USD"), note="bag")
            return who, drop
        books = Books(station, self.books_actors)
        account = books.register_patient().account_id
        cash = books.cash(account, 100, 500, purpose=Purpose.PREPAYMENT)
        act(who, payments.take_payment, cash)
        seal = SealCount(command_id(), shift_id, COUNTED)
        if self.name == "drawers.seal_count":
            return who, seal
        if self.name == "payments.take_over":
            act(who, counting.seal_count, seal)
            return somebody(), TakeOver(command_id(), shift_id, COUNTED)
        act(who, counting.seal_count, SealCount(command_id(), shift_id, FLOAT))
        act(who, closing.reveal_difference, RevealDifference(command_id(), shift_id))
        return who, _close(shift_id)

    def check(self, actor: Actor, command: Any, acks: list[dict[str, Any]]) -> None:
        """After a kill: books in order, what was acknowledged is there, a retry changes nothing."""
        assert not broken(self.data)
        answers = {ack["id"]: ack["answer"] for ack in acks}
        station = open_station(self.data)
        try:
            known = station.database.read(self._rows, command.id)
            assert known == 1 if command.id in answers else known in (0, 1)
            first = station.act(actor, self.action, command).result()
            assert station.act(actor, self.action, command).result() == first
            assert to_plain(first) == answers.get(command.id, to_plain(first))
            assert station.database.read(self._rows, command.id) == 1
            self.checks += 1
            if self.checks % 8 == 0:
                verdict = station.database.read(health.verify, station.database.keys.master)
                assert verdict.sound, verdict.findings
        finally:
            station.close()

    def _rows(self, reader: Any, wanted: CommandId) -> int:
        query = f"SELECT count(*) FROM {self.table} WHERE id = ?"
        return int(reader._cursor.execute(query, (wanted,)).fetchone()[0])


def _drawer() -> AddDrawer:
    found = command_id()
    return AddDrawer(found, f"Till {found[-8:]}")


def _close(shift_id: ShiftId) -> CloseShift:
    why = ReasonId(derived_id("reason", "over_short", "2"))
    return CloseShift(command_id(), shift_id, why, "a dollar short")


@pytest.fixture(scope="module")
def forker() -> Iterator[Forker]:
    started = Forker()
    yield started
    started.stop()


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_killed_around_the_statements_of_a_drawer(
    name: str,
    practice: MakePractice,
    template: Template,
    forker: Forker,
    long: bool,
    seed: int,
) -> None:
    """Every statement with --long, else every fifth, by the printed seed, and the last ones."""
    ground = Drawers(practice("killed"), template, name)
    actor, command = ground.next()
    whole = forker.run(ground.data, actor, (name, command))
    ground.check(actor, command, whole["acks"])
    statements = whole["statements"]
    assert statements is not None
    assert statements > 12
    some = range(1, statements + 1) if long else range(1 + seed % 5, statements + 1, 5)
    for place in sorted({*some, statements - 1, statements}):
        actor, command = ground.next()
        told = forker.run(ground.data, actor, (name, command), kill_at=place)
        assert told["killed"], place
        assert bool(told["acks"]) == (place == statements)
        ground.check(actor, command, told["acks"])
