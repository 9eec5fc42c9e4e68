-- What some records do here beside their own row: a release applies a record again, a revocation
-- shuts a station out. They are facts of a manager's stream, so a centre that lost them gets them
-- again with that stream; a hole is looked up by push itself.
CREATE OR REPLACE FUNCTION sync.apply_again(
    o uuid, p_station uuid, p_incarnation text, p_seq bigint
) RETURNS text LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    r sync.record;
BEGIN
    SELECT * INTO r FROM sync.record x
    WHERE x.organization_id = o AND x.station = p_station AND x.incarnation = p_incarnation
        AND x.seq = p_seq AND x.status = 'quarantined'
    FOR UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    BEGIN
        PERFORM sync.check_taken_back(o, ARRAY[sync.rows_of(o, r.body::jsonb)]);
        PERFORM sync.apply(o, p_station, p_incarnation, p_seq, r.body::jsonb);
        UPDATE sync.record x SET status = 'applied', why = ''
        WHERE x.organization_id = o AND x.station = p_station
            AND x.incarnation = p_incarnation AND x.seq = p_seq;
        RETURN 'applied';
    EXCEPTION WHEN query_canceled OR OTHERS THEN
        -- One that a manager kept aside because it can't be taken must not hold up the record that
        -- releases it; who is only in another's way, or is told to stop, is tried again.
        IF left(SQLSTATE, 2) IN ('40', '53', '55', '57', '58') AND SQLSTATE <> '57014' THEN
            RAISE;
        END IF;
        -- Whether it follows by itself is seen from why: what was let go waits for what it takes
        -- back, and what waited no longer does once it fails for a reason of its own.
        IF SQLSTATE = 'P0424'
            OR (r.why LIKE 'P0424 %' AND left(SQLSTATE, 2) IN ('22', '23', 'P0'))
        THEN
            UPDATE sync.record x SET why = SQLSTATE || ' ' || SQLERRM
            WHERE x.organization_id = o AND x.station = p_station
                AND x.incarnation = p_incarnation AND x.seq = p_seq;
        END IF;
        RETURN 'quarantined';
    END;
END $$;
COMMENT ON FUNCTION sync.apply_again IS
    'Try a record that is kept aside once more: applied, quarantined as before, or null for none';

CREATE OR REPLACE FUNCTION sync.on_release() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM sync.apply_again(r.organization_id, r.station, r.incarnation, r.seq)
    FROM sync.record r
    WHERE r.organization_id = NEW.organization_id AND r.hash = NEW.record_hash
        AND r.status = 'quarantined';
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER record_release_applies AFTER INSERT ON public.record_release
    FOR EACH ROW EXECUTE FUNCTION sync.on_release();

ALTER TABLE sync.station ADD COLUMN IF NOT EXISTS let_in_again timestamptz;
COMMENT ON COLUMN sync.station.let_in_again IS
    'When a station that had been shut out was enrolled again: revocations before it are over';

-- A centre restored from a backup older than a revocation takes from that station until the record
-- of it is back: its author sends it before anything else, and every window that holds it does so
-- as a witness. What came in between is kept like anything a station sent before it was shut out.
CREATE OR REPLACE FUNCTION sync.on_revocation() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM sync.station s
        WHERE s.organization_id = NEW.organization_id AND s.station_id = NEW.of_station_id
            AND s.revoked_at IS NULL
            AND (s.let_in_again IS NULL OR s.let_in_again < NEW.at)
    ) THEN
        PERFORM sync.shut_out(NEW.organization_id, NEW.of_station_id);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER revocation_shuts_out AFTER INSERT ON public.revocation
    FOR EACH ROW EXECUTE FUNCTION sync.on_revocation();

CREATE OR REPLACE FUNCTION sync.project_waiting() RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    u record;
    done bigint := 0;
    known boolean;
BEGIN
    FOR u IN
        SELECT w.*, sync.rows_of(w.organization_id, r.body::jsonb)->(w.row_no - 1) AS said
        FROM sync.unprojected w JOIN sync.record r ON r.organization_id = w.organization_id
            AND r.station = w.station AND r.incarnation = w.incarnation AND r.seq = w.seq
        ORDER BY r.hlc, r.station, r.incarnation, r.seq, w.row_no
    LOOP
        BEGIN
            known := sync.put_row(u.organization_id, u.station, u.incarnation, u.seq, u.said);
        EXCEPTION WHEN OTHERS THEN
            IF left(SQLSTATE, 2) NOT IN ('22', '23', 'P0') THEN
                RAISE;
            END IF;
            known := false;
        END;
        IF known THEN
            done := done + 1;
            DELETE FROM sync.unprojected w
            WHERE w.organization_id = u.organization_id AND w.station = u.station
                AND w.incarnation = u.incarnation AND w.seq = u.seq AND w.row_no = u.row_no;
        END IF;
    END LOOP;
    PERFORM sync.let_follow(g.organization_id) FROM sync.organization g;
    RETURN done;
END $$;
COMMENT ON FUNCTION sync.project_waiting IS
    'Put rows of kinds that an upgrade made known into their tables; how many they were';

CREATE OR REPLACE FUNCTION sync.guard_line() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM public.journal_entry e
        WHERE e.organization_id = NEW.organization_id AND e.id = NEW.entry_id
    ) AND NOT EXISTS (
        SELECT 1 FROM public.journal_line l
        WHERE l.organization_id = NEW.organization_id AND l.id = NEW.id
            AND l.content_hash = NEW.content_hash
    ) THEN
        RAISE EXCEPTION 'journal entry % is posted already', NEW.entry_id USING ERRCODE = 'P0423';
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION sync.guard_line IS
    'Nobody adds a line to an entry that is posted; the same line may come again';
CREATE OR REPLACE TRIGGER journal_line_before_its_entry BEFORE INSERT ON public.journal_line
    FOR EACH ROW EXECUTE FUNCTION sync.guard_line();
