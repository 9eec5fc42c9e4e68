"""A sealed count that differs: count once more, or look at the difference; never a sum before."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.drawers.closing_values import ShiftScreen
from app.areas.settings.values import Practice
from app.gui.key_map import key_words
from app.gui.screens.drawer.words import when
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card, Chip, in_the_middle
from app.kernel.translate import t


class SealedPage(QScrollArea):
    """`again` asks for the recount, `reveal` for the difference, `hand_over` lets somebody else
    sign in.
    """

    again = Signal()
    reveal = Signal()
    hand_over = Signal()

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._practice = practice
        card, inner = Card(), QWidget()
        in_the_middle(inner, card, 620)
        self.setWidget(inner)
        px = current().px
        head = QHBoxLayout()
        head.setSpacing(px(12))
        self.title = PlainLabel("", role="title")
        head.addWidget(self.title)
        head.addWidget(Chip("lock", t("Sealed, kept"), "accent"))
        head.addStretch(1)
        card.body.addLayout(head)
        self.kept = PlainLabel("", tone="muted", wrap=True)
        card.body.addWidget(self.kept)
        self.words = PlainLabel("", role="heading", wrap=True)
        card.body.addWidget(self.words)
        self.again_button = Button("", kind="big")
        self.reveal_button = Button("", kind="plain")
        self.hand_over_button = Button(t("Let the next person take over…"))
        self.hints: list[PlainLabel] = []
        column = QVBoxLayout()
        column.setSpacing(px(4))
        for button, hint in (
            (
                self.again_button,
                t("Both counts are kept, and the second one counts."),
            ),
            (
                self.reveal_button,
                t("What should be in the drawer, and what may have happened. No counting after."),
            ),
            (
                self.hand_over_button,
                t("They sign in and count the drawer themselves, without seeing yours."),
            ),
        ):
            button.setAutoDefault(True)
            label = PlainLabel(hint, role="caption", tone="muted", wrap=True)
            self.hints.append(label)
            column.addWidget(button)
            column.addWidget(label)
            column.addSpacing(px(8))
        card.body.addLayout(column)
        self.again_button.clicked.connect(self.again)
        self.reveal_button.clicked.connect(self.reveal)
        self.hand_over_button.clicked.connect(self.hand_over)

    def show_shift(self, screen: ShiftScreen, *, own: bool) -> None:
        self.title.say(t("Shift {number}", number=screen.row.number))
        count = screen.counts[-1]
        self.kept.say(
            t(
                "Counted by {name} at {time}. This count can't be changed any more.",
                name=count.user_name,
                time=when(count.at, self._practice),
            )
        )
        self.words.say(t("It differs from what was booked."))
        self.again_button.say(t("Count once more      {key}", key=t("Enter")))
        key = key_words("frame.primary")
        self.reveal_button.say(t("Show the difference      {key}", key=key))
        self.again_button.setVisible(screen.counts_left > 0)
        self.hints[0].setVisible(screen.counts_left > 0)
        self.hand_over_button.setVisible(own)
        self.hints[2].setVisible(own)

    def take_focus(self) -> None:
        first = self.again_button if self.again_button.isVisibleTo(self) else self.reveal_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def busy(self, busy: bool) -> None:
        for button in (self.again_button, self.reveal_button, self.hand_over_button):
            button.setEnabled(not busy)
