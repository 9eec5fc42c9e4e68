"""What receipts then look like, 80 and 58 mm wide; drawn on another thread while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from app.areas.printing.design_values import ReceiptDesign
from app.devices.printing.paper_lines import as_text
from app.devices.printing.papers import Paper
from app.gui.action_runner import ActionRunner
from app.gui.printing.paper import PIXELS_PER_POINT, paper_image
from app.gui.theme import current
from app.kernel.translate import t

COLUMNS: Final = (48, 32)
_WIDE_PT: Final = {48: 226.8, 32: 164.4}
_GAP: Final = 16
_LEAST_SCALE: Final = 0.9
"""How small papers may become to lie beside one another."""
MakesPapers = Callable[[ReceiptDesign], tuple[Paper, ...]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The papers as pictures, each as wide as its paper is, and in words for screen readers."""

    design: ReceiptDesign
    images: tuple[QImage, ...]
    words: str


class Preview(QScrollArea):
    """`draw` may be called with every letter: of designs that come while one is being drawn only
    the last is drawn after it. Nothing here waits.
    """

    def __init__(self, runner: ActionRunner, make: MakesPapers) -> None:
        super().__init__()
        self._runner, self._make = runner, make
        self._next: ReceiptDesign | None = None
        self._busy = False
        self.drawn_of: ReceiptDesign | None = None
        self._papers = _Papers()
        self.setWidget(self._papers)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(t("How receipts look"))

    @property
    def images(self) -> tuple[QImage, ...]:
        return self._papers.images

    @property
    def is_drawn(self) -> bool:
        """Whether nothing is left to draw."""
        return not self._busy and self._next is None

    def draw(self, design: ReceiptDesign) -> None:
        self._next = design
        if not self._busy:
            self._begin()

    def clear(self) -> None:
        self._next, self.drawn_of = None, None
        self._papers.show_papers(())

    def _begin(self) -> None:
        design, self._next = self._next, None
        if design is None:
            return
        self._busy = True
        ratio, make = self.devicePixelRatioF(), self._make
        zoom = current().px(100) / 100

        def work() -> Drawn:
            papers = make(design)
            images = tuple(paper_image(paper, ratio * zoom) for paper in papers)
            for image in images:
                image.setDevicePixelRatio(ratio)
            words = "\n".join(as_text(paper.lines, paper.columns) for paper in papers[:1])
            return Drawn(design, images, words)

        self._runner.run(work, done=self._show, always=self._end)

    def _show(self, drawn: Drawn) -> None:
        self.drawn_of = drawn.design
        self._papers.show_papers(drawn.images)
        self.setAccessibleDescription(drawn.words)

    def _end(self) -> None:
        self._busy = False
        self._begin()


class _Papers(QWidget):
    """The papers beside one another, or below where there is no room; smaller where even one has
    too little.
    """

    def __init__(self) -> None:
        super().__init__()
        self.images: tuple[QImage, ...] = ()
        self.setAutoFillBackground(False)

    def show_papers(self, images: tuple[QImage, ...]) -> None:
        self.images = images
        self._refit()

    def _places(self) -> list[QRectF]:
        """Where each paper lies."""
        gap = current().px(_GAP)
        room = max(self.width() - 2 * gap, 100)
        sizes = [image.deviceIndependentSize() for image in self.images]
        wide = sum(size.width() for size in sizes) + gap * max(len(sizes) - 1, 0)
        whole = min(1.0, room / wide) if wide else 1.0
        beside, places = whole >= _LEAST_SCALE, []
        x, y = (self.width() - wide * whole) / 2, float(gap)
        for size in sizes:
            scale = whole if beside else min(1.0, room / size.width())
            paper = QRectF(x, y, size.width() * scale, size.height() * scale)
            if beside:
                x += (size.width() + gap) * scale
            else:
                paper.moveLeft((self.width() - paper.width()) / 2)
                y += paper.height() + gap
            places.append(QRectF(paper.toRect()))
        return places

    def _refit(self) -> None:
        places = self._places()
        bottom = max((place.bottom() for place in places), default=0.0)
        self.setMinimumHeight(round(bottom) + current().px(_GAP))
        self.update()

    # Qt's own names from here on

    def sizeHint(self) -> QSize:
        wide = sum(_WIDE_PT.values()) * PIXELS_PER_POINT + 3 * _GAP
        return QSize(round(wide), 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        edge = QColor(current().tokens.border)
        for image, place in zip(self.images, self._places(), strict=True):
            for step in (3, 2, 1):
                shadow = place.adjusted(-step + 1, 0, step - 1, step)
                painter.fillRect(shadow, QColor(0, 0, 0, 16))
            painter.drawImage(place, image)
            painter.setPen(QPen(edge, 1))
            painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()
