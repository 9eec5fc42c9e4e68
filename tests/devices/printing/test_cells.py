"""Cells, cuts and what never reaches a paper."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.devices.printing.cells import REPLACEMENT, cells, clusters, printable, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("Ana", 3),
        ("Nguyễn", 6),
        (unicodedata.normalize("NFD", "Nguyễn"), 6),
        ("王小明", 6),
        ("ＡＢ", 4),
        ("ခင်", 2),
        ("", 0),
    ],
)
def test_cells(text, width):
    assert cells(text) == width


def test_long_names_are_cut_at_words_and_hyphens():
    assert wrap("Maria-Esperanza Montgomery-Featherstone", 16) == (
        "Maria-Esperanza",
        "Montgomery-",
        "Featherstone",
    )


def test_a_burmese_syllable_stays_whole():
    assert list(clusters("ခင်မာလွင်")) == ["ခင်", "မာ", "လွင်"]
    assert list(clusters("ဗုဒ္ဓ")) == ["ဗုဒ္ဓ"]


@given(st.text(max_size=80), st.integers(4, 48))
def test_nothing_is_lost_and_everything_fits(text, columns):
    shown = printable(text)
    lines = wrap(shown, columns)
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")
    for line in lines:
        assert cells(line) <= columns or len(list(clusters(line))) == 1


@given(st.text())
def test_nothing_that_steers_is_shown(text):
    shown = printable(text)
    for letter in shown:
        assert unicodedata.category(letter) not in ("Cc", "Cs", "Zl", "Zp")
        assert letter in "\u200c\u200d" or unicodedata.category(letter) != "Cf"
    assert printable(shown) == shown
    assert unicodedata.is_normalized("NFC", printable(unicodedata.normalize("NFD", text)))


def test_direction_marks_are_left_out_and_line_ends_are_spaces():
    assert printable("a\u202eb\nc\u2028d\ufeff\x1b\x10\x14") == "ab c d"
    assert printable("Nguye\u0302\u0303n") == "Nguyễn"


def test_what_is_no_letter_is_not_left_out():
    assert printable("\ud800\uffff") == REPLACEMENT * 2
    assert printable("\ue000\U000e0100") == "\ue000\U000e0100"
