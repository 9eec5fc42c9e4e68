"""GL accounts, journal entries and lines as frozen values; amounts are signed, debit positive."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.kernel.ids import (
    AccountId,
    CommandId,
    EntryId,
    InvoiceId,
    PayerId,
    ReasonId,
    ShiftId,
)
from app.kernel.money import Money


class GLType(StrEnum):
    ASSET = "asset"
    CONTRA_ASSET = "contra_asset"
    LIABILITY = "liability"
    CONTRA_LIABILITY = "contra_liability"
    EQUITY = "equity"
    REVENUE = "revenue"
    CONTRA_REVENUE = "contra_revenue"
    EXPENSE = "expense"


class NormalBalance(StrEnum):
    DEBIT = "debit"
    CREDIT = "credit"


class EntryType(StrEnum):
    STANDARD = "standard"
    ADJUSTING = "adjusting"
    CLOSING = "closing"
    REVERSING = "reversing"
    OPENING = "opening"


class SourceModule(StrEnum):
    BILLING = "billing"
    PAYROLL = "payroll"
    INVENTORY = "inventory"
    MANUAL = "manual"


class GL:
    """Codes of the standard hospital chart that the program itself posts to (`domain.md` 1)."""

    CASH_OPERATING = "1000"
    CASH_IN_DRAWERS = "1015"
    CASH_IN_SAFE = "1018"
    DEPOSITS_IN_TRANSIT = "1019"
    CARD_CLEARING = "1030"
    UNDEPOSITED_CHECKS = "1040"
    RECEIVABLE_PATIENTS = "1100"
    RECEIVABLE_INSURANCE = "1110"
    PATIENT_CREDITS = "2050"
    REFUNDS_PAYABLE = "2060"
    SALES_TAX = "2150"
    OPENING_BALANCES = "3900"
    REVENUE_OUTPATIENT = "4010"
    REVENUE_OTHER = "4200"
    DISCOUNTS = "4910"
    CASH_OVER_SHORT = "6990"
    CASH_ROUNDING = "6995"


RECEIVABLES = frozenset({GL.RECEIVABLE_PATIENTS, GL.RECEIVABLE_INSURANCE})


@dataclass(frozen=True, slots=True)
class Leg:
    """One line of an entry to be posted: positive debits, negative credits, with its dimensions."""

    gl_code: str
    amount: Money
    description: str = ""
    account_id: AccountId | None = None
    invoice_id: InvoiceId | None = None
    payer_id: PayerId | None = None
    shift_id: ShiftId | None = None
    deposit_id: str | None = None
    cost_center_id: str | None = None
    practitioner_id: str | None = None
    reference_type: str | None = None
    reference_id: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal entry to be posted; its legs add up to zero in one currency."""

    business_date: date
    description: str
    legs: tuple[Leg, ...]
    source_type: str
    source_id: str
    reference: str = ""
    entry_type: EntryType = EntryType.STANDARD
    source_module: SourceModule = SourceModule.BILLING
    reverses_entry_id: EntryId | None = None
    derived: Derived | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """What lets an entry be the same whoever posts it: two lives of one window may both do so."""

    entry_id: EntryId
    number: str
    at: str


@dataclass(frozen=True, slots=True)
class Posted:
    entry_id: EntryId
    number: str


@dataclass(frozen=True, slots=True)
class ManualLine:
    """A line of a manual entry: exactly one of `debit` and `credit` is positive."""

    gl_code: str
    debit: Money
    credit: Money
    description: str = ""
    cost_center_id: str | None = None


@dataclass(frozen=True, slots=True)
class PostManualEntry:
    """An entry a person writes; never to 1015, 1018 or receivables, which follow from documents."""

    id: CommandId
    business_date: date
    description: str
    lines: tuple[ManualLine, ...]
    reference: str = ""
    entry_type: EntryType = EntryType.STANDARD


@dataclass(frozen=True, slots=True)
class AddGLAccount:
    id: CommandId
    code: str
    name: str
    gl_type: GLType
    subtype: str = ""
    parent_code: str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class GLAccountRow:
    code: str
    name: str
    gl_type: GLType
    subtype: str
    parent_code: str | None
    normal_balance: NormalBalance
    system: bool
    active: bool
    description: str


@dataclass(frozen=True, slots=True)
class GLBalance:
    """What stands on a GL account up to and including a date; debit positive."""

    code: str
    name: str
    balance: Money


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """What an account owes on 1100 and 1110 and has in credit on 2050; credit is positive."""

    patient: Money
    insurance: Money
    credit: Money

    @property
    def owed(self) -> Money:
        return self.patient + self.insurance


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One posted line with its entry, for the general ledger and the account ledger."""

    entry_number: str
    business_date: date
    gl_code: str
    description: str
    amount: Money
    source_type: str
    source_id: str
    running: Money = field(default=Money(0, "USD"))


class ReasonKind(StrEnum):
    """What a reason explains; each kind has its own short list."""

    PAID_IN = "paid_in"
    PAID_OUT = "paid_out"
    NO_SALE = "no_sale"
    OVER_SHORT = "over_short"
    VOID = "void"
    CORRECTION = "correction"
    NOT_COLLECTED = "not_collected"
    DISCOUNT = "discount"
    CANCEL = "cancel"
    REALLOCATE = "reallocate"
    DEPOSIT_VOID = "deposit_void"
    DEPOSIT_DIFFERENCE = "deposit_difference"
    REFUND = "refund"
    REFUND_CANCEL = "refund_cancel"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a list: `digit` picks it, `gl_code` is what cash paid in or out is booked to.

    Facts keep its id and its words as they were.
    """

    reason_id: ReasonId
    kind: ReasonKind
    digit: int
    words: str
    gl_code: str
    active: bool


@dataclass(frozen=True, slots=True)
class SaveReason:
    """Change a reason, or add one (`reason_id` None); the kind of an existing one stays."""

    id: CommandId
    reason_id: ReasonId | None
    kind: ReasonKind
    digit: int
    words: str
    gl_code: str = ""
    active: bool = True
