"""Questions that stand over the window until they are answered once; Esc is always going back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.gui.rescaling import sized
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.kernel.errors import NeedsConfirmation
from app.kernel.translate import t


class Asking(QDialog):
    """A dialog that ends in exactly one of two ways; it is never waited for and then goes away."""

    def __init__(self, parent: QWidget, title: str, width: int) -> None:
        super().__init__(parent)
        self._answered = False
        self._yes: Callable[[], None] | None = None
        self._no: Callable[[], None] | None = None
        self._before: QWidget | None = None
        px = current().px
        self.setWindowTitle(title)
        sized(self, px, least_width=width)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(24), px(24), px(24), px(16))
        self.column.setSpacing(px(16))

    def put(self, yes: Callable[[], None], no: Callable[[], None]) -> None:
        """Ask without blocking; exactly one of the two is called."""
        self._yes, self._no = yes, no
        self._before = QApplication.focusWidget()
        self.open()

    def reject(self) -> None:
        self._end(self._no)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self._end(self._no)

    def agree(self) -> None:
        self._end(self._yes)

    def _end(self, then: Callable[[], None] | None) -> None:
        if self._answered:
            return
        self._answered = True
        super().reject()
        self._give_back()
        self.deleteLater()
        if then is not None:
            then()

    def _give_back(self) -> None:
        """The keyboard goes where it was; not every platform does it by itself."""
        parent = self.parentWidget()
        if parent is not None:
            parent.window().activateWindow()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)


class Question(Asking):
    """A question in a sentence with two verbs: Enter agrees, Esc goes back."""

    def __init__(self, parent: QWidget, question: NeedsConfirmation, verb: str) -> None:
        super().__init__(parent, t("A question first"), 420)
        self.words = PlainLabel(question.text, role="heading", wrap=True)
        self.column.addWidget(self.words)
        row = QHBoxLayout()
        row.addStretch(1)
        self.no_button = Button(t("Go back"))
        self.yes_button = Button(verb, kind="primary")
        self.yes_button.clicked.connect(self.agree)
        self.no_button.clicked.connect(self.reject)
        row.addWidget(self.no_button)
        row.addWidget(self.yes_button)
        self.column.addLayout(row)
        self.yes_button.setAutoDefault(True)
        self.no_button.setAutoDefault(True)

    def put(self, yes: Callable[[], None], no: Callable[[], None]) -> None:
        super().put(yes, no)
        self.yes_button.setFocus(Qt.FocusReason.OtherFocusReason)
