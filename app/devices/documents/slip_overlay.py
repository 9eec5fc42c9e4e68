"""Slips on paper that the bank printed: only what is filled in, moved to where the bank wants it,
and the page that shows where that is.
"""

from __future__ import annotations

from typing import Final

from app.areas.deposits.bank_values import SlipOverlay
from app.devices.documents.pages import Align, Pages
from app.kernel.translate import t

MM: Final = 72 / 25.4
CROSS_MM: Final = 12
"""How far each cross of the calibration page stands from two edges of the paper."""
_RULER_MM: Final = 7
_GREY: Final = 0.45


class OverlayPages(Pages):
    """Leaves away rules, labels and whatever else the bank's paper has."""

    lists = True
    """Whether lists of checks are added, on plain paper."""

    def __init__(self, pages: Pages, overlay: SlipOverlay) -> None:
        super().__init__(pages.canvas, pages.width, pages.height)
        self.right_by = overlay.right_tenths / 10 * MM
        self.down_by = overlay.down_tenths / 10 * MM

    def plain(self) -> Pages:
        """Pages with everything on them, of the same size."""
        return Pages(self.canvas, self.width, self.height)

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
        x, y = x + self.right_by, y + self.down_by
        super().say(words, x, y, size, bold=bold, align=align, room=room, cut=cut)

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
        """The bank's paper says so itself."""

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.6) -> None:
        """It is on the bank's paper."""

    def dashes(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """It is on the bank's paper."""

    def box(self, x: float, y: float, wide: float, high: float, width: float = 0.8) -> None:
        """It is on the bank's paper."""

    def fill(self, x: float, y: float, wide: float, high: float, grey: float) -> None:
        """It is on the bank's paper."""

    def badge(self, words: str, x: float, y: float, size: float = 9.0) -> float:
        """A copy says so here as well."""
        self.figure(words, x, y, size, bold=True, align=Align.RIGHT)
        return x - self.text.measure(words, size, True) - size


class OutlinePages(OverlayPages):
    """The same places with a frame round each, and what shows how the printer pulls the paper."""

    lists = False

    def __init__(self, pages: Pages, overlay: SlipOverlay, account: str) -> None:
        super().__init__(pages, overlay)
        self._overlay, self._account = overlay, account
        self._bare = self.plain()

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
        if not words:
            return
        bare, x, y = self._bare, x + self.right_by, y + self.down_by
        wide = self.text.measure(words, size, bold)
        wide = min(wide, room) if room else wide
        left = x - wide * align.value
        bare.box(left - 1.5, y - size * 0.8 - 1, wide + 3, size * 1.05 + 2, 0.5)
        bare.say(words, x, y, size, bold=bold, align=align, room=room, grey=_GREY, cut=cut)

    def turn(self) -> None:
        """The marks of every page, which no offset moves."""
        self._words()
        self._rulers()
        self._crosses()
        super().turn()

    def _words(self) -> None:
        bare, overlay = self._bare, self._overlay
        left, room = self.left + 14, self.right - self.left - 28
        title = t("Page to lay over the bank’s slip: {account}", account=self._account)
        bare.say(title, left, 42, 11, bold=True, room=room)
        how = t(
            "Lay it over the bank’s slip against a window. Measure how far the frames lie beside "
            "their boxes, and change the two numbers in the settings by as much. This page has "
            "{right} mm to the right and {down} mm down.",
            right=tenths_words(overlay.right_tenths),
            down=tenths_words(overlay.down_tenths),
        )
        bare.paragraph(how, left, 53, room, 7.5)

    def _rulers(self) -> None:
        """Millimeters from the upper and the left edge of the paper."""
        bare, at = self._bare, _RULER_MM * MM
        bare.line(at, at, self.width - at, at, 0.4)
        bare.line(at, at, at, self.height - at, 0.4)
        for mm in range(_RULER_MM, int((self.width - at) / MM) + 1):
            bare.line(mm * MM, at, mm * MM, at + _tick(mm), 0.3)
            if mm % 10 == 0 and mm > _RULER_MM:
                bare.say(str(mm), mm * MM, at - 2, 5.5, align=Align.CENTRE)
        for mm in range(_RULER_MM, int((self.height - at) / MM) + 1):
            bare.line(at, mm * MM, at + _tick(mm), mm * MM, 0.3)
            if mm % 10 == 0 and mm > _RULER_MM:
                bare.say(str(mm), at - 2, mm * MM + 2, 5.5, align=Align.RIGHT)

    def _crosses(self) -> None:
        bare, off, arm = self._bare, CROSS_MM * MM, 3 * MM
        for x in (off, self.width - off):
            for y in (off, self.height - off):
                bare.line(x - arm, y, x + arm, y, 0.6)
                bare.line(x, y - arm, x, y + arm, 0.6)
        words = t("Each cross is {count} mm from two edges of the paper.", count=CROSS_MM)
        middle = self.width / 2
        bare.say(words, middle, self.height - off + 2.5, 7.5, align=Align.CENTRE)


def _tick(mm: int) -> float:
    return (3.0 if mm % 10 == 0 else 2.2 if mm % 5 == 0 else 1.4) * MM


def tenths_words(tenths: int) -> str:
    """Tenths of a millimeter as millimeters."""
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}"
