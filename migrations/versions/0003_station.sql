CREATE INDEX account_balance_overdrawn ON account_balance (account_id) WHERE credit_minor < 0
;;
CREATE TABLE carried_record (
	hash TEXT NOT NULL,
	station TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (hash, station, incarnation, seq)
)
 STRICT
;;
CREATE TABLE central_trust (
	one INTEGER NOT NULL,
	ca TEXT NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE central_version (
	one INTEGER NOT NULL,
	schema_revision TEXT NOT NULL,
	min_version TEXT NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE centre_contact (
	one INTEGER NOT NULL,
	reachable INTEGER NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE close_extent (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	close_id TEXT NOT NULL,
	shift_id TEXT NOT NULL,
	series TEXT NOT NULL,
	value INTEGER NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX close_extent_shift ON close_extent (shift_id)
;;
CREATE TABLE close_taken_back (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	shift_id TEXT NOT NULL,
	ruling_id TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX close_taken_back_shift ON close_taken_back (shift_id)
;;
CREATE INDEX deposit_number ON deposit (number)
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
CREATE TABLE digest_run (
	one INTEGER NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE edit_apart (
	document_id TEXT NOT NULL,
	field TEXT NOT NULL,
	edit_id TEXT NOT NULL,
	PRIMARY KEY (document_id, field, edit_id)
)
 STRICT
;;
CREATE INDEX invoice_balance_in_credit ON invoice_balance (invoice_id) WHERE due_minor < 0
;;
CREATE TABLE invoice_numbering (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	number TEXT NOT NULL,
	series TEXT NOT NULL,
	value INTEGER NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX invoice_numbering_number ON invoice_numbering (number)
;;
CREATE TABLE invoice_unnumbered (
	invoice_id TEXT NOT NULL,
	station_id TEXT NOT NULL,
	business_date TEXT NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (invoice_id)
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
CREATE INDEX journal_entry_manual ON journal_entry (number) WHERE source_type = 'manual'
;;
CREATE TABLE listening (
	one INTEGER NOT NULL,
	port INTEGER NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE neighbour (
	station_id TEXT NOT NULL,
	code TEXT NOT NULL,
	part TEXT NOT NULL,
	address TEXT NOT NULL,
	"key" TEXT NOT NULL,
	trouble TEXT NOT NULL,
	heard_at TEXT,
	PRIMARY KEY (station_id, part)
)
 STRICT
;;
CREATE TABLE neighbour_record (
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
	hash TEXT NOT NULL,
	mac TEXT NOT NULL,
	PRIMARY KEY (station, incarnation, seq, hash)
)
 STRICT
;;
CREATE TABLE number_twice (
	kind TEXT NOT NULL,
	number TEXT NOT NULL,
	PRIMARY KEY (kind, number)
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
	applied INTEGER NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (hash)
)
 STRICT
;;
CREATE TABLE orphan_fact (
	fact_id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	PRIMARY KEY (fact_id, content_hash)
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
CREATE TABLE records_saved (
	one INTEGER NOT NULL,
	digest TEXT NOT NULL,
	hashes TEXT NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
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
CREATE TABLE station_invitation (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
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
CREATE TABLE stream_gap (
	station TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	first_seq INTEGER NOT NULL,
	last_seq INTEGER NOT NULL,
	next_hash TEXT NOT NULL,
	next_at TEXT NOT NULL,
	next_action TEXT NOT NULL,
	next_actor TEXT NOT NULL,
	seen_at TEXT NOT NULL,
	PRIMARY KEY (station, incarnation)
)
 STRICT
;;
CREATE TABLE stream_head (
	station TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	have INTEGER NOT NULL,
	hash TEXT NOT NULL,
	safe INTEGER NOT NULL,
	seen_at TEXT NOT NULL,
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
CREATE TRIGGER close_extent_no_change BEFORE UPDATE ON close_extent BEGIN SELECT RAISE(ABORT, 'a row of close_extent is posted and never changes'); END
;;
CREATE TRIGGER close_extent_no_delete BEFORE DELETE ON close_extent BEGIN SELECT RAISE(ABORT, 'a row of close_extent is posted and never deleted'); END
;;
CREATE VIEW close_extent_counted AS SELECT * FROM close_extent AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'close_extent' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER close_taken_back_no_change BEFORE UPDATE ON close_taken_back BEGIN SELECT RAISE(ABORT, 'a row of close_taken_back is posted and never changes'); END
;;
CREATE TRIGGER close_taken_back_no_delete BEFORE DELETE ON close_taken_back BEGIN SELECT RAISE(ABORT, 'a row of close_taken_back is posted and never deleted'); END
;;
CREATE VIEW close_taken_back_counted AS SELECT * FROM close_taken_back AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'close_taken_back' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE VIEW shift_close_ruling AS SELECT * FROM shift_close_counted AS c WHERE NOT EXISTS (SELECT 1 FROM shift_close_counted AS o JOIN shift_counted AS s ON s.id = o.shift_id WHERE o.shift_id = c.shift_id AND o.id <> c.id AND ((o.station_id = s.station_id), (o.closed_how <> 'not_counted'), c.id) > ((c.station_id = s.station_id), (c.closed_how <> 'not_counted'), o.id))
;;
CREATE TRIGGER invoice_numbering_no_change BEFORE UPDATE ON invoice_numbering BEGIN SELECT RAISE(ABORT, 'a row of invoice_numbering is posted and never changes'); END
;;
CREATE TRIGGER invoice_numbering_no_delete BEFORE DELETE ON invoice_numbering BEGIN SELECT RAISE(ABORT, 'a row of invoice_numbering is posted and never deleted'); END
;;
CREATE VIEW invoice_numbering_counted AS SELECT * FROM invoice_numbering AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'invoice_numbering' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER payment_number_twice AFTER INSERT ON payment WHEN NEW.number <> '' AND EXISTS (SELECT 1 FROM payment WHERE number = NEW.number AND id <> NEW.id) BEGIN INSERT OR IGNORE INTO number_twice VALUES ('receipt', NEW.number); END
;;
CREATE TRIGGER invoice_number_twice AFTER INSERT ON invoice WHEN NEW.number <> '' AND EXISTS (SELECT 1 FROM invoice WHERE number = NEW.number AND id <> NEW.id) BEGIN INSERT OR IGNORE INTO number_twice VALUES ('invoice', NEW.number); END
;;
CREATE TRIGGER deposit_number_twice AFTER INSERT ON deposit WHEN NEW.number <> '' AND EXISTS (SELECT 1 FROM deposit WHERE number = NEW.number AND id <> NEW.id) BEGIN INSERT OR IGNORE INTO number_twice VALUES ('deposit', NEW.number); END
;;
CREATE TRIGGER journal_entry_number_twice AFTER INSERT ON journal_entry WHEN NEW.source_type = 'manual' AND NEW.number <> '' AND EXISTS (SELECT 1 FROM journal_entry WHERE number = NEW.number AND source_type = 'manual' AND id <> NEW.id) BEGIN INSERT OR IGNORE INTO number_twice VALUES ('journal_entry', NEW.number); END
;;
CREATE TRIGGER account_number_twice AFTER INSERT ON account WHEN NEW.number <> '' AND EXISTS (SELECT 1 FROM account WHERE number = NEW.number AND id <> NEW.id) BEGIN INSERT OR IGNORE INTO number_twice VALUES ('account', NEW.number); END
;;
CREATE TRIGGER deposit_item_number_twice AFTER INSERT ON deposit_item WHEN NEW.source_id <> '' AND EXISTS (SELECT 1 FROM deposit_item WHERE source_id = NEW.source_id AND id <> NEW.id) BEGIN INSERT OR IGNORE INTO number_twice VALUES ('item', NEW.source_id); END
;;
CREATE TRIGGER invoice_numbering_twice AFTER INSERT ON invoice_numbering WHEN EXISTS (SELECT 1 FROM invoice WHERE number = NEW.number AND id <> NEW.id) OR EXISTS (SELECT 1 FROM invoice_numbering WHERE number = NEW.number AND id <> NEW.id) BEGIN INSERT OR IGNORE INTO number_twice VALUES ('invoice', NEW.number); END
;;
CREATE TRIGGER invoice_twice_given AFTER INSERT ON invoice WHEN NEW.number <> '' AND EXISTS (SELECT 1 FROM invoice_numbering WHERE number = NEW.number AND id <> NEW.id) BEGIN INSERT OR IGNORE INTO number_twice VALUES ('invoice', NEW.number); END
;;
CREATE TRIGGER account_renumbered AFTER UPDATE OF number ON account WHEN NEW.number <> OLD.number BEGIN DELETE FROM number_twice WHERE kind = 'account' AND number = OLD.number AND (SELECT count(*) FROM account WHERE number = OLD.number) < 2; INSERT OR IGNORE INTO number_twice SELECT 'account', NEW.number WHERE NEW.number <> '' AND EXISTS (SELECT 1 FROM account WHERE number = NEW.number AND id <> NEW.id); END
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
CREATE TRIGGER station_invitation_no_change BEFORE UPDATE ON station_invitation BEGIN SELECT RAISE(ABORT, 'a row of station_invitation is posted and never changes'); END
;;
CREATE TRIGGER station_invitation_no_delete BEFORE DELETE ON station_invitation BEGIN SELECT RAISE(ABORT, 'a row of station_invitation is posted and never deleted'); END
;;
CREATE VIEW station_invitation_counted AS SELECT * FROM station_invitation AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'station_invitation' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
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
