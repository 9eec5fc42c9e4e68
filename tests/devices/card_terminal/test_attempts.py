"""Every row of the state machine of a card payment, over a strict stand-in for Stripe."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.areas.cards import queries, stepping
from app.areas.cards import service as cards
from app.areas.cards.values import AttemptState as S
from app.areas.cards.values import (
    CardVerb,
    ChooseOtherAmount,
    NoteStep,
    Outcome,
    ResetReader,
)
from app.areas.payments import service as payments
from app.areas.payments.crediting import apply_credit
from app.areas.payments.crediting_values import ApplyCredit
from app.areas.payments.values import Purpose
from app.kernel.errors import UserError
from app.kernel.ids import CommandId
from tests.building import command_id
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


@pytest.mark.parametrize("fault", [F.LOST_BEFORE, F.LOST_AFTER, F.RATE, F.CONFLICT, F.TRUNCATED])
def test_a_lost_create_goes_out_again_with_its_key(till: Till, fault: F) -> None:
    till.world.faults.next(CREATE, fault, fault)
    attempt = till.charge()
    assert [till.step(attempt), till.step(attempt)] == [1.0, 2.0]
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
    till.machine.updating = False
    till.world.faults.next(ARM, F.READER_FAULT)
    till.again(attempt)
    assert till.run(attempt, S.READER_DOWN).words.startswith("Reader “Front desk 1” has a fault")
    other = till.world.add_reader("Front desk 2")
    till.again(attempt, till.add_reader(till.gateway_id, other))
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
    ("decline", "words"),
    [
        ("insufficient_funds", "Declined: insufficient funds. Ask for another card."),
        ("stolen_card", "Declined. Ask for another card."),
        ("lost_card", "Declined. Ask for another card."),
    ],
)
def test_a_declined_card_is_followed_by_another_on_the_same_intent(
    till: Till, decline: str, words: str
) -> None:
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


# -------------------------------------------------------------------------------------- cancelling


def test_cancel_tells_the_truth(till: Till) -> None:
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.cancel(attempt)
    assert till.shown(attempt).buttons == ()
    assert till.run(attempt).words == "Cancelled, not charged."
    assert till.machine.action is None
    assert len(till.calls(CANCEL_ACTION)) == 1
    early = till.charge()
    till.cancel(early)
    assert till.run(early).state is S.VOID
    assert len(till.calls(CREATE)) == 1, "nothing was asked for at all"


def test_a_card_that_is_being_charged_is_not_cancelled(till: Till) -> None:
    till.machine.authorize_s = 6.0
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.machine.present()
    till.cancel(attempt)
    till.step(attempt)
    till.step(attempt)
    assert till.shown(attempt).words == "The card is being charged. Please wait."
    assert till.run(attempt).state is S.PAID
    till.agrees()


@pytest.mark.parametrize("fault", [F.LOST_AFTER, F.LOST_BEFORE, F.SERVER_BEFORE])
def test_a_cancel_nobody_heard_of_is_not_believed(till: Till, fault: F) -> None:
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.world.faults.next(CANCEL_ACTION, fault)
    till.world.faults.next(CANCEL, fault)
    till.cancel(attempt)
    assert till.run(attempt).state is S.VOID
    assert till.world.all("pi")[0]["status"] == "canceled"
    assert till.machine.action is None
    till.agrees()


def test_a_tap_that_overtakes_the_cancel_is_posted(till: Till) -> None:
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.cancel(attempt)
    till.step(attempt)
    till.machine.present()
    shown = till.run(attempt)
    assert shown.state is S.PAID
    till.agrees()


def test_another_tender_waits_for_the_fence(till: Till) -> None:
    account_id, _ = till.bill(5000)
    attempt = till.open(till.payment(account_id, 5000))
    till.run(attempt, S.WAITING_CARD)
    till.machine.present(VISA.declining("generic_decline"))
    till.run(attempt, S.DECLINED)
    with pytest.raises(UserError, match=r"A card is being charged for .* at window W1"):
        till.books.take_cash(account_id, 5000)
    with pytest.raises(UserError, match="A card is being charged"):
        till.open(till.payment(account_id, 5000))
    till.world.faults.next(CANCEL, F.LOST_AFTER)
    till.cancel(attempt)
    assert till.run(attempt).state is S.VOID
    till.books.take_cash(account_id, 5000)


# ------------------------------------------------------------------------------------- the outcome


def test_a_bank_that_takes_its_time_is_waited_for(till: Till) -> None:
    till.world.processing = True
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.machine.present()
    till.run(attempt, most_s=10)
    assert till.shown(attempt).words == "The bank is still processing this payment."
    till.world.settle_intent(till.world.all("pi")[0]["id"])
    assert till.run(attempt).state is S.PAID
    till.agrees()


def test_an_unknown_outcome_lets_the_queue_go_on_and_finds_itself(till: Till) -> None:
    account_id, _ = till.bill(4000)
    attempt = till.open(till.payment(account_id, 4000))
    till.run(attempt, S.WAITING_CARD)
    till.machine.present()
    till.world.faults.network_down = True
    till.cancel(attempt)
    shown = till.run(attempt)
    assert shown.state is S.UNKNOWN
    assert shown.words.startswith("Result unknown. Do NOT charge again")
    with pytest.raises(UserError, match="A card is being charged"):
        till.books.take_cash(account_id, 4000)
    till.books.take_cash(till.bill(700)[0], 700)
    assert till.sweep() == 1
    till.world.faults.network_down = False
    assert till.sweep() == 0
    shown = till.shown(attempt)
    assert shown.state is S.PAID
    notice = till.station.ask(queries.card_notices).result()[0]
    assert (notice.outcome, notice.amount.minor) == (Outcome.CHARGED, 4000)
    assert notice.receipt_number
    till.agrees()


def test_an_unknown_that_was_not_charged_is_fenced(till: Till) -> None:
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.world.faults.network_down = True
    till.cancel(attempt)
    assert till.run(attempt).state is S.UNKNOWN
    till.world.faults.network_down = False
    till.settle()
    assert till.state(attempt) is S.VOID
    assert till.world.all("pi")[0]["status"] == "canceled"
    till.agrees()


def test_another_amount_goes_on_the_same_intent(till: Till) -> None:
    account_id, _ = till.bill(9000)
    payment = till.payment(account_id, 9000)
    attempt = till.open(payment)
    till.run(attempt, S.WAITING_CARD)
    till.machine.present(VISA.declining("insufficient_funds"))
    till.run(attempt, S.DECLINED)
    less = till.payment(account_id, 4000)
    till.world.faults.next("payment_intents.update", F.LOST_AFTER)
    change = ChooseOtherAmount(
        command_id(), attempt, type(less)(payment.id, account_id, less.tenders)
    )
    till.act(cards.choose_other_amount, change)
    assert "40.00" in till.run(attempt, S.WAITING_CARD).words
    till.machine.present()
    shown = till.run(attempt)
    assert shown.words == "Paid 40.00, Visa ···· 4242."
    assert len(till.world.all("pi")) == 1
    till.books.take_cash(account_id, 5000)
    till.agrees()


def test_a_reader_is_reset_only_of_what_this_window_left(till: Till) -> None:
    left = till.charge()
    till.run(left, S.WAITING_CARD)
    intent = till.world.all("pi")[0]["id"]
    till.machine.authorize_s = 900.0
    till.machine.present()
    attempt = till.charge()
    assert till.run(attempt, S.READER_BUSY).state is S.READER_BUSY
    till.act(cards.reset_reader, ResetReader(command_id(), attempt))
    assert till.run(attempt, S.READER_BUSY, most_s=5).state is S.READER_BUSY
    assert not till.calls(CANCEL_ACTION)
    assert till.machine.action is not None
    assert till.machine.action["process_payment_intent"]["payment_intent"] == intent


def test_a_card_read_late_while_the_person_thinks_is_posted(till: Till) -> None:
    till.world.faults.next(ARM, *[F.READER_TIMEOUT_LOST] * 2, F.READER_TIMEOUT_LOST)
    attempt = till.charge()
    till.run(attempt, S.READER_DOWN)
    intent = till.world.all("pi")[0]["id"]
    till.machine.begin("process_payment_intent", {"payment_intent": intent})
    till.machine.present()
    assert till.run(attempt).state is S.PAID
    till.agrees()


def test_one_id_is_one_attempt(till: Till) -> None:
    from app.areas.cards.values import OpenAttempt

    account_id, _ = till.bill(1000)
    command = OpenAttempt(
        CommandId(command_id()), till.payment(account_id, 1000), till.gateway_id, till.reader_id
    )
    opened = [till.act(cards.open_attempt, command) for _ in range(5)]
    assert len(set(opened)) == 1
    with pytest.raises(UserError, match="already"):
        till.act(
            cards.open_attempt,
            type(command)(
                command_id(),
                *[getattr(command, name) for name in ("payment", "gateway_id", "reader_id")],
            ),
        )


def test_who_wants_out_while_the_answer_comes_gets_out(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pressed while a call was on its way: what that brought is no place to rest in."""
    offline = till.charge()
    till.step(offline)
    till.machine.offline = True
    call = till.gateway.arm

    def arm(*given: Any) -> Any:
        till.cancel(offline)
        return call(*given)

    with monkeypatch.context() as patch:
        patch.setattr(till.gateway, "arm", arm)
        till.step(offline)
    assert till.shown(offline).buttons == ()
    assert till.run(offline, most_s=20).state is S.VOID
    lost = till.charge()
    till.world.faults.network_down = True
    till.run(lost, S.CREATE_UNKNOWN)
    till.station.record(
        stepping.note_step, NoteStep(lost, S.CREATE_UNKNOWN, S.CREATE_UNKNOWN, wants_void=True)
    ).result()
    till.run(lost)
    till.attempts.step(lost)
    assert till.state(lost) is S.VOID


