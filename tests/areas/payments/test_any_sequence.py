"""Any sequence of invoices and payments keeps the books: plain integers beside the real ones."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.areas.invoices import queries as invoice_queries
from app.areas.ledger import queries as ledger
from app.areas.payments import queries as payments
from app.areas.payments import service
from app.areas.payments.values import (
    AllocationWanted,
    PaymentTaken,
    Purpose,
    TakePayment,
    TenderGiven,
)
from app.bootstrap import Station, open_station
from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.ids import InvoiceId
from app.kernel.money import Money
from tests.building import Books, Template, command_id
from tests.faults.invariants import broken

OPENED: dict[str, Any] = {}
"""The one station that all sequences share; each has an account of its own."""
cents = st.integers(1, 30_000)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


class Account(RuleBasedStateMachine):
    """One account: what its invoices still owe (oldest first) and its credit, as plain integers."""

    @initialize()
    def begin(self) -> None:
        self.station: Station = OPENED["station"]
        self.books: Books = OPENED["books"]
        self.account_id = self.books.register_patient().account_id
        self.due: dict[InvoiceId, int] = {}
        self.billed = self.paid = self.credit = 0
        self.receipts: list[tuple[TakePayment, PaymentTaken, dict[InvoiceId, int]]] = []

    @rule(amounts=st.lists(cents, min_size=1, max_size=4))
    def invoice(self, amounts: list[int]) -> None:
        issued = self.books.issue_invoice(self.account_id, *amounts)
        assert issued.total == usd(sum(amounts))
        self.due[issued.invoice_id] = sum(amounts)
        self.billed += sum(amounts)

    def _take(self, command: TakePayment) -> PaymentTaken:
        while True:
            try:
                actor = self.books.actors.cashier
                return self.station.act(actor, service.take_payment, command).result()
            except NeedsConfirmation as asked:
                if asked.key in command.confirmations:
                    raise
                command = replace(command, confirmations=command.confirmations | {asked.key})

    def _settle(self, command: TakePayment, shares: dict[InvoiceId, int]) -> None:
        amount = sum(tender.amount.minor for tender in command.tenders)
        taken = self._take(command)
        assert taken.amount == usd(amount)
        assert {one.invoice_id: one.amount.minor for one in taken.allocated} == shares
        assert taken.to_credit == usd(amount - sum(shares.values()))
        given = sum((t.given or t.amount).minor for t in command.tenders)
        assert taken.change == usd(given - amount)
        for invoice_id, part in shares.items():
            self.due[invoice_id] -= part
        self.paid += sum(shares.values())
        self.credit += amount - sum(shares.values())
        assert taken.balance_left == usd(sum(self.due.values()))
        self.receipts.append((command, taken, dict(self.due)))

    def _spread(self, amount: int, order: list[InvoiceId]) -> dict[InvoiceId, int]:
        shares = {}
        for invoice_id in order:
            part = min(amount, self.due[invoice_id])
            if part:
                shares[invoice_id] = part
                amount -= part
        return shares

    @rule(amount=cents, more=st.sampled_from((0, 0, 1, 500, 12_345)), legs=st.integers(1, 3))
    def pay_oldest_first(self, amount: int, more: int, legs: int) -> None:
        parts = [amount // legs] * (legs - 1)
        parts = [part for part in [*parts, amount - sum(parts)] if part]
        tenders = tuple(TenderGiven("cash", usd(part)) for part in parts[:-1])
        last = TenderGiven("cash", usd(parts[-1]), usd(parts[-1] + more))
        command = TakePayment(command_id(), self.account_id, (*tenders, last))
        self._settle(command, self._spread(amount, list(self.due)))

    @precondition(lambda self: self.due)
    @rule(data=st.data(), amount=cents)
    def pay_chosen_invoices(self, data: st.DataObject, amount: int) -> None:
        chosen = data.draw(st.lists(st.sampled_from(list(self.due)), max_size=4))
        order = list(dict.fromkeys([*chosen, *self.due]))
        tender = TenderGiven("cash", usd(amount))
        command = TakePayment(command_id(), self.account_id, (tender,), tuple(chosen))
        self._settle(command, self._spread(amount, order))

    @precondition(lambda self: any(self.due.values()))
    @rule(data=st.data(), over=st.integers(0, 5_000))
    def pay_as_typed(self, data: st.DataObject, over: int) -> None:
        owing = [invoice_id for invoice_id, due in self.due.items() if due]
        chosen = data.draw(st.lists(st.sampled_from(owing), min_size=1, max_size=3, unique=True))
        shares = {one: data.draw(st.integers(1, self.due[one])) for one in chosen}
        wanted = tuple(AllocationWanted(o, usd(m), Purpose.COPAY) for o, m in shares.items())
        tender = TenderGiven("cash", usd(sum(shares.values()) + over))
        self._settle(
            TakePayment(command_id(), self.account_id, (tender,), allocations=wanted), shares
        )

    @precondition(lambda self: self.due)
    @rule(data=st.data())
    def type_what_can_not_be(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(list(self.due)))
        due = self.due[one]
        bad: Any = data.draw(
            st.sampled_from(
                [
                    (AllocationWanted(one, usd(due + 1)),),
                    (AllocationWanted(one, usd(0)),),
                    (AllocationWanted(one, usd(-1)),),
                    (AllocationWanted(one, usd(1)), AllocationWanted(one, usd(1))),
                    (AllocationWanted(InvoiceId(command_id()), usd(1)),),
                    (AllocationWanted(one, Money(1, "EUR")),),
                ]
            )
        )
        tender = TenderGiven("cash", usd(due + 5))
        command = TakePayment(command_id(), self.account_id, (tender,), allocations=bad)
        with pytest.raises(UserError) as caught:
            self._take(command)
        assert caught.value.field == "allocations"

    @precondition(lambda self: self.receipts)
    @rule(data=st.data())
    def press_again(self, data: st.DataObject) -> None:
        command, taken, _ = data.draw(st.sampled_from(self.receipts))
        assert self._take(command) == taken

    @invariant()
    def the_books_agree_with_the_model(self) -> None:
        if not hasattr(self, "due"):
            return
        ask, usual = self.station.ask, "USD"
        balance = ask(ledger.account_balance, self.account_id, usual).result()
        assert balance.owed == usd(sum(self.due.values())) == usd(self.billed - self.paid)
        assert balance.credit == usd(self.credit)
        shown = ask(invoice_queries.open_invoices, self.account_id).result()
        assert {one.invoice_id: one.due.minor for one in shown} == {
            invoice_id: due for invoice_id, due in self.due.items() if due
        }
        lines = ask(ledger.account_ledger, self.account_id).result()
        if lines:
            assert lines[-1].running == balance.owed - balance.credit

    def teardown(self) -> None:
        if not hasattr(self, "receipts"):
            return
        for command, taken, due in self.receipts:
            paper = self.station.ask(payments.receipt, taken.receipt_id).result()
            assert (paper.number, paper.amount) == (taken.receipt_number, taken.amount)
            assert [(i.number, i.amount, i.left) for i in paper.invoices] == [
                (one.number, one.amount, one.left) for one in taken.allocated
            ]
            assert paper.balance_left == usd(sum(due.values()))
            assert paper.to_credit == taken.to_credit
            assert sum(t.amount.minor for t in paper.tenders) == taken.amount.minor
            assert len(paper.tenders) == len(command.tenders)


@pytest.fixture
def shared(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    folder = tmp_path_factory.mktemp("sequences") / "data"
    shutil.copytree(template.folder, folder)
    station = open_station(folder)
    books = Books(station, template.actors)
    books.open_shift()
    OPENED.update(station=station, books=books)
    yield station
    station.close()
    OPENED.clear()


def test_any_sequence_keeps_the_books(shared: Station, scale: int, long: bool) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Account,
        settings=settings(
            max_examples=(2000 if long else 120) * scale,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not broken(shared.folder)
