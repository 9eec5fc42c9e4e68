"""Every row of the state machine of a card payment, over a strict stand-in for Stripe."""

from __future__ import annotations

import pytest

from app.areas.cards.values import AttemptState as S
from app.areas.cards.values import (
    CardVerb,
    Outcome,
)
from tests.devices.card_terminal.card_till import Till
from tests.stripe_stand_in.cards import MASTERCARD_DEBIT, VISA
from tests.stripe_stand_in.faults import Fault as F
from tests.stripe_stand_in.world import TILL_KEY

CREATE, ARM = "payment_intents.create", "terminal.readers.process_payment_intent"
READER, INTENT = "terminal.readers.retrieve", "payment_intents.retrieve"
CANCEL_ACTION, CANCEL = "terminal.readers.cancel_action", "payment_intents.cancel"


def keys(till: Till, operation: str) -> list[str]:
    return [call.idem for call in till.calls(operation)]


def test_a_card_is_charged_and_posted_with_its_receipt(till: Till) -> None:
    attempt = till.charge(12000)
    assert till.shown(attempt).words == "Starting."
    shown = till.run(attempt, S.WAITING_CARD)
    assert shown.words == "Ask the customer to tap, insert or swipe on “Front desk 1”: 120.00."
    assert shown.buttons == (CardVerb.CANCEL,)
    till.machine.present()
    shown = till.run(attempt)
    assert (shown.state, shown.outcome) == (S.PAID, Outcome.CHARGED)
    assert shown.words == "Paid 120.00, Visa ···· 4242."
    assert shown.taken is not None
    assert shown.taken.amount == till.books.money(12000)
    said = till.world.calls[0].asked
    assert set(said["metadata"]) == {"attempt", "payment", "station"}
    till.agrees()


# ---------------------------------------------------------------------------------------- creating


@pytest.mark.parametrize("fault", [F.LOST_BEFORE, F.LOST_AFTER, F.RATE, F.CONFLICT, F.LOCKED])
def test_a_lost_create_goes_out_again_with_its_key(till: Till, fault: F) -> None:
    till.world.faults.next(CREATE, fault, fault)
    attempt = till.charge()
    more = 1.5 if fault is F.RATE else 1.0
    for usual_s in (1.0, 2.0):
        wait_s = till.step(attempt)
        assert wait_s is not None
        assert usual_s <= wait_s <= usual_s * more
    assert till.shown(attempt).words == "Slow connection, trying again."
    till.run(attempt, S.WAITING_CARD)
    assert len(keys(till, CREATE)) == 3
    assert len(set(keys(till, CREATE))) == 1
    assert len(till.world.all("pi")) == 1


def test_what_was_not_created_for_sure_charges_nobody_and_is_cleared_away(till: Till) -> None:
    till.world.faults.next(CREATE, F.SERVER_AFTER)
    attempt = till.charge()
    assert till.run(attempt).state is S.CREATE_UNKNOWN
    assert len(keys(till, CREATE)) == 2, "the same answer twice is enough"
    shown = till.shown(attempt)
    assert shown.words == "Could not reach the card service. No charge was made."
    till.sweep()
    assert till.run(attempt).state is S.VOID
    assert [each["status"] for each in till.world.all("pi")] == ["canceled"]
    other = till.charge()
    till.world.faults.network_down = True
    assert till.run(other).state is S.CREATE_UNKNOWN
    assert len(keys(till, CREATE)) == 2 + 4
    till.sweep()
    assert till.state(other) is S.CREATE_UNKNOWN
    till.cancel(other)
    assert till.state(other) is S.VOID, "nothing was armed: another tender may follow at once"


def test_a_create_that_can_never_work_says_why(till: Till) -> None:
    till.world.card_present = False
    assert till.run(till.charge()).words == (
        "This account at the card service cannot take cards at a reader. Ask an administrator. "
        "Not charged."
    )
    till.world.card_present = True
    till.world.keys[TILL_KEY].state = "expired"
    attempt = till.charge()
    shown = till.run(attempt)
    assert (shown.state, shown.ended) == (S.SETUP_ERROR, True)
    assert shown.words == (
        "Card payments are not set up at this window. Ask an administrator. Not charged."
    )
    till.books.take_cash(shown.account_id, 12000)


