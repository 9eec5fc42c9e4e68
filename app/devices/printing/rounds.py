"""What brings papers to a printer: a thread that does one round after another."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Future
from threading import Event, Thread
from typing import Any, Protocol, TypeVar

from app.kernel.errors import CounterfoilError

A = TypeVar("A")


class Books(Protocol):
    """The station as a spooler sees it; every call waits for its answer on other threads."""

    def record(self, action: Callable[..., A], command: Any) -> Future[A]: ...

    def ask(self, query: Callable[..., A], *args: Any) -> Future[A]: ...


class Rounds(ABC):
    """Works from `start` to `stop`: at once when one of its `tables` was written, else when the
    last round said. `name` is the thread's.
    """

    def __init__(
        self,
        books: Books,
        name: str,
        log: logging.Logger,
        tables: frozenset[str],
        *,
        recheck_s: float,
        connect_s: float,
    ) -> None:
        self._books, self._name, self._log, self._tables = books, name, log, tables
        self._recheck_s, self._end_s = recheck_s, connect_s + 2
        self._wake, self._stop = Event(), Event()
        self._rung = True
        """Whether something was written since the last round, or this is the first."""
        self._thread = Thread(target=self._work, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def heard(self, tables: frozenset[str]) -> None:
        """A commit wrote these tables; comes on the writing thread and only rings."""
        if tables & self._tables:
            self._wake.set()

    def stop(self) -> None:
        """End soon: what is being sent is left unsure. Waits for a few seconds at most."""
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(self._end_s)

    @abstractmethod
    def _begin(self) -> None:
        """What was left unfinished by the program before."""

    @abstractmethod
    def _round(self) -> float | None:
        """Everything that can go now; the seconds until the next look, None when nothing waits."""

    def _end(self) -> None:  # noqa: B027 most have nothing to let go of
        """The thread is over: let go of what was kept open."""

    def _do(self, action: Callable[..., A], command: Any) -> A:
        return self._books.record(action, command).result()

    def _ask(self, query: Callable[..., A], *args: Any) -> A:
        return self._books.ask(query, *args).result()

    def _work(self) -> None:
        try:
            self._begin()
        except CounterfoilError as error:
            self._log.warning("printing begins without its list: %s", error)
        except Exception:  # noqa: BLE001 what waits can go all the same
            self._log.exception("printing could not take up its list")
        while not self._stop.is_set():
            self._wake.clear()
            wait_s: float | None = self._recheck_s
            try:
                wait_s = self._round()
            except CounterfoilError as error:
                # The disk or the database: the books say so themselves, paper simply waits.
                self._log.warning("printing waits: %s", error)
            except Exception:  # noqa: BLE001 the next paper must not suffer from this one
                self._log.exception("a round of printing failed")
            self._rung = self._wake.wait(wait_s)
        self._end()
