"""Keeps letters out of amount boxes: digits and signs stay, everything else is somebody's name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

_SIGNS = frozenset(".,+*/-'’ \u00a0\u202f$€£₫¥₹٫٬")
_CHORD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class AmountKeys(QObject):
    """Watches one amount box. `elsewhere` comes with each key that is no part of an amount."""

    elsewhere = Signal(QKeyEvent)

    def __init__(self, box: QLineEdit) -> None:
        super().__init__(box)
        box.installEventFilter(self)

    # Qt's own name
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if belongs_to_amounts(event):
            return False
        self.elsewhere.emit(event)
        return True


def belongs_to_amounts(event: QKeyEvent) -> bool:
    """Whether the key is no letter, or one that amounts are made of."""
    text = event.text()
    if not text.isprintable() or not text or event.modifiers() & _CHORD:
        return True
    return all(letter.isdecimal() or letter in _SIGNS for letter in text)
