"""Slips onto the bank's own paper: only figures, each where the layout has it, moved as asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw

from app.areas.deposits.bank_rules import LEAST_HIGH_TENTHS, WIDE_TENTHS, check_overlay
from app.areas.deposits.bank_values import SlipLayout, SlipOverlay
from app.areas.deposits.slip_values import SlipPaper
from app.devices.documents.deposit_slip import deposit_slip_pdf, slip_calibration_pdf
from app.kernel.paper_size import measured, points, pwg_name
from tests.devices.slips import CANADA, INDIA, UK, US, checks

MM = 72 / 25.4
LAYOUTS = {"us": US, "canada": CANADA, "uk": UK, "india": INDIA}
OFFSETS = [(0, 0), (15, -8), (-200, 200), (200, -200), (1, 1)]
Placed = tuple[str, float, float]


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def letters(page: Any) -> list[Placed]:
    """Every letter with where it stands: from the left edge, and down from the upper one."""
    text, high = page.get_textpage(), page.get_height()
    found = []
    for place in range(text.count_chars()):
        letter = text.get_text_range(place, 1)
        if letter.strip():
            left, _, _, top = text.get_charbox(place)
            found.append((letter, left, high - top))
    return found


def rules(page: Any) -> int:
    """How many lines, boxes and areas are drawn."""
    drawn = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
    return sum(1 for each in page.get_objects() if each.type in drawn)


def onto(slip: SlipPaper, right: int = 0, down: int = 0, *, codes: bool = True) -> SlipPaper:
    overlay = SlipOverlay(slip.layout, slip.paper_size, True, codes, right, down)
    return replace(slip, overlay=overlay)


def full(slip: SlipPaper) -> SlipPaper:
    """As many checks as the slip has lines, so that both ways have the same places."""
    return replace(slip, checks=checks(18, slip.currency), slip_number="77")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_figures_stand_where_the_layout_has_them_moved_as_asked(layout: str) -> None:
    slip = full(LAYOUTS[layout])
    with opened(deposit_slip_pdf(slip)) as whole:
        plain = [letters(page) for page in whole]
    for right, down in OFFSETS:
        with opened(deposit_slip_pdf(onto(slip, right, down))) as document:
            assert len(document) == len(plain)
            for number, page in enumerate(document):
                if "list" in plain_title(plain[number]) or "overleaf" in plain_title(plain[number]):
                    assert letters(page) == plain[number], "lists go on plain paper, whole"
                    continue
                assert rules(page) == 0
                found = letters(page)
                assert len(found) > 60
                there = {(char, round(x, 1), round(y, 1)) for char, x, y in plain[number]}
                for char, x, y in found:
                    x, y = x - right / 10 * MM, y - down / 10 * MM
                    near = (
                        (char, round(x + dx, 1), round(y + dy, 1))
                        for dx in (-0.05, 0, 0.05)
                        for dy in (-0.05, 0, 0.05)
                    )
                    assert any(one in there for one in near), (char, x, y)


def plain_title(page: list[Placed]) -> str:
    """The words at the head of a page, without their spaces."""
    return "".join(char for char, _, y in page if 40 < y < 66).lower()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_figures_are_printed(layout: str) -> None:
    """No label, no bank, nobody's name; the account's numbers only where they are wanted."""
    slip = replace(LAYOUTS[layout], bank="Bank of the Slip")
    for codes in (False, True):
        with opened(deposit_slip_pdf(onto(slip, codes=codes))) as document:
            said = document[0].get_textpage().get_text_range()
            everything = " ".join(page.get_textpage().get_text_range() for page in document)
        for word in (
            slip.bank,
            slip.phone,
            slip.prepared_by,
            "Total",
            "Date",
            "Account no",
            "COPY",
        ):
            assert word not in said, word
        for value in (slip.account_number, slip.routing, slip.account_title):
            if value not in (slip.depositor,) and layout != "canada":
                assert (value in said) is codes, value
        assert slip.number in said
        assert str(slip.cash.minor)[-2:] in everything
    with opened(deposit_slip_pdf(replace(onto(slip), copy_no=2))) as document:
        assert "COPY 2" in document[0].get_textpage().get_text_range()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sums_stand_in_one_place_however_many_checks_there_are(layout: str) -> None:
    """The bank's boxes don't move: each figure of a short slip lies in a frame that the page to lay
    over it has, and so do those of a long one.
    """
    for count in (1, 3, 18, 40):
        slip = onto(replace(LAYOUTS[layout], checks=checks(count, LAYOUTS[layout].currency)), 7, 12)
        sample = replace(full(slip), piles=tuple(replace(p, quantity=88) for p in slip.piles))
        with opened(slip_calibration_pdf(sample, "Operating")) as document:
            frames = [boxes(page) for page in document]
        with opened(deposit_slip_pdf(slip)) as document:
            for page, known in zip(document, frames, strict=False):
                for baseline in {round(y, 0) for _, _, y in letters(page)}:
                    inside = any(low - 1 <= baseline <= high + 1 for low, high in known)
                    assert inside or count == 40, (count, baseline)


def boxes(page: Any) -> list[tuple[float, float]]:
    """The upper and lower edge of everything that is framed."""
    high = page.get_height()
    found = []
    for each in page.get_objects():
        if each.type == raw.FPDF_PAGEOBJ_PATH:
            left, bottom, right, top = each.get_bounds()
            if right - left > 3 and 6 < top - bottom < 40:
                found.append((high - top, high - bottom))
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_page_to_lay_over_it_has_crosses_where_it_says(layout: str) -> None:
    """Its marks stay where they are, whatever the offsets; its frames move with them."""
    slip = full(LAYOUTS[layout])
    marks: list[set[tuple[float, float]]] = []
    for right, down in ((0, 0), (-35, 120)):
        with opened(slip_calibration_pdf(onto(slip, right, down), "Operating")) as document:
            wide, high = document[0].get_size()
            said = document[0].get_textpage().get_text_range().replace("\r\n", " ")
            lines = set()
            for each in document[0].get_objects():
                if each.type == raw.FPDF_PAGEOBJ_PATH:
                    left, bottom, far, top = each.get_bounds()
                    lines.add((round((left + far) / 2 / MM, 1), round((bottom + top) / 2 / MM, 1)))
            for x in (12, wide / MM - 12):
                for y in (12, high / MM - 12):
                    assert any(abs(a - x) < 0.1 and abs(b - y) < 0.1 for a, b in lines), (x, y)
            marks.append(lines)
            assert (
                f"{right // 10 if right >= 0 else '-3'}.{abs(right) % 10} mm to the right" in said
            )
    assert marks[0] != marks[1]


@pytest.mark.parametrize("layout", [*LAYOUTS, "neutral"])
def test_every_figure_stands_on_the_smallest_paper_that_is_accepted(layout: str) -> None:
    slip = full(LAYOUTS.get(layout) or replace(US, layout=SlipLayout.NEUTRAL))
    slip = replace(slip, piles=tuple(replace(p, quantity=88) for p in slip.piles))
    paper = measured(WIDE_TENTHS[0], LEAST_HIGH_TENTHS[slip.layout] + 200)
    small = onto(replace(slip, paper_size=paper), 0, 200)
    assert small.overlay is not None
    check_overlay(small.overlay)
    with opened(deposit_slip_pdf(small)) as document, opened(deposit_slip_pdf(onto(slip))) as large:
        assert document[0].get_size() == pytest.approx(points(paper), abs=0.1)
        inside(document[0])
        assert text_of(document[0]).count("88") == text_of(large[0]).count("88")
    many = replace(small, checks=checks(60, slip.currency))
    with opened(deposit_slip_pdf(many)) as document:
        listed = "".join(text_of(page) for page in document)
        assert all(check.number in listed for check in many.checks)
        for page in document:
            inside(page)


def text_of(page: Any) -> str:
    found: str = page.get_textpage().get_text_range()
    return found


def inside(page: Any) -> None:
    """Nothing that is written reaches over an edge."""
    text, (wide, high) = page.get_textpage(), page.get_size()
    for place in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(place)
        assert left > 0 < bottom
        assert (right < wide, top < high) == (True, True)


def test_papers_by_their_names_and_measures() -> None:
    assert pwg_name("letter") == "na_letter_8.5x11in"
    assert pwg_name("1905x2100") == "custom_slip_190.5x210mm"
    with pytest.raises(ValueError, match="no paper"):
        points("a5")
