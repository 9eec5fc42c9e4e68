CREATE TABLE card_attempt (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	payment_id UUID NOT NULL,
	account_id UUID NOT NULL,
	gateway_id UUID NOT NULL,
	reader_id UUID,
	method TEXT NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	shift_id UUID,
	test_mode BOOLEAN NOT NULL,
	command TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT card_attempt_is_money CHECK (amount_minor > 0)
)
;;
COMMENT ON TABLE card_attempt IS 'An attempt to charge a card, committed before anybody is called'
;;
COMMENT ON COLUMN card_attempt.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN card_attempt.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN card_attempt.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN card_attempt.station_id IS 'where it was made'
;;
COMMENT ON COLUMN card_attempt.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN card_attempt.payment_id IS 'the id the payment will have'
;;
COMMENT ON COLUMN card_attempt.method IS 'the way to pay it was begun as'
;;
COMMENT ON COLUMN card_attempt.amount_minor IS 'what the card is to be charged'
;;
COMMENT ON COLUMN card_attempt.command IS 'the whole payment as JSON, so that any window can post it'
;;
COMMENT ON COLUMN card_attempt.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN card_attempt.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN card_attempt.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN card_attempt.received_at IS 'when the centre stored it'
;;
CREATE TABLE card_attempt_end (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	attempt_id UUID NOT NULL,
	outcome TEXT NOT NULL,
	intent_ref TEXT NOT NULL,
	charge_ref TEXT NOT NULL,
	charged_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	code TEXT NOT NULL,
	decline_code TEXT NOT NULL,
	request_ref TEXT NOT NULL,
	swept BOOLEAN NOT NULL,
	note TEXT NOT NULL,
	approval_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT card_attempt_end_is_money CHECK (charged_minor >= 0)
)
;;
COMMENT ON TABLE card_attempt_end IS 'How an attempt ended; where two windows say so, the one that charged holds'
;;
COMMENT ON COLUMN card_attempt_end.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN card_attempt_end.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN card_attempt_end.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN card_attempt_end.station_id IS 'where it was made'
;;
COMMENT ON COLUMN card_attempt_end.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN card_attempt_end.outcome IS 'charged, not_charged'
;;
COMMENT ON COLUMN card_attempt_end.code IS 'why, in the processor''s words: card_declined, reader_offline, cancelled …'
;;
COMMENT ON COLUMN card_attempt_end.request_ref IS 'the processor''s own number of the last call, for its support'
;;
COMMENT ON COLUMN card_attempt_end.swept IS 'found out later, not while the person waited'
;;
COMMENT ON COLUMN card_attempt_end.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN card_attempt_end.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN card_attempt_end.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN card_attempt_end.received_at IS 'when the centre stored it'
;;
CREATE TABLE card_attempt_invoice (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	attempt_id UUID NOT NULL,
	invoice_id UUID NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE card_attempt_invoice IS 'The invoices an open attempt keeps from being paid otherwise'
;;
COMMENT ON COLUMN card_attempt_invoice.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN card_attempt_invoice.amount_minor IS 'how much of it was meant for this invoice'
;;
COMMENT ON COLUMN card_attempt_invoice.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN card_attempt_invoice.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN card_attempt_invoice.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN card_attempt_invoice.received_at IS 'when the centre stored it'
;;
CREATE TABLE card_attempt_step (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	attempt_id UUID NOT NULL,
	kind TEXT NOT NULL,
	amount_minor BIGINT,
	currency TEXT NOT NULL,
	command TEXT NOT NULL,
	shift_id UUID,
	reason TEXT NOT NULL,
	approval_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE card_attempt_step IS 'What people decided while an attempt was open'
;;
COMMENT ON COLUMN card_attempt_step.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN card_attempt_step.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN card_attempt_step.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN card_attempt_step.station_id IS 'where it was made'
;;
COMMENT ON COLUMN card_attempt_step.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN card_attempt_step.kind IS 'changed, cash_back, accepted, taken_over'
;;
COMMENT ON COLUMN card_attempt_step.amount_minor IS 'what the card is to be charged now, or the cash given back'
;;
COMMENT ON COLUMN card_attempt_step.command IS 'the whole payment as JSON where it was changed; else empty'
;;
COMMENT ON COLUMN card_attempt_step.shift_id IS 'the shift that may be closed although nobody knows yet'
;;
COMMENT ON COLUMN card_attempt_step.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN card_attempt_step.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN card_attempt_step.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN card_attempt_step.received_at IS 'when the centre stored it'
;;
CREATE TABLE card_charge (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	attempt_id UUID NOT NULL,
	payment_id UUID NOT NULL,
	tender_id UUID NOT NULL,
	gateway_id UUID NOT NULL,
	intent_ref TEXT NOT NULL,
	charge_ref TEXT NOT NULL,
	amount_minor BIGINT NOT NULL,
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
	interac BOOLEAN NOT NULL,
	balance_ref TEXT NOT NULL,
	fee_minor BIGINT,
	charged_at TIMESTAMP WITH TIME ZONE,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT card_charge_is_money CHECK (amount_minor > 0)
)
;;
COMMENT ON TABLE card_charge IS 'What a card was charged, and what its receipt has to say'
;;
COMMENT ON COLUMN card_charge.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN card_charge.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN card_charge.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN card_charge.station_id IS 'where it was made'
;;
COMMENT ON COLUMN card_charge.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN card_charge.charge_ref IS 'the processor''s id of the charge: it is in the books once'
;;
COMMENT ON COLUMN card_charge.funding IS 'credit, debit, prepaid, unknown'
;;
COMMENT ON COLUMN card_charge.wallet IS 'apple_pay, google_pay …'
;;
COMMENT ON COLUMN card_charge.entry_method IS 'contactless_emv, contact_emv, contactless_magstripe_mode, swipe …'
;;
COMMENT ON COLUMN card_charge.aid IS 'which application of the chip: the dedicated file name'
;;
COMMENT ON COLUMN card_charge.verification IS 'how the card holder was verified: the method''s code'
;;
COMMENT ON COLUMN card_charge.interac IS 'it is given back with the card at the reader alone'
;;
COMMENT ON COLUMN card_charge.balance_ref IS 'the row of the processor''s account it settled in'
;;
COMMENT ON COLUMN card_charge.charged_at IS 'by the processor''s clock'
;;
COMMENT ON COLUMN card_charge.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN card_charge.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN card_charge.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN card_charge.received_at IS 'when the centre stored it'
;;
CREATE TABLE card_reader (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	gateway_id UUID,
	label TEXT,
	reader_ref TEXT,
	location_ref TEXT,
	device_type TEXT,
	serial_number TEXT,
	active BOOLEAN,
	gateway_id__stamp BIGINT,
	gateway_id__edit UUID,
	label__stamp BIGINT,
	label__edit UUID,
	reader_ref__stamp BIGINT,
	reader_ref__edit UUID,
	location_ref__stamp BIGINT,
	location_ref__edit UUID,
	device_type__stamp BIGINT,
	device_type__edit UUID,
	serial_number__stamp BIGINT,
	serial_number__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE card_reader IS 'Card readers of the practice'
;;
COMMENT ON COLUMN card_reader.reader_ref IS 'its id there'
;;
COMMENT ON COLUMN card_reader.location_ref IS 'the id of its place there'
;;
COMMENT ON COLUMN card_reader.gateway_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN card_reader.gateway_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN card_reader.label__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN card_reader.label__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN card_reader.reader_ref__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN card_reader.reader_ref__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN card_reader.location_ref__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN card_reader.location_ref__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN card_reader.device_type__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN card_reader.device_type__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN card_reader.serial_number__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN card_reader.serial_number__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN card_reader.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN card_reader.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN card_reader.extra IS 'fields this version does not know'
;;
CREATE TABLE day_close (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	currency TEXT NOT NULL,
	payment_count BIGINT NOT NULL,
	total_minor BIGINT NOT NULL,
	drawer_count BIGINT NOT NULL,
	unheard TEXT NOT NULL,
	reason TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE day_close IS 'A manager closed a business day: what comes for it later counts into the next one'
;;
COMMENT ON COLUMN day_close.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN day_close.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN day_close.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN day_close.station_id IS 'where it was made'
;;
COMMENT ON COLUMN day_close.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN day_close.payment_count IS 'that stood then'
;;
COMMENT ON COLUMN day_close.total_minor IS 'what they came to'
;;
COMMENT ON COLUMN day_close.drawer_count IS 'shifts of the day, each closed'
;;
COMMENT ON COLUMN day_close.unheard IS 'windows that nothing had come from, by their codes; empty for none'
;;
COMMENT ON COLUMN day_close.reason IS 'why it was closed without them'
;;
COMMENT ON COLUMN day_close.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN day_close.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN day_close.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN day_close.received_at IS 'when the centre stored it'
;;
CREATE TABLE day_close_drawer (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	close_id UUID NOT NULL,
	shift_id UUID NOT NULL,
	shift_close_id UUID NOT NULL,
	record_hash TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE day_close_drawer IS 'The close of a drawer that a closed day rests on'
;;
COMMENT ON COLUMN day_close_drawer.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN day_close_drawer.record_hash IS 'the record that says so; empty where it is not kept here any more'
;;
COMMENT ON COLUMN day_close_drawer.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN day_close_drawer.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN day_close_drawer.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN day_close_drawer.received_at IS 'when the centre stored it'
;;
CREATE TABLE day_close_extent (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	close_id UUID NOT NULL,
	series TEXT NOT NULL,
	value BIGINT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE day_close_extent IS 'How far the books were known when a day was closed: what is beyond is late'
;;
COMMENT ON COLUMN day_close_extent.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN day_close_extent.series IS 'of journal entries'
;;
COMMENT ON COLUMN day_close_extent.value IS 'the last entry in it that was there'
;;
COMMENT ON COLUMN day_close_extent.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN day_close_extent.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN day_close_extent.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN day_close_extent.received_at IS 'when the centre stored it'
;;
CREATE TABLE day_close_tender (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	close_id UUID NOT NULL,
	method TEXT NOT NULL,
	tender_count BIGINT NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE day_close_tender IS 'What a day came to in one way of paying when it was closed'
;;
COMMENT ON COLUMN day_close_tender.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN day_close_tender.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN day_close_tender.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN day_close_tender.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN day_close_tender.received_at IS 'when the centre stored it'
;;
CREATE TABLE day_reopening (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	close_id UUID NOT NULL,
	reason TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE day_reopening IS 'A manager opened a business day again: that close holds no more'
;;
COMMENT ON COLUMN day_reopening.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN day_reopening.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN day_reopening.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN day_reopening.station_id IS 'where it was made'
;;
COMMENT ON COLUMN day_reopening.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN day_reopening.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN day_reopening.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN day_reopening.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN day_reopening.received_at IS 'when the centre stored it'
;;
CREATE TABLE gateway (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	name TEXT,
	provider TEXT,
	methods TEXT,
	default_for TEXT,
	merchant_id TEXT,
	account_ref TEXT,
	base_url TEXT,
	integrated BOOLEAN,
	test_mode BOOLEAN,
	settings TEXT,
	position BIGINT,
	active BOOLEAN,
	name__stamp BIGINT,
	name__edit UUID,
	provider__stamp BIGINT,
	provider__edit UUID,
	methods__stamp BIGINT,
	methods__edit UUID,
	default_for__stamp BIGINT,
	default_for__edit UUID,
	merchant_id__stamp BIGINT,
	merchant_id__edit UUID,
	account_ref__stamp BIGINT,
	account_ref__edit UUID,
	base_url__stamp BIGINT,
	base_url__edit UUID,
	integrated__stamp BIGINT,
	integrated__edit UUID,
	test_mode__stamp BIGINT,
	test_mode__edit UUID,
	settings__stamp BIGINT,
	settings__edit UUID,
	position__stamp BIGINT,
	position__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE gateway IS 'Those who charge cards for the practice; their secrets are in keyrings alone'
;;
COMMENT ON COLUMN gateway.name IS 'as the practice says it'
;;
COMMENT ON COLUMN gateway.provider IS 'stripe, simulated, square, paypal, authorize_net, braintree, sepay, other'
;;
COMMENT ON COLUMN gateway.methods IS 'ways to pay it takes, separated by spaces'
;;
COMMENT ON COLUMN gateway.default_for IS 'methods it is the first choice of, separated by spaces'
;;
COMMENT ON COLUMN gateway.merchant_id IS 'the practice''s number there, for people'
;;
COMMENT ON COLUMN gateway.account_ref IS 'the account there, as read when a key was checked'
;;
COMMENT ON COLUMN gateway.base_url IS 'where its interface is; empty for the provider''s own'
;;
COMMENT ON COLUMN gateway.integrated IS 'whether the program talks to it; else a stand-alone terminal'
;;
COMMENT ON COLUMN gateway.settings IS 'what this provider needs besides, as JSON'
;;
COMMENT ON COLUMN gateway.name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gateway.name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gateway.provider__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gateway.provider__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gateway.methods__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gateway.methods__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gateway.default_for__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gateway.default_for__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gateway.merchant_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gateway.merchant_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gateway.account_ref__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gateway.account_ref__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gateway.base_url__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gateway.base_url__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gateway.integrated__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gateway.integrated__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gateway.test_mode__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gateway.test_mode__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gateway.settings__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gateway.settings__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gateway.position__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gateway.position__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gateway.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN gateway.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN gateway.extra IS 'fields this version does not know'
;;
CREATE TABLE late_settlement (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	shift_id UUID NOT NULL,
	went_to TEXT NOT NULL,
	after_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE late_settlement IS 'Where late cash of a shift went, by the movement of this id; of two apart one holds'
;;
COMMENT ON COLUMN late_settlement.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN late_settlement.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN late_settlement.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN late_settlement.station_id IS 'where it was made'
;;
COMMENT ON COLUMN late_settlement.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN late_settlement.went_to IS 'safe, counted'
;;
COMMENT ON COLUMN late_settlement.after_id IS 'the settlement of this shift that was known then'
;;
COMMENT ON COLUMN late_settlement.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN late_settlement.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN late_settlement.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN late_settlement.received_at IS 'when the centre stored it'
;;
CREATE TABLE payment_refund (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	payment_id UUID NOT NULL,
	tender_id UUID NOT NULL,
	account_id UUID NOT NULL,
	refund_id UUID NOT NULL,
	action_id UUID NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	reverses_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT payment_refund_is_money CHECK (amount_minor <> 0)
)
;;
COMMENT ON TABLE payment_refund IS 'So much of a payment goes back to whoever paid it'
;;
COMMENT ON COLUMN payment_refund.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN payment_refund.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN payment_refund.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN payment_refund.station_id IS 'where it was made'
;;
COMMENT ON COLUMN payment_refund.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN payment_refund.tender_id IS 'the leg that brought what goes back'
;;
COMMENT ON COLUMN payment_refund.action_id IS 'the step of the refund that took it, or that gave it back again'
;;
COMMENT ON COLUMN payment_refund.amount_minor IS 'what the payment is worth less; negative where it is given back'
;;
COMMENT ON COLUMN payment_refund.reverses_id IS 'the row this one takes back'
;;
COMMENT ON COLUMN payment_refund.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN payment_refund.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN payment_refund.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN payment_refund.received_at IS 'when the centre stored it'
;;
CREATE TABLE record_set_aside (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	of_station_id UUID NOT NULL,
	incarnation TEXT NOT NULL,
	seq BIGINT NOT NULL,
	record_hash TEXT NOT NULL,
	why TEXT NOT NULL,
	note TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT record_set_aside_is_one CHECK (seq >= 1)
)
;;
COMMENT ON TABLE record_set_aside IS 'A manager lets the centre keep a record aside that it can''t take'
;;
COMMENT ON COLUMN record_set_aside.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN record_set_aside.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN record_set_aside.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN record_set_aside.station_id IS 'where it was made'
;;
COMMENT ON COLUMN record_set_aside.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN record_set_aside.of_station_id IS 'whose record it is'
;;
COMMENT ON COLUMN record_set_aside.record_hash IS 'the very record, and no other that may come to stand there'
;;
COMMENT ON COLUMN record_set_aside.why IS 'what the centre said when it could not take it; empty when not known'
;;
COMMENT ON COLUMN record_set_aside.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN record_set_aside.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN record_set_aside.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN record_set_aside.received_at IS 'when the centre stored it'
;;
CREATE TABLE refund (
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
	account_id UUID NOT NULL,
	payment_id UUID,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	method TEXT NOT NULL,
	reason_id UUID NOT NULL,
	reason TEXT NOT NULL,
	description TEXT NOT NULL,
	detected_on DATE NOT NULL,
	due_on DATE NOT NULL,
	owed_again BOOLEAN NOT NULL,
	invoice_ids TEXT NOT NULL,
	approvals_needed BIGINT NOT NULL,
	needs TEXT NOT NULL,
	approval_over_minor BIGINT,
	payee_name TEXT NOT NULL,
	payee_address TEXT NOT NULL,
	gateway_id UUID,
	charge_ref TEXT NOT NULL,
	shift_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT refund_is_money CHECK (amount_minor > 0),
	CONSTRAINT refund_is_approved CHECK (approvals_needed >= 0)
)
;;
COMMENT ON TABLE refund IS 'Money that is to go back to a patient'
;;
COMMENT ON COLUMN refund.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN refund.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN refund.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN refund.station_id IS 'where it was made'
;;
COMMENT ON COLUMN refund.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN refund.payment_id IS 'the payment it gives back; null where it gives back credit'
;;
COMMENT ON COLUMN refund.method IS 'cash, check, card_reversal, ach, wire, other'
;;
COMMENT ON COLUMN refund.reason IS 'in the words of then'
;;
COMMENT ON COLUMN refund.detected_on IS 'when it was found out that money has to go back'
;;
COMMENT ON COLUMN refund.due_on IS 'until when it has to be back, as the practice set it then'
;;
COMMENT ON COLUMN refund.owed_again IS 'whether invoices it takes money off are owed again'
;;
COMMENT ON COLUMN refund.invoice_ids IS 'the invoices it is to come off first, as a JSON list'
;;
COMMENT ON COLUMN refund.approvals_needed IS 'by so many other people'
;;
COMMENT ON COLUMN refund.needs IS 'why: over, every, second, cash_for_card, early, apart; separated by spaces'
;;
COMMENT ON COLUMN refund.approval_over_minor IS 'over which amount one was needed then'
;;
COMMENT ON COLUMN refund.payee_name IS 'who gets it'
;;
COMMENT ON COLUMN refund.gateway_id IS 'who gives it back on the card'
;;
COMMENT ON COLUMN refund.charge_ref IS 'the charge it gives back on the card'
;;
COMMENT ON COLUMN refund.shift_id IS 'the shift of whoever asked'
;;
COMMENT ON COLUMN refund.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN refund.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN refund.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN refund.received_at IS 'when the centre stored it'
;;
CREATE TABLE refund_forgiven (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	refund_id UUID NOT NULL,
	step_id UUID NOT NULL,
	account_id UUID NOT NULL,
	invoice_id UUID NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	gl_code TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE refund_forgiven IS 'What is not owed again on an invoice whose money went back'
;;
COMMENT ON COLUMN refund_forgiven.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN refund_forgiven.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN refund_forgiven.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN refund_forgiven.station_id IS 'where it was made'
;;
COMMENT ON COLUMN refund_forgiven.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN refund_forgiven.amount_minor IS 'what the invoice is lowered by; negative where it is taken back'
;;
COMMENT ON COLUMN refund_forgiven.gl_code IS 'what it is booked to'
;;
COMMENT ON COLUMN refund_forgiven.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN refund_forgiven.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN refund_forgiven.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN refund_forgiven.received_at IS 'when the centre stored it'
;;
CREATE TABLE refund_part (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	refund_id UUID NOT NULL,
	part_no BIGINT NOT NULL,
	payment_id UUID NOT NULL,
	tender_id UUID NOT NULL,
	tender_method TEXT NOT NULL,
	tender_kind TEXT NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT refund_part_is_money CHECK (amount_minor > 0)
)
;;
COMMENT ON TABLE refund_part IS 'Which tender of which payment brought the money that goes back'
;;
COMMENT ON COLUMN refund_part.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN refund_part.tender_id IS 'the leg of the payment that brought it'
;;
COMMENT ON COLUMN refund_part.tender_kind IS 'cash, check, card, other'
;;
COMMENT ON COLUMN refund_part.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN refund_part.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN refund_part.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN refund_part.received_at IS 'when the centre stored it'
;;
CREATE TABLE refund_receipt (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	refund_id UUID NOT NULL,
	step_id UUID NOT NULL,
	number TEXT NOT NULL,
	revision_no BIGINT NOT NULL,
	kind TEXT NOT NULL,
	account_id UUID NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	snapshot TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT refund_receipt_counts CHECK (revision_no >= 0)
)
;;
COMMENT ON TABLE refund_receipt IS 'The paper that says money went back, as it was then'
;;
COMMENT ON COLUMN refund_receipt.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN refund_receipt.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN refund_receipt.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN refund_receipt.station_id IS 'where it was made'
;;
COMMENT ON COLUMN refund_receipt.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN refund_receipt.step_id IS 'the step it says'
;;
COMMENT ON COLUMN refund_receipt.number IS 'the refund''s own'
;;
COMMENT ON COLUMN refund_receipt.revision_no IS '0 for the first'
;;
COMMENT ON COLUMN refund_receipt.kind IS 'paid, failed, cancelled'
;;
COMMENT ON COLUMN refund_receipt.snapshot IS 'what it says, as JSON; every paper and screen shows exactly this'
;;
COMMENT ON COLUMN refund_receipt.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN refund_receipt.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN refund_receipt.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN refund_receipt.received_at IS 'when the centre stored it'
;;
CREATE TABLE refund_step (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	refund_id UUID NOT NULL,
	step TEXT NOT NULL,
	method TEXT NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	approval_id UUID,
	shift_id UUID,
	movement_id UUID,
	rounding_minor BIGINT,
	gl_code TEXT NOT NULL,
	bank_account_id UUID,
	bank TEXT NOT NULL,
	check_number TEXT NOT NULL,
	reference TEXT NOT NULL,
	happened_on DATE,
	gateway_id UUID,
	reader_id UUID,
	charge_ref TEXT NOT NULL,
	gateway_ref TEXT NOT NULL,
	gateway_key TEXT NOT NULL,
	code TEXT NOT NULL,
	request_ref TEXT NOT NULL,
	swept BOOLEAN NOT NULL,
	reason_id UUID,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	told_how TEXT NOT NULL,
	reverses_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT refund_step_is_money CHECK (amount_minor > 0)
)
;;
COMMENT ON TABLE refund_step IS 'What became of a refund, step by step'
;;
COMMENT ON COLUMN refund_step.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN refund_step.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN refund_step.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN refund_step.station_id IS 'where it was made'
;;
COMMENT ON COLUMN refund_step.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN refund_step.step IS 'approved, declined, booked, processed, paid, failed, cancelled, told'
;;
COMMENT ON COLUMN refund_step.method IS 'how it is or was given back'
;;
COMMENT ON COLUMN refund_step.approval_id IS 'whose word it was, where it was given at the same desk'
;;
COMMENT ON COLUMN refund_step.shift_id IS 'the shift whose drawer it came out of'
;;
COMMENT ON COLUMN refund_step.movement_id IS 'the cash that left the drawer'
;;
COMMENT ON COLUMN refund_step.rounding_minor IS 'cash given less what it gives back'
;;
COMMENT ON COLUMN refund_step.gl_code IS 'what it was paid from'
;;
COMMENT ON COLUMN refund_step.bank IS 'the bank account in the words of then'
;;
COMMENT ON COLUMN refund_step.reference IS 'number of the transfer'
;;
COMMENT ON COLUMN refund_step.happened_on IS 'the day on the check, or the day the bank or card gave it'
;;
COMMENT ON COLUMN refund_step.reader_id IS 'the reader the card was held to'
;;
COMMENT ON COLUMN refund_step.gateway_ref IS 'the processor''s id of the refund'
;;
COMMENT ON COLUMN refund_step.gateway_key IS 'the idempotency key it was asked for under'
;;
COMMENT ON COLUMN refund_step.code IS 'why not, in the processor''s words'
;;
COMMENT ON COLUMN refund_step.request_ref IS 'the processor''s own number of the call'
;;
COMMENT ON COLUMN refund_step.swept IS 'found out later, not while somebody waited'
;;
COMMENT ON COLUMN refund_step.reason IS 'in the words of then'
;;
COMMENT ON COLUMN refund_step.told_how IS 'in_person, phone, mail, message: how the patient was told'
;;
COMMENT ON COLUMN refund_step.reverses_id IS 'the step it answers or takes back'
;;
COMMENT ON COLUMN refund_step.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN refund_step.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN refund_step.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN refund_step.received_at IS 'when the centre stored it'
;;
CREATE TRIGGER card_attempt_no_change BEFORE UPDATE OR DELETE ON card_attempt FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER card_attempt_end_no_change BEFORE UPDATE OR DELETE ON card_attempt_end FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER card_attempt_invoice_no_change BEFORE UPDATE OR DELETE ON card_attempt_invoice FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER card_attempt_step_no_change BEFORE UPDATE OR DELETE ON card_attempt_step FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER card_charge_no_change BEFORE UPDATE OR DELETE ON card_charge FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER day_close_no_change BEFORE UPDATE OR DELETE ON day_close FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER day_close_drawer_no_change BEFORE UPDATE OR DELETE ON day_close_drawer FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER day_close_extent_no_change BEFORE UPDATE OR DELETE ON day_close_extent FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER day_close_tender_no_change BEFORE UPDATE OR DELETE ON day_close_tender FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER day_reopening_no_change BEFORE UPDATE OR DELETE ON day_reopening FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER late_settlement_no_change BEFORE UPDATE OR DELETE ON late_settlement FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER payment_refund_no_change BEFORE UPDATE OR DELETE ON payment_refund FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER record_set_aside_no_change BEFORE UPDATE OR DELETE ON record_set_aside FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER refund_no_change BEFORE UPDATE OR DELETE ON refund FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER refund_forgiven_no_change BEFORE UPDATE OR DELETE ON refund_forgiven FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER refund_part_no_change BEFORE UPDATE OR DELETE ON refund_part FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER refund_receipt_no_change BEFORE UPDATE OR DELETE ON refund_receipt FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER refund_step_no_change BEFORE UPDATE OR DELETE ON refund_step FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