# ------------------------------------------------------------------------------------------ arming


@pytest.mark.parametrize("fault", [F.LOST_AFTER, F.SERVER_AFTER, F.READER_TIMEOUT_DELIVERED])
def test_a_reader_that_heard_all_the_same_waits_for_the_card(till: Till, fault: F) -> None:
    till.world.faults.next(ARM, fault)
    attempt = till.charge()
    assert till.run(attempt, S.ARM_UNKNOWN).words == "Checking the reader “Front desk 1”."
    assert till.run(attempt, S.WAITING_CARD).state is S.WAITING_CARD
    assert till.machine.armed == 1
    till.machine.present()
    assert till.run(attempt).state is S.PAID
    till.agrees()


@pytest.mark.parametrize("fault", [F.LOST_BEFORE, F.SERVER_BEFORE, F.READER_TIMEOUT_LOST])
def test_a_reader_that_did_not_hear_is_told_again_with_a_new_key(till: Till, fault: F) -> None:
    till.world.faults.next(ARM, fault)
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    assert len(set(keys(till, ARM))) == 2
    till.machine.present()
    assert till.run(attempt).state is S.PAID
    till.world.faults.next(ARM, *[F.READER_TIMEOUT_LOST] * 3)
    other = till.charge()
    shown = till.run(other, S.READER_DOWN)
    assert shown.words == (
        "Reader “Front desk 1” does not answer: check its power and Wi-Fi. Not charged."
    )
    assert shown.buttons[0] is CardVerb.TRY_AGAIN


def test_a_card_shown_while_nobody_knew_whether_the_reader_heard_counts(till: Till) -> None:
    till.world.faults.next(ARM, F.READER_TIMEOUT_DELIVERED)
    attempt = till.charge()
    till.run(attempt, S.ARM_UNKNOWN)
    till.machine.present()
    assert till.run(attempt).state is S.PAID
    till.agrees()


def test_a_reader_that_is_offline_busy_or_broken_is_no_charge(till: Till) -> None:
    attempt = till.charge()
    till.machine.offline = True
    shown = till.run(attempt, S.READER_DOWN)
    assert shown.words == (
        "Reader “Front desk 1” is offline: check its power and Wi-Fi. Not charged."
    )
    till.machine.offline, till.machine.updating = False, True
    till.again(attempt)
    shown = till.run(attempt, S.READER_BUSY)
    assert CardVerb.RESET_READER in shown.buttons
    assert CardVerb.OTHER_READER not in shown.buttons
    till.machine.updating = False
    till.world.faults.next(ARM, F.READER_FAULT)
    till.again(attempt)
    assert till.run(attempt, S.READER_DOWN).words.startswith("Reader “Front desk 1” has a fault")
    assert CardVerb.OTHER_READER not in till.shown(attempt).buttons
    other = till.world.add_reader("Front desk 2")
    second = till.add_reader(till.gateway_id, other)
    assert CardVerb.OTHER_READER in till.shown(attempt).buttons
    till.again(attempt, second)
    assert "Front desk 2" in till.run(attempt, S.WAITING_CARD).words
    other.present()
    assert till.run(attempt).state is S.PAID
    assert len(till.world.all("pi")) == 1
    assert len(set(keys(till, ARM))) == 4
    till.agrees()


def test_an_intent_that_is_paid_already_is_read_and_not_armed_again(till: Till) -> None:
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.machine.customer = lambda _action: None
    till.machine.present(dies=True)
    till.machine.restart()
    till.machine.action = None
    assert till.run(attempt).state is S.PAID
    till.agrees()


# ---------------------------------------------------------------------------------- waiting for it


