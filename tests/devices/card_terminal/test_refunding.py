"""Refunds to cards over the stand-in: whatever is lost on the way, money goes back once, and the
books say what the processor says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from app.areas.cards.values import AttemptState
from app.areas.drawers import queries as drawers
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments import explaining, histories
from app.areas.payments.undoing_values import VerbName
from app.areas.refunds import paying, queries, returning, service
from app.areas.refunds.card_values import BeginCardRefund, EndCardRefund
from app.areas.refunds.values import (
    CancelRefund,
    PayRefund,
    RefundMethod,
    RefundStatus,
    RequestRefund,
)
from app.devices.card_terminal.refunding import CardRefunds
from app.devices.printing.report_layout import report_lines
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, PaymentId, RefundId
from app.kernel.money import Money
from tests.areas.refunds.refunding import Refunding
from tests.building import command_id
from tests.devices.card_terminal.card_till import Till
from tests.stripe_stand_in.cards import INTERAC, VISA, Card
from tests.stripe_stand_in.direct import direct_gateway
from tests.stripe_stand_in.faults import Fault
from tests.stripe_stand_in.world import TILL_KEY

CREATE, LIST = "refunds.create", "refunds.list"
LOST = (Fault.LOST_AFTER, Fault.STALL_AFTER, Fault.SERVER_AFTER, Fault.TRUNCATED)
KEPT = (Fault.LOST_BEFORE, Fault.UNAVAILABLE, Fault.RATE, Fault.CONFLICT, Fault.PORTAL)


@dataclass(slots=True)
class Back:
    """One card payment of 120.00 at a till of its own, and what goes back of it."""

    till: Till
    account_id: AccountId
    payment_id: PaymentId
    refunds: CardRefunds

    @property
    def clerk(self) -> Any:
        return self.till.actors.billing_clerk

    def ask(self, minor: int) -> RefundId:
        why = self.till.station.ask(ledger.reasons, ReasonKind.REFUND).result()[0].reason_id
        money = Money(minor, "USD")
        new = frozenset({"refund_again:W1-R-000001"})
        command = RequestRefund(
            command_id(), self.account_id, money, why, self.payment_id, confirmations=new
        )
        made: RefundId = self.till.act(service.request_refund, command, self.clerk).refund_id
        return made

    def send(self, refund_id: RefundId, steps: int = 1) -> RefundStatus:
        begin = BeginCardRefund(command_id(), refund_id)
        self.till.act(returning.begin_card_refund, begin, self.clerk)
        return self.step(refund_id, steps)

    def step(self, refund_id: RefundId, steps: int = 1) -> RefundStatus:
        """What the window's thread does next, as often; each time as if it was started anew."""
        for _ in range(steps):
            self.begin()
            self.refunds.step(refund_id)
        return self.status(refund_id)

    def begin(self) -> None:
        self.refunds = CardRefunds(self.till.station, self.till._gateway)

    def status(self, refund_id: RefundId) -> RefundStatus:
        return self.till.station.ask(queries.refund_view, refund_id).result().status

    def payable(self) -> int:
        """What of this account is owed back."""

        def read(reader: Any) -> int:
            sql = "SELECT coalesce(sum(amount_minor), 0) FROM journal_line WHERE gl_code = '2060'"
            return int(
                reader._cursor.execute(f"{sql} AND account_id = ?", (self.account_id,)).fetchone()[
                    0
                ]
            )

        return -self.till.station.database.read(read)

    def given(self) -> int:
        """What Stripe gave back of the charge."""
        return sum(each["amount_refunded"] for each in self.till.world.charged())


@pytest.fixture
def back(till: Till) -> Back:
    return charged(till, VISA)


def charged(till: Till, card: Card) -> Back:
    """A card payment of a bill of its own."""
    account_id, _ = till.bill(12_000)
    attempt = till.open(till.payment(account_id, 12_000))
    till.run(attempt, AttemptState.WAITING_CARD)
    till.machine.present(card)
    till.settle()
    shown = till.shown(attempt)
    assert shown.ended
    view = till.station.ask(queries.refund_offer, account_id).result()
    assert not view.sources
    payment_id = till.station.ask(
        lambda r: r._cursor.execute(
            "SELECT id FROM payment WHERE account_id = ?", (account_id,)
        ).fetchone()[0]
    ).result()
    return Back(till, account_id, payment_id, CardRefunds(till.station, till._gateway))


