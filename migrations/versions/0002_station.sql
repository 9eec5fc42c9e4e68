CREATE TABLE bank_account (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	account_title TEXT NOT NULL,
	bank TEXT NOT NULL,
	bank_city TEXT NOT NULL,
	layout TEXT NOT NULL,
	routing TEXT NOT NULL,
	swift TEXT NOT NULL,
	account_number TEXT NOT NULL,
	account_type TEXT NOT NULL,
	currency TEXT NOT NULL,
	gl_code TEXT NOT NULL,
	active INTEGER NOT NULL,
	is_default INTEGER NOT NULL,
	last_reconciled_on TEXT,
	last_reconciled_minor INTEGER,
	available_minor INTEGER,
	available_on TEXT,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE central_link (
	one INTEGER NOT NULL,
	address TEXT NOT NULL,
	role TEXT NOT NULL,
	secret TEXT NOT NULL,
	joined_at TEXT NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE central_state (
	one INTEGER NOT NULL,
	incarnation TEXT NOT NULL,
	have INTEGER NOT NULL,
	hash TEXT NOT NULL,
	epoch TEXT NOT NULL,
	last_contact TEXT,
	clock_off_ms INTEGER NOT NULL,
	trouble TEXT NOT NULL,
	trouble_side TEXT NOT NULL,
	trouble_since TEXT,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE deposit (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value INTEGER NOT NULL,
	bank_account_id TEXT NOT NULL,
	currency TEXT NOT NULL,
	count_id TEXT NOT NULL,
	cash_minor INTEGER NOT NULL,
	counted_minor INTEGER NOT NULL,
	check_count INTEGER NOT NULL,
	check_minor INTEGER NOT NULL,
	card_count INTEGER NOT NULL,
	card_minor INTEGER NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT deposit_is_money CHECK (cash_minor >= 0 AND check_minor >= 0 AND cash_minor + check_minor > 0)
)
 STRICT
;;
CREATE INDEX deposit_bank_account ON deposit (bank_account_id)
;;
CREATE INDEX deposit_day ON deposit (business_date)
;;
CREATE TABLE deposit_balance (
	deposit_id TEXT NOT NULL,
	gl_code TEXT NOT NULL,
	currency TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	PRIMARY KEY (deposit_id, gl_code, currency)
)
 STRICT
;;
CREATE TABLE deposit_claim (
	source_id TEXT NOT NULL,
	deposit_id TEXT NOT NULL,
	item_id TEXT NOT NULL,
	PRIMARY KEY (source_id)
)
 STRICT
;;
CREATE INDEX deposit_claim_deposit ON deposit_claim (deposit_id)
;;
CREATE TABLE deposit_clear (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	deposit_id TEXT NOT NULL,
	bank_date TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	difference_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	reference TEXT NOT NULL,
	reason_id TEXT,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	approval_id TEXT,
	reverses_id TEXT,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT deposit_clear_is_money CHECK (amount_minor >= 0)
)
 STRICT
;;
CREATE INDEX deposit_clear_deposit ON deposit_clear (deposit_id)
;;
CREATE TABLE deposit_item (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	deposit_id TEXT NOT NULL,
	position INTEGER NOT NULL,
	kind TEXT NOT NULL,
	source_id TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	item_date TEXT NOT NULL,
	check_number TEXT NOT NULL,
	bank TEXT NOT NULL,
	reference TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT deposit_item_moves_money CHECK (amount_minor <> 0)
)
 STRICT
;;
CREATE INDEX deposit_item_deposit ON deposit_item (deposit_id)
;;
CREATE INDEX deposit_item_source ON deposit_item (source_id)
;;
CREATE TABLE deposit_item_out (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	deposit_id TEXT NOT NULL,
	item_id TEXT NOT NULL,
	action_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	reverses_id TEXT,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX deposit_item_out_deposit ON deposit_item_out (deposit_id)
;;
CREATE TABLE deposit_seal (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	deposit_id TEXT NOT NULL,
	second_count_id TEXT NOT NULL,
	bag_number TEXT NOT NULL,
	currency TEXT NOT NULL,
	cash_minor INTEGER NOT NULL,
	check_count INTEGER NOT NULL,
	check_minor INTEGER NOT NULL,
	difference_minor INTEGER NOT NULL,
	prepared_by TEXT NOT NULL,
	verified_by TEXT NOT NULL,
	single_person INTEGER NOT NULL,
	reason_id TEXT,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	approval_from_minor INTEGER NOT NULL,
	approval_id TEXT,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT deposit_seal_is_money CHECK (cash_minor >= 0 AND check_minor >= 0)
)
 STRICT
;;
CREATE INDEX deposit_seal_bag ON deposit_seal (bag_number)
;;
CREATE INDEX deposit_seal_deposit ON deposit_seal (deposit_id)
;;
CREATE TABLE deposit_second_count (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	deposit_id TEXT NOT NULL,
	count_id TEXT NOT NULL,
	attempt INTEGER NOT NULL,
	cash_minor INTEGER NOT NULL,
	check_count INTEGER NOT NULL,
	check_minor INTEGER NOT NULL,
	missing TEXT NOT NULL,
	currency TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX deposit_second_count_deposit ON deposit_second_count (deposit_id)
;;
CREATE TABLE deposit_state (
	deposit_id TEXT NOT NULL,
	status TEXT NOT NULL,
	counted INTEGER NOT NULL,
	sealed INTEGER NOT NULL,
	bank_account_id TEXT NOT NULL,
	currency TEXT NOT NULL,
	business_date TEXT NOT NULL,
	cash_minor INTEGER NOT NULL,
	check_count INTEGER NOT NULL,
	check_minor INTEGER NOT NULL,
	bag_number TEXT NOT NULL,
	sealed_at TEXT,
	submitted_at TEXT,
	cleared_on TEXT,
	cleared_minor INTEGER,
	PRIMARY KEY (deposit_id)
)
 STRICT
;;
CREATE INDEX deposit_state_status ON deposit_state (status, business_date)
;;
CREATE TABLE deposit_submit (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	deposit_id TEXT NOT NULL,
	handed_to TEXT NOT NULL,
	slip_number TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX deposit_submit_deposit ON deposit_submit (deposit_id)
;;
CREATE TABLE deposit_void (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	deposit_id TEXT NOT NULL,
	reason_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	approval_id TEXT,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX deposit_void_deposit ON deposit_void (deposit_id)
;;
CREATE TABLE enrolled (
	one INTEGER NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE heard_clock (
	one INTEGER NOT NULL,
	hlc INTEGER NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE INDEX journal_line_deposit ON journal_line (deposit_id) WHERE deposit_id IS NOT NULL
;;
CREATE TABLE movement_hold (
	movement_id TEXT NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (movement_id)
)
 STRICT
;;
CREATE TABLE office_job (
	id TEXT NOT NULL,
	paper TEXT NOT NULL,
	host TEXT NOT NULL,
	queue TEXT NOT NULL,
	number INTEGER NOT NULL,
	said TEXT NOT NULL,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE office_printer (
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	host TEXT NOT NULL,
	queue TEXT NOT NULL,
	condition TEXT NOT NULL,
	said TEXT NOT NULL,
	PRIMARY KEY (name)
)
 STRICT
;;
CREATE TABLE paper_issue (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value INTEGER NOT NULL,
	doc_kind TEXT NOT NULL,
	doc_id TEXT NOT NULL,
	how TEXT NOT NULL,
	copy_no INTEGER NOT NULL,
	head_seq INTEGER NOT NULL,
	head_hash TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX paper_issue_doc ON paper_issue (doc_id, doc_kind)
;;
CREATE TABLE record_verdict (
	station TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	seq INTEGER NOT NULL,
	why TEXT NOT NULL,
	applied INTEGER NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (station, incarnation, seq)
)
 STRICT
;;
CREATE TABLE returned_check (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	payment_id TEXT NOT NULL,
	tender_id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	bank_date TEXT NOT NULL,
	bank_reason TEXT NOT NULL,
	place TEXT NOT NULL,
	gl_code TEXT NOT NULL,
	deposit_id TEXT,
	fee_minor INTEGER NOT NULL,
	fee_invoice_id TEXT,
	flag_id TEXT,
	note TEXT NOT NULL,
	approval_id TEXT,
	reverses_id TEXT,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT returned_check_is_money CHECK (amount_minor > 0 AND fee_minor >= 0)
)
 STRICT
;;
CREATE INDEX returned_check_account ON returned_check (account_id)
;;
CREATE INDEX returned_check_payment ON returned_check (payment_id)
;;
CREATE INDEX returned_check_tender ON returned_check (tender_id)
;;
CREATE TABLE row_aside (
	station TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	seq INTEGER NOT NULL,
	row_no INTEGER NOT NULL,
	why TEXT NOT NULL,
	record_type TEXT NOT NULL,
	row_id TEXT NOT NULL,
	PRIMARY KEY (station, incarnation, seq, row_no)
)
 STRICT
;;
CREATE INDEX row_aside_waiting ON row_aside (why, row_id)
;;
CREATE INDEX tender_undeposited ON tender (id) WHERE gl_code = '1040'
;;
CREATE TABLE tender_hold (
	tender_id TEXT NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (tender_id)
)
 STRICT
;;
CREATE TABLE user_person (
	id TEXT NOT NULL,
	user_id TEXT NOT NULL,
	person_id TEXT NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TRIGGER bank_account_no_delete BEFORE DELETE ON bank_account BEGIN SELECT RAISE(ABORT, 'a row of bank_account is kept for ever'); END
;;
CREATE TRIGGER deposit_no_change BEFORE UPDATE ON deposit BEGIN SELECT RAISE(ABORT, 'a row of deposit is posted and never changes'); END
;;
CREATE TRIGGER deposit_no_delete BEFORE DELETE ON deposit BEGIN SELECT RAISE(ABORT, 'a row of deposit is posted and never deleted'); END
;;
CREATE VIEW deposit_counted AS SELECT * FROM deposit AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'deposit' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER deposit_clear_no_change BEFORE UPDATE ON deposit_clear BEGIN SELECT RAISE(ABORT, 'a row of deposit_clear is posted and never changes'); END
;;
CREATE TRIGGER deposit_clear_no_delete BEFORE DELETE ON deposit_clear BEGIN SELECT RAISE(ABORT, 'a row of deposit_clear is posted and never deleted'); END
;;
CREATE VIEW deposit_clear_counted AS SELECT * FROM deposit_clear AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'deposit_clear' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER deposit_item_no_change BEFORE UPDATE ON deposit_item BEGIN SELECT RAISE(ABORT, 'a row of deposit_item is posted and never changes'); END
;;
CREATE TRIGGER deposit_item_no_delete BEFORE DELETE ON deposit_item BEGIN SELECT RAISE(ABORT, 'a row of deposit_item is posted and never deleted'); END
;;
CREATE VIEW deposit_item_counted AS SELECT * FROM deposit_item AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'deposit_item' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER deposit_item_out_no_change BEFORE UPDATE ON deposit_item_out BEGIN SELECT RAISE(ABORT, 'a row of deposit_item_out is posted and never changes'); END
;;
CREATE TRIGGER deposit_item_out_no_delete BEFORE DELETE ON deposit_item_out BEGIN SELECT RAISE(ABORT, 'a row of deposit_item_out is posted and never deleted'); END
;;
CREATE VIEW deposit_item_out_counted AS SELECT * FROM deposit_item_out AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'deposit_item_out' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER deposit_seal_no_change BEFORE UPDATE ON deposit_seal BEGIN SELECT RAISE(ABORT, 'a row of deposit_seal is posted and never changes'); END
;;
CREATE TRIGGER deposit_seal_no_delete BEFORE DELETE ON deposit_seal BEGIN SELECT RAISE(ABORT, 'a row of deposit_seal is posted and never deleted'); END
;;
CREATE VIEW deposit_seal_counted AS SELECT * FROM deposit_seal AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'deposit_seal' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER deposit_second_count_no_change BEFORE UPDATE ON deposit_second_count BEGIN SELECT RAISE(ABORT, 'a row of deposit_second_count is posted and never changes'); END
;;
CREATE TRIGGER deposit_second_count_no_delete BEFORE DELETE ON deposit_second_count BEGIN SELECT RAISE(ABORT, 'a row of deposit_second_count is posted and never deleted'); END
;;
CREATE VIEW deposit_second_count_counted AS SELECT * FROM deposit_second_count AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'deposit_second_count' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER deposit_submit_no_change BEFORE UPDATE ON deposit_submit BEGIN SELECT RAISE(ABORT, 'a row of deposit_submit is posted and never changes'); END
;;
CREATE TRIGGER deposit_submit_no_delete BEFORE DELETE ON deposit_submit BEGIN SELECT RAISE(ABORT, 'a row of deposit_submit is posted and never deleted'); END
;;
CREATE VIEW deposit_submit_counted AS SELECT * FROM deposit_submit AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'deposit_submit' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER deposit_void_no_change BEFORE UPDATE ON deposit_void BEGIN SELECT RAISE(ABORT, 'a row of deposit_void is posted and never changes'); END
;;
CREATE TRIGGER deposit_void_no_delete BEFORE DELETE ON deposit_void BEGIN SELECT RAISE(ABORT, 'a row of deposit_void is posted and never deleted'); END
;;
CREATE VIEW deposit_void_counted AS SELECT * FROM deposit_void AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'deposit_void' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER paper_issue_no_change BEFORE UPDATE ON paper_issue BEGIN SELECT RAISE(ABORT, 'a row of paper_issue is posted and never changes'); END
;;
CREATE TRIGGER paper_issue_no_delete BEFORE DELETE ON paper_issue BEGIN SELECT RAISE(ABORT, 'a row of paper_issue is posted and never deleted'); END
;;
CREATE VIEW paper_issue_counted AS SELECT * FROM paper_issue AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'paper_issue' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER returned_check_no_change BEFORE UPDATE ON returned_check BEGIN SELECT RAISE(ABORT, 'a row of returned_check is posted and never changes'); END
;;
CREATE TRIGGER returned_check_no_delete BEFORE DELETE ON returned_check BEGIN SELECT RAISE(ABORT, 'a row of returned_check is posted and never deleted'); END
;;
CREATE VIEW returned_check_counted AS SELECT * FROM returned_check AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'returned_check' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER user_person_no_delete BEFORE DELETE ON user_person BEGIN SELECT RAISE(ABORT, 'a row of user_person is kept for ever'); END
;;
