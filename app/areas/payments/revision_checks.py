"""What must hold of receipts that were made again: all of them were, in order, and say why."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, literal_column, or_, select

from app.areas.ledger.schema import journal_entry, of_sources
from app.areas.payments import schema
from app.areas.payments.crediting_values import OPENING
from app.areas.payments.refunded_records import refunded_minor
from app.areas.payments.returned_records import returned_minor
from app.kernel.translate import t
from app.storage.checking import Check, rows_check, unindexed
from app.storage.elsewhere import came
from app.storage.schema import print_job, this_station
from app.storage.tables import counted

_payment, _tender, _allocation = (
    counted(schema.payment),
    counted(schema.tender),
    counted(schema.allocation),
)
_receipt, _void, _revision = (
    counted(schema.receipt),
    counted(schema.payment_void),
    counted(schema.receipt_revision),
)
_entry, _returned = counted(journal_entry), counted(schema.returned_check)
_q, _f = _returned.c, counted(schema.payment_refund).c
_p, _t, _a, _r, _v, _n = (
    _payment.c,
    _tender.c,
    _allocation.c,
    _receipt.c,
    _void.c,
    _revision.c,
)
_e, _job = _entry.c, print_job.c
_there: Any = literal_column("1")


def _text(value: str) -> Any:
    return literal_column(f"'{value}'")


def checks() -> tuple[Check, ...]:
    """The promises of receipts that were made again."""
    return (_revisions(), _marks(), _paper())


def _actions() -> Any:
    """Everything that was done to a payment after it was taken and changes its receipts."""
    return (
        select(_v.id.label("action_id"), _v.payment_id, _text("void").label("kind"))
        .union_all(
            select(_t.id, _t.payment_id, _text("corrected")).where(_t.corrects_id.is_not(None)),
            select(_e.source_id, func.min(_a.payment_id), _text("reallocated"))
            .select_from(_entry)
            .join(_allocation, _a.action_id == _e.source_id)
            .where(of_sources(_e, "reallocation"))
            .group_by(_e.source_id),
            *_returns(),
            select(
                _f.action_id,
                _f.payment_id,
                func.iif(_f.reverses_id.is_(None), "refunded", "refund_undone"),
            ).distinct(),
        )
        .subquery("actions")
    )


def _returns() -> tuple[Any, ...]:
    """Returned checks, and payments of the fee that taking one back cancels."""
    kind = func.iif(_q.reverses_id.is_(None), "returned", "return_undone")
    fees = (
        select(_a.action_id, _a.payment_id, _text("return_undone"))
        .select_from(_allocation)
        .join(_returned, _q.id == _a.action_id)
        .where(_a.payment_id != _q.payment_id)
        .group_by(_a.action_id, _a.payment_id)
    )
    return select(_q.id, _q.payment_id, kind), fees


def _revisions() -> Check:
    """Each action makes every receipt of the payment again, once, and nothing else does. Windows
    that did not know of one another may both have made the next one.
    """
    actions = _actions()
    lacking = (
        select(_r.number)
        .select_from(actions)
        .join(_receipt, _r.payment_id == unindexed(actions.c.payment_id))
        .where(
            ~select(_there)
            .where(
                _n.receipt_id == _r.id,
                _n.action_id == actions.c.action_id,
                _n.payment_id == actions.c.payment_id,
                _n.kind == actions.c.kind,
            )
            .exists()
        )
    )
    astray = (
        select(func.coalesce(_r.number, _n.id))
        .select_from(_revision)
        .outerjoin(_receipt, (_r.id == _n.receipt_id) & (_r.payment_id == _n.payment_id))
        .outerjoin(actions, actions.c.action_id == _n.action_id)
        .where(or_(_r.id.is_(None), actions.c.action_id.is_(None)))
    )
    made = _n.station_id.concat(_text(" ")).concat(_n.revision_no)
    gaps = (
        select(_r.number)
        .select_from(_revision)
        .join(_receipt, _r.id == unindexed(_n.receipt_id))
        .group_by(_n.receipt_id, _r.number)
        .having(
            or_(
                func.max(_n.revision_no) != func.count(_n.revision_no.distinct()),
                func.count(made.distinct()) != func.count(),
                func.count(_n.action_id.distinct()) != func.count(),
            )
        )
    )
    return rows_check(
        "payments.revisions",
        "Whatever was undone stands on its receipts, in its order.",
        select(lacking.union_all(astray, gaps).subquery("wrong")),
        lambda number: t("Receipt {number} was not made again as it should.", number=number),
    )


def _marks() -> Check:
    """Each says what it is and why; a void is the last word; together they are over the payment."""

    def said(name: str) -> Any:
        return func.json_extract(_n.snapshot, f"$.{name}")

    mark = case(
        (_n.kind == "void", "VOID"),
        (_n.kind == "returned", "CHECK RETURNED"),
        (_n.kind == "refunded", func.iif(said("mark") == "REFUNDED", "REFUNDED", "PART REFUNDED")),
        else_="CORRECTED",
    )

    tenders = func.json_each(_n.snapshot, "$.tenders").table_valued("value")
    shown = (
        select(func.coalesce(func.sum(func.json_extract(tenders.c.value, "$.amount.minor")), 0))
        .select_from(tenders)
        .scalar_subquery()
    )
    after = _revision.alias("after")
    later = select(_there).where(
        after.c.receipt_id == _n.receipt_id, after.c.revision_no > _n.revision_no
    )
    wrong = (
        select(_r.number)
        .select_from(_revision)
        .join(_receipt, _r.id == unindexed(_n.receipt_id))
        .where(
            or_(
                said("mark") != mark,
                said("number") != _r.number,
                said("reason") != _n.reason,
                said("mark_at") != _n.at,
                said("amount.currency") != _r.currency,
                shown != said("amount.minor"),
                (_n.kind == "void") & later.exists(),
            )
        )
    )
    parts = (
        select(_p.number)
        .select_from(_revision)
        .join(_payment, _p.id == unindexed(_n.payment_id))
        .where(~later.exists())
        .group_by(_p.id, _p.number, _p.amount_minor)
        .having(
            func.sum(said("amount.minor"))
            != _p.amount_minor - returned_minor(_p.id) - refunded_minor(_p.id)
        )
    )
    return rows_check(
        "payments.marks",
        "A receipt that was made again says why, and what the payment is now.",
        select(wrong.union_all(parts).subquery("wrong")),
        lambda number: t(
            "Receipt {number}, made again, does not say what became of it.", number=number
        ),
    )


def _paper() -> Check:
    """A void or corrected receipt goes to paper by itself; one that was spread anew when asked, and
    so one of credit that was brought forward.
    """
    nothing = select(_job.doc_id).where(
        _job.doc_kind == "receipt_revision",
        ~select(_there).where(schema.receipt_revision.c.id == _job.doc_id).exists(),
    )
    unprinted = select(_n.id).where(
        _n.kind != "reallocated",
        _n.kind != "returned",
        _n.kind != "return_undone",
        _n.kind != "refunded",
        _n.kind != "refund_undone",
        select(_there).where(this_station.c.station_id == _n.station_id).exists(),
        ~select(_there).where(_job.doc_id == _n.id, _job.doc_kind == "receipt_revision").exists(),
        ~select(_there).where(_t.payment_id == _n.payment_id, _t.method == OPENING).exists(),
        ~came(_n.at),
    )
    return rows_check(
        "payments.paper_again",
        "Every void or corrected receipt was queued for paper.",
        select(nothing.union_all(unprinted).subquery("both")),
        lambda which: t("Receipt {which} and its print job do not belong together.", which=which),
    )
