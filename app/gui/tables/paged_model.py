"""A table model over a list too long to hold: pages by key as they are seen, the count later."""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.gui.tables.rows_model import CELL_ROLE, CHIP_ROLE, TONE_ROLE, Cell, Column, align, cell_of
from app.gui.widgets.labels import plain_tip
from app.kernel.csv_text import Cell as FileCell
from app.kernel.listing import ListWanted, Page, Sort
from app.kernel.translate import t
from app.storage.paging import mark_parts

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

PAGE: Final = 100
KEPT: Final = 60
"""Pages kept in memory; the ones seen longest ago go first."""
KEPT_CELLS: Final = 5000


@dataclass(frozen=True, slots=True)
class ListColumn(Generic[Row]):
    """A column of a list: its name in queries and in what is remembered, how it looks, and its
    value in a CSV file. `usual` ones are shown until somebody chooses; without `sorts` a click on
    its title does nothing. Where a narrow page has no room for all usual ones, those that `leave`
    go, the largest number first.
    """

    name: str
    look: Column[Row]
    csv: Callable[[Row], FileCell]
    usual: bool = True
    sorts: bool = True
    leaves: int = 0


class PagedModel(QAbstractTableModel, Generic[Row]):
    """Rows of one question, shown through columns.

    `page_wanted` asks for a page of the question in `wanted` (a ListWanted); whoever reads answers
    with `take_page`, later with `take_marks`, and before that one page follows another. Answers to
    an earlier question are dropped by their number.
    """

    page_wanted = Signal(int, object)
    sort_wanted = Signal(object)
    shown = Signal()

    def __init__(self, columns: tuple[ListColumn[Row], ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.list_columns = columns
        self.columns = tuple(column.look for column in columns)
        self.ticks = False
        self.wanted = ListWanted(most=PAGE)
        self.question = 0
        self._count = 0
        self._begun = False
        self._known = False
        self._more = False
        self._marks: tuple[str, ...] = ()
        self._pages: OrderedDict[int, Page[Row]] = OrderedDict()
        self._asked: set[int] = set()
        self._cells: dict[tuple[int, int], Cell] = {}

    # ------------------------------------------------------------------- asking and answering

    def begin(self, wanted: ListWanted) -> None:
        """Ask another question; the rows of the one before stay until the first page is there."""
        self.wanted = wanted
        self.question += 1
        self._asked, self._begun = {0}, False
        self.page_wanted.emit(0, wanted.from_mark("", PAGE))

    def take_page(self, question: int, number: int, page: Page[Row]) -> None:
        """Show a page that was asked for."""
        if question != self.question:
            return
        self._asked.discard(number)
        if not self._begun:
            self._begin_rows(page)
            return
        before = self._count
        if not self._known and number * PAGE == before:
            self._more = page.more
            self._append(number, page)
            return
        self._keep(number, page)
        last = min(before, (number + 1) * PAGE) - 1
        if number * PAGE <= last:
            corner = self.index(last, len(self.columns) - 1)
            self.dataChanged.emit(self.index(number * PAGE, 0), corner)

    def take_marks(self, question: int, count: int, marks: tuple[str, ...]) -> None:
        """How many rows there are and where the pages begin: the scroll bar is true from now on."""
        if question != self.question or not self._begun:
            return
        self._marks, self._known, self._more = marks, True, False
        if count > self._count:
            self.beginInsertRows(_NOWHERE, self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(_NOWHERE, count, self._count - 1)
            self._count = count
            self.endRemoveRows()

    def give_up(self, number: int) -> None:
        """A page that was asked for does not come; whoever sees its place again asks again."""
        self._asked.discard(number)

    def forget(self) -> None:
        """No row stays, and no answer on its way arrives."""
        self.question += 1
        self._asked = set()
        self._begin_rows(Page((), (), False))

    @property
    def count_known(self) -> bool:
        """Whether all rows are counted, or all are here."""
        return self._known or not self._more

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that are here, in their order."""
        return tuple(row for number in sorted(self._pages) for row in self._pages[number].rows)

    def row_at(self, index: Index) -> Row | None:
        """The row, or None while its page is on its way."""
        if not 0 <= index.row() < self._count:
            return None
        number, place = divmod(index.row(), PAGE)
        page = self._pages.get(number)
        if page is None:
            self._ask(number)
            return None
        self._pages.move_to_end(number)
        return page.rows[place] if place < len(page.rows) else None

    def mark_at(self, row: int) -> str:
        """The mark of a row that is here; empty otherwise."""
        number, place = divmod(row, PAGE)
        page = self._pages.get(number)
        return page.marks[place] if page is not None and place < len(page.marks) else ""

    def place_of(self, mark: str) -> int | None:
        """The row that has this mark, when its page is here; None asks for the page it must be on.

        Marks compare as the database sorts them, so the page is found without asking.
        """
        if not mark:
            return None
        number = self._page_of(mark)
        page = self._pages.get(number)
        if page is None:
            self._ask(number)
            return None
        return number * PAGE + page.marks.index(mark) if mark in page.marks else None

    def awaits(self, mark: str) -> bool:
        """Whether the row with this mark may still come."""
        return not self.count_known or self._page_of(mark) not in self._pages

    def _page_of(self, mark: str) -> int:
        """The page a mark stands on: the marks are the last rows of the pages before."""
        parts, down = mark_parts(mark), self.wanted.sort is not None and self.wanted.sort.descending

        def reached(number: int) -> bool:
            last = mark_parts(self._marks[number])
            return last <= parts if down else last >= parts

        return bisect_left(range(len(self._marks)), True, key=reached)

    def _ask(self, number: int) -> None:
        if not self._begun or number in self._asked or number > len(self._marks):
            return
        self._asked.add(number)
        mark = self._marks[number - 1] if number else ""
        self.page_wanted.emit(number, self.wanted.from_mark(mark, PAGE))

    def _cell(self, index: Index, column: Column[Row]) -> Cell | None:
        """What is painted, kept as long as its page: scrolling paints the same cells again."""
        place = index.row(), index.column()
        cell = self._cells.get(place)
        if cell is None and (row := self.row_at(index)) is not None:
            if len(self._cells) > KEPT_CELLS:
                self._cells.clear()
            cell = self._cells[place] = cell_of(column, row)
        return cell

    def _begin_rows(self, page: Page[Row]) -> None:
        self.beginResetModel()
        self._cells.clear()
        self._pages.clear()
        self._pages[0] = page
        self._begun = True
        self._count, self._more, self._known, self._marks = len(page.rows), page.more, False, ()
        self.endResetModel()
        self.shown.emit()

    def _append(self, number: int, page: Page[Row]) -> None:
        if not page.rows:
            return
        self.beginInsertRows(_NOWHERE, self._count, self._count + len(page.rows) - 1)
        self._keep(number, page)
        self._count += len(page.rows)
        self.endInsertRows()

    def _keep(self, number: int, page: Page[Row]) -> None:
        self._cells.clear()
        self._pages[number] = page
        self._pages.move_to_end(number)
        while len(self._pages) > KEPT and self._known:
            self._pages.popitem(last=False)

    def toggle(self, index: Index) -> None:
        """Nothing is ticked in a long list."""

    # Qt's own names from here on

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:
        return not parent.isValid() and self._begun and self._more and not self._known

    def fetchMore(self, parent: Index = _NOWHERE) -> None:
        """The page behind the last one, while the rows are not counted yet."""
        number = (self._count + PAGE - 1) // PAGE
        if not self.canFetchMore(parent) or number in self._asked:
            return
        self._asked.add(number)
        last = self._pages[number - 1].marks[-1]
        self.page_wanted.emit(number, self.wanted.from_mark(last, PAGE))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.column() >= len(self.columns):
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return align(column)
        if role == CELL_ROLE:
            return self._cell(index, column)
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return column.words(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(column.words(row))
        if role == CHIP_ROLE:
            return column.chip(row) if column.chip else None
        if role == TONE_ROLE:
            return column.tone(row) if column.tone else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return t("{column}: {value}", column=column.title, value=column.words(row))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return align(self.columns[section])
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order; the database sorts."""
        if 0 <= column < len(self.list_columns) and self.list_columns[column].sorts:
            down = order is Qt.SortOrder.DescendingOrder
            self.sort_wanted.emit(Sort(self.list_columns[column].name, down))
