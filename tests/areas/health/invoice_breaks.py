"""How promises about services, drafts and cancelled invoices are broken, one thing at a time."""

from __future__ import annotations

_CANCELLED = "(SELECT invoice_id FROM invoice_cancellation)"

INVOICE_BREAKS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("catalog.codes", "one code for two", ("UPDATE service SET code = '99213'",)),
    ("catalog.tax_classes", "a class without a rate", (
        "UPDATE service SET tax_class = 'luxury' WHERE code = '99213'",)),
    ("invoices.cancellations", "cancelled twice", (
        ("INSERT INTO invoice_cancellation SELECT 'x', content_hash, at, business_date, "
        "station_id, made_by, invoice_id, account_id, amount_minor, currency, reason_id, reason, "
        "notes FROM invoice_cancellation"),)),
    ("invoices.cancellations", "a cancellation gone", ("DELETE FROM invoice_cancellation",)),
    ("invoices.cancellations", "another sum", (
        "UPDATE invoice_cancellation SET amount_minor = amount_minor - 1",)),
    ("invoices.cancellations", "on another day", (
        "UPDATE invoice_cancellation SET business_date = '2001-01-01'",)),
    ("invoices.cancellations", "it reverses something else", (
        ("UPDATE journal_entry SET reverses_entry_id = 'x' WHERE source_type = 'invoice' "
        "AND reverses_entry_id IS NOT NULL"),)),
    ("invoices.opposites", "revenue kept", (
        ("UPDATE journal_line SET gl_code = '4200' WHERE gl_code = '4010' AND amount_minor > 0"),)),
    ("invoices.opposites", "nothing taken back", (
        ("UPDATE journal_line SET amount_minor = 1 WHERE amount_minor < 0 AND gl_code = '1100' "
        f"AND invoice_id IN {_CANCELLED}"),)),
    ("invoices.cancelled_due", "still owed", (
        f"UPDATE invoice_balance SET due_minor = 5 WHERE invoice_id IN {_CANCELLED}",)),
    ("invoices.drafts", "posted before it was issued", (
        ("UPDATE journal_entry SET source_id = (SELECT id FROM invoice_draft WHERE state = 'open') "
        "WHERE rowid = 1"),)),
    ("invoices.drafts", "issued without an invoice", (
        "UPDATE invoice_draft SET state = 'issued'",)),
    ("invoices.drafts", "open again", ("UPDATE invoice_draft SET state = 'open'",)),
    ("invoices.numbers", "a second number", (
        ("INSERT INTO invoice_numbering SELECT id, content_hash, 'INV-7', 'INV-{n}', 7 "
        "FROM invoice LIMIT 1"),)),
    ("invoices.numbers", "a number of nothing", (
        "INSERT INTO invoice_numbering VALUES ('x', x'00', 'INV-7', 'INV-{n}', 7)",)),
    ("views.invoice_unnumbered", "one that has its number waits", (
        ("INSERT INTO invoice_unnumbered SELECT id, station_id, business_date, at "
        "FROM invoice LIMIT 1"),)),
    ("views.carried_record", "a record that nothing carries", (
        "INSERT INTO carried_record VALUES ('x', 'x', 'x', 1)",)),
    ("views.document_edit", "a history gone", ("DELETE FROM document_edit",)),
    ("views.document_edit", "a history of nothing", (
        "INSERT INTO document_edit VALUES ('x', 'x', 'x', 1)",)),
)  # fmt: skip
