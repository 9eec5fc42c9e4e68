"""How the views of deposits are made: where each stands, what it claims, and what it holds back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, case, func, literal_column, or_, select

from app.areas.deposits import schema
from app.areas.drawers.schema import movement_hold
from app.areas.payments.schema import tender_hold
from app.storage.checking import Follow, Recipe, recipe_by, through
from app.storage.tables import counted

deposits, items = counted(schema.deposit), counted(schema.deposit_item)
outs = counted(schema.deposit_item_out)
"""What `is_out` and `is_void` speak of."""
_deposit, _item, _out = deposits, items, outs
_second = counted(schema.deposit_second_count)
_seal, _submit = counted(schema.deposit_seal), counted(schema.deposit_submit)
_clear = counted(schema.deposit_clear)
_d, _i, _o, _s = _deposit.c, _item.c, _out.c, _seal.c
_u, _c = _submit.c, _clear.c
_void = counted(schema.deposit_void).c
_there: Any = literal_column("1")


def _exists(*where: Any) -> Any:
    return select(_there).where(*where).exists()


_back = _out.alias("put_back").c
is_out = _exists(
    _o.deposit_id == _i.deposit_id,
    _o.item_id == _i.id,
    _o.reverses_id.is_(None),
    ~_exists(_back.deposit_id == _o.deposit_id, _back.reverses_id == _o.id),
)
"""Whether an item was taken out and not put back."""
is_void = _exists(_void.deposit_id == _d.id)


def sum_of(what: Any, where: Any) -> Any:
    """A sum over the rows that fit."""
    return func.coalesce(func.sum(case((where, what), else_=0)), 0)


_live = and_(_i.kind == "check", ~is_out)


def _in_bag(what: Any, where: Any) -> Any:
    """A sum over the items of each deposit."""
    return select(sum_of(what, where)).where(_i.deposit_id == _d.id).correlate(_deposit)


def _first(fact: Any, *where: Any) -> Any:
    """The first of a deposit's facts of one kind: two stations may have written one each while
    apart.
    """
    c = fact.c
    found = select(c.id).where(c.deposit_id == _d.id, *where).order_by(c.at, c.id).limit(1)
    return found.correlate(_deposit).scalar_subquery()


def recipes() -> tuple[Recipe, ...]:
    """Where each deposit stands, what it claims, and what it holds back below."""
    by_deposit = tuple(
        Follow(table, "deposit_id")
        for table in (
            schema.deposit_item,
            schema.deposit_item_out,
            schema.deposit_second_count,
            schema.deposit_seal,
            schema.deposit_submit,
            schema.deposit_clear,
            schema.deposit_void,
        )
    )
    states = recipe_by(
        schema.deposit_state,
        _states(),
        _d.id,
        Follow(schema.deposit, "id"),
        *by_deposit,
        unsaid=("cash_minor",),
    )
    of_deposit = through(select(_i.source_id), _i.deposit_id)
    sources = (
        Follow(schema.deposit_item, "source_id"),
        Follow(schema.deposit, "id", of_deposit),
        Follow(schema.deposit_item_out, "deposit_id", of_deposit),
        Follow(schema.deposit_void, "deposit_id", of_deposit),
    )

    return (
        states,
        recipe_by(
            schema.deposit_claim,
            _claims(_i.kind != "reserve", _i.deposit_id, _i.id),
            _i.source_id,
            *sources,
        ),
        recipe_by(tender_hold, _claims(_i.kind == "check", _d.number), _i.source_id, *sources),
        recipe_by(movement_hold, _claims(_i.kind == "drop", _d.number), _i.source_id, *sources),
    )


def _claims(kind: Any, *columns: Any) -> Select[Any]:
    """The first claim of each source."""
    other, there = _item.alias("other_item").c, _deposit.alias("other_deposit").c
    out, back = _out.alias("other_out").c, _out.alias("other_back").c
    other_out = _exists(
        out.deposit_id == other.deposit_id,
        out.item_id == other.id,
        out.reverses_id.is_(None),
        ~_exists(back.deposit_id == out.deposit_id, back.reverses_id == out.id),
    )
    before = or_(there.at < _d.at, and_(there.at == _d.at, other.id < _i.id))
    earlier = _exists(
        other.source_id == _i.source_id,
        other.id != _i.id,
        there.id == other.deposit_id,
        before,
        ~other_out,
        ~_exists(_void.deposit_id == there.id),
    )
    return (
        select(_i.source_id, *columns)
        .select_from(_item)
        .join(_deposit, _d.id == _i.deposit_id)
        .where(kind, ~is_out, ~is_void, ~earlier)
    )


def _states() -> Select[Any]:
    status: Any = case(
        (is_void, "void"),
        (_c.id.is_not(None), "cleared"),
        (_u.id.is_not(None), "submitted"),
        else_="pending",
    )
    clear, undone = _clear.alias("first_clear"), _clear.alias("undone").c
    taken_back = _exists(undone.deposit_id == clear.c.deposit_id, undone.reverses_id == clear.c.id)
    stands = (clear.c.reverses_id.is_(None), ~taken_back)
    return (
        select(
            _d.id,
            status,
            case((_exists(_second.c.deposit_id == _d.id), 1), else_=0),
            case((_s.id.is_not(None), 1), else_=0),
            _d.bank_account_id,
            _d.currency,
            _d.business_date,
            func.coalesce(
                _s.cash_minor, _in_bag(_i.amount_minor, _i.kind != "check").scalar_subquery()
            ),
            _in_bag(_there, _live).scalar_subquery(),
            _in_bag(_i.amount_minor, _live).scalar_subquery(),
            func.coalesce(_s.bag_number, ""),
            _s.at,
            _u.at,
            _c.bank_date,
            _c.amount_minor,
        )
        .select_from(_deposit)
        .outerjoin(_seal, _s.id == _first(_seal.alias("first_seal")))
        .outerjoin(_submit, _u.id == _first(_submit.alias("first_submit")))
        .outerjoin(_clear, _c.id == _first(clear, *stands))
    )
