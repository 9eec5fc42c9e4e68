"""Paying invoices with credit, and money that was asked for and not given."""

from __future__ import annotations

from dataclasses import dataclass

from app.areas.payments.values import Allocated
from app.kernel.ids import AccountId, CommandId, InvoiceId, ReasonId
from app.kernel.money import Money


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
