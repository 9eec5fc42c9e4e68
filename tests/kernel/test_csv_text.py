"""CSV that no spreadsheet takes for anything but text, numbers and days."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.csv_text import cell_text, csv_lines
from app.kernel.money import Money


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|'/c calc'!A1",
        "+1 312 555 0100",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\u00a0=1",
        "\uff1d1",
        '",=1',
        "Smith;=1",
        "x,@y",
        "\u22125",
    ],
)
def test_what_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert cell_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Nguyễn Thị Hoa", "O'Neil, Zoë", "W1-000123", "a=b", "မမခင်"])
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert cell_text(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Money(-1250, "USD"), "-12.50"),
        (Money(123456789, "USD"), "1234567.89"),
        (Money(5, "USD"), "0.05"),
        (Money(-5, "JPY"), "-5"),
        (Money(1500, "KWD"), "1.500"),
        (-3, "-3"),
        (True, "yes"),
        (None, ""),
        (date(2026, 11, 20), "2026-11-20"),
    ],
)
def test_numbers_and_days_stay_numbers_and_days(value: object, text: str) -> None:
    assert cell_text(value) == text  # type: ignore[arg-type]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=4), max_size=5))
def test_every_row_reads_back(rows: list[list[str]]) -> None:
    text = csv_lines(rows)
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [[cell_text(cell) for cell in row] for row in rows]
