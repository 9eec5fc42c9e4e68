"""Runs what keeps further copies of a station's records: its second journal and its neighbours."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path
from threading import Event, Thread

from app.kernel.errors import CounterfoilError
from app.storage.keys import Keys
from app.storage.statements import Reader, ReadSql
from app.sync.books import Books
from app.sync.central import Central
from app.sync.keeping import pairing
from app.sync.keeping.neighbours import AGAIN_S, Keeper, Sender, hand_on
from app.sync.keeping.pairing import KEEPER
from app.sync.keeping.second_journal import SecondJournal
from app.sync.line import Line

_LOG = logging.getLogger("counterfoil.sync")
CENTRE_FIRST_S = 3.0
"""So long the centre has to take a record before a neighbour gets it."""
_LEAVE_S = 3.0
_KEEPS = ReadSql("SELECT 1 FROM neighbour_record LIMIT 1")


class Copies:
    """`find` gives what calls the centre, None while the station works alone."""

    def __init__(
        self,
        books: Books,
        data: Path,
        station_keys: Keys,
        find: Callable[[], Callable[[], Central] | None],
        first_s: float = CENTRE_FIRST_S,
    ) -> None:
        self._books, self._find, self._first_s = books, find, first_s
        self._journal = SecondJournal(books, data, station_keys)
        self._sender, self._keeper = Sender(books), Keeper(books)
        self._woken, self._stopping = Event(), Event()
        self._thread = Thread(target=self._run, name="copies", daemon=True)

    def start(self) -> None:
        self._journal.start()
        self._thread.start()

    def stop(self) -> None:
        """End within a few seconds."""
        self._stopping.set()
        self._woken.set()
        self._keeper.stop()
        if self._thread.is_alive():
            self._thread.join(_LEAVE_S)
        self._journal.stop()

    def heard(self, tables: frozenset[str]) -> None:
        """A commit wrote these tables; called on the writing thread."""
        self._journal.heard(tables)
        if tables & {"station_log", "neighbour", "listening", "neighbour_record"}:
            self._woken.set()

    def _run(self) -> None:
        listening = False
        while not self._stopping.is_set():
            self._woken.clear()
            pause: float | None = None
            try:
                listening = listening or bool(self._keeper.listen())
                pause = self._round()
            except CounterfoilError as away:
                _LOG.info("copies wait: %s", type(away.__cause__ or away))
                pause = AGAIN_S
            except Exception:  # noqa: BLE001 a thread's own fault is told in the log
                _LOG.exception("keeping copies broke off")
                pause = AGAIN_S
            self._woken.wait(pause)
            if not self._stopping.is_set() and self._is_kept():
                self._stopping.wait(self._first_s)

    def _is_kept(self) -> bool:
        """Whether a neighbour keeps records; where that can't be read nobody waits for one."""
        try:
            return bool(self._books.ask(_has_keeper).result())
        except (CounterfoilError, CancelledError) as error:
            _LOG.info("copies wait: %s", error)
            return False

    def _round(self) -> float | None:
        """Bring and hand on; when to look again, None to wait for a commit."""
        self._sender.round()
        if self._books.ask(_keeps_some).result():
            connect = self._find()
            if connect is None:
                return AGAIN_S
            line = Line(self._books, connect)
            try:
                hand_on(self._books, line)
            finally:
                line.hang_up()
        troubled = any(one.trouble for one in self._books.ask(pairing.neighbours).result())
        return AGAIN_S if troubled else None


def _keeps_some(reader: Reader) -> bool:
    return reader.first(_KEEPS) is not None


def _has_keeper(reader: Reader) -> bool:
    return any(one.part == KEEPER for one in pairing.neighbours(reader))
