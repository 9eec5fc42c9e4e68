"""The tables of a report, one at a time: their names above, the sum in the last row."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.areas.settings.values import Practice
from app.devices.documents.report_sheet import Cell, Heading, Row, Table, Width, cell_words
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import ChipLook, Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.kernel.money import Money
from app.kernel.translate import t

DIGIT: Final = 8
AROUND: Final = 28
"""Designed pixels of a digit, and of the air around an amount."""


class SumsLast(RowsModel[Row]):
    """Rows that may be sorted, with the sum in the last place whatever they are sorted by."""

    def __init__(self) -> None:
        super().__init__((), key=id)
        self._sum: Row | None = None

    def show_table(self, table: Table, here: Practice) -> None:
        """Other columns and other rows."""
        self.sort(-1)
        self._sum = Row(table.total) if table.total and table.rows else None
        self.columns = tuple(
            _column(table, number, self.is_sum, here) for number in range(len(table.headings))
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
        self._group = QButtonGroup(self)

    def show_tables(self, tables: tuple[Table, ...]) -> None:
        """Other tables; the one with the name that was in front stays there."""
        before = self._tables[self.place].title if self._tables else ""
        titles = [table.title for table in tables]
        self._tables = tables
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
        if not self._tables:
            self.table.empty_words = ""
            self.model.show_table(Table("", (), (), ""), self._here)
            return
        table = self._tables[self.place]
        self.table.empty_words = table.empty
        self.table.setAccessibleName(table.title)
        self.model.show_table(table, self._here)

    def _name_buttons(self, titles: list[str]) -> None:
        if titles != [button.accessibleName() for button in self.buttons]:
            for button in self.buttons:
                self._group.removeButton(button)
                self._names.removeWidget(button)
                button.hide()
                button.deleteLater()
            self.buttons = [Button(title, kind="quiet") for title in titles]
            for place, button in enumerate(self.buttons):
                button.setProperty("kind", "section")
                button.setCheckable(True)
                button.clicked.connect(lambda _on=False, place=place: self._turn_to(place))
                self._group.addButton(button)
                self._names.insertWidget(place, button)
        for place, button in enumerate(self.buttons):
            button.setChecked(place == self.place)

    def _open(self, row: object) -> None:
        if isinstance(row, Row) and row.link:
            self.opened.emit(row)


def _column(table: Table, number: int, is_sum: Any, here: Practice) -> Column[Row]:
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
        width=_width(table, heading, number, here),
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


def _width(table: Table, heading: Heading, number: int, here: Practice) -> int:
    """No amount is ever cut: the column is as wide as its longest."""
    if heading.width is not Width.AMOUNT:
        return int(heading.width.value)
    cells = [row.cells[number] for row in table.rows] + list(table.total[number : number + 1])
    longest = max((len(cell_words(cell, here)) for cell in cells), default=0)
    return max(80, longest * DIGIT + AROUND)
