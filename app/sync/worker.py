"""Sends and takes in by itself, on a thread of its own: at once after a commit or when the centre
calls, now and then when idle, and ever more seldom while the centre is away. Nobody waits for it.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, Lock, Thread

from app.kernel.errors import CounterfoilError, OutsideError
from app.sync import outbox, positions
from app.sync.books import Books
from app.sync.central import Central
from app.sync.comparing import Comparing
from app.sync.details import Details
from app.sync.exchange import Done, Exchange
from app.sync.line import Line
from app.sync.positions import Side, Trouble
from app.sync.retaining import Retaining
from app.sync.waking import Bell

_LOG = logging.getLogger("counterfoil.sync")
IDLE_S = 1.5
"""How often it asks where the centre can't call, as behind a pooler."""
CALLED_IDLE_S = 5.0
"""How often it asks although calls come through: one may be lost."""
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
LEAVE_AFTER_S = 3.0
_LINK = "central_link"
_TABLES = frozenset({"station_log", "detail_scope", "detail_kept", _LINK})


class SyncWorker:
    """`find` gives what calls the centre, None while the station works alone."""

    def __init__(
        self, books: Books, find: Callable[[], Callable[[], Central] | None], idle_s: float = IDLE_S
    ) -> None:
        self._books = books
        self._find = find
        self._idle_s = idle_s
        self._bell, self._stopping, self._moved = Bell(), Event(), Event()
        self._thread = Thread(target=self._run, name="sync", daemon=True)
        self._line: Line | None = None
        self._exchange: Exchange | None = None
        self._comparing = Comparing(books)
        self._retaining = Retaining(books)
        self._details = Details(books)
        self._asked: list[Future[None]] = []
        self._asking = Lock()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End soon: a request that hangs is left to itself, and what it sent is asked about at the
        next start. Waits for a few seconds at most.
        """
        self._stopping.set()
        self._bell.ring()
        if self._thread.is_alive():
            self._thread.join(LEAVE_AFTER_S)
        elif self._thread.ident is None:  # never started
            self._bell.close()
        self._answer(self._take_asked())

    def heard(self, tables: frozenset[str]) -> None:
        """A commit wrote these tables; called on the writing thread."""
        if _LINK in tables:
            self._moved.set()
        if tables & _TABLES:
            self._bell.ring()

    def now(self) -> Future[None]:
        """Try at once, whatever it waits for; done when it has sent and taken what it could."""
        asked: Future[None] = Future()
        with self._asking:
            self._asked.append(asked)
        self._bell.ring()
        if self._stopping.is_set() or not self._thread.is_alive():
            self._answer(self._take_asked())
        return asked

    def _run(self) -> None:
        wait = FIRST_WAIT_S
        asked: list[Future[None]] = []
        while not self._stopping.is_set():
            self._bell.hush()
            now = self._take_asked()
            asked += now
            pause = 0.0
            try:
                if now and self._exchange is not None:
                    self._exchange.greet()
                done = self._round()
                wait = FIRST_WAIT_S
                if done is not Done.MORE:
                    pause = LONGEST_WAIT_S if done is None else self._idle()
            except OutsideError as away:
                _LOG.info("the centre is away: %s", type(away.__cause__))
                pause = wait * random.uniform(0.7, 1.3)
                wait = min(LONGEST_WAIT_S, wait * 2)
            except CounterfoilError as refused:
                self._note(refused.text)
                pause = LONGEST_WAIT_S
            except Exception:  # noqa: BLE001 a thread's own fault is told in the log
                _LOG.exception("sync broke off")
                pause = LONGEST_WAIT_S
            if pause:
                self._answer(asked)
                asked = []
                self._rest(pause)
        self._answer(asked)
        if self._line is not None:
            self._line.hang_up()
        self._bell.close()

    def _idle(self) -> float:
        called = self._line is not None and self._line.called
        return max(CALLED_IDLE_S, self._idle_s) if called else self._idle_s

    def _rest(self, pause: float) -> None:
        if self._stopping.is_set():
            return
        if self._line is None:
            self._bell.wait(pause)
        else:
            self._line.rest(pause, self._bell)

    def _round(self) -> Done | None:
        """One step with the centre; None while the station works alone."""
        if self._moved.is_set():  # it may be another centre, or another role there
            self._moved.clear()
            if self._line is not None:
                self._line.hang_up()
            self._exchange = self._line = None
        if self._exchange is None:
            try:
                connect = self._find()
            except OutsideError as lost:  # the password: no line is there to note it
                self._note(lost.text)
                raise
            if connect is None:
                return None
            line = self._line = Line(self._books, connect)
            self._exchange = Exchange(self._books, line)
            self._comparing = Comparing(self._books)
            self._retaining = Retaining(self._books)
            self._details = Details(self._books)
        moved = self._exchange.round()
        if self._line is not None and (
            self._details.after(moved, self._line)
            or self._comparing.after(moved, self._line)
            or self._retaining.after(moved, self._line)
        ):
            return Done.MORE
        return moved.done

    def _take_asked(self) -> list[Future[None]]:
        with self._asking:
            asked, self._asked = self._asked, []
        return asked

    def _answer(self, asked: list[Future[None]]) -> None:
        for each in asked:
            if each.set_running_or_notify_cancel():
                each.set_result(None)

    def _note(self, words: str) -> None:
        try:
            if self._books.ask(outbox.link).result() is not None:
                self._books.record(positions.note_trouble, Trouble(Side.LINE, words)).result()
        except CounterfoilError as error:
            _LOG.warning("what is wrong with the centre could not be noted: %s", error)
