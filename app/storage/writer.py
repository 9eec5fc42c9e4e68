"""The one thread that writes: actions come in by priority, each runs in one BEGIN IMMEDIATE
transaction.

`transact` holds the only commit in the program. The cashier's actions go first; imports, printing
and
sync wait their turn.
"""

from __future__ import annotations

import itertools
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from enum import IntEnum
from pathlib import Path
from typing import Any, TypeVar

from sqlcipher3 import dbapi2 as driver

from app.kernel.actor import Actor
from app.kernel.clock import Clock
from app.kernel.codec import from_plain, to_plain
from app.kernel.errors import Bug, CounterfoilError, OutsideError, UserError
from app.kernel.ids import NewId, check_id, new_id
from app.kernel.translate import t
from app.storage import answers
from app.storage.connection import damaged, is_damage
from app.storage.disk_room import DiskRoom
from app.storage.same_file import SameFile
from app.storage.station_log import Stream
from app.storage.unit_of_work import UnitOfWork

_LOG = logging.getLogger("counterfoil.storage")
C = TypeVar("C")
A = TypeVar("A")


class Priority(IntEnum):
    CASHIER = 0
    BACKGROUND = 1


class Writer:
    """Owns the writing connection; `listeners` hear which tables a commit wrote.

    `vouch` says at the start of each action what its actor may do by now.
    """

    def __init__(
        self, connection: Any, stream: Stream, clock: Clock, *, ids: NewId = new_id
    ) -> None:
        self.connection = connection
        self.stream = stream
        self.clock = clock
        self.listeners: list[Callable[[frozenset[str]], None]] = []
        self.vouch: Callable[[UnitOfWork], Actor] | None = None
        self._ids = ids
        self.cursor = connection.cursor()
        self._broken = ""
        path = connection.execute("PRAGMA database_list").fetchone()[2]
        self._file = SameFile(path)
        self.room = DiskRoom(Path(path).parent)
        self._changed: frozenset[str] = frozenset()
        self._order = itertools.count()
        self._work: queue.PriorityQueue[tuple[int, int, Callable[[], None] | None]] = (
            queue.PriorityQueue()
        )
        self._thread = threading.Thread(target=self._loop, name="writer", daemon=True)
        self._started = False
        self._starting = threading.Lock()

    def submit(
        self,
        actor: Actor,
        action: Callable[[UnitOfWork, C], A],
        command: C,
        *,
        priority: Priority = Priority.CASHIER,
        run_id: str | None = None,
    ) -> Future[A]:
        """Queue one action; the future carries its answer or what it raised."""
        future: Future[A] = Future()

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                answer = self.transact(actor, action, command, run_id=run_id)
            except BaseException as error:  # noqa: BLE001 it goes to whoever waits
                future.set_exception(error)
            else:
                future.set_result(answer)
                self._tell()

        with self._starting:
            if not self._started:
                self._started = True
                self._thread.start()
        self._work.put((priority, next(self._order), work))
        return future

    def transact(
        self,
        actor: Actor,
        action: Callable[[UnitOfWork, C], A],
        command: C,
        *,
        run_id: str | None = None,
    ) -> A:
        """Run `action` with `command` as one transaction; only the writing thread may call it.

        The same command again gives the first answer; the same id with other content is refused.
        """
        if self._broken:
            raise OutsideError(self._broken)
        try:
            return self._transact(actor, action, command, run_id)
        except driver.Error as error:
            full = self._out_of_room(error)
            if not full or not self.room.release(action_name(action)):
                raise self._sorted(error, full=full) from error
        try:
            return self._transact(actor, action, command, run_id)
        except driver.Error as error:
            raise self._sorted(error, full=self._out_of_room(error)) from error

    def _transact(
        self,
        actor: Actor,
        action: Callable[[UnitOfWork, C], A],
        command: C,
        run_id: str | None,
    ) -> A:
        self.cursor.execute("BEGIN IMMEDIATE")
        try:
            uow = self.unit_of_work(actor, action, run_id=run_id)
            if self.vouch is not None:
                uow.actor = self.vouch(uow)
            self._refuse_without_room(uow, command)
            result = answer(uow, action, command)
            uow.seal()
            self._refuse_replaced()
            self.cursor.execute("COMMIT")
            self.stream = uow.stream
        except BaseException:
            self._roll_back()
            raise
        self._changed = frozenset(uow.touched)
        return result

    def stop(self) -> None:
        """Finish what is queued, then end the thread; the connection stays open for its owner."""
        if self._started:
            self._work.put((99, next(self._order), None))
            self._thread.join()
            self._started = False

    def unit_of_work(
        self,
        actor: Actor,
        action: Callable[..., Any],
        *,
        run_id: str | None = None,
        cursor: Any = None,
    ) -> UnitOfWork:
        """The unit of work of one transaction, which the caller begins and ends."""
        return UnitOfWork(
            cursor or self.cursor,
            actor=actor,
            clock=self.clock,
            stream=self.stream,
            action=action_name(action),
            ids=self._ids,
            run_id=run_id,
        )

    def _refuse_without_room(self, uow: UnitOfWork, command: Any) -> None:
        """What was done before gets its first answer again, however full the disk is."""
        command_id = getattr(command, "id", None)
        try:
            self.room.refuse(uow.action, command_id)
        except CounterfoilError:
            if command_id is None or answers.known(uow, command_id) is None:
                raise

    def _refuse_replaced(self) -> None:
        try:
            self._file.refuse_replaced()
        except OutsideError as error:
            self._broken = error.text
            raise

    def _loop(self) -> None:
        while True:
            _, _, work = self._work.get()
            if work is None:
                return
            work()

    def _tell(self) -> None:
        """What is committed stays so: a listener that fails is logged and harms nobody."""
        for heard in self.listeners:
            try:
                heard(self._changed)
            except Exception:  # noqa: BLE001 the answer is out already
                _LOG.exception("a listener failed after a commit")

    def _roll_back(self) -> None:
        if self.connection.in_transaction:
            self.cursor.execute("ROLLBACK")

    def _out_of_room(self, error: driver.Error) -> bool:
        """Also where a quota is used up, which SQLite takes for a disk that fails."""
        write_failed = "IOERR_WRITE" in str(getattr(error, "sqlite_errorname", ""))
        if not is_out_of_room(error) and not (write_failed and self.room.takes_no_more()):
            return False
        self.room.note_refused()
        return True

    def _sorted(self, error: driver.Error, *, full: bool) -> Exception:
        """The world's failures in words; anything else is ours."""
        code = getattr(error, "sqlite_errorname", "") or str(error)
        text = str(error)
        if full:
            return OutsideError(
                t("The disk is full. Nothing was saved. Free some space, then try again.")
            )
        if "BUSY" in code or "LOCKED" in code or "locked" in text:
            return OutsideError(t("The database is busy. Nothing was saved. Try again."))
        if "IOERR" in code or "disk I/O" in text:
            self._broken = t(
                "The disk reported an error. Counterfoil takes no more money until it is started "
                "again, so that nothing is lost. What was acknowledged before is saved."
            )
            return OutsideError(self._broken)
        if any(word in code for word in ("READONLY", "CANTOPEN", "readonly", "unable to open")):
            return OutsideError(t("The data folder can't be written. Nothing was saved."))
        if is_damage(error):
            broken = damaged()
            self._broken = broken.text
            return broken
        return Bug(f"{type(error).__name__}: {error}")


