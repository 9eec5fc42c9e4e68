"""What came to a shift after it was closed from another station, and shifts closed at two windows.

Late is what the close did not know, by the numbers of journal entries in their series: neither
clocks nor the moment something arrived decide it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, or_, select

from app.areas.drawers import queries as shifts
from app.areas.drawers import repository as drawers
from app.areas.drawers import schema, service
from app.areas.ledger import queries as ledger
from app.areas.ledger import service as posting
from app.areas.ledger.schema import journal_entry, journal_line, shift_balance
from app.areas.ledger.values import GL, Entry, EntryType
from app.areas.payments.late_values import CloseSide, DoubleClose, LateCash, LateFact
from app.areas.payments.schema import payment_void, tender
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.areas.settings.schema import station
from app.kernel.clock import instant_from
from app.kernel.ids import ShiftId, derived_id
from app.kernel.money import Money
from app.kernel.translate import t, t_kept
from app.storage.elsewhere import counts_otherwise
from app.storage.schema import this_station, uncounted
from app.storage.schema_folding import forward_entry
from app.storage.statements import Read, Reader
from app.storage.tables import counted
from app.storage.unit_of_work import UnitOfWork

_shift, _close, _back = (
    counted(schema.shift),
    counted(schema.shift_close),
    counted(schema.close_taken_back),
)
_extent, _line, _entry = (
    counted(schema.close_extent),
    counted(journal_line),
    counted(journal_entry),
)
_holds = schema.ruling_close
_s, _x, _h, _k, _l, _e = _shift.c, _close.c, _holds.c, _extent.c, _line.c, _entry.c
_b, _w, _balance = _back.c, station.c, shift_balance.c
_there: Any = literal_column("1")


def is_late(close: Any, entry: Any) -> Any:
    """Whether a close did not know an entry of its shift; closes of older programs knew all, and
    what came late is never kept in sums.
    """
    all_of_it = select(_there).where(_k.close_id == close.id).exists()
    knew = (
        select(_there)
        .where(
            _k.close_id == close.id,
            _k.series == entry.number_series,
            _k.value >= entry.number_value,
        )
        .exists()
    )
    in_sums = entry.id.in_(select(forward_entry.c.id))
    return and_(all_of_it, ~knew, entry.source_type != literal_column("'shift_close'"), ~in_sums)


def changed_apart(shift_id: Any, station_id: Any) -> Any:
    """Whether things of a shift count that its close did not know although it was numbered as if it
    had, or count no more that it knew: a copy of its window went on, or records of it were kept
    aside, released, or are gone.
    """
    left_out = [
        select(_there)
        .select_from(fact)
        .join(uncounted, (uncounted.c.fact_id == fact.c.id) & (uncounted.c.fact_table == fact.name))
        .where(of)
        .exists()
        for fact, of in (
            (tender, tender.c.shift_id == shift_id),
            (journal_line, journal_line.c.shift_id == shift_id),
            (payment_void, payment_void.c.shift_id == shift_id),
        )
    ]
    return or_(*left_out, counts_otherwise(station_id, shift_id))


def late_sums(gl_code: str, *where: Any) -> Any:
    """What came late to each closed shift on a GL account: (shift, currency, minor); `where` may
    narrow the columns of `late_shifts`.
    """
    return (
        select(_l.shift_id, _l.currency, func.sum(_l.amount_minor).label("minor"))
        .select_from(_line)
        .join(_entry, _e.id == _l.entry_id)
        .join(_holds, _h.shift_id == _l.shift_id)
        .join(_shift, _s.id == _h.shift_id)
        .where(_l.gl_code == literal_column(f"'{gl_code}'"), is_late(_h, _e), *where)
        .group_by(_l.shift_id, _l.currency)
    )


def _left(shift_id: Any, currency: Any) -> Any:
    return (
        select(_balance.amount_minor)
        .where(
            _balance.shift_id == shift_id,
            _balance.gl_code == literal_column(f"'{GL.CASH_IN_DRAWERS}'"),
            _balance.currency == currency,
        )
        .scalar_subquery()
    )


_code = select(_w.code).where(_w.id == _s.station_id).scalar_subquery()
_far = or_(_h.station_id != _s.station_id, func.coalesce(_left(_s.id, _s.currency), 0) != 0)
late_shifts = _s
_facts = (
    select(
        _e.id,
        _s.id,
        _s.number,
        _code,
        _e.source_type,
        _e.source_id,
        _e.description,
        _e.business_date,
        _e.at,
        func.sum(_l.amount_minor),
        _s.currency,
        _s.user_id,
        _h.made_by,
        _h.station_id != _s.station_id,
    )
    .select_from(_holds)
    .join(_shift, _s.id == _h.shift_id)
    .join(_line, _l.shift_id == _s.id)
    .join(_entry, _e.id == _l.entry_id)
    .where(_far, is_late(_h, _e))
    .group_by(_e.id)
    .order_by(_e.at, _e.id)
    .limit(bindparam("most"))
)
_FACTS = Read(_facts)
_OF_DAY = Read(_facts.where(_s.business_date == bindparam("day")))
_CASH = Read(
    select(
        _s.id,
        _s.number,
        _code,
        _balance.amount_minor,
        _balance.currency,
        _h.made_by,
        _h.at,
        _h.closed_how != literal_column("'not_counted'"),
        _h.expected_minor,
    )
    .select_from(shift_balance)
    .join(_shift, _s.id == _balance.shift_id)
    .join(_holds, _h.shift_id == _s.id)
    .where(
        _balance.gl_code == literal_column(f"'{GL.CASH_IN_DRAWERS}'"),
        _balance.amount_minor != 0,
        ~select(_there)
        .where(
            _x.shift_id == _s.id,
            _x.id != _h.id,
            ~select(_there).where(_b.id == _x.id).exists(),
        )
        .exists(),
    )
    .order_by(_h.at, _s.id)
)
_twice = select(_x.shift_id).group_by(_x.shift_id).having(func.count() > 1).scalar_subquery()
_by = select(_w.code).where(_w.id == _x.station_id).scalar_subquery()
_DOUBLE = Read(
    select(
        _x.shift_id,
        _s.number,
        _x.id,
        _by,
        _x.made_by,
        _x.at,
        _x.counted_minor,
        _x.expected_minor,
        _x.currency,
        select(_there).where(_h.id == _x.id).exists(),
        select(_there).where(_b.id == _x.id).exists(),
    )
    .select_from(_close)
    .join(_shift, _s.id == _x.shift_id)
    .where(_x.shift_id.in_(_twice))
    .order_by(_x.shift_id, _x.id)
)
_MINE = Read(
    select(_x.id)
    .where(
        _x.shift_id.in_(_twice),
        _x.station_id == select(this_station.c.station_id).scalar_subquery(),
        ~select(_there).where(_h.id == _x.id).exists(),
        ~select(_there).where(_b.id == _x.id).exists(),
    )
    .order_by(_x.id)
)
_settled, _earlier = counted(schema.late_settlement), counted(schema.late_settlement).alias("e")
_moved, _undo = counted(schema.cash_movement), counted(schema.cash_movement).alias("undo")
_q, _f, _u = _settled.c, _earlier.c, _undo.c


def _stands(settlement: Any) -> Any:
    return ~select(_there).where(_u.reverses_id == settlement.id).exists()


_SETTLED_TWICE = Read(
    select(_q.id)
    .where(
        _q.station_id == select(this_station.c.station_id).scalar_subquery(),
        _stands(_q),
        select(_there)
        .where(
            _f.shift_id == _q.shift_id,
            _f.after_id.is_not_distinct_from(_q.after_id),
            (_f.at < _q.at) | ((_f.at == _q.at) & (_f.id < _q.id)),
            _stands(_f),
        )
        .exists(),
    )
    .order_by(_q.id)
)
_SETTLEMENT = Read(select(_q.shift_id, _q.business_date).where(_q.id == bindparam("id")))
_TO_TAKE_BACK = Read(
    select(_x.shift_id, _h.id, _s.number, _s.business_date, _x.at)
    .select_from(_close)
    .join(_shift, _s.id == _x.shift_id)
    .join(_holds, _h.shift_id == _x.shift_id)
    .where(
        _x.id == bindparam("id"),
        _h.id != _x.id,
        ~select(_there).where(_b.id == _x.id).exists(),
    )
)


def late_facts(reader: Reader, day: date | None = None, most: int = 200) -> tuple[LateFact, ...]:
    """What closed shifts (of one business day) got after their close, oldest first; nothing of
    shifts that are running.
    """
    today = settings.business_today(settings.practice(reader), reader.now)
    most = min(most, 500)
    if day is None:
        rows = reader.fetch(_FACTS, most=most)
    else:
        rows = reader.fetch(_OF_DAY, most=most, day=day.isoformat())
    return tuple(
        LateFact(
            entry_id=row[0],
            shift_id=ShiftId(row[1]),
            shift_number=row[2],
            station_code=row[3] or "",
            kind=row[4],
            source_id=row[5],
            words=row[6],
            business_date=date.fromisoformat(row[7]),
            period_date=today,
            at=instant_from(row[8]),
            amount=Money(row[9], row[10]),
            cashier=security.user_name(reader, row[11]),
            closed_by=security.user_name(reader, row[12]),
            forced=bool(row[13]),
        )
        for row in rows
    )


def late_cash(reader: Reader) -> tuple[LateCash, ...]:
    """Closed shifts on which cash stands, because it came late and nobody said where it went."""
    return tuple(
        LateCash(
            ShiftId(shift_id),
            number,
            code or "",
            Money(minor, currency),
            security.user_name(reader, user),
            instant_from(at),
            bool(was_counted),
            Money(expected, currency),
        )
        for shift_id, number, code, minor, currency, user, at, was_counted, expected in (
            reader.fetch(_CASH)
        )
    )


def double_closes(reader: Reader) -> tuple[DoubleClose, ...]:
    """Shifts that were closed at two windows; of three closes each of the others is named."""
    sides: dict[tuple[str, str], list[tuple[CloseSide, bool, bool]]] = {}
    for (
        shift_id,
        number,
        close_id,
        code,
        user,
        at,
        was,
        wanted,
        currency,
        holds,
        back,
    ) in reader.fetch(_DOUBLE):
        side = CloseSide(
            close_id,
            code or "",
            security.user_name(reader, user),
            instant_from(at),
            Money(was, currency),
            Money(wanted, currency),
        )
        sides.setdefault((shift_id, number), []).append((side, bool(holds), bool(back)))
    found = []
    for (shift_id, number), closes in sides.items():
        ruling = next(side for side, holds, _ in closes if holds)
        found += [
            DoubleClose(ShiftId(shift_id), number, ruling, side, back)
            for side, holds, back in closes
            if not holds
        ]
    return tuple(found)


def to_take_back(reader: Reader) -> tuple[str, ...]:
    """The closes made at this station of shifts that were closed at their own as well."""
    return tuple(close_id for (close_id,) in reader.fetch(_MINE))


def take_back(uow: UnitOfWork, close_id: str) -> bool:
    """Post back a close of this station where another one holds; False when there is nothing to do.

    Done by the station that closed, alone; two copies of it may do so at once, and say the same.
    """
    row = uow.first(_TO_TAKE_BACK, id=close_id)
    if row is None:
        return False
    shift_id, ruling_id, number, day, at = row
    booked = date.fromisoformat(day)
    entry_id = ledger.entry_of(uow, "shift_close", close_id)
    back = {"id": close_id, "at": at, "shift_id": shift_id, "ruling_id": ruling_id}
    uow.insert(schema.close_taken_back, {**uow.made(booked), **back})
    if entry_id is None:
        return True
    legs = ledger.net_legs(uow, "shift_close", close_id)
    posting.post(
        uow,
        Entry(
            business_date=booked,
            description=t_kept(
                "Close of shift {number} taken back: it was closed twice", number=number
            ),
            legs=tuple(replace(leg, amount=-leg.amount) for leg in legs),
            source_type="shift_close",
            source_id=close_id,
            reference=number,
            entry_type=EntryType.REVERSING,
            reverses_entry_id=entry_id,
            derived=ledger.back_of(uow, entry_id),
        ),
    )
    return True


def settled_twice(reader: Reader) -> tuple[str, ...]:
    """What this station said of late cash that another window had settled by then."""
    return tuple(movement_id for (movement_id,) in reader.fetch(_SETTLED_TWICE))


def take_back_settlement(uow: UnitOfWork, movement_id: str) -> bool:
    """Post back what was said of late cash where another window said so first; False when there is
    nothing to do, or the cash is in a bag: then it is missing on the shift, which is a task.
    """
    if movement_id not in settled_twice(uow) or drawers.held_by(uow, movement_id) is not None:
        return False
    moved, entry_id = (
        drawers.movement(uow, movement_id),
        ledger.entry_of(uow, "cash_movement", movement_id),
    )
    shift_id, day = uow.first(_SETTLEMENT, id=movement_id)
    shift = shifts.shift_brief(uow, shift_id)
    if moved is None or shift is None or entry_id is None:
        return False
    words, derived = t("Another window settled it first"), ledger.back_of(uow, entry_id)
    back = replace(
        moved, amount=-moved.amount, note=words, reverses_id=movement_id, derived=derived
    )
    back_id = derived_id("back", movement_id)
    service.post_movement(uow, back_id, back, shift, date.fromisoformat(day))
    return True
