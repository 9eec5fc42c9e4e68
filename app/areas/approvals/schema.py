"""The table of approvals."""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import fact_table, ident, made, words

approval = fact_table(
    "approval",
    *made(),
    ident("for_command", "the one command it is good for"),
    words("key", "what was asked, with its amount"),
    ident("requested_by", "never the one who approves"),
    words("words", "what the approver read"),
    comment="A second person agreed to one command of somebody else",
    indexes=[Index("approval_for_command", "for_command")],
)
