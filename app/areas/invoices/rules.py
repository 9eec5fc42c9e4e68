"""What an invoice adds up to, what it posts, and what its status is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.areas.invoices import errors
from app.areas.invoices.values import InvoiceLine, InvoiceStatus, InvoiceType
from app.areas.ledger.values import GL
from app.kernel.money import LARGEST_MINOR, Money, times_quantity

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
class Totals:
    subtotal: Money
    discount: Money
    tax: Money
    total: Money


def price(line: InvoiceLine, currency: str, revenue_gl: str) -> PricedLine:
    """The line's sums; a UserError where a number can't be right."""
    zero = Money.zero(currency)
    discount, tax = line.discount or zero, line.tax or zero
    if {line.unit_price.currency, discount.currency, tax.currency} != {currency}:
        raise errors.line_in_other_currency(currency)
    if not 0 < line.quantity_e4 <= QUANTITY_AT_MOST_E4:
        raise errors.quantity_out_of_range()
    if not 0 <= line.unit_price.minor <= LARGEST_MINOR:
        raise errors.price_out_of_range()
    gross = times_quantity(line.unit_price, line.quantity_e4)
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


def add_up(lines: tuple[PricedLine, ...], currency: str) -> Totals:
    """The invoice's sums; a UserError for nothing or too much."""
    zero = Money.zero(currency)
    subtotal = sum((line.gross for line in lines), zero)
    discount = sum((line.discount for line in lines), zero)
    tax = sum((line.tax for line in lines), zero)
    total = subtotal - discount + tax
    if not total:
        raise errors.worth_nothing()
    if total.minor > LARGEST_MINOR:
        raise errors.invoice_too_large()
    return Totals(subtotal, discount, tax, total)


def receivable(invoice_type: InvoiceType) -> str:
    """The GL account that an invoice of this type is owed on."""
    if invoice_type in (InvoiceType.INSURANCE, InvoiceType.INSTITUTIONAL):
        return GL.RECEIVABLE_INSURANCE
    return GL.RECEIVABLE_PATIENTS


def status(total_minor: int, due_minor: int) -> InvoiceStatus:
    """Derived from what is left to pay."""
    if due_minor < 0:
        return InvoiceStatus.CREDIT
    if due_minor == 0:
        return InvoiceStatus.PAID
    return InvoiceStatus.ISSUED if due_minor == total_minor else InvoiceStatus.PARTIAL


def is_overdue(due_minor: int, due_date: date, today: date) -> bool:
    """A mark beside the status: unpaid or part-paid after its due date."""
    return due_minor > 0 and due_date < today
