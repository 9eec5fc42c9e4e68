"""A planted mistake, found by its explanation, put right, and closed without a difference."""

from __future__ import annotations

from typing import Any

import pytest

from app.areas.approvals.values import GrantApproval
from app.areas.drawers import service as opening
from app.areas.drawers.closing_values import CauseKind, CloseShift, Difference, RevealDifference
from app.areas.drawers.values import MoveCash, MovementKind
from app.areas.ledger.values import ReasonKind
from app.areas.payments import closing, explaining, undoing
from app.kernel.errors import NeedsApproval, UserError
from app.kernel.ids import AccountId
from app.kernel.money import Money
from tests.areas.payments.mending import Mending, card, cash, check
from tests.building import PIN, command_id

TWENTY = 2000


def reveal(mending: Mending) -> Difference:
    command = RevealDifference(command_id(), mending.shift_id)
    shown: Difference = mending.do(closing.reveal_difference, command)
    return shown


def approved(mending: Mending, action: Any, command: Any) -> None:
    """What is put right once the difference was seen needs a second person."""
    with pytest.raises(NeedsApproval) as asked:
        mending.do(action, command)
    actors = mending.books.actors
    grant = GrantApproval(
        command_id(), command.id, asked.value.key, actors.cashier.user_id, asked.value.text
    )
    mending.station.approve(actors.numbers["billing_manager"], PIN, grant)
    mending.do(action, command)


def close_without_difference(mending: Mending) -> str:
    """Close without a reason; the number of the Z."""
    done = mending.do(closing.close_shift, CloseShift(command_id(), mending.shift_id))
    assert not done.difference
    mending.verify()
    z = mending.station.ask(explaining.drawer_report, done.report_id).result()
    assert z.expected == z.counted
    return str(done.z_number)


def test_a_check_that_was_written_as_cash(mending: Mending, account: AccountId) -> None:
    mending.take(account, cash(6000))
    wrong = mending.take(account, cash(4000))
    mending.books.seal(
        mending.shift_id, *[TWENTY] * 13, check_count=1, check_total=Money(4000, "USD")
    )
    shown = reveal(mending)
    cause = shown.causes[0]
    assert (cause.kind, cause.target_id) == (CauseKind.SWAP, wrong.receipt_id)
    assert cause.payment_id == wrong.payment_id
    right = mending.correcting(wrong.payment_id, "check", bank="Chase", check_number="77")
    approved(mending, undoing.correct_tender, right)
    close_without_difference(mending)


def test_cash_that_was_written_as_a_card_is_a_payment_that_was_not_written_down(
    mending: Mending, account: AccountId
) -> None:
    mending.take(account, card(4000))
    mending.books.seal(mending.shift_id, *[TWENTY] * 12)
    shown = reveal(mending)
    assert shown.difference.minor == 4000
    assert any(cause.kind is CauseKind.MISSING for cause in shown.causes)


def test_a_void_receipt_whose_cash_is_still_there(mending: Mending, account: AccountId) -> None:
    kept = mending.take(account, cash(3500))
    mending.void(kept.payment_id)
    mending.books.seal(mending.shift_id, *[TWENTY] * 11, 1000, 500)
    cause = reveal(mending).causes[0]
    assert (cause.kind, cause.target_id) == (CauseKind.VOID, kept.receipt_id)


def test_money_handed_back_without_a_void(mending: Mending, account: AccountId) -> None:
    back = mending.take(account, cash(3500))
    mending.take(account, cash(500))
    mending.books.seal(mending.shift_id, *[TWENTY] * 10, 500)
    cause = reveal(mending).causes[0]
    assert (cause.kind, cause.target_id) == (CauseKind.RECEIPT, back.receipt_id)
    approved(mending, undoing.void_payment, mending.voiding(back.payment_id))
    close_without_difference(mending)


def test_a_void_after_an_agreeing_count_asks_for_another_count(
    mending: Mending, account: AccountId
) -> None:
    late = mending.take(account, cash(2000))
    assert mending.books.seal(mending.shift_id, *[TWENTY] * 11).agrees
    with pytest.raises(UserError, match="The count agrees"):
        mending.books.seal(mending.shift_id, *[TWENTY] * 11)
    mending.void(late.payment_id)
    assert mending.books.seal(mending.shift_id, *[TWENTY] * 10).agrees
    close_without_difference(mending)


def test_stamps_that_nobody_wrote_down(mending: Mending, account: AccountId) -> None:
    """The second week's stamps are known from the first week's."""
    why = mending.reason(ReasonKind.PAID_OUT)

    def stamps() -> MoveCash:
        return MoveCash(command_id(), MovementKind.PAID_OUT, Money(2000, "USD"), why)

    mending.do(opening.move_cash, stamps())
    mending.books.seal(mending.shift_id, *[TWENTY] * 9)
    assert close_without_difference(mending) == "W1-Z-00001"
    mending.shift_id = mending.books.open_shift().shift_id
    mending.books.seal(mending.shift_id, *[TWENTY] * 9)
    cause = reveal(mending).causes[0]
    assert cause.kind is CauseKind.MISSING
    assert "Petty cash for 20.00 was paid out on earlier days" in cause.words
    approved(mending, opening.move_cash, stamps())
    assert close_without_difference(mending) == "W1-Z-00002"


def test_a_float_that_was_another_one(mending: Mending) -> None:
    """The shift before began with 200.00; this one was written down with 180.00."""
    mending.books.seal(mending.shift_id, *[TWENTY] * 10)
    close_without_difference(mending)
    mending.shift_id = mending.books.open_shift(notes=9).shift_id
    mending.books.seal(mending.shift_id, *[TWENTY] * 10)
    kinds = [cause.kind for cause in reveal(mending).causes]
    assert kinds[0] is CauseKind.FLOAT


def test_the_z_counts_what_was_undone(mending: Mending, account: AccountId) -> None:
    first = mending.take(account, cash(2000))
    mending.take(account, check(1500))
    wrong = mending.take(account, cash(4000))
    mending.void(first.payment_id)
    mending.correct(wrong.payment_id, "credit_card", card_last4="4242")
    mending.books.seal(
        mending.shift_id, *[TWENTY] * 10, check_count=1, check_total=Money(1500, "USD")
    )
    done = mending.do(closing.close_shift, CloseShift(command_id(), mending.shift_id))
    z = mending.station.ask(explaining.drawer_report, done.report_id).result()
    assert [(row.words, row.count, row.amount) for row in z.tenders] == [
        ("Check", 1, Money(1500, "USD")),
        ("Credit card", 1, Money(4000, "USD")),
    ]
    assert (z.voids, z.voided, z.corrections) == (1, Money(2000, "USD"), 1)
    assert (z.taken, z.receipts) == (Money(5500, "USD"), 3)
    assert (z.checks_expected_count, z.checks_counted_count) == (1, 1)
    mending.verify()
