"""The three kinds of failure in words (yours, the world's, ours) and the questions actions ask."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.report_log import ReportLog, report_number
from app.gui.theme import current
from app.gui.toasts import Toasts
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.kernel.errors import CounterfoilError, NeedsConfirmation
from app.kernel.translate import t


class Question(QDialog):
    """A question in a sentence with two verbs; Enter and Esc both take the safe one, going back."""

    def __init__(self, parent: QWidget, question: NeedsConfirmation, verb: str) -> None:
        super().__init__(parent)
        self._answered = False
        self._no: Callable[[], None] | None = None
        self._yes: Callable[[], None] | None = None
        px = current().px
        self.setWindowTitle(t("A question first"))
        self.setMinimumWidth(px(420))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(16))
        self.words = PlainLabel(question.text, role="heading", wrap=True)
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.addStretch(1)
        self.no_button = Button(t("Go back"))
        self.yes_button = Button(verb, kind="primary")
        self.yes_button.clicked.connect(self._agree)
        self.no_button.clicked.connect(self.reject)
        row.addWidget(self.no_button)
        row.addWidget(self.yes_button)
        column.addLayout(row)
        self.yes_button.setAutoDefault(True)
        self.no_button.setAutoDefault(True)

    def put(self, yes: Callable[[], None], no: Callable[[], None]) -> None:
        """Ask without blocking; exactly one of the two is called."""
        self._yes, self._no = yes, no
        self.open()
        self.yes_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        self._end(self._no)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self._end(self._no)

    def _agree(self) -> None:
        self._end(self._yes)

    def _end(self, then: Callable[[], None] | None) -> None:
        if self._answered:
            return
        self._answered = True
        super().reject()
        self.deleteLater()
        if then is not None:
            then()


class Failures(QObject):
    """Shows what no screen took. A bug gets a report number and a line in the log."""

    _elsewhere = Signal(object)

    def __init__(self, window: QWidget, toasts: Toasts, log: ReportLog) -> None:
        super().__init__(window)
        self._window, self._toasts, self._log = window, toasts, log
        self.question: Question | None = None
        self._elsewhere.connect(self.bug, Qt.ConnectionType.QueuedConnection)

    def refused(self, error: CounterfoilError) -> None:
        """What was asked can't be done; the sentence says why."""
        self._toasts.failure(error.text)

    def outside(self, error: CounterfoilError, retry: Callable[[], None]) -> None:
        """The disk, a device or the network failed."""
        self._toasts.failure(error.text, verb=t("Retry"), act=retry)

    def bug(self, error: object) -> None:
        """A promise of the program is broken: nothing was saved; say under which number."""
        number = report_number()
        if isinstance(error, BaseException):
            self._log.write(number, error)
        self._toasts.failure(
            t("Something went wrong in the program. Nothing was saved."),
            t("Try again. If it comes back, tell support report {number}.", number=number),
        )

    def confirm(
        self, question: NeedsConfirmation, yes: Callable[[], None], no: Callable[[], None]
    ) -> None:
        """Ask `question`; agreeing runs the same command again with its key."""
        self.question = Question(self._window, question, question.verb)
        self.question.destroyed.connect(self._asked)
        self.question.put(yes, no)

    def withdraw_question(self) -> None:
        """Answer an open question with going back, before the window is locked."""
        if self.question is not None:
            self.question.reject()

    def take_over(self) -> None:
        """Be the last resort for errors that nobody caught, on any thread."""
        sys.excepthook = self._uncaught
        sys.unraisablehook = self._unraisable

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            sys.__excepthook__(kind, error, trace)
            return
        self._elsewhere.emit(error.with_traceback(trace))

    def _unraisable(self, what: Any) -> None:
        if isinstance(what.exc_value, Exception):
            self._elsewhere.emit(what.exc_value)

    def _asked(self) -> None:
        self.question = None
