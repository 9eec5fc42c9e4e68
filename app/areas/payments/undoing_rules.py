"""A payment as it stands, and which verb is legal for it: void, correct, re-allocate or refund."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from app.areas.drawers.values import ShiftBrief, ShiftState
from app.areas.ledger.values import GL
from app.areas.payments import errors, refunded_errors, returned_errors
from app.areas.payments.crediting_values import OPENING
from app.areas.payments.rules import TenderLeg
from app.areas.payments.undoing_values import RefundOnPayment, VerbName
from app.areas.payments.values import (
    PaymentStatus,
    Purpose,
    Receipt,
    TenderKind,
)
from app.kernel.errors import UserError, ensure
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
class StoredReturn:
    """The return of a check that stands, and everything taking it back needs to know of it;
    `reason` is the bank's, in words.
    """

    return_id: str
    amount: Money
    bank_date: date
    bank_reason: str
    place: str
    gl_code: str
    deposit_id: str | None
    fee: Money
    fee_invoice_id: InvoiceId | None
    flag_id: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredTender:
    """`live` until another tender corrects it; `held` is the number of the deposit it is in.

    `charge_ref` is the processor's id of the charge where a card was charged through a reader.
    """

    tender_id: TenderId
    leg_no: int
    leg: TenderLeg
    corrects_id: TenderId | None
    live: bool
    returned: StoredReturn | None = None
    held: str = ""
    gateway: str = ""
    charge_ref: str = ""


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
    """All there is of a payment; `voided` says by whom and when, `refunded` what of it goes back;
    `refunds` are those too that nobody agreed to yet.
    """

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
    refunded: Money
    refunds: tuple[RefundOnPayment, ...] = ()

    @property
    def legs(self) -> tuple[StoredTender, ...]:
        """The tenders that hold now: neither corrected nor returned by the bank."""
        return tuple(tender for tender in self.tenders if tender.live and not tender.returned)

    @property
    def brought_forward(self) -> bool:
        """Whether it is credit of an old system: no money came in for it here."""
        return any(tender.leg.method == OPENING for tender in self.legs)

    @property
    def returned(self) -> tuple[StoredTender, ...]:
        """The checks of it that the bank did not pay."""
        return tuple(tender for tender in self.tenders if tender.returned)

    @property
    def stands(self) -> Money:
        """What it is worth: its amount less returned checks and what was refunded."""
        lost = total((tender.leg.amount for tender in self.returned), self.amount.currency)
        return self.amount - lost - self.refunded

    @property
    def status(self) -> PaymentStatus:
        if self.voided:
            return PaymentStatus.VOID
        if self.returned:
            return PaymentStatus.RETURNED
        if not self.refunded:
            return PaymentStatus.COMPLETED
        whole = self.stands.minor <= 0
        return PaymentStatus.REFUNDED if whole else PaymentStatus.PART_REFUNDED

    def refundable(self, tender: StoredTender) -> Money:
        """What may still go back of one tender, whatever was only asked for counted as gone."""
        gone = (one.amount for one in self.refunds if one.tender_id == tender.tender_id)
        return tender.leg.amount - total(gone, self.amount.currency)

    @property
    def shares(self) -> tuple[StoredAllocation, ...]:
        """The allocations that hold now."""
        return tuple(allocation for allocation in self.allocations if allocation.live)

    @property
    def unapplied(self) -> Money:
        """What of it goes to no invoice: credit on the account, and nothing once it is void."""
        if self.voided:
            return Money.zero(self.amount.currency)
        return self.stands - total((a.amount for a in self.shares), self.amount.currency)

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
    if standing.payment.returned:
        return _came_back(standing.payment)
    reach = _in_reach(standing, errors.shift_closed_so_refund, errors.day_over_so_refund)
    return reach or _undoable(standing.payment)


def _correct(standing: Standing) -> UserError | None:
    if standing.voided:
        return errors.void_has_nothing(standing.payment.number)
    if standing.payment.returned:
        return _came_back(standing.payment)
    if standing.payment.brought_forward:
        return errors.credit_stays(standing.payment.number)
    reach = _in_reach(standing, errors.shift_closed_so_stays, errors.day_over_so_stays)
    return reach or _undoable(standing.payment)


def _undoable(payment: StoredPayment) -> UserError | None:
    """A check that lies in a bag stays what it is until it is taken out; a card that was charged
    through a reader is given back by its processor, and what a refund is on stays as it was.
    """
    for tender in payment.legs:
        if tender.held:
            return returned_errors.lies_in_bag(tender.leg.check_number, tender.held)
    if payment.refunds:
        return refunded_errors.refund_on_it(payment.number, payment.refunds[0].number)
    if any(tender.charge_ref for tender in payment.legs):
        return refunded_errors.charged_so_refund(payment.number)
    return None


def _reallocate(standing: Standing) -> UserError | None:
    """Moving money between invoices moves none in a drawer: it is legal at any time."""
    if standing.voided:
        return errors.void_has_nothing(standing.payment.number)
    return None if standing.payment.stands.minor > 0 else _nothing_stands(standing.payment)


def _refund(standing: Standing) -> UserError | None:
    """Money goes back by a void while the drawer is not closed, and by a refund later; credit of an
    old system is owed to the patient, so that it goes back at any time.
    """
    payment, shift = standing.payment, standing.shift
    if standing.voided:
        return errors.void_has_nothing(payment.number)
    if not any(payment.refundable(leg).minor > 0 for leg in payment.legs):
        return _nothing_stands(payment)
    if not payment.brought_forward and _void(standing) is None:
        return errors.void_instead()
    if shift and shift.state is not ShiftState.CLOSED and _undoable(payment) is None:
        return refunded_errors.void_by_owner(standing.owner, shift.number)
    return None


def _return_check(standing: Standing) -> UserError | None:
    """Legal once the check left the drawer it was put into: before that it is voided."""
    payment, shift = standing.payment, standing.shift
    if standing.voided:
        return errors.void_has_nothing(payment.number)
    if not any(is_check(tender) for tender in payment.legs):
        if payment.returned:
            return _returned_already(payment, payment.returned[0])
        return returned_errors.no_check(payment.number)
    if shift is not None and shift.state is not ShiftState.CLOSED:
        return returned_errors.void_instead(payment.number, shift.number)
    return None


def _came_back(payment: StoredPayment) -> UserError:
    return returned_errors.came_back(payment.returned[0].leg.check_number, payment.number)


def _nothing_stands(payment: StoredPayment) -> UserError:
    if not payment.returned:
        return refunded_errors.all_refunded(payment.number)
    return returned_errors.nothing_stands(payment.returned[0].leg.check_number, payment.number)


def _returned_already(payment: StoredPayment, tender: StoredTender) -> UserError | None:
    back, check = tender.returned, tender.leg.check_number
    if back is None:
        return None
    return returned_errors.returned_already(check, payment.number, back.bank_date)


def _take_back_return(standing: Standing) -> UserError | None:
    if standing.payment.returned:
        return None
    return returned_errors.none_returned(standing.payment.number)


def is_check(tender: StoredTender) -> bool:
    """Whether a bank can send it back: a check, or what lies with the checks."""
    return tender.leg.kind is TenderKind.CHECK or tender.leg.gl_code == GL.UNDEPOSITED_CHECKS


def return_refusal(standing: Standing, tender: StoredTender) -> UserError | None:
    """Why this tender can't be entered as returned; None when it can."""
    if not tender.live:
        return errors.corrected_already()
    if tender.returned:
        return _returned_already(standing.payment, tender)
    if not is_check(tender) and not standing.voided:
        return returned_errors.no_check(standing.payment.number)
    return _return_check(standing)


