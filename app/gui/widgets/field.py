"""A form field: label above, control, and under it in words what is wrong; it checks nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.gui.accessible import announce
from app.gui.theme import current
from app.gui.widgets.labels import PlainLabel, restyle
from app.gui.widgets.money_edit import MoneyEdit
from app.kernel.translate import t


class Field(QWidget):
    """`control` under `label`. A MoneyEdit tells its own errors; for others call `show_error`."""

    def __init__(
        self, label: str, control: QWidget, *, optional: bool = False, hint: str = ""
    ) -> None:
        super().__init__()
        self.control = control
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(4))
        words = t("{label} (optional)", label=label) if optional else label
        self.label = PlainLabel(words, role="caption", tone="muted")
        self.label.setBuddy(control)
        self.message = PlainLabel("", role="caption", tone="danger", wrap=True)
        self._hint, self._said = hint, ""
        column.addWidget(self.label)
        column.addWidget(control)
        column.addWidget(self.message)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(control)
        if not control.accessibleName():
            control.setAccessibleName(label)
        self.show_error("")
        if isinstance(control, MoneyEdit):
            control.problem.connect(self.show_error)
        elif isinstance(control, QLineEdit):
            control.textEdited.connect(lambda _text: self.show_error(""))

    @property
    def wrong(self) -> str:
        """What is said to be wrong now; empty when nothing is."""
        return self._said

    def say_hint(self, words: str) -> None:
        """Another hint, and no error."""
        self._hint = words
        self.show_error("")

    def show_error(self, words: str) -> None:
        """Say under the control what is wrong, and aloud; empty words bring the hint back."""
        self.message.say(words or self._hint, "danger" if words else "muted")
        self.message.setVisible(bool(words or self._hint))
        self.control.setAccessibleDescription(words or self._hint)
        if words and words != self._said and self.isVisible():
            announce(self.control, words)
        self._said = words
        if self.control.property("wrong") != ("true" if words else "false"):
            self.control.setProperty("wrong", "true" if words else "false")
            restyle(self.control)

    def say_note(self, words: str) -> None:
        """Something to know that is no error; it goes when the box is checked again."""
        self.show_error("")
        self.message.say(words, "caution")
        self.message.show()
        self.control.setAccessibleDescription(words)

    def focus_error(self) -> None:
        """Put the keyboard where the error is."""
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.control, QLineEdit):
            self.control.selectAll()
