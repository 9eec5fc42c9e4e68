"""Nasty sequences against undoing: borrowed ids, races, chains, and what happens around a shift."""

from __future__ import annotations

from concurrent.futures import Future, wait
from dataclasses import replace
from typing import Any

import pytest

from app.areas.drawers import closing as drawers
from app.areas.drawers.closing_values import CloseShift, RevealDifference, SealCount
from app.areas.drawers.values import Pile
from app.areas.health import service as health
from app.areas.health.values import Rebuild
from app.areas.ledger.values import ReasonKind
from app.areas.payments import closing, explaining, service, undoing
from app.areas.payments.values import PaymentStatus
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, CommandId, PaymentId
from tests.areas.payments.mending import Mending, card, cash, check, usd, wire
from tests.building import Books, command_id


def outcome(future: Any) -> str:
    """`done`, or the sentence of the refusal."""
    try:
        future.result()
    except UserError as refused:
        return refused.text
    return "done"


def test_ids_of_other_things_are_not_taken(mending: Mending, account: AccountId) -> None:
    """A tender or payment known by the action's id would be two things under one name."""
    taken = mending.take(account, cash(2_500), check(900))
    correct = mending.correcting(taken.payment_id, "wire", reference="1")
    other = mending.view(taken.payment_id).tenders[1].tender_id
    for borrowed in (correct.tender_id, other):
        with pytest.raises(UserError, match="already used"):
            mending.do(undoing.correct_tender, replace(correct, id=CommandId(borrowed)))
    void, move = mending.voiding(taken.payment_id), mending.moving(taken.payment_id, {})
    for action, command in ((undoing.void_payment, void), (undoing.reallocate, move)):
        with pytest.raises(UserError, match="already used"):
            mending.do(action, replace(command, id=CommandId(taken.payment_id)))
    with pytest.raises(UserError, match="already used"):
        mending.do(undoing.void_payment, replace(void, id=mending_id(mending, taken.payment_id)))
    mending.verify()


def mending_id(mending: Mending, payment_id: PaymentId) -> CommandId:
    """The id of an action that was carried out a moment ago."""
    move = mending.moving(payment_id, {})
    mending.do(undoing.reallocate, move)
    return move.id


def test_a_race_of_everything_against_one_payment(mending: Mending, account: AccountId) -> None:
    """Sent all at once: one void wins, the rest is refused in words, and the books are whole."""
    before = mending.sums()
    taken = mending.take(account, cash(2_500, 3_000))
    act, cashier = mending.station.act, mending.books.actors.cashier
    corrects = [mending.correcting(taken.payment_id, "wire", reference=f"{n}") for n in range(5)]
    voids = [mending.voiding(taken.payment_id) for _ in range(5)]
    moves = [mending.moving(taken.payment_id, {}) for _ in range(5)]
    sent: list[Future[Any]] = [
        future
        for void, correct, move in zip(voids, corrects, moves, strict=True)
        for future in (
            act(cashier, undoing.correct_tender, correct),
            act(cashier, undoing.reallocate, move),
            act(cashier, undoing.void_payment, void),
        )
    ]
    wait(sent)
    said = [outcome(future) for future in sent]
    assert [text == "done" for text in said] == [True, True, True] + [False] * 12
    assert mending.sums() == before
    mending.verify()


def test_a_long_chain_of_corrections(mending: Mending, account: AccountId) -> None:
    before = mending.sums()
    taken = mending.take(account, cash(2_500), card(100))
    for number in range(30):
        mending.correct(taken.payment_id, "check", bank="Chase", check_number=f"{number}")
        mending.correct(taken.payment_id, "cash")
    view = mending.view(taken.payment_id)
    assert (len(view.tenders), sum(tender.live for tender in view.tenders)) == (62, 2)
    assert len(view.history) == 60
    mending.void(taken.payment_id)
    assert mending.sums() == before
    mending.verify()


