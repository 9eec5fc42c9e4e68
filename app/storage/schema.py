"""The tables of the storage room itself: who this station is, its log, its commands, numbers and
print jobs.
"""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import (
    blob,
    ident,
    instant,
    local_table,
    view_table,
    whole,
    words,
    yes_no,
)

this_station = local_table(
    "this_station",
    whole("one", "always 1"),
    ident("organization_id"),
    ident("site_id"),
    ident("station_id"),
    words("station_code", "W1, the stem of this station's numbers"),
    words("database_id", "random, made with the file"),
    yes_no("demo", "a practice to try things on"),
    key=["one"],
    comment="Which station this database belongs to",
)

stream = local_table(
    "stream",
    words("incarnation", "128 random bits as 32 hex digits"),
    whole("ordinal", "1 for the first life of this station"),
    words("prefix", "what this incarnation's numbers begin with"),
    instant("started_at"),
    words("why", "set up, restored, forked"),
    yes_no("current"),
    key=["incarnation"],
    comment="The incarnations of this station; one is current",
)

station_log = local_table(
    "station_log",
    ident("station"),
    words("incarnation"),
    whole("seq", "gap-free from 1 in a stream"),
    whole("v", "version of the envelope"),
    ident("organization"),
    whole("hlc", "hybrid logical clock in ms"),
    instant("at"),
    ident("actor"),
    words("action"),
    words("body", "canonical JSON of the rows written, as the exact bytes hashed"),
    words("prev_hash"),
    words("hash"),
    words("mac"),
    key=["station", "incarnation", "seq"],
    comment="One record for each committed action: outbox, audit trail and tamper evidence",
    indexes=[Index("station_log_at", "at")],
)
station_log.info["after"] = [
    (
        "CREATE TRIGGER station_log_no_change BEFORE UPDATE ON station_log "
        "BEGIN SELECT RAISE(ABORT, 'the station log is never changed'); END"
    ),
    (
        "CREATE TRIGGER station_log_leaves BEFORE DELETE ON station_log WHEN NOT EXISTS "
        "(SELECT 1 FROM orphan AS o WHERE o.hash = OLD.hash AND o.body = OLD.body "
        "AND o.mac = OLD.mac AND o.prev_hash = OLD.prev_hash) AND NOT EXISTS "
        "(SELECT 1 FROM stream_anchor AS a, this_station AS t WHERE a.station = OLD.station "
        "AND a.incarnation = OLD.incarnation AND a.seq >= OLD.seq AND t.station_id <> OLD.station) "
        "BEGIN SELECT RAISE(ABORT, 'the station log is never changed'); END"
    ),
]

orphan = local_table(
    "orphan",
    words("hash"),
    ident("station"),
    words("incarnation"),
    whole("seq"),
    whole("v"),
    ident("organization"),
    whole("hlc"),
    instant("at"),
    ident("actor"),
    words("action"),
    words("body", "the exact bytes"),
    words("prev_hash"),
    words("mac"),
    instant("moved_at"),
    yes_no("applied", "whether what it says stands in the tables here"),
    words("why", "the words of the centre where it kept the record aside and it was not applied"),
    key=["hash"],
    comment="Records of a branch that everybody else knows otherwise, until a live stream has them",
)

orphan_fact = local_table(
    "orphan_fact",
    ident("fact_id"),
    blob("content_hash"),
    key=["fact_id", "content_hash"],
    comment="Facts that no record of the log tells of, only orphans do; they count",
)

carried_record = view_table(
    "carried_record",
    words("hash", "the record that was carried"),
    ident("station", "whose stream has it now"),
    words("incarnation"),
    whole("seq"),
    key=["hash", "station", "incarnation", "seq"],
    comment="Which records live on inside another record, and where",
)

uncounted = local_table(
    "uncounted",
    words("fact_table"),
    ident("fact_id"),
    blob("content_hash"),
    words("why", "other content, quarantined, orphaned"),
    key=["fact_table", "fact_id", "content_hash"],
    comment="Facts that are kept but do not count; every view and sum leaves them out",
)

