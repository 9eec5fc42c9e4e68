CREATE TABLE account_alias (
	account_id TEXT NOT NULL,
	into_id TEXT NOT NULL,
	PRIMARY KEY (account_id)
)
 STRICT
;;
CREATE INDEX account_alias_into ON account_alias (into_id)
;;
CREATE TABLE account_merge (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	account_id TEXT NOT NULL,
	into_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX account_merge_account ON account_merge (account_id)
;;
CREATE INDEX account_merge_into ON account_merge (into_id)
;;
CREATE TABLE account_parting (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	merge_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX account_parting_merge ON account_parting (merge_id)
;;
CREATE TABLE accounts_apart (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	one_id TEXT NOT NULL,
	other_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX accounts_apart_one ON accounts_apart (one_id, other_id)
;;
CREATE TABLE backup_file (
	place TEXT NOT NULL,
	name TEXT NOT NULL,
	made_at TEXT NOT NULL,
	why TEXT NOT NULL,
	bytes INTEGER NOT NULL,
	log_seq INTEGER NOT NULL,
	log_hash TEXT NOT NULL,
	proven_at TEXT,
	findings INTEGER NOT NULL,
	words TEXT NOT NULL,
	PRIMARY KEY (place, name)
)
 STRICT
;;
CREATE TABLE backup_keeping (
	one INTEGER NOT NULL,
	second_folder TEXT NOT NULL,
	trouble TEXT NOT NULL,
	trouble_since TEXT,
	second_trouble TEXT NOT NULL,
	second_since TEXT,
	tried_at TEXT,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE card_outside (
	ref TEXT NOT NULL,
	kind TEXT NOT NULL,
	gateway_id TEXT NOT NULL,
	charge_ref TEXT NOT NULL,
	ours TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	status TEXT NOT NULL,
	reason TEXT NOT NULL,
	happened_at TEXT NOT NULL,
	answer_by TEXT,
	PRIMARY KEY (ref)
)
 STRICT
;;
CREATE TABLE count_begun (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	drawer_id TEXT NOT NULL,
	shift_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX count_begun_shift ON count_begun (shift_id)
;;
CREATE TABLE drawer_sense (
	name TEXT NOT NULL,
	state TEXT NOT NULL,
	since TEXT NOT NULL,
	opening_id TEXT,
	why TEXT NOT NULL,
	PRIMARY KEY (name)
)
 STRICT
;;
CREATE TABLE gateway_looked (
	gateway_id TEXT NOT NULL,
	until TEXT NOT NULL,
	PRIMARY KEY (gateway_id)
)
 STRICT
;;
CREATE TABLE last_verify (
	one INTEGER NOT NULL,
	at TEXT NOT NULL,
	findings INTEGER NOT NULL,
	words TEXT NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE patient_display (
	name TEXT NOT NULL,
	shown INTEGER NOT NULL,
	screen TEXT NOT NULL,
	language TEXT NOT NULL,
	thanks TEXT NOT NULL,
	rates INTEGER NOT NULL,
	speaks INTEGER NOT NULL,
	place TEXT NOT NULL,
	PRIMARY KEY (name)
)
 STRICT
;;
CREATE TABLE printer_detail (
	name TEXT NOT NULL,
	host TEXT NOT NULL,
	profile TEXT NOT NULL,
	dots INTEGER NOT NULL,
	font TEXT NOT NULL,
	table_number INTEGER NOT NULL,
	sensor TEXT NOT NULL,
	ack TEXT NOT NULL,
	real_time_kick INTEGER NOT NULL,
	baud INTEGER NOT NULL,
	parity TEXT NOT NULL,
	flow TEXT NOT NULL,
	PRIMARY KEY (name)
)
 STRICT
;;
CREATE TABLE rating_waiting (
	id TEXT NOT NULL,
	business_date TEXT NOT NULL,
	hour TEXT NOT NULL,
	value INTEGER NOT NULL,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE receipt_design (
	id TEXT NOT NULL,
	language TEXT NOT NULL,
	second TEXT NOT NULL,
	services INTEGER NOT NULL,
	address INTEGER NOT NULL,
	phone INTEGER NOT NULL,
	station INTEGER NOT NULL,
	cashier INTEGER NOT NULL,
	account INTEGER NOT NULL,
	payer INTEGER NOT NULL,
	thanks INTEGER NOT NULL,
	barcode INTEGER NOT NULL,
	qr INTEGER NOT NULL,
	logo TEXT NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE receipt_text (
	id TEXT NOT NULL,
	language TEXT NOT NULL,
	header TEXT NOT NULL,
	footer TEXT NOT NULL,
	on_copies TEXT NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE scanner (
	name TEXT NOT NULL,
	is_on INTEGER NOT NULL,
	gap_ms INTEGER NOT NULL,
	least INTEGER NOT NULL,
	prefix TEXT NOT NULL,
	suffix TEXT NOT NULL,
	PRIMARY KEY (name)
)
 STRICT
;;
CREATE TABLE search_made (
	name TEXT NOT NULL,
	version INTEGER NOT NULL,
	PRIMARY KEY (name)
)
 STRICT
;;
CREATE TABLE service_rating (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	hour TEXT NOT NULL,
	value INTEGER NOT NULL,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT service_rating_value CHECK (value BETWEEN 1 AND 5)
)
 STRICT
;;
CREATE INDEX service_rating_day ON service_rating (business_date, station_id)
;;
CREATE TABLE slip_overlay (
	id TEXT NOT NULL,
	bank_account_id TEXT NOT NULL,
	used INTEGER NOT NULL,
	codes INTEGER NOT NULL,
	layout TEXT NOT NULL,
	paper TEXT NOT NULL,
	right_tenths INTEGER NOT NULL,
	down_tenths INTEGER NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE INDEX slip_overlay_account ON slip_overlay (bank_account_id)
;;
CREATE TABLE unasked_closing (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	opening_id TEXT NOT NULL,
	closed_at TEXT NOT NULL,
	open_s INTEGER NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX unasked_closing_opening ON unasked_closing (opening_id)
;;
CREATE TABLE unasked_opening (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	drawer_id TEXT,
	shift_id TEXT,
	signed_in_id TEXT,
	opened_at TEXT NOT NULL,
	"after" TEXT NOT NULL,
	seen_by TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX unasked_opening_shift ON unasked_opening (shift_id)
;;
CREATE TRIGGER account_merge_no_change BEFORE UPDATE ON account_merge BEGIN SELECT RAISE(ABORT, 'a row of account_merge is posted and never changes'); END
;;
CREATE TRIGGER account_merge_no_delete BEFORE DELETE ON account_merge BEGIN SELECT RAISE(ABORT, 'a row of account_merge is posted and never deleted'); END
;;
CREATE VIEW account_merge_counted AS SELECT * FROM account_merge AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'account_merge' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER account_parting_no_change BEFORE UPDATE ON account_parting BEGIN SELECT RAISE(ABORT, 'a row of account_parting is posted and never changes'); END
;;
CREATE TRIGGER account_parting_no_delete BEFORE DELETE ON account_parting BEGIN SELECT RAISE(ABORT, 'a row of account_parting is posted and never deleted'); END
;;
CREATE VIEW account_parting_counted AS SELECT * FROM account_parting AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'account_parting' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER accounts_apart_no_change BEFORE UPDATE ON accounts_apart BEGIN SELECT RAISE(ABORT, 'a row of accounts_apart is posted and never changes'); END
;;
CREATE TRIGGER accounts_apart_no_delete BEFORE DELETE ON accounts_apart BEGIN SELECT RAISE(ABORT, 'a row of accounts_apart is posted and never deleted'); END
;;
CREATE VIEW accounts_apart_counted AS SELECT * FROM accounts_apart AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'accounts_apart' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER count_begun_no_change BEFORE UPDATE ON count_begun BEGIN SELECT RAISE(ABORT, 'a row of count_begun is posted and never changes'); END
;;
CREATE TRIGGER count_begun_no_delete BEFORE DELETE ON count_begun BEGIN SELECT RAISE(ABORT, 'a row of count_begun is posted and never deleted'); END
;;
CREATE VIEW count_begun_counted AS SELECT * FROM count_begun AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'count_begun' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER receipt_design_no_delete BEFORE DELETE ON receipt_design BEGIN SELECT RAISE(ABORT, 'a row of receipt_design is kept for ever'); END
;;
CREATE TRIGGER receipt_text_no_delete BEFORE DELETE ON receipt_text BEGIN SELECT RAISE(ABORT, 'a row of receipt_text is kept for ever'); END
;;
CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_word, 'row')
;;
CREATE TRIGGER service_rating_no_change BEFORE UPDATE ON service_rating BEGIN SELECT RAISE(ABORT, 'a row of service_rating is posted and never changes'); END
;;
CREATE TRIGGER service_rating_no_delete BEFORE DELETE ON service_rating BEGIN SELECT RAISE(ABORT, 'a row of service_rating is posted and never deleted'); END
;;
CREATE VIEW service_rating_counted AS SELECT * FROM service_rating AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'service_rating' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER slip_overlay_no_delete BEFORE DELETE ON slip_overlay BEGIN SELECT RAISE(ABORT, 'a row of slip_overlay is kept for ever'); END
;;
CREATE TRIGGER unasked_closing_no_change BEFORE UPDATE ON unasked_closing BEGIN SELECT RAISE(ABORT, 'a row of unasked_closing is posted and never changes'); END
;;
CREATE TRIGGER unasked_closing_no_delete BEFORE DELETE ON unasked_closing BEGIN SELECT RAISE(ABORT, 'a row of unasked_closing is posted and never deleted'); END
;;
CREATE VIEW unasked_closing_counted AS SELECT * FROM unasked_closing AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'unasked_closing' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER unasked_opening_no_change BEFORE UPDATE ON unasked_opening BEGIN SELECT RAISE(ABORT, 'a row of unasked_opening is posted and never changes'); END
;;
CREATE TRIGGER unasked_opening_no_delete BEFORE DELETE ON unasked_opening BEGIN SELECT RAISE(ABORT, 'a row of unasked_opening is posted and never deleted'); END
;;
CREATE VIEW unasked_opening_counted AS SELECT * FROM unasked_opening AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'unasked_opening' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
