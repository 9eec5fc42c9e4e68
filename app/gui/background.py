"""Runs slow work on other threads and brings answers and failures back to the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from app.kernel.errors import (
    CounterfoilError,
    NeedsApproval,
    NeedsConfirmation,
    OutsideError,
    UserError,
)

A = TypeVar("A")


class Threads(Protocol):
    """What has threads: a station, or one of its own before there is a station."""

    def run(self, work: Callable[[], Any]) -> Future[Any]: ...


class FailuresShown(Protocol):
    """Where failures go that no screen takes: `gui/failures.py`."""

    def refused(self, error: CounterfoilError) -> None: ...

    def outside(self, error: CounterfoilError, retry: Callable[[], None]) -> None: ...

    def bug(self, error: object) -> None: ...

    def broke(self, error: object) -> None: ...

    def confirm(
        self, question: NeedsConfirmation, yes: Callable[[], None], no: Callable[[], None]
    ) -> None: ...

    def approve(
        self,
        question: NeedsApproval,
        check: Callable[..., None],
        requester: str,
        yes: Callable[[], None],
        no: Callable[[], None],
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class _Kept:
    """What waits for one answer; `held` is the work itself, which may hold a page too."""

    arrived: Callable[[Any], object]
    failed: Callable[[BaseException], None]
    held: list[Callable[[], Any]]


class Background(QObject):
    """`run` returns at once; the callbacks come on the GUI thread, in the order work finished."""

    _arrived = Signal(object)

    def __init__(
        self, threads: Threads, failures: FailuresShown, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._threads, self._failures = threads, failures
        self._kept: dict[int, _Kept] = {}
        self._last = 0
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def waiting(self) -> int:
        """How many answers have not arrived yet."""
        return len(self._kept)

    def run(
        self,
        work: Callable[[], A],
        *,
        done: Callable[[A], None],
        refused: Callable[[UserError], None] | None = None,
        always: Callable[[], None] | None = None,
    ) -> None:
        """Run slow work that writes nothing to the database, such as a PDF or checking a PIN."""

        def failed(error: BaseException) -> None:
            again = lambda: self.run(work, done=done, refused=refused, always=always)  # noqa: E731
            with after_all(always):
                if isinstance(error, CounterfoilError | CancelledError):
                    self._show(error, refused, retry=again)
                else:
                    # It may have come some way: only an action is saved whole or not at all.
                    self._failures.broke(error)

        def arrived(answer: A) -> None:
            with after_all(always):
                call(done, answer)

        held = [work]
        self._await(self._threads.run(lambda: held[0]()), arrived, failed, held)

    def _await(
        self,
        future: Future[Any],
        arrived: Callable[[Any], object],
        failed: Callable[[BaseException], None],
        held: list[Callable[[], Any]] | None = None,
    ) -> None:
        """Bring the answer here. What the callbacks hold is let go on the GUI thread, never by the
        thread that worked: a page among it would be destroyed there.
        """
        self._last += 1
        number = self._last
        self._kept[number] = _Kept(arrived, failed, [] if held is None else held)

        def on_other_thread(finished: Future[Any]) -> None:
            # The window may be gone by the time a thread answers.
            if isValid(self):
                self._arrived.emit((finished, number))

        future.add_done_callback(on_other_thread)

    def _deliver(self, parcel: object) -> None:
        future, number = parcel  # type: ignore[misc]
        kept = self._kept.pop(number)  # type: ignore[has-type]
        kept.held.clear()
        try:
            error = future.exception()  # type: ignore[has-type]
        except CancelledError as cancelled:
            error = cancelled
        if error is None:
            kept.arrived(future.result())  # type: ignore[has-type]
        else:
            kept.failed(error)

    def _show(
        self,
        error: BaseException,
        refused: Callable[[UserError], None] | None,
        retry: Callable[[], None],
    ) -> None:
        if isinstance(error, UserError) and refused is not None:
            call(refused, error)
        elif isinstance(error, CounterfoilError) and error.kind == "outside":
            self._failures.outside(error, retry)
        elif isinstance(error, CounterfoilError):
            self._failures.refused(error)
        elif not isinstance(error, CancelledError):
            self._failures.bug(error)


@contextmanager
def after_all(always: Callable[[], None] | None) -> Iterator[None]:
    """`always` comes last, also when what stands before it broke: a form must not stay busy."""
    try:
        yield
    finally:
        call(always)


def in_words(work: Callable[[], A]) -> A:
    """What `work` gives; what goes wrong outside stands on the page like any refusal, where the
    button beside it tries again.
    """
    try:
        return work()
    except OutsideError as outside:
        raise UserError(outside.text) from outside


def call(function: Callable[..., object] | None, *args: object) -> None:
    owner = getattr(function, "__self__", None)
    if function is None or (isinstance(owner, QObject) and not isValid(owner)):
        return
    function(*args)
