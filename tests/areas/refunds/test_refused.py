"""Every refusal of a refund, in the words of who reads it; and what another person agrees to."""

from __future__ import annotations

from typing import Any

import pytest

from app.areas.refunds import paying, queries, service
from app.areas.refunds.values import (
    ApproveRefund,
    Need,
    PayRefund,
    PrintRefund,
    RefundMethod,
    RefundStatus,
)
from app.areas.security import service as security
from app.areas.security.values import AddUser, SaySamePerson
from app.areas.settings import repository as settings
from app.areas.tasks import queries as tasks
from app.areas.tasks.values import TaskKind
from app.kernel.actor import SYSTEM, Actor, Permission
from app.kernel.errors import NeedsApproval, NotAllowed, UserError
from app.kernel.ids import AccountId, RoleId, derived_id
from app.storage.unit_of_work import UnitOfWork
from tests.areas.payments.mending import card, cash, check, usd, wire
from tests.areas.refunds.refunding import Refunding, bank_of
from tests.building import command_id


def refused(refunding: Refunding, action: Any, command: Any, actor: Actor) -> str:
    with pytest.raises(UserError) as said:
        refunding.station.act(actor, action, command).result()
    return said.value.text


def test_what_can_not_be_asked_for(refunding: Refunding, account: AccountId) -> None:
    """Void instead; no more than was brought; not of somebody else; not what was voided."""
    work, clerk, request = refunding, refunding.clerk, service.request_refund
    first = work.mending.take(account, cash(4_000), card(5_000), check(3_000))
    gone = work.mending.take(account, cash(100))
    today = work.asking(account, 1_000, payment_id=first.payment_id)
    assert "can still be voided" in refused(work, request, today, work.manager)
    assert "Void it and take" in refused(work, request, today, work.cashier)
    work.mending.void(gone.payment_id)
    work.next_shift()
    other = work.books.register_patient("Else").account_id

    def why(minor: int, account_id: AccountId = account, **fields: Any) -> str:
        fields = {"payment_id": first.payment_id} | fields
        return refused(work, request, work.asking(account_id, minor, **fields), clerk)

    assert "is void" in why(100, payment_id=gone.payment_id)
    assert "120.00 USD of receipt" in why(12_001)
    assert "50.00 USD can go back to this card" in why(5_001)
    assert "another account's" in why(100, other)
    assert "no credit" in why(100, other, payment_id=None)
    assert "how much goes back" in why(0)
    view = work.mending.view(first.payment_id)
    paid = view.tenders[0].tender_id
    assert "40.00 USD of what came by Cash" in why(4_001, tender_id=paid)
    assert "No card paid this" in why(100, tender_id=paid, method=RefundMethod.CARD_REVERSAL)
    by_cash: dict[str, Any] = {"tender_id": view.tenders[1].tender_id, "method": RefundMethod.CASH}
    assert "Write down why" in why(100, **by_cash)
    assert "in EUR" not in why(12_001)
    asked = work.ask(account, 100, first.payment_id, description="card is lost", **by_cash)
    assert asked.status is RefundStatus.PENDING
    assert Need.CASH_FOR_CARD in work.view(asked.refund_id).needs
    with pytest.raises(NotAllowed):
        work.approve(asked.refund_id, work.clerk)
    work.approve(asked.refund_id)


def test_who_may_and_who_must(refunding: Refunding, account: AccountId) -> None:
    """A cashier's own refund waits for somebody; two accounts of one person are one person."""
    work = refunding
    taken = work.mending.take(account, cash(30_000))
    work.next_shift()
    small = work.ask(account, 500, taken.payment_id, actor=work.cashier)
    assert small.status is RefundStatus.PENDING
    assert work.view(small.refund_id).needs == (Need.RIGHT,)
    pay = PayRefund(command_id(), small.refund_id)
    assert "agree to refund" in refused(work, paying.pay_refund, pay, work.cashier)
    work.approve(small.refund_id)
    assert work.pay(small.refund_id, actor=work.cashier).status is RefundStatus.COMPLETED
    role = RoleId(derived_id("role", "billing_manager"))
    add = AddUser(command_id(), "77", "Ben Again", role)
    again = work.station.act(SYSTEM, security.add_user, add).result().user_id
    same = SaySamePerson(command_id(), again, work.clerk.user_id)
    work.station.act(SYSTEM, security.say_same_person, same).result()
    other_self = Actor(again, "Ben Again", work.manager.permissions)
    big = work.ask(account, 15_000, taken.payment_id, actor=work.clerk)
    approve = ApproveRefund(command_id(), big.refund_id)
    assert "own refund" in refused(work, service.approve_refund, approve, other_self)
    work.mending.set_to("refunds.second_over", "10000")
    two = work.ask(account, 11_000, taken.payment_id, actor=work.clerk)
    work.approve(two.refund_id)
    assert work.view(two.refund_id).status is RefundStatus.PENDING
    approve = ApproveRefund(command_id(), two.refund_id)
    assert "agreed to this refund already" in refused(
        work, service.approve_refund, approve, work.manager
    )
    work.approve(two.refund_id, work.books.actors.cfo)
    assert work.view(two.refund_id).status is RefundStatus.APPROVED
    work.verify()


