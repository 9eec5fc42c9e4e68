"""Invoices and their lines; every field of `domain.md` 4 that is known when one is issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.ids import (
    AccountId,
    CommandId,
    InvoiceId,
    PatientId,
    PayerId,
    ReasonId,
    ServiceId,
)
from app.kernel.money import Money


class InvoiceType(StrEnum):
    PATIENT = "patient"
    INSURANCE = "insurance"
    SELF_PAY = "self_pay"
    INSTITUTIONAL = "institutional"


class InvoiceStatus(StrEnum):
    """Derived from facts; overdue is a mark beside it, not a state."""

    DRAFT = "draft"
    ISSUED = "issued"
    PARTIAL = "partial"
    PAID = "paid"
    CREDIT = "credit"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One priced service; quantity in ten-thousandths, discount as an amount off the line."""

    description: str
    unit_price: Money
    quantity_e4: int = 10_000
    discount: Money | None = None
    discount_reason: str = ""
    tax: Money | None = None
    service_date: date | None = None
    code: str = ""
    modifiers: str = ""
    diagnosis_codes: str = ""
    revenue_gl: str = ""
    encounter_id: str | None = None
    charge_id: str | None = None
    claim_line_id: str | None = None
    authorization_id: str | None = None
    stock_item_id: str | None = None
    practitioner_id: str | None = None
    cost_center_id: str | None = None
    discount_percent_e4: int | None = None
    tax_class: str = ""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One row of a draft. With `service_id` whatever is left empty comes from the service; the
    discount is a percentage (percent in ten-thousandths) or an amount off the line, not both.
    """

    description: str = ""
    unit_price: Money | None = None
    service_id: ServiceId | None = None
    code: str = ""
    quantity_e4: int = 10_000
    discount_percent_e4: int | None = None
    discount: Money | None = None
    discount_reason: str = ""
    tax_class: str = ""
    revenue_gl: str = ""
    service_date: date | None = None
    modifiers: str = ""
    diagnosis_codes: str = ""


@dataclass(frozen=True, slots=True)
class BillTo:
    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class IssueInvoice:
    """Issue an invoice now; the id becomes the invoice's id. Empty bill-to and due date follow
    policy.
    """

    id: CommandId
    account_id: AccountId
    lines: tuple[InvoiceLine, ...]
    invoice_type: InvoiceType = InvoiceType.PATIENT
    payer_id: PayerId | None = None
    invoice_date: date | None = None
    due_date: date | None = None
    bill_to: BillTo = BillTo()
    terms: str = ""
    payment_instructions: str = ""
    notes: str = ""
    footer: str = ""
    reference: str = ""
    confirmations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """A draft as it should read from now on, whole: new or known by `draft_id`, which becomes the
    invoice's id when it is issued. `id` is new for every saving.
    """

    id: CommandId
    draft_id: InvoiceId
    account_id: AccountId
    lines: tuple[DraftLine, ...]
    invoice_type: InvoiceType = InvoiceType.PATIENT
    due_date: date | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class DraftSaved:
    draft_id: InvoiceId
    subtotal: Money
    discount: Money
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class IssueDraft:
    """Issue a draft as it stands; a question is asked when it passes the credit limit."""

    id: CommandId
    draft_id: InvoiceId
    confirmations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DiscardDraft:
    id: CommandId
    draft_id: InvoiceId


@dataclass(frozen=True, slots=True)
class DraftDiscarded:
    draft_id: InvoiceId


@dataclass(frozen=True, slots=True)
class DraftBrief:
    """An open draft in a list; `words` is its first line and how many more."""

    draft_id: InvoiceId
    account_id: AccountId
    words: str
    total: Money
    date: date
    saved_by: str = ""


@dataclass(frozen=True, slots=True)
class DraftLineView:
    """A draft's line with its sums as they would be issued today."""

    line: DraftLine
    gross: Money
    discount: Money
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft with the sums it would have if it were issued today."""

    draft_id: InvoiceId
    account_id: AccountId
    invoice_type: InvoiceType
    due_date: date | None
    notes: str
    lines: tuple[DraftLineView, ...]
    subtotal: Money
    discount: Money
    tax: Money
    total: Money


@dataclass(frozen=True, slots=True)
class CancelInvoice:
    """Take an issued invoice back by its exact opposite; `reason_id` is a reason of kind CANCEL."""

    id: CommandId
    invoice_id: InvoiceId
    reason_id: ReasonId
    note: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceCancelled:
    invoice_id: InvoiceId
    number: str
    amount: Money
    words: str


@dataclass(frozen=True, slots=True)
class InvoiceVerb:
    """What may be done with an invoice now; `why` says in one sentence why not."""

    verb: str
    allowed: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class BringForward:
    """An open invoice of the old system: its unpaid part becomes owed here, against opening
    balances; booked to `business_date`, which is today without one.
    """

    id: CommandId
    account_id: AccountId
    old_number: str
    invoice_date: date
    open_amount: Money
    total_amount: Money | None = None
    due_date: date | None = None
    description: str = ""
    code: str = ""
    business_date: date | None = None


@dataclass(frozen=True, slots=True)
class InvoiceIssued:
    invoice_id: InvoiceId
    number: str
    total: Money
    business_date: date


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An unpaid or part-paid invoice of an account, oldest first by due date basis."""

    invoice_id: InvoiceId
    number: str
    invoice_date: date
    due_date: date
    description: str
    total: Money
    due: Money
    status: InvoiceStatus
    overdue: bool
    account_id: AccountId
    status_words: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """An issued invoice with its lines, as shown and printed."""

    invoice_id: InvoiceId
    number: str
    account_id: AccountId
    patient_id: PatientId | None
    invoice_date: date
    due_date: date
    bill_to: BillTo
    subtotal: Money
    discount: Money
    tax: Money
    total: Money
    due: Money
    status: InvoiceStatus
    lines: tuple[InvoiceLine, ...]
    overdue: bool = False
    status_words: str = ""
    notes: str = ""
    terms: str = ""
    cancelled: str = ""
    """When, by whom and why it was cancelled, in words; empty for one that stands."""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One line of an account's ledger: `amount` raises what is owed, `balance` is owed after it.

    `on_credit` lines move the account's credit. `source_type` and `source_id` lead to what posted
    it; a source "forward" stands for all lines that are here in sums alone, on no day.
    """

    entry_number: str
    business_date: date
    words: str
    invoice_number: str
    on_credit: bool
    amount: Money
    balance: Money
    source_type: str
    source_id: str
    invoice_id: str | None


@dataclass(frozen=True, slots=True)
class AccountLines:
    """A page of an account's ledger; an empty `next_key` says that it was the last."""

    lines: tuple[AccountLine, ...]
    next_key: str
    next_running: int
