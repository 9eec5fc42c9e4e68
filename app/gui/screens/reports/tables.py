"""The tables of a report, one at a time: their names above, the sum in the last row."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.areas.settings.values import Practice
from app.devices.documents.report_sheet import HIDDEN, Cell, Row, Table, Width, as_read, cell_words
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import ChipLook, Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.kernel.money import Money
from app.kernel.translate import t

AROUND: Final = 26
CHIP: Final = 22
"""Designed pixels of the air around what a cell says, and of the icon before it."""
LOOKED_AT: Final = 8
AS_DESIGNED: Final = (Width.DAY, Width.MOMENT)
"""Days and times are all about as wide."""


class SumsLast(RowsModel[Row]):
    """Rows that may be sorted, with the sum in the last place whatever they are sorted by."""

    def __init__(self) -> None:
        super().__init__((), key=id)
        self._sum: Row | None = None

    def show_table(self, table: Table, here: Practice, widths: tuple[int, ...]) -> None:
        """Other columns, so many designed pixels wide, and other rows."""
        self.sort(-1)
        self._sum = Row(table.total) if table.total and table.rows else None
        self.columns = tuple(
            _column(table, number, self.is_sum, here, widths[number])
            for number in range(len(table.headings))
        )
        self.show_rows((*table.rows, *([self._sum] if self._sum else [])))

    def is_sum(self, row: Row) -> bool:
        return row is self._sum

    def _in_order(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        others = super()._in_order(tuple(row for row in rows if row is not self._sum))
        return (*others, *(row for row in rows if row is self._sum))


class TablePane(QWidget):
    """`opened` comes with the Row on Enter or a double click."""

    opened = Signal(object)

    def __init__(self, here: Practice) -> None:
        super().__init__()
        self._here = here
        self._tables: tuple[Table, ...] = ()
        self.place = 0
        self.model = SumsLast()
        self.table = DataTable(self.model, compact=True)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.table.opened.connect(self._open)
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._names = QHBoxLayout()
        self._names.setContentsMargins(px(8), px(6), px(8), px(6))
        self._names.setSpacing(px(4))
        self._names.addStretch(1)
        column.addLayout(self._names)
        column.addWidget(self.table, 1)
        self.buttons: list[Button] = []
        self._widths: tuple[int, ...] = ()
        self._group = QButtonGroup(self)
        current().changed.connect(self._show)

    def show_tables(self, tables: tuple[Table, ...]) -> None:
        """Other tables; the one with the name that was in front stays there."""
        before = self._tables[self.place].title if self._tables else ""
        titles = [table.title for table in tables]
        self._tables = tuple(as_read(table) for table in tables)
        self.place = titles.index(before) if before in titles else 0
        self._name_buttons(titles)
        self._show()

    def turn(self, steps: int = 1) -> None:
        """Another of the tables."""
        if self._tables:
            self._turn_to((self.place + steps) % len(self._tables))

    def take_focus(self) -> None:
        """The keyboard in the table, on its first row."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.table.currentIndex().isValid():
            self.table.mark_first()

    def _turn_to(self, place: int) -> None:
        self.place = place
        self.buttons[place].setChecked(True)
        self._show()

    def _show(self) -> None:
        self.table.horizontalHeader().setSortIndicatorShown(False)
        table = self._tables[self.place] if self._tables else Table("", (), (), "")
        self.table.empty_words = table.empty
        self.table.setAccessibleName(table.title)
        self._widths = tuple(self._width(table, n) for n in range(len(table.headings)))
        self.model.show_table(table, self._here, self._widths)
        self._fit()

    def _width(self, table: Table, number: int) -> int:
        """No amount is ever cut: designed pixels of the longest cell, and of the title."""
        heading = table.headings[number]
        cells = [row.cells[number] for row in table.rows] + list(table.total[number : number + 1])
        strong = QFont(self.table.font())
        strong.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(strong)
        words = (cell_words(cell, self._here) for cell in _longest(cells))
        longest = max((metrics.horizontalAdvance(each) for each in words), default=0)
        chip = CHIP if _says_yes_or_no(table, number) else 0
        title = self.table.fontMetrics().horizontalAdvance(heading.title)
        measured = max(longest + current().px(chip), title) * 100 // current().scale + AROUND
        days = heading.width in AS_DESIGNED and not any(isinstance(each, str) for each in cells)
        return max(measured, heading.width.value) if days else measured

    def _fit(self) -> None:
        """Leave out what a narrow page has no room for, rather than scroll."""
        headings = self._tables[self.place].headings if self._tables else ()
        shown = list(range(len(headings)))
        room = self.table.viewport().width() * 100 // current().scale
        for _each in headings:
            least = max((headings[n].leaves for n in shown), default=0)
            if not least or sum(self._widths[n] for n in shown) <= room:
                break
            shown = [n for n in shown if headings[n].leaves < least]
        self.table.show_columns(tuple(shown))

    def _name_buttons(self, titles: list[str]) -> None:
        if titles != [button.accessibleName() for button in self.buttons]:
            for button in self.buttons:
                self._group.removeButton(button)
                self._names.removeWidget(button)
                button.hide()
                button.deleteLater()
            self.buttons = [Button(title) for title in titles]
            for place, button in enumerate(self.buttons):
                button.setCheckable(True)
                button.clicked.connect(lambda _on=False, place=place: self._turn_to(place))
                self._group.addButton(button)
                self._names.insertWidget(place, button)
        for place, button in enumerate(self.buttons):
            button.setChecked(place == self.place)

    # Qt's own name
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _open(self, row: object) -> None:
        if isinstance(row, Row) and row.link:
            self.opened.emit(row)


