"""What a document needs from whoever owns a screen: shapes of letters no bundled font has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


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
