"""Tables of issued invoices and their lines, of drafts, and of what was cancelled."""

from __future__ import annotations

from sqlalchemy import Index

from app.storage.tables import (
    day,
    document_table,
    fact_table,
    ident,
    instant,
    made,
    view_table,
    whole,
    words,
)

invoice = fact_table(
    "invoice",
    *made(),
    words("number"),
    words("number_series"),
    whole("number_value"),
    words("invoice_type", "patient, insurance, self_pay, institutional"),
    ident("account_id"),
    ident("patient_id"),
    ident("payer_id"),
    words("currency"),
    day("invoice_date"),
    day("due_date"),
    day("service_from", null=True),
    day("service_to", null=True),
    words("encounter_ids", "ids separated by spaces"),
    whole("subtotal_minor"),
    whole("discount_minor"),
    whole("adjustment_minor"),
    whole("tax_minor"),
    whole("total_minor"),
    words("bill_to_name"),
    words("bill_to_address"),
    words("bill_to_phone"),
    words("bill_to_email"),
    words("terms"),
    words("payment_instructions"),
    words("notes"),
    words("footer"),
    words("template", "patient, detailed, summary, institutional"),
    words("generated_by", "person, billing_run, import"),
    words("reference", "an old system's number"),
    comment="The bill as it was issued; what is paid and due follows from the ledger",
    indexes=[
        Index("invoice_account", "account_id", "invoice_date"),
        Index("invoice_number", "number"),
        Index("invoice_date", "invoice_date"),
    ],
)

invoice_line = fact_table(
    "invoice_line",
    ident("invoice_id"),
    whole("line_no"),
    words("line_number", "the invoice's number with the line's"),
    day("service_date", null=True),
    ident("encounter_id", null=True),
    words("code"),
    words("modifiers"),
    words("diagnosis_codes"),
    words("description"),
    whole("quantity_e4", "units in ten-thousandths"),
    whole("unit_price_minor"),
    whole(
        "discount_percent_e4",
        "percent in ten-thousandths, where the discount was a percentage",
        null=True,
    ),
    whole("discount_minor"),
    words("discount_reason"),
    words("tax_class"),
    whole("tax_minor"),
    whole("total_minor"),
    words("currency"),
    words("revenue_gl"),
    ident("charge_id", null=True),
    ident("claim_line_id", null=True),
    ident("authorization_id", null=True),
    ident("stock_item_id", null=True),
    ident("practitioner_id", null=True),
    ident("cost_center_id", null=True),
    comment="One row of an issued invoice",
    indexes=[Index("invoice_line_invoice", "invoice_id")],
)

invoice_cancellation = fact_table(
    "invoice_cancellation",
    *made(),
    ident("invoice_id", takes_back="invoice"),
    ident("account_id"),
    whole("amount_minor", "the total that is owed no more"),
    words("currency"),
    ident("reason_id"),
    words("reason", "as the list said it then"),
    words("notes"),
    comment="An issued invoice taken back by the opposite entry",
    indexes=[Index("invoice_cancellation_invoice", "invoice_id")],
)

invoice_numbering = fact_table(
    "invoice_numbering",
    words("number"),
    words("series"),
    whole("value"),
    comment="The number the centre gave an invoice that was issued without one; the id is its id",
    indexes=[Index("invoice_numbering_number", "number")],
)

invoice_unnumbered = view_table(
    "invoice_unnumbered",
    ident("invoice_id"),
    ident("station_id", "where it was issued"),
    day("business_date", "which says the year in its number"),
    instant("at"),
    key=["invoice_id"],
    comment="Issued invoices that wait for their number from the centre",
)

invoice_draft = document_table(
    "invoice_draft",
    ident("account_id"),
    words("invoice_type", "patient, self_pay"),
    words("currency"),
    day("due_date", null=True),
    words("notes"),
    words("lines", "JSON list of the lines; they are edited together"),
    words("state", "open, issued, discarded"),
    ident("saved_by"),
    day("saved_on", "the business date of the last saving"),
    comment="Charges that are being written; its id becomes the invoice's",
    indexes=[Index("invoice_draft_account", "account_id")],
)

invoice_hold = view_table(
    "invoice_hold",
    ident("invoice_id", "or the form whose payment it would be"),
    ident("attempt_id", "the open attempt to charge a card for it"),
    ident("station_id", "the window that began it"),
    instant("at", "when it was begun"),
    key=["invoice_id", "attempt_id"],
    comment="Invoices that take no other payment while a card may be charged for them",
)
