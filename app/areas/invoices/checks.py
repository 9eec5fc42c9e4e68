"""What must hold of invoices: their sums, and that the ledger says the same as they do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Integer, case, func, literal_column, or_, select

from app.areas.invoices import schema
from app.areas.ledger.checks import entries_of, posted_for
from app.areas.ledger.values import GL
from app.areas.parties.schema import account
from app.kernel.translate import t
from app.storage.checking import Check, agreement, amount, rows_check
from app.storage.search import compact
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_invoice, _line = counted(schema.invoice), counted(schema.invoice_line)
_i, _l = _invoice.c, _line.c
# Half a unit rounded up, as `times_quantity` does; prices are not negative.
_GROSS: Any = (_l.unit_price_minor * _l.quantity_e4 + 5_000) // literal_column("10000", Integer)
_OWED_ON = case(
    (
        or_(_i.invoice_type == "insurance", _i.invoice_type == "institutional"),
        GL.RECEIVABLE_INSURANCE,
    ),
    else_=GL.RECEIVABLE_PATIENTS,
)
_KEYS = Read(select(_i.number, _i.reference, _i.id, _i.account_id))


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    return (_lines(), _sums(), _entries(), _postings(), _accounts())


def _lines() -> Check:
    broken = select(_l.line_number).where(
        or_(
            ~select(literal_column("1")).where(_i.id == _l.invoice_id).exists(),
            _l.total_minor != _GROSS - _l.discount_minor + _l.tax_minor,
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
        _i.total_minor
        != _i.subtotal_minor - _i.discount_minor + _i.adjustment_minor + _i.tax_minor,
    )
    return rows_check(
        "invoices.sums",
        "Every invoice is the sum of its lines.",
        select(_i.number, _i.total_minor, func.coalesce(s.total, 0), _i.currency)
        .select_from(_invoice)
        .outerjoin(lines, s.invoice_id == _i.id)
        .where(broken),
        lambda number, total, lines, currency: t(
            "Invoice {number} over {total} does not agree with its lines ({lines}).",
            number=number,
            total=amount(total, currency),
            lines=amount(lines, currency),
        ),
    )


def _entries() -> Check:
    """One entry an invoice, one invoice an entry, on the same day in the same currency."""
    entries = entries_of("invoice")
    s = entries.c
    broken = or_(
        s.entries.is_(None), s.entries != 1, s.day != _i.business_date, s.currency != _i.currency
    )
    return rows_check(
        "invoices.entries",
        "Every invoice has exactly one journal entry.",
        select(_i.number, func.coalesce(s.entries, 0))
        .select_from(_invoice)
        .outerjoin(entries, s.source_id == _i.id)
        .where(broken),
        lambda number, count: t(
            "Invoice {number} has {count} journal entries, or one of another day or currency.",
            number=number,
            count=count,
        ),
    )


def _postings() -> Check:
    """The ledger has what the invoice says, GL account by GL account."""
    none: Any = literal_column("NULL")

    def leg(code: Any, minor: Any, invoice: Any = none, account_id: Any = none) -> list[Any]:
        return [
            _i.id.label("source"),
            code.label("gl"),
            invoice.label("invoice"),
            account_id.label("account"),
            _i.currency.label("currency"),
            minor.label("minor"),
        ]

    expected = (
        select(*leg(_OWED_ON, _i.total_minor, _i.id, _i.account_id)),
        select(*leg(literal_column(f"'{GL.DISCOUNTS}'"), _i.discount_minor)),
        select(*leg(literal_column(f"'{GL.SALES_TAX}'"), -_i.tax_minor)),
        select(*leg(_l.revenue_gl, -_GROSS))
        .select_from(_line)
        .join(_invoice, _i.id == _l.invoice_id),
    )
    posted = posted_for("invoice", "invoice", "account")
    return agreement(
        "invoices.postings",
        "The ledger has what each invoice says, on every GL account.",
        ("source", "gl", "invoice", "account", "currency"),
        expected,
        posted,
        lambda source, gl, invoice, account_id, currency, wanted, found: t(
            "Invoice {source} says {wanted} on {gl}, and the ledger has {found}.",
            source=source,
            gl=gl,
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )


def _accounts() -> Check:
    astray = select(_i.number).where(
        ~select(literal_column("1"))
        .where(account.c.id == _i.account_id, account.c.patient_id == _i.patient_id)
        .exists()
    )
    return rows_check(
        "invoices.accounts",
        "Every invoice belongs to an account and its patient.",
        astray,
        lambda number: t(
            "Invoice {number} names an account or patient that is not there.", number=number
        ),
    )


def search_keys(reader: Reader) -> Iterator[tuple[Any, ...]]:
    """The rows of `search_key` that invoices bring: their number and the old system's."""
    for number, reference, invoice_id, account_id in reader.each(_KEYS):
        keys = {compact(text): text for text in (number, reference) if compact(text)}
        for key, text in keys.items():
            yield key, "invoice", invoice_id, account_id, text
