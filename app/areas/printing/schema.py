"""The tables of papers that count, of how receipts look, and of what a station knows of its
printer's make.
"""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import document_table, fact_table, local_table, made, whole, words, yes_no

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
    whole("baud", "the speed of a serial line"),
    words("parity", "none, even or odd"),
    words("flow", "dtr_dsr, rts_cts, xon_xoff or none"),
    key=["name"],
    comment="What a station knows of its printer's make; without a row the usual",
)

receipt_design = document_table(
    "receipt_design",
    words("language", "of the receipt’s words; empty for the practice’s own"),
    words("second", "none, instead, beside (the patient’s language), or a language"),
    yes_no("services", "whether the names of services stand on receipts"),
    yes_no("address"),
    yes_no("phone"),
    yes_no("station"),
    yes_no("cashier"),
    yes_no("account"),
    yes_no("payer"),
    yes_no("thanks"),
    yes_no("barcode"),
    yes_no("qr"),
    words("logo", "a picture in black and white, one dot a printer’s dot: PNG in base64"),
    comment="How receipts look beside their facts; there is one",
)

receipt_text = document_table(
    "receipt_text",
    words("language", "empty for every language that has no words of its own"),
    words("header", "lines under the name of the practice"),
    words("footer", "lines at the end"),
    words("on_copies", "lines under the mark of a copy"),
    comment="The practice’s own words on receipts in one language",
)
