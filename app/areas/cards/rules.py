"""The state machine of an attempt as data: what follows from what, and what a person may do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from app.areas.cards.ports import ActionStatus, Intent, IntentStatus, ReaderAction, Trouble
from app.areas.cards.values import AttemptState as S
from app.areas.cards.values import CardVerb, Outcome
from app.kernel.errors import ensure


class Event(StrEnum):
    """What is learned of an attempt, or what a person wants of it."""

    CREATED = "created"
    NO_ANSWER = "no_answer"
    GIVEN_UP = "given_up"
    REFUSED = "refused"
    FOUND = "found"
    NOT_FOUND = "not_found"
    READER_WAITS = "reader_waits"
    READER_DONE = "reader_done"
    READER_IDLE = "reader_idle"
    READER_OFFLINE = "reader_offline"
    READER_BUSY = "reader_busy"
    INTENT_STATE = "intent_state"
    SILENCE = "silence"
    ACTION_CANCELED = "action_canceled"
    AMENDED = "amended"
    CHARGED = "charged"
    TO_CAPTURE = "to_capture"
    PROCESSING = "processing"
    CANCELED = "canceled"
    NOT_CHARGED = "not_charged"
    CARD_DECLINED = "card_declined"
    CUSTOMER_CANCELED = "customer_canceled"
    OTHER_TILL = "other_till"
    TOO_LONG = "too_long"
    TRY_AGAIN = "try_again"
    OTHER_AMOUNT = "other_amount"
    LEAVE = "leave"


CREATE_BACK_OFF_S: Final = (1.0, 2.0, 4.0)
"""Seconds before the same call with the same key goes out again."""
SERVER_TRIES: Final = 2
ARMS_AT_MOST: Final = 3
"""So often the program tells the reader by itself, where it does not know whether it heard."""
FAST_POLL_S: Final = 0.5
FAST_FOR: Final = timedelta(seconds=5)
POLL_S: Final = 1.0
SLOWEST_POLL_S: Final = 5.0
PROCESSING_POLL_S: Final = 2.0
RESTING_POLL_S: Final = 10.0
INTENT_EVERY: Final = 5
"""Each so-manieth poll of a reader asks about the intent too."""
SILENCE: Final = timedelta(seconds=120)
"""So long a reader waits for a card."""
COUNT_DOWN: Final = timedelta(seconds=30)
BUSY_CANCEL: Final = timedelta(seconds=10)
"""So long a reader is left alone that said it is charging."""
UNREAD: Final = timedelta(seconds=60)
"""So long the intent may be unreadable before the outcome is called unknown."""
SWEEP_S: Final = 30.0
KEY_LIVES: Final = timedelta(hours=20)
"""An older idempotency key is never sent again: the processor may have forgotten it."""
CLOCK_BACK: Final = timedelta(hours=4)
"""So far a clock may have been set back and a key that seems young is still remembered."""

BUSY_CODE: Final = "authorizing"
"""The code of an attempt whose cancel was refused because the card was being charged."""

NOT_POSTED: Final = "not_posted"
"""The code of an attempt that charged a card and could not be written into the books."""
LOST_CODE: Final = "connection_lost"
"""The code of an attempt whose reader cannot be asked just now."""
RIVAL_CODE: Final = "other_window"
"""The code of an attempt that gives way to another window's for the same bill."""
NO_ROOM_CODE: Final = "no_room"
"""The disk is full: what becomes of the card could not be written."""
RESET_CODE: Final = "reset"
"""The code of an attempt that ends what the reader does before it tells it again."""

CASH_LEFT_CODE: Final = "cash_left_out"
"""The code of a charge whose cash went into a drawer that takes nothing any more, or into that of
another window.
"""
GIVEN_BACK_CODE: Final = "given_back_there"
"""The code of a charge of which money had gone back before the books heard of it."""

NOT_CHARGED_AS: Final = {
    "customer_canceled": Event.CUSTOMER_CANCELED,
    "taken_over": Event.OTHER_TILL,
}

