"""All cash and checks at a glance: five places, below them what lies in the chosen one, and whether
it ties to the ledger.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.deposits.chain_values import MoneyPlaces, PlaceLine
from app.areas.settings.values import Practice
from app.gui.screens.money.place_card import WayPicture
from app.gui.screens.money.tables import line_columns, tie_columns
from app.gui.screens.money.words import (
    Stop,
    Tied,
    empty_words,
    stops,
    tied,
    why_hidden,
)
from app.gui.tables import cells
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import RowsModel
from app.gui.theme import current
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card, Chip
from app.kernel.translate import t

TIES_WIDTH: Final = 470
BESIDE_FROM: Final = 980
"""Designed pixels of the page from which both tables have room beside one another."""
NARROW_BELOW: Final = 640
"""Designed pixels of the lines below which a column has no room."""
SINCE: Final = 2
LEAST_ROWS: Final = 6


class PlacesPage(QWidget):
    """`wanted` comes with the Link of a line."""

    wanted = Signal(object)

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self._practice = practice
        self.found: MoneyPlaces | None = None
        self._stops: tuple[Stop, ...] = ()
        self.chosen = 0
        self.picture = WayPicture()
        self.lines: RowsModel[PlaceLine] = RowsModel(line_columns())
        self.table = DataTable(self.lines, name=t("What lies there"), compact=True)
        self.ties: RowsModel[Tied] = RowsModel(tie_columns())
        self.tie_table = DataTable(self.ties, name=t("Does it tie to the ledger?"), compact=True)
        self.verdict = Chip("check-circle", "", "money_in")
        self.verdict.hide()
        self.as_of = PlainLabel("", tone="muted")
        self.hint = PlainLabel("", tone="muted", elide=True)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head())
        self._column.addWidget(self._body(), 1)
        self.picture.chosen.connect(self._show_lines)
        self.picture.entered.connect(self._into_lines)
        self.table.opened.connect(lambda line: self.wanted.emit(line.link))
        current().changed.connect(self._fit)
        self._fit()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(current().px(12))
        head.addWidget(PlainLabel(t("Where the money is"), role="title"))
        head.addWidget(self.verdict)
        head.addWidget(self.hint, 1)
        head.addWidget(self.as_of)
        return head

    def _body(self) -> QScrollArea:
        """All below the head; it scrolls where large text leaves no room."""
        self.lines_card = Card(t("What lies there"), flush=True)
        self.lines_card.body.addWidget(self.table)
        self.ties_card = Card(t("Does it tie to the ledger?"), flush=True)
        self.ties_card.body.addWidget(self.tie_table)
        self.ties_card.body.addStretch(1)
        self._tables = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._tables.addWidget(self.lines_card, 1)
        self._tables.addWidget(self.ties_card)
        inner = QWidget()
        self._inside = QVBoxLayout(inner)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.addWidget(self.picture)
        self._inside.addLayout(self._tables, 1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inner)
        return self._area

    def show_places(self, found: MoneyPlaces, *, focus: bool) -> None:
        first = self.found is None
        self.found = found
        currency = self._practice.currency
        self._stops = stops(found, currency)
        self.picture.show_stops(self._stops)
        self.as_of.say(t("As of {when}", when=cells.moment(found.made_at, self._practice)))
        self.ties.show_rows(tied(found, currency))
        self.tie_table.setFixedHeight(self.tie_table.wanted_height(len(self.ties.rows)) + 2)
        hidden = any(stop.hidden for stop in self._stops)
        self.hint.say(why_hidden() if hidden else "")
        self.verdict.show()
        if found.ties:
            self.verdict.show_status("check-circle", t("Everything ties"), "money_in")
        else:
            self.verdict.show_status("warning-circle", t("Something does not tie"), "danger")
        if first:
            full = (n for n, stop in enumerate(self._stops) if stop.late)
            self.chosen = next(full, self._fullest())
        self.picture.choose(self.chosen, focus=focus)

    def _fullest(self) -> int:
        """Where the page begins: the first place that holds something."""
        return next((n for n, stop in enumerate(self._stops) if stop.lines), 0)

    def forget(self) -> None:
        self.found, self._stops, self.chosen = None, (), 0
        self.picture.forget()
        self.lines.show_rows(())
        self.ties.show_rows(())
        self.table.empty_words = ""
        self.verdict.hide()
        self.as_of.say("")
        self.hint.say("")

    def take_focus(self) -> None:
        self.picture.choose(self.chosen)
        self._area.ensureWidgetVisible(self.picture)

    def _show_lines(self, number: int) -> None:
        if not self._stops:
            return
        again, self.chosen = number == self.chosen, number
        stop = self._stops[number]
        mark = self.table.currentIndex().row() if again else 0
        self.table.empty_words = empty_words(stop.places)
        self.lines.show_rows(stop.lines)
        self.lines_card.say_title(stop.words)
        if self.lines.rows:
            self.table.selectRow(max(0, min(mark, len(self.lines.rows) - 1)))

    def _into_lines(self) -> None:
        if self.lines.rows:
            self.table.setFocus()
            self._area.ensureWidgetVisible(self.table)

    def _fit(self) -> None:
        px = current().px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._column.setSpacing(px(12))
        self._tables.setSpacing(px(12))
        self._inside.setSpacing(px(12))
        self.table.setMinimumHeight(self.table.wanted_height(LEAST_ROWS))
        wide = self.width() >= px(BESIDE_FROM)
        beside = QBoxLayout.Direction.LeftToRight
        self._tables.setDirection(beside if wide else QBoxLayout.Direction.TopToBottom)
        if wide:
            self.ties_card.setFixedWidth(px(TIES_WIDTH))
        else:
            self.ties_card.setMinimumWidth(0)
            self.ties_card.setMaximumWidth(16_777_215)
        rows = len(self.ties.rows)
        self.tie_table.setFixedHeight(self.tie_table.wanted_height(max(1, rows)) + 2)
        room = self.width() - 2 * px(24) - (px(TIES_WIDTH) + px(12) if wide else 0)
        every = range(self.lines.columnCount())
        self.table.show_columns(tuple(n for n in every if n != SINCE or room >= px(NARROW_BELOW)))

    # Qt's own name
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
