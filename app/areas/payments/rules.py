"""How a payment is allocated, what change is due, and which sums to ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.areas.payments import errors
from app.areas.payments.values import AllocationWanted, Purpose
from app.kernel.ids import InvoiceId
from app.kernel.money import LARGEST_MINOR, Money, total


@dataclass(frozen=True, slots=True)
class OwedItem:
    """An open invoice as allocation sees it."""

    invoice_id: InvoiceId
    number: str
    invoice_date: date
    due: Money


@dataclass(frozen=True, slots=True)
class Share:
    """So much of a payment to this item."""

    item: OwedItem
    amount: Money
    purpose: Purpose

    @property
    def left(self) -> Money:
        return self.item.due - self.amount


def allocate_oldest_first(
    amount: Money,
    owed: Sequence[OwedItem],
    chosen: Sequence[InvoiceId] = (),
    purpose: Purpose = Purpose.BALANCE,
) -> tuple[tuple[Share, ...], Money]:
    """Cut `amount` to the chosen invoices in their order, then the oldest; and what is left over.

    `owed` stands oldest first. No share exceeds what its invoice owes.
    """
    by_id = {item.invoice_id: item for item in owed}
    order = list(dict.fromkeys([*(i for i in chosen if i in by_id), *by_id]))
    shares, left = [], amount
    for invoice_id in order:
        part = min(left, by_id[invoice_id].due)
        if part:
            shares.append(Share(by_id[invoice_id], part, purpose))
            left = left - part
    return tuple(shares), left


def allocate_as_wanted(
    amount: Money, owed: Sequence[OwedItem], wanted: Sequence[AllocationWanted]
) -> tuple[tuple[Share, ...], Money]:
    """The allocation a person typed, checked against what is owed; and what is left over."""
    by_id = {item.invoice_id: item for item in owed}
    shares: dict[InvoiceId, Share] = {}
    for want in wanted:
        item = by_id.get(want.invoice_id)
        if item is None:
            raise errors.invoice_not_owed()
        if want.amount.currency != amount.currency:
            raise errors.account_in_other_currency(amount.currency, "allocations")
        if want.invoice_id in shares or want.amount.minor <= 0:
            raise errors.allocation_twice_or_not_positive()
        if want.amount > item.due:
            raise errors.allocation_above_due(item.number, item.due)
        shares[want.invoice_id] = Share(item, want.amount, want.purpose)
    used = total((share.amount for share in shares.values()), amount.currency)
    if used > amount:
        raise errors.allocations_above_payment()
    return tuple(shares.values()), amount - used


def refuse_amount(amount: Money, currency: str) -> None:
    """A UserError unless `amount` can be paid."""
    if amount.currency != currency:
        raise errors.account_in_other_currency(currency, "amount")
    if amount.minor <= 0:
        raise errors.amount_not_positive()
    if amount.minor > LARGEST_MINOR:
        raise errors.sum_too_large("amount")


def change_of(amount: Money, given: Money | None) -> Money:
    """What goes back to the person who gave `given`; a UserError when it is not enough."""
    if given is None:
        return Money.zero(amount.currency)
    if given.currency != amount.currency:
        raise errors.cash_in_other_currency(amount.currency)
    if given < amount:
        raise errors.cash_missing(amount - given)
    if given.minor > LARGEST_MINOR:
        raise errors.sum_too_large("given")
    return given - amount


def change_is_odd(change: Money, largest_note: Money) -> bool:
    """Nobody hands over a note that comes straight back: such change is a typing mistake or a
    scan.
    """
    return change >= largest_note


def quick_amounts(due: Money, notes: Sequence[Money], most: int = 3) -> tuple[Money, ...]:
    """Round sums a person is likely to hand over for `due`: next multiples of each note, smallest
    first.

    `notes` are the notes in use, coins left out; small ones beside a large sum are passed over, and
    the exact sum is not among them.
    """
    found: set[int] = set()
    for note in notes:
        if note.minor * 10 < due.minor:
            continue
        multiple = -(-due.minor // note.minor) * note.minor
        if multiple > due.minor:
            found.add(multiple)
    return tuple(Money(minor, due.currency) for minor in sorted(found)[:most])


def age_group(place: int, edges: Sequence[int]) -> str:
    """The words of an age group by its place: `0–30`, `31–60`, … `> 120` days."""
    if place == len(edges):
        return f"> {edges[-1]}"
    return f"{edges[place - 1] + 1 if place else 0}–{edges[place]}"
