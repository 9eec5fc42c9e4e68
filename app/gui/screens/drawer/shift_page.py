"""The shift that runs: who answers for it, what moved in its drawer, never what should be in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.drawers.closing_values import ShiftScreen
from app.areas.drawers.values import MovementRow, UnaskedOpening
from app.areas.settings.values import Practice
from app.gui.dialogs.cash_panel import CashVerb, verb_with_key
from app.gui.key_map import key_words
from app.gui.screens.drawer.words import kind_look, may_be_taken_back, when
from app.gui.shortcuts import bind, with_key
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.buttons import Button, KeyButton
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card, Chip
from app.kernel.i18n import format_date, format_money
from app.kernel.translate import t, tn

NARROW: Final = 700
"""Designed pixels below which the verbs stand in two lines."""


class ShiftPage(QScrollArea):
    """`cash` comes with a CashVerb, `take_back` with a MovementRow, `report` with whether the cash
    should stand in it; `others` asks for the drawers of other people.
    """

    cash = Signal(object)
    close_wanted = Signal()
    take_back = Signal(object)
    report = Signal(bool)
    others = Signal()

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._practice = practice
        self._in_line = 0
        px = current().px
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(12))
        column.addLayout(self._head())
        self.facts = PlainLabel("", tone="muted", wrap=True)
        column.addWidget(self.facts)
        column.addLayout(self._verbs())
        self.model = RowsModel(_columns(practice), key=lambda row: row.movement_id)
        self.table = DataTable(
            self.model,
            name=t("Cash that moved in this shift"),
            empty_words=t(
                "Nothing was paid in or out and nothing dropped yet. Payments are not listed here."
            ),
        )
        card = Card(t("Cash that moved without a payment"), flush=True)
        card.body.addWidget(self.table)
        column.addWidget(card, 1)
        column.addLayout(self._foot())
        self.setWidget(inner)
        self.table.marked.connect(self._marked)
        bind(self, "movements.take_back", self._take_back)

    def show_shift(self, screen: ShiftScreen, checks: int, *, others: int) -> None:
        """The shift as it stands; `others` more drawers are open."""
        row = screen.row
        self.title.say(t("Shift {number}", number=row.number))
        self.facts.say(
            t(
                "{drawer} · {name} answers for it since {time} · booked to {day} · float {amount}",
                drawer=row.drawer_name,
                name=row.user_name,
                time=when(row.opened_at, self._practice),
                day=format_date(row.business_date, self._practice.locale),
                amount=format_money(row.float_amount, self._practice.locale),
            )
        )
        kept = self.table.current_row()
        self.model.show_rows(screen.movements)
        places = [
            place
            for place, each in enumerate(self.model.rows)
            if isinstance(kept, MovementRow) and each.movement_id == kept.movement_id
        ]
        if self.model.rows:
            self.table.selectRow(places[0] if places else len(self.model.rows) - 1)
        said = [
            tn("{count} opening without a sale", "{count} openings without a sale", screen.no_sales)
        ]
        said.append(tn("{count} check", "{count} checks", checks))
        if screen.unasked:
            found = tn(
                "{count} opening without an order ({times})",
                "{count} openings without an order ({times})",
                len(screen.unasked),
                times=", ".join(self._opened(one) for one in screen.unasked[-4:]),
            )
            said.append(found)
        self.counted.say(" · ".join(said), "caution" if screen.unasked else "muted")
        words = tn("{count} other drawer is open", "{count} other drawers are open", others)
        self.others_button.say(f"{words}      {key_words('drawer.others')}")
        self.others_button.setVisible(others > 0)
        self._marked(self.table.current_row())

    def _opened(self, one: UnaskedOpening) -> str:
        at = when(one.opened_at, self._practice)
        return t("{time} or earlier", time=at) if one.or_earlier else at

    def take_focus(self) -> None:
        """On the list, where one Enter too many does nothing."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(12))
        self.title = PlainLabel("", role="title")
        self.chip = Chip("check-circle", t("Open"), "money_in")
        row.addWidget(self.title)
        row.addWidget(self.chip)
        row.addStretch(1)
        self.others_button = Button("", kind="quiet", icon="users")
        self.others_button.clicked.connect(self.others)
        row.addWidget(self.others_button)
        self.close_button = Button(
            t("Count and close      {key}", key=key_words("drawer.close")), kind="primary"
        )
        self.close_button.setAutoDefault(True)
        self.close_button.clicked.connect(self.close_wanted)
        row.addWidget(self.close_button)
        return row

    def _verbs(self) -> QGridLayout:
        self._verb_lines = QGridLayout()
        self._verb_lines.setSpacing(current().px(8))
        self.verbs: dict[CashVerb, KeyButton] = {}
        for verb in CashVerb:
            words, key = verb_with_key(verb)
            button = KeyButton(words, key)
            button.clicked.connect(lambda _on=False, verb=verb: self.cash.emit(verb))
            self.verbs[verb] = button
        self.x_button = KeyButton(t("X report"), key_words("frame.print"))
        self.x_button.setToolTip(with_key(t("What happened so far, without cash"), "frame.print"))
        self.x_button.clicked.connect(lambda: self.report.emit(False))
        self.x_cash_button = KeyButton(t("X with cash"), t("a manager agrees"))
        self.x_cash_button.setToolTip(t("A manager agrees, because the count should stay blind."))
        self.x_cash_button.clicked.connect(lambda: self.report.emit(True))
        self._lay_verbs()
        return self._verb_lines

    def _lay_verbs(self) -> None:
        """In one line, or in two where their words have no room."""
        buttons = (*self.verbs.values(), self.x_button, self.x_cash_button)
        in_line = 3 if self.width() < current().px(NARROW) else len(buttons)
        if in_line != self._in_line:
            self._in_line = in_line
            for number, button in enumerate(buttons):
                self._verb_lines.removeWidget(button)
                self._verb_lines.addWidget(button, number // in_line, number % in_line)

    # Qt's own name
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_verbs()

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        self.back_button = Button(
            t("Take it back      {key}", key=key_words("movements.take_back")),
            icon="arrow-counter-clockwise",
        )
        self.back_button.setToolTip(with_key(t("Book its opposite"), "movements.take_back"))
        self.back_button.clicked.connect(self._take_back)
        self.back_button.setAutoDefault(True)
        self.counted = PlainLabel("", tone="muted", elide=True)
        row.addWidget(self.back_button)
        row.addWidget(self.counted, 1)
        return row

    def _marked(self, row: object) -> None:
        self.back_button.setVisible(isinstance(row, MovementRow) and may_be_taken_back(row))

    def _take_back(self) -> None:
        row = self.table.current_row()
        if isinstance(row, MovementRow) and may_be_taken_back(row):
            self.take_back.emit(row)


def _columns(practice: Practice) -> tuple[Column[MovementRow], ...]:
    def tone(row: MovementRow) -> str:
        return "muted" if row.reversed or row.reverses_id else "text"

    return (
        Column(
            t("Time"), lambda row: when(row.at, practice), tone=tone, sort_by=lambda row: row.at
        ),
        Column(t("Number"), lambda row: row.number, tone=tone),
        Column(t("What"), lambda row: kind_look(row).words, chip=kind_look),
        Column(t("Why"), lambda row: row.words, tone=tone, stretch=True),
        Column(t("Reference"), lambda row: row.reference or row.note, tone=tone),
        Column(t("By"), lambda row: row.user_name, tone=tone),
        Column(
            t("Into the drawer"),
            lambda row: format_money(row.amount, practice.locale),
            right=True,
            tone=tone,
            sort_by=lambda row: row.amount.minor,
        ),
    )