record_verdict = local_table(
    "record_verdict",
    ident("station"),
    words("incarnation"),
    whole("seq"),
    words("why", "the centre's words"),
    yes_no("applied", "written here before the centre judged it: its facts are in uncounted"),
    instant("at"),
    key=["station", "incarnation", "seq"],
    comment="Records of the log that the centre keeps aside: they count nowhere",
)

stream_anchor = local_table(
    "stream_anchor",
    ident("station"),
    words("incarnation"),
    whole("seq", "the last record that is not held: what it wrote was taken over with the tables"),
    words("hash", "of that record, which the first held one goes on from"),
    key=["station", "incarnation"],
    comment="Where a held stream begins when a station took over tables instead of its records",
)

stream_gap = local_table(
    "stream_gap",
    ident("station"),
    words("incarnation"),
    whole("first_seq", "the first record that the centre lacks"),
    whole("last_seq"),
    words("next_hash", "the prev_hash of the first record after them"),
    instant("next_at", "when that one was made"),
    words("next_action"),
    ident("next_actor"),
    instant("seen_at"),
    key=["station", "incarnation"],
    comment="Streams that can't go on here or at the centre because records between are missing",
)

life_left = local_table(
    "life_left",
    words("incarnation", "a life of this station"),
    whole("common", "the last record of it that was written here; later ones are another copy's"),
    key=["incarnation"],
    comment="Lives of this station that were replaced: another copy went on with them",
)

stuck_record = local_table(
    "stuck_record",
    ident("station"),
    words("incarnation"),
    whole("seq"),
    words("hash"),
    words("why", "what the centre said, as a sentence"),
    instant("since"),
    instant("seen_at", "when it was last tried"),
    key=["station", "incarnation"],
    comment="A record of this station that the centre can't take though it answers",
)

taking_over = local_table(
    "taking_over",
    whole("one", "always 1"),
    words("epoch", "of the centre when it began; another one means to begin again"),
    words("stage", "tables, records, views, done"),
    instant("began_at"),
    key=["one"],
    comment="How far a new station has taken over the books of the centre",
)

taken_table = local_table(
    "taken_table",
    words("name", "the table of facts or documents"),
    words("after_id", "the last key that was copied"),
    words("after_hash", "likewise, of a fact; else empty"),
    whole("rows", "facts or documents that came with the table and not with a record"),
    whole("tally", "the sum of their content hashes, as numbers of 56 bits"),
    yes_no("done"),
    key=["name"],
    comment="What of each table was copied from the centre: what explains facts older than the log",
)

row_aside = local_table(
    "row_aside",
    ident("station"),
    words("incarnation"),
    whole("seq"),
    whole("row_no", "the row of the record, from 1"),
    words("why", "repeat, unknown, early, odd, field (merging)"),
    words("record_type"),
    words("row_id"),
    key=["station", "incarnation", "seq", "row_no"],
    comment="Rows of received records that stand in no table of their own",
    indexes=[Index("row_aside_waiting", "why", "row_id")],
)

heard_clock = local_table(
    "heard_clock",
    whole("one", "always 1"),
    whole("hlc", "the latest of any record of another stream"),
    key=["one"],
    comment="What the next record's clock must be above, so that causes come first",
)

enrolled = local_table(
    "enrolled",
    whole("one", "always 1"),
    instant("at"),
    key=["one"],
    comment="Stands here when this station came into a practice that had one already",
)

command = local_table(
    "command",
    ident("id", "the id of the intent, made when the form opened"),
    words("action"),
    blob("content_hash", "SHA-256 over the command without its confirmations"),
    words("answer", "the first answer as JSON"),
    instant("at"),
    key=["id"],
    comment="Every command carried out, so that the same one gets the same answer",
)

number_series = local_table(
    "number_series",
    words("kind", "receipt, invoice, shift, journal_entry, account …"),
    words("series", "the pattern with all places filled but the number, JE-2026-{n}"),
    whole("next_value"),
    key=["kind", "series"],
    comment="The next number of each series of this incarnation",
)

number_pattern = view_table(
    "number_pattern",
    words("kind", "receipt, invoice, shift, journal_entry, account …"),
    words("pattern", "such as INV-{n:05}"),
    key=["kind"],
    comment="How the practice writes its numbers, from its settings",
)

