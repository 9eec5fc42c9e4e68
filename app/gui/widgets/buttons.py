"""Buttons that show their words as they are: no mnemonics, Alt+letter belongs to the platforms."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.gui import icons
from app.gui.theme import current
from app.gui.widgets.labels import restyle

TEXT_HEIGHT: Final = 20
TEXT_HEIGHTS: Final = {"big": 36, "note": 32}
"""Designed pixels that the style sheet gives words at least, by the kind of a button."""


class Button(QPushButton):
    """A verb with its object. `kind` is plain, primary, big, quiet, danger, choice, or note."""

    def __init__(
        self,
        words: str,
        *,
        kind: str = "plain",
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.say(words)
        if icon:
            tone = "on_accent" if kind in ("primary", "big") else "muted"
            icons.put(self, icon, tone)

    def setText(self, text: str) -> None:
        """As Qt's; an icon keeps its distance to words, and stands in the middle without any."""
        super().setText(text)
        if self.property("icon_wanted"):
            icons.draw(self)

    def say(self, words: str) -> None:
        """Other words on the same button."""
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words.replace("\n", ", "))

    def sizeHint(self) -> QSize:
        """As high as with Latin words: letters that rise further have room in its padding. What is
        chosen grows bold and has the room for it.
        """
        hint, words = super().sizeHint(), self.text()
        if self.isCheckable() and self.property("kind") in ("choice", "section"):
            bold = QFont(self.font())
            bold.setWeight(QFont.Weight.DemiBold)
            plain = self.fontMetrics().horizontalAdvance(words)
            hint += QSize(max(0, QFontMetrics(bold).horizontalAdvance(words) - plain), 0)
        if "\n" in words or words.isascii():
            return hint
        metrics = self.fontMetrics()
        least = current().px(TEXT_HEIGHTS.get(str(self.property("kind")), TEXT_HEIGHT))
        usual = max(metrics.height(), least)
        tall = max(metrics.size(0, words).height(), least)
        return QSize(hint.width(), hint.height() - (tall - usual))

    def become(self, kind: str) -> None:
        """Take another kind, such as primary when it becomes the safe main thing."""
        if kind != self.property("kind"):
            self.setProperty("kind", kind)
            restyle(self)

    # Qt's own names

    def paintEvent(self, event: QPaintEvent) -> None:
        """On the accent a border is not seen: the ring stands inside."""
        super().paintEvent(event)
        if not self.hasFocus() or self.property("kind") not in ("primary", "big"):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current().color("on_accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 4, 4)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter held on it presses it once: what comes next must not be answered by it."""
        if event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return
        super().keyPressEvent(event)


class KeyButton(Button):
    """A verb above its key, such as Cash over F6; checkable where it chooses."""

    def __init__(self, verb: str, key: str, *, checkable: bool = False) -> None:
        super().__init__(f"{verb}\n{key}" if key else verb)
        self.setCheckable(checkable)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say_key(self, verb: str, key: str) -> None:
        self.say(f"{verb}\n{key}" if key else verb)
