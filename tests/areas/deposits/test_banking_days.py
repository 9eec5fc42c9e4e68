"""How old money is in days on which banks work."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.areas.deposits.banking_days import banking_days_between

DAYS = st.dates(date(2019, 1, 1), date(2034, 6, 30))
COUNTRIES = st.sampled_from(("US", "GB", "CA", "IN", "VN", "MM", "EG", "XX", ""))


@pytest.mark.parametrize(
    ("start", "end", "country", "days"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), "US", 0),
        (date(2026, 11, 20), date(2026, 11, 19), "US", 0),
        (date(2026, 11, 20), date(2026, 11, 23), "US", 1),  # Friday to Monday
        (date(2026, 11, 20), date(2026, 11, 22), "US", 0),  # over a weekend
        (date(2026, 11, 25), date(2026, 11, 27), "US", 1),  # Thanksgiving between
        (date(2026, 11, 25), date(2026, 11, 27), "GB", 2),
        (date(2026, 7, 2), date(2026, 7, 3), "US", 1),  # the 4th is a Saturday: banks are open
        (date(2027, 7, 2), date(2027, 7, 6), "US", 1),  # the 4th is a Sunday: kept on Monday
        (date(2026, 12, 24), date(2026, 12, 29), "GB", 1),  # both days of Christmas, kept on Monday
        (date(2026, 11, 19), date(2026, 11, 22), "EG", 1),  # banks rest on Friday and Saturday
        (date(2026, 12, 24), date(2026, 12, 28), "XX", 2),  # nobody wrote its holidays
    ],
)
def test_some_weeks_people_know(start: date, end: date, country: str, days: int) -> None:
    assert banking_days_between(start, end, country) == days


@given(DAYS, st.integers(0, 60), COUNTRIES)
def test_it_is_the_sum_of_its_days(start: date, span: int, country: str) -> None:
    end = start + timedelta(span)
    steps = (start + timedelta(n) for n in range(span))
    one_by_one = sum(banking_days_between(day, day + timedelta(1), country) for day in steps)
    assert banking_days_between(start, end, country) == one_by_one


@given(DAYS, DAYS, DAYS, COUNTRIES)
def test_it_grows_and_adds_up(a: date, b: date, c: date, country: str) -> None:
    first, second, third = sorted((a, b, c))
    parts = banking_days_between(first, second, country) + banking_days_between(
        second, third, country
    )
    assert banking_days_between(first, third, country) == parts


def test_the_holidays_are_read_when_they_are_needed() -> None:
    """The start of the program does not pay for them."""
    code = (
        "import sys; from datetime import date; import app.areas.deposits.banking_days as days; "
        "before = 'holidays' in sys.modules; "
        "days.banking_days_between(date(2026, 1, 1), date(2026, 1, 9), 'US'); "
        "print(before, 'holidays' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=Path(__file__).resolve().parents[3],
    )
    assert said.stdout.split() == ["False", "True"]
