"""The schema as statements: what a migration freezes into a file and what a test
compares it with.
"""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable, SetColumnComment, SetTableComment

from app.storage.tables import CENTRAL_FUNCTIONS, central, station

BREAK = "\n;;\n"
"""Between two statements of a file; triggers and functions have semicolons of their own."""


def station_statements(metadata: MetaData = station) -> list[str]:
    """Tables, indexes, then triggers, counted views and the full-text index, for SQLite."""
    return _statements(metadata, sqlite.dialect())


def central_statements(metadata: MetaData = central) -> list[str]:
    """Functions, tables with comments, then guards, for Postgres."""
    return [*CENTRAL_FUNCTIONS, *_statements(metadata, postgresql.dialect())]  # type: ignore[no-untyped-call]


def _statements(metadata: MetaData, dialect: Dialect) -> list[str]:
    tables = sorted(metadata.tables.values(), key=lambda table: table.name)
    made: list[str] = []
    for table in tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        made.extend(str(CreateIndex(index).compile(dialect=dialect)) for index in indexes)
        if dialect.supports_comments:
            made.append(str(SetTableComment(table).compile(dialect=dialect)))
            made.extend(
                str(SetColumnComment(column).compile(dialect=dialect))
                for column in table.columns
                if column.comment
            )
    made.extend(after for table in tables for after in table.info["after"])
    return ["\n".join(line.rstrip() for line in text.strip().splitlines()) for text in made]