def test_a_form_is_paid_by_nothing_else_while_its_card_is_charged(till: Till) -> None:
    """In advance, so there is no invoice that could be held; nor does credit pay a held one."""
    account_id = till.books.register_patient().account_id
    ahead = till.payment(account_id, 3000, purpose=Purpose.PREPAYMENT)
    attempt = till.open(ahead)
    cash = replace(ahead, tenders=till.books.cash(account_id, 3000).tenders)
    with pytest.raises(UserError, match="for this payment at window W1"):
        till.act(payments.take_payment, cash)
    till.run(attempt, S.WAITING_CARD)
    till.machine.present()
    assert till.run(attempt).state is S.PAID
    till.books.issue_invoice(account_id, 1000)
    other = till.open(till.payment(account_id, 1000))
    with pytest.raises(UserError, match="A card is being charged"):
        till.act(apply_credit, ApplyCredit(command_id(), account_id))
    till.cancel(other)
    assert till.run(other).state is S.VOID
    till.act(apply_credit, ApplyCredit(command_id(), account_id))


def test_an_answer_about_something_else_is_no_answer(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = till.charge(1000)
    create = till.gateway.create_intent

    def other_amount(*given: Any) -> Any:
        return replace(create(*given), amount=till.books.money(100_000))

    monkeypatch.setattr(till.gateway, "create_intent", other_amount)
    shown = till.run(attempt)
    assert (shown.ended, shown.words) == (
        True,
        "The card service answered for another payment. Not charged. Ask for help.",
    )
    assert not till.calls(ARM)


def test_the_list_is_held_against_the_books_in_few_calls(till: Till) -> None:
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.machine.present()
    till.run(attempt)
    till.world.calls.clear()
    till.sweeper.tidy(till.gateway_id)
    assert [call.operation for call in till.world.calls] == ["payment_intents.list"]


def test_the_books_of_all_this_are_sound(till: Till) -> None:
    till.sound()