RESTING: Final = frozenset(
    {
        S.READER_DOWN,
        S.READER_BUSY,
        S.DECLINED,
        S.CANCELED_BY_CUSTOMER,
        S.TAKEN_OVER,
        S.VOIDABLE,
    }
)
"""Nothing is charged as far as is known, and a person says what comes next."""
SWEPT: Final = frozenset({S.UNKNOWN, S.CREATE_UNKNOWN})
"""The sweep asks about these, not the window."""
ENDED: Final = frozenset({S.PAID, S.VOID, S.SETUP_ERROR})

_JUDGED: Final[Mapping[Event, S]] = {
    Event.CHARGED: S.PAID,
    Event.TO_CAPTURE: S.CAPTURING,
    Event.PROCESSING: S.VERIFYING,
    Event.CANCELED: S.VOID,
    Event.NOT_CHARGED: S.VOIDABLE,
    Event.CARD_DECLINED: S.DECLINED,
    Event.CUSTOMER_CANCELED: S.CANCELED_BY_CUSTOMER,
    Event.OTHER_TILL: S.TAKEN_OVER,
}
"""What the intent says, wherever it is read."""
_RESTS: Final[Mapping[Event, S]] = {
    Event.TRY_AGAIN: S.ARMING,
    Event.OTHER_AMOUNT: S.AMENDING,
    Event.LEAVE: S.FENCING,
    Event.CHARGED: S.PAID,
    Event.TO_CAPTURE: S.CAPTURING,
    Event.PROCESSING: S.VERIFYING,
    Event.CANCELED: S.VOID,
}

TRANSITIONS: Final[Mapping[S, Mapping[Event, S]]] = {
    S.CREATING: {
        Event.CREATED: S.ARMING,
        Event.NO_ANSWER: S.CREATING,
        Event.GIVEN_UP: S.CREATE_UNKNOWN,
        Event.REFUSED: S.SETUP_ERROR,
        Event.LEAVE: S.FENCING,
    },
    S.CREATE_UNKNOWN: {
        Event.FOUND: S.FENCING,
        Event.NOT_FOUND: S.VOID,
        Event.NO_ANSWER: S.CREATE_UNKNOWN,
        Event.TRY_AGAIN: S.CREATING,
        Event.LEAVE: S.VOID,
    },
    S.ARMING: {
        Event.READER_WAITS: S.WAITING_CARD,
        Event.READER_DONE: S.VERIFYING,
        Event.NO_ANSWER: S.ARM_UNKNOWN,
        Event.READER_OFFLINE: S.READER_DOWN,
        Event.READER_BUSY: S.READER_BUSY,
        Event.INTENT_STATE: S.VERIFYING,
        Event.REFUSED: S.FENCING,
        Event.LEAVE: S.FENCING,
    },
    S.ARM_UNKNOWN: {
        Event.READER_WAITS: S.WAITING_CARD,
        Event.READER_DONE: S.VERIFYING,
        Event.TRY_AGAIN: S.ARMING,
        Event.GIVEN_UP: S.READER_DOWN,
        Event.NO_ANSWER: S.ARM_UNKNOWN,
        Event.LEAVE: S.FENCING,
        Event.TOO_LONG: S.UNKNOWN,
        **{event: state for event, state in _JUDGED.items() if event is not Event.NOT_CHARGED},
    },
    S.WAITING_CARD: {
        Event.READER_WAITS: S.WAITING_CARD,
        Event.READER_DONE: S.VERIFYING,
        Event.READER_IDLE: S.VERIFYING,
        Event.OTHER_TILL: S.VERIFYING,
        Event.NO_ANSWER: S.WAITING_CARD,
        Event.LEAVE: S.CANCELING,
        Event.SILENCE: S.CANCELING,
        Event.CHARGED: S.PAID,
        Event.TO_CAPTURE: S.CAPTURING,
        Event.PROCESSING: S.VERIFYING,
        Event.CANCELED: S.VOID,
    },
    S.CANCELING: {
        Event.ACTION_CANCELED: S.VERIFYING,
        Event.READER_BUSY: S.WAITING_CARD,
        Event.READER_IDLE: S.VERIFYING,
        Event.NO_ANSWER: S.VERIFYING,
    },
    S.VERIFYING: {
        **_JUDGED,
        Event.READER_WAITS: S.WAITING_CARD,
        Event.LEAVE: S.FENCING,
        Event.NO_ANSWER: S.VERIFYING,
        Event.TOO_LONG: S.UNKNOWN,
    },
    S.CAPTURING: {
        Event.CHARGED: S.PAID,
        Event.CANCELED: S.VOID,
        Event.LEAVE: S.FENCING,
        Event.NO_ANSWER: S.VERIFYING,
        Event.INTENT_STATE: S.VERIFYING,
    },
    S.AMENDING: {
        Event.AMENDED: S.ARMING,
        Event.NO_ANSWER: S.AMENDING,
        Event.GIVEN_UP: S.FENCING,
        Event.REFUSED: S.FENCING,
        Event.INTENT_STATE: S.VERIFYING,
        Event.LEAVE: S.FENCING,
    },
    S.FENCING: {
        Event.CANCELED: S.VOID,
        Event.CHARGED: S.PAID,
        Event.PROCESSING: S.VERIFYING,
        Event.TO_CAPTURE: S.FENCING,
        Event.NOT_CHARGED: S.FENCING,
        Event.NO_ANSWER: S.FENCING,
        Event.GIVEN_UP: S.VOID,
        Event.TOO_LONG: S.UNKNOWN,
    },
    S.UNKNOWN: {
        Event.CHARGED: S.PAID,
        Event.TO_CAPTURE: S.CAPTURING,
        Event.PROCESSING: S.UNKNOWN,
        Event.CANCELED: S.VOID,
        Event.NOT_CHARGED: S.FENCING,
        Event.NOT_FOUND: S.VOID,
        Event.FOUND: S.UNKNOWN,
        Event.NO_ANSWER: S.UNKNOWN,
    },
    **dict.fromkeys(RESTING, _RESTS),
}
"""(state, event) -> the next state; what is not here can't happen."""


