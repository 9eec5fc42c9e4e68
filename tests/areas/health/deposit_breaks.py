"""A day at the bank, and how promises about deposits are broken, one thing at a time."""

from __future__ import annotations

from app.areas.deposits.values import ItemKind, Reserve
from tests.areas.deposits.banking import Banking, check, usd
from tests.building import Books


def work_bank(books: Books) -> None:
    """One deposit counted twice, 6.00 short, with a check taken out, its credit typed wrong and
    entered again; one that is void; one on its way; one that waits for its second count.
    """
    banking = Banking(books)
    banking.mail(check(4_400, "7001"))
    banking.mail(check(5_500, "7002"))
    kept = Reserve(usd(3_000), "too much in the safe")
    first = banking.prepare(reserve=kept).deposit_id
    short = banking.view(first, books.actors.cashier.user_id).cash
    assert short is not None
    banking.count(first, short.minor - 600, missing=("7002",))
    banking.count(first, short.minor - 600, missing=("7002",))
    banking.take_out(first, "7002")
    banking.seal(first, "SB-1")
    banking.submit(first)
    banking.clear(first, 3_000)
    banking.take_back(first)
    banking.clear(first)
    banking.drop(2_000)
    void = banking.sealed()
    banking.void(void)
    banking.submit(banking.sealed())
    banking.mail(check(6_600, "7003"))
    banking.drop(1_000)
    banking.prepare()
    assert {item.kind for item in banking.view(first).items} == set(ItemKind) - {ItemKind.DROP}


_OF = "entry_id IN (SELECT id FROM journal_entry WHERE source_type = 'deposit_{}')"
_TWIN = "INSERT INTO {0} SELECT 'x', content_hash, {1} FROM {0} LIMIT 1"
_MADE = "at, business_date, station_id, made_by"

