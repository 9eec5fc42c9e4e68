"""The on-screen paper: the newest receipts as a printer would give them, and as PDF and PNG files.

It draws what devices/printing laid out and decides no words; cleared when the screen is locked.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QImageWriter,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStyle, QWidget

from app.areas.payments.values import Receipt
from app.areas.printing.design_values import ReceiptDesign
from app.devices.documents.receipt_pdf import paper_pdf
from app.devices.printing.copies import Copy
from app.devices.printing.paper_lines import Picture, as_text
from app.devices.printing.papers import Paper, receipt_paper
from app.devices.printing.receipt_words import STANDARD
from app.devices.printing.sheet import PlacedBox, PlacedPicture, Sheet, place
from app.gui.motion import is_still
from app.gui.printing.letters import SystemLetters, draw, measure
from app.kernel.errors import OutsideError
from app.kernel.translate import t

PIXELS_PER_POINT = 96 / 72
_MARGIN, _GAP = 16, 12
_KEPT = 5
_SLIDE_MS = 140
_INK = "#15181D"
_PAPER = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class PaperColors:
    """The colours round the paper, #RRGGBB; paper and ink are the same in every theme. `scale` is
    how much larger than true size it may be, in percent.
    """

    edge: str = "#D9DDE3"
    muted: str = "#5B6472"
    focus: str = "#0B6E6E"
    scale: int = 100


def paint_sheet(painter: QPainter, sheet: Sheet) -> None:
    """Draw `sheet` at the painter's origin, one unit a point; the ground is left as it is."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    ink, paper = QColor(_INK), QColor(_PAPER)
    for item in sheet.items:
        if isinstance(item, PlacedBox):
            painter.fillRect(QRectF(item.x, item.y, item.width, item.height), ink)
        elif isinstance(item, PlacedPicture):
            where = QRectF(item.x, item.y, item.width, item.height)
            painter.drawImage(where, _dots(item.picture))
        else:
            painter.setPen(paper if item.reversed else ink)
            draw(painter, item.text, item.x, item.y, item.size, item.bold)


def _dots(picture: Picture) -> QImage:
    """Ink on nothing, so that the ground is left as it is."""
    across = picture.width // 8
    image = QImage(picture.rows, picture.width, picture.height, across, QImage.Format.Format_Mono)
    image.setColorTable([QColor(0, 0, 0, 0).rgba(), QColor(_INK).rgba()])
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def receipt_image(
    receipt: Receipt, scale: float = 1.0, columns: int = 42, design: ReceiptDesign = STANDARD
) -> QImage:
    """`receipt` on white; scale 1 is true size at 96 dots an inch. Works in any thread."""
    return paper_image(receipt_paper(receipt, columns, None, design), scale)


def paper_image(paper: Paper, scale: float = 1.0) -> QImage:
    """Any paper on white; scale 1 is true size at 96 dots an inch. Works in any thread."""
    return _image(place(paper.lines, paper.columns, measure), scale)


def _image(sheet: Sheet, scale: float) -> QImage:
    factor = PIXELS_PER_POINT * scale
    size = QSize(round(sheet.width * factor), round(sheet.height * factor))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor(_PAPER))
    dots_per_meter = round(96 * scale / 0.0254)
    image.setDotsPerMeterX(dots_per_meter)
    image.setDotsPerMeterY(dots_per_meter)
    painter = QPainter(image)
    painter.scale(factor, factor)
    paint_sheet(painter, sheet)
    painter.end()
    return image


def save_receipt(
    receipt: Receipt, folder: Path, columns: int = 42, design: ReceiptDesign = STANDARD
) -> tuple[Path, Path]:
    """`save_paper` for a receipt."""
    return save_paper(receipt_paper(receipt, columns, None, design), folder)


def save_paper(paper: Paper, folder: Path) -> tuple[Path, Path]:
    """Write `paper` as PDF and PNG into `folder`; names say the number only. Works in any thread.

    An OutsideError when the folder can't be written to; no half file is left under either name.
    """
    pdf = paper_pdf(paper, SystemLetters()).content
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture = _image(place(paper.lines, paper.columns, measure), 2.0)
    QImageWriter(buffer, b"png").write(picture.convertToFormat(QImage.Format.Format_Grayscale8))
    paths = folder / f"{paper.file_name}.pdf", folder / f"{paper.file_name}.png"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, (pdf, buffer.data().data()), strict=True):
            unfinished = path.with_name(path.name + ".part")
            unfinished.write_bytes(content)
            os.replace(unfinished, path)
    except OSError as error:
        for path in paths:
            with suppress(OSError):
                path.with_name(path.name + ".part").unlink()
        raise OutsideError(
            t(
                "{title} could not be saved in {folder}: {reason}. Choose another folder.",
                title=paper.title,
                folder=folder,
                reason=error.strerror or t("the disk refused"),
            )
        ) from error
    return paths


