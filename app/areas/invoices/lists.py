"""All issued invoices as a list: any column sorts, status and typing filter, sums come apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import FromClause, and_, bindparam, case, func, literal_column, or_, text

from app.areas.invoices import queries, records, schema
from app.areas.invoices.values import InvoiceStatus
from app.areas.ledger.schema import invoice_balance
from app.areas.parties.rules import filed_name
from app.areas.parties.schema import account, patient
from app.areas.settings import queries as settings
from app.kernel.ids import AccountId, InvoiceId
from app.kernel.listing import ListWanted, Page, Sort
from app.kernel.money import Money
from app.storage import paging
from app.storage.paging import ListColumn, Listing
from app.storage.schema import search_name
from app.storage.search import ACCOUNTS_FOUND, ENTITIES_FOUND
from app.storage.statements import Reader
from app.storage.tables import counted

_invoice, _cancelled = counted(schema.invoice), counted(schema.invoice_cancellation)
_i, _x, _b = _invoice.c, _cancelled.c, invoice_balance.c
_a, _p, _n = account.c, patient.c, search_name.c
_zero: Any = literal_column("0")
_one: Any = literal_column("1")
_due = func.coalesce(_b.due_minor, _zero)
_number = records.number_of(_i)
_status = case(
    (_x.id.is_not(None), literal_column("'cancelled'")),
    (_due < _zero, literal_column("'credit'")),
    (_due == _zero, literal_column("'paid'")),
    (_due == _i.total_minor, literal_column("'issued'")),
    else_=literal_column("'partial'"),
)
_overdue = case((and_(_due > _zero, _i.due_date < bindparam("today")), _one), else_=_zero)
# Every account has its name and number: sorted by them a page is led by their indexes.
_named = search_name.join(_invoice, _i.account_id == paging.leading(_n.account_id))
_numbered = account.join(_invoice, _i.account_id == paging.leading(_a.id))


def _beside(rows: FromClause) -> FromClause:
    return rows.outerjoin(invoice_balance, _b.invoice_id == _i.id).outerjoin(
        _cancelled, _x.invoice_id == _i.id
    )


_INVOICES = Listing(
    source=_beside(_invoice)
    .outerjoin(account, _a.id == _i.account_id)
    .outerjoin(patient, _p.id == _a.patient_id)
    .outerjoin(search_name, _n.account_id == _i.account_id),
    shown=(
        _i.id,
        _number,
        _i.invoice_date,
        _i.account_id,
        _a.number,
        _p.family_name,
        _p.given_names,
        _p.name_order,
        _i.due_date,
        _i.total_minor,
        _due,
        _status,
        _overdue,
        _i.currency,
    ),
    columns={
        "number": ListColumn(_i.number, _i.id),
        "invoice_date": ListColumn(_i.invoice_date, _i.id),
        "account": ListColumn(
            _a.number,
            _i.id,
            source=_beside(_numbered).outerjoin(patient, _p.id == _a.patient_id),
            walked=_numbered,
        ),
        "name": ListColumn(
            _n.filed,
            _i.id,
            source=_beside(_named)
            .outerjoin(account, _a.id == _i.account_id)
            .outerjoin(patient, _p.id == _a.patient_id),
            walked=_named,
        ),
        "due_date": ListColumn(_i.due_date, _i.id),
        "total": ListColumn(_i.total_minor, _i.id, whole=True),
        "due": ListColumn(_due, _i.id, whole=True),
        "status": ListColumn(_status, _i.id),
        "overdue": ListColumn(_overdue, _i.id, whole=True),
    },
    usual=Sort("invoice_date", descending=True),
    text=lambda: or_(_i.account_id.in_(text(ACCOUNTS_FOUND)), _i.id.in_(text(ENTITIES_FOUND))),
    sums=(_i.total_minor, _due),
)
_LATER = replace(_INVOICES, columns={**_INVOICES.columns, "number": ListColumn(_number, _i.id)})
"""Where some invoices got their numbers later: sorted by number it has no index to go by."""


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One invoice in the list."""

    invoice_id: InvoiceId
    number: str
    invoice_date: date
    account_id: AccountId
    account_number: str
    name: str
    due_date: date
    total: Money
    due: Money
    status: InvoiceStatus
    overdue: bool
    status_words: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceTotals:
    count: int
    total: Money
    due: Money


def invoices(reader: Reader, wanted: ListWanted) -> Page[InvoiceRow]:
    """One page of invoices; columns: number, invoice_date, account, name, due_date, total, due,
    status, overdue (1 or 0).
    """
    words = queries.status_words(reader)

    def said(row: Any) -> InvoiceRow:
        found = _row(row)
        return replace(found, status_words=words[found.status])

    return paging.page(reader, _listing(reader), wanted, said, **_given(reader))


def invoice_totals(reader: Reader, wanted: ListWanted) -> InvoiceTotals:
    """How many invoices the filters leave, and what they add up to."""
    currency = settings.practice(reader).currency
    count, total, due = paging.sums(reader, _listing(reader), wanted, **_given(reader))
    return InvoiceTotals(count, Money(total, currency), Money(due, currency))


def invoice_marks(reader: Reader, wanted: ListWanted, every: int) -> tuple[str, ...]:
    """The mark of every so-manieth invoice of the list: where its pages begin."""
    return paging.marks(reader, _listing(reader), wanted, every, **_given(reader))


def _listing(reader: Reader) -> Listing:
    return _LATER if records.numbered_later(reader) else _INVOICES


def _given(reader: Reader) -> dict[str, str]:
    today = settings.business_today(settings.practice(reader), reader.now)
    return {"today": today.isoformat(), "kind": "invoice"}


def _row(row: Any) -> InvoiceRow:
    invoice_id, number, made, account_id, account_number, family, given, order = row[:8]
    due_date, total, due, status, overdue, currency = row[8:]
    return InvoiceRow(
        invoice_id=InvoiceId(invoice_id),
        number=records.shown(number),
        invoice_date=date.fromisoformat(made),
        account_id=AccountId(account_id),
        account_number=account_number or "",
        name=filed_name(family or "", given or "", order or ""),
        due_date=date.fromisoformat(due_date),
        total=Money(total, currency),
        due=Money(due, currency),
        status=InvoiceStatus(status),
        overdue=bool(overdue),
    )
