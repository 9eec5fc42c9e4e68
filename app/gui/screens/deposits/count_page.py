"""Counting a bag a second time, blind: nothing here says what the first person found."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.deposits.values import CountDeposit, ItemKind, ItemRow
from app.areas.settings.values import Practice
from app.gui.key_map import key_words
from app.gui.rescaling import sized
from app.gui.screens.deposits.reading import Bag
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.denomination_grid import DenominationGrid
from app.gui.widgets.end_row import EndRow
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.i18n import format_money
from app.kernel.ids import CommandId, new_id
from app.kernel.money import total
from app.kernel.translate import t, tn

BOTH_FROM = 1000
ROWS_SHOWN = 12


class SecondCountPage(QScrollArea):
    """`counted` comes when the count should be kept, `left` on going back; what is typed stays."""

    counted = Signal()
    left = Signal()

    def __init__(self, practice: Practice, bag: Bag) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._practice = practice
        self.intent = CommandId(new_id())
        self.deposit_id = bag.view.deposit_id
        self.attempt = 0
        px = current().px
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(8))
        self.title = PlainLabel("", role="title")
        self.hint = PlainLabel("", tone="muted", wrap=True)
        column.addWidget(self.title)
        column.addWidget(self.hint)
        self._both = QHBoxLayout()
        self._both.setSpacing(px(16))
        self._both.addWidget(self._cash_card(bag), 6, Qt.AlignmentFlag.AlignTop)
        self._both.addWidget(self._checks_card(), 5, Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._both)
        column.addStretch(1)
        self.setWidget(inner)
        self.grid.changed.connect(lambda _sum: self._say())
        self.grid.finished.connect(self._after_cash)
        self.model.ticked.connect(lambda _keys: self._say())
        self.show_bag(bag)

    @property
    def checks(self) -> tuple[ItemRow, ...]:
        return self.model.rows

    @property
    def unticked(self) -> tuple[ItemRow, ...]:
        """Checks nobody has seen yet."""
        seen = self.model.ticked_keys
        return tuple(each for each in self.checks if each.item_id not in seen)

    def show_bag(self, bag: Bag) -> None:
        """Whose bag it is; the next attempt starts from nought."""
        view = bag.view
        attempt = sum(1 for each in view.counts if each.second) + 1
        if attempt != self.attempt:
            self.attempt = attempt
            self.grid.clear()
            self.model.tick(())
            self.intent = CommandId(new_id())
        self.title.say(t("Count the bag of deposit {number}", number=view.number))
        hint = t(
            "Prepared by {name}. Count all of it yourself: what the first count found is not "
            "shown.",
            name=view.prepared_by,
        )
        if attempt > 1:
            self.title.say(t("Count deposit {number} once more", number=view.number))
            hint = t("The first counts are kept as they are, and this one counts.")
        self.hint.say(hint)
        rows = tuple(e for e in view.items if e.kind is ItemKind.CHECK and not e.out)
        self.model.show_rows(rows)
        self.table.be_as_high_as(ROWS_SHOWN)
        self.table.setVisible(bool(rows))
        self.no_checks.setVisible(not rows)
        self._say()

    def command(self) -> CountDeposit:
        keys = self.model.ticked_keys
        return CountDeposit(
            id=self.intent,
            deposit_id=self.deposit_id,
            piles=self.grid.piles(),
            checks_seen=tuple(each.item_id for each in self.checks if each.item_id in keys),
        )

    def take_focus(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Checks that are not ticked are named once before the count is kept without them."""
        if not self.button.isEnabled():
            return
        if self.unticked and not self.missing.isVisibleTo(self):
            self._say_unticked()
            return
        self.counted.emit()

    def busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)

    def say_error(self, words: str, _field: str = "") -> None:
        self.message.say(words)
        self.message.setVisible(bool(words))
        if words:
            self.ensureWidgetVisible(self.message)

    # --------------------------------------------------------------------------- how it is made

    def _cash_card(self, bag: Bag) -> Card:
        card, practice = Card(), self._practice
        sized(card, current().px, most_width=720)
        self.grid = DenominationGrid(
            bag.denominations,
            practice.currency,
            locale=practice.locale,
            sum_words=t("Cash counted"),
        )
        card.body.addWidget(self.grid)
        self.missing = PlainLabel("", tone="caution", wrap=True)
        self.missing.hide()
        card.body.addWidget(self.missing)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        card.body.addWidget(self.message)
        end = EndRow()
        end.left.connect(self.left)
        end.wanted.connect(self.submit)
        self.back_button, self.button = end.back_button, end.button
        card.body.addWidget(end)
        return card

    def _checks_card(self) -> Card:
        card, locale = Card(flush=True), self._practice.locale
        head = QWidget()
        inner = QVBoxLayout(head)
        px = current().px
        inner.setContentsMargins(px(12), px(10), px(12), px(6))
        self.ticked_words = PlainLabel("", role="strong", wrap=True)
        self.no_checks = PlainLabel(t("No checks belong in this bag."), tone="muted", wrap=True)
        inner.addWidget(self.ticked_words)
        inner.addWidget(self.no_checks)
        card.body.addWidget(head)
        columns: tuple[Column[ItemRow], ...] = (
            Column(t("Check"), lambda e: e.check_number),
            Column(t("Bank"), lambda e: e.bank, width=110),
            Column(t("Receipt and payer"), lambda e: e.reference, stretch=True),
            Column(
                t("Amount"),
                lambda e: format_money(e.amount, locale) if e.amount is not None else "",
                right=True,
            ),
        )
        self.model: RowsModel[ItemRow] = RowsModel(
            columns, ticks=True, key=lambda each: each.item_id
        )
        self.table = DataTable(self.model, name=t("Checks to tick off"), compact=True)
        card.body.addWidget(self.table)
        return card

    def _say(self) -> None:
        self.say_error("")
        self.missing.hide()
        seen, all_of_them = len(self.checks) - len(self.unticked), len(self.checks)
        self.ticked_words.setVisible(bool(all_of_them))
        self.ticked_words.say(
            t("Checks: {seen} of {count} found", seen=seen, count=all_of_them),
            "money_in" if seen == all_of_them else "text",
        )
        amount = format_money(self.grid.total(), self._practice.locale)
        key = key_words("frame.primary")
        words = t("Keep the count of {amount} cash      {key}", amount=amount, key=key)
        self.button.say(words)

    def _say_unticked(self) -> None:
        left = self.unticked
        worth = total((e.amount for e in left if e.amount is not None), self._practice.currency)
        self.missing.say(
            tn(
                "{count} check of {amount} is not ticked. Tick it, or press Enter again if it is "
                "not in the bag.",
                "{count} checks of {amount} are not ticked. Tick them, or press Enter again if "
                "they are not in the bag.",
                len(left),
                amount=format_money(worth, self._practice.locale),
            )
        )
        self.missing.show()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.button))

    def _after_cash(self) -> None:
        following = self.table if self.checks else self.button
        following.setFocus(Qt.FocusReason.TabFocusReason)
        if self.checks:
            self.table.mark_first()
        self.ensureWidgetVisible(following)

    # Qt's own name
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < current().px(BOTH_FROM)
        way = QBoxLayout.Direction
        self._both.setDirection(way.TopToBottom if narrow else way.LeftToRight)
