"""Tables of what happens to stations themselves: every one a record in somebody's own stream."""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import check, fact_table, ident, made, whole, words

station_life = fact_table(
    "station_life",
    *made(),
    ident("of_station_id", "whose life it is"),
    words("incarnation", "the stream that begins with this record"),
    words("prefix", "what its numbers begin with"),
    words("why", "restored, forked, copied"),
    words("left_incarnation", "the stream this one goes on from"),
    whole("common_seq", "the last record of that stream which everybody agrees on"),
    whole("set_aside", "records above it that are committed again unless others hold them"),
    comment="A station began a new life: it had an old copy of its data, or was copied",
    indexes=[Index("station_life_of", "of_station_id")],
)

revocation = fact_table(
    "revocation",
    *made(),
    ident("of_station_id"),
    words("reason"),
    comment="A station was shut out: what it sent before stays, nothing more is taken from it",
    indexes=[Index("revocation_of", "of_station_id")],
)

record_release = fact_table(
    "record_release",
    *made(),
    words("record_hash", "the record that was kept aside"),
    words("note"),
    comment="A manager lets a record that was kept aside count",
    indexes=[Index("record_release_of", "record_hash")],
)

record_set_aside = fact_table(
    "record_set_aside",
    *made(),
    ident("of_station_id", "whose record it is"),
    words("incarnation"),
    whole("seq"),
    words("record_hash", "the very record, and no other that may come to stand there"),
    words("why", "what the centre said when it could not take it; empty when not known"),
    words("note"),
    check("record_set_aside_is_one", "seq >= 1"),
    comment="A manager lets the centre keep a record aside that it can't take",
    indexes=[Index("record_set_aside_of", "record_hash")],
)

stream_hole = fact_table(
    "stream_hole",
    *made(),
    ident("of_station_id"),
    words("incarnation"),
    whole("first_seq"),
    whole("last_seq"),
    words("next_hash", "the prev_hash of the first record after it; empty when none is known"),
    words("note"),
    check("stream_hole_is_a_span", "first_seq >= 1 AND last_seq >= first_seq"),
    comment="Records of a stream that nobody has any more; a manager approved to go on without",
)

station_invitation = fact_table(
    "station_invitation",
    *made(),
    comment="A manager let one more computer in: a code was made that is good once, for minutes",
)
