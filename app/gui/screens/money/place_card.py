"""A place as a card: what it is, how much is there, how old; five of them with arrows between."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from app.gui import icons
from app.gui.screens.money.words import ICONS, WAY, Stop, way_words
from app.gui.theme import current
from app.gui.widgets.labels import plain_tip

HEIGHT: Final = 150
ARROW: Final = 20
FIGURE: Final = 20
SMALLEST: Final = 12
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class PlaceCard(QAbstractButton):
    """Checked while its lines are shown below. The figure shrinks before it would be cut."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.stop: Stop | None = None
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        current().changed.connect(self._fit)
        self._fit()

    def show_stop(self, stop: Stop | None) -> None:
        self.stop = stop
        self.setAccessibleName(stop.spoken if stop else self._words)
        self.setToolTip(plain_tip(stop.spoken) if stop else "")
        self.update()

    def _fit(self) -> None:
        self.setFixedHeight(current().px(HEIGHT))
        self.updateGeometry()
        self.update()

    # Qt's own names from here on

    def sizeHint(self) -> QSize:
        return QSize(current().px(180), current().px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(110), current().px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter)
        if self.stop is not None:
            self._content(painter, self.stop)
        painter.end()

    def _ground(self, painter: QPainter) -> None:
        theme = current()
        marked = self.isChecked() or self.hasFocus()
        width = 2 if self.hasFocus() else 1
        edge = theme.color("accent" if marked else "border")
        inset = width / 2
        where = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.setPen(QPen(edge, width))
        painter.setBrush(theme.color("accent_tint" if self.isChecked() else "surface"))
        painter.drawRoundedRect(where, theme.px(6), theme.px(6))

    def _content(self, painter: QPainter, stop: Stop) -> None:
        theme = current()
        px = theme.px
        left, room = px(14), self.width() - 2 * px(14)
        side = px(18)
        tone = "accent" if stop.lines else "muted"
        glyph = QRectF(left, px(13), side, side)
        icons.paint(painter, glyph, ICONS[stop.places[0]], theme.color(tone))
        head = QRectF(left + side + px(8), px(10), room - side - px(8), px(24))
        self._say(painter, head, stop.words, theme.color("text"), 13, bold=True)
        figure = QRectF(left, px(40), room, px(30))
        quiet = not stop.count and not stop.amount
        quiet = quiet or (stop.hidden and not stop.amount)
        color = theme.color("muted" if quiet else "text")
        self._say(painter, figure, stop.big, color, FIGURE, bold=True, shrink=True)
        for number, words in enumerate(stop.made_of):
            line = QRectF(left, px(70 + 17 * number), room, px(17))
            self._say(painter, line, words, theme.color("muted"), 12)
        small = QRectF(left, px(122), room, px(20))
        if stop.late:
            at = QRectF(left, px(125), px(14), px(14))
            icons.paint(painter, at, "warning-circle", theme.color("danger"))
            small.setLeft(left + px(20))
        tone = "danger" if stop.late else "muted"
        self._say(painter, small, stop.small, theme.color(tone), 12, bold=stop.late)

    def _say(
        self,
        painter: QPainter,
        where: QRectF,
        words: str,
        color: QColor,
        size: int,
        *,
        bold: bool = False,
        shrink: bool = False,
    ) -> None:
        font = QFont(self.font())
        font.setBold(bold)
        wanted = size
        font.setPixelSize(current().px(wanted))
        while (
            shrink
            and wanted > SMALLEST
            and QFontMetrics(font).horizontalAdvance(words) > where.width()
        ):
            wanted -= 1
            font.setPixelSize(current().px(wanted))
        painter.setFont(font)
        painter.setPen(color)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(where.width()))
        painter.drawText(where, _LEFT | int(Qt.TextFlag.TextSingleLine), shown)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)


class _Arrow(QWidget):
    """The way on to the next place."""

    def __init__(self) -> None:
        super().__init__()
        current().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(current().px(ARROW))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = current().px(14)
        middle = self.rect().center()
        where = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side)
        icons.paint(painter, where, "caret-right", current().color("muted"))
        painter.end()


class WayPicture(QWidget):
    """Drawers → Safe → Bags → On the way → Bank. Left and Right walk; `chosen` comes with the
    number of the place, `entered` when somebody goes on into its lines.
    """

    chosen = Signal(int)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.cards = tuple(PlaceCard(way_words(places)) for places in WAY)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, card in enumerate(self.cards):
            if number:
                row.addWidget(_Arrow())
            row.addWidget(card, 1)
            self._group.addButton(card, number)
            card.installEventFilter(self)
        self._group.idClicked.connect(self.chosen)

    def show_stops(self, stops: tuple[Stop, ...]) -> None:
        for card, stop in zip(self.cards, stops, strict=True):
            card.show_stop(stop)

    def forget(self) -> None:
        for card in self.cards:
            card.show_stop(None)

    def choose(self, number: int, *, focus: bool = True) -> None:
        """Show this place, with the keyboard on its card."""
        number = max(0, min(number, len(self.cards) - 1))
        card = self.cards[number]
        card.setChecked(True)
        if focus:
            card.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(number)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            number = next((n for n, card in enumerate(self.cards) if card is watched), -1)
            key = event.key()
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
            if step:
                self.choose(number + step)
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.choose(number)
                self.entered.emit()
                return True
        return False
