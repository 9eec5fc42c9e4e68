"""Reports as PDF: every row on some page, headings on each, page numbers, the mark, no secrets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pypdfium2
import pytest

from app.areas.printing.values import AuditMark, PaperHow
from app.areas.reports.money_values import (
    CashDay,
    CashPosition,
    DifferenceKind,
    DifferenceRow,
    DifferenceSum,
    MonthDifferences,
    OverShort,
    PersonDifferences,
    Span,
    Tie,
    ZList,
    ZRow,
)
from app.areas.settings.values import Practice
from app.devices.documents.deposit_sheets import position_sheet
from app.devices.documents.report_pdf import report_pdf
from app.devices.documents.report_sheet import ReportSheet, csv_rows
from app.devices.documents.shift_sheets import over_short_sheet, z_sheet
from app.kernel.csv_text import csv_lines
from app.kernel.ids import ReportId, ShiftId, UserId
from app.kernel.money import Money

AT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
FIRST = date(2026, 9, 1)
NAMES = ("Nguyễn Thị Hoa", "မမခင်ဇော်ဝင်း", "Maximiliana Konstantina von Hohenzollern-Sigmaringen")
MARK = AuditMark("W1-P-000012", 0, 345, "ab12cd34ef56" * 5, PaperHow.SAVED, AT, "Fiona Officer")


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def here() -> Practice:
    fields: dict[str, Any] = dict.fromkeys(Practice.__slots__, "")
    fields |= {"organization_name": "Riverside Clinic", "currency": "USD", "locale": "en_US"}
    return Practice(**fields | {"time_zone": "America/Chicago", "site_address": (), "demo": False})


def span(days: int) -> Span:
    return Span(FIRST, FIRST + timedelta(days - 1), "Riverside Clinic", "USD", AT)


def over_short(count: int) -> OverShort:
    rows = tuple(
        DifferenceRow(
            DifferenceKind.DRAWER,
            FIRST + timedelta(n),
            UserId(f"u{n % 3}"),
            NAMES[n % 3],
            "",
            f"W1-{n:06}",
            usd(-100 - n),
            "Counted again, still differs",
            f"s{n}",
        )
        for n in range(count)
    )
    sums = DifferenceSum(count, count, usd(0), usd(-1_000), usd(-1_000))
    people = tuple(
        PersonDifferences(UserId(f"u{n}"), name, sums, usd(-1_000), usd(0), usd(0), often=n == 1)
        for n, name in enumerate(NAMES)
    )
    month = MonthDifferences(FIRST, sums)
    tie = Tie("All differences", "Counts", "Ledger, account 6990", usd(-1_000), usd(-999), False)
    return OverShort(span(count), people, (month,), rows, sums, (tie,))


def zs(count: int) -> ZList:
    rows = tuple(
        ZRow(
            ReportId(f"z{n}"),
            f"W1-Z-{n:05}",
            FIRST + timedelta(n // 2),
            AT,
            ShiftId(f"s{n}"),
            f"W1-{n:06}",
            "Front desk",
            NAMES[n % 3],
            usd(123_456_789),
            usd(0),
            usd(123_456_789 * (n + 1)),
            ("W1-Z-00006", "W1-Z-00007") if n == 8 else ("", ""),
            2 if n == 8 else 0,
        )
        for n in range(count)
        if n not in (6, 7)
    )
    return ZList(span(count), rows, usd(0), usd(0), 2, ())


def position(days: int) -> CashPosition:
    rows = tuple(
        CashDay(
            FIRST + timedelta(n),
            None if n == days - 1 else usd(n),
            usd(100_000),
            usd(7_700),
            usd(0),
            usd(5_000),
            (usd(1_000_000 + n),),
            None if n == days - 1 else usd(112_700 + n),
            None if n == days - 1 else usd(1_112_700),
        )
        for n in range(days)
    )
    return CashPosition(span(days), ("Operating account",), rows, (), hidden=True)


def pages_of(content: bytes) -> list[str]:
    """What a reader of the PDF can copy, page by page."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def made(sheet: ReportSheet, paper: str = "letter", mark: AuditMark | None = MARK) -> list[str]:
    return pages_of(report_pdf(sheet, here(), paper, mark))


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_long_table_goes_on_with_its_headings(paper: str) -> None:
    pages = made(over_short_sheet(over_short(140), "en_US"), paper)
    assert len(pages) >= 3
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Audit W1-P-000012 · log 345 ab12cd34ef56" in page
        assert "by Fiona Officer" in page
    everything = "".join(pages)
    assert all(f"W1-{n:06}" in everything for n in range(140))
    assert all("Second person" in page for page in pages[1:-1])
    assert "THIS REPORT DOES NOT TIE" in pages[0]
    assert f"{NAMES[1]} had three or more differences within 30 days." in pages[0]


def test_missing_numbers_stand_where_they_are_missing() -> None:
    pages = made(z_sheet(zs(20)))
    text = "".join(pages)
    assert "2 numbers are missing." in pages[0]
    before, _, after = text.partition("W1-Z-00006")
    assert "W1-Z-00005" in before
    assert "Missing, up to W1-Z-00007" in after
    assert "W1-Z-00008" in after
    assert "1,234,567.89" in text


def test_what_is_hidden_says_so_on_paper_and_is_empty_in_the_file() -> None:
    sheet = position_sheet(position(5), "en_US")
    assert "".join(made(sheet)).count("hidden") == 3
    rows = csv_lines(csv_rows(sheet, here())).splitlines()
    last = next(row for row in rows if row.startswith("2026-09-05"))
    assert last == "2026-09-05,,1000.00,77.00,0.00,50.00,,10000.04,"


def test_a_second_paper_of_the_days_says_so_and_the_same_one_is_the_same_file() -> None:
    sheet = z_sheet(zs(3))
    second = replace(MARK, copy_no=1, number="W1-P-000013")
    assert "paper 2 of these days" in made(sheet, mark=second)[0]
    for mark in (MARK, replace(MARK, copy_no=-1, how=PaperHow.PREVIEWED)):
        assert "of these days" not in made(sheet, mark=mark)[0]
    assert report_pdf(sheet, here(), "a4", MARK) == report_pdf(sheet, here(), "a4", MARK)
    assert b"Fiona" not in report_pdf(sheet, here(), "a4", MARK).split(b"stream")[0]


def test_a_report_of_nothing_says_why() -> None:
    nothing = replace(zs(0), missing_count=0)
    (page,) = made(z_sheet(nothing), mark=None)
    assert "No drawer was closed in these days." in page
