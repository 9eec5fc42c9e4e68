"""Cash that moves by hand: numbered, booked, reasoned, taken back by its opposite, never refused
by what the drawer holds.
"""

from __future__ import annotations

from typing import Any

import pytest

from app.areas.drawers import queries, rules
from app.areas.drawers import service as drawers
from app.areas.drawers.values import (
    CashMoved,
    MoveCash,
    MovementKind,
    OpenDrawer,
    ReverseMovement,
)
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GL, ReasonKind
from app.bootstrap import Station
from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.ids import ReasonId, ShiftId
from app.kernel.money import Money
from tests.building import Books, command_id
from tests.faults.invariants import broken


def reason(station: Station, kind: ReasonKind, digit: int = 1) -> ReasonId:
    return station.ask(ledger.reasons, kind).result()[digit - 1].reason_id


def move(
    books: Books, kind: MovementKind, minor: int, digit: int | None = 1, **fields: Any
) -> CashMoved:
    lists = {
        MovementKind.PAID_IN: ReasonKind.PAID_IN,
        MovementKind.PAID_OUT: ReasonKind.PAID_OUT,
    }
    why = reason(books.station, lists[kind], digit) if kind in lists and digit else None
    command = MoveCash(command_id(), kind, books.money(minor), why, **fields)
    return books.station.act(books.actors.cashier, drawers.move_cash, command).result()


def held(station: Station, shift_id: ShiftId, code: str = GL.CASH_IN_DRAWERS) -> int:
    return station.ask(ledger.shift_holds, shift_id, code, "USD").result().minor


def on(station: Station, code: str) -> int:
    from datetime import date

    return station.ask(ledger.gl_balance, code, date.max, "USD").result().minor


def jobs(station: Station) -> list[tuple[str, str]]:
    assert station.database.writer is not None
    query = "SELECT doc_kind, doc_id FROM print_job ORDER BY at, id"
    return list(station.database.writer.connection.execute(query).fetchall())


def test_cash_paid_in_and_out_and_dropped(station: Station, books: Books) -> None:
    shift = books.open_shift()
    safe = on(station, GL.CASH_IN_SAFE)
    change = move(books, MovementKind.PAID_IN, 5000)
    stamps = move(books, MovementKind.PAID_OUT, 1250, 2, note="two books of stamps")
    drop = move(books, MovementKind.DROP, 10000, reference="Bag 7")
    assert [m.number for m in (change, stamps, drop)] == [
        "W1-M-000001",
        "W1-M-000002",
        "W1-M-000003",
    ]
    assert (stamps.amount, stamps.words) == (Money(1250, "USD"), "Postage")
    assert drop.words == "Drop into the safe"
    assert held(station, shift.shift_id) == 20000 + 5000 - 1250 - 10000
    assert on(station, GL.CASH_IN_SAFE) == safe - 5000 + 10000
    assert on(station, "8100") == 1250
    screen = station.ask(queries.shift_screen, shift.shift_id).result()
    assert [(m.words, m.amount.minor) for m in screen.movements] == [
        ("Float", 20000),
        ("Change from the safe", 5000),
        ("Postage", -1250),
        ("Drop into the safe", -10000),
    ]
    assert not broken(station.folder)


def test_a_drop_and_a_paid_out_have_a_slip_and_every_one_opens_the_drawer(
    station: Station, books: Books
) -> None:
    books.open_shift()
    (float_,) = jobs(station)
    change = move(books, MovementKind.PAID_IN, 5000)
    stamps = move(books, MovementKind.PAID_OUT, 1250, 2)
    drop = move(books, MovementKind.DROP, 10000, reference="Bag 7", note="by Ana")
    assert sorted(jobs(station)) == sorted(
        [
            float_,
            ("drawer_kick", change.movement_id),
            ("drawer_kick", stamps.movement_id),
            ("drawer_kick", drop.movement_id),
            ("cash_movement", stamps.movement_id),
            ("cash_movement", drop.movement_id),
        ]
    )
    slip = station.ask(queries.movement_slip, drop.movement_id).result()
    assert (slip.title, slip.amount, slip.reference) == (
        "Drop into the safe",
        Money(10000, "USD"),
        "Bag 7",
    )
    assert (slip.drawer, slip.user_name, slip.reverses_number) == ("Drawer 1", "Cho Cho Win", "")


def test_a_movement_is_taken_back_once_and_by_its_opposite(station: Station, books: Books) -> None:
    shift = books.open_shift()
    stamps = move(books, MovementKind.PAID_OUT, 1250, 2)

    def back() -> CashMoved:
        command = ReverseMovement(command_id(), stamps.movement_id, "typed twice")
        return station.act(books.actors.cashier, drawers.reverse_movement, command).result()

    undone = back()
    assert (undone.amount, undone.number) == (Money(1250, "USD"), "W1-M-000002")
    assert held(station, shift.shift_id) == 20000
    assert on(station, "8100") == 0
    rows = station.ask(queries.movements, shift.shift_id).result()
    assert [(m.reversed, m.reverses_id) for m in rows[1:]] == [
        (True, None),
        (False, stamps.movement_id),
    ]
    with pytest.raises(UserError, match="taken back already"):
        back()
    again = ReverseMovement(command_id(), undone.movement_id)
    with pytest.raises(UserError, match="takes back another movement"):
        station.act(books.actors.cashier, drawers.reverse_movement, again).result()
    float_id = rows[0].movement_id
    with pytest.raises(UserError, match="no such movement"):
        station.act(
            books.actors.cashier,
            drawers.reverse_movement,
            ReverseMovement(command_id(), float_id),
        ).result()
    with pytest.raises(UserError, match="You have no drawer open"):
        station.act(
            books.actors.other_cashier,
            drawers.reverse_movement,
            ReverseMovement(command_id(), stamps.movement_id),
        ).result()
    slip = station.ask(queries.movement_slip, undone.movement_id).result()
    assert slip.reverses_number == "W1-M-000001"
    assert not broken(station.folder)


