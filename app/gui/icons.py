"""Icons from the Phosphor font that comes with qtawesome, without its slow import; one colour."""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QPainter,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.gui.theme import current

GLYPHS: Final = {
    "archive-box": 0xF009,
    "arrow-bend-up-left": 0xF016,
    "arrow-circle-down": 0xF018,
    "arrow-circle-right": 0xF01C,
    "arrow-circle-up": 0xF01D,
    "arrow-clockwise": 0xF020,
    "arrow-counter-clockwise": 0xF021,
    "arrow-left": 0xF03B,
    "arrow-right": 0xF044,
    "arrow-square-out": 0xF058,
    "bank": 0xF073,
    "bell": 0xF082,
    "buildings": 0xF0A8,
    "calendar-x": 0xF0B0,
    "caret-down": 0xF0C2,
    "caret-left": 0xF0C3,
    "caret-right": 0xF0C4,
    "chart-bar": 0xF0D2,
    "chart-line-up": 0xF0D5,
    "check": 0xF0E7,
    "check-circle": 0xF0E8,
    "circle": 0xF0EC,
    "circle-half": 0xF0EE,
    "clock": 0xF0F9,
    "columns": 0xF10E,
    "copy": 0xF114,
    "credit-card": 0xF11A,
    "desktop": 0xF12E,
    "download-simple": 0xF14C,
    "eye": 0xF15B,
    "file-text": 0xF170,
    "flag": 0xF17C,
    "flask": 0xF180,
    "floppy-disk": 0xF181,
    "gear": 0xF19B,
    "handbag": 0xF1B9,
    "identification-card": 0xF1DC,
    "info": 0xF1E0,
    "key": 0xF1E4,
    "keyboard": 0xF1E5,
    "lightbulb": 0xF1ED,
    "lock": 0xF1FF,
    "lock-key": 0xF200,
    "magnifying-glass": 0xF20A,
    "minus-circle": 0xF21B,
    "money": 0xF21C,
    "monitor": 0xF21D,
    "package": 0xF251,
    "path": 0xF25D,
    "plus": 0xF27F,
    "printer": 0xF288,
    "prohibit": 0xF289,
    "receipt": 0xF29A,
    "scales": 0xF2AA,
    "sign-in": 0xF2C6,
    "sign-out": 0xF2C7,
    "smiley": 0xF2D1,
    "storefront": 0xF2F9,
    "text-aa": 0xF310,
    "tray": 0xF336,
    "truck": 0xF33E,
    "user": 0xF346,
    "users": 0xF351,
    "wallet": 0xF35B,
    "warning": 0xF35C,
    "warning-circle": 0xF35D,
    "wifi-high": 0xF363,
    "wifi-slash": 0xF367,
    "x": 0xF36D,
    "x-circle": 0xF36E,
}


GAP: Final = 4
"""Designed pixels between an icon and its words, beside those that Qt leaves."""


def font_folder() -> Path | None:
    """Where the icon font lies; None when it is not installed, and then words stand alone."""
    found = importlib.util.find_spec("qtawesome")
    return Path(found.origin).parent / "fonts" if found and found.origin else None


@lru_cache(maxsize=1)
def _family() -> str:
    folder = font_folder()
    for file in sorted(folder.glob("phosphor-*.ttf")) if folder else ():
        names = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
        if names:
            return names[0]
    return ""


_TURNED: Final = {
    "caret-left": "caret-right",
    "caret-right": "caret-left",
    "arrow-left": "arrow-right",
}
"""Back and on lie at the other sides in a mirrored window."""


def paint(painter: QPainter, where: QRectF, name: str, color: QColor) -> None:
    """Draw icon `name` as large as fits in `where`."""
    if not (family := _family()):
        return
    font = QFont(family)
    font.setPixelSize(max(1, int(min(where.width(), where.height()))))
    painter.save()
    painter.setFont(font)
    painter.setPen(color)
    if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        name = _TURNED.get(name, name)
    painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), chr(GLYPHS[name]))
    painter.restore()


def icon(
    name: str,
    tone: str = "muted",
    *,
    checked_tone: str | None = None,
    size: int = 18,
    room: int = 0,
    mirrored: bool = False,
) -> QIcon:
    """A QIcon in a token's colour; `checked_tone` colours the pressed-in state of a button.

    `room` pixels towards the words stay free: at the right, or at the left where it is mirrored.
    """
    theme = current()
    result = QIcon()
    for state, its_tone in ((QIcon.State.Off, tone), (QIcon.State.On, checked_tone or tone)):
        for mode, mode_tone in ((QIcon.Mode.Normal, its_tone), (QIcon.Mode.Disabled, "disabled")):
            for ratio in (1, 2):
                color, side = theme.color(mode_tone), theme.px(size)
                pixmap = _pixmap(name, color, side, ratio, room, room if mirrored else 0)
                result.addPixmap(pixmap, mode, state)
    return result


def _pixmap(name: str, color: QColor, side: int, ratio: int, room: int, left: int) -> QPixmap:
    """Drawn once and kept as long as Qt has room: the same few stand on hundreds of buttons."""
    mirrored = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    key = f"icon {name} {color.name()} {side} {ratio} {room} {left} {mirrored}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    pixmap = QPixmap((side + room) * ratio, side * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter, QRectF(left, 0, side, side), name, color)
    painter.end()
    QPixmapCache.insert(key, pixmap)
    return pixmap


def put(
    button: QAbstractButton,
    name: str,
    tone: str = "muted",
    *,
    checked_tone: str | None = None,
    size: int = 18,
) -> None:
    """Give `button` an icon that follows the theme; calling it again replaces the icon."""
    known = button.property("icon_wanted") is not None
    button.setProperty("icon_wanted", (name, tone, checked_tone, size))

    if not known:
        follow = _Follower(button)
        follow.connect_to(lambda: draw(button))
    draw(button)


def draw(button: QAbstractButton) -> None:
    """Draw the icon of `button` again, with room to its words where it has any."""
    name, tone, checked_tone, size = button.property("icon_wanted")
    side, words = current().px(size), button.text()
    room = current().px(GAP) if words and not words.startswith(" ") else 0
    mirrored = button.layoutDirection() is Qt.LayoutDirection.RightToLeft
    button.setIconSize(QSize(side + room, side))
    button.setIcon(
        icon(name, tone, checked_tone=checked_tone, size=size, room=room, mirrored=mirrored)
    )


class _Follower(QWidget):
    """Invisible child whose death ends the connection, so that no dead button is ever drawn."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(QRect(0, 0, 0, 0))
        self.hide()

    def connect_to(self, draw: object) -> None:
        self._draw = draw
        current().changed.connect(self._again)

    def _again(self) -> None:
        if callable(self._draw):
            self._draw()


class Glyph(QWidget):
    """One icon as a widget, for chips, pills and empty states; decoration without a name."""

    def __init__(self, name: str, tone: str = "muted", size: int = 18) -> None:
        super().__init__()
        self._name, self._tone, self._size = name, tone, size
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fit()
        current().changed.connect(self._fit)

    def show_icon(self, name: str, tone: str) -> None:
        self._name, self._tone = name, tone
        self.update()

    def _fit(self) -> None:
        side = current().px(self._size)
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter, QRectF(self.rect()), self._name, current().color(self._tone))
        painter.end()
