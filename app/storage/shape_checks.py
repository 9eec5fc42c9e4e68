"""What must hold of the database as a house: its tables, and whose it is; it never repairs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from typing import Any

from sqlalchemy import CheckConstraint, Table, select
from sqlcipher3 import dbapi2 as driver

from app.kernel.translate import t
from app.storage import schema
from app.storage.checking import Check, restore_backup
from app.storage.ddl import station_statements
from app.storage.numbering import prefix_of
from app.storage.statements import Read, Reader, ReadSql
from app.storage.tables import station

_NOT_DECLARED = re.compile(r"alembic_version|sqlite_.*|search_word.*|search_vocabulary")
_NAMES = ReadSql("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
_COLUMNS = 'SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(:name) ORDER BY name'
_STRICT = "SELECT strict, wr FROM pragma_table_list(:name) WHERE schema = 'main'"
_INDEXES = (
    'SELECT i.name, i."unique", c.seqno, c.name FROM pragma_index_list(:name) AS i, '
    "pragma_index_xinfo(i.name) AS c WHERE c.key ORDER BY i.name, c.seqno"
)
_LOOKS = tuple(map(ReadSql, (_COLUMNS, _STRICT, _INDEXES)))
_LIVES = Read(
    select(
        schema.stream.c.incarnation,
        schema.stream.c.ordinal,
        schema.stream.c.prefix,
        schema.stream.c.current,
    ).order_by(schema.stream.c.ordinal)
)
_STATION = Read(select(schema.this_station.c.one, schema.this_station.c.station_code))
_STREAMS = ReadSql(
    "SELECT DISTINCT incarnation FROM station_log WHERE station IN (SELECT station_id FROM "
    "this_station) EXCEPT SELECT incarnation FROM stream EXCEPT "
    "SELECT incarnation FROM station_life"
)
_ORGANIZATIONS = ReadSql(
    "SELECT organization FROM (SELECT organization FROM station_log LIMIT 1) "
    "EXCEPT SELECT organization_id FROM this_station"
)


def shape_checks() -> tuple[Check, ...]:
    """That nobody rebuilt the house, and that it belongs to who works in it."""
    return (
        Check(
            "storage.tables",
            "Every table and index is as this program made it.",
            _tables,
            restore_backup(),
        ),
        Check(
            "storage.lives",
            "The database is one station's, and its last life writes the log.",
            _lives,
            restore_backup(),
        ),
    )


def _tables(reader: Reader) -> Iterator[str]:
    there = {n: sql for n, sql in reader.fetch(_NAMES) if not _NOT_DECLARED.fullmatch(n)}
    wanted = _as_declared()
    for name, table in sorted(station.tables.items()):
        sql = there.pop(name, None)
        if sql is None:
            yield t("The table {table} is gone.", table=name)
            continue
        found = _shape(reader.fetch, name)
        if found != wanted[name] or not _has_promises(table, sql):
            yield t("The table {table} or one of its indexes was changed.", table=name)
    for name in sorted(there):
        yield t("The table {table} is not ours.", table=name)


def _shape(fetch: Callable[..., list[Any]], name: str) -> list[Any]:
    return [fetch(look, name=name) for look in _LOOKS]


@cache
def _as_declared() -> dict[str, list[Any]]:
    """The same looks at an empty database in memory, made by the declarations."""
    with closing(driver.connect(":memory:")) as connection:
        for statement in station_statements():
            if statement.startswith(("CREATE TABLE", "CREATE INDEX", "CREATE UNIQUE")):
                connection.execute(statement)

        def fetch(look: ReadSql, **values: Any) -> list[Any]:
            found: list[Any] = connection.execute(look.compiled[0], values).fetchall()
            return found

        return {name: _shape(fetch, name) for name in station.tables}


def _has_promises(table: Table, sql: str) -> bool:
    checks = (c for c in table.constraints if isinstance(c, CheckConstraint))
    return all(_bare(str(check.sqltext)) in _bare(sql) for check in checks)


def _bare(sql: str) -> str:
    return re.sub(r"\s+", "", sql)


def _lives(reader: Reader) -> Iterator[str]:
    stations = reader.fetch(_STATION)
    if [one for one, _ in stations] != [1]:
        yield t("The database names {count} stations as its own.", count=len(stations))
        return
    lives = reader.fetch(_LIVES)
    last = len(lives)
    for number, (incarnation, ordinal, prefix, current) in enumerate(lives, 1):
        fits = prefix == prefix_of(stations[0][1], ordinal, incarnation)
        if ordinal != number or not fits or current != int(number == last):
            yield t("The life {number} of this station was changed.", number=number)
    if not lives:
        yield t("The database does not say which stream it writes.")
    for (incarnation,) in reader.fetch(_STREAMS):
        yield t("The log has a stream {name} that is none of ours.", name=incarnation)
    for (organization,) in reader.fetch(_ORGANIZATIONS):
        yield t("The log belongs to another organization, {id}.", id=organization)
