"""Preparing a deposit: what goes along, the count of its cash, and the account it goes to."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.areas.deposits.values import Depositable, PrepareDeposit
from app.areas.settings.values import Practice
from app.gui.key_map import key_words
from app.gui.rescaling import sized
from app.gui.screens.deposits.item_tables import ItemTable
from app.gui.screens.deposits.reading import Preparing
from app.gui.screens.deposits.reserve_box import ReserveBox
from app.gui.screens.deposits.words import expected_words
from app.gui.theme import current
from app.gui.widgets.choice import Choice
from app.gui.widgets.denomination_grid import DenominationGrid
from app.gui.widgets.end_row import EndRow
from app.gui.widgets.field import Field
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.i18n import format_date, format_money
from app.kernel.ids import BankAccountId, CommandId, new_id
from app.kernel.money import Money
from app.kernel.translate import t, tn

BOTH_FROM = 1000
"""Designed pixels from which items and count stand side by side."""


class PreparePage(QScrollArea):
    """`prepared` comes when it should be done, `left` on going back; what was typed stays."""

    prepared = Signal()
    left = Signal()

    def __init__(self, practice: Practice, found: Preparing) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._practice = practice
        self._dates: tuple[date, ...] = ()
        self._items: tuple[Depositable, ...] = ()
        self.intent = CommandId(new_id())
        px = current().px
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(8))
        column.addLayout(self._head())
        words = t(
            "Everything that lies in the safe is ticked. Count the cash that goes into the bag; "
            "another person counts it once more."
        )
        column.addWidget(PlainLabel(words, tone="muted", wrap=True))
        self._both = QHBoxLayout()
        self._both.setSpacing(px(16))
        left = QVBoxLayout()
        left.setSpacing(px(12))
        self._fill_left(left)
        self._both.addLayout(left, 11)
        self._both.addWidget(self._count_card(found), 10, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._both, 1)
        self.setWidget(inner)
        for part in (self.cash, self.checks, self.reserve):
            part.changed.connect(self._say)
        self.grid.changed.connect(lambda _sum: self._say())
        self.grid.finished.connect(self._to_button)
        self.show_found(found)

    # ------------------------------------------------------------------------ what is asked of it

    def show_found(self, found: Preparing) -> None:
        """What lies in the safe now; ticks and counts stay."""
        self._items = found.proposal.items
        self.cash.show_items(self._items)
        self.checks.show_items(self._items)
        self.reserve.show_held(found.proposal.reserve)
        self._show_dates(found.proposal.dates)
        self._show_accounts(found)
        cards = tn(
            "{count} card payment of {amount} goes to the bank by itself.",
            "{count} card payments of {amount} go to the bank by themselves.",
            found.proposal.card_count,
            amount=format_money(found.proposal.cards, self._practice.locale),
        )
        self.cards.say(cards)
        self.cards.setVisible(bool(found.proposal.card_count))
        self._say()

    def command(self) -> PrepareDeposit | None:
        """What is ticked and counted; None when something is missing, which is then said."""
        account = self.account.currentData()
        if account is None or not self.reserve.check():
            return None
        return PrepareDeposit(
            id=self.intent,
            bank_account_id=BankAccountId(account),
            sources=tuple(each.source_id for each in (*self.cash.ticked, *self.checks.ticked)),
            piles=self.grid.piles(),
            reserve=self.reserve.reserve(),
            note=self.note.text().strip(),
        )

    @property
    def expected(self) -> Money:
        """What the ticked items and the reserve say of cash."""
        return self.cash.sum + self.reserve.moved

    @property
    def total(self) -> Money:
        """What will be in the bag: the cash that was counted, and the ticked checks."""
        return self.grid.total() + self.checks.sum

    def take_focus(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        if self.button.isEnabled():
            self.prepared.emit()

    def busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)

    def say_error(self, words: str, field: str = "") -> None:
        fields = {"reserve": self.reserve.amount_field, "why": self.reserve.why_field}
        if words and field in fields and fields[field].isVisibleTo(self):
            fields[field].show_error(words)
            fields[field].focus_error()
            return
        self.message.say(words)
        self.message.setVisible(bool(words))
        if words:
            self.ensureWidgetVisible(self.message)

    # --------------------------------------------------------------------------- how it is made

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(t("Prepare a deposit"), role="title"), 1)
        self.upto = Choice()
        self.upto.setAccessibleName(t("Business days"))
        self.upto.activated.connect(lambda _index: self._up_to())
        row.addWidget(self.upto)
        return row

    def _fill_left(self, column: QVBoxLayout) -> None:
        self.cash = ItemTable(self._practice, checks=False)
        self.checks = ItemTable(self._practice, checks=True)
        column.addWidget(self.cash)
        column.addWidget(self.checks)
        self.cards = PlainLabel("", role="caption", tone="muted", wrap=True)
        column.addWidget(self.cards)
        self.reserve = ReserveBox(self._practice)
        card = Card()
        card.body.addWidget(self.reserve)
        self.note = QLineEdit()
        self.note.setMaxLength(400)
        card.body.addWidget(Field(t("Note"), self.note, optional=True))
        column.addWidget(card)
        column.addStretch(1)

    def _count_card(self, found: Preparing) -> Card:
        card, practice = Card(), self._practice
        sized(card, current().px, most_width=660)
        self.account = Choice()
        self.account_field = Field(t("Goes to"), self.account)
        card.body.addWidget(self.account_field)
        self.grid = DenominationGrid(
            found.denominations,
            practice.currency,
            locale=practice.locale,
            sum_words=t("Cash counted"),
            sum_size=20,
        )
        card.body.addWidget(self.grid)
        self.gap = PlainLabel("", tone="muted", wrap=True)
        card.body.addWidget(self.gap)
        row = QHBoxLayout()
        row.addWidget(PlainLabel(t("In the bag"), role="heading", tone="muted"))
        self.amount = AmountLabel(48, locale=practice.locale, spoken=t("In the bag {amount}"))
        row.addWidget(self.amount, 1)
        card.body.addLayout(row)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        card.body.addWidget(self.message)
        end = EndRow()
        end.left.connect(self.left)
        end.wanted.connect(self.submit)
        self.back_button, self.button = end.back_button, end.button
        card.body.addWidget(end)
        return card

    def _show_dates(self, dates: tuple[date, ...]) -> None:
        if dates == self._dates:
            return
        self._dates = dates
        self.upto.clear()
        self.upto.addItem(t("All business days"), "")
        for day in sorted(dates, reverse=True)[1:]:
            said = format_date(day, self._practice.locale)
            self.upto.addItem(t("Up to {day}", day=said), day.isoformat())
        self.upto.setVisible(len(dates) > 1)

    def _show_accounts(self, found: Preparing) -> None:
        kept = self.account.currentData()
        self.account.clear()
        for each in found.accounts:
            said = t("{name}, {number}", name=each.name, number=each.masked_number)
            self.account.addItem(said, str(each.bank_account_id))
        default = next((e for e in found.accounts if e.is_default), None)
        wanted = kept or (str(default.bank_account_id) if default else None)
        self.account.setCurrentIndex(max(0, self.account.findData(wanted)))

    def _up_to(self) -> None:
        last = self.upto.currentData()
        keys = frozenset(
            each.source_id
            for each in self._items
            if not last or each.item_date <= date.fromisoformat(last)
        )
        self.cash.tick_only(keys)
        self.checks.tick_only(keys)

    def _say(self) -> None:
        locale = self._practice.locale
        self.say_error("")
        counted, expected = self.grid.total(), self.expected
        said = expected_words(expected, counted, locale)
        tone = "muted"
        if counted.minor:
            tone = "caution" if counted != expected else "money_in"
        self.gap.say(said, tone)
        self.amount.show_amount(self.total)
        amount, key = format_money(self.total, locale), key_words("frame.primary")
        self.button.say(t("Prepare deposit {amount}      {key}", amount=amount, key=key))

    def _to_button(self) -> None:
        self.button.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(self.button)

    # Qt's own name
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < current().px(BOTH_FROM)
        way = QBoxLayout.Direction
        self._both.setDirection(way.TopToBottom if narrow else way.LeftToRight)
