CREATE TABLE arrival (
	one INTEGER NOT NULL,
	percent INTEGER NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE arriving_sums (
	one INTEGER NOT NULL,
	cuts TEXT NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
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
CREATE TABLE card_attempt_step (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	attempt_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	amount_minor INTEGER,
	currency TEXT NOT NULL,
	command TEXT NOT NULL,
	shift_id TEXT,
	reason TEXT NOT NULL,
	approval_id TEXT,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX card_attempt_step_attempt ON card_attempt_step (attempt_id)
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
	interac INTEGER NOT NULL,
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
CREATE TABLE card_notice (
	attempt_id TEXT NOT NULL,
	user_id TEXT NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (attempt_id)
)
 STRICT
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
	swept INTEGER NOT NULL,
	tries INTEGER NOT NULL,
	code TEXT NOT NULL,
	decline_code TEXT NOT NULL,
	message TEXT NOT NULL,
	request_ref TEXT NOT NULL,
	armed_at TEXT,
	state_since TEXT NOT NULL,
	PRIMARY KEY (attempt_id)
)
 STRICT
;;
CREATE TABLE carrier_let_go (
	hash TEXT NOT NULL,
	station TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	seq INTEGER NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (hash, station, incarnation, seq)
)
 STRICT
;;
CREATE INDEX carrier_let_go_at ON carrier_let_go (at)
;;
CREATE TABLE closed_day (
	day TEXT NOT NULL,
	close_id TEXT NOT NULL,
	PRIMARY KEY (day)
)
 STRICT
;;
CREATE TABLE day_close (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	currency TEXT NOT NULL,
	payment_count INTEGER NOT NULL,
	total_minor INTEGER NOT NULL,
	drawer_count INTEGER NOT NULL,
	unheard TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX day_close_day ON day_close (business_date)
;;
CREATE TABLE day_close_drawer (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	close_id TEXT NOT NULL,
	shift_id TEXT NOT NULL,
	shift_close_id TEXT NOT NULL,
	record_hash TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX day_close_drawer_close ON day_close_drawer (close_id)
;;
CREATE TABLE day_close_extent (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	close_id TEXT NOT NULL,
	series TEXT NOT NULL,
	value INTEGER NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX day_close_extent_close ON day_close_extent (close_id, series)
;;
CREATE TABLE day_close_tender (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	close_id TEXT NOT NULL,
	method TEXT NOT NULL,
	tender_count INTEGER NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX day_close_tender_close ON day_close_tender (close_id)
;;
CREATE TABLE day_reopening (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	close_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX day_reopening_close ON day_reopening (close_id)
;;
CREATE INDEX day_reopening_day ON day_reopening (business_date)
;;
CREATE TABLE detail_kept (
	account_id TEXT NOT NULL,
	until TEXT NOT NULL,
	PRIMARY KEY (account_id)
)
 STRICT
;;
CREATE TABLE detail_scope (
	one INTEGER NOT NULL,
	sites TEXT,
	months INTEGER NOT NULL,
	since TEXT NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE detail_wanted (
	entry_id TEXT NOT NULL,
	since TEXT NOT NULL,
	PRIMARY KEY (entry_id)
)
 STRICT
;;
CREATE TABLE edit_kept (
	station TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	seq INTEGER NOT NULL,
	at TEXT NOT NULL,
	actor TEXT NOT NULL,
	action TEXT NOT NULL,
	body TEXT NOT NULL,
	of_station TEXT NOT NULL,
	of_seq INTEGER NOT NULL,
	PRIMARY KEY (station, incarnation, seq)
)
 STRICT
;;
CREATE TABLE folded_entry (
	entry_id TEXT NOT NULL,
	lines BLOB NOT NULL,
	PRIMARY KEY (entry_id)
)
 STRICT
;;
CREATE TABLE forward_entry (
	id TEXT NOT NULL,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE forward_zero (
	id TEXT NOT NULL,
	lines INTEGER NOT NULL,
	gl_code TEXT NOT NULL,
	currency TEXT NOT NULL,
	account_id TEXT,
	invoice_id TEXT,
	shift_id TEXT,
	deposit_id TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE INDEX forward_zero_account ON forward_zero (account_id) WHERE account_id IS NOT NULL
;;
CREATE INDEX forward_zero_deposit ON forward_zero (deposit_id) WHERE deposit_id IS NOT NULL
;;
CREATE INDEX forward_zero_invoice ON forward_zero (invoice_id) WHERE invoice_id IS NOT NULL
;;
CREATE INDEX forward_zero_shift ON forward_zero (shift_id) WHERE shift_id IS NOT NULL
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
	at TEXT NOT NULL,
	PRIMARY KEY (invoice_id, attempt_id)
)
 STRICT
;;
CREATE TABLE late_entry (
	entry_id TEXT NOT NULL,
	day TEXT NOT NULL,
	period_date TEXT NOT NULL,
	PRIMARY KEY (entry_id)
)
 STRICT
;;
CREATE INDEX late_entry_day ON late_entry (day)
;;
CREATE INDEX late_entry_period ON late_entry (period_date)
;;
CREATE TABLE late_settlement (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	shift_id TEXT NOT NULL,
	went_to TEXT NOT NULL,
	after_id TEXT,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX late_settlement_shift ON late_settlement (shift_id)
;;
CREATE TABLE let_go_run (
	one INTEGER NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE life_left (
	incarnation TEXT NOT NULL,
	common INTEGER NOT NULL,
	PRIMARY KEY (incarnation)
)
 STRICT
;;
CREATE TABLE payment_refund (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	payment_id TEXT NOT NULL,
	tender_id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	refund_id TEXT NOT NULL,
	action_id TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	reverses_id TEXT,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT payment_refund_is_money CHECK (amount_minor <> 0)
)
 STRICT
;;
CREATE INDEX payment_refund_payment ON payment_refund (payment_id)
;;
CREATE INDEX payment_refund_refund ON payment_refund (refund_id)
;;
CREATE INDEX payment_refund_tender ON payment_refund (tender_id)
;;
CREATE TABLE payment_refunded (
	refund_id TEXT NOT NULL,
	payment_id TEXT NOT NULL,
	tender_id TEXT NOT NULL,
	number TEXT NOT NULL,
	status TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	PRIMARY KEY (refund_id, payment_id, tender_id)
)
 STRICT
;;
CREATE INDEX payment_refunded_payment ON payment_refunded (payment_id)
;;
CREATE TABLE record_set_aside (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	of_station_id TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	seq INTEGER NOT NULL,
	record_hash TEXT NOT NULL,
	why TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT record_set_aside_is_one CHECK (seq >= 1)
)
 STRICT
;;
CREATE INDEX record_set_aside_of ON record_set_aside (record_hash)
;;
CREATE TABLE refund (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value INTEGER NOT NULL,
	account_id TEXT NOT NULL,
	payment_id TEXT,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	method TEXT NOT NULL,
	reason_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	description TEXT NOT NULL,
	detected_on TEXT NOT NULL,
	due_on TEXT NOT NULL,
	owed_again INTEGER NOT NULL,
	invoice_ids TEXT NOT NULL,
	approvals_needed INTEGER NOT NULL,
	needs TEXT NOT NULL,
	approval_over_minor INTEGER,
	payee_name TEXT NOT NULL,
	payee_address TEXT NOT NULL,
	gateway_id TEXT,
	charge_ref TEXT NOT NULL,
	shift_id TEXT,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT refund_is_money CHECK (amount_minor > 0),
	CONSTRAINT refund_is_approved CHECK (approvals_needed >= 0)
)
 STRICT
;;
CREATE INDEX refund_account ON refund (account_id, at)
;;
CREATE INDEX refund_at ON refund (at)
;;
CREATE INDEX refund_number ON refund (number)
;;
CREATE INDEX refund_payment ON refund (payment_id)
;;
CREATE TABLE refund_forgiven (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	refund_id TEXT NOT NULL,
	step_id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	invoice_id TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	gl_code TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX refund_forgiven_invoice ON refund_forgiven (invoice_id)
;;
CREATE INDEX refund_forgiven_refund ON refund_forgiven (refund_id)
;;
CREATE TABLE refund_part (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	refund_id TEXT NOT NULL,
	part_no INTEGER NOT NULL,
	payment_id TEXT NOT NULL,
	tender_id TEXT NOT NULL,
	tender_method TEXT NOT NULL,
	tender_kind TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT refund_part_is_money CHECK (amount_minor > 0)
)
 STRICT
;;
CREATE INDEX refund_part_payment ON refund_part (payment_id)
;;
CREATE INDEX refund_part_refund ON refund_part (refund_id)
;;
CREATE INDEX refund_part_tender ON refund_part (tender_id)
;;
CREATE TABLE refund_receipt (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	refund_id TEXT NOT NULL,
	step_id TEXT NOT NULL,
	number TEXT NOT NULL,
	revision_no INTEGER NOT NULL,
	kind TEXT NOT NULL,
	account_id TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	snapshot TEXT NOT NULL,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT refund_receipt_counts CHECK (revision_no >= 0)
)
 STRICT
;;
CREATE INDEX refund_receipt_refund ON refund_receipt (refund_id, revision_no)
;;
CREATE TABLE refund_state (
	refund_id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	payment_id TEXT,
	number TEXT NOT NULL,
	status TEXT NOT NULL,
	method TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	approvals INTEGER NOT NULL,
	approvals_needed INTEGER NOT NULL,
	booked INTEGER NOT NULL,
	told INTEGER NOT NULL,
	gateway_ref TEXT NOT NULL,
	due_on TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	requested_by TEXT NOT NULL,
	at TEXT NOT NULL,
	changed_at TEXT NOT NULL,
	PRIMARY KEY (refund_id)
)
 STRICT
;;
CREATE INDEX refund_state_account ON refund_state (account_id)
;;
CREATE INDEX refund_state_at ON refund_state (at)
;;
CREATE INDEX refund_state_open ON refund_state (status, due_on) WHERE status != 'completed' AND status != 'cancelled'
;;
CREATE TABLE refund_step (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	refund_id TEXT NOT NULL,
	step TEXT NOT NULL,
	method TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	approval_id TEXT,
	shift_id TEXT,
	movement_id TEXT,
	rounding_minor INTEGER,
	gl_code TEXT NOT NULL,
	bank_account_id TEXT,
	bank TEXT NOT NULL,
	check_number TEXT NOT NULL,
	reference TEXT NOT NULL,
	happened_on TEXT,
	gateway_id TEXT,
	reader_id TEXT,
	charge_ref TEXT NOT NULL,
	gateway_ref TEXT NOT NULL,
	gateway_key TEXT NOT NULL,
	code TEXT NOT NULL,
	request_ref TEXT NOT NULL,
	swept INTEGER NOT NULL,
	reason_id TEXT,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	told_how TEXT NOT NULL,
	reverses_id TEXT,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT refund_step_is_money CHECK (amount_minor > 0)
)
 STRICT
;;
CREATE INDEX refund_step_at ON refund_step (at)
;;
CREATE INDEX refund_step_gateway ON refund_step (gateway_ref)
;;
CREATE INDEX refund_step_movement ON refund_step (movement_id)
;;
CREATE INDEX refund_step_refund ON refund_step (refund_id, at)
;;
CREATE TABLE refund_working (
	refund_id TEXT NOT NULL,
	state TEXT NOT NULL,
	gateway_id TEXT NOT NULL,
	reader_id TEXT,
	charge_ref TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	"key" TEXT NOT NULL,
	key_at TEXT NOT NULL,
	gateway_ref TEXT NOT NULL,
	tries INTEGER NOT NULL,
	next_at TEXT,
	trouble TEXT NOT NULL,
	user_id TEXT NOT NULL,
	PRIMARY KEY (refund_id)
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
CREATE TABLE stuck_record (
	station TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	seq INTEGER NOT NULL,
	hash TEXT NOT NULL,
	why TEXT NOT NULL,
	since TEXT NOT NULL,
	seen_at TEXT NOT NULL,
	PRIMARY KEY (station, incarnation)
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
CREATE TRIGGER card_attempt_step_no_change BEFORE UPDATE ON card_attempt_step BEGIN SELECT RAISE(ABORT, 'a row of card_attempt_step is posted and never changes'); END
;;
CREATE TRIGGER card_attempt_step_no_delete BEFORE DELETE ON card_attempt_step BEGIN SELECT RAISE(ABORT, 'a row of card_attempt_step is posted and never deleted'); END
;;
CREATE VIEW card_attempt_step_counted AS SELECT * FROM card_attempt_step AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'card_attempt_step' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER card_charge_no_change BEFORE UPDATE ON card_charge BEGIN SELECT RAISE(ABORT, 'a row of card_charge is posted and never changes'); END
;;
CREATE TRIGGER card_charge_no_delete BEFORE DELETE ON card_charge BEGIN SELECT RAISE(ABORT, 'a row of card_charge is posted and never deleted'); END
;;
CREATE VIEW card_charge_counted AS SELECT * FROM card_charge AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'card_charge' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER card_reader_no_delete BEFORE DELETE ON card_reader BEGIN SELECT RAISE(ABORT, 'a row of card_reader is kept for ever'); END
;;
CREATE TRIGGER day_close_no_change BEFORE UPDATE ON day_close BEGIN SELECT RAISE(ABORT, 'a row of day_close is posted and never changes'); END
;;
CREATE TRIGGER day_close_no_delete BEFORE DELETE ON day_close BEGIN SELECT RAISE(ABORT, 'a row of day_close is posted and never deleted'); END
;;
CREATE VIEW day_close_counted AS SELECT * FROM day_close AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'day_close' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER day_close_drawer_no_change BEFORE UPDATE ON day_close_drawer BEGIN SELECT RAISE(ABORT, 'a row of day_close_drawer is posted and never changes'); END
;;
CREATE TRIGGER day_close_drawer_no_delete BEFORE DELETE ON day_close_drawer BEGIN SELECT RAISE(ABORT, 'a row of day_close_drawer is posted and never deleted'); END
;;
CREATE VIEW day_close_drawer_counted AS SELECT * FROM day_close_drawer AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'day_close_drawer' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER day_close_extent_no_change BEFORE UPDATE ON day_close_extent BEGIN SELECT RAISE(ABORT, 'a row of day_close_extent is posted and never changes'); END
;;
CREATE TRIGGER day_close_extent_no_delete BEFORE DELETE ON day_close_extent BEGIN SELECT RAISE(ABORT, 'a row of day_close_extent is posted and never deleted'); END
;;
CREATE VIEW day_close_extent_counted AS SELECT * FROM day_close_extent AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'day_close_extent' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER day_close_tender_no_change BEFORE UPDATE ON day_close_tender BEGIN SELECT RAISE(ABORT, 'a row of day_close_tender is posted and never changes'); END
;;
CREATE TRIGGER day_close_tender_no_delete BEFORE DELETE ON day_close_tender BEGIN SELECT RAISE(ABORT, 'a row of day_close_tender is posted and never deleted'); END
;;
CREATE VIEW day_close_tender_counted AS SELECT * FROM day_close_tender AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'day_close_tender' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER day_reopening_no_change BEFORE UPDATE ON day_reopening BEGIN SELECT RAISE(ABORT, 'a row of day_reopening is posted and never changes'); END
;;
CREATE TRIGGER day_reopening_no_delete BEFORE DELETE ON day_reopening BEGIN SELECT RAISE(ABORT, 'a row of day_reopening is posted and never deleted'); END
;;
CREATE VIEW day_reopening_counted AS SELECT * FROM day_reopening AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'day_reopening' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER gateway_no_delete BEFORE DELETE ON gateway BEGIN SELECT RAISE(ABORT, 'a row of gateway is kept for ever'); END
;;
CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry WHEN NOT (EXISTS (SELECT 1 FROM forward_entry WHERE id = OLD.id)) BEGIN SELECT RAISE(ABORT, 'a row of journal_entry is posted and never deleted'); END
;;
CREATE TRIGGER journal_entry_balances BEFORE INSERT ON journal_entry WHEN (SELECT count(*) < 2 OR count(*) <> NEW.line_count OR sum(amount_minor) <> 0 OR min(currency) <> NEW.currency OR max(currency) <> NEW.currency FROM journal_line WHERE entry_id = NEW.id) AND NOT EXISTS (SELECT 1 FROM forward_entry WHERE id = NEW.id) AND NOT EXISTS (SELECT 1 FROM folded_entry WHERE entry_id = NEW.id AND length(lines) = 48 * NEW.line_count) BEGIN SELECT RAISE(ABORT, 'a journal entry must balance'); END
;;
CREATE TRIGGER journal_line_no_delete BEFORE DELETE ON journal_line WHEN NOT (EXISTS (SELECT 1 FROM folded_entry WHERE entry_id = OLD.entry_id) OR EXISTS (SELECT 1 FROM forward_entry WHERE id = OLD.entry_id)) BEGIN SELECT RAISE(ABORT, 'a row of journal_line is posted and never deleted'); END
;;
CREATE TRIGGER journal_line_before_its_entry BEFORE INSERT ON journal_line WHEN EXISTS (SELECT 1 FROM journal_entry WHERE id = NEW.entry_id) AND NOT EXISTS (SELECT 1 FROM journal_line WHERE id = NEW.id AND content_hash = NEW.content_hash) AND NOT EXISTS (SELECT 1 FROM folded_entry WHERE entry_id = NEW.entry_id) AND NOT EXISTS (SELECT 1 FROM forward_entry WHERE id = NEW.entry_id) BEGIN SELECT RAISE(ABORT, 'a posted journal entry takes no more lines'); END
;;
CREATE TRIGGER late_settlement_no_change BEFORE UPDATE ON late_settlement BEGIN SELECT RAISE(ABORT, 'a row of late_settlement is posted and never changes'); END
;;
CREATE TRIGGER late_settlement_no_delete BEFORE DELETE ON late_settlement BEGIN SELECT RAISE(ABORT, 'a row of late_settlement is posted and never deleted'); END
;;
CREATE VIEW late_settlement_counted AS SELECT * FROM late_settlement AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'late_settlement' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER payment_refund_no_change BEFORE UPDATE ON payment_refund BEGIN SELECT RAISE(ABORT, 'a row of payment_refund is posted and never changes'); END
;;
CREATE TRIGGER payment_refund_no_delete BEFORE DELETE ON payment_refund BEGIN SELECT RAISE(ABORT, 'a row of payment_refund is posted and never deleted'); END
;;
CREATE VIEW payment_refund_counted AS SELECT * FROM payment_refund AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'payment_refund' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER record_set_aside_no_change BEFORE UPDATE ON record_set_aside BEGIN SELECT RAISE(ABORT, 'a row of record_set_aside is posted and never changes'); END
;;
CREATE TRIGGER record_set_aside_no_delete BEFORE DELETE ON record_set_aside BEGIN SELECT RAISE(ABORT, 'a row of record_set_aside is posted and never deleted'); END
;;
CREATE VIEW record_set_aside_counted AS SELECT * FROM record_set_aside AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'record_set_aside' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER refund_no_change BEFORE UPDATE ON refund BEGIN SELECT RAISE(ABORT, 'a row of refund is posted and never changes'); END
;;
CREATE TRIGGER refund_no_delete BEFORE DELETE ON refund BEGIN SELECT RAISE(ABORT, 'a row of refund is posted and never deleted'); END
;;
CREATE VIEW refund_counted AS SELECT * FROM refund AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'refund' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER refund_forgiven_no_change BEFORE UPDATE ON refund_forgiven BEGIN SELECT RAISE(ABORT, 'a row of refund_forgiven is posted and never changes'); END
;;
CREATE TRIGGER refund_forgiven_no_delete BEFORE DELETE ON refund_forgiven BEGIN SELECT RAISE(ABORT, 'a row of refund_forgiven is posted and never deleted'); END
;;
CREATE VIEW refund_forgiven_counted AS SELECT * FROM refund_forgiven AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'refund_forgiven' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER refund_part_no_change BEFORE UPDATE ON refund_part BEGIN SELECT RAISE(ABORT, 'a row of refund_part is posted and never changes'); END
;;
CREATE TRIGGER refund_part_no_delete BEFORE DELETE ON refund_part BEGIN SELECT RAISE(ABORT, 'a row of refund_part is posted and never deleted'); END
;;
CREATE VIEW refund_part_counted AS SELECT * FROM refund_part AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'refund_part' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER refund_receipt_no_change BEFORE UPDATE ON refund_receipt BEGIN SELECT RAISE(ABORT, 'a row of refund_receipt is posted and never changes'); END
;;
CREATE TRIGGER refund_receipt_no_delete BEFORE DELETE ON refund_receipt BEGIN SELECT RAISE(ABORT, 'a row of refund_receipt is posted and never deleted'); END
;;
CREATE VIEW refund_receipt_counted AS SELECT * FROM refund_receipt AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'refund_receipt' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER refund_step_no_change BEFORE UPDATE ON refund_step BEGIN SELECT RAISE(ABORT, 'a row of refund_step is posted and never changes'); END
;;
CREATE TRIGGER refund_step_no_delete BEFORE DELETE ON refund_step BEGIN SELECT RAISE(ABORT, 'a row of refund_step is posted and never deleted'); END
;;
CREATE VIEW refund_step_counted AS SELECT * FROM refund_step AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'refund_step' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER station_log_leaves BEFORE DELETE ON station_log WHEN NOT EXISTS (SELECT 1 FROM orphan AS o WHERE o.hash = OLD.hash AND o.body = OLD.body AND o.mac = OLD.mac AND o.prev_hash = OLD.prev_hash) AND NOT EXISTS (SELECT 1 FROM stream_anchor AS a, this_station AS t WHERE a.station = OLD.station AND a.incarnation = OLD.incarnation AND a.seq >= OLD.seq AND t.station_id <> OLD.station) BEGIN SELECT RAISE(ABORT, 'the station log is never changed'); END
;;
