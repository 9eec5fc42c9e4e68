"""Any sequence of payments, refunds, what became of them and shifts that end: never more out than
in, by any tender, and the ledger, the drawer and the papers say the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.areas.payments.values import PaymentStatus
from app.areas.refunds.values import RefundMethod, RefundStatus
from app.bootstrap import Station, open_station
from app.kernel.errors import NeedsApproval, UserError
from app.kernel.ids import AccountId, BankAccountId, PaymentId, RefundId, TenderId, new_id
from tests.areas.payments.mending import card, cash, check, wire
from tests.areas.refunds.refunding import Refunding, bank_of
from tests.building import Books, Template

OPENED: dict[str, tuple[Refunding, BankAccountId]] = {}
"""The one station that all sequences share; each has accounts of its own."""
METHODS = ("cash", "check", "credit_card", "wire")
cents = st.integers(1, 20_000)


@dataclass(slots=True)
class Brought:
    """A tender as the model has it: what it brought, and what was asked back of it."""

    payment_id: PaymentId
    minor: int
    gone: int = 0


@dataclass(slots=True)
class Given:
    """A refund as the model has it: its parts, and where it stands."""

    minor: int
    parts: dict[TenderId, int]
    credit: bool
    status: RefundStatus
    by_hand: bool = False


@dataclass(slots=True)
class Model:
    tenders: dict[TenderId, Brought] = field(default_factory=dict)
    payments: dict[PaymentId, list[TenderId]] = field(default_factory=dict)
    refunds: dict[RefundId, Given] = field(default_factory=dict)

    def taken(self, *statuses: RefundStatus) -> int:
        return sum(one.minor for one in self.refunds.values() if one.status in statuses)


S = RefundStatus


class AnyRefunds(RuleBasedStateMachine):
    """One account whose money comes by every tender and goes back by every way."""

    @initialize(limit=st.sampled_from(("0", "5000", "10000")), days=st.sampled_from(("0", "10")))
    def begin(self, limit: str, days: str) -> None:
        self.work, self.bank = OPENED["work"]
        for key, value in (
            ("refunds.approval_over", limit),
            ("refunds.check_days", days),
            ("payments.duplicate_minutes", "0"),
        ):
            self.work.mending.set_to(key, value)
        self.account: AccountId = self.work.books.register_patient().account_id
        self.model = Model()
        self.fresh = False
        self.owed_before = -self.work.holds("2060")
        self.drawer_before = self.work.drawer()
        self.in_drawer = 0
        self.bring([("cash", 9_000), ("credit_card", 12_000), ("wire", 8_000), ("check", 3_000)], 0)

    # ------------------------------------------------------------------------- what comes in

    @precondition(lambda self: len(self.model.payments) < 4)
    @rule(
        legs=st.lists(st.tuples(st.sampled_from(METHODS), cents), min_size=1, max_size=3),
        owed=st.integers(0, 30_000),
    )
    def bring(self, legs: list[tuple[str, int]], owed: int) -> None:
        makers = {"cash": cash, "credit_card": card, "wire": wire}
        tenders = [
            check(minor, new_id()[-12:]) if method == "check" else makers[method](minor)
            for method, minor in legs
        ]
        if owed:
            self.work.books.issue_invoice(self.account, owed)
        taken = self.work.mending.take(self.account, *tenders)
        self.fresh = True
        view = self.work.mending.view(taken.payment_id)
        self.model.payments[taken.payment_id] = [row.tender_id for row in view.tenders]
        for row, (method, _) in zip(view.tenders, legs, strict=True):
            self.model.tenders[row.tender_id] = Brought(taken.payment_id, row.amount.minor)
            self.in_drawer += row.amount.minor if method == "cash" else 0

    def end_the_shift(self) -> None:
        """What was taken before can't be voided any more."""
        self.work.next_shift()
        self.drawer_before, self.in_drawer, self.fresh = self.work.drawer(), 0, False

    # ----------------------------------------------------------------------- what goes back

    @precondition(lambda self: self.model.payments)
    @rule(data=st.data(), minor=cents, credit=st.booleans(), again=st.booleans())
    def ask(self, data: st.DataObject, minor: int, credit: bool, again: bool) -> None:
        if self.fresh:
            self.end_the_shift()
        payment_id = data.draw(st.sampled_from(sorted(self.model.payments)))
        method = data.draw(st.sampled_from((None, *RefundMethod)))
        fields = {"method": method, "description": "why", "owed_again": again}
        if not credit:
            fields["payment_id"] = payment_id
        try:
            made = self.work.ask(self.account, minor, actor=self.work.clerk, **fields)
        except UserError:
            return
        parts = {row.tender_id: row.amount.minor for row in self.work.view(made.refund_id).parts}
        assert sum(parts.values()) == minor
        self.model.refunds[made.refund_id] = Given(minor, parts, credit, made.status)
        for tender_id, part in parts.items():
            self.model.tenders[tender_id].gone += part

    def _some(self, data: st.DataObject, *statuses: RefundStatus) -> RefundId | None:
        there = sorted(key for key, one in self.model.refunds.items() if one.status in statuses)
        return data.draw(st.sampled_from(there)) if there else None

    @precondition(lambda self: self.model.refunds)
    @rule(data=st.data())
    def agree(self, data: st.DataObject) -> None:
        refund_id = self._some(data, S.PENDING)
        if refund_id is None:
            return
        try:
            self.model.refunds[refund_id].status = self.work.approve(refund_id).status
        except UserError:
            assert self.model.refunds[refund_id].credit, "only credit can be used otherwise"

    @precondition(lambda self: self.model.refunds)
    @rule(data=st.data(), method=st.sampled_from((None, *RefundMethod)))
    def give(self, data: st.DataObject, method: RefundMethod | None) -> None:
        refund_id = self._some(data, *S)
        if refund_id is None:
            return
        one = self.model.refunds[refund_id]
        way = method or self.work.view(refund_id).method
        told: dict[str, object] = {"reference": "T-1", "note": "another way"}
        if way is RefundMethod.CHECK:
            told = {"bank_account_id": self.bank, "check_number": new_id()[-12:]}
            told["note"] = "another way"
        try:
            done = self.work.pay(refund_id, way, by=self.work.manager, **told)  # type: ignore[arg-type]
        except (UserError, NeedsApproval):
            assert one.status not in (S.APPROVED, S.FAILED) or way is RefundMethod.CARD_REVERSAL
            return
        assert one.status in (S.APPROVED, S.FAILED)
        one.status, one.by_hand = done.status, way is RefundMethod.CASH
        self.in_drawer -= one.minor if one.by_hand else 0

    @precondition(lambda self: self.model.refunds)
    @rule(data=st.data())
    def come_back(self, data: st.DataObject) -> None:
        refund_id = self._some(data, S.COMPLETED)
        if refund_id is None:
            return
        one = self.model.refunds[refund_id]
        try:
            one.status = self.work.fail(refund_id).status
        except UserError:
            assert one.by_hand

    @precondition(lambda self: self.model.refunds)
    @rule(data=st.data())
    def let_be(self, data: st.DataObject) -> None:
        refund_id = self._some(data, *S)
        if refund_id is None:
            return
        one = self.model.refunds[refund_id]
        try:
            one.status = self.work.cancel(refund_id).status
        except UserError:
            assert one.status in (S.COMPLETED, S.CANCELLED)
            return
        for tender_id, part in one.parts.items():
            self.model.tenders[tender_id].gone -= part

    # ---------------------------------------------------------------------------- what must hold

    @invariant()
    def never_more_out_than_in(self) -> None:
        for brought in getattr(self, "model", Model()).tenders.values():
            assert 0 <= brought.gone <= brought.minor

    @invariant()
    def the_ledger_says_the_same(self) -> None:
        if not hasattr(self, "model"):
            return
        owed = self.model.taken(S.APPROVED, S.FAILED)
        assert -self.work.holds("2060") - self.owed_before == owed
        assert self.work.drawer() - self.drawer_before == self.in_drawer

    def teardown(self) -> None:
        if not hasattr(self, "model"):
            return
        booked = (S.APPROVED, S.FAILED, S.COMPLETED)
        for payment_id, tenders in self.model.payments.items():
            view = self.work.mending.view(payment_id)
            gone = sum(
                part
                for one in self.model.refunds.values()
                for tender_id, part in one.parts.items()
                if tender_id in tenders and one.status in booked
            )
            assert view.refunded.minor == gone
            assert view.stands.minor == view.amount.minor - gone
            assert (view.status is PaymentStatus.REFUNDED) == (view.stands.minor == 0)
        for refund_id, one in self.model.refunds.items():
            assert self.work.view(refund_id).status is one.status
        self.work.verify()


@pytest.fixture(scope="module")
def opened(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    folder = tmp_path_factory.mktemp("refunds") / "data"
    shutil.copytree(template.folder, folder)
    station = open_station(folder)
    books = Books(station, template.actors)
    OPENED["work"] = (Refunding(station, books, books.open_shift().shift_id), bank_of(books))
    yield station
    station.close()


def test_any_refunds(opened: Station, scale: int, long: bool) -> None:
    run_state_machine_as_test(
        AnyRefunds,
        settings=settings(
            max_examples=(150 if long else 5) * scale,
            stateful_step_count=40 if long else 25,
            deadline=None,
            derandomize=not long,
            suppress_health_check=list(HealthCheck),
        ),
    )
