"""The three kinds of failure in words (yours, the world's, ours) and the questions actions ask."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.areas.settings.values import Practice
from app.gui.approval import ApprovalDialog, Check
from app.gui.asking import Asking, Question
from app.gui.overrides import keep_overrides
from app.gui.report_log import ReportLog, report_number
from app.gui.toasts import Toasts
from app.kernel.errors import CounterfoilError, NeedsApproval, NeedsConfirmation
from app.kernel.translate import t


class Failures(QObject):
    """Shows what no screen took. A bug gets a report number and a line in the log."""

    _elsewhere = Signal(object)

    def __init__(self, window: QWidget, toasts: Toasts, log: ReportLog) -> None:
        super().__init__(window)
        self._window, self._toasts, self._log = window, toasts, log
        self.question: Question | None = None
        self.approval: ApprovalDialog | None = None
        self.practice: Practice | None = None
        self._elsewhere.connect(self.bug, Qt.ConnectionType.QueuedConnection)
        keep_overrides()

    def refused(self, error: CounterfoilError) -> None:
        """What was asked can't be done; the sentence says why."""
        self._toasts.failure(error.text)

    def outside(self, error: CounterfoilError, retry: Callable[[], None]) -> None:
        """The disk, a device or the network failed."""
        self._toasts.failure(error.text, verb=t("Retry"), act=retry)

    def bug(self, error: object) -> None:
        """A promise of the program is broken: nothing was saved; say under which number."""
        keep_overrides()
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
        self.question.put(*self._once(self.question, yes, no))

    def approve(
        self,
        question: NeedsApproval,
        check: Check,
        requester: str,
        yes: Callable[[], None],
        no: Callable[[], None],
    ) -> None:
        """Let a second person agree; then the same command runs again with the approval granted."""
        self.approval = ApprovalDialog(self._window, question, check, self.practice, requester)
        self.approval.put(*self._once(self.approval, yes, no))

    def withdraw_question(self) -> None:
        """Answer an open question with going back, before the window is locked."""
        for asking in (self.question, self.approval):
            if asking is not None:
                asking.reject()

    def _once(
        self, asking: Asking, yes: Callable[[], None], no: Callable[[], None]
    ) -> tuple[Callable[[], None], Callable[[], None]]:
        """Both answers, each forgetting the dialog first: an answer may lead to the next one."""

        def then(answer: Callable[[], None]) -> Callable[[], None]:
            def answered() -> None:
                self.question = None if self.question is asking else self.question
                self.approval = None if self.approval is asking else self.approval
                answer()

            return answered

        return then(yes), then(no)

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
