"""Bar codes against check digits known elsewhere, and read back by a reader of our own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.devices.printing.code128 import STOP, WIDTHS, can_encode, modules, symbols
from app.kernel.errors import Bug
from tests.devices.bars import read_bars

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Wikipedia", (104, 55, 73, 75, 73, 80, 69, 68, 73, 65, 88)),
        ("PJJ123C", (104, 48, 42, 42, 17, 18, 19, 35, 55)),
        ("W1-000123", (104, 55, 17, 13, 99, 0, 1, 23, 74)),
        ("123456", (105, 12, 34, 56, 44)),
    ],
)
def test_known_codes(text, values):
    assert symbols(text) == values


def test_the_table_is_sound():
    assert len(WIDTHS) == len(set(WIDTHS)) == 106
    for symbol in WIDTHS:
        assert sum(map(int, symbol)) == 11
        assert sum(map(int, symbol[::2])) % 2 == 0, "bars of a symbol add up to an even number"
    assert sum(map(int, STOP)) == 13


@pytest.mark.parametrize(
    ("text", "count"), [("12", 3), ("1", 3), ("A12", 5), ("A1234", 6), ("1234A", 6), ("12345", 6)]
)
def test_as_few_symbols_as_possible(text, count):
    assert len(symbols(text)) == count


@given(PRINTABLE)
def test_every_text_is_read_back(text):
    assert read_bars(list(modules(text))) == text


@pytest.mark.parametrize("text", ["", "é", "a\n", "١٢"])
def test_other_letters_are_refused(text):
    assert not can_encode(text)
    with pytest.raises(Bug):
        symbols(text)
