"""Tables of an import while it is staged, checked and applied; local, never sent."""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import ident, instant, local_table, whole, words

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
