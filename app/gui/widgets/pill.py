"""A state of the station as icon and word in the top bar, a whole sentence when hovered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.gui.icons import Glyph
from app.gui.theme import current
from app.gui.widgets.labels import PlainLabel, plain_tip


class Pill(QFrame):
    """`pressed` comes on click, Space and Enter."""

    pressed = Signal()

    def __init__(self, icon: str, words: str, sentence: str, tone: str = "muted") -> None:
        super().__init__()
        px = current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(6), px(4), px(6), px(4))
        row.setSpacing(px(6))
        self._glyph = Glyph(icon, tone, 16)
        self._words = PlainLabel(words, role="caption", tone="muted")
        row.addWidget(self._glyph)
        row.addWidget(self._words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_state(icon, words, sentence, tone)

    def show_state(self, icon: str, words: str, sentence: str, tone: str) -> None:
        """Another state: the sentence says what it means for the person's work."""
        self._glyph.show_icon(icon, tone)
        self._words.say(words)
        self.setToolTip(plain_tip(sentence))
        self.setAccessibleName(sentence)

    def fold(self, folded: bool) -> None:
        """Show the icon alone where the room is tight."""
        self._words.setVisible(not folded)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)
