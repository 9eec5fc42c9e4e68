"""The card gateway as the program sees it: what a processor and its reader are asked and answer.

An adapter answers with these values alone and raises `GatewayTrouble` for everything else; it never
retries by itself and never blocks longer than `CALL_S`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.kernel.errors import OutsideError
from app.kernel.money import Money

CALL_S = 15
"""Seconds a call may take; telling a slow reader takes the longest."""


class Trouble(StrEnum):
    """What kind of answer it was, decided by codes and never by a message's text.

    UNKNOWN: time-out, reset, nothing known; SERVER: 5xx, may have been done; IN_USE: the same key
    is in flight; KEY_REUSED: one key with other parameters, our own fault; ACCESS: the gateway's
    key is missing, wrong, revoked or expired, or may not do this; NOT_CARD_PRESENT: the account
    can't take cards at a reader.
    """

    UNKNOWN = "unknown"
    SERVER = "server"
    IN_USE = "in_use"
    RATE = "rate"
    KEY_REUSED = "key_reused"
    ACCESS = "access"
    NOT_CARD_PRESENT = "not_card_present"
    READER_TIMEOUT = "reader_timeout"
    READER_OFFLINE = "reader_offline"
    READER_BUSY = "reader_busy"
    READER_FAULT = "reader_fault"
    INTENT_STATE = "intent_state"
    DECLINED = "declined"
    ALREADY_REFUNDED = "already_refunded"
    AMOUNT = "amount"
    NOT_FOUND = "not_found"
    REFUSED = "refused"


class GatewayTrouble(OutsideError):
    """A call that brought no answer to go on with. `code`, `decline_code` and `message` are the
    processor's; `request_ref` is its own number of the call; it wants to be left alone for
    `retry_after_s`.
    """

    def __init__(
        self,
        words: str,
        trouble: Trouble,
        *,
        code: str = "",
        decline_code: str = "",
        message: str = "",
        request_ref: str = "",
        retry_after_s: int = 0,
    ) -> None:
        super().__init__(words)
        self.trouble = trouble
        self.code, self.decline_code = code, decline_code
        self.message, self.request_ref = message, request_ref
        self.retry_after_s = retry_after_s


class IntentStatus(StrEnum):
    """REQUIRES_METHOD: nothing is charged and a card may be presented."""

    REQUIRES_METHOD = "requires_payment_method"
    REQUIRES_CAPTURE = "requires_capture"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    CANCELED = "canceled"
    OTHER = "other"


class ActionStatus(StrEnum):
    IN_PROGRESS = "in_progress"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Declined:
    """Why a card was not charged, by the processor's codes."""

    code: str
    decline_code: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """Money a card was charged, with what its receipt has to say; `charged_at` is UTC.

    `interac` charges are given back with the card at the reader alone.
    """

    ref: str
    amount: Money
    refunded: Money
    brand: str = ""
    last4: str = ""
    funding: str = ""
    wallet: str = ""
    entry_method: str = ""
    network: str = ""
    application_name: str = ""
    aid: str = ""
    authorization_code: str = ""
    authorization_response: str = ""
    verification: str = ""
    verification_results: str = ""
    status_information: str = ""
    account_type: str = ""
    balance_ref: str = ""
    fee: Money | None = None
    charged_at: datetime | None = None
    interac: bool = False


@dataclass(frozen=True, slots=True)
class IntentWanted:
    """What an intent is made for: opaque ids alone, never a name, a service or a mail address."""

    amount: Money
    attempt_id: str
    payment_id: str
    station_id: str


@dataclass(frozen=True, slots=True)
class Intent:
    """An intent to charge: the only truth about whether money moved. `attempt_id` is what its
    metadata says; empty for one that is not ours. `created_at` is UTC.
    """

    ref: str
    status: IntentStatus
    amount: Money
    attempt_id: str
    created_at: datetime
    charge: Charge | None = None
    declined: Declined | None = None
    test_mode: bool = False


