"""The box a PIN is typed into: digits as dots, remembered nowhere."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit

from app.kernel.translate import t


class PinEdit(QLineEdit):
    """Digits as dots. Arrow keys and letters are left to the screen: they choose people."""

    def __init__(self, hint: str = "") -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,12}"), self))
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setProperty("figure", "20")
        self.setAccessibleName(t("PIN"))
        self.setPlaceholderText(hint or t("Your PIN"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrows = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
        if event.key() in arrows or (event.text().isprintable() and event.text().isalpha()):
            event.ignore()
        else:
            super().keyPressEvent(event)


def pin_hint() -> str:
    """What a PIN has to be like, before somebody chooses one."""
    return t("Six to twelve digits. No year, no date, and nothing like 123456 or 121212.")
