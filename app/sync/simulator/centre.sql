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
    -- A vacuum that the server begins by itself holds locks longer than a request waits for one.
    FOR t IN
        SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'sync', 'sim')
    LOOP
        EXECUTE format('ALTER TABLE %I.%I SET (autovacuum_enabled = false)',
            t.schemaname, t.tablename);
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

-- Rules at the centre that are wrong for a while: payments are kept aside that are right.
CREATE TABLE IF NOT EXISTS sim.mode (refusing boolean NOT NULL);
INSERT INTO sim.mode SELECT false WHERE NOT EXISTS (SELECT 1 FROM sim.mode);
CREATE OR REPLACE FUNCTION sim.refuse() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF (SELECT m.refusing FROM sim.mode m) THEN
        RAISE EXCEPTION 'not by the rules of today' USING ERRCODE = 'P0999';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON public.payment
    FOR EACH ROW EXECUTE FUNCTION sim.refuse();

CREATE OR REPLACE FUNCTION sim.set_refusing(value boolean) RETURNS void LANGUAGE sql AS $$
    UPDATE sim.mode SET refusing = value
$$;

-- By the clock of the histories: what is ruled after a station was let in counts.
CREATE OR REPLACE FUNCTION sim.may_be_shut_out(who uuid) RETURNS void LANGUAGE sql AS $$
    UPDATE sync.station SET let_in_again = NULL WHERE station_id = who
$$;

-- Revocations may come to a centre that lost them, and are over all the same.
CREATE OR REPLACE FUNCTION sim.let_in_for_good() RETURNS void LANGUAGE sql AS $$
    UPDATE sync.station SET let_in_again = 'infinity'
$$;

-- Another word for the epoch, as a restore procedure leaves it.
CREATE OR REPLACE FUNCTION sim.new_epoch(word text) RETURNS void LANGUAGE sql AS $$
    UPDATE sync.epoch SET restored = word
$$;