def test_cut_into_small_pieces(refunding: Refunding, account: AccountId) -> None:
    """What goes back to one account on one day counts together; every one where it is set so."""
    work = refunding
    taken = work.mending.take(account, cash(30_000))
    work.next_shift()
    assert work.ask(account, 6_000, taken.payment_id).status is RefundStatus.APPROVED
    second = work.ask(account, 4_001, taken.payment_id)
    assert second.status is RefundStatus.PENDING
    work.mending.set_to("refunds.every", "yes")
    other = work.books.register_patient("Else").account_id
    later = work.mending.take(other, wire(5_000), actor=work.cashier)
    work.next_shift()
    command = work.asking(other, 100, payment_id=later.payment_id, approve_now=True)
    with pytest.raises(NeedsApproval) as needed:
        work.act(work.clerk, service.request_refund, command)
    assert needed.value.text.startswith("Send 1.00 USD back by wire. Every refund is agreed to by")
    done = work.act(work.clerk, service.request_refund, command, work.manager)
    assert done.status is RefundStatus.APPROVED
    assert work.act(work.clerk, service.request_refund, command) == done, "asked again, once"
    work.verify()


@pytest.mark.parametrize(
    ("key", "need", "people"),
    [
        ("refunds.every", Need.EVERY, 1),
        ("refunds.approval_over", Need.OVER, 1),
        ("refunds.second_over", Need.SECOND, 2),
    ],
)
def test_a_damaged_limit_lets_nobody_refund_alone(
    refunding: Refunding, account: AccountId, key: str, need: Need, people: int
) -> None:
    work = refunding
    taken = work.mending.take(account, cash(1_000))
    work.next_shift()
    work.mending.damage(key, "100.00")
    least = work.ask(account, 1, taken.payment_id)
    view = work.view(least.refund_id)
    assert (view.status, view.needs) == (RefundStatus.PENDING, (need,))
    for approver in (work.manager, work.books.actors.cfo)[:people]:
        assert work.view(least.refund_id).status is RefundStatus.PENDING
        work.approve(least.refund_id, approver)
    assert work.view(least.refund_id).status is RefundStatus.APPROVED


def test_a_check_waits_and_a_returned_one_gives_nothing(
    refunding: Refunding, account: AccountId
) -> None:
    work = refunding
    taken = work.mending.take(account, check(8_000))
    work.next_shift()
    asked = work.ask(account, 8_000, taken.payment_id)
    assert asked.status is RefundStatus.PENDING
    assert work.view(asked.refund_id).needs == (Need.EARLY,)
    work.cancel(asked.refund_id)
    from tests.areas.deposits.banking import Banking
    from tests.areas.deposits.bouncing import Bouncing

    Bouncing(Banking(work.books)).bounce(taken.payment_id)
    command = work.asking(account, 100, payment_id=taken.payment_id)
    assert "nothing" in refused(work, service.request_refund, command, work.clerk).lower()
    work.verify()


def test_it_comes_back_and_is_a_task(refunding: Refunding, account: AccountId) -> None:
    """A check that was not cashed: owed again, a task until it is settled; its number is used."""
    work = refunding
    taken = work.mending.take(account, wire(9_000))
    work.next_shift()
    bank = bank_of(work.books)
    asked = work.ask(account, 9_000, taken.payment_id, method=RefundMethod.CHECK)
    told: dict[str, Any] = {"bank_account_id": bank, "check_number": "7001"}
    work.pay(asked.refund_id, actor=work.clerk, **told)
    assert work.holds("2060") == 0
    work.fail(asked.refund_id)
    found = work.station.ask(tasks.tasks, work.manager.user_id).result()
    one = next(task for task in found if task.kind is TaskKind.REFUND_FAILED)
    assert "90.00" in one.title
    again = PayRefund(command_id(), asked.refund_id, None, bank, "7001")
    assert "Check 7001" in refused(work, paying.pay_refund, again, work.clerk)
    assert work.pay(asked.refund_id, RefundMethod.CASH).status is RefundStatus.COMPLETED
    found = work.station.ask(tasks.tasks, work.manager.user_id).result()
    assert not [task for task in found if task.kind is TaskKind.REFUND_FAILED]
    work.verify()


