"""Nasty sequences against money that is right in each step: borrowed approvals, small amounts that
add up, late forms, payments too large to undo, and midnight.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.areas.approvals.values import GrantApproval
from app.areas.payments import undoing
from app.kernel.errors import NeedsApproval
from app.kernel.ids import AccountId
from tests.areas.payments.mending import Mending, cash, wire
from tests.building import PIN, command_id


def test_a_void_approved_for_one_receipt_voids_no_other(
    mending: Mending, account: AccountId
) -> None:
    """The command keeps its id and its amount; only the payment in it is another one."""
    mending.set_to("approvals.void_above", "500")
    first, second = mending.take(account, cash(1_000)), mending.take(account, wire(1_000))
    command, actors = mending.voiding(first.payment_id), mending.books.actors
    with pytest.raises(NeedsApproval) as asked:
        mending.do(undoing.void_payment, command)
    grant = GrantApproval(
        command_id(), command.id, asked.value.key, actors.cashier.user_id, asked.value.text
    )
    mending.station.approve(actors.numbers["billing_manager"], PIN, grant)
    with pytest.raises(NeedsApproval, match=second.receipt_number):
        mending.do(undoing.void_payment, replace(command, payment_id=second.payment_id))
    mending.do(undoing.void_payment, command)
    mending.verify()
