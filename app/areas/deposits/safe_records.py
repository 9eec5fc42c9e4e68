"""Reads what lies in the safe for the bank: what closed shifts left there, drops and checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, func, literal_column, or_, select

from app.areas.deposits import schema
from app.areas.deposits.records import from_safe
from app.areas.drawers.schema import cash_movement, ruling_close, shift, shift_state
from app.areas.ledger.values import GL
from app.areas.payments.schema import payment, payment_void, returned_check, tender
from app.kernel.money import Money
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_there: Any = literal_column("1")
_claim = schema.deposit_claim.c
_shift, _close, _movement = counted(shift), ruling_close, counted(cash_movement)
_tender, _payment, _payment_void = counted(tender), counted(payment), counted(payment_void)
_returned = counted(returned_check)
_h, _x, _m, _st = _shift.c, _close.c, _movement.c, shift_state.c
_t, _p, _pv, _r = _tender.c, _payment.c, _payment_void.c, _returned.c
_back = _movement.alias("back").c
_later = _tender.alias("later").c
_undone = _returned.alias("undone").c
_currency: Any = bindparam("currency")


def _unclaimed(source: Any) -> Any:
    return ~select(_there).where(_claim.source_id == source).exists()


_SHIFTS = Read(
    select(
        _h.id,
        _h.number,
        _h.business_date,
        _h.user_id,
        (_x.counted_minor - from_safe(_h.id)).label("minor"),
    )
    .select_from(_close)
    .join(_shift, _h.id == _x.shift_id)
    .where(_h.currency == _currency, _unclaimed(_h.id))
    .order_by(_h.business_date, _h.at, _h.id)
)
_DROPS = Read(
    select(_m.id, _m.number, _m.business_date, _m.made_by, -_m.amount_minor, _m.shift_id)
    .where(
        _m.kind == "drop",
        _m.reverses_id.is_(None),
        _m.currency == _currency,
        ~select(_there).where(_back.reverses_id == _m.id).exists(),
        _unclaimed(_m.id),
    )
    .order_by(_m.business_date, _m.at, _m.id)
)
is_returned = (
    select(_there)
    .where(
        _r.tender_id == _t.id,
        _r.reverses_id.is_(None),
        ~select(_there).where(_undone.reverses_id == _r.id).exists(),
    )
    .exists()
)
_any = tender.c
_in_no_bag = select(_any.id).where(
    _any.gl_code == literal_column(f"'{GL.UNDEPOSITED_CHECKS}'"), _unclaimed(_any.id)
)
"""Found by an index of those tenders alone, so that years of checks cost little."""
_CHECKS = Read(
    select(
        _t.id,
        _p.number,
        _p.business_date,
        _p.received_by,
        _t.amount_minor,
        _t.check_number,
        _t.bank,
        _p.payer_name,
        _p.account_id,
        _t.shift_id,
    )
    .select_from(_tender)
    .join(_payment, _p.id == _t.payment_id)
    .outerjoin(shift_state, _st.shift_id == _t.shift_id)
    .where(
        _t.id.in_(_in_no_bag),
        _t.currency == _currency,
        or_(_t.shift_id.is_(None), _st.state == "closed"),
        ~select(_there)
        .where(_later.payment_id == _t.payment_id, _later.corrects_id == _t.id)
        .exists(),
        ~select(_there).where(_pv.payment_id == _t.payment_id).exists(),
        ~is_returned,
    )
    .order_by(_p.business_date, _p.at, _t.leg_no, _t.id)
)
_CARDS = Read(
    select(func.count(), func.coalesce(func.sum(_t.amount_minor), 0))
    .select_from(_payment)
    .join(_tender, _t.payment_id == _p.id)
    .where(
        _p.shift_id == bindparam("shift_id"),
        _t.kind == "card",
        ~select(_there)
        .where(_later.payment_id == _t.payment_id, _later.corrects_id == _t.id)
        .exists(),
        ~select(_there).where(_pv.payment_id == _t.payment_id).exists(),
    )
)
_ds, _i = schema.deposit_state.c, counted(schema.deposit_item).c
_IN_BAGS = Read(
    select(func.coalesce(func.sum(_ds.cash_minor), 0)).where(
        _ds.status == "pending", _ds.sealed == 0, _ds.currency == _currency
    )
)

_KEPT_BACK = Read(
    select(func.coalesce(func.sum(-_i.amount_minor), 0))
    .join(schema.deposit_state, _ds.deposit_id == _i.deposit_id)
    .where(_i.kind == "reserve", _i.currency == _currency, _ds.status != "void")
)


def closed_shifts(reader: Reader, currency: str) -> Sequence[tuple[Any, ...]]:
    """(id, number, day, user, minor) of closed shifts in no deposit; minor may be nothing."""
    return reader.fetch(_SHIFTS, currency=currency)


def drops(reader: Reader, currency: str) -> Sequence[tuple[Any, ...]]:
    """(id, number, day, user, minor, shift) of drops that lie in the safe."""
    return reader.fetch(_DROPS, currency=currency)


def checks_here(reader: Reader, currency: str) -> Sequence[tuple[Any, ...]]:
    """(id, receipt, day, user, minor, check, bank, payer, account, shift) of checks that lie in
    the safe: of closed shifts and of the mail.
    """
    return reader.fetch(_CHECKS, currency=currency)


def cards_of(reader: Reader, shift_id: str) -> tuple[int, int]:
    """How many cards were taken in a shift, and what they come to."""
    count, minor = reader.first(_CARDS, shift_id=shift_id)
    return count, minor


def cash_in_open_bags(reader: Reader, currency: str) -> Money:
    """What the bags that are not sealed yet hold by their items."""
    return Money(reader.scalar(_IN_BAGS, currency=currency), currency)


def kept_back(reader: Reader, currency: str) -> Money:
    """What deposits left in the safe as its own, less what of its own went along with others."""
    return Money(reader.scalar(_KEPT_BACK, currency=currency), currency)
