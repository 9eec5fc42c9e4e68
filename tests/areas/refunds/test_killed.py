"""A window that dies while it gives money back: all of it stands, or nothing does."""

from __future__ import annotations

from typing import Any

from app.areas.refunds import paying, service
from app.areas.refunds.values import ApproveRefund, PayRefund, RefundStatus
from app.kernel.ids import AccountId
from app.storage.unit_of_work import UnitOfWork
from tests.areas.payments.mending import cash
from tests.areas.refunds.refunding import Refunding
from tests.building import command_id


class Killed(Exception):
    """The lights went out."""


def dying(action: Any, at: int) -> Any:
    """The action as it runs until its so-manieth write, at which it dies."""

    def runs(uow: UnitOfWork, command: Any) -> Any:
        write, left = uow._write, [at]

        def counting(*args: Any, **fields: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return write(*args, **fields)

        uow._write = counting  # type: ignore[method-assign]
        return action(uow, command)

    runs.__module__, runs.__name__ = action.__module__, action.__name__
    return runs


def kills(work: Refunding, action: Any, command: Any, actor: Any) -> int:
    """Die at every write of an action in turn; how many there were. Then it is done, once."""
    before, at = work.mending.sums(), 0
    while True:
        try:
            work.station.act(actor, dying(action, at), command).result()
        except Killed:
            assert work.mending.sums() == before
            at += 1
            continue
        return at


def test_all_or_nothing(refunding: Refunding, account: AccountId) -> None:
    """Agreeing, giving cash, and what a retry with the same id does after all that."""
    work = refunding
    taken = work.mending.take(account, cash(12_000))
    work.next_shift()
    asked = work.ask(account, 11_000, taken.payment_id)
    approve = ApproveRefund(command_id(), asked.refund_id)
    assert kills(work, service.approve_refund, approve, work.manager) > 10
    drawer = work.drawer()
    pay = PayRefund(command_id(), asked.refund_id)
    assert kills(work, paying.pay_refund, pay, work.cashier) > 10
    again = work.station.act(work.cashier, paying.pay_refund, pay).result()
    assert again.status is RefundStatus.COMPLETED
    assert work.drawer() == drawer - 11_000
    assert work.holds("2060") == 0
    work.verify()
