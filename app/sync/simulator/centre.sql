-- What the simulator adds beside a real centre: copies of all its tables, to go back to.
CREATE SCHEMA IF NOT EXISTS sim;

DO $make$
DECLARE
    t record;
    place text;
    saves text;
    loads text;
BEGIN
    FOREACH place IN ARRAY ARRAY['base', 'replica', 'backup'] LOOP
        saves := '';
        loads := '';
        FOR t IN
            SELECT schemaname, tablename FROM pg_tables
            WHERE schemaname IN ('public', 'sync')
                AND (schemaname, tablename) NOT IN (('public', 'alembic_version'),
                    ('sync', 'epoch'), ('sync', 'secret'))
            ORDER BY 1, 2
        LOOP
            EXECUTE format('CREATE TABLE IF NOT EXISTS sim.%I AS TABLE %I.%I WITH NO DATA',
                place || '_' || t.schemaname || '_' || t.tablename, t.schemaname, t.tablename);
            saves := saves || format('DELETE FROM sim.%I; INSERT INTO sim.%1$I SELECT * FROM %I.%I; ',
                place || '_' || t.schemaname || '_' || t.tablename, t.schemaname, t.tablename);
            loads := loads || format('DELETE FROM %I.%I; INSERT INTO %1$I.%2$I SELECT * FROM sim.%I; ',
                t.schemaname, t.tablename, place || '_' || t.schemaname || '_' || t.tablename);
        END LOOP;
        EXECUTE format('CREATE OR REPLACE FUNCTION sim.save_%s() RETURNS void LANGUAGE plpgsql AS $f$ '
            'BEGIN %s END $f$', place, saves);
        EXECUTE format('CREATE OR REPLACE FUNCTION sim.load_%s() RETURNS void LANGUAGE plpgsql AS $f$ '
            'BEGIN %s END $f$', place, loads);
    END LOOP;
END $make$;

-- A verified backup: what it holds of each stream that nobody is writing just now.
CREATE OR REPLACE FUNCTION sim.mark_safe() RETURNS void LANGUAGE sql AS $$
    UPDATE sync.stream s SET safe = s.have FROM (
        SELECT organization_id, station, incarnation FROM sync.stream FOR UPDATE SKIP LOCKED
    ) free
    WHERE (s.organization_id, s.station, s.incarnation)
        = (free.organization_id, free.station, free.incarnation)
$$;

-- Another word for the epoch, as a restore procedure leaves it.
CREATE OR REPLACE FUNCTION sim.new_epoch(word text) RETURNS void LANGUAGE sql AS $$
    UPDATE sync.epoch SET restored = word
$$;