def test_credit_goes_back_out_of_what_brought_it(refunding: Refunding) -> None:
    """The oldest card first; by check out of several payments; not more than lies on account."""
    work = refunding
    account = work.books.register_patient().account_id
    work.mending.take(account, cash(1_000))
    work.mending.take(account, card(2_000))
    work.mending.take(account, wire(4_000))
    work.next_shift()
    offer = work.station.ask(queries.refund_offer, account).result()
    assert offer.sources[0].method is RefundMethod.CARD_REVERSAL
    assert offer.most == usd(7_000)
    first = work.ask(account, 1_500)
    assert first.method is RefundMethod.CARD_REVERSAL
    assert "slip of the card" in refused(
        work, paying.pay_refund, PayRefund(command_id(), first.refund_id), work.clerk
    )
    work.pay(first.refund_id, reference="T-5", actor=work.clerk)
    bank = bank_of(work.books)
    rest = work.ask(account, 5_500, method=RefundMethod.CHECK, payee_name="Hoa", actor=work.clerk)
    assert rest.status is RefundStatus.APPROVED
    assert {part.amount.minor for part in work.view(rest.refund_id).parts} == {1_000, 500, 4_000}
    work.pay(rest.refund_id, bank_account_id=bank, check_number="1", actor=work.clerk)
    assert work.balance(account) == (0, 0)
    work.verify()


def test_cash_is_rounded_and_not_owed_again(refunding: Refunding, account: AccountId) -> None:
    work = refunding
    work.mending.set_to("payments.cash_rounding", "nearest_5")
    taken = work.mending.take(account, cash(9_998, 10_000))
    work.next_shift()
    before = work.drawer()
    asked = work.ask(account, 1_003, taken.payment_id, owed_again=False)
    assert work.balance(account) == (2, 0), "two cents are owed, as before"
    work.pay(asked.refund_id)
    assert work.drawer() == before - 1_005
    assert work.holds("4910") == 1_003
    work.verify()
    assert all(p is not Permission.APPROVE for p in work.clerk.permissions)


def test_what_waits_is_offered_once_less(refunding: Refunding) -> None:
    """Credit asked back and not agreed to yet is not offered; the rest is, and can be asked for."""
    work = refunding
    account = work.books.register_patient().account_id
    work.mending.take(account, wire(30_000))
    work.next_shift()
    waiting = work.ask(account, 20_000)
    assert waiting.status is RefundStatus.PENDING

    def most() -> int:
        return int(work.station.ask(queries.refund_offer, account).result().most.minor)

    assert most() == 10_000
    over = work.asking(account, 10_001)
    assert "100.00" in refused(work, service.request_refund, over, work.clerk)
    work.ask(account, 4_000)
    assert most() == 6_000
    work.cancel(waiting.refund_id, work.manager)
    assert most() == 26_000
    work.verify()


def test_money_out_while_the_centre_is_away(refunding: Refunding, account: AccountId) -> None:
    """A second person is there and it is little, or it waits until the centre answers again."""
    work = refunding
    paid = work.mending.take(account, cash(10_000), wire(30_000))
    work.next_shift()
    little = work.ask(account, 2_000, paid.payment_id, method=RefundMethod.CASH)
    much = work.ask(account, 15_000, paid.payment_id, method=RefundMethod.WIRE)
    work.approve(much.refund_id)
    by_wire: dict[str, Any] = {"bank_account_id": bank_of(work.books), "reference": "W-7"}

    def centre(uow: UnitOfWork, _command: Any) -> None:
        settings.note_centre(uow, reachable=answers)

    answers = False
    work.station.act(SYSTEM, centre, PrintRefund(command_id(), much.refund_id)).result()
    give = PayRefund(command_id(), much.refund_id, **by_wire)
    assert "above 100.00 USD no money" in refused(work, paying.pay_refund, give, work.clerk)
    give = PayRefund(command_id(), little.refund_id)
    with pytest.raises(NeedsApproval, match="another window may have given it back"):
        work.station.act(work.cashier, paying.pay_refund, give).result()
    assert work.pay(little.refund_id, by=work.manager).status is RefundStatus.COMPLETED
    answers = True
    work.station.act(SYSTEM, centre, PrintRefund(command_id(), much.refund_id)).result()
    given = work.pay(much.refund_id, actor=work.clerk, **by_wire)
    assert given.status is RefundStatus.COMPLETED
    work.verify()
