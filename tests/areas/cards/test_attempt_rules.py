"""The state machine of a card payment, row by row as it was specified, and what it never allows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.areas.cards import rules, telling
from app.areas.cards.ports import (
    ActionStatus,
    Declined,
    Intent,
    IntentStatus,
    ReaderAction,
    Trouble,
)
from app.areas.cards.rules import Event as E
from app.areas.cards.values import AttemptState as S
from app.areas.cards.values import Outcome
from app.kernel.errors import Bug
from app.kernel.ids import AttemptId
from app.kernel.money import Money

ROWS = (
    (S.CREATING, E.CREATED, S.ARMING),
    (S.CREATING, E.REFUSED, S.SETUP_ERROR),
    (S.CREATING, E.NO_ANSWER, S.CREATING),
    (S.CREATING, E.GIVEN_UP, S.CREATE_UNKNOWN),
    (S.CREATE_UNKNOWN, E.FOUND, S.FENCING),
    (S.CREATE_UNKNOWN, E.NOT_FOUND, S.VOID),
    (S.ARMING, E.READER_WAITS, S.WAITING_CARD),
    (S.ARMING, E.READER_DONE, S.VERIFYING),
    (S.ARMING, E.NO_ANSWER, S.ARM_UNKNOWN),
    (S.ARMING, E.READER_OFFLINE, S.READER_DOWN),
    (S.ARMING, E.READER_BUSY, S.READER_BUSY),
    (S.ARMING, E.INTENT_STATE, S.VERIFYING),
    (S.ARM_UNKNOWN, E.READER_WAITS, S.WAITING_CARD),
    (S.ARM_UNKNOWN, E.READER_DONE, S.VERIFYING),
    (S.ARM_UNKNOWN, E.TRY_AGAIN, S.ARMING),
    (S.WAITING_CARD, E.READER_DONE, S.VERIFYING),
    (S.WAITING_CARD, E.OTHER_TILL, S.VERIFYING),
    (S.WAITING_CARD, E.LEAVE, S.CANCELING),
    (S.WAITING_CARD, E.SILENCE, S.CANCELING),
    (S.WAITING_CARD, E.NO_ANSWER, S.WAITING_CARD),
    (S.CANCELING, E.ACTION_CANCELED, S.VERIFYING),
    (S.CANCELING, E.NO_ANSWER, S.VERIFYING),
    (S.CANCELING, E.READER_BUSY, S.WAITING_CARD),
    (S.VERIFYING, E.CHARGED, S.PAID),
    (S.VERIFYING, E.TO_CAPTURE, S.CAPTURING),
    (S.CAPTURING, E.CHARGED, S.PAID),
    (S.VERIFYING, E.CARD_DECLINED, S.DECLINED),
    (S.VERIFYING, E.CUSTOMER_CANCELED, S.CANCELED_BY_CUSTOMER),
    (S.VERIFYING, E.OTHER_TILL, S.TAKEN_OVER),
    (S.VERIFYING, E.NOT_CHARGED, S.VOIDABLE),
    (S.VERIFYING, E.CANCELED, S.VOID),
    (S.VERIFYING, E.PROCESSING, S.VERIFYING),
    (S.VERIFYING, E.TOO_LONG, S.UNKNOWN),
    (S.UNKNOWN, E.CHARGED, S.PAID),
    (S.UNKNOWN, E.CANCELED, S.VOID),
    (S.UNKNOWN, E.NOT_CHARGED, S.FENCING),
    (S.DECLINED, E.TRY_AGAIN, S.ARMING),
    (S.DECLINED, E.OTHER_AMOUNT, S.AMENDING),
    (S.AMENDING, E.AMENDED, S.ARMING),
    (S.DECLINED, E.LEAVE, S.FENCING),
    (S.FENCING, E.CANCELED, S.VOID),
)


@pytest.mark.parametrize(("state", "event", "then"), ROWS)
def test_a_row_of_the_specification(state: S, event: E, then: S) -> None:
    assert rules.after(state, event) is then


def test_nothing_ends_uncharged_but_by_the_intents_word() -> None:
    """From where a reader may know of it, VOID follows from a cancelled intent alone; GIVEN_UP is
    for an intent that no reader was told of.
    """
    never_armed = {S.CREATING, S.CREATE_UNKNOWN}
    to_void = {
        (state, event)
        for state, row in rules.TRANSITIONS.items()
        for event, then in row.items()
        if then is S.VOID and state not in never_armed
    }
    assert {event for _, event in to_void} == {E.CANCELED, E.GIVEN_UP, E.NOT_FOUND}
    assert {state for state, event in to_void if event is E.GIVEN_UP} == {S.FENCING}
    assert {state for state, event in to_void if event is E.NOT_FOUND} == {S.UNKNOWN}
    to_paid = {e for row in rules.TRANSITIONS.values() for e, then in row.items() if then is S.PAID}
    assert to_paid == {E.CHARGED}


def test_every_state_leads_on_and_ends() -> None:
    reached, known = set(rules.ENDED), set(S)
    while True:
        more = {s for s, row in rules.TRANSITIONS.items() if reached & set(row.values())} - reached
        if not more:
            break
        reached |= more
    assert reached == known
    for state in rules.ENDED:
        with pytest.raises(Bug):
            rules.after(state, E.CHARGED)
    amount = Money(12000, "USD")
    for state in known - rules.ENDED:
        for void in (True, False):
            said = telling.working(state, "", "", amount, "Front desk 1", void=void, late=False)
            assert said.endswith("."), said
        resting = state in rules.RESTING
        assert not resting or rules.outcome_of(state) is Outcome.NOT_CHARGED
        assert not resting or "harged" in said or "clined" in said


def test_what_answers_mean() -> None:
    create, arm = rules.create_failed, rules.arm_failed
    assert [create(Trouble.UNKNOWN, n, 0) for n in (1, 2, 3, 4)] == [E.NO_ANSWER] * 3 + [E.GIVEN_UP]
    assert [create(Trouble.SERVER, n, n) for n in (1, 2)] == [E.NO_ANSWER, E.GIVEN_UP]
    assert create(Trouble.ACCESS, 1, 0) is E.REFUSED
    assert create(Trouble.KEY_REUSED, 1, 0) is E.GIVEN_UP
    assert arm(Trouble.READER_TIMEOUT) is arm(Trouble.SERVER) is arm(Trouble.RATE) is E.NO_ANSWER
    assert arm(Trouble.READER_FAULT) is E.READER_OFFLINE
    assert arm(Trouble.ACCESS) is arm(Trouble.NOT_FOUND) is E.REFUSED
    says = rules.action_says
    assert says(None, "pi_1") is E.READER_IDLE
    assert says(ReaderAction(ActionStatus.IN_PROGRESS, "pi_2"), "pi_1") is E.OTHER_TILL
    assert says(ReaderAction(ActionStatus.FAILED, "pi_1"), "pi_1") is E.READER_DONE


def test_an_earlier_decline_is_not_said_again() -> None:
    """The processor keeps telling of the last card; a customer who cancelled since is something
    else.
    """
    money, now = Money(500, "USD"), datetime.now(UTC)
    intent = Intent(
        "pi_1",
        IntentStatus.REQUIRES_METHOD,
        money,
        AttemptId("a"),
        now,
        declined=Declined("card_declined", "insufficient_funds"),
    )
    assert rules.intent_says(intent, "") is E.CARD_DECLINED
    assert rules.intent_says(intent, "customer_canceled") is E.CUSTOMER_CANCELED
    assert rules.intent_says(intent, "no_card") is E.NOT_CHARGED


@pytest.mark.parametrize("code", ["lost_card", "stolen_card", "fraudulent", "pickup_card"])
def test_the_room_never_hears_what_shames(code: str) -> None:
    assert telling.declined("card_declined", code) == "Declined. Ask for another card."
    assert code in telling.details("card_declined", code, "The card was reported.", "req_1")
