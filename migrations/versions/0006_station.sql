CREATE TABLE import_layout (
	source TEXT NOT NULL,
	kind TEXT NOT NULL,
	header_key TEXT NOT NULL,
	layout TEXT NOT NULL,
	used_at TEXT NOT NULL,
	PRIMARY KEY (source, kind, header_key)
)
 STRICT
;;
CREATE TABLE import_tally (
	run_id TEXT NOT NULL,
	as_of TEXT NOT NULL,
	owed_count INTEGER NOT NULL,
	owed_minor INTEGER NOT NULL,
	credit_count INTEGER NOT NULL,
	credit_minor INTEGER NOT NULL,
	bad_owed_minor INTEGER NOT NULL,
	bad_credit_minor INTEGER NOT NULL,
	bad_unread_count INTEGER NOT NULL,
	twin_count INTEGER NOT NULL,
	applied_owed_minor INTEGER NOT NULL,
	applied_credit_minor INTEGER NOT NULL,
	old_count INTEGER,
	old_owed_minor INTEGER,
	old_credit_minor INTEGER,
	PRIMARY KEY (run_id)
)
 STRICT
;;
CREATE TABLE import_twin (
	run_id TEXT NOT NULL,
	line INTEGER NOT NULL,
	account_number TEXT NOT NULL,
	name TEXT NOT NULL,
	other_line INTEGER,
	PRIMARY KEY (run_id, line)
)
 STRICT
;;
CREATE TABLE setting_reason (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	"key" TEXT NOT NULL,
	value TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE TABLE setup_step (
	step TEXT NOT NULL,
	for_good INTEGER NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (step)
)
 STRICT
;;
CREATE TRIGGER setting_reason_no_change BEFORE UPDATE ON setting_reason BEGIN SELECT RAISE(ABORT, 'a row of setting_reason is posted and never changes'); END
;;
CREATE TRIGGER setting_reason_no_delete BEFORE DELETE ON setting_reason BEGIN SELECT RAISE(ABORT, 'a row of setting_reason is posted and never deleted'); END
;;
CREATE VIEW setting_reason_counted AS SELECT * FROM setting_reason AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'setting_reason' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
