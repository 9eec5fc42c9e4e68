"""What must hold in a station's database after anything: plain SQL, apart from `verify`."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.bootstrap import Unlock, find_keys
from app.storage import engine
from app.storage.tables import station as declared
from tests.faults.deposit_invariants import DEPOSITS
from tests.storage.log_words import records, wrong

# A query that finds nothing when all is well, and what it would mean.
_NOTHING: tuple[tuple[str, str], ...] = (
    (
        "an entry does not add up to zero, or its lines are not all there",
        (
            "SELECT e.id FROM journal_entry e LEFT JOIN journal_line l ON l.entry_id = e.id "
            "GROUP BY e.id HAVING sum(l.amount_minor) <> 0 OR count(l.id) <> e.line_count "
            "OR count(l.id) < 2"
        ),
    ),
    (
        "a line without its entry",
        "SELECT id FROM journal_line WHERE entry_id NOT IN (SELECT id FROM journal_entry)",
    ),
    (
        "account_balance differs from the lines",
        (
            "SELECT account_id, currency, sum(p), sum(i), sum(c) FROM ("
            "SELECT account_id, currency, (gl_code = '1100') * amount_minor p, "
            "(gl_code = '1110') * amount_minor i, (gl_code = '2050') * -amount_minor c "
            "FROM journal_line WHERE account_id IS NOT NULL UNION ALL "
            "SELECT account_id, currency, -patient_minor, -insurance_minor, -credit_minor "
            "FROM account_balance) GROUP BY account_id, currency "
            "HAVING sum(p) <> 0 OR sum(i) <> 0 OR sum(c) <> 0"
        ),
    ),
    (
        "invoice_balance differs from the lines",
        (
            "SELECT invoice_id FROM (SELECT invoice_id, amount_minor m FROM journal_line "
            "WHERE invoice_id IS NOT NULL AND gl_code IN ('1100', '1110') UNION ALL "
            "SELECT invoice_id, -due_minor FROM invoice_balance) "
            "GROUP BY invoice_id HAVING sum(m) <> 0"
        ),
    ),
    (
        "shift_balance differs from the lines",
        (
            "SELECT shift_id, gl_code FROM (SELECT shift_id, gl_code, amount_minor m "
            "FROM journal_line WHERE shift_id IS NOT NULL UNION ALL "
            "SELECT shift_id, gl_code, -amount_minor FROM shift_balance) "
            "GROUP BY shift_id, gl_code HAVING sum(m) <> 0"
        ),
    ),
    (
        "an invoice owes something else than its total less its allocations",
        (
            "SELECT i.id FROM invoice i WHERE CASE WHEN EXISTS (SELECT 1 FROM "
            "invoice_cancellation WHERE invoice_id = i.id) THEN 0 ELSE i.total_minor END "
            "- (SELECT coalesce(sum(amount_minor), 0) FROM allocation WHERE invoice_id = i.id) "
            "- (SELECT coalesce(sum(amount_minor), 0) FROM refund_forgiven "
            "WHERE invoice_id = i.id) <> "
            "coalesce((SELECT due_minor FROM invoice_balance WHERE invoice_id = i.id), 0)"
        ),
    ),
    (
        "an invoice is paid more than it was worth",
        "SELECT invoice_id FROM invoice_balance WHERE due_minor < 0",
    ),
    (
        "an account owes something else than its invoices less its allocations",
        (
            "SELECT b.account_id FROM account_balance b WHERE b.patient_minor <> "
            "(SELECT coalesce(sum(total_minor), 0) FROM invoice i WHERE account_id = b.account_id "
            "AND NOT EXISTS (SELECT 1 FROM invoice_cancellation WHERE invoice_id = i.id)) - "
            "(SELECT coalesce(sum(amount_minor), 0) FROM allocation "
            "WHERE account_id = b.account_id) - "
            "(SELECT coalesce(sum(amount_minor), 0) FROM refund_forgiven "
            "WHERE account_id = b.account_id)"
        ),
    ),
    (
        "a payment is not what its tenders add up to",
        (
            "SELECT p.id FROM payment p WHERE p.amount_minor <> "
            "(SELECT coalesce(sum(amount_minor), 0) FROM tender WHERE payment_id = p.id "
            "AND corrects_id IS NULL)"
        ),
    ),
    (
        "a payment is allocated for more than it is, or the rest is not credit",
        (
            "SELECT p.id FROM payment p WHERE p.amount_minor - "
            "(SELECT coalesce(sum(amount_minor), 0) FROM allocation WHERE payment_id = p.id "
            "AND action_id = p.id) <> "
            "(SELECT coalesce(-sum(l.amount_minor), 0) FROM journal_line l JOIN journal_entry e "
            "ON e.id = l.entry_id WHERE e.source_id = p.id AND l.gl_code = '2050')"
        ),
    ),
    (
        "a payment without exactly one first receipt, entry and command, or an original not queued",
        (
            "SELECT p.id FROM payment p WHERE "
            "(SELECT count(*) FROM receipt WHERE payment_id = p.id AND number = p.number) <> 1 "
            "OR (SELECT count(*) FROM journal_entry WHERE source_id = p.id) <> 1 "
            "OR (NOT EXISTS (SELECT 1 FROM tender t WHERE t.payment_id = p.id "
            "AND t.method = 'brought_forward') AND ("
            "(SELECT count(*) FROM receipt WHERE payment_id = p.id) <> "
            "(SELECT count(*) FROM print_job j JOIN receipt r ON r.id = j.doc_id "
            "WHERE r.payment_id = p.id AND j.doc_kind = 'receipt' AND j.copy_no = 0) "
            "OR (SELECT count(*) FROM command WHERE id = p.id) <> 1))"
        ),
    ),
    (
        "a command was answered but left nothing",
        (
            "SELECT id FROM command WHERE action = 'payments.take_payment' "
            "AND id NOT IN (SELECT id FROM payment) UNION ALL "
            "SELECT id FROM command WHERE action = 'invoices.issue_invoice' "
            "AND id NOT IN (SELECT id FROM invoice) UNION ALL "
            "SELECT id FROM command WHERE action = 'drawers.open_shift' "
            "AND id NOT IN (SELECT id FROM shift) UNION ALL "
            "SELECT id FROM command WHERE action = 'payments.void_payment' "
            "AND id NOT IN (SELECT id FROM payment_void) UNION ALL "
            "SELECT id FROM command WHERE action = 'payments.correct_tender' "
            "AND id NOT IN (SELECT id FROM tender WHERE corrects_id IS NOT NULL) UNION ALL "
            "SELECT id FROM command WHERE action = 'payments.reallocate' "
            "AND id NOT IN (SELECT action_id FROM allocation)"
        ),
    ),
    (
        "a void payment was not undone once, whole, by one entry",
        (
            "SELECT v.id FROM payment_void v WHERE "
            "(SELECT count(*) FROM payment_void WHERE payment_id = v.payment_id) <> 1 "
            "OR (SELECT count(*) FROM journal_entry WHERE source_id = v.id) <> 1 "
            "OR (SELECT sum(amount_minor) FROM allocation WHERE payment_id = v.payment_id) <> 0 "
            "OR NOT EXISTS (SELECT 1 FROM payment_state WHERE payment_id = v.payment_id "
            "AND status = 'void' AND unapplied_minor = 0)"
        ),
    ),
    (
        "a tender was replaced by another amount, or twice",
        (
            "SELECT t.id FROM tender t JOIN tender w ON w.id = t.corrects_id WHERE "
            "t.amount_minor <> w.amount_minor OR t.payment_id <> w.payment_id UNION ALL "
            "SELECT corrects_id FROM tender WHERE corrects_id IS NOT NULL "
            "GROUP BY corrects_id HAVING count(*) > 1"
        ),
    ),
    (
        "the live tenders of a payment are not what it is",
        (
            "SELECT p.id FROM payment p WHERE p.amount_minor <> (SELECT coalesce("
            "sum(amount_minor), 0) FROM tender t WHERE payment_id = p.id AND NOT EXISTS "
            "(SELECT 1 FROM tender c WHERE c.corrects_id = t.id))"
        ),
    ),
    (
        "a payment took more back from an invoice than it gave",
        (
            "SELECT payment_id FROM allocation GROUP BY payment_id, invoice_id "
            "HAVING sum(amount_minor) < 0"
        ),
    ),
    (
        "what was undone does not stand on every receipt",
        (
            "SELECT r.id FROM receipt r JOIN payment_void v ON v.payment_id = r.payment_id "
            "WHERE (SELECT count(*) FROM receipt_revision WHERE receipt_id = r.id "
            "AND action_id = v.id) <> 1 UNION ALL "
            "SELECT r.id FROM receipt r JOIN tender t ON t.payment_id = r.payment_id "
            "AND t.corrects_id IS NOT NULL WHERE (SELECT count(*) FROM receipt_revision "
            "WHERE receipt_id = r.id AND action_id = t.id) <> 1"
        ),
    ),
    (
        "a drawer holds something else than the cash that moved and was taken",
        (
            "SELECT s.id FROM shift s WHERE (SELECT coalesce(sum(amount_minor), 0) "
            "FROM cash_movement WHERE shift_id = s.id) + (SELECT coalesce(sum(amount_minor "
            "+ coalesce(rounding_minor, 0)), 0) FROM tender t WHERE t.shift_id = s.id "
            "AND t.gl_code = '1015' "
            "AND NOT EXISTS (SELECT 1 FROM tender c WHERE c.corrects_id = t.id) "
            "AND NOT EXISTS (SELECT 1 FROM payment_void v WHERE v.payment_id = t.payment_id)) "
            "- (SELECT coalesce(sum(expected_minor), 0) FROM shift_close WHERE shift_id = s.id) "
            "<> coalesce((SELECT amount_minor "
            "FROM shift_balance WHERE shift_id = s.id AND gl_code = '1015'), 0)"
        ),
    ),
    (
        "a closed shift has cash left",
        (
            "SELECT b.shift_id FROM shift_balance b JOIN shift_close c ON c.shift_id = b.shift_id "
            "WHERE b.gl_code = '1015' AND b.amount_minor <> 0"
        ),
    ),
    (
        "a close is not its count, or has no Z",
        (
            "SELECT c.id FROM shift_close c LEFT JOIN cash_count n ON n.id = c.count_id WHERE "
            "n.total_minor IS NOT c.counted_minor OR (SELECT count(*) FROM drawer_report "
            "WHERE shift_id = c.shift_id AND kind = 'z') <> 1 OR (SELECT count(*) "
            "FROM shift_close WHERE shift_id = c.shift_id) <> 1"
        ),
    ),
    (
        "a shift stands elsewhere than its counts and closes say",
        (
            "SELECT shift_id FROM shift_state t WHERE state <> CASE WHEN EXISTS (SELECT 1 FROM "
            "shift_close WHERE shift_id = t.shift_id) THEN 'closed' WHEN EXISTS (SELECT 1 FROM "
            "cash_count WHERE shift_id = t.shift_id AND kind = 'closing') THEN 'counted' "
            "ELSE 'open' END"
        ),
    ),
    (
        "change is not what was given less what was paid",
        ("SELECT id FROM tender WHERE given_minor - amount_minor - rounding_minor <> change_minor"),
    ),
    (
        "a shift differs from its opening count",
        (
            "SELECT s.id FROM shift s JOIN cash_count c ON c.id = s.count_id WHERE "
            "s.float_minor <> c.total_minor OR c.total_minor <> (SELECT coalesce("
            "sum(denomination_minor * quantity), 0) FROM cash_count_line WHERE count_id = c.id)"
        ),
    ),
    (
        "an X or Z without an audit number, or with another head than the log had",
        (
            "SELECT r.number FROM drawer_report r LEFT JOIN paper_issue p "
            "ON p.doc_id = r.id AND p.how = 'printed' AND p.copy_no = 0 "
            "LEFT JOIN station_log l ON l.seq = p.head_seq AND l.hash = p.head_hash "
            "WHERE l.seq IS NULL"
        ),
    ),
    (
        "two open shifts in one drawer or for one person",
        (
            "SELECT drawer_id FROM shift_state WHERE state <> 'closed' GROUP BY drawer_id "
            "HAVING count(*) > 1 UNION ALL SELECT user_id FROM shift_state "
            "WHERE state <> 'closed' GROUP BY user_id HAVING count(*) > 1"
        ),
    ),
)
_NUMBERED = {
    "receipt": ("receipt",),
    "invoice": ("invoice",),
    "shift": ("shift",),
    "journal_entry": ("journal_entry",),
    "account": ("account",),
    "cash_movement": ("movement",),
    "deposit": ("deposit",),
    "drawer_report": ("x", "z"),
    "paper_issue": ("paper",),
}
"""Tables with numbers, and the kinds of number in each."""


def broken(data: Path) -> list[str]:
    """What is wrong with the database in `data`, in words; empty when all is well."""
    keys = find_keys(data, Unlock())
    connection = engine.connect(data / engine.DATABASE_NAME, keys.database, reading=True)
    try:
        cursor = connection.cursor()
        return [*_wrong_rows(cursor), *_numbers(cursor), *_receipts(cursor), *_log(cursor, keys)]
    finally:
        connection.close()


def _wrong_rows(cursor: Any) -> Iterator[str]:
    for words, query in (*_NOTHING, *DEPOSITS):
        if rows := cursor.execute(query).fetchall():
            yield f"{words}: {rows[:3]}"


def _numbers(cursor: Any) -> Iterator[str]:
    for kind, kinds in _NUMBERED.items():
        series: dict[str, list[int]] = defaultdict(list)
        found = cursor.execute(
            f"SELECT number_series, number_value, number FROM {kind} WHERE number_series <> ''"
        )
        for name, value, text in found:
            series[name].append(value)
            if not text.endswith(f"{value:05d}"):
                yield f"{kind} {text} is not number {value}"
        following = {
            series_name: value
            for one in kinds
            for series_name, value in cursor.execute(
                "SELECT series, next_value FROM number_series WHERE kind = ?", (one,)
            )
        }
        for name in series.keys() | following.keys():
            values = sorted(series[name])
            if values != list(range(1, len(values) + 1)):
                yield f"{kind} {name} has the numbers {values[:50]}"
            if following.get(name) != len(values) + 1:
                yield f"{kind} {name} goes on with {following.get(name)} after {len(values)}"


def _receipts(cursor: Any) -> Iterator[str]:
    query = (
        "SELECT r.number, r.snapshot, p.amount_minor, p.number, "
        "(SELECT coalesce(sum(amount_minor), 0) FROM allocation WHERE payment_id = p.id "
        "AND action_id = p.id AND (account_id = r.account_id OR (SELECT count(*) FROM receipt "
        "WHERE payment_id = p.id) = 1)), r.amount_minor "
        "FROM receipt r JOIN payment p ON p.id = r.payment_id"
    )
    for number, text, whole, first, allocated, amount in cursor.execute(query):
        said = json.loads(text)
        shown = sum(invoice["amount"]["minor"] for invoice in said["invoices"])
        tendered = sum(tender["amount"]["minor"] for tender in said["tenders"])
        sums = (said["amount"]["minor"], tendered, shown, shown + said["to_credit"]["minor"])
        alone = amount == whole and number == first
        if sums != (amount, amount, allocated, amount) or not (alone or amount < whole):
            yield f"receipt {number} says {sums}, the payment is {amount}, {allocated} allocated"


def _log(cursor: Any, keys: Any) -> Iterator[str]:
    found = records(cursor)
    yield from (f"log record {words}" for words in wrong(found, keys.master))
    logged: Counter[tuple[str, str, str]] = Counter()
    for record in found:
        for row in json.loads(record["body"])["rows"]:
            if "h" in row:
                logged[row["t"].split(".")[0], row["id"], row["h"]] += 1
    kept: Counter[tuple[str, str, str]] = Counter()
    for table in declared.sorted_tables:
        if table.info["kind"] == "fact":
            for row_id, digest in cursor.execute(f"SELECT id, content_hash FROM {table.name}"):
                kept[table.name, row_id, digest.hex()] += 1
    if logged != kept:
        yield f"not logged {list(kept - logged)[:3]}, not kept {list(logged - kept)[:3]}"