@dataclass(frozen=True, slots=True)
class ReaderAction:
    """What a reader is doing or did last, for which intent or refund; `refund_id` is the refund's
    id here, known before there is a `refund_ref`.
    """

    status: ActionStatus
    intent_ref: str = ""
    refund_ref: str = ""
    failure_code: str = ""
    declined: Declined | None = None
    refund_id: str = ""


@dataclass(frozen=True, slots=True)
class ReaderSeen:
    """A reader as the processor knows it; `online` is known to lie after idle hours: it is shown
    and never asked. `last_seen_at` is UTC.
    """

    ref: str
    label: str
    online: bool | None
    location_ref: str = ""
    device_type: str = ""
    serial_number: str = ""
    software: str = ""
    last_seen_at: datetime | None = None
    action: ReaderAction | None = None


class RefundStatus(StrEnum):
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"
    REQUIRES_ACTION = "requires_action"


@dataclass(frozen=True, slots=True)
class RefundSeen:
    """A refund at the processor; `refund_id` is what its metadata says: the refund's id here."""

    ref: str
    status: RefundStatus
    amount: Money
    refund_id: str
    failure_code: str = ""
    created_at: datetime | None = None
    charge_ref: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DisputeSeen:
    """A charge that a card's holder disputes at the bank; `status` and `reason` are the
    processor's, moments are UTC.
    """

    ref: str
    charge_ref: str
    amount: Money
    status: str
    reason: str = ""
    created_at: datetime | None = None
    answer_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class LocationSeen:
    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class AccountSeen:
    """What a key opens: whose account, and whether it is a live one. A restricted key may not read
    the account: then `name` and `currency` are empty, and so may `ref` be. `lacks` names what the
    key needs and may not do, in the words of the page where it is made.
    """

    ref: str
    name: str
    test_mode: bool
    currency: str
    lacks: tuple[str, ...] = ()


class CardGateway(Protocol):
    """One processor with one key. Every call may raise GatewayTrouble; `key` is an idempotency
    key, stored before the call.
    """

    def create_intent(self, key: str, wanted: IntentWanted) -> Intent: ...
    def change_amount(self, key: str, intent_ref: str, amount: Money) -> Intent: ...
    def arm(self, key: str, reader_ref: str, intent_ref: str) -> ReaderSeen: ...
    def reader(self, reader_ref: str) -> ReaderSeen: ...
    def intent(self, intent_ref: str) -> Intent: ...
    def cancel_action(self, reader_ref: str) -> ReaderSeen: ...
    def cancel_intent(self, key: str, intent_ref: str) -> Intent: ...
    def capture(self, key: str, intent_ref: str) -> Intent: ...

    def intents_since(self, moment: datetime) -> Iterable[Intent]:
        """Every intent of an attempt created since then, newest first: a list, never a search."""

    def refund(self, key: str, charge_ref: str, amount: Money, refund_id: str) -> RefundSeen: ...
    def refund_at_reader(
        self, key: str, reader_ref: str, charge_ref: str, amount: Money, refund_id: str
    ) -> ReaderSeen: ...
    def refund_seen(self, ref: str) -> RefundSeen: ...
    def refunds_of(self, charge_ref: str) -> Iterable[RefundSeen]: ...
    def refunds_since(self, moment: datetime) -> Iterable[RefundSeen]:
        """Every refund created since then, whoever made it, newest first."""

    def disputes_since(self, moment: datetime) -> Iterable[DisputeSeen]:
        """Every dispute created since then, newest first."""

    def dispute_seen(self, ref: str) -> DisputeSeen: ...
    def charge(self, charge_ref: str) -> Charge: ...

    def account(self) -> AccountSeen:
        """Whose account the key opens: the check of a key."""

    def locations(self) -> Iterable[LocationSeen]: ...
    def add_location(self, key: str, name: str, address: dict[str, str]) -> LocationSeen: ...
    def readers(self) -> Iterable[ReaderSeen]: ...
    def add_reader(self, key: str, code: str, label: str, location_ref: str) -> ReaderSeen: ...
