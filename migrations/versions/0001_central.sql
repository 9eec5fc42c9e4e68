CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a row of % is posted and never changes', TG_TABLE_NAME USING ERRCODE = 'P0409'; END $$
;;
CREATE TABLE account (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	number TEXT,
	number_series TEXT,
	number_value BIGINT,
	patient_id UUID,
	currency TEXT,
	status TEXT,
	credit_limit_minor BIGINT,
	guarantor_id UUID,
	guarantor_relationship TEXT,
	payment_plan_id UUID,
	collection_status TEXT,
	agency_id UUID,
	sent_to_collections_on DATE,
	notes TEXT,
	number__stamp BIGINT,
	number__edit UUID,
	number_series__stamp BIGINT,
	number_series__edit UUID,
	number_value__stamp BIGINT,
	number_value__edit UUID,
	patient_id__stamp BIGINT,
	patient_id__edit UUID,
	currency__stamp BIGINT,
	currency__edit UUID,
	status__stamp BIGINT,
	status__edit UUID,
	credit_limit_minor__stamp BIGINT,
	credit_limit_minor__edit UUID,
	guarantor_id__stamp BIGINT,
	guarantor_id__edit UUID,
	guarantor_relationship__stamp BIGINT,
	guarantor_relationship__edit UUID,
	payment_plan_id__stamp BIGINT,
	payment_plan_id__edit UUID,
	collection_status__stamp BIGINT,
	collection_status__edit UUID,
	agency_id__stamp BIGINT,
	agency_id__edit UUID,
	sent_to_collections_on__stamp BIGINT,
	sent_to_collections_on__edit UUID,
	notes__stamp BIGINT,
	notes__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE account IS 'One patient''s account with the practice'
;;
COMMENT ON COLUMN account.status IS 'active, suspended, collections, closed, deceased'
;;
COMMENT ON COLUMN account.guarantor_relationship IS 'self, spouse, parent, child, other'
;;
COMMENT ON COLUMN account.number__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account.number__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account.number_series__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account.number_series__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account.number_value__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account.number_value__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account.patient_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account.patient_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account.currency__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account.currency__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account.status__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account.status__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account.credit_limit_minor__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account.credit_limit_minor__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account.guarantor_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account.guarantor_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account.guarantor_relationship__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account.guarantor_relationship__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account.payment_plan_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account.payment_plan_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account.collection_status__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account.collection_status__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account.agency_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account.agency_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account.sent_to_collections_on__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account.sent_to_collections_on__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account.notes__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account.notes__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account.extra IS 'fields this version does not know'
;;
CREATE TABLE account_field (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	name TEXT,
	kind TEXT,
	choices TEXT,
	position BIGINT,
	active BOOLEAN,
	name__stamp BIGINT,
	name__edit UUID,
	kind__stamp BIGINT,
	kind__edit UUID,
	choices__stamp BIGINT,
	choices__edit UUID,
	position__stamp BIGINT,
	position__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE account_field IS 'A field of the practice''s own'
;;
COMMENT ON COLUMN account_field.kind IS 'text, number, date, choice'
;;
COMMENT ON COLUMN account_field.choices IS 'one a line'
;;
COMMENT ON COLUMN account_field.name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account_field.name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account_field.kind__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account_field.kind__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account_field.choices__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account_field.choices__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account_field.position__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account_field.position__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account_field.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account_field.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account_field.extra IS 'fields this version does not know'
;;
CREATE TABLE account_field_value (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	account_id UUID,
	field_id UUID,
	value TEXT,
	account_id__stamp BIGINT,
	account_id__edit UUID,
	field_id__stamp BIGINT,
	field_id__edit UUID,
	value__stamp BIGINT,
	value__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE account_field_value IS 'What an account says in a field of the practice''s own'
;;
COMMENT ON COLUMN account_field_value.value IS 'dates as 2026-11-20, numbers as 12.5'
;;
COMMENT ON COLUMN account_field_value.account_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account_field_value.account_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account_field_value.field_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account_field_value.field_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account_field_value.value__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account_field_value.value__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account_field_value.extra IS 'fields this version does not know'
;;
CREATE TABLE account_flag (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	account_id UUID,
	kind TEXT,
	words TEXT,
	active BOOLEAN,
	account_id__stamp BIGINT,
	account_id__edit UUID,
	kind__stamp BIGINT,
	kind__edit UUID,
	words__stamp BIGINT,
	words__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE account_flag IS 'A mark on an account for everybody who serves it'
;;
COMMENT ON COLUMN account_flag.kind IS 'no_checks, cash_only, check_identity, bad_address, note'
;;
COMMENT ON COLUMN account_flag.words IS 'what somebody added'
;;
COMMENT ON COLUMN account_flag.account_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account_flag.account_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account_flag.kind__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account_flag.kind__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account_flag.words__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account_flag.words__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account_flag.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN account_flag.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN account_flag.extra IS 'fields this version does not know'
;;
CREATE TABLE allocation (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	payment_id UUID NOT NULL,
	invoice_id UUID NOT NULL,
	account_id UUID NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	purpose TEXT NOT NULL,
	action_id UUID NOT NULL,
	reverses_id UUID,
	notes TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE allocation IS 'How much of a payment goes to which invoice'
;;
COMMENT ON COLUMN allocation.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN allocation.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN allocation.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN allocation.station_id IS 'where it was made'
;;
COMMENT ON COLUMN allocation.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN allocation.purpose IS 'balance, copay, deductible, coinsurance, prepayment, other'
;;
COMMENT ON COLUMN allocation.action_id IS 'the command that made it: the payment''s own, or a later one'
;;
COMMENT ON COLUMN allocation.reverses_id IS 'the allocation this one takes back'
;;
COMMENT ON COLUMN allocation.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN allocation.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN allocation.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN allocation.received_at IS 'when the centre stored it'
;;
CREATE TABLE app_user (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	number TEXT,
	name TEXT,
	role_id UUID,
	active BOOLEAN,
	number__stamp BIGINT,
	number__edit UUID,
	name__stamp BIGINT,
	name__edit UUID,
	role_id__stamp BIGINT,
	role_id__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE app_user IS 'A person who signs in'
;;
COMMENT ON COLUMN app_user.number IS 'badge or staff number'
;;
COMMENT ON COLUMN app_user.number__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN app_user.number__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN app_user.name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN app_user.name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN app_user.role_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN app_user.role_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN app_user.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN app_user.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN app_user.extra IS 'fields this version does not know'
;;
CREATE TABLE approval (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	for_command UUID NOT NULL,
	key TEXT NOT NULL,
	requested_by UUID NOT NULL,
	words TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE approval IS 'A second person agreed to one command of somebody else'
;;
COMMENT ON COLUMN approval.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN approval.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN approval.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN approval.station_id IS 'where it was made'
;;
COMMENT ON COLUMN approval.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN approval.for_command IS 'the one command it is good for'
;;
COMMENT ON COLUMN approval.key IS 'what was asked, with its amount'
;;
COMMENT ON COLUMN approval.requested_by IS 'never the one who approves'
;;
COMMENT ON COLUMN approval.words IS 'what the approver read'
;;
COMMENT ON COLUMN approval.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN approval.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN approval.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN approval.received_at IS 'when the centre stored it'
;;
CREATE TABLE cash_count (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	kind TEXT NOT NULL,
	shift_id UUID,
	currency TEXT NOT NULL,
	total_minor BIGINT NOT NULL,
	check_count BIGINT,
	check_total_minor BIGINT,
	note TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE cash_count IS 'Cash counted by hand; the counts of a shift that ends are sealed'
;;
COMMENT ON COLUMN cash_count.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN cash_count.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN cash_count.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN cash_count.station_id IS 'where it was made'
;;
COMMENT ON COLUMN cash_count.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN cash_count.kind IS 'opening, closing, recount, incoming, incoming_again, safe'
;;
COMMENT ON COLUMN cash_count.check_count IS 'checks in the drawer, where they were counted'
;;
COMMENT ON COLUMN cash_count.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN cash_count.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN cash_count.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN cash_count.received_at IS 'when the centre stored it'
;;
CREATE TABLE cash_count_line (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	count_id UUID NOT NULL,
	denomination_minor BIGINT NOT NULL,
	quantity BIGINT NOT NULL,
	currency TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT cash_count_line_counts CHECK (quantity >= 0 AND denomination_minor > 0)
)
;;
COMMENT ON TABLE cash_count_line IS 'So many notes or coins of one kind'
;;
COMMENT ON COLUMN cash_count_line.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN cash_count_line.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN cash_count_line.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN cash_count_line.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN cash_count_line.received_at IS 'when the centre stored it'
;;
CREATE TABLE cash_movement (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value BIGINT NOT NULL,
	kind TEXT NOT NULL,
	shift_id UUID,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	gl_code TEXT NOT NULL,
	reason_id UUID,
	reason TEXT NOT NULL,
	reference TEXT NOT NULL,
	note TEXT NOT NULL,
	reverses_id UUID,
	approval_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE cash_movement IS 'Cash that moved for another reason than a payment'
;;
COMMENT ON COLUMN cash_movement.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN cash_movement.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN cash_movement.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN cash_movement.station_id IS 'where it was made'
;;
COMMENT ON COLUMN cash_movement.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN cash_movement.number IS 'empty for a float and the safe, which stand on other papers'
;;
COMMENT ON COLUMN cash_movement.kind IS 'float, safe_opening, paid_in, paid_out, drop'
;;
COMMENT ON COLUMN cash_movement.amount_minor IS 'into the drawer positive; into the safe positive for safe_opening'
;;
COMMENT ON COLUMN cash_movement.gl_code IS 'the other side'
;;
COMMENT ON COLUMN cash_movement.reason IS 'in the words of then'
;;
COMMENT ON COLUMN cash_movement.reference IS 'bag or slip number'
;;
COMMENT ON COLUMN cash_movement.reverses_id IS 'the movement this one takes back'
;;
COMMENT ON COLUMN cash_movement.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN cash_movement.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN cash_movement.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN cash_movement.received_at IS 'when the centre stored it'
;;
CREATE TABLE drawer (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	name TEXT,
	station_id UUID,
	currency TEXT,
	active BOOLEAN,
	name__stamp BIGINT,
	name__edit UUID,
	station_id__stamp BIGINT,
	station_id__edit UUID,
	currency__stamp BIGINT,
	currency__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE drawer IS 'A cash drawer'
;;
COMMENT ON COLUMN drawer.station_id IS 'where it stands'
;;
COMMENT ON COLUMN drawer.name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN drawer.name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN drawer.station_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN drawer.station_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN drawer.currency__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN drawer.currency__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN drawer.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN drawer.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN drawer.extra IS 'fields this version does not know'
;;
CREATE TABLE drawer_opening (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	drawer_id UUID NOT NULL,
	shift_id UUID NOT NULL,
	reason_id UUID NOT NULL,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE drawer_opening IS 'A drawer opened without a sale'
;;
COMMENT ON COLUMN drawer_opening.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN drawer_opening.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN drawer_opening.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN drawer_opening.station_id IS 'where it was made'
;;
COMMENT ON COLUMN drawer_opening.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN drawer_opening.reason IS 'in the words of then'
;;
COMMENT ON COLUMN drawer_opening.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN drawer_opening.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN drawer_opening.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN drawer_opening.received_at IS 'when the centre stored it'
;;
CREATE TABLE drawer_report (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	kind TEXT NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value BIGINT NOT NULL,
	shift_id UUID NOT NULL,
	with_cash BOOLEAN NOT NULL,
	approval_id UUID,
	currency TEXT NOT NULL,
	taken_minor BIGINT,
	grand_total_minor BIGINT,
	previous_id UUID,
	snapshot TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE drawer_report IS 'An X or Z report as it was made'
;;
COMMENT ON COLUMN drawer_report.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN drawer_report.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN drawer_report.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN drawer_report.station_id IS 'where it was made'
;;
COMMENT ON COLUMN drawer_report.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN drawer_report.kind IS 'x, z'
;;
COMMENT ON COLUMN drawer_report.with_cash IS 'whether the sums of cash stand on it'
;;
COMMENT ON COLUMN drawer_report.taken_minor IS 'received in the shift less what was made void; only on a Z'
;;
COMMENT ON COLUMN drawer_report.grand_total_minor IS 'of all shifts closed here so far; only on a Z'
;;
COMMENT ON COLUMN drawer_report.previous_id IS 'the Z before it at this station'
;;
COMMENT ON COLUMN drawer_report.snapshot IS 'what it says, as JSON; every paper and screen shows exactly this'
;;
COMMENT ON COLUMN drawer_report.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN drawer_report.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN drawer_report.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN drawer_report.received_at IS 'when the centre stored it'
;;
CREATE TABLE external_id (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	entity_kind TEXT,
	entity_id UUID,
	system TEXT,
	value TEXT,
	active BOOLEAN,
	entity_kind__stamp BIGINT,
	entity_kind__edit UUID,
	entity_id__stamp BIGINT,
	entity_id__edit UUID,
	system__stamp BIGINT,
	system__edit UUID,
	value__stamp BIGINT,
	value__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE external_id IS 'Names of the same thing in other systems'
;;
COMMENT ON COLUMN external_id.entity_kind IS 'patient, account, invoice'
;;
COMMENT ON COLUMN external_id.system IS 'which other program'
;;
COMMENT ON COLUMN external_id.value IS 'what it calls the entity'
;;
COMMENT ON COLUMN external_id.entity_kind__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN external_id.entity_kind__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN external_id.entity_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN external_id.entity_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN external_id.system__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN external_id.system__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN external_id.value__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN external_id.value__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN external_id.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN external_id.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN external_id.extra IS 'fields this version does not know'
;;
CREATE TABLE gl_account (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	code TEXT,
	name TEXT,
	gl_type TEXT,
	subtype TEXT,
	parent_code TEXT,
	normal_balance TEXT,
	system BOOLEAN,
	active BOOLEAN,
	description TEXT,
	code__stamp BIGINT,
	code__edit UUID,
	name__stamp BIGINT,
	name__edit UUID,
	gl_type__stamp BIGINT,
	gl_type__edit UUID,
	subtype__stamp BIGINT,
	subtype__edit UUID,
	parent_code__stamp BIGINT,
	parent_code__edit UUID,
	normal_balance__stamp BIGINT,
	normal_balance__edit UUID,
	system__stamp BIGINT,
	system__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	description__stamp BIGINT,
	description__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE gl_account IS 'The chart of accounts'
;;
COMMENT ON COLUMN gl_account.gl_type IS 'asset, contra_asset, liability, contra_liability, equity, revenue …'
;;
COMMENT ON COLUMN gl_account.normal_balance IS 'debit or credit'
;;
COMMENT ON COLUMN gl_account.system IS 'the program posts to it by itself'
;;
COMMENT ON COLUMN gl_account.code__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gl_account.code__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gl_account.name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gl_account.name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gl_account.gl_type__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gl_account.gl_type__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gl_account.subtype__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gl_account.subtype__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gl_account.parent_code__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gl_account.parent_code__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gl_account.normal_balance__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gl_account.normal_balance__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gl_account.system__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gl_account.system__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gl_account.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gl_account.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gl_account.description__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gl_account.description__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gl_account.extra IS 'fields this version does not know'
;;
CREATE TABLE guarantor (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	family_name TEXT,
	given_names TEXT,
	prefix TEXT,
	suffix TEXT,
	preferred_name TEXT,
	name_order TEXT,
	birth_date DATE,
	death_date DATE,
	sex TEXT,
	phone TEXT,
	mobile TEXT,
	email TEXT,
	address_1 TEXT,
	address_2 TEXT,
	city TEXT,
	region TEXT,
	postal_code TEXT,
	country TEXT,
	language TEXT,
	family_name__stamp BIGINT,
	family_name__edit UUID,
	given_names__stamp BIGINT,
	given_names__edit UUID,
	prefix__stamp BIGINT,
	prefix__edit UUID,
	suffix__stamp BIGINT,
	suffix__edit UUID,
	preferred_name__stamp BIGINT,
	preferred_name__edit UUID,
	name_order__stamp BIGINT,
	name_order__edit UUID,
	birth_date__stamp BIGINT,
	birth_date__edit UUID,
	death_date__stamp BIGINT,
	death_date__edit UUID,
	sex__stamp BIGINT,
	sex__edit UUID,
	phone__stamp BIGINT,
	phone__edit UUID,
	mobile__stamp BIGINT,
	mobile__edit UUID,
	email__stamp BIGINT,
	email__edit UUID,
	address_1__stamp BIGINT,
	address_1__edit UUID,
	address_2__stamp BIGINT,
	address_2__edit UUID,
	city__stamp BIGINT,
	city__edit UUID,
	region__stamp BIGINT,
	region__edit UUID,
	postal_code__stamp BIGINT,
	postal_code__edit UUID,
	country__stamp BIGINT,
	country__edit UUID,
	language__stamp BIGINT,
	language__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE guarantor IS 'Who pays for a patient'
;;
COMMENT ON COLUMN guarantor.name_order IS 'given_first or family_first'
;;
COMMENT ON COLUMN guarantor.language IS 'what the patient reads'
;;
COMMENT ON COLUMN guarantor.family_name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.family_name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.given_names__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.given_names__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.prefix__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.prefix__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.suffix__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.suffix__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.preferred_name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.preferred_name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.name_order__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.name_order__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.birth_date__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.birth_date__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.death_date__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.death_date__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.sex__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.sex__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.phone__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.phone__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.mobile__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.mobile__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.email__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.email__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.address_1__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.address_1__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.address_2__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.address_2__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.city__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.city__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.region__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.region__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.postal_code__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.postal_code__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.country__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.country__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.language__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN guarantor.language__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN guarantor.extra IS 'fields this version does not know'
;;
CREATE TABLE invoice (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value BIGINT NOT NULL,
	invoice_type TEXT NOT NULL,
	account_id UUID NOT NULL,
	patient_id UUID NOT NULL,
	payer_id UUID NOT NULL,
	currency TEXT NOT NULL,
	invoice_date DATE NOT NULL,
	due_date DATE NOT NULL,
	service_from DATE,
	service_to DATE,
	encounter_ids TEXT NOT NULL,
	subtotal_minor BIGINT NOT NULL,
	discount_minor BIGINT NOT NULL,
	adjustment_minor BIGINT NOT NULL,
	tax_minor BIGINT NOT NULL,
	total_minor BIGINT NOT NULL,
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
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE invoice IS 'The bill as it was issued; what is paid and due follows from the ledger'
;;
COMMENT ON COLUMN invoice.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN invoice.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN invoice.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN invoice.station_id IS 'where it was made'
;;
COMMENT ON COLUMN invoice.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN invoice.invoice_type IS 'patient, insurance, self_pay, institutional'
;;
COMMENT ON COLUMN invoice.encounter_ids IS 'ids separated by spaces'
;;
COMMENT ON COLUMN invoice.template IS 'patient, detailed, summary, institutional'
;;
COMMENT ON COLUMN invoice.generated_by IS 'person, billing_run, import'
;;
COMMENT ON COLUMN invoice.reference IS 'an old system''s number'
;;
COMMENT ON COLUMN invoice.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN invoice.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN invoice.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN invoice.received_at IS 'when the centre stored it'
;;
CREATE TABLE invoice_cancellation (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	invoice_id UUID NOT NULL,
	account_id UUID NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	reason_id UUID NOT NULL,
	reason TEXT NOT NULL,
	notes TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE invoice_cancellation IS 'An issued invoice taken back by the opposite entry'
;;
COMMENT ON COLUMN invoice_cancellation.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN invoice_cancellation.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN invoice_cancellation.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN invoice_cancellation.station_id IS 'where it was made'
;;
COMMENT ON COLUMN invoice_cancellation.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN invoice_cancellation.amount_minor IS 'the total that is owed no more'
;;
COMMENT ON COLUMN invoice_cancellation.reason IS 'as the list said it then'
;;
COMMENT ON COLUMN invoice_cancellation.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN invoice_cancellation.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN invoice_cancellation.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN invoice_cancellation.received_at IS 'when the centre stored it'
;;
CREATE TABLE invoice_draft (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	account_id UUID,
	invoice_type TEXT,
	currency TEXT,
	due_date DATE,
	notes TEXT,
	lines TEXT,
	state TEXT,
	saved_by UUID,
	saved_on DATE,
	account_id__stamp BIGINT,
	account_id__edit UUID,
	invoice_type__stamp BIGINT,
	invoice_type__edit UUID,
	currency__stamp BIGINT,
	currency__edit UUID,
	due_date__stamp BIGINT,
	due_date__edit UUID,
	notes__stamp BIGINT,
	notes__edit UUID,
	lines__stamp BIGINT,
	lines__edit UUID,
	state__stamp BIGINT,
	state__edit UUID,
	saved_by__stamp BIGINT,
	saved_by__edit UUID,
	saved_on__stamp BIGINT,
	saved_on__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE invoice_draft IS 'Charges that are being written; its id becomes the invoice''s'
;;
COMMENT ON COLUMN invoice_draft.invoice_type IS 'patient, self_pay'
;;
COMMENT ON COLUMN invoice_draft.lines IS 'JSON list of the lines; they are edited together'
;;
COMMENT ON COLUMN invoice_draft.state IS 'open, issued, discarded'
;;
COMMENT ON COLUMN invoice_draft.saved_on IS 'the business date of the last saving'
;;
COMMENT ON COLUMN invoice_draft.account_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN invoice_draft.account_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN invoice_draft.invoice_type__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN invoice_draft.invoice_type__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN invoice_draft.currency__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN invoice_draft.currency__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN invoice_draft.due_date__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN invoice_draft.due_date__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN invoice_draft.notes__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN invoice_draft.notes__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN invoice_draft.lines__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN invoice_draft.lines__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN invoice_draft.state__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN invoice_draft.state__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN invoice_draft.saved_by__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN invoice_draft.saved_by__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN invoice_draft.saved_on__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN invoice_draft.saved_on__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN invoice_draft.extra IS 'fields this version does not know'
;;
CREATE TABLE invoice_line (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	invoice_id UUID NOT NULL,
	line_no BIGINT NOT NULL,
	line_number TEXT NOT NULL,
	service_date DATE,
	encounter_id UUID,
	code TEXT NOT NULL,
	modifiers TEXT NOT NULL,
	diagnosis_codes TEXT NOT NULL,
	description TEXT NOT NULL,
	quantity_e4 BIGINT NOT NULL,
	unit_price_minor BIGINT NOT NULL,
	discount_percent_e4 BIGINT,
	discount_minor BIGINT NOT NULL,
	discount_reason TEXT NOT NULL,
	tax_class TEXT NOT NULL,
	tax_minor BIGINT NOT NULL,
	total_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	revenue_gl TEXT NOT NULL,
	charge_id UUID,
	claim_line_id UUID,
	authorization_id UUID,
	stock_item_id UUID,
	practitioner_id UUID,
	cost_center_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE invoice_line IS 'One row of an issued invoice'
;;
COMMENT ON COLUMN invoice_line.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN invoice_line.line_number IS 'the invoice''s number with the line''s'
;;
COMMENT ON COLUMN invoice_line.quantity_e4 IS 'units in ten-thousandths'
;;
COMMENT ON COLUMN invoice_line.discount_percent_e4 IS 'percent in ten-thousandths, where the discount was a percentage'
;;
COMMENT ON COLUMN invoice_line.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN invoice_line.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN invoice_line.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN invoice_line.received_at IS 'when the centre stored it'
;;
CREATE TABLE journal_entry (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value BIGINT NOT NULL,
	period_date DATE NOT NULL,
	fiscal_period TEXT NOT NULL,
	entry_type TEXT NOT NULL,
	source_module TEXT NOT NULL,
	source_type TEXT NOT NULL,
	source_id UUID NOT NULL,
	reference TEXT NOT NULL,
	description TEXT NOT NULL,
	currency TEXT NOT NULL,
	line_count BIGINT NOT NULL,
	reverses_entry_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE journal_entry IS 'A balanced double entry; posted when it is written, void when reversed'
;;
COMMENT ON COLUMN journal_entry.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN journal_entry.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN journal_entry.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN journal_entry.station_id IS 'where it was made'
;;
COMMENT ON COLUMN journal_entry.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN journal_entry.fiscal_period IS '2026-11'
;;
COMMENT ON COLUMN journal_entry.entry_type IS 'standard, adjusting, closing, reversing, opening'
;;
COMMENT ON COLUMN journal_entry.source_module IS 'billing, payroll, inventory, manual'
;;
COMMENT ON COLUMN journal_entry.source_type IS 'invoice, payment, shift, count …'
;;
COMMENT ON COLUMN journal_entry.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN journal_entry.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN journal_entry.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN journal_entry.received_at IS 'when the centre stored it'
;;
CREATE TABLE journal_line (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	entry_id UUID NOT NULL,
	line_no BIGINT NOT NULL,
	gl_code TEXT NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	business_date DATE NOT NULL,
	period_date DATE NOT NULL,
	description TEXT NOT NULL,
	account_id UUID,
	invoice_id UUID,
	payer_id UUID,
	shift_id UUID,
	deposit_id UUID,
	cost_center_id UUID,
	practitioner_id UUID,
	reference_type TEXT,
	reference_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT journal_line_moves_money CHECK (amount_minor <> 0)
)
;;
COMMENT ON TABLE journal_line IS 'One signed amount on one GL account'
;;
COMMENT ON COLUMN journal_line.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN journal_line.amount_minor IS 'debit positive, credit negative'
;;
COMMENT ON COLUMN journal_line.period_date IS 'the day reports book it to; later than business_date when that was closed'
;;
COMMENT ON COLUMN journal_line.reference_type IS 'claim_line, payment, invoice_line'
;;
COMMENT ON COLUMN journal_line.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN journal_line.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN journal_line.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN journal_line.received_at IS 'when the centre stored it'
;;
CREATE TABLE not_collected (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	account_id UUID NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	shift_id UUID,
	reason_id UUID NOT NULL,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT not_collected_is_money CHECK (amount_minor > 0)
)
;;
COMMENT ON TABLE not_collected IS 'Money that was asked for and not given'
;;
COMMENT ON COLUMN not_collected.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN not_collected.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN not_collected.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN not_collected.station_id IS 'where it was made'
;;
COMMENT ON COLUMN not_collected.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN not_collected.amount_minor IS 'what was asked for'
;;
COMMENT ON COLUMN not_collected.reason IS 'in the words of then'
;;
COMMENT ON COLUMN not_collected.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN not_collected.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN not_collected.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN not_collected.received_at IS 'when the centre stored it'
;;
CREATE TABLE organization (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	name TEXT,
	legal_name TEXT,
	tax_id TEXT,
	currency TEXT,
	locale TEXT,
	demo BOOLEAN,
	address_1 TEXT,
	address_2 TEXT,
	city TEXT,
	region TEXT,
	postal_code TEXT,
	country TEXT,
	phone TEXT,
	email TEXT,
	name__stamp BIGINT,
	name__edit UUID,
	legal_name__stamp BIGINT,
	legal_name__edit UUID,
	tax_id__stamp BIGINT,
	tax_id__edit UUID,
	currency__stamp BIGINT,
	currency__edit UUID,
	locale__stamp BIGINT,
	locale__edit UUID,
	demo__stamp BIGINT,
	demo__edit UUID,
	address_1__stamp BIGINT,
	address_1__edit UUID,
	address_2__stamp BIGINT,
	address_2__edit UUID,
	city__stamp BIGINT,
	city__edit UUID,
	region__stamp BIGINT,
	region__edit UUID,
	postal_code__stamp BIGINT,
	postal_code__edit UUID,
	country__stamp BIGINT,
	country__edit UUID,
	phone__stamp BIGINT,
	phone__edit UUID,
	email__stamp BIGINT,
	email__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE organization IS 'The legal practice'
;;
COMMENT ON COLUMN organization.currency IS 'ISO 4217'
;;
COMMENT ON COLUMN organization.locale IS 'such as en_US'
;;
COMMENT ON COLUMN organization.demo IS 'a practice to try things on'
;;
COMMENT ON COLUMN organization.country IS 'ISO 3166-1 alpha-2'
;;
COMMENT ON COLUMN organization.name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN organization.name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN organization.legal_name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN organization.legal_name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN organization.tax_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN organization.tax_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN organization.currency__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN organization.currency__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN organization.locale__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN organization.locale__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN organization.demo__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN organization.demo__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN organization.address_1__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN organization.address_1__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN organization.address_2__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN organization.address_2__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN organization.city__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN organization.city__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN organization.region__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN organization.region__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN organization.postal_code__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN organization.postal_code__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN organization.country__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN organization.country__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN organization.phone__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN organization.phone__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN organization.email__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN organization.email__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN organization.extra IS 'fields this version does not know'
;;
CREATE TABLE patient (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	family_name TEXT,
	given_names TEXT,
	prefix TEXT,
	suffix TEXT,
	preferred_name TEXT,
	name_order TEXT,
	birth_date DATE,
	death_date DATE,
	sex TEXT,
	phone TEXT,
	mobile TEXT,
	email TEXT,
	address_1 TEXT,
	address_2 TEXT,
	city TEXT,
	region TEXT,
	postal_code TEXT,
	country TEXT,
	language TEXT,
	family_name__stamp BIGINT,
	family_name__edit UUID,
	given_names__stamp BIGINT,
	given_names__edit UUID,
	prefix__stamp BIGINT,
	prefix__edit UUID,
	suffix__stamp BIGINT,
	suffix__edit UUID,
	preferred_name__stamp BIGINT,
	preferred_name__edit UUID,
	name_order__stamp BIGINT,
	name_order__edit UUID,
	birth_date__stamp BIGINT,
	birth_date__edit UUID,
	death_date__stamp BIGINT,
	death_date__edit UUID,
	sex__stamp BIGINT,
	sex__edit UUID,
	phone__stamp BIGINT,
	phone__edit UUID,
	mobile__stamp BIGINT,
	mobile__edit UUID,
	email__stamp BIGINT,
	email__edit UUID,
	address_1__stamp BIGINT,
	address_1__edit UUID,
	address_2__stamp BIGINT,
	address_2__edit UUID,
	city__stamp BIGINT,
	city__edit UUID,
	region__stamp BIGINT,
	region__edit UUID,
	postal_code__stamp BIGINT,
	postal_code__edit UUID,
	country__stamp BIGINT,
	country__edit UUID,
	language__stamp BIGINT,
	language__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE patient IS 'Who is treated'
;;
COMMENT ON COLUMN patient.name_order IS 'given_first or family_first'
;;
COMMENT ON COLUMN patient.language IS 'what the patient reads'
;;
COMMENT ON COLUMN patient.family_name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.family_name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.given_names__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.given_names__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.prefix__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.prefix__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.suffix__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.suffix__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.preferred_name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.preferred_name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.name_order__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.name_order__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.birth_date__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.birth_date__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.death_date__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.death_date__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.sex__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.sex__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.phone__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.phone__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.mobile__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.mobile__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.email__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.email__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.address_1__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.address_1__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.address_2__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.address_2__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.city__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.city__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.region__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.region__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.postal_code__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.postal_code__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.country__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.country__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.language__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN patient.language__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN patient.extra IS 'fields this version does not know'
;;
CREATE TABLE payer (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	name TEXT,
	payer_type TEXT,
	billing_address TEXT,
	phone TEXT,
	email TEXT,
	submission TEXT,
	claim_format TEXT,
	terms_days BIGINT,
	active BOOLEAN,
	name__stamp BIGINT,
	name__edit UUID,
	payer_type__stamp BIGINT,
	payer_type__edit UUID,
	billing_address__stamp BIGINT,
	billing_address__edit UUID,
	phone__stamp BIGINT,
	phone__edit UUID,
	email__stamp BIGINT,
	email__edit UUID,
	submission__stamp BIGINT,
	submission__edit UUID,
	claim_format__stamp BIGINT,
	claim_format__edit UUID,
	terms_days__stamp BIGINT,
	terms_days__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE payer IS 'An insurer or programme; “Private pay” stands for the patient'
;;
COMMENT ON COLUMN payer.payer_type IS 'medicaid, medicare, private_insurance, private_pay, mco'
;;
COMMENT ON COLUMN payer.submission IS 'electronic, paper, portal'
;;
COMMENT ON COLUMN payer.name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN payer.name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN payer.payer_type__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN payer.payer_type__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN payer.billing_address__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN payer.billing_address__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN payer.phone__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN payer.phone__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN payer.email__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN payer.email__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN payer.submission__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN payer.submission__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN payer.claim_format__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN payer.claim_format__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN payer.terms_days__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN payer.terms_days__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN payer.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN payer.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN payer.extra IS 'fields this version does not know'
;;
CREATE TABLE payment (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	number TEXT NOT NULL,
	account_id UUID NOT NULL,
	payer_id UUID,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	source TEXT NOT NULL,
	channel TEXT NOT NULL,
	payer_name TEXT NOT NULL,
	purpose TEXT NOT NULL,
	shift_id UUID,
	received_by UUID NOT NULL,
	notes TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT payment_is_money CHECK (amount_minor > 0)
)
;;
COMMENT ON TABLE payment IS 'Money received; its tenders and allocations explain it'
;;
COMMENT ON COLUMN payment.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN payment.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN payment.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN payment.station_id IS 'where it was made'
;;
COMMENT ON COLUMN payment.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN payment.number IS 'the number of its first receipt'
;;
COMMENT ON COLUMN payment.source IS 'patient, guarantor, insurance_primary …'
;;
COMMENT ON COLUMN payment.channel IS 'counter, mail, online'
;;
COMMENT ON COLUMN payment.purpose IS 'balance, copay, deductible …'
;;
COMMENT ON COLUMN payment.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN payment.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN payment.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN payment.received_at IS 'when the centre stored it'
;;
CREATE TABLE payment_void (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	payment_id UUID NOT NULL,
	shift_id UUID,
	amount_minor BIGINT NOT NULL,
	cash_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	reason_id UUID NOT NULL,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	approval_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT payment_void_is_money CHECK (amount_minor > 0 AND cash_minor >= 0)
)
;;
COMMENT ON TABLE payment_void IS 'A payment undone whole'
;;
COMMENT ON COLUMN payment_void.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN payment_void.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN payment_void.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN payment_void.station_id IS 'where it was made'
;;
COMMENT ON COLUMN payment_void.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN payment_void.shift_id IS 'the shift it was taken in, whose drawer gives the cash back'
;;
COMMENT ON COLUMN payment_void.amount_minor IS 'what the payment was'
;;
COMMENT ON COLUMN payment_void.cash_minor IS 'cash that goes back'
;;
COMMENT ON COLUMN payment_void.reason IS 'in the words of then'
;;
COMMENT ON COLUMN payment_void.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN payment_void.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN payment_void.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN payment_void.received_at IS 'when the centre stored it'
;;
CREATE TABLE reason (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	kind TEXT,
	digit BIGINT,
	words TEXT,
	gl_code TEXT,
	active BOOLEAN,
	kind__stamp BIGINT,
	kind__edit UUID,
	digit__stamp BIGINT,
	digit__edit UUID,
	words__stamp BIGINT,
	words__edit UUID,
	gl_code__stamp BIGINT,
	gl_code__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE reason IS 'Why cash moved, a drawer opened or something was taken back: one list for each kind'
;;
COMMENT ON COLUMN reason.kind IS 'paid_in, paid_out, no_sale, over_short, void, correction …'
;;
COMMENT ON COLUMN reason.digit IS '1 to 9: the key that picks it'
;;
COMMENT ON COLUMN reason.words IS 'as the practice says it'
;;
COMMENT ON COLUMN reason.gl_code IS 'what it is booked to, or empty'
;;
COMMENT ON COLUMN reason.kind__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN reason.kind__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN reason.digit__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN reason.digit__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN reason.words__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN reason.words__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN reason.gl_code__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN reason.gl_code__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN reason.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN reason.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN reason.extra IS 'fields this version does not know'
;;
CREATE TABLE receipt (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value BIGINT NOT NULL,
	payment_id UUID NOT NULL,
	account_id UUID NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	snapshot TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE receipt IS 'The receipt as it was when the money was taken'
;;
COMMENT ON COLUMN receipt.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN receipt.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN receipt.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN receipt.station_id IS 'where it was made'
;;
COMMENT ON COLUMN receipt.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN receipt.amount_minor IS 'what this receipt is for: the payment, or its part'
;;
COMMENT ON COLUMN receipt.snapshot IS 'what it says, as JSON; every paper and screen shows exactly this'
;;
COMMENT ON COLUMN receipt.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN receipt.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN receipt.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN receipt.received_at IS 'when the centre stored it'
;;
CREATE TABLE receipt_revision (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	receipt_id UUID NOT NULL,
	payment_id UUID NOT NULL,
	action_id UUID NOT NULL,
	kind TEXT NOT NULL,
	revision_no BIGINT NOT NULL,
	reason_id UUID NOT NULL,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	snapshot TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT receipt_revision_counts CHECK (revision_no > 0)
)
;;
COMMENT ON TABLE receipt_revision IS 'A receipt made again because its payment was corrected or undone'
;;
COMMENT ON COLUMN receipt_revision.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN receipt_revision.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN receipt_revision.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN receipt_revision.station_id IS 'where it was made'
;;
COMMENT ON COLUMN receipt_revision.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN receipt_revision.action_id IS 'the void, the right tender or the re-allocation it follows'
;;
COMMENT ON COLUMN receipt_revision.kind IS 'corrected, void, reallocated'
;;
COMMENT ON COLUMN receipt_revision.reason IS 'in the words of then'
;;
COMMENT ON COLUMN receipt_revision.snapshot IS 'what the receipt says now, as JSON'
;;
COMMENT ON COLUMN receipt_revision.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN receipt_revision.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN receipt_revision.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN receipt_revision.received_at IS 'when the centre stored it'
;;
CREATE TABLE role (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	name TEXT,
	permissions TEXT,
	system BOOLEAN,
	active BOOLEAN,
	name__stamp BIGINT,
	name__edit UUID,
	permissions__stamp BIGINT,
	permissions__edit UUID,
	system__stamp BIGINT,
	system__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE role IS 'What a group of users may do'
;;
COMMENT ON COLUMN role.permissions IS 'names of permissions, separated by spaces'
;;
COMMENT ON COLUMN role.system IS 'a preset'
;;
COMMENT ON COLUMN role.name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN role.name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN role.permissions__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN role.permissions__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN role.system__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN role.system__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN role.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN role.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN role.extra IS 'fields this version does not know'
;;
CREATE TABLE service (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	code TEXT,
	name TEXT,
	price_minor BIGINT,
	currency TEXT,
	tax_class TEXT,
	revenue_gl TEXT,
	unit TEXT,
	active BOOLEAN,
	code__stamp BIGINT,
	code__edit UUID,
	name__stamp BIGINT,
	name__edit UUID,
	price_minor__stamp BIGINT,
	price_minor__edit UUID,
	currency__stamp BIGINT,
	currency__edit UUID,
	tax_class__stamp BIGINT,
	tax_class__edit UUID,
	revenue_gl__stamp BIGINT,
	revenue_gl__edit UUID,
	unit__stamp BIGINT,
	unit__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE service IS 'What is charged for, with its price'
;;
COMMENT ON COLUMN service.code IS 'as it stands on invoices, in capitals'
;;
COMMENT ON COLUMN service.tax_class IS 'exempt, or a class of tax_rate'
;;
COMMENT ON COLUMN service.revenue_gl IS 'what it earns is booked to'
;;
COMMENT ON COLUMN service.unit IS 'visit, hour, 15_min, day, item'
;;
COMMENT ON COLUMN service.code__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN service.code__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN service.name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN service.name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN service.price_minor__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN service.price_minor__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN service.currency__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN service.currency__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN service.tax_class__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN service.tax_class__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN service.revenue_gl__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN service.revenue_gl__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN service.unit__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN service.unit__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN service.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN service.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN service.extra IS 'fields this version does not know'
;;
CREATE TABLE setting (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	key TEXT,
	value TEXT,
	key__stamp BIGINT,
	key__edit UUID,
	value__stamp BIGINT,
	value__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE setting IS 'Settings that differ from their default'
;;
COMMENT ON COLUMN setting.value IS 'text as the setting''s kind reads it; empty means the default'
;;
COMMENT ON COLUMN setting.key__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN setting.key__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN setting.value__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN setting.value__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN setting.extra IS 'fields this version does not know'
;;
CREATE TABLE shift (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	number TEXT NOT NULL,
	number_series TEXT NOT NULL,
	number_value BIGINT NOT NULL,
	drawer_id UUID NOT NULL,
	user_id UUID NOT NULL,
	currency TEXT NOT NULL,
	count_id UUID NOT NULL,
	float_minor BIGINT NOT NULL,
	note TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE shift IS 'The opening of one person''s responsibility for one drawer'
;;
COMMENT ON COLUMN shift.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN shift.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN shift.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN shift.station_id IS 'where it was made'
;;
COMMENT ON COLUMN shift.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN shift.user_id IS 'the one person who answers for it'
;;
COMMENT ON COLUMN shift.count_id IS 'the opening count'
;;
COMMENT ON COLUMN shift.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN shift.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN shift.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN shift.received_at IS 'when the centre stored it'
;;
CREATE TABLE shift_close (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	shift_id UUID NOT NULL,
	count_id UUID NOT NULL,
	first_count_id UUID NOT NULL,
	currency TEXT NOT NULL,
	counted_minor BIGINT NOT NULL,
	expected_minor BIGINT NOT NULL,
	difference_minor BIGINT NOT NULL,
	check_count BIGINT,
	check_total_minor BIGINT,
	check_count_expected BIGINT NOT NULL,
	check_total_expected_minor BIGINT NOT NULL,
	reason_id UUID,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	approval_from_minor BIGINT NOT NULL,
	approval_id UUID,
	closed_how TEXT NOT NULL,
	next_shift_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT shift_close_differs CHECK (difference_minor = counted_minor - expected_minor)
)
;;
COMMENT ON TABLE shift_close IS 'The end of a shift: its cash left the drawer, its difference is booked'
;;
COMMENT ON COLUMN shift_close.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN shift_close.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN shift_close.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN shift_close.station_id IS 'where it was made'
;;
COMMENT ON COLUMN shift_close.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN shift_close.count_id IS 'the count that rules'
;;
COMMENT ON COLUMN shift_close.counted_minor IS 'what goes into the safe'
;;
COMMENT ON COLUMN shift_close.difference_minor IS 'counted less expected'
;;
COMMENT ON COLUMN shift_close.check_count IS 'checks counted'
;;
COMMENT ON COLUMN shift_close.reason IS 'in the words of then'
;;
COMMENT ON COLUMN shift_close.approval_from_minor IS 'from which difference on an approval was needed'
;;
COMMENT ON COLUMN shift_close.closed_how IS 'close, hand_over'
;;
COMMENT ON COLUMN shift_close.next_shift_id IS 'the shift that took the drawer over'
;;
COMMENT ON COLUMN shift_close.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN shift_close.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN shift_close.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN shift_close.received_at IS 'when the centre stored it'
;;
CREATE TABLE shift_reveal (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	shift_id UUID NOT NULL,
	count_id UUID NOT NULL,
	currency TEXT NOT NULL,
	expected_minor BIGINT NOT NULL,
	difference_minor BIGINT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE shift_reveal IS 'A difference was shown: the shift is not counted again'
;;
COMMENT ON COLUMN shift_reveal.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN shift_reveal.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN shift_reveal.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN shift_reveal.station_id IS 'where it was made'
;;
COMMENT ON COLUMN shift_reveal.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN shift_reveal.count_id IS 'the count it was shown against'
;;
COMMENT ON COLUMN shift_reveal.difference_minor IS 'counted less expected, as it was shown'
;;
COMMENT ON COLUMN shift_reveal.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN shift_reveal.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN shift_reveal.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN shift_reveal.received_at IS 'when the centre stored it'
;;
CREATE TABLE sign_in (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	user_id UUID NOT NULL,
	outcome TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE sign_in IS 'Every sign-in, sign-out and failure'
;;
COMMENT ON COLUMN sign_in.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN sign_in.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN sign_in.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN sign_in.station_id IS 'where it was made'
;;
COMMENT ON COLUMN sign_in.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN sign_in.outcome IS 'signed_in, wrong_pin, dead, signed_out, recovered'
;;
COMMENT ON COLUMN sign_in.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN sign_in.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN sign_in.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN sign_in.received_at IS 'when the centre stored it'
;;
CREATE TABLE site (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	name TEXT,
	time_zone TEXT,
	cutoff TEXT,
	address_1 TEXT,
	address_2 TEXT,
	city TEXT,
	region TEXT,
	postal_code TEXT,
	country TEXT,
	phone TEXT,
	email TEXT,
	name__stamp BIGINT,
	name__edit UUID,
	time_zone__stamp BIGINT,
	time_zone__edit UUID,
	cutoff__stamp BIGINT,
	cutoff__edit UUID,
	address_1__stamp BIGINT,
	address_1__edit UUID,
	address_2__stamp BIGINT,
	address_2__edit UUID,
	city__stamp BIGINT,
	city__edit UUID,
	region__stamp BIGINT,
	region__edit UUID,
	postal_code__stamp BIGINT,
	postal_code__edit UUID,
	country__stamp BIGINT,
	country__edit UUID,
	phone__stamp BIGINT,
	phone__edit UUID,
	email__stamp BIGINT,
	email__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE site IS 'One place of the practice'
;;
COMMENT ON COLUMN site.time_zone IS 'IANA name'
;;
COMMENT ON COLUMN site.cutoff IS 'local time HH:MM when a new business day begins'
;;
COMMENT ON COLUMN site.country IS 'ISO 3166-1 alpha-2'
;;
COMMENT ON COLUMN site.name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN site.name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN site.time_zone__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN site.time_zone__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN site.cutoff__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN site.cutoff__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN site.address_1__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN site.address_1__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN site.address_2__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN site.address_2__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN site.city__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN site.city__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN site.region__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN site.region__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN site.postal_code__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN site.postal_code__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN site.country__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN site.country__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN site.phone__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN site.phone__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN site.email__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN site.email__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN site.extra IS 'fields this version does not know'
;;
CREATE TABLE station (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	site_id UUID,
	code TEXT,
	name TEXT,
	active BOOLEAN,
	site_id__stamp BIGINT,
	site_id__edit UUID,
	code__stamp BIGINT,
	code__edit UUID,
	name__stamp BIGINT,
	name__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE station IS 'One installed copy of the program'
;;
COMMENT ON COLUMN station.code IS 'W1, the stem of its numbers'
;;
COMMENT ON COLUMN station.site_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN station.site_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN station.code__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN station.code__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN station.name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN station.name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN station.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN station.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN station.extra IS 'fields this version does not know'
;;
CREATE TABLE tax_rate (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	tax_class TEXT,
	name TEXT,
	rate_e4 BIGINT,
	valid_from DATE,
	tax_class__stamp BIGINT,
	tax_class__edit UUID,
	name__stamp BIGINT,
	name__edit UUID,
	rate_e4__stamp BIGINT,
	rate_e4__edit UUID,
	valid_from__stamp BIGINT,
	valid_from__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE tax_rate IS 'The rate of a tax class from a day on, until its next one'
;;
COMMENT ON COLUMN tax_rate.name IS 'as it stands on invoices'
;;
COMMENT ON COLUMN tax_rate.rate_e4 IS 'percent in ten-thousandths'
;;
COMMENT ON COLUMN tax_rate.tax_class__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN tax_rate.tax_class__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN tax_rate.name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN tax_rate.name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN tax_rate.rate_e4__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN tax_rate.rate_e4__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN tax_rate.valid_from__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN tax_rate.valid_from__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN tax_rate.extra IS 'fields this version does not know'
;;
CREATE TABLE tender (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	payment_id UUID NOT NULL,
	leg_no BIGINT NOT NULL,
	method TEXT NOT NULL,
	kind TEXT NOT NULL,
	gl_code TEXT NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	given_minor BIGINT,
	change_minor BIGINT,
	rounding_minor BIGINT,
	shift_id UUID,
	reference TEXT NOT NULL,
	bank TEXT NOT NULL,
	check_number TEXT NOT NULL,
	card_last4 TEXT NOT NULL,
	card_brand TEXT NOT NULL,
	wallet TEXT NOT NULL,
	gateway TEXT NOT NULL,
	gateway_transaction_id TEXT NOT NULL,
	corrects_id UUID,
	reason_id UUID,
	reason TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT tender_is_money CHECK (amount_minor > 0)
)
;;
COMMENT ON TABLE tender IS 'One leg of a payment'
;;
COMMENT ON COLUMN tender.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN tender.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN tender.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN tender.station_id IS 'where it was made'
;;
COMMENT ON COLUMN tender.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN tender.amount_minor IS 'what it pays'
;;
COMMENT ON COLUMN tender.given_minor IS 'cash handed over'
;;
COMMENT ON COLUMN tender.change_minor IS 'cash handed back'
;;
COMMENT ON COLUMN tender.rounding_minor IS 'cash taken less what it pays; its own leg in the entry'
;;
COMMENT ON COLUMN tender.corrects_id IS 'the tender this one stands for from now on'
;;
COMMENT ON COLUMN tender.reason_id IS 'why it was corrected'
;;
COMMENT ON COLUMN tender.reason IS 'in the words of then'
;;
COMMENT ON COLUMN tender.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN tender.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN tender.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN tender.received_at IS 'when the centre stored it'
;;
CREATE TABLE tender_type (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	method TEXT,
	name TEXT,
	kind TEXT,
	gl_code TEXT,
	required TEXT,
	opens_drawer BOOLEAN,
	in_deposit BOOLEAN,
	refunded_by TEXT,
	position BIGINT,
	active BOOLEAN,
	method__stamp BIGINT,
	method__edit UUID,
	name__stamp BIGINT,
	name__edit UUID,
	kind__stamp BIGINT,
	kind__edit UUID,
	gl_code__stamp BIGINT,
	gl_code__edit UUID,
	required__stamp BIGINT,
	required__edit UUID,
	opens_drawer__stamp BIGINT,
	opens_drawer__edit UUID,
	in_deposit__stamp BIGINT,
	in_deposit__edit UUID,
	refunded_by__stamp BIGINT,
	refunded_by__edit UUID,
	position__stamp BIGINT,
	position__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE tender_type IS 'The ways a practice takes money'
;;
COMMENT ON COLUMN tender_type.method IS 'cash, check, credit_card, debit_card, ach, wire …'
;;
COMMENT ON COLUMN tender_type.name IS 'as the practice says it'
;;
COMMENT ON COLUMN tender_type.kind IS 'cash, check, card, other: how it moves'
;;
COMMENT ON COLUMN tender_type.gl_code IS 'what it debits'
;;
COMMENT ON COLUMN tender_type.required IS 'fields that must be filled, separated by spaces'
;;
COMMENT ON COLUMN tender_type.in_deposit IS 'goes to the bank in a bag'
;;
COMMENT ON COLUMN tender_type.refunded_by IS 'method, or empty for the same one'
;;
COMMENT ON COLUMN tender_type.method__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN tender_type.method__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN tender_type.name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN tender_type.name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN tender_type.kind__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN tender_type.kind__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN tender_type.gl_code__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN tender_type.gl_code__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN tender_type.required__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN tender_type.required__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN tender_type.opens_drawer__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN tender_type.opens_drawer__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN tender_type.in_deposit__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN tender_type.in_deposit__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN tender_type.refunded_by__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN tender_type.refunded_by__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN tender_type.position__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN tender_type.position__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN tender_type.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN tender_type.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN tender_type.extra IS 'fields this version does not know'
;;
CREATE TRIGGER allocation_no_change BEFORE UPDATE OR DELETE ON allocation FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER approval_no_change BEFORE UPDATE OR DELETE ON approval FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER cash_count_no_change BEFORE UPDATE OR DELETE ON cash_count FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER cash_count_line_no_change BEFORE UPDATE OR DELETE ON cash_count_line FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER cash_movement_no_change BEFORE UPDATE OR DELETE ON cash_movement FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER drawer_opening_no_change BEFORE UPDATE OR DELETE ON drawer_opening FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER drawer_report_no_change BEFORE UPDATE OR DELETE ON drawer_report FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER invoice_no_change BEFORE UPDATE OR DELETE ON invoice FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER invoice_cancellation_no_change BEFORE UPDATE OR DELETE ON invoice_cancellation FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER invoice_line_no_change BEFORE UPDATE OR DELETE ON invoice_line FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER journal_entry_no_change BEFORE UPDATE OR DELETE ON journal_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE FUNCTION journal_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE wrong boolean; BEGIN SELECT count(*) < 2 OR count(*) <> NEW.line_count OR sum(amount_minor) <> 0 OR min(currency) <> NEW.currency OR max(currency) <> NEW.currency INTO wrong FROM journal_line WHERE organization_id = NEW.organization_id AND entry_id = NEW.id; IF wrong THEN RAISE EXCEPTION 'a journal entry must balance' USING ERRCODE = 'P0423'; END IF; RETURN NEW; END $$
;;
CREATE TRIGGER journal_entry_balances BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_entry_balances()
;;
CREATE TRIGGER journal_line_no_change BEFORE UPDATE OR DELETE ON journal_line FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER not_collected_no_change BEFORE UPDATE OR DELETE ON not_collected FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER payment_no_change BEFORE UPDATE OR DELETE ON payment FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER payment_void_no_change BEFORE UPDATE OR DELETE ON payment_void FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER receipt_no_change BEFORE UPDATE OR DELETE ON receipt FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER receipt_revision_no_change BEFORE UPDATE OR DELETE ON receipt_revision FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER shift_no_change BEFORE UPDATE OR DELETE ON shift FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER shift_close_no_change BEFORE UPDATE OR DELETE ON shift_close FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER shift_reveal_no_change BEFORE UPDATE OR DELETE ON shift_reveal FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER sign_in_no_change BEFORE UPDATE OR DELETE ON sign_in FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER tender_no_change BEFORE UPDATE OR DELETE ON tender FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
