"""One deposit: what is in the bag, where it stands, who did what, and its next step."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.areas.deposits.values import DepositStage, DepositView, ItemKind, ItemRow
from app.areas.settings.values import Practice
from app.gui.asking import READ_MS
from app.gui.deposit_look import stage_look
from app.gui.key_map import key_words
from app.gui.screens.deposits.history import History
from app.gui.screens.deposits.reading import Bag
from app.gui.screens.deposits.steps import Step, made_steps, why_not
from app.gui.screens.deposits.words import (
    cash_in_bag,
    item_words,
    kind_look,
    total_in_bag,
)
from app.gui.shortcuts import bind
from app.gui.tables import cells
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.tables.staying import show_staying
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.surfaces import Card, Chip
from app.kernel.i18n import format_date, format_money
from app.kernel.money import Money
from app.kernel.translate import t, tn

BOTH_FROM: Final = 960
ROWS_SHOWN: Final = 8
UNLIMITED: Final = 16_777_215
"""What Qt takes for no limit."""
SIDE: Final = 410


class BagPage(QScrollArea):
    """`wanted` comes with a verb of the bag, `item_wanted` with a verb and the item it is about."""

    wanted = Signal(str)
    item_wanted = Signal(str, object)

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._practice = practice
        self.bag: Bag | None = None
        self._since = QElapsedTimer()
        self._since.start()
        self.steps = made_steps(practice)
        px = current().px
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(12))
        column.addLayout(self._head())
        self._both = QHBoxLayout()
        self._both.setSpacing(px(16))
        left = QVBoxLayout()
        left.setSpacing(px(12))
        left.addWidget(self._sums())
        left.addWidget(self._items())
        self.history = History(practice)
        left.addWidget(self.history)
        left.addStretch(1)
        self._both.addLayout(left, 1)
        self._side_column = self._side()
        self._both.addWidget(self._side_column)
        column.addLayout(self._both, 1)
        self.setWidget(inner)
        current().changed.connect(self._lay_out)
        bind(self, "deposits.take_out", self._take_out)
        for verb in ("slip", "void"):
            bind(self, f"deposits.{verb}", partial(self._press, verb))

    # ------------------------------------------------------------------------ what is asked of it

    @property
    def step(self) -> Step | None:
        """The card of what comes next."""
        return None if self.bag is None else self.steps[self.bag.view.stage]

    @property
    def may_go_on(self) -> bool:
        """Whether the step has stood here long enough to be read: a second Enter of what led to it
        is not an answer to it.
        """
        return self._since.elapsed() >= READ_MS

    def show_bag(self, bag: Bag) -> None:
        """The deposit as it stands; what was typed into its step stays there."""
        before, view = self.bag, bag.view
        other = before is None or before.view.deposit_id != view.deposit_id
        if other:
            self._empty_steps()
        moved = other or (before is not None and before.view.stage is not view.stage)
        self.bag = bag
        self._say_head(view)
        self._say_sums(view)
        rows = tuple(sorted(view.items, key=lambda e: e.kind is ItemKind.CHECK))
        show_staying(self.table, self.model, rows)
        self.table.be_as_high_as(ROWS_SHOWN)
        self.history.show_steps(view.history)
        here = self.steps[view.stage]
        for step in self.steps.values():
            step.setVisible(step is here)
        here.show_bag(bag)
        self._say_verbs(view)
        if moved:
            self._since.restart()

    def take_focus(self) -> None:
        if self.step is not None:
            self.step.take_focus()

    def submit(self) -> None:
        """Ctrl+Enter: the verb of the step, unless it has only just come."""
        if self.step is not None and self.may_go_on:
            self.step.submit()

    def verb_allowed(self, name: str) -> bool:
        return self.bag is not None and not why_not(self.bag.view, name)

    # --------------------------------------------------------------------------- how it is made

    def _head(self) -> QVBoxLayout:
        px = current().px
        column = QVBoxLayout()
        column.setSpacing(px(2))
        row = QHBoxLayout()
        row.setSpacing(px(12))
        self.title = PlainLabel("", role="title")
        self.chip = Chip("scales", "", "caution")
        self.single = Chip("user", t("One person"), "caution")
        row.addWidget(self.title)
        row.addWidget(self.chip)
        row.addWidget(self.single)
        row.addStretch(1)
        column.addLayout(row)
        self.about = PlainLabel("", tone="muted", wrap=True)
        column.addWidget(self.about)
        return column

    def _sums(self) -> Card:
        card, px = Card(), current().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(2))
        locale = self._practice.locale
        self.cash = AmountLabel(20, locale=locale, spoken=t("Cash {amount}"))
        self.checks = AmountLabel(20, locale=locale, spoken=t("Checks {amount}"))
        self.amount = AmountLabel(48, locale=locale, spoken=t("In the bag {amount}"))
        self.check_head = PlainLabel("", tone="muted")
        heads = (PlainLabel(t("Cash"), tone="muted"), self.check_head)
        last = PlainLabel(t("In the bag"), tone="muted")
        figures = (self.cash, self.checks, self.amount)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        for place, (head, figure) in enumerate(zip((*heads, last), figures, strict=True)):
            head.setAlignment(Qt.AlignmentFlag.AlignRight)
            figure.setAlignment(right)
            grid.addWidget(head, 0, place)
            grid.addWidget(figure, 1, place)
            grid.setColumnStretch(place, 1 if place < 2 else 2)
        card.body.addLayout(grid)
        self.sums_hint = PlainLabel("", role="caption", tone="muted", wrap=True)
        card.body.addWidget(self.sums_hint)
        return card

    def _items(self) -> Card:
        card, locale = Card(flush=True), self._practice.locale

        def tone(row: ItemRow) -> str:
            return "muted" if row.out else "text"

        columns: tuple[Column[ItemRow], ...] = (
            Column(t("What"), lambda e: "", chip=kind_look, width=96),
            Column(t("Day"), lambda e: cells.day(e.item_date), tone=tone),
            Column(t("In the bag"), item_words, tone=tone, stretch=True),
            Column(
                t("Amount"),
                lambda e: "–" if e.amount is None else format_money(e.amount, locale),
                right=True,
                tone=tone,
            ),
        )
        self.model: RowsModel[ItemRow] = RowsModel(columns, key=lambda e: e.item_id)
        self.table = DataTable(self.model, name=t("What is in the bag"), compact=True)
        card.body.addWidget(self.table)
        return card

    def _side(self) -> QWidget:
        side, px = QWidget(), current().px
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for step in dict.fromkeys(self.steps.values()):
            step.wanted.connect(self.wanted)
            column.addWidget(step)
        self.buttons: dict[str, Button] = {}
        for name, words in (
            ("print", t("Print the slip      {key}", key="Ctrl+P")),
            ("slip", t("Look at the slip      {key}", key=key_words("deposits.slip"))),
            ("take_back", t("Take the credit back…")),
            ("take_out", t("Take a check out…      {key}", key=key_words("deposits.take_out"))),
            ("money", t("Follow the money")),
            ("void", t("Void the deposit…      {key}", key=key_words("deposits.void"))),
        ):
            button = Button(words, kind="quiet" if name != "print" else "plain")
            button.setAutoDefault(True)
            act = self._to_checks if name == "take_out" else partial(self.wanted.emit, name)
            button.clicked.connect(act)
            self.buttons[name] = button
            column.addWidget(button)
        column.addStretch(1)
        return side

    def _lay_out(self) -> None:
        """In a narrow window the next step stands above what is in the bag."""
        px = current().px
        narrow = self.width() < px(BOTH_FROM)
        way = QBoxLayout.Direction
        self._both.setDirection(way.BottomToTop if narrow else way.LeftToRight)
        self._side_column.setMinimumWidth(0 if narrow else px(SIDE))
        self._side_column.setMaximumWidth(UNLIMITED if narrow else px(SIDE))

    # ------------------------------------------------------------------------------ what it says

    def _say_head(self, view: DepositView) -> None:
        self.title.say(t("Deposit {number}", number=view.number))
        look = stage_look(view.stage)
        self.chip.show_status(look.icon, look.words, look.tone)
        self.single.setVisible(view.single_person)
        parts = [
            t("To {account}", account=view.bank.name),
            format_date(view.business_date, self._practice.locale),
            t("prepared by {name}", name=view.prepared_by),
        ]
        if view.verified_by:
            parts.append(t("counted by {name}", name=view.verified_by))
        if view.bag_number:
            parts.append(t("bag {number}", number=view.bag_number))
        if view.slip_number:
            parts.append(t("bank's slip {number}", number=view.slip_number))
        self.about.say(" · ".join(parts))

    def _say_sums(self, view: DepositView) -> None:
        hidden = view.total is None
        self.cash.show_amount(cash_in_bag(view))
        self.checks.show_amount(view.checks)
        self.check_head.say(tn("{count} check", "{count} checks", view.check_count))
        self.amount.show_amount(total_in_bag(view))
        if hidden:
            for figure in (self.cash, self.amount):
                figure.setText("–")
                figure.setAccessibleName(t("Not shown before the second count"))
        said = []
        if hidden:
            said.append(t("The cash is shown when it was counted a second time."))
        if view.card_count:
            said.append(
                tn(
                    "{count} card payment of {amount} of these days is not in it.",
                    "{count} card payments of {amount} of these days are not in it.",
                    view.card_count,
                    amount=self._money(view.cards),
                )
            )
        if view.note:
            said.append(t("Note: {note}", note=view.note))
        self.sums_hint.say(" ".join(said))
        self.sums_hint.setVisible(bool(said))

    def _say_verbs(self, view: DepositView) -> None:
        slip = not why_not(view, "slip")
        shown = {
            "print": slip,
            "slip": slip,
            "take_back": not why_not(view, "take_back"),
            "take_out": not why_not(view, "take_out"),
            "money": True,
            "void": not why_not(view, "void"),
        }
        for name, button in self.buttons.items():
            button.setVisible(shown[name])

    def _money(self, amount: Money) -> str:
        return format_money(amount, self._practice.locale)

    def _empty_steps(self) -> None:
        """Another bag: nothing typed for the one before."""
        for step in self.steps.values():
            for box in step.findChildren(QLineEdit):
                box.clear()

    # ---------------------------------------------------------------------------------- its deeds

    def _press(self, verb: str) -> None:
        if self.verb_allowed(verb):
            self.wanted.emit(verb)

    def _to_checks(self) -> None:
        """The keyboard to the first check in the list, where Del takes it out."""
        for place, row in enumerate(self.model.rows):
            if row.kind is ItemKind.CHECK and not row.out:
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                self.table.selectRow(place)
                self.ensureWidgetVisible(self.table)
                return

    def _marked_check(self) -> ItemRow | None:
        row = self.table.current_row()
        check = isinstance(row, ItemRow) and row.kind is ItemKind.CHECK and not row.out
        return row if check and isinstance(row, ItemRow) else None

    def _take_out(self) -> None:
        row = self._marked_check() if self.table.hasFocus() else None
        if row is not None and self.verb_allowed("take_out"):
            self.item_wanted.emit("take_out", row)

    # Qt's own names from here on

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Menu or Shift+F10 on an item: what can be done with a check."""
        row = self._marked_check()
        if row is None or self.bag is None:
            return
        menu = QMenu(self)
        if self.verb_allowed("take_out"):
            key = key_words("deposits.take_out")
            words = t("Take the check out of the bag")
            menu.addAction(f"{words}\t{key}", partial(self.item_wanted.emit, "take_out", row))
        if self.bag.view.stage is not DepositStage.VOID:
            menu.addAction(
                t("The bank returned this check…"),
                partial(self.item_wanted.emit, "returned", row),
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
