"""Asks the tables themselves where every fact counts: a view of the facts that count looks each one
up among those that do not, and a check of the books asks for millions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property, lru_cache
from typing import Any, Final, TypeVar

from sqlcipher3 import dbapi2 as driver

from app.storage.statements import Reader, ReadSql
from app.storage.tables import station

A = TypeVar("A")
_SOME: Final = ReadSql("SELECT 1 FROM uncounted LIMIT 1")
_VIEWS: Final = ReadSql("SELECT name, sql FROM sqlite_master WHERE type = 'view'")
_ENDING: Final = "_counted"
_NAMED = re.compile(rf"(\b(?:FROM|JOIN)\s+|,\s*)(\w+){_ENDING}\b(?!\.)(\s+AS\s+\w+)?")


def counting_all(reader: Reader) -> Reader:
    """`reader`, which asks tables instead of views while both say the same: nothing is left out,
    and each view is as this program made it.
    """
    if reader.once("whether every fact counts", ("uncounted",), lambda: _every_one(reader)):
        return _AllCount(reader)
    return reader


def _every_one(reader: Reader) -> bool:
    try:
        if reader.first(_SOME) is not None:
            return False
        return dict(reader.fetch(_VIEWS)).items() >= _declared().items()
    except driver.Error:
        return False


@cache
def _declared() -> dict[str, str]:
    """The views of facts that count, by name, as they are made."""
    made = (said for table in station.tables.values() for said in table.info["after"])
    views = {said.split()[2]: said for said in made if said.startswith("CREATE VIEW")}
    return {name: said for name, said in views.items() if name.endswith(_ENDING)}


class _OfTables(ReadSql):
    """A select from tables under the names of their views."""

    def __init__(self, read: ReadSql) -> None:
        sql, self._literals = read.compiled
        super().__init__(_rewritten(sql))

    @cached_property
    def compiled(self) -> tuple[str, dict[str, Any]]:
        return self._sql, self._literals


@lru_cache(maxsize=1024)
def _rewritten(sql: str) -> str:
    return _NAMED.sub(_table, sql)


def _table(found: re.Match[str]) -> str:
    before, name, alias = found.groups()
    view = name + _ENDING
    return f"{before}{name}{alias or f' AS {view}'}" if view in _declared() else found[0]


class _AllCount:
    """The Reader it is given, of the tables."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.now = reader.now

    def fetch(self, read: ReadSql, **values: Any) -> list[Any]:
        return self._reader.fetch(_OfTables(read), **values)

    def first(self, read: ReadSql, **values: Any) -> Any:
        return self._reader.first(_OfTables(read), **values)

    def scalar(self, read: ReadSql, **values: Any) -> Any:
        return self._reader.scalar(_OfTables(read), **values)

    def each(self, read: ReadSql, **values: Any) -> Iterator[Any]:
        return self._reader.each(_OfTables(read), **values)

    def within(self, read: ReadSql, steps: int) -> list[Any]:
        return self._reader.within(_OfTables(read), steps)

    def once(self, key: object, tables: tuple[str, ...], ask: Callable[[], A]) -> A:
        return self._reader.once(key, tables, ask)
