"""What a station keeps about the centre: where it is, and how far it has this log."""

from __future__ import annotations

from app.storage.tables import instant, local_table, whole, words, yes_no

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

journal_copy = local_table(
    "journal_copy",
    whole("one", "always 1"),
    words("folder", "on another disk or share"),
    words("trouble", "what keeps it from being written, in words; empty when nothing does"),
    instant("trouble_since", null=True),
    key=["one"],
    comment="Where this station keeps a second copy of its log",
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
