"""Attempts to charge a card: what is asked for, where each stands, and what was charged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.areas.cards.ports import Intent
from app.areas.payments.values import CardLines, PaymentTaken, TakePayment
from app.kernel.ids import (
    AccountId,
    AttemptId,
    CardReaderId,
    CommandId,
    GatewayId,
    PaymentId,
    ShiftId,
)
from app.kernel.money import Money


class AttemptState(StrEnum):
    """Where an attempt is; PAID and VOID have ended. The others are worked on by the program, or
    wait for a person (`rules.RESTING`).
    """

    CREATING = "creating"
    CREATE_UNKNOWN = "create_unknown"
    ARMING = "arming"
    ARM_UNKNOWN = "arm_unknown"
    READER_DOWN = "reader_down"
    READER_BUSY = "reader_busy"
    WAITING_CARD = "waiting_card"
    CANCELING = "canceling"
    VERIFYING = "verifying"
    CAPTURING = "capturing"
    DECLINED = "declined"
    CANCELED_BY_CUSTOMER = "canceled_by_customer"
    TAKEN_OVER = "taken_over"
    VOIDABLE = "voidable"
    AMENDING = "amending"
    FENCING = "fencing"
    UNKNOWN = "unknown"
    SETUP_ERROR = "setup_error"
    PAID = "paid"
    VOID = "void"


class Outcome(StrEnum):
    """What an attempt comes to; CHECKING while that is not known."""

    CHARGED = "charged"
    NOT_CHARGED = "not_charged"
    CHECKING = "checking"


class CardStatus(StrEnum):
    """The one word a list has for a card payment or an attempt."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"
    VOID = "void"


class CardVerb(StrEnum):
    """What a person may do with an attempt now: the names of the actions, and CHECK_NOW, which asks
    the runner.
    """

    CANCEL = "want_void"
    TRY_AGAIN = "try_again"
    OTHER_READER = "other_reader"
    OTHER_TENDER = "other_tender"
    OTHER_AMOUNT = "choose_other_amount"
    RESET_READER = "reset_reader"
    CHECK_NOW = "check_now"
    CASH_BACK = "drop_cash_legs"
    ACCEPT = "accept_unknown"
    TAKE_OVER = "take_over_attempt"


# ------------------------------------------------------------------------------------ what is asked


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """Begin to charge a card; `id` becomes the attempt's. `payment` is the whole payment, its card
    leg in a way to pay that `gateway_id` takes; its id is the form's and becomes the payment's.

    A form may open one attempt after another, each with an id of its own.
    """

    id: CommandId
    payment: TakePayment
    gateway_id: GatewayId
    reader_id: CardReaderId
    confirmations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class AttemptOpened:
    """`amount` is what the card is to be charged, `whole` what the payment comes to."""

    attempt_id: AttemptId
    payment_id: PaymentId
    amount: Money
    whole: Money


@dataclass(frozen=True, slots=True)
class WantVoid:
    """Charge nothing if that can still be had: Cancel, another tender, or leave the bill. The
    invoice is free once the attempt has ended, not before.
    """

    id: CommandId
    attempt_id: AttemptId


@dataclass(frozen=True, slots=True)
class TryAgain:
    """Tell the reader again, or another one; the bill's one intent is used again."""

    id: CommandId
    attempt_id: AttemptId
    reader_id: CardReaderId | None = None


@dataclass(frozen=True, slots=True)
class ChooseOtherAmount:
    """Charge another amount on the same intent; `payment` is the whole payment anew, with the same
    id, account and way to pay by card.
    """

    id: CommandId
    attempt_id: AttemptId
    payment: TakePayment
    confirmations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ResetReader:
    """End what the reader does, where that is an action of this attempt that was left behind."""

    id: CommandId
    attempt_id: AttemptId


@dataclass(frozen=True, slots=True)
class DropCashLegs:
    """The cash of a split goes back to the person while the card's outcome is not known."""

    id: CommandId
    attempt_id: AttemptId


@dataclass(frozen=True, slots=True)
class AcceptUnknown:
    """Let a shift be closed although an attempt of it is not decided; NeedsApproval. A charge that
    is found later is posted without a shift.
    """

    id: CommandId
    attempt_id: AttemptId
    reason: str


@dataclass(frozen=True, slots=True)
class TakeOverAttempt:
    """Find out here how an attempt of another window ended, because that one does not."""

    id: CommandId
    attempt_id: AttemptId
    reason: str


