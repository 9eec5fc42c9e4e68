"""Payments, their tenders and allocations, and the receipt that says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.areas.invoices.values import DraftBrief, OpenInvoice
from app.areas.parties.values import AccountFlag, AccountHeader
from app.kernel.ids import AccountId, CommandId, InvoiceId, PaymentId, ReceiptId
from app.kernel.money import Money


class PaymentSource(StrEnum):
    """Who the money came from."""

    PATIENT = "patient"
    GUARANTOR = "guarantor"
    INSURANCE_PRIMARY = "insurance_primary"
    INSURANCE_SECONDARY = "insurance_secondary"
    INSURANCE_TERTIARY = "insurance_tertiary"
    OTHER = "other"


class Purpose(StrEnum):
    """What an allocation pays for."""

    BALANCE = "balance"
    COPAY = "copay"
    DEDUCTIBLE = "deductible"
    COINSURANCE = "coinsurance"
    PREPAYMENT = "prepayment"
    OTHER = "other"


class Channel(StrEnum):
    """How the money came: only what is handed over at the counter belongs to a drawer."""

    COUNTER = "counter"
    MAIL = "mail"
    ONLINE = "online"


class PaymentStatus(StrEnum):
    """RETURNED: the bank did not pay a check of it; what else it brought still stands. A refund
    counts from when it is agreed to.
    """

    COMPLETED = "completed"
    VOID = "void"
    RETURNED = "returned"
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"


class TenderKind(StrEnum):
    """How a tender moves: what the program must do, whatever the practice calls it."""

    CASH = "cash"
    CHECK = "check"
    CARD = "card"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TenderGiven:
    """One leg of a payment: `amount` is what it pays, `given` what was handed over (cash).

    Where cash is rounded, `amount` is the sum before rounding.
    """

    method: str
    amount: Money
    given: Money | None = None
    reference: str = ""
    bank: str = ""
    check_number: str = ""
    card_last4: str = ""
    card_brand: str = ""
    wallet: str = ""


@dataclass(frozen=True, slots=True)
class AllocationWanted:
    """So much of the payment to this invoice."""

    invoice_id: InvoiceId
    amount: Money
    purpose: Purpose = Purpose.BALANCE


@dataclass(frozen=True, slots=True)
class TakePayment:
    """Take money for an account; the id is made when the form opens and becomes the payment's id.

    Without `allocations` the money goes to the chosen invoices first (`invoice_ids`, in their
    order), then oldest first; what is left over becomes credit, as the overpayment setting says.
    Invoices of `joined` accounts are paid as well: a family in one. `issue_drafts` are issued
    first, and each becomes an invoice of the same id. The purpose PREPAYMENT pays no invoice.
    """

    id: CommandId
    account_id: AccountId
    tenders: tuple[TenderGiven, ...]
    invoice_ids: tuple[InvoiceId, ...] = ()
    allocations: tuple[AllocationWanted, ...] | None = None
    source: PaymentSource = PaymentSource.PATIENT
    payer_name: str = ""
    purpose: Purpose = Purpose.BALANCE
    notes: str = ""
    joined: tuple[AccountId, ...] = ()
    issue_drafts: tuple[InvoiceId, ...] = ()
    channel: Channel = Channel.COUNTER
    one_receipt: bool = True
    confirmations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Allocated:
    invoice_id: InvoiceId
    number: str
    amount: Money
    left: Money


@dataclass(frozen=True, slots=True)
class ReceiptRef:
    """One receipt of a payment, and the account whose name stands on it."""

    receipt_id: ReceiptId
    number: str
    account_id: AccountId


@dataclass(frozen=True, slots=True)
class PaymentTaken:
    """The answer to TakePayment, the same however often the command comes.

    `receipt_id` and `receipt_number` are those of the first of `receipts`; `rounding` is cash taken
    less what it paid.
    """

    payment_id: PaymentId
    receipt_id: ReceiptId
    receipt_number: str
    amount: Money
    change: Money
    allocated: tuple[Allocated, ...]
    to_credit: Money
    balance_left: Money
    rounding: Money
    receipts: tuple[ReceiptRef, ...]


@dataclass(frozen=True, slots=True)
class CardLines:
    """What a receipt has to say of the card, in the processor's codes: never more of its number
    than the last four digits, and no expiry. A stand-alone terminal tells less than a chip.
    """

    brand: str = ""
    last4: str = ""
    funding: str = ""
    wallet: str = ""
    entry_method: str = ""
    application_name: str = ""
    aid: str = ""
    authorization_code: str = ""
    authorization_response: str = ""
    verification: str = ""
    verification_results: str = ""
    status_information: str = ""
    account_type: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptTender:
    """`detail` tells it from another: bank and check number, the card's last four digits."""

    words: str
    amount: Money
    given: Money | None
    change: Money | None
    rounding: Money | None = None
    detail: str = ""
    card: CardLines | None = None


