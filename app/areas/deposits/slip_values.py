"""What a deposit slip says, before anybody draws it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.areas.deposits.bank_values import SlipLayout, SlipOverlay
from app.areas.printing.values import AuditMark
from app.kernel.ids import CommandId, DepositId
from app.kernel.money import Money, total


class SlipCopy(StrEnum):
    """Who gets it: the bank with the whole account number, or the office with the payers."""

    BANK = "bank"
    OFFICE = "office"
    BOTH = "both"


class SlipState(StrEnum):
    """Only what is SEALED goes to a bank; the others say so across the page."""

    NOT_SEALED = "not_sealed"
    SEALED = "sealed"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print the slip of a sealed bag on the office printer."""

    id: CommandId
    deposit_id: DepositId
    copy: SlipCopy = SlipCopy.BOTH


@dataclass(frozen=True, slots=True)
class SlipPrinted:
    """The jobs that were queued, bank copy first, and the marks that stand on them."""

    job_ids: tuple[str, ...]
    marks: tuple[AuditMark, ...]


@dataclass(frozen=True, slots=True)
class SlipPile:
    """So many notes or coins of one worth; those there are none of are listed as well."""

    worth: Money
    coin: bool
    quantity: int

    @property
    def amount(self) -> Money:
        return self.worth * self.quantity


@dataclass(frozen=True, slots=True)
class SlipCheck:
    """One check; `reference` (receipt and payer) is empty on what the bank gets."""

    number: str
    bank: str
    amount: Money
    reference: str = ""


@dataclass(frozen=True, slots=True)
class SlipPaper:
    """A deposit slip as the bank or the office gets it; amounts are of one currency.

    `account_number` is whole or masked as this copy shows it; `cards` never enter a sum.
    """

    office: bool
    state: SlipState
    layout: SlipLayout
    paper_size: str
    locale: str
    time_zone: str
    demo: bool
    depositor: str
    address: tuple[str, ...]
    phone: str
    tax_id: str
    site: str
    account_title: str
    bank: str
    bank_city: str
    routing: str
    swift: str
    account_number: str
    day: date
    number: str
    bag_number: str
    slip_number: str
    piles: tuple[SlipPile, ...]
    checks: tuple[SlipCheck, ...]
    less_cash: Money
    card_count: int
    cards: Money
    prepared_by: str
    verified_by: str
    single_person: bool
    endorsement: str
    made_at: datetime
    copy_no: int
    mark: AuditMark | None
    overlay: SlipOverlay | None = None
    """Where its figures go on the bank's own paper; None for a slip that is printed whole."""

    @property
    def currency(self) -> str:
        return self.less_cash.currency

    @property
    def notes(self) -> Money:
        """The currency total: all notes."""
        return total((pile.amount for pile in self.piles if not pile.coin), self.currency)

    @property
    def coins(self) -> Money:
        return total((pile.amount for pile in self.piles if pile.coin), self.currency)

    @property
    def cash(self) -> Money:
        return self.notes + self.coins

    @property
    def check_total(self) -> Money:
        return total((check.amount for check in self.checks), self.currency)

    @property
    def subtotal(self) -> Money:
        return self.cash + self.check_total

    @property
    def net(self) -> Money:
        """What the bank is to credit."""
        return self.subtotal - self.less_cash