@dataclass(frozen=True, slots=True)
class DismissNotice:
    """Somebody read that an outcome was found out late."""

    id: CommandId
    attempt_id: AttemptId


@dataclass(frozen=True, slots=True)
class AttemptMoved:
    attempt_id: AttemptId
    state: AttemptState


# -------------------------------------------------------------------- what the program itself notes


@dataclass(frozen=True, slots=True)
class NoteStep:
    """What was learned, before the next call: nothing is noted where the attempt is no longer in
    `was`. None leaves a field as it is; `reached` says that a reader may have been told.
    """

    attempt_id: AttemptId
    was: AttemptState
    to: AttemptState
    intent_ref: str | None = None
    wants_void: bool | None = None
    swept: bool | None = None
    tries: int | None = None
    code: str | None = None
    decline_code: str = ""
    message: str = ""
    request_ref: str = ""
    reached: bool = False
    new_arm_key: bool = False
    new_cancel_key: bool = False


@dataclass(frozen=True, slots=True)
class PostCharge:
    """A card was charged: `intent` says so."""

    attempt_id: AttemptId
    intent: Intent
    swept: bool = False


@dataclass(frozen=True, slots=True)
class ChargePosted:
    """`posted` is False where the charge was in the books already."""

    payment_id: PaymentId
    posted: bool


@dataclass(frozen=True, slots=True)
class EndUncharged:
    """Nothing was charged, and nothing can be any more. `was` is where the attempt stood when that
    was found out: one that went on meanwhile goes on.
    """

    attempt_id: AttemptId
    code: str
    decline_code: str = ""
    message: str = ""
    request_ref: str = ""
    swept: bool = False
    was: AttemptState | None = None


# ------------------------------------------------------------------------------------ what is shown


@dataclass(frozen=True, slots=True)
class AttemptShown:
    """An attempt as its window shows it. `words` is the sentence for the room, `details` what the
    processor said, for the side panel alone. `buttons` stand in their order, the likely one first.

    `counts_down_to` is when the program gives up waiting for a card. `taken` is the answer of the
    payment once it is posted. All moments are UTC.
    """

    attempt_id: AttemptId
    payment_id: PaymentId
    account_id: AccountId
    state: AttemptState
    outcome: Outcome
    words: str
    details: str
    buttons: tuple[CardVerb, ...]
    amount: Money
    gateway_id: GatewayId
    gateway_name: str
    reader_id: CardReaderId | None
    reader_label: str
    opened_at: datetime
    since: datetime
    counts_down_to: datetime | None
    ended: bool
    wants_void: bool
    cash_on_form: Money
    test_mode: bool
    card: CardLines | None = None
    taken: PaymentTaken | None = None


@dataclass(frozen=True, slots=True)
class OpenAttemptRow:
    """One row of the tray: an attempt that has not ended, at this window or another. `shift_number`
    is empty without one.
    """

    attempt_id: AttemptId
    payment_id: PaymentId
    account_id: AccountId
    account_number: str
    name: str
    amount: Money
    window: str
    here: bool
    by: str
    since: datetime
    state: AttemptState | None
    outcome: Outcome
    words: str
    buttons: tuple[CardVerb, ...]
    shift_id: ShiftId | None
    shift_number: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class CardNotice:
    """An outcome that was found out late, for the cashier who began it; `at` is UTC."""

    attempt_id: AttemptId
    account_id: AccountId
    account_number: str
    name: str
    amount: Money
    outcome: Outcome
    words: str
    at: datetime
    payment_id: PaymentId | None
    receipt_number: str


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """A card charge in the books; `charged_at` is UTC by the processor's clock."""

    charge_ref: str
    intent_ref: str
    attempt_id: AttemptId
    payment_id: PaymentId
    tender_id: str
    gateway_id: GatewayId
    amount: Money
    card: CardLines
    interac: bool
    charged_at: datetime | None


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt in the list of them, ended or not."""

    attempt_id: AttemptId
    payment_id: PaymentId
    account_id: AccountId
    account_number: str
    name: str
    amount: Money
    status: CardStatus
    code: str
    words: str
    at: datetime
    window: str
    by: str
    swept: bool
    brand: str = ""
    last4: str = ""
    funding: str = ""
    wallet: str = ""
