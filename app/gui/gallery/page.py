"""The pages of the gallery, and pictures of them in both themes side by side."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.gallery import pieces, shown
from app.gui.gallery.pieces import Piece
from app.gui.theme import Scheme, current
from app.gui.widgets.labels import PlainLabel
from app.kernel.errors import OutsideError
from app.kernel.translate import t

SCALES: Final = (100, 150, 200)
WIDTH: Final = 1120
"""Designed pixels of a page in one theme."""
BOTH: Final = (Scheme.LIGHT, Scheme.DARK)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: its name, also in files, and its pieces in two columns."""

    name: str
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]


LEAVES: Final = (
    Leaf(
        "buttons",
        (("Kinds: usual, not now, chosen", pieces.buttons), ("Long words", pieces.long_buttons)),
        (
            ("Tenders with their keys", pieces.key_buttons),
            ("Sections", pieces.section_buttons),
            ("The end of a page", pieces.end_row),
            ("Check boxes", pieces.ticks),
            ("Find boxes", pieces.find_boxes),
        ),
    ),
    Leaf(
        "fields",
        (("Words: plain, hint, error, note, not now", pieces.fields),),
        (("Days, PINs, choices, lines", pieces.other_boxes),),
    ),
    Leaf(
        "money",
        (("Amounts that are typed", pieces.money_boxes), ("Amounts", pieces.amounts)),
        (("Counting", pieces.counting),),
    ),
    Leaf(
        "words",
        (("Roles and tones", pieces.words), ("Surfaces", pieces.surfaces)),
        (
            ("Chips", pieces.chips),
            ("Pills", pieces.pills),
            ("Notices", pieces.notices),
            ("Icons", pieces.glyphs),
            ("Nothing there", pieces.empty_states),
        ),
    ),
    Leaf(
        "tables",
        (("A row is chosen", shown.table), ("Empty", shown.empty_table)),
        (
            ("Ticks, compact", shown.ticked_table),
            ("On their way", shown.skeleton),
            ("Progress", shown.progress),
        ),
    ),
    Leaf(
        "charts",
        (("Charts", shown.charts),),
        (("For the patient", shown.patient_pages), ("A code", shown.qr_code)),
    ),
    Leaf(
        "panels",
        (("A form", shown.form), ("A question", shown.question)),
        (("Messages", shown.toasts), ("A list of digits", shown.digit_list)),
    ),
    Leaf("steps", (("A form of several pages", shown.steps),), (("Its form", shown.form_card),)),
)


class GalleryPage(QWidget):
    """One leaf, in the theme and at the text size that are installed."""

    def __init__(self, leaf: Leaf) -> None:
        super().__init__()
        self.leaf = leaf
        self.setObjectName("canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        px = current().px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(24), px(24), px(24))
        row.setSpacing(px(32))
        for part in (leaf.left, leaf.right):
            column = QVBoxLayout()
            column.setSpacing(px(8))
            for words, make in part:
                column.addWidget(PlainLabel(words, role="heading", tone="muted"))
                column.addWidget(make())
                column.addSpacing(px(16))
            column.addStretch(1)
            row.addLayout(column, 1)


def picture(leaf: Leaf, scale: int) -> QImage:
    """A leaf at a text size: light at the left, dark at the right. The theme is put back."""
    theme = current()
    before = theme.scheme, theme.scale
    try:
        halves = [half_picture(leaf, scheme, scale) for scheme in BOTH]
    finally:
        theme.choose(*before)
    size = QSize(sum(half.width() for half in halves), max(half.height() for half in halves))
    whole = QImage(size, QImage.Format.Format_RGB32)
    painter, left = QPainter(whole), 0
    for half in halves:
        painter.fillRect(left, 0, half.width(), size.height(), half.pixelColor(0, 0))
        painter.drawImage(QPoint(left, 0), half)
        left += half.width()
    painter.end()
    return whole


def half_picture(leaf: Leaf, scheme: Scheme, scale: int) -> QImage:
    """A leaf in one theme, which stays installed."""
    current().choose(scheme, scale)
    page = GalleryPage(leaf)
    page.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    page.resize(current().px(WIDTH), current().px(WIDTH))
    page.show()
    QApplication.processEvents()
    wide, layout = page.width(), page.layout()
    high = layout.totalHeightForWidth(wide) if layout is not None else 0
    page.resize(wide, max(high, page.minimumSizeHint().height()))
    QApplication.processEvents()
    image = page.grab().toImage()
    image.setDevicePixelRatio(1)
    page.close()
    page.deleteLater()
    return image


def save_pictures(
    folder: Path, leaves: tuple[Leaf, ...] = LEAVES, scales: tuple[int, ...] = SCALES
) -> list[Path]:
    """A PNG of every leaf at every text size."""
    made = []
    for leaf in leaves:
        for scale in scales:
            path = folder / f"gallery-{leaf.name}-{scale}.png"
            if not picture(leaf, scale).save(str(path)):
                raise OutsideError(t("{path} can't be written.", path=path))
            made.append(path)
    return made
