-- How stations are let in and shut out. Whoever calls these acts as the owner: an administrator's
-- tool, a station that makes a code, or a new computer that holds one.
CREATE TABLE IF NOT EXISTS sync.invitation (
    role_name text PRIMARY KEY,
    organization_id uuid NOT NULL,
    code_id uuid NOT NULL,
    proof text NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    used_by uuid,
    used_at timestamptz
);
COMMENT ON TABLE sync.invitation IS
    'Codes that let one new station in; each has a role of its own that may only call in';
COMMENT ON COLUMN sync.invitation.proof IS 'SHA-256 of what the holder of the code says, in hex';
COMMENT ON COLUMN sync.invitation.made_by IS
    'The station that asked; that a manager asked there is its own record, which the centre trusts';

CREATE OR REPLACE FUNCTION sync.limit_role(p_role text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('ALTER ROLE %I SET statement_timeout = %L', p_role, '15s');
    EXECUTE format('ALTER ROLE %I SET lock_timeout = %L', p_role, '5s');
    EXECUTE format('ALTER ROLE %I SET idle_in_transaction_session_timeout = %L', p_role, '30s');
END $$;
COMMENT ON FUNCTION sync.limit_role IS
    'How long a station''s statements may take: a setting of its role, because poolers take no others';

CREATE OR REPLACE FUNCTION sync.check_verifier(p_verifier text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p_verifier !~ '^SCRAM-SHA-256\$\d+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' THEN
        RAISE EXCEPTION 'only a SCRAM verifier is taken' USING ERRCODE = 'P0413';
    END IF;
END $$;
COMMENT ON FUNCTION sync.check_verifier IS 'Refuse a password: none ever comes here';

CREATE OR REPLACE FUNCTION sync.let_in(p_org uuid, p_station uuid, p_code text, p_verifier text)
RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    role text := 'counterfoil_' || replace(p_station::text, '-', '');
BEGIN
    PERFORM sync.check_verifier(p_verifier);
    IF NOT sync.enrol(p_org, p_station, p_code, role) THEN
        RETURN NULL;
    END IF;
    IF EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = role) THEN
        EXECUTE format('ALTER ROLE %I LOGIN CONNECTION LIMIT 5 PASSWORD %L', role, p_verifier);
    ELSE
        EXECUTE format('CREATE ROLE %I LOGIN CONNECTION LIMIT 5 PASSWORD %L', role, p_verifier);
    END IF;
    PERFORM sync.limit_role(role);
    EXECUTE format('GRANT counterfoil_station TO %I', role);
    RETURN role;
END $$;
COMMENT ON FUNCTION sync.let_in IS
    'The role of a station that may speak from now on; null where another station has its code';

CREATE OR REPLACE FUNCTION sync.shut_out(p_org uuid, p_station uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    role text;
BEGIN
    UPDATE sync.station s SET revoked_at = coalesce(s.revoked_at, clock_timestamp())
    WHERE s.organization_id = p_org AND s.station_id = p_station
    RETURNING s.role_name INTO role;
    -- Nobody comes in any more by a code that was made there.
    UPDATE sync.invitation i SET expires_at = clock_timestamp()
    WHERE i.organization_id = p_org AND i.made_by = p_station AND i.used_by IS NULL;
    IF NOT EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = role) THEN
        RETURN role;
    END IF;
    BEGIN
        -- It can still sign in, so that it is told why it may do nothing any more.
        EXECUTE format('REVOKE counterfoil_station FROM %I', role);
        EXECUTE format('ALTER ROLE %I CONNECTION LIMIT 1', role);
        EXECUTE format('GRANT %I TO CURRENT_USER', role);
        PERFORM pg_terminate_backend(a.pid) FROM pg_stat_activity a
        WHERE a.usename = role AND a.pid <> pg_backend_pid();
    EXCEPTION WHEN insufficient_privilege THEN
        -- Somebody else made the role: every function refuses the station all the same.
        RAISE WARNING 'the role % keeps its sessions until they call', role;
    END;
    RETURN role;
END $$;
COMMENT ON FUNCTION sync.shut_out IS
    'A station may not speak any more, its live sessions included; its role, or null for none';

CREATE OR REPLACE FUNCTION sync.revoke(p_code text) RETURNS text
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    SELECT sync.shut_out(s.organization_id, s.station_id) FROM sync.station s WHERE s.code = p_code
$$;
COMMENT ON FUNCTION sync.revoke IS 'The role of the station that may not speak any more; null for none';

-- A row that only the functions' owner may lock: an advisory lock anybody who signs in could hold.
CREATE OR REPLACE FUNCTION sync.one_at_the_door() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM 1 FROM sync.epoch FOR UPDATE;
END $$;

CREATE OR REPLACE FUNCTION sync.forget_codes() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old record;
BEGIN
    FOR old IN
        DELETE FROM sync.invitation i WHERE i.expires_at <= clock_timestamp() RETURNING i.role_name
    LOOP
        CONTINUE WHEN NOT EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = old.role_name);
        BEGIN
            -- Whoever held the code may be there still, and have made what only its role owns.
            EXECUTE format('GRANT %I TO CURRENT_USER', old.role_name);
            PERFORM pg_terminate_backend(a.pid, 1000) FROM pg_stat_activity a
            WHERE a.usename = old.role_name;
            EXECUTE format('DROP OWNED BY %I', old.role_name);
            EXECUTE format('DROP ROLE %I', old.role_name);
        EXCEPTION WHEN OTHERS THEN
            -- Whatever keeps a role must keep nobody from making the next code.
            EXECUTE format('ALTER ROLE %I NOLOGIN', old.role_name);
        END;
    END LOOP;
