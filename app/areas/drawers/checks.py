"""What must hold of shifts, counts and cash that moved, and how shift states are made afresh."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, func, literal_column, or_, select

from app.areas.drawers import schema
from app.areas.drawers.opening_checks import opening_checks
from app.areas.ledger.checks import entries_of, posted_for, reversals_of
from app.areas.ledger.values import GL
from app.kernel.translate import t
from app.storage.agreements import agreement
from app.storage.checking import (
    Check,
    Follow,
    Recipe,
    amount,
    one_of,
    recipe_by,
    rows_check,
)
from app.storage.elsewhere import had_two_histories, parted
from app.storage.tables import counted

_shift, _count, _pile = (
    counted(schema.shift),
    counted(schema.cash_count),
    counted(schema.cash_count_line),
)
_movement = counted(schema.cash_movement)
_close, _opening = counted(schema.shift_close), counted(schema.drawer_opening)
_s, _c, _p, _m = _shift.c, _count.c, _pile.c, _movement.c
_back = counted(schema.close_taken_back)
_x, _o, _b = _close.c, _opening.c, _back.c
_st, _d = schema.shift_state.c, schema.drawer.c
_sealed_at = (
    select(func.coalesce(func.max(case((_c.kind == "recount", _c.at))), func.max(_c.at)))
    .where(_c.shift_id == _s.id, one_of(_c.kind, "closing", "recount"))
    .correlate(_shift)
    .scalar_subquery()
)
_closed_at = select(func.min(_x.at)).where(_x.shift_id == _s.id).correlate(_shift).scalar_subquery()
_state: Any = case(
    (_closed_at.is_not(None), "closed"), (_sealed_at.is_not(None), "counted"), else_="open"
)
_STATES = select(
    _s.id,
    _s.drawer_id,
    _s.user_id,
    _s.station_id,
    _state,
    _s.business_date,
    _s.at,
    _sealed_at,
    _closed_at,
)


def recipe() -> Recipe:
    """A shift is open until its first count is sealed, then counted until it is closed."""
    return recipe_by(
        schema.shift_state,
        _STATES,
        _s.id,
        Follow(schema.shift, "id"),
        Follow(schema.cash_count, "shift_id"),
        Follow(schema.shift_close, "shift_id"),
    )


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    return (
        _counts(),
        _sealing(),
        _floats(),
        _one_shift(),
        _reversals(),
        _openings(),
        *opening_checks(),
        _entries(),
        _postings(),
        _taken_back(),
    )


def _counts() -> Check:
    piles = (
        select(
            _p.count_id,
            func.sum(_p.denomination_minor * _p.quantity).label("total"),
            func.min(_p.currency).label("low"),
            func.max(_p.currency).label("high"),
        )
        .group_by(_p.count_id)
        .subquery("piles")
    )
    counted_total = func.coalesce(piles.c.total, 0)
    wrong = (
        select(_c.id, _c.total_minor, counted_total, _c.currency)
        .select_from(_count)
        .outerjoin(piles, piles.c.count_id == _c.id)
        .where(
            or_(
                (counted_total != _c.total_minor) & (_c.kind != "not_counted"),
                piles.c.low != _c.currency,
                piles.c.high != _c.currency,
            )
        )
    )
    return rows_check(
        "drawers.counts",
        "Every count is the sum of its notes and coins.",
        wrong,
        lambda count, said, piles, currency: t(
            "Count {count} says {said}, and its notes and coins are {piles}.",
            count=count,
            said=amount(said, currency),
            piles=amount(piles, currency),
        ),
    )


def _sealing() -> Check:
    """A shift is counted once at its end, and once again at most; at two windows that did not
    know of one another at each of them, and so at two copies of one.
    """
    counts = (
        select(
            _c.shift_id,
            _c.station_id,
            func.sum(case((_c.kind == "closing", 1), else_=0)).label("first"),
            func.sum(case((_c.kind == "recount", 1), else_=0)).label("again"),
        )
        .where(one_of(_c.kind, "closing", "recount"))
        .group_by(_c.shift_id, _c.station_id)
        .subquery("counts")
    )
    n = counts.c
    return rows_check(
        "drawers.sealing",
        "A shift is counted once at its end, and once again at most.",
        select(func.coalesce(_s.number, n.shift_id), n.first, n.again)
        .select_from(counts)
        .outerjoin(_shift, _s.id == n.shift_id)
        .where(
            or_(_s.id.is_(None), n.first != 1, n.again > 1),
            or_(_s.id.is_(None), n.first < 1, ~had_two_histories(n.station_id)),
        ),
        lambda number, first, again: t(
            "Shift {number} has {first} counts and {again} recounts.",
            number=number,
            first=first,
            again=again,
        ),
    )


def _floats() -> Check:
    """The float of a shift is what was counted, and it came out of the safe once."""
    moved = (
        select(
            _m.shift_id,
            func.sum(_m.amount_minor).label("minor"),
            func.count().label("movements"),
        )
        .where(_m.kind == "float")
        .group_by(_m.shift_id)
        .subquery("moved")
    )
    wrong = (
        select(_s.number, _s.float_minor, func.coalesce(_c.total_minor, 0), _s.currency)
        .select_from(_shift)
        .outerjoin(_count, (_c.id == _s.count_id) & (_c.shift_id == _s.id))
        .outerjoin(moved, moved.c.shift_id == _s.id)
        .where(
            or_(
                _c.id.is_(None),
                _c.total_minor != _s.float_minor,
                _c.kind != "opening",
                _c.currency != _s.currency,
                func.coalesce(moved.c.minor, 0) != _s.float_minor,
                func.coalesce(moved.c.movements, 0) > 1,
                ~select(literal_column("1")).where(_d.id == _s.drawer_id).exists(),
            )
        )
    )
    return rows_check(
        "drawers.floats",
        "Every shift begins with the float that was counted.",
        wrong,
        lambda number, said, found, currency: t(
            "Shift {number} says its float is {said}; counted or moved was {found} or another sum.",
            number=number,
            said=amount(said, currency),
            found=amount(found, currency),
        ),
    )


def _one_shift() -> Check:
    """Where a station had two histories each may have opened one; both are counted and closed."""
    still_open = (_st.state != "closed", ~parted())
    open_ones = select(_st.drawer_id, func.count().label("shifts")).where(*still_open)
    drawers = open_ones.group_by(_st.drawer_id).having(func.count() > 1)
    users = (
        select(_st.user_id, func.count())
        .where(*still_open)
        .group_by(_st.user_id, _st.station_id)
        .having(func.count() > 1)
    )
    return rows_check(
        "drawers.one_shift",
        "A drawer and a person at one station have one open shift at most.",
        select(drawers.union_all(users).subquery("both")),
        lambda who, count: t("Drawer or user {who} has {count} open shifts.", who=who, count=count),
    )


def _reversals() -> Check:
    """A movement is taken back once, by its exact opposite in the same shift."""
    first = counted(schema.cash_movement).alias("first")
    f = first.c
    again = counted(schema.cash_movement).alias("again")
    twice = (
        select(literal_column("1"))
        .where(again.c.reverses_id == _m.reverses_id, again.c.id != _m.id)
        .exists()
    )
    return rows_check(
        "drawers.reversals",
        "A movement is taken back once, by its exact opposite.",
        select(_m.number, _m.amount_minor, _m.currency)
        .select_from(_movement)
        .outerjoin(first, f.id == _m.reverses_id)
        .where(
            _m.reverses_id.is_not(None),
            or_(
                f.id.is_(None),
                f.amount_minor != -_m.amount_minor,
                f.kind != _m.kind,
                f.gl_code != _m.gl_code,
                f.shift_id != _m.shift_id,
                f.reverses_id.is_not(None),
                twice,
            ),
        ),
        lambda number, minor, currency: t(
            "Movement {number} for {amount} takes back what it should not.",
            number=number,
            amount=amount(minor, currency),
        ),
    )


def _openings() -> Check:
    """Every no-sale stands in a shift of that drawer."""
    there = (
        select(literal_column("1"))
        .where(_s.id == _o.shift_id, _s.drawer_id == _o.drawer_id)
        .exists()
    )
    return rows_check(
        "drawers.openings",
        "Every drawer opened without a sale was in a shift.",
        select(_o.id, _o.reason).where(~there),
        lambda opening, reason: t(
            "The drawer opening {id} (“{reason}”) is in no shift of that drawer.",
            id=opening,
            reason=reason,
        ),
    )


def _entries() -> Check:
    entries = entries_of("cash_movement")
    found = func.coalesce(entries.c.entries, 0)
    return rows_check(
        "drawers.entries",
        "Cash that moved has exactly one journal entry.",
        select(_m.id, _m.kind, found)
        .select_from(_movement)
        .outerjoin(entries, entries.c.source_id == _m.id)
        .where(or_(found != 1, entries.c.day != _m.business_date)),
        lambda movement, kind, count: t(
            "Cash movement {id} ({kind}) has {count} journal entries, or one of another day.",
            id=movement,
            kind=kind,
            count=count,
        ),
    )


def _postings() -> Check:
    """Into the drawer from `gl_code`, or into the safe from it where no shift is named."""
    into_drawer = _m.shift_id.is_not(None)

    def leg(code: Any, minor: Any, shift: Any) -> list[Any]:
        return [
            _m.id.label("source"),
            code.label("gl"),
            shift.label("shift"),
            _m.currency.label("currency"),
            minor.label("minor"),
        ]

    none: Any = literal_column("NULL")
    expected = (
        select(*leg(literal_column(f"'{GL.CASH_IN_DRAWERS}'"), _m.amount_minor, _m.shift_id)).where(
            into_drawer
        ),
        select(*leg(literal_column(f"'{GL.CASH_IN_SAFE}'"), _m.amount_minor, none)).where(
            ~into_drawer
        ),
        select(*leg(_m.gl_code, -_m.amount_minor, none)),
    )
    posted = posted_for("cash_movement", "shift")
    return agreement(
        "drawers.postings",
        "The ledger has what each cash movement says.",
        ("source", "gl", "shift", "currency"),
        expected,
        posted,
        lambda source, gl, shift, currency, wanted, found: t(
            "Cash movement {source} says {wanted} on {gl}, and the ledger has {found}.",
            source=source,
            gl=gl,
            wanted=amount(wanted, currency),
            found=amount(found, currency),
        ),
    )


def _taken_back() -> Check:
    """Of two closes of one shift the one that does not hold is posted back, once."""
    reversed_by, entries = reversals_of("shift_close").subquery("back"), entries_of("shift_close")
    holds = schema.ruling_close.c
    there: Any = literal_column("1")
    wrong = or_(
        _x.id.is_(None),
        select(there).where(holds.id == _b.id).exists(),
        _x.shift_id != _b.shift_id,
        func.coalesce(reversed_by.c.entries, 0) != func.coalesce(entries.c.entries, 0),
    )
    said = (
        select(func.coalesce(_s.number, _b.shift_id))
        .select_from(_back)
        .outerjoin(_close, _x.id == _b.id)
        .outerjoin(_shift, _s.id == _b.shift_id)
        .outerjoin(reversed_by, reversed_by.c.source_id == _b.id)
        .outerjoin(entries, entries.c.source_id == _b.id)
        .where(wrong)
    )
    unsaid = select(reversed_by.c.source_id).where(
        ~select(there).where(_b.id == reversed_by.c.source_id).exists()
    )
    return rows_check(
        "drawers.taken_back",
        "A close is posted back once, and only where another one holds.",
        select(said.union_all(unsaid).subquery("both")),
        lambda number: t(
            "A close of shift {number} is posted back, and should not be, or not so.",
            number=number,
        ),
    )
