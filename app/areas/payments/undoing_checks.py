"""What must hold of what was undone: voids, corrected tenders, re-allocations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, literal_column, or_, select

from app.areas.ledger.schema import journal_entry, journal_line, of_sources
from app.areas.ledger.values import GL
from app.areas.payments import revision_checks, schema
from app.kernel.translate import t
from app.storage.agreements import agreement
from app.storage.checking import Check, amount, rows_check
from app.storage.tables import counted

_payment, _tender, _allocation = (
    counted(schema.payment),
    counted(schema.tender),
    counted(schema.allocation),
)
_void = counted(schema.payment_void)
_posting, _entry = counted(journal_line), counted(journal_entry)
_p, _t, _a, _v = _payment.c, _tender.c, _allocation.c, _void.c
_j, _e, _q = _posting.c, _entry.c, counted(schema.returned_check).c
_f = counted(schema.payment_refund).c
_wrong = _tender.alias("wrong")
_w = _wrong.c
_there: Any = literal_column("1")
_none: Any = literal_column("NULL")
_corrected = select(_there).where(_w.payment_id == _t.payment_id, _w.corrects_id == _t.id).exists()
_KEYS = ("source", "gl", "shift", "account", "invoice", "currency")


def _text(value: str) -> Any:
    return literal_column(f"'{value}'")


def checks() -> tuple[Check, ...]:
    """The promises of undoing."""
    return (
        _voids(),
        _void_entries(),
        _void_postings(),
        _chains(),
        _corrections(),
        _spread(),
        _taken_back(),
        *revision_checks.checks(),
    )


def _columns(
    source: Any, gl: Any, minor: Any, currency: Any, *, shift: Any = None, **on: Any
) -> list[Any]:
    return [
        source.label("source"),
        gl.label("gl"),
        (_none if shift is None else shift).label("shift"),
        on.get("account", _none).label("account"),
        on.get("invoice", _none).label("invoice"),
        currency.label("currency"),
        minor.label("minor"),
    ]


def _posted(*source_types: str) -> tuple[Any, ...]:
    """What was posted for sources of these types, by every dimension."""
    return (
        select(
            *_columns(
                _e.source_id,
                _j.gl_code,
                _j.amount_minor,
                _j.currency,
                shift=_j.shift_id,
                account=_j.account_id,
                invoice=_j.invoice_id,
            )
        )
        .select_from(_posting)
        .join(_entry, _e.id == _j.entry_id)
        .where(of_sources(_e, *source_types)),
    )


def _voids() -> Check:
    """Once for a payment, over all of it, on its day and in its shift, with the cash it brought."""
    cash = (
        select(func.coalesce(func.sum(_t.amount_minor + func.coalesce(_t.rounding_minor, 0)), 0))
        .where(_t.payment_id == _v.payment_id, _t.kind == "cash", ~_corrected)
        .scalar_subquery()
    )
    twice = _void.alias("twice")
    again = select(_there).where(twice.c.payment_id == _v.payment_id, twice.c.id != _v.id).exists()
    return rows_check(
        "payments.voids",
        "A payment is voided once, whole, and gives back the cash it brought.",
        select(_v.id, _v.amount_minor, _v.currency)
        .select_from(_void)
        .outerjoin(_payment, _p.id == _v.payment_id)
        .where(
            or_(
                _p.id.is_(None),
                again,
                _v.amount_minor != _p.amount_minor,
                _v.currency != _p.currency,
                _v.business_date != _p.business_date,
                _v.station_id != _p.station_id,
                _v.shift_id.is_not(_p.shift_id),
                _v.cash_minor != cash,
            )
        ),
        lambda void, minor, currency: t(
            "Void {id} for {amount} is not of one whole payment.",
            id=void,
            amount=amount(minor, currency),
        ),
    )


def _void_entries() -> Check:
    first, found = _entry.alias("first"), func.count(_e.id)
    return rows_check(
        "payments.void_entries",
        "Every void has its journal entry, which names the one it reverses.",
        select(_p.number, found)
        .select_from(_void)
        .join(_payment, _p.id == _v.payment_id)
        .outerjoin(_entry, (_e.source_id == _v.id) & (_e.source_type == "payment_void"))
        .outerjoin(
            first, (first.c.id == _e.reverses_entry_id) & (first.c.source_id == _v.payment_id)
        )
        .group_by(_v.id, _p.number)
        .having(
            or_(
                found != 1,
                func.count(first.c.id) != 1,
                func.min(_e.business_date) != func.min(_v.business_date),
                func.min(_e.reference) != _p.number,
            )
        ),
        lambda number, entries: t(
            "The void of payment {number} has {count} journal entries, or one that reverses "
            "something else.",
            number=number,
            count=entries,
        ),
    )


def _void_postings() -> Check:
    """The opposite of all the payment came to: with it nothing of the payment is left anywhere."""
    rounding = func.coalesce(_t.rounding_minor, 0)
    taken_back = (
        select(func.coalesce(func.sum(_a.amount_minor), 0))
        .where(_a.payment_id == _v.payment_id, _a.action_id == _v.id)
        .scalar_subquery()
    )
    rest = _p.amount_minor + taken_back
    live = (
        select(
            *_columns(
                _v.id, _t.gl_code, -(_t.amount_minor + rounding), _t.currency, shift=_t.shift_id
            )
        ),
        select(*_columns(_v.id, _text(GL.CASH_ROUNDING), rounding, _t.currency)),
    )
    expected = (
        *(
            one.select_from(_void).join(_tender, _t.payment_id == _v.payment_id).where(~_corrected)
            for one in live
        ),
        select(
            *_columns(
                _v.id,
                _text(GL.RECEIVABLE_PATIENTS),
                -_a.amount_minor,
                _a.currency,
                account=_a.account_id,
                invoice=_a.invoice_id,
            )
        )
        .select_from(_void)
        .join(_allocation, _a.action_id == _v.id),
        select(
            *_columns(_v.id, _text(GL.PATIENT_CREDITS), rest, _p.currency, account=_p.account_id)
        )
        .select_from(_void)
        .join(_payment, _p.id == _v.payment_id),
    )
    return agreement(
        "payments.void_postings",
        "A void posts the opposite of all its payment came to.",
        _KEYS,
        expected,
        _posted("payment_void"),
        lambda source, gl, shift, account, on, currency, wanted, found: t(
            "Void {source} takes {wanted} back from {gl}, and the ledger has {found}.",
            source=source,
            gl=gl,
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )


def _chains() -> Check:
    """A correction stands for one tender of the same payment, in its place, over as much."""
    twice = _tender.alias("twice")
    again = select(_there).where(twice.c.corrects_id == _t.corrects_id, twice.c.id != _t.id)
    return rows_check(
        "payments.chains",
        "Every corrected tender was replaced once, by one of the same amount.",
        select(_t.id, _t.amount_minor, _t.currency)
        .select_from(_tender)
        .outerjoin(_wrong, _w.id == _t.corrects_id)
        .where(
            _t.corrects_id.is_not(None),
            or_(
                _w.id.is_(None),
                _w.id == _t.id,
                _w.payment_id != _t.payment_id,
                _w.leg_no != _t.leg_no,
                _w.amount_minor != _t.amount_minor,
                _w.currency != _t.currency,
                _w.business_date != _t.business_date,
                _w.shift_id.is_not(_t.shift_id),
                again.exists(),
            ),
        ),
        lambda tender, minor, currency: t(
            "Tender {id} for {amount} corrects none, another amount, or one that was corrected "
            "already.",
            id=tender,
            amount=amount(minor, currency),
        ),
    )


def _corrections() -> Check:
    """The wrong tender's legs go out, the right one's come in."""
    sides = ((_t, 1), (_w, -1))
    expected = tuple(
        part
        for side, sign in sides
        for part in (
            select(
                *_columns(
                    _t.id,
                    side.gl_code,
                    (side.amount_minor + func.coalesce(side.rounding_minor, 0)) * sign,
                    _t.currency,
                    shift=_t.shift_id,
                )
            )
            .select_from(_tender)
            .join(_wrong, _w.id == _t.corrects_id),
            select(
                *_columns(
                    _t.id,
                    _text(GL.CASH_ROUNDING),
                    func.coalesce(side.rounding_minor, 0) * -sign,
                    _t.currency,
                )
            )
            .select_from(_tender)
            .join(_wrong, _w.id == _t.corrects_id),
        )
    )
    return agreement(
        "payments.corrections",
        "A corrected tender's money was moved to where it really is.",
        _KEYS,
        expected,
        _posted("tender_correction"),
        lambda source, gl, shift, account, on, currency, wanted, found: t(
            "The correction {source} moves {wanted} on {gl}, and the ledger has {found}.",
            source=source,
            gl=gl,
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )


def _spread() -> Check:
    """What later actions gave to invoices came out of credit; what they took back went there."""
    later = of_sources(_e, "reallocation", "credit_applied")
    voided = select(_there).where(_v.id == _a.action_id).exists()
    returned = select(_there).where(_q.id == _a.action_id).exists()
    refunded = select(_there).where(_f.action_id == _a.action_id).exists()

    def columns(action: Any, account: Any, currency: Any, minor: Any) -> list[Any]:
        return [
            action.label("action"),
            account.label("account"),
            currency.label("currency"),
            minor.label("minor"),
        ]

    expected = (
        select(*columns(_a.action_id, _p.account_id, _a.currency, _a.amount_minor))
        .select_from(_allocation)
        .join(_payment, _p.id == _a.payment_id)
        .where(_a.action_id != _a.payment_id, ~voided, ~returned, ~refunded),
    )
    posted = (
        select(*columns(_e.source_id, _j.account_id, _j.currency, _j.amount_minor))
        .select_from(_posting)
        .join(_entry, _e.id == _j.entry_id)
        .where(_j.gl_code == GL.PATIENT_CREDITS, later),
    )
    return agreement(
        "payments.spread",
        "What later went to invoices came out of credit.",
        ("action", "account", "currency"),
        expected,
        posted,
        lambda action, account, currency, wanted, found: t(
            "{action} took {wanted} out of the credit of account {account}, and the ledger has "
            "{found}.",
            action=action,
            account=account,
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )


def _taken_back() -> Check:
    used = func.sum(_a.amount_minor)
    return rows_check(
        "payments.taken_back",
        "No payment takes back more from an invoice than it gave.",
        select(_p.number, _a.currency, used)
        .select_from(_allocation)
        .join(_payment, _p.id == _a.payment_id)
        .group_by(_a.payment_id, _a.invoice_id, _p.number, _a.currency)
        .having(used < 0),
        lambda number, currency, minor: t(
            "Payment {number} took {amount} back that it never gave.",
            number=number,
            amount=amount(abs(minor), currency),
        ),
    )
