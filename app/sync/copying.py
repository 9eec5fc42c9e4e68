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
_BELONGING = {"invoice_line": "invoice_id"}
"""Tables whose rows are also asked for by what they belong to."""
_HEAD = (
    "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$"
)


def functions() -> Iterator[str]:
    """For each table a page of it beyond a key, of facts also as far as given records brought
    them, and the rows with given ids; of some those that belong to given ids.
    """
    for name in sorted(central.tables):
        table = station.tables[name]
        columns, more = (_fact(table), "") if is_fact(table) else _document(table)
        given = ", ".join(f'"{column.name}" text' for column in table.columns)
        order = "t.id, t.content_hash" if is_fact(table) else "t.id"
        beyond = "(t.id, t.content_hash) > (p_id, p_hash)" if is_fact(table) else "t.id > p_id"
        kinds = [
            ("page", "p_id uuid, p_hash bytea, p_limit int", beyond, "LIMIT p_limit"),
            ("some", "p_ids uuid[]", "t.id = ANY (p_ids)", "OFFSET 0"),
        ]
        if is_fact(table):
            known = "(p_vector->>(t.from_station_id || '/' || t.from_incarnation))::bigint"
            held = f"{beyond} AND t.from_seq <= {known}"
            vector = "p_id uuid, p_hash bytea, p_limit int, p_vector jsonb"
            kinds.append(("held", vector, held, "LIMIT p_limit"))
        if name in _BELONGING:
            of = f"t.{_BELONGING[name]} = ANY (p_ids)"
            kinds.append(("of", "p_ids uuid[]", of, "OFFSET 0"))
        for function, arguments, where, limit in kinds:
            yield f"DROP FUNCTION IF EXISTS sync.{function}_{name}({_types(arguments)})"
            yield f"""\
CREATE FUNCTION sync.{function}_{name}({arguments}) RETURNS TABLE ({given})
{_HEAD}
#variable_conflict use_column
DECLARE
    o uuid := (sync.caller()).organization_id;
BEGIN
    RETURN QUERY SELECT {columns} FROM (
        SELECT t.*{more} FROM public.{name} t
        WHERE t.organization_id = o AND {where} ORDER BY {order} {limit}
    ) t ORDER BY {order};
END $$"""


def is_fact(table: Table) -> bool:
    return bool(table.info["kind"] == "fact")


def wire(column: Column[object], source: str) -> str:
    """A column of the centre as the text that a station keeps and hashes."""
    role = column.info["role"]
    ensure(role in _WIRES, f"{column} has a type that can be handed out")
    return _WIRES[role].format(f'{source}."{column.name}"')


def _fact(table: Table) -> str:
    return ", ".join(wire(column, "t") for column in table.columns)


def _document(table: Table) -> tuple[str, str]:
    """The columns, and one more that says whether one edit made all of the row, as nearly always.

    The clock of the edit that made a document is the lowest of its fields'; fields with another
    one are told in `clocks` (`merging` reads them so).
    """
    names: tuple[str, ...] = table.info["content"]
    first = next(name for name in names if not table.columns[name].nullable)
    made = f't."{first}__stamp"', f't."{first}__edit"'
    same = [
        f'(t."{name}__stamp" IS NULL OR (t."{name}__stamp" = {made[0]} '
        f'AND t."{name}__edit" = {made[1]}'
        + (f' AND t."{name}" IS NOT NULL))' if table.columns[name].nullable else "))")
        for name in names
    ]
    each = ", ".join(
        f'(\'{name}\', t."{name}__stamp", t."{name}__edit", t."{name}" IS NULL)' for name in names
    )
    fields = (
        f"WITH v(n, s, e, z) AS (VALUES {each}), "
        "m AS (SELECT v.s, v.e FROM v WHERE v.s IS NOT NULL ORDER BY v.s, v.e LIMIT 1)"
    )
    clocks = (
        f"({fields} SELECT coalesce(jsonb_object_agg(v.n, jsonb_build_array(v.s, v.e)), '{{}}') "
        "FROM v, m WHERE v.s IS NOT NULL AND (v.z OR (v.s, v.e) <> (m.s, m.e)))"
    )
    begun = [
        f"(CASE WHEN t.one_edit THEN {value} ELSE ({fields} SELECT m.{part} FROM m) END)::text"
        for value, part in zip(made, "se", strict=True)
    ]
    own = {
        "stamp": begun[0],
        "edit_id": begun[1],
        "clocks": f"CASE WHEN t.one_edit THEN '{{}}' ELSE {clocks}::text END",
        "extra": "t.extra",
    }
    columns = ", ".join(own.get(c.name) or wire(c, "t") for c in table.columns)
    return columns, f", ({made[0]} IS NOT NULL AND {' AND '.join(same)}) AS one_edit"


def _types(arguments: str) -> str:
    return ", ".join(one.split()[1] for one in arguments.split(", "))
