"""How the centre hands out whole tables: functions made from the declared tables that give rows in
the very form a station keeps them, by key, as text; and sums over them to compare both sides by.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Table

from app.kernel.errors import ensure
from app.storage.tables import central, station

_WIRES = {
    "id": "{}::text",
    "text": "{}",
    "whole": "{}::text",
    "day": "to_char({}, 'YYYY-MM-DD')",
    "instant": "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
    "yes_no": "{}::int::text",
    "blob": "encode({}, 'hex')",
}
_HEAD = (
    "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
)


def functions() -> Iterator[str]:
    """For each table a page of it beyond a key, and the rows with given ids."""
    for name in sorted(central.tables):
        table = station.tables[name]
        columns, source, order = _fact(table) if is_fact(table) else _document(table)
        given = ", ".join(f'"{column.name}" text' for column in table.columns)
        beyond = "(t.id, t.content_hash) > (p_id, p_hash)" if is_fact(table) else "t.id > p_id"
        for function, arguments, where, limit in (
            ("page", "p_id uuid, p_hash bytea, p_limit int", beyond, "LIMIT p_limit"),
            ("some", "p_ids uuid[]", "t.id = ANY (p_ids)", ""),
        ):
            yield f"DROP FUNCTION IF EXISTS sync.{function}_{name}({_types(arguments)})"
            yield f"""\
CREATE FUNCTION sync.{function}_{name}({arguments}) RETURNS TABLE ({given})
{_HEAD}
#variable_conflict use_column
DECLARE
    o uuid := (sync.caller()).organization_id;
BEGIN
    RETURN QUERY SELECT {columns} FROM {source}
    WHERE t.organization_id = o AND {where} ORDER BY {order} {limit};
END $$"""


def is_fact(table: Table) -> bool:
    return bool(table.info["kind"] == "fact")


def wire(column: Column[object], source: str) -> str:
    """A column of the centre as the text that a station keeps and hashes."""
    role = column.info["role"]
    ensure(role in _WIRES, f"{column} has a type that can be handed out")
    return _WIRES[role].format(f'{source}."{column.name}"')


def _fact(table: Table) -> tuple[str, str, str]:
    columns = ", ".join(wire(column, "t") for column in table.columns)
    return columns, f"public.{table.name} t", "t.id, t.content_hash"


def _document(table: Table) -> tuple[str, str, str]:
    """The clock of the edit that made a document is the lowest of its fields'; fields with another
    one are told in `clocks` (`merging` reads them so).
    """
    names: tuple[str, ...] = table.info["content"]
    stamps = ", ".join(f't."{name}__stamp"' for name in names)
    edits = ", ".join(f't."{name}__edit"' for name in names)
    made = ", ".join(
        f'CASE WHEN t."{name}__stamp" = m.s THEN t."{name}__edit" END' for name in names
    )
    gone = " OR ".join(
        f'(t."{name}" IS NULL AND t."{name}__stamp" IS NOT NULL)'
        for name in names
        if table.columns[name].nullable
    )
    each = ", ".join(
        f'(\'{name}\', t."{name}__stamp", t."{name}__edit", t."{name}" IS NULL)' for name in names
    )
    plain = f"greatest({stamps}) = m.s AND least({edits}) = greatest({edits})" + (
        f" AND NOT ({gone})" if gone else ""
    )
    own = {
        "stamp": "m.s::text",
        "edit_id": f"coalesce({made})::text",
        "clocks": f"CASE WHEN {plain} THEN '{{}}' ELSE coalesce((SELECT "
        "jsonb_object_agg(v.n, jsonb_build_array(v.s, v.e)) "
        f"FROM (VALUES {each}) v(n, s, e, z) WHERE v.s IS NOT NULL "
        f"AND (v.z OR (v.s, v.e) <> (m.s, coalesce({made})))), '{{}}')::text END",
        "extra": "t.extra",
    }
    columns = ", ".join(own.get(c.name) or wire(c, "t") for c in table.columns)
    source = f"public.{table.name} t CROSS JOIN LATERAL (SELECT least({stamps}) AS s OFFSET 0) m"
    return columns, source, "t.id"


def _types(arguments: str) -> str:
    return ", ".join(one.split()[1] for one in arguments.split(", "))
