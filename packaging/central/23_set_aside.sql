-- A record that can't be taken though the centre answers holds up its stream for ever. A manager may
-- say that it is kept aside: it is tried, and if it fails again it is stored and counts nowhere. The
-- word is a record like any other. It may be here already, from another station; or it stands above
-- the record it is about in the same stream, and is shown along with it.
CREATE OR REPLACE FUNCTION sync.may_be_aside(
    o uuid, p_station uuid, p_incarnation text, p_have bigint, p_records jsonb
) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT p_records @> '[{"word": {}}]' OR EXISTS (
        SELECT 1 FROM public.record_set_aside a
        WHERE a.organization_id = o AND a.of_station_id = p_station
            AND a.incarnation = p_incarnation AND a.seq > p_have)
$$;
COMMENT ON FUNCTION sync.may_be_aside IS
    'Whether records have to go one by one because a manager said something of one of them';

CREATE OR REPLACE FUNCTION sync.shows_word(
    o uuid, p_station uuid, p_incarnation text, e jsonb
) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    w jsonb := e->'word';
BEGIN
    IF w IS NULL OR NOT sync.is_record(w) OR w->>'station' IS DISTINCT FROM p_station::text
        OR octet_length(w->>'body') > 600000
        OR w->>'hash' IS DISTINCT FROM sync.record_hash(o, p_station, w->>'incarnation', w)
        OR w->>'mac' IS DISTINCT FROM encode(sync.hmac(
            sync.station_key(o, p_station), convert_to(w->>'hash', 'UTF8')), 'hex')
    THEN
        RETURN false;
    END IF;
    RETURN sync.rows_of(o, (w->>'body')::jsonb) @> jsonb_build_array(jsonb_build_object(
        't', 'record_set_aside.v1', 'f', jsonb_build_object(
            'of_station_id', p_station, 'incarnation', p_incarnation,
            'seq', e->'seq', 'record_hash', e->'hash')));
EXCEPTION WHEN OTHERS THEN
    -- What is shown is anybody's text: one that can't be read says nothing.
    RETURN false;
END $$;
COMMENT ON FUNCTION sync.shows_word IS
    'Whether a record of the same station is shown along with another and says to keep that one aside';

CREATE OR REPLACE FUNCTION sync.is_set_aside(
    o uuid, p_station uuid, p_incarnation text, e jsonb, p_state text
) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    -- Who is in another's way, or finds no room, has nothing odd about it.
    SELECT left(p_state, 2) NOT IN ('40', '53', '55', '58') AND (EXISTS (
        SELECT 1 FROM public.record_set_aside a
        WHERE a.organization_id = o AND a.of_station_id = p_station
            AND a.incarnation = p_incarnation AND a.seq = (e->>'seq')::bigint
            AND a.record_hash = e->>'hash') OR sync.shows_word(o, p_station, p_incarnation, e))
$$;
COMMENT ON FUNCTION sync.is_set_aside IS
    'Whether a manager said of this very record that it is kept aside rather than tried for ever; a later release tries it again, and if that fails it stays aside';
