"""The practice's accounts at banks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.ids import BankAccountId, CommandId
from app.kernel.money import Money


class BankAccountType(StrEnum):
    CHECKING = "checking"
    SAVINGS = "savings"
    MERCHANT = "merchant"
    PAYROLL = "payroll"


class SlipLayout(StrEnum):
    """How the numbers of a bank account are written and its slips look."""

    US = "us"
    CANADA = "canada"
    UK = "uk"
    INDIA = "india"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class SaveBankAccount:
    """Add a bank account (`bank_account_id` None) or change one; its currency stays."""

    id: CommandId
    bank_account_id: BankAccountId | None
    name: str
    bank: str
    account_number: str
    gl_code: str
    layout: SlipLayout = SlipLayout.US
    routing: str = ""
    account_title: str = ""
    bank_city: str = ""
    swift: str = ""
    account_type: BankAccountType = BankAccountType.CHECKING
    currency: str = ""
    active: bool = True
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class StateBankBalance:
    """What the bank says is available, as of a day."""

    id: CommandId
    bank_account_id: BankAccountId
    available: Money
    as_of: date


@dataclass(frozen=True, slots=True)
class SlipOverlay:
    """How slips go onto paper that the bank printed: only figures, in the places of `layout`, moved
    by tenths of a millimeter to the right and down.
    """

    layout: SlipLayout
    paper: str
    used: bool = False
    codes: bool = False
    """Whether the account's numbers and its holder are filled in as well."""
    right_tenths: int = 0
    down_tenths: int = 0


@dataclass(frozen=True, slots=True)
class SaveSlipOverlay:
    """Say how slips of a bank account go onto the bank's own paper."""

    id: CommandId
    bank_account_id: BankAccountId
    overlay: SlipOverlay


@dataclass(frozen=True, slots=True)
class PrintSlipCalibration:
    """Print a page to lay over the bank's own slip, against the light."""

    id: CommandId
    bank_account_id: BankAccountId


@dataclass(frozen=True, slots=True)
class BankAccountRow:
    """A bank account; `current` is what the ledger has on its GL account, `available` what the bank
    last said. The whole account number is only for the slip the bank gets.
    """

    bank_account_id: BankAccountId
    name: str
    account_title: str
    bank: str
    bank_city: str
    layout: SlipLayout
    routing: str
    swift: str
    account_number: str
    masked_number: str
    account_type: BankAccountType
    currency: str
    gl_code: str
    active: bool
    is_default: bool
    current: Money
    available: Money | None
    available_on: date | None
    last_reconciled_on: date | None
    last_reconciled: Money | None
