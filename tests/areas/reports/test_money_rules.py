"""What is often, which numbers are missing, and the marks of an axis: rules without a database."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.reports.money_rules import missing_numbers, often
from app.kernel.chart import Chart, ChartKind, Series, round_marks

BEGIN = date(2026, 3, 1)
days = st.lists(st.integers(-60, 60).map(lambda n: BEGIN + timedelta(n)), max_size=8)


@given(days)
def test_three_within_thirty_days_are_often(found: list[date]) -> None:
    assert often(found, BEGIN) == any(
        max(three) - min(three) < timedelta(30) and max(three) >= BEGIN
        for three in combinations(sorted(found), 3)
    )


@pytest.mark.parametrize(
    ("before", "value", "words"),
    [
        (4, 5, ("", "")),
        (0, 1, ("", "")),
        (3, 5, ("W1-Z-00004", "W1-Z-00004")),
        (0, 3, ("W1-Z-00001", "W1-Z-00002")),
        (8, 12, ("W1-Z-00009", "W1-Z-00011")),
    ],
)
def test_missing_numbers_are_written_like_their_neighbours(
    before: int, value: int, words: tuple[str, str]
) -> None:
    assert missing_numbers("W1-Z-{n}", f"W1-Z-{value:05}", before, value) == words


@given(
    low=st.integers(-(10**14), 0),
    high=st.integers(0, 10**14),
    most=st.integers(2, 8),
    unit=st.sampled_from((1, 100, 1000)),
)
def test_the_marks_of_an_axis_are_round_and_hold_everything(
    low: int, high: int, most: int, unit: int
) -> None:
    marks = round_marks(low, high, most, unit)
    steps = {after - before for before, after in pairwise(marks)}
    assert marks[0] <= low <= high <= marks[-1]
    assert 0 in marks
    assert len(steps) == 1
    (step,) = steps
    assert step % unit == 0
    assert str(step // unit).rstrip("0") in ("1", "2", "5")
    assert len(marks) - 1 <= max(most, 1)


def test_the_bounds_of_a_chart_are_those_of_its_stacks() -> None:
    two = (Series("a", (5, -3, None)), Series("b", (7, -4, 2)))
    labels = ("1", "2", "3")
    stacked = Chart("", ChartKind.STACKED, labels, labels, two, "USD")
    assert stacked.bounds() == (-7, 12)
    bars = Chart("", ChartKind.BARS, labels, labels, two, "USD")
    assert bars.bounds() == (-4, 7)
    assert not bars.is_empty
    assert Chart("", ChartKind.BARS, ("1",), ("1",), (Series("a", (0,)),), "USD").is_empty
