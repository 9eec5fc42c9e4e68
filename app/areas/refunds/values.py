"""Refunds: what is asked for and answered, the ways money goes back, and where a refund stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.ids import (
    AccountId,
    BankAccountId,
    CommandId,
    InvoiceId,
    PaymentId,
    ReasonId,
    RefundId,
    TenderId,
)
from app.kernel.money import Money


class RefundMethod(StrEnum):
    """How money goes back."""

    CASH = "cash"
    CHECK = "check"
    CARD_REVERSAL = "card_reversal"
    ACH = "ach"
    WIRE = "wire"
    OTHER = "other"


class RefundStatus(StrEnum):
    """PENDING: nobody agreed to it yet; APPROVED: owed to the patient; PROCESSED: with the card's
    processor, whose word is not the last; FAILED: it came back, and is owed again.
    """

    PENDING = "pending"
    APPROVED = "approved"
    PROCESSED = "processed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"


OPEN = (
    RefundStatus.PENDING,
    RefundStatus.APPROVED,
    RefundStatus.PROCESSED,
    RefundStatus.FAILED,
)
"""Where something is left to do."""


class StepName(StrEnum):
    """BOOKED: its money was taken from where it lay, and is owed; UNBOOKED: another window had
    agreed too, and this one's is taken back; TOLD: the patient knows.
    """

    APPROVED = "approved"
    DECLINED = "declined"
    BOOKED = "booked"
    PROCESSED = "processed"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    TOLD = "told"
    UNBOOKED = "unbooked"


class Need(StrEnum):
    """Why another person has to agree."""

    OVER = "over"
    EVERY = "every"
    RIGHT = "right"
    SECOND = "second"
    CASH_FOR_CARD = "cash_for_card"
    EARLY = "early"


class ToldHow(StrEnum):
    IN_PERSON = "in_person"
    PHONE = "phone"
    MAIL = "mail"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class RequestRefund:
    """Ask for money to go back: of a payment, or (`payment_id` None) of an account's credit.

    Without `method` it goes the way it came, and without `tender_id` to the tender that has most
    left of that way. Of a payment credit goes first, then its newest allocations, unless
    `invoice_ids` are named. `approve_now` asks another person at the same desk instead of waiting.
    """

    id: CommandId
    account_id: AccountId
    amount: Money
    reason_id: ReasonId
    payment_id: PaymentId | None = None
    tender_id: TenderId | None = None
    method: RefundMethod | None = None
    description: str = ""
    detected_on: date | None = None
    owed_again: bool = True
    invoice_ids: tuple[InvoiceId, ...] = ()
    payee_name: str = ""
    payee_address: str = ""
    approve_now: bool = False
    confirmations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RefundRequested:
    """`words` say what happens next."""

    refund_id: RefundId
    number: str
    status: RefundStatus
    method: RefundMethod
    amount: Money
    words: str


@dataclass(frozen=True, slots=True)
class ApproveRefund:
    """Agree to somebody else's refund."""

    id: CommandId
    refund_id: RefundId
    note: str = ""


@dataclass(frozen=True, slots=True)
class CancelRefund:
    """Let a refund be: asked for by mistake, not agreed to, or left as credit."""

    id: CommandId
    refund_id: RefundId
    reason_id: ReasonId
    note: str = ""


@dataclass(frozen=True, slots=True)
class PayRefund:
    """Give the money back: cash out of one's own drawer, a check that was written, a transfer.

    With `method` it goes another way than was asked for. A card is given back by
    `begin_card_refund`.
    """

    id: CommandId
    refund_id: RefundId
    method: RefundMethod | None = None
    bank_account_id: BankAccountId | None = None
    check_number: str = ""
    reference: str = ""
    happened_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FailRefund:
    """A check that was not cashed, a transfer that came back: it is owed again."""

    id: CommandId
    refund_id: RefundId
    happened_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TellPatient:
    """Note that the patient knows of the refund."""

    id: CommandId
    refund_id: RefundId
    told_how: ToldHow
    note: str = ""


@dataclass(frozen=True, slots=True)
class RefundMoved:
    """Where a refund stands after a step; `words` say what to do now."""

    refund_id: RefundId
    number: str
    status: RefundStatus
    amount: Money
    words: str
    receipt_id: str | None = None


@dataclass(frozen=True, slots=True)
class PrintRefund:
    """Print the paper of a refund once more, as a copy."""

    id: CommandId
    refund_id: RefundId


@dataclass(frozen=True, slots=True)
class RefundPrinted:
    receipt_id: str
    number: str
    copy_no: int
