"""To which invoices a payment goes when it is spread anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.areas.payments import errors
from app.areas.payments.rules import OwedItem
from app.areas.payments.undoing_rules import StoredPayment
from app.areas.payments.values import AllocationWanted, Purpose
from app.kernel.ids import AccountId, InvoiceId
from app.kernel.money import Money, total


@dataclass(frozen=True, slots=True)
class Target:
    """What a payment gives to an invoice now, and what it shall give."""

    account_id: AccountId
    given: Money
    wanted: Money
    purpose: Purpose


def targets(
    payment: StoredPayment, asked: Sequence[tuple[AllocationWanted, OwedItem]]
) -> dict[InvoiceId, Target]:
    """Every invoice whose share of the payment changes, checked against what it owes.

    An invoice that is not asked for gets nothing any more.
    """
    currency = payment.amount.currency
    none = Money.zero(currency)
    found: dict[InvoiceId, Target] = {}
    for share in payment.shares:
        before = found.get(share.invoice_id)
        given = share.amount + before.given if before else share.amount
        found[share.invoice_id] = Target(share.account_id, given, none, share.purpose)
    seen: set[InvoiceId] = set()
    for want, item in asked:
        had = found.get(want.invoice_id, Target(payment.account_id, none, none, want.purpose))
        if {want.amount.currency, item.due.currency} != {currency}:
            raise errors.account_in_other_currency(currency, "allocations")
        if want.invoice_id in seen or want.amount.minor <= 0:
            raise errors.allocation_twice_or_not_positive()
        if want.amount - had.given > item.due:
            raise errors.allocation_above_due(item.number, item.due + had.given)
        seen.add(want.invoice_id)
        account_id = item.account_id or payment.account_id
        found[want.invoice_id] = Target(account_id, had.given, want.amount, want.purpose)
    if total((one.wanted for one in found.values()), currency) > payment.stands:
        raise errors.allocations_above_payment()
    changed = {key: one for key, one in found.items() if one.given != one.wanted}
    if not changed:
        raise errors.allocation_changes_nothing()
    return changed
