"""Who stands at the window and what to ask them for: two bars of words; nothing is typed here."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from app.areas.parties.values import AccountHeader, AccountStatus
from app.areas.payments.values import AskFor, CounterAccount
from app.gui.key_map import key_words
from app.gui.layout_items import parts_of
from app.gui.screens.counter.pay_lines import payable_drafts
from app.gui.screens.counter.words import STATUS_WORDS, who
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import AmountLabel, PlainLabel, plain_tip, restyle
from app.gui.widgets.surfaces import Card, Chip
from app.gui.widgets.tick import Tick
from app.kernel.i18n import format_money
from app.kernel.money import total
from app.kernel.translate import t

TIGHT: Final = 300
"""Designed pixels below which what is owed is written smaller, and never cut."""


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
        size = "15" if self.width() < current().px(TIGHT) else "20"
        for figure in (self.owes, self.credit):
            if figure.property("figure") != size:
                figure.setProperty("figure", size)
                restyle(figure)
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
    """One line that says what to ask for, in the order to ask; at its end what was not collected.

    `not_collected` comes when somebody is asked and does not pay.
    """

    not_collected = Signal()

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
        self.noted = PlainLabel(role="caption", tone="muted", elide=True)
        self.button = Button(self._button_words()[0], kind="quiet")
        self.button.setProperty("dense", "true")
        self.button.clicked.connect(self.not_collected)
        line.addWidget(self.noted)
        line.addWidget(self.button)
        self.body.addLayout(line)

    def show_account(self, account: CounterAccount) -> None:
        """What to ask for, and what was noted today when somebody did not pay."""
        asks = [*account.ask_for]
        drafts = total((draft.total for draft in payable_drafts(account)), account.owed.currency)
        if drafts:
            asks.append(AskFor(t("on drafts"), drafts, overdue=False))
        if asks and account.credit:
            words = t("credit on file, {key}", key=key_words("tender.credit"))
            asks.append(AskFor(words, account.credit, overdue=False))
        self.show_asks(tuple(asks))
        noted = account.not_collected_today
        words = ""
        if noted:
            amount = format_money(noted[0].amount, self._locale)
            words = t("Today not collected: {amount}, {why}", amount=amount, why=noted[0].words)
        self.noted.say(words)
        self.noted.setVisible(bool(words))

    def forget(self) -> None:
        """No trace of anybody."""
        self.show_asks(())
        self.noted.say("")

    def show_asks(self, asks: tuple[AskFor, ...]) -> None:
        self.button.setVisible(bool(asks))
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
        """Where the line is too short, first what was noted goes, then the words go under the
        amounts, then the button shows its key alone; last the label goes.
        """
        px = current().px
        beside, under = QHBoxLayout.Direction.LeftToRight, QHBoxLayout.Direction.TopToBottom
        base = self.label.sizeHint().width() + px(4 * 12)
        wide = narrow = base
        for row in self._rows:
            parts = [part.sizeHint().width() for _place, part in parts_of(row)]
            wide, narrow = wide + sum(parts) + px(6 + 24), narrow + max(parts) + px(24)
        whole, key = self._button_words()
        self._say_button(whole)
        button = self.button.sizeHint().width() if self._rows else 0
        stacked = wide + button > width
        self._say_button(key if narrow + button > width and stacked else whole)
        tight = stacked and narrow + self.button.sizeHint().width() > width
        self.label.setVisible(not tight)
        for row in self._rows:
            row.setDirection(under if stacked else beside)
            row.setSpacing(0 if stacked else px(6))
        spare = width - (narrow if stacked else wide) - self.button.sizeHint().width()
        words = self.noted.text()
        self.noted.setVisible(bool(words) and spare > px(140))

    def _button_words(self) -> tuple[str, str]:
        key = key_words("tender.not_collected")
        return t("Not collected…    {key}", key=key), key

    def _say_button(self, words: str) -> None:
        self.button.say(words)
        self.button.setAccessibleName(self._button_words()[0])
        self.button.setToolTip("" if len(words) > 4 else t("Not collected: say why"))


class FamilyBar(QWidget):
    """Who is paid for as well: `parted` comes with the account taken out again, `one_receipt` with
    whether all stand on one receipt.
    """

    parted = Signal(str)
    one_receipt = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._joined: tuple[CounterAccount, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        row.addWidget(PlainLabel(t("Paid together with"), tone="muted"))
        self._names = QHBoxLayout()
        self._names.setSpacing(current().px(6))
        row.addLayout(self._names)
        row.addStretch(1)
        self.each = Tick(t("A receipt for each"))
        self.each.setAccessibleName(self.each.text())
        self.each.toggled.connect(lambda each: self.one_receipt.emit(not each))
        row.addWidget(self.each)
        self.hide()

    def show_joined(self, joined: tuple[CounterAccount, ...]) -> None:
        if joined == self._joined:
            return
        self._joined = joined
        _empty(self._names)
        for account in joined:
            self._names.addWidget(self._one(account))
        self.setVisible(bool(joined))

    def show_one_receipt(self, one: bool) -> None:
        self.each.blockSignals(True)
        self.each.setChecked(not one)
        self.each.blockSignals(False)

    def _one(self, account: CounterAccount) -> Button:
        header = account.header
        button = Button(f"{header.name[:24]}   ×")
        button.setAccessibleName(
            t("Take out {name}, {number}", name=header.name, number=header.account_number)
        )
        button.setToolTip(plain_tip(f"{header.name}, {header.account_number}"))
        button.clicked.connect(lambda _on=False: self.parted.emit(header.account_id))
        return button
