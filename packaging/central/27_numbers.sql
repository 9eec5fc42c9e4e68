-- Numbers that run through the whole practice without a gap: handed out here, under one row lock.
CREATE TABLE IF NOT EXISTS sync.number_desk (
    organization_id uuid NOT NULL,
    kind text NOT NULL,
    PRIMARY KEY (organization_id, kind)
);
COMMENT ON TABLE sync.number_desk IS 'The row that is locked while a number is handed out';

CREATE TABLE IF NOT EXISTS sync.number_given (
    organization_id uuid NOT NULL,
    kind text NOT NULL,
    document_id uuid NOT NULL,
    series text NOT NULL,
    value bigint NOT NULL,
    number text NOT NULL,
    given_to uuid NOT NULL,
    given_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organization_id, kind, document_id),
    UNIQUE (organization_id, kind, series, value)
);
COMMENT ON TABLE sync.number_given IS
    'What was handed out; stations keep it as facts, so that a failover which loses rows loses no number';

-- Not led by the organization, like every index beside a primary key: with the statistics of an empty
-- table one that is would pass for the primary key, and each push would read the whole of it.
DROP INDEX IF EXISTS public.invoice_numbering_series;
DROP INDEX IF EXISTS public.invoice_numbering_number;
DROP INDEX IF EXISTS public.invoice_own_number;
CREATE INDEX IF NOT EXISTS invoice_numbering_by_series
    ON public.invoice_numbering (series, value, organization_id);
CREATE INDEX IF NOT EXISTS invoice_numbering_by_number
    ON public.invoice_numbering (number, organization_id);
CREATE INDEX IF NOT EXISTS invoice_by_number ON public.invoice (number, organization_id);

CREATE OR REPLACE FUNCTION sync.next_number(
    p_kind text, p_series text, p_width int, p_document uuid
) RETURNS jsonb LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    who sync.station := sync.caller();
    org uuid := who.organization_id;
    told jsonb;
    next bigint;
    words text;
BEGIN
    IF p_kind <> 'invoice' OR length(p_series) > 60 OR p_width NOT BETWEEN 1 AND 12
        OR p_series !~ '^[A-Za-z0-9./_-]*\{n\}[A-Za-z0-9./_-]*$'
    THEN
        RAISE EXCEPTION 'no such numbers are handed out here' USING ERRCODE = 'P0413';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM public.invoice i
        WHERE i.organization_id = org AND i.id = p_document AND i.number = ''
    ) THEN
        RETURN NULL;
    END IF;
    INSERT INTO sync.number_desk VALUES (org, p_kind) ON CONFLICT DO NOTHING;
    PERFORM 1 FROM sync.number_desk d WHERE d.organization_id = org AND d.kind = p_kind FOR UPDATE;
    SELECT jsonb_build_object('number', n.number, 'series', n.series, 'value', n.value) INTO told
    FROM public.invoice_numbering n
    WHERE n.organization_id = org AND n.id = p_document ORDER BY n.content_hash LIMIT 1;
    IF told IS NULL THEN
        SELECT jsonb_build_object('number', g.number, 'series', g.series, 'value', g.value)
        INTO told FROM sync.number_given g
        WHERE g.organization_id = org AND g.kind = p_kind AND g.document_id = p_document;
    END IF;
    IF told IS NOT NULL THEN
        RETURN told;
    END IF;
    SELECT greatest(
        (SELECT max(g.value) FROM sync.number_given g
         WHERE g.organization_id = org AND g.kind = p_kind AND g.series = p_series),
        (SELECT max(n.value) FROM public.invoice_numbering n
         WHERE n.organization_id = org AND n.series = p_series)) INTO next;
    IF next IS NULL THEN
        -- A station may have counted this series before; looked for once, as it reads every invoice.
        SELECT max(i.number_value) INTO next FROM public.invoice i
        WHERE i.organization_id = org AND i.number_series = p_series;
    END IF;
    LOOP
        next := coalesce(next, 0) + 1;
        words := replace(p_series, '{n}',
            lpad(next::text, greatest(p_width, length(next::text)), '0'));
        EXIT WHEN NOT EXISTS (SELECT 1 FROM public.invoice i
            WHERE i.organization_id = org AND i.number = words)
            AND NOT EXISTS (SELECT 1 FROM public.invoice_numbering n
            WHERE n.organization_id = org AND n.number = words);
    END LOOP;
    INSERT INTO sync.number_given (organization_id, kind, document_id, series, value, number, given_to)
    VALUES (org, p_kind, p_document, p_series, next, words, who.station_id);
    RETURN jsonb_build_object('number', words, 'series', p_series, 'value', next);
END $$;
COMMENT ON FUNCTION sync.next_number IS
    'The number of an issued invoice, the same however often it is asked for; null for one that is not here or has a number';

CREATE OR REPLACE FUNCTION sync.verify_numbers()
RETURNS TABLE (promise text, what text) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH used AS (
        SELECT g.organization_id, g.series, g.value FROM sync.number_given g
        UNION
        SELECT n.organization_id, n.series, n.value FROM public.invoice_numbering n
    ),
    every AS (
        SELECT * FROM used
        UNION
        SELECT i.organization_id, i.number_series, i.number_value FROM public.invoice i
        WHERE (i.organization_id, i.number_series) IN (
            SELECT u.organization_id, u.series FROM used u)
    )
    SELECT 'number', format('%s of the numbers %s up to %s are missing',
        max(e.value) - count(*), e.series, max(e.value))
    FROM every e GROUP BY e.organization_id, e.series HAVING count(*) <> max(e.value)
    UNION ALL
    SELECT 'number', format('number %s is given to what is no invoice without one', n.number)
    FROM public.invoice_numbering n
    WHERE NOT EXISTS (SELECT 1 FROM public.invoice i
        WHERE i.organization_id = n.organization_id AND i.id = n.id AND i.number = '')
$$;
COMMENT ON FUNCTION sync.verify_numbers IS
    'Handed-out numbers run from 1 without a gap, each to an invoice that had none';