def after(state: S, event: Event) -> S:
    """The state that follows."""
    found = TRANSITIONS.get(state, {}).get(event)
    ensure(found is not None, f"an attempt that is {state} can hear of {event}")
    return found or state


# -------------------------------------------------------------------------------- what answers mean

_NOTHING_KNOWN = frozenset({Trouble.UNKNOWN, Trouble.SERVER, Trouble.IN_USE, Trouble.RATE})


def create_failed(trouble: Trouble, tries: int, server_errors: int) -> Event:
    """What a call that made no intent means; `tries` were made, so many of them 5xx."""
    if trouble not in _NOTHING_KNOWN:
        return Event.GIVEN_UP if trouble is Trouble.KEY_REUSED else Event.REFUSED
    if server_errors >= SERVER_TRIES or tries > len(CREATE_BACK_OFF_S):
        return Event.GIVEN_UP
    return Event.NO_ANSWER


def arm_failed(trouble: Trouble) -> Event:
    """What it means that a reader could not be told: a time-out is no refusal."""
    if trouble in _NOTHING_KNOWN or trouble is Trouble.READER_TIMEOUT:
        return Event.NO_ANSWER
    return {
        Trouble.READER_OFFLINE: Event.READER_OFFLINE,
        Trouble.READER_FAULT: Event.READER_OFFLINE,
        Trouble.READER_BUSY: Event.READER_BUSY,
        Trouble.INTENT_STATE: Event.INTENT_STATE,
    }.get(trouble, Event.REFUSED)


def action_says(action: ReaderAction | None, intent_ref: str) -> Event:
    """What a reader does, as far as it concerns this intent."""
    if action is None:
        return Event.READER_IDLE
    if action.intent_ref != intent_ref:
        return Event.OTHER_TILL
    if action.status is ActionStatus.IN_PROGRESS:
        return Event.READER_WAITS
    return Event.READER_DONE


