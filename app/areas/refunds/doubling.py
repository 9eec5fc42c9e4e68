"""What two windows did to one refund while apart stands once: the window whose step does not hold
takes it back as soon as it hears of the other. No person asks for it.

Two copies of that window may both do so before they hear of each other: what they say is the same
then (`alike`), so each call puts one refund right, alone in its transaction.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from app.areas.ledger import queries as ledger
from app.areas.refunds import books, paying, planning, records, repository
from app.areas.refunds.doubled_records import booked_twice, doubled, recorded_twice
from app.areas.refunds.repository import NewStep
from app.areas.refunds.rules import StoredRefund, StoredStep
from app.areas.refunds.values import StepName
from app.kernel.ids import CommandId
from app.kernel.translate import t
from app.storage.alike import About, alike
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork


def take_back_agreed_twice(uow: UnitOfWork, _nothing: None) -> int:
    """Take back what this window set aside for a refund that another one had agreed to; how many
    of those there were. What was handed out stays: a task tells of it.
    """
    for refund_id, step_id in booked_twice(uow):
        refund = records.stored_refund(uow, refund_id)
        booked = next((step for step in refund.steps if step.step_id == step_id), None)
        if booked is not None:
            about = _about(uow, refund, "refund", step_id)
            alike(uow, about, partial(_unbook, uow, refund, booked))
            return 1
    return 0


def take_back_recorded_twice(uow: UnitOfWork, _nothing: None) -> int:
    """Take back a refund that was recorded here and, as one of its own, at another window; how
    many of those there were.
    """
    for refund_id, step_id in recorded_twice(uow):
        refund = records.stored_refund(uow, refund_id)
        if refund.paid is None or refund.paid.step_id != step_id or refund.booked is None:
            continue
        about = _about(uow, refund, "refund_paid", step_id)
        alike(uow, about, partial(_give_up, uow, refund, refund.booked))
        return 1
    return 0


def take_back_doubled(uow: UnitOfWork, _nothing: None) -> int:
    """Take back what this window gave a second time, and leave it to the other one to look
    whether its bank keeps it; how many of those there were.
    """
    for refund_id, step_id in doubled(uow):
        refund = records.stored_refund(uow, refund_id)
        paid = next((step for step in refund.steps if step.step_id == step_id), None)
        if paid is not None:
            about = _about(uow, refund, "refund_paid", step_id)
            alike(uow, about, partial(_fail, uow, refund, paid))
            return 1
    return 0


def _about(uow: UnitOfWork, refund: StoredRefund, source_type: str, step_id: str) -> About:
    """Right after the last step that is known of it."""
    entry_id = ledger.entry_of(uow, source_type, step_id)
    number = refund.number if entry_id is None else ledger.back_of(uow, entry_id).number
    at = max(step.at for step in refund.steps) + timedelta(microseconds=1)
    return About(step_id, at, number)


def _unbook(uow: UnitOfWork, refund: StoredRefund, booked: StoredStep) -> None:
    day, _ = planning.place(uow)
    note = t("Another window agreed to the same refund.")
    back_id = uow.new_id()
    told: Row = {"note": note, "reverses_id": booked.step_id}
    new = NewStep(StepName.UNBOOKED, refund.method, refund.amount, told)
    repository.add_step(uow, refund.refund_id, back_id, new, day)
    after = repository.keep_state(uow, refund.refund_id)
    books.unbook_doubled(uow, after, booked, back_id, note, day)


def _give_up(uow: UnitOfWork, refund: StoredRefund, booked: StoredStep) -> None:
    day, _ = planning.place(uow)
    note = t("Another window recorded the same refund of the card service.")
    paying.take_back(uow, refund, CommandId(uow.new_id()), {"note": note}, day)
    given_up = CommandId(uow.new_id())
    told: Row = {"note": note, "reverses_id": booked.step_id}
    step = NewStep(StepName.CANCELLED, refund.method, refund.amount, told)
    repository.add_step(uow, refund.refund_id, given_up, step, day)
    repository.drop_working(uow, refund.refund_id)
    after = repository.keep_state(uow, refund.refund_id)
    books.unbook_doubled(uow, after, booked, given_up, note, day)


def _fail(uow: UnitOfWork, refund: StoredRefund, paid: StoredStep) -> None:
    day, _ = planning.place(uow)
    told: Row = {
        "note": t("Another window booked the same card refund."),
        "gl_code": paid.gl_code,
        "reverses_id": paid.step_id,
    }
    new = NewStep(StepName.FAILED, paid.method, refund.amount, told)
    back_id = uow.new_id()
    repository.add_step(uow, refund.refund_id, back_id, new, day)
    books.post_failed(uow, refund, paid, back_id, day)
    repository.drop_working(uow, refund.refund_id)
    repository.keep_state(uow, refund.refund_id)
