-- The quick way for a batch of records in which nothing is odd: it is proven and written in a few
-- statements. Whatever is odd in it undoes all of it, and push goes on record by record. Plans are
-- kept for a session: they must be right for tables that grow while they are empty now.
-- Not led by the organization: with an empty table's statistics it would pass for the primary key.
CREATE INDEX IF NOT EXISTS journal_line_entry ON public.journal_line (entry_id);

CREATE OR REPLACE FUNCTION sync.is_whole(
    o uuid, p_station uuid, p_incarnation text, p_have bigint, p_hash text, p_records jsonb,
    inner_pad bytea, outer_pad bytea
) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(bool_and(CASE WHEN sync.is_record(y.e) THEN
        (y.e->>'seq')::bigint = p_have + y.place
        AND y.e->>'prev_hash' = coalesce(y.before, p_hash)
        AND octet_length(y.e->>'body') <= 256000
        AND sync.record_hash(o, p_station, p_incarnation, y.e) = y.e->>'hash'
        AND encode(sha256(outer_pad || sha256(inner_pad || convert_to(y.e->>'hash', 'UTF8'))),
            'hex') = y.e->>'mac'
        ELSE false END), false)
    FROM (
        SELECT x.e, x.place, lag(x.e->>'hash') OVER (ORDER BY x.place) AS before
        FROM jsonb_array_elements(p_records) WITH ORDINALITY x(e, place)
    ) y
$$;
COMMENT ON FUNCTION sync.is_whole IS
    'Whether records go on from a head one after another, each signed by its station';

CREATE OR REPLACE FUNCTION sync.take_whole(
    o uuid, p_station uuid, p_incarnation text, p_records jsonb
) RETURNS jsonb LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off AS $$
DECLARE
    said jsonb[];
    seqs bigint[];
    one record;
BEGIN
    SELECT array_agg((x.e->>'body')::jsonb->'rows' ORDER BY x.place),
        array_agg((x.e->>'seq')::bigint ORDER BY x.place)
    INTO said, seqs FROM jsonb_array_elements(p_records) WITH ORDINALITY x(e, place);
    IF EXISTS (SELECT 1 FROM unnest(said) s WHERE jsonb_typeof(s) IS DISTINCT FROM 'array') THEN
        RETURN NULL;
    END IF;
    PERFORM sync.check_entries(s) FROM unnest(said) s;
    PERFORM sync.check_taken_back(o, said);
    FOR one IN
        SELECT r.v->>'t' AS kind,
            array_agg(s.seq) AS seqs, array_agg(r.v) AS rows
        FROM unnest(said, seqs) s(rows, seq), LATERAL jsonb_array_elements(s.rows) r(v)
        -- The lines of an entry first: a guard adds them up when the entry comes.
        GROUP BY 1 ORDER BY r.v->>'t' = 'journal_entry.v1', 1
    LOOP
        PERFORM sync.put_all(one.kind, o, p_station, p_incarnation, one.seqs, one.rows);
    END LOOP;
    INSERT INTO sync.record (organization_id, station, incarnation, seq, v, hlc, at, actor, action,
        body, prev_hash, hash, mac, status, why)
    SELECT o, p_station, p_incarnation, (x.e->>'seq')::bigint, (x.e->>'v')::int,
        (x.e->>'hlc')::bigint, x.e->>'at', x.e->>'actor', x.e->>'action', x.e->>'body',
        x.e->>'prev_hash', x.e->>'hash', x.e->>'mac', 'applied', ''
    FROM jsonb_array_elements(p_records) x(e);
    RETURN (SELECT jsonb_agg(jsonb_build_object('seq', q, 'said', 'applied', 'why', '') ORDER BY q)
        FROM unnest(seqs) q);
EXCEPTION WHEN OTHERS THEN
    -- Which record it is, and whether it is kept aside for it, is found one by one.
    IF left(SQLSTATE, 2) NOT IN ('22', '23', 'P0') THEN
        RAISE;
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION sync.take_whole IS
    'Apply and keep a proven batch at once: the verdicts, or null where it has to go record by record';
