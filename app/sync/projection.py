"""What the centre does with the rows of a record: functions made from the declared tables, so that
each row is one planned statement and a table that is new here is known there after an upgrade.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Table

from app.kernel.errors import ensure
from app.storage.tables import central, station

_CASTS = {
    "id": "::uuid",
    "text": "",
    "whole": "::bigint",
    "day": "::date",
    "instant": "::timestamptz",
    "yes_no": "::int::boolean",
}
LATEST = 2**52
"""The latest edit stamp, in ms: whoever edits after it must still find a later one."""
_HEAD = "LANGUAGE plpgsql VOLATILE AS $$"


def functions() -> Iterator[str]:
    """Every function that puts rows into tables, then the one that chooses among them."""
    tables = [station.tables[name] for name in sorted(central.tables)]
    for table in tables:
        yield _fact(table) if table.info["kind"] == "fact" else _document(table)
    yield _apply(tables)
    yield _put_row(tables)


def reversals() -> Iterator[str]:
    """What rows take back, as “table id”; by the name of their kind, so that a newer version of one
    waits too.
    """
    branches = []
    for table in (station.tables[name] for name in sorted(central.tables)):
        named = [
            f"'{column.info['takes_back']} ' || (r.f->>'{column.name}')"
            for column in table.columns
            if "takes_back" in column.info
        ]
        if named:
            branches.append(f"WHEN '{table.name}' THEN ARRAY[{', '.join(named)}]")
    cases = "\n            ".join(branches)
    yield f"""\
CREATE OR REPLACE FUNCTION sync.taken_back(said jsonb[]) RETURNS SETOF text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT u.what FROM (
        SELECT split_part(s->>'t', '.', 1) AS kind, s->'f' AS f
        FROM unnest(said) b(rows), LATERAL jsonb_array_elements(b.rows) s OFFSET 0
    ) r, LATERAL unnest(CASE r.kind
            {cases}
        END) u(what) WHERE u.what IS NOT NULL ORDER BY 1
$$"""


def value_of(column: Column[object], source: str) -> str:
    """A field of the record as the column's type; blobs travel as hex."""
    role = column.info["role"]
    if role == "blob":
        return f"decode({source}, 'hex')"
    ensure(role in _CASTS, f"{column} has a type that can be read back")
    return f"({source}){_CASTS[role]}"


def content_of(table: Table) -> list[Column[object]]:
    """The fields of a table that records carry."""
    names: tuple[str, ...] = table.info["content"]
    return [table.columns[name] for name in names]


def _fact(table: Table) -> str:
    """Insert or same, by id and content; what was sent as its content must be what it hashes to."""
    columns, kind = content_of(table), table.info["record_type"]
    parts = " || ".join(
        ["sync.part('" + kind + "')", "sync.content(r->>'id')"]
        + [f"sync.content(f->>'{column.name}')" for column in columns]
    )
    names = ", ".join(f'"{column.name}"' for column in columns)
    values = ", ".join(value_of(column, f"f->>'{column.name}'") for column in columns)
    return f"""\
CREATE OR REPLACE FUNCTION sync.put_{table.name}(
    o uuid, p_station uuid, p_incarnation text, p_seq bigint, r jsonb
) RETURNS void {_HEAD}
DECLARE
    f jsonb := r->'f';
    h bytea := sha256({parts});
BEGIN
    IF encode(h, 'hex') IS DISTINCT FROM r->>'h' THEN
        RAISE EXCEPTION 'a fact of {table.name} is not what its hash says' USING ERRCODE = 'P0422';
    END IF;
    INSERT INTO public.{table.name} (organization_id, id, content_hash, {names},
        from_station_id, from_incarnation, from_seq, received_at)
    VALUES (o, (r->>'id')::uuid, h, {values}, p_station, p_incarnation, p_seq, clock_timestamp())
    ON CONFLICT (organization_id, id, content_hash) DO NOTHING;
    IF FOUND AND EXISTS (
        SELECT 1 FROM public.{table.name} t
        WHERE t.organization_id = o AND t.id = (r->>'id')::uuid AND t.content_hash <> h
    ) THEN
        INSERT INTO sync.clash (organization_id, fact_table, fact_id, content_hash)
        SELECT o, '{table.name}', t.id, t.content_hash FROM public.{table.name} t
        WHERE t.organization_id = o AND t.id = (r->>'id')::uuid
        ON CONFLICT DO NOTHING;
    END IF;
END $$"""


