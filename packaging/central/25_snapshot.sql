-- What a new station takes over instead of every record: where each stream begins for it, and whole
-- tables by key. The functions that hand out each table are made from the declared tables.

CREATE OR REPLACE FUNCTION sync.snapshot_begin(p_own text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH who AS (SELECT (sync.caller()).organization_id AS org),
    begins AS (
        -- A record that may still have to be applied is handed out itself, and all after it.
        SELECT t.organization_id, t.station, t.incarnation, t.have,
            least(t.safe, t.have, q.first - 1, u.first - 1) AS seq
        FROM who JOIN sync.stream t ON t.organization_id = who.org
        LEFT JOIN LATERAL (
            SELECT min(r.seq) AS first FROM sync.record r
            WHERE r.organization_id = t.organization_id AND r.station = t.station
                AND r.incarnation = t.incarnation AND r.status = 'quarantined') q ON true
        LEFT JOIN LATERAL (
            SELECT min(w.seq) AS first FROM sync.unprojected w
            WHERE w.organization_id = t.organization_id AND w.station = t.station
                AND w.incarnation = t.incarnation) u ON true
        WHERE t.station || '/' || t.incarnation <> p_own
    )
    SELECT jsonb_build_object(
        'epoch', sync.epoch_now(),
        'schema', (SELECT v.schema_revision FROM sync.version v),
        'records', (SELECT coalesce(sum(b.have), 0) FROM begins b),
        'below', (SELECT coalesce(sum(b.seq), 0) FROM begins b),
        'begins', (SELECT coalesce(jsonb_object_agg(b.station || '/' || b.incarnation,
            jsonb_build_array(b.seq, r.hash, r.hlc)), '{}')
            FROM begins b JOIN sync.record r ON r.organization_id = b.organization_id
                AND r.station = b.station AND r.incarnation = b.incarnation AND r.seq = b.seq),
        'rows', (SELECT coalesce(jsonb_object_agg(c.relname, greatest(c.reltuples, 0)::bigint), '{}')
            FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'))
$$;
COMMENT ON FUNCTION sync.snapshot_begin IS
    'Where a station begins to hold each stream, {stream: [seq, hash, hlc]}, when it takes over the tables: at what a verified backup holds, and below anything kept aside; about how many rows each table has';

CREATE OR REPLACE FUNCTION sync.mark_safe(p_organization uuid, p_heads jsonb) RETURNS int
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one record;
    marked int := 0;
BEGIN
    FOR one IN
        SELECT h.key AS name, (h.value->>0)::bigint AS seq, h.value->>1 AS hash
        FROM jsonb_each(p_heads) h
    LOOP
        PERFORM 1 FROM sync.record r
        WHERE r.organization_id = p_organization AND r.seq = one.seq AND r.hash = one.hash
            AND r.station = split_part(one.name, '/', 1)::uuid
            AND r.incarnation = split_part(one.name, '/', 2);
        IF NOT FOUND AND one.seq > 0 THEN
            RAISE EXCEPTION 'record % of % is not what the copy says', one.seq, one.name
                USING ERRCODE = 'P0422';
        END IF;
        UPDATE sync.stream t SET safe = one.seq
        WHERE t.organization_id = p_organization
            AND t.station = split_part(one.name, '/', 1)::uuid
            AND t.incarnation = split_part(one.name, '/', 2);
        marked := marked + 1;
    END LOOP;
    RETURN marked;
END $$;
COMMENT ON FUNCTION sync.mark_safe IS
    'Note what the oldest kept and verified backup holds, {stream: [seq, hash]}; refused where its records are others';

CREATE OR REPLACE FUNCTION sync.told(p_table text, p_id uuid, p_hash bytea) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    org uuid := (sync.caller()).organization_id;
    place record;
    words jsonb;
BEGIN
    PERFORM 1 FROM information_schema.columns c WHERE c.table_schema = 'public'
        AND c.table_name = p_table AND c.column_name = 'from_incarnation';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there are no facts of %', p_table USING ERRCODE = 'P0413';
    END IF;
    EXECUTE format('SELECT from_station_id AS s, from_incarnation AS i, from_seq AS q '
        'FROM public.%I WHERE organization_id = $1 AND id = $2 AND content_hash = $3', p_table)
        INTO place USING org, p_id, p_hash;
    SELECT r.body::jsonb INTO words FROM sync.record r
    WHERE r.organization_id = org AND r.station = place.s AND r.incarnation = place.i
        AND r.seq = place.q;
    RETURN jsonb_path_query_first(words, '$.**?(@.h == $hash)',
        jsonb_build_object('hash', encode(p_hash, 'hex')));
END $$;
COMMENT ON FUNCTION sync.told IS
    'A fact exactly as its record tells it, where its columns do not give back what was hashed';

CREATE INDEX IF NOT EXISTS journal_line_account ON public.journal_line (account_id, organization_id)
    WHERE account_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS invoice_line_invoice ON public.invoice_line (invoice_id, organization_id);

CREATE OR REPLACE FUNCTION sync.open_items(p_after uuid, p_limit int, p_codes text[]) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    o uuid := (sync.caller()).organization_id;
    upto uuid;
    fewer boolean;
BEGIN
    SELECT x.id INTO upto FROM (
        SELECT a.id FROM public.account a WHERE a.organization_id = o AND a.id > p_after
        ORDER BY a.id LIMIT p_limit) x ORDER BY x.id DESC OFFSET 0 LIMIT 1;
    SELECT count(*) < p_limit INTO fewer FROM (
        SELECT 1 FROM public.account a WHERE a.organization_id = o AND a.id > p_after
        ORDER BY a.id LIMIT p_limit) x;
    IF fewer THEN
        upto := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    END IF;
    RETURN jsonb_build_object('upto', upto, 'last', fewer, 'items', (
        SELECT coalesce(jsonb_agg(jsonb_build_array(
            x.account_id, x.invoice_id, x.currency, x.gl_code, x.minor::text)), '[]')
        FROM (
            SELECT l.account_id, l.invoice_id, l.currency, l.gl_code, sum(l.amount_minor) AS minor
            FROM public.journal_line l
            WHERE l.organization_id = o AND l.account_id > p_after AND l.account_id <= upto
                AND l.gl_code = ANY (p_codes)
                AND NOT EXISTS (
                    SELECT 1 FROM sync.clash c WHERE c.organization_id = o
                        AND c.fact_table = 'journal_line' AND c.fact_id = l.id
                        AND EXISTS (SELECT 1 FROM public.journal_line f
                            WHERE f.organization_id = o AND f.id = l.id
                                AND f.content_hash < l.content_hash))
            GROUP BY l.account_id, l.invoice_id, l.currency, l.gl_code
            HAVING sum(l.amount_minor) <> 0) x));
END $$;
COMMENT ON FUNCTION sync.open_items IS
    'What the next accounts by key owe or have in credit, by invoice and GL account: what a new station needs before the rest of the books';
