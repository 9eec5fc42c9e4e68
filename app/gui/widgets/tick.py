"""A check box seen in both themes: its edge has the contrast of text, its mark is drawn here."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from app.gui.theme import current


def paint_tick(painter: QPainter, box: QRectF, *, on: bool, usable: bool = True) -> None:
    """Draw a check box in `box`, ticked when `on`."""
    theme = current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    edge = theme.color(("accent" if on else "muted") if usable else "disabled")
    painter.setPen(QPen(edge, 1.5))
    painter.setBrush(edge if on else theme.color("surface"))
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)
    if on:
        pen = QPen(theme.color("on_accent"), max(1.8, box.width() / 8))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        x, y, side = box.x(), box.y(), box.width()
        spots = ((0.26, 0.53), (0.43, 0.70), (0.75, 0.33))
        painter.drawPolyline([QPointF(x + a * side, y + b * side) for a, b in spots])
    painter.restore()


class Tick(QCheckBox):
    """A QCheckBox with our own box; keys, mouse and accessibility stay Qt's."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().size(0, self.text())
        side = current().px(18)
        return QSize(words.width() + side + current().px(14), max(words.height(), side) + 8)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        side = theme.px(18)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = self.width() - 3 - side if mirrored else 3
        box = QRectF(left, (self.height() - side) / 2, side, side)
        paint_tick(painter, box, on=self.isChecked(), usable=self.isEnabled())
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.setPen(theme.color("text" if self.isEnabled() else "disabled"))
        room, edge = side + theme.px(10), Qt.AlignmentFlag
        words = self.rect().adjusted(2 if mirrored else room, 0, -room if mirrored else -2, 0)
        begins = edge.AlignRight if mirrored else edge.AlignLeft
        painter.drawText(words, int(edge.AlignVCenter | begins | edge.AlignAbsolute), self.text())
        painter.end()
