"""A combo box with an arrow that is seen at every text size and in both themes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from app.gui import icons
from app.gui.theme import current


class Choice(QComboBox):
    """A QComboBox whose arrow is one of our icons."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = current().px(14)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self.width() - side - current().px(10)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left = current().px(10)
        where = QRectF(left, (self.height() - side) / 2, side, side)
        icons.paint(painter, where, "caret-down", current().color("muted"))
        painter.end()
