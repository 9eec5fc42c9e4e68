"""One person, one drawer: what opens a shift, what refuses to, and what the safe begins with."""

from __future__ import annotations

from datetime import date

import pytest

from app.areas.drawers import queries, service
from app.areas.drawers.values import AddDrawer, CountSafe, OpenShift, Pile
from app.areas.ledger import queries as ledger
from app.kernel.errors import NotAllowed, UserError
from app.kernel.ids import DrawerId, new_id
from app.kernel.money import Money
from tests.building import Books, command_id

FLOAT = (Pile(Money(2000, "USD"), 10), Pile(Money(25, "USD"), 4))


def drawer(books: Books) -> DrawerId:
    return books.station.ask(queries.drawer_rows).result()[0].drawer_id


def test_a_float_comes_out_of_the_safe(books: Books) -> None:
    act, actors = books.station.act, books.actors
    opened = act(
        actors.cashier, service.open_shift, OpenShift(command_id(), drawer(books), FLOAT)
    ).result()
    assert opened.float_amount == Money(20_100, "USD")
    mine = books.station.ask(queries.my_shift, actors.cashier.user_id).result()
    assert mine is not None
    assert mine.number == opened.number
    day = date(2100, 1, 1)
    held = books.station.ask(ledger.gl_balance, "1015", day, "USD").result()
    assert held == Money(20_100, "USD")
    safe = books.station.ask(ledger.gl_balance, "1018", day, "USD").result()
    assert safe == Money(-20_100, "USD")


def test_one_drawer_has_one_person_and_one_person_one_drawer(books: Books) -> None:
    act, actors = books.station.act, books.actors
    here = drawer(books)
    act(actors.cashier, service.open_shift, OpenShift(command_id(), here, FLOAT)).result()
    with pytest.raises(UserError, match="Cho Cho Win has this drawer open"):
        act(actors.other_cashier, service.open_shift, OpenShift(command_id(), here, ())).result()
    second = AddDrawer(command_id(), "Window 2")
    other = act(actors.administrator, service.add_drawer, second).result()
    with pytest.raises(UserError, match="You have a drawer open already"):
        act(actors.cashier, service.open_shift, OpenShift(command_id(), other, ())).result()


@pytest.mark.parametrize(
    ("piles", "words"),
    [
        ((Pile(Money(300, "USD"), 1),), "is not counted here"),
        ((Pile(Money(2000, "EUR"), 1),), "is not counted here"),
        ((FLOAT[0], FLOAT[0]), "is counted twice"),
        ((Pile(Money(2000, "USD"), -1),), "quantity"),
        ((Pile(Money(2000, "USD"), 100_001),), "quantity"),
    ],
)
def test_a_count_that_can_not_be_is_refused(
    books: Books, piles: tuple[Pile, ...], words: str
) -> None:
    command = OpenShift(command_id(), drawer(books), piles)
    with pytest.raises(UserError, match=words):
        books.station.act(books.actors.cashier, service.open_shift, command).result()
    assert books.station.ask(queries.my_shift, books.actors.cashier.user_id).result() is None


def test_a_drawer_that_is_not_there(books: Books) -> None:
    command = OpenShift(command_id(), DrawerId(new_id()), FLOAT)
    with pytest.raises(UserError, match="no such drawer"):
        books.station.act(books.actors.cashier, service.open_shift, command).result()


def test_the_safe_is_counted_into_the_books_once(books: Books) -> None:
    act, manager = books.station.act, books.actors.billing_manager
    with pytest.raises(NotAllowed):
        act(books.actors.cashier, service.count_safe, CountSafe(command_id(), FLOAT)).result()
    counted = act(manager, service.count_safe, CountSafe(command_id(), FLOAT)).result()
    assert counted.counted == Money(20_100, "USD")
    with pytest.raises(UserError, match="counted into the books already"):
        act(manager, service.count_safe, CountSafe(command_id(), FLOAT)).result()
