-- How far a station may let go of the records of others: what a verified backup holds, and what the
-- centre has had for long enough by its own clock.
CREATE OR REPLACE FUNCTION sync.old_enough(p_days int) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who sync.station := sync.caller();
    before timestamptz := clock_timestamp() - make_interval(days => greatest(p_days, 1));
    t record;
    r record;
    low bigint;
    high bigint;
    middle bigint;
    told jsonb := '{}';
BEGIN
    FOR t IN
        -- A record that may still have to be applied stays where it is, and all after it.
        SELECT s.station, s.incarnation, least(s.safe, s.have, q.first, u.first) - 1 AS top
        FROM sync.stream s
        LEFT JOIN LATERAL (
            SELECT min(x.seq) AS first FROM sync.record x
            WHERE x.organization_id = s.organization_id AND x.station = s.station
                AND x.incarnation = s.incarnation AND x.status = 'quarantined') q ON true
        LEFT JOIN LATERAL (
            SELECT min(w.seq) AS first FROM sync.unprojected w
            WHERE w.organization_id = s.organization_id AND w.station = s.station
                AND w.incarnation = s.incarnation) u ON true
        WHERE s.organization_id = who.organization_id AND s.station <> who.station_id
    LOOP
        -- Records of a stream arrive in its order, so the last old one is found by halves.
        low := 0;
        high := t.top;
        WHILE low < high LOOP
            middle := (low + high + 1) / 2;
            SELECT x.received_at INTO r FROM sync.record x
            WHERE x.organization_id = who.organization_id AND x.station = t.station
                AND x.incarnation = t.incarnation AND x.seq <= middle
            ORDER BY x.seq DESC LIMIT 1;
            IF NOT FOUND OR r.received_at < before THEN
                low := middle;
            ELSE
                high := middle - 1;
            END IF;
        END LOOP;
        SELECT x.seq, x.hash INTO r FROM sync.record x
        WHERE x.organization_id = who.organization_id AND x.station = t.station
            AND x.incarnation = t.incarnation AND x.seq <= low
        ORDER BY x.seq DESC LIMIT 1;
        IF FOUND THEN
            told := told || jsonb_build_object(
                t.station || '/' || t.incarnation, jsonb_build_array(r.seq, r.hash));
        END IF;
    END LOOP;
    RETURN told;
END $$;
COMMENT ON FUNCTION sync.old_enough IS
    'The last record of each other station''s stream that a station may let go of, {stream: [seq, hash]}: below what a verified backup holds and anything kept aside, and received more than so many days ago';
