"""Where a refund stands by its steps, what another person has to agree to, and the way it goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.areas.payments.undoing_rules import (
    StoredAllocation,
    StoredPayment,
    StoredTender,
    TakenOff,
    take_off,
)
from app.areas.payments.values import TenderKind
from app.areas.refunds import errors
from app.areas.refunds.values import Need, RefundMethod, RefundMoved, RefundStatus, StepName
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.ids import (
    AccountId,
    BankAccountId,
    GatewayId,
    InvoiceId,
    PaymentId,
    ReasonId,
    RefundId,
    ShiftId,
    TenderId,
    UserId,
)
from app.kernel.money import Money
from app.kernel.translate import later, t

FROM_BANK = (RefundMethod.CHECK, RefundMethod.ACH, RefundMethod.WIRE, RefundMethod.OTHER)


@dataclass(frozen=True, slots=True)
class StoredPart:
    """So much of one tender of one payment."""

    payment_id: PaymentId
    tender_id: TenderId
    method: str
    kind: TenderKind
    amount: Money


@dataclass(frozen=True, slots=True)
class StoredStep:
    """One step; `by` is who decided it, also where somebody else's hand did it at the desk."""

    step_id: str
    step: StepName
    station_id: str
    at: datetime
    business_date: date
    made_by: UserId
    by: UserId
    method: RefundMethod
    amount: Money
    shift_id: ShiftId | None
    movement_id: str | None
    rounding: Money | None
    gl_code: str
    bank_account_id: BankAccountId | None
    bank: str
    check_number: str
    reference: str
    happened_on: date | None
    gateway_ref: str
    gateway_key: str
    code: str
    reason: str
    note: str
    told_how: str
    reverses_id: str | None


@dataclass(frozen=True, slots=True)
class StoredRefund:
    """All there is of a refund."""

    refund_id: RefundId
    number: str
    account_id: AccountId
    payment_id: PaymentId | None
    amount: Money
    method: RefundMethod
    reason_id: ReasonId
    reason: str
    description: str
    detected_on: date
    due_on: date
    owed_again: bool
    invoice_ids: tuple[InvoiceId, ...]
    approvals_needed: int
    needs: tuple[Need, ...]
    payee_name: str
    payee_address: str
    gateway_id: GatewayId | None
    charge_ref: str
    at: datetime
    business_date: date
    station_id: str
    requested_by: UserId
    parts: tuple[StoredPart, ...]
    steps: tuple[StoredStep, ...]

    def last(self, *names: StepName) -> StoredStep | None:
        """The latest step of these kinds."""
        return next((step for step in reversed(self.steps) if step.step in names), None)

    @property
    def approvals(self) -> tuple[StoredStep, ...]:
        return tuple(step for step in self.steps if step.step is StepName.APPROVED)

    @property
    def booked(self) -> StoredStep | None:
        """The step that took its money from where it lay; None once that is taken back."""
        given_up = any(
            step.step is StepName.CANCELLED and step.reverses_id is not None for step in self.steps
        )
        twice = {step.reverses_id for step in self.steps if step.step is StepName.UNBOOKED}
        standing = (
            step
            for step in reversed(self.steps)
            if step.step is StepName.BOOKED and step.step_id not in twice
        )
        return None if given_up else next(standing, None)

    @property
    def paid(self) -> StoredStep | None:
        """The step that gave the money; None before, and once it came back."""
        back = {step.reverses_id for step in self.steps if step.step is StepName.FAILED}
        standing = (
            step
            for step in reversed(self.steps)
            if step.step is StepName.PAID and step.step_id not in back
        )
        return next(standing, None)

    @property
    def came_back(self) -> bool:
        """Whether what failed last was given before."""
        failed = self.last(StepName.FAILED)
        paid = {step.step_id for step in self.steps if step.step is StepName.PAID}
        return failed is not None and failed.reverses_id in paid

    @property
    def at_processor(self) -> StoredStep | None:
        """The step that asked the card's processor, while nobody knows its answer."""
        answered = {step.reverses_id for step in self.steps}
        waiting = (
            step
            for step in self.steps
            if step.step is StepName.PROCESSED and step.step_id not in answered
        )
        return next(waiting, None)

    @property
    def status(self) -> RefundStatus:
        """As the recipe of the view says it in SQL (`checks.recipes`)."""
        if self.paid is not None:
            return RefundStatus.COMPLETED
        if self.last(StepName.CANCELLED, StepName.DECLINED) is not None:
            return RefundStatus.CANCELLED
        if self.at_processor is not None:
            return RefundStatus.PROCESSED
        if self.last(StepName.FAILED) is not None:
            return RefundStatus.FAILED
        return RefundStatus.PENDING if self.booked is None else RefundStatus.APPROVED

    @property
    def of_card(self) -> bool:
        """Whether any of it was paid by card."""
        return any(part.kind is TenderKind.CARD for part in self.parts)


