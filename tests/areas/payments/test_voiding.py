"""A payment undone whole: everything goes back exactly, and only who may, while the drawer runs."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, product

import pytest

from app.areas.payments import crediting, queries, undoing
from app.areas.payments.crediting_values import ApplyCredit
from app.areas.payments.undoing_values import RevisionKind
from app.areas.payments.values import AllocationWanted, PaymentStatus, TenderGiven
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, PaymentId, new_id
from tests.areas.payments.mending import Mending, card, cash, check, usd, wire
from tests.building import Books, command_id
from tests.faults.invariants import broken


def test_a_void_gives_everything_back(mending: Mending, account: AccountId) -> None:
    before = mending.sums()
    taken = mending.take(account, cash(2_500, 4_000), check(1_000))
    assert mending.sums() != before
    voided = mending.void(taken.payment_id)
    assert mending.sums() == before
    assert (voided.receipt_number, voided.amount) == (taken.receipt_number, usd(3_500))
    assert voided.cash_back == usd(2_500)
    assert voided.words == "Give back 25.00 USD in cash. Give back check 1001 for 10.00 USD."
    view = mending.view(taken.payment_id)
    assert (view.status, view.unapplied) == (PaymentStatus.VOID, usd(0))
    assert [(one.amount, one.live) for one in view.allocations] == [(usd(3_500), False)]
    assert not any(tender.live for tender in view.tenders)
    assert [(one.kind, one.reason, one.by) for one in view.history] == [
        (RevisionKind.VOID, "Wrong amount", "Cho Cho Win")
    ]
    mending.verify()


def test_what_a_void_receipt_says(mending: Mending, account: AccountId) -> None:
    taken = mending.take(account, cash(2_500))
    first = mending.station.ask(queries.receipt, taken.receipt_id).result()
    mending.void(taken.payment_id)
    again = mending.station.ask(queries.receipt, taken.receipt_id).result()
    assert (again.mark, again.reason, again.mark_by) == ("VOID", "Wrong amount", "Cho Cho Win")
    assert again.mark_at is not None
    assert (again.balance_left, again.invoices[0].left) == (usd(10_000), usd(10_000))
    issued = mending.station.ask(queries.receipt_as_issued, taken.receipt_id).result()
    assert issued == first
    assert first.mark == ""
    assert replace(again, mark="", reason="", mark_by="", mark_at=None).tenders == first.tenders


def test_fifty_identical_voids_are_one(mending: Mending, account: AccountId) -> None:
    taken = mending.take(account, cash(2_500))
    command = mending.voiding(taken.payment_id)
    act, cashier = mending.station.act, mending.books.actors.cashier
    answers = [act(cashier, undoing.void_payment, command) for _ in range(50)]
    assert len({answer.result() for answer in answers}) == 1
    assert not broken(mending.station.folder)


def test_a_second_void_says_who_was_first(mending: Mending, account: AccountId) -> None:
    taken = mending.take(account, cash(2_500))
    mending.void(taken.payment_id)
    with pytest.raises(UserError, match=rf"{taken.receipt_number} was voided by Cho Cho Win, "):
        mending.void(taken.payment_id)
    with pytest.raises(UserError, match=r"is void\. Nothing of it"):
        mending.move(taken.payment_id, {})


MIXES: tuple[tuple[TenderGiven, ...], ...] = tuple(
    tuple(leg for leg in legs if leg is not None)
    for legs in product(
        (None, cash(2_003, 5_000)), (None, check(3_001)), (None, card(1_777)), (None, wire(4_019))
    )
    if any(legs)
)


WAYS = ("as it is", "corrected", "credit applied", "spread anew")


def test_every_split_goes_back_exactly(books: Books, mending: Mending) -> None:
    """Each mix of tenders, for its own account or a family's, as it is or after what may happen to
    it, with every way to round cash: voided, it leaves the books as they were.
    """
    station = mending.station
    mending.set_to("payments.duplicate_minutes", "0")
    first, second = (books.register_patient().account_id for _ in range(2))
    roundings = cycle(("off", "nearest_5", "down_5"))
    for number, (mix, joined, way) in enumerate(product(MIXES, (False, True), WAYS)):
        mending.set_to("payments.cash_rounding", next(roundings))
        own = books.issue_invoice(first, 1_500).invoice_id
        their = books.issue_invoice(second, 1_200).invoice_id
        before = mending.sums()
        shares = {own: 900} | ({their: 650} if joined else {})
        taken = mending.take(
            first,
            *(replace(leg, check_number=f"{number}") if leg.check_number else leg for leg in mix),
            allocations=tuple(AllocationWanted(one, usd(part)) for one, part in shares.items()),
            joined=(second,) if joined else (),
            one_receipt=bool(number % 2),
        )
        if way == "corrected":
            _correct_all(mending, taken.payment_id)
        elif way == "credit applied":
            mending.do(crediting.apply_credit, ApplyCredit(command_id(), first))
        elif way == "spread anew":
            mending.move(taken.payment_id, {own: 1_111})
        assert mending.sums() != before
        mending.void(taken.payment_id)
        assert mending.sums() == before, (mix, joined, way)
    assert not broken(station.folder)
    mending.verify()


def _correct_all(mending: Mending, payment_id: PaymentId) -> None:
    """Cash becomes a check, the first of the others cash, and the rest money by wire."""
    for place, tender in enumerate(t for t in mending.view(payment_id).tenders if t.live):
        if tender.kind == "cash":
            mending.correct(payment_id, "check", place, bank="Citi", check_number=new_id()[-9:])
        elif place == 0:
            mending.correct(payment_id, "cash", place)
        else:
            mending.correct(payment_id, "ach", place, reference="A-1")
