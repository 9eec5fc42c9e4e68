"""Who may undo what, and when; every verb that is not legal says why and what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.areas.approvals import service as approvals
from app.areas.approvals.values import GrantApproval
from app.areas.drawers import closing as drawers
from app.areas.drawers import service as drawer_service
from app.areas.drawers.closing_values import CloseShift, RevealDifference, SealCount
from app.areas.drawers.values import AddDrawer, OpenShift, Pile
from app.areas.ledger.values import ReasonKind
from app.areas.payments import closing, undoing
from app.areas.payments.undoing_values import VerbName
from app.areas.payments.values import Channel
from app.kernel.actor import SYSTEM, Actor
from app.kernel.errors import NeedsApproval, NotAllowed, UserError
from app.kernel.ids import AccountId, PaymentId, ReasonId, ShiftId, new_id
from tests.areas.payments.mending import Mending, card, cash, check, usd, wire
from tests.building import Books, command_id


def why(mending: Mending, payment_id: PaymentId, asker: Actor) -> dict[str, str]:
    """Each verb with why it is not legal for `asker`; nothing where it is."""
    verbs = mending.view(payment_id, asker).verbs
    assert [verb.verb for verb in verbs] == list(VerbName)
    assert all(verb.allowed == (not verb.why) for verb in verbs)
    assert all(len(verb.why) < 240 and verb.why.endswith(".") for verb in verbs if verb.why)
    return {verb.verb.value: verb.why for verb in verbs}


def count(mending: Mending, shift_id: ShiftId, minor: int = 20_000) -> None:
    piles = (Pile(usd(100), minor // 100),) if minor else ()
    mending.do(drawers.seal_count, SealCount(command_id(), shift_id, piles))


def close(mending: Mending, shift_id: ShiftId) -> None:
    """Count what is there, and close."""
    held = mending.sums()[("shift", f"{shift_id}1015", "0")]
    piles = (Pile(usd(1), held),)
    mending.do(drawers.seal_count, SealCount(command_id(), shift_id, piles))
    mending.do(closing.close_shift, CloseShift(command_id(), shift_id))


def refused(mending: Mending, action: Any, command: Any, actor: Actor) -> str:
    with pytest.raises(UserError) as caught:
        mending.do(action, command, actor)
    return caught.value.text


def test_in_ones_own_open_drawer(mending: Mending, account: AccountId) -> None:
    taken, actors = mending.take(account, cash(2_500)), mending.books.actors
    said = why(mending, taken.payment_id, actors.cashier)
    assert said["refund"] == "This payment can still be voided. Void it and take the right one."
    assert not any(said[verb] for verb in ("void", "correct", "reallocate"))


def test_in_another_persons_open_drawer(mending: Mending, account: AccountId) -> None:
    taken, actors = mending.take(account, cash(2_500)), mending.books.actors
    number = mending.view(taken.payment_id).shift_number
    words = (
        f"This money is in Cho Cho Win's drawer, shift {number}. Cho Cho Win can do this now; a "
        "manager can once the drawer is counted."
    )
    void, correct = (
        mending.voiding(taken.payment_id),
        mending.correcting(taken.payment_id, "wire", reference="1"),
    )
    for other in (actors.other_cashier, actors.billing_manager):
        assert refused(mending, undoing.void_payment, void, other) == words
        assert refused(mending, undoing.correct_tender, correct, other) == words
        assert why(mending, taken.payment_id, other)["void"] == words
        assert not why(mending, taken.payment_id, other)["reallocate"]


def test_while_it_is_counted(mending: Mending, account: AccountId) -> None:
    """The holder and a manager may; nobody else."""
    first, second = (mending.take(account, cash(minor)) for minor in (2_500, 1_700))
    actors, shift = mending.books.actors, mending.view(first.payment_id)
    assert shift.shift_id is not None
    count(mending, shift.shift_id)
    ask = f"This money is in Cho Cho Win's drawer, shift {shift.shift_number}. Ask Cho Cho Win or"
    void = mending.voiding(first.payment_id)
    assert refused(mending, undoing.void_payment, void, actors.other_cashier).startswith(ask)
    mending.correct(first.payment_id, "wire", actor=actors.billing_manager, reference="1")
    mending.void(first.payment_id, actors.billing_manager)
    mending.void(second.payment_id)
    mending.verify()


def test_after_the_difference_was_shown_a_second_person_agrees(
    mending: Mending, account: AccountId
) -> None:
    """A void on paper could make a difference vanish that was seen."""
    big, small = mending.take(account, cash(2_500)), mending.take(account, cash(499))
    shift_id = mending.view(big.payment_id).shift_id
    assert shift_id is not None
    count(mending, shift_id)
    mending.do(closing.reveal_difference, RevealDifference(command_id(), shift_id))
    mending.void(small.payment_id)
    with pytest.raises(NeedsApproval) as asked:
        mending.correct(big.payment_id, "wire", reference="1")
    assert asked.value.key == "after_reveal:2500"
    command = mending.voiding(big.payment_id)
    with pytest.raises(NeedsApproval) as asked:
        mending.do(undoing.void_payment, command)
    approve(mending, command, asked.value)
    assert mending.do(undoing.void_payment, command).cash_back == usd(2_500)
    mending.verify()


def approve(mending: Mending, command: Any, asked: NeedsApproval) -> None:
    actors = mending.books.actors
    grant = GrantApproval(command_id(), command.id, asked.key, actors.cashier.user_id, asked.text)
    mending.do(approvals.grant_approval, grant, actors.billing_manager)


def test_once_the_shift_is_closed(mending: Mending, account: AccountId) -> None:
    taken, actors = mending.take(account, cash(2_500)), mending.books.actors
    view = mending.view(taken.payment_id)
    assert view.shift_id is not None
    close(mending, view.shift_id)
    for person in (actors.cashier, actors.billing_manager):
        said = why(mending, taken.payment_id, person)
        assert said["void"] == (
            f"The shift {view.shift_number} is closed, so this is a refund, not a void. Choose "
            f"“Refund” for receipt {taken.receipt_number}."
        )
        assert said["correct"].startswith(f"The shift {view.shift_number} is closed and its money")
        assert not said["refund"]
        assert not said["reallocate"]
        void = mending.voiding(taken.payment_id)
        assert refused(mending, undoing.void_payment, void, person) == said["void"]
    mending.move(taken.payment_id, {}, actors.billing_clerk)
    mending.verify()


def test_money_that_came_by_mail(mending: Mending, account: AccountId) -> None:
    """No drawer holds it: who received it may undo it the same day, or a manager."""
    actors = mending.books.actors
    clerk = actors.billing_clerk
    first = mending.take(account, check(2_500), actor=clerk, channel=Channel.MAIL)
    second = mending.take(account, wire(3_000), actor=clerk, channel=Channel.ONLINE)
    words = "Ben Clerk took this payment. Ask Ben Clerk or a manager."
    void = mending.voiding(first.payment_id)
    assert refused(mending, undoing.void_payment, void, actors.other_cashier) == words
    to_cash = mending.correcting(first.payment_id, "cash")
    told = "This payment came without a drawer, so no part of it can be cash."
    assert refused(mending, undoing.correct_tender, to_cash, clerk) == told
    mending.correct(first.payment_id, "ach", actor=clerk, reference="A-1")
    voided = mending.void(first.payment_id, clerk)
    assert (voided.cash_back, voided.words) == (usd(0), "Send back 25.00 USD (ACH).")
    mending.void(second.payment_id, actors.billing_manager)
    assert (mending.holds("1000"), mending.holds("1040")) == (0, 0)
    mending.verify()


def test_whoever_lacks_the_right(mending: Mending, account: AccountId) -> None:
    taken, actors = mending.take(account, cash(2_500)), mending.books.actors
    with pytest.raises(NotAllowed, match="Ana Admin may not void and correct payments"):
        mending.void(taken.payment_id, actors.administrator)
    close(mending, shift_of(mending, taken.payment_id))
    said = why(mending, taken.payment_id, actors.administrator)
    assert said["reallocate"].startswith("Ana Admin may not take payments")


def shift_of(mending: Mending, payment_id: PaymentId) -> ShiftId:
    found = mending.view(payment_id).shift_id
    assert found is not None
    return found


def test_a_large_void_needs_a_second_person(mending: Mending, account: AccountId) -> None:
    mending.set_to("approvals.void_above", "2500")
    just, above = mending.take(account, cash(2_500)), mending.take(account, cash(2_501))
    mending.void(just.payment_id)
    command, actors = mending.voiding(above.payment_id), mending.books.actors
    with pytest.raises(NeedsApproval, match=r"Void receipt .* for 25\.01 USD\.") as asked:
        mending.do(undoing.void_payment, command)
    assert asked.value.key == "void:2501"
    manager = actors.billing_manager
    own = GrantApproval(command_id(), command.id, asked.value.key, manager.user_id, "own")
    assert refused(mending, approvals.grant_approval, own, manager)
    approve(mending, command, asked.value)
    another = mending.voiding(above.payment_id)
    with pytest.raises(NeedsApproval):
        mending.do(undoing.void_payment, another)
    assert mending.do(undoing.void_payment, command).amount == usd(2_501)
    mending.verify()


def test_a_damaged_limit_lets_nobody_void_alone(mending: Mending, account: AccountId) -> None:
    mending.damage("approvals.void_above", "25.00")
    least = mending.take(account, cash(1))
    with pytest.raises(NeedsApproval, match=r"Void receipt .* for 0\.01 USD\."):
        mending.void(least.payment_id)
    mending.set_to("approvals.void_above", "")
    mending.void(least.payment_id)


def test_a_payment_of_another_person_with_a_drawer_of_their_own(
    mending: Mending, account: AccountId, books: Books
) -> None:
    drawer_id = mending.do(drawer_service.add_drawer, AddDrawer(command_id(), "Two"), SYSTEM)
    other = books.actors.other_cashier
    mending.do(drawer_service.open_shift, OpenShift(command_id(), drawer_id, ()), other)
    taken = mending.take(account, cash(2_500), card(1_000), actor=other)
    mine = mending.take(account, cash(600))
    void = mending.voiding(taken.payment_id)
    assert "Olga Novak's drawer" in refused(
        mending, undoing.void_payment, void, books.actors.cashier
    )
    before = mending.sums()[("shift", f"{shift_of(mending, mine.payment_id)}1015", "0")]
    voided = mending.do(undoing.void_payment, void, other)
    assert voided.words == (
        "Give back 25.00 USD in cash. Undo 10.00 USD on the card terminal as well."
    )
    after = mending.sums()
    assert after[("shift", f"{shift_of(mending, mine.payment_id)}1015", "0")] == before
    assert ("shift", f"{shift_of(mending, taken.payment_id)}1015", "0") not in after


def test_reasons_and_ids_that_can_not_be(mending: Mending, account: AccountId) -> None:
    taken, cashier = mending.take(account, cash(2_500)), mending.books.actors.cashier
    void = mending.voiding(taken.payment_id)
    wrong = mending.reason(ReasonKind.CORRECTION)
    for reason in (wrong, ReasonId(new_id())):
        command = replace(void, reason_id=reason)
        assert "reason is not in use" in refused(mending, undoing.void_payment, command, cashier)
    command = replace(void, payment_id=PaymentId(new_id()))
    assert refused(mending, undoing.void_payment, command, cashier) == "There is no such payment."
    with pytest.raises(UserError, match="card number"):
        mending.do(undoing.void_payment, replace(void, note="4111 1111 1111 1111"))
