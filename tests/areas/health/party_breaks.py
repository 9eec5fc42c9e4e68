"""What breaks the promises about accounts of one person."""

from __future__ import annotations

PARTY_BREAKS = (
    ("parties.accounts", "a patient gone", ("DELETE FROM patient WHERE rowid = 1",)),
    ("parties.numbers", "one number for two", (
        "UPDATE account SET number = 'OLD-9' WHERE rowid = 1",)),
    ("parties.merges", "a merge with nobody", (
        ("INSERT INTO account_merge VALUES ('x', x'00', '2026-01-05T09:00:00.000000Z', "
        "'2026-01-05', 'y', 'z', 'nobody', 'none', 'Twice')"),)),
    ("views.account_alias", "one stands for another whom nobody merged", (
        "INSERT INTO account_alias VALUES ('x', 'y')",)),
)  # fmt: skip
