"""A refund as it is shown: what can go back, the worklist, one refund whole, and its paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.areas.parties.values import AccountHeader
from app.areas.refunds.values import Need, RefundMethod, RefundStatus, StepName
from app.kernel.ids import AccountId, PaymentId, RefundId, ShiftId, TenderId
from app.kernel.money import Money


@dataclass(frozen=True, slots=True)
class RefundSource:
    """A tender of a payment that money can go back of; `method` is the way it came, `left` what is
    left of it. `why` says what has to be known first, such as a check that is not at the bank.
    """

    payment_id: PaymentId
    receipt_number: str
    paid_on: date
    tender_id: TenderId
    words: str
    kind: str
    method: RefundMethod
    brought: Money
    left: Money
    on_account: Money
    why: str = ""


@dataclass(frozen=True, slots=True)
class RefundOffer:
    """All the form of a refund shows: what can go back, out of what, and how."""

    header: AccountHeader
    payment_id: PaymentId | None
    receipt_number: str
    most: Money
    sources: tuple[RefundSource, ...]
    approval_over: Money
    every: bool
    due_on: date


@dataclass(frozen=True, slots=True)
class RefundPartRow:
    payment_id: PaymentId
    receipt_number: str
    tender_id: TenderId
    words: str
    amount: Money


@dataclass(frozen=True, slots=True)
class RefundStepRow:
    """One step, in words; `at` is UTC."""

    step: StepName
    words: str
    detail: str
    by: str
    at: datetime


class RefundVerb(StrEnum):
    APPROVE = "approve"
    DECLINE = "decline"
    PAY = "pay"
    CANCEL = "cancel"
    FAIL = "fail"
    TELL = "tell"
    PRINT = "print"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class RefundDeed:
    """Whether a verb is right now; `why` is the sentence that says why not."""

    verb: RefundVerb
    allowed: bool
    why: str


@dataclass(frozen=True, slots=True)
class RefundView:
    """A refund whole, with what `asker` may do about it. `by_reader` when one of our readers took
    the card, `card_present` when it is given back only with the card at a reader.
    """

    refund_id: RefundId
    number: str
    header: AccountHeader
    payment_id: PaymentId | None
    receipt_number: str
    amount: Money
    method: RefundMethod
    status: RefundStatus
    reason: str
    description: str
    detected_on: date
    due_on: date
    overdue: bool
    owed_again: bool
    requested_by: str
    requested_at: datetime
    approved_by: tuple[str, ...]
    approved_at: datetime | None
    processed_by: str
    processed_at: datetime | None
    approvals_needed: int
    needs: tuple[Need, ...]
    needs_words: str
    check_number: str
    bank: str
    reference: str
    told: str
    payee_name: str
    payee_address: str
    shift_id: ShiftId | None
    window: str
    parts: tuple[RefundPartRow, ...]
    steps: tuple[RefundStepRow, ...]
    deeds: tuple[RefundDeed, ...]
    receipt_id: str | None
    sentence: str
    by_reader: bool = False
    card_present: bool = False


@dataclass(frozen=True, slots=True)
class RefundRow:
    """One refund of the worklist; `at` is UTC. `hidden`: cash of the asker's own open drawer."""

    refund_id: RefundId
    number: str
    at: datetime
    account_id: AccountId
    account_number: str
    name: str
    amount: Money
    method: RefundMethod
    status: RefundStatus
    due_on: date
    overdue: bool
    told: bool
    reason: str
    requested_by: str
    window: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class RefundTotals:
    """How many refunds, and what they come to; None where it would tell what is in a drawer."""

    count: int
    amount: Money | None


@dataclass(frozen=True, slots=True)
class RefundsWaiting:
    """How many refunds wait for whom; `overdue` are those past their day."""

    to_approve: int
    to_pay: int
    being_processed: int
    failed: int
    overdue: int


@dataclass(frozen=True, slots=True)
class RefundReceipt:
    """The paper that says money went back. `at` is UTC; `card` is brand and last four digits.

    `mark` is empty, or says that it failed or was cancelled afterwards; `language` is what the
    patient reads.
    """

    number: str
    at: datetime
    time_zone: str
    locale: str
    business_date: date
    practice: str
    address: tuple[str, ...]
    phone: str
    patient: str
    account_number: str
    amount: Money
    method: RefundMethod
    words: str
    detail: str
    reason: str
    of_receipts: tuple[str, ...]
    rounding: Money | None
    balance_left: Money
    credit_left: Money
    cashier: str
    approved_by: str
    station: str
    demo: bool
    payee_name: str = ""
    footer: str = ""
    mark: str = ""
    mark_by: str = ""
    mark_at: datetime | None = None
    language: str = ""
