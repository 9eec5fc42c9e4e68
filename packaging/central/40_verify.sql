-- What must be true at the centre, as one query a promise; no row means that it holds.
CREATE OR REPLACE FUNCTION sync.verify()
RETURNS TABLE (promise text, what text) LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    name text;
BEGIN
    RETURN QUERY
    SELECT 'chain', format('%s/%s record %s', x.station, x.incarnation, x.seq)
    FROM (
        SELECT r.*, coalesce(lag(r.hash) OVER w, sync.first_hash(r.station, r.incarnation))
            AS before, coalesce(lag(r.seq) OVER w, 0) AS last
        FROM sync.record r
        WINDOW w AS (PARTITION BY r.organization_id, r.station, r.incarnation ORDER BY r.seq)
    ) x
    WHERE ((x.seq <> x.last + 1 OR x.prev_hash <> x.before) AND NOT EXISTS (
            SELECT 1 FROM public.stream_hole h
            WHERE h.organization_id = x.organization_id AND h.of_station_id = x.station
                AND h.incarnation = x.incarnation AND h.first_seq <= x.last + 1
                AND h.last_seq = x.seq - 1 AND h.next_hash = x.prev_hash))
        OR x.hash <> sync.record_hash(x.organization_id, x.station, x.incarnation, to_jsonb(x));

    RETURN QUERY
    SELECT 'signature', format('%s/%s record %s', r.station, r.incarnation, r.seq)
    FROM sync.record r
    WHERE r.mac <> encode(sync.hmac(sync.station_key(r.organization_id, r.station),
        convert_to(r.hash, 'UTF8')), 'hex');

    RETURN QUERY
    SELECT 'carried', format('%s/%s record %s', r.station, r.incarnation, r.seq)
    FROM sync.record r,
        LATERAL (SELECT (r.body::jsonb)->'rows'->0->'r' AS e) c
    WHERE r.action = 'sync.carry' AND r.status = 'applied' AND (
        c.e->>'hash' IS DISTINCT FROM sync.record_hash(
            r.organization_id, (c.e->>'station')::uuid, c.e->>'incarnation', c.e)
        OR c.e->>'mac' IS DISTINCT FROM encode(sync.hmac(
            sync.station_key(r.organization_id, (c.e->>'station')::uuid),
            convert_to(c.e->>'hash', 'UTF8')), 'hex'));

    RETURN QUERY
    SELECT 'head', format('%s/%s', s.station, s.incarnation)
    FROM sync.stream s
    LEFT JOIN LATERAL (
        SELECT r.seq, r.hash FROM sync.record r
        WHERE r.organization_id = s.organization_id AND r.station = s.station
            AND r.incarnation = s.incarnation ORDER BY r.seq DESC LIMIT 1
    ) last ON true
    WHERE s.have <> coalesce(last.seq, 0)
        OR s.hash <> coalesce(last.hash, sync.first_hash(s.station, s.incarnation));

    RETURN QUERY
    SELECT 'balance', format('journal entry %s', e.number)
    FROM public.journal_entry e
    LEFT JOIN LATERAL (
        SELECT sum(l.amount_minor) AS total, count(*) AS lines FROM public.journal_line l
        WHERE l.organization_id = e.organization_id AND l.entry_id = e.id
    ) l ON true
    WHERE NOT EXISTS (SELECT 1 FROM sync.clash c WHERE c.fact_id = e.id)
        AND (l.total IS DISTINCT FROM 0 OR l.lines IS DISTINCT FROM e.line_count);

    RETURN QUERY SELECT * FROM sync.verify_numbers();

    FOR name IN
        SELECT c.table_name FROM information_schema.columns c
        WHERE c.table_schema = 'public' AND c.column_name = 'from_incarnation' ORDER BY 1
    LOOP
        RETURN QUERY EXECUTE format(
            'SELECT ''origin'', format(''%%s %%s'', %L, t.id) FROM public.%I t '
            'WHERE NOT EXISTS (SELECT 1 FROM sync.record r '
            'WHERE r.organization_id = t.organization_id AND r.station = t.from_station_id '
            'AND r.incarnation = t.from_incarnation AND r.seq = t.from_seq '
            'AND r.status = ''applied'')', name, name);
    END LOOP;
END $$;
COMMENT ON FUNCTION sync.verify IS 'The promises of the centre that do not hold; no row when all do';
