"""Which journal entries a station need not keep line by line, and which it should have again: by
the site that made them, their month, and what is still open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, bindparam, column, exists, func, literal_column, or_, select

from app.areas.drawers.schema import shift_close
from app.areas.invoices.schema import invoice
from app.areas.ledger.schema import invoice_balance, journal_entry, journal_line, late_entry
from app.areas.payments import schema
from app.areas.payments.late_records import is_late
from app.storage.checking import one_of
from app.storage.schema_folding import detail_kept, folded_entry, forward_entry
from app.storage.statements import Read, Reader
from app.storage.tables import counted

SOURCES = ("invoice", "payment")
"""What is folded: nearly all lines are of these. Drawers, deposits and whatever undid or moved
money stay line by line everywhere.
"""
_entry, _line, _close = counted(journal_entry), counted(journal_line), counted(shift_close)
_e, _l, _x, _b = _entry.c, _line.c, _close.c, invoice_balance.c
_f, _k = folded_entry.c, detail_kept.c
_payments, _spread = counted(schema.payment), counted(schema.allocation)
_i, _p, _a = counted(invoice).c, _payments.c, _spread.c
_there: Any = literal_column("1")
_cuts: Any = func.json_each(bindparam("cuts")).table_valued(column("key", String), "value")
_same = _entry.alias("same")
_day: Any = bindparam("day")
_id: Any = bindparam("id")
_today: Any = bindparam("today")
_passed = exists(select(_there).where(late_entry.c.entry_id == _e.id))
_looked_at = select(_k.account_id).where(_k.until >= _today)
_of_open = exists(
    select(_there).where(
        _l.entry_id == _e.id,
        or_(
            exists(select(_there).where(_b.invoice_id == _l.invoice_id, _b.due_minor != 0)),
            _l.account_id.in_(_looked_at),
            _l.shift_id.is_not(None)
            & ~exists(select(_there).where(_x.shift_id == _l.shift_id).correlate(_line)),
        ),
    )
)
_of_late = exists(
    select(_there)
    .select_from(
        _same.join(_line, _l.entry_id == _same.c.id).join(_close, _x.shift_id == _l.shift_id)
    )
    .where(_same.c.id == _e.id, is_late(_x, _same.c))
    .correlate(_entry)
)
_GOES = Read(
    select(_e.business_date, _e.id)
    .select_from(_entry.join(_cuts, _cuts.c.key == _e.station_id))
    .where(
        _e.business_date >= _day,
        (_e.business_date > _day) | (_e.id > _id),
        _e.business_date < bindparam("latest"),
        _e.business_date < _cuts.c.value,
        _e.at < bindparam("before"),
        one_of(_e.source_type, *SOURCES),
        _e.id.not_in(select(_f.entry_id)),
        _e.id.not_in(select(forward_entry.c.id)),
        ~_passed,
        ~_of_open,
        ~_of_late,
    )
    .order_by(_e.business_date, _e.id)
    .limit(bindparam("most"))
)
_of_account = or_(
    _e.source_id.in_(select(_i.id).where(_i.account_id.in_(_looked_at))),
    _e.source_id.in_(select(_p.id).where(_p.account_id.in_(_looked_at))),
    _e.source_id.in_(select(_a.payment_id).where(_a.account_id.in_(_looked_at))),
)
_open_bill = exists(select(_there).where(_b.invoice_id == _e.source_id, _b.due_minor != 0))
_paid_open = exists(
    select(_there)
    .select_from(_spread.join(invoice_balance, _b.invoice_id == _a.invoice_id))
    .where(_a.payment_id == _e.source_id, _a.action_id == _a.payment_id, _b.due_minor != 0)
)
_in_open_shift = exists(
    select(_there).where(
        _p.id == _e.source_id,
        _p.shift_id.is_not(None),
        ~exists(select(_there).where(_x.shift_id == _p.shift_id).correlate(_payments)),
    )
)
_stays = or_(
    _cuts.c.value.is_(None),
    _e.business_date >= _cuts.c.value,
    _passed,
    _open_bill,
    _paid_open,
    _in_open_shift,
    _of_account,
)
_back = folded_entry.join(_entry, _e.id == _f.entry_id).outerjoin(
    _cuts, _cuts.c.key == _e.station_id
)
_COMES = Read(
    select(_f.entry_id)
    .select_from(_back)
    .where(_f.entry_id > _id, _stays)
    .order_by(_f.entry_id)
    .limit(bindparam("most"))
)
_LEFT = Read(select(func.count()).select_from(_back).where(_stays))


@dataclass(frozen=True, slots=True)
class Bounds:
    """`cuts` is a JSON object: before which day entries of a station are folded; stations that are
    not in it keep all. Nothing made at `before` or later is folded.
    """

    cuts: str
    today: str
    before: str = "9999"
    latest: str = "9999"
    most: int = 300


def goes(reader: Reader, bounds: Bounds, after: tuple[str, str]) -> list[tuple[str, str]]:
    """The next entries to fold, as (day, id), beyond the last one looked at."""
    rows = reader.fetch(
        _GOES,
        cuts=bounds.cuts,
        today=bounds.today,
        before=bounds.before,
        latest=bounds.latest,
        day=after[0],
        id=after[1],
        most=bounds.most,
    )
    return [(row[0], row[1]) for row in rows]


def comes(reader: Reader, bounds: Bounds, after: str) -> list[str]:
    """The next folded entries that should be here line by line."""
    rows = reader.fetch(_COMES, cuts=bounds.cuts, today=bounds.today, id=after, most=bounds.most)
    return [row[0] for row in rows]


def left_to_come(reader: Reader, bounds: Bounds) -> int:
    """How many folded entries should be here line by line."""
    return int(reader.scalar(_LEFT, cuts=bounds.cuts, today=bounds.today) or 0)
