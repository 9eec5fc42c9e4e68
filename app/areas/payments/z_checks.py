"""What must hold of Z reports: one for each close, on from the one before, with what was taken."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, literal_column, or_, select

from app.areas.drawers.schema import drawer_report, shift, shift_close
from app.areas.payments import schema
from app.areas.payments.late_records import changed_apart
from app.kernel.translate import t
from app.storage.checking import Check, amount, rows_check
from app.storage.elsewhere import had_two_histories
from app.storage.tables import counted

_close, _shift, _report = counted(shift_close), counted(shift), counted(drawer_report)
_tender, _v = counted(schema.tender), counted(schema.payment_void).c
_x, _s, _r, _t = _close.c, _shift.c, _report.c, _tender.c
_beside = _report.alias("beside")
_there: Any = literal_column("1")


def checks() -> tuple[Check, ...]:
    """The promises about the reports of shifts that ended."""
    return (_grand_totals(), _z_of_each(), _takings())


def _grand_totals() -> Check:
    """Each Z goes on from the one before it at its station; the first begins at nothing."""
    before = counted(drawer_report).alias("before")
    b = before.c
    twice = (
        select(_there)
        .where(
            _beside.c.kind == "z",
            _beside.c.station_id == _r.station_id,
            _beside.c.id != _r.id,
            _beside.c.previous_id.is_not_distinct_from(_r.previous_id),
            ~had_two_histories(_r.station_id),
        )
        .exists()
    )
    return rows_check(
        "drawers.grand_total",
        "The grand total of each Z is the one before it and what the shift took.",
        select(_r.number, _r.grand_total_minor, _r.currency)
        .select_from(_report)
        .outerjoin(before, b.id == _r.previous_id)
        .where(
            _r.kind == "z",
            or_(
                _r.grand_total_minor.is_(None),
                _r.taken_minor.is_(None),
                _r.grand_total_minor
                != func.coalesce(b.grand_total_minor, 0) + func.coalesce(_r.taken_minor, 0),
                _r.previous_id.is_not(None)
                & or_(b.id.is_(None), b.kind != "z", b.station_id != _r.station_id),
                twice,
            ),
        ),
        lambda number, minor, currency: t(
            "Z {number} has a grand total of {amount}, which does not follow from the Z before.",
            number=number,
            amount=amount(minor or 0, currency),
        ),
    )


def _z_of_each() -> Check:
    def of_each(fact: Any, *where: Any) -> Any:
        each = (fact.c.shift_id, fact.c.station_id)
        return select(*each, func.count().label("number")).where(*where).group_by(*each)

    zs = of_each(_report, _r.kind == "z").subquery("zs")
    closes = of_each(_close).subquery("closes")
    found = func.coalesce(zs.c.number, 0)
    same = (zs.c.shift_id == closes.c.shift_id) & (zs.c.station_id == closes.c.station_id)
    closed = (
        select(_s.number, found)
        .select_from(closes)
        .join(_shift, _s.id == closes.c.shift_id)
        .outerjoin(zs, same)
        .where(found != closes.c.number)
    )
    running = (
        select(_s.number, zs.c.number)
        .select_from(zs)
        .join(_shift, _s.id == zs.c.shift_id)
        .where(
            ~select(_there)
            .where(_x.shift_id == zs.c.shift_id, _x.station_id == zs.c.station_id)
            .exists()
        )
    )
    return rows_check(
        "drawers.z",
        "Every closed shift has one Z, and no other has any.",
        select(closed.union_all(running).subquery("both")),
        lambda number, count: t(
            "Shift {number} has {count} Z reports.", number=number, count=count
        ),
    )


def _takings() -> Check:
    """What a Z says was taken is what its shift's tenders are, but for those replaced or void; one
    that was made at another station knew no more than its close, and one whose shift changed apart
    from it stays the paper it is.
    """
    later = _tender.alias("later")
    replaced = select(_there).where(later.c.corrects_id == _t.id).exists()
    void = select(_there).where(_v.payment_id == _t.payment_id).exists()
    took = (
        select(
            _t.shift_id,
            func.sum(_t.amount_minor + func.coalesce(_t.rounding_minor, 0)).label("minor"),
        )
        .where(_t.shift_id.is_not(None), ~replaced, ~void)
        .group_by(_t.shift_id)
        .subquery("took")
    )
    return rows_check(
        "drawers.takings",
        "Every Z says what its shift took.",
        select(_r.number, _r.taken_minor, _r.currency)
        .select_from(_report)
        .outerjoin(took, took.c.shift_id == _r.shift_id)
        .where(
            _r.kind == "z",
            _r.taken_minor != func.coalesce(took.c.minor, 0),
            ~select(_there).where(_s.id == _r.shift_id, _s.station_id != _r.station_id).exists(),
            ~changed_apart(_r.shift_id, _r.station_id),
        ),
        lambda number, minor, currency: t(
            "Z {number} says {amount} was taken, and the tenders of its shift say otherwise.",
            number=number,
            amount=amount(minor, currency),
        ),
    )
