"""Whole pages through Qt's own printing, for computers without CUPS (PagePrinter); as large as they
are, on the printer of exactly that name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.devices.documents.pdf_pictures import PdfPicture, page_count, pdf_pictures
from app.devices.printing.ports import NotTaken, QueueGone
from app.kernel.paper_size import sides_of

DOTS: Final = 300
"""Dots an inch: sharp small print, and a page of it fits into any memory."""
_SIZES: Final = {"letter": QPageSize.PageSizeId.Letter, "a4": QPageSize.PageSizeId.A4}


def _size(paper: str) -> QPageSize:
    """The paper as Qt knows it: by its name, or as it was measured."""
    sides = sides_of(paper)
    if paper in _SIZES or sides is None:
        return QPageSize(_SIZES[paper])
    wide, high = (side / 10 for side in sides)
    matched = QPageSize.SizeMatchPolicy.ExactMatch
    return QPageSize(QSizeF(wide, high), QPageSize.Unit.Millimeter, "", matched)


def _printer(queue: str) -> QPrinter:
    """The printer of this name. Qt would quietly take the default printer for one that is gone."""
    for name in QPrinterInfo.availablePrinterNames():
        if _plain(name) == queue:
            made = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
            if made.printerName() == name:
                return made
    raise QueueGone(queue)


class QtPages:
    """Prints on the printers Qt knows. `find` gives the printer of a name, or QueueGone."""

    def __init__(self, find: Callable[[str], QPrinter] = _printer) -> None:
        self._find = find

    def queues(self) -> tuple[str, ...]:
        return tuple(_plain(name) for name in QPrinterInfo.availablePrinterNames())

    def print_pages(self, queue: str, title: str, pdf: bytes, paper: str) -> None:
        """Print a PDF as large as it is; see PagePrinter."""
        count = page_count(pdf)
        printer = self._find(queue)
        printer.setDocName(title)
        size, edge = _size(paper), QMarginsF(0, 0, 0, 0)
        printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, edge))
        printer.setFullPage(True)
        printer.setCopyCount(1)
        printer.setDuplex(QPrinter.DuplexMode.DuplexNone)
        painter = QPainter()
        if not painter.begin(printer):
            raise NotTaken(title)
        try:
            for number in range(count):
                if number and not printer.newPage():
                    raise OSError(f"page {number + 1} was not begun")
                for page in pdf_pictures(pdf, DOTS, only=(number,)):
                    _draw(painter, page, printer.resolution())
        finally:
            painter.end()


def _draw(painter: QPainter, page: PdfPicture, resolution: int) -> None:
    """One page from the very corner of the paper, a dot of the picture for its share of an inch."""
    row = page.width * 3
    image = QImage(page.rgb, page.width, page.height, row, QImage.Format.Format_RGB888)
    scale = resolution / DOTS
    painter.drawImage(QRectF(0, 0, page.width * scale, page.height * scale), image)


def _plain(name: str) -> str:
    """A printer's name as it is kept here: composed letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())