def _document(table: Table) -> str:
    """Field by field the later edit stamp wins, ties by the edit's id; unknown fields are kept."""
    columns = content_of(table)
    sets, known = [], []
    for column in columns:
        name = column.name
        wins = (
            f"d ? '{name}' AND (t.\"{name}__stamp\" IS NULL OR "
            f'(s, e) > (t."{name}__stamp", t."{name}__edit"))'
        )
        new = value_of(column, f"d->'{name}'->>0")
        sets.append(f'"{name}" = CASE WHEN {wins} THEN {new} ELSE t."{name}" END')
        sets.append(f'"{name}__stamp" = CASE WHEN {wins} THEN s ELSE t."{name}__stamp" END')
        sets.append(f'"{name}__edit" = CASE WHEN {wins} THEN e ELSE t."{name}__edit" END')
        known.append(f"'{name}'")
    required = ", ".join(f"'{column.name}'" for column in columns if not column.nullable)
    return f"""\
CREATE OR REPLACE FUNCTION sync.put_{table.name}(
    o uuid, p_station uuid, p_incarnation text, p_seq bigint, r jsonb
) RETURNS void {_HEAD}
DECLARE
    d jsonb := r->'d';
    s bigint := (r->>'s')::bigint;
    e uuid := (r->>'e')::uuid;
    unknown jsonb := d - ARRAY[{", ".join(known)}];
BEGIN
    IF e IS NULL OR coalesce(s NOT BETWEEN 0 AND {LATEST}, true)
        OR jsonb_typeof(r->'s') <> 'number' OR jsonb_typeof(d) IS DISTINCT FROM 'object'
    THEN
        RAISE EXCEPTION 'an edit of {table.name} without its clock' USING ERRCODE = 'P0422';
    END IF;
    IF EXISTS (
        SELECT 1 FROM jsonb_each(d) x
        WHERE jsonb_typeof(x.value) <> 'array' OR jsonb_array_length(x.value) <> 2
            OR (x.key = ANY (ARRAY[{required}]::text[]) AND x.value->0 = 'null')
    ) THEN
        RAISE EXCEPTION 'an edit of {table.name} leaves out what it must have'
            USING ERRCODE = 'P0422';
    END IF;
    INSERT INTO public.{table.name} (organization_id, id) VALUES (o, (r->>'id')::uuid)
    ON CONFLICT (organization_id, id) DO NOTHING;
    UPDATE public.{table.name} t SET
        {", ".join(sets)}
    WHERE t.organization_id = o AND t.id = (r->>'id')::uuid;
    IF unknown <> '{{}}' THEN
        UPDATE public.{table.name} t SET extra = sync.kept(t.extra, unknown, s, e)
        WHERE t.organization_id = o AND t.id = (r->>'id')::uuid;
    END IF;
END $$"""


def _branches(tables: list[Table]) -> str:
    return "\n            ".join(
        f"WHEN '{table.info['record_type']}' THEN "
        f"PERFORM sync.put_{table.name}(o, p_station, p_incarnation, p_seq, r);"
        for table in tables
    )


def _apply(tables: list[Table]) -> str:
    return f"""\
CREATE OR REPLACE FUNCTION sync.apply(
    o uuid, p_station uuid, p_incarnation text, p_seq bigint, body jsonb
) RETURNS void {_HEAD}
DECLARE
    r jsonb;
    n int := 0;
    said jsonb := sync.rows_of(o, body);
BEGIN
    PERFORM sync.check_entries(said);
    FOR r IN SELECT value FROM jsonb_array_elements(said) LOOP
        n := n + 1;
        CASE r->>'t'
            {_branches(tables)}
            ELSE
                INSERT INTO sync.unprojected
                    (organization_id, station, incarnation, seq, row_no, record_type)
                VALUES (o, p_station, p_incarnation, p_seq, n, r->>'t') ON CONFLICT DO NOTHING;
        END CASE;
    END LOOP;
END $$"""


def _put_row(tables: list[Table]) -> str:
    """One row that waited for an upgrade; whether its kind is known by now."""
    return f"""\
CREATE OR REPLACE FUNCTION sync.put_row(
    o uuid, p_station uuid, p_incarnation text, p_seq bigint, r jsonb
) RETURNS boolean {_HEAD}
BEGIN
    CASE r->>'t'
            {_branches(tables)}
        ELSE
            RETURN false;
    END CASE;
    RETURN true;
END $$"""
