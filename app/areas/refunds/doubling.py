"""A refund to a card that two windows booked while apart was given once: the window whose step does
not hold takes it back as soon as it hears of the other. No person asks for it.
"""

from __future__ import annotations

from app.areas.refunds import books, planning, records, repository
from app.areas.refunds.records import doubled
from app.areas.refunds.repository import NewStep
from app.areas.refunds.values import StepName
from app.kernel.translate import t
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork


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
