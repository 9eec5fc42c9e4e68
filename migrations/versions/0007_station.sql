CREATE INDEX journal_entry_rare ON journal_entry (source_type, source_id) WHERE source_type != 'invoice' AND source_type != 'payment'
;;
CREATE INDEX journal_entry_reversing ON journal_entry (source_type) WHERE reverses_entry_id IS NOT NULL
;;
