"""A reader that says how many rows went through it, for questions that take long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, TypeVar

from app.storage.reading import Reader, ReadSql

A = TypeVar("A")
_EVERY = 100
"""So few because a record of the log may be a quarter of a megabyte."""


class Ticking:
    """The Reader it is given; `tick(rows)` hears how many rows `each` has given so far."""

    def __init__(self, reader: Reader, tick: Callable[[int], None]) -> None:
        self._reader, self._tick, self._rows = reader, tick, 0
        self.now = reader.now

    def fetch(self, read: ReadSql, **values: Any) -> list[Any]:
        return self._reader.fetch(read, **values)

    def first(self, read: ReadSql, **values: Any) -> Any:
        return self._reader.first(read, **values)

    def scalar(self, read: ReadSql, **values: Any) -> Any:
        return self._reader.scalar(read, **values)

    def within(self, read: ReadSql, steps: int) -> list[Any]:
        return self._reader.within(read, steps)

    def once(self, key: object, tables: tuple[str, ...], ask: Callable[[], A]) -> A:
        return self._reader.once(key, tables, ask)

    def each(self, read: ReadSql, **values: Any) -> Iterator[Any]:
        """The rows one by one; a tick after every hundred."""
        rows = self._reader.each(read, **values)
        while some := list(islice(rows, _EVERY)):
            yield from some
            self._rows += len(some)
            self._tick(self._rows)
