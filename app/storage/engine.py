"""The open database as the program has it: a pool of readers, and every guard in place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy.pool import QueuePool

from app.kernel.errors import OutsideError
from app.kernel.translate import t
from app.storage.connection import (
    CACHE_KIB,
    DATABASE_NAME,
    SCHEMA_REVISION,
    connect,
    refuse_library,
    schema_revision,
)
from app.storage.tables import station

__all__ = [
    "CACHE_KIB",
    "DATABASE_NAME",
    "SCHEMA_REVISION",
    "connect",
    "reading_pool",
    "refuse_library",
    "refuse_missing_guards",
    "schema_revision",
]


def reading_pool(path: Path, key: bytes, size: int = 3, cache_kib: int = CACHE_KIB) -> QueuePool:
    """Connections that can only read, for screens and reports."""

    def connection() -> Any:
        return connect(path, key, reading=True, cache_kib=cache_kib)

    return QueuePool(connection, pool_size=size, max_overflow=0, timeout=30)


def refuse_missing_guards(cursor: Any, metadata: MetaData = station) -> None:
    """An OutsideError unless the triggers are exactly ours: a careless migration
    drops them.
    """
    there = dict(cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    known: set[str] = set()
    for _, table in sorted(metadata.tables.items()):
        declared = [s for s in table.info["after"] if s.startswith("CREATE TRIGGER")]
        known.update(statement.split()[2] for statement in declared)
        for statement in declared:
            if there.get(statement.split()[2]) != statement:
                raise OutsideError(
                    t(
                        "The database has lost a guard of the table {table}. Nothing was changed. "
                        "Restore the latest backup, or ask for help with this sentence.",
                        table=statement.partition(" ON ")[2].split()[0],
                    )
                )
    if foreign := sorted(there.keys() - known):
        raise OutsideError(
            t(
                "The database has a trigger that is none of ours: {name}. Nothing was changed. "
                "Restore the latest backup, or ask for help with this sentence.",
                name=foreign[0],
            )
        )
