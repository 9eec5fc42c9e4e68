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

CREATE OR REPLACE FUNCTION sync.is_record(e jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_typeof(e) = 'object' AND e->>'v' ~ '^[1-9][0-9]{0,8}$'
        AND e->>'seq' ~ '^[1-9][0-9]{0,17}$' AND e->>'hlc' ~ '^(0|[1-9][0-9]{0,17})$'
        AND e->>'at' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$'
        AND e ?& ARRAY['actor', 'action', 'body', 'prev_hash', 'hash', 'mac']
        AND jsonb_typeof(e->'body') = 'string' AND e->>'hash' ~ '^[0-9a-f]{64}$'
        AND e->>'mac' IS NOT NULL AND e->>'actor' IS NOT NULL AND e->>'action' IS NOT NULL, false)
$$;
COMMENT ON FUNCTION sync.is_record IS
    'Whether an envelope is written as every program writes it, so that its hash can be made again';

CREATE OR REPLACE FUNCTION sync.rows_of(o uuid, body jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    e jsonb;
    said jsonb := body->'rows';
BEGIN
    IF jsonb_typeof(said) IS DISTINCT FROM 'array' THEN
        RAISE EXCEPTION 'a record without rows' USING ERRCODE = 'P0422';
    END IF;
    IF NOT said @> '[{"t": "carried.v1"}]' THEN
        RETURN said;
    END IF;
    e := said->0->'r';
    IF jsonb_array_length(said) <> 1 OR NOT sync.is_record(e)
        OR e->>'organization' IS DISTINCT FROM o::text
        OR e->>'station' IS DISTINCT FROM (e->>'station')::uuid::text
        OR e->>'hash' IS DISTINCT FROM said->0->>'id'
        OR e->>'hash' IS DISTINCT FROM
            sync.record_hash(o, (e->>'station')::uuid, e->>'incarnation', e)
        OR e->>'mac' IS DISTINCT FROM encode(sync.hmac(
            sync.station_key(o, (e->>'station')::uuid), convert_to(e->>'hash', 'UTF8')), 'hex')
    THEN
        RAISE EXCEPTION 'a record that is carried is not its station''s' USING ERRCODE = 'P0422';
    END IF;
    said := (e->>'body')::jsonb->'rows';
    IF jsonb_typeof(said) IS DISTINCT FROM 'array' OR said @> '[{"t": "carried.v1"}]' THEN
        RAISE EXCEPTION 'a record that is carried carries another' USING ERRCODE = 'P0422';
    END IF;
    RETURN said;
END $$;
COMMENT ON FUNCTION sync.rows_of IS
    'What a record says; where it carries a record of another stream, what that one says';

CREATE OR REPLACE FUNCTION sync.check_entries(said jsonb) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF said @> '[{"t": "journal_line.v1"}]' AND EXISTS (
        SELECT 1 FROM jsonb_array_elements(said) r
        WHERE r->>'t' IN ('journal_line.v1', 'journal_entry.v1')
        GROUP BY coalesce(r->'f'->>'entry_id', r->>'id')
        HAVING sum((r->'f'->>'amount_minor')::bigint) IS DISTINCT FROM 0
            OR max(abs((r->'f'->>'amount_minor')::bigint)) > 1000000000000000
            OR count(DISTINCT r->'f'->>'currency') <> 1
            OR count(*) FILTER (WHERE r->>'t' = 'journal_line.v1')
                IS DISTINCT FROM max((r->'f'->>'line_count')::bigint)
    ) THEN
        RAISE EXCEPTION 'a journal entry is not whole and balanced in its record'
            USING ERRCODE = 'P0422';
    END IF;
END $$;
COMMENT ON FUNCTION sync.check_entries IS
    'A journal entry and all its lines stand in one record, so that nobody can add a line later';

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
    WHERE s.organization_id = who.organization_id AND s.station_id = who.station_id
        AND (s.last_seen IS NULL OR s.last_seen < clock_timestamp() - interval '50 seconds'
            OR s.app_version <> p_app_version OR s.schema_revision <> p_schema);
    SELECT * INTO stands FROM sync.stream t
    WHERE t.organization_id = who.organization_id AND t.station = who.station_id
        AND t.incarnation = p_incarnation;
    SELECT * INTO needed FROM sync.version;
    -- Two who pushed at the same moment did not see what the other one brought.
    IF sync.let_follow(who.organization_id) THEN
        PERFORM pg_notify('counterfoil', who.organization_id::text);
    END IF;
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
    news boolean := false;
BEGIN
    IF jsonb_typeof(p_records) <> 'array' OR jsonb_array_length(p_records) > 60 THEN
        RAISE EXCEPTION 'at most 60 records are taken at once' USING ERRCODE = 'P0413';
    END IF;
    IF p_incarnation !~ '^[0-9a-f]{32}$' THEN
        RAISE EXCEPTION 'an incarnation is 32 hex digits' USING ERRCODE = 'P0413';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sync.stream t WHERE t.organization_id = org
        AND t.station = p_station AND t.incarnation = p_incarnation)
    THEN
        -- A stream begins with a record of it that its station signed, or not at all.
        e := p_records->0;
        IF e IS NULL OR NOT sync.is_record(e) OR e->>'mac' IS DISTINCT FROM
            encode(sync.hmac(key, convert_to(e->>'hash', 'UTF8')), 'hex')
            OR e->>'hash' IS DISTINCT FROM sync.record_hash(org, p_station, p_incarnation, e)
        THEN
            RETURN jsonb_build_array(jsonb_build_object(
                'seq', coalesce(e->'seq', '0'), 'said', 'REFUSED', 'why', 'mac'));
        END IF;
    END IF;
    INSERT INTO sync.stream (organization_id, station, incarnation, hash)
    VALUES (org, p_station, p_incarnation, sync.first_hash(p_station, p_incarnation))
    ON CONFLICT (organization_id, station, incarnation) DO NOTHING;
    SELECT * INTO s FROM sync.stream t
    WHERE t.organization_id = org AND t.station = p_station AND t.incarnation = p_incarnation
    FOR UPDATE;
    IF NOT sync.may_be_aside(org, p_station, p_incarnation, s.have, p_records) AND sync.is_whole(
        org, p_station, p_incarnation, s.have, s.hash, p_records, inner_pad, outer_pad)
    THEN
        told := sync.take_whole(org, p_station, p_incarnation, p_records);
        IF told IS NOT NULL THEN
            e := p_records->-1;
            UPDATE sync.stream t SET have = (e->>'seq')::bigint, hash = e->>'hash'
            WHERE t.organization_id = org AND t.station = p_station
                AND t.incarnation = p_incarnation;
            PERFORM sync.let_follow(org);
            PERFORM pg_notify('counterfoil', org::text);
            RETURN told;
        END IF;
        told := '[]';
    END IF;
    FOR e IN SELECT value FROM jsonb_array_elements(p_records) LOOP
        IF NOT sync.is_record(e) THEN
            told := told || jsonb_build_object('seq', 0, 'said', 'REFUSED', 'why', 'no record');
            EXIT;
        END IF;
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
        IF q > s.have + 1 AND EXISTS (
            SELECT 1 FROM public.stream_hole h
            WHERE h.organization_id = org AND h.of_station_id = p_station
                AND h.incarnation = p_incarnation AND h.first_seq <= s.have + 1
                AND h.last_seq = q - 1 AND h.next_hash = e->>'prev_hash')
        THEN
            -- Nobody has what was in between: a manager approved to go on without it.
            s.have := q - 1;
            s.hash := e->>'prev_hash';
        END IF;
        IF q > s.have + 1 THEN
            told := told || jsonb_build_object('seq', q, 'said', 'GAP', 'have', s.have);
            EXIT;
        END IF;
        IF octet_length(e->>'body') >
            (CASE WHEN e->>'action' = 'sync.carry' THEN 600000 ELSE 256000 END)
        THEN
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
            PERFORM sync.check_taken_back(org, ARRAY[sync.rows_of(org, (e->>'body')::jsonb)]);
            PERFORM sync.apply(org, p_station, p_incarnation, q, (e->>'body')::jsonb);
        EXCEPTION WHEN query_canceled OR OTHERS THEN
            -- Only what follows from the record's own bytes, or what a manager said so of;
            -- anything else is ours and raises.
            IF left(SQLSTATE, 2) NOT IN ('22', '23', 'P0')
                AND NOT sync.is_set_aside(org, p_station, p_incarnation, e, SQLSTATE)
            THEN
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
        news := true;
        told := told || jsonb_build_object('seq', q, 'said', verdict, 'why', reason);
    END LOOP;
    IF news THEN
        UPDATE sync.stream t SET have = s.have, hash = s.hash
        WHERE t.organization_id = org AND t.station = p_station AND t.incarnation = p_incarnation;
        PERFORM sync.let_follow(org);
        PERFORM pg_notify('counterfoil', org::text);
    END IF;
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