@pytest.mark.parametrize(
    ("decline", "words", "tells"),
    [
        ("insufficient_funds", "Declined: insufficient funds. Ask for another card.", True),
        ("insufficient_funds", "Declined: insufficient funds. Ask for another card.", False),
        ("stolen_card", "Declined. Ask for another card.", True),
        ("lost_card", "Declined. Ask for another card.", True),
    ],
)
def test_a_declined_card_is_followed_by_another_on_the_same_intent(
    till: Till, decline: str, words: str, tells: bool
) -> None:
    """An old reader does not say why; the intent does."""
    till.machine.tells_details = tells
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.machine.present(VISA.declining(decline))
    shown = till.run(attempt, S.DECLINED)
    assert (shown.state, shown.words) == (S.DECLINED, words)
    assert decline in shown.details
    assert shown.outcome is Outcome.NOT_CHARGED
    till.again(attempt)
    till.run(attempt, S.WAITING_CARD)
    till.machine.present(MASTERCARD_DEBIT)
    assert till.run(attempt).words == "Paid 120.00, Mastercard ···· 4444."
    assert len(till.world.all("pi")) == 1
    assert len(set(keys(till, ARM))) == 2
    till.agrees()


def test_what_the_customer_or_another_till_ended_is_not_charged(till: Till) -> None:
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.machine.press_cancel()
    shown = till.run(attempt, S.CANCELED_BY_CUSTOMER)
    assert shown.words == "The customer pressed cancel on the reader. Not charged."
    till.again(attempt)
    till.run(attempt, S.WAITING_CARD)
    rival = till.charge(500)
    till.run(rival, S.WAITING_CARD)
    shown = till.run(attempt, S.TAKEN_OVER)
    assert shown.words == "Another till took this reader. Not charged."
    assert not till.calls(CANCEL_ACTION), "what another does is left alone"
    till.machine.present()
    assert till.run(rival).state is S.PAID
    till.cancel(attempt)
    assert till.run(attempt).state is S.VOID
    till.agrees()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_reader_that_lost_its_connection_is_no_proof_of_anything(till: Till, when: str) -> None:
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.world.faults.next(INTENT, F.LOST_BEFORE)
    till.machine.present(loses_connection=when)
    shown = till.run(attempt, S.VERIFYING)
    assert shown.words == (
        "The reader lost its connection. Checking whether the card was charged: do not run it "
        "again."
    )
    shown = till.run(attempt, S.VOIDABLE)
    assert shown.state is (S.VOIDABLE if when == "before" else S.PAID)
    till.agrees()


def test_a_reader_that_died_after_it_charged_is_found_out(till: Till) -> None:
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.machine.present(dies=True)
    assert till.run(attempt, most_s=6.0).state is S.PAID, "every fifth poll asks the intent"
    till.agrees()


def test_nobody_shows_a_card(till: Till) -> None:
    attempt = till.charge()
    waiting = till.run(attempt, S.WAITING_CARD)
    assert waiting.counts_down_to is not None
    assert till.step(attempt) == 0.5
    till.time.s += 6
    assert till.step(attempt) == 1.0
    shown = till.run(attempt, S.VOIDABLE)
    assert shown.words == "No card was presented. Not charged."
    assert till.machine.action is None
    till.again(attempt)
    assert till.run(attempt, S.WAITING_CARD).state is S.WAITING_CARD


def test_the_network_may_fail_while_a_card_is_shown(till: Till) -> None:
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.world.faults.network_down = True
    waits = [till.step(attempt) for _ in range(4)]
    assert waits == [1.0, 2.0, 4.0, 5.0]
    shown = till.shown(attempt)
    assert shown.state is S.WAITING_CARD
    assert shown.words == "Connection lost. The payment of 120.00 may still finish on the reader."
    till.machine.present()
    till.world.faults.network_down = False
    assert till.run(attempt).state is S.PAID
    till.agrees()


def test_the_books_of_all_this_are_sound(till: Till) -> None:
    till.sound()
