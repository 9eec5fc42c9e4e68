"""Answers that are whole for the network and say nothing: half objects, other currencies, lists
that never end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from app.areas.cards.ports import GatewayTrouble, Trouble
from app.areas.cards.values import AttemptState as S
from app.areas.refunds import returning
from app.areas.refunds.card_values import BeginCardRefund
from app.areas.refunds.values import RefundStatus
from app.devices.card_terminal.refunding import CardRefunds
from tests.building import command_id
from tests.devices.card_terminal.card_till import Till
from tests.devices.card_terminal.test_refunding import charged
from tests.stripe_stand_in.cards import INTERAC
from tests.stripe_stand_in.direct import DirectLine, direct_gateway
from tests.stripe_stand_in.faults import Fault
from tests.stripe_stand_in.world import StripeWorld

Told = dict[str, Any]
ODD: dict[str, Callable[[Told], Any]] = {
    "without an id": lambda told: told.pop("id"),
    "an amount that is none": lambda told: told.update(amount=120.5),
    "no currency of this world": lambda told: told.update(currency="xqz"),
}
CALLS = (
    "payment_intents.create",
    "payment_intents.retrieve",
    "terminal.readers.process_payment_intent",
    "terminal.readers.retrieve",
)


def bend(line: DirectLine, operation: str, odd: Callable[[Told], Any]) -> Callable[[], None]:
    """From now on that operation answers so, until the answer is called."""
    real, bent = line.call, [True]

    def call(name: str, **asked: Any) -> Mapping[str, Any]:
        told = dict(real(name, **asked))
        if bent[0] and name == operation:
            odd(told)
        return told

    line.call = call  # type: ignore[method-assign, assignment]
    return lambda: bent.__setitem__(0, False)


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("odd", ODD.values(), ids=list(ODD))
def test_an_answer_that_says_nothing_is_no_answer(
    till: Till, operation: str, odd: Callable[[Told], Any]
) -> None:
    """Nobody is kept waiting by it, and what the card was charged is found out all the same."""
    well = bend(till.gateway._till, operation, odd)  # type: ignore[attr-defined]
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    if till.machine.waiting:
        till.machine.present()
    shown = till.run(attempt)
    assert shown.ended or shown.state in (S.UNKNOWN, S.CREATE_UNKNOWN)
    well()
    till.settle()
    assert till.shown(attempt).ended
    till.agrees()


def test_what_else_an_account_sells_keeps_nobody_from_finding_out() -> None:
    world = StripeWorld()
    line, gateway = DirectLine(world), direct_gateway(world)
    asked = {"amount": 500, "currency": "usd", "allowed_payment_method_types": ["card_present"]}
    for attempt in ("", "ours"):
        metadata = {"metadata": {"attempt": attempt}} if attempt else {}
        line.call("payment_intents.create", params=asked | metadata, key=f"key {attempt}")
    world.all("pi")[0]["currency"] = "xqz"
    found = gateway.intents_since(world.now())
    assert [each.attempt_id for each in found] == ["ours"]


def test_a_list_that_never_ends_is_left() -> None:
    gateway = direct_gateway(StripeWorld())

    class Loop:
        test_mode = True

        def call(
            self,
            operation: str,
            *,
            ref: str = "",
            params: Mapping[str, Any] | None = None,
            key: str = "",
        ) -> Mapping[str, Any]:
            return {"object": "list", "data": [{"id": "loc_1"}], "has_more": True}

    gateway._till = Loop()
    with pytest.raises(GatewayTrouble) as left:
        list(gateway.locations())
    assert left.value.trouble is Trouble.UNKNOWN


def test_a_refund_wanted_at_a_reader_leaves_alone_what_others_do_there(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another till took the reader for a payment: that is not cancelled, and nothing of it passes
    for the refund.
    """
    back = charged(till, INTERAC)
    refund_id = back.ask(5_000)
    till.world.faults.next("terminal.readers.refund_payment", Fault.READER_TIMEOUT_LOST)
    begin = BeginCardRefund(command_id(), refund_id, till.reader_id)
    till.act(returning.begin_card_refund, begin, back.clerk)
    back.step(refund_id)
    rival = till.charge(700)
    till.run(rival, S.WAITING_CARD)
    monkeypatch.setattr(CardRefunds, "_age", lambda *_: timedelta(minutes=5))
    assert back.step(refund_id) is RefundStatus.FAILED
    assert not till.calls("terminal.readers.cancel_action")
    till.machine.present()
    assert till.run(rival).state is S.PAID


def test_a_processor_that_asks_to_slow_down_is_left_alone(till: Till) -> None:
    """As long as it said, and not all windows come back in the same moment."""
    till.world.retry_after_s = 7
    waits = set()
    for _ in range(4):
        attempt = till.charge(900)
        till.world.faults.next(CALLS[0], Fault.RATE)
        wait_s = till.step(attempt)
        assert wait_s is not None
        assert 7.0 <= wait_s <= 10.5
        waits.add(wait_s)
        till.run(attempt, S.WAITING_CARD)
        till.machine.present()
        assert till.run(attempt).state is S.PAID
    assert len(waits) > 1
    till.world.retry_after_s = 0
    attempt = till.charge(900)
    till.world.faults.next(CALLS[0], Fault.UNAVAILABLE)
    wait_s = till.step(attempt)
    assert wait_s is not None
    assert 1.0 <= wait_s <= 1.5, "its own trouble, without a word how long"
    till.run(attempt, S.WAITING_CARD)
    till.cancel(attempt)
    till.run(attempt)
