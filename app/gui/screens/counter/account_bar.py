"""Who stands at the window and what to ask them for: two bars of words; nothing is typed here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from app.areas.parties.values import AccountHeader, AccountStatus
from app.areas.payments.values import AskFor, CounterAccount
from app.gui.screens.counter.words import STATUS_WORDS, who
from app.gui.theme import current
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.surfaces import Card, Chip
from app.kernel.translate import t


class AccountBar(QWidget):
    """Name, number, year of birth, guarantor, warnings; at the right what is owed, the credit."""

    def __init__(self, locale: str) -> None:
        super().__init__()
        px = current().px
        self.name = PlainLabel(role="title", elide=True)
        self.detail = PlainLabel(tone="muted", elide=True)
        self._holder = QWidget()
        self._chips = QHBoxLayout(self._holder)
        self._chips.setContentsMargins(0, 0, 0, 0)
        self._chips.setSpacing(px(8))
        self._first, self._second = _line(self.name), _line(self.detail)
        self._first.insertWidget(1, self._holder)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(self._first)
        left.addLayout(self._second)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(24))
        row.addLayout(left, 1)
        self.owes = AmountLabel(20, locale=locale, spoken=t("owes {amount}"))
        self.credit = AmountLabel(20, locale=locale, spoken=t("credit {amount}"))
        for words, amount in ((t("Owes"), self.owes), (t("Credit"), self.credit)):
            row.addLayout(_figure(words, amount))

    def show_account(self, account: CounterAccount) -> None:
        header = account.header
        self.name.say(header.name)
        self.detail.say(who(header))
        self.owes.show_amount(account.owed)
        self.credit.show_amount(account.credit, "money_in" if account.credit else "muted")
        _empty(self._chips)
        for icon, words, tone in _warnings(header):
            self._chips.addWidget(Chip(icon, words, tone))
        self.setAccessibleName(f"{header.name}, {who(header)}")
        self._place_chips()

    def _place_chips(self) -> None:
        """Beside the name; beside the number where they would cut the name short."""
        figures = self.owes.sizeHint().width() + self.credit.sizeHint().width()
        room = self.width() - figures - current().px(3 * 24)
        name = self.name.fontMetrics().horizontalAdvance(self.name.text())
        fits = name + self._holder.sizeHint().width() + current().px(24) <= room
        line = self._first if fits else self._second
        if line.indexOf(self._holder) < 0:
            (self._second if fits else self._first).removeWidget(self._holder)
            line.insertWidget(1, self._holder)

    # Qt's own name
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_chips()


def _line(label: PlainLabel) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(current().px(12))
    line.addWidget(label)
    line.addStretch(1)
    return line


def _figure(words: str, amount: AmountLabel) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    label = PlainLabel(words, role="caption", tone="muted")
    label.setAlignment(Qt.AlignmentFlag.AlignRight)
    column.addWidget(label)
    column.addWidget(amount)
    return column


def _warnings(header: AccountHeader) -> list[tuple[str, str, str]]:
    found = [("flag", flag.words, "caution") for flag in header.flags]
    if header.status is not AccountStatus.ACTIVE:
        found.insert(0, ("warning", t(STATUS_WORDS[header.status]), "caution"))
    return found


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class AskStrip(Card):
    """One line that says what to ask for, in the order to ask."""

    def __init__(self, locale: str) -> None:
        super().__init__(tint=True)
        px = current().px
        self._locale = locale
        self._rows: list[QHBoxLayout] = []
        self.body.setContentsMargins(px(12), px(7), px(12), px(7))
        line = QHBoxLayout()
        line.setSpacing(px(12))
        self.label = PlainLabel(t("Ask for"), role="strong", tone="muted")
        self.nothing = PlainLabel(t("Nothing. All invoices are paid."))
        self._asks = QHBoxLayout()
        self._asks.setSpacing(px(24))
        line.addWidget(self.label)
        line.addLayout(self._asks)
        line.addWidget(self.nothing)
        line.addStretch(1)
        self.body.addLayout(line)

    def show_asks(self, asks: tuple[AskFor, ...]) -> None:
        _empty(self._asks)
        self._rows.clear()
        for ask in asks:
            self._asks.addWidget(self._one(ask))
        self.nothing.setVisible(not asks)

    def _one(self, ask: AskFor) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(6))
        self._rows.append(row)
        amount = AmountLabel(15, locale=self._locale, spoken="{amount} " + ask.words)
        amount.show_amount(ask.amount)
        amount.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(amount)
        tone = "caution" if ask.overdue else "muted"
        row.addWidget(PlainLabel(ask.words, tone=tone, elide=True))
        return holder

    def fit(self, width: int) -> None:
        """Where amounts and words do not fit into `width`, the words go under the amounts."""
        px = current().px
        beside, under = QHBoxLayout.Direction.LeftToRight, QHBoxLayout.Direction.TopToBottom
        wanted = self.label.sizeHint().width() + px(3 * 12 - 24)
        for row in self._rows:
            parts = [row.itemAt(number) for number in range(row.count())]
            wanted += sum(part.sizeHint().width() for part in parts if part) + px(6 + 24)
        for row in self._rows:
            row.setDirection(under if wanted > width else beside)
            row.setSpacing(0 if wanted > width else px(6))
