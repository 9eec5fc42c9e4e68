"""What must hold of money between invoices and credit, and how the views of where payments stand
are made afresh.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, literal_column, select

from app.areas.ledger.schema import journal_entry, journal_line, of_sources
from app.areas.ledger.values import GL
from app.areas.payments import schema
from app.areas.payments.refunded_records import refunded_minor
from app.areas.payments.returned_records import returned_minor
from app.kernel.translate import t
from app.storage.agreements import agreement
from app.storage.checking import Check, Follow, Recipe, amount, recipe_by, unindexed
from app.storage.tables import counted

_payment, _tender, _allocation, _void = (
    counted(schema.payment),
    counted(schema.tender),
    counted(schema.allocation),
    counted(schema.payment_void),
)
_posting, _entry = counted(journal_line), counted(journal_entry)
_p, _t, _a, _v, _j, _e = (
    _payment.c,
    _tender.c,
    _allocation.c,
    _void.c,
    _posting.c,
    _entry.c,
)
LATER = (
    "credit_applied",
    "payment_void",
    "reallocation",
    "returned_check",
    "refund",
    "refund_cancelled",
)
"""What moves a payment's allocations after it was taken, as entries name their source."""
_there: Any = literal_column("1")
_is_void = select(_there).where(_v.payment_id == _p.id).exists()
_returned, _refunded = returned_minor(_p.id), refunded_minor(_p.id)
_gone = _returned + _refunded
_allocated = (
    select(_a.payment_id, func.sum(_a.amount_minor).label("minor"))
    .group_by(_a.payment_id)
    .subquery("allocated")
)


def checks() -> tuple[Check, ...]:
    """The promises of what was done after the money was taken."""
    return (_applied(), _credit())


def _applied() -> Check:
    """Every later allocation, such as credit applied, moved what the invoice owes by as much."""
    receivable = GL.RECEIVABLE_PATIENTS

    def columns(action: Any, on: Any, account: Any, currency: Any, minor: Any) -> list[Any]:
        return [
            action.label("action"),
            on.label("invoice"),
            account.label("account"),
            currency.label("currency"),
            minor.label("minor"),
        ]

    expected = (
        select(
            *columns(_a.action_id, _a.invoice_id, _a.account_id, _a.currency, -_a.amount_minor)
        ).where(_a.action_id != _a.payment_id),
    )
    posted = (
        select(*columns(_e.source_id, _j.invoice_id, _j.account_id, _j.currency, _j.amount_minor))
        .select_from(_posting)
        .join(_entry, _e.id == _j.entry_id)
        # An index over codes would lead through all lines of receivables.
        .where(unindexed(_j.gl_code) == receivable, of_sources(_e, *LATER)),
    )
    return agreement(
        "payments.applied",
        "Whatever moved money between invoices and credit is posted as it moved.",
        ("action", "invoice", "account", "currency"),
        expected,
        posted,
        lambda action, on, account, currency, wanted, found: t(
            "What was done to invoice {invoice} by {action} is {wanted}, and the ledger has "
            "{found}.",
            invoice=on or account,
            action=action,
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )


def _credit() -> Check:
    """Credit lies on payments: what of them goes to no invoice."""

    def columns(account: Any, currency: Any, minor: Any) -> list[Any]:
        return [account.label("account"), currency.label("currency"), minor.label("minor")]

    rest = _p.amount_minor - _gone - func.coalesce(_allocated.c.minor, 0)
    expected = (
        select(*columns(_p.account_id, _p.currency, rest))
        .select_from(_payment)
        .outerjoin(_allocated, _allocated.c.payment_id == _p.id)
        .where(~_is_void),
    )
    posted = (
        select(*columns(_j.account_id, _j.currency, -_j.amount_minor)).where(
            _j.gl_code == GL.PATIENT_CREDITS
        ),
    )
    return agreement(
        "payments.credit",
        "The credit of each account is what its payments have left over.",
        ("account", "currency"),
        expected,
        posted,
        lambda account, currency, wanted, found: t(
            "The payments of account {account} leave {wanted} over, and its credit is {found}.",
            account=account,
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )


def recipes() -> tuple[Recipe, ...]:
    """Where each payment stands, and who else it was for, as the facts say."""
    corrected = (
        select(_there)
        .where(_t.payment_id == _p.id, _t.corrects_id.is_not(None))
        .correlate(_payment)
        .exists()
    )
    allocated = (
        select(func.coalesce(func.sum(_a.amount_minor), 0))
        .where(_a.payment_id == _p.id)
        .correlate(_payment)
        .scalar_subquery()
    )
    states = select(
        _p.id,
        _p.account_id,
        case(
            (_is_void, "void"),
            (_returned > 0, "returned"),
            (_refunded == 0, "completed"),
            (_refunded >= _p.amount_minor, "refunded"),
            else_="part_refunded",
        ),
        case((corrected, 1), else_=0),
        case((_is_void, 0), else_=_p.amount_minor - _gone - allocated),
        _p.currency,
        _p.shift_id,
        _p.business_date,
    )
    joined = (
        select(_a.account_id, _a.payment_id)
        .select_from(_allocation)
        .join(_payment, _p.id == _a.payment_id)
        .where(_a.account_id != _p.account_id)
        .distinct()
    )
    taken = Follow(schema.payment, "id")
    later = tuple(
        Follow(table, "payment_id")
        for table in (
            schema.allocation,
            schema.tender,
            schema.payment_void,
            schema.returned_check,
            schema.payment_refund,
        )
    )
    return (
        recipe_by(schema.payment_state, states, _p.id, taken, *later, sliced=True),
        recipe_by(schema.payment_joined, joined, _p.id, taken, later[0], column="payment_id"),
    )