print_job = local_table(
    "print_job",
    ident("id"),
    words("doc_kind", "receipt, cash_movement, drawer_report, test_page, drawer_kick"),
    ident("doc_id"),
    whole("copy_no", "0 for the original"),
    words("printer", "the printer it goes to, or screen"),
    words("state", "queued, checking, sending, printed … (print_jobs.JobState)"),
    words("error", "what holds it up, as a word of print_jobs.Trouble; empty when nothing"),
    blob("bytes_sha", "SHA-256 of what was sent or is about to be", null=True),
    ident("made_by"),
    instant("at"),
    words("why", "what a drawer was opened for"),
    words("title", "what the paper is called, once it is laid out"),
    blob("content", "the printer's bytes, until they are printed", null=True),
    whole("tries", "how often nothing of it could be sent"),
    instant("since", "when it came into its state"),
    key=["id"],
    comment="What waits to be printed, and what became of it",
    indexes=[
        Index("print_job_doc", "doc_id"),
        Index("print_job_state", "state"),
    ],
)

printer = local_table(
    "printer",
    words("name", "receipt: the printer of this station"),
    words("kind", "screen, file or tcp"),
    words("address", "host and port, or a path"),
    whole("columns", "32, 42 or 48"),
    words("code_table", "the letters it has of its own"),
    yes_no("cutter"),
    whole("drawer_pin", "2 or 5 of the drawer's plug; 0 without a drawer"),
    whole("pulse_ms", "how long the drawer's magnet is fed"),
    words("answers", "whether it ever says how it is: unknown, yes, no"),
    words("condition", "what it said last, as a word of print_jobs.Trouble"),
    key=["name"],
    comment="Where this station prints; without a row on the screen",
)

office_printer = local_table(
    "office_printer",
    words("name", "office: the printer for slips, letters and reports"),
    words("kind", "none, cups or windows"),
    words("host", "the print server; empty for this computer"),
    words("queue", "the printer by its exact name"),
    words("condition", "what holds it up, as a word of print_jobs.Trouble"),
    words("said", "the same in the printer's own words"),
    key=["name"],
    comment="Where this station prints whole pages; without a row they are saved as PDF",
)

office_job = local_table(
    "office_job",
    ident("id", "the print_job"),
    words("paper", "letter or a4, as it was laid out for"),
    words("host", "the print server it was sent to; empty for this computer and before"),
    words("queue", "the printer it was sent to; empty before"),
    whole("number", "the print service's own number of it; 0 before it told one"),
    words("said", "what the printer last said about it, in its own words"),
    key=["id"],
    comment="What a print service knows about a page that was sent to it",
)

document_edit = view_table(
    "document_edit",
    ident("document_id"),
    ident("station"),
    words("incarnation"),
    whole("seq"),
    key=["document_id", "station", "incarnation", "seq"],
    comment="Which records of the log wrote a document; what imports made new is left out",
)

search_key = view_table(
    "search_key",
    words("key", "folded number, phone or date, as people type it"),
    words("kind", "account, receipt, invoice, check, phone, birth_date, external"),
    ident("entity_id"),
    ident("account_id"),
    words("shown", "the key as it is written"),
    key=["key", "kind", "entity_id"],
    comment="Numbers that find an account",
    indexes=[Index("search_key_account", "account_id")],
)

search_name = view_table(
    "search_name",
    whole("row", "rowid in the full-text table search_word"),
    ident("account_id"),
    words("folded", "the name without accents and case, and what else finds it by a word"),
    words("filed", "the same with the family name first, as lists sort it"),
    key=["row"],
    comment="Folded names; search_word indexes their words",
    indexes=[
        Index("search_name_account", "account_id", unique=True),
        Index("search_name_filed", "filed", "account_id"),
    ],
)
_SEARCH_WORD = (
    "CREATE VIRTUAL TABLE search_word USING fts5(folded, content='', contentless_delete=1, "
    "prefix='1 2 3', tokenize=\"unicode61 remove_diacritics 0\")"
)
_SEARCH_VOCABULARY = "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_word, 'row')"
search_name.info["after"] = [_SEARCH_WORD, _SEARCH_VOCABULARY]

search_made = local_table(
    "search_made",
    words("name", "accounts: what finds them by name, number, phone and day"),
    whole("version", "how it was derived last"),
    key=["name"],
    comment="Which way of making the views that find was used here last",
)
