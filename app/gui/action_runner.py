"""Carries actions and questions to the station's threads, and answers back to the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.areas.approvals.values import ApprovalGranted, GrantApproval
from app.gui.background import Background, FailuresShown, Threads, after_all, call
from app.kernel.actor import Actor
from app.kernel.errors import NeedsApproval, NeedsConfirmation, UserError
from app.kernel.ids import CommandId, new_id

A = TypeVar("A")


class StationThreads(Threads, Protocol):
    """The part of `bootstrap.Station` that works on other threads."""

    def act(self, actor: Actor, action: Callable[..., Any], command: Any) -> Future[Any]: ...

    def ask(self, query: Callable[..., Any], *args: Any) -> Future[Any]: ...

    def give_up(self, asked: Future[Any]) -> None: ...

    def listen(self, heard: Callable[[frozenset[str]], None]) -> None: ...

    def approve(self, number: str, pin: str, grant: GrantApproval) -> ApprovalGranted: ...

    def sync_now(self) -> Future[None]: ...


class ActionRunner(Background):
    """`changed` comes on the GUI thread with the frozenset of table names a commit wrote, `asked`
    with each NeedsConfirmation that is put to the person.

    Every call returns at once. `done` gets the answer, `refused` a UserError (without it the
    failure is shown by the frame), `always` comes last in every case. A callback of a widget that
    is gone by then is dropped.
    """

    changed = Signal(object)
    asked = Signal(object)
    _heard = Signal(object)

    def __init__(
        self,
        station: StationThreads,
        actor: Callable[[], Actor],
        failures: FailuresShown,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(station, failures, parent)
        self._station, self._actor = station, actor
        self._latest: dict[str, int] = {}
        self._asked: dict[str, Future[Any]] = {}
        self._heard.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        station.listen(self._heard.emit)

    def act(
        self,
        action: Callable[..., A],
        command: Any,
        *,
        done: Callable[[A], None],
        refused: Callable[[UserError], None] | None = None,
        always: Callable[[], None] | None = None,
    ) -> None:
        """Run `action(uow, command)` on the writing thread as the signed-in person.

        A question of the action is asked, and on yes the same command runs again with its key.
        Where a second person must agree they are asked for, and then the same command runs again.
        """

        def again(next_command: Any) -> None:
            self.act(action, next_command, done=done, refused=refused, always=always)

        def failed(error: BaseException) -> None:
            if isinstance(error, NeedsConfirmation):
                agreed = replace(
                    command, confirmations=command.confirmations | frozenset({error.key})
                )
                self._failures.confirm(error, lambda: again(agreed), lambda: call(always))
                self.asked.emit(error)
                return
            if isinstance(error, NeedsApproval):
                self._let_approve(error, command, again, lambda: call(always))
                return
            with after_all(always):
                self._show(error, refused, retry=lambda: again(command))

        def arrived(answer: A) -> None:
            with after_all(always):
                call(done, answer)

        self._await(self._station.act(self._actor(), action, command), arrived, failed)

    def _let_approve(
        self,
        question: NeedsApproval,
        command: Any,
        again: Callable[[Any], None],
        no: Callable[[], None],
    ) -> None:
        """Ask for a second person. What they agree to is bound to this command and this amount."""
        actor = self._actor()

        def check(
            number: str,
            pin: str,
            done: Callable[[ApprovalGranted], None],
            refused: Callable[[UserError], None],
            always: Callable[[], None],
        ) -> None:
            grant = GrantApproval(
                CommandId(new_id()), command.id, question.key, actor.user_id, question.text
            )
            self.run(
                lambda: self._station.approve(number, pin, grant),
                done=done,
                refused=refused,
                always=always,
            )

        self._failures.approve(question, check, actor.name, lambda: again(command), no)

    def ask(
        self,
        query: Callable[..., A],
        *args: Any,
        done: Callable[[A], None],
        key: str | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Run `query(reader, *args)` on a reading thread.

        With `key` only the latest question's answer arrives: what was asked before it under the
        same key is dropped and ended where it is, whatever order the answers come in. `failed`
        comes after the failure was shown.
        """
        number = 0
        if key is not None:
            self.forget(key)
            number = self._latest[key]

        def still_wanted() -> bool:
            return key is None or self._latest[key] == number

        def arrived(answer: A) -> None:
            if still_wanted():
                self._asked.pop(key or "", None)
                call(done, answer)

        def broke(error: BaseException) -> None:
            if still_wanted():
                self._asked.pop(key or "", None)
                retry = lambda: self.ask(query, *args, done=done, key=key, failed=failed)  # noqa: E731
                self._show(error, None, retry=retry)
                call(failed, error)

        future = self._station.ask(query, *args)
        if key is not None:
            self._asked[key] = future
        self._await(future, arrived, broke)

    def work(
        self,
        work: Callable[[Any], A],
        *,
        done: Callable[[A], None],
        refused: Callable[[UserError], None] | None = None,
        always: Callable[[], None] | None = None,
    ) -> None:
        """Run slow `work(station)` that asks and writes through the station itself, such as a call
        to the centre.
        """
        self.run(lambda: work(self._station), done=done, refused=refused, always=always)

    def sync_now(self, done: Callable[[], None]) -> None:
        """Send to the centre and take from it at once; `done` comes when that was tried."""
        self._await(self._station.sync_now(), lambda _none: call(done), lambda _why: call(done))

    def forget(self, key: str) -> None:
        """Drop the answer that is still on its way under `key`, and end its question."""
        self._latest[key] = self._latest.get(key, 0) + 1
        if (asked := self._asked.pop(key, None)) is not None:
            self._station.give_up(asked)
