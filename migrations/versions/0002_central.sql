CREATE TABLE bank_account (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	name TEXT,
	account_title TEXT,
	bank TEXT,
	bank_city TEXT,
	layout TEXT,
	routing TEXT,
	swift TEXT,
	account_number TEXT,
	account_type TEXT,
	currency TEXT,
	gl_code TEXT,
	active BOOLEAN,
	is_default BOOLEAN,
	last_reconciled_on DATE,
	last_reconciled_minor BIGINT,
	available_minor BIGINT,
	available_on DATE,
	name__stamp BIGINT,
	name__edit UUID,
	account_title__stamp BIGINT,
	account_title__edit UUID,
	bank__stamp BIGINT,
	bank__edit UUID,
	bank_city__stamp BIGINT,
	bank_city__edit UUID,
	layout__stamp BIGINT,
	layout__edit UUID,
	routing__stamp BIGINT,
	routing__edit UUID,
	swift__stamp BIGINT,
	swift__edit UUID,
	account_number__stamp BIGINT,
	account_number__edit UUID,
	account_type__stamp BIGINT,
	account_type__edit UUID,
	currency__stamp BIGINT,
	currency__edit UUID,
	gl_code__stamp BIGINT,
	gl_code__edit UUID,
	active__stamp BIGINT,
	active__edit UUID,
	is_default__stamp BIGINT,
	is_default__edit UUID,
	last_reconciled_on__stamp BIGINT,
	last_reconciled_on__edit UUID,
	last_reconciled_minor__stamp BIGINT,
	last_reconciled_minor__edit UUID,
	available_minor__stamp BIGINT,
	available_minor__edit UUID,
	available_on__stamp BIGINT,
	available_on__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE bank_account IS 'The practice''s accounts at banks'
;;
COMMENT ON COLUMN bank_account.name IS 'as the practice calls it'
;;
COMMENT ON COLUMN bank_account.account_title IS 'whose account it is, as the bank has it'
;;
COMMENT ON COLUMN bank_account.layout IS 'us, canada, uk, india, neutral: how its slips and numbers look'
;;
COMMENT ON COLUMN bank_account.routing IS 'ABA, sort code, transit and institution, BSB: as the layout has it'
;;
COMMENT ON COLUMN bank_account.account_type IS 'checking, savings, merchant, payroll'
;;
COMMENT ON COLUMN bank_account.gl_code IS 'the GL account that is this bank account and no other'
;;
COMMENT ON COLUMN bank_account.is_default IS 'deposits go there unless another is chosen'
;;
COMMENT ON COLUMN bank_account.last_reconciled_minor IS 'the balance the bank stated then'
;;
COMMENT ON COLUMN bank_account.available_minor IS 'what the bank last said is available'
;;
COMMENT ON COLUMN bank_account.name__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.name__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.account_title__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.account_title__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.bank__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.bank__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.bank_city__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.bank_city__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.layout__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.layout__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.routing__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.routing__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.swift__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.swift__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.account_number__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.account_number__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.account_type__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.account_type__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.currency__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.currency__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.gl_code__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.gl_code__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.active__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.active__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.is_default__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.is_default__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.last_reconciled_on__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.last_reconciled_on__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.last_reconciled_minor__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.last_reconciled_minor__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.available_minor__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.available_minor__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.available_on__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN bank_account.available_on__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN bank_account.extra IS 'fields this version does not know'
;;
CREATE TABLE deposit (
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
	bank_account_id UUID NOT NULL,
	currency TEXT NOT NULL,
	count_id UUID NOT NULL,
	cash_minor BIGINT NOT NULL,
	counted_minor BIGINT NOT NULL,
	check_count BIGINT NOT NULL,
	check_minor BIGINT NOT NULL,
	card_count BIGINT NOT NULL,
	card_minor BIGINT NOT NULL,
	note TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT deposit_is_money CHECK (cash_minor >= 0 AND check_minor >= 0 AND cash_minor + check_minor > 0)
)
;;
COMMENT ON TABLE deposit IS 'A bag of cash and checks made ready for the bank, after its first count'
;;
COMMENT ON COLUMN deposit.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN deposit.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN deposit.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN deposit.station_id IS 'where it was made'
;;
COMMENT ON COLUMN deposit.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN deposit.count_id IS 'the first count of its cash'
;;
COMMENT ON COLUMN deposit.cash_minor IS 'what its items say of cash'
;;
COMMENT ON COLUMN deposit.counted_minor IS 'what the first count found of it'
;;
COMMENT ON COLUMN deposit.card_count IS 'cards of the same shifts, for information: never part of it'
;;
COMMENT ON COLUMN deposit.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN deposit.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN deposit.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN deposit.received_at IS 'when the centre stored it'
;;
CREATE TABLE deposit_clear (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	deposit_id UUID NOT NULL,
	bank_date DATE NOT NULL,
	amount_minor BIGINT NOT NULL,
	difference_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	reference TEXT NOT NULL,
	reason_id UUID,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	approval_id UUID,
	reverses_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT deposit_clear_is_money CHECK (amount_minor >= 0)
)
;;
COMMENT ON TABLE deposit_clear IS 'The bank''s credit of a deposit'
;;
COMMENT ON COLUMN deposit_clear.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN deposit_clear.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN deposit_clear.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN deposit_clear.station_id IS 'where it was made'
;;
COMMENT ON COLUMN deposit_clear.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN deposit_clear.bank_date IS 'when the bank credited it'
;;
COMMENT ON COLUMN deposit_clear.amount_minor IS 'what the bank credited'
;;
COMMENT ON COLUMN deposit_clear.difference_minor IS 'credited less what was in the bag'
;;
COMMENT ON COLUMN deposit_clear.reference IS 'the bank''s own'
;;
COMMENT ON COLUMN deposit_clear.reason IS 'in the words of then'
;;
COMMENT ON COLUMN deposit_clear.reverses_id IS 'the credit this one takes back, typed wrong'
;;
COMMENT ON COLUMN deposit_clear.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN deposit_clear.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN deposit_clear.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN deposit_clear.received_at IS 'when the centre stored it'
;;
CREATE TABLE deposit_item (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	deposit_id UUID NOT NULL,
	position BIGINT NOT NULL,
	kind TEXT NOT NULL,
	source_id UUID NOT NULL,
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	item_date DATE NOT NULL,
	check_number TEXT NOT NULL,
	bank TEXT NOT NULL,
	reference TEXT NOT NULL,
	reason TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT deposit_item_moves_money CHECK (amount_minor <> 0)
)
;;
COMMENT ON TABLE deposit_item IS 'What is in a bag; each source is in one deposit that is not void at most'
;;
COMMENT ON COLUMN deposit_item.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN deposit_item.kind IS 'shift, drop, check, reserve'
;;
COMMENT ON COLUMN deposit_item.source_id IS 'the shift, the movement, the tender; for reserve the item itself'
;;
COMMENT ON COLUMN deposit_item.amount_minor IS 'a shift that put less into the safe than it took out is negative'
;;
COMMENT ON COLUMN deposit_item.item_date IS 'the business date of where it comes from'
;;
COMMENT ON COLUMN deposit_item.reference IS 'receipt and payer for a check; shift or movement number'
;;
COMMENT ON COLUMN deposit_item.reason IS 'why money of the reserve goes along or stays'
;;
COMMENT ON COLUMN deposit_item.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN deposit_item.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN deposit_item.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN deposit_item.received_at IS 'when the centre stored it'
;;
CREATE TABLE deposit_item_out (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	deposit_id UUID NOT NULL,
	item_id UUID NOT NULL,
	action_id UUID NOT NULL,
	reason TEXT NOT NULL,
	reverses_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE deposit_item_out IS 'A check that was taken out of a bag, or put back'
;;
COMMENT ON COLUMN deposit_item_out.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN deposit_item_out.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN deposit_item_out.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN deposit_item_out.station_id IS 'where it was made'
;;
COMMENT ON COLUMN deposit_item_out.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN deposit_item_out.action_id IS 'the returned check, or the command that took it out'
;;
COMMENT ON COLUMN deposit_item_out.reverses_id IS 'the taking out this one takes back'
;;
COMMENT ON COLUMN deposit_item_out.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN deposit_item_out.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN deposit_item_out.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN deposit_item_out.received_at IS 'when the centre stored it'
;;
CREATE TABLE deposit_seal (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	deposit_id UUID NOT NULL,
	second_count_id UUID NOT NULL,
	bag_number TEXT NOT NULL,
	currency TEXT NOT NULL,
	cash_minor BIGINT NOT NULL,
	check_count BIGINT NOT NULL,
	check_minor BIGINT NOT NULL,
	difference_minor BIGINT NOT NULL,
	prepared_by UUID NOT NULL,
	verified_by UUID NOT NULL,
	single_person BOOLEAN NOT NULL,
	reason_id UUID,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	approval_from_minor BIGINT NOT NULL,
	approval_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT deposit_seal_is_money CHECK (cash_minor >= 0 AND check_minor >= 0)
)
;;
COMMENT ON TABLE deposit_seal IS 'A bag sealed after its second count: from here on it is in transit'
;;
COMMENT ON COLUMN deposit_seal.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN deposit_seal.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN deposit_seal.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN deposit_seal.station_id IS 'where it was made'
;;
COMMENT ON COLUMN deposit_seal.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN deposit_seal.bag_number IS 'unique for ever'
;;
COMMENT ON COLUMN deposit_seal.cash_minor IS 'the cash in the bag, as the second person counted it'
;;
COMMENT ON COLUMN deposit_seal.difference_minor IS 'cash counted less what the items say'
;;
COMMENT ON COLUMN deposit_seal.single_person IS 'the practice has one person, and this is recorded'
;;
COMMENT ON COLUMN deposit_seal.reason IS 'in the words of then'
;;
COMMENT ON COLUMN deposit_seal.approval_from_minor IS 'from which difference on an approval was needed'
;;
COMMENT ON COLUMN deposit_seal.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN deposit_seal.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN deposit_seal.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN deposit_seal.received_at IS 'when the centre stored it'
;;
CREATE TABLE deposit_second_count (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	deposit_id UUID NOT NULL,
	count_id UUID NOT NULL,
	attempt BIGINT NOT NULL,
	cash_minor BIGINT NOT NULL,
	check_count BIGINT NOT NULL,
	check_minor BIGINT NOT NULL,
	missing TEXT NOT NULL,
	currency TEXT NOT NULL,
	note TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE deposit_second_count IS 'A bag counted by somebody who did not see the first count'
;;
COMMENT ON COLUMN deposit_second_count.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN deposit_second_count.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN deposit_second_count.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN deposit_second_count.station_id IS 'where it was made'
;;
COMMENT ON COLUMN deposit_second_count.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN deposit_second_count.count_id IS 'the cash as the second person counted it'
;;
COMMENT ON COLUMN deposit_second_count.attempt IS '1, or 2 for the one recount'
;;
COMMENT ON COLUMN deposit_second_count.check_count IS 'checks that were seen'
;;
COMMENT ON COLUMN deposit_second_count.missing IS 'ids of items whose check was not there, separated by spaces'
;;
COMMENT ON COLUMN deposit_second_count.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN deposit_second_count.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN deposit_second_count.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN deposit_second_count.received_at IS 'when the centre stored it'
;;
CREATE TABLE deposit_submit (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	deposit_id UUID NOT NULL,
	handed_to TEXT NOT NULL,
	slip_number TEXT NOT NULL,
	note TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE deposit_submit IS 'A sealed bag left for the bank'
;;
COMMENT ON COLUMN deposit_submit.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN deposit_submit.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN deposit_submit.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN deposit_submit.station_id IS 'where it was made'
;;
COMMENT ON COLUMN deposit_submit.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN deposit_submit.handed_to IS 'who took it: bank, courier, night safe'
;;
COMMENT ON COLUMN deposit_submit.slip_number IS 'the bank''s own number of the slip, where it has one'
;;
COMMENT ON COLUMN deposit_submit.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN deposit_submit.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN deposit_submit.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN deposit_submit.received_at IS 'when the centre stored it'
;;
CREATE TABLE deposit_void (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	deposit_id UUID NOT NULL,
	reason_id UUID NOT NULL,
	reason TEXT NOT NULL,
	note TEXT NOT NULL,
	approval_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE deposit_void IS 'A deposit undone before the bank credited it: its items are free again'
;;
COMMENT ON COLUMN deposit_void.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN deposit_void.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN deposit_void.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN deposit_void.station_id IS 'where it was made'
;;
COMMENT ON COLUMN deposit_void.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN deposit_void.reason IS 'in the words of then'
;;
COMMENT ON COLUMN deposit_void.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN deposit_void.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN deposit_void.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN deposit_void.received_at IS 'when the centre stored it'
;;
CREATE TABLE paper_issue (
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
	doc_kind TEXT NOT NULL,
	doc_id TEXT NOT NULL,
	how TEXT NOT NULL,
	copy_no BIGINT NOT NULL,
	head_seq BIGINT NOT NULL,
	head_hash TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE paper_issue IS 'A paper that carries an audit number and the head of the log'
;;
COMMENT ON COLUMN paper_issue.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN paper_issue.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN paper_issue.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN paper_issue.station_id IS 'where it was made'
;;
COMMENT ON COLUMN paper_issue.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN paper_issue.number IS 'the audit number that stands on it'
;;
COMMENT ON COLUMN paper_issue.doc_kind IS 'deposit_slip, drawer_report, day_sheet, deposit_report …'
;;
COMMENT ON COLUMN paper_issue.doc_id IS 'the id of the document, or its day'
;;
COMMENT ON COLUMN paper_issue.how IS 'printed, previewed, saved'
;;
COMMENT ON COLUMN paper_issue.copy_no IS '0 for the original, then copies; what was looked at counts down from -1'
;;
COMMENT ON COLUMN paper_issue.head_seq IS 'the last record of this station''s log before it'
;;
COMMENT ON COLUMN paper_issue.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN paper_issue.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN paper_issue.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN paper_issue.received_at IS 'when the centre stored it'
;;
CREATE TABLE returned_check (
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
	amount_minor BIGINT NOT NULL,
	currency TEXT NOT NULL,
	bank_date DATE NOT NULL,
	bank_reason TEXT NOT NULL,
	place TEXT NOT NULL,
	gl_code TEXT NOT NULL,
	deposit_id UUID,
	fee_minor BIGINT NOT NULL,
	fee_invoice_id UUID,
	flag_id UUID,
	note TEXT NOT NULL,
	approval_id UUID,
	reverses_id UUID,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT returned_check_is_money CHECK (amount_minor > 0 AND fee_minor >= 0)
)
;;
COMMENT ON TABLE returned_check IS 'A check the bank did not pay, or that turned out to be paid after all'
;;
COMMENT ON COLUMN returned_check.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN returned_check.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN returned_check.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN returned_check.station_id IS 'where it was made'
;;
COMMENT ON COLUMN returned_check.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN returned_check.bank_date IS 'when the bank sent it back'
;;
COMMENT ON COLUMN returned_check.bank_reason IS 'insufficient_funds, account_closed, stop_payment, signature …'
;;
COMMENT ON COLUMN returned_check.place IS 'safe, bag, transit, bank: where it stood'
;;
COMMENT ON COLUMN returned_check.gl_code IS 'what it was taken off'
;;
COMMENT ON COLUMN returned_check.flag_id IS 'the mark it put on the account'
;;
COMMENT ON COLUMN returned_check.reverses_id IS 'the return this one takes back'
;;
COMMENT ON COLUMN returned_check.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN returned_check.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN returned_check.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN returned_check.received_at IS 'when the centre stored it'
;;
CREATE TABLE user_person (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	user_id UUID,
	person_id UUID,
	user_id__stamp BIGINT,
	user_id__edit UUID,
	person_id__stamp BIGINT,
	person_id__edit UUID,
	extra TEXT,
	PRIMARY KEY (organization_id, id)
)
;;
COMMENT ON TABLE user_person IS 'Accounts that one and the same person signs in with'
;;
COMMENT ON COLUMN user_person.person_id IS 'the account this person had first'
;;
COMMENT ON COLUMN user_person.user_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN user_person.user_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN user_person.person_id__stamp IS 'edit stamp of the field'
;;
COMMENT ON COLUMN user_person.person_id__edit IS 'edit that set the field'
;;
COMMENT ON COLUMN user_person.extra IS 'fields this version does not know'
;;
CREATE TRIGGER deposit_no_change BEFORE UPDATE OR DELETE ON deposit FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER deposit_clear_no_change BEFORE UPDATE OR DELETE ON deposit_clear FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER deposit_item_no_change BEFORE UPDATE OR DELETE ON deposit_item FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER deposit_item_out_no_change BEFORE UPDATE OR DELETE ON deposit_item_out FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER deposit_seal_no_change BEFORE UPDATE OR DELETE ON deposit_seal FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER deposit_second_count_no_change BEFORE UPDATE OR DELETE ON deposit_second_count FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER deposit_submit_no_change BEFORE UPDATE OR DELETE ON deposit_submit FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER deposit_void_no_change BEFORE UPDATE OR DELETE ON deposit_void FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER paper_issue_no_change BEFORE UPDATE OR DELETE ON paper_issue FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER returned_check_no_change BEFORE UPDATE OR DELETE ON returned_check FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
