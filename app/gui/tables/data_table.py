"""The table view of every list: 30 px rows, air around words, ticks that show in the dark, keys."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.gui import icons
from app.gui.tables.paged_model import PagedModel
from app.gui.tables.rows_model import CELL_ROLE, Cell, RowsModel
from app.gui.tables.sort_header import SortHeader
from app.gui.theme import current
from app.gui.widgets.labels import draw_line
from app.gui.widgets.surfaces import LINE_WIDTH
from app.gui.widgets.tick import paint_tick

ROW_HEIGHT: Final = 30
COMPACT_ROW_HEIGHT: Final = 26
HEADER_HEIGHT: Final = 32
PADDING: Final = 12
TICK: Final = 16
LEAST_COLUMN: Final = 48
"""Designed pixels below which words say nothing."""
LEAST_STRETCH: Final = 110
"""Designed pixels to which a name gets shorter before a list scrolls sideways."""
EMPTY_HEIGHT: Final = 240
"""Designed pixels from which an empty table says so in its middle, below an icon."""


def _first(rect: QRect, side: int, down: float, *, mirrored: bool) -> QRectF:
    """The square in a cell where reading begins."""
    left = rect.right() + 1 - side if mirrored else rect.left()
    return QRectF(left, rect.center().y() - side / 2 + down, side, side)


def _after(rect: QRect, room: int, *, mirrored: bool) -> QRect:
    """What is left of a cell behind that."""
    return rect.adjusted(0, 0, -room, 0) if mirrored else rect.adjusted(room, 0, 0, 0)


class CellPainter(QStyledItemDelegate):
    """Paints text, ticks and chips of a cell; what it says comes from the model."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = current()
        rect = QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, theme.color("accent_tint"))
        if not self._is_last(index):
            painter.setPen(QPen(theme.color("hairline"), 1))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        padding = theme.px(PADDING)
        rect.adjust(padding, 0, -padding, 0)
        cell: Cell | None = index.data(CELL_ROLE)
        if cell is None:
            height = theme.px(8)
            bar = QRectF(rect.left(), rect.center().y() - height / 2, rect.width() * 0.6, height)
            painter.fillRect(bar, theme.color("hairline"))
            painter.restore()
            return
        mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        if cell.ticked is not None:
            side = theme.px(TICK)
            paint_tick(painter, _first(rect, side, 0.5, mirrored=mirrored), on=cell.ticked)
            rect = _after(rect, side + theme.px(8), mirrored=mirrored)
        color = theme.color("text" if cell.tone == "muted" and selected else cell.tone)
        if cell.chip is not None:
            side = theme.px(16)
            where = _first(rect, side, 1, mirrored=mirrored)
            icons.paint(painter, where, cell.chip.icon, color)
            rect = _after(rect, side + theme.px(6), mirrored=mirrored)
        painter.setPen(color)
        if cell.words:
            font, metrics, room = option.font, option.fontMetrics, rect.width()
            if cell.strong:
                font = QFont(font)
                font.setWeight(QFont.Weight.DemiBold)
                metrics = QFontMetrics(font)
            painter.setFont(font)
            words = metrics.elidedText(cell.words, Qt.TextElideMode.ElideRight, room)
            draw_line(painter, rect, cell.align, words, metrics)
        painter.restore()

    def _is_last(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether the edge of the card is right below the row: two lines there look like one that
        is drawn twice.
        """
        table = self.parent()
        ends = isinstance(table, DataTable) and table.ends_with_rows
        return ends and index.row() == index.model().rowCount() - 1

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        theme = current()
        cell: Cell | None = index.data(CELL_ROLE)
        words = option.fontMetrics.horizontalAdvance(cell.words if cell else "")
        extra = theme.px(22) if cell and cell.chip else 0
        if cell and cell.ticked is not None:
            extra += theme.px(TICK + 8)
        return QSize(words + extra + 2 * theme.px(PADDING) + 2, theme.px(ROW_HEIGHT))


class DataTable(QTableView):
    """A read-only table of whole rows. `opened` comes with the row on Enter or a double click.

    Letters and digits are left to the window (typing finds); Space ticks where the model has ticks.
    An empty table shows `empty_words`: why it is empty and what to do next.
    """

    opened = Signal(object)
    marked = Signal(object)

    def __init__(
        self,
        model: RowsModel[Any] | PagedModel[Any],
        *,
        empty_words: str = "",
        compact: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows_model = model
        self._compact = compact
        self._most_rows = 0
        self.empty_words = empty_words
        self.setModel(model)
        self.setItemDelegate(CellPainter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = SortHeader(self)
        self.setHorizontalHeader(header)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._sort_by)
        if name:
            self.setAccessibleName(name)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._tell_marked)
        model.modelReset.connect(self._lay_columns)
        current().changed.connect(self._fit)
        self._fit()

    def current_row(self) -> object | None:
        """The row the keyboard stands on, or None."""
        return self._rows_model.row_at(self.currentIndex())

    def selectRow(self, row: int) -> None:
        """Stand on a row. Qt's own finds no column to stand on in a mirrored window."""
        header = self.horizontalHeader()
        columns = (header.logicalIndex(place) for place in range(header.count()))
        column = next((each for each in columns if not header.isSectionHidden(each)), 0)
        index = self._rows_model.index(row, column)
        if index.isValid():
            self.setCurrentIndex(index)

    def mark_first(self) -> None:
        """Stand on the first row, so that the arrow keys work at once."""
        if self._rows_model.rowCount():
            self.selectRow(0)

    def wanted_height(self, rows: int) -> int:
        """Pixels that show the header and `rows` rows without a scroll bar."""
        return current().px(HEADER_HEIGHT) + rows * self.verticalHeader().defaultSectionSize()

    @property
    def ends_with_rows(self) -> bool:
        """Whether nothing of it is below its last row."""
        return 0 < self._rows_model.rowCount() <= self._most_rows

    def be_as_high_as(self, most_rows: int) -> None:
        """Be as high as the rows there are, and no higher than so many; at every text size."""
        self._most_rows = most_rows
        self._hold_rows()

    def _hold_rows(self) -> None:
        if self._most_rows:
            rows = min(self._most_rows, self._rows_model.rowCount())
            self.setFixedHeight(self.wanted_height(rows) + 2)

    def leave_out_empty(self) -> None:
        """Hide the columns in which no row says anything; call it after the rows are shown."""
        model = self._rows_model
        for number, column in enumerate(model.columns):
            says = any(column.words(row) for row in model.rows)
            self.setColumnHidden(number, not says)
        self._lay_columns()

    def _fit(self) -> None:
        height = current().px(COMPACT_ROW_HEIGHT if self._compact else ROW_HEIGHT)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.horizontalHeader().setFixedHeight(current().px(HEADER_HEIGHT))
        self._lay_columns()
        self._hold_rows()

    def _lay_columns(self) -> None:
        header, theme = self.horizontalHeader(), current()
        # Column titles over nothing only add noise to the sentence that says why.
        header.setVisible(bool(self._rows_model.rowCount()) or not self.empty_words)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        bold = self.fontMetrics()
        wanted: list[int] = []
        for number, column in enumerate(self._rows_model.columns):
            title = bold.horizontalAdvance(column.title) + 2 * theme.px(PADDING)
            cells = theme.px(column.width) if column.width else self.sizeHintForColumn(number)
            if column.width and column.chip:  # a status is longer in other languages
                cells = max(cells, min(2 * cells, self.sizeHintForColumn(number)))
            wanted.append(0 if header.isSectionHidden(number) else max(title, cells))
        spare = self.viewport().width() - sum(wanted)
        stretch = [n for n, column in enumerate(self._rows_model.columns) if column.stretch]
        scrolls = self.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        for n in stretch:
            least = min(wanted[n], theme.px(LEAST_STRETCH)) if scrolls else theme.px(60)
            wanted[n] = max(least, wanted[n] + spare // len(stretch)) if wanted[n] else 0
        if not scrolls:
            self._squeeze(wanted)
        for number, width in enumerate(wanted):
            if width:
                header.resizeSection(number, width)

    def _squeeze(self, wanted: list[int]) -> None:
        """Where the columns are too wide together, words get shorter: an amount never loses its
        last digits at the edge.
        """
        over = sum(wanted) - self.viewport().width()
        words = [n for n, column in enumerate(self._rows_model.columns) if not column.right]
        while over > 0 and words:
            widest = max(words, key=lambda n: wanted[n])
            less = min(over, wanted[widest] - current().px(LEAST_COLUMN), current().px(8))
            if less <= 0:
                return
            wanted[widest] -= less
            over -= less

    def _sort_by(self, column: int) -> None:
        header = self.horizontalHeader()
        again = header.isSortIndicatorShown() and header.sortIndicatorSection() == column
        down = again and header.sortIndicatorOrder() is _arrow(descending=False)
        self.show_sorted(column, descending=down)
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self._rows_model.sort(column, order)

    def show_sorted(self, column: int, *, descending: bool) -> None:
        """Mark the column the rows are sorted by, without sorting them."""
        header = self.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(column, _arrow(descending=descending))

    def show_columns(self, numbers: tuple[int, ...]) -> None:
        """Show these columns and hide the others."""
        for number in range(len(self._rows_model.columns)):
            self.setColumnHidden(number, number not in numbers)
        self._lay_columns()

    def _open(self, index: QModelIndex) -> None:
        if (row := self._rows_model.row_at(index)) is not None:
            self.opened.emit(row)

    def _tell_marked(self, index: QModelIndex) -> None:
        self.marked.emit(self._rows_model.row_at(index) if index.isValid() else None)

    # Qt's own names from here on

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_columns()

    def keyboardSearch(self, search: str) -> None:
        """Typing belongs to the find box, not to the list."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        index = self.currentIndex()
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if index.isValid() and self.receivers("2opened(PyObject)"):
                self._open(index)
                return
            event.ignore()
        elif plain and event.key() == Qt.Key.Key_Space and self._rows_model.ticks:
            self._rows_model.toggle(index)
        elif event.text() and event.text().isprintable():
            event.ignore()
        elif _asks_for_verbs(event):
            event.setAccepted(self._offer_verbs())
        else:
            super().keyPressEvent(event)

    def _offer_verbs(self) -> bool:
        """The menu of the row, as the menu key brings it; whether somebody had one."""
        row = self.visualRect(self.currentIndex())
        place = QPoint(current().px(PADDING), row.bottom())
        wanted = QContextMenuEvent(
            QContextMenuEvent.Reason.Keyboard, place, self.viewport().mapToGlobal(place)
        )
        QApplication.sendEvent(self, wanted)
        return wanted.isAccepted()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == 0 and self._rows_model.ticks:
            self._rows_model.toggle(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current()
        painter = QPainter(self.viewport())
        if not self._rows_model.rowCount() and self.empty_words:
            self._paint_empty(painter)
        if self.hasFocus():
            rect = self.viewport().rect()
            if (index := self.currentIndex()).isValid():
                row = self.visualRect(index)
                rect = QRect(0, row.top(), rect.width(), row.height())
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))
        painter.end()

    def _paint_empty(self, painter: QPainter) -> None:
        """Why there is nothing: in the middle of a large table, else where the first row begins."""
        theme = current()
        area, px = self.viewport().rect(), theme.px
        painter.setPen(theme.color("muted"))
        painter.setFont(QFont(self.font()))
        room = area.adjusted(px(PADDING), px(8), -px(PADDING), -px(8))
        side = Qt.AlignmentFlag.AlignLeft
        if area.height() >= px(EMPTY_HEIGHT):
            icon = QRectF(0, 0, px(32), px(32))
            icon.moveCenter(QPointF(area.center().x(), area.height() * 0.36))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            icons.paint(painter, icon, "tray", theme.color("muted"))
            spare = max(0, (area.width() - px(LINE_WIDTH)) // 2)
            room = area.adjusted(spare, round(icon.bottom()) + px(12), -spare, 0)
            side = Qt.AlignmentFlag.AlignHCenter
        flags = int(Qt.AlignmentFlag.AlignTop | side) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(room, flags, self.empty_words)


def _asks_for_verbs(event: QKeyEvent) -> bool:
    """Shift+F10: many keyboards have no menu key. Windows makes a menu event of it by itself."""
    here = QGuiApplication.platformName() != "windows"
    shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return here and shift and event.key() == Qt.Key.Key_F10


def _arrow(*, descending: bool) -> Qt.SortOrder:
    """The order whose arrow points down for descending: Qt points it up."""
    return Qt.SortOrder.AscendingOrder if descending else Qt.SortOrder.DescendingOrder
