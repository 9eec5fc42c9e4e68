"""Whole pages through Qt: on paper of the right size they lie exactly where the PDF has them."""

from __future__ import annotations

import io
from pathlib import Path
from threading import Thread

import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from app.devices.documents.office_test_page import MARGIN, PAGE_SIZES
from app.devices.documents.pdf_pictures import PdfPicture, pdf_pictures
from app.devices.printing.ports import NotTaken, QueueGone
from app.gui.printing.pages import QtPages

DPI = 144


def ruled(paper: str, pages: int = 1) -> bytes:
    """Pages with a black square of one inch at half an inch from the left and from the top."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=PAGE_SIZES[paper])
    for _ in range(pages):
        top = PAGE_SIZES[paper][1]
        canvas.rect(MARGIN, top - MARGIN - 72, 72, 72, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def ink(page: PdfPicture) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is dark, in dots."""
    wide = page.width * 3
    rows = [y for y in range(page.height) if min(page.rgb[y * wide : (y + 1) * wide]) < 128]
    middle = page.rgb[(rows[0] + 10) * wide : (rows[0] + 11) * wide : 3]
    across = [x for x, dot in enumerate(middle) if dot < 128]
    return across[0], rows[0], across[-1] + 1, rows[-1] + 1


def into(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_a_page_is_printed_at_a_hundred_percent(qtbot: QtBot, tmp_path: Path, paper: str) -> None:
    made = tmp_path / "made.pdf"
    QtPages(lambda _queue: into(made)).print_pages("Office", "Test page", ruled(paper, 2), paper)
    pages = pdf_pictures(made.read_bytes(), DPI)
    assert len(pages) == 2
    width, height = PAGE_SIZES[paper]
    for page in pages:
        assert abs(page.width - width * DPI / 72) <= 2
        assert abs(page.height - height * DPI / 72) <= 2
        for found, meant in zip(ink(page), (72, 72, 216, 216), strict=True):
            assert abs(found - meant) <= 1, (ink(page), paper)


def test_it_prints_from_another_thread(qtbot: QtBot, tmp_path: Path) -> None:
    made = tmp_path / "made.pdf"
    printer = QtPages(lambda _queue: into(made))
    work = Thread(target=printer.print_pages, args=("Office", "Test", ruled("letter"), "letter"))
    work.start()
    work.join(30)
    assert len(pdf_pictures(made.read_bytes(), DPI)) == 1


def test_a_printer_that_is_gone_is_an_error_and_not_the_default_one(qtbot: QtBot) -> None:
    pages = QtPages()
    assert "No such printer" not in pages.queues()
    with pytest.raises(QueueGone):
        pages.print_pages("No such printer", "Test page", ruled("letter"), "letter")


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    nowhere = tmp_path / "no such folder" / "made.pdf"
    with pytest.raises(NotTaken):
        QtPages(lambda _queue: into(nowhere)).print_pages("O", "Test", ruled("letter"), "letter")
