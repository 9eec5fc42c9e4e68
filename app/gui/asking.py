"""Panels and questions that stand over the window; Esc is always going back."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.gui.rescaling import sized
from app.gui.shortcuts import bind
from app.gui.tab_order import step
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.kernel.errors import NeedsConfirmation
from app.kernel.translate import t

READ_MS: Final = 350
"""Nobody reads a question faster; an Enter before belongs to what came before it."""
PLACED_MS: Final = 120
"""By then a window manager has put a new window where it wants it."""


class Over(QDialog):
    """A panel over the window. Esc and its close button leave it, and `left` says so.

    The keyboard then goes back where it was; not every platform does that by itself.
    """

    left = Signal()
    keys_kind: ClassVar[str] = "form"
    """Which keys F1 shows over it: a name of `key_places.OF_DIALOG`."""

    def __init__(self, parent: QWidget, title: str, width: int) -> None:
        super().__init__(parent)
        self._before: QWidget | None = None
        self.keys: Over | None = None
        px = current().px
        self.setWindowTitle(title)
        sized(self, px, least_width=width)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(24), px(24), px(24), px(16))
        self.column.setSpacing(px(16))
        bind(self, "frame.keys", lambda: self.show_keys())

    def show_keys(self) -> None:
        """F1: the keys that work here; it stays as it is below them."""
        from app.gui.keys_overlay import DialogKeys

        if self.keys is None:
            self.keys = DialogKeys(self, self.keys_kind)
            self.keys.left.connect(self._keys_left)
            self.keys.show_over()

    def _keys_left(self) -> None:
        self.keys = None

    def show_over(self) -> None:
        """Show it without waiting for it."""
        self._before = QApplication.focusWidget()
        self.open()

    def fit(self) -> None:
        """Be as high as what is in it now needs."""
        for widget in self.findChildren(QWidget):
            widget.ensurePolished()
        self.column.invalidate()
        self.column.activate()
        width = max(self.width(), self.minimumWidth())
        wraps = self.column.hasHeightForWidth()
        hint = self.column.sizeHint().height()
        self.resize(width, self.column.totalHeightForWidth(width) if wraps else hint)

    def stand_over(self) -> None:
        """Stand in the middle of the window again, after it grew."""
        parent = self.parentWidget()
        if parent is not None:
            place = self.frameGeometry()
            place.moveCenter(parent.window().frameGeometry().center())
            self.move(place.topLeft())

    def leave(self) -> None:
        """Put it away for good."""
        if not self.isVisible():
            return
        if self.keys is not None:
            self.keys.leave()
        super().reject()
        before = self._before
        there = before is not None and isValid(before) and before.isVisible()
        under = before if there else self.parentWidget()
        if under is not None:
            under.window().activateWindow()
        if before is not None and there:
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()
        self.left.emit()

    # Qt's own names from here on

    def focusNextPrevChild(self, forward: bool) -> bool:
        return step(self, forward)

    def reject(self) -> None:
        self.leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()


class Asking(Over):
    """A question that ends in exactly one of two ways; it is never waited for."""

    keys_kind = "question"

    def __init__(self, parent: QWidget, title: str, width: int) -> None:
        super().__init__(parent, title, width)
        self._answered = False
        self._yes: Callable[[], None] | None = None
        self._no: Callable[[], None] | None = None

    def put(self, yes: Callable[[], None], no: Callable[[], None]) -> None:
        """Ask without blocking; exactly one of the two is called."""
        self._yes, self._no = yes, no
        self.show_over()

    def agree(self) -> None:
        self._end(self._yes)

    def _end(self, then: Callable[[], None] | None) -> None:
        if self._answered:
            return
        self._answered = True
        self.leave()
        if then is not None:
            then()

    # Qt's own names from here on

    def reject(self) -> None:
        self._end(self._no)


class Question(Asking):
    """A question in a sentence with two verbs: Enter agrees, Esc goes back.

    The Enter that led here agrees to nothing: neither a held one nor one struck twice. A question
    about something that is there already stands on going back.
    """

    def __init__(self, parent: QWidget, question: NeedsConfirmation, verb: str) -> None:
        super().__init__(parent, t("A question first"), 420)
        self.about = question.about
        self.words = PlainLabel(question.text, role="heading", wrap=True)
        self._top = QHBoxLayout()
        self._top.setSpacing(current().px(24))
        self._top.addWidget(self.words, 1)
        self.column.addLayout(self._top)
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
        self._read = QTimer(self)
        self._read.setSingleShot(True)
        self._read.setInterval(READ_MS)
        for button in (self.yes_button, self.no_button):
            button.installEventFilter(self)

    def show_beside(self, picture: QImage, name: str) -> None:
        """Show what the question is about beside it, such as the earlier receipt."""
        seen = QLabel()
        seen.setAccessibleName(name)
        px = current().px
        parent = self.parentWidget()
        room = parent.window().height() - px(220) if parent is not None else px(420)
        most = QSize(px(300), max(px(120), min(px(420), room)))
        scaled = picture.scaled(
            most, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        seen.setPixmap(QPixmap.fromImage(scaled))
        self.words.setMinimumWidth(px(260))
        self._top.insertWidget(0, seen)
        # A size that is only wished for is lost while the window is on its way to the screen.
        self.setMinimumWidth(seen.sizeHint().width() + px(24 + 260 + 2 * 24))
        self.fit()
        QTimer.singleShot(PLACED_MS, self, self.stand_over)

    def put(self, yes: Callable[[], None], no: Callable[[], None]) -> None:
        super().put(yes, no)
        safe = self.no_button if self.about else self.yes_button
        safe.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read.start()

    # Qt's own name
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        presses = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        return event.key() in presses and (event.isAutoRepeat() or self._read.isActive())
