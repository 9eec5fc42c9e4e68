"""A section of two cards beside one another, or under one another where there is little room."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.gui.theme import current
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card


class TwoCards(QWidget):
    """`left` comes on Esc. Each section makes its cards, gives them to `lay_out`, and says what
    `save` does.
    """

    left = Signal()

    def __init__(self, title: str, words: str, beside_from: int) -> None:
        """`beside_from` are the designed pixels from which both stand beside one another."""
        super().__init__()
        px = current().px
        self._beside_from = beside_from
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(8))
        self._column.addWidget(PlainLabel(title, role="heading"))
        self._column.addWidget(PlainLabel(words, role="caption", tone="muted", wrap=True))
        self._cards = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._cards)
        self._row.setContentsMargins(0, px(4), 0, 0)
        self._row.setSpacing(px(12))

    def lay_out(self, first: Card, second: Card, shares: tuple[int, int]) -> None:
        """Show the two cards; how they share the width."""
        self._row.addWidget(first, shares[0])
        self._row.addWidget(second, shares[1])
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._cards)
        self._column.addWidget(area, 1)

    @property
    def is_open(self) -> bool:
        return False

    def back(self) -> None:
        self.left.emit()

    def primary(self) -> None:
        """Ctrl+Enter from any box."""
        self.save()

    @abstractmethod
    def save(self) -> None:
        """What the button of the first card does."""

    # Qt's own name

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        beside = self.width() >= current().px(self._beside_from)
        self._row.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