def usual_method(method: str, kind: TenderKind) -> RefundMethod:
    """The way back of money that came by this tender."""
    if kind is TenderKind.CASH:
        return RefundMethod.CASH
    if kind is TenderKind.CHECK:
        return RefundMethod.CHECK
    if kind is TenderKind.CARD:
        return RefundMethod.CARD_REVERSAL
    known = {"ach": RefundMethod.ACH, "eft": RefundMethod.ACH, "wire": RefundMethod.WIRE}
    return known.get(method, RefundMethod.OTHER)


_WORDS = {
    RefundMethod.CASH: later("Cash"),
    RefundMethod.CHECK: later("Check"),
    RefundMethod.CARD_REVERSAL: later("Back to the card"),
    RefundMethod.ACH: later("ACH"),
    RefundMethod.WIRE: later("Wire"),
    RefundMethod.OTHER: later("Other transfer"),
}
_STATUS = {
    RefundStatus.PENDING: later("to be agreed to"),
    RefundStatus.APPROVED: later("to be given back"),
    RefundStatus.PROCESSED: later("being processed"),
    RefundStatus.COMPLETED: later("given back"),
    RefundStatus.CANCELLED: later("cancelled"),
    RefundStatus.FAILED: later("failed"),
}


def method_words(method: RefundMethod) -> str:
    return t(_WORDS[method])


def status_words(status: RefundStatus) -> str:
    return t(_STATUS[status])


# ------------------------------------------------------------------------------ who has to agree


@dataclass(frozen=True, slots=True)
class Policy:
    """What the practice set about refunds; amounts are minor units, None for never."""

    approval_over: int
    every: bool
    second_over: int | None
    check_days: int
    within_days: int
    small_balance: int = 0


def needs_of(
    amount: Money,
    earlier: Money,
    policy: Policy,
    *,
    may_pay: bool,
    cash_for_card: bool,
    early: bool,
) -> tuple[Need, ...]:
    """Why others have to agree. `earlier` is what was given to the account that day without
    anybody's word: cutting a refund in two takes nobody's eye off it.
    """
    needs = []
    if (amount + earlier).minor > policy.approval_over:
        needs.append(Need.OVER)
    if policy.every:
        needs.append(Need.EVERY)
    if not may_pay:
        needs.append(Need.RIGHT)
    if cash_for_card:
        needs.append(Need.CASH_FOR_CARD)
    if early:
        needs.append(Need.EARLY)
    if policy.second_over is not None and amount.minor > policy.second_over:
        needs.append(Need.SECOND)
    return tuple(needs)


def approvals_for(needs: Sequence[Need]) -> int:
    """By how many other people."""
    if not needs:
        return 0
    return 2 if Need.SECOND in needs else 1


def need_words(need: Need, over: Money | None = None) -> str:
    if need is Need.OVER and over is not None:
        return t("It is over {amount}.", amount=format_money(over, code=True))
    return {
        Need.OVER: t("It is over the limit, counted with what else went back that day."),
        Need.EVERY: t("Every refund is agreed to by a manager here."),
        Need.RIGHT: t("Whoever asked may not give refunds alone."),
        Need.SECOND: t("A second person agrees to so much."),
        Need.CASH_FOR_CARD: t("It was paid by card and goes back in cash."),
        Need.EARLY: t("The check it came by may still come back from the bank."),
    }[need]


# --------------------------------------------------------------------------- out of which tender

_ORDER = {TenderKind.CARD: 0, TenderKind.CASH: 1, TenderKind.CHECK: 2, TenderKind.OTHER: 3}