def _in_reach(
    standing: Standing,
    shift_closed: Callable[[str, str], UserError],
    day_over: Callable[[str], UserError],
) -> UserError | None:
    """Whether the money still lies where it was put, and this person may reach for it. Credit of an
    old system lies nowhere: it is taken back on any day.
    """
    payment, shift = standing.payment, standing.shift
    day_counts = shift is None and not payment.brought_forward
    if shift is not None and shift.state is ShiftState.CLOSED:
        return shift_closed(shift.number, payment.number)
    if day_counts and payment.business_date != standing.today:
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
    VerbName.RETURN_CHECK: _return_check,
    VerbName.TAKE_BACK_RETURN: _take_back_return,
}


@dataclass(frozen=True, slots=True)
class TakenOff:
    """What a returned check is taken from: credit, and so much of each allocation."""

    credit: Money
    shares: tuple[tuple[StoredAllocation, Money], ...]


def take_off(payment: StoredPayment, amount: Money) -> TakenOff:
    """`amount` out of what the payment has left over, then out of its newest allocations. What was
    refunded before its check came back is owed: the credit goes below nothing.
    """
    credit = min(max(payment.unapplied, Money.zero(amount.currency)), amount)
    left, shares = amount - credit, []
    for share in reversed(payment.shares):
        part = min(share.amount, left)
        if part:
            shares.append((share, part))
            left = left - part
    ensure(not left or bool(payment.refunded), "a payment has at least what its checks brought")
    return TakenOff(credit + left, tuple(shares))
