-- What the centre keeps of the protocol: who may speak, how far each stream is, and every record.
-- Plain Postgres 15 or newer, without extensions; every statement may run again.
CREATE SCHEMA IF NOT EXISTS sync;
COMMENT ON SCHEMA sync IS 'How stations and the centre keep one truth; people and reports read the tables in public';

CREATE TABLE IF NOT EXISTS sync.organization (
    organization_id uuid PRIMARY KEY,
    name text NOT NULL,
    joined_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE sync.organization IS 'The practices that keep their books here';

CREATE TABLE IF NOT EXISTS sync.secret (
    organization_id uuid PRIMARY KEY,
    master bytea NOT NULL
);
COMMENT ON TABLE sync.secret IS
    'What the stations'' keys are derived from; only the functions read it, and it stays out of dumps';

CREATE TABLE IF NOT EXISTS sync.station (
    organization_id uuid NOT NULL,
    station_id uuid NOT NULL,
    code text NOT NULL,
    role_name text NOT NULL UNIQUE,
    enrolled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    revoked_at timestamptz,
    app_version text NOT NULL DEFAULT '',
    schema_revision text NOT NULL DEFAULT '',
    last_seen timestamptz,
    clock_off_ms bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (organization_id, station_id),
    UNIQUE (organization_id, code)
);
COMMENT ON TABLE sync.station IS 'Who may speak here, as which role, and when it last did';

CREATE TABLE IF NOT EXISTS sync.stream (
    organization_id uuid NOT NULL,
    station uuid NOT NULL,
    incarnation text NOT NULL,
    have bigint NOT NULL DEFAULT 0,
    hash text NOT NULL,
    safe bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (organization_id, station, incarnation)
);
COMMENT ON TABLE sync.stream IS 'How far each life of each station has come; safe: what a verified backup holds';

CREATE TABLE IF NOT EXISTS sync.record (
    organization_id uuid NOT NULL,
    station uuid NOT NULL,
    incarnation text NOT NULL,
    seq bigint NOT NULL,
    v int NOT NULL,
    hlc bigint NOT NULL,
    at text NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    body text NOT NULL,
    prev_hash text NOT NULL,
    hash text NOT NULL,
    mac text NOT NULL,
    status text NOT NULL CHECK (status IN ('applied', 'quarantined')),
    why text NOT NULL DEFAULT '',
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organization_id, station, incarnation, seq)
);
COMMENT ON TABLE sync.record IS 'Every record of every station as the exact bytes, with what became of it';
COMMENT ON COLUMN sync.record.why IS 'SQLSTATE and message where it was quarantined: stored, counted nowhere';
CREATE INDEX IF NOT EXISTS record_quarantined ON sync.record (organization_id, received_at)
    WHERE status = 'quarantined';

CREATE TABLE IF NOT EXISTS sync.unprojected (
    organization_id uuid NOT NULL,
    station uuid NOT NULL,
    incarnation text NOT NULL,
    seq bigint NOT NULL,
    row_no int NOT NULL,
    record_type text NOT NULL,
    PRIMARY KEY (organization_id, station, incarnation, seq, row_no)
);
COMMENT ON TABLE sync.unprojected IS
    'Rows of kinds this centre does not know yet; an upgrade puts them into their tables';

CREATE TABLE IF NOT EXISTS sync.clash (
    organization_id uuid NOT NULL,
    fact_table text NOT NULL,
    fact_id uuid NOT NULL,
    content_hash bytea NOT NULL,
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (organization_id, fact_table, fact_id, content_hash)
);
COMMENT ON TABLE sync.clash IS
    'Facts that came with one id and several contents: all are kept, the lowest hash counts';

CREATE TABLE IF NOT EXISTS sync.epoch (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    restored text NOT NULL DEFAULT ''
);
INSERT INTO sync.epoch DEFAULT VALUES ON CONFLICT DO NOTHING;
COMMENT ON TABLE sync.epoch IS 'What a restore procedure sets, so that stations notice it';

CREATE TABLE IF NOT EXISTS sync.version (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    min_app_version text NOT NULL DEFAULT '',
    schema_revision text NOT NULL DEFAULT ''
);
INSERT INTO sync.version DEFAULT VALUES ON CONFLICT DO NOTHING;
COMMENT ON TABLE sync.version IS 'The schema of the centre, and the oldest program that may still pull';
