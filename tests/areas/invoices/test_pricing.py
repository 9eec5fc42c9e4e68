"""What lines come to, for any price, quantity, discount and tax: no cent is lost or made."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.catalog.rules import WHOLE_E4, part_of
from app.areas.invoices.rules import add_up, price, sums
from app.areas.invoices.values import InvoiceLine
from app.kernel.errors import UserError
from app.kernel.money import LARGEST_MINOR, Money

CURRENCIES = st.sampled_from(["USD", "VND", "KWD"])
PERCENTS = st.integers(0, WHOLE_E4)


@st.composite
def lines(draw: st.DrawFn) -> tuple[InvoiceLine, int]:
    """A line with a price, and its tax rate."""
    currency = "USD"
    percent = draw(st.none() | PERCENTS)
    line = InvoiceLine(
        "Visit",
        Money(draw(st.integers(0, 10_000_000)), currency),
        draw(st.integers(1, 1_000_000)),
        discount_percent_e4=percent,
        discount_reason="Courtesy",
    )
    return line, draw(PERCENTS)


@given(st.lists(lines(), min_size=1, max_size=8))
def test_an_invoice_is_the_sum_of_its_rounded_parts(drawn: list[tuple[InvoiceLine, int]]) -> None:
    priced = tuple(price(line, "USD", "4010", rate) for line, rate in drawn)
    totals = sums(priced, "USD")
    for one in priced:
        assert one.total == one.gross - one.discount + one.tax
        assert 0 <= one.discount.minor <= one.gross.minor
        assert one.tax.minor >= 0
    assert totals.subtotal == sum((one.gross for one in priced), Money(0, "USD"))
    assert totals.total == sum((one.total for one in priced), Money(0, "USD"))
    assert totals.total == totals.subtotal - totals.discount + totals.tax


@given(st.integers(0, LARGEST_MINOR), PERCENTS, CURRENCIES)
def test_a_part_is_at_most_half_a_unit_off(minor: int, percent: int, currency: str) -> None:
    part = part_of(Money(minor, currency), percent).minor
    exact = Fraction(minor * percent, WHOLE_E4)
    assert -Fraction(1, 2) < part - exact <= Fraction(1, 2)
    rest = part_of(Money(minor, currency), WHOLE_E4 - percent).minor
    assert minor <= part + rest <= minor + 1


@given(st.integers(0, 10_000_000), PERCENTS)
def test_all_off_is_free_and_nothing_off_is_the_price(minor: int, rate: int) -> None:
    line = InvoiceLine("Visit", Money(minor, "USD"), discount_reason="Courtesy")
    free = price(
        InvoiceLine(
            "Visit",
            line.unit_price,
            discount_percent_e4=WHOLE_E4,
            discount_reason="Courtesy",
        ),
        "USD",
        "4010",
        rate,
    )
    assert (free.total.minor, free.tax.minor) == (0, 0)
    assert price(line, "USD", "4010", 0).total == line.unit_price


def test_known_sums() -> None:
    line = InvoiceLine(
        "Crutches",
        Money(4_999, "USD"),
        20_000,
        discount_percent_e4=125_000,
        discount_reason="Courtesy",
    )
    one = price(line, "USD", "4010", 88_750)
    # 99.98 less 12.5 % (12.4975 → 12.50) is 87.48; 8.875 % of it is 7.76385 → 7.76
    assert [one.gross.minor, one.discount.minor, one.tax.minor, one.total.minor] == [
        9_998,
        1_250,
        776,
        9_524,
    ]


def test_an_invoice_of_nothing_is_refused_and_a_draft_of_nothing_is_not() -> None:
    free = (price(InvoiceLine("Visit", Money(0, "USD")), "USD", "4010", 0),)
    assert sums(free, "USD").total.minor == 0
    with pytest.raises(UserError, match="worth something"):
        add_up(free, "USD")