def test_what_is_no_movement_is_refused_in_words(station: Station, books: Books) -> None:
    with pytest.raises(UserError, match="You have no drawer open"):
        move(books, MovementKind.DROP, 100)
    books.open_shift()
    for fields, words in (
        ((MovementKind.PAID_OUT, 100, None), "Choose a reason"),
        ((MovementKind.PAID_OUT, 0, 1), "more than zero"),
        ((MovementKind.DROP, -1, None), "more than zero"),
        ((MovementKind.FLOAT, 100, None), "paid in, paid out or dropped"),
        ((MovementKind.DROP, 99_999_999_999_999, None), "largest amount"),
    ):
        with pytest.raises(UserError, match=words):
            move(books, *fields)
    other = reason(station, ReasonKind.PAID_IN)
    wrong = MoveCash(command_id(), MovementKind.PAID_OUT, books.money(100), other)
    with pytest.raises(UserError, match="not in use"):
        station.act(books.actors.cashier, drawers.move_cash, wrong).result()
    dropped = MoveCash(command_id(), MovementKind.DROP, books.money(100), other)
    with pytest.raises(UserError, match="needs no reason"):
        station.act(books.actors.cashier, drawers.move_cash, dropped).result()
    euros = MoveCash(command_id(), MovementKind.DROP, Money(100, "EUR"))
    with pytest.raises(UserError, match="holds USD"):
        station.act(books.actors.cashier, drawers.move_cash, euros).result()


def test_a_drawer_is_never_asked_whether_it_holds_enough(station: Station, books: Books) -> None:
    """The answer would say what is in it."""
    shift = books.open_shift()
    agreed = frozenset({"large_movement:9999900"})
    move(books, MovementKind.DROP, 99_999_00, confirmations=agreed)
    assert held(station, shift.shift_id) == 20000 - 99_999_00


@pytest.mark.parametrize(
    ("kind", "usual", "verb"),
    [
        (MovementKind.PAID_IN, 200_00, "Pay in 1,100.00"),
        (MovementKind.PAID_OUT, 200_00, "Pay out 1,100.00"),
        (MovementKind.DROP, 2_000_00, "Drop 2,000.01"),
    ],
)
def test_an_unusual_amount_is_asked_about_once(
    station: Station, books: Books, kind: MovementKind, usual: int, verb: str
) -> None:
    """By what was typed alone: the same whether the drawer holds as much or not."""
    shift = books.open_shift()
    move(books, kind, usual)
    before = held(station, shift.shift_id)
    large = 2_000_01 if kind is MovementKind.DROP else 1_100_00
    for agreed in (frozenset(), frozenset({f"large_movement:{large + 1}"})):
        with pytest.raises(NeedsConfirmation) as asked:
            move(books, kind, large, confirmations=agreed)
        assert (asked.value.key, asked.value.verb) == (f"large_movement:{large}", verb)
        assert held(station, shift.shift_id) == before
    moved = move(books, kind, large, confirmations=frozenset({f"large_movement:{large}"}))
    assert moved.amount == Money(large, "USD")


def test_a_drawer_opens_without_a_sale_for_a_reason(station: Station, books: Books) -> None:
    books.open_shift()
    why = reason(station, ReasonKind.NO_SALE)

    def opened() -> int:
        command = OpenDrawer(command_id(), why, "a twenty")
        return station.act(books.actors.cashier, drawers.open_drawer, command).result().count_today

    assert [opened(), opened()] == [1, 2]
    assert [kind for kind, _ in jobs(station)] == ["drawer_kick"] * 3, "the float and two more"
    with pytest.raises(UserError, match="Choose a reason"):
        station.act(
            books.actors.cashier, drawers.open_drawer, OpenDrawer(command_id(), None)
        ).result()


def test_a_drop_is_due_when_much_has_come_in(station: Station, books: Books) -> None:
    cashier = books.actors.cashier.user_id

    def due() -> bool:
        return station.ask(queries.drop_due, cashier).result()

    assert not due()
    books.open_shift()
    account = books.register_patient().account_id
    books.take_cash(account, 45_000)
    assert not due()
    books.take_cash(account, 5_001)
    assert due()
    move(books, MovementKind.DROP, 5_001)
    assert not due()


def test_the_moment_of_the_reminder_does_not_tell_the_sum() -> None:
    limits = {rules.drop_limit(50_000, str(shift)) for shift in range(500)}
    assert len(limits) > 300
    assert min(limits) > 45_000
    assert max(limits) <= 50_000
    assert rules.drop_limit(0, "x") == 0
