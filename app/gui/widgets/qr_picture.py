"""A QR code as sharp squares, black on white in every theme, because scanners expect it so."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET: Final = 4
"""Modules of white around it; without them many scanners see nothing."""
LEAST_PX: Final = 4
MOST_PX: Final = 8
"""Pixels of one module: smaller is hard to scan, larger needless."""
Modules = tuple[bytes, ...]
"""Rows of ones and noughts, without the white around them; none at all where there is no code."""


def modules_of(text: str) -> Modules:
    """The QR code of digits, capital letters and `$%*+-./:`; none where `text` is too long for one.

    Takes a moment for long ones: not for the thread of the window.
    """
    import segno

    try:
        code = segno.make_qr(text, error="l", mode="alphanumeric")
    except segno.DataOverflowError:
        return ()
    return tuple(bytes(row) for row in code.matrix)


def module_px(modules: Modules, room: int) -> int:
    """How large a module may be where `room` pixels are free; nought where they are too few."""
    if not modules:
        return 0
    largest = min(MOST_PX, room // (len(modules) + 2 * QUIET))
    return largest if largest >= LEAST_PX else 0


class QrPicture(QWidget):
    """Shows `modules`, each `size` pixels wide."""

    def __init__(self, modules: Modules, size: int, name: str) -> None:
        super().__init__()
        self._modules, self._size = modules, size
        side = (len(modules) + 2 * QUIET) * size
        self.setFixedSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    # Qt's own names from here on

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        size = self._size
        for y, row in enumerate(self._modules, QUIET):
            for x, dark in enumerate(row, QUIET):
                if dark:
                    painter.fillRect(QRect(x * size, y * size, size, size), Qt.GlobalColor.black)
        painter.end()
