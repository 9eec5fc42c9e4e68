"""Words and amounts on screen: always plain text, so that nobody's name is ever read as markup."""

from __future__ import annotations

import html
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QWidget

from app.kernel.i18n import format_money
from app.kernel.money import Money, decimals_of
from app.kernel.translate import named_in

FIRST_STRONG: Final = "\u2068"
END_ISOLATE: Final = "\u2069"
"""Between these, words go in the direction of their first letter; figures go left to right."""
TALL_SCRIPTS: Final = "\u0e00"
"""From here on letters rise and fall further than Latin ones: Thai, Burmese, Khmer."""


def plain_tip(text: str) -> str:
    """A tooltip that shows `text` as it is; Qt would otherwise guess that `<b>` is markup."""
    return f"<span>{html.escape(text)}</span>" if text else ""


def restyle(widget: QWidget) -> None:
    """Look the widget up in the style sheet again, after one of its properties changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def say_amount(amount: Money, locale: str) -> str:
    """An amount as a screen reader should speak it: `15.00 US dollars`."""
    from babel.numbers import format_currency

    value = Decimal(amount.minor).scaleb(-decimals_of(amount.currency))
    return format_currency(value, amount.currency, locale=named_in(locale), format_type="name")


def draw_line(
    painter: QPainter, room: QRect, align: int, words: str, metrics: QFontMetrics
) -> None:
    """One line of words in the middle of `room`. Scripts whose letters come from another font
    stand on the same line as Latin ones: by that font's own height they would be lifted. In a
    mirrored window words go by their own direction: a minus sign stays before its amount.
    """
    mirrored = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
    said = f"{FIRST_STRONG}{words}{END_ISOLATE}" if mirrored else words
    if words.isascii() or max(words) < TALL_SCRIPTS:
        painter.drawText(room, align | int(Qt.TextFlag.TextSingleLine), said)
        return
    right = bool(align & int(Qt.AlignmentFlag.AlignRight))
    mirrored = mirrored and not align & int(Qt.AlignmentFlag.AlignAbsolute)
    left = room.right() + 1 - metrics.horizontalAdvance(words)
    line = room.center().y() + 1 + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(left if right is not mirrored else room.left(), line), said)


def mirrored_in(room: QRect, rect: QRect, widget: QWidget) -> QRect:
    """Where `rect` of `room` lies in the widget's language: begun at the right where reading is."""
    return QStyle.visualRect(widget.layoutDirection(), room, rect)


class _Sided(QLabel):
    """A label whose left is where its window's language begins: Qt itself goes by the letters, and
    puts a number or a foreign name to the other side of a mirrored window.
    """

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:
        side = Qt.AlignmentFlag
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            rest = alignment & ~(side.AlignLeft | side.AlignRight)
            if alignment & side.AlignRight:
                alignment = rest | side.AlignLeft | side.AlignAbsolute
            elif not alignment & side.AlignHCenter:
                alignment = rest | side.AlignRight | side.AlignAbsolute
        super().setAlignment(alignment)


class PlainLabel(_Sided):
    """A label that shows its text as it is.

    `role` is body, caption, strong, heading or title; `tone` a token such as muted or danger. With
    `elide` a long text ends in … and is whole in the tooltip; without, it may `wrap`.
    """

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "body",
        tone: str = "text",
        wrap: bool = False,
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        self._elide = elide
        self.setAlignment(self.alignment())
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def say(self, text: str, tone: str | None = None) -> None:
        """Show another text, and in another tone where one is given."""
        self.setText(text)
        if tone is not None and tone != self.property("tone"):
            self.setProperty("tone", tone)
            restyle(self)
        if self._elide:
            self._tip()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), 40), hint.height()) if self._elide else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._elide:
            self._tip()

    def _tip(self) -> None:
        tight = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(plain_tip(self.text()) if tight else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        words = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        draw_line(painter, room, int(self.alignment()), words, self.fontMetrics())
        painter.end()


class AmountLabel(_Sided):
    """An amount, right-aligned; `size` is 13, 15, 20, 32 or 48. Cleared it shows nothing.

    `spoken` is the sentence a screen reader says, with a place `{amount}`.
    """

    def __init__(
        self,
        size: int = 15,
        *,
        tone: str = "text",
        locale: str = "en_US",
        spoken: str = "{amount}",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._locale, self._spoken = locale, spoken
        self._amount: Money | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("figure", str(size))
        self.setProperty("tone", tone)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def amount(self) -> Money | None:
        return self._amount

    def show_amount(self, amount: Money | None, tone: str | None = None) -> None:
        """Show `amount` in its currency's decimals; None clears."""
        self._amount = amount
        self.setText("" if amount is None else format_money(amount, self._locale))
        spoken = "" if amount is None else say_amount(amount, self._locale)
        self.setAccessibleName(self._spoken.replace("{amount}", spoken) if spoken else "")
        if tone is not None and tone != self.property("tone"):
            self.setProperty("tone", tone)
            restyle(self)
