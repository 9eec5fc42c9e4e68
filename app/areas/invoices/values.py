"""Invoices and their lines; every field of `domain.md` 4 that is known when one is issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.ids import AccountId, CommandId, InvoiceId, PatientId, PayerId
from app.kernel.money import Money


class InvoiceType(StrEnum):
    PATIENT = "patient"
    INSURANCE = "insurance"
    SELF_PAY = "self_pay"
    INSTITUTIONAL = "institutional"


class InvoiceStatus(StrEnum):
    """Derived from facts; overdue is a mark beside it, not a state."""

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


@dataclass(frozen=True, slots=True)
class BringForward:
    """An open invoice of the old system: its unpaid part becomes owed here, against opening
    balances.
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
