"""What must hold of payments: tenders, allocations, that the ledger agrees."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, literal_column, or_, select

from app.areas.drawers.schema import cash_movement, close_taken_back, shift_close
from app.areas.invoices.schema import invoice
from app.areas.ledger.checks import entries_of, entry_of_each, posted_for
from app.areas.ledger.schema import journal_entry, journal_line
from app.areas.ledger.values import GL
from app.areas.payments import (
    crediting_checks,
    receipt_checks,
    returned_checks,
    schema,
    undoing_checks,
)
from app.areas.payments.refunded_records import refunded_minor
from app.areas.payments.returned_records import returned_minor
from app.areas.payments.rules import ROUNDING_STEP
from app.kernel.translate import t
from app.storage.agreements import agreement
from app.storage.checking import Check, amount, rows_check
from app.storage.glances import ByParent, at_a_glance, how_many
from app.storage.tables import counted

_payment, _tender, _allocation, _void = (
    counted(schema.payment),
    counted(schema.tender),
    counted(schema.allocation),
    counted(schema.payment_void),
)
_invoice, _movement, _posting = (
    counted(invoice),
    counted(cash_movement),
    counted(journal_line),
)
_p, _t, _a, _v = _payment.c, _tender.c, _allocation.c, _void.c
_i, _m, _j, _e = _invoice.c, _movement.c, _posting.c, counted(journal_entry).c
_close, _taken_back = counted(shift_close), counted(close_taken_back)
_x = _close.c
_there: Any = literal_column("1")
_first = _t.corrects_id.is_(None)
_MISCOUNTED = or_(
    (_t.kind == "cash")
    & or_(
        _t.given_minor.is_(None),
        _t.change_minor.is_(None),
        _t.given_minor - _t.change_minor != _t.amount_minor + func.coalesce(_t.rounding_minor, 0),
        _t.change_minor < 0,
        func.abs(func.coalesce(_t.rounding_minor, 0)) >= ROUNDING_STEP,
    ),
    (_t.kind != "cash") & func.coalesce(_t.rounding_minor, 0) != 0,
)
_later, _back = _tender.alias("later"), _allocation.alias("back")
_beside = _allocation.alias("beside")
_corrected = select(_there).where(_later.c.corrects_id == _t.id).exists()
_is_void = select(_there).where(_v.payment_id == _p.id).exists()
_allocated = (
    select(
        _a.payment_id,
        func.sum(_a.amount_minor).label("minor"),
    )
    .group_by(_a.payment_id)
    .subquery("allocated")
)


_takes_back = (
    select(_there)
    .where(
        _back.c.id == _a.reverses_id,
        _back.c.payment_id == _a.payment_id,
        _back.c.invoice_id == _a.invoice_id,
        _back.c.amount_minor == -_a.amount_minor,
        or_(
            _back.c.reverses_id.is_(None),
            select(_there)
            .where(_beside.c.reverses_id == _back.c.reverses_id, _beside.c.id != _back.c.id)
            .exists(),
        ),
    )
    .exists()
)


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    by_payment = _tenders_by_payment()
    return (
        at_a_glance(_tenders(), by_payment.without("odd")),
        at_a_glance(_change(), by_payment.without("miscounted")),
        _allocations(),
        _allocated_whole(),
        _entries(),
        _postings(),
        _drawers(),
        *crediting_checks.checks(),
        *undoing_checks.checks(),
        *returned_checks.checks(),
        *receipt_checks.checks(),
    )


def _tenders_by_payment() -> ByParent:
    leg: Any = func.iif(_first, _t.leg_no, None)
    return ByParent(
        "tenders by payment",
        ("payment", "tender"),
        _t.payment_id,
        _payment,
        {
            "miscounted": how_many(_MISCOUNTED) > 0,
            "odd": or_(
                func.count(leg) == 0,
                func.count(leg) != func.max(leg),
                func.count(leg.distinct()) != func.max(leg),
                func.sum(func.iif(_first, _t.amount_minor, 0)) != _p.amount_minor,
                how_many(_first & (_t.currency != _p.currency)) > 0,
                how_many(_first & _t.shift_id.is_distinct_from(_p.shift_id)) > 0,
            ),
        },
    )


def _tenders() -> Check:
    legs = (
        select(
            _t.payment_id,
            func.sum(_t.amount_minor).label("minor"),
            func.count().label("legs"),
            func.max(_t.leg_no).label("last"),
            func.count(_t.leg_no.distinct()).label("numbers"),
            func.min(_t.currency).label("low"),
            func.max(_t.currency).label("high"),
            func.sum(func.iif(_t.shift_id.is_(_p.shift_id), 0, 1)).label("elsewhere"),
        )
        .select_from(_tender)
        .join(_payment, _p.id == _t.payment_id)
        .where(_first)
        .group_by(_t.payment_id)
        .subquery("legs")
    )
    s = legs.c
    wrong = (
        select(_p.number, _p.amount_minor, func.coalesce(s.minor, 0), _p.currency)
        .select_from(_payment)
        .outerjoin(legs, s.payment_id == _p.id)
        .where(
            or_(
                s.minor.is_(None),
                s.minor != _p.amount_minor,
                s.legs != s.last,
                s.numbers != s.last,
                s.low != _p.currency,
                s.high != _p.currency,
                s.elsewhere != 0,
            )
        )
    )
    return rows_check(
        "payments.tenders",
        "Every payment is the sum of its tenders.",
        wrong,
        lambda number, paid, legs, currency: t(
            "Payment {number} for {paid} does not agree with its tenders ({legs}).",
            number=number,
            paid=amount(paid, currency),
            legs=amount(legs, currency),
        ),
    )


def _change() -> Check:
    """Cash given less change is what it pays, rounded; a tender without a payment is astray."""
    astray = ~select(_there).where(_p.id == _t.payment_id).exists()
    wrong = select(_t.id, _t.amount_minor, _t.currency).where(_MISCOUNTED | astray)
    return rows_check(
        "payments.change",
        "Cash given less change is what was paid.",
        wrong,
        lambda tender, minor, currency: t(
            "Tender {id} for {paid} is not what was given less change, or has no payment.",
            id=tender,
            paid=amount(minor, currency),
        ),
    )


def _allocations() -> Check:
    """Each goes from a payment to an invoice in the same currency, and what takes one back takes
    back all of it; where two windows did, one of the two is taken back again.
    """
    wrong = (
        select(_a.id, _a.amount_minor, _a.currency)
        .select_from(_allocation)
        .outerjoin(_payment, _p.id == _a.payment_id)
        .outerjoin(_invoice, _i.id == _a.invoice_id)
        .where(
            or_(
                _p.id.is_(None),
                _i.id.is_(None),
                _a.account_id != _i.account_id,
                _a.currency != _p.currency,
                _a.currency != _i.currency,
                (_a.amount_minor <= 0) & _a.reverses_id.is_(None),
                _a.reverses_id.is_not(None) & ~_takes_back,
            )
        )
    )
    return rows_check(
        "payments.allocations",
        "Money is allocated to invoices, and taken back whole.",
        wrong,
        lambda allocation, minor, currency: t(
            "Allocation {id} for {amount} has no payment or invoice, one of another account, or "
            "takes back something else.",
            id=allocation,
            amount=amount(minor, currency),
        ),
        by=_a.id,
    )


def _allocated_whole() -> Check:
    stands = _p.amount_minor - returned_minor(_p.id) - refunded_minor(_p.id)
    return rows_check(
        "payments.not_more",
        "No payment is allocated beyond what stands of it, and a void one to nothing.",
        select(_p.number, _p.amount_minor, _allocated.c.minor, _p.currency)
        .select_from(_payment)
        .join(_allocated, _allocated.c.payment_id == _p.id)
        .where(
            or_(
                _allocated.c.minor > func.max(stands, 0),
                _allocated.c.minor < 0,
                (_allocated.c.minor != 0) & _is_void,
            )
        ),
        lambda number, paid, used, currency: t(
            "Payment {number} for {paid} is allocated to {used}.",
            number=number,
            paid=amount(paid, currency),
            used=amount(used, currency),
        ),
    )


def _entries() -> Check:
    entries = entries_of("payment")
    found = func.coalesce(entries.c.entries, 0)
    slow = rows_check(
        "payments.entries",
        "Every payment has exactly one journal entry.",
        select(_p.number, found)
        .select_from(_payment)
        .outerjoin(entries, entries.c.source_id == _p.id)
        .where(
            or_(found != 1, entries.c.day != _p.business_date, entries.c.reference != _p.number)
        ),
        lambda number, count: t(
            "Payment {number} has {count} journal entries, or one of another day or number.",
            number=number,
            count=count,
        ),
    )
    other = (_e.business_date != _p.business_date) | (_e.reference != _p.number)
    return at_a_glance(slow, entry_of_each("payment", _payment, "payment", other).without("odd"))


def _postings() -> Check:
    """As it was taken: tenders on the left; allocations, and credit for the rest, on the right."""
    none: Any = literal_column("NULL")

    def leg(code: Any, minor: Any, shift: Any, account: Any, on: Any, currency: Any) -> list[Any]:
        return [
            _p.id.label("source"),
            code.label("gl"),
            shift.label("shift"),
            account.label("account"),
            on.label("invoice"),
            currency.label("currency"),
            minor.label("minor"),
        ]

    at_first = (
        select(func.sum(_a.amount_minor))
        .where(_a.payment_id == _p.id, _a.action_id == _p.id)
        .correlate(_payment)
        .scalar_subquery()
    )
    rest = func.coalesce(at_first, 0) - _p.amount_minor
    rounding = func.coalesce(_t.rounding_minor, 0)
    rounded: Any = literal_column(f"'{GL.CASH_ROUNDING}'")
    receivable: Any = literal_column(f"'{GL.RECEIVABLE_PATIENTS}'")
    credit: Any = literal_column(f"'{GL.PATIENT_CREDITS}'")
    expected = (
        select(*leg(_t.gl_code, _t.amount_minor + rounding, _t.shift_id, none, none, _t.currency))
        .select_from(_tender)
        .join(_payment, _p.id == _t.payment_id)
        .where(_first),
        select(*leg(rounded, -rounding, none, none, none, _t.currency))
        .select_from(_tender)
        .join(_payment, _p.id == _t.payment_id)
        .where(_first, _t.rounding_minor != 0),
        select(*leg(receivable, -_a.amount_minor, none, _a.account_id, _a.invoice_id, _a.currency))
        .select_from(_allocation)
        .join(_payment, _p.id == _a.payment_id)
        .where(_a.action_id == _a.payment_id),
        select(*leg(credit, rest, none, _p.account_id, none, _p.currency)).where(rest != 0),
    )
    posted = posted_for("payment", "shift", "account", "invoice")
    return agreement(
        "payments.postings",
        "The ledger has what each payment says: tenders, invoices, credit.",
        ("source", "gl", "shift", "account", "invoice", "currency"),
        expected,
        posted,
        lambda source, gl, shift, account, on, currency, wanted, found: t(
            "Payment {source} says {wanted} on {gl}, and the ledger has {found}.",
            source=source,
            gl=gl,
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
        sliced=True,
    )


def _drawers() -> Check:
    """What a drawer should hold: its float and other cash moved, and cash taken that is still what
    it was taken for: neither corrected nor void.
    """
    cash = GL.CASH_IN_DRAWERS

    def columns(shift: Any, minor: Any, currency: Any) -> list[Any]:
        return [shift.label("shift"), currency.label("currency"), minor.label("minor")]

    expected = (
        select(*columns(_m.shift_id, _m.amount_minor, _m.currency)).where(_m.shift_id.is_not(None)),
        select(
            *columns(
                _t.shift_id,
                _t.amount_minor + func.coalesce(_t.rounding_minor, 0),
                _t.currency,
            )
        )
        .select_from(_tender)
        .join(_payment, _p.id == _t.payment_id)
        .where(_t.gl_code == cash, ~_corrected, ~_is_void),
        select(*columns(_x.shift_id, -_x.expected_minor, _x.currency))
        .select_from(_close)
        .where(~select(_taken_back.c.id).where(_taken_back.c.id == _x.id).exists()),
    )
    posted = (
        select(*columns(_j.shift_id, _j.amount_minor, _j.currency)).where(_j.gl_code == cash),
    )
    return agreement(
        "payments.drawers",
        "Each drawer should hold its float and the cash that was taken.",
        ("shift", "currency"),
        expected,
        posted,
        lambda shift, currency, wanted, found: t(
            "The papers of shift {shift} and the ledger differ by {amount}.",
            shift=shift or "",
            amount=amount(abs(wanted - found), currency),
        ),
    )


recipes = crediting_checks.recipes
search_keys = receipt_checks.search_keys
search_parts = receipt_checks.search_parts
