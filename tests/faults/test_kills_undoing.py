"""The process is really killed around the statements of voids, corrections and re-allocations."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.areas.health import queries as health
from app.areas.payments import undoing
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.bootstrap import Station, open_station
from app.kernel.actor import SYSTEM
from app.kernel.codec import to_plain
from app.kernel.ids import InvoiceId, PaymentId, ShiftId
from tests.areas.payments.mending import Mending, cash, check
from tests.building import Books, Template, command_id
from tests.conftest import MakePractice
from tests.faults.forker import Forker
from tests.faults.invariants import broken

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork there")

SERVICES: dict[str, Callable[..., Any]] = {
    "payments.void_payment": undoing.void_payment,
    "payments.correct_tender": undoing.correct_tender,
    "payments.reallocate": undoing.reallocate,
}
AT_MOST = 90
"""More payments than any of them has statements."""


class Taken:
    """A practice with many payments of one kind, each to be undone once."""

    def __init__(self, data: Path, template: Template) -> None:
        self.data, self.cashier = data, template.actors.cashier
        self.commands: dict[str, Iterator[Any]] = {}
        self.payments: list[PaymentId] = []
        self.checks = 0
        station = open_station(data)
        try:
            books = Books(station, template.actors)
            shift_id = books.open_shift().shift_id
            quiet = ChangeSetting(command_id(), "payments.duplicate_minutes", "0")
            station.act(SYSTEM, settings.change_setting, quiet).result()
            account_id = books.register_patient().account_id
            self.invoice_id: InvoiceId = books.issue_invoice(account_id, 10_000_000).invoice_id
            mending = Mending(station, books, shift_id)
            for number in range(AT_MOST):
                legs = (cash(700 + number, 1000), check(120, f"7{number}"))
                self.payments.append(mending.take(account_id, *legs).payment_id)
        finally:
            station.close()

    def prepare(self, name: str, template: Template) -> Iterator[Any]:
        """A fresh command for each payment."""
        station = open_station(self.data)
        try:
            mending = Mending(station, Books(station, template.actors), ShiftId(""))
            how: dict[str, Callable[[PaymentId], Any]] = {
                "payments.void_payment": mending.voiding,
                "payments.correct_tender": lambda one: mending.correcting(
                    one, "check", bank="Citi", check_number=one[-12:]
                ),
                "payments.reallocate": lambda one: mending.moving(one, {self.invoice_id: 300}),
            }
            return iter([how[name](payment_id) for payment_id in self.payments])
        finally:
            station.close()

    def look(self, name: str, command: Any, acks: list[dict[str, Any]]) -> None:
        """After a kill: whole or not at all, nothing acknowledged is lost, a retry is the same."""
        assert not broken(self.data)
        station = open_station(self.data)
        try:
            known = station.database.read(_left, command.id)
            assert known in (0, 1)
            assert known or not acks, "an acknowledged action is lost"
            first = station.act(self.cashier, SERVICES[name], command).result()
            assert first == station.act(self.cashier, SERVICES[name], command).result()
            assert [to_plain(first)] == [ack["answer"] for ack in acks] or not acks
            assert station.database.read(_left, command.id) == 1
            self.checks += 1
            if self.checks % 10 == 0:
                _verify(station)
        finally:
            station.close()


def _verify(station: Station) -> None:
    verdict = station.database.read(health.verify, station.database.keys.master)
    assert verdict.sound, verdict.findings


def _left(reader: Any, action_id: str) -> int:
    """How many actions of this id left something, counted by the receipts they made again."""
    query = "SELECT count(*) FROM receipt_revision WHERE action_id = ?"
    return int(reader._cursor.execute(query, (action_id,)).fetchone()[0])


@pytest.fixture(scope="module")
def forker() -> Iterator[Forker]:
    started = Forker()
    yield started
    started.stop()


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_killed_before_and_after_every_statement(
    name: str, practice: MakePractice, template: Template, forker: Forker, long: bool, seed: int
) -> None:
    """All of them with --long; else every second of a void, which hands money back, and every
    fourth of the others, by the printed seed; and always the last.
    """
    taken = Taken(practice("killed"), template)
    commands = taken.prepare(name, template)
    command = next(commands)
    whole = forker.run(taken.data, taken.cashier, (name, command))
    taken.look(name, command, whole["acks"])
    statements = whole["statements"]
    assert statements is not None
    assert 15 < statements < AT_MOST
    step = 1 if long else 2 if name == "payments.void_payment" else 4
    for place in {statements, *range(statements - seed % step, 0, -step)}:
        command = next(commands)
        told = forker.run(taken.data, taken.cashier, (name, command), kill_at=place)
        assert told["killed"], place
        assert bool(told["acks"]) == (place == statements)
        taken.look(name, command, told["acks"])
