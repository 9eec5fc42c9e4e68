"""Money that went back twice because two windows did not know of one another, and refunds that came
back: found, and put into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import bindparam, case, func, literal_column, select

from app.areas.payments import undoing_records
from app.areas.payments.schema import payment_refunded, tender
from app.areas.refunds import records as refunds
from app.areas.refunds.rules import StoredRefund, method_words, status_words
from app.areas.refunds.schema import refund_state, refund_step
from app.areas.refunds.values import StepName
from app.areas.security import queries as security
from app.areas.tasks.money_records import MOST
from app.areas.tasks.records import window_name
from app.areas.tasks.rules import task_id
from app.areas.tasks.telling import seen, since
from app.areas.tasks.values import Found, Link, Side, Task, TaskKind
from app.kernel.i18n import format_money
from app.kernel.ids import PaymentId, RefundId
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_tender, _step = counted(tender), counted(refund_step)
_o, _t, _s, _r = payment_refunded.c, _tender.c, _step.c, refund_state.c
_answer = _step.alias("answer").c
_there: Any = literal_column("1")
_one: Any = literal_column("1")
_came_back = (
    select(_there)
    .where(
        _answer.refund_id == _s.refund_id,
        _answer.reverses_id == _s.id,
        _answer.step == literal_column("'failed'"),
    )
    .exists()
)
_TOO_MUCH = Read(
    select(_o.payment_id, func.max(_r.changed_at), func.group_concat(_o.refund_id.distinct()))
    .select_from(payment_refunded)
    .join(_tender, _t.id == _o.tender_id)
    .join(refund_state, _r.refund_id == _o.refund_id)
    .group_by(_o.payment_id, _o.tender_id)
    .having(func.sum(_o.amount_minor) > func.min(_t.amount_minor))
    .limit(MOST)
)
_TWICE = Read(
    select(_s.refund_id, func.max(_s.at), func.group_concat(_s.id.distinct()))
    .where(_s.step == literal_column("'paid'"), ~_came_back)
    .group_by(_s.refund_id)
    .having(func.count(_s.id.distinct()) > _one)
    .limit(MOST)
)
_is = _s.step
_booked = func.sum(
    case(
        (_is == literal_column("'booked'"), 1),
        (
            _is.in_([literal_column("'cancelled'"), literal_column("'unbooked'")])
            & _s.reverses_id.is_not(None),
            -1,
        ),
        else_=0,
    )
)
_given = func.sum(case(((_is == literal_column("'paid'")) & ~_came_back, 1), else_=0))
_ASTRAY = Read(
    select(_s.refund_id, func.max(_s.at), func.group_concat(_s.id.distinct()))
    .group_by(_s.refund_id)
    .having((_given <= _one) & ((_booked > _one) | (_given > _booked)))
    .limit(MOST)
)
_FAILED = Read(
    select(_r.refund_id, _r.changed_at)
    .where(_r.status == literal_column("'failed'"))
    .order_by(_r.changed_at)
    .limit(MOST)
)
_ON = Read(
    select(_o.refund_id).where(_o.payment_id == bindparam("payment_id")).order_by(_o.refund_id)
)


_DECIDED: Final[dict[StepName, Callable[[], str]]] = {
    StepName.BOOKED: lambda: t("Agreed to"),
    StepName.CANCELLED: lambda: t("Given up"),
    StepName.PAID: lambda: t("Given back"),
}


def given_twice(reader: Reader) -> Iterator[Found]:
    """Payments more of which goes back than was brought, and refunds that were given or agreed to
    twice, or given by one window and given up by another.
    """
    kind = TaskKind.DOUBLE_REFUND
    for read in (_TOO_MUCH, _TWICE, _ASTRAY):
        for subject, at, ids in reader.fetch(read):
            state = " ".join(sorted(str(ids).split(",")))
            yield Found(task_id(kind, subject), kind, subject, state, at)


def failed(reader: Reader) -> Iterator[Found]:
    """Refunds whose money came back: it is owed again."""
    kind = TaskKind.REFUND_FAILED
    for refund_id, at in reader.fetch(_FAILED):
        yield Found(task_id(kind, refund_id), kind, refund_id, at, at)


def refunds_in(reader: Reader, one: Found) -> tuple[StoredRefund, ...]:
    """The refunds a task is about: those of a payment, or the one that was given twice."""
    on = [row[0] for row in reader.fetch(_ON, payment_id=one.subject)] or [one.subject]
    return tuple(refunds.stored_refund(reader, RefundId(each)) for each in dict.fromkeys(on))


def told_twice(reader: Reader, one: Found) -> Task:
    """Each refund, or each time it was given, with its window and its person."""
    there = refunds_in(reader, one)
    if there[0].refund_id != one.subject:
        payment = undoing_records.stored_payment(reader, PaymentId(one.subject))
        title = t("More of receipt {number} goes back than was paid", number=payment.number)
        sides = tuple(_side(reader, each) for each in there)
        amount: Money | None = payment.amount
        link = Link("payments", one.subject)
    else:
        refund = there[0]
        sides = tuple(_paid_sides(reader, refund))
        if len(sides) < 2:
            return _told_astray(reader, one, refund)
        title = t(
            "Refund {number} for {amount} was given twice",
            number=refund.number,
            amount=format_money(refund.amount),
        )
        amount, link = refund.amount, Link("refunds", one.subject)
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=title,
        words=t(
            "Two windows gave money back without knowing of one another. Both stand. Ask both "
            "people what the patient got, and ask the patient for what was too much."
        ),
        sides=sides,
        answers=(seen(t("It is settled"), t("Both stay, and the task goes away.")),),
        since=since(one, reader),
        amount=amount,
        go=link,
    )


def _told_astray(reader: Reader, one: Found, refund: StoredRefund) -> Task:
    """A refund that was agreed to at two windows, or given at one and given up at another."""
    decided = (StepName.BOOKED, StepName.CANCELLED, StepName.PAID)
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=t(
            "Two windows decided on refund {number} for {amount}",
            number=refund.number,
            amount=format_money(refund.amount),
        ),
        words=t(
            "They did not know of one another, and both stand. What the patient owes or has in "
            "credit may be wrong by {amount}: look at the account, and put it right.",
            amount=format_money(refund.amount),
        ),
        sides=tuple(
            Side(
                title=_DECIDED[step.step](),
                words=method_words(step.method),
                amount=step.amount,
                window=window_name(reader, step.station_id),
                who=security.user_name(reader, step.made_by),
                at=step.at,
                go=Link("refunds", refund.refund_id),
            )
            for step in refund.steps
            if step.step in decided
        ),
        answers=(seen(t("It is settled"), t("Both stay, and the task goes away.")),),
        since=since(one, reader),
        amount=refund.amount,
        go=Link("refunds", one.subject),
    )


def told_failed(reader: Reader, one: Found) -> Task:
    """A refund that has to be given another way, or to be left as credit."""
    refund = refunds.stored_refund(reader, RefundId(one.subject))
    last = refund.last(StepName.FAILED)
    why = ", ".join(filter(None, (last.code, last.note))) if last else ""
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=t(
            "Refund {number} for {amount} came back",
            number=refund.number,
            amount=format_money(refund.amount),
        ),
        words=t(
            "The money is owed to the patient again. Give it another way, or leave it as credit; "
            "then this goes away by itself."
        ),
        sides=(_side(reader, refund, why),),
        answers=(),
        since=since(one, reader),
        amount=refund.amount,
        go=Link("refunds", one.subject),
    )


def _side(reader: Reader, refund: StoredRefund, why: str = "") -> Side:
    return Side(
        title=t("Refund {number}", number=refund.number),
        words=", ".join(
            filter(None, (method_words(refund.method), status_words(refund.status), why))
        ),
        amount=refund.amount,
        window=window_name(reader, refund.station_id),
        who=security.user_name(reader, refund.requested_by),
        at=refund.at,
        go=Link("refunds", refund.refund_id),
    )


def _paid_sides(reader: Reader, refund: StoredRefund) -> Iterator[Side]:
    back = {step.reverses_id for step in refund.steps if step.step is StepName.FAILED}
    for step in refund.steps:
        if step.step is StepName.PAID and step.step_id not in back:
            yield Side(
                title=t("Given back"),
                words=method_words(step.method),
                amount=step.amount,
                window=window_name(reader, step.station_id),
                who=security.user_name(reader, step.made_by),
                at=step.at,
                go=Link("refunds", refund.refund_id),
            )
