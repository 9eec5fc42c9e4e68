"""Any sequence of invoices and payments keeps the books: plain integers beside the real ones."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.areas.health import queries as health
from app.areas.invoices import queries as invoice_queries
from app.areas.ledger import queries as ledger
from app.areas.payments import crediting, service
from app.areas.payments import queries as payments
from app.areas.payments.crediting_values import ApplyCredit
from app.areas.payments.values import (
    AllocationWanted,
    Channel,
    PaymentTaken,
    Purpose,
    TakePayment,
    TenderGiven,
)
from app.bootstrap import Station, open_station
from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.ids import AccountId, InvoiceId
from app.kernel.money import Money
from tests.areas.payments.taking import tender
from tests.building import Books, Template, command_id
from tests.faults.invariants import broken

OPENED: dict[str, Any] = {}
"""The one station that all sequences share; each has an account of its own."""
cents = st.integers(1, 30_000)
legs_of_any_kind = st.lists(
    st.tuples(st.sampled_from(("cash", "check", "credit_card", "wire", "mobile")), cents),
    min_size=1,
    max_size=4,
)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


class Account(RuleBasedStateMachine):
    """An account and a child's: what their invoices still owe (oldest first) and the credit of the
    first, as plain integers. Only the first pays.
    """

    @initialize()
    def begin(self) -> None:
        self.station: Station = OPENED["station"]
        self.books: Books = OPENED["books"]
        self.account_id = self.books.register_patient().account_id
        self.child = self.books.register_patient().account_id
        self.due: dict[InvoiceId, int] = {}
        self.whose: dict[InvoiceId, AccountId] = {}
        self.billed = self.paid = self.credit = self.checks = 0
        self.receipts: list[tuple[TakePayment, PaymentTaken, dict[InvoiceId, int]]] = []

    @rule(amounts=st.lists(cents, min_size=1, max_size=4), childs=st.booleans())
    def invoice(self, amounts: list[int], childs: bool) -> None:
        whose = self.child if childs else self.account_id
        issued = self.books.issue_invoice(whose, *amounts)
        assert issued.total == usd(sum(amounts))
        self.due[issued.invoice_id] = sum(amounts)
        self.whose[issued.invoice_id] = whose
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
        assert taken.balance_left == usd(self._owed(self.account_id))
        self.receipts.append((command, taken, dict(self.due)))

    def _of(self, *accounts: AccountId) -> list[InvoiceId]:
        """Their invoices in the order money goes to them."""
        return [one for whose in accounts for one in self.due if self.whose[one] == whose]

    def _owed(self, *accounts: AccountId) -> int:
        return sum(self.due[one] for one in self._of(*accounts))

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
        self._settle(command, self._spread(amount, self._of(self.account_id)))

    @rule(legs=legs_of_any_kind, one_receipt=st.booleans(), by_mail=st.booleans())
    def pay_for_both_with_anything(
        self, legs: list[tuple[str, int]], one_receipt: bool, by_mail: bool
    ) -> None:
        self.checks += 1
        tenders = tuple(
            tender(method, minor, check_number=f"{self.account_id}/{self.checks}/{n}"[-30:])
            if method == "check"
            else tender(method, minor)
            for n, (method, minor) in enumerate(legs)
        )
        cash = any(method == "cash" for method, _ in legs)
        command = TakePayment(
            command_id(),
            self.account_id,
            tenders,
            joined=(self.child,),
            one_receipt=one_receipt,
            channel=Channel.MAIL if by_mail and not cash else Channel.COUNTER,
        )
        order = self._of(self.account_id, self.child)
        self._settle(command, self._spread(sum(minor for _, minor in legs), order))

    @rule(amount=cents)
    def prepay(self, amount: int) -> None:
        given = (TenderGiven("cash", usd(amount)),)
        command = TakePayment(command_id(), self.account_id, given, purpose=Purpose.PREPAYMENT)
        self._settle(command, {})

    @precondition(lambda self: self.credit)
    @rule(amount=st.none() | cents)
    def apply_credit(self, amount: int | None) -> None:
        wanted = None if amount is None else usd(amount)
        command = ApplyCredit(command_id(), self.account_id, wanted)
        most = min(self.credit, self._owed(self.account_id))
        done = self.station.act(self.books.actors.cashier, crediting.apply_credit, command)
        if not most or (amount is not None and amount > most):
            with pytest.raises(UserError):
                done.result()
            return
        applied = done.result()
        shares = self._spread(amount or most, self._of(self.account_id))
        assert {one.invoice_id: one.amount.minor for one in applied.allocated} == shares
        for invoice_id, part in shares.items():
            self.due[invoice_id] -= part
        self.paid += sum(shares.values())
        self.credit -= sum(shares.values())
        assert applied.credit_left == usd(self.credit)

    @precondition(lambda self: self._of(self.account_id))
    @rule(data=st.data(), amount=cents)
    def pay_chosen_invoices(self, data: st.DataObject, amount: int) -> None:
        own = self._of(self.account_id)
        chosen = data.draw(st.lists(st.sampled_from(own), max_size=4))
        order = list(dict.fromkeys([*chosen, *own]))
        tender = TenderGiven("cash", usd(amount))
        command = TakePayment(command_id(), self.account_id, (tender,), tuple(chosen))
        self._settle(command, self._spread(amount, order))

    @precondition(lambda self: self._owed(self.account_id))
    @rule(data=st.data(), over=st.integers(0, 5_000))
    def pay_as_typed(self, data: st.DataObject, over: int) -> None:
        owing = [one for one in self._of(self.account_id) if self.due[one]]
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
        assert sum(self.due.values()) == self.billed - self.paid
        for whose, credit in ((self.account_id, self.credit), (self.child, 0)):
            balance = ask(ledger.account_balance, whose, usual).result()
            assert balance.owed == usd(self._owed(whose))
            assert balance.credit == usd(credit)
            shown = ask(invoice_queries.open_invoices, whose).result()
            assert {one.invoice_id: one.due.minor for one in shown} == {
                one: self.due[one] for one in self._of(whose) if self.due[one]
            }
            lines = ask(ledger.account_ledger, whose).result()
            if lines:
                assert lines[-1].running == balance.owed - balance.credit

    def teardown(self) -> None:
        if not hasattr(self, "receipts"):
            return
        for command, taken, due in self.receipts:
            asked = [self.station.ask(payments.receipt, one.receipt_id) for one in taken.receipts]
            papers = [paper.result() for paper in asked]
            assert [paper.number for paper in papers] == [one.number for one in taken.receipts]
            assert papers[0].number == taken.receipt_number
            assert sum(paper.amount.minor for paper in papers) == taken.amount.minor
            said = [(i.number, i.amount, i.left) for paper in papers for i in paper.invoices]
            assert Counter(said) == Counter((o.number, o.amount, o.left) for o in taken.allocated)
            assert sum(paper.to_credit.minor for paper in papers) == taken.to_credit.minor
            for paper in papers:
                assert sum(t.amount.minor for t in paper.tenders) == paper.amount.minor
            if len(papers) == 1:
                assert len(papers[0].tenders) == len(command.tenders)
            if not command.joined:
                owed = sum(due[one] for one in due if self.whose[one] == self.account_id)
                assert papers[0].balance_left == usd(owed)


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
            max_examples=(2000 if long else 80) * scale,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not broken(shared.folder)
    verdict = shared.database.read(health.verify, shared.database.keys.master)
    assert [finding.words for finding in verdict.findings] == []
