"""One line of a charge being typed: what, how many, for how much, and what is taken off."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.areas.catalog.values import ServiceRow
from app.areas.invoices.values import DraftLine
from app.areas.ledger.values import Reason
from app.areas.settings.values import Practice
from app.gui.dialogs.charge_words import Discount, read_discount, read_e4, say_discount, say_e4
from app.gui.dialogs.kept_typing import LineTyped
from app.gui.rescaling import sized
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.money_edit import MoneyEdit
from app.kernel.translate import t, t_own


class ChargeEntry(QWidget):
    """`done` comes with the finished DraftLine on Enter in any box; it checks numbers only."""

    done = Signal(object)

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self._practice = practice
        self._base = DraftLine()
        px = current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        self.words = QLineEdit()
        self.words.setMaxLength(160)
        self.quantity = QLineEdit()
        self.quantity.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.price = MoneyEdit(practice.currency, locale=practice.locale)
        self.discount = QLineEdit()
        self.discount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.discount.setPlaceholderText(t("10% or 5.00"))
        self.reason = Choice()
        self.reason.setPlaceholderText(t("Why?"))
        self.add_button = Button(t("Add      Enter"), kind="primary")
        self.fields = {
            "words": Field(t("Service"), self.words),
            "quantity": Field(t("Quantity"), self.quantity),
            "price": Field(t("Price"), self.price),
            "discount": Field(t("Discount"), self.discount, optional=True),
            "reason": Field(t("Reason"), self.reason),
        }
        for name, width in (("quantity", 84), ("price", 104), ("discount", 132), ("reason", 176)):
            sized(self.fields[name], px, width=width)
        for name, field in self.fields.items():
            where = Qt.AlignmentFlag.AlignTop
            row.addWidget(field, 1 if name == "words" else 0, where)
        row.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignBottom)
        for box in (self.words, self.quantity, self.price, self.discount):
            box.returnPressed.connect(self.finish)
        self.add_button.clicked.connect(self.finish)
        self.discount.textChanged.connect(lambda _text: self._show_reason())
        self._show_reason()

    # Qt's own name
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on the reason or on the button finishes the line."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.reason.hasFocus() or self.add_button.hasFocus():
                self.finish()
        else:
            super().keyPressEvent(event)

    def show_reasons(self, reasons: tuple[Reason, ...]) -> None:
        """Why something may be taken off."""
        self.reason.clear()
        for reason in reasons:
            self.reason.addItem(t_own(reason.words), reason.words)
        self.reason.setCurrentIndex(-1)

    def begin_service(self, service: ServiceRow) -> None:
        """One of this service; the price may be changed for this line."""
        self._begin(
            DraftLine(
                service.name,
                service.price,
                service.service_id,
                service.code,
                tax_class=service.tax_class,
                revenue_gl=service.revenue_gl,
            )
        )
        self._to(self.quantity)

    def begin_custom(self, words: str) -> None:
        """A line of one's own words."""
        self._begin(DraftLine(words))
        self._to(self.price)

    def begin_line(self, line: DraftLine) -> None:
        """A line that is there already."""
        self._begin(line)
        self._to(self.quantity)

    def typed(self, place: int | None) -> LineTyped:
        """The line as far as it is typed."""
        texts = {name: box.text() for name, box in self._boxes().items()}
        return LineTyped(place, self._base, {**texts, "reason": self.reason.currentData() or ""})

    def go_on(self, typed: LineTyped) -> None:
        """Go on with a line that was put away."""
        self._begin(typed.base)
        for name, box in self._boxes().items():
            box.setText(typed.texts[name])
        self.reason.setCurrentIndex(self.reason.findData(typed.texts["reason"] or None))
        self._show_reason()
        self._to(self.quantity if self.price.amount() is not None else self.price)

    def _boxes(self) -> dict[str, QLineEdit]:
        return {
            "words": self.words,
            "quantity": self.quantity,
            "price": self.price,
            "discount": self.discount,
        }

    def _begin(self, line: DraftLine) -> None:
        self._base = line
        locale = self._practice.locale
        self.words.setText(line.description)
        self.quantity.setText(say_e4(line.quantity_e4))
        self.price.show_amount(line.unit_price)
        self.discount.setText(say_discount(line.discount_percent_e4, line.discount, locale))
        self.reason.setCurrentIndex(self.reason.findData(line.discount_reason or None))
        for field in self.fields.values():
            field.show_error("")
        self._show_reason()

    def _to(self, box: QLineEdit) -> None:
        box.setFocus(Qt.FocusReason.OtherFocusReason)
        box.selectAll()

    def _show_reason(self) -> None:
        self.fields["reason"].setVisible(bool(self.discount.text().strip()))

    def finish(self) -> None:
        """The line, or what is wrong beside its box."""
        for field in self.fields.values():
            field.show_error("")
        quantity, price = read_e4(self.quantity.text()), self.price.amount()
        practice = self._practice
        discount = read_discount(self.discount.text(), practice.currency, practice.locale)
        wrong = []
        if not self.words.text().strip():
            wrong.append(("words", t("This can't be empty.")))
        if not quantity:
            wrong.append(("quantity", t("Type a number such as 1 or 1.5.")))
        if price is None:
            wrong.append(("price", self.price.error() or t("Type the price.")))
        if discount is None:
            wrong.append(("discount", t("Type 10% or an amount.")))
        elif discount != Discount() and not self.reason.currentData():
            wrong.append(("reason", t("Choose why.")))
        for name, words in reversed(wrong):
            self.fields[name].show_error(words)
            self.fields[name].focus_error()
        if wrong or discount is None or quantity is None:
            return
        none = discount == Discount()
        self.done.emit(
            replace(
                self._base,
                description=self.words.text().strip(),
                quantity_e4=quantity,
                unit_price=price,
                discount_percent_e4=discount.percent_e4,
                discount=discount.amount,
                discount_reason="" if none else self.reason.currentData(),
            )
        )
