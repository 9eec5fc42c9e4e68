"""The simulated reader of the demo: its buttons, its tempers, and that it forgets nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from app.areas.cards import maintaining, queries, simulating
from app.areas.cards import service as cards
from app.areas.cards.gateway_values import (
    SIMULATED_GATEWAY,
    SIMULATED_READER,
    SIMULATED_READER_REF,
)
from app.areas.cards.ports import (
    ActionStatus,
    CardGateway,
    GatewayTrouble,
    IntentStatus,
    IntentWanted,
    Trouble,
)
from app.areas.cards.simulated_cards import CARDS, Button
from app.areas.cards.simulating import PressButton, SimulatedScreen
from app.areas.cards.values import AttemptShown, AttemptState, OpenAttempt
from app.areas.payments.values import TakePayment, TenderGiven
from app.bootstrap import Station, open_station
from app.devices.card_terminal.attempts import Attempts
from app.devices.card_terminal.simulated import simulated_gateway
from app.devices.card_terminal.sweep import Sweep
from app.kernel.actor import SYSTEM
from app.kernel.ids import CommandId, new_id
from app.kernel.money import Money
from tests.building import Actors, Books
from tests.conftest import MakePractice

READER = SIMULATED_READER_REF
TWENTY = Money(2000, "USD")


@dataclass
class Demo:
    station: Station

    @property
    def gateway(self) -> CardGateway:
        return simulated_gateway(self.station)

    @property
    def screen(self) -> SimulatedScreen:
        return self.station.ask(simulating.screen).result()

    def press(self, button: Button, code: str = "") -> None:
        press = PressButton(CommandId(new_id()), button, code)
        self.station.act(SYSTEM, simulating.press, press).result()

    def intent(self, amount: Money = TWENTY, key: str = "") -> str:
        key = key or new_id()
        wanted = IntentWanted(amount, f"attempt {key}", "payment", "station")
        return self.gateway.create_intent(key, wanted).ref

    def armed(self, amount: Money = TWENTY) -> str:
        intent = self.intent(amount)
        self.gateway.arm(new_id(), READER, intent)
        return intent


@pytest.fixture
def demo(station: Station) -> Demo:
    return Demo(station)


def trouble_in(demo: Demo, intent: str) -> Trouble:
    with pytest.raises(GatewayTrouble) as trouble:
        demo.gateway.arm(new_id(), READER, intent)
    return trouble.value.trouble


def test_each_card_is_charged_and_told_as_what_it_is(demo: Demo) -> None:
    assert demo.screen.words == "Ready"
    told = {}
    for button in CARDS:
        if button in (Button.DIES, Button.LOST, Button.INTERAC):
            continue
        intent = demo.armed()
        screen = demo.screen
        assert (screen.words, screen.amount) == ("Tap, insert or swipe", TWENTY)
        assert button in screen.buttons
        assert Button.INTERAC not in screen.buttons
        demo.press(button)
        assert demo.screen.words == "Approved"
        action = demo.gateway.reader(READER).action
        assert action is not None
        assert (action.status, action.intent_ref) == (ActionStatus.SUCCEEDED, intent)
        seen = demo.gateway.intent(intent)
        assert seen.status is IntentStatus.SUCCEEDED
        charge = seen.charge
        assert charge is not None
        assert charge.amount == TWENTY
        told[button] = (charge.funding, charge.wallet, charge.entry_method, bool(charge.aid))
    assert told == {
        Button.TAP_CREDIT: ("credit", "", "contactless_emv", True),
        Button.TAP_DEBIT: ("debit", "", "contactless_emv", True),
        Button.TAP_PREPAID: ("prepaid", "", "contactless_emv", True),
        Button.APPLE_PAY: ("credit", "apple_pay", "contactless_emv", True),
        Button.GOOGLE_PAY: ("debit", "google_pay", "contactless_emv", True),
        Button.INSERT: ("credit", "", "contact_emv", True),
        Button.SWIPE: ("credit", "", "magnetic_stripe_fallback", False),
    }


def test_no_ends_well_too(demo: Demo) -> None:
    intent = demo.armed()
    demo.press(Button.DECLINE, "insufficient_funds")
    action, seen = demo.gateway.reader(READER).action, demo.gateway.intent(intent)
    assert action is not None
    assert action.failure_code == "card_declined"
    assert seen.declined is not None
    assert (seen.status, seen.declined.decline_code) == (
        IntentStatus.REQUIRES_METHOD,
        "insufficient_funds",
    )
    demo.gateway.change_amount("less", intent, Money(1500, "USD"))
    demo.gateway.arm("again", READER, intent)
    assert demo.screen.amount == Money(1500, "USD")
    demo.press(Button.CANCEL)
    assert demo.screen.words == "Cancelled"
    demo.gateway.cancel_intent("void", intent)
    assert trouble_in(demo, intent) is Trouble.INTENT_STATE
    demo.press(Button.TAP_CREDIT)
    assert demo.gateway.intent(intent).charge is None, "nothing asks for a card any more"


def test_its_tempers(demo: Demo) -> None:
    intent = demo.intent()
    for on, off, kind in (
        (Button.OFFLINE, Button.ONLINE, Trouble.READER_OFFLINE),
        (Button.BUSY, Button.FREE, Trouble.READER_BUSY),
    ):
        demo.press(on)
        assert trouble_in(demo, intent) is kind
        assert off in demo.screen.buttons
        demo.press(off)
    demo.press(Button.TIME_OUT)
    assert trouble_in(demo, intent) is Trouble.READER_TIMEOUT
    assert demo.screen.asks, "it heard all the same"
    demo.press(Button.TIME_OUT)
    demo.press(Button.DIES)
    assert demo.screen.words == "The reader is off."
    action = demo.gateway.reader(READER).action
    assert action is not None
    assert action.status is ActionStatus.IN_PROGRESS, "its word is not the truth"
    assert demo.gateway.intent(intent).status is IntentStatus.SUCCEEDED


def test_keys_and_lists_as_at_the_real_one(demo: Demo) -> None:
    since = demo.station.clock.now() - timedelta(minutes=1)
    first = demo.intent(key="one")
    assert demo.intent(key="one") == first
    demo.gateway.arm("arm", READER, first)
    demo.press(Button.CANCEL)
    demo.gateway.arm("arm", READER, first)
    assert not demo.screen.asks, "an old key lights no reader"
    demo.gateway.arm("arm 2", READER, first)
    demo.press(Button.TAP_DEBIT)
    assert [each.attempt_id for each in demo.gateway.intents_since(since)] == ["attempt one"]
    charge = demo.gateway.intent(first).charge
    assert charge is not None
    refund = demo.gateway.refund("back", charge.ref, Money(500, "USD"), "refund-1")
    assert demo.gateway.refund("back", charge.ref, Money(500, "USD"), "refund-1") == refund
    assert [each.refund_id for each in demo.gateway.refunds_of(charge.ref)] == ["refund-1"]
    assert demo.gateway.charge(charge.ref).refunded == Money(500, "USD")
    with pytest.raises(GatewayTrouble) as trouble:
        demo.gateway.refund("more", charge.ref, Money(1501, "USD"), "refund-2")
    assert trouble.value.trouble is Trouble.ALREADY_REFUNDED
    assert demo.gateway.account().test_mode
    assert [each.ref for each in demo.gateway.readers()] == [READER]
    assert list(demo.gateway.locations())


def test_interac_is_shown_in_canada_and_given_back_at_the_reader(demo: Demo) -> None:
    amount = Money(2000, "CAD")
    intent = demo.armed(amount)
    demo.press(Button.INTERAC)
    charge = demo.gateway.intent(intent).charge
    assert charge is not None
    assert charge.interac
    demo.gateway.refund_at_reader("back", READER, charge.ref, amount, "refund-1")
    assert (demo.screen.words, demo.screen.amount) == ("Show the card to give money back", amount)
    demo.press(Button.INTERAC)
    action = demo.gateway.reader(READER).action
    assert action is not None
    assert demo.gateway.refund_seen(action.refund_ref).amount == amount


def test_a_restart_forgets_nothing(practice: MakePractice) -> None:
    data = practice("data")
    before = Demo(open_station(data))
    intent = before.armed()
    before.station.close()
    again = Demo(open_station(data))
    try:
        assert again.screen.amount == TWENTY
        again.press(Button.TAP_CREDIT)
        assert again.gateway.intent(intent).status is IntentStatus.SUCCEEDED
    finally:
        again.station.close()


def asks_42(station: Station, actors: Actors) -> OpenAttempt:
    """A patient who owes 42.00 and pays by card at the simulated reader."""
    books = Books(station, actors)
    station.act(actors.administrator, maintaining.seed_simulated, None).result()
    account_id = books.register_patient().account_id
    books.issue_invoice(account_id, 4200)
    books.open_shift()
    card = TenderGiven("credit_card", Money(4200, "USD"))
    return OpenAttempt(
        CommandId(new_id()),
        TakePayment(CommandId(new_id()), account_id, (card,)),
        SIMULATED_GATEWAY,
        SIMULATED_READER,
    )


def test_an_answer_that_is_lost_is_unknown_until_it_comes(station: Station, actors: Actors) -> None:
    """What a training practises: nobody knows for a minute and more, and then it heals itself."""
    demo, passed = Demo(station), [0.0]
    wanted = asks_42(station, actors)
    attempt_id = station.act(actors.cashier, cards.open_attempt, wanted).result().attempt_id
    attempts = Attempts(station, lambda _gateway_id: demo.gateway, lambda: passed[0])

    def step_to(state: AttemptState) -> AttemptShown:
        for _ in range(12):
            shown = station.ask(queries.attempt_shown, attempt_id).result()
            if shown.state is state:
                return shown
            attempts.step(attempt_id)
        pytest.fail(f"it never was {state}")

    step_to(AttemptState.WAITING_CARD)
    demo.press(Button.LOST)
    assert "no answer reaches the till" in demo.screen.words
    assert demo.screen.buttons[0] is Button.FOUND
    step_to(AttemptState.VERIFYING)
    passed[0] += 61
    assert "Do NOT charge again" in step_to(AttemptState.UNKNOWN).words
    sweep = Sweep(station, lambda _gateway_id: demo.gateway, lambda: passed[0])
    sweep.sweep()
    assert not station.ask(queries.attempt_shown, attempt_id).result().ended
    demo.press(Button.FOUND)
    sweep.sweep()
    assert station.ask(queries.attempt_shown, attempt_id).result().taken is not None


def test_a_demo_is_paid_by_it_though_the_window_was_closed_meanwhile(
    practice: MakePractice, actors: Actors
) -> None:
    """The card is shown while nobody looks; the next start finds out and posts."""
    data = practice("demo")
    station = open_station(data)
    wanted = asks_42(station, actors)
    station.start_cards()
    attempt_id = station.act(actors.cashier, cards.open_attempt, wanted).result().attempt_id
    _until(lambda: Demo(station).screen.asks)
    assert Demo(station).screen.amount == Money(4200, "USD")
    station.close()
    station = open_station(data)
    try:
        Demo(station).press(Button.APPLE_PAY)
        station.start_cards()
        _until(lambda: station.ask(queries.attempt_shown, attempt_id).result().ended)
        shown = station.ask(queries.attempt_shown, attempt_id).result()
        assert shown.taken is not None
        assert shown.card is not None
        assert shown.card.wallet == "apple_pay"
    finally:
        station.close()


def _until(there: Callable[[], object]) -> None:
    ends = time.monotonic() + 30
    while not there():
        assert time.monotonic() < ends
        time.sleep(0.01)
