-- The protocol as functions (the whole of what a station may call). Each pins its search path and
-- looks up who speaks by session_user, never by an argument.

CREATE OR REPLACE FUNCTION sync.part(value text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT int8send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8')
$$;
COMMENT ON FUNCTION sync.part IS 'A field behind its length as 8 bytes, big-endian';

CREATE OR REPLACE FUNCTION sync.content(value text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN value IS NULL THEN '\x00'::bytea
        ELSE '\x01'::bytea || int8send(octet_length(convert_to(value, 'UTF8')))
            || convert_to(value, 'UTF8') END
$$;
COMMENT ON FUNCTION sync.content IS 'A content field of a fact: the byte 0 for null, else 1 and the field';

CREATE OR REPLACE FUNCTION sync.padded(key bytea, pad int) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    block bytea := CASE WHEN length(key) > 64 THEN sha256(key) ELSE key END;
BEGIN
    block := block || decode(repeat('00', 64 - length(block)), 'hex');
    FOR i IN 0..63 LOOP
        block := set_byte(block, i, get_byte(block, i) # pad);
    END LOOP;
    RETURN block;
END $$;

CREATE OR REPLACE FUNCTION sync.hmac(key bytea, message bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(sync.padded(key, 92) || sha256(sync.padded(key, 54) || message))
$$;
COMMENT ON FUNCTION sync.hmac IS 'HMAC-SHA-256 (RFC 2104)';

CREATE OR REPLACE FUNCTION sync.station_key(organization uuid, station uuid) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT sync.hmac(s.master, convert_to(station::text, 'UTF8'))
    FROM sync.secret s WHERE s.organization_id = organization
$$;

CREATE OR REPLACE FUNCTION sync.caller() RETURNS sync.station
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found sync.station;
BEGIN
    SELECT * INTO found FROM sync.station s WHERE s.role_name = session_user;
    IF found IS NULL THEN
        RAISE EXCEPTION 'no station speaks as %', session_user USING ERRCODE = 'P0401';
    END IF;
    IF found.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'station % was revoked', found.code USING ERRCODE = 'P0403';
    END IF;
    RETURN found;
END $$;
COMMENT ON FUNCTION sync.caller IS 'The station whose role is signed in; P0401 for none, P0403 once it is revoked';

CREATE OR REPLACE FUNCTION sync.epoch_now() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT system_identifier FROM pg_control_system())::text || '/'
        || (SELECT timeline_id FROM pg_control_checkpoint())::text || '/'
        || extract(epoch FROM pg_postmaster_start_time())::text || '/' || e.restored
    FROM sync.epoch e
$$;
COMMENT ON FUNCTION sync.epoch_now IS 'Another word after every failover, restore or restart';

CREATE OR REPLACE FUNCTION sync.first_hash(station uuid, incarnation text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(sync.part(station::text) || sync.part(incarnation)), 'hex')
$$;

CREATE OR REPLACE FUNCTION sync.record_hash(
    organization uuid, station uuid, incarnation text, e jsonb
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(
        sync.part(e->>'v') || sync.part(organization::text) || sync.part(station::text)
        || sync.part(incarnation) || sync.part(e->>'seq') || sync.part(e->>'hlc')
        || sync.part(e->>'at') || sync.part(e->>'actor') || sync.part(e->>'action')
        || sync.part(encode(sha256(convert_to(e->>'body', 'UTF8')), 'hex'))
        || sync.part(e->>'prev_hash')), 'hex')
$$;
COMMENT ON FUNCTION sync.record_hash IS 'The hash a record must carry: every field before it, in order';

CREATE OR REPLACE FUNCTION sync.kept(extra text, unknown jsonb, s bigint, e uuid) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    held jsonb := coalesce(extra, '{}')::jsonb;
    name text;
    new jsonb;
BEGIN
    FOR name, new IN SELECT * FROM jsonb_each(unknown) LOOP
        IF NOT held ? name OR (s, e) > ((held->name->>1)::bigint, (held->name->>2)::uuid) THEN
            held := held || jsonb_build_object(name, jsonb_build_array(new->0, s, e));
        END IF;
    END LOOP;
    RETURN held::text;
END $$;
COMMENT ON FUNCTION sync.kept IS
    'Fields of newer programs as {name: [value, stamp, edit]}, the later edit of each';

CREATE OR REPLACE FUNCTION sync.hello(
    p_v int, p_incarnation text, p_app_version text, p_schema text, p_last_seq bigint,
    p_last_hash text, p_clock_ms bigint
) RETURNS jsonb LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who sync.station := sync.caller();
    stands sync.stream;
    off bigint := p_clock_ms - (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
    needed sync.version;
BEGIN
    UPDATE sync.station s
    SET app_version = p_app_version, schema_revision = p_schema, last_seen = clock_timestamp(),
        clock_off_ms = off
    WHERE s.organization_id = who.organization_id AND s.station_id = who.station_id;
    SELECT * INTO stands FROM sync.stream t
    WHERE t.organization_id = who.organization_id AND t.station = who.station_id
        AND t.incarnation = p_incarnation;
    SELECT * INTO needed FROM sync.version;
    RETURN jsonb_build_object(
        'have', coalesce(stands.have, 0),
        'hash', coalesce(stands.hash, sync.first_hash(who.station_id, p_incarnation)),
        'now_ms', (extract(epoch FROM clock_timestamp()) * 1000)::bigint,
        'clock_off_ms', off,
        'epoch', sync.epoch_now(),
        'schema', needed.schema_revision,
        'min_version', needed.min_app_version,
        'organization', who.organization_id,
        'station', who.station_id);
END $$;

CREATE OR REPLACE FUNCTION sync.push(p_station uuid, p_incarnation text, p_records jsonb)
RETURNS jsonb LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    who sync.station := sync.caller();
    org uuid := who.organization_id;
    s sync.stream;
    old sync.record;
    e jsonb;
    q bigint;
    told jsonb := '[]';
    verdict text;
    reason text;
    key bytea := sync.station_key(org, p_station);
    inner_pad bytea := sync.padded(key, 54);
    outer_pad bytea := sync.padded(key, 92);
BEGIN
    IF jsonb_typeof(p_records) <> 'array' OR jsonb_array_length(p_records) > 60 THEN
        RAISE EXCEPTION 'at most 60 records are taken at once' USING ERRCODE = 'P0413';
    END IF;
    IF p_incarnation !~ '^[0-9a-f]{32}$' THEN
        RAISE EXCEPTION 'an incarnation is 32 hex digits' USING ERRCODE = 'P0413';
    END IF;
    INSERT INTO sync.stream (organization_id, station, incarnation, hash)
    VALUES (org, p_station, p_incarnation, sync.first_hash(p_station, p_incarnation))
    ON CONFLICT (organization_id, station, incarnation) DO NOTHING;
    SELECT * INTO s FROM sync.stream t
    WHERE t.organization_id = org AND t.station = p_station AND t.incarnation = p_incarnation
    FOR UPDATE;
    FOR e IN SELECT value FROM jsonb_array_elements(p_records) LOOP
        q := (e->>'seq')::bigint;
        IF q <= s.have THEN
            SELECT * INTO old FROM sync.record r
            WHERE r.organization_id = org AND r.station = p_station
                AND r.incarnation = p_incarnation AND r.seq = q;
            IF old.hash IS DISTINCT FROM e->>'hash' THEN
                told := told || jsonb_build_object('seq', q, 'said', 'FORK', 'at', q);
                EXIT;
            END IF;
            told := told || jsonb_build_object('seq', q, 'said', old.status, 'why', old.why);
            CONTINUE;
        END IF;
        IF q > s.have + 1 THEN
            told := told || jsonb_build_object('seq', q, 'said', 'GAP', 'have', s.have);
            EXIT;
        END IF;
        IF octet_length(e->>'body') > 256000 THEN
            told := told || jsonb_build_object('seq', q, 'said', 'REFUSED', 'why', 'too large');
            EXIT;
        END IF;
        IF sync.record_hash(org, p_station, p_incarnation, e) IS DISTINCT FROM e->>'hash' THEN
            told := told || jsonb_build_object('seq', q, 'said', 'BADHASH');
            EXIT;
        END IF;
        IF e->>'prev_hash' IS DISTINCT FROM s.hash THEN
            told := told || jsonb_build_object('seq', q, 'said', 'FORK', 'at', s.have);
            EXIT;
        END IF;
        IF encode(sha256(outer_pad || sha256(inner_pad || convert_to(e->>'hash', 'UTF8'))), 'hex')
            IS DISTINCT FROM e->>'mac'
        THEN
            told := told || jsonb_build_object('seq', q, 'said', 'REFUSED', 'why', 'mac');
            EXIT;
        END IF;
        verdict := 'applied';
        reason := '';
        BEGIN
            PERFORM sync.apply(org, p_station, p_incarnation, q, (e->>'body')::jsonb);
        EXCEPTION WHEN OTHERS THEN
            -- Only what follows from the record's own bytes; anything else is ours and raises.
            IF left(SQLSTATE, 2) NOT IN ('22', '23', 'P0') THEN
                RAISE;
            END IF;
            verdict := 'quarantined';
            reason := SQLSTATE || ' ' || SQLERRM;
        END;
        INSERT INTO sync.record (organization_id, station, incarnation, seq, v, hlc, at, actor,
            action, body, prev_hash, hash, mac, status, why)
        VALUES (org, p_station, p_incarnation, q, (e->>'v')::int, (e->>'hlc')::bigint, e->>'at',
            e->>'actor', e->>'action', e->>'body', e->>'prev_hash', e->>'hash', e->>'mac',
            verdict, reason);
        s.have := q;
        s.hash := e->>'hash';
        told := told || jsonb_build_object('seq', q, 'said', verdict, 'why', reason);
    END LOOP;
    UPDATE sync.stream t SET have = s.have, hash = s.hash
    WHERE t.organization_id = org AND t.station = p_station AND t.incarnation = p_incarnation;
    RETURN told;
END $$;
COMMENT ON FUNCTION sync.push IS
    'Take records of one stream in order; for each: applied, quarantined, GAP, FORK, BADHASH, REFUSED';

CREATE OR REPLACE FUNCTION sync.heads() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_object_agg(t.station || '/' || t.incarnation,
        jsonb_build_array(t.have, t.hash, t.safe)), '{}')
    FROM sync.stream t, sync.caller() who WHERE t.organization_id = who.organization_id
$$;

CREATE OR REPLACE FUNCTION sync.pull(p_vector jsonb, p_own text, p_limit int) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH who AS (SELECT (sync.caller()).organization_id AS org),
    named AS (
        SELECT t.*, p_vector->(t.station || '/' || t.incarnation) AS told,
            t.station || '/' || t.incarnation AS name
        FROM sync.stream t, who WHERE t.organization_id = who.org
    ),
    moved AS (
        SELECT n.*, coalesce((n.told->>0)::bigint, 0) AS low,
            coalesce(n.told->>1, sync.first_hash(n.station, n.incarnation)) AS low_hash
        FROM named n WHERE n.name <> p_own
    ),
    page AS (
        SELECT r.*, sum(octet_length(r.body)) OVER (
            ORDER BY r.hlc, r.station, r.incarnation, r.seq) AS size
        FROM moved w CROSS JOIN LATERAL (
            SELECT x.organization_id AS organization, x.station, x.incarnation, x.seq, x.v, x.hlc,
                x.at, x.actor, x.action, x.body, x.prev_hash, x.hash, x.mac, x.status, x.why
            FROM sync.record x
            WHERE x.organization_id = w.organization_id AND x.station = w.station
                AND x.incarnation = w.incarnation AND x.seq > w.low
            ORDER BY x.seq LIMIT least(greatest(p_limit, 1), 500)
        ) r
        WHERE w.have > w.low
        ORDER BY r.hlc, r.station, r.incarnation, r.seq LIMIT least(greatest(p_limit, 1), 500)
    )
    SELECT jsonb_build_object(
        'heads', (SELECT coalesce(jsonb_object_agg(m.name,
            jsonb_build_array(m.have, m.hash, m.safe)), '{}') FROM moved m
            WHERE m.have <> m.low OR m.hash <> m.low_hash),
        'records', (SELECT coalesce(jsonb_agg(to_jsonb(p) - 'size'
            ORDER BY p.hlc, p.station, p.incarnation, p.seq), '[]') FROM page p
            WHERE p.size <= 8000000 OR p.size = octet_length(p.body)))
$$;
COMMENT ON FUNCTION sync.pull IS
    'Records beyond a vector {stream: [seq, hash]} of every stream but the caller''s own, at most 8 MB, and the heads of the streams whose seq or hash is another: one snapshot';

CREATE OR REPLACE FUNCTION sync.hash_at(p_station uuid, p_incarnation text, p_seq bigint)
RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN p_seq = 0 THEN sync.first_hash(p_station, p_incarnation) ELSE
        (SELECT r.hash FROM sync.record r, sync.caller() who
         WHERE r.organization_id = who.organization_id AND r.station = p_station
            AND r.incarnation = p_incarnation AND r.seq = p_seq) END
$$;
