"""The head of a page: what has no room beside its title goes on in a second line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from app.gui.theme import current


class HeadRow(QWidget):
    """Put the title and what must stand beside it into `first`, the rest into `second`."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(current().px(8))
        self._parts = (QWidget(), QWidget())
        self.first, self.second = (self._line(part) for part in self._parts)
        self._lines.addWidget(self._parts[0])
        self._lines.addWidget(self._parts[1], 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def two_lines(self) -> bool:
        return self._lines.direction() is QBoxLayout.Direction.TopToBottom

    def _line(self, part: QWidget) -> QHBoxLayout:
        line = QHBoxLayout(part)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(current().px(8))
        return line

    def _fit(self) -> None:
        """In one line where there is room for all that is shown."""
        wanted = sum(part.sizeHint().width() for part in self._parts) + self._lines.spacing()
        way = QBoxLayout.Direction
        direction = way.TopToBottom if self.width() < wanted else way.LeftToRight
        if direction is not self._lines.direction():
            self._lines.setDirection(direction)
            self.updateGeometry()

    # Qt's own names from here on

    def minimumSizeHint(self) -> QSize:
        least = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Parts come, go and say other words."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return done
