"""Tables of what this station keeps about its own backups: which there are, and where a second copy
of each goes.
"""

from __future__ import annotations

from app.storage.tables import instant, local_table, whole, words

backup_file = local_table(
    "backup_file",
    words("place", "home: in the data folder; second: on another disk or share"),
    words("name", "of the file"),
    instant("made_at"),
    words("why", "hour, close, proof, hand or found: it was there"),
    whole("bytes"),
    whole("log_seq", "the last record of this station in it"),
    words("log_hash"),
    instant("proven_at", "when every promise was looked at in it", null=True),
    whole("findings", "what was wrong then"),
    words("words", "the first of it"),
    key=["place", "name"],
    comment="A backup of this station that is there",
)

backup_keeping = local_table(
    "backup_keeping",
    whole("one", "always 1"),
    words("second_folder", "on another disk or share; empty for none"),
    words("trouble", "why the last backup was not made, in words; empty when it was"),
    instant("trouble_since", null=True),
    words("second_trouble", "the same of the second place"),
    instant("second_since", null=True),
    instant("tried_at", "when a backup was last begun", null=True),
    key=["one"],
    comment="How the backups of this station are kept",
)

last_verify = local_table(
    "last_verify",
    whole("one", "always 1"),
    instant("at"),
    whole("findings"),
    words("words", "the verdict in a sentence"),
    key=["one"],
    comment="What was found when every promise was looked at here last",
)
