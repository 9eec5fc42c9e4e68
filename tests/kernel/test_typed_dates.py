"""Days as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import UserError
from app.kernel.i18n import parse_date, typed_date

BORN = date(1984, 3, 14)


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("3/14/1984", "en_US"),
        ("03-14-1984", "en_US"),
        (" 3 14 1984 ", "en_US"),
        ("14.3.1984", "de_DE"),
        ("14/3/1984", "en_GB"),
        ("14/03/1984", "vi_VN"),
        ("1984-03-14", "en_US"),
        ("1984/3/14", "de_DE"),
        ("19840314", "en_US"),
    ],
)
def test_a_day_is_read(text: str, locale: str) -> None:
    assert parse_date(text, locale) == BORN


@pytest.mark.parametrize(
    "text",
    ["", "3/14/84", "14/3/1984", "3/14", "1984", "March 14", "3//1984", "2/30/1984", "x" * 50],
)
def test_what_is_no_day_is_said_with_an_example(text: str) -> None:
    with pytest.raises(UserError, match=r"is no date\. Type it like 3/14/1984") as refused:
        parse_date(text, "en_US", field="birth_date")
    assert refused.value.field == "birth_date"


@given(st.dates(date(1880, 1, 1)), st.sampled_from(["en_US", "de_DE", "en_GB", "ja_JP", "fr_FR"]))
def test_what_is_shown_is_read_again(day: date, locale: str) -> None:
    assert parse_date(typed_date(day, locale), locale) == day
