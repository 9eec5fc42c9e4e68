-- What a new station takes over in sums: entries of invoices and payments whose lines it does not
-- keep. Which those are hangs on nothing that changes: who made them, and their day.

CREATE OR REPLACE FUNCTION sync.in_sums(p_source text, p_station uuid, p_day date, p_cuts jsonb)
RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(p_source IN ('invoice', 'payment')
        AND p_day < (p_cuts->>p_station::text)::date, false)
$$;
COMMENT ON FUNCTION sync.in_sums IS
    'Whether a station that gives these days, {station: day}, keeps the lines of such an entry in sums';

CREATE OR REPLACE FUNCTION sync.entries_in_sums(
    p_after uuid, p_limit int, p_cuts jsonb, p_without uuid[], p_vector jsonb
) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    o uuid := (sync.caller()).organization_id;
    told jsonb;
BEGIN
    WITH page AS MATERIALIZED (
        SELECT DISTINCT ON (e.id) e.* FROM public.journal_entry e
        WHERE e.organization_id = o AND e.id > p_after
            AND sync.in_sums(e.source_type, e.station_id, e.business_date, p_cuts)
            AND e.from_seq <= (p_vector->>(e.from_station_id || '/' || e.from_incarnation))::bigint
        ORDER BY e.id, e.content_hash LIMIT p_limit
    ), lines AS MATERIALIZED (
        SELECT l.*, EXISTS (
            SELECT 1 FROM sync.clash c WHERE c.organization_id = o
                AND c.fact_table = 'journal_line' AND c.fact_id = l.id) AS clashes
        FROM page p JOIN public.journal_line l ON l.organization_id = o AND l.entry_id = p.id
        WHERE p.id <> ALL (p_without)
            AND l.from_seq <= (p_vector->>(l.from_station_id || '/' || l.from_incarnation))::bigint
    ), plain AS MATERIALIZED (
        -- Others are few, and come line by line.
        SELECT p.id FROM page p JOIN lines l ON l.entry_id = p.id
        WHERE NOT EXISTS (
            SELECT 1 FROM sync.clash c WHERE c.organization_id = o
                AND c.fact_table = 'journal_entry' AND c.fact_id = p.id)
        GROUP BY p.id, p.line_count
        HAVING count(*) = p.line_count AND sum(l.amount_minor) = 0 AND NOT bool_or(l.clashes)
            AND bool_and(l.business_date = p.business_date AND l.period_date = p.period_date
                AND l.currency = p.currency)
    )
    SELECT jsonb_build_object(
        'upto', (SELECT p.id FROM page p ORDER BY p.id DESC LIMIT 1),
        'last', (SELECT count(*) < p_limit FROM page),
        'entries', (SELECT coalesce(jsonb_agg(jsonb_build_array(x.entry_id, x.keys)), '[]') FROM (
            SELECT l.entry_id, encode(string_agg(uuid_send(l.id) || l.content_hash, ''::bytea
                ORDER BY l.id, l.content_hash), 'hex') AS keys
            FROM lines l JOIN plain ON plain.id = l.entry_id GROUP BY l.entry_id) x),
        'others', (SELECT coalesce(jsonb_agg(l.id), '[]') FROM lines l
            WHERE l.entry_id NOT IN (SELECT plain.id FROM plain)),
        'sums', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM (
            SELECT p.station_id, p.business_date, p.period_date, p.source_type, p.currency,
                l.gl_code, l.account_id, l.invoice_id, l.payer_id, l.shift_id, l.deposit_id,
                l.cost_center_id, l.practitioner_id, sum(l.amount_minor)::text AS minor,
                count(*) AS lines
            FROM lines l JOIN plain ON plain.id = l.entry_id JOIN page p ON p.id = l.entry_id
            GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13) x))
    INTO told;
    RETURN told;
END $$;
COMMENT ON FUNCTION sync.entries_in_sums IS
    'The next entries that a station keeps in sums, of records up to the given ones and but for those it has: ids and hashes of their lines, what these add up to by every dimension, and the lines of odd ones';

CREATE OR REPLACE FUNCTION sync.lines_kept(
    p_after uuid, p_limit int, p_cuts jsonb, p_vector jsonb
)
RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    o uuid := (sync.caller()).organization_id;
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT l.id FROM public.journal_line l
        WHERE l.organization_id = o AND l.id > p_after
            AND l.from_seq <= (p_vector->>(l.from_station_id || '/' || l.from_incarnation))::bigint
            AND NOT EXISTS (
            SELECT 1 FROM public.journal_entry e WHERE e.organization_id = o AND e.id = l.entry_id
                AND sync.in_sums(e.source_type, e.station_id, e.business_date, p_cuts))
        ORDER BY l.id LIMIT p_limit);
END $$;
COMMENT ON FUNCTION sync.lines_kept IS
    'The next journal lines by id, of records up to the given ones, of entries that a station does not keep in sums';

CREATE OR REPLACE FUNCTION sync.sums_of(p_entries uuid[]) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    o uuid := (sync.caller()).organization_id;
    told jsonb;
BEGIN
    SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') INTO told FROM (
        SELECT e.station_id, e.business_date, e.period_date, e.source_type, e.currency,
            l.gl_code, l.account_id, l.invoice_id, l.payer_id, l.shift_id, l.deposit_id,
            l.cost_center_id, l.practitioner_id, sum(l.amount_minor)::text AS minor,
            count(*) AS lines
        FROM public.journal_entry e
        JOIN public.journal_line l ON l.organization_id = o AND l.entry_id = e.id
        WHERE e.organization_id = o AND e.id = ANY (p_entries)
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13) x;
    RETURN told;
END $$;
COMMENT ON FUNCTION sync.sums_of IS
    'What the lines of these entries add up to by every dimension: a station that keeps them in sums compares its own';
