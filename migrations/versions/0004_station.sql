CREATE TABLE card_attempt (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	payment_id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	gateway_id TEXT NOT NULL,
	reader_id TEXT,
	method TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	shift_id TEXT,
	test_mode INTEGER NOT NULL,
	command TEXT NOT NULL,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT card_attempt_is_money CHECK (amount_minor > 0)
)
 STRICT
;;
CREATE INDEX card_attempt_account ON card_attempt (account_id)
;;
CREATE INDEX card_attempt_at ON card_attempt (at)
;;
CREATE INDEX card_attempt_payment ON card_attempt (payment_id)
;;
CREATE TABLE card_attempt_end (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	attempt_id TEXT NOT NULL,
	outcome TEXT NOT NULL,
	intent_ref TEXT NOT NULL,
	charge_ref TEXT NOT NULL,
	charged_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	code TEXT NOT NULL,
	decline_code TEXT NOT NULL,
	request_ref TEXT NOT NULL,
	swept INTEGER NOT NULL,
	note TEXT NOT NULL,
	approval_id TEXT,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT card_attempt_end_is_money CHECK (charged_minor >= 0)
)
 STRICT
;;
CREATE INDEX card_attempt_end_attempt ON card_attempt_end (attempt_id)
;;
CREATE TABLE card_attempt_invoice (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	attempt_id TEXT NOT NULL,
	invoice_id TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX card_attempt_invoice_attempt ON card_attempt_invoice (attempt_id)
;;
CREATE INDEX card_attempt_invoice_invoice ON card_attempt_invoice (invoice_id)
;;
CREATE TABLE card_attempt_state (
	attempt_id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	shift_id TEXT,
	station_id TEXT NOT NULL,
	status TEXT NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (attempt_id)
)
 STRICT
;;
CREATE INDEX card_attempt_state_at ON card_attempt_state (at)
;;
CREATE INDEX card_attempt_state_open ON card_attempt_state (at) WHERE status = 'open'
;;
CREATE TABLE card_charge (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	attempt_id TEXT NOT NULL,
	payment_id TEXT NOT NULL,
	tender_id TEXT NOT NULL,
	gateway_id TEXT NOT NULL,
	intent_ref TEXT NOT NULL,
	charge_ref TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	funding TEXT NOT NULL,
	brand TEXT NOT NULL,
	last4 TEXT NOT NULL,
	wallet TEXT NOT NULL,
	entry_method TEXT NOT NULL,
	network TEXT NOT NULL,
	application_name TEXT NOT NULL,
	aid TEXT NOT NULL,
	authorization_code TEXT NOT NULL,
	authorization_response TEXT NOT NULL,
	verification TEXT NOT NULL,
	verification_results TEXT NOT NULL,
	status_information TEXT NOT NULL,
	account_type TEXT NOT NULL,
	balance_ref TEXT NOT NULL,
	fee_minor INTEGER,
	charged_at TEXT,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT card_charge_is_money CHECK (amount_minor > 0)
)
 STRICT
;;
CREATE INDEX card_charge_attempt ON card_charge (attempt_id)
;;
CREATE INDEX card_charge_payment ON card_charge (payment_id)
;;
CREATE INDEX card_charge_ref ON card_charge (charge_ref)
;;
CREATE INDEX card_charge_tender ON card_charge (tender_id)
;;
CREATE TABLE card_reader (
	id TEXT NOT NULL,
	gateway_id TEXT NOT NULL,
	label TEXT NOT NULL,
	reader_ref TEXT NOT NULL,
	location_ref TEXT NOT NULL,
	device_type TEXT NOT NULL,
	serial_number TEXT NOT NULL,
	active INTEGER NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE card_working (
	attempt_id TEXT NOT NULL,
	state TEXT NOT NULL,
	reader_ref TEXT NOT NULL,
	intent_ref TEXT NOT NULL,
	create_key TEXT NOT NULL,
	arm_no INTEGER NOT NULL,
	arm_key TEXT NOT NULL,
	cancel_key TEXT NOT NULL,
	wants_void INTEGER NOT NULL,
	tries INTEGER NOT NULL,
	code TEXT NOT NULL,
	decline_code TEXT NOT NULL,
	message TEXT NOT NULL,
	request_ref TEXT NOT NULL,
	armed_at TEXT,
	asked_at TEXT,
	state_since TEXT NOT NULL,
	PRIMARY KEY (attempt_id)
)
 STRICT
;;
CREATE TABLE gateway (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	provider TEXT NOT NULL,
	methods TEXT NOT NULL,
	default_for TEXT NOT NULL,
	merchant_id TEXT NOT NULL,
	account_ref TEXT NOT NULL,
	base_url TEXT NOT NULL,
	integrated INTEGER NOT NULL,
	test_mode INTEGER NOT NULL,
	settings TEXT NOT NULL,
	position INTEGER NOT NULL,
	active INTEGER NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE gateway_standing (
	gateway_id TEXT NOT NULL,
	key_kept INTEGER NOT NULL,
	trouble TEXT NOT NULL,
	checked_at TEXT,
	PRIMARY KEY (gateway_id)
)
 STRICT
;;
CREATE TABLE invoice_hold (
	invoice_id TEXT NOT NULL,
	attempt_id TEXT NOT NULL,
	station_id TEXT NOT NULL,
	PRIMARY KEY (invoice_id, attempt_id)
)
 STRICT
;;
CREATE TABLE shift_hold (
	shift_id TEXT NOT NULL,
	source_id TEXT NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (shift_id, source_id)
)
 STRICT
;;
CREATE TABLE simulated_terminal (
	name TEXT NOT NULL,
	told TEXT NOT NULL,
	PRIMARY KEY (name)
)
 STRICT
;;
CREATE TABLE window_reader (
	gateway_id TEXT NOT NULL,
	reader_id TEXT NOT NULL,
	PRIMARY KEY (gateway_id)
)
 STRICT
;;
CREATE TRIGGER card_attempt_no_change BEFORE UPDATE ON card_attempt BEGIN SELECT RAISE(ABORT, 'a row of card_attempt is posted and never changes'); END
;;
CREATE TRIGGER card_attempt_no_delete BEFORE DELETE ON card_attempt BEGIN SELECT RAISE(ABORT, 'a row of card_attempt is posted and never deleted'); END
;;
CREATE VIEW card_attempt_counted AS SELECT * FROM card_attempt AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'card_attempt' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER card_attempt_end_no_change BEFORE UPDATE ON card_attempt_end BEGIN SELECT RAISE(ABORT, 'a row of card_attempt_end is posted and never changes'); END
;;
CREATE TRIGGER card_attempt_end_no_delete BEFORE DELETE ON card_attempt_end BEGIN SELECT RAISE(ABORT, 'a row of card_attempt_end is posted and never deleted'); END
;;
CREATE VIEW card_attempt_end_counted AS SELECT * FROM card_attempt_end AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'card_attempt_end' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER card_attempt_invoice_no_change BEFORE UPDATE ON card_attempt_invoice BEGIN SELECT RAISE(ABORT, 'a row of card_attempt_invoice is posted and never changes'); END
;;
CREATE TRIGGER card_attempt_invoice_no_delete BEFORE DELETE ON card_attempt_invoice BEGIN SELECT RAISE(ABORT, 'a row of card_attempt_invoice is posted and never deleted'); END
;;
CREATE VIEW card_attempt_invoice_counted AS SELECT * FROM card_attempt_invoice AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'card_attempt_invoice' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER card_charge_no_change BEFORE UPDATE ON card_charge BEGIN SELECT RAISE(ABORT, 'a row of card_charge is posted and never changes'); END
;;
CREATE TRIGGER card_charge_no_delete BEFORE DELETE ON card_charge BEGIN SELECT RAISE(ABORT, 'a row of card_charge is posted and never deleted'); END
;;
CREATE VIEW card_charge_counted AS SELECT * FROM card_charge AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'card_charge' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER card_reader_no_delete BEFORE DELETE ON card_reader BEGIN SELECT RAISE(ABORT, 'a row of card_reader is kept for ever'); END
;;
CREATE TRIGGER gateway_no_delete BEFORE DELETE ON gateway BEGIN SELECT RAISE(ABORT, 'a row of gateway is kept for ever'); END
;;
