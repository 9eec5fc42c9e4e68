"""Amounts in words: what a teller reads is what the figures say, in each way of counting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.amount_words import amount_words, english, vietnamese
from app.kernel.errors import Bug
from app.kernel.money import LARGEST_MINOR, Money

_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    word: ten * 10
    for ten, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_SIZES = {
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}


def read_english(words: str) -> int:
    """The number that the words say, worked out the other way round."""
    done, now = 0, 0
    for word in words.replace("-", " ").split():
        if word == "hundred":
            now *= 100
        elif word in _SIZES and now == 0:
            done *= _SIZES[word]
        elif word in _SIZES:
            done, now = done + now * _SIZES[word], 0
        else:
            now += _WORDS[word]
    return done + now


@given(st.integers(0, LARGEST_MINOR))
def test_english_words_say_the_number(number: int) -> None:
    assert read_english(english(number)) == number


@given(st.integers(0, 10**9 - 1))
def test_words_of_india_say_the_number(number: int) -> None:
    words = english(number, indian=True)
    assert read_english(words) == number
    assert "million" not in words


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "said"),
    [
        (123_456, "USD", "en_US", "One thousand two hundred thirty-four and 56/100 US dollars"),
        (100, "USD", "en_US", "One and 00/100 US dollar"),
        (0, "USD", "my_MM", "Zero and 00/100 US dollars"),
        (5_000_00, "CAD", "fr_CA", "Five thousand and 00/100 Canadian dollars"),
        (250_000, "KWD", "ar_KW", "Two hundred fifty and 000/1000 Kuwaiti dinars"),
        (12_34_567_50, "INR", "en_IN", ("Rupees twelve lakh thirty-four thousand five hundred "
         "sixty-seven and fifty paise only")),
        (2_00_00_000_00, "INR", "hi_IN", "Rupees two crore only"),
        (1_500, "MMK", "my_MM", "Fifteen and 00/100 Myanmar kyats"),
        (1_234_505, "VND", "vi_VN", "Một triệu hai trăm ba mươi bốn nghìn năm trăm linh năm đồng"),
        (15_021, "VND", "vi_VN", "Mười lăm nghìn không trăm hai mươi mốt đồng"),
        (3_000_000_007, "VND", "vi_VN", "Ba tỷ không trăm linh bảy đồng"),
        (10_050, "USD", "vi_VN", "Một trăm và 50/100 đô la Mỹ"),
    ],
)  # fmt: skip
def test_amounts_as_banks_want_them(minor: int, currency: str, locale: str, said: str) -> None:
    assert amount_words(Money(minor, currency), locale) == said


@given(st.integers(1, LARGEST_MINOR))
def test_no_two_amounts_sound_alike_in_vietnamese(number: int) -> None:
    assert vietnamese(number) != vietnamese(number - 1)
    assert "  " not in vietnamese(number)


def test_less_than_nothing_has_no_words() -> None:
    with pytest.raises(Bug):
        amount_words(Money(-1, "USD"), "en_US")
