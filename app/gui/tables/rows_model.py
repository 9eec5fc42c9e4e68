"""A table model over a tuple of frozen rows and one of columns; it never fetches or writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.gui.widgets.labels import plain_tip
from app.kernel.translate import t

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SIDES = {
    True: int(
        Qt.AlignmentFlag.AlignRight
        | Qt.AlignmentFlag.AlignAbsolute  # decimals stand under each other in a mirrored window too
        | Qt.AlignmentFlag.AlignVCenter
    ),
    False: int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
}

CHIP_ROLE = int(Qt.ItemDataRole.UserRole) + 1
TONE_ROLE = int(Qt.ItemDataRole.UserRole) + 2
CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 3
"""All that is painted of a cell at once; None for a row that is on its way."""


@dataclass(frozen=True, slots=True)
class ChipLook:
    """A status in a cell: icon and word, in a tone such as `money_in`."""

    icon: str
    words: str
    tone: str = "muted"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is painted; `ticked` is None where there is no check box."""

    words: str
    align: int
    tone: str
    chip: ChipLook | None
    ticked: bool | None = None
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: how a row becomes text. `chip` draws a status instead, `tone` colours the text.

    `sort_by` gives what a header click sorts by (the text itself when left out); `width` is in
    designed pixels, and the column with `stretch` takes what is left. `strong` rows are sums.
    """

    title: str
    text: Callable[[Row], str]
    right: bool = False
    chip: Callable[[Row], ChipLook | None] | None = None
    tone: Callable[[Row], str] | None = None
    sort_by: Callable[[Row], Any] | None = None
    width: int | None = None
    stretch: bool = False
    strong: Callable[[Row], bool] | None = None

    def words(self, row: Row) -> str:
        """What the cell says, the chip's word where there is one."""
        look = self.chip(row) if self.chip else None
        return look.words if look else self.text(row)


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows as they were read, shown through columns; with `ticks` the first has check boxes.

    `ticked` comes with the tuple of ticked rows' keys, in the order they were ticked.
    """

    ticked = Signal(object)

    def __init__(
        self,
        columns: tuple[Column[Row], ...],
        *,
        ticks: bool = False,
        key: Callable[[Row], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = columns
        self.ticks = ticks
        self._key: Callable[[Row], object] = key or (lambda row: row)
        self._rows: tuple[Row, ...] = ()
        self._ticked: tuple[object, ...] = ()
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows

    @property
    def ticked_keys(self) -> tuple[object, ...]:
        return self._ticked

    def row_at(self, index: Index) -> Row | None:
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def key_at(self, place: int) -> object:
        """What the row there is known by; None without one."""
        return self._key(self._rows[place]) if 0 <= place < len(self._rows) else None

    def place_of(self, key: object) -> int | None:
        """Where the row that is known by `key` stands now."""
        places = (place for place, row in enumerate(self._rows) if self._key(row) == key)
        return next(places, None)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Replace all rows; the user's sort order and the ticks of rows still there stay."""
        self.beginResetModel()
        self._rows = self._in_order(tuple(rows))
        keys = {self._key(row) for row in self._rows}
        self._ticked = tuple(key for key in self._ticked if key in keys)
        self.endResetModel()

    def tick(self, keys: tuple[object, ...]) -> None:
        """Tick exactly these rows, in this order."""
        if keys == self._ticked:
            return
        self._ticked = keys
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))
        self.ticked.emit(keys)

    def toggle(self, index: Index) -> None:
        """Tick or untick the row at `index`."""
        row = self.row_at(index)
        if row is None or not self.ticks:
            return
        key = self._key(row)
        without = tuple(each for each in self._ticked if each != key)
        self.tick(without if key in self._ticked else (*self._ticked, key))

    # Qt's own names from here on

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index) if index.isValid() else None
        if row is None or index.column() >= len(self.columns):
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.words(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(column.words(row))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return align(column)
        if role == Qt.ItemDataRole.CheckStateRole and self.ticks and index.column() == 0:
            on = self._key(row) in self._ticked
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role == CELL_ROLE:
            ticks = self.ticks and index.column() == 0
            return cell_of(column, row, (self._key(row) in self._ticked) if ticks else None)
        if role == CHIP_ROLE:
            return column.chip(row) if column.chip else None
        if role == TONE_ROLE:
            return column.tone(row) if column.tone else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return t("{column}: {value}", column=column.title, value=column.words(row))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self.ticks or index.column() != 0:
            return False
        self.toggle(index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.ticks and index.column() == 0:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

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
        """Order the rows in memory; meant for the short lists of a screen, not for whole tables."""
        self._sorted = (column, order) if 0 <= column < len(self.columns) else None
        self.layoutAboutToBeChanged.emit()
        old = {id(row): number for number, row in enumerate(self._rows)}
        before = self._rows
        self._rows = self._in_order(self._rows)
        place = {old[id(row)]: number for number, row in enumerate(self._rows)}
        moved = [
            self.index(place[i.row()], i.column()) if i.row() < len(before) else QModelIndex()
            for i in self.persistentIndexList()
        ]
        self.changePersistentIndexList(self.persistentIndexList(), moved)
        self.layoutChanged.emit()

    def _in_order(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        if self._sorted is None:
            return rows
        number, order = self._sorted
        column = self.columns[number]
        by = column.sort_by or (lambda row: column.text(row).casefold())
        return tuple(sorted(rows, key=by, reverse=order is Qt.SortOrder.DescendingOrder))


def cell_of(column: Column[Row], row: Row, ticked: bool | None = None) -> Cell:
    """All that is painted of a row in a column."""
    chip = column.chip(row) if column.chip else None
    tone = chip.tone if chip else (column.tone(row) if column.tone else "text")
    words = chip.words if chip else column.text(row)
    strong = column.strong(row) if column.strong else False
    return Cell(words, align(column), tone or "text", chip, ticked, strong)


def align(column: Column[Any]) -> int:
    return _SIDES[column.right]
