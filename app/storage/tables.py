"""The four kinds of table (fact, document, view, local), each in its station's and its central
shape.

A declaration gives two SQLAlchemy tables: one in `station` (STRICT SQLite, with the triggers of its
kind in `info["after"]`) and, for facts and documents, one in `central` (plain Postgres, led by
`organization_id`, without foreign keys between synced facts, with a clock per document field).
Rows travel as wire values: ids, ISO dates and UTC instants as text, minor units and 0/1 as
integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    table,
)
from sqlalchemy.sql.expression import TableClause
from sqlalchemy.types import TypeEngine

station = MetaData()
central = MetaData()

_REFUSE_CHANGE = (
    "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION 'a row of % is posted and never changes', TG_TABLE_NAME "
    "USING ERRCODE = 'P0409'; END $$"
)
CENTRAL_FUNCTIONS = (_REFUSE_CHANGE,)
"""What the guards of every central fact table call."""

Wire = str | int | bytes | None
Row = dict[str, Wire]


def _column(name: str, kind: TypeEngine[Any], null: bool, comment: str, role: str) -> Column[Any]:
    return Column(name, kind, nullable=null, comment=comment or None, info={"role": role})


def ident(name: str, comment: str = "", *, null: bool = False, takes_back: str = "") -> Column[Any]:
    """An id: a UUID as lower-case text here, `uuid` at the centre.

    `takes_back` is the fact table of what a row with it undoes, corrects or gives back: the record
    that tells the row counts only while that fact counts (sync.md 4).
    """
    made = _column(
        name, Text().with_variant(Uuid(as_uuid=False), "postgresql"), null, comment, "id"
    )
    if takes_back:
        made.info["takes_back"] = takes_back
    return made


def words(name: str, comment: str = "", *, null: bool = False) -> Column[Any]:
    return _column(name, Text(), null, comment, "text")


def whole(name: str, comment: str = "", *, null: bool = False) -> Column[Any]:
    """A whole number of 64 bits; money in minor units ends in `_minor`."""
    return _column(name, Integer().with_variant(BigInteger(), "postgresql"), null, comment, "whole")


def day(name: str, comment: str = "", *, null: bool = False) -> Column[Any]:
    return _column(name, Text().with_variant(Date(), "postgresql"), null, comment, "day")


def instant(name: str, comment: str = "", *, null: bool = False) -> Column[Any]:
    """A UTC instant as fixed-width text here, `timestamptz` at the centre."""
    return _column(
        name, Text().with_variant(DateTime(timezone=True), "postgresql"), null, comment, "instant"
    )


def yes_no(name: str, comment: str = "", *, null: bool = False) -> Column[Any]:
    return _column(name, Integer().with_variant(Boolean(), "postgresql"), null, comment, "yes_no")


def blob(name: str, comment: str = "", *, null: bool = False) -> Column[Any]:
    return _column(name, LargeBinary(), null, comment, "blob")


def made() -> list[Column[Any]]:
    """The columns every heading fact carries: when, for which day, where and by whom."""
    return [
        instant("at", "when it was committed, by the station's clock"),
        day("business_date", "the day it is booked to"),
        ident("station_id", "where it was made"),
        ident("made_by", "the user who did it"),
    ]


def fact_table(
    name: str,
    *items: Column[Any] | CheckConstraint,
    comment: str,
    indexes: Sequence[Index] = (),
    version: int = 1,
    guards: Sequence[str] = (),
    central_guards: Sequence[str] = (),
    leaves: str = "",
) -> Table:
    """A table of facts: inserted, never changed or deleted; its key is (id, content_hash).

    `guards` are further triggers of this table, `central_guards` functions and triggers at the
    centre. `leaves` is the one condition under which a station may let a row go. All columns but
    the hash are content.
    """
    columns = [item for item in items if isinstance(item, Column)]
    checks = [item for item in items if isinstance(item, CheckConstraint)]
    made_here = Table(
        name,
        station,
        ident("id"),
        blob("content_hash", "SHA-256 over the content columns"),
        *columns,
        PrimaryKeyConstraint("id", "content_hash"),
        *checks,
        *indexes,
        sqlite_strict=True,
        comment=comment,
        info={
            "kind": "fact",
            "record_type": f"{name}.v{version}",
            "content": tuple(c.name for c in columns),
            "after": [*_guards(name, leaves), *guards],
        },
    )
    Table(
        name,
        central,
        ident("organization_id"),
        ident("id"),
        blob("content_hash", "SHA-256 over the content columns"),
        *(_copy(c) for c in columns),
        *_envelope(),
        PrimaryKeyConstraint("organization_id", "id", "content_hash"),
        *(check(str(c.name), str(c.sqltext)) for c in checks),
        comment=comment,
        info={"kind": "fact", "after": [_central_guard(name), *central_guards]},
    )
    return made_here


def document_table(
    name: str, *columns: Column[Any], comment: str, indexes: Sequence[Index] = (), version: int = 1
) -> Table:
    """A table of documents: changed by actions, each change logged; never deleted.

    `stamp` and `edit_id` are the clock of the edit that made the row; `clocks` holds, as JSON,
    those
    of the fields that were edited since; `extra` keeps fields of newer versions.
    """
    here = Table(
        name,
        station,
        ident("id"),
        *columns,
        whole("stamp", "edit stamp in ms of the edit that made the row (sync.md 4)"),
        ident("edit_id", "the edit that made the row"),
        words("clocks", "JSON {field: [stamp, edit_id]} of fields edited since"),
        words("extra", "JSON of fields this version does not know", null=True),
        PrimaryKeyConstraint("id"),
        *indexes,
        sqlite_strict=True,
        comment=comment,
        info={
            "kind": "document",
            "record_type": f"{name}.v{version}",
            "content": tuple(c.name for c in columns),
            "after": [
                _trigger(name, "no_delete", f"BEFORE DELETE ON {name}", "is kept for ever"),
            ],
        },
    )
    clocks = [
        piece
        for c in columns
        for piece in (
            whole(f"{c.name}__stamp", "edit stamp of the field", null=True),
            ident(f"{c.name}__edit", "edit that set the field", null=True),
        )
    ]
    Table(
        name,
        central,
        ident("organization_id"),
        ident("id"),
        *(_copy(c, null=True) for c in columns),
        *clocks,
        words("extra", "fields this version does not know", null=True),
        PrimaryKeyConstraint("organization_id", "id"),
        comment=comment,
        info={"kind": "document", "after": []},
    )
    return here


def view_table(
    name: str,
    *columns: Column[Any],
    key: Sequence[str],
    comment: str,
    indexes: Sequence[Index] = (),
) -> Table:
    """A table derived from facts in the same transaction; may be dropped and made afresh."""
    return _plain("view", name, columns, key, comment, indexes)


def local_table(
    name: str,
    *columns: Column[Any],
    key: Sequence[str],
    comment: str,
    indexes: Sequence[Index] = (),
) -> Table:
    """A table of this station's own, changed in place, never logged and never sent."""
    return _plain("local", name, columns, key, comment, indexes)


