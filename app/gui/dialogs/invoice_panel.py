"""One invoice as it was issued, and cancelling it where that is legal; it sends nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from app.areas.invoices.values import (
    InvoiceLine,
    InvoiceStatus,
    InvoiceVerb,
    InvoiceView,
)
from app.areas.ledger.values import Reason
from app.areas.settings.values import Practice
from app.gui.asking import Over
from app.gui.dialogs.charge_words import say_discount, say_e4
from app.gui.dialogs.enter_key import enter_presses
from app.gui.dialogs.reason_picks import ReasonPicks
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.surfaces import Card, Chip
from app.kernel.i18n import format_date, format_money
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t


class InvoicePanel(Over):
    """`cancel_wanted` comes when the invoice should be cancelled with `picks.reason`."""

    keys_kind = "invoice"
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget, view: InvoiceView, practice: Practice) -> None:
        super().__init__(parent, t("Invoice {number}", number=view.number), 760)
        self.view, self._practice = view, practice
        self.intent = CommandId(new_id())
        self.column.setSpacing(current().px(12))
        self.column.addLayout(self._head())
        self.column.addWidget(PlainLabel(_when(view), tone="muted", wrap=True))
        if view.notes:
            self.column.addWidget(PlainLabel(view.notes, wrap=True))
        if view.cancelled:
            words = t("Cancelled {words}.", words=view.cancelled)
            self.column.addWidget(PlainLabel(words, tone="caution", wrap=True))
        model = RowsModel(_columns(practice), key=id)
        self.table = DataTable(model, name=t("Lines"), compact=True)
        model.show_rows(view.lines)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.table.setMinimumHeight(self.table.wanted_height(min(8, max(3, len(view.lines)))))
        self.column.addWidget(card, 1)
        self.column.addLayout(self._sums())
        self.picks = ReasonPicks(t("Why is it cancelled?"))
        self.note = QLineEdit()
        self.note.setMaxLength(400)
        self.note_field = Field(t("Note"), self.note, optional=True)
        for part in (self.picks, self.note_field):
            part.hide()
            self.column.addWidget(part)
        self.message = PlainLabel("", tone="muted", wrap=True)
        self.message.hide()
        self.column.addWidget(self.message)
        self.column.addLayout(self._verbs())
        self.picks.picked.connect(self.cancel_wanted)

    def begin(self) -> None:
        self.show_over()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_verbs(self, verbs: tuple[InvoiceVerb, ...]) -> None:
        """What may be done now, and one sentence why the rest may not."""
        cancel = next((verb for verb in verbs if verb.verb == "cancel"), None)
        self.cancel_button.setVisible(cancel is not None and cancel.allowed)
        if cancel is not None and cancel.why and not self.view.cancelled:
            self.message.say(cancel.why, "muted")
            self.message.show()

    def show_reasons(self, reasons: tuple[Reason, ...]) -> None:
        """Ask why, by one digit."""
        self.picks.show_reasons(reasons)
        self.picks.show()
        self.note_field.show()
        self.cancel_button.hide()
        self.picks.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resize(self.width(), max(self.height(), self.sizeHint().height()))

    def say_error(self, words: str) -> None:
        self.message.say(words, "danger")
        self.message.setVisible(bool(words))

    def busy(self, busy: bool) -> None:
        self.picks.setEnabled(not busy)

    # Qt's own name
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enter_presses(self, event):
            super().keyPressEvent(event)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        title = t("Invoice {number}", number=self.view.number)
        row.addWidget(PlainLabel(title, role="title"))
        icon, tone = _LOOKS[self.view.status]
        words = self.view.status_words
        row.addWidget(Chip(icon, words[:1].upper() + words[1:], tone))
        if self.view.overdue:
            row.addWidget(Chip("warning", t("Overdue"), "caution"))
        row.addStretch(1)
        return row

    def _sums(self) -> QGridLayout:
        px = current().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(2))
        grid.setColumnStretch(0, 1)
        view, locale = self.view, self._practice.locale
        bill_to = "\n".join(p for p in (view.bill_to.name, view.bill_to.address) if p)
        to = PlainLabel(bill_to, role="caption", tone="muted", wrap=True)
        grid.addWidget(to, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        figures = [
            (t("Subtotal"), view.subtotal, 15),
            (t("Discount"), view.discount, 15),
            (t("Tax"), view.tax, 15),
            (t("Total"), view.total, 20),
            (t("Still due"), view.due, 20),
        ]
        for column, (words, amount, size) in enumerate(figures, 1):
            label = PlainLabel(words, role="caption", tone="muted")
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label, 0, column)
            figure = AmountLabel(size, locale=locale, spoken=f"{words} {{amount}}")
            figure.show_amount(amount)
            grid.addWidget(figure, 1, column)
        return grid

    def _verbs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back_button = Button(t("Go back      Esc"))
        self.back_button.clicked.connect(self.reject)
        words = t("Cancel invoice {number}", number=self.view.number)
        self.cancel_button = Button(words, kind="danger")
        self.cancel_button.hide()
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        return row


_LOOKS = {
    InvoiceStatus.DRAFT: ("file-text", "muted"),
    InvoiceStatus.ISSUED: ("file-text", "accent"),
    InvoiceStatus.PARTIAL: ("circle-half", "accent"),
    InvoiceStatus.PAID: ("check-circle", "money_in"),
    InvoiceStatus.CREDIT: ("wallet", "caution"),
    InvoiceStatus.CANCELLED: ("prohibit", "muted"),
}


def _when(view: InvoiceView) -> str:
    dated = format_date(view.invoice_date)
    due = format_date(view.due_date)
    return t("Issued {day}, due {due}. {terms}", day=dated, due=due, terms=view.terms).strip()


def _columns(practice: Practice) -> tuple[Column[InvoiceLine], ...]:
    def off(line: InvoiceLine) -> str:
        return say_discount(line.discount_percent_e4, line.discount, practice.locale)

    return (
        Column(t("Code"), lambda line: line.code, width=84),
        Column(t("Service"), lambda line: line.description, width=180, stretch=True),
        Column(t("Quantity"), lambda line: say_e4(line.quantity_e4), right=True, width=84),
        Column(
            t("Price"),
            lambda line: format_money(line.unit_price, practice.locale),
            right=True,
            width=96,
        ),
        Column(t("Discount"), off, right=True, width=92),
        Column(
            t("Tax"),
            lambda line: format_money(line.tax, practice.locale) if line.tax else "",
            right=True,
            width=84,
        ),
    )