def _longest(cells: list[Cell]) -> list[Cell]:
    """Those of the cells that may be the widest: a year of them is not all written out."""
    amounts = [cell for cell in cells if isinstance(cell, Money)]
    words: list[Cell] = [*sorted({c for c in cells if isinstance(c, str)}, key=len)[-LOOKED_AT:]]
    ends: list[Cell] = [min(amounts), max(amounts)] if amounts else []
    hidden: list[Cell] = [HIDDEN] if HIDDEN in cells else []
    counts = [cell for cell in cells if type(cell) is int]
    yes_no: list[Cell] = [*{cell for cell in cells if isinstance(cell, bool)}]
    return [*words, *ends, *hidden, *sorted(counts)[-1:], *yes_no]


def _column(table: Table, number: int, is_sum: Any, here: Practice, width: int) -> Column[Row]:
    heading = table.headings[number]

    def cell(row: Row) -> Cell:
        return row.cells[number] if number < len(row.cells) else None

    def tone(row: Row) -> str:
        return row.tone or ("muted" if cell(row) == Money.zero(here.currency) else "text")

    return Column(
        heading.title,
        lambda row: cell_words(cell(row), here),
        right=heading.right,
        chip=(lambda row: _look(cell(row))) if _says_yes_or_no(table, number) else None,
        tone=tone,
        sort_by=lambda row: _sort_key(cell(row)),
        width=width,
        stretch=heading.stretch,
        strong=is_sum,
    )


def _says_yes_or_no(table: Table, number: int) -> bool:
    return any(isinstance(row.cells[number], bool) for row in table.rows)


def _look(cell: Cell) -> ChipLook | None:
    """Whether it ties, as icon and word."""
    if not isinstance(cell, bool):
        return None
    if cell:
        return ChipLook("check-circle", t("Yes"), "money_in")
    return ChipLook("warning-circle", t("No"), "danger")


def _sort_key(cell: Cell) -> tuple[int, Any]:
    """Amounts by what they are, words by their letters; what is hidden or empty comes first."""
    if isinstance(cell, Money):
        return 1, cell.minor
    if isinstance(cell, str):
        return 2, cell.casefold()
    if isinstance(cell, int):
        return 1, cell
    return (3, cell.isoformat()) if isinstance(cell, date) else (0, 0)
