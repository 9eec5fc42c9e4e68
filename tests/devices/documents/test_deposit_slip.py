"""Deposit slips as PDF: the words of every layout, sums that tie, and who sees what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.areas.deposits.slip_values import SlipCheck, SlipPaper
from app.devices.documents.deposit_slip import deposit_slip_pdf, slip_title
from app.devices.documents.deposit_slip_india import needs_pan, pan
from app.devices.documents.deposit_slip_parts import ON_A_PAGE, ON_THE_SLIP
from app.devices.documents.pages import stand_behind
from app.devices.printing.ports import Outline
from app.kernel.i18n import format_money
from app.kernel.money import LARGEST_MINOR, Money
from tests.devices import slips
from tests.devices.slips import INDIA, SLIPS, UK, US, many, office, piles

GOLDEN = Path(__file__).parent / "golden"
LETTER, A4 = (612.0, 792.0), (595.28, 841.89)


@contextmanager
def pages_of(slip: SlipPaper) -> Iterator[list[Any]]:
    document = pypdfium2.PdfDocument(deposit_slip_pdf(slip))
    try:
        yield list(document)
    finally:
        document.close()


def words_of(slip: SlipPaper) -> list[str]:
    """What a reader of the PDF can copy, page by page."""
    with pages_of(slip) as pages:
        found = [page.get_textpage().get_text_bounded() for page in pages]
    return ["\n".join(words.splitlines()) + "\n" for words in found]


@pytest.mark.parametrize("name", SLIPS)
def test_golden(name: str) -> None:
    expected = (GOLDEN / f"slip-{name}.txt").read_text(encoding="utf-8")
    assert "\f".join(words_of(SLIPS[name])) == expected


@pytest.mark.parametrize("name", ["us-void-copy", "uk-3", "india-3", "myanmar"])
def test_the_same_slip_is_the_same_file_on_the_right_paper(name: str) -> None:
    slip = SLIPS[name]
    content = deposit_slip_pdf(slip)
    assert content == deposit_slip_pdf(slip)
    header = content.split(b"/Title")[0][-300:] + content.split(b"/Title")[1][:300]
    assert b"Riverside" not in header
    size = LETTER if slip.paper_size == "letter" else A4
    with pages_of(slip) as pages:
        for page in pages:
            assert page.get_size() == pytest.approx(size, abs=0.1)


def spoilt(slip: SlipPaper) -> SlipPaper:
    """As much as any field may hold."""
    most = Money(LARGEST_MINOR, slip.currency)
    long = "Nguyễn Thị Ngọc Hương Giang Trần Lê Bảo Châu " * 4
    return replace(
        slip,
        depositor=long,
        address=(long, long, long),
        phone="+84 " + "9" * 40,
        site=long,
        account_title=long,
        bank=long,
        bank_city=long,
        account_number="9" * 34,
        number="W1ABC-D-000000012345",
        bag_number="B" * 60,
        slip_number="S" * 60,
        piles=tuple(replace(pile, quantity=100_000) for pile in slip.piles),
        checks=tuple(SlipCheck("8" * 30, long, most, long) for _ in slip.checks),
        cards=most,
        prepared_by=long,
        verified_by=long,
        endorsement="For deposit only " * 7,
    )


@pytest.mark.parametrize(
    "name", ["us-3", "us-void-copy", "canada-18", "uk-3", "india-3", "vietnam"]
)
def test_nothing_runs_off_the_paper(name: str) -> None:
    """Names as long as they can be stay where every printer can print; no number is cut."""
    slip = spoilt(SLIPS[name])
    with pages_of(slip) as pages:
        for page in pages:
            width, height = page.get_size()
            text = page.get_textpage()
            for place in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(place)
                words = text.get_text_bounded(left, bottom, right, top)
                turned = words.strip() in ("", *"VOID")
                assert turned or (left >= 40 and right <= width - 40), words
                assert bottom >= 30, words
                assert top <= height - 30, words
    said = "".join(words_of(slip))
    for number in (slip.account_number, slip.bag_number, slip.number):
        assert number in said
    for check in slip.checks:
        assert check.number in said
    assert format_money(slip.cash, slip.locale) in said


def amounts_after(label: str, words: str) -> list[str]:
    return re.findall(rf"^{label} ([\d,.]+)", words, re.MULTILINE)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 400), min_size=12, max_size=12),
    st.lists(st.integers(1, 9_999_999), max_size=90),
    st.booleans(),
)
def test_the_sums_are_those_of_its_lines(
    quantities: list[int], minors: list[int], for_office: bool
) -> None:
    named = tuple(SlipCheck(str(n), "Chase", Money(m, "USD")) for n, m in enumerate(minors))
    slip = replace(US, piles=piles("USD", *quantities), checks=named, office=for_office)
    pages = words_of(slip)
    listed = len(named) > ON_THE_SLIP
    assert len(pages) == 1 + (-(-len(named) // ON_A_PAGE) if listed else 0)
    first = pages[0]
    cash = sum(pile.worth.minor * pile.quantity for pile in slip.piles)
    said = format_money(Money(cash + sum(minors), "USD"), "en_US", code=True)
    assert f"Net deposit {said}\n" in first
    total = format_money(Money(sum(minors), "USD"), "en_US")
    assert amounts_after("Total from attached list" if listed else "Total checks", first) == [total]
    subtotals = [
        int(re.sub(r"\D", "", amount))
        for page in pages[1:]
        for amount in amounts_after(r"Total of this page, \d+ checks?", page)
    ]
    assert sum(subtotals) == (sum(minors) if listed else 0)
    if listed:
        assert amounts_after(f"Total of all {len(named)} checks", pages[-1]) == [total]


@pytest.mark.parametrize("name", ["us-3", "us-void-copy", "uk-0", "india-40-office"])
def test_cards_are_in_no_sum_and_never_before_the_bank(name: str) -> None:
    slip = SLIPS[name]
    with_cards, without = "".join(words_of(slip)), "".join(words_of(replace(slip, card_count=0)))
    if not slip.office:
        assert with_cards == without
        assert "card" not in with_cards.lower()
    elif slip.card_count:
        left_out = [line for line in with_cards.splitlines() if line not in without]
        assert all("0.00" not in line for line in left_out)
        assert "not part of this deposit" in " ".join(with_cards.split())


def test_the_bank_gets_the_whole_number_and_no_payer() -> None:
    bank, kept = "".join(words_of(many(US, 40))), "".join(words_of(office(many(US, 40))))
    assert US.account_number in bank
    assert US.account_number not in kept
    assert "•••• 6789" in kept
    assert "Nguyễn Thị Hoa" in kept.replace(US.prepared_by, "", 0)
    assert "W1-000101" in kept
    assert "W1-000101" not in bank


def test_letters_of_our_patients_can_be_read() -> None:
    words = "".join(words_of(office(many(US, 4))))
    for name in ("ဒေါ်ခင်မြင့်မြင့်ကြည်", "Nguyễn Thị Hoa", "Vietcombank Hội An"):
        assert name in words


@pytest.mark.parametrize(
    ("tax_id", "found"),
    [
        ("AAACR1234F", "AAACR1234F"),
        ("32 aaacr1234f 1Z5", "AAACR1234F"),
        ("37-1234567", ""),
        ("", ""),
    ],
)
def test_the_pan_stands_in_a_tax_number(tax_id: str, found: str) -> None:
    assert pan(tax_id) == found


def test_from_fifty_thousand_rupees_on_the_pan_is_asked_for() -> None:
    exactly = replace(INDIA, piles=piles("INR", 100), checks=())
    less = replace(INDIA, piles=piles("INR", 99, 2, 0, 1, 1, 1), checks=())
    assert (exactly.cash.minor, less.cash.minor) == (50_000_00, 49_980_00)
    assert needs_pan(exactly)
    assert not needs_pan(less)
    assert "PAN" in words_of(exactly)[0]
    assert "PAN" not in words_of(less)[0]
    assert "AAACR1234F" not in words_of(replace(exactly, tax_id=""))[0]


def test_india_keeps_cash_and_cheques_apart() -> None:
    both = words_of(INDIA)
    assert [page.splitlines()[0] for page in both] == [
        "Pay-in slip, cash BANK COPY",
        "Pay-in slip, cheques BANK COPY",
    ]
    assert "Rupees sixty-two thousand fifty-nine only" in " ".join(both[0].split())
    assert "Rupees one hundred forty-two and two paise only" in both[1]
    (cheques,) = words_of(replace(INDIA, piles=piles("INR")))
    assert "cheques" in cheques.splitlines()[0]


def test_uk_cheques_are_always_overleaf() -> None:
    front, back = words_of(UK)
    assert "1075" not in front
    assert "Number of cheques\n3" in front
    assert "1075" in back


def test_titles_name_nobody() -> None:
    assert slip_title(US) == "Deposit slip W1-D-00012"
    void = slip_title(SLIPS["us-void-copy"])
    assert void == "Deposit slip W1-D-00012 office copy copy 2"
    assert slip_title(SLIPS["us-draft"]) == "Deposit slip W1-D-00012 draft"
    assert slips.MARK.words == "Audit W1-P-000012 · log 345 ab12cd34ef56"


class Squares:
    """Letter shapes without a screen: a square for every letter."""

    def outline(self, text: str, bold: bool) -> Outline | None:
        steps = (("M", 0.0, 0.0), ("L", 900.0, 0.0), ("L", 900.0, 900.0), ("Z",))
        return Outline(1000.0 * len(text), steps)


def test_letters_none_of_our_fonts_has_come_from_the_computer() -> None:
    chinese = replace(US, prepared_by="王小明")
    alone = deposit_slip_pdf(chinese)
    stand_behind(Squares())
    try:
        helped = deposit_slip_pdf(chinese)
    finally:
        stand_behind(None)
    assert helped != alone
    assert deposit_slip_pdf(chinese) == alone
