"""Buttons that show their words as they are: no mnemonics, Alt+letter belongs to the platforms."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from app.gui import icons
from app.gui.widgets.labels import restyle


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

    def become(self, kind: str) -> None:
        """Take another kind, such as primary when it becomes the safe main thing."""
        if kind != self.property("kind"):
            self.setProperty("kind", kind)
            restyle(self)

    # Qt's own name
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
