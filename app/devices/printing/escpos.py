"""Papers as the bytes of a receipt printer (ESC/POS); sends nothing and knows no printer by name.

Text stands in the printer's own letters where its code table has them all, line by line; any other
line comes as a picture from the TextRaster port. The few commands used here are the ones that cheap
printers share with Epson's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from app.areas.printing.profiles import table_number
from app.areas.printing.values import USUAL_TABLE, Ack, Font, Printer
from app.devices.printing import code128, qr_code
from app.devices.printing.code_tables import NUMBERS, encoded
from app.devices.printing.paper_lines import (
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
from app.devices.printing.ports import Dots, TextRaster
from app.kernel.errors import ensure

DOTS_A_COLUMN = 12
_INIT = b"\x1b@"
_ONE_BYTE_LETTERS = b"\x1c."
"""Chinese printers start with two bytes to a letter; others ignore it."""
_US_SIGNS = b"\x1bR\x00"
_TABLE = b"\x1bt"
_FONT_B = b"\x1bM\x01"
_BOLD, _SIZE, _REVERSED = b"\x1bE", b"\x1d!", b"\x1dB"
_FEED_DOTS, _FEED_LINES = b"\x1bJ", b"\x1bd"
_CUT = b"\x1dVB\x00"
_RASTER = b"\x1dv0\x00"
_PULSE, _PULSE_NOW = b"\x1bp", b"\x10\x14\x01"
ASK_DONE = b"\x1dr\x01"
"""Answered in its turn: an answer proves that everything before it was worked through."""
_PROCESS_ID = b"\x1d(H\x06\x0000"
_SIZES = {Size.NORMAL: 0x00, Size.TALL: 0x01, Size.LARGE: 0x11}
_WIDE = {Size.NORMAL: 1, Size.TALL: 1, Size.LARGE: 2}
_SLICE_ROWS = 64
LONGEST_SLICE = _SLICE_ROWS * 48 * DOTS_A_COLUMN // 8
_REAL_TIME = (b"\x10\x04", b"\x10\x05", b"\x10\x14")
"""Commands a printer obeys at once, even in the middle of a picture."""
_BAR_ROWS = 88
_CELL_DOTS = {Font.A: DOTS_A_COLUMN, Font.B: 9}
_QR_DOTS, _QR_MODULE = 208, (3, 8)
"""How wide a QR code should be, and how small and large one of its modules may be, in dots."""


class NeedsWindow(Exception):
    """A line has letters that this printer lacks, and nobody here can draw."""


def paper_bytes(
    lines: Sequence[PaperLine], printer: Printer, raster: TextRaster | None = None
) -> bytes:
    """The whole job: from a clean start to the cut."""
    return _Job(printer, raster).bytes_of(lines)


def after_a_break() -> bytes:
    """What ends a picture that was cut off half-way, so that the next paper is not eaten by it.

    Outside of a picture these bytes mean nothing.
    """
    return bytes(LONGEST_SLICE)


def kick_bytes(printer: Printer, *, now: bool = False) -> bytes:
    """Open the drawer; with `now` by the command that works without paper, too."""
    pin = 0 if printer.drawer_pin == 2 else 1
    if now:
        return _PULSE_NOW + bytes([pin, max(1, min(8, printer.pulse_ms // 100))])
    ticks = max(1, min(255, printer.pulse_ms // 2))
    return _PULSE + bytes([pin, ticks, min(255, ticks * 2)])


def ask_done(printer: Printer, job_no: int) -> tuple[bytes, bytes]:
    """What asks for the word that everything before was worked through, and the exact answer to
    it; empty where one byte says so. No question where the printer knows none.

    No byte of the answer looks like one to DLE EOT, which may come between.
    """
    if printer.ack is Ack.NONE:
        return b"", b""
    if printer.ack is Ack.GS_R:
        return ASK_DONE, b""
    number = bytes(0x40 | job_no >> shift & 0x0F for shift in (12, 8, 4, 0))
    return _PROCESS_ID + number, b"7\x22" + number + b"\x00"


class _Job:
    def __init__(self, printer: Printer, raster: TextRaster | None) -> None:
        self.printer, self.raster = printer, raster
        self.columns = printer.columns
        self.room = print_dots(printer)
        self.out = bytearray()
        self.drawn: set[int] = set()

    def bytes_of(self, lines: Sequence[PaperLine]) -> bytes:
        self.out += _INIT + _ONE_BYTE_LETTERS + _US_SIGNS
        self.out += self._choose(self.printer.code_table)
        if self.printer.font is Font.B:
            self.out += _FONT_B
        for line in self._titles_alike(lines):
            self._line(line)
        self.out += _FEED_LINES + bytes([2 if self.printer.cutter else 5])
        if self.printer.cutter:
            self.out += _CUT
        return bytes(self.out)

    def _line(self, line: PaperLine) -> None:
        match line:
            case Blank():
                self.out += _FEED_DOTS + b"\x10"
            case Rule():
                self.out += b"-" * self.columns + b"\n"
            case Barcode(data):
                self._barcode(data)
            case Qr(data):
                self._qr(data)
            case Picture(width, height, rows):
                self._picture(Dots(width, height, rows))
            case Ruler():
                self.out += spelled(line).encode("ascii") + b"\n"
            case Sample(label, table, letters):
                self._sample(label, table, letters)
            case _:
                native = None if id(line) in self.drawn else self._native(line)
                self.out += self._drawn(line) if native is None else native

    def _choose(self, table: str) -> bytes:
        """Take a code table, by the number it has on this make."""
        number = self.printer.table_number if table == self.printer.code_table else USUAL_TABLE
        if number == USUAL_TABLE:
            number = table_number(self.printer.profile, table)
        return _TABLE + bytes([NUMBERS[table] if number == USUAL_TABLE else number])

    def _sample(self, label: str, table: str, letters: str) -> None:
        said = encoded(f"{label} {letters}", table)
        ensure(said is not None, "a sample has letters of its table")
        self.out += self._choose(table) + (said or b"")
        self.out += b"\n" + self._choose(self.printer.code_table)

    def _titles_alike(self, lines: Sequence[PaperLine]) -> Iterator[PaperLine]:
        """Mark the lines of a title that are drawn because another line of it is."""
        for large, group in groupby(lines, _is_title):
            title = tuple(group)
            if large and any(self._native(line) is None for line in title):
                self.drawn.update(map(id, title))
            yield from title

    def _drawn(self, line: PaperLine) -> bytes:
        if self.raster is None:
            raise NeedsWindow
        return raster_bytes(self.raster.strip(line, self.columns, self.room))

    def _native(self, line: PaperLine) -> bytes | None:
        """The line in the printer's own letters; None when it lacks one."""
        match line:
            case Text(text, align, weight, size):
                return self._text(text, align, weight, size)
            case Pair(label, amount, weight, size):
                return self._row([(label, Size.NORMAL), (amount, size)], [self.columns], weight)
            case Triple(label, middle, last, last_cells, weight):
                parts = [(label, Size.NORMAL), (middle, Size.NORMAL), (last, Size.NORMAL)]
                return self._row(parts, [self.columns - last_cells, self.columns], weight)
            case Mark(words):
                return self._mark(words)
        return None

    def _text(self, text: str, align: Align, weight: Weight, size: Size) -> bytes | None:
        said = encoded(text, self.printer.code_table)
        if said is None:
            return None
        room = self.columns - len(said) * _WIDE[size]
        if room < 0:
            return None
        indent = b" " * (room // 2) if align is Align.CENTRE else b""
        return indent + _styled(said, weight, size) + b"\n"

    def _row(self, parts: list[tuple[str, Size]], ends: list[int], weight: Weight) -> bytes | None:
        """The first part at the left edge, each other one ending at its column."""
        out, at = bytearray(), 0
        for place, (text, size) in enumerate(parts):
            said = encoded(text, self.printer.code_table)
            if said is None:
                return None
            if place:
                start = ends[place - 1] - len(said) * _WIDE[size]
                if start < at + (1 if at and said else 0):
                    return None
                out += b" " * (start - at)
                at = start
            out += _styled(said, weight, size)
            at += len(said) * _WIDE[size]
        return bytes(out) + b"\n"

    def _mark(self, words: str) -> bytes | None:
        said = encoded(words, self.printer.code_table)
        if said is None or len(said) > self.columns:
            return None
        bar = said.center(self.columns)
        return _REVERSED + b"\x01" + _styled(bar, Weight.BOLD, Size.NORMAL) + _REVERSED + b"\x00\n"

    def _barcode(self, data: str) -> None:
        """The bars as a picture: every printer can, and none reads the number its own way."""
        widths = code128.modules(data)
        module = max(1, min(3, self.room // (sum(widths) + 2 * code128.QUIET)))
        bars = "".join(("0" if n % 2 else "1") * (w * module) for n, w in enumerate(widths))
        left = max(0, (self.room - len(bars)) // 2)
        rows = _quiet_rows([bars], left, self.room) * _BAR_ROWS
        self.out += _FEED_DOTS + b"\x0c" + raster_bytes(Dots(self.room, _BAR_ROWS, rows))
        native = self._text(data, Align.CENTRE, Weight.REGULAR, Size.NORMAL)
        line = Text(data, Align.CENTRE)
        self.out += self._drawn(line) if native is None else native

    def _qr(self, data: str) -> None:
        matrix = qr_code.modules(data)
        side = len(matrix) + 2 * qr_code.QUIET
        least, most = _QR_MODULE
        module = max(1, min(self.room // side, max(least, min(most, _QR_DOTS // side))))
        codes = ["".join(("1" if dark else "0") * module for dark in row) for row in matrix]
        left = max(0, (self.room - len(codes[0])) // 2)
        across = self.room // 8
        quiet = _quiet_rows(codes, left, self.room)
        rows = b"".join(quiet[top : top + across] * module for top in range(0, len(quiet), across))
        self.out += _FEED_DOTS + bytes([qr_code.QUIET * module])
        self.out += raster_bytes(Dots(self.room, len(matrix) * module, rows))
        self.out += _FEED_DOTS + bytes([qr_code.QUIET * module])

    def _picture(self, dots: Dots) -> None:
        """In the middle; a paper too narrow for it gets every so many-th dot."""
        if dots.width > self.room:
            dots = _narrowed(dots, self.room)
        across, before = dots.width // 8, (self.room - dots.width) // 16
        after = self.room // 8 - across - before
        rows = b"".join(
            bytes(before) + dots.rows[top : top + across] + bytes(after)
            for top in range(0, len(dots.rows), across)
        )
        self.out += raster_bytes(Dots(self.room, dots.height, rows))


def print_dots(printer: Printer) -> int:
    """How many dots wide a picture is so that it ends where the printer's own letters do."""
    letters = printer.columns * _CELL_DOTS[printer.font]
    return min(letters, printer.dots or letters) // 8 * 8


def _is_title(line: PaperLine) -> bool:
    return isinstance(line, Text) and line.size is not Size.NORMAL


def _styled(said: bytes, weight: Weight, size: Size) -> bytes:
    before = after = b""
    if weight is Weight.BOLD:
        before, after = _BOLD + b"\x01", _BOLD + b"\x00"
    if size is not Size.NORMAL:
        before, after = before + _SIZE + bytes([_SIZES[size]]), _SIZE + b"\x00" + after
    return before + said + after


def _quiet_rows(codes: Sequence[str], left: int, room: int) -> bytes:
    """Bars or modules moved by a dot or two until they say nothing in real time; where no place is
    free of it, one dot more is put beside (`_without_real_time`).
    """
    for start in range(left, max(left - 8, -1), -1):
        rows = [int(("0" * start + row).ljust(room, "0"), 2) for row in codes]
        data = b"".join(row.to_bytes(room // 8, "big") for row in rows)
        if not any(pair in data + data[: room // 8] for pair in _REAL_TIME):
            break
    return data


def raster_bytes(dots: Dots) -> bytes:
    """A picture in slices, free of real-time commands: each loses a dot's place."""
    across = dots.width // 8
    out = bytearray()
    for top in range(0, dots.height, _SLICE_ROWS):
        rows = min(_SLICE_ROWS, dots.height - top)
        data = _without_real_time(dots.rows[top * across : (top + rows) * across])
        out += _RASTER + bytes([across % 256, across // 256, rows % 256, rows // 256]) + data
    return bytes(out)


def _without_real_time(data: bytes) -> bytes:
    """One more dot beside the one that made the command; nobody sees it."""
    for pair in _REAL_TIME:
        data = data.replace(pair, b"\x18" + pair[1:])
    return data


@lru_cache(maxsize=8)
def _narrowed(dots: Dots, room: int) -> Dots:
    height = max(1, dots.height * room // dots.width)
    across = dots.width // 8
    places = [x * dots.width // room for x in range(room)]
    rows = []
    for y in range(height):
        top = y * dots.height // height * across
        row = dots.rows[top : top + across]
        bits = "".join("1" if row[x // 8] >> (7 - x % 8) & 1 else "0" for x in places)
        rows.append(int(bits, 2).to_bytes(room // 8, "big"))
    return Dots(room, height, b"".join(rows))