def test_the_right_payment_after_a_void_is_not_taken_for_a_double(
    mending: Mending, account: AccountId
) -> None:
    taken = mending.take(account, check(2_500, "1001"))
    mending.void(taken.payment_id)
    again = mending.station.act(
        mending.books.actors.cashier,
        service.take_payment,
        replace(mending.books.cash(account, 2_500), tenders=(check(2_500, "1001"),)),
    ).result()
    assert again.receipt_number != taken.receipt_number
    mending.verify()


def test_the_same_check_written_otherwise_is_no_other_check(
    mending: Mending, account: AccountId
) -> None:
    taken = mending.take(account, check(2_500, "1001", "chase"))
    command = mending.correcting(taken.payment_id, "check", bank="Chase", check_number="1001")
    mending.station.act(mending.books.actors.cashier, undoing.correct_tender, command).result()


def test_a_drawer_with_everything_undone_in_it_closes_right(
    mending: Mending, account: AccountId
) -> None:
    """Its count, its checks and its Z are those of what stands."""
    voided = mending.take(account, cash(2_500, 3_000), check(800, "9"))
    mending.void(voided.payment_id)
    mending.correct(
        mending.take(account, cash(1_700)).payment_id, "check", bank="Chase", check_number="1"
    )
    mending.correct(mending.take(account, check(900, "2")).payment_id, "cash")
    mending.take(account, cash(100), wire(55))
    piles = (Pile(usd(2_000), 10), Pile(usd(1_000), 1))
    seal = SealCount(command_id(), mending.shift_id, piles, 1, usd(1_700))
    assert mending.do(drawers.seal_count, seal).agrees
    mending.do(closing.reveal_difference, RevealDifference(command_id(), mending.shift_id))
    closed = mending.do(closing.close_shift, CloseShift(command_id(), mending.shift_id))
    report = mending.station.ask(explaining.drawer_report, closed.report_id).result()
    assert (report.voids, report.voided, report.corrections) == (1, usd(3_300), 2)
    assert [(row.words, row.count, row.amount) for row in report.tenders] == [
        ("Cash", 2, usd(1_000)),
        ("Check", 1, usd(1_700)),
        ("Wire", 1, usd(55)),
    ]
    mending.verify()


def test_a_void_found_while_counting_explains_the_difference(
    mending: Mending, account: AccountId
) -> None:
    """The money went back and nobody wrote it down: after the void the drawer is right."""
    taken = mending.take(account, cash(400))
    piles = (Pile(usd(2_000), 10),)
    mending.do(drawers.seal_count, SealCount(command_id(), mending.shift_id, piles))
    mending.do(closing.reveal_difference, RevealDifference(command_id(), mending.shift_id))
    mending.void(taken.payment_id)
    closed = mending.do(closing.close_shift, CloseShift(command_id(), mending.shift_id))
    assert closed.difference == usd(0)
    assert mending.view(taken.payment_id).status is PaymentStatus.VOID
    mending.verify()


def test_what_was_undone_is_undone_for_ever(mending: Mending, account: AccountId) -> None:
    """No fact of a payment can be changed, and a restored view says the same."""
    taken = mending.take(account, cash(2_500))
    mending.void(taken.payment_id)
    administrator = mending.books.actors.administrator
    mending.do(health.rebuild, Rebuild(command_id()), administrator)
    assert mending.view(taken.payment_id).status is PaymentStatus.VOID
    assert mending.reason(ReasonKind.VOID)
    mending.verify()


def test_void_of_a_familys_payment_frees_each_account(mending: Mending, books: Books) -> None:
    accounts = [books.register_patient().account_id for _ in range(4)]
    issued = [books.issue_invoice(one, 1_000 + n).invoice_id for n, one in enumerate(accounts)]
    before = mending.sums()
    taken = mending.take(
        accounts[0],
        card(4_500),
        joined=tuple(accounts[1:]),
        invoice_ids=tuple(issued),
        one_receipt=False,
    )
    assert len(taken.receipts) == 4
    mending.void(taken.payment_id)
    assert mending.sums() == before
    mending.verify()
