"""What must hold of the lines of invoices: what each costs, and that they add up to the invoice."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, func, literal_column, or_, select

from app.areas.invoices import schema
from app.kernel.translate import t
from app.storage.checking import Check, amount, rows_check
from app.storage.glances import ByParent, at_a_glance, how_many
from app.storage.tables import counted

_invoice, _line = counted(schema.invoice), counted(schema.invoice_line)
_i, _l = _invoice.c, _line.c
# Half a unit rounded up, as `times_quantity` does; prices are not negative.
GROSS: Any = (_l.unit_price_minor * _l.quantity_e4 + 5_000) // literal_column("10000", Integer)
_MISPRICED = _l.total_minor != GROSS - _l.discount_minor + _l.tax_minor
_ADDED_WRONG = (
    _i.total_minor != _i.subtotal_minor - _i.discount_minor + _i.adjustment_minor + _i.tax_minor
)


def checks() -> tuple[Check, ...]:
    """The promises of lines."""
    by_invoice = ByParent(
        "lines by invoice",
        ("invoice", "invoice_line"),
        _l.invoice_id,
        _invoice,
        {
            "mispriced": how_many(_MISPRICED) > 0,
            "odd": or_(
                func.count() != func.max(_l.line_no),
                func.count(_l.line_no.distinct()) != func.max(_l.line_no),
                func.sum(_l.total_minor) != _i.total_minor - _i.adjustment_minor,
                func.sum(_l.discount_minor) != _i.discount_minor,
                func.sum(_l.tax_minor) != _i.tax_minor,
                how_many(_l.currency != _i.currency) > 0,
                _ADDED_WRONG,
            ),
        },
    )
    return (
        at_a_glance(_lines(), by_invoice.without("mispriced")),
        at_a_glance(_sums(), by_invoice.without("odd")),
    )


def _lines() -> Check:
    broken = select(_l.line_number).where(
        or_(
            ~select(literal_column("1")).where(_i.id == _l.invoice_id).exists(),
            _MISPRICED,
        )
    )
    return rows_check(
        "invoices.lines",
        "Every invoice line belongs to an invoice and is priced right.",
        broken,
        lambda number: t(
            "Invoice line {number} has no invoice, or its total is not its price "
            "times its quantity, less discount, plus tax.",
            number=number,
        ),
    )


def _sums() -> Check:
    lines = (
        select(
            _l.invoice_id,
            func.count().label("lines"),
            func.max(_l.line_no).label("last"),
            func.count(_l.line_no.distinct()).label("numbers"),
            func.sum(_l.total_minor).label("total"),
            func.sum(_l.discount_minor).label("discount"),
            func.sum(_l.tax_minor).label("tax"),
            func.min(_l.currency).label("low"),
            func.max(_l.currency).label("high"),
        )
        .group_by(_l.invoice_id)
        .subquery("lines")
    )
    s = lines.c
    broken = or_(
        s.invoice_id.is_(None),
        s.lines != s.last,
        s.numbers != s.last,
        s.total != _i.total_minor - _i.adjustment_minor,
        s.discount != _i.discount_minor,
        s.tax != _i.tax_minor,
        s.low != _i.currency,
        s.high != _i.currency,
        _ADDED_WRONG,
    )
    return rows_check(
        "invoices.sums",
        "Every invoice is the sum of its lines.",
        select(_i.number, _i.total_minor, func.coalesce(s.total, 0), _i.currency)
        .select_from(_invoice)
        .outerjoin(lines, s.invoice_id == _i.id)
        .where(broken),
        lambda number, total, lines, currency: t(
            "Invoice {number} for {total} does not agree with its lines ({lines}).",
            number=number,
            total=amount(total, currency),
            lines=amount(lines, currency),
        ),
    )
