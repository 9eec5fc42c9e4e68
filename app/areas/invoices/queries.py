"""Open invoices and drafts of an account, one of either whole, and what may be done with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select

from app.areas.catalog import errors as catalog_errors
from app.areas.catalog import queries as catalog
from app.areas.catalog.rules import check_tax_class
from app.areas.invoices import errors, records, repository, schema
from app.areas.invoices.rules import (
    STATUS_WORDS,
    PricedLine,
    Standing,
    invoice_line,
    is_overdue,
    price,
    status,
    sums,
)
from app.areas.invoices.values import (
    BillTo,
    DraftBrief,
    DraftLine,
    DraftLineView,
    DraftView,
    InvoiceLine,
    InvoiceStatus,
    InvoiceView,
    OpenInvoice,
)
from app.areas.ledger import queries as ledger
from app.areas.ledger.schema import invoice_balance
from app.areas.ledger.values import GL
from app.areas.parties import queries as parties
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.i18n import format_date
from app.kernel.ids import AccountId, InvoiceId, PatientId
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_invoice, _line = counted(schema.invoice), counted(schema.invoice_line)
_i, _l, _b = _invoice.c, _line.c, invoice_balance.c
_c, _d = counted(schema.invoice_cancellation).c, schema.invoice_draft.c
_number = records.number_of(_i)
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
        _number,
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
    select(_i.id, _number, _i.invoice_date, _b.due_minor, _i.currency, _i.invoice_type)
    .select_from(invoice_balance)
    .join(_invoice, _i.id == _b.invoice_id)
    .where(_b.account_id == bindparam("account_id"), _b.due_minor > 0)
    .order_by(_i.invoice_date, _i.number_value, _i.id)
)
_ONE = Read(
    select(
        _number,
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
        _i.notes,
        _i.terms,
    ).where(_i.id == bindparam("id"))
)
_CANCELLED = Read(
    select(_c.business_date, _c.made_by, _c.reason).where(_c.invoice_id == bindparam("id"))
)
_STANDING = Read(
    select(_number, _i.total_minor, _i.currency, _i.business_date).where(_i.id == bindparam("id"))
)
_DRAFTS_OF = Read(
    select(_d.id, _d.account_id, _d.currency, _d.lines, _d.saved_on, _d.saved_by)
    .where(_d.account_id == bindparam("account_id"), _d.state == "open")
    .order_by(_d.saved_on, _d.id)
)
_DRAFTS = Read(
    select(_d.id, _d.account_id, _d.currency, _d.lines, _d.saved_on, _d.saved_by)
    .where(_d.state == "open")
    .order_by(_d.saved_on, _d.id)
    .limit(bindparam("most"))
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
        _l.discount_percent_e4,
        _l.tax_class,
    )
    .where(_l.invoice_id == bindparam("id"))
    .order_by(_l.line_no)
)
_SERVICES = Read(
    select(_l.description).where(_l.invoice_id == bindparam("id")).order_by(_l.line_no).limit(12)
)


def services_on(reader: Reader, invoice_id: InvoiceId) -> tuple[str, ...]:
    """What the first twelve lines of an invoice are for."""
    return tuple(words for (words,) in reader.fetch(_SERVICES, id=invoice_id))


def open_invoices(reader: Reader, account_id: AccountId) -> tuple[OpenInvoice, ...]:
    """Unpaid and part-paid invoices, oldest first: the order money goes to them."""
    today = settings.business_today(settings.practice(reader), reader.now)
    words = status_words(reader)
    return tuple(
        OpenInvoice(
            invoice_id=InvoiceId(invoice_id),
            number=records.shown(number),
            invoice_date=date.fromisoformat(made),
            due_date=date.fromisoformat(due_on),
            description=_words(first, count),
            total=Money(total, currency),
            due=Money(due, currency),
            status=status(total, due),
            overdue=is_overdue(due, date.fromisoformat(due_on), today),
            account_id=account_id,
            status_words=words[status(total, due)],
        )
        for invoice_id, number, made, due_on, total, due, currency, first, count in reader.fetch(
            _OPEN, account_id=account_id
        )
    )


def open_together(reader: Reader, account_id: AccountId) -> tuple[OpenInvoice, ...]:
    """What is open on an account and those merged into it, oldest first."""
    accounts = parties.together(reader, account_id)
    found = [one for each in accounts for one in open_invoices(reader, each)]
    return tuple(sorted(found, key=lambda one: one.invoice_date) if len(accounts) > 1 else found)


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
        (
            InvoiceId(invoice_id),
            records.shown(number),
            date.fromisoformat(made),
            Money(due, currency),
            kind,
        )
        for invoice_id, number, made, due, currency, kind in reader.fetch(
            _OPEN_SHORT, account_id=account_id
        )
    )


def status_words(reader: Reader) -> dict[InvoiceStatus, str]:
    """What this practice calls each state of an invoice."""
    profile = STATUS_WORDS[settings.setting(reader, "billing.status_words")]
    return {state: t(words) for state, words in profile.items()}


def invoice_view(reader: Reader, invoice_id: InvoiceId) -> InvoiceView:
    """One invoice whole; a UserError when there is none."""
    row = reader.first(_ONE, id=invoice_id)
    if row is None:
        raise errors.no_such_invoice()
    number, account_id, patient_id, made, due_on, name, address, phone, email = row[:9]
    subtotal, discount, tax, total, currency, notes, terms = row[9:]
    due = ledger.invoice_due(reader, invoice_id) or Money.zero(currency)
    cancelled = cancelled_words(reader, invoice_id)
    state = status(total, due.minor, cancelled=bool(cancelled))
    today = settings.business_today(settings.practice(reader), reader.now)
    return InvoiceView(
        invoice_id=invoice_id,
        number=records.shown(number),
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
        status=state,
        lines=tuple(_line_of(row) for row in reader.fetch(_LINES, id=invoice_id)),
        overdue=is_overdue(due.minor, date.fromisoformat(due_on), today),
        status_words=status_words(reader)[state],
        notes=notes,
        terms=terms,
        cancelled=cancelled,
    )


def cancelled_words(reader: Reader, invoice_id: str) -> str:
    """When, by whom and why an invoice was cancelled; empty for one that stands."""
    row = reader.first(_CANCELLED, id=invoice_id)
    if row is None:
        return ""
    day, who, reason = row
    return t(
        "{day} by {who}, {reason}",
        day=format_date(date.fromisoformat(day)),
        who=security.user_name(reader, who),
        reason=reason,
    )


def standing(reader: Reader, invoice_id: InvoiceId) -> Standing:
    """What the right to cancel an invoice depends on; a UserError when there is none."""
    row = reader.first(_STANDING, id=invoice_id)
    if row is None:
        raise errors.no_such_invoice()
    number, total, currency, day = row
    return Standing(
        number=records.shown(number),
        total=Money(total, currency),
        due=ledger.invoice_due(reader, invoice_id) or Money.zero(currency),
        business_date=date.fromisoformat(day),
        cancelled=cancelled_words(reader, invoice_id),
    )


def drafts(reader: Reader, account_id: AccountId) -> tuple[DraftBrief, ...]:
    """Open drafts of an account, the oldest first, with what they would come to today."""
    rows = reader.fetch(_DRAFTS_OF, account_id=account_id)
    return tuple(_draft_brief(reader, row) for row in rows)


def open_drafts(reader: Reader, most: int = 200) -> tuple[DraftBrief, ...]:
    """Open drafts of everybody, the oldest first: what waits to be billed."""
    return tuple(_draft_brief(reader, row) for row in reader.fetch(_DRAFTS, most=min(most, 500)))


def draft_view(reader: Reader, draft_id: InvoiceId) -> DraftView:
    """One open draft whole; a UserError when there is none."""
    draft = repository.draft(reader, draft_id)
    if draft is None or draft.state != repository.OPEN:
        raise errors.no_such_draft()
    lines = _priced(reader, draft.lines, draft.currency)
    totals = sums(lines, draft.currency)
    return DraftView(
        draft_id=draft_id,
        account_id=draft.account_id,
        invoice_type=draft.invoice_type,
        due_date=draft.due_date,
        notes=draft.notes,
        lines=tuple(
            DraftLineView(line, p.gross, p.discount, p.tax, p.total)
            for line, p in zip(draft.lines, lines, strict=True)
        ),
        subtotal=totals.subtotal,
        discount=totals.discount,
        tax=totals.tax,
        total=totals.total,
    )


def priced_draft(
    reader: Reader, account_id: AccountId, lines: tuple[DraftLine, ...]
) -> tuple[DraftLineView, ...]:
    """Lines being typed with the sums they would have today; nothing is kept. A UserError beside
    a number that can't be right.
    """
    currency = parties.account_header(reader, account_id).currency
    whole = tuple(whole_line(reader, line, currency) for line in lines)
    return tuple(
        DraftLineView(line, p.gross, p.discount, p.tax, p.total)
        for line, p in zip(whole, _priced(reader, whole, currency), strict=True)
    )


def whole_line(reader: Reader, line: DraftLine, currency: str) -> DraftLine:
    """The line with what its service says filled in where nothing else was written."""
    if line.service_id is not None:
        sold = catalog.service(reader, line.service_id)
        if not sold.active:
            raise catalog_errors.service_not_in_use(sold.name)
        line = replace(
            line,
            description=line.description or sold.name,
            unit_price=sold.price if line.unit_price is None else line.unit_price,
            code=line.code or sold.code,
            tax_class=line.tax_class or sold.tax_class,
            revenue_gl=line.revenue_gl or sold.revenue_gl,
        )
    if line.unit_price is None:
        raise errors.line_without_price()
    if line.unit_price.currency != currency:
        raise errors.line_in_other_currency(currency)
    return replace(line, tax_class=check_tax_class(line.tax_class))


def priced(
    reader: Reader, lines: tuple[InvoiceLine, ...], currency: str, day: date
) -> tuple[PricedLine, ...]:
    """Lines with their sums; tax by its class on `day`, unless a line says its tax itself."""
    return tuple(
        price(
            line,
            currency,
            GL.REVENUE_OUTPATIENT,
            None if line.tax is not None else catalog.rate_on(reader, line.tax_class, day),
        )
        for line in lines
    )


def _priced(reader: Reader, lines: tuple[DraftLine, ...], currency: str) -> tuple[PricedLine, ...]:
    today = settings.business_today(settings.practice(reader), reader.now)
    return priced(reader, tuple(map(invoice_line, lines)), currency, today)


def _draft_brief(reader: Reader, row: tuple[Any, ...]) -> DraftBrief:
    draft_id, account_id, currency, text, saved_on, saved_by = row
    lines = repository.lines_from(text)
    total = sums(_priced(reader, lines, currency), currency).total
    return DraftBrief(
        draft_id=InvoiceId(draft_id),
        account_id=AccountId(account_id),
        words=_words(lines[0].description, len(lines)),
        total=total,
        date=date.fromisoformat(saved_on),
        saved_by=security.user_name(reader, saved_by),
    )


def _line_of(row: tuple[Any, ...]) -> InvoiceLine:
    words, unit, quantity, off, reason, tax, day, code, modifiers, diagnoses = row[:10]
    revenue, money, percent, tax_class = row[10:]
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
        discount_percent_e4=percent,
        tax_class=tax_class,
    )
