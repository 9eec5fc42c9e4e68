"""Any sequence of drafts, issues, payments and cancellations leaves sound books."""

from __future__ import annotations

import random

import pytest

from app.areas.health import queries as health
from app.areas.invoices import queries
from app.areas.ledger import queries as ledger
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, InvoiceId
from tests.areas.charging import Desk


class Model:
    """What one account should owe, counted beside the books."""

    def __init__(self, desk: Desk, account_id: AccountId, chance: random.Random) -> None:
        self.desk, self.account_id, self.chance = desk, account_id, chance
        self.drafts: dict[InvoiceId, int] = {}
        self.issued: dict[InvoiceId, int] = {}
        self.due: dict[InvoiceId, int] = {}

    def step(self) -> None:
        deed = self.chance.choice(
            (self.write, self.write, self.change, self.issue, self.issue, self.cancel, self.pay)
        )
        deed()

    def write(self, draft_id: InvoiceId | None = None) -> None:
        chance = self.chance
        lines = tuple(
            self.desk.line(
                chance.randrange(1, 20_000),
                quantity_e4=chance.choice((10_000, 5_000, 12_345, 30_000)),
                discount_percent_e4=chance.choice((None, 50_000, 333_333)),
                discount_reason="Courtesy",
                tax_class=chance.choice(("", "standard")),
            )
            for _ in range(chance.randrange(1, 4))
        )
        saved = self.desk.draft(self.account_id, *lines, draft_id=draft_id)
        self.drafts[saved.draft_id] = saved.total.minor

    def change(self) -> None:
        if self.drafts:
            known = self.chance.choice(sorted(self.drafts))
            self.write(known) if self.chance.random() < 0.7 else self.discard(known)

    def discard(self, draft_id: InvoiceId) -> None:
        self.desk.discard(draft_id)
        del self.drafts[draft_id]

    def issue(self) -> None:
        worth = sorted(known for known, minor in self.drafts.items() if minor)
        if worth:
            draft_id = self.chance.choice(worth)
            total = self.drafts.pop(draft_id)
            assert self.desk.issue(draft_id).total.minor == total
            self.issued[draft_id] = self.due[draft_id] = total

    def cancel(self) -> None:
        if not self.issued:
            return
        invoice_id = self.chance.choice(sorted(self.issued))
        paid = self.due[invoice_id] != self.issued[invoice_id]
        try:
            self.desk.cancel(invoice_id)
        except UserError:
            assert paid
        else:
            assert not paid
            del self.issued[invoice_id]
            del self.due[invoice_id]

    def pay(self) -> None:
        owed = sum(self.due.values())
        if not owed:
            return
        amount = self.chance.randrange(1, min(owed, 9_000) + 1)
        taken = self.desk.books.take_cash(self.account_id, amount)
        for part in taken.allocated:
            self.due[part.invoice_id] -= part.amount.minor


@pytest.mark.parametrize("seed", range(4))
def test_the_books_say_what_was_counted(desk: Desk, seed: int) -> None:
    desk.tax(88_750)
    desk.books.open_shift()
    account = desk.books.register_patient().account_id
    model = Model(desk, account, random.Random(seed))
    for _ in range(40):
        model.step()
    owed = desk.ask(ledger.account_balance, account, "USD").owed
    assert owed.minor == sum(model.due.values())
    open_ones = {one.invoice_id: one.due.minor for one in desk.ask(queries.open_invoices, account)}
    assert open_ones == {known: due for known, due in model.due.items() if due}
    drafts = {one.draft_id: one.total.minor for one in desk.ask(queries.drafts, account)}
    assert drafts == model.drafts
    database = desk.books.station.database
    verdict = database.read(health.verify, database.keys.master)
    assert verdict.sound, verdict.findings
