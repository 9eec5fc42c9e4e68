"""Where everything on a paper stands, in points from the top left; it never draws or loads fonts.

PDF and screen place their ink through this one module, so that they look the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Protocol

from app.devices.printing import code128, qr_code
from app.devices.printing.layout import PAPER_MM
from app.devices.printing.paper_lines import (
    GAP,
    Align,
    Barcode,
    Blank,
    Mark,
    Pair,
    PaperLine,
    Picture,
    Qr,
    Rule,
    Ruler,
    Sample,
    Size,
    Text,
    Triple,
    Weight,
    spelled,
)
from app.kernel.errors import ensure

POINTS_PER_MM: Final = 72 / 25.4
_DIGIT_EM = 0.572
"""Width of a digit of Noto Sans: a digit fills a cell."""
_FACTOR = {Size.NORMAL: 1.0, Size.TALL: 1.5, Size.LARGE: 1.9}
_LINE, _BASELINE = 1.42, 1.03
_HIGH_LINE, _HIGH_BASELINE = 1.92, 1.24
"""Line height and baseline in ems; the second pair for scripts with letters stacked up and down."""
_LEAST_LABEL = 0.6
"""A value wider than its cells leaves its label this part of its width at least."""
_TOP_MM, _BOTTOM_MM = 5.0, 7.0
_BAR_MM = 11.0
_QR_MM, _SEAM = 24.0, 0.2
"""Squares reach a little into the row below, or a hair of white would show between them."""
_DOT = POINTS_PER_MM / 8
"""A dot of most printers, in points: 203 of them are an inch."""
_PIXEL = 0.75
"""A pixel at 96 dots an inch, in points: rules and bars stand on whole ones and stay crisp."""
_MODULES = (1.5 * _PIXEL, _PIXEL)
"""Widths of a bar code's module, the widest that fits (0.40 and 0.26 mm)."""


class Measure(Protocol):
    def __call__(self, text: str, size: float, bold: bool) -> float:
        """Width of `text` in points when drawn at `size` points."""
        ...


@dataclass(frozen=True, slots=True)
class PlacedText:
    """`x` is the left end of the text, `y` its baseline; `reversed` is paper on ink."""

    text: str
    x: float
    y: float
    size: float
    bold: bool
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A filled rectangle of ink from its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """Dots from their top left corner, as wide and high as they are drawn."""

    picture: Picture
    x: float
    y: float
    width: float
    height: float


Placed = PlacedText | PlacedBox | PlacedPicture


@dataclass(frozen=True, slots=True)
class Sheet:
    width: float
    height: float
    items: tuple[Placed, ...]


def place(lines: Sequence[PaperLine], columns: int, measure: Measure) -> Sheet:
    """The sheet for `columns`; a text too wide for its room is drawn smaller, never cut."""
    ensure(columns in PAPER_MM, "a paper has 32, 42 or 48 columns")
    return _Placing(columns, measure).sheet(lines)


def place_strip(lines: Sequence[PaperLine], columns: int, measure: Measure) -> Sheet:
    """`lines` without any margin: as wide as can be printed on, as high as they are."""
    ensure(columns in PAPER_MM, "a paper has 32, 42 or 48 columns")
    placing = _Placing(columns, measure, margins=False)
    for line in lines:
        placing.line(line)
    return Sheet(placing.room, placing.y, tuple(placing.items))


def _is_high(text: str) -> bool:
    """Whether `text` has letters of a script that stacks marks: Indic, Thai, Burmese, Arabic …"""
    return any(0x0600 <= ord(c) <= 0x109F or 0x1780 <= ord(c) <= 0x17FF for c in text)


def _on_pixel(at: float) -> float:
    return round(at / _PIXEL) * _PIXEL


