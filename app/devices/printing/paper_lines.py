"""The kinds of line on a paper, the same for printer, PDF and screen; never how they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from app.devices.printing.cells import cells


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"


class Weight(StrEnum):
    REGULAR = "regular"
    BOLD = "bold"


class Size(Enum):
    """Letter sizes; the value is how many half cells a one-cell letter takes."""

    NORMAL = 2
    TALL = 3
    LARGE = 4


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    align: Align = Align.LEFT
    weight: Weight = Weight.REGULAR
    size: Size = Size.NORMAL


@dataclass(frozen=True, slots=True)
class Pair:
    """A label at the left edge in normal size, an amount (or value) at the right edge in `size`."""

    label: str
    amount: str
    weight: Weight = Weight.REGULAR
    size: Size = Size.NORMAL


@dataclass(frozen=True, slots=True)
class Triple:
    """A label and two right-aligned columns; the last is `last_cells` wide on all rows alike."""

    label: str
    middle: str
    last: str
    last_cells: int
    weight: Weight = Weight.REGULAR


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line across the paper."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A gap of about half a line."""


@dataclass(frozen=True, slots=True)
class Barcode:
    """`data` as Code 128, and below it in letters."""

    data: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Words in a bar that nobody overlooks: what this paper is not."""

    words: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Dots in the middle of the paper, one a printer's dot; `width` is a multiple of 8, a set bit
    is ink. `words` say what it shows.
    """

    width: int
    height: int
    rows: bytes
    words: str


@dataclass(frozen=True, slots=True)
class Qr:
    """`data` as a QR code."""

    data: str


@dataclass(frozen=True, slots=True)
class Ruler:
    """As many digits as `columns`, the last two saying how many; on narrower paper it breaks."""

    columns: int


@dataclass(frozen=True, slots=True)
class Sample:
    """Letters out of one code table of the printer, whether they come out right or not."""

    label: str
    table: str
    letters: str


PaperLine = Text | Pair | Triple | Rule | Blank | Barcode | Mark | Picture | Qr | Ruler | Sample
GAP = 2
"""Cells between columns, at least."""


def spelled(line: Ruler | Sample) -> str:
    """The letters of a line that shows what a printer makes of them."""
    if isinstance(line, Sample):
        return f"{line.label} {line.letters}"
    end = str(line.columns)
    return "".join(str((n + 1) % 10) for n in range(line.columns - len(end))) + end


def cells_at(text: str, size: Size) -> int:
    """Cells that `text` takes in `size`, rounded up."""
    return (cells(text) * size.value + 1) // 2


def as_text(lines: Sequence[PaperLine], columns: int) -> str:
    """The paper in plain letters, one line each: for screen readers, and to compare papers."""
    return "\n".join(_plain(line, columns).rstrip() for line in lines) + "\n"


def _plain(line: PaperLine, columns: int) -> str:
    match line:
        case Text(text, align, _, size):
            return _centred(text, columns, size) if align is Align.CENTRE else text
        case Pair(label, amount, _, size):
            return label + _left_of(amount, columns - cells(label), size)
        case Triple(label, middle, last, last_cells):
            room = columns - last_cells - cells(label)
            return label + _left_of(middle, room) + _left_of(last, last_cells)
        case Rule():
            return "-" * columns
        case Blank():
            return ""
        case Barcode(data):
            return _centred(f"||| {data} |||", columns, Size.NORMAL)
        case Mark(words):
            return _centred(f"*** {words} ***", columns, Size.NORMAL)
        case Picture(_, _, _, words):
            return _centred(f"[{words}]", columns, Size.NORMAL)
        case Qr(data):
            return _centred(f"[QR {data}]", columns, Size.NORMAL)
        case Ruler() | Sample():
            return spelled(line)


def _left_of(text: str, room: int, size: Size = Size.NORMAL) -> str:
    return " " * max(room - cells_at(text, size), 0) + text


def _centred(text: str, columns: int, size: Size) -> str:
    return " " * max((columns - cells_at(text, size)) // 2, 0) + text
