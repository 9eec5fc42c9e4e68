"""After the close: what goes into the safe, in the largest type, and what comes next."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from app.areas.drawers.closing_values import ShiftClosed
from app.areas.settings.values import Practice
from app.gui.key_map import key_words
from app.gui.rescaling import sized
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.surfaces import Card, Chip, in_the_middle
from app.kernel.translate import t

PAPER_ROOM = 360
"""Designed pixels at the right, where the Z report comes out."""


NARROW: Final = 460
"""Designed pixels below which two buttons have no room beside one another."""


class ClosedPage(QWidget):
    """`finished` asks for the first page again, `switch` lets somebody else sit down."""

    finished = Signal()
    switch = Signal()

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        card = Card()
        beside = QWidget()
        in_the_middle(beside, card, 520)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(beside, 1)
        room = QWidget()
        sized(room, current().px, width=PAPER_ROOM)
        row.addWidget(room)
        head = QHBoxLayout()
        head.setSpacing(current().px(12))
        self.title = PlainLabel("", role="title")
        head.addWidget(self.title)
        head.addWidget(Chip("check-circle", t("Closed"), "money_in"))
        head.addStretch(1)
        card.body.addLayout(head)
        card.body.addWidget(PlainLabel(t("Into the safe"), tone="muted"))
        self.to_safe = AmountLabel(48, locale=practice.locale, spoken=t("Into the safe {amount}"))
        self.to_safe.setAlignment(Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self.to_safe)
        self.words = PlainLabel("", tone="muted", wrap=True)
        card.body.addWidget(self.words)
        self._buttons = buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.again_button = Button(t("Open a drawer again"))
        switch = t("Switch user      {key}", key=key_words("frame.switch_user"))
        self.button = Button(switch, kind="primary")
        for button in (self.again_button, self.button):
            button.setAutoDefault(True)
            buttons.addWidget(button)
        buttons.addStretch(1)
        card.body.addLayout(buttons)
        self.again_button.clicked.connect(self.finished)
        self.button.clicked.connect(self.switch)

    def show_closed(self, closed: ShiftClosed) -> None:
        self.title.say(t("Shift {number}", number=closed.number))
        self.to_safe.show_amount(closed.to_safe)
        words = t(
            "Put the Z report {number} with it. Everything else is done.", number=closed.z_number
        )
        if closed.not_counted:
            words = t(
                "Nobody counted it: as much as the books expect. Count it when it is bagged, and "
                "put the Z report {number} with it.",
                number=closed.z_number,
            )
        self.words.say(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        tight = self.width() < current().px(PAPER_ROOM + NARROW)
        self._buttons.setDirection(ways.TopToBottom if tight else ways.LeftToRight)

    def take_focus(self) -> None:
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
