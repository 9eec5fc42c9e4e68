CREATE TABLE carried_record (
	hash TEXT NOT NULL,
	station TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (hash, station, incarnation, seq)
)
 STRICT
;;
CREATE TABLE digest_difference (
	kind TEXT NOT NULL,
	bucket TEXT NOT NULL,
	here INTEGER NOT NULL,
	there INTEGER NOT NULL,
	here_minor INTEGER NOT NULL,
	there_minor INTEGER NOT NULL,
	taken INTEGER NOT NULL,
	given INTEGER NOT NULL,
	mended INTEGER NOT NULL,
	seen_at TEXT NOT NULL,
	PRIMARY KEY (kind, bucket)
)
 STRICT
;;
CREATE TABLE journal_copy (
	one INTEGER NOT NULL,
	folder TEXT NOT NULL,
	trouble TEXT NOT NULL,
	trouble_since TEXT,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE orphan (
	hash TEXT NOT NULL,
	station TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	seq INTEGER NOT NULL,
	v INTEGER NOT NULL,
	organization TEXT NOT NULL,
	hlc INTEGER NOT NULL,
	at TEXT NOT NULL,
	actor TEXT NOT NULL,
	action TEXT NOT NULL,
	body TEXT NOT NULL,
	prev_hash TEXT NOT NULL,
	mac TEXT NOT NULL,
	moved_at TEXT NOT NULL,
	PRIMARY KEY (hash)
)
 STRICT
;;
CREATE TABLE record_release (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	record_hash TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX record_release_of ON record_release (record_hash)
;;
CREATE TABLE revocation (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	of_station_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX revocation_of ON revocation (of_station_id)
;;
CREATE TABLE station_life (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	of_station_id TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	prefix TEXT NOT NULL,
	why TEXT NOT NULL,
	left_incarnation TEXT NOT NULL,
	common_seq INTEGER NOT NULL,
	set_aside INTEGER NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX station_life_of ON station_life (of_station_id)
;;
CREATE TABLE stream_anchor (
	station TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	seq INTEGER NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (station, incarnation)
)
 STRICT
;;
CREATE TABLE stream_hole (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	of_station_id TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	first_seq INTEGER NOT NULL,
	last_seq INTEGER NOT NULL,
	next_hash TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT stream_hole_is_a_span CHECK (first_seq >= 1 AND last_seq >= first_seq)
)
 STRICT
;;
CREATE TABLE taken_table (
	name TEXT NOT NULL,
	after_id TEXT NOT NULL,
	after_hash TEXT NOT NULL,
	rows INTEGER NOT NULL,
	tally INTEGER NOT NULL,
	done INTEGER NOT NULL,
	PRIMARY KEY (name)
)
 STRICT
;;
CREATE TABLE taking_over (
	one INTEGER NOT NULL,
	epoch TEXT NOT NULL,
	stage TEXT NOT NULL,
	began_at TEXT NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE task_answer (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	task_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	answer TEXT NOT NULL,
	state TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX task_answer_task ON task_answer (task_id)
;;
CREATE TRIGGER record_release_no_change BEFORE UPDATE ON record_release BEGIN SELECT RAISE(ABORT, 'a row of record_release is posted and never changes'); END
;;
CREATE TRIGGER record_release_no_delete BEFORE DELETE ON record_release BEGIN SELECT RAISE(ABORT, 'a row of record_release is posted and never deleted'); END
;;
CREATE VIEW record_release_counted AS SELECT * FROM record_release AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'record_release' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER revocation_no_change BEFORE UPDATE ON revocation BEGIN SELECT RAISE(ABORT, 'a row of revocation is posted and never changes'); END
;;
CREATE TRIGGER revocation_no_delete BEFORE DELETE ON revocation BEGIN SELECT RAISE(ABORT, 'a row of revocation is posted and never deleted'); END
;;
CREATE VIEW revocation_counted AS SELECT * FROM revocation AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'revocation' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER station_life_no_change BEFORE UPDATE ON station_life BEGIN SELECT RAISE(ABORT, 'a row of station_life is posted and never changes'); END
;;
CREATE TRIGGER station_life_no_delete BEFORE DELETE ON station_life BEGIN SELECT RAISE(ABORT, 'a row of station_life is posted and never deleted'); END
;;
CREATE VIEW station_life_counted AS SELECT * FROM station_life AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'station_life' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER station_log_kept BEFORE DELETE ON station_log WHEN NOT EXISTS (SELECT 1 FROM orphan AS o WHERE o.hash = OLD.hash AND o.body = OLD.body AND o.mac = OLD.mac AND o.prev_hash = OLD.prev_hash) BEGIN SELECT RAISE(ABORT, 'the station log is never changed'); END
;;
CREATE TRIGGER stream_hole_no_change BEFORE UPDATE ON stream_hole BEGIN SELECT RAISE(ABORT, 'a row of stream_hole is posted and never changes'); END
;;
CREATE TRIGGER stream_hole_no_delete BEFORE DELETE ON stream_hole BEGIN SELECT RAISE(ABORT, 'a row of stream_hole is posted and never deleted'); END
;;
CREATE VIEW stream_hole_counted AS SELECT * FROM stream_hole AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'stream_hole' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER task_answer_no_change BEFORE UPDATE ON task_answer BEGIN SELECT RAISE(ABORT, 'a row of task_answer is posted and never changes'); END
;;
CREATE TRIGGER task_answer_no_delete BEFORE DELETE ON task_answer BEGIN SELECT RAISE(ABORT, 'a row of task_answer is posted and never deleted'); END
;;
CREATE VIEW task_answer_counted AS SELECT * FROM task_answer AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'task_answer' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
