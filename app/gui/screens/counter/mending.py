"""Two short forms: what a tender really was, and which invoices a payment should pay instead."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QWidget

from app.areas.invoices.values import OpenInvoice
from app.areas.payments.tender_values import TenderField, TenderTypeRow
from app.areas.payments.undoing_values import CorrectTender, PaymentView, TenderRow
from app.areas.payments.values import AllocationWanted, CounterAccount
from app.gui.asking import Asking
from app.gui.screens.counter.legs import FIELD_WORDS, FIELDS, Leg
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.money_edit import MoneyEdit
from app.kernel.errors import UserError
from app.kernel.i18n import format_money, format_short_date
from app.kernel.ids import InvoiceId
from app.kernel.money import Money, total
from app.kernel.translate import t, t_own

_CORRECTABLE = (TenderField.CHECK_NUMBER, TenderField.BANK, TenderField.REFERENCE)


class _Form(Asking):
    """A short form with going back and one verb; Enter goes on where nothing is wrong."""

    def _buttons(self, verb: str) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        self.back_button = Button(t("Go back    Esc"))
        self.back_button.clicked.connect(self.reject)
        self.go_button = Button(verb, kind="primary")
        self.go_button.clicked.connect(self.go_on)
        row.addWidget(self.back_button)
        row.addWidget(self.go_button)
        self.column.addLayout(row)

    @abstractmethod
    def go_on(self) -> None:
        """Agree, if all is right."""

    # Qt's own name
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.go_on()
        else:
            super().keyPressEvent(event)


class CorrectDialog(_Form):
    """What stands on the tender as it really was; the reason is asked for after it."""

    def __init__(
        self,
        over: QWidget,
        payment: PaymentView,
        tender: TenderRow,
        way: TenderTypeRow,
        command: CorrectTender,
    ) -> None:
        super().__init__(over.window(), t("Correct a tender"), 420)
        self._command, self._way, self._amount = command, way, tender.amount
        title = t("Correct receipt {number}", number=payment.receipt_number)
        self.column.addWidget(PlainLabel(title, role="title"))
        amount = format_money(tender.amount)
        words = t(
            "{was} {amount} was really {tender}.",
            was=t_own(tender.words),
            amount=amount,
            tender=t_own(way.name),
        )
        self.column.addWidget(PlainLabel(words, tone="muted", wrap=True))
        same = way.method == tender.method
        before = {
            TenderField.BANK: tender.bank,
            TenderField.CHECK_NUMBER: tender.check_number,
            TenderField.REFERENCE: tender.reference,
        }
        self.boxes: dict[TenderField, QLineEdit] = {}
        self.fields: dict[TenderField, Field] = {}
        for name in dict.fromkeys((*FIELDS[way.kind], *way.required)):
            if name not in _CORRECTABLE:
                continue
            box = QLineEdit(before[name] if same else "")
            self.boxes[name] = box
            needed = name in way.required
            self.fields[name] = Field(t(FIELD_WORDS[name]), box, optional=not needed)
            self.column.addWidget(self.fields[name])
        self._buttons(t("Go on    Enter"))
        for box in self.boxes.values():
            box.setFocus()
            box.selectAll()
            break

    def command(self) -> CorrectTender:
        """What was wanted, with what is typed."""
        told = {str(name): box.text().strip() for name, box in self.boxes.items()}
        return replace(self._command, **told)  # type: ignore[arg-type]  # names of text fields

    def go_on(self) -> None:
        details = {name: box.text() for name, box in self.boxes.items()}
        try:
            none = Money.zero(self._amount.currency)
            Leg(self._way, details=details).check(self._amount, None, none)
        except UserError as error:
            for name, field in self.fields.items():
                if name.value == error.field:
                    field.show_error(error.text)
                    field.focus_error()
                    return
            return
        self.agree()


class ReallocateDialog(_Form):
    """Each open invoice with what the payment gives it; what is left stays credit."""

    def __init__(
        self, over: QWidget, payment: PaymentView, account: CounterAccount, locale: str
    ) -> None:
        super().__init__(over.window(), t("Let a payment pay other invoices"), 560)
        self._payment, self._locale = payment, locale
        self._zero = Money.zero(payment.amount.currency)
        self.boxes: dict[InvoiceId, MoneyEdit] = {}
        self._most: dict[InvoiceId, Money] = {}
        title = t(
            "Receipt {number}, {amount}: what it pays",
            number=payment.receipt_number,
            amount=format_money(payment.stands, locale),
        )
        self.column.addWidget(PlainLabel(title, role="title", wrap=True))
        self.column.addWidget(self._lines(account))
        row = QHBoxLayout()
        row.addWidget(PlainLabel(t("Stays as credit"), role="heading", tone="muted"))
        self.rest_label = AmountLabel(32, locale=locale, spoken=t("{amount} stays as credit"))
        row.addWidget(self.rest_label, 1)
        self.column.addLayout(row)
        self.message = PlainLabel(role="caption", tone="danger", wrap=True)
        self.column.addWidget(self.message)
        self._buttons(t("Go on    Enter"))
        self._retold()
        for box in self.boxes.values():
            box.setFocus()
            box.selectAll()
            break

    def wanted(self) -> tuple[AllocationWanted, ...]:
        """What was typed, without the lines that get nothing."""
        amounts = ((i, box.amount()) for i, box in self.boxes.items())
        return tuple(AllocationWanted(i, amount) for i, amount in amounts if amount)

    def go_on(self) -> None:
        why = self._wrong()
        self.message.say(why)
        if not why:
            self.agree()

    def _lines(self, account: CounterAccount) -> QWidget:
        px = current().px
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, px(8), 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        for place, words in enumerate((t("Invoice"), t("For"), t("Could take"), t("Gets"))):
            label = PlainLabel(words, role="caption", tone="muted")
            grid.addWidget(label, 0, place)
        gets = {row.invoice_id: row for row in self._payment.allocations if row.live}
        listed = [
            (
                one.invoice_id,
                one.number,
                f"{format_short_date(one.invoice_date, self._locale)}  {one.description}",
                one.due,
            )
            for one in account.open_invoices
        ]
        shown = {line[0] for line in listed}
        listed += [
            (row.invoice_id, row.number, "", self._zero)
            for row in gets.values()
            if row.invoice_id not in shown
        ]
        for line, (invoice_id, number, words, due) in enumerate(listed, start=1):
            now = gets[invoice_id].amount if invoice_id in gets else self._zero
            self._most[invoice_id] = due + now
            box = MoneyEdit(
                self._zero.currency, locale=self._locale, name=t("{number} gets", number=number)
            )
            box.setProperty("dense", "true")
            box.setFixedWidth(px(110))
            box.show_amount(now if now else None)
            box.textChanged.connect(self._retold)
            self.boxes[invoice_id] = box
            grid.addWidget(PlainLabel(number), line, 0)
            grid.addWidget(PlainLabel(words, tone="muted", elide=True), line, 1)
            most = AmountLabel(13, locale=self._locale)
            most.show_amount(due + now)
            grid.addWidget(most, line, 2)
            grid.addWidget(box, line, 3)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(holder)
        area.setMinimumHeight(min(holder.sizeHint().height() + px(8), px(320)))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _what(self, one: OpenInvoice) -> str:
        return f"{format_short_date(one.invoice_date, self._locale)}  {one.description}"

    def _sum(self) -> Money:
        amounts = (box.amount() for box in self.boxes.values())
        return total((amount for amount in amounts if amount is not None), self._zero.currency)

    def _retold(self) -> None:
        left = self._payment.stands - self._sum()
        self.rest_label.show_amount(left, "text" if left.minor >= 0 else "danger")
        self.message.say("")

    def _wrong(self) -> str:
        for invoice_id, box in self.boxes.items():
            if words := box.error():
                box.setFocus()
                return words
            amount = box.amount()
            if amount is not None and amount > self._most[invoice_id]:
                box.setFocus()
                box.selectAll()
                return t(
                    "Payment exceeds invoice balance: it could take {most}.",
                    most=format_money(self._most[invoice_id], self._locale),
                )
        if self._sum() > self._payment.stands:
            return t("That is more than was paid. Take something off an invoice.")
        return ""
