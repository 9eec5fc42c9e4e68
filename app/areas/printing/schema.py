"""The table of papers that count: each slip, Z and day sheet that anybody saw or had on paper."""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import fact_table, made, whole, words

paper_issue = fact_table(
    "paper_issue",
    *made(),
    words("number", "the audit number that stands on it"),
    words("number_series"),
    whole("number_value"),
    words("doc_kind", "deposit_slip, drawer_report, day_sheet, deposit_report …"),
    words("doc_id", "the id of the document, or its day"),
    words("how", "printed, previewed, saved"),
    whole("copy_no", "0 for the original, then copies; what was looked at counts down from -1"),
    whole("head_seq", "the last record of this station's log before it"),
    words("head_hash"),
    comment="A paper that carries an audit number and the head of the log",
    indexes=[Index("paper_issue_doc", "doc_id", "doc_kind")],
)
