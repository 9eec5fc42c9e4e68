"""Checks that came back, and how promises about them are broken, one thing at a time."""

from __future__ import annotations

from app.areas.deposits import banks
from app.areas.payments.values import Channel
from tests.areas.deposits.banking import Banking, cash, check, usd
from tests.areas.deposits.bouncing import Bouncing
from tests.building import Books


class _SameBank(Banking):
    """The same verbs with the bank account that is there."""

    def __post_init__(self) -> None:
        found = self.books.station.ask(banks.bank_accounts).result()
        self.bank_id = found[0].bank_account_id


def work_returns(books: Books) -> None:
    """One check that came back out of the safe, one off a bag on its way, and one that was paid
    after all, when somebody had paid its fee.
    """
    bouncing = Bouncing(_SameBank(books))
    banking, mending = bouncing.banking, bouncing.mending
    mending.set_to("payments.duplicate_minutes", "0")
    account = books.register_patient().account_id
    first = books.issue_invoice(account, 5_000).invoice_id
    books.issue_invoice(account, 700)
    split = mending.take(account, check(4_000, "8001"), check(2_500, "8002"), invoice_ids=(first,))
    later = banking.mail(check(1_900, "8003"))
    deposit_id = banking.sealed(
        *(item for item in banking.proposal().items if item.check_number == "8003")
    )
    bouncing.bounce(later.payment_id, "8003", fee=usd(0))
    banking.submit(deposit_id)
    unpaid = banking.mail(check(3_300, "8004"))
    paid = bouncing.bounce(unpaid.payment_id, "8004")
    assert paid.fee_invoice_id is not None
    payer = bouncing.view(paid.payment_id).header.account_id
    mending.take(payer, cash(2_500), invoice_ids=(paid.fee_invoice_id,))
    bouncing.take_back(paid)
    assert split.amount == usd(6_500)
    still = books.register_patient().account_id
    books.issue_invoice(still, 2_200)
    stands = mending.take(still, check(2_900, "8005"), actor=bouncing.manager, channel=Channel.MAIL)
    bouncing.bounce(stands.payment_id)


_OF = (
    "entry_id IN (SELECT id FROM journal_entry WHERE source_type = 'returned_check' AND "
    "source_id IN (SELECT id FROM returned_check WHERE reverses_id IS {}))"
)
_OF_RETURN, _OF_BACK = _OF.format("NULL"), _OF.format("NOT NULL")

RETURNED_BREAKS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("payments.returns", "another sum", ("UPDATE returned_check SET amount_minor = 1",)),
    ("payments.returns", "of nothing", ("UPDATE returned_check SET tender_id = 'x'",)),
    ("payments.returns", "of another account", ("UPDATE returned_check SET account_id = 'x'",)),
    ("payments.returns", "the same check twice", (
        ("UPDATE returned_check SET reverses_id = NULL WHERE reverses_id IS NOT NULL"),)),
    ("payments.returns", "of a payment that is void", (
        ("UPDATE payment_void SET payment_id = (SELECT payment_id FROM returned_check ORDER BY "
        "amount_minor LIMIT 1)"),)),
    ("payments.returns_taken_back", "of nothing", (
        "UPDATE returned_check SET reverses_id = 'x' WHERE reverses_id IS NOT NULL",)),
    ("payments.returns_taken_back", "with another fee", (
        "UPDATE returned_check SET fee_minor = 1 WHERE reverses_id IS NOT NULL",)),
    ("payments.return_fees", "a fee without an invoice", (
        "UPDATE returned_check SET fee_invoice_id = NULL",)),
    ("payments.return_fees", "an invoice over more", (
        "UPDATE returned_check SET fee_minor = fee_minor + 1 WHERE fee_minor > 0",)),
    ("payments.return_entries", "no entry", (
        "UPDATE journal_entry SET source_id = 'x' WHERE source_type = 'returned_check'",)),
    ("payments.return_entries", "it reverses something else", (
        ("UPDATE journal_entry SET reverses_entry_id = 'x' WHERE source_type = 'returned_check' "
        "AND reverses_entry_id IS NOT NULL"),)),
    ("payments.return_postings", "off another account", (
        f"UPDATE journal_line SET gl_code = '1000' WHERE gl_code = '1040' AND {_OF_RETURN}",)),
    ("payments.return_postings", "off another deposit", (
        f"UPDATE journal_line SET deposit_id = 'x' WHERE gl_code = '1019' AND {_OF_RETURN}",)),
    ("payments.return_postings", "owed on another invoice", (
        f"UPDATE journal_line SET invoice_id = 'x' WHERE gl_code = '1100' AND {_OF_RETURN}",)),
    ("payments.return_postings", "another's credit", (
        f"UPDATE journal_line SET account_id = 'x' WHERE gl_code = '2050' AND {_OF_BACK}",)),
    ("payments.not_more", "a returned check that still pays", (
        ("UPDATE allocation SET amount_minor = 0 WHERE reverses_id IS NOT NULL AND action_id IN "
        "(SELECT id FROM returned_check)"),)),
    ("payments.credit", "credit of a returned check", (
        "DELETE FROM returned_check WHERE reverses_id IS NULL",)),
    ("payments.revisions", "a receipt that hides a returned check", (
        "DELETE FROM receipt_revision WHERE kind = 'returned'",)),
    ("payments.marks", "a returned check that passes for paid", (
        ("UPDATE receipt_revision SET snapshot = replace(snapshot, '\"CHECK RETURNED\"', "
        "'\"CORRECTED\"')"),)),
    ("views.payment_state", "a returned check that stands", (
        "UPDATE payment_state SET status = 'completed' WHERE status = 'returned'",)),
)  # fmt: skip
