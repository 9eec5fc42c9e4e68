"""What must hold of invoices: their sums, and that the ledger says the same as they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import case, func, literal_column, or_, select, true, union_all

from app.areas.invoices import line_checks, records, schema
from app.areas.ledger.checks import (
    entries_of,
    entry_of_each,
    posted_back,
    posted_for,
    reversals_of,
)
from app.areas.ledger.schema import invoice_balance, journal_entry
from app.areas.ledger.values import GL
from app.areas.parties.schema import account
from app.kernel.number_pattern import PLACE, WIDEST
from app.kernel.translate import t
from app.storage.agreements import agreement
from app.storage.checking import KEYS, Check, Follow, Part, amount, rows_check, unindexed
from app.storage.glances import at_a_glance
from app.storage.search import compacted
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_invoice, _line = counted(schema.invoice), counted(schema.invoice_line)
_cancellation = counted(schema.invoice_cancellation)
_i, _l, _c, _d = _invoice.c, _line.c, _cancellation.c, schema.invoice_draft.c
_numbering = counted(schema.invoice_numbering)
_n = _numbering.c
_b, _e = invoice_balance.c, counted(journal_entry).c
_OWED_ON = case(
    (
        or_(_i.invoice_type == "insurance", _i.invoice_type == "institutional"),
        GL.RECEIVABLE_INSURANCE,
    ),
    else_=GL.RECEIVABLE_PATIENTS,
)
_keys = select(records.number_of(_i), _i.reference, _i.id, _i.account_id)
_KEYS, _THESE_KEYS = Read(_keys), Read(_keys.where(_i.id.in_(KEYS)))


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    return (
        *line_checks.checks(),
        _entries(),
        _postings(),
        _accounts(),
        _reversals(),
        _opposites(),
        _cancelled_due(),
        _drafts(),
        _numbers(),
    )


def _entries() -> Check:
    """One entry an invoice, one invoice an entry, on the same day in the same currency."""
    entries = entries_of("invoice")
    s = entries.c
    broken = or_(
        s.entries.is_(None), s.entries != 1, s.day != _i.business_date, s.currency != _i.currency
    )
    slow = rows_check(
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
    other = (_e.business_date != _i.business_date) | (_e.currency != _i.currency)
    return at_a_glance(slow, entry_of_each("invoice", _invoice, "invoice", other).without("odd"))


def _postings() -> Check:
    """The ledger has what the invoice says, GL account by GL account."""
    none: Any = literal_column("NULL")
    # What an invoice says in several places is asked of it in one pass.
    which: Any = literal_column("which")
    parts: Any = union_all(*(select(literal_column(str(n)).label("which")) for n in (1, 2, 3)))
    owed = which == literal_column("1")
    minor = case(
        (owed, _i.total_minor),
        (which == literal_column("2"), _i.discount_minor),
        else_=-_i.tax_minor,
    )
    code = case(
        (owed, _OWED_ON),
        (which == literal_column("2"), literal_column(f"'{GL.DISCOUNTS}'")),
        else_=literal_column(f"'{GL.SALES_TAX}'"),
    )

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
        select(*leg(code, minor, case((owed, _i.id)), case((owed, _i.account_id))))
        .select_from(_invoice)
        .outerjoin(parts.subquery("parts"), true())
        .where(minor != 0),
        select(*leg(_l.revenue_gl, -line_checks.GROSS))
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
        sliced=True,
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
        by=_i.id,
    )


def _reversals() -> Check:
    """One cancellation and one reversing entry an invoice, or none of both."""
    cancelled = (
        select(
            _c.invoice_id,
            func.count().label("times"),
            func.sum(_c.amount_minor).label("minor"),
            func.min(_c.business_date).label("day"),
        )
        .group_by(_c.invoice_id)
        .subquery("cancelled")
    )
    reversed_by = reversals_of("invoice").subquery("reversed_by")
    taken, back = cancelled.c, reversed_by.c
    both = (
        select(taken.invoice_id.label("id"))
        .union(select(back.source_id.label("id")))
        .subquery("both")
    )
    broken = or_(
        _i.id.is_(None),
        taken.times.is_(None),
        taken.times != 1,
        taken.minor != _i.total_minor,
        back.entries.is_(None),
        back.entries != 1,
        back.day != taken.day,
        back.original.is_(None),
    )
    return rows_check(
        "invoices.cancellations",
        "Every cancelled invoice was cancelled once, by one reversing entry of the same day.",
        select(func.coalesce(_i.number, both.c.id))
        .select_from(both)
        .outerjoin(cancelled, taken.invoice_id == both.c.id)
        .outerjoin(reversed_by, back.source_id == both.c.id)
        .outerjoin(_invoice, _i.id == both.c.id)
        .where(broken),
        lambda number: t(
            "Invoice {number} is cancelled without one reversing entry that says so.",
            number=number,
        ),
    )


def _opposites() -> Check:
    """A cancelled invoice's entries add up to nothing on every GL account."""
    cancelled = select(_c.invoice_id)
    names = ("gl", "account", "payer", "practitioner", "cost_center", "currency")
    first = posted_for("invoice", *names[1:5])[0].subquery("first")
    back = posted_back("invoice", *names[1:5]).subquery("back")
    expected = (
        select(
            first.c.source,
            *(first.c[name] for name in names),
            (-first.c.minor).label("minor"),
        )
        .select_from(first)
        .join(_invoice, _i.id == first.c.source)
        .where(first.c.source.in_(cancelled))
    )
    posted = select(back.c.source, *(back.c[name] for name in names), back.c.minor)
    return agreement(
        "invoices.opposites",
        "What cancelled an invoice is the exact opposite of what it posted.",
        ("source", *names),
        (expected,),
        (posted,),
        lambda source, gl, *rest: t(
            "Cancelling invoice {source} posted {found} on {gl} instead of {wanted}.",
            source=source,
            gl=gl,
            wanted=amount(rest[5], rest[4]),
            found=amount(rest[6], rest[4]),
        ),
    )


