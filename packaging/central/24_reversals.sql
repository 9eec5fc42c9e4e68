-- A reversal counts only while its target counts (sync.md 4): a record that undoes, corrects or gives
-- back a fact which no record that counts tells of is kept aside (P0424), and counts by itself as
-- soon as that fact does. A fact that counts here never stops counting, so it is the same in whatever
-- order records come, also after a failover; stations follow the verdict like any other. Which fields
-- name such a fact is declared with the tables (`sync.taken_back`).
CREATE OR REPLACE FUNCTION sync.fact_stands(o uuid, p_what text) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    stands boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I t '
        'WHERE t.organization_id = $1 AND t.id = $2)', split_part(p_what, ' ', 1))
        INTO stands USING o, split_part(p_what, ' ', 2)::uuid;
    RETURN stands;
END $$;
COMMENT ON FUNCTION sync.fact_stands IS 'Whether a record that counts tells of a fact, by “table id”';

CREATE OR REPLACE FUNCTION sync.check_taken_back(o uuid, said jsonb[]) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    what text;
BEGIN
    FOR what IN SELECT * FROM sync.taken_back(said) LOOP
        -- A record may take back what it tells of itself.
        IF NOT sync.fact_stands(o, what) AND NOT EXISTS (
            SELECT 1 FROM unnest(said) b(rows), LATERAL jsonb_array_elements(b.rows) s
            WHERE split_part(s->>'t', '.', 1) || ' ' || (s->>'id') = what)
        THEN
            RAISE EXCEPTION 'what it takes back does not count: %', what USING ERRCODE = 'P0424';
        END IF;
    END LOOP;
END $$;
COMMENT ON FUNCTION sync.check_taken_back IS
    'Refuse (P0424) rows of records that are to be applied and take back what counts nowhere';

CREATE OR REPLACE FUNCTION sync.let_follow(o uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r record;
    more boolean := true;
    done boolean := false;
BEGIN
    WHILE more LOOP
        more := false;
        FOR r IN
            SELECT x.station, x.incarnation, x.seq, substring(x.why FROM '[^ ]+ [^ ]+$') AS what
            FROM sync.record x
            WHERE x.organization_id = o AND x.status = 'quarantined' AND x.why LIKE 'P0424 %'
            ORDER BY x.hlc, x.station, x.incarnation, x.seq
        LOOP
            -- While the first of what it takes back does not stand there is no need to try it.
            CONTINUE WHEN NOT sync.fact_stands(o, r.what);
            BEGIN
                IF sync.apply_again(o, r.station, r.incarnation, r.seq) = 'applied' THEN
                    more := true;
                    done := true;
                END IF;
            EXCEPTION WHEN OTHERS THEN
                -- Somebody else's record was in the way: tried again with the next push or hello,
                -- and nothing against the records that come now.
                CONTINUE;
            END;
        END LOOP;
    END LOOP;
    RETURN done;
END $$;
COMMENT ON FUNCTION sync.let_follow IS
    'Let records count that wait for what they take back, where that counts by now, and what waits for those; whether there were any';
