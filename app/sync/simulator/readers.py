"""Reading connections for one thread, without what a pool for several costs at every question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.storage import engine


class Readers:
    """Stands in for `engine.reading_pool`."""

    def __init__(
        self, path: Path, key: bytes, _size: int = 1, cache_kib: int = engine.CACHE_KIB
    ) -> None:
        self._path, self._key, self._cache_kib = path, key, cache_kib
        self._free: list[Any] = []
        self._all: list[Any] = []

    def connect(self) -> Lent:
        """One that nobody uses just now."""
        if not self._free:
            kept = self._cache_kib
            made = engine.connect(self._path, self._key, reading=True, cache_kib=kept)
            self._all.append(made)
            self._free.append(made)
        return Lent(self._free.pop(), self._free)

    def dispose(self) -> None:
        for connection in self._all:
            connection.close()
        self._all.clear()
        self._free.clear()


class Lent:
    """A connection until it is given back."""

    def __init__(self, connection: Any, free: list[Any]) -> None:
        self._connection, self._free = connection, free

    @property
    def driver_connection(self) -> Any:
        """The driver's own, as a pool's connection has it."""
        return self._connection

    def cursor(self) -> Any:
        return self._connection.cursor()

    def close(self) -> None:
        self._free.append(self._connection)