DEPOSIT_BREAKS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("deposits.bank_accounts", "two of them on one account", (
        ("INSERT INTO bank_account SELECT 'x', name, account_title, bank, bank_city, layout, "
        "routing, swift, account_number, account_type, currency, gl_code, active, 0, "
        "last_reconciled_on, last_reconciled_minor, available_minor, available_on, stamp, "
        "edit_id, clocks, extra FROM bank_account"),)),
    ("deposits.bank_accounts", "none is used", ("UPDATE bank_account SET is_default = 0",)),
    ("security.people", "somebody who is nobody", (
        "INSERT INTO user_person VALUES ('x', 'x', 'y', 1, 'x', '{}', NULL)",)),
    ("deposits.sums", "more cash", ("UPDATE deposit SET cash_minor = cash_minor + 1",)),
    ("deposits.sums", "a check more", ("UPDATE deposit SET check_count = check_count + 1",)),
    ("deposits.sums", "an item gone", ("DELETE FROM deposit_item WHERE kind = 'drop'",)),
    ("deposits.sums", "another count", (
        "UPDATE deposit SET counted_minor = counted_minor + 1 WHERE number_value = 1",)),
    ("deposits.sums", "counted by somebody else", (
        "UPDATE cash_count SET made_by = 'x' WHERE kind = 'deposit'",)),
    ("deposits.sums", "to no bank", ("UPDATE deposit SET bank_account_id = 'x'",)),
    ("deposits.once", "one check twice", (
        ("UPDATE deposit_item SET source_id = (SELECT source_id FROM deposit_item WHERE "
        "check_number = '7001') WHERE check_number = '7003'"),)),
    ("deposits.once", "a void taken back", ("DELETE FROM deposit_void",)),
    ("deposits.shifts", "more than it left", (
        "UPDATE deposit_item SET amount_minor = amount_minor + 1 WHERE kind = 'shift'",)),
    ("deposits.shifts", "a shift that runs", (
        ("UPDATE deposit_item SET source_id = (SELECT shift_id FROM shift_state WHERE "
        "state = 'open') WHERE kind = 'shift'"),)),
    ("deposits.shifts", "another day", (
        "UPDATE deposit_item SET item_date = '2001-01-01' WHERE kind = 'shift'",)),
    ("deposits.drops", "a drop taken back", (
        ("UPDATE cash_movement SET reverses_id = (SELECT source_id FROM deposit_item WHERE "
        "kind = 'drop' LIMIT 1) WHERE kind = 'paid_in'"),)),
    ("deposits.drops", "another sum", (
        "UPDATE deposit_item SET amount_minor = amount_minor - 1 WHERE kind = 'drop'",)),
    ("deposits.checks", "another sum", (
        "UPDATE deposit_item SET amount_minor = amount_minor + 1 WHERE check_number = '7001'",)),
    ("deposits.checks", "another number", (
        "UPDATE deposit_item SET check_number = '7009' WHERE check_number = '7001'",)),
    ("deposits.checks", "cash among the checks", (
        ("UPDATE deposit_item SET source_id = (SELECT id FROM tender WHERE kind = 'cash' LIMIT 1) "
        "WHERE check_number = '7001'"),)),
    ("deposits.checks", "a void payment", (
        ("INSERT INTO payment_void SELECT 'x', content_hash, at, business_date, station_id, "
        "made_by, (SELECT payment_id FROM tender WHERE check_number = '7003'), shift_id, "
        "amount_minor, cash_minor, currency, reason_id, reason, note, approval_id "
        "FROM payment_void LIMIT 1"),)),
    ("deposits.checks", "money of nobody's", (
        "UPDATE deposit_item SET reason = '' WHERE kind = 'reserve'",)),
    ("deposits.taken_out", "cash taken out", (
        ("UPDATE deposit_item_out SET item_id = (SELECT id FROM deposit_item WHERE "
        "kind = 'shift' LIMIT 1)"),)),
    ("deposits.taken_out", "out of another bag", (
        ("UPDATE deposit_item_out SET deposit_id = (SELECT id FROM deposit WHERE "
        "number_value = 2)"),)),
    ("deposits.taken_out", "put back from nowhere", (
        "UPDATE deposit_item_out SET reverses_id = 'x'",)),
    ("deposits.second_counts", "another sum", (
        "UPDATE deposit_second_count SET cash_minor = cash_minor + 1",)),
    ("deposits.second_counts", "a third count", (
        "UPDATE deposit_second_count SET attempt = 3 WHERE attempt = 2",)),
    ("deposits.second_counts", "of no bag", ("UPDATE deposit_second_count SET deposit_id = 'x'",)),
    ("deposits.seals", "counted by who prepared it", (
        "UPDATE deposit_seal SET verified_by = prepared_by, made_by = prepared_by",
        "UPDATE deposit_second_count SET made_by = (SELECT made_by FROM deposit LIMIT 1)",
        ("UPDATE cash_count SET made_by = (SELECT made_by FROM deposit LIMIT 1) "
        "WHERE kind = 'deposit_second'"))),
    ("deposits.seals", "more cash", ("UPDATE deposit_seal SET cash_minor = cash_minor + 1",)),
    ("deposits.seals", "by the first count", (
        ("UPDATE deposit_seal SET second_count_id = (SELECT id FROM deposit_second_count WHERE "
        "attempt = 1 LIMIT 1)"),)),
    ("deposits.seals", "no reason", (
        "UPDATE deposit_seal SET reason_id = NULL WHERE difference_minor <> 0",)),
    ("deposits.sealed_checks", "a check fewer", (
        "UPDATE deposit_seal SET check_count = check_count - 1 WHERE check_count > 0",)),
    ("deposits.sealed_checks", "a check slipped in", ("DELETE FROM deposit_item_out",)),
    ("deposits.bags", "one bag for two", ("UPDATE deposit_seal SET bag_number = 'sb 1'",)),
    ("deposits.approvals", "nobody approved", ("UPDATE deposit_seal SET approval_id = NULL",)),
    ("deposits.approvals", "by who counted", (
        ("UPDATE approval SET made_by = (SELECT verified_by FROM deposit_seal LIMIT 1) "
        "WHERE key LIKE 'deposit_difference:%'"),)),
    ("deposits.approvals", "for another credit", (
        "UPDATE approval SET key = 'bank_difference:1' WHERE key LIKE 'bank_difference:%'",)),
    ("deposits.order", "handed over unsealed", ("DELETE FROM deposit_seal",)),
    ("deposits.order", "credited before it left", ("DELETE FROM deposit_submit",)),
    ("deposits.order", "void and credited", (
        ("UPDATE deposit_void SET deposit_id = (SELECT deposit_id FROM deposit_clear LIMIT 1)"),)),
    ("deposits.order", "void twice", (
        _TWIN.format("deposit_void", f"{_MADE}, deposit_id, reason_id, reason, note, approval_id"),
        )),
    ("deposits.credits", "another sum", (
        "UPDATE deposit_clear SET amount_minor = amount_minor + 1 WHERE reverses_id IS NULL",)),
    ("deposits.credits", "a taking back gone", (
        "DELETE FROM deposit_clear WHERE reverses_id IS NOT NULL",)),
    ("deposits.credits", "more taken back", (
        "UPDATE deposit_clear SET amount_minor = 1 WHERE reverses_id IS NOT NULL",)),
    ("deposits.credits", "no reason", (
        "UPDATE deposit_clear SET reason_id = NULL WHERE difference_minor <> 0",)),
    ("deposits.postings", "to another bank account", (
        ("UPDATE journal_line SET gl_code = '1010' WHERE gl_code = '1000' AND "
        + _OF.format("clear")),)),
    ("deposits.postings", "a difference hidden", (
        f"UPDATE journal_line SET gl_code = '8000' WHERE gl_code = '6990' AND {_OF.format('seal')}",
        )),
    ("deposits.postings", "out of another bag", (
        f"UPDATE journal_line SET deposit_id = 'x' WHERE {_OF.format('void')}",)),
    ("deposits.entries", "on another day", (
        "UPDATE journal_entry SET business_date = '2001-01-01' WHERE source_type = 'deposit_seal'",
        )),
    ("deposits.entries", "of another deposit", (
        "UPDATE journal_entry SET reference = 'x' WHERE source_type = 'deposit_clear'",)),
    ("deposits.entries", "a void of nothing", (
        ("UPDATE journal_entry SET reverses_entry_id = 'x' WHERE source_type = 'deposit_void'"),)),
    ("deposits.in_transit", "money that never arrives", (
        "UPDATE journal_line SET gl_code = '1020' WHERE gl_code = '1019' AND amount_minor < 0",)),
    ("deposits.in_transit", "of no bag", (
        "UPDATE journal_line SET deposit_id = NULL WHERE gl_code = '1019'",)),
    ("deposits.safe", "cash gone from the safe", (
        "UPDATE journal_line SET amount_minor = amount_minor - 1 WHERE gl_code = '1018'",)),
    ("deposits.undeposited", "a check gone", (
        "UPDATE journal_line SET gl_code = '1020' WHERE gl_code = '1040' AND amount_minor > 0",)),
    ("views.deposit_state", "a bag back from the bank", (
        "UPDATE deposit_state SET status = 'pending'",)),
    ("views.deposit_claim", "a check free again", ("DELETE FROM deposit_claim",)),
    ("views.tender_hold", "a check let go", ("DELETE FROM tender_hold",)),
    ("views.movement_hold", "a drop let go", ("DELETE FROM movement_hold",)),
    ("views.deposit_balance", "a bag changed", (
        "UPDATE deposit_balance SET amount_minor = amount_minor + 1",)),
)  # fmt: skip
