"""Undoing a payment: what is wanted and answered, and the payment as it stands with its verbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.areas.parties.values import AccountHeader
from app.areas.payments.crediting_values import OPENING
from app.areas.payments.values import AllocationWanted, PaymentStatus
from app.kernel.ids import (
    AccountId,
    CommandId,
    InvoiceId,
    PaymentId,
    ReasonId,
    ReceiptId,
    RefundId,
    ShiftId,
    TenderId,
)
from app.kernel.money import Money, total


class RevisionKind(StrEnum):
    """Why a receipt was made again."""

    CORRECTED = "corrected"
    VOID = "void"
    REALLOCATED = "reallocated"
    RETURNED = "returned"
    RETURN_UNDONE = "return_undone"
    REFUNDED = "refunded"
    REFUND_UNDONE = "refund_undone"


class VerbName(StrEnum):
    """What can be done about a mistake; each means one thing (`void` in the open shift, `refund`
    afterwards), and about a check that the bank did not pay.
    """

    VOID = "void"
    CORRECT = "correct"
    REALLOCATE = "reallocate"
    REFUND = "refund"
    RETURN_CHECK = "return_check"
    TAKE_BACK_RETURN = "take_back_return"


@dataclass(frozen=True, slots=True)
class VoidPayment:
    """Undo a payment whole: the money goes back the way it came."""

    id: CommandId
    payment_id: PaymentId
    reason_id: ReasonId
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaymentVoided:
    """`cash_back` is what leaves the drawer; `words` say all that has to be handed back."""

    payment_id: PaymentId
    receipt_number: str
    amount: Money
    cash_back: Money
    words: str


@dataclass(frozen=True, slots=True)
class CorrectTender:
    """Relabel one tender: another method, or another check number; what it pays stays.

    The id becomes the right tender's id. `given` is the cash handed over, where it is cash.
    """

    id: CommandId
    payment_id: PaymentId
    tender_id: TenderId
    method: str
    reason_id: ReasonId
    given: Money | None = None
    reference: str = ""
    bank: str = ""
    check_number: str = ""
    card_last4: str = ""
    card_brand: str = ""
    wallet: str = ""
    note: str = ""
    confirmations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TenderCorrected:
    """`words` say what changed, and what has to change hands now."""

    payment_id: PaymentId
    receipt_number: str
    words: str


@dataclass(frozen=True, slots=True)
class Reallocate:
    """Let a payment pay exactly `allocations`; what they leave of it is credit on its account."""

    id: CommandId
    payment_id: PaymentId
    allocations: tuple[AllocationWanted, ...]
    reason_id: ReasonId
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reallocated:
    payment_id: PaymentId
    allocated: Money
    unapplied: Money


@dataclass(frozen=True, slots=True)
class Verb:
    """Whether a verb is legal now; `why` is the sentence that says why not, and what to do."""

    verb: VerbName
    allowed: bool
    why: str


@dataclass(frozen=True, slots=True)
class TenderRow:
    """A tender of a payment; one that was corrected is not `live` any more.

    `returned` says when and why the bank did not pay it, `held` the deposit a check is in.
    """

    tender_id: TenderId
    method: str
    words: str
    kind: str
    amount: Money
    given: Money | None
    change: Money | None
    rounding: Money | None
    bank: str
    check_number: str
    reference: str
    live: bool
    corrects_id: TenderId | None = None
    returned: str = ""
    held: str = ""


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """What a payment gave to an invoice; one that was taken back is not `live` any more."""

    invoice_id: InvoiceId
    number: str
    account_id: AccountId
    amount: Money
    live: bool


@dataclass(frozen=True, slots=True)
class RefundOnPayment:
    """So much of one tender goes back by a refund that is not cancelled; `status` is the refund's:
    pending where nobody agreed to it yet.
    """

    refund_id: RefundId
    tender_id: TenderId
    number: str
    status: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Undone:
    """One thing that was done to a payment after it was taken: what, why, by whom, when (UTC)."""

    kind: RevisionKind
    reason: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment as it stands, with what can be done about it; `at` is UTC."""

    payment_id: PaymentId
    receipt_id: ReceiptId
    receipt_number: str
    header: AccountHeader
    at: datetime
    business_date: date
    status: PaymentStatus
    corrected: bool
    amount: Money
    tenders: tuple[TenderRow, ...]
    allocations: tuple[AllocationRow, ...]
    unapplied: Money
    cashier: str
    shift_id: ShiftId | None
    shift_number: str
    history: tuple[Undone, ...]
    verbs: tuple[Verb, ...]
    refunded: Money
    refunds: tuple[RefundOnPayment, ...] = ()

    @property
    def brought_forward(self) -> bool:
        """Whether it is credit of an old system: no money came in for it here."""
        return any(row.method == OPENING for row in self.tenders)

    @property
    def stands(self) -> Money:
        """What it is worth: its amount less returned checks and what was refunded."""
        lost = (row.amount for row in self.tenders if row.returned)
        return self.amount - total(lost, self.amount.currency) - self.refunded
