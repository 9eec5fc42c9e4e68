"""Days as people type them: the locale's order counts, and every other usual form is understood."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.i18n import format_date, typed_date
from app.kernel.typed_days import day_within, typed_days

MARCH, APRIL = date(1980, 3, 4), date(1980, 4, 3)


@pytest.mark.parametrize(
    ("text", "locale", "days"),
    [
        ("03/04/1980", "en_US", (MARCH,)),
        ("03/04/1980", "en_GB", (APRIL,)),
        ("03041980", "en_US", (MARCH,)),
        ("03041980", "en_GB", (APRIL,)),
        ("3.4.1980", "en_US", (APRIL,)),
        ("1980-04-03", "en_US", (APRIL,)),
        ("1980-04-03", "en_GB", (APRIL,)),
        ("19800403", "en_US", (APRIL,)),
        ("4 Mar 1980", "en_US", (MARCH,)),
        ("4 Mar 1980", "vi", (MARCH,)),
        ("Mar 4, 1980", "en_GB", (MARCH,)),
        ("march 4th 1980", "en_US", (MARCH,)),
        ("4-mar-1980", "en_US", (MARCH,)),
        ("4 de marzo de 1980", "es", (MARCH,)),
        ("4 tháng 3, 1980", "vi", (MARCH,)),
        ("14/3/1984", "en_US", (date(1984, 3, 14),)),
        ("3/14/1984", "en_GB", (date(1984, 3, 14),)),
        ("3/4/80", "en_US", (MARCH, date(2080, 3, 4))),
        ("၄/၃/၁၉၈၀", "en_GB", (MARCH,)),
        ("31/31/1980", "en_US", ()),
        ("2/30/1980", "en_US", ()),
        ("3/4/198", "en_US", ()),
        ("1980", "en_US", ()),
        ("mar 1980", "en_US", ()),
        ("martha 4 1980", "en_US", ()),
        ("", "en_US", ()),
    ],
)
def test_what_is_meant(text: str, locale: str, days: tuple[date, ...]) -> None:
    assert typed_days(text, locale) == days


@given(day=st.dates(date(1880, 1, 1)), locale=st.sampled_from(["en_US", "en_GB", "de", "es"]))
def test_what_the_program_writes_is_read_again(day: date, locale: str) -> None:
    assert typed_days(typed_date(day, locale), locale)[0] == day
    assert typed_days(format_date(day, locale), locale)[0] == day


@given(text=st.text(max_size=50))
def test_no_text_fails(text: str) -> None:
    typed_days(text, "en_US")
    day_within(text, "en_GB")
