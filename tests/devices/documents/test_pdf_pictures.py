"""Pages of a PDF as dots: right size, right colors, none left out."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from app.devices.documents.pdf_pictures import PdfPicture, pdf_pictures


def made(pages: int) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(72, 36), invariant=1)
    for _ in range(pages):
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(0, 0, 36, 36, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def dot(picture: PdfPicture, x: int, y: int) -> tuple[int, ...]:
    start = (y * picture.width + x) * 3
    return tuple(picture.rgb[start : start + 3])


def test_every_page_comes_as_dots_without_gaps() -> None:
    pictures = pdf_pictures(made(3), 101)
    assert len(pictures) == 3
    for picture in pictures:
        assert (picture.width, picture.height) == (101, 51)
        assert len(picture.rgb) == 101 * 51 * 3


def test_red_is_red_and_paper_is_white() -> None:
    (picture,) = pdf_pictures(made(1), 144)
    assert dot(picture, 10, 10) == (255, 0, 0)
    assert dot(picture, 130, 10) == (255, 255, 255)
