"""Tables of the general ledger and the balances derived from it."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Index, and_, literal_column, or_

from app.storage.schema_folding import FORWARD, IN_SUMS
from app.storage.tables import (
    check,
    day,
    document_table,
    fact_table,
    ident,
    made,
    view_table,
    whole,
    words,
    yes_no,
)

gl_account = document_table(
    "gl_account",
    words("code"),
    words("name"),
    words("gl_type", "asset, contra_asset, liability, contra_liability, equity, revenue …"),
    words("subtype"),
    words("parent_code", null=True),
    words("normal_balance", "debit or credit"),
    yes_no("system", "the program posts to it by itself"),
    yes_no("active"),
    words("description"),
    comment="The chart of accounts",
)

reason = document_table(
    "reason",
    words("kind", "paid_in, paid_out, no_sale, over_short, void, correction …"),
    whole("digit", "1 to 9: the key that picks it"),
    words("words", "as the practice says it"),
    words("gl_code", "what it is booked to, or empty"),
    yes_no("active"),
    comment="Why cash moved, a drawer opened or something was taken back: one list for each kind",
)

_LINES_BEFORE_THEIR_ENTRY = (
    "CREATE TRIGGER journal_line_before_its_entry BEFORE INSERT ON journal_line "
    "WHEN EXISTS (SELECT 1 FROM journal_entry WHERE id = NEW.entry_id) AND NOT EXISTS "
    "(SELECT 1 FROM journal_line WHERE id = NEW.id AND content_hash = NEW.content_hash) "
    "AND NOT EXISTS (SELECT 1 FROM folded_entry WHERE entry_id = NEW.entry_id) "
    "AND NOT EXISTS (SELECT 1 FROM forward_entry WHERE id = NEW.entry_id) "
    "BEGIN SELECT RAISE(ABORT, 'a posted journal entry takes no more lines'); END"
)
_ENTRIES_BALANCE = (
    "CREATE TRIGGER journal_entry_balances BEFORE INSERT ON journal_entry "
    "WHEN (SELECT count(*) < 2 OR count(*) <> NEW.line_count OR sum(amount_minor) <> 0 "
    "OR min(currency) <> NEW.currency OR max(currency) <> NEW.currency "
    "FROM journal_line WHERE entry_id = NEW.id) "
    "AND NOT EXISTS (SELECT 1 FROM forward_entry WHERE id = NEW.id) "
    "AND NOT EXISTS (SELECT 1 FROM folded_entry WHERE entry_id = NEW.id "
    "AND length(lines) = 48 * NEW.line_count) "
    "BEGIN SELECT RAISE(ABORT, 'a journal entry must balance'); END"
)
_BALANCE_FUNCTION = (
    "CREATE FUNCTION journal_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "DECLARE wrong boolean; BEGIN "
    "SELECT count(*) < 2 OR count(*) <> NEW.line_count OR sum(amount_minor) <> 0 "
    "OR min(currency) <> NEW.currency OR max(currency) <> NEW.currency INTO wrong "
    "FROM journal_line WHERE organization_id = NEW.organization_id AND entry_id = NEW.id; "
    "IF wrong THEN "
    "RAISE EXCEPTION 'a journal entry must balance' USING ERRCODE = 'P0423'; END IF; "
    "RETURN NEW; END $$"
)
_BALANCE_GUARD = (
    "CREATE TRIGGER journal_entry_balances BEFORE INSERT ON journal_entry "
    "FOR EACH ROW EXECUTE FUNCTION journal_entry_balances()"
)

journal_line = fact_table(
    "journal_line",
    ident("entry_id"),
    whole("line_no"),
    words("gl_code"),
    whole("amount_minor", "debit positive, credit negative"),
    words("currency"),
    day("business_date"),
    day("period_date", "the day reports book it to; later than business_date when that was closed"),
    words("description"),
    ident("account_id", null=True),
    ident("invoice_id", null=True),
    ident("payer_id", null=True),
    ident("shift_id", null=True),
    ident("deposit_id", null=True),
    ident("cost_center_id", null=True),
    ident("practitioner_id", null=True),
    words("reference_type", "claim_line, payment, invoice_line", null=True),
    ident("reference_id", null=True),
    check("journal_line_moves_money", "amount_minor <> 0"),
    comment="One signed amount on one GL account",
    guards=[_LINES_BEFORE_THEIR_ENTRY],
    leaves=IN_SUMS.format("OLD.entry_id"),
    indexes=[
        Index("journal_line_entry", "entry_id"),
        Index("journal_line_gl", "gl_code", "period_date"),
    ],
)
for _name in ("account_id", "invoice_id", "shift_id", "deposit_id"):
    Index(
        f"journal_line_{_name.removesuffix('_id')}",
        journal_line.c[_name],
        sqlite_where=journal_line.c[_name].is_not(None),
    )

journal_entry = fact_table(
    "journal_entry",
    *made(),
    words("number"),
    words("number_series"),
    whole("number_value"),
    day("period_date"),
    words("fiscal_period", "2026-11"),
    words("entry_type", "standard, adjusting, closing, reversing, opening"),
    words("source_module", "billing, payroll, inventory, manual"),
    words("source_type", "invoice, payment, shift, count …"),
    ident("source_id"),
    words("reference"),
    words("description"),
    words("currency"),
    whole("line_count"),
    ident("reverses_entry_id", null=True, takes_back="journal_entry"),
    comment="A balanced double entry; posted when it is written, void when reversed",
    guards=[_ENTRIES_BALANCE],
    leaves=FORWARD.format("OLD.id"),
    central_guards=[_BALANCE_FUNCTION, _BALANCE_GUARD],
    indexes=[
        Index("journal_entry_source", "source_id"),
        Index("journal_entry_date", "business_date"),
    ],
)
Index(
    "journal_entry_manual",
    journal_entry.c.number,
    sqlite_where=journal_entry.c.source_type == "manual",
)

COMMON: Final = ("invoice", "payment")
"""What nearly every entry was posted by."""


def _others(entry: Any) -> tuple[ColumnElement[bool], ...]:
    return tuple(entry.source_type != literal_column(f"'{name}'") for name in COMMON)


def of_sources(entry: Any, *source_types: str) -> ColumnElement[bool]:
    """Columns of an `entry` that sources of these types posted. Where all of them are rare, an
    index leads to them, and to SQLite its very condition has to be said.
    """
    asked = or_(*(entry.source_type == name for name in source_types))
    return asked if {*COMMON} & {*source_types} else and_(asked, *_others(entry))


Index(
    "journal_entry_rare",
    journal_entry.c.source_type,
    journal_entry.c.source_id,
    sqlite_where=and_(*_others(journal_entry.c)),
)
Index(
    "journal_entry_reversing",
    journal_entry.c.source_type,
    sqlite_where=journal_entry.c.reverses_entry_id.is_not(None),
)

account_balance = view_table(
    "account_balance",
    ident("account_id"),
    words("currency"),
    whole("patient_minor", "owed on 1100"),
    whole("insurance_minor", "owed on 1110"),
    whole("credit_minor", "held on 2050, positive"),
    key=["account_id", "currency"],
    comment="What each account owes and has in credit: sums of journal lines",
)
Index(
    "account_balance_overdrawn",
    account_balance.c.account_id,
    sqlite_where=account_balance.c.credit_minor < 0,
)

invoice_balance = view_table(
    "invoice_balance",
    ident("invoice_id"),
    ident("account_id"),
    words("currency"),
    whole("due_minor", "receivable lines of the invoice"),
    key=["invoice_id"],
    comment="What is left to pay on each invoice: a sum of journal lines",
    indexes=[
        Index("invoice_balance_account", "account_id"),
    ],
)
Index(
    "invoice_balance_in_credit",
    invoice_balance.c.invoice_id,
    sqlite_where=invoice_balance.c.due_minor < 0,
)

shift_balance = view_table(
    "shift_balance",
    ident("shift_id"),
    words("gl_code"),
    words("currency"),
    whole("amount_minor", "debit positive"),
    key=["shift_id", "gl_code", "currency"],
    comment="What each shift should hold: sums of journal lines",
)

deposit_balance = view_table(
    "deposit_balance",
    ident("deposit_id"),
    words("gl_code"),
    words("currency"),
    whole("amount_minor", "debit positive"),
    key=["deposit_id", "gl_code", "currency"],
    comment="What each deposit moved: sums of journal lines",
)

day_close = fact_table(
    "day_close",
    *made(),
    words("currency"),
    whole("payment_count", "that stood then"),
    whole("total_minor", "what they came to"),
    whole("drawer_count", "shifts of the day, each closed"),
    words("unheard", "windows that nothing had come from, by their codes; empty for none"),
    words("reason", "why it was closed without them"),
    comment="A manager closed a business day: what comes for it later counts into the next one",
    indexes=[Index("day_close_day", "business_date")],
)

day_close_drawer = fact_table(
    "day_close_drawer",
    ident("close_id"),
    ident("shift_id"),
    ident("shift_close_id"),
    words("record_hash", "the record that says so; empty where it is not kept here any more"),
    comment="The close of a drawer that a closed day rests on",
    indexes=[Index("day_close_drawer_close", "close_id")],
)

day_close_tender = fact_table(
    "day_close_tender",
    ident("close_id"),
    words("method"),
    whole("tender_count"),
    whole("amount_minor"),
    words("currency"),
    comment="What a day came to in one way of paying when it was closed",
    indexes=[Index("day_close_tender_close", "close_id")],
)

day_close_extent = fact_table(
    "day_close_extent",
    ident("close_id"),
    words("series", "of journal entries"),
    whole("value", "the last entry in it that was there"),
    comment="How far the books were known when a day was closed: what is beyond is late",
    indexes=[Index("day_close_extent_close", "close_id", "series")],
)

day_reopening = fact_table(
    "day_reopening",
    *made(),
    ident("close_id", takes_back="day_close"),
    words("reason"),
    comment="A manager opened a business day again: that close holds no more",
    indexes=[Index("day_reopening_close", "close_id"), Index("day_reopening_day", "business_date")],
)

closed_day = view_table(
    "closed_day",
    day("day"),
    ident("close_id", "of several that stand the first one"),
    key=["day"],
    comment="Business days that are closed",
)

late_entry = view_table(
    "late_entry",
    ident("entry_id"),
    day("day", "its business date, which is closed"),
    day("period_date", "the day it counts into: the first that is open, or knew of it when closed"),
    key=["entry_id"],
    comment="Journal entries that came for a day after it was closed",
    indexes=[Index("late_entry_day", "day"), Index("late_entry_period", "period_date")],
)

account_alias = view_table(
    "account_alias",
    ident("account_id", "one that was merged into another"),
    ident("into_id", "the one that stands for it now, never an alias itself"),
    key=["account_id"],
    comment="Accounts of one person: lines stay where they were posted and are shown together",
    indexes=[Index("account_alias_into", "into_id")],
)
