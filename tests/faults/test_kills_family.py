"""The process is really killed around the statements of a family's payment and of credit."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.areas.health import queries as health
from app.areas.invoices import drafting
from app.areas.invoices.values import DraftLine, SaveDraft
from app.areas.payments import crediting, queries, service
from app.areas.payments.crediting_values import ApplyCredit
from app.areas.payments.values import Purpose, TakePayment
from app.bootstrap import Station, open_station
from app.kernel.codec import to_plain
from app.kernel.ids import AccountId, InvoiceId, new_id
from tests.areas.payments.taking import check, tender, usd
from tests.building import Books, Template, command_id
from tests.conftest import MakePractice
from tests.faults.forker import Forker
from tests.faults.invariants import broken

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork there")

SERVICES: dict[str, Callable[..., Any]] = {
    "payments.take_payment": service.take_payment,
    "payments.apply_credit": crediting.apply_credit,
}
STEPS = {"payments.take_payment": 15, "payments.apply_credit": 7}
"""Between two kills, unless --long."""


class Ground:
    """A parent with credit and a child, with charges for both before each payment."""

    def __init__(self, data: Path, template: Template) -> None:
        self.data, self.template = data, template
        self.cashier = template.actors.cashier
        self.round = 0
        with _opened(data) as station:
            books = Books(station, template.actors)
            books.open_shift()
            self.parent = books.register_patient().account_id
            self.child = books.register_patient(given="Lan").account_id
            for minor in (60_000, 40_000):
                advance = (tender("cash", minor),)
                command = TakePayment(
                    command_id(), self.parent, advance, purpose=Purpose.PREPAYMENT
                )
                books.take(command)

    def command(self, name: str) -> Any:
        """A fresh one, with something to pay."""
        self.round += 1
        with _opened(self.data) as station:
            books = Books(station, self.template.actors)
            if name == "payments.apply_credit":
                books.issue_invoice(self.parent, 300)
                return ApplyCredit(command_id(), self.parent, usd(200))
            books.issue_invoice(self.child, 500)
            draft_id = self._draft(station, self.parent)
            legs = (tender("cash", 700 + self.round), check(400, check_number=f"9{self.round}"))
            found = station.ask(queries.counter_account, self.child).result().open_invoices
            return TakePayment(
                command_id(),
                self.parent,
                legs,
                invoice_ids=(draft_id, *(invoice.invoice_id for invoice in found)),
                joined=(self.child,),
                issue_drafts=(draft_id,),
                one_receipt=False,
                confirmations=frozenset({f"credit:{self.round}"}),
            )

    def _draft(self, station: Station, account_id: AccountId) -> InvoiceId:
        line = DraftLine("Visit", usd(600))
        command = SaveDraft(command_id(), InvoiceId(new_id()), account_id, (line,))
        clerk = self.template.actors.billing_clerk
        return station.act(clerk, drafting.save_draft, command).result().draft_id

    def look(self, name: str, command: Any, acks: list[dict[str, Any]]) -> None:
        """After a kill: whole or not at all, nothing acknowledged is lost, a retry is the same."""
        assert not broken(self.data)
        with _opened(self.data) as station:
            known = station.database.read(_left, command.id)
            assert known or not acks, "an acknowledged action is lost"
            first = station.act(self.cashier, SERVICES[name], command).result()
            assert first == station.act(self.cashier, SERVICES[name], command).result()
            assert [to_plain(first)] == [ack["answer"] for ack in acks] or not acks
            after = station.database.read(_left, command.id)
            assert known in (0, after)
            verdict = station.database.read(health.verify, station.database.keys.master)
            assert verdict.sound, verdict.findings


def _opened(data: Path) -> closing[Station]:
    return closing(open_station(data))


def _left(reader: Any, action_id: str) -> int:
    """How many allocations the action of this id left."""
    query = "SELECT count(*) FROM allocation WHERE action_id = ?"
    return int(reader._cursor.execute(query, (action_id,)).fetchone()[0])


@pytest.fixture(scope="module")
def forker() -> Iterator[Forker]:
    started = Forker()
    yield started
    started.stop()


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_killed_around_its_statements(
    name: str, practice: MakePractice, template: Template, forker: Forker, long: bool
) -> None:
    ground = Ground(practice("killed"), template)
    command = ground.command(name)
    whole = forker.run(ground.data, ground.cashier, (name, command))
    ground.look(name, command, whole["acks"])
    statements = whole["statements"]
    assert statements > 15
    for place in range(statements, 0, -1 if long else -STEPS[name]):
        command = ground.command(name)
        told = forker.run(ground.data, ground.cashier, (name, command), kill_at=place)
        assert told["killed"], place
        ground.look(name, command, told["acks"])
