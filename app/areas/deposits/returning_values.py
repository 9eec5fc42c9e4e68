"""A check the bank did not pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.ids import AccountId, CommandId, InvoiceId, PaymentId, TenderId
from app.kernel.money import Money


class BankReason(StrEnum):
    INSUFFICIENT_FUNDS = "insufficient_funds"
    UNCOLLECTED_FUNDS = "uncollected_funds"
    ACCOUNT_CLOSED = "account_closed"
    STOP_PAYMENT = "stop_payment"
    NO_ACCOUNT = "no_account"
    SIGNATURE = "signature"
    STALE_OR_POST_DATED = "stale_or_post_dated"
    REFER_TO_MAKER = "refer_to_maker"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReturnCheck:
    """Undo a check wherever it stands: its allocations are taken back (credit first, then the
    newest), the fee by policy is invoiced, the account is marked.

    `fee` None means the fee of the practice's settings; zero none.
    """

    id: CommandId
    tender_id: TenderId
    bank_date: date
    bank_reason: BankReason
    fee: Money | None = None
    flag_account: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class TakeBackReturn:
    """The bank paid it after all: everything the return did is undone by opposite facts."""

    id: CommandId
    tender_id: TenderId
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckReturned:
    """The answer to both; `words` say where the check was taken off and what is owed again."""

    payment_id: PaymentId
    tender_id: TenderId
    amount: Money
    fee: Money
    fee_invoice_id: InvoiceId | None
    words: str


@dataclass(frozen=True, slots=True)
class CheckStands:
    """A check as the form shows it before it is entered as returned, or before that is taken back.

    `returned` says that and why it came back, empty for one that did not. `refused` says why
    nothing can be done now; `what` are the sentences of what will happen besides the fee and the
    mark. `fee` is what the practice charges, of a returned check what was charged; `marked` when
    checks are kept away from the account already; `marks` when the practice wants that.
    """

    payment_id: PaymentId
    tender_id: TenderId
    receipt_number: str
    account_id: AccountId
    account_number: str
    name: str
    check_number: str
    bank: str
    amount: Money
    taken_on: date
    today: date
    returned: str
    refused: str
    what: tuple[str, ...]
    fee: Money
    marked: bool
    marks: bool


@dataclass(frozen=True, slots=True)
class PrintLetter:
    """Print the letter to whoever gave a check that came back, on the office printer."""

    id: CommandId
    tender_id: TenderId


@dataclass(frozen=True, slots=True)
class LetterQueued:
    job_id: str
    copy_no: int


@dataclass(frozen=True, slots=True)
class ReturnLetter:
    """What the letter to the payer says; `invoices` are (number, date, owed again).

    `fee` is what is still due of it; `no_checks` says that the next payment can't be a check.
    `copy_no` is 0 for the first one.
    """

    practice: str
    practice_address: tuple[str, ...]
    practice_phone: str
    locale: str
    day: date
    to_name: str
    to_address: tuple[str, ...]
    account_id: AccountId
    account_number: str
    patient_name: str
    check_number: str
    bank: str
    check_date: date
    receipt_number: str
    amount: Money
    bank_reason: str
    fee: Money
    owed: Money
    invoices: tuple[tuple[str, date, Money], ...]
    made_at: datetime
    returned_on: date
    fee_number: str
    pay_by: date
    no_checks: bool
    paper_size: str
    demo: bool
    copy_no: int = 0
