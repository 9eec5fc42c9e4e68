"""The worklist of refunds: sums that hold cash of somebody's own drawer are hidden from them until
it is closed.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, case, func, literal_column, or_, select, text

from app.areas.drawers.schema import shift_state
from app.areas.parties.rules import filed_name
from app.areas.parties.schema import account, patient
from app.areas.refunds import schema
from app.areas.refunds.shown_values import RefundRow, RefundTotals
from app.areas.refunds.values import RefundMethod, RefundStatus
from app.areas.security.schema import app_user
from app.areas.settings import queries as settings
from app.areas.settings.schema import station
from app.kernel.clock import instant_from
from app.kernel.ids import AccountId, RefundId, UserId
from app.kernel.listing import ListWanted, Page, Sort
from app.kernel.money import Money
from app.storage import paging
from app.storage.paging import ListColumn, Listing
from app.storage.schema import search_name
from app.storage.search import ACCOUNTS_FOUND, ENTITIES_FOUND
from app.storage.statements import Reader
from app.storage.tables import counted

_refund, _step = counted(schema.refund), counted(schema.refund_step)
_state = schema.refund_state
_r, _s, _x, _sh = _state.c, _step.c, _refund.c, shift_state.c
_a, _pa, _n, _u, _w = account.c, patient.c, search_name.c, app_user.c, station.c
_zero: Any = literal_column("0")
_one: Any = literal_column("1")
_empty: Any = literal_column("''")
_asker: Any = bindparam("asker")
_open_cash = (
    select(_one)
    .select_from(_step.join(shift_state, _sh.shift_id == _s.shift_id))
    .where(
        _s.refund_id == _r.refund_id,
        _s.step == literal_column("'paid'"),
        _s.method == literal_column("'cash'"),
        _sh.state != literal_column("'closed'"),
        or_(_sh.user_id == _asker, _asker.is_(None)),
    )
    .exists()
)
_hidden = case((_open_cash, _one), else_=_zero)
_left_to_do = and_(
    _r.status != literal_column("'completed'"), _r.status != literal_column("'cancelled'")
)
_late = case((and_(_left_to_do, _r.due_on < bindparam("today")), _one), else_=_zero)
_name = func.lower(func.coalesce(_u.name, _empty))
_REFUNDS = Listing(
    source=_state.join(_refund, _x.id == _r.refund_id)
    .outerjoin(account, _a.id == _r.account_id)
    .outerjoin(patient, _pa.id == _a.patient_id)
    .outerjoin(search_name, _n.account_id == _r.account_id)
    .outerjoin(app_user, _u.id == _r.requested_by)
    .outerjoin(station, _w.id == _r.station_id),
    shown=(
        _r.refund_id,
        _r.number,
        _r.at,
        _r.account_id,
        _a.number,
        _pa.family_name,
        _pa.given_names,
        _pa.name_order,
        _r.amount_minor,
        _r.currency,
        _r.method,
        _r.status,
        _r.due_on,
        _late,
        _r.told,
        _x.reason,
        _u.name,
        _w.code,
        _hidden,
    ),
    columns={
        "number": ListColumn(_r.number, _r.refund_id),
        "at": ListColumn(_r.at, _r.refund_id),
        "business_date": ListColumn(_r.business_date, _r.refund_id),
        "account": ListColumn(_a.number, _r.refund_id),
        "name": ListColumn(_n.filed, _r.refund_id),
        "amount": ListColumn(_r.amount_minor, _r.refund_id, whole=True),
        "method": ListColumn(_r.method, _r.refund_id),
        "status": ListColumn(_r.status, _r.refund_id),
        "due_on": ListColumn(_r.due_on, _r.refund_id),
        "overdue": ListColumn(_late, _r.refund_id, whole=True),
        "requested_by": ListColumn(_name, _r.refund_id),
        "window": ListColumn(_w.code, _r.refund_id),
    },
    usual=Sort("at", descending=True),
    text=lambda: or_(
        _r.account_id.in_(text(ACCOUNTS_FOUND)), _r.refund_id.in_(text(ENTITIES_FOUND))
    ),
    sums=(_r.amount_minor, _hidden),
)


def refunds(reader: Reader, wanted: ListWanted, asker: UserId | None = None) -> Page[RefundRow]:
    """One page of refunds; columns: number, at, business_date, account, name, amount, method,
    status, due_on, overdue, requested_by, window.
    """
    return paging.page(
        reader, _REFUNDS, wanted, _row, asker=asker, kind="refund", today=_today(reader)
    )


def refund_totals(reader: Reader, wanted: ListWanted, asker: UserId | None = None) -> RefundTotals:
    """How many refunds the filters leave, and what they add up to."""
    currency = settings.practice(reader).currency
    count, amount, hidden = paging.sums(
        reader, _REFUNDS, wanted, asker=asker, kind="refund", today=_today(reader)
    )
    return RefundTotals(count, None if hidden else Money(amount, currency))


def refund_marks(
    reader: Reader, wanted: ListWanted, every: int, asker: UserId | None = None
) -> tuple[str, ...]:
    """The mark of every so-manieth refund of the list: where its pages begin."""
    return paging.marks(
        reader, _REFUNDS, wanted, every, asker=asker, kind="refund", today=_today(reader)
    )


def _today(reader: Reader) -> str:
    return settings.business_today(settings.practice(reader), reader.now).isoformat()


def _row(row: Any) -> RefundRow:
    refund_id, number, at, account_id, account_number, family, given, order = row[:8]
    minor, currency, method, status, due, late, told, reason, by, window, hidden = row[8:]
    return RefundRow(
        refund_id=RefundId(refund_id),
        number=number,
        at=instant_from(at),
        account_id=AccountId(account_id),
        account_number=account_number or "",
        name=filed_name(family or "", given or "", order or ""),
        amount=Money(minor, currency),
        method=RefundMethod(method),
        status=RefundStatus(status),
        due_on=date.fromisoformat(due),
        overdue=bool(late),
        told=bool(told),
        reason=reason,
        requested_by=by or "",
        window=window or "",
        hidden=bool(hidden),
    )
