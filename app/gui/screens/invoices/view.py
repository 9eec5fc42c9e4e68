"""Every issued invoice: what it is for, what is left to pay, what is overdue."""

from __future__ import annotations

from collections.abc import Callable

from app.areas.invoices import lists
from app.areas.invoices.lists import InvoiceRow, InvoiceTotals
from app.areas.invoices.values import InvoiceStatus
from app.gui.desk import Desk
from app.gui.money_trail import follow_money
from app.gui.shortcuts import bind, with_key
from app.gui.tables import cells
from app.gui.tables.list_screen import ListScreen
from app.gui.tables.list_spec import ListSpec, Tick
from app.gui.tables.paged_model import ListColumn
from app.gui.tables.rows_model import ChipLook, Column
from app.kernel.i18n import format_money
from app.kernel.listing import Op, Sort
from app.kernel.translate import t, tn


class View(ListScreen[InvoiceRow]):
    """The list; Enter shows the invoice, where it can be cancelled too."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _spec())
        bind(self, "chain.follow", self.follow)

    def follow(self) -> None:
        """Where the money is that was paid on the marked invoice."""
        row = self.table.current_row()
        if isinstance(row, InvoiceRow):
            follow_money(self.desk, "invoice", row.invoice_id, "invoices")

    def open_row(self, row: InvoiceRow) -> None:
        self.desk.show_invoice(row.invoice_id)

    def more_verbs(self, row: InvoiceRow) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (
            (with_key(t("Where its money is"), "chain.follow"), self.follow),
            (t("Open the account"), lambda: self.desk.go("account", row.account_id)),
        )


def status_look(row: InvoiceRow) -> ChipLook:
    """What became of an invoice as icon and word; overdue is said first, it needs doing."""
    if row.overdue:
        return ChipLook("warning", t("Overdue"), "caution")
    looks = {
        InvoiceStatus.DRAFT: ("file-text", "muted"),
        InvoiceStatus.ISSUED: ("clock", "text"),
        InvoiceStatus.PARTIAL: ("circle-half", "text"),
        InvoiceStatus.PAID: ("check-circle", "money_in"),
        InvoiceStatus.CREDIT: ("plus", "money_in"),
        InvoiceStatus.CANCELLED: ("prohibit", "muted"),
    }
    icon, tone = looks[row.status]
    words = row.status_words
    return ChipLook(icon, words[:1].upper() + words[1:], tone)


def _spec() -> ListSpec[InvoiceRow]:
    return ListSpec(
        name="invoices",
        title=t("Invoices"),
        columns=_columns(),
        usual=Sort("invoice_date", descending=True),
        page=lists.invoices,
        marks=lists.invoice_marks,
        totals=lists.invoice_totals,
        count_words=lambda n: tn("{count} invoice", "{count} invoices", n),
        totals_words=_totals,
        find_words=t("Number or patient"),
        empty=t("No invoice was issued yet. Ctrl+I on an account writes the first one."),
        watched=frozenset(
            {"invoice", "invoice_numbering", "invoice_balance", "invoice_cancellation"}
        ),
        ticks=(
            Tick(t("To pay"), "due", Op.AT_LEAST, ("1",)),
            Tick(t("Overdue"), "overdue", Op.AT_LEAST, ("1",)),
            Tick(t("Paid"), "status", Op.ANY_OF, ("paid",)),
            Tick(t("Cancelled"), "status", Op.ANY_OF, ("cancelled",)),
        ),
        moving=("total", "due"),
        open_words=t("Show the invoice"),
    )


def _totals(totals: InvoiceTotals) -> tuple[tuple[str, str], ...]:
    return ((t("Billed"), format_money(totals.total)), (t("To pay"), format_money(totals.due)))


def _columns() -> tuple[ListColumn[InvoiceRow], ...]:
    return (
        ListColumn(
            "number", Column(t("Number"), lambda r: r.number, width=120), lambda r: r.number
        ),
        ListColumn(
            "invoice_date",
            Column(t("Date"), lambda r: cells.day(r.invoice_date), width=96),
            lambda r: r.invoice_date,
        ),
        ListColumn(
            "account",
            Column(t("Account"), lambda r: r.account_number, width=110),
            lambda r: r.account_number,
            leaves=1,
        ),
        ListColumn(
            "name",
            Column(t("Patient"), lambda r: r.name, width=180, stretch=True),
            lambda r: r.name,
        ),
        ListColumn(
            "due_date",
            Column(t("Due on"), lambda r: cells.day(r.due_date), width=96),
            lambda r: r.due_date,
            leaves=2,
        ),
        ListColumn(
            "status",
            Column(t("Status"), lambda r: "", chip=status_look, width=120),
            lambda r: status_look(r).words,
        ),
        ListColumn(
            "total",
            Column(t("Total"), lambda r: format_money(r.total), right=True, width=110),
            lambda r: r.total,
        ),
        ListColumn(
            "due",
            Column(t("To pay"), lambda r: cells.amount(r.due), right=True, width=110),
            lambda r: r.due,
        ),
    )
