"""Statements compiled once: SQLAlchemy Core writes the SQL, the driver's own cursor runs it.

Core's execution costs as much again as the statements themselves; a payment has some thirty of
them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.sql.selectable import SelectBase

from app.storage.reading import CursorReader, Reader, ReadSql
from app.storage.tables import Row, Wire

__all__ = ["CursorReader", "Read", "ReadSql", "Reader"]

# The plain dialect says what SQLite reads; importing SQLite's own brings asyncio and costs 60 ms.
_NAMED = DefaultDialect(paramstyle="named")


class Read(ReadSql):
    """A select with bind parameters, given by name when it runs; compiled at its first use."""

    def __init__(self, statement: SelectBase) -> None:
        super().__init__("")
        self._statement = statement

    @cached_property
    def compiled(self) -> tuple[str, dict[str, Any]]:
        """The SQL, and the values of the literals in it."""
        compiled = self._statement.compile(dialect=_NAMED)
        return str(compiled), {k: v for k, v in compiled.params.items() if v is not None}


@lru_cache(maxsize=512)
def values_of(table: Table) -> Callable[[Row], tuple[Wire, ...]]:
    """The values of a whole row in the order of the table's columns."""
    take = itemgetter(*(c.name for c in table.columns))
    return take if len(table.columns) > 1 else lambda row: (take(row),)


@lru_cache(maxsize=512)
def insert_sql(table: Table) -> tuple[str, tuple[str, ...]]:
    """The insert of a whole row and the order of its columns."""
    names = tuple(c.name for c in table.columns)
    places = ", ".join("?" * len(names))
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})", names


@lru_cache(maxsize=512)
def upsert_sql(table: Table) -> tuple[str, tuple[str, ...]]:
    """The insert of a whole row that replaces the values of an existing key, in place."""
    insert, names = insert_sql(table)
    key = _key(table)
    rest = [n for n in names if n not in key]
    update = ", ".join(f"{n} = excluded.{n}" for n in rest)
    action = f"DO UPDATE SET {update}" if rest else "DO NOTHING"
    return f"{insert} ON CONFLICT ({', '.join(key)}) {action}", names


@lru_cache(maxsize=512)
def add_sql(table: Table, keys: tuple[str, ...], deltas: tuple[str, ...]) -> str:
    """An insert that adds its numbers to those of an existing key."""
    names = (*keys, *deltas)
    update = ", ".join(f"{d} = {table.name}.{d} + excluded.{d}" for d in deltas)
    return (
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "
        f"ON CONFLICT ({', '.join(_key(table))}) DO UPDATE SET {update}"
    )


@lru_cache(maxsize=512)
def update_sql(table: Table, fields: tuple[str, ...]) -> str:
    """An update of some fields of one row by its key."""
    sets = ", ".join(f"{f} = ?" for f in fields)
    where = " AND ".join(f"{k} = ?" for k in _key(table))
    return f"UPDATE {table.name} SET {sets} WHERE {where}"


@lru_cache(maxsize=512)
def delete_sql(table: Table, keys: tuple[str, ...]) -> str:
    """A delete of the rows with these key values; of all rows without any."""
    where = " WHERE " + " AND ".join(f"{k} = ?" for k in keys) if keys else ""
    return f"DELETE FROM {table.name}{where}"


@lru_cache(maxsize=512)
def row_sql(table: Table) -> tuple[str, tuple[str, ...]]:
    """The whole row of a one-column key."""
    names = tuple(c.name for c in table.columns)
    return f"SELECT {', '.join(names)} FROM {table.name} WHERE {_key(table)[0]} = ?", names


def _key(table: Table) -> Sequence[str]:
    return tuple(c.name for c in table.primary_key.columns)
