"""What two windows did to one refund while apart, as the one that has to take it back finds it."""

from __future__ import annotations

from sqlalchemy import exists, or_, select

from app.areas.refunds import schema
from app.areas.refunds.values import StepName
from app.kernel.ids import RefundId
from app.storage.schema import this_station
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_step = counted(schema.refund_step)
_mine, _other, _undone = _step.alias("mine"), _step.alias("other"), _step.alias("undone")
_m, _o, _b = _mine.c, _other.c, _undone.c
_PAID, _FAILED = StepName.PAID.value, StepName.FAILED.value
_same_ref = (_o.refund_id == _m.refund_id) & (_o.gateway_ref == _m.gateway_ref)
_DOUBLED = Read(
    select(_m.refund_id, _m.id)
    .select_from(_mine)
    .join(this_station, this_station.c.station_id == _m.station_id)
    .join(_other, _same_ref & (_o.id < _m.id))
    .where(
        _m.gateway_ref != "",
        _m.step == _PAID,
        _o.step == _PAID,
        ~exists(select(_b.id).where(_b.reverses_id == _m.id, _b.step == _FAILED)),
        ~exists(select(_b.id).where(_b.reverses_id == _o.id, _b.step == _FAILED)),
    )
    .distinct()
    .order_by(_m.id)
)
_RECORDED_TWICE = Read(
    select(_m.refund_id, _m.id)
    .select_from(_mine)
    .join(this_station, this_station.c.station_id == _m.station_id)
    .join(_other, (_o.gateway_ref == _m.gateway_ref) & (_o.refund_id != _m.refund_id))
    .where(
        _m.gateway_ref != "",
        _m.step == _PAID,
        _o.step == _PAID,
        _o.id < _m.id,
        ~exists(select(_b.id).where(_b.reverses_id == _m.id, _b.step == _FAILED)),
        ~exists(select(_b.id).where(_b.reverses_id == _o.id, _b.step == _FAILED)),
    )
    .distinct()
    .order_by(_m.id)
)
_BOOKED, _CANCELLED = StepName.BOOKED.value, StepName.CANCELLED.value
_taken_back = or_(_b.step == _CANCELLED, _b.step == StepName.UNBOOKED.value)
_BOOKED_TWICE = Read(
    select(_m.refund_id, _m.id)
    .select_from(_mine)
    .join(this_station, this_station.c.station_id == _m.station_id)
    .join(_other, (_o.refund_id == _m.refund_id) & (_o.id != _m.id))
    .where(
        _m.step == _BOOKED,
        _o.step == _BOOKED,
        ~exists(select(_b.id).where(_b.reverses_id == _m.id, _taken_back)),
        or_(
            (_o.id < _m.id) & ~exists(select(_b.id).where(_b.reverses_id == _o.id, _taken_back)),
            exists(select(_b.id).where(_b.reverses_id == _o.id, _b.step == _CANCELLED))
            & ~exists(select(_b.id).where(_b.refund_id == _m.refund_id, _b.step == _PAID)),
        ),
    )
    .distinct()
    .order_by(_m.id)
)


def doubled(reader: Reader) -> tuple[tuple[RefundId, str], ...]:
    """(refund, step) of this window where another one booked the same refund of the processor."""
    return tuple((RefundId(row[0]), row[1]) for row in reader.fetch(_DOUBLED))


def recorded_twice(reader: Reader) -> tuple[tuple[RefundId, str], ...]:
    """(refund, step) of this window where another one recorded the same refund of the processor as
    a refund of its own.
    """
    return tuple((RefundId(row[0]), row[1]) for row in reader.fetch(_RECORDED_TWICE))


def booked_twice(reader: Reader) -> tuple[tuple[RefundId, str], ...]:
    """(refund, step) this window booked though another had agreed first; or though the other's was
    given up and nothing was given. The earlier id stands, at whatever window that is asked.
    """
    return tuple((RefundId(row[0]), row[1]) for row in reader.fetch(_BOOKED_TWICE))