def in_order(payment: StoredPayment) -> list[StoredTender]:
    """The tenders money can go back of: a card first, then as they were taken."""
    live = [tender for tender in payment.legs if payment.refundable(tender).minor > 0]
    return sorted(live, key=lambda tender: (_ORDER[tender.leg.kind], tender.leg_no))


def cut(
    payment: StoredPayment, tenders: Iterable[StoredTender], amount: Money, method: RefundMethod
) -> tuple[StoredPart, ...]:
    """`amount` out of these tenders, those that came the way it goes first; less where there is
    not so much.
    """
    left, parts = amount, []
    same = sorted(tenders, key=lambda one: usual_method(one.leg.method, one.leg.kind) is not method)
    for tender in same:
        piece = min(left, payment.refundable(tender))
        if piece.minor > 0:
            leg = tender.leg
            parts.append(
                StoredPart(payment.payment_id, tender.tender_id, leg.method, leg.kind, piece)
            )
            left = left - piece
    return tuple(parts)


def taken_from(
    payment: StoredPayment, amount: Money, first: Sequence[InvoiceId], *, credit_only: bool
) -> TakenOff:
    """Where the money lies: credit and then the newest allocations, unless invoices are named."""
    none = Money.zero(amount.currency)
    if credit_only:
        return TakenOff(amount, ())
    if not first:
        return take_off(payment, amount)
    left = amount
    shares: list[tuple[StoredAllocation, Money]] = []
    for invoice_id in first:
        for share in payment.shares:
            part = min(share.amount, left) if share.invoice_id == invoice_id else none
            if part:
                shares.append((share, part))
                left = left - part
    credit = min(max(payment.unapplied, none), left)
    left = left - credit
    for share in reversed(payment.shares):
        part = min(share.amount, left) if share.invoice_id not in first else none
        if part:
            shares.append((share, part))
            left = left - part
    return TakenOff(credit + left, tuple(shares))


# ------------------------------------------------------------------------------------ what is legal


def refuse_unless(refund: StoredRefund, *statuses: RefundStatus) -> None:
    """A UserError that says why a refund that is not in one of `statuses` can't go on so."""
    if refund.status in statuses:
        return
    raise why_not(refund)


def why_not(refund: StoredRefund) -> UserError:
    """What stands in the way, by where the refund stands."""
    return {
        RefundStatus.PENDING: errors.not_approved_yet,
        RefundStatus.APPROVED: errors.not_paid_yet,
        RefundStatus.PROCESSED: errors.at_the_processor,
        RefundStatus.COMPLETED: errors.paid_already,
        RefundStatus.CANCELLED: errors.cancelled_already,
        RefundStatus.FAILED: errors.not_paid_yet,
    }[refund.status](refund.number)


# ------------------------------------------------------------------------------- what to do now


def next_words(refund: StoredRefund) -> str:
    """What happens next, in one sentence."""
    amount = format_money(refund.amount, code=True)
    if refund.status is RefundStatus.PENDING:
        return t(
            "Refund {number} for {amount} waits for another person to agree.",
            number=refund.number,
            amount=amount,
        )
    if refund.status is RefundStatus.COMPLETED:
        return t("{amount} was given back.", amount=amount)
    if refund.status is RefundStatus.CANCELLED:
        return t("Refund {number} is cancelled.", number=refund.number)
    if refund.status is RefundStatus.PROCESSED:
        return t("The card’s processor is at it. How it ends is entered by itself.")
    if refund.status is RefundStatus.FAILED:
        return t(
            "{what} {amount} is owed to the patient: give it another way, or leave it as credit.",
            what=t("It came back.") if refund.came_back else t("Nothing was given back."),
            amount=amount,
        )
    return {
        RefundMethod.CASH: t("Give {amount} in cash out of your drawer.", amount=amount),
        RefundMethod.CHECK: t("Write a check for {amount}, and enter its number.", amount=amount),
        RefundMethod.CARD_REVERSAL: t("Give {amount} back to the card.", amount=amount),
    }.get(refund.method, t("Send {amount}, and enter the number of the transfer.", amount=amount))


def moved(refund: StoredRefund, receipt_id: str | None = None) -> RefundMoved:
    return RefundMoved(
        refund.refund_id,
        refund.number,
        refund.status,
        refund.amount,
        next_words(refund),
        receipt_id,
    )