class _Placing:
    def __init__(self, columns: int, measure: Measure, *, margins: bool = True) -> None:
        paper, room = PAPER_MM[columns]
        self.measure = measure
        self.width, self.room = paper * POINTS_PER_MM, room * POINTS_PER_MM
        self.left = (self.width - self.room) / 2 if margins else 0.0
        self.right = self.left + self.room
        self.cell = self.room / columns
        self.em = self.cell / _DIGIT_EM
        self.y = _TOP_MM * POINTS_PER_MM if margins else 0.0
        self.items: list[Placed] = []

    def sheet(self, lines: Sequence[PaperLine]) -> Sheet:
        for line in lines:
            self.line(line)
        height = self.y + _BOTTOM_MM * POINTS_PER_MM
        return Sheet(self.width, height, tuple(self.items))

    def line(self, line: PaperLine) -> None:
        match line:
            case Text():
                self._text(line)
            case Pair():
                self._pair(line)
            case Triple():
                self._triple(line)
            case Rule():
                y = _on_pixel(self.y + self.em * 0.5)
                self.items.append(PlacedBox(self.left, y, self.room, _PIXEL))
                self.y += self.em * 1.0 + _PIXEL
            case Blank():
                self.y += self.em * 0.7
            case Barcode(data):
                self._barcode(data)
            case Mark(words):
                self._mark(words)
            case Qr(data):
                self._qr(data)
            case Picture():
                self._picture(line)
            case Ruler() | Sample():
                self._broken(spelled(line))

    def _step(self, size: float, *texts: str) -> float:
        """Move down by one line of `size`; its baseline."""
        high = any(map(_is_high, texts))
        baseline = self.y + size * (_HIGH_BASELINE if high else _BASELINE)
        self.y += size * (_HIGH_LINE if high else _LINE)
        return baseline

    def _fitting(self, text: str, size: float, bold: bool, room: float) -> tuple[float, float]:
        """The size at which `text` fits `room`, and its width then."""
        width = self.measure(text, size, bold)
        if width > room > 0:
            return size * room / width, room
        return size, width

    def _put(self, text: str, size: float, bold: bool, baseline: float, room: float) -> float:
        """Text at the left edge; the width it takes."""
        size, width = self._fitting(text, size, bold, room)
        indent = (len(text) - len(text.lstrip(" "))) * self.cell
        self.items.append(PlacedText(text.lstrip(" "), self.left + indent, baseline, size, bold))
        return indent + width

    def _put_right(
        self, text: str, size: float, bold: bool, baseline: float, right: float, room: float
    ) -> float:
        size, width = self._fitting(text, size, bold, room)
        self.items.append(PlacedText(text, right - width, baseline, size, bold))
        return width

    def _text(self, line: Text) -> None:
        size, bold = self.em * _FACTOR[line.size], line.weight is Weight.BOLD
        baseline = self._step(size, line.text)
        if line.align is Align.LEFT:
            self._put(line.text, size, bold, baseline, self.room)
            return
        size, width = self._fitting(line.text, size, bold, self.room)
        x = self.left + (self.room - width) / 2
        self.items.append(PlacedText(line.text, x, baseline, size, bold))

    def _broken(self, text: str) -> None:
        """Text that breaks where the paper ends, as a printer breaks it."""
        most = round(self.room / self.cell)
        for start in range(0, len(text), most):
            self._text(Text(text[start : start + most]))

    def _pair(self, line: Pair) -> None:
        bold = line.weight is Weight.BOLD
        size = self.em * _FACTOR[line.size]
        baseline = self._step(size, line.label, line.amount)
        kept = self.measure(line.label, self.em, bold) * _LEAST_LABEL if line.label else 0.0
        most = self.room - min(kept + self.cell, self.room / 2)
        taken = self._put_right(line.amount, size, bold, baseline, self.right, most)
        self._put(line.label, self.em, bold, baseline, self.room - taken - self.cell)

    def _triple(self, line: Triple) -> None:
        bold = line.weight is Weight.BOLD
        baseline = self._step(self.em, line.label, line.middle, line.last)
        last = line.last_cells * self.cell
        self._put_right(line.last, self.em, bold, baseline, self.right, last)
        room = self.room - last
        middle = self._put_right(line.middle, self.em, bold, baseline, self.right - last, room / 2)
        self._put(line.label, self.em, bold, baseline, room - middle - self.cell)

    def _barcode(self, data: str) -> None:
        widths = code128.modules(data)
        most = self.room / (sum(widths) + 2 * code128.QUIET)
        module = next((step for step in _MODULES if step <= most), most)
        self.y = _on_pixel(self.y + self.em * 0.6)
        x = _on_pixel(self.left + (self.room - sum(widths) * module) / 2)
        height = _BAR_MM * POINTS_PER_MM
        for place_in_code, width in enumerate(widths):
            if place_in_code % 2 == 0:
                self.items.append(PlacedBox(x, self.y, width * module, height))
            x += width * module
        self.y += height + self.em * 0.2
        self._text(Text(data, Align.CENTRE))

    def _qr(self, data: str) -> None:
        """Squares on whole pixels, the dark ones of a row joined."""
        matrix = qr_code.modules(data)
        side = len(matrix) + 2 * qr_code.QUIET
        steps = max(1, int(min(_QR_MM * POINTS_PER_MM, self.room) / side / _PIXEL))
        module = min(steps * _PIXEL, self.room / side)
        x = _on_pixel(self.left + (self.room - len(matrix) * module) / 2)
        self.y = _on_pixel(self.y + qr_code.QUIET * module)
        for row in matrix:
            begin = 0
            for dark, group in groupby(row):
                count = len(list(group))
                if dark:
                    at = x + begin * module
                    high = module + _SEAM
                    self.items.append(PlacedBox(at, self.y, count * module, high))
                begin += count
            self.y += module
        self.y += qr_code.QUIET * module

    def _picture(self, picture: Picture) -> None:
        factor = min(_DOT, self.room / picture.width)
        wide, high = picture.width * factor, picture.height * factor
        x = self.left + (self.room - wide) / 2
        self.items.append(PlacedPicture(picture, x, self.y, wide, high))
        self.y += high + self.em * 0.4

    def _mark(self, words: str) -> None:
        size = self.em * 1.15
        size, width = self._fitting(words, size, True, self.room - GAP * self.cell)
        height = size * (_HIGH_LINE if _is_high(words) else _LINE) + self.em * 0.5
        self.items.append(PlacedBox(self.left, self.y, self.room, height))
        x = self.left + (self.room - width) / 2
        middle = self.y + height / 2 + size * 0.36
        self.items.append(PlacedText(words, x, middle, size, True, reversed=True))
        self.y += height