@dataclass(frozen=True, slots=True)
class ReceiptInvoice:
    """`patient` and `account_number` only where it is another account's than the receipt's;
    `services` where the practice names them on receipts.
    """

    number: str
    date: date
    amount: Money
    left: Money
    patient: str = ""
    account_number: str = ""
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as it was when the money was taken; paper, PDF and screen all show exactly this.

    `at` is UTC; `time_zone` is the site's, for printing local time. `part_of` is the whole payment
    where each account of a family got its own receipt. `mark` is CORRECTED, VOID or CHECK RETURNED;
    `reason`, `mark_by` and `mark_at` say why, who and when. `language` is what the patient reads.
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
    tenders: tuple[ReceiptTender, ...]
    invoices: tuple[ReceiptInvoice, ...]
    to_credit: Money
    balance_left: Money
    credit_left: Money
    cashier: str
    station: str
    demo: bool
    payer_name: str = ""
    footer: str = ""
    part_of: Money | None = None
    mark: str = ""
    reason: str = ""
    mark_by: str = ""
    mark_at: datetime | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class ReprintReceipt:
    """Print a receipt again, as a copy."""

    id: CommandId
    receipt_id: ReceiptId


@dataclass(frozen=True, slots=True)
class ReceiptReprinted:
    receipt_id: ReceiptId
    number: str
    copy_no: int


@dataclass(frozen=True, slots=True)
class NotCollected:
    """`words` are the reason; `at` is UTC."""

    account_id: AccountId
    amount: Money
    words: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LatestPayment:
    """One row of the Counter's list of an account's (or a station's) latest receipts;
    `at` is UTC.
    """

    payment_id: PaymentId
    receipt_id: ReceiptId
    receipt_number: str
    at: datetime
    account_id: AccountId
    name: str
    tender: str
    amount: Money
    paper: str
    status: PaymentStatus = PaymentStatus.COMPLETED
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class AskFor:
    """One sum to ask for: today's invoices, or a past balance by age."""

    words: str
    amount: Money
    overdue: bool


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """What is owed on open invoices of one age; `words` is the range in days, such as `31–60`."""

    words: str
    amount: Money


@dataclass(frozen=True, slots=True)
class AccountSummary:
    """An account's balances and aging as reports ask for them; all derived, nothing stored."""

    header: AccountHeader
    patient_balance: Money
    insurance_balance: Money
    credit: Money
    aging: tuple[AgeGroup, ...]
    last_payment_on: date | None
    last_payment: Money | None


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """Another account that may be paid in the same tender: of the same guarantor, or paid together
    before.
    """

    account_id: AccountId
    account_number: str
    name: str
    owed: Money


@dataclass(frozen=True, slots=True)
class CounterAccount:
    """All the Counter shows of one account, read in one snapshot.

    `drafts` are charges not issued yet: paying one issues it.
    """

    header: AccountHeader
    owed: Money
    credit: Money
    ask_for: tuple[AskFor, ...]
    open_invoices: tuple[OpenInvoice, ...]
    latest: tuple[LatestPayment, ...]
    flags: tuple[AccountFlag, ...] = ()
    drafts: tuple[DraftBrief, ...] = ()
    family: tuple[FamilyMember, ...] = ()
    not_collected_today: tuple[NotCollected, ...] = ()


@dataclass(frozen=True, slots=True)
class ParkForm:
    """Keep what was typed for later; local to this station, not a payment.

    `payment_id` is the form's id; `id` is new each time, because the text changes. `typed` is the
    whole form as a JSON object, which only the form itself reads; the two texts are for the list.
    """

    id: CommandId
    payment_id: PaymentId
    account_id: AccountId
    amount_text: str = ""
    given_text: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class FormParked:
    payment_id: PaymentId


@dataclass(frozen=True, slots=True)
class DropParked:
    """Throw away a parked form; nothing was paid with it."""

    id: CommandId
    payment_id: PaymentId


@dataclass(frozen=True, slots=True)
class ParkedForm:
    payment_id: PaymentId
    account_id: AccountId
    account_number: str
    name: str
    amount_text: str
    given_text: str
    at: datetime
    user_name: str
    typed: str = ""


@dataclass(frozen=True, slots=True)
class CounterIdle:
    """What the Counter shows with nobody selected."""

    latest: tuple[LatestPayment, ...]
    parked: tuple[ParkedForm, ...]