class PaperTray:
    """What a screen holds: `widget` to place, `show` to lay a receipt on top, `clear` on lock.

    `design` is how the practice wants its receipts, as somebody read it last.
    """

    def __init__(
        self,
        colors: PaperColors | None = None,
        *,
        columns: int = 42,
        parent: QWidget | None = None,
    ) -> None:
        self.columns = columns
        self.design = STANDARD
        self._roll = _Roll(colors or PaperColors())
        self.widget = _Tray(self._roll, parent)

    def show(self, receipt: Receipt, copy: Copy | None = None) -> None:
        """Lay `receipt`, or a copy of it, on top of the ones before it."""
        self.show_paper(receipt_paper(receipt, self.columns, copy, self.design))

    def came_out(self, receipt: Receipt, copy: Copy | None = None) -> None:
        """A receipt that was queued for the printer just now; `show` is for one to look at."""
        self.show(receipt, copy)

    def show_paper(self, paper: Paper) -> None:
        """Lay any paper on top of the ones before it."""
        self._roll.add(place(paper.lines, paper.columns, measure))
        self.widget.verticalScrollBar().setValue(0)
        self._describe(paper.title, as_text(paper.lines, paper.columns))

    def clear(self) -> None:
        """Take all paper away: no name or amount stays, neither for eyes nor for screen readers."""
        self._roll.clear()
        self._describe(t("Receipt paper"), _empty_words())

    def image(self, receipt: Receipt, scale: float = 1.0) -> QImage:
        """`receipt` as a picture; scale 1 is true size at 96 dots an inch."""
        return receipt_image(receipt, scale, self.columns, self.design)

    def save(self, receipt: Receipt, folder: Path) -> tuple[Path, Path]:
        """PDF and PNG of `receipt` in `folder`, see `save_receipt`; touches no widget."""
        return save_receipt(receipt, folder, self.columns, self.design)

    def set_colors(self, colors: PaperColors) -> None:
        """Follow a change of theme; the paper stays white."""
        self._roll.colors = colors
        self._roll.refit()

    def _describe(self, name: str, words: str) -> None:
        for widget in (self.widget, self._roll):
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(words)


def _empty_words() -> str:
    return t("The next receipt appears here.")


class _Tray(QScrollArea):
    def __init__(self, roll: _Roll, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._roll = roll
        self.setWidget(roll)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.viewport().setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(240)
        self.setAccessibleName(t("Receipt paper"))
        self.setAccessibleDescription(_empty_words())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._roll.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._roll.update()

    def sizeHint(self) -> QSize:
        return QSize(round(226.8 * PIXELS_PER_POINT) + 2 * _MARGIN + 12, 480)


class _Roll(QWidget):
    """The sheets under one another, newest first, as wide as the tray allows."""

    def __init__(self, colors: PaperColors) -> None:
        super().__init__()
        self.colors = colors
        self._sheets: list[Sheet] = []
        self._pictures: dict[tuple[int, float], QPixmap] = {}
        self._slide = QVariantAnimation(self)
        self._slide.setStartValue(1.0)
        self._slide.setEndValue(0.0)
        self._slide.valueChanged.connect(lambda _: self.update())
        self.setAutoFillBackground(False)
        self.setAccessibleName(t("Receipt paper"))
        self.setAccessibleDescription(_empty_words())

    def add(self, sheet: Sheet) -> None:
        self._sheets = [sheet, *self._sheets][:_KEPT]
        self.refit()
        allowed = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self)
        self._slide.stop()
        if allowed > 0 and self.isVisible() and not is_still():
            self._slide.setDuration(min(allowed, _SLIDE_MS))
            self._slide.start()

    def clear(self) -> None:
        self._slide.stop()
        self._sheets = []
        self.refit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refit()

    def _scale(self, sheet: Sheet) -> float:
        """Pixels a point: true size, larger with large text, or smaller where the tray is narrower
        than the paper.
        """
        room = max(self.width() - 2 * _MARGIN, 120)
        return min(PIXELS_PER_POINT * self.colors.scale / 100, room / sheet.width)

    def refit(self) -> None:
        self._pictures.clear()
        heights = [sheet.height * self._scale(sheet) + _GAP for sheet in self._sheets]
        self.setMinimumHeight(round(sum(heights)) - _GAP + 2 * _MARGIN if heights else 0)
        self.updateGeometry()
        self.update()

    def _picture(self, sheet: Sheet, scale: float) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (id(sheet), ratio)
        if key not in self._pictures:
            picture = QPixmap.fromImage(_image(sheet, scale * ratio / PIXELS_PER_POINT))
            picture.setDevicePixelRatio(ratio)
            self._pictures[key] = picture
        return self._pictures[key]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._sheets:
            painter.setPen(QColor(self.colors.muted))
            room = self.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
            words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(words), _empty_words())
        top = float(_MARGIN)
        if self._slide.state() is QVariantAnimation.State.Running:
            newest = self._sheets[0]
            hidden = min(newest.height * self._scale(newest), float(self.height()))
            top -= hidden * float(self._slide.currentValue()) ** 2
        for sheet in self._sheets:
            top += self._paint_one(painter, sheet, top) + _GAP
        if self._tray_has_focus():
            ring = self.visibleRegion().boundingRect().adjusted(2, 2, -2, -2)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self.colors.focus), 2))
            painter.drawRoundedRect(ring, 6, 6)
        painter.end()

    def _tray_has_focus(self) -> bool:
        viewport = self.parentWidget()
        tray = viewport.parentWidget() if viewport else None
        return tray is not None and tray.hasFocus()

    def _paint_one(self, painter: QPainter, sheet: Sheet, top: float) -> float:
        """The paper, a hair-thin edge and a soft shadow of one step; its height in pixels."""
        picture = self._picture(sheet, self._scale(sheet))
        size = picture.deviceIndependentSize()
        x = round((self.width() - size.width()) / 2)
        paper = QRectF(x, round(top), size.width(), size.height())
        shadow = QColor(0, 0, 0, 16)
        for step in (3, 2, 1):
            painter.fillRect(paper.adjusted(-step + 1, 0, step - 1, step), shadow)
        painter.drawPixmap(QPointF(paper.topLeft()), picture)
        painter.setPen(QPen(QColor(self.colors.edge), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(paper.adjusted(-0.5, -0.5, 0.5, 0.5))
        return size.height()
