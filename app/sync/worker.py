"""Sends and takes in by itself, on a thread of its own: at once after a commit, now and then when
idle, and ever more seldom while the centre is away. Nobody waits for it.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from threading import Event, Thread

from app.kernel.errors import CounterfoilError, OutsideError
from app.sync import outbox, positions
from app.sync.books import Books
from app.sync.central import Central
from app.sync.exchange import Done, Exchange
from app.sync.line import Line
from app.sync.positions import Side, Trouble

_LOG = logging.getLogger("counterfoil.sync")
IDLE_S = 5.0
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
LEAVE_AFTER_S = 3.0
_TABLES = frozenset({"station_log", "central_link"})


class SyncWorker:
    """`find` gives what calls the centre, None while the station works alone."""

    def __init__(
        self, books: Books, find: Callable[[], Callable[[], Central] | None], idle_s: float = IDLE_S
    ) -> None:
        self._books = books
        self._find = find
        self._idle_s = idle_s
        self._woken, self._stopping = Event(), Event()
        self._thread = Thread(target=self._run, name="sync", daemon=True)
        self._line: Line | None = None
        self._exchange: Exchange | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End soon: a request that hangs is left to itself, and what it sent is asked about at the
        next start. Waits for a few seconds at most.
        """
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(LEAVE_AFTER_S)

    def heard(self, tables: frozenset[str]) -> None:
        """A commit wrote these tables; called on the writing thread."""
        if tables & _TABLES:
            self._woken.set()

    def now(self) -> None:
        """Try at once, whatever it waits for."""
        self._woken.set()

    def _run(self) -> None:
        wait = FIRST_WAIT_S
        while not self._stopping.is_set():
            self._woken.clear()
            pause = self._idle_s
            try:
                done = self._round()
                wait = FIRST_WAIT_S
                pause = 0.0 if done is Done.MORE else self._idle_s
            except OutsideError as away:
                _LOG.info("the centre is away: %s", type(away.__cause__).__name__)
                pause = wait * random.uniform(0.7, 1.3)
                wait = min(LONGEST_WAIT_S, wait * 2)
            except CounterfoilError as refused:
                self._note(refused.text)
                pause = LONGEST_WAIT_S
            except Exception:  # noqa: BLE001 a thread's own fault is told in the log
                _LOG.exception("sync broke off")
                pause = LONGEST_WAIT_S
            if pause and not self._stopping.is_set():
                self._woken.wait(pause)
        if self._line is not None:
            self._line.hang_up()

    def _round(self) -> Done | None:
        """One step with the centre; None while the station works alone."""
        if self._exchange is None:
            connect = self._find()
            if connect is None:
                return None
            line = self._line = Line(self._books, connect)
            self._exchange = Exchange(self._books, line)
        return self._exchange.round().done

    def _note(self, words: str) -> None:
        if self._books.ask(outbox.link).result() is not None:
            self._books.record(positions.note_trouble, Trouble(Side.LINE, words)).result()
