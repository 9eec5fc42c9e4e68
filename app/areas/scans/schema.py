"""The table of this station's scanner."""

from __future__ import annotations

from app.storage.tables import local_table, whole, words, yes_no

scanner = local_table(
    "scanner",
    words("name", "always scanner"),
    yes_no("is_on", "whether a scanner is told from typing"),
    whole("gap_ms", "keys less apart come from it"),
    whole("least", "so many keys are a code"),
    words("prefix", "what it types before every code"),
    words("suffix", "what it types after every code, beside Enter or Tab"),
    key=["name"],
    comment="How this station tells its scanner from hands",
)
