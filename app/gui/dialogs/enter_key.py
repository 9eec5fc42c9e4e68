"""Enter in a panel: it presses the button the keyboard stands on, and never another one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget


def enter_presses(panel: QWidget, event: QKeyEvent) -> bool:
    """True when the key was Enter: Qt would press the panel's first button for a box."""
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if not plain or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    stands_on = panel.focusWidget()
    if isinstance(stands_on, QPushButton) and not event.isAutoRepeat():
        stands_on.click()
    return True
