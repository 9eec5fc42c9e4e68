CREATE TABLE account_merge (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	account_id UUID NOT NULL,
	into_id UUID NOT NULL,
	reason TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE account_merge IS 'Two accounts are one person''s; which stands for all is a rule over these facts'
;;
COMMENT ON COLUMN account_merge.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN account_merge.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN account_merge.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN account_merge.station_id IS 'where it was made'
;;
COMMENT ON COLUMN account_merge.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN account_merge.account_id IS 'the one that is not used any more'
;;
COMMENT ON COLUMN account_merge.into_id IS 'the one that stands for it'
;;
COMMENT ON COLUMN account_merge.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN account_merge.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN account_merge.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN account_merge.received_at IS 'when the centre stored it'
;;
CREATE TABLE account_parting (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	merge_id UUID NOT NULL,
	reason TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE account_parting IS 'A merge taken back'
;;
COMMENT ON COLUMN account_parting.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN account_parting.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN account_parting.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN account_parting.station_id IS 'where it was made'
;;
COMMENT ON COLUMN account_parting.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN account_parting.merge_id IS 'the merge that was wrong'
;;
COMMENT ON COLUMN account_parting.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN account_parting.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN account_parting.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN account_parting.received_at IS 'when the centre stored it'
;;
CREATE TABLE accounts_apart (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	one_id UUID NOT NULL,
	other_id UUID NOT NULL,
	reason TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE accounts_apart IS 'Two accounts that look like one person''s and are not'
;;
COMMENT ON COLUMN accounts_apart.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN accounts_apart.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN accounts_apart.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN accounts_apart.station_id IS 'where it was made'
;;
COMMENT ON COLUMN accounts_apart.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN accounts_apart.one_id IS 'the account of the smaller id'
;;
COMMENT ON COLUMN accounts_apart.reason IS 'why they look alike and are not one person; may be empty'
;;
COMMENT ON COLUMN accounts_apart.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN accounts_apart.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN accounts_apart.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN accounts_apart.received_at IS 'when the centre stored it'
;;
CREATE TABLE count_begun (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	drawer_id UUID NOT NULL,
	shift_id UUID NOT NULL,
	kind TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE count_begun IS 'A drawer was opened so that its cash can be counted'
;;
COMMENT ON COLUMN count_begun.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN count_begun.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN count_begun.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN count_begun.station_id IS 'where it was made'
;;
COMMENT ON COLUMN count_begun.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN count_begun.kind IS 'closing, taking_over'
;;
COMMENT ON COLUMN count_begun.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN count_begun.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN count_begun.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN count_begun.received_at IS 'when the centre stored it'
;;
CREATE TABLE receipt_design (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	language TEXT,
	second TEXT,
	services BOOLEAN,
	address BOOLEAN,
	phone BOOLEAN,
	station BOOLEAN,
	cashier BOOLEAN,
	account BOOLEAN,
	payer BOOLEAN,
	thanks BOOLEAN,
	barcode BOOLEAN,
	qr BOOLEAN,
	logo TEXT,
	language__stamp BIGINT,
	language__edit UUID,
	second__stamp BIGINT,
	second__edit UUID,
	services__stamp BIGINT,
	services__edit UUID,
	address__stamp BIGINT,
	address__edit UUID,
	phone__stamp BIGINT,
	phone__edit UUID,
	station__stamp BIGINT,
	station__edit UUID,
	cashier__stamp BIGINT,
	cashier__edit UUID,
	account__stamp BIGINT,
	account__edit UUID,
	payer__stamp BIGINT,
	payer__edit UUID,
	thanks__stamp BIGINT,
	thanks__edit UUID,
	barcode__stamp BIGINT,
	barcode__edit UUID,
	qr__stamp BIGINT,
	qr__edit UUID,
	logo__stamp BIGINT,
	logo__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE receipt_design IS 'How receipts look beside their facts; there is one'
;;
COMMENT ON COLUMN receipt_design.language IS 'of the receipt’s words; empty for the practice’s own'
;;
COMMENT ON COLUMN receipt_design.second IS 'none, instead, beside (the patient’s language), or a language'
;;
COMMENT ON COLUMN receipt_design.services IS 'whether the names of services stand on receipts'
;;
COMMENT ON COLUMN receipt_design.logo IS 'a picture in black and white, one dot a printer’s dot: PNG in base64'
;;
COMMENT ON COLUMN receipt_design.language__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_design.language__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_design.second__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_design.second__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_design.services__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_design.services__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_design.address__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_design.address__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_design.phone__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_design.phone__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_design.station__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_design.station__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_design.cashier__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_design.cashier__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_design.account__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_design.account__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_design.payer__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_design.payer__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_design.thanks__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_design.thanks__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_design.barcode__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_design.barcode__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_design.qr__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_design.qr__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_design.logo__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_design.logo__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_design.extra IS 'fields this version does not know'
;;
CREATE TABLE receipt_text (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	language TEXT,
	header TEXT,
	footer TEXT,
	on_copies TEXT,
	language__stamp BIGINT,
	language__edit UUID,
	header__stamp BIGINT,
	header__edit UUID,
	footer__stamp BIGINT,
	footer__edit UUID,
	on_copies__stamp BIGINT,
	on_copies__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE receipt_text IS 'The practice’s own words on receipts in one language'
;;
COMMENT ON COLUMN receipt_text.language IS 'empty for every language that has no words of its own'
;;
COMMENT ON COLUMN receipt_text.header IS 'lines under the name of the practice'
;;
COMMENT ON COLUMN receipt_text.footer IS 'lines at the end'
;;
COMMENT ON COLUMN receipt_text.on_copies IS 'lines under the mark of a copy'
;;
COMMENT ON COLUMN receipt_text.language__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_text.language__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_text.header__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_text.header__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_text.footer__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_text.footer__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_text.on_copies__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN receipt_text.on_copies__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN receipt_text.extra IS 'fields this version does not know'
;;
CREATE TABLE service_rating (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	hour TIMESTAMP WITH TIME ZONE NOT NULL,
	value BIGINT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT service_rating_value CHECK (value BETWEEN 1 AND 5)
)
;;
COMMENT ON TABLE service_rating IS 'One touch of somebody after paying; of whom, for what and with whom is not kept'
;;
COMMENT ON COLUMN service_rating.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN service_rating.business_date IS 'the day it is counted in'
;;
COMMENT ON COLUMN service_rating.station_id IS 'the window it was given at'
;;
COMMENT ON COLUMN service_rating.hour IS 'the full hour it was given in, never the moment'
;;
COMMENT ON COLUMN service_rating.value IS '1 very bad, 2 bad, 3 all right, 4 good, 5 very good'
;;
COMMENT ON COLUMN service_rating.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN service_rating.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN service_rating.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN service_rating.received_at IS 'when the centre stored it'
;;
CREATE TABLE slip_overlay (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	bank_account_id UUID,
	used BOOLEAN,
	codes BOOLEAN,
	layout TEXT,
	paper TEXT,
	right_tenths BIGINT,
	down_tenths BIGINT,
	bank_account_id__stamp BIGINT,
	bank_account_id__edit UUID,
	used__stamp BIGINT,
	used__edit UUID,
	codes__stamp BIGINT,
	codes__edit UUID,
	layout__stamp BIGINT,
	layout__edit UUID,
	paper__stamp BIGINT,
	paper__edit UUID,
	right_tenths__stamp BIGINT,
	right_tenths__edit UUID,
	down_tenths__stamp BIGINT,
	down_tenths__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE slip_overlay IS 'Slips that a bank prints itself, and where the figures go on them'
;;
COMMENT ON COLUMN slip_overlay.bank_account_id IS 'there is one for each account at most'
;;
COMMENT ON COLUMN slip_overlay.used IS 'its slips are printed onto the bank''s own'
;;
COMMENT ON COLUMN slip_overlay.codes IS 'whether the account''s numbers and its holder are filled in as well'
;;
COMMENT ON COLUMN slip_overlay.layout IS 'us, canada, uk, india, neutral: where the figures stand'
;;
COMMENT ON COLUMN slip_overlay.paper IS 'letter, a4, or width x height in tenths of a millimeter'
;;
COMMENT ON COLUMN slip_overlay.right_tenths IS 'tenths of a millimeter to the right, negative to the left'
;;
COMMENT ON COLUMN slip_overlay.down_tenths IS 'tenths of a millimeter down, negative up'
;;
COMMENT ON COLUMN slip_overlay.bank_account_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN slip_overlay.bank_account_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN slip_overlay.used__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN slip_overlay.used__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN slip_overlay.codes__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN slip_overlay.codes__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN slip_overlay.layout__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN slip_overlay.layout__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN slip_overlay.paper__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN slip_overlay.paper__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN slip_overlay.right_tenths__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN slip_overlay.right_tenths__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN slip_overlay.down_tenths__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN slip_overlay.down_tenths__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN slip_overlay.extra IS 'fields this version does not know'
;;
CREATE TABLE unasked_closing (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	opening_id UUID NOT NULL,
	closed_at TIMESTAMP WITH TIME ZONE NOT NULL,
	open_s BIGINT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE unasked_closing IS 'A drawer that was opened without an order is shut again'
;;
COMMENT ON COLUMN unasked_closing.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN unasked_closing.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN unasked_closing.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN unasked_closing.station_id IS 'where it was made'
;;
COMMENT ON COLUMN unasked_closing.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN unasked_closing.closed_at IS 'when its switch said so'
;;
COMMENT ON COLUMN unasked_closing.open_s IS 'seconds it was open'
;;
COMMENT ON COLUMN unasked_closing.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN unasked_closing.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN unasked_closing.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN unasked_closing.received_at IS 'when the centre stored it'
;;
CREATE TABLE unasked_opening (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	drawer_id UUID,
	shift_id UUID,
	signed_in_id UUID,
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
	after TEXT NOT NULL,
	seen_by TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE unasked_opening IS 'A drawer whose switch said open without an order of the program'
;;
COMMENT ON COLUMN unasked_opening.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN unasked_opening.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN unasked_opening.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN unasked_opening.station_id IS 'where it was made'
;;
COMMENT ON COLUMN unasked_opening.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN unasked_opening.drawer_id IS 'the drawer at the printer, where that is known'
;;
COMMENT ON COLUMN unasked_opening.shift_id IS 'the shift that answered for it then'
;;
COMMENT ON COLUMN unasked_opening.signed_in_id IS 'who was signed in at the window'
;;
COMMENT ON COLUMN unasked_opening.opened_at IS 'when its switch said so'
;;
COMMENT ON COLUMN unasked_opening.after IS 'why the program had tried in vain to open it just before; empty else'
;;
COMMENT ON COLUMN unasked_opening.seen_by IS 'switch at once, gap after a time without an answer, start at a start'
;;
COMMENT ON COLUMN unasked_opening.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN unasked_opening.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN unasked_opening.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN unasked_opening.received_at IS 'when the centre stored it'
;;
CREATE TRIGGER account_merge_no_change BEFORE UPDATE OR DELETE ON account_merge FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER account_parting_no_change BEFORE UPDATE OR DELETE ON account_parting FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER accounts_apart_no_change BEFORE UPDATE OR DELETE ON accounts_apart FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER count_begun_no_change BEFORE UPDATE OR DELETE ON count_begun FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER service_rating_no_change BEFORE UPDATE OR DELETE ON service_rating FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER unasked_closing_no_change BEFORE UPDATE OR DELETE ON unasked_closing FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER unasked_opening_no_change BEFORE UPDATE OR DELETE ON unasked_opening FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
