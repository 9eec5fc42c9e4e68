"""How promises about voids, corrections and re-allocations are broken, one thing at a time."""

from __future__ import annotations

_OF = "entry_id IN (SELECT id FROM journal_entry WHERE source_type = '{}')"
_OF_VOID, _OF_CORRECTION, _OF_MOVE = (
    _OF.format(kind) for kind in ("payment_void", "tender_correction", "reallocation")
)

UNDOING_BREAKS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("payments.voids", "voided twice", (
        ("INSERT INTO payment_void SELECT 'x', content_hash, at, business_date, station_id, "
        "made_by, payment_id, shift_id, amount_minor, cash_minor, currency, reason_id, reason, "
        "note, approval_id FROM payment_void"),)),
    ("payments.voids", "another sum", ("UPDATE payment_void SET amount_minor = 1",)),
    ("payments.voids", "cash kept", ("UPDATE payment_void SET cash_minor = 0",)),
    ("payments.voids", "on another day", ("UPDATE payment_void SET business_date = '2001-01-01'",)),
    ("payments.voids", "of nothing", ("UPDATE payment_void SET payment_id = 'x'",)),
    ("payments.void_entries", "no entry", (
        "UPDATE journal_entry SET source_id = 'x' WHERE source_type = 'payment_void'",)),
    ("payments.void_entries", "it reverses something else", (
        "UPDATE journal_entry SET reverses_entry_id = 'x' WHERE source_type = 'payment_void'",)),
    ("payments.void_postings", "out of another drawer", (
        f"UPDATE journal_line SET shift_id = 'x' WHERE gl_code = '1015' AND {_OF_VOID}",)),
    ("payments.void_postings", "credit kept", (
        f"UPDATE journal_line SET gl_code = '1000' WHERE gl_code = '2050' AND {_OF_VOID}",)),
    ("payments.not_more", "a void payment that still pays", (
        ("UPDATE allocation SET amount_minor = amount_minor + 1 WHERE reverses_id IS NOT NULL "
        "AND action_id IN (SELECT id FROM payment_void)"),)),
    ("payments.chains", "another amount", (
        "UPDATE tender SET amount_minor = amount_minor - 1 WHERE corrects_id IS NOT NULL",)),
    ("payments.chains", "the right one for nothing", (
        "UPDATE tender SET corrects_id = 'x' WHERE corrects_id IS NOT NULL",)),
    ("payments.chains", "of another payment", (
        ("UPDATE tender SET payment_id = (SELECT min(id) FROM payment) "
        "WHERE corrects_id IS NOT NULL"),)),
    ("payments.corrections", "money that stayed where it was", (
        f"UPDATE journal_line SET gl_code = '1000' WHERE gl_code = '1040' AND {_OF_CORRECTION}",)),
    ("payments.spread", "out of another's credit", (
        f"UPDATE journal_line SET account_id = 'x' WHERE gl_code = '2050' AND {_OF_MOVE}",)),
    ("payments.applied", "to another invoice", (
        f"UPDATE journal_line SET invoice_id = 'x' WHERE gl_code = '1100' AND {_OF_MOVE}",)),
    ("payments.allocations", "half taken back", (
        "UPDATE allocation SET amount_minor = amount_minor / 2 WHERE reverses_id IS NOT NULL",)),
    ("payments.taken_back", "more taken back than given", (
        "UPDATE allocation SET amount_minor = amount_minor * 2 WHERE reverses_id IS NOT NULL",)),
    ("payments.revisions", "a receipt that hides a void", (
        "DELETE FROM receipt_revision WHERE kind = 'void'",)),
    ("payments.revisions", "made again for nothing", (
        "UPDATE receipt_revision SET action_id = 'x' WHERE kind = 'corrected'",)),
    ("payments.revisions", "one left out", ("UPDATE receipt_revision SET revision_no = 7",)),
    ("payments.marks", "a void that passes for a receipt", (
        "UPDATE receipt_revision SET snapshot = replace(snapshot, '\"VOID\"', '\"\"')",)),
    ("payments.marks", "another reason", ("UPDATE receipt_revision SET reason = 'x'",)),
    ("payments.marks", "another sum", (
        ("UPDATE receipt_revision SET snapshot = json_set(snapshot, '$.amount.minor', 1) "
        "WHERE kind = 'reallocated'"),)),
    ("payments.paper_again", "no paper for it", (
        "DELETE FROM print_job WHERE doc_kind = 'receipt_revision'",)),
    ("views.payment_state", "a void payment stands again", (
        "UPDATE payment_state SET status = 'completed' WHERE status = 'void'",)),
    ("views.payment_state", "a correction forgotten", ("UPDATE payment_state SET corrected = 0",)),
)  # fmt: skip
