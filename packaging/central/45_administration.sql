-- What an administrator's tool writes: practices that join, stations let in and shut out.
CREATE OR REPLACE FUNCTION sync.set_schema(p_revision text) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    UPDATE sync.version SET schema_revision = p_revision
$$;

CREATE OR REPLACE FUNCTION sync.join_organization(p_id uuid, p_name text, p_master bytea)
RETURNS text LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    other text;
    kept bytea;
BEGIN
    SELECT o.name INTO other FROM sync.organization o WHERE o.organization_id <> p_id LIMIT 1;
    IF other IS NOT NULL THEN
        RETURN 'other ' || other;
    END IF;
    INSERT INTO sync.organization (organization_id, name) VALUES (p_id, p_name)
    ON CONFLICT (organization_id) DO UPDATE SET name = excluded.name;
    INSERT INTO sync.secret VALUES (p_id, p_master) ON CONFLICT (organization_id) DO NOTHING;
    SELECT s.master INTO kept FROM sync.secret s WHERE s.organization_id = p_id;
    RETURN CASE WHEN kept = p_master THEN 'joined' ELSE 'key' END;
END $$;
COMMENT ON FUNCTION sync.join_organization IS
    'joined; “other NAME” where another practice keeps its books here; “key” for another signing key';

CREATE OR REPLACE FUNCTION sync.enrol(p_org uuid, p_station uuid, p_code text, p_role text)
RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- A set-up that broke off before its station said anything leaves its code free.
    DELETE FROM sync.station s
    WHERE s.organization_id = p_org AND s.code = p_code AND s.station_id <> p_station
        AND NOT EXISTS (
            SELECT 1 FROM sync.stream t
            WHERE t.organization_id = p_org AND t.station = s.station_id);
    IF EXISTS (
        SELECT 1 FROM sync.station s
        WHERE s.organization_id = p_org AND s.code = p_code AND s.station_id <> p_station
    ) THEN
        RETURN false;
    END IF;
    INSERT INTO sync.station (organization_id, station_id, code, role_name)
    VALUES (p_org, p_station, p_code, p_role)
    ON CONFLICT (organization_id, station_id)
    DO UPDATE SET code = excluded.code, revoked_at = NULL, let_in_again = clock_timestamp();
    RETURN true;
END $$;
COMMENT ON FUNCTION sync.enrol IS 'Whether the station may speak from now on; not under a code that is taken';

CREATE OR REPLACE FUNCTION sync.practice() RETURNS TABLE (
    organization_id uuid, name text, demo boolean, site_id uuid, site_name text
) LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT o.organization_id, o.name, coalesce(p.demo, false), s.id, s.name
    FROM sync.organization o
    LEFT JOIN public.organization p ON p.organization_id = o.organization_id AND p.id = p.organization_id
    LEFT JOIN public.site s ON s.organization_id = o.organization_id
    ORDER BY s.name, s.id
$$;
COMMENT ON FUNCTION sync.practice IS
    'The practice with each of its sites; without a site while no station has sent its set-up';
