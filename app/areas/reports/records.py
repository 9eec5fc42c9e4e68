"""Reads about a range of days for the deposit report: takings, movements, shifts, checks, bags."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, select

from app.areas.deposits.records import cash_is_settled
from app.areas.deposits.schema import (
    bank_account,
    deposit,
    deposit_claim,
    deposit_item,
    deposit_state,
)
from app.areas.drawers.schema import cash_movement, ruling_close, shift, shift_state
from app.areas.drawers.values import MovementKind, ShiftState
from app.areas.ledger.schema import shift_balance
from app.areas.ledger.values import GL
from app.areas.payments.schema import payment, payment_void, returned_check, tender, tender_type
from app.storage.statements import Read
from app.storage.tables import counted

_payment, _tender, _shift = counted(payment), counted(tender), counted(shift)
_move, _close = counted(cash_movement), ruling_close
_deposit, _item, _return = counted(deposit), counted(deposit_item), counted(returned_check)
_later = counted(tender).alias("later")
_back_move = counted(cash_movement).alias("reversal")
_paid_after_all = counted(returned_check).alias("paid_after_all")
_p, _t, _s, _m, _c = _payment.c, _tender.c, _shift.c, _move.c, _close.c
_ty, _st, _v = tender_type.c, shift_state.c, counted(payment_void).c
_dep, _i, _cl, _ds, _b = _deposit.c, _item.c, deposit_claim.c, deposit_state.c, bank_account.c
_one: Any = literal_column("1")
_zero: Any = literal_column("0")
_from: Any = bindparam("day_from")
_to: Any = bindparam("day_to")
# Few are ever corrected, void or returned: each is looked up once, not once for every row.
_live = _t.id.not_in(select(_later.c.corrects_id).where(_later.c.corrects_id.is_not(None)))
_stands = _p.id.not_in(select(_v.payment_id))
_closed = _st.state == ShiftState.CLOSED.value
_kept = ~select(_one).where(_back_move.c.reverses_id == _m.id).exists() & _m.reverses_id.is_(None)
_returned = _t.id.in_(
    select(_return.c.tender_id).where(
        _return.c.reverses_id.is_(None),
        _return.c.id.not_in(
            select(_paid_after_all.c.reverses_id).where(_paid_after_all.c.reverses_id.is_not(None))
        ),
    )
)
_CLAIM = (_ds.deposit_id, _ds.status, _ds.sealed, _i.amount_minor)


def _claims(source: Any, source_id: Any) -> Any:
    """`source` beside the deposit its row is in, where it is in one."""
    return (
        source.outerjoin(deposit_claim, _cl.source_id == source_id)
        .outerjoin(deposit_state, _ds.deposit_id == _cl.deposit_id)
        .outerjoin(_item, _i.id == _cl.item_id)
    )


TAKEN = Read(
    select(
        _p.business_date,
        _t.method,
        func.coalesce(_ty.name, _t.method),
        _t.kind,
        _t.gl_code,
        func.coalesce(_ty.in_deposit, _zero),
        func.coalesce(_ty.position, literal_column("999")),
        func.sum(_t.amount_minor),
        func.sum(func.coalesce(_t.rounding_minor, _zero)),
    )
    .select_from(
        _payment.join(_tender, _t.payment_id == _p.id).outerjoin(
            tender_type, _ty.method == _t.method
        )
    )
    .where(_p.business_date.between(_from, _to), _live, _stands)
    .group_by(_p.business_date, _t.method, _t.kind, _t.gl_code)
)
_with_safe = _m.gl_code == GL.CASH_IN_SAFE
MOVED = Read(
    select(
        _s.business_date,
        _s.id,
        func.sum(func.iif(_with_safe, _m.amount_minor, _zero)),
        func.sum(func.iif(_with_safe, _zero, _m.amount_minor)),
    )
    .select_from(_move.join(_shift, _s.id == _m.shift_id))
    .where(_s.business_date.between(_from, _to), _m.kind != MovementKind.DROP.value)
    .group_by(_s.business_date, _s.id)
)
DROPS = Read(
    select(_s.business_date, -_m.amount_minor, *_CLAIM)
    .select_from(_claims(_move.join(_shift, _s.id == _m.shift_id), _m.id))
    .where(_s.business_date.between(_from, _to), _m.kind == MovementKind.DROP.value, _kept)
)


_in_safe, _in_drawer = shift_balance.alias("in_safe"), shift_balance.alias("in_drawer")


def _balance_of(balance: Any, gl_code: str) -> Any:
    return and_(
        balance.c.shift_id == _s.id,
        balance.c.gl_code == gl_code,
        balance.c.currency == _s.currency,
    )


SHIFTS = Read(
    select(
        _s.business_date,
        _s.id,
        _closed,
        func.coalesce(_c.difference_minor, _zero),
        func.coalesce(_in_safe.c.amount_minor, _zero),
        func.coalesce(_in_drawer.c.amount_minor, _zero),
        *_CLAIM,
    )
    .select_from(
        _claims(
            _shift.join(shift_state, _st.shift_id == _s.id)
            .outerjoin(_close, _c.shift_id == _s.id)
            .outerjoin(_in_safe, _balance_of(_in_safe, GL.CASH_IN_SAFE))
            .outerjoin(_in_drawer, _balance_of(_in_drawer, GL.CASH_IN_DRAWERS)),
            _s.id,
        )
    )
    .where(_s.business_date.between(_from, _to))
)
CHECKS = Read(
    select(
        _p.business_date,
        func.coalesce(_closed, _one),
        _returned,
        _t.amount_minor,
        *_CLAIM,
    )
    .select_from(
        _claims(
            _payment.join(_tender, _t.payment_id == _p.id).outerjoin(
                shift_state, _st.shift_id == _p.shift_id
            ),
            _t.id,
        )
    )
    .where(
        _p.business_date.between(_from, _to),
        _t.gl_code == GL.UNDEPOSITED_CHECKS,
        _live,
        _stands,
    )
)
DEPOSITS = Read(
    select(
        _dep.id,
        _dep.number,
        _ds.bag_number,
        _b.name,
        _dep.business_date,
        _dep.made_by,
        _ds.status,
        _ds.counted,
        _ds.sealed,
        _ds.cash_minor,
        _ds.check_minor,
        _ds.cleared_on,
        _ds.cleared_minor,
        func.max(_ds.sealed, cash_is_settled(_dep.id, _dep.cash_minor)),
    )
    .select_from(
        _deposit.join(deposit_state, _ds.deposit_id == _dep.id).outerjoin(
            bank_account, _b.id == _dep.bank_account_id
        )
    )
    .where(_dep.business_date >= _from, _ds.status != literal_column("'void'"))
    .order_by(_dep.business_date, _dep.number)
)
