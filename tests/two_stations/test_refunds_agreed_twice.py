"""Two windows agree to one refund within the same seconds: one of the two stands, at both, and what
cash left a drawer is told.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from app.areas.drawers import service as drawers
from app.areas.drawers.values import OpenShift, Pile
from app.areas.refunds import doubled_records, queries
from app.areas.refunds.values import RefundMethod, RefundStatus
from app.areas.tasks import queries as tasks
from app.areas.tasks.values import Task, TaskKind
from app.devices.card_terminal.refunding import CardRefunds
from app.kernel.actor import Actor
from app.kernel.ids import AccountId, InvoiceId, RefundId, ShiftId
from app.kernel.money import Money
from tests.areas.payments.mending import Mending, cash
from tests.areas.refunds.refunding import Refunding
from tests.building import Actors, command_id
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.copies import clone, close, copied
from tests.two_stations.test_apart import agree

Sides = tuple[Refunding, Refunding]


def told(window: Window, actors: Actors) -> tuple[Task, ...]:
    found: tuple[Task, ...] = window.station.ask(
        tasks.tasks, actors.billing_manager.user_id
    ).result()
    return found


def heal(pair: Pair) -> None:
    """What the window's thread does when it hears of records that came."""
    for each in (pair.one, pair.two):
        CardRefunds(each.station, lambda _gateway: pytest.fail("nobody is asked")).round()
    pair.sync()


def open_drawer(window: Window, actor: Actor) -> None:
    """A float of 200.00 in a drawer of another person's."""
    piles = (Pile(Money(2000, "USD"), 10),)
    command = OpenShift(command_id(), window.books.drawer(), piles)
    window.station.act(actor, drawers.open_shift, command).result()


@pytest.fixture
def asked(pair: Pair) -> tuple[Sides, AccountId, InvoiceId, RefundId]:
    """120.00 came in cash at the first window for a bill of 80.00; 110.00 of it are to go back."""
    one, two = (Refunding(each.station, each.books, ShiftId("")) for each in (pair.one, pair.two))
    account_id = pair.one.books.register_patient("Silva", "Rui").account_id
    invoice_id = pair.one.books.issue_invoice(account_id, 8_000).invoice_id
    one.shift_id = pair.one.books.open_shift().shift_id
    taken = Mending(one.station, one.books, one.shift_id).take(account_id, cash(12_000))
    one.next_shift()
    made = one.ask(account_id, 11_000, taken.payment_id)
    assert made.status is RefundStatus.PENDING
    pair.sync()
    return (one, two), account_id, invoice_id, made.refund_id


def test_one_of_two_agreements_stands(
    pair: Pair, actors: Actors, asked: tuple[Sides, AccountId, InvoiceId, RefundId]
) -> None:
    (one, two), account_id, _, refund_id = asked
    one.approve(refund_id)
    two.approve(refund_id, two.books.actors.cfo)
    agree(pair)
    heal(pair)
    agree(pair)
    for work in (one, two):
        assert work.view(refund_id).status is RefundStatus.APPROVED
        assert work.holds("2060") == -11_000
        assert work.balance(account_id) == (7_000, 0)
        assert not work.station.ask(doubled_records.booked_twice).result()
    assert pair.one.sound == pair.two.sound == []
    assert told(pair.one, actors) == told(pair.two, actors) == ()
    heal(pair)
    assert one.holds("2060") == -11_000, "and nothing is taken back twice"
    paid = one.pay(refund_id)
    assert paid.status is RefundStatus.COMPLETED
    agree(pair)
    assert two.holds("2060") == 0
    assert pair.one.sound == pair.two.sound == []


def test_cash_that_left_two_drawers_is_told(
    pair: Pair, actors: Actors, asked: tuple[Sides, AccountId, InvoiceId, RefundId]
) -> None:
    (one, two), account_id, _, refund_id = asked
    open_drawer(pair.two, actors.other_cashier)
    one.approve(refund_id)
    two.approve(refund_id, two.books.actors.cfo)
    one.pay(refund_id)
    two.pay(refund_id, RefundMethod.CASH, actor=actors.other_cashier)
    agree(pair)
    heal(pair)
    agree(pair)
    assert pair.one.sound == pair.two.sound == []
    for each in (pair.one, pair.two):
        (task,) = told(each, actors)
        assert task.kind is TaskKind.DOUBLE_REFUND
        assert [side.window for side in task.sides] == ["W1", "Window 2"]
        assert [side.who for side in task.sides] == [
            actors.cashier.name,
            actors.other_cashier.name,
        ]
    for work in (one, two):
        assert work.holds("2060") == 11_000, "what was handed out too much is the patient's debt"
        assert work.balance(account_id) == (7_000, 0)
    view = two.station.ask(queries.refund_view, refund_id).result()
    assert view.status is RefundStatus.COMPLETED


def test_given_up_where_two_had_agreed(
    pair: Pair, actors: Actors, asked: tuple[Sides, AccountId, InvoiceId, RefundId]
) -> None:
    (one, two), account_id, _, refund_id = asked
    one.approve(refund_id)
    two.approve(refund_id, two.books.actors.cfo)
    two.cancel(refund_id)
    agree(pair)
    heal(pair)
    agree(pair)
    for work in (one, two):
        assert work.view(refund_id).status is RefundStatus.CANCELLED
        assert work.holds("2060") == 0
        assert work.balance(account_id) == (0, 4_000)
    assert pair.one.sound == pair.two.sound == []
    assert told(pair.one, actors) == ()


def test_two_copies_of_a_window_take_it_back_once(
    pair: Pair, asked: tuple[Sides, AccountId, InvoiceId, RefundId], tmp_path: Path
) -> None:
    """Each of them hears of the other window's agreement before it hears of the other copy."""
    (one, two), account_id, _, refund_id = asked
    one.approve(refund_id)
    two.approve(refund_id, two.books.actors.cfo)
    agree(pair)
    other = clone(pair.two, copied(pair.two, tmp_path / "other"))
    try:
        everybody = (pair.one, pair.two, other)
        for each in everybody:
            CardRefunds(each.station, lambda _gateway: pytest.fail("nobody is asked")).round()
        for _ in range(3):
            for each in everybody:
                each.sync()
        for each in everybody:
            work = Refunding(each.station, each.books, ShiftId(""))
            assert work.view(refund_id).status is RefundStatus.APPROVED
            assert work.holds("2060") == -11_000
            assert work.balance(account_id) == (7_000, 0)
            assert each.sound == []
    finally:
        close(other)
