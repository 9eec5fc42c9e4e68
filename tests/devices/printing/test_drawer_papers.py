"""Slips and reports, compared with papers that people have read and found right."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from app.areas.printing.values import Printer, PrinterKind
from app.devices.documents.receipt_pdf import paper_pdf
from app.devices.printing.cells import cells
from app.devices.printing.escpos import paper_bytes
from app.devices.printing.layout import PAPER_MM
from app.devices.printing.paper_lines import Mark, Pair, Text, as_text, cells_at
from app.devices.printing.papers import report_paper, slip_paper
from app.devices.printing.report_layout import report_lines
from app.devices.printing.slip_layout import slip_lines
from tests.devices.drawer_papers import HANDED_OVER, REPORTS, SLIPS, X_REPORT, Z_REPORT
from tests.devices.paper_reader import read_paper
from tests.devices.printing.test_escpos import Stripes
from tests.devices.receipts import COPY_2
from tests.devices.slips import MARK

GOLDEN = Path(__file__).parent / "golden"
EVERY_BYTE = "".join(map(chr, range(256)))


def lines_of(name: str, columns: int) -> Any:
    if name in SLIPS:
        return slip_lines(SLIPS[name], columns)
    return report_lines(REPORTS[name], columns)


@pytest.mark.parametrize("columns", PAPER_MM)
@pytest.mark.parametrize("name", [*SLIPS, *REPORTS])
def test_golden(name: str, columns: int) -> None:
    lines = lines_of(name, columns)
    expected = (GOLDEN / f"{name}-{columns}.txt").read_text(encoding="utf-8")
    assert as_text(lines, columns) == expected
    for line in lines:
        if isinstance(line, Pair):
            wide = cells(line.label) + cells_at(line.amount, line.size)
            assert wide + bool(line.label and line.amount) <= columns
        elif isinstance(line, Text):
            assert cells_at(line.text, line.size) <= columns


def test_what_is_hidden_is_said_to_be_left_out() -> None:
    text = as_text(report_lines(X_REPORT, 42), 42)
    assert text.count("left out") == 3
    assert "expected" not in text
    assert "Grand total" not in text


def test_a_second_paper_is_a_copy() -> None:
    for lines in (slip_lines(SLIPS["drop"], 42, COPY_2), report_lines(Z_REPORT, 42, COPY_2)):
        assert "COPY 2" in [line.words for line in lines if isinstance(line, Mark)]


@pytest.mark.parametrize("columns", PAPER_MM)
def test_no_field_of_a_slip_or_report_steers_the_printer(columns: int) -> None:
    slip, report = SLIPS["paid_out"], HANDED_OVER
    kept = ("time_zone", "locale")

    def spoilt(record: Any) -> Any:
        texts = [f.name for f in fields(record) if f.type == "str" and f.name not in kept]
        return replace(record, **dict.fromkeys(texts, EVERY_BYTE))

    tender = replace(report.tenders[0], words=EVERY_BYTE)
    moved = replace(report.movements[0], words=EVERY_BYTE, number=EVERY_BYTE)
    nasty = replace(spoilt(report), address=(EVERY_BYTE,), tenders=(tender,), movements=(moved,))
    printer = Printer(PrinterKind.TCP, "printer", columns)
    for lines in (slip_lines(spoilt(slip), columns), report_lines(nasty, columns)):
        paper = read_paper(paper_bytes(lines, printer, Stripes()))
        assert (paper.cuts, paper.kicks) == (1, [])


def test_pdfs_carry_the_number_and_nobody() -> None:
    for paper in (slip_paper(SLIPS["drop"], 42), report_paper(Z_REPORT, 42)):
        content = paper_pdf(paper).content
        assert content.startswith(b"%PDF")
        assert content == paper_pdf(paper).content
        assert "Hoa" not in paper.title + paper.file_name


@pytest.mark.parametrize("columns", PAPER_MM)
def test_the_audit_number_stands_whole_on_every_width(columns: int) -> None:
    lines = report_lines(Z_REPORT, columns, None, MARK)
    text = as_text(lines, columns)
    assert all(cells(line) <= columns for line in text.splitlines())
    assert MARK.words in " ".join(text.split())
    for whole in (MARK.number, MARK.head_hash[:12]):
        assert any(whole in line for line in text.splitlines())


def test_where_the_log_stood_is_said_once() -> None:
    made = replace(Z_REPORT, log_code="345-AB12CD34")
    assert "AB12CD34" not in as_text(report_lines(made, 42, None, MARK), 42)
    later = replace(MARK, head_seq=400, copy_no=1)
    assert "345-AB12CD34" in as_text(report_lines(made, 42, None, later), 42)
    assert "345-AB12CD34" in as_text(report_lines(made, 42), 42)
