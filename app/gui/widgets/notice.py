"""A strip over a page that says what of it is not as usual, as long as that lasts."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.gui.accessible import announce
from app.gui.icons import Glyph
from app.gui.theme import current
from app.gui.widgets.labels import PlainLabel


class Notice(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self.setObjectName("notice")
        px = current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(6), px(16), px(6))
        row.setSpacing(px(8))
        row.addWidget(Glyph(icon, "caution", 16))
        self.words = PlainLabel(tone="caution", wrap=True)
        row.addWidget(self.words, 1)
        self.hide()

    def say(self, words: str) -> None:
        """Say it, or put the strip away with no words."""
        if words != self.words.text():
            self.words.say(words)
            self.setAccessibleName(words)
            announce(self, words)
        self.setVisible(bool(words))
