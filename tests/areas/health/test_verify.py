"""A sound practice is found sound, and every promise is shown to be able to break.

Method: one practice with a day's work; each case breaks one thing past all guards inside a
transaction, asks verify, and rolls back.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from app.areas.health import queries
from app.areas.health.checks import all_checks
from app.bootstrap import open_reading
from app.kernel.errors import UserError
from app.storage.checking import MOST
from app.storage.engine import DATABASE_NAME
from app.storage.tables import station as tables
from tests.areas.health.card_breaks import CARD_BREAKS
from tests.areas.health.day_breaks import DAY_BREAKS
from tests.areas.health.deposit_breaks import DEPOSIT_BREAKS
from tests.areas.health.display_breaks import DISPLAY_BREAKS
from tests.areas.health.drawer_breaks import DRAWER_BREAKS
from tests.areas.health.invoice_breaks import INVOICE_BREAKS
from tests.areas.health.party_breaks import PARTY_BREAKS
from tests.areas.health.refund_breaks import REFUND_BREAKS
from tests.areas.health.returned_breaks import RETURNED_BREAKS
from tests.areas.health.setting_breaks import SETTING_BREAKS
from tests.areas.health.tampering import Tampered
from tests.areas.health.undoing_breaks import UNDOING_BREAKS

BREAKS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # ---------------------------------------------------------------- the store
    ("storage.content", "an amount grown", (
        "UPDATE payment SET amount_minor = amount_minor + 1 WHERE number = 'W1-000001'",)),
    ("storage.content", "a text changed", ("UPDATE invoice SET notes = 'x' WHERE rowid = 1",)),
    ("storage.content", "nothing becomes something", (
        "UPDATE journal_line SET description = 'x' WHERE rowid = 1",)),
    ("storage.content", "another hash", (
        "UPDATE sign_in SET content_hash = x'00' WHERE rowid = 1",)),
    ("storage.facts_logged", "a fact deleted", ("DELETE FROM sign_in",)),
    ("storage.facts_logged", "a log record deleted", (
        "DELETE FROM station_log WHERE seq = (SELECT max(seq) FROM station_log)",)),
    ("storage.documents_logged", "a name changed", (
        "UPDATE patient SET family_name = 'Other' WHERE rowid = 1",)),
    ("storage.documents_logged", "a right given", (
        "UPDATE role SET permissions = permissions || ' manage_users' WHERE name = 'Cashier'",)),
    ("storage.documents_logged", "an edit taken back", (
        "UPDATE setting SET value = '20', clocks = '{}' WHERE key = 'billing.terms_days'",)),
    ("storage.documents_logged", "a document deleted", ("DELETE FROM external_id",)),
    ("storage.documents_logged", "a clock of nothing", (
        "UPDATE patient SET clocks = '{\"x\":[1,\"y\"]}' WHERE rowid = 1",)),
    ("storage.documents_logged", "clocks that are none", (
        "UPDATE patient SET clocks = '{' WHERE rowid = 1",)),
    ("storage.documents_logged", "clocks of another kind", (
        "UPDATE patient SET clocks = '[1]' WHERE rowid = 1",)),
    ("storage.documents_logged", "a field of no version", (
        "UPDATE patient SET extra = '{}' WHERE rowid = 1",)),
    ("storage.tables", "a table gone", ("DROP TABLE parked_form",)),
    ("storage.tables", "a table that takes anything", (
        "CREATE TABLE loose AS SELECT * FROM parked_form", "DROP TABLE parked_form",
        "ALTER TABLE loose RENAME TO parked_form",)),
    ("storage.tables", "a table of somebody else", ("CREATE TABLE other (x)",)),
    ("storage.tables", "an index gone", ("DROP INDEX payment_account",)),
    ("storage.numbers", "a number skipped", (
        "UPDATE receipt SET number = 'W1-000009', number_value = 9 WHERE number_value = 3",)),
    ("storage.numbers", "a number doubled", (
        "UPDATE receipt SET number = 'W1-000002', number_value = 2 WHERE number_value = 3",)),
    ("storage.numbers", "another text", ("UPDATE invoice SET number = 'W1-2' WHERE rowid = 1",)),
    ("storage.numbers", "the next number set back", (
        "UPDATE number_series SET next_value = 2 WHERE kind = 'receipt'",)),
    ("storage.numbers", "a series forgotten", ("DELETE FROM number_series WHERE kind = 'shift'",)),
    ("storage.numbers", "a series of nothing", (
        "INSERT INTO number_series VALUES ('deposit', 'W1-{n}', 4)",)),
    ("storage.uncounted", "money hidden", (
        ("INSERT INTO uncounted SELECT 'payment', id, content_hash, 'orphaned' FROM payment "
        "WHERE number = 'W1-000001'"),)),
    ("storage.uncounted", "a table that is none", (
        "INSERT INTO uncounted VALUES ('nothing', 'x', x'00', 'orphaned')",)),
    ("storage.folded", "lines kept nowhere else", (
        ("INSERT INTO folded_entry SELECT id, x'00' FROM journal_entry "
        "WHERE source_type = 'payment' LIMIT 1"),)),
    ("storage.forward", "a sum of nothing brought forward", (
        "INSERT INTO forward_zero VALUES ('x', 2, '1015', 'USD', NULL, NULL, 'x', NULL)",)),
    # --------------------------------------------------------------- the ledger
    ("ledger.trial_balance", "a line gone", ("DELETE FROM journal_line WHERE rowid = 1",)),
    ("ledger.entries", "two lines that cancel changed", (
        "UPDATE journal_line SET amount_minor = amount_minor + 5 WHERE rowid = 1",
        "UPDATE journal_line SET amount_minor = amount_minor - 5 WHERE rowid = 4",)),
    ("ledger.entries", "all lines gone", (
        "DELETE FROM journal_line WHERE entry_id = (SELECT id FROM journal_entry LIMIT 1)",)),
    ("ledger.entries", "another currency", (
        "UPDATE journal_line SET currency = 'EUR' WHERE rowid = 1",)),
    ("ledger.entries", "another day", (
        "UPDATE journal_line SET business_date = '2001-01-01' WHERE rowid = 1",)),
    ("ledger.entries", "another period", (
        "UPDATE journal_line SET period_date = '2001-01-01' WHERE rowid = 1",)),
    ("ledger.lines", "an entry gone", ("DELETE FROM journal_entry WHERE rowid = 1",)),
    ("ledger.chart", "an account that is none", (
        "UPDATE journal_line SET gl_code = '7777' WHERE rowid = 1",)),
    ("ledger.accounts", "a debt of nobody", (
        "UPDATE journal_line SET account_id = NULL WHERE gl_code = '1100'",)),
    ("ledger.accounts", "a debt for nothing", (
        "UPDATE journal_line SET invoice_id = NULL WHERE gl_code = '1100'",)),
    # ------------------------------------------------------------- the invoices
    ("invoices.lines", "a price changed", (
        "UPDATE invoice_line SET unit_price_minor = 1 WHERE rowid = 1",)),
    ("invoices.lines", "a line of nothing", (
        "UPDATE invoice_line SET invoice_id = 'x' WHERE rowid = 1",)),
    ("invoices.sums", "a total changed", (
        "UPDATE invoice SET total_minor = total_minor - 1 WHERE rowid = 1",)),
    ("invoices.sums", "no lines", (
        "DELETE FROM invoice_line WHERE invoice_id = (SELECT id FROM invoice LIMIT 1)",)),
    ("invoices.sums", "a line numbered twice", (
        "UPDATE invoice_line SET line_no = 1 WHERE line_no = 2",)),
    ("invoices.entries", "an entry for something else", (
        "UPDATE journal_entry SET source_id = 'x' WHERE source_type = 'invoice'",)),
    ("invoices.entries", "two entries", (
        ("UPDATE journal_entry SET source_id = (SELECT id FROM invoice LIMIT 1) "
        "WHERE source_type = 'invoice'"),)),
    ("invoices.postings", "revenue on another account", (
        "UPDATE journal_line SET gl_code = '4000' WHERE gl_code = '4010'",)),
    ("invoices.postings", "owed by somebody else", (
        "UPDATE journal_line SET account_id = 'x' WHERE gl_code = '1100' AND amount_minor > 0",)),
    ("invoices.accounts", "another account", ("UPDATE invoice SET account_id = 'x'",)),
    # -------------------------------------------------------------- the drawers
    ("drawers.counts", "a pile changed", ("UPDATE cash_count_line SET quantity = quantity + 1",)),
    ("drawers.floats", "a float that was not counted", ("UPDATE shift SET float_minor = 1",)),
    ("drawers.floats", "a count gone", ("DELETE FROM cash_count WHERE kind = 'opening'",)),
    ("drawers.floats", "no cash moved", ("DELETE FROM cash_movement WHERE kind = 'float'",)),
    ("drawers.one_shift", "a drawer open twice", (
        ("INSERT INTO shift_state SELECT 'x', drawer_id, 'y', station_id, state, business_date, "
        "opened_at, NULL, NULL FROM shift_state WHERE state = 'open'"),)),
    ("drawers.one_shift", "a person with two drawers", (
        ("INSERT INTO shift_state SELECT 'x', 'y', user_id, station_id, state, business_date, "
        "opened_at, NULL, NULL FROM shift_state WHERE state = 'open'"),)),
    ("drawers.entries", "cash moved without an entry", (
        "UPDATE journal_entry SET source_type = 'manual' WHERE source_type = 'cash_movement'",)),
    ("drawers.postings", "another sum moved", (
        "UPDATE cash_movement SET amount_minor = amount_minor + 1",)),
    ("drawers.postings", "out of another account", ("UPDATE cash_movement SET gl_code = '1000'",)),
    # ------------------------------------------------------------- the payments
    ("payments.tenders", "a tender gone", ("DELETE FROM tender WHERE rowid = 1",)),
    ("payments.tenders", "a tender changed", (
        "UPDATE tender SET amount_minor = amount_minor + 1 WHERE rowid = 1",)),
    ("payments.tenders", "a tender in another drawer", (
        "UPDATE tender SET shift_id = 'x' WHERE rowid = 1",)),
    ("payments.change", "change kept", (
        "UPDATE tender SET change_minor = change_minor - 100 WHERE change_minor > 0",)),
    ("payments.change", "nothing given", ("UPDATE tender SET given_minor = NULL",)),
    ("payments.change", "a tender of nothing", ("UPDATE tender SET payment_id = 'x'",)),
    ("payments.allocations", "to another account", (
        "UPDATE allocation SET account_id = 'x' WHERE rowid = 1",)),
    ("payments.allocations", "to no invoice", (
        "UPDATE allocation SET invoice_id = 'x' WHERE rowid = 1",)),
    ("payments.allocations", "less than nothing", (
        "UPDATE allocation SET amount_minor = -5 WHERE rowid = 1",)),
    ("payments.not_more", "more than was paid", (
        "UPDATE allocation SET amount_minor = 999999 WHERE rowid = 1",)),
    ("payments.entries", "no entry", (
        "UPDATE journal_entry SET source_id = 'x' WHERE source_type = 'payment'",)),
    ("payments.entries", "another number", (
        "UPDATE journal_entry SET reference = 'x' WHERE source_type = 'payment'",)),
    ("payments.postings", "cash on another account", (
        "UPDATE journal_line SET gl_code = '1000' WHERE gl_code = '1015'",)),
    ("payments.postings", "paid on another invoice", (
        ("UPDATE journal_line SET invoice_id = (SELECT max(id) FROM invoice) "
        "WHERE gl_code = '1100' AND amount_minor < 0"),)),
    ("payments.postings", "credit of another account", (
        "UPDATE journal_line SET account_id = 'x' WHERE gl_code = '2050'",)),
    ("payments.applied", "money moved by nothing", (
        "UPDATE allocation SET action_id = 'x' WHERE rowid = 1",)),
    ("payments.credit", "credit of nobody's payment", (
        "UPDATE journal_line SET account_id = 'x' WHERE gl_code = '2050'",)),
    ("payments.drawers", "cash booked to another drawer", (
        "UPDATE journal_line SET shift_id = 'x' WHERE gl_code = '1015' AND rowid > 10",)),
    ("payments.receipts", "a receipt gone", ("DELETE FROM receipt WHERE rowid = 1",)),
    ("payments.receipts", "a receipt of nothing", (
        "UPDATE receipt SET payment_id = 'x' WHERE rowid = 1",)),
    ("payments.receipts", "a receipt that says more", (
        "UPDATE receipt SET snapshot = replace(snapshot, '\"minor\":4000', '\"minor\":5000')",)),
    ("payments.receipts", "a receipt that says nothing", ("UPDATE receipt SET snapshot = '{'",)),
    ("payments.paper", "paper without a receipt", ("UPDATE print_job SET doc_id = 'x'",)),
    ("payments.answers", "answers forgotten", (
        "DELETE FROM command WHERE action = 'payments.take_payment'",)),
    ("payments.answers", "an answer that says more", (
        ("UPDATE command SET answer = replace(answer, '\"minor\":', '\"minor\":9') "
        "WHERE action = 'payments.take_payment'"),)),
    ("payments.answers", "an answer that says nothing", (
        "UPDATE command SET answer = '{' WHERE action = 'payments.take_payment'",)),
    # ----------------------------------------------------------------- security
    ("security.pins", "tries given", ("UPDATE pin_verifier SET failures = -90",)),
    ("security.pins", "a PIN that nothing checks", ("UPDATE pin_verifier SET verifier = 'x'",)),
    ("security.pins", "a second code", (
        "INSERT INTO recovery_code SELECT 2, verifier, 0, NULL, set_at FROM recovery_code",)),
    ("security.users", "a role gone", ("DELETE FROM role WHERE name = 'Cashier'",)),
    ("security.users", "one number for two", ("UPDATE app_user SET number = '1'",)),
    ("security.sign_ins", "somebody signed in", ("UPDATE sign_in SET user_id = 'x'",)),
    ("security.sign_ins", "a PIN of nobody", (
        "INSERT INTO pin_verifier VALUES ('x', 'x', 0, NULL, '2026-01-01T00:00:00.000000Z')",)),
    ("security.roles", "a right that is none", (
        "UPDATE role SET permissions = 'print_money' WHERE name = 'Cashier'",)),
    *INVOICE_BREAKS,
    *DRAWER_BREAKS,
    *DAY_BREAKS,
    *UNDOING_BREAKS,
    *RETURNED_BREAKS,
    *REFUND_BREAKS,
    *DEPOSIT_BREAKS, *CARD_BREAKS,
    *DISPLAY_BREAKS,
    *PARTY_BREAKS,
    *SETTING_BREAKS,
    # ---------------------------------------------------------------- the views
    ("tasks.answers", "an answer to nothing", (
        ("INSERT INTO task_answer VALUES ('x', x'00', '2026-01-01T00:00:00.000000Z', "
        "'2026-01-01', 'x', 'x', 'x', 'nothing', 'seen', '', '')"),)),
    ("views.number_twice", "a number that is there once", (
        "INSERT INTO number_twice VALUES ('invoice', 'W1-000001')",)),
    ("views.edit_apart", "an edit that never was", (
        "INSERT INTO edit_apart VALUES ('x', 'birth_date', 'y')",)),
    ("views.account_balance", "a balance changed", (
        "UPDATE account_balance SET patient_minor = patient_minor + 1",)),
    ("views.account_balance", "a balance gone", ("DELETE FROM account_balance",)),
    ("views.invoice_balance", "an invoice of nothing", (
        "INSERT INTO invoice_balance VALUES ('x', 'y', 'USD', 5)",)),
    ("views.shift_balance", "a drawer changed", ("UPDATE shift_balance SET amount_minor = 5",)),
    ("views.shift_state", "a shift closed", ("UPDATE shift_state SET state = 'closed'",)),
    ("views.payment_state", "a payment void", ("UPDATE payment_state SET status = 'void'",)),
    ("views.payment_state", "credit forgotten", ("DELETE FROM payment_state",)),
    ("views.payment_joined", "a family that is none", (
        "INSERT INTO payment_joined VALUES ('x', 'y')",)),
    ("views.search_name", "a name not found", ("DELETE FROM search_name WHERE row = 1",)),
    ("views.search_key", "a number leads elsewhere", (
        "UPDATE search_key SET account_id = 'x' WHERE kind = 'receipt'",)),
    ("views.search_word", "a word not found", ("DELETE FROM search_word WHERE rowid = 1",)),
    ("views.search_word", "a word of somebody else", (
        "INSERT INTO search_word (rowid, folded) VALUES (99, 'hoa')",)),
)  # fmt: skip


def test_a_day_of_work_is_sound(tampered: Tampered) -> None:
    verdict = tampered.verdict()
    assert verdict.findings == ()
    assert verdict.sound
    assert verdict.rows > 100
    assert verdict.head_seq == tampered.value("SELECT max(seq) FROM station_log")
    assert "Everything adds up" in verdict.words


@pytest.mark.parametrize(("check", "what", "sql"), BREAKS, ids=[f"{b[0]}: {b[1]}" for b in BREAKS])
def test_what_is_broken_is_named(
    tampered: Tampered, check: str, what: str, sql: tuple[str, ...]
) -> None:
    for statement in sql:
        tampered.run(statement)
    found = tampered.findings(check)
    assert found, what
    assert all(words and remedy for words, remedy in found)


@pytest.mark.parametrize(
    "table", ["payment", "tender", "allocation", "invoice", "journal_line", "shift", "receipt"]
)
def test_a_thief_who_makes_the_hash_fit_is_betrayed_by_the_log(
    tampered: Tampered, table: str
) -> None:
    column = {"shift": "note", "receipt": "account_id", "invoice": "notes"}.get(table, "currency")
    tampered.run(f"UPDATE {table} SET {column} = 'EUR' WHERE rowid = 1")
    tampered.seal_again(table)
    broken = tampered.broken()
    assert "storage.content" not in broken
    assert "storage.facts_logged" in broken


@pytest.mark.parametrize("notes", ["", "ü" * 511 + "x", "ü" * 512, "x" * 70_000, "\0a", "Đỗ 👋"])
def test_a_value_of_any_size_is_hashed_as_when_it_was_posted(
    tampered: Tampered, notes: str
) -> None:
    tampered.run("UPDATE invoice SET notes = ? WHERE rowid = 1", notes)
    tampered.seal_again("invoice")
    assert not tampered.findings("storage.content")


def test_a_guard_that_is_gone_changed_or_added_is_named(tampered: Tampered) -> None:
    tampered.cursor.execute("CREATE TRIGGER sneaky AFTER INSERT ON payment BEGIN SELECT 1; END")
    assert "storage.guards" in tampered.broken()
    tampered.cursor.execute("DROP TRIGGER sneaky")
    assert "storage.guards" not in tampered.broken()
    tampered.cursor.execute("DROP TRIGGER payment_no_change")
    tampered.cursor.execute(
        "CREATE TRIGGER payment_no_change BEFORE UPDATE ON payment BEGIN SELECT 1; END"
    )
    assert "storage.guards" in tampered.broken()


def test_a_view_that_hides_money_is_named(tampered: Tampered) -> None:
    tampered.cursor.execute("DROP VIEW payment_counted")
    tampered.cursor.execute(
        "CREATE VIEW payment_counted AS SELECT * FROM payment WHERE number <> 'W1-000001'"
    )
    assert "storage.guards" in tampered.broken()


@pytest.mark.parametrize("table", ["payment", "receipt", "journal_line", "shift", "invoice"])
def test_a_fact_kept_twice_with_other_content_counts_once(tampered: Tampered, table: str) -> None:
    """sync.md 4: both are kept, the lowest hash counts; so do sums and numbers."""
    higher = b"\xff" * 32
    columns = [c.name for c in tables.tables[table].columns]
    chosen = ", ".join("?" if name == "content_hash" else name for name in columns)
    tampered.run(f"INSERT INTO {table} SELECT {chosen} FROM {table} WHERE rowid = 1", higher)
    tampered.run(
        f"INSERT INTO uncounted SELECT '{table}', id, content_hash, 'other content' FROM {table} "
        "WHERE content_hash = ?",
        higher,
    )
    # It is in no log and its hash is made up; but nothing counts it.
    assert tampered.broken() == {"storage.content", "storage.facts_logged"}
    tampered.run("DELETE FROM uncounted")
    assert len(tampered.broken()) > 2, "without being left out it would count"


@pytest.mark.parametrize("share", [3, 5, 8])
def test_a_page_that_is_damaged_is_named(worked: Path, tmp_path: Path, share: int) -> None:
    """One byte of the file itself, as a bad disk leaves it: the page no longer authenticates."""
    folder = tmp_path / "data"
    shutil.copytree(worked, folder)
    path = folder / DATABASE_NAME
    whole = path.read_bytes()
    for place in range(len(whole) * share // 10, len(whole), 4096):
        data = bytearray(whole)
        data[place] ^= 1
        path.write_bytes(data)
        try:
            station = open_reading(folder)
            break
        except UserError:  # a page that says which tables there are: not even that can be read
            continue
    try:
        verdict = station.ask(queries.verify, station.database.keys.master).result()
    finally:
        station.close()
    found = {finding.check: finding for finding in verdict.findings}
    assert "storage.pages" in found
    assert "backup" in found["storage.pages"].remedy
    assert len(found) < len(verdict.checks)


def test_the_head_of_another_station_is_named(tampered: Tampered) -> None:
    tampered.run("UPDATE station_log SET station = 'x' WHERE seq = 3")
    assert "storage.log" in tampered.broken()


def test_another_key_did_not_sign_the_log(tampered: Tampered) -> None:
    tampered.master = bytes(32)
    assert tampered.broken() == {"storage.log"}


def test_every_promise_is_proven_to_break() -> None:
    elsewhere = {"storage.pages", "storage.guards", "storage.log"}
    assert {check.name for check in all_checks(b"")} == {b[0] for b in BREAKS} | elsewhere


def test_many_cases_are_not_all_named(tampered: Tampered) -> None:
    tampered.run(
        "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 50) "
        "INSERT INTO search_key SELECT 'x' || n, 'account', n, n, n FROM n"
    )
    named = [f for f in tampered.verdict().findings if f.check == "views.search_key"]
    assert len(named) == MOST + 1
    assert "more" in named[-1].words


def test_it_can_be_stopped_between_checks(tampered: Tampered) -> None:
    told: list[Any] = []
    verdict = queries.verify(
        tampered.reader(),
        tampered.master,
        lambda name, words: told.append((name, words)),
        lambda: len(told) >= 3,
    )
    assert (verdict.stopped, verdict.sound) == (True, False)
    assert len(verdict.checks) == len(told) == 3
