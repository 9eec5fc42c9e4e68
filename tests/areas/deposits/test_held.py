"""What lies in a bag is not undone under it: a drop, a check of the mail."""

from __future__ import annotations

from typing import Any

import pytest

from app.areas.drawers import service as drawers
from app.areas.drawers.values import ReverseMovement
from app.areas.payments.undoing_values import VerbName
from app.kernel.errors import UserError
from app.kernel.ids import DepositId
from tests.areas.deposits.banking import Banking, cash, check, usd
from tests.building import command_id


def take_back(banking: Banking, movement_id: Any) -> None:
    command = ReverseMovement(command_id(), movement_id)
    banking.act(banking.books.actors.cashier, drawers.reverse_movement, command)


def test_a_drop_in_a_bag_is_not_taken_back(banking: Banking) -> None:
    opened = banking.books.open_shift()
    dropped = banking.drop(5_000)
    number = banking.prepare().number
    with pytest.raises(UserError) as refused:
        take_back(banking, dropped.movement_id)
    assert refused.value.text == (
        f"This drop of 50.00 lies in deposit {number}, so it can't be taken back. "
        "Void the deposit first."
    )
    banking.void(banking.rows()[0].deposit_id)
    take_back(banking, dropped.movement_id)
    assert banking.proposal().items == ()
    banking.close(opened.shift_id, 20_000)
    banking.verify()


def refused_verbs(banking: Banking, payment_id: Any) -> dict[str, str]:
    manager = banking.books.actors.billing_manager
    view = banking.mending().view(payment_id, manager)
    return {
        each.verb: each.why
        for each in view.verbs
        if each.verb in (VerbName.VOID, VerbName.CORRECT) and not each.allowed
    }


def test_a_check_of_the_mail_in_a_bag_is_neither_void_nor_corrected(banking: Banking) -> None:
    mending, manager = banking.mending(), banking.books.actors.billing_manager
    taken = banking.mail(check(9_900, "3001"))
    assert refused_verbs(banking, taken.payment_id) == {}
    prepared = banking.prepare()
    why = (
        f"Check 3001 lies in deposit {prepared.number}. Take it out of the bag first; where the "
        "bag is sealed, void the deposit."
    )
    assert refused_verbs(banking, taken.payment_id) == {"void": why, "correct": why}
    with pytest.raises(UserError, match="lies in deposit"):
        mending.void(taken.payment_id, manager)
    with pytest.raises(UserError, match="lies in deposit"):
        mending.correct(taken.payment_id, "wire", actor=manager, reference="W-1")
    banking.take_out(prepared.deposit_id, "3001")
    assert refused_verbs(banking, taken.payment_id) == {}
    mending.correct(taken.payment_id, "wire", actor=manager, reference="W-1")
    assert banking.proposal().items == ()
    banking.verify()


@pytest.mark.parametrize("stage", ["sealed", "submitted", "cleared"])
def test_it_stays_held_until_the_deposit_is_void(banking: Banking, stage: str) -> None:
    taken = banking.mail(check(9_900, "3001"))
    deposit_id = banking.sealed()
    if stage != "sealed":
        banking.submit(deposit_id)
    if stage == "cleared":
        banking.clear(deposit_id)
    assert set(refused_verbs(banking, taken.payment_id)) == {"void", "correct"}
    if stage == "cleared":
        banking.take_back(deposit_id)
    banking.void(deposit_id)
    assert refused_verbs(banking, taken.payment_id) == {}
    banking.mending().void(taken.payment_id, banking.books.actors.billing_manager)
    assert banking.proposal().items == ()
    banking.verify()


def test_what_can_not_go_to_the_bank_is_not_proposed(banking: Banking) -> None:
    """A check in an open drawer, a void one, a corrected one, a wire; a drop that was undone."""
    mending = banking.mending()
    manager = banking.books.actors.billing_manager
    opened = banking.books.open_shift()
    mending.take(banking.account(), check(5_000, "1"))
    void = banking.mail(check(100, "2"))
    mending.void(void.payment_id, manager)
    corrected = banking.mail(check(200, "3"))
    mending.correct(corrected.payment_id, "wire", actor=manager, reference="W-1")
    take_back(banking, banking.drop(1_000).movement_id)
    assert banking.proposal().items == ()
    mending.take(banking.account(), cash(1_000))
    banking.close(opened.shift_id, 21_000)
    assert [item.amount for item in banking.proposal().items] == [usd(1_000), usd(5_000)]
    assert DepositId(banking.sealed())
    banking.verify()