def is_out_of_room(error: BaseException) -> bool:
    """Whether a driver error says that the disk took no more; the database itself is well."""
    name = str(getattr(error, "sqlite_errorname", ""))
    return "FULL" in name or "IOERR_SHMSIZE" in name or "is full" in str(error)


def action_name(action: Callable[..., Any]) -> str:
    """`payments.take_payment`: the area and the function, as logs and the command line say it."""
    return f"{action.__module__.split('.')[-2]}.{action.__name__}"


def answer(uow: UnitOfWork, action: Callable[[UnitOfWork, C], A], command: C) -> A:
    """What `action` answers, or the first answer to the same command."""
    command_id = getattr(command, "id", None)
    if command_id is None:
        return action(uow, command)
    check_id(command_id)
    name = action_name(action)
    try:
        digest = answers.digest(name, to_plain(command))
    except UnicodeEncodeError:  # half of a surrogate pair, from a broken file or scanner
        raise UserError(t("The text is damaged. Type it again.")) from None
    known = answers.known(uow, command_id)
    if known is not None:
        if known.content_hash != digest:
            raise UserError(
                t("This form was already used for something else. Close it and begin again.")
            )
        first: A = from_plain(answers.answer_type(action), known.answer)
        return first
    result = action(uow, command)
    answers.keep(uow, command_id, name, digest, to_plain(result))
    return result
