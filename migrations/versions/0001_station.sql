CREATE TABLE account (
	id TEXT NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value INTEGER NOT NULL,
	patient_id TEXT NOT NULL,
	currency TEXT NOT NULL,
	status TEXT NOT NULL,
	credit_limit_minor INTEGER,
	guarantor_id TEXT,
	guarantor_relationship TEXT NOT NULL,
	payment_plan_id TEXT,
	collection_status TEXT NOT NULL,
	agency_id TEXT,
	sent_to_collections_on TEXT,
	notes TEXT NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE INDEX account_guarantor ON account (guarantor_id) WHERE guarantor_id IS NOT NULL
;;
CREATE INDEX account_number ON account (number)
;;
CREATE INDEX account_patient ON account (patient_id)
;;
CREATE TABLE account_balance (
	account_id TEXT NOT NULL,
	currency TEXT NOT NULL,
	patient_minor INTEGER NOT NULL,
	insurance_minor INTEGER NOT NULL,
	credit_minor INTEGER NOT NULL,
	PRIMARY KEY (account_id, currency)
)
 STRICT
;;
CREATE TABLE account_field (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	choices TEXT NOT NULL,
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
CREATE TABLE account_field_value (
	id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	field_id TEXT NOT NULL,
	value TEXT NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE INDEX account_field_value_account ON account_field_value (account_id)
;;
CREATE TABLE account_flag (
	id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	words TEXT NOT NULL,
	active INTEGER NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE INDEX account_flag_account ON account_flag (account_id)
;;
CREATE TABLE allocation (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	payment_id TEXT NOT NULL,
	invoice_id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	purpose TEXT NOT NULL,
	action_id TEXT NOT NULL,
	reverses_id TEXT,
	notes TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX allocation_invoice ON allocation (invoice_id)
;;
CREATE INDEX allocation_payment ON allocation (payment_id)
;;
CREATE TABLE app_user (
	id TEXT NOT NULL,
	number TEXT NOT NULL,
	name TEXT NOT NULL,
	role_id TEXT NOT NULL,
	active INTEGER NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE approval (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	for_command TEXT NOT NULL,
	"key" TEXT NOT NULL,
	requested_by TEXT NOT NULL,
	words TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX approval_for_command ON approval (for_command)
;;
CREATE TABLE cash_count (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	kind TEXT NOT NULL,
	shift_id TEXT,
	currency TEXT NOT NULL,
	total_minor INTEGER NOT NULL,
	check_count INTEGER,
	check_total_minor INTEGER,
	note TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX cash_count_shift ON cash_count (shift_id)
;;
CREATE TABLE cash_count_line (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	count_id TEXT NOT NULL,
	denomination_minor INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	currency TEXT NOT NULL,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT cash_count_line_counts CHECK (quantity >= 0 AND denomination_minor > 0)
)
 STRICT
;;
CREATE INDEX cash_count_line_count ON cash_count_line (count_id)
;;
CREATE TABLE cash_movement (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value INTEGER NOT NULL,
	kind TEXT NOT NULL,
	shift_id TEXT,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	gl_code TEXT NOT NULL,
	reason_id TEXT,
	reason TEXT NOT NULL,
	reference TEXT NOT NULL,
	note TEXT NOT NULL,
	reverses_id TEXT,
	approval_id TEXT,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX cash_movement_reverses ON cash_movement (reverses_id)
;;
CREATE INDEX cash_movement_shift ON cash_movement (shift_id)
;;
CREATE TABLE column_choice (
	user_id TEXT NOT NULL,
	list_name TEXT NOT NULL,
	columns TEXT NOT NULL,
	sort TEXT NOT NULL,
	descending INTEGER NOT NULL,
	PRIMARY KEY (user_id, list_name)
)
 STRICT
;;
CREATE TABLE command (
	id TEXT NOT NULL,
	action TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	answer TEXT NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE document_edit (
	document_id TEXT NOT NULL,
	station TEXT NOT NULL,
	incarnation TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (document_id, station, incarnation, seq)
)
 STRICT
;;
CREATE TABLE drawer (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	station_id TEXT NOT NULL,
	currency TEXT NOT NULL,
	active INTEGER NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE drawer_opening (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	drawer_id TEXT NOT NULL,
	shift_id TEXT NOT NULL,
	reason_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX drawer_opening_shift ON drawer_opening (shift_id)
;;
CREATE TABLE drawer_report (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	kind TEXT NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value INTEGER NOT NULL,
	shift_id TEXT NOT NULL,
	with_cash INTEGER NOT NULL,
	approval_id TEXT,
	currency TEXT NOT NULL,
	taken_minor INTEGER,
	grand_total_minor INTEGER,
	previous_id TEXT,
	snapshot TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX drawer_report_previous ON drawer_report (previous_id)
;;
CREATE INDEX drawer_report_shift ON drawer_report (shift_id)
;;
CREATE TABLE external_id (
	id TEXT NOT NULL,
	entity_kind TEXT NOT NULL,
	entity_id TEXT NOT NULL,
	system TEXT NOT NULL,
	value TEXT NOT NULL,
	active INTEGER NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE INDEX external_id_entity ON external_id (entity_id)
;;
CREATE INDEX external_id_value ON external_id (system, value)
;;
CREATE TABLE gl_account (
	id TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	gl_type TEXT NOT NULL,
	subtype TEXT NOT NULL,
	parent_code TEXT,
	normal_balance TEXT NOT NULL,
	system INTEGER NOT NULL,
	active INTEGER NOT NULL,
	description TEXT NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE guarantor (
	id TEXT NOT NULL,
	family_name TEXT NOT NULL,
	given_names TEXT NOT NULL,
	prefix TEXT NOT NULL,
	suffix TEXT NOT NULL,
	preferred_name TEXT NOT NULL,
	name_order TEXT NOT NULL,
	birth_date TEXT,
	death_date TEXT,
	sex TEXT NOT NULL,
	phone TEXT NOT NULL,
	mobile TEXT NOT NULL,
	email TEXT NOT NULL,
	address_1 TEXT NOT NULL,
	address_2 TEXT NOT NULL,
	city TEXT NOT NULL,
	region TEXT NOT NULL,
	postal_code TEXT NOT NULL,
	country TEXT NOT NULL,
	language TEXT NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE import_known (
	source TEXT NOT NULL,
	kind TEXT NOT NULL,
	source_key TEXT NOT NULL,
	record TEXT NOT NULL,
	run_id TEXT NOT NULL,
	PRIMARY KEY (source, kind, source_key)
)
 STRICT
;;
CREATE TABLE import_mapping (
	source TEXT NOT NULL,
	kind TEXT NOT NULL,
	mapping TEXT NOT NULL,
	PRIMARY KEY (source, kind)
)
 STRICT
;;
CREATE TABLE import_problem (
	run_id TEXT NOT NULL,
	line INTEGER NOT NULL,
	problem TEXT NOT NULL,
	cells TEXT NOT NULL,
	PRIMARY KEY (run_id, line)
)
 STRICT
;;
CREATE TABLE import_row (
	run_id TEXT NOT NULL,
	batch INTEGER NOT NULL,
	line INTEGER NOT NULL,
	source_key TEXT NOT NULL,
	other_key TEXT,
	account_id TEXT,
	record TEXT NOT NULL,
	state TEXT NOT NULL,
	PRIMARY KEY (run_id, batch, line)
)
 STRICT
;;
CREATE INDEX import_row_key ON import_row (run_id, source_key)
;;
CREATE INDEX import_row_other ON import_row (run_id, other_key)
;;
CREATE TABLE import_run (
	id TEXT NOT NULL,
	source TEXT NOT NULL,
	kind TEXT NOT NULL,
	file_name TEXT NOT NULL,
	file_sha256 TEXT NOT NULL,
	"plan" TEXT NOT NULL,
	state TEXT NOT NULL,
	row_count INTEGER NOT NULL,
	bad_count INTEGER NOT NULL,
	new_count INTEGER NOT NULL,
	changed_count INTEGER NOT NULL,
	unchanged_count INTEGER NOT NULL,
	nothing_owed_count INTEGER NOT NULL,
	applied_count INTEGER NOT NULL,
	applied_through INTEGER NOT NULL,
	total_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	started_at TEXT NOT NULL,
	finished_at TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE INDEX import_run_file ON import_run (file_sha256)
;;
CREATE TABLE invoice (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value INTEGER NOT NULL,
	invoice_type TEXT NOT NULL,
	account_id TEXT NOT NULL,
	patient_id TEXT NOT NULL,
	payer_id TEXT NOT NULL,
	currency TEXT NOT NULL,
	invoice_date TEXT NOT NULL,
	due_date TEXT NOT NULL,
	service_from TEXT,
	service_to TEXT,
	encounter_ids TEXT NOT NULL,
	subtotal_minor INTEGER NOT NULL,
	discount_minor INTEGER NOT NULL,
	adjustment_minor INTEGER NOT NULL,
	tax_minor INTEGER NOT NULL,
	total_minor INTEGER NOT NULL,
	bill_to_name TEXT NOT NULL,
	bill_to_address TEXT NOT NULL,
	bill_to_phone TEXT NOT NULL,
	bill_to_email TEXT NOT NULL,
	terms TEXT NOT NULL,
	payment_instructions TEXT NOT NULL,
	notes TEXT NOT NULL,
	footer TEXT NOT NULL,
	template TEXT NOT NULL,
	generated_by TEXT NOT NULL,
	reference TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX invoice_account ON invoice (account_id, invoice_date)
;;
CREATE INDEX invoice_date ON invoice (invoice_date)
;;
CREATE INDEX invoice_number ON invoice (number)
;;
CREATE TABLE invoice_balance (
	invoice_id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	currency TEXT NOT NULL,
	due_minor INTEGER NOT NULL,
	PRIMARY KEY (invoice_id)
)
 STRICT
;;
CREATE INDEX invoice_balance_account ON invoice_balance (account_id)
;;
CREATE TABLE invoice_cancellation (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	invoice_id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	reason_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	notes TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX invoice_cancellation_invoice ON invoice_cancellation (invoice_id)
;;
CREATE TABLE invoice_draft (
	id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	invoice_type TEXT NOT NULL,
	currency TEXT NOT NULL,
	due_date TEXT,
	notes TEXT NOT NULL,
	lines TEXT NOT NULL,
	state TEXT NOT NULL,
	saved_by TEXT NOT NULL,
	saved_on TEXT NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE INDEX invoice_draft_account ON invoice_draft (account_id)
;;
CREATE TABLE invoice_line (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	invoice_id TEXT NOT NULL,
	line_no INTEGER NOT NULL,
	line_number TEXT NOT NULL,
	service_date TEXT,
	encounter_id TEXT,
	code TEXT NOT NULL,
	modifiers TEXT NOT NULL,
	diagnosis_codes TEXT NOT NULL,
	description TEXT NOT NULL,
	quantity_e4 INTEGER NOT NULL,
	unit_price_minor INTEGER NOT NULL,
	discount_percent_e4 INTEGER,
	discount_minor INTEGER NOT NULL,
	discount_reason TEXT NOT NULL,
	tax_class TEXT NOT NULL,
	tax_minor INTEGER NOT NULL,
	total_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	revenue_gl TEXT NOT NULL,
	charge_id TEXT,
	claim_line_id TEXT,
	authorization_id TEXT,
	stock_item_id TEXT,
	practitioner_id TEXT,
	cost_center_id TEXT,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX invoice_line_invoice ON invoice_line (invoice_id)
;;
CREATE TABLE journal_entry (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value INTEGER NOT NULL,
	period_date TEXT NOT NULL,
	fiscal_period TEXT NOT NULL,
	entry_type TEXT NOT NULL,
	source_module TEXT NOT NULL,
	source_type TEXT NOT NULL,
	source_id TEXT NOT NULL,
	reference TEXT NOT NULL,
	description TEXT NOT NULL,
	currency TEXT NOT NULL,
	line_count INTEGER NOT NULL,
	reverses_entry_id TEXT,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX journal_entry_date ON journal_entry (business_date)
;;
CREATE INDEX journal_entry_source ON journal_entry (source_id)
;;
CREATE TABLE journal_line (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	entry_id TEXT NOT NULL,
	line_no INTEGER NOT NULL,
	gl_code TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	business_date TEXT NOT NULL,
	period_date TEXT NOT NULL,
	description TEXT NOT NULL,
	account_id TEXT,
	invoice_id TEXT,
	payer_id TEXT,
	shift_id TEXT,
	deposit_id TEXT,
	cost_center_id TEXT,
	practitioner_id TEXT,
	reference_type TEXT,
	reference_id TEXT,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT journal_line_moves_money CHECK (amount_minor <> 0)
)
 STRICT
;;
CREATE INDEX journal_line_account ON journal_line (account_id) WHERE account_id IS NOT NULL
;;
CREATE INDEX journal_line_entry ON journal_line (entry_id)
;;
CREATE INDEX journal_line_gl ON journal_line (gl_code, period_date)
;;
CREATE INDEX journal_line_invoice ON journal_line (invoice_id) WHERE invoice_id IS NOT NULL
;;
CREATE INDEX journal_line_shift ON journal_line (shift_id) WHERE shift_id IS NOT NULL
;;
CREATE TABLE not_collected (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	account_id TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	shift_id TEXT,
	reason_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT not_collected_is_money CHECK (amount_minor > 0)
)
 STRICT
;;
CREATE INDEX not_collected_account ON not_collected (account_id)
;;
CREATE TABLE number_pattern (
	kind TEXT NOT NULL,
	pattern TEXT NOT NULL,
	PRIMARY KEY (kind)
)
 STRICT
;;
CREATE TABLE number_series (
	kind TEXT NOT NULL,
	series TEXT NOT NULL,
	next_value INTEGER NOT NULL,
	PRIMARY KEY (kind, series)
)
 STRICT
;;
CREATE TABLE organization (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	legal_name TEXT NOT NULL,
	tax_id TEXT NOT NULL,
	currency TEXT NOT NULL,
	locale TEXT NOT NULL,
	demo INTEGER NOT NULL,
	address_1 TEXT NOT NULL,
	address_2 TEXT NOT NULL,
	city TEXT NOT NULL,
	region TEXT NOT NULL,
	postal_code TEXT NOT NULL,
	country TEXT NOT NULL,
	phone TEXT NOT NULL,
	email TEXT NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE parked_form (
	payment_id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	amount_text TEXT NOT NULL,
	given_text TEXT NOT NULL,
	typed TEXT NOT NULL,
	user_id TEXT NOT NULL,
	at TEXT NOT NULL,
	PRIMARY KEY (payment_id)
)
 STRICT
;;
CREATE TABLE patient (
	id TEXT NOT NULL,
	family_name TEXT NOT NULL,
	given_names TEXT NOT NULL,
	prefix TEXT NOT NULL,
	suffix TEXT NOT NULL,
	preferred_name TEXT NOT NULL,
	name_order TEXT NOT NULL,
	birth_date TEXT,
	death_date TEXT,
	sex TEXT NOT NULL,
	phone TEXT NOT NULL,
	mobile TEXT NOT NULL,
	email TEXT NOT NULL,
	address_1 TEXT NOT NULL,
	address_2 TEXT NOT NULL,
	city TEXT NOT NULL,
	region TEXT NOT NULL,
	postal_code TEXT NOT NULL,
	country TEXT NOT NULL,
	language TEXT NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE payer (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	payer_type TEXT NOT NULL,
	billing_address TEXT NOT NULL,
	phone TEXT NOT NULL,
	email TEXT NOT NULL,
	submission TEXT NOT NULL,
	claim_format TEXT NOT NULL,
	terms_days INTEGER NOT NULL,
	active INTEGER NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE payment (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	number TEXT NOT NULL,
	account_id TEXT NOT NULL,
	payer_id TEXT,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	source TEXT NOT NULL,
	channel TEXT NOT NULL,
	payer_name TEXT NOT NULL,
	purpose TEXT NOT NULL,
	shift_id TEXT,
	received_by TEXT NOT NULL,
	notes TEXT NOT NULL,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT payment_is_money CHECK (amount_minor > 0)
)
 STRICT
;;
CREATE INDEX payment_account ON payment (account_id, at)
;;
CREATE INDEX payment_at ON payment (at)
;;
CREATE INDEX payment_day ON payment (business_date)
;;
CREATE INDEX payment_number ON payment (number)
;;
CREATE INDEX payment_shift ON payment (shift_id)
;;
CREATE INDEX payment_station ON payment (station_id, at)
;;
CREATE TABLE payment_joined (
	account_id TEXT NOT NULL,
	payment_id TEXT NOT NULL,
	PRIMARY KEY (account_id, payment_id)
)
 STRICT
;;
CREATE INDEX payment_joined_payment ON payment_joined (payment_id)
;;
CREATE TABLE payment_state (
	payment_id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	status TEXT NOT NULL,
	corrected INTEGER NOT NULL,
	unapplied_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	shift_id TEXT,
	business_date TEXT NOT NULL,
	PRIMARY KEY (payment_id)
)
 STRICT
;;
CREATE INDEX payment_state_unapplied ON payment_state (account_id) WHERE unapplied_minor > 0
;;
CREATE TABLE payment_void (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	payment_id TEXT NOT NULL,
	shift_id TEXT,
	amount_minor INTEGER NOT NULL,
	cash_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	reason_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	approval_id TEXT,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT payment_void_is_money CHECK (amount_minor > 0 AND cash_minor >= 0)
)
 STRICT
;;
CREATE INDEX payment_void_payment ON payment_void (payment_id)
;;
CREATE TABLE pin_verifier (
	user_id TEXT NOT NULL,
	verifier TEXT NOT NULL,
	failures INTEGER NOT NULL,
	last_failure_at TEXT,
	set_at TEXT NOT NULL,
	PRIMARY KEY (user_id)
)
 STRICT
;;
CREATE TABLE print_job (
	id TEXT NOT NULL,
	doc_kind TEXT NOT NULL,
	doc_id TEXT NOT NULL,
	copy_no INTEGER NOT NULL,
	printer TEXT NOT NULL,
	state TEXT NOT NULL,
	error TEXT NOT NULL,
	bytes_sha BLOB,
	made_by TEXT NOT NULL,
	at TEXT NOT NULL,
	why TEXT NOT NULL,
	title TEXT NOT NULL,
	content BLOB,
	tries INTEGER NOT NULL,
	since TEXT NOT NULL,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE INDEX print_job_doc ON print_job (doc_id)
;;
CREATE INDEX print_job_state ON print_job (state)
;;
CREATE TABLE printer (
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	address TEXT NOT NULL,
	columns INTEGER NOT NULL,
	code_table TEXT NOT NULL,
	cutter INTEGER NOT NULL,
	drawer_pin INTEGER NOT NULL,
	pulse_ms INTEGER NOT NULL,
	answers TEXT NOT NULL,
	condition TEXT NOT NULL,
	PRIMARY KEY (name)
)
 STRICT
;;
CREATE TABLE reason (
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	digit INTEGER NOT NULL,
	words TEXT NOT NULL,
	gl_code TEXT NOT NULL,
	active INTEGER NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE receipt (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value INTEGER NOT NULL,
	payment_id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	snapshot TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX receipt_payment ON receipt (payment_id)
;;
CREATE TABLE receipt_revision (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	receipt_id TEXT NOT NULL,
	payment_id TEXT NOT NULL,
	action_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	revision_no INTEGER NOT NULL,
	reason_id TEXT NOT NULL,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	snapshot TEXT NOT NULL,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT receipt_revision_counts CHECK (revision_no > 0)
)
 STRICT
;;
CREATE INDEX receipt_revision_payment ON receipt_revision (payment_id)
;;
CREATE INDEX receipt_revision_receipt ON receipt_revision (receipt_id, revision_no)
;;
CREATE TABLE recovery_code (
	one INTEGER NOT NULL,
	verifier TEXT NOT NULL,
	failures INTEGER NOT NULL,
	last_failure_at TEXT,
	set_at TEXT NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE role (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	permissions TEXT NOT NULL,
	system INTEGER NOT NULL,
	active INTEGER NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE search_key (
	"key" TEXT NOT NULL,
	kind TEXT NOT NULL,
	entity_id TEXT NOT NULL,
	account_id TEXT NOT NULL,
	shown TEXT NOT NULL,
	PRIMARY KEY ("key", kind, entity_id)
)
 STRICT
;;
CREATE INDEX search_key_account ON search_key (account_id)
;;
CREATE TABLE search_name (
	"row" INTEGER NOT NULL,
	account_id TEXT NOT NULL,
	folded TEXT NOT NULL,
	filed TEXT NOT NULL,
	PRIMARY KEY ("row")
)
 STRICT
;;
CREATE UNIQUE INDEX search_name_account ON search_name (account_id)
;;
CREATE INDEX search_name_filed ON search_name (filed, account_id)
;;
CREATE TABLE service (
	id TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	price_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	tax_class TEXT NOT NULL,
	revenue_gl TEXT NOT NULL,
	unit TEXT NOT NULL,
	active INTEGER NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE INDEX service_code ON service (code)
;;
CREATE TABLE setting (
	id TEXT NOT NULL,
	"key" TEXT NOT NULL,
	value TEXT NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE shift (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value INTEGER NOT NULL,
	drawer_id TEXT NOT NULL,
	user_id TEXT NOT NULL,
	currency TEXT NOT NULL,
	count_id TEXT NOT NULL,
	float_minor INTEGER NOT NULL,
	note TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE TABLE shift_balance (
	shift_id TEXT NOT NULL,
	gl_code TEXT NOT NULL,
	currency TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	PRIMARY KEY (shift_id, gl_code, currency)
)
 STRICT
;;
CREATE TABLE shift_close (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	shift_id TEXT NOT NULL,
	count_id TEXT NOT NULL,
	first_count_id TEXT NOT NULL,
	currency TEXT NOT NULL,
	counted_minor INTEGER NOT NULL,
	expected_minor INTEGER NOT NULL,
	difference_minor INTEGER NOT NULL,
	check_count INTEGER,
	check_total_minor INTEGER,
	check_count_expected INTEGER NOT NULL,
	check_total_expected_minor INTEGER NOT NULL,
	reason_id TEXT,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	approval_from_minor INTEGER NOT NULL,
	approval_id TEXT,
	closed_how TEXT NOT NULL,
	next_shift_id TEXT,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT shift_close_differs CHECK (difference_minor = counted_minor - expected_minor)
)
 STRICT
;;
CREATE INDEX shift_close_shift ON shift_close (shift_id)
;;
CREATE TABLE shift_reveal (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	shift_id TEXT NOT NULL,
	count_id TEXT NOT NULL,
	currency TEXT NOT NULL,
	expected_minor INTEGER NOT NULL,
	difference_minor INTEGER NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE INDEX shift_reveal_shift ON shift_reveal (shift_id)
;;
CREATE TABLE shift_state (
	shift_id TEXT NOT NULL,
	drawer_id TEXT NOT NULL,
	user_id TEXT NOT NULL,
	station_id TEXT NOT NULL,
	state TEXT NOT NULL,
	business_date TEXT NOT NULL,
	opened_at TEXT NOT NULL,
	counted_at TEXT,
	closed_at TEXT,
	PRIMARY KEY (shift_id)
)
 STRICT
;;
CREATE INDEX shift_state_drawer ON shift_state (drawer_id, state)
;;
CREATE INDEX shift_state_user ON shift_state (user_id, state)
;;
CREATE TABLE sign_in (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	user_id TEXT NOT NULL,
	outcome TEXT NOT NULL,
	PRIMARY KEY (id, content_hash)
)
 STRICT
;;
CREATE TABLE site (
	id TEXT NOT NULL,
	name TEXT NOT NULL,
	time_zone TEXT NOT NULL,
	cutoff TEXT NOT NULL,
	address_1 TEXT NOT NULL,
	address_2 TEXT NOT NULL,
	city TEXT NOT NULL,
	region TEXT NOT NULL,
	postal_code TEXT NOT NULL,
	country TEXT NOT NULL,
	phone TEXT NOT NULL,
	email TEXT NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE station (
	id TEXT NOT NULL,
	site_id TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	active INTEGER NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE TABLE station_log (
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
	PRIMARY KEY (station, incarnation, seq)
)
 STRICT
;;
CREATE INDEX station_log_at ON station_log (at)
;;
CREATE TABLE stream (
	incarnation TEXT NOT NULL,
	ordinal INTEGER NOT NULL,
	prefix TEXT NOT NULL,
	started_at TEXT NOT NULL,
	why TEXT NOT NULL,
	current INTEGER NOT NULL,
	PRIMARY KEY (incarnation)
)
 STRICT
;;
CREATE TABLE tax_rate (
	id TEXT NOT NULL,
	tax_class TEXT NOT NULL,
	name TEXT NOT NULL,
	rate_e4 INTEGER NOT NULL,
	valid_from TEXT NOT NULL,
	stamp INTEGER NOT NULL,
	edit_id TEXT NOT NULL,
	clocks TEXT NOT NULL,
	extra TEXT,
	PRIMARY KEY (id)
)
 STRICT
;;
CREATE INDEX tax_rate_class ON tax_rate (tax_class, valid_from)
;;
CREATE TABLE tender (
	id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	at TEXT NOT NULL,
	business_date TEXT NOT NULL,
	station_id TEXT NOT NULL,
	made_by TEXT NOT NULL,
	payment_id TEXT NOT NULL,
	leg_no INTEGER NOT NULL,
	method TEXT NOT NULL,
	kind TEXT NOT NULL,
	gl_code TEXT NOT NULL,
	amount_minor INTEGER NOT NULL,
	currency TEXT NOT NULL,
	given_minor INTEGER,
	change_minor INTEGER,
	rounding_minor INTEGER,
	shift_id TEXT,
	reference TEXT NOT NULL,
	bank TEXT NOT NULL,
	check_number TEXT NOT NULL,
	card_last4 TEXT NOT NULL,
	card_brand TEXT NOT NULL,
	wallet TEXT NOT NULL,
	gateway TEXT NOT NULL,
	gateway_transaction_id TEXT NOT NULL,
	corrects_id TEXT,
	reason_id TEXT,
	reason TEXT NOT NULL,
	PRIMARY KEY (id, content_hash),
	CONSTRAINT tender_is_money CHECK (amount_minor > 0)
)
 STRICT
;;
CREATE INDEX tender_check ON tender (check_number) WHERE check_number != ''
;;
CREATE INDEX tender_corrects ON tender (corrects_id) WHERE corrects_id IS NOT NULL
;;
CREATE INDEX tender_payment ON tender (payment_id)
;;
CREATE TABLE tender_type (
	id TEXT NOT NULL,
	method TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	gl_code TEXT NOT NULL,
	required TEXT NOT NULL,
	opens_drawer INTEGER NOT NULL,
	in_deposit INTEGER NOT NULL,
	refunded_by TEXT NOT NULL,
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
CREATE TABLE this_station (
	one INTEGER NOT NULL,
	organization_id TEXT NOT NULL,
	site_id TEXT NOT NULL,
	station_id TEXT NOT NULL,
	station_code TEXT NOT NULL,
	database_id TEXT NOT NULL,
	demo INTEGER NOT NULL,
	PRIMARY KEY (one)
)
 STRICT
;;
CREATE TABLE uncounted (
	fact_table TEXT NOT NULL,
	fact_id TEXT NOT NULL,
	content_hash BLOB NOT NULL,
	why TEXT NOT NULL,
	PRIMARY KEY (fact_table, fact_id, content_hash)
)
 STRICT
;;
CREATE TRIGGER account_no_delete BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT, 'a row of account is kept for ever'); END
;;
CREATE TRIGGER account_field_no_delete BEFORE DELETE ON account_field BEGIN SELECT RAISE(ABORT, 'a row of account_field is kept for ever'); END
;;
CREATE TRIGGER account_field_value_no_delete BEFORE DELETE ON account_field_value BEGIN SELECT RAISE(ABORT, 'a row of account_field_value is kept for ever'); END
;;
CREATE TRIGGER account_flag_no_delete BEFORE DELETE ON account_flag BEGIN SELECT RAISE(ABORT, 'a row of account_flag is kept for ever'); END
;;
CREATE TRIGGER allocation_no_change BEFORE UPDATE ON allocation BEGIN SELECT RAISE(ABORT, 'a row of allocation is posted and never changes'); END
;;
CREATE TRIGGER allocation_no_delete BEFORE DELETE ON allocation BEGIN SELECT RAISE(ABORT, 'a row of allocation is posted and never deleted'); END
;;
CREATE VIEW allocation_counted AS SELECT * FROM allocation AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'allocation' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER app_user_no_delete BEFORE DELETE ON app_user BEGIN SELECT RAISE(ABORT, 'a row of app_user is kept for ever'); END
;;
CREATE TRIGGER approval_no_change BEFORE UPDATE ON approval BEGIN SELECT RAISE(ABORT, 'a row of approval is posted and never changes'); END
;;
CREATE TRIGGER approval_no_delete BEFORE DELETE ON approval BEGIN SELECT RAISE(ABORT, 'a row of approval is posted and never deleted'); END
;;
CREATE VIEW approval_counted AS SELECT * FROM approval AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'approval' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER cash_count_no_change BEFORE UPDATE ON cash_count BEGIN SELECT RAISE(ABORT, 'a row of cash_count is posted and never changes'); END
;;
CREATE TRIGGER cash_count_no_delete BEFORE DELETE ON cash_count BEGIN SELECT RAISE(ABORT, 'a row of cash_count is posted and never deleted'); END
;;
CREATE VIEW cash_count_counted AS SELECT * FROM cash_count AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'cash_count' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER cash_count_line_no_change BEFORE UPDATE ON cash_count_line BEGIN SELECT RAISE(ABORT, 'a row of cash_count_line is posted and never changes'); END
;;
CREATE TRIGGER cash_count_line_no_delete BEFORE DELETE ON cash_count_line BEGIN SELECT RAISE(ABORT, 'a row of cash_count_line is posted and never deleted'); END
;;
CREATE VIEW cash_count_line_counted AS SELECT * FROM cash_count_line AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'cash_count_line' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER cash_movement_no_change BEFORE UPDATE ON cash_movement BEGIN SELECT RAISE(ABORT, 'a row of cash_movement is posted and never changes'); END
;;
CREATE TRIGGER cash_movement_no_delete BEFORE DELETE ON cash_movement BEGIN SELECT RAISE(ABORT, 'a row of cash_movement is posted and never deleted'); END
;;
CREATE VIEW cash_movement_counted AS SELECT * FROM cash_movement AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'cash_movement' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER drawer_no_delete BEFORE DELETE ON drawer BEGIN SELECT RAISE(ABORT, 'a row of drawer is kept for ever'); END
;;
CREATE TRIGGER drawer_opening_no_change BEFORE UPDATE ON drawer_opening BEGIN SELECT RAISE(ABORT, 'a row of drawer_opening is posted and never changes'); END
;;
CREATE TRIGGER drawer_opening_no_delete BEFORE DELETE ON drawer_opening BEGIN SELECT RAISE(ABORT, 'a row of drawer_opening is posted and never deleted'); END
;;
CREATE VIEW drawer_opening_counted AS SELECT * FROM drawer_opening AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'drawer_opening' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER drawer_report_no_change BEFORE UPDATE ON drawer_report BEGIN SELECT RAISE(ABORT, 'a row of drawer_report is posted and never changes'); END
;;
CREATE TRIGGER drawer_report_no_delete BEFORE DELETE ON drawer_report BEGIN SELECT RAISE(ABORT, 'a row of drawer_report is posted and never deleted'); END
;;
CREATE VIEW drawer_report_counted AS SELECT * FROM drawer_report AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'drawer_report' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER external_id_no_delete BEFORE DELETE ON external_id BEGIN SELECT RAISE(ABORT, 'a row of external_id is kept for ever'); END
;;
CREATE TRIGGER gl_account_no_delete BEFORE DELETE ON gl_account BEGIN SELECT RAISE(ABORT, 'a row of gl_account is kept for ever'); END
;;
CREATE TRIGGER guarantor_no_delete BEFORE DELETE ON guarantor BEGIN SELECT RAISE(ABORT, 'a row of guarantor is kept for ever'); END
;;
CREATE TRIGGER invoice_no_change BEFORE UPDATE ON invoice BEGIN SELECT RAISE(ABORT, 'a row of invoice is posted and never changes'); END
;;
CREATE TRIGGER invoice_no_delete BEFORE DELETE ON invoice BEGIN SELECT RAISE(ABORT, 'a row of invoice is posted and never deleted'); END
;;
CREATE VIEW invoice_counted AS SELECT * FROM invoice AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'invoice' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER invoice_cancellation_no_change BEFORE UPDATE ON invoice_cancellation BEGIN SELECT RAISE(ABORT, 'a row of invoice_cancellation is posted and never changes'); END
;;
CREATE TRIGGER invoice_cancellation_no_delete BEFORE DELETE ON invoice_cancellation BEGIN SELECT RAISE(ABORT, 'a row of invoice_cancellation is posted and never deleted'); END
;;
CREATE VIEW invoice_cancellation_counted AS SELECT * FROM invoice_cancellation AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'invoice_cancellation' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER invoice_draft_no_delete BEFORE DELETE ON invoice_draft BEGIN SELECT RAISE(ABORT, 'a row of invoice_draft is kept for ever'); END
;;
CREATE TRIGGER invoice_line_no_change BEFORE UPDATE ON invoice_line BEGIN SELECT RAISE(ABORT, 'a row of invoice_line is posted and never changes'); END
;;
CREATE TRIGGER invoice_line_no_delete BEFORE DELETE ON invoice_line BEGIN SELECT RAISE(ABORT, 'a row of invoice_line is posted and never deleted'); END
;;
CREATE VIEW invoice_line_counted AS SELECT * FROM invoice_line AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'invoice_line' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER journal_entry_no_change BEFORE UPDATE ON journal_entry BEGIN SELECT RAISE(ABORT, 'a row of journal_entry is posted and never changes'); END
;;
CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry BEGIN SELECT RAISE(ABORT, 'a row of journal_entry is posted and never deleted'); END
;;
CREATE VIEW journal_entry_counted AS SELECT * FROM journal_entry AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'journal_entry' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER journal_entry_balances BEFORE INSERT ON journal_entry WHEN (SELECT count(*) < 2 OR count(*) <> NEW.line_count OR sum(amount_minor) <> 0 OR min(currency) <> NEW.currency OR max(currency) <> NEW.currency FROM journal_line WHERE entry_id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a journal entry must balance'); END
;;
CREATE TRIGGER journal_line_no_change BEFORE UPDATE ON journal_line BEGIN SELECT RAISE(ABORT, 'a row of journal_line is posted and never changes'); END
;;
CREATE TRIGGER journal_line_no_delete BEFORE DELETE ON journal_line BEGIN SELECT RAISE(ABORT, 'a row of journal_line is posted and never deleted'); END
;;
CREATE VIEW journal_line_counted AS SELECT * FROM journal_line AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'journal_line' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER journal_line_before_its_entry BEFORE INSERT ON journal_line WHEN EXISTS (SELECT 1 FROM journal_entry WHERE id = NEW.entry_id) AND NOT EXISTS (SELECT 1 FROM journal_line WHERE id = NEW.id AND content_hash = NEW.content_hash) BEGIN SELECT RAISE(ABORT, 'a posted journal entry takes no more lines'); END
;;
CREATE TRIGGER not_collected_no_change BEFORE UPDATE ON not_collected BEGIN SELECT RAISE(ABORT, 'a row of not_collected is posted and never changes'); END
;;
CREATE TRIGGER not_collected_no_delete BEFORE DELETE ON not_collected BEGIN SELECT RAISE(ABORT, 'a row of not_collected is posted and never deleted'); END
;;
CREATE VIEW not_collected_counted AS SELECT * FROM not_collected AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'not_collected' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER organization_no_delete BEFORE DELETE ON organization BEGIN SELECT RAISE(ABORT, 'a row of organization is kept for ever'); END
;;
CREATE TRIGGER patient_no_delete BEFORE DELETE ON patient BEGIN SELECT RAISE(ABORT, 'a row of patient is kept for ever'); END
;;
CREATE TRIGGER payer_no_delete BEFORE DELETE ON payer BEGIN SELECT RAISE(ABORT, 'a row of payer is kept for ever'); END
;;
CREATE TRIGGER payment_no_change BEFORE UPDATE ON payment BEGIN SELECT RAISE(ABORT, 'a row of payment is posted and never changes'); END
;;
CREATE TRIGGER payment_no_delete BEFORE DELETE ON payment BEGIN SELECT RAISE(ABORT, 'a row of payment is posted and never deleted'); END
;;
CREATE VIEW payment_counted AS SELECT * FROM payment AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'payment' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER payment_void_no_change BEFORE UPDATE ON payment_void BEGIN SELECT RAISE(ABORT, 'a row of payment_void is posted and never changes'); END
;;
CREATE TRIGGER payment_void_no_delete BEFORE DELETE ON payment_void BEGIN SELECT RAISE(ABORT, 'a row of payment_void is posted and never deleted'); END
;;
CREATE VIEW payment_void_counted AS SELECT * FROM payment_void AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'payment_void' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER reason_no_delete BEFORE DELETE ON reason BEGIN SELECT RAISE(ABORT, 'a row of reason is kept for ever'); END
;;
CREATE TRIGGER receipt_no_change BEFORE UPDATE ON receipt BEGIN SELECT RAISE(ABORT, 'a row of receipt is posted and never changes'); END
;;
CREATE TRIGGER receipt_no_delete BEFORE DELETE ON receipt BEGIN SELECT RAISE(ABORT, 'a row of receipt is posted and never deleted'); END
;;
CREATE VIEW receipt_counted AS SELECT * FROM receipt AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'receipt' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER receipt_revision_no_change BEFORE UPDATE ON receipt_revision BEGIN SELECT RAISE(ABORT, 'a row of receipt_revision is posted and never changes'); END
;;
CREATE TRIGGER receipt_revision_no_delete BEFORE DELETE ON receipt_revision BEGIN SELECT RAISE(ABORT, 'a row of receipt_revision is posted and never deleted'); END
;;
CREATE VIEW receipt_revision_counted AS SELECT * FROM receipt_revision AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'receipt_revision' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER role_no_delete BEFORE DELETE ON role BEGIN SELECT RAISE(ABORT, 'a row of role is kept for ever'); END
;;
CREATE VIRTUAL TABLE search_word USING fts5(folded, content='', contentless_delete=1, prefix='1 2 3', tokenize="unicode61 remove_diacritics 0")
;;
CREATE TRIGGER service_no_delete BEFORE DELETE ON service BEGIN SELECT RAISE(ABORT, 'a row of service is kept for ever'); END
;;
CREATE TRIGGER setting_no_delete BEFORE DELETE ON setting BEGIN SELECT RAISE(ABORT, 'a row of setting is kept for ever'); END
;;
CREATE TRIGGER shift_no_change BEFORE UPDATE ON shift BEGIN SELECT RAISE(ABORT, 'a row of shift is posted and never changes'); END
;;
CREATE TRIGGER shift_no_delete BEFORE DELETE ON shift BEGIN SELECT RAISE(ABORT, 'a row of shift is posted and never deleted'); END
;;
CREATE VIEW shift_counted AS SELECT * FROM shift AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'shift' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER shift_close_no_change BEFORE UPDATE ON shift_close BEGIN SELECT RAISE(ABORT, 'a row of shift_close is posted and never changes'); END
;;
CREATE TRIGGER shift_close_no_delete BEFORE DELETE ON shift_close BEGIN SELECT RAISE(ABORT, 'a row of shift_close is posted and never deleted'); END
;;
CREATE VIEW shift_close_counted AS SELECT * FROM shift_close AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'shift_close' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER shift_reveal_no_change BEFORE UPDATE ON shift_reveal BEGIN SELECT RAISE(ABORT, 'a row of shift_reveal is posted and never changes'); END
;;
CREATE TRIGGER shift_reveal_no_delete BEFORE DELETE ON shift_reveal BEGIN SELECT RAISE(ABORT, 'a row of shift_reveal is posted and never deleted'); END
;;
CREATE VIEW shift_reveal_counted AS SELECT * FROM shift_reveal AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'shift_reveal' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER sign_in_no_change BEFORE UPDATE ON sign_in BEGIN SELECT RAISE(ABORT, 'a row of sign_in is posted and never changes'); END
;;
CREATE TRIGGER sign_in_no_delete BEFORE DELETE ON sign_in BEGIN SELECT RAISE(ABORT, 'a row of sign_in is posted and never deleted'); END
;;
CREATE VIEW sign_in_counted AS SELECT * FROM sign_in AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'sign_in' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER site_no_delete BEFORE DELETE ON site BEGIN SELECT RAISE(ABORT, 'a row of site is kept for ever'); END
;;
CREATE TRIGGER station_no_delete BEFORE DELETE ON station BEGIN SELECT RAISE(ABORT, 'a row of station is kept for ever'); END
;;
CREATE TRIGGER station_log_no_change BEFORE UPDATE ON station_log BEGIN SELECT RAISE(ABORT, 'the station log is never changed'); END
;;
CREATE TRIGGER station_log_no_delete BEFORE DELETE ON station_log BEGIN SELECT RAISE(ABORT, 'the station log is never changed'); END
;;
CREATE TRIGGER tax_rate_no_delete BEFORE DELETE ON tax_rate BEGIN SELECT RAISE(ABORT, 'a row of tax_rate is kept for ever'); END
;;
CREATE TRIGGER tender_no_change BEFORE UPDATE ON tender BEGIN SELECT RAISE(ABORT, 'a row of tender is posted and never changes'); END
;;
CREATE TRIGGER tender_no_delete BEFORE DELETE ON tender BEGIN SELECT RAISE(ABORT, 'a row of tender is posted and never deleted'); END
;;
CREATE VIEW tender_counted AS SELECT * FROM tender AS f WHERE NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'tender' AND u.fact_id = f.id AND u.content_hash = f.content_hash)
;;
CREATE TRIGGER tender_type_no_delete BEFORE DELETE ON tender_type BEGIN SELECT RAISE(ABORT, 'a row of tender_type is kept for ever'); END
;;
