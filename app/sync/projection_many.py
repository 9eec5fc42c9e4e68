"""The centre's quick way for a batch in which nothing is odd: all rows of one table at once. What
fails in it goes record by record (`projection`), where each gets its own verdict.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table

from app.storage.tables import central, station
from app.sync.projection import LATEST, content_of, value_of

WITH_EFFECTS = frozenset({"revocation", "record_release", "stream_hole"})
"""Facts that do something at the centre beside their row (`22_effects.sql`): one by one."""
_HEAD = "LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$"
_ARGUMENTS = "o uuid, p_station uuid, p_incarnation text, p_seqs bigint[], p_rows jsonb[]"


def functions() -> Iterator[str]:
    """A function for each table, and the one that chooses among them."""
    tables = [station.tables[name] for name in sorted(central.tables) if name not in WITH_EFFECTS]
    for table in tables:
        yield _facts(table) if table.info["kind"] == "fact" else _documents(table)
    branches = "\n        ".join(
        f"WHEN '{table.info['record_type']}' THEN "
        f"PERFORM sync.put_all_{table.name}(o, p_station, p_incarnation, p_seqs, p_rows);"
        for table in tables
    )
    yield f"""\
CREATE OR REPLACE FUNCTION sync.put_all(p_kind text, {_ARGUMENTS}) RETURNS void {_HEAD}
BEGIN
    CASE p_kind
        {branches}
        ELSE
            RAISE EXCEPTION '% goes row by row', p_kind USING ERRCODE = 'P0499';
    END CASE;
END $$"""


def _facts(table: Table) -> str:
    columns, kind = content_of(table), table.info["record_type"]
    names = ", ".join(f'"{column.name}"' for column in columns)
    texts = ", ".join(f"x.f->>'{column.name}' AS \"{column.name}\"" for column in columns)
    values = ", ".join(value_of(column, f'y."{column.name}"') for column in columns)
    parts = " || ".join(
        [f"sync.part('{kind}')", _hashed("y.from_id")]
        + [_hashed(f'y."{column.name}"') for column in columns]
    )
    return f"""\
CREATE OR REPLACE FUNCTION sync.put_all_{table.name}({_ARGUMENTS}) RETURNS void {_HEAD}
DECLARE
    made uuid[];
BEGIN
    WITH said AS MATERIALIZED (
        SELECT y.*, sha256({parts}) AS h FROM (
            SELECT x.q AS from_q, x.r->>'id' AS from_id, x.r->>'h' AS from_h, {texts}
            FROM (
                SELECT w.q, w.r, w.r->'f' AS f FROM unnest(p_seqs, p_rows) AS w(q, r) OFFSET 0
            ) x OFFSET 0
        ) y
    ), put AS (
        INSERT INTO public.{table.name} (organization_id, id, content_hash, {names},
            from_station_id, from_incarnation, from_seq, received_at)
        SELECT o, y.from_id::uuid, CASE WHEN encode(y.h, 'hex') = y.from_h THEN y.h END, {values},
            p_station, p_incarnation, y.from_q, clock_timestamp()
        FROM said y
        ON CONFLICT (organization_id, id, content_hash) DO NOTHING RETURNING id
    ) SELECT array_agg(p.id) INTO made FROM put p;
    INSERT INTO sync.clash (organization_id, fact_table, fact_id, content_hash)
    SELECT o, '{table.name}', t.id, t.content_hash
    FROM (
        -- Each id by itself: the table must never be read whole, however few rows are expected.
        SELECT m.id FROM unnest(made) m(id), LATERAL (
            SELECT count(*) AS copies FROM (
                SELECT 1 FROM public.{table.name} c
                WHERE c.organization_id = o AND c.id = m.id LIMIT 2) k) n
        WHERE n.copies > 1 OFFSET 0
    ) d, LATERAL (
        SELECT c.id, c.content_hash FROM public.{table.name} c
        WHERE c.organization_id = o AND c.id = d.id OFFSET 0
    ) t ON CONFLICT DO NOTHING;
END $$"""


def _hashed(text: str) -> str:
    """`sync.content` written out: a call for each field would cost most of the whole."""
    data = f"convert_to({text}, 'UTF8')"
    return (
        f"CASE WHEN {text} IS NULL THEN '\\x00'::bytea "
        f"ELSE '\\x01'::bytea || int8send(octet_length({data})) || {data} END"
    )


def _documents(table: Table) -> str:
    """New ones in one statement; edits, and what has fields of newer programs, one by one."""
    columns = content_of(table)
    fields = ", ".join(f'"{column.name}" jsonb' for column in columns)
    names, values = [], []
    for column in columns:
        name = column.name
        names += [f'"{name}"', f'"{name}__stamp"', f'"{name}__edit"']
        values.append(value_of(column, f'y."{name}"->>0'))
        values += [f'CASE WHEN y."{name}" IS NOT NULL THEN y.from_{part} END' for part in "se"]
    known = ", ".join(f"'{column.name}'" for column in columns)
    gone = " OR ".join(
        f'(f."{column.name}" IS NOT NULL AND f."{column.name}"->>0 IS NULL)'
        for column in columns
        if not column.nullable
    )
    return f"""\
CREATE OR REPLACE FUNCTION sync.put_all_{table.name}({_ARGUMENTS}) RETURNS void {_HEAD}
DECLARE
    made uuid[];
BEGIN
    WITH said AS MATERIALIZED (
        SELECT (x.r->>'id')::uuid AS from_id, (x.r->>'s')::bigint AS from_s,
            (x.r->>'e')::uuid AS from_e, f.*
        FROM unnest(p_rows) x(r), LATERAL jsonb_to_record(x.r->'d') AS f({fields})
        WHERE (x.r->'d') - ARRAY[{known}] = '{{}}'
            AND NOT x.r->'d' @? 'strict $.*?(@ == null)' AND NOT ({gone})
            AND NOT x.r->'d' @? 'strict $.*?(@.size() != 2)'
    ), put AS (
        INSERT INTO public.{table.name} (organization_id, id, {", ".join(names)})
        SELECT o, y.from_id, {", ".join(values)} FROM said y
        WHERE y.from_e IS NOT NULL AND y.from_s BETWEEN 0 AND {LATEST}
        ON CONFLICT (organization_id, id) DO NOTHING RETURNING id
    ) SELECT array_agg(p.id) INTO made FROM put p;
    PERFORM sync.put_{table.name}(o, p_station, p_incarnation, y.q, y.r)
    FROM (
        SELECT x.q, x.r, count(*) OVER (PARTITION BY x.r->>'id') AS rows
        FROM unnest(p_seqs, p_rows) x(q, r)
    ) y WHERE y.rows > 1 OR coalesce((y.r->>'id')::uuid <> ALL (made), true);
END $$"""
