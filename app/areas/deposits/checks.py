"""What must hold of deposits, what is in them and who counted; and how their views are made."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, case, func, literal_column, or_, select

from app.areas.deposits import bag_checks, schema, state_checks, tie_checks
from app.areas.deposits.state_checks import is_out, is_void, sum_of
from app.areas.drawers.schema import cash_count, cash_movement, ruling_close, shift, shift_close
from app.areas.ledger.values import GL
from app.areas.payments.schema import payment, payment_void, tender
from app.kernel.translate import t
from app.storage.checking import Check, amount, rows_check
from app.storage.tables import counted

_deposit, _item, _out = state_checks.deposits, state_checks.items, state_checks.outs
_count = counted(cash_count)
_second, _seal = counted(schema.deposit_second_count), counted(schema.deposit_seal)
_submit, _clear = counted(schema.deposit_submit), counted(schema.deposit_clear)
_shift, _close, _movement = counted(shift), ruling_close, counted(cash_movement)
_tender, _payment = counted(tender), counted(payment)
_d, _i, _o, _n, _s = _deposit.c, _item.c, _out.c, _count.c, _seal.c
_u, _c, _b = _submit.c, _clear.c, schema.bank_account.c
_h, _x, _m, _t, _p = _shift.c, _close.c, _movement.c, _tender.c, _payment.c
_void, _any_close = counted(schema.deposit_void).c, counted(shift_close).c
_there: Any = literal_column("1")
_none: Any = literal_column("NULL")


def _exists(*where: Any) -> Any:
    return select(_there).where(*where).exists()


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    return (
        _headers(),
        _once(),
        _shift_items(),
        _drop_items(),
        _check_items(),
        _outs(),
        *bag_checks.checks(),
        *tie_checks.checks(),
    )


# -------------------------------------------------------------------------------------------- items


def _headers() -> Check:
    """A deposit says what its items add up to, and what its first count found."""
    items = (
        select(
            _i.deposit_id,
            sum_of(_i.amount_minor, _i.kind != "check").label("cash"),
            sum_of(_there, _i.kind == "check").label("checks"),
            sum_of(_i.amount_minor, _i.kind == "check").label("check_minor"),
            func.min(_i.currency).label("low"),
            func.max(_i.currency).label("high"),
        )
        .group_by(_i.deposit_id)
        .subquery("items")
    )
    its = items.c
    return rows_check(
        "deposits.sums",
        "Every deposit is the sum of what is in it, and was counted.",
        select(_d.number, _d.cash_minor + _d.check_minor, _d.currency)
        .select_from(_deposit)
        .outerjoin(items, its.deposit_id == _d.id)
        .outerjoin(_count, and_(_n.id == _d.count_id, _n.kind == "deposit"))
        .outerjoin(schema.bank_account, _b.id == _d.bank_account_id)
        .where(
            or_(
                its.deposit_id.is_(None),
                its.cash != _d.cash_minor,
                its.checks != _d.check_count,
                its.check_minor != _d.check_minor,
                its.low != _d.currency,
                its.high != _d.currency,
                _n.id.is_(None),
                _n.total_minor != _d.counted_minor,
                _n.currency != _d.currency,
                _n.made_by != _d.made_by,
                _b.id.is_(None),
                _b.currency != _d.currency,
            )
        ),
        lambda number, minor, currency: t(
            "Deposit {number} says {amount}, and what is in it, its count or its bank account say "
            "otherwise.",
            number=number,
            amount=amount(minor, currency),
        ),
    )


def _once() -> Check:
    return rows_check(
        "deposits.once",
        "A shift, a drop or a check is in one deposit at most.",
        select(_i.source_id, func.count(), func.min(_d.number), func.max(_d.number))
        .select_from(_item)
        .join(_deposit, _d.id == _i.deposit_id)
        .where(~is_out, ~is_void)
        .group_by(_i.source_id)
        .having(func.count() > 1),
        lambda source, count, first, last: t(
            "{source} is {count} times in deposits, such as {first} and {last}.",
            source=source,
            count=count,
            first=first,
            last=last,
        ),
    )


def _wrong_item(name: str, promise: str, broken: Select[Any]) -> Check:
    return rows_check(
        name,
        promise,
        broken,
        lambda number, reference, minor, currency: t(
            "Deposit {number} has {amount} of “{reference}”, and that says otherwise.",
            number=number,
            amount=amount(minor, currency),
            reference=reference,
        ),
    )


_shown = (func.coalesce(_d.number, ""), _i.reference, _i.amount_minor, _i.currency)


def _shift_items() -> Check:
    """All that a shift moved in the safe but its drops; only of a shift that is closed. Where
    it was closed twice, what either count found may lie in a bag: a task tells of both.
    """
    by_hand = (
        select(func.coalesce(func.sum(_m.amount_minor), 0))
        .where(_m.shift_id == _i.source_id, _m.gl_code == GL.CASH_IN_SAFE, _m.kind != "drop")
        .correlate(_item)
        .scalar_subquery()
    )
    says_so = _exists(
        _any_close.shift_id == _i.source_id, _any_close.counted_minor - by_hand == _i.amount_minor
    )
    return _wrong_item(
        "deposits.shifts",
        "A shift in a deposit is closed, and as much as it left in the safe.",
        select(*_shown)
        .select_from(_item)
        .outerjoin(_deposit, _d.id == _i.deposit_id)
        .outerjoin(_shift, _h.id == _i.source_id)
        .outerjoin(_close, _x.shift_id == _i.source_id)
        .where(
            _i.kind == "shift",
            or_(
                _d.id.is_(None),
                _h.id.is_(None),
                _x.id.is_(None),
                ~says_so,
                _h.currency != _i.currency,
                _h.number != _i.reference,
                _h.business_date != _i.item_date,
            ),
        ),
    )


def _drop_items() -> Check:
    taken_back = _movement.alias("taken_back").c
    return _wrong_item(
        "deposits.drops",
        "A drop in a deposit is one that was made and not taken back.",
        select(*_shown)
        .select_from(_item)
        .outerjoin(_deposit, _d.id == _i.deposit_id)
        .outerjoin(_movement, and_(_m.id == _i.source_id, _m.kind == "drop"))
        .where(
            _i.kind == "drop",
            or_(
                _d.id.is_(None),
                _m.id.is_(None),
                _m.reverses_id.is_not(None),
                -_m.amount_minor != _i.amount_minor,
                _m.currency != _i.currency,
                _m.number != _i.reference,
                _m.business_date != _i.item_date,
                ~is_void & _exists(taken_back.reverses_id == _m.id),
            ),
        ),
    )


def _check_items() -> Check:
    """The money of the safe's own is checked here too: it stands for itself, with a reason."""
    later, void = _tender.alias("later").c, counted(payment_void).c
    gone = or_(_exists(later.corrects_id == _t.id), _exists(void.payment_id == _t.payment_id))
    wrong_check = or_(
        _t.id.is_(None),
        _t.gl_code != GL.UNDEPOSITED_CHECKS,
        _t.amount_minor != _i.amount_minor,
        _t.currency != _i.currency,
        _t.check_number != _i.check_number,
        _t.bank != _i.bank,
        _t.business_date != _i.item_date,
        func.instr(_i.reference, _p.number) != 1,
        ~is_void & ~is_out & gone,
    )
    wrong_reserve = or_(_i.source_id != _i.id, _i.reason == "", _i.kind != "reserve")
    return _wrong_item(
        "deposits.checks",
        "A check in a deposit is one that was taken and stands.",
        select(*_shown)
        .select_from(_item)
        .outerjoin(_deposit, _d.id == _i.deposit_id)
        .outerjoin(_tender, and_(_t.id == _i.source_id, _i.kind == "check"))
        .outerjoin(_payment, _p.id == _t.payment_id)
        .where(
            _i.kind != "shift",
            _i.kind != "drop",
            or_(_d.id.is_(None), case((_i.kind == "check", wrong_check), else_=wrong_reserve)),
        ),
    )


