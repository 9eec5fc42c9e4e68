"""Dates and amounts are read as the whole column says, and asked where it does not say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.imports.formats import (
    AmountEvidence,
    DateEvidence,
    known_order,
    known_style,
    read_amount,
    read_balance,
    read_date,
)
from app.areas.imports.values import DateOrder, NumberStyle
from app.kernel.errors import UserError

MONTH, DAY, ISO = DateOrder.MONTH_FIRST, DateOrder.DAY_FIRST, DateOrder.ISO
POINT, COMMA = NumberStyle.POINT, NumberStyle.COMMA


def _order(*cells: str, wanted: DateOrder | None = None) -> DateOrder:
    evidence = DateEvidence("DOB")
    for line, cell in enumerate(cells, 2):
        evidence.see(cell, line)
    return evidence.decide(wanted)


def _style(*cells: str, wanted: NumberStyle | None = None, currency: str = "USD") -> object:
    evidence = AmountEvidence(currency)
    for line, cell in enumerate(cells, 2):
        evidence.see(cell, line)
    return evidence.decide(wanted)


def test_one_day_above_twelve_decides_the_column() -> None:
    assert _order("3/4/1984", "3/14/1984") is MONTH
    assert _order("3/4/1984", "14/3/1984") is DAY
    assert _order("04.03.1984", "14.03.1984") is DAY
    assert _order("1984-03-04", "19840304") is ISO
    assert _order("5/5/1984") is ISO
    assert read_date("5/5/1984", ISO) == date(1984, 5, 5)


@pytest.mark.parametrize("cell", ["3/4/1984", "03.04.1984", "3-4-1984"])
def test_an_ambiguous_column_is_asked_never_guessed(cell: str) -> None:
    with pytest.raises(UserError, match="line 2") as asked:
        _order(cell, "1/2/2001")
    assert asked.value.field == "date_format"
    assert _order(cell, wanted=DAY) is DAY
    assert _order(cell, wanted=MONTH) is MONTH


def test_a_column_of_two_minds_is_refused_with_both_lines() -> None:
    with pytest.raises(UserError, match=r"line 3 .* line 2"):
        _order("3/14/1984", "14/3/1984")


def test_a_day_that_there_is_not_says_nothing_of_the_column() -> None:
    assert _order("14/3/1984", "02/30/1990", "3/99/1990") is DAY
    assert _order("3/14/1984", "31/02/1990", "45/3/1990", "30/0/2000") is MONTH
    assert _order("3/4/1984", "29/2/2000") is DAY
    with pytest.raises(UserError, match="line 2"):
        _order("3/4/1984", "02/30/1990")


def test_what_a_person_says_does_not_overrule_what_the_file_shows() -> None:
    with pytest.raises(UserError, match="as line 2 shows"):
        _order("3/14/1984", wanted=DAY)


@pytest.mark.parametrize(
    ("cell", "order"),
    [
        ("1984-03-14", ISO),
        ("1984/3/14", ISO),
        ("19840314", ISO),
        ("1984-03-14 00:00:00.000", ISO),
        ("1984-03-14T08:00:00Z", ISO),
        ("3/14/1984", MONTH),
        ("03-14-1984", MONTH),
        ("3/14/1984 0:00", MONTH),
        ("14.3.1984", DAY),
        ("14/03/1984", DAY),
        ("14-Mar-1984", ISO),
        ("14 March 1984", MONTH),
        ("March 14, 1984", DAY),
    ],
)
def test_one_day_in_many_forms(cell: str, order: DateOrder) -> None:
    assert read_date(cell, order) == date(1984, 3, 14)


@pytest.mark.parametrize(
    "cell",
    [
        "1984-02-30",
        "2/30/1984",
        "30841",
        "0",
        "yesterday",
        "13/13/1984",
        "1984",
        "14-Foo-1984",
        "//",
    ],
)
def test_no_such_day(cell: str) -> None:
    with pytest.raises(UserError, match=r"is not a date|how a spreadsheet counts days"):
        read_date(cell, MONTH)


def test_two_digit_years_are_refused() -> None:
    with pytest.raises(UserError, match="four digits"):
        read_date("3/14/84", MONTH)


@given(st.dates(date(1880, 1, 1), date(2100, 1, 1)))
def test_every_day_is_read_back(day: date) -> None:
    assert read_date(day.isoformat(), ISO) == day
    assert read_date(f"{day.month}/{day.day}/{day.year}", MONTH) == day
    assert read_date(f"{day.day}.{day.month}.{day.year}", DAY) == day


@given(st.lists(st.dates(date(1950, 1, 1), date(2020, 1, 1)), min_size=1, max_size=9))
def test_a_column_is_never_read_the_wrong_way_round(days: list[date]) -> None:
    for order, form in ((MONTH, "{m}/{d}/{y}"), (DAY, "{d}/{m}/{y}")):
        cells = [form.format(y=day.year, m=day.month, d=day.day) for day in days]
        try:
            found = _order(*cells)
        except UserError:
            assert all(day.day <= 12 for day in days)
            continue
        assert [read_date(cell, found) for cell in cells] == days, order


def test_names_a_person_may_use() -> None:
    assert known_order("MM/DD/YYYY") is known_order("m/d/y") is MONTH
    assert known_order("DD.MM.YYYY") is DAY
    assert known_order("yyyy-mm-dd") is ISO
    assert known_order("") is None
    assert known_style("") is None
    assert known_style("1.234,56") is COMMA
    assert known_style("1,234.56") is POINT
    for wrong in ("ymdh", "x", "y/d/m"):
        with pytest.raises(UserError):
            known_order(wrong)
    with pytest.raises(UserError):
        known_style("1234")


def test_the_decimal_mark_is_found_in_the_whole_file() -> None:
    assert _style("1,234", "12.50") is POINT
    assert _style("1.234", "12,50") is COMMA
    assert _style("1,234,567") is POINT
    assert _style("1.234,56") is COMMA
    assert _style("12", "1234") is None
    assert _style("1.234", currency="VND") is COMMA
    assert read_amount("1,234", "USD", POINT) == 123_400
    assert read_amount("1.234", "USD", COMMA) == 123_400


@pytest.mark.parametrize("cell", ["1,234", "1.234", "$ 1,234"])
def test_an_ambiguous_amount_is_asked_never_guessed(cell: str) -> None:
    with pytest.raises(UserError, match="two ways") as asked:
        _style("7", cell)
    assert asked.value.field == "number_format"
    assert _style(cell, wanted=COMMA) is COMMA


@pytest.mark.parametrize("cell", ["1.2.3", "0.1+0.2", "x,y", ",", "1,23,4.5", "(1,5)", "1.2.2024"])
def test_one_cell_that_is_no_amount_says_nothing_about_the_file(cell: str) -> None:
    assert _style("234.50", cell) is POINT
    assert _style("234,50", cell) is COMMA
    assert _style(cell) is None


def test_amounts_of_two_minds_are_refused() -> None:
    with pytest.raises(UserError, match=r"line 2 .* line 3"):
        _style("1,234.50", "1.234,50")
    with pytest.raises(UserError, match="not written so"):
        _style("1,234.50", wanted=COMMA)


NO_AMOUNTS = """
0.1+0.2 1.005 2.675 -0 -0.01 −5 (5.00) 5.00- 5.00CR 1e3 0x10 NaN Infinity 1_000 1,23 12,34.00
999999999999999999 abc 1.2.3 €5 ٣٫١٤ 1２ =1+1
"""


@pytest.mark.parametrize("cell", NO_AMOUNTS.split())
def test_what_is_no_amount_is_refused(cell: str) -> None:
    with pytest.raises(UserError):
        read_amount(cell, "USD", POINT)


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("12.5000", 1250),
        ("$ 12.34\n", 1234),
        ("0", 0),
        ("0.00", 0),
        ("7", 700),
        ("1,234.50", 123450),
    ],
)
def test_amounts_as_databases_and_people_write_them(cell: str, minor: int) -> None:
    assert read_amount(cell, "USD", POINT) == minor


@given(st.integers(0, 10**12), st.sampled_from(["USD", "VND", "KWD"]))
def test_every_amount_is_read_back(minor: int, currency: str) -> None:
    decimals = {"USD": 2, "VND": 0, "KWD": 3}[currency]
    whole, part = divmod(minor, 10**decimals)
    tail = f".{part:0{decimals}d}" if decimals else ""
    assert read_amount(f"{whole:,}{tail}", currency, POINT) == minor
    swapped = f"{whole:,}".replace(",", ".") + tail.replace(".", ",")
    assert read_amount(swapped, currency, COMMA) == minor


def test_a_year_of_days_in_both_orders_is_told_apart() -> None:
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(365)]
    assert _order(*(f"{day.month}/{day.day}/{day.year}" for day in days)) is MONTH


@given(
    st.integers(0, 10**11), st.sampled_from(["{}", "-{}", "({})", "{}-", "{} CR", "-${}", "$-{}"])
)
def test_every_way_to_write_a_credit_is_the_same_amount(minor: int, way: str) -> None:
    text = way.format(f"{minor // 100:,}.{minor % 100:02d}")
    sign = 1 if way == "{}" else -1
    assert read_balance(text, "USD", POINT) == sign * minor


@pytest.mark.parametrize("text", ["--5", "-(5)", "(5", "5)", "- 5 -", "-", "()", "CR", "1-2", "+5"])
def test_what_is_no_balance_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        read_balance(text, "USD", POINT)
