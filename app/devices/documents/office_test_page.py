"""A page with rulers at its edges: held beside a real ruler it shows whether a printer scales."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from app.areas.settings.values import Practice
from app.devices.documents.pdf_text import DRAWING, PdfText
from app.kernel.translate import t

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

PAGE_SIZES: Final = {"letter": (612.0, 792.0), "a4": (210 / 25.4 * 72, 297 / 25.4 * 72)}
"""Width and height in points."""
_MM, _INCH = 72 / 25.4, 72.0
MARGIN: Final = _INCH / 2
"""Where papers begin: nearer to the edge many printers can't print."""
_INSIDE = 36.0
RULER_MM, RULER_INCHES = 150, 6


def office_test_page(here: Practice, queue: str, paper: str) -> bytes:
    """The page for a printer called `queue`."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    with DRAWING:
        canvas = Canvas(out, pagesize=PAGE_SIZES[paper], pageCompression=1, invariant=1)
        canvas.setTitle(t("Test page"))
        canvas.setAuthor("")
        canvas.setSubject("")
        canvas.setCreator("Counterfoil")
        _Page(canvas, *PAGE_SIZES[paper]).draw(here, queue, paper)
        canvas.showPage()
        canvas.save()
    return out.getvalue()


class _Page:
    def __init__(self, canvas: Canvas, width: float, height: float) -> None:
        self.canvas, self.width, self.height = canvas, width, height
        self.text = PdfText()

    def draw(self, here: Practice, queue: str, paper: str) -> None:
        self._frame()
        top = self.height - MARGIN
        self._words(t("Test page"), top - 44, 22, bold=True)
        self._words(here.organization_name, top - 66, 12, bold=True)
        size = t("Letter, 8.5 × 11 in") if paper == "letter" else t("A4, 210 × 297 mm")
        self._words(t("Printer: {queue}", queue=queue), top - 92, 11)
        self._words(t("Paper: {size}", size=size), top - 108, 11)
        self._words(t("Hold a real ruler beside these two:"), top - 148, 11)
        x = MARGIN + _INSIDE
        inches = t("{count} inches", count=RULER_INCHES)
        self._ruler(x, top - 190, _INCH / 8, RULER_INCHES * 8, 8, inches)
        millimeters = t("{count} millimeters", count=RULER_MM)
        self._ruler(x, top - 250, _MM, RULER_MM, 10, millimeters)
        scaled = t(
            "If they are shorter or longer, the printer scales the page. Switch off “Fit to page” "
            "in the printer’s own settings."
        )
        edges = t(
            "The frame lies half an inch from each edge of the paper. If a side is missing, the "
            "printer can’t print so near to the edge. If it lies elsewhere, see that the paper in "
            "the tray is what is named above."
        )
        below = self._words(scaled, top - 300, 11)
        self._words(edges, below - 10, 11)

    def _frame(self) -> None:
        """The edge of what is printed on, with a mark on each side at half an inch."""
        canvas = self.canvas
        canvas.setLineWidth(0.5)
        canvas.rect(MARGIN, MARGIN, self.width - 2 * MARGIN, self.height - 2 * MARGIN)
        canvas.setLineWidth(1.5)
        long = 12.0
        for x in (MARGIN, self.width - MARGIN):
            for y in (MARGIN, self.height - MARGIN):
                inward_x = long if x < self.width / 2 else -long
                inward_y = long if y < self.height / 2 else -long
                canvas.line(x, y, x + inward_x, y)
                canvas.line(x, y, x, y + inward_y)

    def _words(self, words: str, y: float, size: float, *, bold: bool = False) -> float:
        """Words from the left in as many lines as they need; where the next line goes."""
        room = self.width - 2 * (MARGIN + _INSIDE)
        line = ""
        for word in (*words.split(" "), ""):
            longer = f"{line} {word}".strip()
            if word and (not line or self.text.measure(longer, size, bold) <= room):
                line = longer
                continue
            self.text.draw(self.canvas, line, MARGIN + _INSIDE, y, size, bold)
            line, y = word, y - size * 1.45
        return y

    def _ruler(self, x: float, y: float, step: float, count: int, each: int, words: str) -> None:
        """A ruler of `count` steps, a number at `each` so many of them."""
        canvas = self.canvas
        canvas.setLineWidth(0.6)
        canvas.line(x, y, x + step * count, y)
        for at in range(count + 1):
            whole = at % each == 0
            half = each % 2 == 0 and at % (each // 2) == 0
            high = 16 if whole else 11 if half else 6
            canvas.line(x + step * at, y, x + step * at, y + high)
            if whole:
                said = str(at // each if each == 8 else at)
                wide = self.text.measure(said, 8, False)
                self.text.draw(canvas, said, x + step * at - wide / 2, y + 18, 8, False)
        self.text.draw(canvas, words, x, y - 14, 9, False)
