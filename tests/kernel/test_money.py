"""Money: whole minor units only, never lost in a split, never mixed between currencies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import Bug, UserError
from app.kernel.money import CURRENCIES, LARGEST_MINOR, Money, decimals_of, split, times_quantity
from app.kernel.money import total as sum_of

CODES = ("VND", "USD", "KWD", "CLF")
amounts = st.builds(Money, st.integers(-LARGEST_MINOR, LARGEST_MINOR), st.sampled_from(CODES))
weights = st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any)


@pytest.mark.parametrize(
    ("code", "decimals"),
    [
        ("USD", 2),
        ("EUR", 2),
        ("MMK", 2),
        ("IRR", 2),
        ("LBP", 2),
        ("JPY", 0),
        ("VND", 0),
        ("KRW", 0),
        ("ISK", 0),
        ("KWD", 3),
        ("BHD", 3),
        ("TND", 3),
        ("CLF", 4),
        ("UYW", 4),
    ],
)
def test_decimals_are_those_of_iso_4217(code: str, decimals: int) -> None:
    assert decimals_of(code) == decimals


def test_every_code_is_three_capitals_with_0_2_3_or_4_decimals() -> None:
    assert all(len(code) == 3 and code.isupper() and code.isascii() for code in CURRENCIES)
    assert set(CURRENCIES.values()) == {0, 2, 3, 4}


@pytest.mark.parametrize("code", ["", "usd", "US", "XXX", "USDD", "€"])
def test_an_unknown_code_is_refused_in_words(code: str) -> None:
    with pytest.raises(UserError, match="not a currency code"):
        decimals_of(code)


@pytest.mark.parametrize("minor", [1.0, True, "1", None])
def test_only_whole_numbers_are_money(minor: object) -> None:
    with pytest.raises(Bug):
        Money(minor, "USD")  # type: ignore[arg-type]


def test_two_currencies_never_mix() -> None:
    one, other = Money(1, "USD"), Money(1, "EUR")
    for mix in (
        lambda: one + other,
        lambda: one - other,
        lambda: one < other,
        lambda: one >= other,
        lambda: sum_of([one, other], "USD"),
    ):
        with pytest.raises(Bug):
            mix()
    assert one != other


@given(amounts, weights)
def test_a_split_never_loses_a_unit(amount: Money, parts: list[int]) -> None:
    shares = split(amount, parts)
    assert sum(share.minor for share in shares) == amount.minor
    assert all(share.currency == amount.currency for share in shares)
    assert all(share.minor == 0 for share, weight in zip(shares, parts, strict=True) if not weight)
    for share, weight in zip(shares, parts, strict=True):
        assert abs(share.minor * sum(parts) - amount.minor * weight) < sum(parts)


@given(amounts, st.integers(1, 60))
def test_equal_parts_differ_by_one_unit_and_the_first_get_it(amount: Money, count: int) -> None:
    sizes = [abs(share.minor) for share in split(amount, [1] * count)]
    assert max(sizes) - min(sizes) <= 1
    assert sizes == sorted(sizes, reverse=True)


@given(amounts, amounts)
def test_order_is_the_order_of_the_minor_units(one: Money, other: Money) -> None:
    other = Money(other.minor, one.currency)
    assert (one < other) == (one.minor < other.minor)
    assert (one <= other) == (one.minor <= other.minor)
    assert (one > other) == (other < one)
    assert (one + other) - other == one
    assert one - one - one == -one


@given(st.integers(-(10**10), 10**10), st.integers(0, 10**9))
def test_a_quantity_rounds_half_away_from_zero(minor: int, quantity_e4: int) -> None:
    got = times_quantity(Money(minor, "USD"), quantity_e4).minor
    twice_off = abs(2 * (got * 10_000 - minor * quantity_e4))
    assert twice_off <= 10_000
    if twice_off == 10_000:
        assert abs(got) * 10_000 > abs(minor * quantity_e4)


def test_quantities_by_hand() -> None:
    price = Money(335, "USD")
    assert times_quantity(price, 10_000) == price
    assert times_quantity(price, 5_000) == Money(168, "USD")
    assert times_quantity(-price, 5_000) == Money(-168, "USD")
    assert times_quantity(price, 3_333) == Money(112, "USD")
