"""Widgets side by side that go on in the next line where there is no room: flags, chips."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from app.gui.theme import current
from app.gui.widgets.labels import mirrored_in


class Flow(QWidget):
    """Shows `put` widgets in lines; without any it takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = _Lines(self)
        self.hide()

    def put(self, widgets: list[QWidget]) -> None:
        """These instead of those before."""
        while (item := self._lines.takeAt(0)) is not None:
            if (before := item.widget()) is not None:
                before.hide()
                before.deleteLater()
        for widget in widgets:
            self._lines.addWidget(widget)
        self.setVisible(bool(widgets))
        self.updateGeometry()


class _Lines(QLayout):
    """Lines as high as they are needed for the width there is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self._items: list[QLayoutItem] = []

    # Qt's own names from here on

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        gap, left, top, high = current().px(8), rect.left(), rect.top(), 0
        parent = self.parentWidget()
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if left > rect.left() and left + size.width() > rect.right() + 1:
                left, top, high = rect.left(), top + high + gap, 0
            if place:
                where = QRect(QPoint(left, top), size)
                item.setGeometry(mirrored_in(rect, where, parent) if parent else where)
            left, high = left + size.width() + gap, max(high, size.height())
        return top + high - rect.top()
