"""The box an amount is typed into: text becomes Money here and nowhere else on a screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.gui.widgets.labels import restyle
from app.kernel.errors import UserError
from app.kernel.i18n import format_money, parse_money
from app.kernel.money import Money


class MoneyEdit(QLineEdit):
    """Right-aligned amount; sums such as `20+15+5` are worked out.

    `amount_changed` comes with Money or None on every key; `problem` with the error's words when
    the box is left or Enter is pressed, and with "" once it is right; `keypad` with `*`, `/` or
    `-` typed into the empty box, which are then not text.
    """

    amount_changed = Signal(object)
    problem = Signal(str)
    keypad = Signal(str)

    def __init__(
        self,
        currency: str,
        *,
        locale: str = "en_US",
        name: str = "",
        size: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._currency, self._locale = currency, locale
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(200)
        if size:
            self.setProperty("figure", str(size))
        if name:
            self.setAccessibleName(name)
        self.textChanged.connect(self._retold)
        self._wrong = ""

    def amount(self) -> Money | None:
        """What is typed, or None where it is empty or no amount."""
        try:
            return parse_money(self.text(), self._currency, self._locale)
        except UserError:
            return None

    def error(self) -> str:
        """Why the text is no amount, in words; empty when it is one or when nothing is typed."""
        if not self.text().strip():
            return ""
        try:
            parse_money(self.text(), self._currency, self._locale)
        except UserError as refused:
            return refused.text
        return ""

    def show_amount(self, amount: Money | None) -> None:
        """Put an amount into the box, as if it had been typed."""
        self.setText("" if amount is None else format_money(amount, self._locale))

    def use_currency(self, currency: str) -> None:
        """Read and write amounts of another currency from now on."""
        self._currency = currency

    def tell_problem(self) -> bool:
        """Show the error if there is one; True when the amount may be used."""
        self._mark(self.error())
        return not self._wrong and self.amount() is not None

    def _retold(self) -> None:
        if self._wrong and not self.error():
            self._mark("")
        self.amount_changed.emit(self.amount())

    def _mark(self, words: str) -> None:
        if words == self._wrong:
            return
        self._wrong = words
        self.setProperty("wrong", "true" if words else "false")
        restyle(self)
        self.problem.emit(words)

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if plain and not self.text() and event.text() in ("*", "/", "-"):
            self.keypad.emit(event.text())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.error():
            self.tell_problem()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is Qt.FocusReason.ActiveWindowFocusReason:
            return
        self.tell_problem()
        amount = self.amount()
        if amount is not None and "+" in self.text():
            self.show_amount(amount)
