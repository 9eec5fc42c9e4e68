"""A paper as a PDF page of its width; the same paper always gives the same bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass

from app.areas.payments.values import Receipt
from app.devices.documents.pdf_text import DRAWING, PdfText
from app.devices.printing.papers import Paper, receipt_paper
from app.devices.printing.ports import LetterShapes
from app.devices.printing.sheet import PlacedBox, PlacedPicture, Sheet, place


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


def paper_pdf(paper: Paper, shapes: LetterShapes | None = None) -> Pdf:
    """The page for any paper, as wide as its columns.

    Slow the first time (fonts are read), so call it off the GUI thread. Only the number stands in
    the file's title; no name reaches the metadata.
    """
    with DRAWING:
        text = PdfText(shapes)
        sheet = place(paper.lines, paper.columns, text.measure)
        content = _drawn(sheet, text, paper.title, paper.locale.replace("_", "-"))
    return Pdf(content, tuple(text.missing))


def _drawn(sheet: Sheet, text: PdfText, title: str, language: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(
        out,
        pagesize=(sheet.width, sheet.height),
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 5),
        lang=language,
    )
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setSubject("")
    canvas.setCreator("Counterfoil")
    for item in sheet.items:
        if isinstance(item, PlacedBox):
            bottom = sheet.height - item.y - item.height
            canvas.rect(item.x, bottom, item.width, item.height, stroke=0, fill=1)
            continue
        if isinstance(item, PlacedPicture):
            canvas.addLiteral(_dots(item, sheet.height))
            continue
        canvas.setFillGray(1 if item.reversed else 0)
        text.draw(canvas, item.text, item.x, sheet.height - item.y, item.size, item.bold)
        canvas.setFillGray(0)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _dots(item: PlacedPicture, height: float) -> str:
    """A picture inside the page's own stream, inked where a bit is set."""
    picture = item.picture
    place = (
        f"{item.width:.3f} 0 0 {item.height:.3f} {item.x:.3f} {height - item.y - item.height:.3f}"
    )
    head = f"/W {picture.width} /H {picture.height} /IM true /BPC 1 /D [1 0] /F /AHx"
    return f"q {place} cm BI {head} ID {picture.rows.hex()}> EI Q"
