"""A practice's logo for a screen: dots in the colour of the text on nothing."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.areas.printing import logos
from app.kernel.errors import UserError


@lru_cache(maxsize=4)
def dots(text: str, ink: str) -> QImage:
    """The logo as the books keep it; a null image for none, and for one that can't be read."""
    try:
        logo = logos.read(text) if text else None
    except UserError:
        logo = None
    if logo is None:
        return QImage()
    across = logo.width // 8
    image = QImage(logo.rows, logo.width, logo.height, across, QImage.Format.Format_Mono)
    image.setColorTable([0, QColor(ink).rgba()])
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def paint_logo(painter: QPainter, image: QImage, area: QRect, *, side: Qt.AlignmentFlag) -> None:
    """As large as the area has room for, at its centre or one of its sides."""
    wide = min(area.width(), image.width() * area.height() // image.height())
    high = image.height() * wide // image.width()
    place = QRectF(0, 0, wide, high)
    place.moveCenter(QRectF(area).center())
    if side is Qt.AlignmentFlag.AlignLeft:
        place.moveLeft(area.left())
    elif side is Qt.AlignmentFlag.AlignRight:
        place.moveRight(area.right())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(place, image)
