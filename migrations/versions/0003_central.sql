CREATE TABLE close_extent (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	close_id UUID NOT NULL,
	shift_id UUID NOT NULL,
	series TEXT NOT NULL,
	value BIGINT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE close_extent IS 'How much of a shift its close knew: what came from its window later is late'
;;
COMMENT ON COLUMN close_extent.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN close_extent.series IS 'of journal entries'
;;
COMMENT ON COLUMN close_extent.value IS 'the last entry of the shift in this series when it was closed'
;;
COMMENT ON COLUMN close_extent.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN close_extent.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN close_extent.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN close_extent.received_at IS 'when the centre stored it'
;;
CREATE TABLE close_taken_back (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	shift_id UUID NOT NULL,
	ruling_id UUID NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE close_taken_back IS 'A shift that was closed at two windows: the close of this id is posted back'
;;
COMMENT ON COLUMN close_taken_back.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN close_taken_back.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN close_taken_back.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN close_taken_back.station_id IS 'where it was made'
;;
COMMENT ON COLUMN close_taken_back.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN close_taken_back.ruling_id IS 'the close that holds instead'
;;
COMMENT ON COLUMN close_taken_back.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN close_taken_back.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN close_taken_back.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN close_taken_back.received_at IS 'when the centre stored it'
;;
CREATE TABLE invoice_numbering (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	number TEXT NOT NULL,
	series TEXT NOT NULL,
	value BIGINT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE invoice_numbering IS 'The number the centre gave an invoice that was issued without one; the id is its id'
;;
COMMENT ON COLUMN invoice_numbering.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN invoice_numbering.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN invoice_numbering.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN invoice_numbering.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN invoice_numbering.received_at IS 'when the centre stored it'
;;
CREATE TABLE record_release (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	record_hash TEXT NOT NULL,
	note TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE record_release IS 'A manager lets a record that was kept aside count'
;;
COMMENT ON COLUMN record_release.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN record_release.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN record_release.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN record_release.station_id IS 'where it was made'
;;
COMMENT ON COLUMN record_release.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN record_release.record_hash IS 'the record that was kept aside'
;;
COMMENT ON COLUMN record_release.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN record_release.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN record_release.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN record_release.received_at IS 'when the centre stored it'
;;
CREATE TABLE revocation (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	of_station_id UUID NOT NULL,
	reason TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE revocation IS 'A station was shut out: what it sent before stays, nothing more is taken from it'
;;
COMMENT ON COLUMN revocation.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN revocation.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN revocation.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN revocation.station_id IS 'where it was made'
;;
COMMENT ON COLUMN revocation.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN revocation.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN revocation.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN revocation.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN revocation.received_at IS 'when the centre stored it'
;;
CREATE TABLE station_invitation (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE station_invitation IS 'A manager let one more computer in: a code was made that is good once, for minutes'
;;
COMMENT ON COLUMN station_invitation.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN station_invitation.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN station_invitation.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN station_invitation.station_id IS 'where it was made'
;;
COMMENT ON COLUMN station_invitation.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN station_invitation.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN station_invitation.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN station_invitation.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN station_invitation.received_at IS 'when the centre stored it'
;;
CREATE TABLE station_life (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	of_station_id UUID NOT NULL,
	incarnation TEXT NOT NULL,
	prefix TEXT NOT NULL,
	why TEXT NOT NULL,
	left_incarnation TEXT NOT NULL,
	common_seq BIGINT NOT NULL,
	set_aside BIGINT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE station_life IS 'A station began a new life: it had an old copy of its data, or was copied'
;;
COMMENT ON COLUMN station_life.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN station_life.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN station_life.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN station_life.station_id IS 'where it was made'
;;
COMMENT ON COLUMN station_life.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN station_life.of_station_id IS 'whose life it is'
;;
COMMENT ON COLUMN station_life.incarnation IS 'the stream that begins with this record'
;;
COMMENT ON COLUMN station_life.prefix IS 'what its numbers begin with'
;;
COMMENT ON COLUMN station_life.why IS 'restored, forked, copied'
;;
COMMENT ON COLUMN station_life.left_incarnation IS 'the stream this one goes on from'
;;
COMMENT ON COLUMN station_life.common_seq IS 'the last record of that stream which everybody agrees on'
;;
COMMENT ON COLUMN station_life.set_aside IS 'records above it that are committed again unless others hold them'
;;
COMMENT ON COLUMN station_life.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN station_life.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN station_life.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN station_life.received_at IS 'when the centre stored it'
;;
CREATE TABLE stream_hole (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	of_station_id UUID NOT NULL,
	incarnation TEXT NOT NULL,
	first_seq BIGINT NOT NULL,
	last_seq BIGINT NOT NULL,
	next_hash TEXT NOT NULL,
	note TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash),
	CONSTRAINT stream_hole_is_a_span CHECK (first_seq >= 1 AND last_seq >= first_seq)
)
;;
COMMENT ON TABLE stream_hole IS 'Records of a stream that nobody has any more; a manager approved to go on without'
;;
COMMENT ON COLUMN stream_hole.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN stream_hole.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN stream_hole.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN stream_hole.station_id IS 'where it was made'
;;
COMMENT ON COLUMN stream_hole.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN stream_hole.next_hash IS 'the prev_hash of the first record after it; empty when none is known'
;;
COMMENT ON COLUMN stream_hole.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN stream_hole.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN stream_hole.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN stream_hole.received_at IS 'when the centre stored it'
;;
CREATE TABLE task_answer (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	task_id UUID NOT NULL,
	kind TEXT NOT NULL,
	answer TEXT NOT NULL,
	state TEXT NOT NULL,
	note TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE task_answer IS 'Somebody dealt with a task'
;;
COMMENT ON COLUMN task_answer.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN task_answer.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN task_answer.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN task_answer.station_id IS 'where it was made'
;;
COMMENT ON COLUMN task_answer.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN task_answer.task_id IS 'made from its kind and what it is about, alike at every station'
;;
COMMENT ON COLUMN task_answer.answer IS 'what was chosen'
;;
COMMENT ON COLUMN task_answer.state IS 'what the task was about then: another state asks again'
;;
COMMENT ON COLUMN task_answer.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN task_answer.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN task_answer.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN task_answer.received_at IS 'when the centre stored it'
;;
CREATE TRIGGER close_extent_no_change BEFORE UPDATE OR DELETE ON close_extent FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER close_taken_back_no_change BEFORE UPDATE OR DELETE ON close_taken_back FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER invoice_numbering_no_change BEFORE UPDATE OR DELETE ON invoice_numbering FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER record_release_no_change BEFORE UPDATE OR DELETE ON record_release FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER revocation_no_change BEFORE UPDATE OR DELETE ON revocation FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER station_invitation_no_change BEFORE UPDATE OR DELETE ON station_invitation FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER station_life_no_change BEFORE UPDATE OR DELETE ON station_life FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER stream_hole_no_change BEFORE UPDATE OR DELETE ON stream_hole FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
CREATE TRIGGER task_answer_no_change BEFORE UPDATE OR DELETE ON task_answer FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
