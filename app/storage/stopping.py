"""Ending a question that nobody waits for any more, where it is: in a statement or between two."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

LOOK_EVERY: Final = 2_000_000
"""Steps of SQLite between two looks: an interruption that comes just before a statement begins
would be lost otherwise.
"""


class Stop:
    """For one question; `now` may come from any thread and at any time, also twice or too late."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._connection: Any = None
        self.wanted = False

    def now(self) -> None:
        """End the statement that runs, and let no other begin."""
        with self._lock:
            self.wanted = True
            if self._connection is not None:
                self._connection.interrupt()

    def check(self) -> None:
        """CancelledError once nobody waits any more."""
        if self.wanted:
            raise CancelledError

    @contextmanager
    def holding(self, connection: Any) -> Iterator[None]:
        """While this question has the connection; what it asks afterwards is never interrupted."""
        with self._lock:
            self._connection = connection
        connection.set_progress_handler(lambda: self.wanted, LOOK_EVERY)
        try:
            yield
        finally:
            with self._lock:
                self._connection = None
            connection.set_progress_handler(None, 0)
