"""The real library over a real socket: what it sends and what it makes of every answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.areas.cards.ports import CardGateway, GatewayTrouble, IntentStatus, IntentWanted, Trouble
from app.kernel.money import Money
from tests.devices.card_terminal.wire import NOON, WANTED, Wire
from tests.stripe_stand_in.cards import APPLE_PAY, INTERAC, MASTERCARD_DEBIT, PREPAID, VISA
from tests.stripe_stand_in.faults import Fault
from tests.stripe_stand_in.readers import StandInReader
from tests.stripe_stand_in.world import TILL_KEY, StripeWorld


@pytest.fixture(params=["socket", "direct"])
def till(request: pytest.FixtureRequest) -> Iterator[Wire]:
    till = Wire(request.param)
    yield till
    till.close()


@pytest.fixture
def wired() -> Iterator[Wire]:
    till = Wire("socket")
    yield till
    till.close()


def told(gateway: CardGateway, reader: StandInReader, world: StripeWorld) -> list[object]:
    """Everything a counter asks in a week, and what it was answered."""
    heard: list[object] = [gateway.account(), list(gateway.locations()), list(gateway.readers())]
    for number, card in enumerate((VISA, MASTERCARD_DEBIT, PREPAID, APPLE_PAY, VISA.swiped())):
        wanted = IntentWanted(Money(12000, "USD"), f"attempt-{number}", "payment", "station")
        intent = gateway.create_intent(f"create-{number}", wanted)
        heard += [intent, gateway.change_amount(f"change-{number}", intent.ref, Money(9900, "USD"))]
        heard.append(gateway.arm(f"arm-{number}", reader.ref, intent.ref))
        reader.present(card)
        heard += [gateway.reader(reader.ref), gateway.intent(intent.ref)]
    void = gateway.create_intent("create-void", WANTED)
    heard += [gateway.arm("arm-void", reader.ref, void.ref), gateway.cancel_action(reader.ref)]
    heard += [gateway.cancel_intent("void", void.ref), *gateway.intents_since(NOON)]
    charge = world.charged()[0]["id"]
    refund = gateway.refund("refund", charge, Money(1000, "USD"), "refund-1")
    heard += [refund, gateway.refund_seen(refund.ref), *gateway.refunds_of(charge)]
    heard += [gateway.charge(charge)]
    place = gateway.add_location("place", "Main Street", {"country": "US", "line1": "1 Main St"})
    heard += [place, gateway.add_reader("add", "simulated-wpe", "Window 2", place.ref)]
    return heard


def test_both_ways_to_the_stand_in_answer_alike() -> None:
    both = [Wire("socket"), Wire("direct")]
    try:
        first, second = (told(each.gateway, each.reader, each.world) for each in both)
        assert first == second
        assert len(first) > 40
    finally:
        for each in both:
            each.close()


def test_a_charge_is_told_with_all_that_its_receipt_needs(till: Wire) -> None:
    intent = till.gateway.create_intent("create", WANTED)
    assert (intent.status, intent.amount, intent.test_mode) == (
        IntentStatus.REQUIRES_METHOD,
        Money(12000, "USD"),
        True,
    )
    till.gateway.arm("arm", till.reader.ref, intent.ref)
    till.reader.present(APPLE_PAY)
    paid = till.gateway.intent(intent.ref)
    charge = paid.charge
    assert paid.status is IntentStatus.SUCCEEDED
    assert charge is not None
    assert (charge.brand, charge.last4, charge.funding, charge.wallet) == (
        "visa",
        "8431",
        "credit",
        "apple_pay",
    )
    assert (charge.application_name, charge.aid) == ("VISA CREDIT", "A0000000031010")
    assert (charge.fee, charge.charged_at) == (Money(329, "USD"), NOON)
    seen = till.gateway.reader(till.reader.ref)
    assert seen.last_seen_at == NOON


def test_what_is_sent_names_no_patient_and_takes_cards_at_readers_alone(wired: Wire) -> None:
    intent = wired.gateway.create_intent("create", WANTED)
    wired.gateway.arm("arm", wired.reader.ref, intent.ref)
    create, arm = [call for call in wired.world.calls if call.idem in ("create", "arm")]
    assert create.asked == {
        "amount": "12000",
        "currency": "usd",
        "allowed_payment_method_types": {"0": "card_present"},
        "capture_method": "automatic",
        "description": "attempt-1",
        "metadata": {"attempt": "attempt-1", "payment": "payment-1", "station": "station-1"},
    }
    assert arm.asked["process_config"] == {
        "enable_customer_cancellation": "true",
        "skip_tipping": "true",
    }
    wired.gateway.create_intent("try", IntentWanted(Money(500, "USD"), "attempt-2", "p", ""))
    assert "station" not in wired.world.calls[-1].asked["metadata"], "nothing empty is sent"
    canadian = Wire("direct", "CA")
    canadian.gateway.create_intent("x", IntentWanted(Money(500, "CAD"), "a", "p", "s"))
    types = canadian.world.calls[-1].asked["allowed_payment_method_types"]
    assert types == ["card_present", "interac_present"]


TROUBLES = [
    (Fault.LOST_BEFORE, Trouble.UNKNOWN, 0),
    (Fault.LOST_AFTER, Trouble.UNKNOWN, 1),
    (Fault.STALL_BEFORE, Trouble.UNKNOWN, 0),
    (Fault.STALL_AFTER, Trouble.UNKNOWN, 1),
    (Fault.TRUNCATED, Trouble.UNKNOWN, 1),
    (Fault.PORTAL, Trouble.UNKNOWN, 0),
    (Fault.SERVER_BEFORE, Trouble.SERVER, 0),
    (Fault.SERVER_AFTER, Trouble.SERVER, 1),
    (Fault.UNAVAILABLE, Trouble.SERVER, 0),
    (Fault.RATE, Trouble.RATE, 0),
    (Fault.CONFLICT, Trouble.IN_USE, 0),
    (Fault.LOCKED, Trouble.IN_USE, 0),
]


def test_every_fault_of_a_call_is_one_trouble_and_is_called_once(till: Wire) -> None:
    for number, (fault, kind, made) in enumerate(TROUBLES):
        before, calls = len(till.world.all("pi")), len(till.world.calls)
        till.world.faults.next("payment_intents.create", fault)
        with pytest.raises(GatewayTrouble) as trouble:
            till.gateway.create_intent(f"key-{number}", WANTED)
        assert trouble.value.trouble is kind, fault
        assert len(till.world.all("pi")) - before == made, fault
        assert len(till.world.calls) - calls == 1, fault
        replayed = fault in (Fault.SERVER_BEFORE, Fault.SERVER_AFTER)
        if replayed:
            with pytest.raises(GatewayTrouble):
                till.gateway.create_intent(f"key-{number}", WANTED)
        else:
            till.gateway.create_intent(f"key-{number}", WANTED)
            assert len(till.world.all("pi")) - before == 1, fault


AT_READER = [
    (Fault.READER_TIMEOUT_LOST, Trouble.READER_TIMEOUT, 0),
    (Fault.READER_TIMEOUT_DELIVERED, Trouble.READER_TIMEOUT, 1),
    (Fault.READER_OFFLINE, Trouble.READER_OFFLINE, 0),
    (Fault.READER_BUSY, Trouble.READER_BUSY, 0),
    (Fault.READER_FAULT, Trouble.READER_FAULT, 0),
]


def test_a_reader_says_what_is_wrong_by_codes(till: Wire) -> None:
    intent = till.gateway.create_intent("create", WANTED)
    for number, (fault, kind, armed) in enumerate(AT_READER):
        till.world.faults.next("terminal.readers.process_payment_intent", fault)
        lit = till.reader.armed
        with pytest.raises(GatewayTrouble) as trouble:
            till.gateway.arm(f"arm-{number}", till.reader.ref, intent.ref)
        assert trouble.value.trouble is kind
        assert trouble.value.request_ref
        assert till.reader.armed - lit == armed
        till.reader.restart()


def test_the_rest_of_the_error_table(till: Wire) -> None:
    def trouble_in(ask: object) -> GatewayTrouble:
        with pytest.raises(GatewayTrouble) as trouble:
            ask()  # type: ignore[operator]
        return trouble.value

    gateway, world, reader = till.gateway, till.world, till.reader
    intent = gateway.create_intent("create", WANTED)
    other = IntentWanted(Money(500, "USD"), "attempt-2", "p", "s")
    assert trouble_in(lambda: gateway.create_intent("create", other)).trouble is Trouble.KEY_REUSED
    assert trouble_in(lambda: gateway.intent("pi_gone")).trouble is Trouble.NOT_FOUND
    gateway.arm("arm", reader.ref, intent.ref)
    reader.present(VISA.declining("lost_card"))
    seen, action = gateway.intent(intent.ref), gateway.reader(reader.ref).action
    assert action is not None
    assert (seen.declined, seen.charge) == (action.declined, None)
    assert action.declined is not None
    assert (action.declined.code, action.declined.decline_code) == ("card_declined", "lost_card")
    gateway.arm("arm again", reader.ref, intent.ref)
    reader.present(VISA)
    busy = trouble_in(lambda: gateway.arm("third", reader.ref, intent.ref))
    assert busy.trouble is Trouble.INTENT_STATE
    assert trouble_in(lambda: gateway.cancel_intent("no", intent.ref)).trouble is (
        Trouble.INTENT_STATE
    )
    charge = world.charged()[0]["id"]
    too_much = trouble_in(lambda: gateway.refund("r", charge, Money(12001, "USD"), "refund"))
    assert too_much.trouble is Trouble.ALREADY_REFUNDED
    gateway.refund("all", charge, Money(12000, "USD"), "refund")
    again = trouble_in(lambda: gateway.refund("more", charge, Money(100, "USD"), "refund-2"))
    assert (again.trouble, again.code) == (Trouble.ALREADY_REFUNDED, "charge_already_refunded")
    world.card_present = False
    kind = trouble_in(lambda: gateway.create_intent("no cards", WANTED)).trouble
    assert kind is Trouble.NOT_CARD_PRESENT
    calls = len(world.calls)
    for minor, code in ((49, "amount_too_small"), (100_000_000, "amount_too_large")):
        wanted = IntentWanted(Money(minor, "USD"), "a", "p", "s")
        refused = trouble_in(lambda w=wanted: gateway.create_intent("amount", w))
        assert (refused.trouble, refused.code) == (Trouble.AMOUNT, code)
    assert len(world.calls) == calls, "caught before anybody is called"


@pytest.mark.parametrize("state", ["revoked", "expired", "poor"])
def test_a_key_that_opens_nothing_says_whom_to_ask(till: Wire, state: str) -> None:
    key = till.world.keys[TILL_KEY]
    key.state, key.may = (state, key.may) if state != "poor" else ("good", ("charge_read",))
    with pytest.raises(GatewayTrouble) as trouble:
        till.gateway.create_intent("create", WANTED)
    assert trouble.value.trouble is Trouble.ACCESS
    assert str(trouble.value) == "Card payments are not set up – ask an administrator."
    assert TILL_KEY not in trouble.value.message
    assert "standIn" not in trouble.value.message.replace("acct_1standIn000001", "")


def test_without_the_right_to_see_fees_a_payment_is_seen_all_the_same(till: Wire) -> None:
    key = till.world.keys[TILL_KEY]
    key.may = tuple(each for each in key.may or () if each != "balance_read")
    intent = till.gateway.create_intent("create", WANTED)
    till.gateway.arm("arm", till.reader.ref, intent.ref)
    till.reader.present()
    for _ in range(2):
        charge = till.gateway.intent(intent.ref).charge
        assert charge is not None
        assert (charge.fee, charge.amount) == (None, Money(12000, "USD"))
    assert till.world.made("payment_intents.retrieve") == 3, "asked twice the first time alone"


def test_lists_are_read_to_their_end_and_no_further_back_than_asked(till: Wire) -> None:
    for number in range(103):
        till.at = NOON + timedelta(minutes=number)
        till.gateway.create_intent(f"key-{number}", WANTED)
    found = list(till.gateway.intents_since(NOON + timedelta(minutes=2)))
    assert len(found) == 101
    assert found[0].created_at > found[-1].created_at == NOON + timedelta(minutes=2)
    assert till.world.made("payment_intents.list") == 2
    assert not any("search" in call.operation for call in till.world.calls)


def test_interac_is_given_back_at_the_reader_alone() -> None:
    till = Wire("direct", "CA")
    wanted = IntentWanted(Money(5000, "CAD"), "attempt", "p", "s")
    intent = till.gateway.create_intent("create", wanted)
    till.gateway.arm("arm", till.reader.ref, intent.ref)
    till.reader.present(INTERAC)
    charge = till.gateway.intent(intent.ref).charge
    assert charge is not None
    assert charge.interac
    with pytest.raises(GatewayTrouble):
        till.gateway.refund("refund", charge.ref, Money(5000, "CAD"), "refund-1")
    seen = till.gateway.refund_at_reader(
        "refund-2", till.reader.ref, charge.ref, Money(2000, "CAD"), "refund-1"
    )
    assert seen.action is not None
    assert (seen.action.refund_id, seen.action.refund_ref) == ("refund-1", "")
    till.reader.present(INTERAC)
    action = till.gateway.reader(till.reader.ref).action
    assert action is not None
    assert till.gateway.refund_seen(action.refund_ref).refund_id == "refund-1"
    assert till.gateway.charge(charge.ref).refunded == Money(2000, "CAD")
