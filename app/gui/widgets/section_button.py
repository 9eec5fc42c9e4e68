"""A choice in the list at the left of a page, such as a section of the settings or a report."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.gui import icons
from app.gui.widgets.buttons import Button


class SectionButton(Button):
    """`entered` comes when the person goes into the section with Enter or the right arrow."""

    entered = Signal()

    def __init__(self, words: str, icon: str) -> None:
        super().__init__(words, kind="section")
        self.setText(f" {words}")
        icons.put(self, icon, "muted", checked_tone="accent")
        self.setCheckable(True)

    # Qt's own name

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right, Qt.Key.Key_Space)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in keys:
            if not event.isAutoRepeat():
                self.setChecked(True)
                self.entered.emit()
        else:
            super().keyPressEvent(event)
