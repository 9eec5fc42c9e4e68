"""Sums over the centre's tables by month, which a station makes over its own to compare: functions
made from the declared tables, and the same expressions for SQLite.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table

from app.storage.tables import central, station
from app.sync.copying import is_fact, wire

_HEAD = (
    "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
)
_NONE = "\x01"
"""What stands for a null among the texts that are hashed; no text that people type has it."""
_APART = "\x1f"


def functions() -> Iterator[str]:
    """For each table the rows of it as (bucket, id, money, hash), all or those of one bucket."""
    for name in sorted(central.tables):
        table = station.tables[name]
        where = "true" if is_fact(table) else _whole(table)
        yield f"""\
CREATE OR REPLACE FUNCTION sync.digest_{name}(p_bucket text, p_without uuid[])
RETURNS TABLE (bucket text, id uuid, minor bigint, hash text) {_HEAD}
#variable_conflict use_column
DECLARE
    o uuid := (sync.caller()).organization_id;
BEGIN
    RETURN QUERY SELECT {bucket_there(table)}, t.id, {money(table)}::bigint, {_hash(table)}
    FROM public.{name} t
    WHERE t.organization_id = o AND {where} AND t.id <> ALL (p_without)
        AND (p_bucket = '' OR {bucket_there(table)} = p_bucket);
END $$"""


def dated_by(table: Table) -> str:
    """The column whose month a fact is counted in; empty where rows have none."""
    names = table.info["content"] if is_fact(table) else ()
    return next((name for name in ("business_date", "at") if name in names), "")


def bucket_there(table: Table) -> str:
    name = dated_by(table)
    return f"left({wire(table.columns[name], 't')}, 7)" if name else "right(t.id::text, 2)"


def bucket_here(table: Table) -> str:
    """The same in SQLite."""
    name = dated_by(table)
    return f"substr({name}, 1, 7)" if name else "substr(id, -2)"


def money(table: Table) -> str:
    """The money of a row, where it has any that adds up to something."""
    names = table.info["content"] if is_fact(table) else ()
    return next((name for name in ("amount_minor", "total_minor") if name in names), "0")


def document_text(document_id: str, fields: dict[str, tuple[str | None, str, str]]) -> str:
    """What is hashed of a document: each field, by the order of its table, and its clock."""
    parts = [document_id]
    for value, stamp, edit in fields.values():
        parts += [_NONE if value is None else value, stamp, edit]
    return _APART.join(parts)


def _hash(table: Table) -> str:
    if is_fact(table):
        return "encode(t.content_hash, 'hex')"
    parts = ["t.id::text"]
    for name in table.info["content"]:
        parts.append(f"coalesce({wire(table.columns[name], 't')}, E'\\x01')")
        parts.append(f"coalesce(t.\"{name}__stamp\"::text, '')")
        parts.append(f"coalesce(t.\"{name}__edit\"::text, '')")
    joined = " || E'\\x1f' || ".join(parts)
    return f"encode(sha256(convert_to({joined}, 'UTF8')), 'hex')"


def _whole(table: Table) -> str:
    """Only documents that were made; of others there are edits alone."""
    needed = [n for n in table.info["content"] if not table.columns[n].nullable]
    return " AND ".join(f't."{name}" IS NOT NULL' for name in needed)
