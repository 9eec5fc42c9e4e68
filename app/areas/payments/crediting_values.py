"""Paying invoices with credit, and money that was asked for and not given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from app.areas.payments.values import Allocated
from app.kernel.ids import AccountId, CommandId, InvoiceId, PaymentId, ReasonId
from app.kernel.money import Money

OPENING: Final = "brought_forward"
"""The tender of credit that an old system had: no money moves, so nobody can choose it."""


@dataclass(frozen=True, slots=True)
class BringCreditForward:
    """What an old system owes an account becomes credit here, against opening balances; the id
    becomes the payment's, `reference` says what the old system calls it.
    """

    id: CommandId
    account_id: AccountId
    amount: Money
    business_date: date
    reference: str = ""


@dataclass(frozen=True, slots=True)
class CreditBroughtForward:
    payment_id: PaymentId
    number: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ApplyCredit:
    """Pay open invoices with the account's credit: the chosen first, then the oldest.

    Without `amount` as much as there is and as is owed.
    """

    id: CommandId
    account_id: AccountId
    amount: Money | None = None
    invoice_ids: tuple[InvoiceId, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditApplied:
    account_id: AccountId
    amount: Money
    allocated: tuple[Allocated, ...]
    credit_left: Money
    balance_left: Money


@dataclass(frozen=True, slots=True)
class RecordNotCollected:
    """Money was asked for and not given: how much, and why."""

    id: CommandId
    account_id: AccountId
    amount: Money
    reason_id: ReasonId
    note: str = ""