def test_back_to_the_card_in_parts(back: Back) -> None:
    """A charged card is refunded and never voided; what was captured is the most that goes back."""
    view = back.till.station.ask(histories.payment_view, back.payment_id).result()
    verbs = {one.verb: one for one in view.verbs}
    assert not verbs[VerbName.VOID].allowed
    assert "by a refund" in verbs[VerbName.VOID].why
    assert verbs[VerbName.REFUND].allowed
    first = back.ask(5_000)
    assert back.send(first) is RefundStatus.COMPLETED
    assert (back.given(), back.payable()) == (5_000, 0)
    with pytest.raises(UserError, match=r"70\.00 USD of receipt"):
        back.ask(7_001)
    second = back.ask(4_000)
    begun = back.till.act(
        returning.begin_card_refund, BeginCardRefund(command_id(), second), back.clerk
    )
    again = back.till.act(
        returning.begin_card_refund, BeginCardRefund(command_id(), second), back.clerk
    )
    assert begun.key == again.key
    assert back.step(second) is RefundStatus.COMPLETED
    assert back.step(second) is RefundStatus.COMPLETED, "hearing it twice enters it once"
    assert (back.given(), back.payable()) == (9_000, 0)
    back.till.sound()


@pytest.mark.parametrize("fault", [*LOST, *KEPT])
def test_what_was_lost_is_looked_for(back: Back, fault: Fault) -> None:
    """Whatever became of the call, it is asked for once, and the window finds out."""
    refund_id = back.ask(5_000)
    back.till.world.faults.next(CREATE, fault)
    back.send(refund_id)
    assert back.status(refund_id) is RefundStatus.PROCESSED
    pay = PayRefund(command_id(), refund_id, RefundMethod.CASH)
    with pytest.raises(UserError, match="with the card's processor"):
        back.till.act(paying.pay_refund, pay, back.clerk)
    assert back.step(refund_id, 2) is RefundStatus.COMPLETED
    assert (back.given(), back.payable()) == (5_000, 0)


def test_a_kept_server_error_ends_and_can_be_asked_anew(back: Back) -> None:
    refund_id = back.ask(5_000)
    back.till.world.faults.next(CREATE, Fault.SERVER_BEFORE)
    back.send(refund_id, 6)
    assert back.status(refund_id) is RefundStatus.FAILED
    assert (back.given(), back.payable()) == (0, 5_000)
    assert back.send(refund_id) is RefundStatus.COMPLETED
    assert (back.given(), back.payable()) == (5_000, 0)
    back.till.sound()


def test_what_was_given_back_there_is_not_given_again(back: Back) -> None:
    """The processor has nothing left of the charge: the refund failed, is owed, and says why."""
    world = back.till.world
    (charge,) = world.charged()
    world.refund_in_dashboard(charge["id"], 12_000)
    refund_id = back.ask(5_000)
    assert back.send(refund_id) is RefundStatus.FAILED
    assert (back.given(), back.payable()) == (12_000, 5_000)
    view = back.till.station.ask(queries.refund_view, refund_id).result()
    assert "can't be given back" in view.steps[-1].detail
    back.till.sound()


def test_a_key_that_may_not_give_back_says_what_is_missing(back: Back) -> None:
    """Charging goes on with it; the money stays owed until there is a key for refunds."""
    till = back.till
    till.gateway = direct_gateway(till.world, TILL_KEY, TILL_KEY)
    refund_id = back.ask(5_000)
    assert back.send(refund_id) is RefundStatus.FAILED
    assert (back.given(), back.payable()) == (0, 5_000)
    view = till.station.ask(queries.refund_view, refund_id).result()
    assert "keep a key for refunds" in view.steps[-1].detail
    till.gateway = direct_gateway(till.world)
    assert back.send(refund_id) is RefundStatus.COMPLETED
    assert (back.given(), back.payable()) == (5_000, 0)


