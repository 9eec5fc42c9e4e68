"""What papers need from whoever can draw: shapes of letters no bundled font has, lines as dots."""

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

    def strip(self, line: PaperLine, columns: int) -> Dots:
        """`line` as a printer with `columns` prints it, 12 dots to a column."""
        ...
