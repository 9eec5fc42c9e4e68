"""A new PIN typed twice, shown as dots only; it checks what can be seen here and keeps nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.areas.security.rules import check_new_pin
from app.gui.theme import current
from app.gui.widgets.field import Field
from app.gui.widgets.pin_edit import pin_hint
from app.kernel.errors import UserError
from app.kernel.translate import t


class PinPair(QWidget):
    """`finished` comes on Enter in the last box that matters. `optional` lets both stay empty."""

    finished = Signal()

    def __init__(self, *, optional: bool = False) -> None:
        super().__init__()
        self._optional = optional
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(12))
        self.pin, self.again = _secret(), _secret()
        hint = pin_hint()
        if optional:
            hint = f"{hint} {t('Leave it empty to set it later.')}"
        self.pin_field = Field(t("PIN"), self.pin, optional=optional, hint=hint)
        self.again_field = Field(t("PIN again"), self.again)
        for field in (self.pin_field, self.again_field):
            column.addWidget(field)
        self.pin.returnPressed.connect(self._next)
        self.again.returnPressed.connect(self.finished)
        self.pin.editingFinished.connect(self._say_differing)
        self.again.editingFinished.connect(self._say_differing)
        self.setFocusProxy(self.pin)

    def clear(self) -> None:
        """Forget the digits and the errors."""
        for field, box in ((self.pin_field, self.pin), (self.again_field, self.again)):
            box.clear()
            field.show_error("")

    def digits(self, number: str) -> str | None:
        """The PIN, good for somebody with badge `number`; empty where it may be.

        None when it is wrong: then the error stands at its box, and the keyboard is there.
        """
        pin, again = self.pin.text(), self.again.text()
        if self._optional and not pin and not again:
            return ""
        try:
            check_new_pin(pin, number)
        except UserError as refused:
            self.refuse(refused.text)
            return None
        if pin != again:
            self.again_field.show_error(_differ())
            self.again_field.focus_error()
            return None
        return pin

    def refuse(self, words: str) -> None:
        """Say what is wrong with the PIN, and put the keyboard there."""
        self.again.clear()
        self.pin_field.show_error(words)
        self.pin_field.focus_error()

    def _next(self) -> None:
        if self._optional and not self.pin.text():
            self.finished.emit()
        else:
            self.again.setFocus(Qt.FocusReason.TabFocusReason)

    def _say_differing(self) -> None:
        """On leaving: only once both are typed, so that nobody is told off halfway."""
        if self.pin.text() and self.again.text():
            same = self.pin.text() == self.again.text()
            self.again_field.show_error("" if same else _differ())


def _differ() -> str:
    return t("The two PINs differ. Type the same one twice.")


def _secret() -> QLineEdit:
    box = QLineEdit()
    box.setEchoMode(QLineEdit.EchoMode.Password)
    box.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
    box.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    # Longer than any PIN: what is too long is said and not silently cut.
    box.setMaxLength(64)
    return box