@cache
def counted(fact: Table) -> TableClause:
    """The facts of `fact` that count: what every view and sum reads (see the `uncounted` table);
    the same for all who ask, so that conditions of one module fit selects of another.
    """
    return table(f"{fact.name}_counted", *(Column(c.name, c.type) for c in fact.columns))


def check(name: str, sql: str) -> CheckConstraint:
    return CheckConstraint(sql, name=name)


def _plain(
    kind: str,
    name: str,
    columns: Sequence[Column[Any]],
    key: Sequence[str],
    comment: str,
    indexes: Sequence[Index],
) -> Table:
    return Table(
        name,
        station,
        *columns,
        PrimaryKeyConstraint(*key),
        *indexes,
        sqlite_strict=True,
        comment=comment,
        info={"kind": kind, "after": []},
    )


def _copy(column: Column[Any], *, null: bool | None = None) -> Column[Any]:
    copied: Column[Any] = Column(
        column.name,
        column.type,
        nullable=column.nullable if null is None else null,
        comment=column.comment,
        info=dict(column.info),
    )
    return copied


def _envelope() -> list[Column[Any]]:
    return [
        ident("from_station_id", "the stream that brought it: station"),
        words("from_incarnation", "the stream that brought it: incarnation"),
        whole("from_seq", "the stream that brought it: record"),
        instant("received_at", "when the centre stored it"),
    ]


def _guards(name: str, leaves: str) -> list[str]:
    """The triggers of a fact table at a station, and the view of the facts that count."""
    counted_view = (
        f"CREATE VIEW {name}_counted AS SELECT * FROM {name} AS f WHERE NOT EXISTS "
        f"(SELECT 1 FROM uncounted AS u WHERE u.fact_table = '{name}' AND u.fact_id = f.id "
        f"AND u.content_hash = f.content_hash)"
    )
    goes = f"BEFORE DELETE ON {name}" + (f" WHEN NOT ({leaves})" if leaves else "")
    return [
        _trigger(name, "no_change", f"BEFORE UPDATE ON {name}", "is posted and never changes"),
        _trigger(name, "no_delete", goes, "is posted and never deleted"),
        counted_view,
    ]


def _trigger(name: str, suffix: str, when: str, why: str) -> str:
    return (
        f"CREATE TRIGGER {name}_{suffix} {when} "
        f"BEGIN SELECT RAISE(ABORT, 'a row of {name} {why}'); END"
    )


def _central_guard(name: str) -> str:
    return (
        f"CREATE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON {name} "
        f"FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
