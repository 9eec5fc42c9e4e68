"""Returned checks that two windows entered while apart: both took the money off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select

from app.areas.payments import schema, undoing_records
from app.areas.security import queries as security
from app.areas.tasks.records import window_name
from app.areas.tasks.rules import task_id
from app.areas.tasks.telling import seen, since
from app.areas.tasks.values import Found, Link, Side, Task, TaskKind
from app.kernel.clock import instant_from
from app.kernel.i18n import format_money
from app.kernel.ids import PaymentId
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_return, _tender = counted(schema.returned_check), counted(schema.tender)
_r, _t, _undone = _return.c, _tender.c, _return.alias("undone").c
_there: Any = literal_column("1")
_stands = _r.reverses_id.is_(None) & ~select(_there).where(_undone.reverses_id == _r.id).exists()
_TWICE = Read(
    select(_r.tender_id, func.max(_r.at), func.group_concat(_r.id))
    .where(_stands)
    .group_by(_r.tender_id)
    .having(func.count(_r.id.distinct()) > _there)
)
_SIDES = Read(
    select(_r.station_id, _r.made_by, _r.at, _r.amount_minor, _r.currency)
    .where(_stands, _r.tender_id == bindparam("id"))
    .order_by(_r.at, _r.id)
)
_CHECK = Read(
    select(_t.payment_id, _t.check_number, _t.amount_minor, _t.currency).where(
        _t.id == bindparam("id")
    )
)


def found(reader: Reader) -> Iterator[Found]:
    """Checks of which more than one return stands."""
    kind = TaskKind.DOUBLE_RETURN
    for tender_id, at, ids in reader.fetch(_TWICE):
        state = " ".join(sorted(ids.split(",")))
        yield Found(task_id(kind, tender_id), kind, tender_id, state, at)


def payment_of(reader: Reader, one: Found) -> str:
    """The payment of the check."""
    row = reader.first(_CHECK, id=one.subject)
    return "" if row is None else str(row[0])


def told(reader: Reader, one: Found) -> Task | None:
    """Both returns, and what to do about the one too many."""
    row = reader.first(_CHECK, id=one.subject)
    if row is None:
        return None
    payment_id, check, minor, currency = row
    amount = Money(minor, currency)
    payment = undoing_records.stored_payment(reader, PaymentId(payment_id))
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=t(
            "Check {check} for {amount} was returned twice",
            check=check,
            amount=format_money(amount),
        ),
        words=t(
            "Two windows entered that the bank did not pay it, without knowing of one another, so "
            "receipt {number} lost its money twice. Open the receipt and take the return back "
            "once: the other one stays. Look at the fees too.",
            number=payment.number,
        ),
        sides=tuple(
            Side(
                title=t("Returned by the bank"),
                amount=Money(taken, its_currency),
                window=window_name(reader, station_id),
                who=security.user_name(reader, made_by),
                at=instant_from(at),
            )
            for station_id, made_by, at, taken, its_currency in reader.fetch(_SIDES, id=one.subject)
        ),
        answers=(
            seen(t("It is settled"), t("The books stay as they are, and the task goes away.")),
        ),
        since=since(one, reader),
        amount=amount,
        go=Link("payments", payment_id),
    )