def _cancelled_due() -> Check:
    return rows_check(
        "invoices.cancelled_due",
        "Nothing is owed or paid on a cancelled invoice.",
        select(_i.number, _b.due_minor, _b.currency)
        .select_from(_cancellation)
        # So that what is cancelled is gone through, and not every invoice.
        .join(_invoice, _i.id == unindexed(_c.invoice_id))
        .join(invoice_balance, _b.invoice_id == _i.id)
        .where(_b.due_minor != 0),
        lambda number, due, currency: t(
            "Invoice {number} is cancelled, and {due} is still due on it.",
            number=number,
            due=amount(due, currency),
        ),
    )


def _drafts() -> Check:
    """A draft posts nothing; the one that was issued is an invoice, and only that one."""
    there: Any = literal_column("1")
    posted = select(there).where(_e.source_id == _d.id).exists()
    issued = select(there).where(_i.id == _d.id).exists()
    broken = or_(
        (_d.state == "issued") & ~issued,
        (_d.state != "issued") & or_(issued, posted),
    )
    return rows_check(
        "invoices.drafts",
        "No draft is posted before it is issued.",
        select(_d.id, _d.state).where(broken),
        lambda draft, state: t(
            "The draft {draft} is {state}, and the books say otherwise.", draft=draft, state=state
        ),
    )


def _numbers() -> Check:
    """A number that came later is written as its series says, and its invoice had none."""
    width = func.length(_n.number) - func.length(_n.series) + len(PLACE)
    digits = func.printf("%0*d", func.max(func.min(width, WIDEST), 1), _n.value)
    return rows_check(
        "invoices.numbers",
        "The centre gives a number to an invoice that has none, and writes it as it counts.",
        select(_n.number)
        .select_from(_numbering)
        .outerjoin(_invoice, _i.id == _n.id)
        .where(
            or_(
                _i.id.is_(None),
                _i.number != "",
                _n.value < 1,
                _n.number != func.replace(_n.series, PLACE, digits),
            )
        ),
        lambda number: t(
            "The number {number} belongs to no invoice without one, or is written otherwise.",
            number=number,
        ),
    )


def search_keys(reader: Reader) -> Iterator[tuple[Any, ...]]:
    """The rows of `search_key` that invoices bring: their number and the old system's."""
    return _found_by(reader.each(_KEYS))


def search_part() -> Part:
    """The rows of `search_key` that hang on an invoice."""
    return Part(
        "entity_id",
        (Follow(schema.invoice, "id"), Follow(schema.invoice_numbering, "id")),
        lambda reader, keys: _found_by(reader.each(_THESE_KEYS, keys=keys)),
        where="kind = 'invoice'",
        grows=True,
    )


def _found_by(rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    for number, reference, invoice_id, account_id in rows:
        for key, text in compacted(number, reference).items():
            yield key, "invoice", invoice_id, account_id, text
