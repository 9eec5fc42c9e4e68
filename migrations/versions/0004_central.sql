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
CREATE TRIGGER card_attempt_no_change BEFORE UPDATE OR DELETE ON card_attempt FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER card_attempt_end_no_change BEFORE UPDATE OR DELETE ON card_attempt_end FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER card_attempt_invoice_no_change BEFORE UPDATE OR DELETE ON card_attempt_invoice FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER card_charge_no_change BEFORE UPDATE OR DELETE ON card_charge FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
