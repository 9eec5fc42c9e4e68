"""What must hold of checks the bank did not pay: once, whole, posted where they stood."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, literal_column, or_, select

from app.areas.invoices.schema import invoice
from app.areas.ledger.schema import journal_entry, journal_line, of_sources
from app.areas.ledger.values import GL
from app.areas.payments import schema
from app.kernel.translate import t
from app.storage.agreements import agreement
from app.storage.checking import Check, amount, one_of, rows_check
from app.storage.tables import counted

_return, _payment, _tender = (
    counted(schema.returned_check),
    counted(schema.payment),
    counted(schema.tender),
)
_allocation, _invoice = counted(schema.allocation), counted(invoice)
_posting, _entry = counted(journal_line), counted(journal_entry)
_q, _p, _t, _a = _return.c, _payment.c, _tender.c, _allocation.c
_i, _j, _e = _invoice.c, _posting.c, _entry.c
_undone, _twice, _also = (
    _return.alias("undone"),
    _return.alias("twice"),
    _return.alias("also_undone"),
)
_later, _void = _tender.alias("later"), counted(schema.payment_void).c
_there: Any = literal_column("1")
_none: Any = literal_column("NULL")
_sign: Any = func.iif(_q.reverses_id.is_(None), 1, -1)
_KEYS = ("source", "gl", "account", "invoice", "deposit", "currency")


def checks() -> tuple[Check, ...]:
    """The promises of returned checks."""
    return (_returns(), _taken_back(), _fees(), _entries(), _postings())


def _returns() -> Check:
    """A return is of one tender whole, which was not corrected, of a payment that is not void; and
    no two of one tender stand together.
    """
    undone = select(_there).where(_undone.c.reverses_id == _q.id).exists()
    undone_too = select(_there).where(_also.c.reverses_id == _twice.c.id).exists()
    again = (
        select(_there)
        .where(
            _twice.c.tender_id == _q.tender_id,
            _twice.c.id != _q.id,
            _twice.c.reverses_id.is_(None),
            ~undone_too,
        )
        .exists()
    )
    corrected = select(_there).where(_later.c.corrects_id == _t.id).exists()
    void = select(_there).where(_void.payment_id == _q.payment_id).exists()
    stands = _q.reverses_id.is_(None) & ~undone
    return rows_check(
        "payments.returns",
        "A returned check is one tender of its payment whole, and it is returned once.",
        select(_q.id, _q.amount_minor, _q.currency)
        .select_from(_return)
        .outerjoin(_tender, _t.id == _q.tender_id)
        .outerjoin(_payment, _p.id == _q.payment_id)
        .where(
            or_(
                _t.id.is_(None),
                _p.id.is_(None),
                _t.payment_id != _q.payment_id,
                _p.account_id != _q.account_id,
                _t.amount_minor != _q.amount_minor,
                _t.currency != _q.currency,
                stands & or_(again, corrected, void),
            )
        ),
        lambda found, minor, currency: t(
            "The returned check {id} for {amount} is not of one tender that stood.",
            id=found,
            amount=amount(minor, currency),
        ),
    )


def _taken_back() -> Check:
    """What takes a return back is of the same check, and it happens once."""
    first = _return.alias("first")
    f = first.c
    again = (
        select(_there).where(_twice.c.reverses_id == _q.reverses_id, _twice.c.id != _q.id).exists()
    )
    return rows_check(
        "payments.returns_taken_back",
        "A return is taken back once, as it was.",
        select(_q.id, _q.amount_minor, _q.currency)
        .select_from(_return)
        .outerjoin(first, f.id == _q.reverses_id)
        .where(
            _q.reverses_id.is_not(None),
            or_(
                f.id.is_(None),
                f.reverses_id.is_not(None),
                f.tender_id != _q.tender_id,
                f.fee_minor != _q.fee_minor,
                f.fee_invoice_id.is_not(_q.fee_invoice_id),
                again,
            ),
        ),
        lambda found, minor, currency: t(
            "{id} takes back the return of another check than one for {amount}, or a second time.",
            id=found,
            amount=amount(minor, currency),
        ),
    )


def _fees() -> Check:
    return rows_check(
        "payments.return_fees",
        "The fee of a returned check is an invoice of its account.",
        select(_q.id, _q.fee_minor, _q.currency)
        .select_from(_return)
        .outerjoin(_invoice, _i.id == _q.fee_invoice_id)
        .where(
            or_(
                (_q.fee_minor != 0) & _i.id.is_(None),
                (_q.fee_minor == 0) & _q.fee_invoice_id.is_not(None),
                _i.total_minor != _q.fee_minor,
                _i.currency != _q.currency,
                _i.account_id != _q.account_id,
            )
        ),
        lambda found, minor, currency: t(
            "The fee of {amount} for the returned check {id} is no invoice of its account.",
            amount=amount(minor, currency),
            id=found,
        ),
    )


def _entries() -> Check:
    found = func.count(_e.id)
    reverses = _entry.alias("reverses")
    return rows_check(
        "payments.return_entries",
        "Every returned check has its journal entry, and so has taking it back.",
        select(_q.id, found)
        .select_from(_return)
        .outerjoin(_entry, (_e.source_id == _q.id) & (_e.source_type == "returned_check"))
        .outerjoin(
            reverses,
            (reverses.c.id == _e.reverses_entry_id) & (reverses.c.source_id == _q.reverses_id),
        )
        .group_by(_q.id)
        .having(
            or_(
                found != 1,
                func.min(_e.business_date) != func.min(_q.business_date),
                (func.min(_q.reverses_id).is_not(None)) & (func.count(reverses.c.id) != 1),
            )
        ),
        lambda found, count: t(
            "The returned check {id} has {count} journal entries, or one of another day.",
            id=found,
            count=count,
        ),
    )


def _columns(source: Any, gl: Any, minor: Any, currency: Any, **on: Any) -> list[Any]:
    return [
        source.label("source"),
        gl.label("gl"),
        on.get("account", _none).label("account"),
        on.get("invoice", _none).label("invoice"),
        on.get("deposit", _none).label("deposit"),
        currency.label("currency"),
        minor.label("minor"),
    ]


def _posted() -> tuple[Any, ...]:
    return (
        select(
            *_columns(
                _e.source_id,
                _j.gl_code,
                _j.amount_minor,
                _j.currency,
                account=_j.account_id,
                invoice=_j.invoice_id,
                deposit=_j.deposit_id,
            )
        )
        .select_from(_posting)
        .join(_entry, _e.id == _j.entry_id)
        .where(of_sources(_e, "returned_check")),
    )


def _postings() -> Check:
    """Off where the check stood; owed again by the invoices it paid; the rest was credit."""
    receivable: Any = literal_column(f"'{GL.RECEIVABLE_PATIENTS}'")
    credit: Any = literal_column(f"'{GL.PATIENT_CREDITS}'")
    bagged = one_of(_q.place, "transit", "bank")
    expected = (
        select(
            *_columns(
                _q.id,
                _q.gl_code,
                -_q.amount_minor * _sign,
                _q.currency,
                deposit=func.iif(bagged, _q.deposit_id, _none),
            )
        ),
        select(
            *_columns(
                _q.id,
                receivable,
                -_a.amount_minor,
                _a.currency,
                account=_a.account_id,
                invoice=_a.invoice_id,
            )
        )
        .select_from(_return)
        .join(_allocation, _a.action_id == _q.id),
        select(*_columns(_q.id, credit, _a.amount_minor, _a.currency, account=_p.account_id))
        .select_from(_return)
        .join(_allocation, _a.action_id == _q.id)
        .join(_payment, _p.id == _a.payment_id),
        select(
            *_columns(_q.id, credit, _q.amount_minor * _sign, _q.currency, account=_q.account_id)
        ),
    )
    return agreement(
        "payments.return_postings",
        "A returned check is taken off where it stood, and is owed again.",
        _KEYS,
        expected,
        _posted(),
        lambda source, gl, account, on, deposit, currency, wanted, found: t(
            "The returned check {source} says {wanted} on {gl}, and the ledger has {found}.",
            source=source,
            gl=gl,
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )
