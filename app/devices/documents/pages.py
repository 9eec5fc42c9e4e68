"""Whole pages as PDF: words that fit their room, lines and boxes; y counts down from the top edge.

Measures are points. The same paper always gives the same bytes, and no name reaches the metadata.
"""

from __future__ import annotations

import io
from bisect import bisect
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Final

from app.devices.documents.pdf_text import DRAWING, PdfText
from app.devices.printing.cells import clusters, printable
from app.devices.printing.ports import LetterShapes
from app.kernel.paper_size import points

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MARGIN: Final = 48.0
_SMALLEST: Final = 0.7
"""Words shrink to this part of their size before they are cut."""
_ASCENT: Final = 0.74
"""How high letters stand over the baseline, as a part of their size."""


_BEHIND: dict[str, LetterShapes] = {}


def stand_behind(shapes: LetterShapes | None) -> None:
    """Who shapes letters that no bundled font has, for all pages of this process; with a window
    there is somebody who can.
    """
    _BEHIND.clear()
    if shapes is not None:
        _BEHIND["letters"] = shapes


def shapes_behind() -> LetterShapes | None:
    """Who shapes them, where somebody can."""
    return _BEHIND.get("letters")


class Align(Enum):
    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


class Pages:
    """Draws page after page of one size; `top` is where the next thing may begin."""

    def __init__(self, canvas: Canvas, width: float, height: float) -> None:
        self.canvas, self.width, self.height = canvas, width, height
        self.text = PdfText(_BEHIND.get("letters"))
        self.left, self.right = MARGIN, width - MARGIN
        self.bottom = height - MARGIN

    # ----------------------------------------------------------------------------- words

    def say(
        self,
        words: str,
        x: float,
        y: float,
        size: float = 9.0,
        *,
        bold: bool = False,
        align: Align = Align.LEFT,
        room: float = 0.0,
        grey: float = 0.0,
        cut: bool = True,
    ) -> None:
        """One line with its baseline at `y`; with `room` it is made smaller, then cut, to fit.

        Amounts and numbers are never cut: without `cut` they only get smaller.
        """
        words = printable(words)
        if room:
            words, size = self._fitted(words, size, bold, room, _SMALLEST if cut else 0.0)
        wide = self.text.measure(words, size, bold)
        self.canvas.setFillGray(grey)
        at = x - wide * align.value
        self.text.draw(self.canvas, words, at, self.height - y, size, bold)
        self.canvas.setFillGray(0)

    def figure(
        self,
        words: str,
        x: float,
        y: float,
        size: float = 9.0,
        *,
        bold: bool = False,
        align: Align = Align.LEFT,
        room: float = 0.0,
        cut: bool = True,
    ) -> None:
        """What is filled into a form, as against what stands on every one of its kind."""
        self.say(words, x, y, size, bold=bold, align=align, room=room, cut=cut)

    def _fitted(
        self, words: str, size: float, bold: bool, room: float, least: float
    ) -> tuple[str, float]:
        wide = self.text.measure(words, size, bold)
        if wide <= room:
            return words, size
        size *= max(least, room / wide)
        if self.text.measure(words, size, bold) <= room + 0.01:
            return words, size
        parts = list(clusters(words))

        def shortened(count: int) -> str:
            return "".join(parts[:count]).rstrip() + "…"

        def too_wide(count: int) -> bool:
            return self.text.measure(shortened(count), size, bold) > room

        fits = bisect(range(1, len(parts)), False, key=too_wide)
        return shortened(fits), size

    def wrapped(self, words: str, room: float, size: float, *, bold: bool = False) -> list[str]:
        """`words` in lines of at most `room`; a word that is longer stands alone."""
        lines: list[str] = []
        for word in printable(words).split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.text.measure(longer, size, bold) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def paragraph(
        self,
        words: str,
        x: float,
        y: float,
        room: float,
        size: float = 9.0,
        *,
        bold: bool = False,
        grey: float = 0.0,
    ) -> float:
        """Words in as many lines as they need; the baseline after the last one."""
        for line in self.wrapped(words, room, size, bold=bold):
            self.say(line, x, y, size, bold=bold, room=room, grey=grey)
            y += size * 1.35
        return y

    # ----------------------------------------------------------------------------- shapes

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.6) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.line(x1, self.height - y1, x2, self.height - y2)

    def dashes(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A line to cut along."""
        self.canvas.setDash(3, 3)
        self.line(x1, y1, x2, y2, 0.6)
        self.canvas.setDash()

    def box(self, x: float, y: float, wide: float, high: float, width: float = 0.8) -> None:
        """A frame with its upper left corner at (x, y)."""
        self.canvas.setLineWidth(width)
        self.canvas.rect(x, self.height - y - high, wide, high, stroke=1, fill=0)

    def fill(self, x: float, y: float, wide: float, high: float, grey: float) -> None:
        """A filled box, from 0 black to 1 white."""
        self.canvas.setFillGray(grey)
        self.canvas.rect(x, self.height - y - high, wide, high, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def badge(self, words: str, x: float, y: float, size: float = 9.0) -> float:
        """White words on black with their right end at `x`; where the next one may end."""
        words = printable(words)
        wide = self.text.measure(words, size, True) + size
        self.fill(x - wide, y - size * _ASCENT - size * 0.35, wide, size * 1.45, 0.0)
        self.say(words, x - wide / 2, y, size, bold=True, align=Align.CENTRE, grey=1.0)
        return x - wide - 6

    def watermark(self, words: str) -> None:
        """Pale words across the whole page; drawn before anything else."""
        words = printable(words)
        size = min(110.0, 560.0 / max(0.1, self.text.measure(words, 1.0, True)))
        canvas = self.canvas
        canvas.saveState()
        canvas.translate(self.width / 2, self.height / 2)
        canvas.rotate(52)
        canvas.setFillGray(0.86)
        wide = self.text.measure(words, size, True)
        self.text.draw(canvas, words, -wide / 2, -size * 0.35, size, True)
        canvas.restoreState()

    def turn(self) -> None:
        """This page is done."""
        self.canvas.showPage()


def drawn(paper: str, title: str, locale: str, draw: Callable[[Pages], None]) -> bytes:
    """The PDF of what `draw` puts on pages of `paper`; `title` names nobody."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    size = points(paper)
    with DRAWING:
        canvas = Canvas(
            out,
            pagesize=size,
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 5),
            lang=locale.replace("_", "-"),
        )
        canvas.setTitle(printable(title))
        canvas.setAuthor("")
        canvas.setSubject("")
        canvas.setCreator("Counterfoil")
        draw(Pages(canvas, *size))
        canvas.save()
    return out.getvalue()
