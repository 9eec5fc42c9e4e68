"""Amounts as Stripe writes them, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.cards.charge_amounts import charged_units, money_of, units_of
from app.areas.cards.ports import GatewayTrouble, Trouble
from app.kernel.money import CURRENCIES, Money


@pytest.mark.parametrize(
    ("minor", "currency", "units"),
    [
        (12345, "USD", 12345),
        (50000, "JPY", 50000),
        (150000, "VND", 150000),
        (2500, "MMK", 2500),
        (5, "ISK", 500),
        (5, "UGX", 500),
        (5120, "KWD", 5120),
        (100, "HUF", 100),
        (100, "TWD", 100),
        (500, "MGA", 5),
    ],
)
def test_each_currency_as_stripe_wants_it(minor: int, currency: str, units: int) -> None:
    assert units_of(Money(minor, currency)) == units
    assert money_of(units, currency.lower()) == Money(minor, currency)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (Money(5124, "KWD"), "amount_not_round"),
        (Money(550, "MGA"), "amount_not_round"),
        (Money(49, "USD"), "amount_too_small"),
        (Money(0, "EUR"), "amount_too_small"),
        (Money(-500, "MMK"), "amount_too_small"),
        (Money(17499, "HUF"), "amount_too_small"),
        (Money(100_000_000, "USD"), "amount_too_large"),
    ],
)
def test_what_no_card_can_be_charged_is_refused_in_words(amount: Money, code: str) -> None:
    with pytest.raises(GatewayTrouble) as trouble:
        charged_units(amount)
    assert (trouble.value.trouble, trouble.value.code) == (Trouble.AMOUNT, code)
    assert str(trouble.value)[-1] == "."


def test_dong_and_rupiah_may_be_many() -> None:
    assert charged_units(Money(250_000_000, "VND")) == 250_000_000
    assert charged_units(Money(99_999_999_999, "IDR")) == 99_999_999_999


@given(st.integers(0, 10**12), st.sampled_from(sorted(CURRENCIES)))
def test_there_and_back_loses_nothing(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    try:
        units = units_of(amount)
    except GatewayTrouble:
        return
    assert money_of(units, currency) == amount
