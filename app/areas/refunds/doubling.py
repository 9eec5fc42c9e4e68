"""A refund to a card that two windows booked while apart was given once: the window whose step does
not hold takes it back as soon as it hears of the other. No person asks for it.
"""

from __future__ import annotations

from sqlalchemy import exists, select

from app.areas.refunds import books, planning, records, repository, schema
from app.areas.refunds.repository import NewStep
from app.areas.refunds.values import StepName
from app.kernel.ids import RefundId
from app.kernel.translate import t
from app.storage.schema import this_station
from app.storage.statements import Read, Reader
from app.storage.tables import Row, counted
from app.storage.unit_of_work import UnitOfWork

_step = counted(schema.refund_step)
_mine, _other, _back = _step.alias("mine"), _step.alias("other"), _step.alias("back")
_m, _o, _b = _mine.c, _other.c, _back.c
_PAID, _FAILED = StepName.PAID.value, StepName.FAILED.value
_DOUBLED = Read(
    select(_m.refund_id, _m.id)
    .select_from(_mine)
    .join(this_station, this_station.c.station_id == _m.station_id)
    .join(
        _other,
        (_o.refund_id == _m.refund_id) & (_o.gateway_ref == _m.gateway_ref) & (_o.id < _m.id),
    )
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


def doubled(reader: Reader) -> tuple[tuple[RefundId, str], ...]:
    """(refund, step) of this window where another one booked the same refund of the processor."""
    return tuple((RefundId(row[0]), row[1]) for row in reader.fetch(_DOUBLED))


def take_back_doubled(uow: UnitOfWork, _nothing: None) -> int:
    """Take back what this window booked a second time, and leave it to the other one to look
    whether its bank keeps it; how many.
    """
    done = 0
    for refund_id, step_id in doubled(uow):
        refund = records.stored_refund(uow, refund_id)
        paid = next((step for step in refund.steps if step.step_id == step_id), None)
        if paid is None:
            continue
        day, _ = planning.place(uow)
        told: Row = {
            "note": t("Another window booked the same card refund."),
            "gl_code": paid.gl_code,
            "reverses_id": paid.step_id,
        }
        new = NewStep(StepName.FAILED, paid.method, refund.amount, told)
        back_id = uow.new_id()
        repository.add_step(uow, refund_id, back_id, new, day)
        books.post_failed(uow, refund, paid, back_id, day)
        repository.drop_working(uow, refund_id)
        repository.keep_state(uow, refund_id)
        done += 1
    return done
