"""What must hold of openings of a drawer that nobody ordered, and of those to count it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, literal_column, or_, select, union_all

from app.areas.drawers import schema
from app.kernel.translate import t
from app.storage.checking import Check, rows_check
from app.storage.tables import counted

_s = counted(schema.shift).c


def opening_checks() -> tuple[Check, ...]:
    """The promises about them."""
    return (_unasked(), _counts_begun())


def _unasked() -> Check:
    """Each opening without an order stands in a shift of its drawer or in none, and ends once."""
    opened, shut = counted(schema.unasked_opening), counted(schema.unasked_closing)
    o, x = opened.c, shut.c
    one: Any = literal_column("1")
    there = select(one).where(_s.id == o.shift_id, _s.drawer_id == o.drawer_id).exists()
    ends = select(func.count()).where(x.opening_id == o.id).scalar_subquery()
    early = select(one).where(x.opening_id == o.id, x.closed_at < o.opened_at).exists()
    wrong = select(o.id).where(or_(o.shift_id.is_not(None) & ~there, ends > 1, early))
    begun = select(one).select_from(opened).where(o.id == x.opening_id).exists()
    both = union_all(wrong, select(x.opening_id).where(~begun)).subquery("unasked_wrong")
    return rows_check(
        "drawers.unasked",
        "Every opening without an order was in a shift of its drawer or in none, and ended once.",
        select(both.c.id),
        lambda opening: t("The opening without an order {id} does not hold together.", id=opening),
    )


def _counts_begun() -> Check:
    begun = counted(schema.count_begun).c
    there = (
        select(literal_column("1"))
        .where(_s.id == begun.shift_id, _s.drawer_id == begun.drawer_id)
        .exists()
    )
    return rows_check(
        "drawers.counts_begun",
        "Every drawer that was opened to be counted was in a shift.",
        select(begun.id).where(~there),
        lambda opening: t(
            "The count that began as {id} is in no shift of that drawer.", id=opening
        ),
    )