def test_pending_then_failed_then_another_way(back: Back) -> None:
    """It failed after the processor had said it was done: owed again, and left as credit."""
    back.till.world.refunds_stay_pending = True
    refund_id = back.ask(5_000)
    assert back.send(refund_id, 2) is RefundStatus.PROCESSED
    ref = next(ref for ref in back.till.world.kept if ref.startswith("re_"))
    back.till.world.settle_refund(ref, "succeeded")
    assert back.step(refund_id) is RefundStatus.COMPLETED
    assert back.payable() == 0
    back.till.world.settle_refund(ref, "failed", "expired_or_canceled_card")
    assert back.step(refund_id) is RefundStatus.FAILED
    assert (back.given(), back.payable()) == (0, 5_000)
    view = back.till.station.ask(queries.refund_view, refund_id).result()
    assert "expired or was closed" in view.steps[-1].detail
    paper = back.till.station.ask(queries.refund_receipt, view.receipt_id).result()
    assert paper.mark == "FAILED"
    back.till.world.refunds_stay_pending = False
    why = back.till.station.ask(ledger.reasons, ReasonKind.REFUND_CANCEL).result()[0].reason_id
    cancel = CancelRefund(command_id(), refund_id, why)
    back.till.act(service.cancel_refund, cancel, back.clerk)
    assert back.payable() == 0
    assert (
        back.till.station.ask(histories.payment_view, back.payment_id).result().stands.minor
        == 12_000
    )
    back.till.sound()


def test_killed_between_asking_and_hearing(back: Back) -> None:
    """The window dies after each call; the next one finds what was done."""
    refund_id = back.ask(5_000)
    begin = BeginCardRefund(command_id(), refund_id)
    back.till.act(returning.begin_card_refund, begin, back.clerk)

    class Killed(BaseException):
        pass

    gateway: Any = back.till.gateway
    real = gateway.refund

    def dies(*args: Any) -> Any:
        real(*args)
        raise Killed

    gateway.refund = dies
    with pytest.raises(Killed):
        back.refunds.step(refund_id)
    gateway.refund = real
    assert back.status(refund_id) is RefundStatus.PROCESSED
    assert back.step(refund_id) is RefundStatus.COMPLETED
    assert len(back.till.calls(CREATE)) == 1
    assert (back.given(), back.payable()) == (5_000, 0)


@pytest.mark.parametrize("held", [True, False])
def test_interac_goes_back_at_the_reader(till: Till, held: bool) -> None:
    """Only with the card at the reader; one that nobody holds there was not given back."""
    back = charged(till, INTERAC)
    refund_id = back.ask(5_000)
    alone = BeginCardRefund(command_id(), refund_id)
    with pytest.raises(UserError, match="Choose the reader"):
        till.act(returning.begin_card_refund, alone, back.clerk)
    begin = BeginCardRefund(command_id(), refund_id, till.reader_id)
    till.act(returning.begin_card_refund, begin, back.clerk)
    assert back.step(refund_id) is RefundStatus.PROCESSED
    if held:
        till.machine.present(INTERAC)
    else:
        till.machine.press_cancel()
    till.time.s += 20.0
    status = back.step(refund_id, 3)
    assert status is (RefundStatus.COMPLETED if held else RefundStatus.FAILED)
    assert (back.given(), back.payable()) == ((5_000, 0) if held else (0, 5_000))


def test_the_z_says_what_went_back_to_cards(back: Back) -> None:
    """What was sent in a shift and given before it closed; its takings and its drawer stay."""
    till = back.till
    shift = till.station.ask(drawers.my_shift, till.actors.cashier.user_id).result()
    assert shift is not None
    given = back.ask(3000)
    till.act(returning.begin_card_refund, BeginCardRefund(command_id(), given))
    assert back.step(given) is RefundStatus.COMPLETED
    by_another = back.ask(2000)
    assert back.send(by_another) is RefundStatus.COMPLETED
    failing = back.ask(1000)
    till.act(returning.begin_card_refund, BeginCardRefund(command_id(), failing))
    back.step(failing)
    ref = till.world.all("re")[-1]["id"]
    till.world.settle_refund(ref, "failed")
    told = EndCardRefund(command_id(), failing, paid=False, gateway_ref=ref, code="declined")
    till.station.record(returning.end_card_refund, told).result()
    Refunding(till.station, till.books, shift.shift_id).next_shift()
    [z] = till.station.ask(explaining.drawer_reports, shift.shift_id).result()
    report = till.station.ask(explaining.drawer_report, z.report_id, None).result()
    [line] = report.given_back
    assert (line.words, line.count, line.amount) == ("Credit card", 1, Money(3000, "USD"))
    paper = "\n".join(str(one) for one in report_lines(report, 42))
    assert "Credit card given back" in paper
    assert "Net of refunds to cards" in paper
    till.sound()
