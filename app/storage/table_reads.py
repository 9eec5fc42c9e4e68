"""What checks read of whole tables; each statement is made once, because making it costs more than
running it over a small practice.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Table, func, literal_column, select

from app.storage.forward import ENTRY, LINE
from app.storage.schema_folding import forward_entry
from app.storage.statements import Read
from app.storage.tables import station

ENTRY_OF = {LINE: "entry_id", ENTRY: "id"}
"""The column that names the entry, where a table's rows may only bring sums forward."""


@cache
def of_kind(kind: str) -> tuple[Table, ...]:
    """The tables of one kind, by name."""
    tables = (table for table in station.tables.values() if table.info["kind"] == kind)
    return tuple(sorted(tables, key=lambda table: table.name))


@cache
def count(table: Table) -> Read:
    return Read(select(func.count()).select_from(table))


@cache
def last_row(table: Table) -> Read:
    """The number of the last row, which says about how many there are, and is known at once."""
    return Read(select(func.max(literal_column("rowid"))).select_from(table))


@cache
def facts(table: Table) -> Read:
    """The id and the hash of every fact."""
    return Read(select(table.c.id, table.c.content_hash).where(*_facts_alone(table)))


def _facts_alone(table: Table) -> tuple[Any, ...]:
    """Leaves out what only brings sums forward."""
    name = ENTRY_OF.get(table.name)
    return () if name is None else (table.c[name].not_in(select(forward_entry.c.id)),)


@cache
def edited(table: Table) -> Read:
    """The documents that say they were edited after they were made."""
    return Read(select(table.c.id).where(table.c.clocks != "{}"))


@cache
def documents(table: Table) -> Read:
    """id, stamp, edit, clocks and unknown fields of every document, then its content."""
    head = (table.c.id, table.c.stamp, table.c.edit_id, table.c.clocks, table.c.extra)
    return Read(select(*head, *(table.c[name] for name in table.info["content"])))
