"""The bundled letters in Qt, the computer's own fonts behind them; never decides what to write."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QTextLayout,
    QTextOption,
)

from app.devices.printing.cells import clusters
from app.devices.printing.ports import Outline
from app.devices.printing.typefaces import DRAWN_AS, TYPEFACES

_PIXELS = 100
"""Text is laid out at this size and scaled, so that a paper looks the same at every scale."""


_SMALL, _DARK, _LEAST_DARK = 20, 90, 6
"""Text on a receipt is so many dots high; so dark is ink wherever it lies, and so much is seen."""
_SHADE = re.compile("[\u200b-\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")
_WHITE_LETTERS = frozenset("\u115f\u1160\u2065\u2800\u3164\uffa0")


@lru_cache(maxsize=1)
def _families() -> tuple[str, ...]:
    for face in TYPEFACES:
        for path in {face.path(False), face.path(True)}:
            QFontDatabase.addApplicationFont(str(path))
    return tuple(face.family for face in TYPEFACES)


@lru_cache(maxsize=2)
def _font(bold: bool) -> QFont:
    font = QFont([*_families()])
    font.setPixelSize(_PIXELS)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setKerning(False)
    return font


@lru_cache(maxsize=64)
def _drawn(text: str, bold: bool) -> str:
    """`text` as drawn: a letter that no font here has becomes its code number, never a box, and so
    does one that fonts show as nothing.
    """
    if text.isascii():
        return text
    font = _font(bold)
    drawn = "".join(DRAWN_AS.get(letter, letter) for letter in text)
    if _is_seen(drawn) and _has_all(drawn, font):
        return drawn
    return "".join(
        cluster if _is_seen(cluster) and _has_all(cluster, font) else _codes(cluster)
        for cluster in clusters(drawn)
    )


def _is_seen(text: str) -> bool:
    """Whether no letter of it is one that Qt leaves out, or that is white all over. A mark, such as
    one that chooses between two shapes, is seen in its letter.
    """
    return not any(
        letter in _WHITE_LETTERS or (_is_rare(letter) and not _has_ink(letter)) for letter in text
    )


def _is_rare(letter: str) -> bool:
    """Beyond the scripts that living people write their names in."""
    return not (letter < "\ua000" or "\uac00" <= letter < "\ud800")


@lru_cache(maxsize=512)
def _has_ink(letter: str) -> bool:
    """Whether a rare letter shows at a printer's size: some fonts draw nothing for it, or hairs."""
    if unicodedata.category(letter)[0] == "M":
        return True
    image = QImage(3 * _SMALL, 3 * _SMALL, QImage.Format.Format_Grayscale8)
    image.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(_SMALL, 2 * _SMALL)
    painter.scale(_SMALL / _PIXELS, _SMALL / _PIXELS)
    painter.setFont(_font(False))
    painter.drawText(QPointF(0, 0), letter)
    painter.end()
    dark = sum(grey < _DARK for grey in bytes(image.constBits()))
    return dark >= _LEAST_DARK


def _codes(text: str) -> str:
    """The letters' numbers; what only chooses a shape or a shade of one before has none."""
    return "".join(f"[{ord(letter):04X}]" for letter in text if not _SHADE.fullmatch(letter))


def measure(text: str, size: float, bold: bool) -> float:
    """Width of `text` at `size`, in the same unit."""
    font = _font(bold)
    return QFontMetricsF(font).horizontalAdvance(_drawn(text, bold)) * size / _PIXELS


def draw(painter: QPainter, text: str, x: float, y: float, size: float, bold: bool) -> None:
    """Draw `text` in the painter's pen, its left end at `x` and its baseline at `y`."""
    painter.save()
    painter.translate(x, y)
    painter.scale(size / _PIXELS, size / _PIXELS)
    font = _font(bold)
    painter.setFont(font)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.drawText(QPointF(0, 0), _drawn(text, bold))
    painter.restore()


class SystemLetters:
    """Shapes of letters that no bundled font has, from this computer's fonts (LetterShapes)."""

    def outline(self, text: str, bold: bool) -> Outline | None:
        font = QFont()
        font.setPixelSize(_PIXELS)
        font.setBold(bold)
        if not _has_all(text, font):
            return None
        path = QPainterPath()
        path.addText(QPointF(0, 0), font, text)
        unit = 1000 / _PIXELS
        width = QFontMetricsF(font).horizontalAdvance(text) * unit
        return Outline(width, _steps(path, unit))


def _has_all(text: str, font: QFont) -> bool:
    """Whether Qt finds a font for every letter: glyph 0 is the empty box."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return all(glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes())


def _steps(path: QPainterPath, unit: float) -> tuple[tuple[str | float, ...], ...]:
    steps: list[tuple[str | float, ...]] = []
    curve: list[float] = []
    kinds = QPainterPath.ElementType
    for i in range(path.elementCount()):
        element = path.elementAt(i)
        at = (element.x * unit, -element.y * unit)
        if element.type == kinds.MoveToElement:
            steps += [("Z",)] if steps else []
            steps.append(("M", *at))
        elif element.type == kinds.LineToElement:
            steps.append(("L", *at))
        else:
            curve.extend(at)
            if len(curve) == 6:
                steps.append(("C", *curve))
                curve = []
    return (*steps, ("Z",)) if steps else ()
