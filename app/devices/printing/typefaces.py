"""Which fonts are bundled and in which order they are asked for a letter; never loads one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FONT_FOLDER = Path(__file__).resolve().parents[3] / "resources" / "fonts"


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family and its files; where there is no bold file the regular one stands in."""

    family: str
    regular: str
    bold: str
    shaped: bool = True
    right_to_left: bool = False

    def path(self, bold: bool) -> Path:
        return FONT_FOLDER / (self.bold if bold else self.regular)


TYPEFACES = (
    Typeface("Noto Sans", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf", shaped=False),
    Typeface("Noto Sans Myanmar", "NotoSansMyanmar-Regular.ttf", "NotoSansMyanmar-Bold.ttf"),
    Typeface("Noto Sans Thai", "NotoSansThai-Regular.ttf", "NotoSansThai-Bold.ttf"),
    Typeface(
        "Noto Sans Hebrew",
        "NotoSansHebrew-Regular.ttf",
        "NotoSansHebrew-Bold.ttf",
        right_to_left=True,
    ),
    Typeface(
        "Noto Sans Arabic",
        "NotoSansArabic-Regular.ttf",
        "NotoSansArabic-Regular.ttf",
        right_to_left=True,
    ),
)
DRAWN_AS = {"\u2212": "\u2013", "\u2011": "-", "\u2010": "-"}
"""Signs that the fonts lack and the sign of the same shape that is drawn for them."""
