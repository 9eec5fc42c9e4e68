"""Tables of what people answered to tasks, and of what is seen at once when it is written: numbers
given twice, and edits made without knowing of one another.
"""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import fact_table, ident, made, view_table, words

task_answer = fact_table(
    "task_answer",
    *made(),
    ident("task_id", "made from its kind and what it is about, alike at every station"),
    words("kind"),
    words("answer", "what was chosen"),
    words("state", "what the task was about then: another state asks again"),
    words("note"),
    comment="Somebody dealt with a task",
    indexes=[Index("task_answer_task", "task_id")],
)

number_twice = view_table(
    "number_twice",
    words(
        "kind", "receipt, invoice, deposit, journal_entry, account; item: what is in bags; brought"
    ),
    words("number", "for an item its source; for what was brought in of an old system its account"),
    key=["kind", "number"],
    comment="What stands twice and should stand once; found as it is written, mostly by triggers",
)

edit_apart = view_table(
    "edit_apart",
    ident("document_id"),
    words("field"),
    ident("edit_id", "the edit that did not know of the one before it"),
    key=["document_id", "field", "edit_id"],
    comment="Edits of a field that were made apart from one another",
)

NUMBERED: dict[str, tuple[str, str, str]] = {
    "receipt": ("payment", "number", ""),
    "invoice": ("invoice", "number", ""),
    "deposit": ("deposit", "number", ""),
    "journal_entry": ("journal_entry", "number", "source_type = 'manual'"),
    "account": ("account", "number", ""),
    "item": ("deposit_item", "source_id", ""),
}
"""(table, column, which rows of it) behind each kind of number. An entry that the program posts
stands behind a paper with a number of its own.
"""


def _twice(kind: str) -> str:
    """An insert finds another row of its number."""
    table, column, where = NUMBERED[kind]
    within = f"NEW.{where} AND " if where else ""
    there = f" AND {where}" if where else ""
    return (
        f"CREATE TRIGGER {table}_number_twice AFTER INSERT ON {table} WHEN {within}"  # noqa: S608
        f"NEW.{column} <> '' AND EXISTS (SELECT 1 FROM {table} "
        f"WHERE {column} = NEW.{column}{there} AND id <> NEW.id) "
        f"BEGIN INSERT OR IGNORE INTO number_twice VALUES ('{kind}', NEW.{column}); END"
    )


_LATER = (
    (
        "CREATE TRIGGER invoice_numbering_twice AFTER INSERT ON invoice_numbering WHEN EXISTS "
        "(SELECT 1 FROM invoice WHERE number = NEW.number AND id <> NEW.id) OR EXISTS "
        "(SELECT 1 FROM invoice_numbering WHERE number = NEW.number AND id <> NEW.id) "
        "BEGIN INSERT OR IGNORE INTO number_twice VALUES ('invoice', NEW.number); END"
    ),
    (
        "CREATE TRIGGER invoice_twice_given AFTER INSERT ON invoice WHEN NEW.number <> '' AND "
        "EXISTS "
        "(SELECT 1 FROM invoice_numbering WHERE number = NEW.number AND id <> NEW.id) "
        "BEGIN INSERT OR IGNORE INTO number_twice VALUES ('invoice', NEW.number); END"
    ),
)
"""The centre may have given an invoice its number later."""
_RENUMBERED = (
    "CREATE TRIGGER account_renumbered AFTER UPDATE OF number ON account "
    "WHEN NEW.number <> OLD.number BEGIN "
    "DELETE FROM number_twice WHERE kind = 'account' AND number = OLD.number "
    "AND (SELECT count(*) FROM account WHERE number = OLD.number) < 2; "
    "INSERT OR IGNORE INTO number_twice SELECT 'account', NEW.number WHERE NEW.number <> '' "
    "AND EXISTS (SELECT 1 FROM account WHERE number = NEW.number AND id <> NEW.id); END"
)
number_twice.info["after"] = [*map(_twice, NUMBERED), *_LATER, _RENUMBERED]
