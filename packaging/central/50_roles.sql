-- Who may do what here. Stations may run the protocol's functions and touch no table; people who
-- report may read every business table and change none.
REVOKE ALL ON SCHEMA sync FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA sync FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sync FROM PUBLIC;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'counterfoil_station') THEN
        CREATE ROLE counterfoil_station NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'counterfoil_reader') THEN
        CREATE ROLE counterfoil_reader NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'counterfoil_newcomer') THEN
        CREATE ROLE counterfoil_newcomer NOLOGIN;
    END IF;
    PERFORM sync.limit_role(s.role_name) FROM sync.station s JOIN pg_roles ON rolname = s.role_name;
END $$;

GRANT USAGE ON SCHEMA sync TO counterfoil_station;
GRANT EXECUTE ON FUNCTION
    sync.hello(int, text, text, text, bigint, text, bigint),
    sync.push(uuid, text, jsonb),
    sync.pull(jsonb, text, int),
    sync.poll(text, jsonb, int),
    sync.verdicts(jsonb),
    sync.heads(),
    sync.hash_at(uuid, text, bigint),
    sync.next_number(text, text, int, uuid),
    sync.make_code(uuid, text, text),
    sync.old_enough(int)
TO counterfoil_station;

-- A computer that holds a code may show it, and nothing else.
GRANT USAGE ON SCHEMA sync TO counterfoil_newcomer;
GRANT EXECUTE ON FUNCTION sync.ask_in(text), sync.call_in(text, uuid, text, text)
TO counterfoil_newcomer;

-- Whole tables for a new station, and what both sides compare; made from the declared tables.
DO $$
DECLARE
    made text;
BEGIN
    FOR made IN
        SELECT p.oid::regprocedure::text FROM pg_proc p
        WHERE p.pronamespace = 'sync'::regnamespace
            AND p.proname ~ '^(page|some|of|held)_|^(snapshot_begin|open_items|entries_in_sums|lines_kept|sums_of)$'
            OR p.pronamespace = 'sync'::regnamespace
            AND p.proname ~ '^(told|digest|bucket|mend)$'
    LOOP
        EXECUTE 'GRANT EXECUTE ON FUNCTION ' || made || ' TO counterfoil_station';
    END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO counterfoil_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO counterfoil_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO counterfoil_reader;
