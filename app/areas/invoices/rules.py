"""What an invoice adds up to, what it posts, and what its status is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.areas.catalog.rules import WHOLE_E4, part_of
from app.areas.invoices import errors
from app.areas.invoices.values import DraftLine, InvoiceLine, InvoiceStatus, InvoiceType
from app.areas.ledger.values import GL
from app.areas.parties.values import AccountHeader, AccountStatus
from app.kernel.errors import UserError
from app.kernel.ids import derived_id
from app.kernel.money import LARGEST_MINOR, Money, times_quantity
from app.kernel.translate import later

LINES_AT_MOST = 60
"""Keeps the log record of one invoice far below 256 kB."""
QUANTITY_AT_MOST_E4 = 1_000_000 * 10_000


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with its sums: gross before discount, and what is billed."""

    line: InvoiceLine
    gross: Money
    discount: Money
    tax: Money
    total: Money
    revenue_gl: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the right to cancel depends on; `cancelled` says when and by whom, or is empty."""

    number: str
    total: Money
    due: Money
    business_date: date
    cancelled: str


@dataclass(frozen=True, slots=True)
class Totals:
    subtotal: Money
    discount: Money
    tax: Money
    total: Money


def price(
    line: InvoiceLine, currency: str, revenue_gl: str, tax_rate_e4: int | None = None
) -> PricedLine:
    """The line's sums; a UserError where a number can't be right.

    A percentage is taken of the whole line, tax of what is left: each is rounded once, half a unit
    up, and the line's total is made of the rounded parts, so that no cent is lost between them.
    """
    zero = Money.zero(currency)
    discount, tax = line.discount or zero, line.tax or zero
    if {line.unit_price.currency, discount.currency, tax.currency} != {currency}:
        raise errors.line_in_other_currency(currency)
    percent = line.discount_percent_e4
    if percent is not None and (line.discount is not None or not 0 <= percent <= WHOLE_E4):
        raise errors.discount_percent_out_of_range()
    if not 0 < line.quantity_e4 <= QUANTITY_AT_MOST_E4:
        raise errors.quantity_out_of_range()
    if not 0 <= line.unit_price.minor <= LARGEST_MINOR:
        raise errors.price_out_of_range()
    gross = times_quantity(line.unit_price, line.quantity_e4)
    if percent is not None:
        discount = part_of(gross, percent)
    if tax_rate_e4 is not None and 0 <= discount.minor <= gross.minor:
        tax = part_of(gross - discount, tax_rate_e4)
    if gross.minor > LARGEST_MINOR or tax.minor > LARGEST_MINOR:
        raise errors.invoice_too_large()
    if not 0 <= discount.minor <= gross.minor:
        raise errors.discount_out_of_range()
    if tax.minor < 0:
        raise errors.tax_negative()
    if discount and not line.discount_reason:
        raise errors.discount_without_reason()
    code = line.revenue_gl or revenue_gl
    return PricedLine(line, gross, discount, tax, gross - discount + tax, code)


def invoice_line(line: DraftLine) -> InvoiceLine:
    """What a draft's line becomes when it is issued."""
    price = line.unit_price
    if price is None:
        raise errors.line_without_price()
    return InvoiceLine(
        line.description,
        price,
        line.quantity_e4,
        discount=line.discount,
        discount_reason=line.discount_reason,
        service_date=line.service_date,
        code=line.code,
        modifiers=line.modifiers,
        diagnosis_codes=line.diagnosis_codes,
        revenue_gl=line.revenue_gl,
        discount_percent_e4=line.discount_percent_e4,
        tax_class=line.tax_class,
    )


def add_up(lines: tuple[PricedLine, ...], currency: str) -> Totals:
    """The invoice's sums; a UserError for nothing or too much."""
    totals = sums(lines, currency)
    if not totals.total:
        raise errors.worth_nothing()
    return totals


def sums(lines: tuple[PricedLine, ...], currency: str) -> Totals:
    """What lines add up to, nothing too; a UserError for too much."""
    zero = Money.zero(currency)
    subtotal = sum((line.gross for line in lines), zero)
    discount = sum((line.discount for line in lines), zero)
    tax = sum((line.tax for line in lines), zero)
    total = subtotal - discount + tax
    if total.minor > LARGEST_MINOR:
        raise errors.invoice_too_large()
    return Totals(subtotal, discount, tax, total)


def receivable(invoice_type: InvoiceType) -> str:
    """The GL account that an invoice of this type is owed on."""
    if invoice_type in (InvoiceType.INSURANCE, InvoiceType.INSTITUTIONAL):
        return GL.RECEIVABLE_INSURANCE
    return GL.RECEIVABLE_PATIENTS


def status(total_minor: int, due_minor: int, *, cancelled: bool = False) -> InvoiceStatus:
    """Derived from what is left to pay, and from whether it was taken back."""
    if cancelled:
        return InvoiceStatus.CANCELLED
    if due_minor < 0:
        return InvoiceStatus.CREDIT
    if due_minor == 0:
        return InvoiceStatus.PAID
    return InvoiceStatus.ISSUED if due_minor == total_minor else InvoiceStatus.PARTIAL


def is_overdue(due_minor: int, due_date: date, today: date) -> bool:
    """A mark beside the status: unpaid or part-paid after its due date."""
    return due_minor > 0 and due_date < today


_S = InvoiceStatus
STATUS_WORDS: dict[str, dict[InvoiceStatus, str]] = {
    "issued_cancelled": {
        _S.DRAFT: later("draft"),
        _S.ISSUED: later("issued"),
        _S.PARTIAL: later("partly paid"),
        _S.PAID: later("paid"),
        _S.CREDIT: later("in credit"),
        _S.CANCELLED: later("cancelled"),
    },
    "sent_void": {
        _S.DRAFT: later("draft"),
        _S.ISSUED: later("sent"),
        _S.PARTIAL: later("partial"),
        _S.PAID: later("paid"),
        _S.CREDIT: later("credit"),
        _S.CANCELLED: later("void"),
    },
    "pending_cancelled": {
        _S.DRAFT: later("draft"),
        _S.ISSUED: later("pending"),
        _S.PARTIAL: later("partial"),
        _S.PAID: later("paid"),
        _S.CREDIT: later("credit"),
        _S.CANCELLED: later("cancelled"),
    },
}
"""What a practice calls each state, by the setting billing.status_words."""


def refuse_charges(header: AccountHeader) -> None:
    """A UserError for an account that takes no new invoices; it still takes payments."""
    if header.status is AccountStatus.CLOSED:
        raise errors.account_closed(header.account_number)


def limit_passed(header: AccountHeader, owed: Money, total: Money) -> Money | None:
    """What the account would owe if that passes its credit limit, else None."""
    after = owed + total
    limit = header.credit_limit
    return after if limit is not None and after > limit else None


def cancel_refusal(view: Standing) -> UserError | None:
    """Why an invoice can't be cancelled by anybody now; None when it may be asked for."""
    if view.cancelled:
        return errors.cancelled_already(view.number, view.cancelled)
    if view.due != view.total:
        return errors.paid_or_changed(view.number, view.total - view.due)
    return None


def brought_id(source: str, what: str, key: str, *window: str) -> str:
    """The id that money of an old system gets at a window: `what` is invoice or balance, `key` what
    the source calls it.
    """
    return derived_id("import", source, what, key, *window)
