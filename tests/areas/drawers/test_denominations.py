"""What is counted in a drawer, and what is proposed as change out of it."""

from __future__ import annotations

from app.areas.drawers.rules import denominations
from app.gui.screens.counter.payment_form import change_in_pieces
from app.kernel.money import CURRENCIES, Money


def test_change_comes_in_what_a_till_holds() -> None:
    dollars = denominations("USD", ())
    pieces = change_in_pieces(Money(1_475, "USD"), dollars)
    assert [(count, value.minor) for count, value in pieces] == [(1, 1000), (4, 100), (3, 25)]
    assert 200 in {each.value.minor for each in dollars}, "a two-dollar note can still be counted"


def test_every_currency_has_something_to_count_largest_first() -> None:
    for code in CURRENCIES:
        worth = [each.value.minor for each in denominations(code, ())]
        assert worth == sorted(set(worth), reverse=True)
        assert worth[-1] > 0


def test_the_practice_chooses_what_it_counts() -> None:
    chosen = denominations("USD", (500, 2000, 500))
    assert [each.value.minor for each in chosen] == [2000, 500]
