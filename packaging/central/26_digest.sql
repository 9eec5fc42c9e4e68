-- What both sides compare when they have the same records, and what mends a difference. The
-- functions that hash the rows of each table are made from the declared tables.

CREATE OR REPLACE FUNCTION sync.digest(p_kind text, p_vector jsonb, p_without uuid[])
RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    org uuid := (sync.caller()).organization_id;
    told jsonb;
BEGIN
    PERFORM 1 FROM (
        SELECT t.station || '/' || t.incarnation AS name, jsonb_build_array(t.have, t.hash) AS head
        FROM sync.stream t WHERE t.organization_id = org AND t.have > 0
    ) h FULL JOIN jsonb_each(p_vector) v ON v.key = h.name
    WHERE h.head IS DISTINCT FROM v.value;
    IF FOUND OR to_regprocedure(format('sync.%I(text, uuid[])', 'digest_' || p_kind)) IS NULL THEN
        RETURN NULL;
    END IF;
    EXECUTE format(
        'SELECT coalesce(jsonb_object_agg(x.bucket, jsonb_build_array(x.rows, x.minor, x.hash)), '
        '''{}'') FROM (SELECT d.bucket, count(*) AS rows, sum(d.minor) AS minor, '
        'to_hex(bit_xor((''x'' || left(d.hash, 16))::bit(64)::bigint)) AS hash '
        'FROM sync.%I('''', $1) d GROUP BY d.bucket) x', 'digest_' || p_kind)
        INTO told USING p_without;
    RETURN told;
END $$;
COMMENT ON FUNCTION sync.digest IS
    'Rows, money and a hash over all rows of a table by month; null where the heads are not the given ones';

CREATE OR REPLACE FUNCTION sync.bucket(p_kind text, p_bucket text, p_without uuid[])
RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    told jsonb;
BEGIN
    IF to_regprocedure(format('sync.%I(text, uuid[])', 'digest_' || p_kind)) IS NULL THEN
        RETURN '[]';
    END IF;
    EXECUTE format('SELECT coalesce(jsonb_agg(jsonb_build_array(d.id, d.hash)), ''[]'') '
        'FROM sync.%I($1, $2) d', 'digest_' || p_kind) INTO told USING p_bucket, p_without;
    RETURN told;
END $$;
COMMENT ON FUNCTION sync.bucket IS 'The rows of one month of a table, each with its hash';

CREATE OR REPLACE FUNCTION sync.mend(p_station uuid, p_incarnation text, p_seqs bigint[])
RETURNS int LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    org uuid := (sync.caller()).organization_id;
    one sync.record;
    done int := 0;
BEGIN
    FOR one IN
        SELECT * FROM sync.record r WHERE r.organization_id = org AND r.station = p_station
            AND r.incarnation = p_incarnation AND r.seq = ANY (p_seqs) AND r.status = 'applied'
        ORDER BY r.seq
    LOOP
        PERFORM sync.apply(org, p_station, p_incarnation, one.seq, one.body::jsonb);
        done := done + 1;
    END LOOP;
    RETURN done;
END $$;
COMMENT ON FUNCTION sync.mend IS
    'Apply records again that were applied before: rows that went missing here come back, others stay';
