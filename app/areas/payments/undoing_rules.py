"""A payment as it stands, and which verb is legal for it: void, correct, re-allocate or refund."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.areas.drawers.values import ShiftBrief, ShiftState
from app.areas.payments import errors
from app.areas.payments.rules import OwedItem, TenderLeg
from app.areas.payments.undoing_values import VerbName
from app.areas.payments.values import AllocationWanted, Purpose, Receipt, TenderKind
from app.kernel.errors import UserError
from app.kernel.ids import (
    AccountId,
    InvoiceId,
    PaymentId,
    ReceiptId,
    ShiftId,
    TenderId,
    UserId,
)
from app.kernel.money import Money, total


@dataclass(frozen=True, slots=True)
class StoredTender:
    """`live` until another tender corrects it."""

    tender_id: TenderId
    leg_no: int
    leg: TenderLeg
    corrects_id: TenderId | None
    live: bool


@dataclass(frozen=True, slots=True)
class StoredAllocation:
    """`live` until it was taken back; what takes it back is not listed by itself."""

    allocation_id: str
    invoice_id: InvoiceId
    account_id: AccountId
    amount: Money
    purpose: Purpose
    live: bool


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """A receipt of a payment; `says` is its newest revision, the first one is number 0."""

    receipt_id: ReceiptId
    number: str
    account_id: AccountId
    says: Receipt
    revision_no: int

    @property
    def amount(self) -> Money:
        return self.says.amount


@dataclass(frozen=True, slots=True)
class StoredPayment:
    """All there is of a payment; `voided` says by whom and when."""

    payment_id: PaymentId
    number: str
    account_id: AccountId
    amount: Money
    at: datetime
    business_date: date
    station_id: str
    shift_id: ShiftId | None
    received_by: str
    tenders: tuple[StoredTender, ...]
    allocations: tuple[StoredAllocation, ...]
    receipts: tuple[StoredReceipt, ...]
    voided: tuple[str, datetime] | None

    @property
    def legs(self) -> tuple[StoredTender, ...]:
        """The tenders that hold now."""
        return tuple(tender for tender in self.tenders if tender.live)

    @property
    def shares(self) -> tuple[StoredAllocation, ...]:
        """The allocations that hold now."""
        return tuple(allocation for allocation in self.allocations if allocation.live)

    @property
    def unapplied(self) -> Money:
        """What of it goes to no invoice: credit on the account, and nothing once it is void."""
        if self.voided:
            return Money.zero(self.amount.currency)
        return self.amount - total((a.amount for a in self.shares), self.amount.currency)

    @property
    def cash(self) -> Money:
        """Cash that came in for it, rounding counted in."""
        return total(
            (t.leg.taken for t in self.legs if t.leg.kind is TenderKind.CASH),
            self.amount.currency,
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """A payment with all that decides what may be done about it, and who asks.

    `owner` is the name of who holds the drawer, or took the money without one; `others` whether the
    asker may do it in other people's drawers; `voided` by whom and when, in words.
    """

    payment: StoredPayment
    shift: ShiftBrief | None
    owner: str
    voided: tuple[str, str] | None
    asker: UserId
    others: bool
    station_id: str
    today: date


def refusal(verb: VerbName, standing: Standing) -> UserError | None:
    """Why `verb` is not legal now; None when it is."""
    return _REFUSALS[verb](standing)


def _void(standing: Standing) -> UserError | None:
    if standing.voided:
        return errors.void_already(standing.payment.number, *standing.voided)
    return _in_reach(standing, errors.shift_closed_so_refund, errors.day_over_so_refund)


def _correct(standing: Standing) -> UserError | None:
    if standing.voided:
        return errors.void_has_nothing(standing.payment.number)
    return _in_reach(standing, errors.shift_closed_so_stays, errors.day_over_so_stays)


def _reallocate(standing: Standing) -> UserError | None:
    """Moving money between invoices moves none in a drawer: it is legal at any time."""
    return errors.void_has_nothing(standing.payment.number) if standing.voided else None


def _refund(standing: Standing) -> UserError | None:
    """Money goes back by a void while the drawer is not closed, and by the back office later."""
    if standing.voided:
        return errors.void_has_nothing(standing.payment.number)
    if _void(standing) is None:
        return errors.void_instead()
    return errors.no_refunds_yet(standing.payment.number)


def _in_reach(
    standing: Standing,
    shift_closed: Callable[[str, str], UserError],
    day_over: Callable[[str], UserError],
) -> UserError | None:
    """Whether the money still lies where it was put, and this person may reach for it."""
    payment, shift = standing.payment, standing.shift
    if shift is not None and shift.state is ShiftState.CLOSED:
        return shift_closed(shift.number, payment.number)
    if shift is None and payment.business_date != standing.today:
        return day_over(payment.number)
    if payment.station_id != standing.station_id:
        return errors.taken_elsewhere(payment.number)
    if shift is None:
        mine = standing.asker == payment.received_by
        return None if mine or standing.others else errors.taken_by_another(standing.owner)
    if standing.asker == shift.user_id:
        return None
    if shift.state is ShiftState.OPEN:
        return errors.in_open_drawer_of(standing.owner, shift.number)
    return None if standing.others else errors.in_counted_drawer_of(standing.owner, shift.number)


_REFUSALS: dict[VerbName, Callable[[Standing], UserError | None]] = {
    VerbName.VOID: _void,
    VerbName.CORRECT: _correct,
    VerbName.REALLOCATE: _reallocate,
    VerbName.REFUND: _refund,
}


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
    if total((one.wanted for one in found.values()), currency) > payment.amount:
        raise errors.allocations_above_payment()
    changed = {key: one for key, one in found.items() if one.given != one.wanted}
    if not changed:
        raise errors.allocation_changes_nothing()
    return changed
