"""A small chart: bars, stacks or bands over labels, read with the arrow keys; no color says alone
what a pattern and a word do not say too.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QBrush,
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from app.gui.accessible import announce
from app.gui.theme import current
from app.kernel.chart import Chart, ChartKind, round_marks
from app.kernel.i18n import format_money
from app.kernel.money import Money, decimals_of
from app.kernel.translate import t

HEIGHT: Final = 196
LEAST_HEIGHT: Final = 120
WIDEST_BAR: Final = 36
TONES: Final = ("accent", "caution", "money_in", "muted", "text")
"""None of them says that something is wrong; the patterns tell series of one tone apart."""
_STYLE = Qt.BrushStyle
PATTERNS: Final = (
    _STYLE.SolidPattern,
    _STYLE.BDiagPattern,
    _STYLE.Dense5Pattern,
    _STYLE.HorPattern,
    _STYLE.DiagCrossPattern,
    _STYLE.VerPattern,
    _STYLE.FDiagPattern,
)
_ONE_LINE: Final = int(Qt.TextFlag.TextSingleLine)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) | _ONE_LINE
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | _ONE_LINE
_MIDDLE: Final = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | _ONE_LINE


class ChartView(QWidget):
    """Shows a Chart; one of its labels is chosen and the legend says its amounts. Left, Right, Home
    and End walk the labels, and the mouse points at one. `chosen` comes with the place.
    """

    chosen = Signal(int)

    def __init__(self, locale: str = "en_US") -> None:
        super().__init__()
        self._locale = locale
        self.chart: Chart | None = None
        self.place = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        current().changed.connect(self._restyle)
        self._restyle()

    def show_chart(self, chart: Chart | None) -> None:
        """Show another chart; the last label is chosen."""
        self.chart = chart
        self.place = len(chart.labels) - 1 if chart is not None else -1
        self.setAccessibleName(chart.words if chart is not None else "")
        self._hold_height()
        self._tell()

    def choose(self, place: int) -> None:
        """Choose a label, the nearest one there is."""
        if self.chart is None or not self.chart.labels:
            return
        place = max(0, min(len(self.chart.labels) - 1, place))
        if place != self.place:
            self.place = place
            self._tell()
            self.chosen.emit(place)

    def said(self) -> str:
        """The chosen label and all its amounts, as a screen reader says them."""
        chart = self.chart
        if chart is None or not 0 <= self.place < len(chart.labels):
            return ""
        parts = [
            t("{words} {amount}", words=one.words, amount=self._amount(one.values[self.place]))
            for one in chart.series
        ]
        return f"{chart.long_labels[self.place]}: {', '.join(parts)}"

    def _tell(self) -> None:
        self.setAccessibleDescription(self.said())
        QAccessible.updateAccessibility(
            QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        )
        if self.hasFocus():
            announce(self, self.said(), at_once=True)
        self.update()

    def _amount(self, minor: int | None) -> str:
        if minor is None:
            return t("hidden")
        return format_money(Money(minor, self.chart.currency), self._locale) if self.chart else ""

    def _restyle(self) -> None:
        self._hold_height()
        self.updateGeometry()
        self.update()

    def _hold_height(self) -> None:
        """A legend in several lines needs more room."""
        plot = _Plot(self)
        more = plot.legend[-1][0].y() * plot.line if plot.legend else 0
        self.setMinimumHeight(current().px(LEAST_HEIGHT) + more)

    def _choose_at(self, x: float) -> None:
        plot = _Plot(self)
        if plot.chart is not None and plot.chart.labels:
            self.choose(int((x - plot.area.left()) / plot.slot))

    # Qt's own names from here on

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold_height()

    def sizeHint(self) -> QSize:
        return QSize(current().px(480), current().px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self.chart.labels) - 1 if self.chart is not None else 0
        steps = {
            Qt.Key.Key_Left: self.place - 1,
            Qt.Key.Key_Right: self.place + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        wanted = steps.get(Qt.Key(event.key()))
        if wanted is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        else:
            self.choose(wanted)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._choose_at(event.position().x())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._choose_at(event.position().x())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as its axis and its days go
        _Plot(self).paint(painter)
        if self.hasFocus():
            painter.setPen(QPen(current().color("accent"), 2))
            painter.setBrush(_STYLE.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()


class _Plot:
    """Where everything of a chart stands at the widget's size."""

    def __init__(self, view: ChartView) -> None:
        theme = current()
        self.view, self.chart, self.px = view, view.chart, theme.px
        self.font, self.strong = theme.font(12), theme.font(12, strong=True)
        self.metrics = QFontMetrics(self.font)
        self.line = self.metrics.height() + theme.px(4)
        self.marks: tuple[int, ...] = (0, 1)
        self.legend = self._legend()
        lines = self.legend[-1][0].y() + 1 if self.legend else 1
        head, foot = self.line + theme.px(6), self.line + lines * self.line + theme.px(4)
        height = max(theme.px(30), view.height() - head - foot - theme.px(12))
        if self.chart is not None:
            low, high = self.chart.bounds()
            most = max(2, min(5, height // max(1, self.line)))
            self.marks = round_marks(low, high, most, 10 ** decimals_of(self.chart.currency))
        axis = max(self.metrics.horizontalAdvance(self._words(mark)) for mark in self.marks)
        left, side = axis + theme.px(20), theme.px(12)
        width = max(1, view.width() - left - side)
        self.area = QRectF(left, head + theme.px(6), width, height)
        count = len(self.chart.labels) if self.chart is not None else 0
        self.slot = self.area.width() / max(1, count)

    def paint(self, painter: QPainter) -> None:
        chart, theme = self.chart, current()
        if chart is None:
            return
        self._head(painter)
        if 0 <= self.view.place < len(chart.labels):
            band = QRectF(
                self.area.left() + self.slot * self.view.place,
                self.area.top(),
                self.slot,
                self.area.height(),
            )
            painter.fillRect(band, theme.color("accent_tint"))
        self._axis(painter)
        if chart.kind is ChartKind.LINES and len(chart.labels) > 1:
            self._bands(painter)
        else:
            for place in range(len(chart.labels)):
                self._bars(painter, place)
        self._labels(painter)
        self._keys(painter)

    # ------------------------------------------------------------------------ around the plot

    def _head(self, painter: QPainter) -> None:
        chart, theme, px = self.chart, current(), self.px
        if chart is None:
            return
        room = QRect(px(12), px(6), self.view.width() - px(24), self.line)
        label = chart.long_labels[self.view.place] if self.view.place >= 0 else ""
        painter.setFont(self.strong)
        painter.setPen(theme.color("text"))
        painter.drawText(room, _RIGHT, label)
        wide = room.width() - QFontMetrics(self.strong).horizontalAdvance(label) - px(16)
        painter.setPen(theme.color("muted"))
        words = QFontMetrics(self.strong).elidedText(chart.words, Qt.TextElideMode.ElideRight, wide)
        painter.drawText(room, _LEFT, words)

    def _axis(self, painter: QPainter) -> None:
        theme, px = current(), self.px
        painter.setFont(self.font)
        for mark in self.marks:
            y = self._y(mark)
            painter.setPen(QPen(theme.color("muted" if mark == 0 else "hairline"), 1))
            painter.drawLine(QPointF(self.area.left(), y), QPointF(self.area.right(), y))
            painter.setPen(theme.color("muted"))
            room = QRectF(0, y - self.line / 2, self.area.left() - px(8), self.line)
            painter.drawText(room, _RIGHT, self._words(mark))

    def _labels(self, painter: QPainter) -> None:
        chart = self.chart
        if chart is None or not chart.labels:
            return
        painter.setPen(current().color("muted"))
        widest = max(self.metrics.horizontalAdvance(label) for label in chart.labels)
        every = max(1, -(-(widest + self.px(10)) // max(1, int(self.slot))))
        top = self.area.bottom() + self.px(3)
        last = len(chart.labels) - 1
        for place, label in enumerate(chart.labels):
            # Counted from the end: the last day is the one people look for.
            if (last - place) % every == 0:
                middle = self.area.left() + self.slot * (place + 0.5)
                left = min(middle - widest / 2, self.view.width() - widest - self.px(4))
                painter.drawText(QRectF(left, top, widest, self.line), _MIDDLE, label)

    def _legend(self) -> list[tuple[QRect, str, str]]:
        """Each series with its words and amount, in as many lines as they need; y counts lines."""
        chart = self.chart
        if chart is None:
            return []
        found, x, row = [], self.px(12), 0
        strong = QFontMetrics(self.strong)
        for one in chart.series:
            amount = self.view._amount(one.values[self.view.place]) if self.view.place >= 0 else ""
            words = f"{one.words} "
            wide = (
                self.px(18)
                + self.metrics.horizontalAdvance(words)
                + strong.horizontalAdvance(amount)
                + self.px(20)
            )
            if x > self.px(12) and x + wide > self.view.width():
                x, row = self.px(12), row + 1
            found.append((QRect(x, row, wide, self.line), words, amount))
            x += wide
        return found

    def _keys(self, painter: QPainter) -> None:
        top = self.area.bottom() + self.line + self.px(6)
        side = self.px(12)
        for number, (place, words, amount) in enumerate(self.legend):
            y = top + place.y() * self.line
            box = QRectF(place.x(), y + (self.line - side) / 2, side, side)
            self._fill(painter, number, box)
            x = place.x() + self.px(18)
            painter.setPen(current().color("muted"))
            painter.setFont(self.font)
            painter.drawText(QRectF(x, y, place.width(), self.line), _LEFT, words)
            x += self.metrics.horizontalAdvance(words)
            painter.setPen(current().color("text"))
            painter.setFont(self.strong)
            painter.drawText(QRectF(x, y, place.width(), self.line), _LEFT, amount)

    # --------------------------------------------------------------------------- in the plot

    def _bars(self, painter: QPainter, place: int) -> None:
        chart = self.chart
        if chart is None:
            return
        wide = min(float(self.px(WIDEST_BAR)), self.slot * 0.7)
        left = self.area.left() + self.slot * (place + 0.5) - wide / 2
        up = down = 0
        for number, one in enumerate(chart.series):
            value = one.values[place] or 0
            if not value:
                continue
            base, x, part = 0, left, wide
            if chart.kind is ChartKind.BARS:
                part = wide / len(chart.series)
                x += part * number
            elif value > 0:
                base, up = up, up + value
            else:
                base, down = down, down + value
            upper, lower = self._y(max(base, base + value)), self._y(min(base, base + value))
            self._fill(painter, number, QRectF(x, upper, part, max(1.0, lower - upper)))

    def _bands(self, painter: QPainter) -> None:
        """Each series lies on the one before; a hidden amount is drawn as nought."""
        chart = self.chart
        if chart is None:
            return
        floor = [0] * len(chart.labels)
        for number, one in enumerate(chart.series):
            roof = [low + (value or 0) for low, value in zip(floor, one.values, strict=True)]
            over = [self._point(place, minor) for place, minor in enumerate(roof)]
            under = [self._point(place, minor) for place, minor in enumerate(floor)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._brush(number))
            painter.drawPolygon(QPolygonF([*over, *reversed(under)]))
            painter.setPen(QPen(self._color(number), 1.5))
            painter.drawPolyline(QPolygonF(over))
            floor = roof

    def _fill(self, painter: QPainter, number: int, where: QRectF) -> None:
        painter.setPen(QPen(self._color(number), 1))
        painter.setBrush(current().color("surface"))
        painter.drawRect(where)
        painter.setBrush(self._brush(number))
        painter.drawRect(where)

    def _color(self, number: int) -> QColor:
        return current().color(TONES[number % len(TONES)])

    def _brush(self, number: int) -> QBrush:
        return QBrush(current().color(TONES[number % len(TONES)]), PATTERNS[number % len(PATTERNS)])

    def _point(self, place: int, minor: int) -> QPointF:
        return QPointF(self.area.left() + self.slot * (place + 0.5), self._y(minor))

    def _y(self, minor: int) -> float:
        low, high = self.marks[0], self.marks[-1]
        return self.area.bottom() - (minor - low) * self.area.height() / (high - low)

    def _words(self, minor: int) -> str:
        if self.chart is None:
            return ""
        return format_money(Money(minor, self.chart.currency), self.view._locale)
