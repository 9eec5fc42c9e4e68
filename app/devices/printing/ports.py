"""What papers need from whoever can draw: shapes of letters, lines as dots, pages on a printer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.devices.printing.paper_lines import PaperLine


@dataclass(frozen=True, slots=True)
class Outline:
    """Text as a filled path, non-zero winding, in thousandths of an em, baseline at 0, y upwards.

    A step is ("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) or ("Z",).
    """

    width: float
    steps: tuple[tuple[str | float, ...], ...]


class LetterShapes(Protocol):
    """Called from any thread."""

    def outline(self, text: str, bold: bool) -> Outline | None:
        """The shape of `text`, or None where this computer has no font for all of it either."""
        ...


@dataclass(frozen=True, slots=True)
class Dots:
    """A picture in black and white: `width` is a multiple of 8, a set bit is ink, left is high."""

    width: int
    height: int
    rows: bytes


class TextRaster(Protocol):
    """Called from any thread."""

    def strip(self, line: PaperLine, columns: int, width: int) -> Dots:
        """`line` as a printer with `columns` prints it, `width` dots wide, a multiple of 8."""
        ...


class QueueGone(Exception):
    """There is no printer of this name; nothing was sent, and no other one is taken."""


class NotTaken(Exception):
    """The printer took nothing of a page."""


class PagePrinter(Protocol):
    """Whole pages on the printers of this computer, where its print service says nothing about
    them. Called from any thread.
    """

    def queues(self) -> tuple[str, ...]:
        """The printers by their exact names."""
        ...

    def print_pages(self, queue: str, title: str, pdf: bytes, paper: str) -> None:
        """Print a PDF as large as it is on `paper` (letter or a4).

        QueueGone or NotTaken when nothing was sent; any other failure may have sent some.
        """
        ...