def is_free(action: ReaderAction | None) -> bool:
    """Whether a reader does nothing, whatever it did last."""
    return action is None or action.status is not ActionStatus.IN_PROGRESS


def intent_says(intent: Intent, code: str) -> Event:
    """What an intent says; `code` is what is known of why it was not charged."""
    match intent.status:
        case IntentStatus.SUCCEEDED:
            return Event.CHARGED
        case IntentStatus.REQUIRES_CAPTURE:
            return Event.TO_CAPTURE
        case IntentStatus.PROCESSING:
            return Event.PROCESSING
        case IntentStatus.CANCELED:
            return Event.CANCELED
    if code in NOT_CHARGED_AS:
        return NOT_CHARGED_AS[code]
    declined = code in DECLINES or (not code and intent.declined is not None)
    return Event.CARD_DECLINED if declined else Event.NOT_CHARGED


DECLINES: Final = frozenset({"card_declined", "expired_card", "processing_error", "incorrect_pin"})
"""Codes of a card that was not charged because of the card."""
_GENERIC = frozenset({"lost_card", "stolen_card", "fraudulent", "pickup_card", "restricted_card"})


_SAYS_WHY: Final = DECLINES | {
    *(RIVAL_CODE, NO_ROOM_CODE, "no_card", "customer_canceled", "taken_over"),
    *("access", "not_card_present", "amount", "refused"),
    *("not_found", "wrong_answer", "create_unknown"),
    *("reader_offline", "reader_busy", "reader_fault", "reader_timeout"),
}


def end_code(code: str, *, swept: bool) -> str:
    """Why an attempt ended that charged nothing: what happened on the way there says nothing."""
    if code in _SAYS_WHY:
        return code
    return "interrupted" if swept else "left"


LEFT_CODES: Final = frozenset({"left", "interrupted", RIVAL_CODE, NO_ROOM_CODE})
"""Codes of attempts that people or the program gave up, with nothing wrong about the card."""


def is_delicate(decline_code: str) -> bool:
    """Whether the room must not hear why a card was declined."""
    return decline_code in _GENERIC


# ------------------------------------------------------------------------ what a person may do next

_LEAVE = (CardVerb.OTHER_TENDER,)
_AGAIN = (CardVerb.TRY_AGAIN, CardVerb.OTHER_READER, CardVerb.OTHER_AMOUNT, *_LEAVE)
BUTTONS: Final[Mapping[S, tuple[CardVerb, ...]]] = {
    S.CREATING: (CardVerb.CANCEL,),
    S.CREATE_UNKNOWN: (CardVerb.TRY_AGAIN, CardVerb.OTHER_TENDER, CardVerb.CHECK_NOW),
    S.ARMING: (CardVerb.CANCEL,),
    S.ARM_UNKNOWN: (CardVerb.CANCEL,),
    S.WAITING_CARD: (CardVerb.CANCEL,),
    S.READER_DOWN: _AGAIN,
    S.READER_BUSY: (CardVerb.TRY_AGAIN, CardVerb.RESET_READER, CardVerb.OTHER_READER, *_LEAVE),
    S.DECLINED: _AGAIN,
    S.CANCELED_BY_CUSTOMER: _AGAIN,
    S.TAKEN_OVER: _AGAIN,
    S.VOIDABLE: _AGAIN,
    S.UNKNOWN: (CardVerb.CHECK_NOW,),
}
"""The buttons of each state; none while the program finds out by itself."""


def outcome_of(state: S) -> Outcome:
    """What an open attempt comes to as far as is known."""
    if state is S.PAID:
        return Outcome.CHARGED
    if state in RESTING or state in (S.VOID, S.SETUP_ERROR, S.CREATING, S.CREATE_UNKNOWN):
        return Outcome.NOT_CHARGED
    return Outcome.CHECKING


def key_is_old(age: timedelta) -> bool:
    """Whether a key made so long ago is never sent again; where the clock was set far back behind
    that moment, nobody knows how long ago it was.
    """
    return not -CLOCK_BACK <= age <= KEY_LIVES
