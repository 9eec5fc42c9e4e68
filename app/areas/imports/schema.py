"""Tables of an import while it is staged, checked and applied; local, never sent."""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import day, ident, instant, local_table, whole, words

import_run = local_table(
    "import_run",
    ident("id"),
    words("source", "a name for the system the file comes from"),
    words("kind", "patients or invoices"),
    words("file_name"),
    words("file_sha256"),
    words("plan", "JSON of the read plan: header, columns, dates, amounts"),
    words("state", "staging, checked, applying, applied, dropped"),
    whole("row_count"),
    whole("bad_count"),
    whole("new_count"),
    whole("changed_count"),
    whole("unchanged_count"),
    whole("nothing_owed_count"),
    whole("applied_count"),
    whole("applied_through", "the last line of the file that was applied"),
    whole("total_minor", "sum of the open amounts of new invoices"),
    words("currency"),
    instant("started_at"),
    instant("finished_at", null=True),
    key=["id"],
    comment="One file being brought in",
    indexes=[Index("import_run_file", "file_sha256")],
)

import_row = local_table(
    "import_row",
    ident("run_id"),
    whole("batch", "line of the file by the thousand, so that applied rows are dropped in pieces"),
    whole("line", "line of the file where the row begins, the header is the first"),
    words("source_key", "what the other system calls it"),
    words("other_key", "a patient's account number where the key is another", null=True),
    ident("account_id", "whose an invoice is", null=True),
    words("record", "JSON of the fields"),
    words("state", "new, changed, unchanged, nothing_owed"),
    key=["run_id", "batch", "line"],
    comment="One good row of a file being brought in",
    indexes=[
        Index("import_row_key", "run_id", "source_key"),
        Index("import_row_other", "run_id", "other_key"),
    ],
)

import_problem = local_table(
    "import_problem",
    ident("run_id"),
    whole("line"),
    words("problem", "why the row can't be brought in, in words"),
    words("cells", "JSON of the row's cells that may be kept"),
    key=["run_id", "line"],
    comment="One bad row of a file being brought in",
)

import_known = local_table(
    "import_known",
    words("source"),
    words("kind"),
    words("source_key"),
    words("record", "JSON of the fields as they were last brought in"),
    ident("run_id"),
    key=["source", "kind", "source_key"],
    comment="What a source last said about each thing, so that only differences are applied",
)

import_mapping = local_table(
    "import_mapping",
    words("source"),
    words("kind"),
    words("mapping", "JSON {field: column} and the formats a person chose"),
    key=["source", "kind"],
    comment="The mapping last used for a source",
)

import_layout = local_table(
    "import_layout",
    words("source"),
    words("kind"),
    words("header_key", "SHA-256 of the names of the columns, whatever their order"),
    words("layout", "JSON of what a person chose: columns, formats, encoding, delimiter, quote"),
    instant("used_at"),
    key=["source", "kind", "header_key"],
    comment="How files of one source with one set of columns were read the last time",
)

import_tally = local_table(
    "import_tally",
    ident("run_id"),
    day("as_of", "the business date that opening balances and invoices are booked to"),
    whole("owed_count"),
    whole("owed_minor", "what all good rows of the file say is owed"),
    whole("credit_count"),
    whole("credit_minor", "what all good rows of the file say is in credit, as a positive sum"),
    whole("bad_owed_minor", "what is owed in bad rows, as far as their amounts can be read"),
    whole("bad_credit_minor"),
    whole("bad_unread_count", "bad rows whose amount can't be read"),
    whole(
        "twin_count", "rows that are likely a person who is here already, or is in an earlier row"
    ),
    whole("applied_owed_minor"),
    whole("applied_credit_minor"),
    whole("old_count", "rows the old system counts, as a person typed it", null=True),
    whole("old_owed_minor", null=True),
    whole("old_credit_minor", null=True),
    key=["run_id"],
    comment="What one import adds up to, beside what the old system says",
)

import_twin = local_table(
    "import_twin",
    ident("run_id"),
    whole("line"),
    words("account_number", "whose person the row is likely to be, where that is here already"),
    words("name"),
    whole("other_line", "an earlier row of the file that is likely the same person", null=True),
    key=["run_id", "line"],
    comment="A row that is likely a person who is known already; brought in, never merged",
)
