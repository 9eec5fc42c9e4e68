"""The tasks as a list: what each is about, its kind, and since when."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.areas.settings.values import Practice
from app.areas.tasks.values import Task
from app.gui import icons
from app.gui.screens.tasks.words import ICONS, under_words
from app.gui.theme import current
from app.kernel.translate import t

PADDING, TITLE, UNDER, ICON = 12, 18, 18, 18
"""Designed pixels: the edge, a line of the title, the small line, the icon."""
TITLE_LINES: Final = 2
_INDEX = QModelIndex | QPersistentModelIndex
_TASK: Final = int(Qt.ItemDataRole.UserRole) + 1
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class TaskModel(QAbstractListModel):
    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self._practice = practice
        self.tasks: tuple[Task, ...] = ()

    def show_tasks(self, tasks: tuple[Task, ...]) -> None:
        self.beginResetModel()
        self.tasks = tasks
        self.endResetModel()

    # Qt's own names from here on

    def rowCount(self, parent: _INDEX = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.tasks)

    def data(self, index: _INDEX, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        task = self.tasks[index.row()]
        if role == _TASK:
            return task
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{task.title}. {under_words(task, self._practice)}"
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, view: QListView, practice: Practice) -> None:
        super().__init__(view)
        self._practice = practice

    def sizeHint(self, option: QStyleOptionViewItem, index: _INDEX) -> QSize:
        task: Task | None = index.data(_TASK)
        title = 0 if task is None else sum(high for _, high in self._lines(task.title))
        return QSize(0, current().px(2 * PADDING - 4 + UNDER) + title)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _INDEX) -> None:
        task: Task | None = index.data(_TASK)
        if task is None:
            return
        theme, px, rect = current(), current().px, QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_tint"))
        painter.setPen(QPen(theme.color("hairline"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(px(PADDING), px(PADDING - 2), -px(PADDING), -px(PADDING - 2))
        side = px(ICON)
        glyph = QRectF(inner.left(), inner.top(), side, side)
        icons.paint(painter, glyph, ICONS[task.kind], theme.color("caution"))
        words = inner.adjusted(side + px(10), 0, 0, 0)
        painter.setFont(self._font(13, bold=True))
        painter.setPen(theme.color("text"))
        top = words.top()
        for line, high in self._lines(task.title):
            painter.drawText(QRect(words.left(), top, words.width(), high), _LEFT, line)
            top += high
        small = QRect(words.left(), top, words.width(), px(UNDER))
        font = self._font(12)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        said = under_words(task, self._practice)
        shown = QFontMetrics(font).elidedText(said, Qt.TextElideMode.ElideRight, small.width())
        painter.drawText(small, _LEFT, shown)
        painter.restore()

    def _lines(self, title: str) -> list[tuple[str, int]]:
        """The title in lines with their heights: some scripts are higher than others. What does not
        fit into the last one ends in ….
        """
        view, px = self.parent(), current().px
        wide = view.viewport().width() if isinstance(view, QListView) else px(300)
        room = max(px(40), wide - px(2 * PADDING + ICON + 10))
        font = self._font(13, bold=True)
        layout = QTextLayout(title, font)
        layout.beginLayout()
        found: list[tuple[str, int]] = []
        while len(found) < TITLE_LINES and (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            text = title[line.textStart() : line.textStart() + line.textLength()]
            if len(found) == TITLE_LINES - 1:
                rest = title[line.textStart() :]
                text = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, room)
            found.append((text.strip(), max(px(TITLE), round(line.height()))))
        layout.endLayout()
        return found

    def _font(self, size: int, *, bold: bool = False) -> QFont:
        view = self.parent()
        font = QFont(view.font()) if isinstance(view, QListView) else QFont()
        font.setPixelSize(current().px(size))
        font.setBold(bold)
        return font


class TaskList(QListView):
    """`chosen` comes with the task the keyboard stands on, `opened` with it on Enter."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.model_here = TaskModel(practice)
        self.setModel(self.model_here)
        self.setItemDelegate(_Painter(self, practice))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName(t("What needs attention"))
        self.doubleClicked.connect(lambda _index: self._open())
        current().changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def task(self) -> Task | None:
        """The task the keyboard stands on."""
        found: Task | None = self.currentIndex().data(_TASK)
        return found

    def show_tasks(self, tasks: tuple[Task, ...], wanted: str = "") -> None:
        """Show them; the keyboard stays on its task, or where it stood. `wanted` names another."""
        before, row = self.task, max(0, self.currentIndex().row())
        self.model_here.show_tasks(tasks)
        ids = [task.task_id for task in tasks]
        known = wanted or (before.task_id if before else "")
        if known in ids:
            row = ids.index(known)
        if tasks:
            self.setCurrentIndex(self.model_here.index(min(row, len(tasks) - 1)))
        else:
            self.chosen.emit(None)

    def _open(self) -> None:
        if self.task is not None:
            self.opened.emit(self.task)

    # Qt's own names from here on

    def currentChanged(self, now: _INDEX, before: _INDEX) -> None:
        super().currentChanged(now, before)
        if now.isValid():
            self.chosen.emit(now.data(_TASK))

    def keyboardSearch(self, search: str) -> None:
        """Typing belongs to the find box, not to the list."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            if not event.isAutoRepeat():
                self._open()
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            painter = QPainter(self.viewport())
            rect = self.visualRect(self.currentIndex()).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(current().color("accent"), 2))
            painter.drawRect(rect)
            painter.end()
