"""A picture that a person chose, as the dots of a logo; slow, so call it off the GUI thread."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.areas.printing import errors, logos
from app.kernel.errors import OutsideError
from app.kernel.translate import t

LARGEST_FILE: Final = 4_000_000
LARGEST_SIDE: Final = 6_000
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


def logo_from(path: Path) -> str:
    """The logo as the books keep it: made smaller where it is too large for paper, never larger.

    A UserError for what is no PNG or could not be kept; an OutsideError where the disk refuses.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise OutsideError(
            t(
                "{file} can't be read: {reason}. Choose another file.",
                file=path.name,
                reason=error.strerror or t("the disk refused"),
            )
        ) from error
    return logo_of_bytes(data)


def logo_of_bytes(data: bytes) -> str:
    """`logo_from` for what was read already."""
    if len(data) > LARGEST_FILE:
        raise errors.logo_too_large()
    if not data.startswith(_SIGNATURE):
        raise errors.logo_form()
    # The first part of a PNG says how large it is: nothing of it is unpacked before that is known.
    if data[12:16] != b"IHDR" or len(data) < 24:
        raise errors.logo_damaged()
    if max(struct.unpack(">II", data[16:24])) > LARGEST_SIDE:
        raise errors.logo_too_large()
    image = QImage()
    if not image.loadFromData(data, "PNG") or image.isNull():
        raise errors.logo_damaged()
    return _as_text(_greys(image))


def _greys(image: QImage) -> QImage:
    """On white, no larger than a logo may be."""
    most = QSize(logos.MOST_WIDTH, logos.MOST_HEIGHT)
    size = image.size()
    if size.width() > most.width() or size.height() > most.height():
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        size = size.scaled(most, keep).expandedTo(QSize(1, 1))
        image = image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    ground = QImage(image.size(), QImage.Format.Format_RGB32)
    ground.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()
    return ground.convertToFormat(QImage.Format.Format_Grayscale8)


def _as_text(image: QImage) -> str:
    wide = image.width()
    rows = []
    for y in range(image.height()):
        line: memoryview = image.constScanLine(y)  # type: ignore[assignment]
        rows.append(bytes(line[:wide]))
    logo = logos.dithered(b"".join(rows), wide, image.height())
    if not any(logo.rows):
        raise errors.logo_white()
    return logos.as_text(logo)
