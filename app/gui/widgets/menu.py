"""A menu whose ticks grow with the text: a style sheet can't make Qt's own larger."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu

from app.gui import icons
from app.gui.theme import current

TICK: Final = 14
BEFORE: Final = 8


class Menu(QMenu):
    """A QMenu; the style sheet leaves room where a tick stands, and this draws it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current()
        side, before = theme.px(TICK), theme.px(BEFORE)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for action in self.actions():
            if action.isChecked() and action.isVisible():
                row = self.actionGeometry(action)
                left = row.right() + 1 - before - side if mirrored else row.left() + before
                box = QRectF(left, row.center().y() + 1 - side / 2, side, side)
                tone = "accent" if action.isEnabled() else "disabled"
                icons.paint(painter, box, "check", theme.color(tone))
        painter.end()
