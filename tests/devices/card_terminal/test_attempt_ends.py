"""How card payments end over a strict stand-in for Stripe: cancelled, unknown, found out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.areas.cards import lists, posting, queries, records, stepping
from app.areas.cards import service as cards
from app.areas.cards.ports import Intent, IntentStatus
from app.areas.cards.values import AttemptState as S
from app.areas.cards.values import (
    CardStatus,
    ChooseOtherAmount,
    NoteStep,
    Outcome,
    ResetReader,
)
from app.areas.invoices import explaining, undoing
from app.areas.invoices.values import CancelInvoice
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments import service as payments
from app.areas.payments.crediting import apply_credit
from app.areas.payments.crediting_values import ApplyCredit
from app.areas.payments.values import Purpose
from app.devices.card_terminal.asking import Asking
from app.devices.card_terminal.stripe_troubles import no_answer
from app.kernel.errors import Bug, UserError
from app.kernel.ids import CommandId
from app.kernel.listing import ListWanted
from tests.building import command_id
from tests.devices.card_terminal.card_till import Till
from tests.stripe_stand_in.cards import VISA
from tests.stripe_stand_in.faults import Fault as F

CREATE, ARM = "payment_intents.create", "terminal.readers.process_payment_intent"
READER, INTENT = "terminal.readers.retrieve", "payment_intents.retrieve"
CANCEL_ACTION, CANCEL = "terminal.readers.cancel_action", "payment_intents.cancel"


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
    account_id, invoice_id = till.bill(5000)
    attempt = till.open(till.payment(account_id, 5000))
    till.run(attempt, S.WAITING_CARD)
    till.machine.present(VISA.declining("generic_decline"))
    till.run(attempt, S.DECLINED)
    manager = till.actors.billing_manager
    why = till.station.ask(ledger.reasons, ReasonKind.CANCEL).result()[1]
    cancel = CancelInvoice(command_id(), invoice_id, why.reason_id)
    with pytest.raises(UserError, match=r"A card is being charged for .* at window W1"):
        till.act(undoing.cancel_invoice, cancel, manager)
    (verb,) = till.station.ask(explaining.invoice_verbs, invoice_id).result()
    assert (verb.allowed, "A card is being charged for" in verb.why) == (False, True)
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
    rows = till.station.ask(lists.attempts, ListWanted()).result().rows
    assert next(row.status for row in rows if row.attempt_id == attempt) is CardStatus.VOID
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


@pytest.mark.parametrize("fault", [None, F.LOST_BEFORE])
def test_a_payment_that_was_only_authorized_is_captured(
    till: Till, monkeypatch: pytest.MonkeyPatch, fault: F | None
) -> None:
    """An account may be set to capture by hand."""
    captured: list[str] = []
    intent, lost = till.gateway.intent, [fault]

    def authorized(ref: str) -> Intent:
        found = intent(ref)
        if found.status is IntentStatus.SUCCEEDED and not captured:
            return replace(found, status=IntentStatus.REQUIRES_CAPTURE, charge=None)
        return found

    def capture(key: str, ref: str) -> Intent:
        captured.append(key)
        if lost.pop() if lost else None:
            raise no_answer()
        return intent(ref)

    monkeypatch.setattr(till.gateway, "intent", authorized)
    monkeypatch.setattr(till.gateway, "capture", capture)
    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.machine.present()
    assert till.run(attempt, S.CAPTURING).words == "Approved, finishing."
    assert till.run(attempt).state is S.PAID
    till.agrees()


def test_what_no_card_can_be_charged_is_refused_before(till: Till) -> None:
    account_id = till.books.register_patient().account_id
    for minor, words in ((49, "too little for a card"), (100_000_000, "more than a card")):
        with pytest.raises(UserError, match=words):
            till.open(till.payment(account_id, minor, purpose=Purpose.PREPAYMENT))
    assert not till.world.calls


def test_a_charge_that_can_not_be_written_is_told_and_tried_again(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: Any, **_more: Any) -> Any:
        raise Bug("a promise is broken")

    attempt = till.charge()
    till.run(attempt, S.WAITING_CARD)
    till.machine.present()
    with monkeypatch.context() as patch:
        patch.setattr(posting, "write_payment", broken)
        shown = till.run(attempt)
        assert (shown.state, shown.ended) == (S.UNKNOWN, False)
        assert shown.words.startswith("The card was charged, and that could not be written")
        till.sweep()
        assert till.shown(attempt).words == shown.words
    till.sweep()
    assert till.state(attempt) is S.PAID
    till.agrees()


def test_a_key_used_for_two_things_stops_the_attempt_and_is_logged(
    till: Till, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = till.charge(1000), till.charge(2000)
    till.step(first)
    key = till.station.ask(records.working, first).result()
    row = till.station.ask(records.working, second).result()
    assert key is not None
    assert row is not None
    till.world.calls.clear()
    mixed = replace(row, create_key=key.create_key)
    till.attempts._create(
        Asking(lambda: till.gateway, till.station.ask(records.the_attempt, second).result(), mixed),
        till.attempts._pace(row),
    )
    assert till.state(second) is S.CREATE_UNKNOWN
    assert "an idempotency key was used for two things" in caplog.text
    till.sweep()
    assert till.state(second) is S.VOID


def test_the_books_of_all_this_are_sound(till: Till) -> None:
    till.sound()