END $$;
COMMENT ON FUNCTION sync.forget_codes IS 'Codes that are over, with their roles';

CREATE OR REPLACE FUNCTION sync.make_code(p_id uuid, p_proof text, p_verifier text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    who sync.station := sync.caller();
    role text := 'counterfoil_call_' || replace(p_id::text, '-', '');
    until timestamptz := clock_timestamp() + interval '10 minutes';
BEGIN
    PERFORM sync.check_verifier(p_verifier);
    IF p_proof !~ '^[0-9a-f]{64}$' THEN
        RAISE EXCEPTION 'a proof is 64 hex digits' USING ERRCODE = 'P0413';
    END IF;
    PERFORM sync.one_at_the_door();
    PERFORM sync.forget_codes();
    IF (SELECT count(*) FROM sync.invitation i WHERE i.organization_id = who.organization_id) >= 20
    THEN
        RAISE EXCEPTION 'at most 20 codes at a time' USING ERRCODE = 'P0429';
    END IF;
    INSERT INTO sync.invitation (role_name, organization_id, code_id, proof, made_by, expires_at)
    VALUES (role, who.organization_id, p_id, p_proof, who.station_id, until);
    EXECUTE format(
        'CREATE ROLE %I LOGIN CONNECTION LIMIT 3 VALID UNTIL %L PASSWORD %L',
        role, until, p_verifier);
    PERFORM sync.limit_role(role);
    EXECUTE format('GRANT counterfoil_newcomer TO %I', role);
    RETURN jsonb_build_object(
        'role', role,
        'expires_at', to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'));
END $$;
COMMENT ON FUNCTION sync.make_code IS
    'Open the door for one new station, for ten minutes. Any station may that is not shut out: that a manager wants it is checked in its program and stands in its records';

CREATE OR REPLACE FUNCTION sync.invited(p_proof text) RETURNS sync.invitation
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT i FROM sync.invitation i
    WHERE i.role_name = session_user AND i.expires_at > clock_timestamp()
        AND i.proof = encode(sha256(convert_to(p_proof, 'UTF8')), 'hex')
$$;
COMMENT ON FUNCTION sync.invited IS 'The live code whose role is signed in and whose holder speaks';

CREATE OR REPLACE FUNCTION sync.practice_json(p_org uuid) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_build_object('organization', p.organization_id, 'name', min(p.name),
        'demo', bool_or(p.demo), 'sites', coalesce(jsonb_agg(
            jsonb_build_object('id', p.site_id, 'name', p.site_name) ORDER BY p.site_name, p.site_id)
            FILTER (WHERE p.site_id IS NOT NULL), '[]'))
    FROM sync.practice() p WHERE p.organization_id = p_org GROUP BY p.organization_id
$$;

CREATE OR REPLACE FUNCTION sync.ask_in(p_proof text) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held sync.invitation := sync.invited(p_proof);
BEGIN
    IF held.role_name IS NULL THEN
        RETURN jsonb_build_object('said', 'expired');
    END IF;
    RETURN jsonb_build_object('said', CASE WHEN held.used_by IS NULL THEN 'let_in' ELSE 'used' END)
        || sync.practice_json(held.organization_id);
END $$;
COMMENT ON FUNCTION sync.ask_in IS 'Whose books these are, for the holder of a code';

CREATE OR REPLACE FUNCTION sync.call_in(
    p_proof text, p_station uuid, p_code text, p_verifier text
) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    held sync.invitation;
    role text;
BEGIN
    PERFORM sync.one_at_the_door();
    held := sync.invited(p_proof);
    IF held.role_name IS NULL THEN
        RETURN jsonb_build_object('said', 'expired');
    END IF;
    IF held.used_by <> p_station THEN
        RETURN jsonb_build_object('said', 'used');
    END IF;
    IF p_code !~ '^[A-Z][A-Z0-9]{0,5}$' THEN
        RAISE EXCEPTION 'no station is called that' USING ERRCODE = 'P0413';
    END IF;
    -- A code makes a new station: it is no way back for one that was there before.
    IF held.used_by IS NULL AND EXISTS (
        SELECT 1 FROM sync.station s
        WHERE s.organization_id = held.organization_id AND s.station_id = p_station
    ) OR EXISTS (
        SELECT 1 FROM sync.station s WHERE s.organization_id = held.organization_id
            AND s.station_id = p_station AND s.revoked_at IS NOT NULL
    ) THEN
        RETURN jsonb_build_object('said', 'revoked');
    END IF;
    role := sync.let_in(held.organization_id, p_station, p_code, p_verifier);
    IF role IS NULL THEN
        RETURN jsonb_build_object('said', 'taken');
    END IF;
    UPDATE sync.invitation i SET used_by = p_station, used_at = clock_timestamp()
    WHERE i.role_name = held.role_name;
    RETURN jsonb_build_object(
        'said', 'let_in', 'role', role,
        'key', encode(sync.station_key(held.organization_id, p_station), 'hex'))
        || sync.practice_json(held.organization_id);
END $$;
COMMENT ON FUNCTION sync.call_in IS
    'The holder of a code becomes a station: role, signing key and sites in one transaction. While the code lasts the same station may call again, and nobody else';
