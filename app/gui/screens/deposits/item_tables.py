"""What lies in the safe, to be ticked: cash by shift and drop, and check after check."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.areas.deposits.values import Depositable, ItemKind
from app.areas.settings.values import Practice
from app.gui.tables import cells
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.tables.staying import show_staying
from app.gui.theme import current
from app.gui.widgets.surfaces import Card
from app.gui.widgets.tick import Tick
from app.kernel.i18n import format_money
from app.kernel.money import Money, total
from app.kernel.translate import t, tn

ROWS_SHOWN = 6
DAY = 1
"""The column of the day: of cash alone, and where not all is of one day."""


class ItemTable(Card):
    """One tender's items; what was never seen before is ticked. `changed` comes with every tick."""

    changed = Signal()

    def __init__(self, practice: Practice, *, checks: bool) -> None:
        super().__init__(flush=True)
        self._practice, self._checks = practice, checks
        self._seen: frozenset[str] = frozenset()
        px = current().px
        self.all = Tick("")
        self.all.clicked.connect(self._tick_all)
        head = QWidget()
        row = QVBoxLayout(head)
        row.setContentsMargins(px(10), px(6), px(12), px(2))
        row.addWidget(self.all)
        self.body.addWidget(head)
        columns = self._check_columns() if checks else self._cash_columns()
        self.model: RowsModel[Depositable] = RowsModel(
            columns, ticks=True, key=lambda each: each.source_id
        )
        name = t("Checks that may go along") if checks else t("Cash that may go along")
        self.table = DataTable(self.model, name=name, compact=True)
        self.body.addWidget(self.table)
        self.model.ticked.connect(lambda _keys: self._say())

    @property
    def ticked(self) -> tuple[Depositable, ...]:
        """What goes along, in the order it is shown."""
        keys = self.model.ticked_keys
        return tuple(each for each in self.model.rows if each.source_id in keys)

    @property
    def sum(self) -> Money:
        return total((each.amount for each in self.ticked), self._practice.currency)

    def show_items(self, items: tuple[Depositable, ...]) -> None:
        """Items as they are now; ticks somebody took away stay away."""
        mine = tuple(each for each in items if (each.kind is ItemKind.CHECK) is self._checks)
        kept = self.model.ticked_keys
        show_staying(self.table, self.model, mine)
        fresh = tuple(each.source_id for each in mine if each.source_id not in self._seen)
        self._seen |= {each.source_id for each in mine}
        there = {each.source_id for each in mine}
        self.model.tick((*(key for key in kept if key in there), *fresh))
        self.table.be_as_high_as(ROWS_SHOWN)
        self.setVisible(bool(mine))
        days = len({each.item_date for each in mine})
        columns = range(len(self.model.columns))
        dated = days > 1 and not self._checks
        self.table.show_columns(tuple(n for n in columns if n != DAY or dated))
        if not self.table.currentIndex().isValid():
            self.table.mark_first()
        self._say()

    def tick_only(self, keys: frozenset[str]) -> None:
        """Tick these and no other."""
        self.model.tick(tuple(e.source_id for e in self.model.rows if e.source_id in keys))
        self._say()

    def _tick_all(self) -> None:
        every = len(self.ticked) == len(self.model.rows)
        self.model.tick(() if every else tuple(each.source_id for each in self.model.rows))
        self._say()

    def _say(self) -> None:
        count, amount = len(self.ticked), format_money(self.sum, self._practice.locale)
        words = t("Cash {amount}", amount=amount)
        if self._checks:
            words = tn("{count} check {amount}", "{count} checks {amount}", count, amount=amount)
        left = len(self.model.rows) - count
        if left:
            stays = tn("{count} stays here", "{count} stay here", left)
            words = t("{words}, {stays}", words=words, stays=stays)
        self.all.setChecked(not left)
        self.all.setText(words)
        self.all.updateGeometry()
        self.changed.emit()

    def _tone(self, each: Depositable) -> str:
        return "text" if each.source_id in self.model.ticked_keys else "muted"

    def _cash_columns(self) -> tuple[Column[Depositable], ...]:
        return (
            Column(t("From"), _cash_words, tone=self._tone, stretch=True),
            Column(t("Day"), lambda e: cells.day(e.item_date), tone=self._tone),
            Column(t("Cashier"), lambda e: e.cashier, tone=self._tone, width=76, stretch=True),
            Column(
                t("Amount"),
                lambda e: format_money(e.amount, self._practice.locale),
                right=True,
                tone=self._tone,
            ),
        )

    def _check_columns(self) -> tuple[Column[Depositable], ...]:
        return (
            Column(t("Check"), lambda e: e.check_number, tone=self._tone),
            Column(t("Day"), lambda e: cells.day(e.item_date), tone=self._tone),
            Column(t("Bank"), lambda e: e.bank, tone=self._tone, width=120),
            Column(t("Payer"), _payer, tone=self._tone, stretch=True),
            Column(
                t("Amount"),
                lambda e: format_money(e.amount, self._practice.locale),
                right=True,
                tone=self._tone,
            ),
        )


def _cash_words(each: Depositable) -> str:
    """Where cash comes from, in as few words as a narrow column has room for."""
    if each.kind is ItemKind.DROP:
        return t("Drop {number}", number=each.reference)
    return t("Shift {number}", number=each.reference)


def _payer(each: Depositable) -> str:
    """Of the receipt and its payer the payer: that is who stands on the check."""
    return each.reference.partition(", ")[2] or each.reference
