"""Asking an open database: one snapshot, one cursor; without SQLAlchemy, for a quick start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any, Final, Protocol, TypeVar, cast

from sqlcipher3 import dbapi2 as driver

from app.storage.stopping import LOOK_EVERY

A = TypeVar("A")
_TOLD_EVERY: Final = 1000


class ReadSql:
    """A select written out: where Core can't say it, or where its import costs too much."""

    def __init__(self, sql: str) -> None:
        self._sql = sql

    @cached_property
    def compiled(self) -> tuple[str, dict[str, Any]]:
        """The SQL with named places, and the values of the literals in it."""
        return self._sql, {}


class Reader(Protocol):
    """Whatever can answer a read: a reading snapshot or the unit of work.

    `now` is the UTC moment of the snapshot, for questions such as what is overdue.
    """

    now: datetime

    def fetch(self, read: ReadSql, **values: Any) -> list[Any]:
        """All rows, as tuples in the order of the selected columns."""
        ...

    def first(self, read: ReadSql, **values: Any) -> Any:
        """The first row as a tuple, or None."""
        ...

    def scalar(self, read: ReadSql, **values: Any) -> Any:
        """The first column of the first row, or None."""
        ...

    def once(self, key: object, tables: tuple[str, ...], ask: Callable[[], A]) -> A:
        """What `ask` finds, kept until the snapshot ends or one of `tables` is written."""
        ...

    def each(self, read: ReadSql, **values: Any) -> Iterator[Any]:
        """The rows one by one, for results larger than memory should hold."""
        ...

    def within(self, read: ReadSql, steps: int) -> list[Any]:
        """All rows; none where SQLite would take so many of its steps, or a thousand more."""
        ...


class CursorReader:
    """A Reader over one driver cursor; `check` may end the question before each statement."""

    def __init__(self, cursor: Any, now: datetime, check: Callable[[], None] | None = None) -> None:
        self._cursor = cursor
        self._check = check
        self.now = now
        self._kept: dict[object, object] = {}
        self._kept_of: dict[str, set[object]] = {}

    def once(self, key: object, tables: tuple[str, ...], ask: Callable[[], A]) -> A:
        """What `ask` found first in this snapshot; a write to one of `tables` forgets it."""
        if key not in self._kept:
            self._kept[key] = ask()
            for table in tables:
                self._kept_of.setdefault(table, set()).add(key)
        return cast(A, self._kept[key])

    def _forget(self, table: str) -> None:
        for key in self._kept_of.pop(table, ()):
            self._kept.pop(key, None)

    def fetch(self, read: ReadSql, **values: Any) -> list[Any]:
        if self._check is not None:
            self._check()
        sql, literals = read.compiled
        found: list[Any] = self._cursor.execute(sql, literals | values).fetchall()
        return found

    def first(self, read: ReadSql, **values: Any) -> Any:
        if self._check is not None:
            self._check()
        sql, literals = read.compiled
        return self._cursor.execute(sql, literals | values).fetchone()

    def scalar(self, read: ReadSql, **values: Any) -> Any:
        row = self.first(read, **values)
        return None if row is None else row[0]

    def within(self, read: ReadSql, steps: int) -> list[Any]:
        if self._check is not None:
            self._check()
        connection = self._cursor.connection
        left = steps // _TOLD_EVERY + 1

        def ends() -> bool:
            nonlocal left
            left -= 1
            return left < 0 or self._given_up()

        connection.set_progress_handler(ends, _TOLD_EVERY)
        try:
            found: list[Any] = self._cursor.execute(*read.compiled).fetchall()
        except driver.OperationalError:
            if left >= 0:
                raise
            return []
        finally:
            connection.set_progress_handler(self._given_up, LOOK_EVERY)
        return found

    def _given_up(self) -> bool:
        """Whether nobody waits any more, as SQLite asks on the way."""
        try:
            if self._check is not None:
                self._check()
        except CancelledError:
            return True
        return False

    def each(self, read: ReadSql, **values: Any) -> Iterator[Any]:
        if self._check is not None:
            self._check()
        sql, literals = read.compiled
        # A cursor of its own: whoever walks may ask other questions on the way.
        cursor = self._cursor.connection.cursor()
        try:
            # Without the chain its end would close the cursor, which closed books refuse.
            yield from chain(cursor.execute(sql, literals | values))
        finally:
            with suppress(driver.ProgrammingError):  # where the books were closed on the way
                cursor.close()
