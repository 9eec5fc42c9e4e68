"""What a station keeps about the centre: where it is, and how far it has this log."""

from __future__ import annotations

from app.storage.tables import ident, instant, local_table, whole, words, yes_no

central_link = local_table(
    "central_link",
    whole("one", "always 1"),
    words("address", "where the centre is, as libpq reads it, without a password"),
    words("role", "what this station signs in as"),
    words("secret", "its password, where the computer has no keyring; else empty"),
    instant("joined_at"),
    key=["one"],
    comment="The centre this station sends to",
)

central_trust = local_table(
    "central_trust",
    whole("one", "always 1"),
    words("ca", "the certificates of the practice's authority as PEM, or system"),
    key=["one"],
    comment="Whose certificate the centre must show",
)

central_version = local_table(
    "central_version",
    whole("one", "always 1"),
    words("schema_revision", "the schema of the centre, as last heard"),
    words("min_version", "the oldest program that may take in what is there; empty for any"),
    key=["one"],
    comment="How new the centre is",
)

central_state = local_table(
    "central_state",
    whole("one", "always 1"),
    words("incarnation", "the stream that `have` and `hash` are of"),
    whole("have", "the last record of this stream that the centre has"),
    words("hash"),
    words("epoch", "changes with every failover or restore of the centre"),
    instant("last_contact", null=True),
    whole("clock_off_ms", "this clock less the centre's"),
    words("trouble", "what keeps it away, in words; empty when nothing does"),
    words("trouble_side", "line, push or pull; empty when nothing is wrong"),
    instant("trouble_since", null=True),
    key=["one"],
    comment="How far the centre has this station's log, and since when it is away",
)

stream_head = local_table(
    "stream_head",
    ident("station"),
    words("incarnation"),
    whole("have", "the last record of the stream that the centre has"),
    words("hash"),
    whole("safe", "the last record that a verified backup of the centre has"),
    instant("seen_at"),
    key=["station", "incarnation"],
    comment="How far the centre has every stream, as it said last",
)

journal_copy = local_table(
    "journal_copy",
    whole("one", "always 1"),
    words("folder", "on another disk or share"),
    words("trouble", "what keeps it from being written, in words; empty when nothing does"),
    instant("trouble_since", null=True),
    key=["one"],
    comment="Where this station keeps a second copy of its log",
)

digest_run = local_table(
    "digest_run",
    whole("one", "always 1"),
    instant("at"),
    key=["one"],
    comment="When the books here were last compared with the centre's, all of them",
)

digest_difference = local_table(
    "digest_difference",
    words("kind", "the table"),
    words("bucket", "the month, or the last two digits of the ids where rows have no day"),
    whole("here", "rows that count at this station"),
    whole("there", "rows at the centre"),
    whole("here_minor", "their money"),
    whole("there_minor"),
    whole("taken", "rows that were brought here"),
    whole("given", "records the centre was asked to apply again"),
    yes_no("mended", "whether both agree since"),
    instant("seen_at"),
    key=["kind", "bucket"],
    comment="Where the rows here and at the centre differed though both had the same records",
)

records_saved = local_table(
    "records_saved",
    whole("one", "always 1"),
    words("digest", "SHA-256 of the newest file of records, as hex"),
    words("hashes", "JSON: the records in it"),
    instant("at"),
    key=["one"],
    comment="Which records were saved into a file to carry, and into which",
)

neighbour = local_table(
    "neighbour",
    ident("station_id", "the other window"),
    words("code", "what its numbers begin with"),
    words("part", "keeper: it keeps our records; kept: we keep its records"),
    words("address", "host:port of a keeper; empty for one whose records are kept here"),
    words("key", "what both talk under, 64 hex digits"),
    words("trouble", "in words; empty when nothing is wrong"),
    instant("heard_at", null=True),
    key=["station_id", "part"],
    comment="Which window keeps an encrypted copy of which window's unsent records",
)

neighbour_record = local_table(
    "neighbour_record",
    ident("station"),
    words("incarnation"),
    whole("seq"),
    whole("v"),
    ident("organization"),
    whole("hlc"),
    instant("at"),
    ident("actor"),
    words("action"),
    words("body"),
    words("prev_hash"),
    words("hash"),
    words("mac"),
    key=["station", "incarnation", "seq", "hash"],
    comment="A neighbour's records that the centre did not have when they came; not counted here",
)

listening = local_table(
    "listening",
    whole("one", "always 1"),
    whole("port", "where neighbours find this station"),
    key=["one"],
    comment="Stands here while this station keeps records of neighbours",
)

arrival = local_table(
    "arrival",
    whole("one", "always 1"),
    whole("percent", "how much of the older history has come, about; 0 where nobody can say"),
    key=["one"],
    comment="How far the books have come to a station that works already while they come",
)
