"""One task: what happened, both sides beside one another, and what may be done about it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.areas.settings.values import Practice
from app.areas.tasks.values import Side, Task
from app.gui.key_map import key_words
from app.gui.screens.tasks.words import where_words
from app.gui.shortcuts import with_key
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import AmountLabel, PlainLabel, plain_tip
from app.gui.widgets.surfaces import Card
from app.kernel.translate import t

BESIDE_FROM: Final = 560
"""Designed pixels of the page from which two sides have room beside one another."""
BESIDE: Final = 2
KEYED: Final = ("tasks.answer_1", "tasks.answer_2", "tasks.answer_3", "tasks.answer_4")
NOTE_AT_MOST: Final = 400


class SideCard(Card):
    """What one window did. `opened` comes with the way to it."""

    opened = Signal(object)

    def __init__(self, side: Side, practice: Practice) -> None:
        super().__init__(raised=True)
        self.side = side
        px = current().px
        head = QHBoxLayout()
        head.setSpacing(px(12))
        title = PlainLabel(side.title, role="strong", wrap=True)
        head.addWidget(title, 1)
        if side.amount is not None:
            amount = AmountLabel(20, locale=practice.locale)
            amount.show_amount(side.amount)
            head.addWidget(amount, 0, Qt.AlignmentFlag.AlignTop)
        self.body.setSpacing(px(6))
        self.body.addLayout(head)
        if side.words:
            self.body.addWidget(PlainLabel(side.words, wrap=True))
        if said := where_words(side, practice):
            self.body.addWidget(PlainLabel(said, role="caption", tone="muted", wrap=True))
        self.body.addStretch(1)
        self.open_button: Button | None = None
        if side.go is not None:
            self.open_button = Button(t("Look at it"), kind="quiet", icon="arrow-square-out")
            self.open_button.setAccessibleName(t("Look at {what}", what=side.title))
            self.open_button.clicked.connect(lambda _on=False: self.opened.emit(side.go))
            self.body.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)


class TaskPage(QWidget):
    """`answered` comes with the key of an answer, `opened` with the Link of a side."""

    answered = Signal(str)
    opened = Signal(object)

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self._practice = practice
        self.task: Task | None = None
        self.cards: list[SideCard] = []
        self.buttons: list[Button] = []
        self.title = PlainLabel("", role="title", wrap=True)
        self.words = PlainLabel("", wrap=True)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._answers = QGridLayout()
        self._answers.setColumnStretch(2, 1)
        self.note = QLineEdit()
        self.note.setMaxLength(NOTE_AT_MOST)
        self.note_field = Field(t("Note (optional)"), self.note)
        self.nothing = PlainLabel(
            t("Your role can't settle this. Tell a manager or an administrator."),
            tone="muted",
            wrap=True,
        )
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        for part in (self.title, self.words):
            self._column.addWidget(part)
        self._column.addLayout(self._sides)
        self._column.addLayout(self._answers)
        self._column.addWidget(self.note_field)
        self._column.addWidget(self.nothing)
        self._column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        current().changed.connect(self._again)
        self._fit()

    def show_task(self, task: Task | None) -> None:
        """Another task, or the same as it is now; what was typed stays with its task."""
        if task == self.task:
            return
        if task is None or self.task is None or task.task_id != self.task.task_id:
            self.note.clear()
            self.area.verticalScrollBar().setValue(0)
        self.task = task
        self._build()

    def forget(self) -> None:
        self.show_task(None)

    def first_button(self) -> Button | None:
        return self.buttons[0] if self.buttons else None

    def working(self, working: bool) -> None:
        """While an answer is on its way nothing else is pressed."""
        for button in self.buttons:
            button.setEnabled(not working)

    def _again(self) -> None:
        """Another size or other colors: amounts and keys are laid out anew."""
        self._build()
        self._fit()

    def _build(self) -> None:
        task = self.task
        for old in (*self.cards, *self.buttons):
            old.hide()
            old.deleteLater()
        _empty(self._answers)
        self.cards, self.buttons = [], []
        self.title.say(task.title if task else "")
        self.words.say(task.words if task else "")
        for side in task.sides if task else ():
            card = SideCard(side, self._practice)
            card.opened.connect(self.opened)
            self._sides.addWidget(card, 1)
            self.cards.append(card)
        for place, answer in enumerate(task.answers if task else ()):
            self._offer(place, answer.key, answer.words, answer.explains)
        self.note_field.setVisible(bool(self.buttons))
        # A task that goes away by itself says what to do; where others may answer, that is said.
        self.nothing.setVisible(task is not None and not self.buttons and bool(task.sides))
        self._turn()

    def _offer(self, place: int, key: str, words: str, explains: str) -> None:
        button = Button(words, kind="primary" if not place else "plain")
        button.clicked.connect(lambda _on=False: self.answered.emit(key))
        self._answers.addWidget(button, place, 0)
        if place < len(KEYED):
            button.setToolTip(plain_tip(with_key(words, KEYED[place])))
            cap = PlainLabel(key_words(KEYED[place]), role="caption", tone="muted")
            cap.setObjectName("keycap")
            self._answers.addWidget(cap, place, 1, Qt.AlignmentFlag.AlignVCenter)
        said = PlainLabel(explains, tone="muted", wrap=True)
        self._answers.addWidget(said, place, 2)
        self.buttons.append(button)

    def _turn(self) -> None:
        """Two sides beside one another where there is room; more, or less room: one below the
        other.
        """
        beside = self.width() >= current().px(BESIDE_FROM) and len(self.cards) <= BESIDE
        direction = QBoxLayout.Direction
        self._sides.setDirection(direction.LeftToRight if beside else direction.TopToBottom)

    def _fit(self) -> None:
        px = current().px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._column.setSpacing(px(16))
        self._sides.setSpacing(px(12))
        self._answers.setHorizontalSpacing(px(12))
        self._answers.setVerticalSpacing(px(8))
        self._turn()

    # Qt's own name
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()


def _empty(layout: QGridLayout) -> None:
    """Take everything out of a layout, and its widgets off the screen."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
