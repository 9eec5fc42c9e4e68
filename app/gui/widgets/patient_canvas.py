"""Paints what a patient sees: huge figures, few words, mirrored where one reads from the right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from app.areas.displays.values import Line, Page
from app.gui.theme import current
from app.gui.widgets.logo_dots import dots, paint_logo
from app.kernel.translate import t

_ABSOLUTE: Final = int(Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
_CENTER: Final = _ABSOLUTE | int(Qt.AlignmentFlag.AlignHCenter)
_WRAP: Final = int(Qt.TextFlag.TextWordWrap)
_ONE: Final = int(Qt.TextFlag.TextSingleLine)
FACES: Final = 5
SMALLEST: Final = 9
"""Pixels below which nothing is written."""
_SYSTEMS: Final = QFontDatabase.WritingSystem
SCRIPTS: Final = {
    "th": _SYSTEMS.Thai,
    "my": _SYSTEMS.Myanmar,
    "ar": _SYSTEMS.Arabic,
    "he": _SYSTEMS.Hebrew,
    "hi": _SYSTEMS.Devanagari,
    "zh": _SYSTEMS.SimplifiedChinese,
    "vi": _SYSTEMS.Vietnamese,
}


def draws(code: str) -> bool:
    """Whether a font of this computer has the letters of a language."""
    script = SCRIPTS.get(code)
    return script is None or bool(QFontDatabase.families(script))


class PatientCanvas(QWidget):
    """`touched` comes with 1 to 5 when a face is pressed; it takes no focus and no key."""

    touched = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = Page("")
        self.clock = ""
        self._logo = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(t("Patient display"))
        current().changed.connect(self.update)

    def show_page(self, page: Page, clock: str = "") -> None:
        """Paint this from now on, with nothing of what was there before."""
        if (page, clock) != (self.page, self.clock):
            self.page, self.clock = page, clock
            self.update()

    def show_logo(self, text: str) -> None:
        """The practice's logo as the books keep it; empty for none."""
        if text != self._logo:
            self._logo = text
            self.update()

    @property
    def logo(self) -> str:
        """The logo that is shown."""
        return self._logo

    def texts(self) -> tuple[str, ...]:
        """All that is written, for whoever checks it."""
        page, clock = self.page, self.clock if self.page.clock else ""
        lines = (text for line in page.lines for text in (line.words, line.amount, line.currency))
        said = (page.title, clock, *lines, page.note, page.question, *page.faces)
        return tuple(text for text in said if text)

    def face_at(self, place: QPointF) -> int:
        """The rating under a finger, 0 where none is."""
        for value, spot in enumerate(self._face_spots(), 1):
            if spot.contains(place):
                return value
        return 0

    def _face_spots(self) -> list[QRectF]:
        """Where the faces can be touched, 1 first: it stands where one begins to read."""
        if not self.page.faces:
            return []
        area = self._area(64, 97)
        wide = area.width() / FACES
        spots = [
            QRectF(area.left() + wide * place, area.top(), wide, area.height())
            for place in range(FACES)
        ]
        return spots[::-1] if self.page.right_to_left else spots

    def _area(self, top: float, bottom: float) -> QRect:
        """The part of the picture between two heights in hundredths, within its margins."""
        high, side = self.height(), self.width() * 6 // 100
        begin = int(high * top / 100)
        return QRect(side, begin, self.width() - 2 * side, int(high * bottom / 100) - begin)

    def head(self) -> tuple[QRect, QRect]:
        """Where the practice's name stands at the top, and where its logo does."""
        whole = self._area(3, 12)
        if not self._logo:
            return whole, QRect()
        wide, gap = whole.width() // 4, whole.width() // 40
        name, corner = QRect(whole), QRect(whole)
        if self.page.right_to_left:
            corner.setWidth(wide)
            name.setLeft(corner.right() + gap)
        else:
            corner.setLeft(whole.right() - wide)
            name.setRight(corner.left() - gap)
        return name, corner

    # ------------------------------------------------------------------------------ painting

    def _paint(self, painter: QPainter) -> None:
        page, tokens = self.page, current().tokens
        painter.fillRect(self.rect(), QColor(tokens.canvas))
        mirrored = Qt.LayoutDirection.RightToLeft
        painter.setLayoutDirection(mirrored if page.right_to_left else mirrored.LeftToRight)
        logo = dots(self._logo, tokens.text)
        if page.clock:
            top = 22 if logo.isNull() else 32
            if not logo.isNull():
                middle = Qt.AlignmentFlag.AlignCenter
                paint_logo(painter, logo, self._area(7, 29), side=middle)
            self._write(painter, page.title, self._area(top, 46), 12, tokens.text, _CENTER | _WRAP)
            self._figure(painter, self.clock, "", self._area(48, 78), 20, tokens.muted, _CENTER)
            return
        title, corner = self.head()
        self._write(painter, page.title, title, 5, tokens.muted, self._start() | _ONE)
        if not logo.isNull():
            sides = Qt.AlignmentFlag
            end = sides.AlignLeft if page.right_to_left else sides.AlignRight
            paint_logo(painter, logo, corner, side=end)
        asks = bool(page.faces)
        self._lines(painter, asks)
        if page.note:
            area = self._area(46, 55) if asks else self._area(76, 96)
            if not page.lines and not asks:
                area = self._area(30, 70)
            size = 6 if asks else 8
            self._write(painter, page.note, area, size, tokens.text, _CENTER | _WRAP)
        if asks:
            self._write(
                painter, page.question, self._area(55, 64), 5, tokens.muted, _CENTER | _WRAP
            )
            self._faces(painter)

    def _lines(self, painter: QPainter, asks: bool) -> None:
        """The small lines as rows, where there is room, and the one that matters as large as it
        can be.
        """
        page, tokens = self.page, current().tokens
        small = [line for line in page.lines if not line.large and not asks]
        large = next((line for line in page.lines if line.large), None)
        first = bool(page.lines) and page.lines[0].large
        top, bottom = 14.0, 45.0 if asks else 76.0 if page.note else 94.0
        row = 11.0
        if large is not None:
            begin = top if first else top + row * len(small)
            end = bottom - row * len(small) if first else bottom
            self._large(painter, large, begin, end)
        begin = bottom - row * len(small) if first else top
        for number, line in enumerate(small):
            area = self._area(begin + row * number, begin + row * (number + 1))
            self._row(painter, line, area, 7, tokens.text)

    def _large(self, painter: QPainter, line: Line, top: float, bottom: float) -> None:
        tokens = current().tokens
        between = top + (bottom - top) * 0.3
        words, figure = self._area(top, between), self._area(between, bottom)
        size = min(9, int((between - top) * 0.8))
        self._write(painter, line.words, words, size, tokens.muted, _CENTER | _ONE)
        room = int(bottom - between)
        self._figure(
            painter, line.amount, line.currency, figure, min(38, room), tokens.text, _CENTER
        )

    def _row(self, painter: QPainter, line: Line, area: QRect, size: int, color: str) -> None:
        half = area.width() * 55 // 100
        words = QRect(area.left(), area.top(), half, area.height())
        amount = QRect(area.left() + half, area.top(), area.width() - half, area.height())
        if self.page.right_to_left:
            words.moveRight(area.right())
            amount.moveLeft(area.left())
        muted = current().tokens.muted
        self._write(painter, line.words, words, size, muted, self._start() | _ONE)
        self._figure(painter, line.amount, line.currency, amount, size, color, self._end())

    def _start(self) -> int:
        side = Qt.AlignmentFlag
        return _ABSOLUTE | int(side.AlignRight if self.page.right_to_left else side.AlignLeft)

    def _end(self) -> int:
        side = Qt.AlignmentFlag
        return _ABSOLUTE | int(side.AlignLeft if self.page.right_to_left else side.AlignRight)

    def _font(self, pixels: int, *, strong: bool = False) -> QFont:
        font = QFont(current().font(13, strong=strong))
        font.setPixelSize(max(SMALLEST, pixels))
        return font

    def _write(
        self, painter: QPainter, text: str, area: QRect, size: int, color: str, flags: int
    ) -> None:
        """Words as large as `size` hundredths of the height, smaller where they would not fit."""
        pixels = self.height() * size // 100
        while pixels > SMALLEST:
            room = QFontMetrics(self._font(pixels)).boundingRect(area, flags, text)
            if room.width() <= area.width() and room.height() <= area.height():
                break
            pixels = pixels * 92 // 100
        painter.setFont(self._font(pixels))
        painter.setPen(QColor(color))
        painter.drawText(area, flags, text)

    def _figure(
        self,
        painter: QPainter,
        amount: str,
        currency: str,
        area: QRect,
        size: int,
        color: str,
        flags: int,
    ) -> None:
        """An amount in figures of one width, its currency small behind it; never cut."""
        pixels = min(self.height() * size // 100, area.height() * 9 // 10)
        while True:
            figures, code = (
                self._font(pixels, strong=True),
                self._font(max(pixels // 3, self.height() * 35 // 1000)),
            )
            figures.setFeature(QFont.Tag("tnum"), 1)
            gap = pixels // 6 if currency else 0
            metrics = QFontMetrics(figures)
            wide = metrics.horizontalAdvance(amount)
            behind = QFontMetrics(code).horizontalAdvance(currency) if currency else 0
            whole = wide + gap + behind
            if whole <= area.width() or pixels <= SMALLEST:
                break
            pixels = pixels * 94 // 100
        left = area.left()
        if flags & int(Qt.AlignmentFlag.AlignHCenter):
            left += (area.width() - whole) // 2
        elif flags & int(Qt.AlignmentFlag.AlignRight):
            left = area.right() - whole
        base = area.top() + (area.height() + metrics.capHeight()) // 2
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setFont(figures)
        painter.setPen(QColor(color))
        painter.drawText(left, base, amount)
        painter.setFont(code)
        painter.setPen(QColor(current().tokens.muted))
        painter.drawText(left + wide + gap, base, currency)
        painter.restore()

    def _faces(self, painter: QPainter) -> None:
        tokens = current().tokens
        tints = (
            tokens.danger_tint,
            tokens.caution_tint,
            tokens.surface,
            tokens.accent_tint,
            tokens.money_in_tint,
        )
        for value, spot in enumerate(self._face_spots(), 1):
            side = min(spot.width() * 0.62, spot.height() * 0.62)
            face = QRectF(0, 0, side, side)
            face.moveCenter(QPointF(spot.center().x(), spot.top() + spot.height() * 0.36))
            paint_face(painter, face, value, QColor(tints[value - 1]), QColor(tokens.text))
            words = QRect(
                int(spot.left()),
                int(spot.top() + spot.height() * 0.72),
                int(spot.width()),
                int(spot.height() * 0.28),
            )
            said = self.page.faces[value - 1]
            self._write(painter, said, words, 4, tokens.text, _CENTER | _WRAP)

    # Qt's own names from here on

    def sizeHint(self) -> QSize:
        return QSize(current().px(480), current().px(300))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if value := self.face_at(event.position()):
            self.touched.emit(value)
        event.accept()


def paint_face(painter: QPainter, at: QRectF, value: int, ground: QColor, ink: QColor) -> None:
    """A face from very sad (1) to very glad (5); its mouth says it, not its colour."""
    painter.save()
    painter.setBrush(ground)
    painter.setPen(QPen(ink, max(1.5, at.width() / 28)))
    painter.drawEllipse(at)
    painter.setBrush(ink)
    eye = at.width() / 14
    for side in (-1, 1):
        center = QPointF(at.center().x() + side * at.width() * 0.18, at.top() + at.height() * 0.38)
        painter.drawEllipse(center, eye, eye)
    bend = (value - 3) * at.height() * 0.13
    left = QPointF(at.left() + at.width() * 0.28, at.top() + at.height() * 0.68 - bend / 2)
    right = QPointF(at.right() - at.width() * 0.28, left.y())
    mouth = QPainterPath(left)
    mouth.quadTo(QPointF(at.center().x(), left.y() + bend * 1.6), right)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(mouth)
    painter.restore()
