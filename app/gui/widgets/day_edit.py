"""The box a day is typed into: text becomes a date here; it never guesses a century."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.kernel.errors import UserError
from app.kernel.i18n import parse_date, typed_date


class DayEdit(QLineEdit):
    """`problem` comes with the error's words when the box is left, and with "" once it is right."""

    problem = Signal(str)

    def __init__(self, locale: str = "en_US", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._locale = locale
        self.setMaxLength(40)
        self.setPlaceholderText(typed_date(date(1984, 3, 14), locale))

    def day(self) -> date | None:
        """The day, or None where nothing is typed or it is none."""
        try:
            return parse_date(self.text(), self._locale)
        except UserError:
            return None

    def error(self) -> str:
        """Why the text is no day; empty when it is one or when nothing is typed."""
        if not self.text().strip():
            return ""
        try:
            parse_date(self.text(), self._locale)
        except UserError as refused:
            return refused.text
        return ""

    def show_day(self, day: date | None) -> None:
        self.setText("" if day is None else typed_date(day, self._locale))

    # Qt's own name
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.problem.emit(self.error())
