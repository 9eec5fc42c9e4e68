"""Lines of a receipt as dots for a printer that lacks their letters (TextRaster, by Qt)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from app.devices.printing.paper_lines import PaperLine
from app.devices.printing.ports import Dots
from app.devices.printing.sheet import place_strip
from app.gui.printing.letters import measure
from app.gui.printing.paper import paint_sheet

_INK_BELOW = 150
"""Grey darker than this is ink: thin strokes of small marks stay whole."""


_kept: list[QGuiApplication] = []


def drawing_application() -> None:
    """What fonts need where there is no window, as in a bench; it lives as long as the process."""
    if QGuiApplication.instance() is None:
        _kept.append(QGuiApplication([]))


class QtRaster:
    """Draws a line with the bundled fonts and this computer's own behind them; in any thread."""

    def strip(self, line: PaperLine, columns: int, width: int) -> Dots:
        """`line` in black and white, as wide as the printer prints."""
        sheet = place_strip((line,), columns, measure)
        factor = width / sheet.width
        height = max(1, round(sheet.height * factor))
        image = QImage(width, height, QImage.Format.Format_Grayscale8)
        image.fill(QColor(Qt.GlobalColor.white))
        painter = QPainter(image)
        painter.scale(factor, factor)
        paint_sheet(painter, sheet)
        painter.end()
        return Dots(width, height, _black_and_white(image))


def _black_and_white(image: QImage) -> bytes:
    """The rows of `image`, a set bit where it is ink."""
    table = bytes(1 if grey < _INK_BELOW else 0 for grey in range(256))
    out = bytearray()
    for y in range(image.height()):
        line: memoryview = image.constScanLine(y)  # type: ignore[assignment]
        row = bytes(line[: image.width()]).translate(table)
        out += int(row.translate(_DIGITS), 2).to_bytes(len(row) // 8, "big")
    return bytes(out)


_DIGITS = bytes((48, 49)) + bytes(254)
