"""The tables of papers that count, and of what a station knows of its printer's make."""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import fact_table, local_table, made, whole, words, yes_no

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

printer_detail = local_table(
    "printer_detail",
    words("name", "receipt: the printer of this station"),
    words("host", "the print server of a CUPS queue; empty for this computer"),
    words("profile", "the model it was set up from; empty for values of one's own"),
    whole("dots", "how many dots wide the paper is; 0 for as wide as its columns"),
    words("font", "a or b: the letters its columns are counted in"),
    whole("table_number", "what ESC t takes for the code table; -1 for the usual number"),
    words("sensor", "none, open_low or open_high: what the drawer's switch says when it is open"),
    words("ack", "gs_r, epson_h or none: how it says that all was worked through"),
    yes_no("real_time_kick", "whether it opens the drawer even without paper"),
    yes_no("qr", "whether it makes QR codes of its own"),
    whole("baud", "the speed of a serial line"),
    words("parity", "none, even or odd"),
    words("flow", "dtr_dsr, rts_cts, xon_xoff or none"),
    key=["name"],
    comment="What a station knows of its printer's make; without a row the usual",
)
