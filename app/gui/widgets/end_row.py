"""The row that ends a page of work: going back without a mouse, and the one big verb."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.gui.widgets.buttons import Button
from app.kernel.translate import t


class EndRow(QWidget):
    """`left` comes with going back, `wanted` with the verb, whose words the page says."""

    left = Signal()
    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.back_button = Button(t("Go back      Esc"))
        self.back_button.clicked.connect(self.left)
        self.button = Button("", kind="big")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.wanted)
        row.addWidget(self.back_button)
        row.addWidget(self.button, 1)
