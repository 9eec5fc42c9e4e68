"""The way of money from top to bottom: each piece with its steps, the next one open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
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
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.areas.deposits.chain_values import Chain, Link, Place, Step, Thread
from app.areas.settings.values import Practice
from app.gui import icons
from app.gui.screens.money.words import hidden_or, place_look
from app.gui.tables import cells
from app.gui.theme import current
from app.gui.widgets.labels import draw_line, mirrored_in
from app.kernel.i18n import format_date
from app.kernel.translate import t

HEAD, STEP, PADDING, LINE, DOT, AMOUNT = 58, 48, 16, 26, 9, 120
"""Designed pixels: the head of a piece, a step, the edge, where the line is, a dot, a sum."""
_INDEX = QModelIndex | QPersistentModelIndex
_ROW: Final = int(Qt.ItemDataRole.UserRole) + 1
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Row:
    """The head of a piece, or one of its steps."""

    thread: Thread
    step: Step | None = None
    first: bool = False
    last: bool = False

    @property
    def link(self) -> Link:
        return self.step.link if self.step else Link()

    @property
    def in_all(self) -> bool:
        """Whether the sum of a step is that of more than this piece: a whole bag, a whole shift."""
        step, whole = self.step, self.thread.amount
        if step is None or step.amount is None or step.place is Place.DRAWER:
            return False
        return step.amount != whole

    def under(self, practice: Practice) -> str:
        """The small line of a step: its paper, who and when."""
        step = self.step
        if step is None:
            return ""
        if not step.done:
            return t("Next")
        when = cells.moment(step.at, practice)
        if step.day is not None:
            when = t("{when}, by the bank on {day}", when=when, day=format_date(step.day))
        return " · ".join(part for part in (step.number, step.who, when) if part)

    def spoken(self, practice: Practice) -> str:
        """The row as one sentence, for a screen reader."""
        if self.step is None:
            where = place_look(self.thread.place, late=self.thread.late).words
            amount, coming = hidden_or(self.thread.amount), next_words(self.thread)
            said = (self.thread.words, amount, where, coming)
        else:
            amount = hidden_or(self.step.amount) if self.step.done else ""
            if self.in_all:
                amount = t("{amount} in all", amount=amount)
            said = (self.step.words, amount, self.under(practice), "")
        return ". ".join(part for part in said if part)


def next_words(thread: Thread) -> str:
    """What has to happen next, or what is said where nothing has to."""
    coming = bool(thread.steps) and not thread.steps[-1].done
    return t("Next: {step}", step=thread.next_step) if coming else thread.next_step


def rows_of(chain: Chain) -> tuple[Row, ...]:
    rows: list[Row] = []
    for thread in chain.threads:
        rows.append(Row(thread))
        last = len(thread.steps) - 1
        rows += [Row(thread, s, n == 0, n == last) for n, s in enumerate(thread.steps)]
    return tuple(rows)


class TrailModel(QAbstractListModel):
    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self._practice = practice
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    # Qt's own names from here on

    def rowCount(self, parent: _INDEX = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _INDEX, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken(self._practice)
        return None

    def flags(self, index: _INDEX) -> Qt.ItemFlag:
        """Heads are read, steps are walked."""
        enabled = Qt.ItemFlag.ItemIsEnabled
        if index.isValid() and self.rows[index.row()].step is not None:
            return enabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


class _Painter(QStyledItemDelegate):
    """Paints heads and steps; what they say comes from the model."""

    def __init__(self, view: QListView, practice: Practice) -> None:
        super().__init__(view)
        self._practice = practice
        self._whole = QRect()
        """The row that is painted: in a mirrored window its parts stand the other way round."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _INDEX) -> QSize:
        row: Row | None = index.data(_ROW)
        return QSize(0, current().px(STEP if row and row.step else HEAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _INDEX) -> None:
        row: Row | None = index.data(_ROW)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._whole = QRect(option.rect)
        if row.step is None:
            self._head(painter, QRect(option.rect), row.thread, first=index.row() == 0)
        else:
            state = option.state
            marked = bool(state & QStyle.StateFlag.State_Selected)
            over = bool(state & QStyle.StateFlag.State_MouseOver) and bool(row.link.task)
            self._step(painter, QRect(option.rect), row, marked=marked, over=over)
        painter.restore()

    def _head(self, painter: QPainter, rect: QRect, thread: Thread, *, first: bool) -> None:
        theme, px = current(), current().px
        if not first:
            painter.setPen(QPen(theme.color("hairline"), 1))
            painter.drawLine(rect.topLeft(), rect.topRight())
        inner = rect.adjusted(px(PADDING), px(8), -px(PADDING), -px(4))
        top = QRect(inner.left(), inner.top(), inner.width(), px(22))
        words = top.adjusted(0, 0, -px(AMOUNT + 8), 0)
        self._say(painter, words, thread.words, "text", 15, bold=True)
        tone = "muted" if thread.amount is None else "text"
        figure = QRect(top.right() - px(AMOUNT), top.top(), px(AMOUNT) + 1, top.height())
        said = hidden_or(thread.amount)
        self._say(painter, figure, said, tone, 15, bold=True, align=_RIGHT)
        look = place_look(thread.place, late=thread.late)
        under = QRect(inner.left(), top.bottom() + px(1), inner.width(), px(22))
        side = px(16)
        glyph = QRect(under.left(), under.center().y() - side // 2 + 1, side, side)
        icons.paint(painter, QRectF(self._turned(glyph)), look.icon, theme.color(look.tone))
        after = under.adjusted(side + px(6), 0, 0, 0)
        self._say(painter, after, look.words, look.tone, 13, bold=True)
        if said := next_words(thread):
            width = self._width(look.words, 13, bold=True)
            rest = after.adjusted(width + px(12), 0, 0, 0)
            self._say(painter, rest, said, "muted", 13)

    def _step(self, painter: QPainter, rect: QRect, row: Row, *, marked: bool, over: bool) -> None:
        step = row.step
        if step is None:
            return
        theme, px = current(), current().px
        if marked or over:
            ground = QColor(theme.color("accent_tint"))
            ground.setAlphaF(1.0 if marked else 0.5)
            painter.fillRect(rect, ground)
        self._line(painter, rect, row, done=step.done)
        left = rect.left() + px(PADDING + LINE + 8)
        right = rect.right() - px(PADDING)
        wide = px(AMOUNT) if step.done else 0
        room = QRect(left, rect.top() + px(4), right - left - wide - px(8), px(20))
        self._say(painter, room, step.words, "text" if step.done else "muted", 13, bold=step.done)
        below = room.translated(0, px(20))
        tone = "text" if marked else "muted"
        self._say(painter, below, row.under(self._practice), tone, 12)
        if step.done:
            figure = QRect(right - wide, rect.top() + px(4), wide + 1, px(20))
            shade = "muted" if step.amount is None else "text"
            self._say(painter, figure, hidden_or(step.amount), shade, 13, align=_RIGHT)
            if row.in_all:
                self._say(
                    painter, figure.translated(0, px(20)), t("in all"), tone, 12, align=_RIGHT
                )

    def _line(self, painter: QPainter, rect: QRect, row: Row, *, done: bool) -> None:
        """A dot on the line: full for what was done, open for what comes."""
        theme, px = current(), current().px
        x = float(self._turned(QRect(rect.left() + px(PADDING) + px(LINE) // 2, 0, 1, 1)).left())
        dot, y = px(DOT) / 2, rect.top() + px(14)
        painter.setPen(QPen(theme.color("border"), max(1, px(2))))
        if not row.first:
            painter.drawLine(QPointF(x, rect.top()), QPointF(x, y - dot))
        if not row.last:
            painter.drawLine(QPointF(x, y + dot), QPointF(x, rect.bottom() + 1))
        late = row.thread.late and not done
        color = theme.color("danger" if late else "accent")
        painter.setPen(QPen(color, max(1, px(2))))
        painter.setBrush(color if done else theme.color("surface"))
        painter.drawEllipse(QPointF(x, y), dot, dot)

    def _font(self, size: int, *, bold: bool) -> QFont:
        view = self.parent()
        font = QFont(view.font()) if isinstance(view, QListView) else QFont()
        font.setPixelSize(current().px(size))
        font.setBold(bold)
        return font

    def _width(self, words: str, size: int, *, bold: bool) -> int:
        return QFontMetrics(self._font(size, bold=bold)).horizontalAdvance(words)

    def _say(
        self,
        painter: QPainter,
        where: QRect,
        words: str,
        tone: str,
        size: int,
        *,
        bold: bool = False,
        align: int = _LEFT,
    ) -> None:
        font = self._font(size, bold=bold)
        painter.setFont(font)
        painter.setPen(current().color(tone))
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, where.width())
        draw_line(painter, self._turned(where), align, shown, metrics)

    def _turned(self, where: QRect) -> QRect:
        view = self.parent()
        return mirrored_in(self._whole, where, view) if isinstance(view, QListView) else where


class TrailView(QListView):
    """`wanted` comes with the Link of a step on Enter or a click."""

    wanted = Signal(object)

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.trail = TrailModel(practice)
        self.empty_words = ""
        self.setModel(self.trail)
        self.setItemDelegate(_Painter(self, practice))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setAccessibleName(t("The steps of the money"))
        current().changed.connect(self._fit)

    def show_chain(self, chain: Chain, empty_words: str) -> None:
        """The steps; the keyboard stands on the last thing that was done with the first piece."""
        self.empty_words = empty_words
        self.trail.show_rows(rows_of(chain))
        self.viewport().update()
        done = [n for n, row in enumerate(self.trail.rows) if row.step and row.step.done]
        if done:
            own = [n for n in done if self.trail.rows[n].thread is self.trail.rows[0].thread]
            self.setCurrentIndex(self.trail.index((own or done)[-1]))
            self.scrollToTop()

    def show_again(self, chain: Chain, empty_words: str) -> None:
        """What changed of the same chain; the keyboard stays where it is."""
        row, scrolled = self.currentIndex().row(), self.verticalScrollBar().value()
        self.show_chain(chain, empty_words)
        if 0 <= row < len(self.trail.rows) and self.trail.rows[row].step:
            self.setCurrentIndex(self.trail.index(row))
        self.verticalScrollBar().setValue(scrolled)

    def forget(self) -> None:
        self.empty_words = ""
        self.trail.show_rows(())

    def open_current(self) -> None:
        """Follow the link of the step the keyboard stands on."""
        row: Row | None = self.currentIndex().data(_ROW)
        if row is not None and row.link.task:
            self.wanted.emit(row.link)

    def _fit(self) -> None:
        self.scheduleDelayedItemsLayout()

    # Qt's own names from here on

    def keyboardSearch(self, search: str) -> None:
        """Typing belongs to the find box, not to the list."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            self.open_current()
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        where: QPoint = event.position().toPoint()
        on = self.indexAt(where)
        if event.button() is Qt.MouseButton.LeftButton and on.isValid():
            row: Row | None = on.data(_ROW)
            if row is not None and row.link.task:
                self.wanted.emit(row.link)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        row: Row | None = self.indexAt(event.position().toPoint()).data(_ROW)
        shape = Qt.CursorShape.ArrowCursor
        if row is not None and row.link.task:
            shape = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme, painter = current(), QPainter(self.viewport())
        if not self.trail.rows and self.empty_words:
            painter.setPen(theme.color("muted"))
            room = self.viewport().rect().adjusted(theme.px(16), theme.px(16), -theme.px(16), 0)
            flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, int(flags) | int(Qt.TextFlag.TextWordWrap), self.empty_words)
        elif self.hasFocus() and self.currentIndex().isValid():
            rect = self.visualRect(self.currentIndex()).adjusted(1, 1, -1, -1)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(rect)
        painter.end()
