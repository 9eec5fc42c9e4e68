"""Whatever the Counter knows, the display says only its own words, amounts and the practice."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from app.areas.displays import rules
from app.areas.displays.rules import Here, Words
from app.areas.displays.values import DisplaySettings, Moment, Page, Showing
from app.kernel.amount_words import spoken_amount
from app.kernel.money import Money

HERE = Here("Riverside Clinic", "en_US")
OWN_WORDS = {
    said
    for words in rules.languages()
    for said in (
        *(words.due, words.given, words.change, words.paid, words.card, words.thanks),
        *(words.question, words.answered, *words.faces),
    )
}
money = st.none() | st.integers(0, 10**9).map(lambda minor: Money(minor, "USD"))
moments = st.builds(
    Moment,
    st.sampled_from(list(Showing)),
    money,
    money,
    money,
    st.text() | st.sampled_from([words.name for words in rules.languages()]),
)
settings = st.builds(
    DisplaySettings,
    language=st.sampled_from(["", "vi", "ar"]),
    thanks=st.sampled_from(["", "See you soon"]),
)


def said(page: Page) -> list[str]:
    """Every text of a page."""
    lines = [text for line in page.lines for text in (line.words, line.amount, line.currency)]
    return [text for text in (page.title, page.note, page.question, *page.faces, *lines) if text]


@given(moments, settings, st.booleans())
def test_nothing_else_is_said(moment: Moment, display: DisplaySettings, asks: bool) -> None:
    known = OWN_WORDS | {"Riverside Clinic", "USD", "See you soon"}
    page = rules.page_of(moment, display, HERE, asks=asks)
    for text in said(page):
        assert text in known or re.fullmatch(r"[\d,]+\.\d\d", text), text
    if moment.showing is Showing.NOTHING:
        assert said(page) == ["Riverside Clinic"]
        assert page.clock
    assert len(page.faces) in (0, 5)
    words, code = rules.spoken_change(moment, display, HERE)
    spoken = {each.spoken.partition("{")[0] for each in rules.languages()}
    assert bool(words) == bool(moment.change)
    assert not words or any(words.startswith(each) for each in spoken)
    assert code in {"", *(each.code for each in rules.languages())}


def test_the_patients_language_then_the_practices_then_english() -> None:
    def code(written: str, locale: str = "en_US", language: str = "") -> str:
        here = Here("X", locale, lambda code: code != "zh")
        return rules.words_for(written, DisplaySettings(language=language), here).code

    assert [code(each) for each in ("vi", "vi-VN", " Vietnamese ", "TIẾNG VIỆT")] == ["vi"] * 4
    assert code("es_MX") == "es"
    assert code("deaf, speaks Klingon") == "en"
    assert code("", "my_MM") == code("Karen", "my_MM") == "my"
    assert code("zh", "th_TH") == "th", "no letters for it here"
    assert code("vi", "en_US", language="ar") == "ar"
    assert code("", "eo") == "en"


def test_every_language_says_everything() -> None:
    for words in rules.languages():
        assert all(getattr(words, name) for name in Words.__dataclass_fields__), words.code
        assert len(words.faces) == len(set(words.faces)) == 5
        assert "{amount}" in words.spoken
        assert rules.code_of(words.name) == words.code
    assert {words.code for words in rules.languages()} >= rules.RIGHT_TO_LEFT


def test_amounts_as_people_say_them() -> None:
    def spoken(minor: int, language: str = "en", currency: str = "USD") -> str:
        return spoken_amount(Money(minor, currency), language)

    assert spoken(750) == "seven dollars fifty"
    assert spoken(101) == "one dollar and one cent"
    assert spoken(10_005) == "one hundred dollars and five cents"
    assert spoken(50) == "fifty cents"
    assert spoken(12_345_600, currency="INR").startswith("one lakh twenty-three thousand")
    assert spoken(500, currency="JPY") == "five hundred Japanese yen"
    assert spoken(52_000, "vi", "VND") == "năm mươi hai nghìn đồng"
    assert spoken(750, "es") == "7,50 dólares estadounidenses"
    assert spoken(1500, "my").startswith("15 ")
    moment = Moment(Showing.CHANGE, change=Money(750, "USD"), language="en")
    words = rules.spoken_change(moment, DisplaySettings(), HERE)
    assert words == ("Change due seven dollars fifty.", "en")
