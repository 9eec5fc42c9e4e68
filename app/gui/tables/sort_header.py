"""The titles of a list, with an arrow at the one it is sorted by that grows with the text."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QWidget

from app.gui.theme import current

PADDING: Final = 12
"""What the style sheet leaves free at both ends of a title; the arrow lies in it."""
ARROW: Final = 8
GAP: Final = 3


class SortHeader(QHeaderView):
    """A style sheet can't make Qt's own arrow larger, so it hides it and this draws another: behind
    a title, and before one that stands over amounts.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex:
            self._paint_arrow(painter, rect, logicalIndex)

    def _paint_arrow(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = current()
        side, padding = theme.px(ARROW), theme.px(PADDING)
        across = self.orientation()
        title = str(self.model().headerData(section, across) or "")
        flags = self.model().headerData(section, across, Qt.ItemDataRole.TextAlignmentRole)
        place = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag(int(flags or 0)))
        words = min(self.fontMetrics().horizontalAdvance(title), rect.width() - 2 * padding)
        along = padding + words + theme.px(GAP)
        if place & Qt.AlignmentFlag.AlignRight:
            left = rect.right() + 1 - along - side
        else:
            left = rect.left() + along
        # The sort order whose arrow points down is the ascending one to Qt.
        down = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        middle, high = rect.center().y() + 1, side / 4
        outer, tip = (middle - high, middle + high) if down else (middle + high, middle - high)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme.color("muted"), side / 6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        corners = (QPointF(left, outer), QPointF(left + side / 2, tip), QPointF(left + side, outer))
        painter.drawPolyline(corners)
        painter.restore()
