CREATE TABLE setting_reason (
	organization_id UUID NOT NULL,
	id UUID NOT NULL,
	content_hash BYTEA NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	business_date DATE NOT NULL,
	station_id UUID NOT NULL,
	made_by UUID NOT NULL,
	key TEXT NOT NULL,
	value TEXT NOT NULL,
	reason TEXT NOT NULL,
	from_station_id UUID NOT NULL,
	from_incarnation TEXT NOT NULL,
	from_seq BIGINT NOT NULL,
	received_at TIMESTAMP WITH TIME ZONE NOT NULL,
	PRIMARY KEY (organization_id, id, content_hash)
)
;;
COMMENT ON TABLE setting_reason IS 'Why a person changed a setting that is a control'
;;
COMMENT ON COLUMN setting_reason.content_hash IS 'SHA-256 over the content columns'
;;
COMMENT ON COLUMN setting_reason.at IS 'when it was committed, by the station''s clock'
;;
COMMENT ON COLUMN setting_reason.business_date IS 'the day it is booked to'
;;
COMMENT ON COLUMN setting_reason.station_id IS 'where it was made'
;;
COMMENT ON COLUMN setting_reason.made_by IS 'the user who did it'
;;
COMMENT ON COLUMN setting_reason.value IS 'what it was set to; empty means the default'
;;
COMMENT ON COLUMN setting_reason.from_station_id IS 'the stream that brought it: station'
;;
COMMENT ON COLUMN setting_reason.from_incarnation IS 'the stream that brought it: incarnation'
;;
COMMENT ON COLUMN setting_reason.from_seq IS 'the stream that brought it: record'
;;
COMMENT ON COLUMN setting_reason.received_at IS 'when the centre stored it'
;;
CREATE TRIGGER setting_reason_no_change BEFORE UPDATE OR DELETE ON setting_reason FOR EACH ROW EXECUTE FUNCTION refuse_change()
;;
