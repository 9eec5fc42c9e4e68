"""Titled surfaces, chips and empty states: where things stand, never what they do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.gui.icons import Glyph
from app.gui.rescaling import sized
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel, restyle

CORNER: Final = 4
"""Designed pixels that a table keeps from the rounded corners of its card."""
MOST: Final = 1000
"""A stretch that takes all room before those beside it get any."""
LINE_WIDTH: Final = 520
"""Designed pixels of a line in an empty state: longer ones are hard to follow."""


MOST_OF_IT: Final = 1000
"""How much more room a card takes than what is beside it, up to its width."""


class Card(QFrame):
    """A surface with a title. Put things into `body`; `flush` lets a table reach the edges."""

    def __init__(
        self, title: str = "", *, flush: bool = False, tint: bool = False, raised: bool = False
    ) -> None:
        super().__init__()
        self.setProperty("tint", "true" if tint else "false")
        self.setProperty("raised", "true" if raised else "false")
        side = current().px(16)
        whole = QVBoxLayout(self)
        # A table that reached the rounded corners would cover them.
        corner = current().px(CORNER) if flush else 1
        whole.setContentsMargins(1, 1 if title else corner, 1, corner)
        whole.setSpacing(0)
        self.title = PlainLabel(title, role="caption", tone="muted", elide=True)
        self.title.setObjectName("cardTitle")
        left = 12 if flush else 16
        sized(self.title, current().px, margins=[left, 10, left, 0])
        whole.addWidget(self.title)
        self.title.setVisible(bool(title))
        self.body = QVBoxLayout()
        inner = 0 if flush else side
        top = inner if not title else current().px(8)
        self.body.setContentsMargins(inner, 0 if flush else top, inner, inner)
        self.body.setSpacing(0 if flush else current().px(12))
        whole.addLayout(self.body)
        if title:
            self.setAccessibleName(title)

    def say_title(self, title: str) -> None:
        self.title.say(title)
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)


def in_the_middle(page: QWidget, card: Card, width: int) -> None:
    """Lay `card`, `width` designed pixels wide or what there is, into the upper middle of `page`.

    Stretches and no alignment: an aligned widget is not asked how high its wrapped words are.
    """
    px = current().px
    sized(card, px, most_width=width)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card, MOST_OF_IT)
    row.addStretch(1)
    column = QVBoxLayout(page)
    column.setContentsMargins(px(24), px(24), px(24), px(24))
    column.addStretch(1)
    column.addLayout(row)
    column.addStretch(2)


class Chip(QFrame):
    """A status as icon and word on a tint; `tone` is muted, accent, money_in, caution or danger."""

    def __init__(self, icon: str, words: str, tone: str = "muted") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        px = current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(8), px(3), px(10), px(3))
        row.setSpacing(px(6))
        self._glyph = Glyph(icon, tone, 14)
        self._words = PlainLabel(words, role="caption", tone=tone, elide=True)
        row.addWidget(self._glyph)
        row.addWidget(self._words)
        self.show_status(icon, words, tone)

    def show_status(self, icon: str, words: str, tone: str) -> None:
        self._glyph.show_icon(icon, tone)
        self._words.say(words, tone)
        self.setAccessibleName(words)
        self.setProperty("tone", tone)
        restyle(self)


class EmptyState(QWidget):
    """Why there is nothing here, and what to do next; with `act` the next step is a button."""

    def __init__(
        self,
        icon: str,
        why: str,
        next_step: str = "",
        *,
        verb: str = "",
        act: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        px = current().px
        whole = QHBoxLayout(self)
        whole.setContentsMargins(px(16), px(16), px(16), px(16))
        inner = QWidget()
        sized(inner, px, most_width=LINE_WIDTH)
        whole.addStretch(1)
        whole.addWidget(inner, MOST)
        whole.addStretch(1)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Glyph(icon, "muted", 32), 0, middle)
        self.why = PlainLabel(why, role="heading", wrap=True)
        self.next_step = PlainLabel(next_step, tone="muted", wrap=True)
        for label in (self.why, self.next_step):
            label.setAlignment(middle)
            column.addWidget(label)
        self.next_step.setVisible(bool(next_step))
        self.button: Button | None = None
        if verb and act:
            self.button = Button(verb, kind="primary")
            self.button.clicked.connect(act)
            column.addWidget(self.button, 0, middle)
        column.addStretch(2)
