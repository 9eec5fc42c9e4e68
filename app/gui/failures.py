"""The three kinds of failure in words (yours, the world's, ours) and the questions actions ask."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.areas.settings.values import Practice
from app.bootstrap.crash_file import Crash
from app.bootstrap.report_log import Again, LogKeeper, ReportLog
from app.gui.approval import ApprovalDialog, Check
from app.gui.asking import Asking, Question
from app.gui.overrides import keep_overrides
from app.gui.toasts import Toasts
from app.kernel.errors import Bug, CounterfoilError, NeedsApproval, NeedsConfirmation
from app.kernel.translate import t

_BEHIND: Final[dict[str, Callable[[], str]]] = {
    "cards": lambda: t("Something went wrong with card payments, behind the window."),
    "office": lambda: t("Something went wrong with the office printer, behind the window."),
    "printing": lambda: t("Something went wrong with the receipt printer, behind the window."),
    "sync": lambda: t("Something went wrong with sending to the centre, behind the window."),
}
"""By the logger that says so: which work it was."""


class Failures(QObject):
    """Shows what no screen took. A bug gets a report number and a line in the log."""

    _elsewhere = Signal(object)
    _behind = Signal(str, str)

    def __init__(self, window: QWidget, toasts: Toasts, log: ReportLog) -> None:
        super().__init__(window)
        self._window, self._toasts, self._log = window, toasts, log
        self.question: Question | None = None
        self.approval: ApprovalDialog | None = None
        self.practice: Practice | None = None
        self._elsewhere.connect(self.uncaught, Qt.ConnectionType.QueuedConnection)
        self._behind.connect(self.behind, Qt.ConnectionType.QueuedConnection)
        keep_overrides()

    def refused(self, error: CounterfoilError) -> None:
        """What was asked can't be done; the sentence says why."""
        self._toasts.failure(error.text)

    def outside(self, error: CounterfoilError, retry: Callable[[], None]) -> None:
        """The disk, a device or the network failed."""
        self._toasts.failure(error.text, verb=t("Retry"), act=retry)

    def bug(self, error: object) -> None:
        """A promise of the program is broken: nothing was saved; say under which number."""
        found = self._reported(error)
        self._toasts.failure(
            t("Something went wrong in the program. Nothing was saved."),
            t("Try again. If it comes back, tell support report {number}.", number=found.number),
            for_anybody=True,
        )

    def uncaught(self, error: object) -> None:
        """Something broke after the work was done, or beside it: what was saved before stays."""
        found = self._reported(error)
        if found.is_told():
            self._say_broke(found.number)

    def broke(self, error: object) -> None:
        """Work that somebody asked for broke off, and some of it may be done."""
        self._say_broke(self._reported(error).number)

    def behind(self, number: str, room: str) -> None:
        """What goes on behind the window broke off; `room` is the logger that said so."""
        self._toasts.failure(
            _BEHIND[room]() if room in _BEHIND else t("Something went wrong behind the window."),
            t(
                "You can go on: what was saved is safe. If this comes back, tell support report "
                "{number}.",
                number=number,
            ),
            for_anybody=True,
        )

    def hear(self, keeper: LogKeeper) -> None:
        """Tell the person what the program's threads report."""
        keeper.heard = self._behind.emit

    def fell_over(self, crash: Crash) -> None:
        """The program ended by itself the last time."""
        self._log.append_soon(crash.line)
        self._toasts.caution(
            t("Counterfoil ended by itself the last time. What was saved before is safe."),
            t(
                "Look whether the last payment is there before you take it again. Tell support "
                "report {number}.",
                number=crash.number,
            ),
        )

    def _say_broke(self, number: str) -> None:
        self._toasts.failure(
            t("Something went wrong in this window. What was saved before is safe."),
            t(
                "Look whether your last step is there before you do it again. If this comes back, "
                "tell support report {number}.",
                number=number,
            ),
            for_anybody=True,
        )

    def _reported(self, error: object) -> Again:
        keep_overrides()
        known = error if isinstance(error, BaseException) else Bug("an error was told")
        return self._log.report(known)

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
        if issubclass(kind, KeyboardInterrupt | SystemExit) or not isValid(self):
            sys.__excepthook__(kind, error, trace)
            return
        self._elsewhere.emit(error.with_traceback(trace))

    def _unraisable(self, what: Any) -> None:
        if isinstance(what.exc_value, Exception) and isValid(self):
            self._elsewhere.emit(what.exc_value)
