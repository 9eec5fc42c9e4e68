"""Patterns of numbers: what they write, which series they count in, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.number_pattern import BadPattern, Fault, parse, written

DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("text", "sole", "series", "number"),
    [
        ("INV-{n:05}", True, "INV-{n}", "INV-00042"),
        ("INV-{n:05}", False, "W1-INV-{n}", "W1-INV-00042"),
        ("JE-{year}-{n:05}", True, "JE-2026-{n}", "JE-2026-00042"),
        ("{station}-{n:06}", True, "W1-{n}", "W1-000042"),
        ("{station}-{n:06}", False, "W1-{n}", "W1-000042"),
        ("{n:3}/{year}", True, "{n}/2026", "042/2026"),
        ("{year}.{month}.{n}", True, "2026.03.{n}", "2026.03.42"),
        ("A-{n:1}", True, "A-{n}", "A-42"),
    ],
)
def test_a_pattern_names_its_series_and_writes_its_numbers(
    text: str, sole: bool, series: str, number: str
) -> None:
    pattern = parse(text)
    assert pattern.series("W1", DAY, sole=sole) == series
    assert written(series, pattern.width, 42) == number
    assert pattern.looks_like_ours(number)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("INV-", Fault.NO_NUMBER),
        ("", Fault.NO_NUMBER),
        ("{n}-{n}", Fault.TWO_NUMBERS),
        ("{day}-{n}", Fault.UNKNOWN_PLACE),
        ("{n:x}", Fault.UNKNOWN_PLACE),
        ("{n:0}", Fault.WIDTH),
        ("{n:013}", Fault.WIDTH),
        ("INV {n}", Fault.SIGNS),
        ("№-{n}", Fault.SIGNS),
        ("INV-{n", Fault.SIGNS),
        ("W1{n}", Fault.TOUCHES),
        ("{station}{n}", Fault.TOUCHES),
        ("{n}{year}", Fault.TOUCHES),
        ("{n}0", Fault.TOUCHES),
        ("{month}-{n}", Fault.MONTH_ALONE),
        ("A" * 24 + "-{n}", Fault.TOO_LONG),
        ("A" * 500 + "{n}", Fault.TOO_LONG),
    ],
)
def test_what_is_no_pattern_is_refused(text: str, fault: Fault) -> None:
    with pytest.raises(BadPattern) as refused:
        parse(text)
    assert refused.value.fault == fault


_PIECES = st.lists(
    st.sampled_from(["INV", "-", "{n:04}", "{year}", "{month}", "{station}", "/", "7", "_x"]),
    max_size=6,
).map("".join)


@given(
    _PIECES,
    st.sampled_from(["W1", "W10", "W1K3M"]),
    st.sampled_from(["W1", "W10", "W1K3M"]),
    st.integers(1, 2_000_000),
    st.integers(1, 2_000_000),
)
def test_two_numbers_of_one_pattern_are_never_the_same_text(
    text: str, here: str, there: str, one: int, other: int
) -> None:
    try:
        pattern = parse(text)
    except BadPattern:
        return
    first = written(pattern.series(here, DAY, sole=False), pattern.width, one)
    second = written(pattern.series(there, DAY, sole=False), pattern.width, other)
    assert (first == second) == ((here, one) == (there, other))
    assert pattern.looks_like_ours(first)


@given(
    _PIECES,
    st.sampled_from(["W1", "W10", "W1K3M", "INV", "X"]),
    st.integers(1, 2_000_000),
    st.integers(1, 2_000_000),
)
def test_a_number_of_the_centre_is_never_one_of_a_station(
    text: str, there: str, one: int, other: int
) -> None:
    try:
        pattern = parse(text)
    except BadPattern:
        return
    series = pattern.everywhere(DAY)
    given_out = written(series, pattern.width, one)
    assert given_out != written(pattern.series(there, DAY, sole=False), pattern.width, other)
    assert (given_out == written(series, pattern.width, other)) == (one == other)
    assert "{station}" not in series


def test_the_centre_leaves_the_station_out_of_its_numbers() -> None:
    said = {
        "{station}-{n:06}": "{n}",
        "INV-{station}-{n}": "INV-{n}",
        "A1{station}-{n}": "A1-{n}",
        "{year}/{station}/{n:04}": "2026/{n}",
        "INV-{n:05}": "INV-{n}",
    }
    assert {text: parse(text).everywhere(DAY) for text in said} == said