CREATE OR REPLACE FUNCTION sync.aside_now(org uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(encode(sha256(convert_to(
        string_agg(r.hash || ' ' || r.why, ',' ORDER BY r.hash), 'UTF8')), 'hex'), '')
    FROM sync.record r WHERE r.organization_id = org AND r.status = 'quarantined'
$$;
COMMENT ON FUNCTION sync.aside_now IS
    'Another word whenever other records are kept aside, or one for another reason; empty while none is';

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
    gone AS (
        SELECT v.key AS name FROM jsonb_each(p_vector) v
        WHERE v.key <> p_own AND (v.value->>0)::bigint > 0
            AND NOT EXISTS (SELECT 1 FROM named n WHERE n.name = v.key)
    ),
    page AS (
        SELECT r.*, sum(octet_length(r.body)) OVER (
            ORDER BY r.reach, r.station, r.incarnation, r.seq) AS size
        FROM moved w CROSS JOIN LATERAL (
            -- By hlc alone a stream whose clock went back would come out of its own order.
            SELECT y.*, max(y.hlc) OVER (ORDER BY y.seq) AS reach FROM (
                SELECT x.organization_id AS organization, x.station, x.incarnation, x.seq, x.v,
                    x.hlc, x.at, x.actor, x.action, x.body, x.prev_hash, x.hash, x.mac, x.status,
                    x.why
                FROM sync.record x
                WHERE x.organization_id = w.organization_id AND x.station = w.station
                    AND x.incarnation = w.incarnation AND x.seq > w.low
                ORDER BY x.seq LIMIT least(greatest(p_limit, 1), 500)
            ) y
        ) r
        WHERE w.have > w.low
        ORDER BY r.reach, r.station, r.incarnation, r.seq LIMIT least(greatest(p_limit, 1), 500)
    )
    SELECT jsonb_build_object(
        'heads', (SELECT coalesce(jsonb_object_agg(m.name,
            jsonb_build_array(m.have, m.hash, m.safe)), '{}') FROM moved m
            WHERE m.have <> m.low OR m.hash <> m.low_hash)
            || (SELECT coalesce(jsonb_object_agg(g.name, jsonb_build_array(0, sync.first_hash(
                split_part(g.name, '/', 1)::uuid, split_part(g.name, '/', 2)), 0)), '{}')
            FROM gone g),
        'aside', (SELECT sync.aside_now(who.org) FROM who),
        'records', (SELECT coalesce(jsonb_agg(to_jsonb(p) - 'size' - 'reach'
            ORDER BY p.reach, p.station, p.incarnation, p.seq), '[]') FROM page p
            WHERE p.size <= 8000000 OR p.size = octet_length(p.body)))
$$;
COMMENT ON FUNCTION sync.pull IS
    'Records beyond a vector {stream: [seq, hash]} of every stream but the caller''s own, at most 8 MB, and the heads of the streams whose seq or hash is another: one snapshot';

CREATE OR REPLACE FUNCTION sync.poll(p_incarnation text, p_vector jsonb, p_limit int)
RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH who AS (SELECT c.organization_id AS org, c.station_id AS station FROM sync.caller() c)
    SELECT sync.pull(p_vector, w.station || '/' || p_incarnation, p_limit) || jsonb_build_object(
        'epoch', sync.epoch_now(),
        'have', coalesce(t.have, 0),
        'hash', coalesce(t.hash, sync.first_hash(w.station, p_incarnation)))
    FROM who w LEFT JOIN sync.stream t ON t.organization_id = w.org AND t.station = w.station
        AND t.incarnation = p_incarnation
$$;
COMMENT ON FUNCTION sync.poll IS
    'pull, and beside it how far the caller''s own stream is here: all that an idle station asks';

CREATE OR REPLACE FUNCTION sync.verdicts(p_known jsonb) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH who AS (SELECT (sync.caller()).organization_id AS org)
    SELECT jsonb_build_object(
        'aside', (SELECT coalesce(jsonb_agg(jsonb_build_array(
            r.station, r.incarnation, r.seq, r.hash, r.why)), '[]')
            FROM sync.record r, who
            WHERE r.organization_id = who.org AND r.status = 'quarantined'),
        'applied', (SELECT coalesce(jsonb_agg(jsonb_build_array(
            r.station, r.incarnation, r.seq, r.hash)), '[]')
            FROM jsonb_array_elements(p_known) k, who, sync.record r
            WHERE r.organization_id = who.org AND r.station = (k->>0)::uuid
                AND r.incarnation = k->>1 AND r.seq = (k->>2)::bigint AND r.status = 'applied'))
$$;
COMMENT ON FUNCTION sync.verdicts IS
    'Every record that is kept aside, and which of the places [station, incarnation, seq] count';

CREATE OR REPLACE FUNCTION sync.hash_at(p_station uuid, p_incarnation text, p_seq bigint)
RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN p_seq = 0 THEN sync.first_hash(p_station, p_incarnation) ELSE
        (SELECT r.hash FROM sync.record r, sync.caller() who
         WHERE r.organization_id = who.organization_id AND r.station = p_station
            AND r.incarnation = p_incarnation AND r.seq = p_seq) END
$$;
