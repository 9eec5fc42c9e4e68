"""How a ledger line, a draft and a change look in the lists of an account's page."""

from __future__ import annotations

from app.areas.invoices.values import AccountLine, DraftBrief
from app.areas.parties.values import AccountChange
from app.areas.settings.values import Practice
from app.gui.tables import cells
from app.gui.tables.rows_model import Column
from app.kernel.i18n import format_money, format_short_date
from app.kernel.translate import t


def line_key(line: AccountLine) -> object:
    """What a line of the ledger is known by when the ledger was read again."""
    return line.entry_number, line.invoice_number, line.on_credit


def line_columns(practice: Practice) -> tuple[Column[AccountLine], ...]:
    """The ledger: what happened, what it changed, what was owed after it."""
    locale = practice.locale

    def day(line: AccountLine) -> str:
        return (
            "" if line.source_type == "forward" else format_short_date(line.business_date, locale)
        )

    def what(line: AccountLine) -> str:
        return t("Brought forward") if line.source_type == "forward" else line.words

    def where(line: AccountLine) -> str:
        if line.on_credit:
            return t("credit")
        return line.invoice_number if line.source_type != "invoice" else ""

    return (
        Column(t("Date"), day, width=110),
        Column(t("What"), what, width=160, stretch=True),
        Column(t("On"), where, width=110),
        Column(
            t("Amount"),
            lambda line: format_money(line.amount, locale),
            right=True,
            tone=lambda line: "money_in" if line.amount.minor < 0 else "text",
            width=110,
        ),
        Column(
            t("Balance"), lambda line: format_money(line.balance, locale), right=True, width=116
        ),
    )


def draft_columns(practice: Practice) -> tuple[Column[DraftBrief], ...]:
    """Charges that are not billed yet."""
    return (
        Column(t("Saved"), lambda row: format_short_date(row.date, practice.locale), width=110),
        Column(t("What"), lambda row: row.words, width=180, stretch=True),
        Column(t("By"), lambda row: row.saved_by, width=130),
        Column(
            t("Total"),
            lambda row: format_money(row.total, practice.locale),
            right=True,
            width=110,
        ),
    )


def change_columns(practice: Practice) -> tuple[Column[AccountChange], ...]:
    """Who changed what, from what to what."""

    def change(row: AccountChange) -> str:
        if row.old and row.new:
            return t("{old} → {new}", old=row.old, new=row.new)
        return row.new or t("{old} → nothing", old=row.old)

    return (
        Column(
            t("When"),
            lambda row: cells.moment(row.at, practice),
            sort_by=lambda row: row.at,
            width=150,
        ),
        Column(t("Who"), lambda row: row.who, width=130),
        Column(t("What"), lambda row: row.what, width=96),
        Column(t("Field"), lambda row: row.field, width=140),
        Column(t("What changed"), change, width=160, stretch=True),
    )
