"""A paper as a PDF page of its width; the same paper always gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.areas.payments.values import Receipt
from app.devices.documents.office_test_page import MARGIN, PAGE_SIZES
from app.devices.documents.pdf_text import DRAWING, PdfText
from app.devices.printing.papers import Paper, receipt_paper
from app.devices.printing.ports import LetterShapes
from app.devices.printing.sheet import (
    Placed,
    PlacedBox,
    PlacedPicture,
    PlacedText,
    Sheet,
    place,
)

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Pdf:
    """`missing` are the letters that neither the bundled fonts nor this computer could show.

    They stand on the page as their code numbers in a frame.
    """

    content: bytes
    missing: tuple[str, ...] = ()


def receipt_pdf(receipt: Receipt, columns: int = 42, shapes: LetterShapes | None = None) -> Pdf:
    """The page for `receipt`: 80 mm wide for 42 or 48 columns, 58 mm for 32."""
    return paper_pdf(receipt_paper(receipt, columns), shapes)


def paper_pdf(paper: Paper, shapes: LetterShapes | None = None, page: str = "") -> Pdf:
    """Any paper as a page as wide as its columns, or at the head of `page` (letter or a4), which
    the office printer has; what is longer goes on on the next one.

    Slow the first time (fonts are read), so call it off the GUI thread. Only the number stands in
    the file's title; no name reaches the metadata.
    """
    with DRAWING:
        text = PdfText(shapes)
        sheet = place(paper.lines, paper.columns, text.measure)
        content = _drawn(sheet, text, paper.title, paper.locale.replace("_", "-"), page)
    return Pdf(content, tuple(text.missing))


def _drawn(sheet: Sheet, text: PdfText, title: str, language: str, page: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    size = PAGE_SIZES[page] if page else (sheet.width, sheet.height)
    edge = MARGIN if page else 0.0
    out = io.BytesIO()
    canvas = Canvas(
        out, pagesize=size, pageCompression=1, invariant=1, pdfVersion=(1, 5), lang=language
    )
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("Counterfoil")
    for part in _parts(sheet, size[1] - 2 * edge):
        canvas.saveState()
        if page:
            canvas.translate(edge, size[1] - edge - sheet.height + part.top)
        for item in part.items:
            _ink(canvas, text, item, sheet.height)
        canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Part:
    """What stands on one page, from `top` of the sheet on."""

    top: float
    items: tuple[Placed, ...]


def _parts(sheet: Sheet, room: float) -> Iterator[_Part]:
    """The sheet in pages of `room`; no item is cut in two."""
    items, top = [(*_span(item), item) for item in sheet.items], 0.0
    while True:
        end = top + room
        if sheet.height <= end + 0.01:
            yield _Part(top, tuple(item for first, _, item in items if first >= top - 0.01))
            return
        cut = min((first for first, last, _ in items if top < first < end < last), default=end)
        kept = [item for first, _, item in items if top - 0.01 <= first < cut]
        yield _Part(top, tuple(kept))
        top = cut


def _span(item: Placed) -> tuple[float, float]:
    """Where an item begins and ends, counted down from the top."""
    if isinstance(item, PlacedText):
        return item.y - item.size, item.y + item.size / 3
    return item.y, item.y + item.height


def _ink(canvas: Canvas, text: PdfText, item: Placed, height: float) -> None:
    if isinstance(item, PlacedBox):
        bottom = height - item.y - item.height
        canvas.rect(item.x, bottom, item.width, item.height, stroke=0, fill=1)
    elif isinstance(item, PlacedPicture):
        canvas.addLiteral(_dots(item, height))
    else:
        canvas.setFillGray(1 if item.reversed else 0)
        text.draw(canvas, item.text, item.x, height - item.y, item.size, item.bold)
        canvas.setFillGray(0)


def _dots(item: PlacedPicture, height: float) -> str:
    """A picture inside the page's own stream, inked where a bit is set."""
    picture = item.picture
    place = (
        f"{item.width:.3f} 0 0 {item.height:.3f} {item.x:.3f} {height - item.y - item.height:.3f}"
    )
    head = f"/W {picture.width} /H {picture.height} /IM true /BPC 1 /D [1 0] /F /AHx"
    return f"q {place} cm BI {head} ID {picture.rows.hex()}> EI Q"
