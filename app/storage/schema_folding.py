"""Local tables of what a station keeps in sums instead of line by line, because its details are
kept elsewhere.
"""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import blob, day, ident, instant, local_table, whole, words

FORWARD = "EXISTS (SELECT 1 FROM forward_entry WHERE id = {0})"
"""Whether the entry of an SQL expression only brings sums forward."""
IN_SUMS = "EXISTS (SELECT 1 FROM folded_entry WHERE entry_id = {0}) OR " + FORWARD
"""Whether the lines of that entry may come and go: they are folded, or they are the sums."""

folded_entry = local_table(
    "folded_entry",
    ident("entry_id", "the journal entry, which stays here itself"),
    blob("lines", "id (16 bytes) and content hash (32) of each of its lines"),
    key=["entry_id"],
    comment="Entries whose lines are not here: what they add up to is in those of forward_entry",
)

forward_entry = local_table(
    "forward_entry",
    ident("id", "a journal entry that is no fact and stands in no record"),
    key=["id"],
    comment="Entries made here that bring forward what folded entries add up to",
)

forward_zero = local_table(
    "forward_zero",
    ident("id", "what the line would have, had it an amount"),
    whole("lines", "how many folded lines it stands for"),
    words("gl_code"),
    words("currency"),
    ident("account_id", null=True),
    ident("invoice_id", null=True),
    ident("shift_id", null=True),
    ident("deposit_id", null=True),
    key=["id"],
    comment="Sums of folded lines that are nought: something was posted there, and nothing is left",
)
for _name in ("account_id", "invoice_id", "shift_id", "deposit_id"):
    Index(
        f"forward_zero_{_name.removesuffix('_id')}",
        forward_zero.c[_name],
        sqlite_where=forward_zero.c[_name].is_not(None),
    )

detail_wanted = local_table(
    "detail_wanted",
    ident("entry_id"),
    instant("since"),
    key=["entry_id"],
    comment="Folded entries whose lines must come back before a record can be applied",
)

detail_scope = local_table(
    "detail_scope",
    whole("one", "always 1"),
    words("sites", "JSON list of the sites besides its own whose details are kept here", null=True),
    whole("months", "how many months of them before the running one; 0 for all"),
    instant("since"),
    key=["one"],
    comment="Of what this station keeps every journal line; without a row of everything",
)

arriving_sums = local_table(
    "arriving_sums",
    whole("one", "always 1"),
    words("cuts", "JSON: before which day the entries of each station come in sums"),
    key=["one"],
    comment="What comes in sums alone while the books are still on their way here",
)

detail_kept = local_table(
    "detail_kept",
    ident("account_id"),
    day("until"),
    key=["account_id"],
    comment="Accounts whose lines were fetched to be looked at, and stay until then",
)
