"""Open invoices of an account, and one invoice whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select

from app.areas.invoices import errors, schema
from app.areas.invoices.rules import is_overdue, status
from app.areas.invoices.values import BillTo, InvoiceLine, InvoiceView, OpenInvoice
from app.areas.ledger import queries as ledger
from app.areas.ledger.schema import invoice_balance
from app.areas.settings import queries as settings
from app.kernel.ids import AccountId, InvoiceId, PatientId
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_invoice, _line = counted(schema.invoice), counted(schema.invoice_line)
_i, _l, _b = _invoice.c, _line.c, invoice_balance.c
_first_line = (
    select(_l.description)
    .where(_l.invoice_id == _b.invoice_id, _l.line_no == 1)
    .limit(1)
    .scalar_subquery()
)
_line_count = select(func.count()).where(_l.invoice_id == _b.invoice_id).scalar_subquery()
_OPEN = Read(
    select(
        _i.id,
        _i.number,
        _i.invoice_date,
        _i.due_date,
        _i.total_minor,
        _b.due_minor,
        _i.currency,
        _first_line,
        _line_count,
    )
    .select_from(invoice_balance)
    .join(_invoice, _i.id == _b.invoice_id)
    .where(_b.account_id == bindparam("account_id"), _b.due_minor > 0)
    .order_by(_i.invoice_date, _i.number_value, _i.id)
)
_OPEN_SHORT = Read(
    select(_i.id, _i.number, _i.invoice_date, _b.due_minor, _i.currency, _i.invoice_type)
    .select_from(invoice_balance)
    .join(_invoice, _i.id == _b.invoice_id)
    .where(_b.account_id == bindparam("account_id"), _b.due_minor > 0)
    .order_by(_i.invoice_date, _i.number_value, _i.id)
)
_ONE = Read(
    select(
        _i.number,
        _i.account_id,
        _i.patient_id,
        _i.invoice_date,
        _i.due_date,
        _i.bill_to_name,
        _i.bill_to_address,
        _i.bill_to_phone,
        _i.bill_to_email,
        _i.subtotal_minor,
        _i.discount_minor,
        _i.tax_minor,
        _i.total_minor,
        _i.currency,
    ).where(_i.id == bindparam("id"))
)
_LINES = Read(
    select(
        _l.description,
        _l.unit_price_minor,
        _l.quantity_e4,
        _l.discount_minor,
        _l.discount_reason,
        _l.tax_minor,
        _l.service_date,
        _l.code,
        _l.modifiers,
        _l.diagnosis_codes,
        _l.revenue_gl,
        _l.currency,
    )
    .where(_l.invoice_id == bindparam("id"))
    .order_by(_l.line_no)
)


def open_invoices(reader: Reader, account_id: AccountId) -> tuple[OpenInvoice, ...]:
    """Unpaid and part-paid invoices, oldest first: the order money goes to them."""
    today = settings.business_today(settings.practice(reader), reader.now)
    return tuple(
        OpenInvoice(
            invoice_id=InvoiceId(invoice_id),
            number=number,
            invoice_date=date.fromisoformat(made),
            due_date=date.fromisoformat(due_on),
            description=_words(first, count),
            total=Money(total, currency),
            due=Money(due, currency),
            status=status(total, due),
            overdue=is_overdue(due, date.fromisoformat(due_on), today),
            account_id=account_id,
        )
        for invoice_id, number, made, due_on, total, due, currency, first, count in reader.fetch(
            _OPEN, account_id=account_id
        )
    )


def _words(first: str | None, count: int) -> str:
    if count > 1:
        return t("{first} and {count} more", first=first, count=count - 1)
    return first or ""


def owed_in_order(
    reader: Reader, account_id: AccountId
) -> tuple[tuple[InvoiceId, str, date, Money, str], ...]:
    """(id, number, date, due, type) of open invoices, oldest first; the short form for taking
    money.
    """
    return tuple(
        (InvoiceId(invoice_id), number, date.fromisoformat(made), Money(due, currency), kind)
        for invoice_id, number, made, due, currency, kind in reader.fetch(
            _OPEN_SHORT, account_id=account_id
        )
    )


def invoice_view(reader: Reader, invoice_id: InvoiceId) -> InvoiceView:
    """One invoice whole; a UserError when there is none."""
    row = reader.first(_ONE, id=invoice_id)
    if row is None:
        raise errors.no_such_invoice()
    number, account_id, patient_id, made, due_on, name, address, phone, email = row[:9]
    subtotal, discount, tax, total, currency = row[9:]
    due = ledger.invoice_due(reader, invoice_id) or Money.zero(currency)
    lines = tuple(_line_of(row) for row in reader.fetch(_LINES, id=invoice_id))
    return InvoiceView(
        invoice_id=invoice_id,
        number=number,
        account_id=AccountId(account_id),
        patient_id=PatientId(patient_id),
        invoice_date=date.fromisoformat(made),
        due_date=date.fromisoformat(due_on),
        bill_to=BillTo(name, address, phone, email),
        subtotal=Money(subtotal, currency),
        discount=Money(discount, currency),
        tax=Money(tax, currency),
        total=Money(total, currency),
        due=due,
        status=status(total, due.minor),
        lines=lines,
    )


def _line_of(row: tuple[Any, ...]) -> InvoiceLine:
    words, unit, quantity, off, reason, tax, day, code, modifiers, diagnoses, revenue, money = row
    return InvoiceLine(
        description=words,
        unit_price=Money(unit, money),
        quantity_e4=quantity,
        discount=Money(off, money),
        discount_reason=reason,
        tax=Money(tax, money),
        service_date=date.fromisoformat(day) if day else None,
        code=code,
        modifiers=modifiers,
        diagnosis_codes=diagnoses,
        revenue_gl=revenue,
    )
