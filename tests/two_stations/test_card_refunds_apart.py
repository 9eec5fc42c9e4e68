"""Two windows give the same money back while apart: both stand, and a task says so."""

from __future__ import annotations

from typing import Any

from app.areas.payments.values import Channel
from app.areas.refunds import queries
from app.areas.refunds.values import RefundStatus
from app.areas.tasks import queries as asked
from app.areas.tasks.values import TaskKind
from app.kernel.ids import ShiftId
from tests.areas.payments.mending import Mending, wire
from tests.areas.refunds.refunding import Refunding
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.test_apart import agree


def at(window: Window) -> Refunding:
    return Refunding(window.station, window.books, ShiftId(""))


def tasks(window: Window) -> list[TaskKind]:
    who = window.books.actors.billing_manager
    return [one.kind for one in window.station.ask(asked.tasks, who.user_id).result()]


def mailed(window: Window, minor: int, *owed: int) -> Any:
    account = window.books.register_patient("Silva", "Rui").account_id
    for each in owed:
        window.books.issue_invoice(account, each)
    mending = Mending(window.station, window.books, ShiftId(""))
    who = window.books.actors.accounting
    return account, mending.take(account, wire(minor), actor=who, channel=Channel.MAIL)


def test_one_payment_goes_back_at_both(pair: Pair) -> None:
    """What one window gives back of its own goes on at the other; the same money twice is told."""
    one, two = at(pair.one), at(pair.two)
    account, taken = mailed(pair.one, 5_000, 2_000)
    pair.sync()
    asked_here = one.ask(account, 500, taken.payment_id)
    pair.sync()
    assert two.pay(asked_here.refund_id, reference="T-1", actor=two.clerk).status is (
        RefundStatus.COMPLETED
    )
    agree(pair)
    assert pair.one.sound == pair.two.sound == []
    for work in (one, two):
        again = work.ask(account, 4_000, taken.payment_id)
        work.pay(again.refund_id, reference="T-2", actor=work.clerk)
    agree(pair)
    assert {TaskKind.DOUBLE_REFUND, TaskKind.OVERDRAWN_CREDIT} <= set(tasks(pair.one))
    assert tasks(pair.one) == tasks(pair.two)
    assert pair.one.sound == pair.two.sound == [], "both stand, and a task says so"


def test_one_refund_is_paid_at_both(pair: Pair) -> None:
    one, two = at(pair.one), at(pair.two)
    account, taken = mailed(pair.one, 5_000)
    pair.sync()
    same = one.ask(account, 3_000, taken.payment_id)
    pair.sync()
    for work in (one, two):
        work.pay(same.refund_id, reference="T-3", actor=work.clerk)
    agree(pair)
    assert tasks(pair.one) == tasks(pair.two) == [TaskKind.DOUBLE_REFUND]
    view = pair.two.station.ask(queries.refund_view, same.refund_id).result()
    assert [step.step for step in view.steps].count(view.steps[-1].step) == 2
    assert pair.one.sound == pair.two.sound == []
