"""The process is really killed around the statements of a deposit: prepared, sealed, handed over,
credited, voided, and a check of it returned.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.areas.deposits import returning, service, undoing
from app.areas.deposits.values import ItemKind, Reserve, SubmitDeposit, VoidDeposit
from app.areas.health import queries as health
from app.areas.ledger.values import ReasonKind
from app.bootstrap import Station, open_station
from app.kernel.actor import Actor
from app.kernel.codec import to_plain
from app.kernel.ids import BankAccountId, CommandId, DepositId, TenderId
from tests.areas.deposits.banking import Banking, check, usd
from tests.areas.deposits.bouncing import Bouncing
from tests.building import Books, Template, command_id
from tests.conftest import MakePractice
from tests.faults.forker import Forker
from tests.faults.invariants import broken

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork there")

ACTIONS: dict[str, tuple[Callable[..., Any], str]] = {
    "deposits.prepare_deposit": (service.prepare_deposit, "deposit"),
    "deposits.seal_deposit": (service.seal_deposit, "deposit_seal"),
    "deposits.submit_deposit": (service.submit_deposit, "deposit_submit"),
    "deposits.clear_deposit": (service.clear_deposit, "deposit_clear"),
    "deposits.void_deposit": (undoing.void_deposit, "deposit_void"),
    "deposits.return_check": (returning.return_check, "returned_check"),
}
"""Each action with the table whose row has the command's id."""
BATCH = 7
PLACES = 2
"""So many statements of each are killed at, and the last ones, unless --long."""


class Bags:
    """Bags at the stage an action begins from, each with 20.00 and a check; made in batches."""

    def __init__(self, data: Path, template: Template, name: str) -> None:
        self.data, self.name, self.actors = data, name, template.actors
        self.action, self.table = ACTIONS[name]
        self.ready: list[tuple[Actor, Any]] = []
        self.bank_id: BankAccountId | None = None
        self.checks = self.numbers = 0

    def next(self) -> tuple[Actor, Any]:
        """Who acts, and a fresh command."""
        if not self.ready:
            station = open_station(self.data)
            try:
                self.ready = self._made(station)
            finally:
                station.close()
        return self.ready.pop()

    def _made(self, station: Station) -> list[tuple[Actor, Any]]:
        books = Books(station, self.actors)
        if self.bank_id is None:
            books.count_safe(500)
            self.bank_id = Banking(books).bank_id
        banking = Banking(books, self.bank_id)
        alone = self.table == "deposit"  # what else lies in the safe is read as well
        return [self._command(banking) for _ in range(1 if alone else BATCH)]

    def _command(self, banking: Banking) -> tuple[Actor, Any]:
        self.numbers += 1
        number = f"4{self.numbers:05}"
        banking.mail(check(7_700, number))
        ours = [one for one in banking.proposal().items if one.check_number == number]
        preparing = banking.preparing(*ours, reserve=Reserve(usd(2_000), "Too much change"))
        if self.table == "deposit":
            return self.actors.cashier, preparing
        deposit_id = banking.act(self.actors.cashier, service.prepare_deposit, preparing).deposit_id
        for _ in range(2):
            banking.count(deposit_id, 1_995)
        sealing = banking.sealing(deposit_id)
        if self.table == "deposit_seal":
            return self.actors.other_cashier, sealing
        banking.seal(deposit_id)
        if self.table == "returned_check":
            return self.actors.billing_manager, self._returning(banking, deposit_id)
        if self.table == "deposit_void":
            reason = banking.reason(ReasonKind.DEPOSIT_VOID)
            return self.actors.billing_manager, VoidDeposit(command_id(), deposit_id, reason)
        if self.table == "deposit_submit":
            return self.actors.cashier, SubmitDeposit(command_id(), deposit_id, "Courier")
        banking.submit(deposit_id)
        return self.actors.accounting, banking.clearing(deposit_id, 9_700)

    def _returning(self, banking: Banking, deposit_id: DepositId) -> Any:
        items = banking.view(deposit_id).items
        tender = next(one.source_id for one in items if one.kind is ItemKind.CHECK)
        return Bouncing(banking).returning(TenderId(tender))

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
            if self.checks % 6 == 0:
                verdict = station.database.read(health.verify, station.database.keys.master)
                assert verdict.sound, verdict.findings
        finally:
            station.close()

    def _rows(self, reader: Any, wanted: CommandId) -> int:
        query = f"SELECT count(*) FROM {self.table} WHERE id = ?"
        return int(reader._cursor.execute(query, (wanted,)).fetchone()[0])


@pytest.fixture(scope="module")
def forker() -> Iterator[Forker]:
    started = Forker()
    yield started
    started.stop()


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_killed_around_the_statements_of_a_deposit(
    name: str,
    practice: MakePractice,
    template: Template,
    forker: Forker,
    long: bool,
    seed: int,
) -> None:
    """Every statement with --long, else some of them by the printed seed, and the last ones."""
    bags = Bags(practice("killed"), template, name)
    statements = 0
    for _ in range(2):  # the first of a kind also begins its numbers
        actor, command = bags.next()
        whole = forker.run(bags.data, actor, (name, command))
        bags.check(actor, command, whole["acks"])
        statements = whole["statements"]
    assert statements > 10
    every = range(1, statements + 1)
    some = random.Random(f"{seed}{name}").sample(every, min(PLACES, statements))
    for place in every if long else sorted({*some, statements - 1, statements}):
        actor, command = bags.next()
        told = forker.run(bags.data, actor, (name, command), kill_at=place)
        assert told["killed"], place
        assert bool(told["acks"]) == (place == statements)
        bags.check(actor, command, told["acks"])