def _outs() -> Check:
    """A check is out of its own bag, once at a time, and put back by naming its taking out."""
    first, other = _out.alias("first").c, _out.alias("other").c
    undone, also = _out.alias("undone").c, _out.alias("also_undone").c
    twice = _exists(
        other.item_id == _o.item_id,
        other.id != _o.id,
        other.station_id == _o.station_id,
        other.reverses_id.is_(None),
        ~_exists(also.reverses_id == other.id),
    )
    stands = _o.reverses_id.is_(None) & ~_exists(undone.reverses_id == _o.id)
    again = _exists(
        other.reverses_id == _o.reverses_id,
        other.id != _o.id,
        other.station_id == _o.station_id,
    )
    good_back = _exists(
        first.id == _o.reverses_id, first.item_id == _o.item_id, first.reverses_id.is_(None)
    )
    return rows_check(
        "deposits.taken_out",
        "Only checks are taken out of a bag, and each one once.",
        select(func.coalesce(_d.number, ""), func.coalesce(_i.check_number, ""))
        .select_from(_out)
        .outerjoin(_deposit, _d.id == _o.deposit_id)
        .outerjoin(_item, and_(_i.id == _o.item_id, _i.deposit_id == _o.deposit_id))
        .where(
            or_(
                _d.id.is_(None),
                _i.id.is_(None),
                _i.kind != "check",
                stands & twice,
                _o.reverses_id.is_not(None) & or_(~good_back, again),
            )
        ),
        lambda number, check: t(
            "Check {check} was taken out of deposit {number} in a way that can't be.",
            check=check,
            number=number,
        ),
    )


recipes = state_checks.recipes
