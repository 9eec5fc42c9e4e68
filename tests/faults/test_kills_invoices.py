"""The process is really killed while a draft is issued and while an invoice is cancelled."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.areas.health import queries as health
from app.areas.invoices import drafting, undoing
from app.areas.invoices.values import CancelInvoice, IssueDraft
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.bootstrap import open_station
from app.kernel.actor import Actor
from app.kernel.codec import to_plain
from app.kernel.ids import AccountId
from tests.areas.charging import Desk
from tests.building import Books, Template, command_id
from tests.conftest import MakePractice
from tests.faults.forker import Forker
from tests.faults.invariants import broken

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork there")

ACTIONS: dict[str, tuple[Callable[..., Any], str]] = {
    "invoices.cancel_invoice": (
        undoing.cancel_invoice,
        "SELECT count(*) FROM invoice_cancellation WHERE id = ?",
    ),
    "invoices.issue_draft": (
        drafting.issue_draft,
        (
            "SELECT count(*) FROM invoice AS i JOIN command AS c ON c.id = ? "
            "WHERE i.id = json_extract(c.answer, '$.invoice_id')"
        ),
    ),
}
"""Each action with what counts its work by the command's id."""
BATCH = 12


class Charges:
    """Drafts and invoices that actions begin from, made in batches."""

    def __init__(self, data: Path, template: Template, name: str) -> None:
        self.data, self.name, self.template = data, name, template
        self.action, self.counted = ACTIONS[name]
        self.ready: list[Any] = []
        self.account_id: AccountId | None = None
        self.checks = 0

    @property
    def clerk(self) -> Actor:
        return self.template.actors.billing_clerk

    def next(self) -> Any:
        """A fresh command of the clerk."""
        if not self.ready:
            station = open_station(self.data)
            try:
                desk = Desk(Books(station, self.template.actors))
                if self.account_id is None:
                    desk.tax()
                    self.account_id = desk.books.register_patient().account_id
                self.ready = [self._made(desk, self.account_id) for _ in range(BATCH)]
            finally:
                station.close()
        return self.ready.pop()

    def _made(self, desk: Desk, account_id: AccountId) -> Any:
        lines = (
            desk.line(4999, tax_class="standard", revenue_gl="4200"),
            desk.line(900, discount_percent_e4=100_000, discount_reason="Courtesy"),
        )
        draft_id = desk.draft(account_id, *lines).draft_id
        if self.name == "invoices.issue_draft":
            return IssueDraft(command_id(), draft_id)
        reason = desk.ask(ledger.reasons, ReasonKind.CANCEL)[0]
        return CancelInvoice(command_id(), desk.issue(draft_id).invoice_id, reason.reason_id)

    def check(self, command: Any, acks: list[dict[str, Any]]) -> None:
        """After a kill: books in order, what was acknowledged is there, a retry changes nothing."""
        assert not broken(self.data)
        answers = {ack["id"]: ack["answer"] for ack in acks}
        station = open_station(self.data)
        try:
            known = station.database.read(self._times, command.id)
            assert known == 1 if command.id in answers else known in (0, 1)
            first = station.act(self.clerk, self.action, command).result()
            assert station.act(self.clerk, self.action, command).result() == first
            assert to_plain(first) == answers.get(command.id, to_plain(first))
            assert station.database.read(self._times, command.id) == 1
            self.checks += 1
            if self.checks % 10 == 0:
                verdict = station.database.read(health.verify, station.database.keys.master)
                assert verdict.sound, verdict.findings
        finally:
            station.close()

    def _times(self, reader: Any, wanted: str) -> int:
        return int(reader._cursor.execute(self.counted, (wanted,)).fetchone()[0])


@pytest.fixture(scope="module")
def forker() -> Iterator[Forker]:
    started = Forker()
    yield started
    started.stop()


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_killed_around_the_statements_of_a_bill(
    name: str, practice: MakePractice, template: Template, forker: Forker, long: bool, seed: int
) -> None:
    """Every statement with --long, else every fifth, by the printed seed, and the last ones."""
    ground = Charges(practice("killed"), template, name)
    command = ground.next()
    whole = forker.run(ground.data, ground.clerk, (name, command))
    ground.check(command, whole["acks"])
    statements = whole["statements"]
    assert statements is not None
    assert statements > 10
    every = range(1, statements + 1) if long else range(1 + seed % 5, statements + 1, 5)
    for place in sorted({*every, statements - 1, statements}):
        command = ground.next()
        told = forker.run(ground.data, ground.clerk, (name, command), kill_at=place)
        assert told["killed"], place
        assert bool(told["acks"]) == (place == statements)
        ground.check(command, told["acks"])
