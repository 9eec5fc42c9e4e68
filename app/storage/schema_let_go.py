"""What stays of records that were let go: who edited which document, and what was carried."""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import ident, instant, local_table, whole, words

edit_kept = local_table(
    "edit_kept",
    ident("station"),
    words("incarnation"),
    whole("seq"),
    instant("at"),
    ident("actor"),
    words("action"),
    words("body", "the record's rows of documents alone"),
    ident("of_station", "who wrote them: another station where the record carried one of its"),
    whole("of_seq"),
    key=["station", "incarnation", "seq"],
    comment="What records that were let go said of documents, for their histories",
)

carrier_let_go = local_table(
    "carrier_let_go",
    words("hash", "the record that was carried"),
    ident("station"),
    words("incarnation"),
    whole("seq"),
    instant("at"),
    key=["hash", "station", "incarnation", "seq"],
    comment="Which records live on at the centre inside records that were let go here",
    indexes=[Index("carrier_let_go_at", "at")],
)

let_go_run = local_table(
    "let_go_run",
    whole("one", "always 1"),
    instant("at"),
    key=["one"],
    comment="When this station last let go of old records, all that could go",
)
