"""The small card that says which first steps were put off; it goes by itself when all are done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.gui.setup_steps import StepsStand, step_words
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.flow import Flow
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.translate import t


class FinishCard(Card):
    """`wanted` comes with a step, or with nothing to go on where it was left; `dropped` when nobody
    is to be reminded any more.
    """

    wanted = Signal(str)
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__(tint=True)
        self.setAccessibleName(t("Finish setting up"))
        px = current().px
        self.body.setContentsMargins(px(16), px(8), px(12), px(8))
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(PlainLabel(t("Finish setting up"), role="strong"))
        self.links = Flow()
        row.addWidget(self.links, 1)
        self.drop = Button(t("Don't remind me"), kind="quiet")
        self.drop.clicked.connect(self.dropped)
        row.addWidget(self.drop)
        self.body.addLayout(row)
        self.shown: tuple[str, ...] = ()
        self.hide()

    def show_steps(self, stand: StepsStand) -> None:
        """What is left; hidden where nothing is."""
        left = stand.reminded
        self.shown = left
        made: list[QWidget] = [self._link(step_words(step), step) for step in left]
        if stand.under_way:
            made.append(self._link(t("Go on with the steps"), ""))
        self.links.put(made)
        self.drop.setVisible(bool(set(left) - {"recovery"}))
        self.setVisible(bool(made))

    def _link(self, words: str, step: str) -> Button:
        link = Button(words)
        link.setAutoDefault(True)
        link.clicked.connect(lambda: self.wanted.emit(step))
        return link
