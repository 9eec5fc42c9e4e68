"""The gallery as a window: one page live, beside it a picture of the other theme."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.gui.gallery.page import LEAVES, SCALES, GalleryPage, Leaf, half_picture, save_pictures
from app.gui.theme import Scheme, Theme, current
from app.gui.widgets.buttons import Button
from app.gui.widgets.flow import Flow

_OTHER: Final = {Scheme.LIGHT: Scheme.DARK, Scheme.DARK: Scheme.LIGHT}


class GalleryWindow(QWidget):
    """Buttons choose the page, the theme of its live half, and the text size."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("canvas")
        self.setWindowTitle("Counterfoil: gallery")
        self._leaf = LEAVES[0]
        self._scheme, self._scale = Scheme.LIGHT, SCALES[0]
        column = QVBoxLayout(self)
        choices = Flow()
        column.addWidget(choices)
        choices.put(
            [
                *(self._choice(leaf.name, leaf, None, None) for leaf in LEAVES),
                *(self._choice(each.value, None, each, None) for each in _OTHER),
                *(self._choice(f"{each} %", None, None, each) for each in SCALES),
            ]
        )
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        column.addWidget(self._area, 1)
        self.look(None, None, None)

    def look(self, leaf: Leaf | None, scheme: Scheme | None, scale: int | None) -> None:
        """Show another page, theme or text size; what is not given stays."""
        self._leaf = leaf or self._leaf
        self._scheme, self._scale = scheme or self._scheme, scale or self._scale
        still = QLabel()
        image = half_picture(self._leaf, _OTHER[self._scheme], self._scale)
        still.setPixmap(QPixmap.fromImage(image))
        still.setAccessibleName(f"{self._leaf.name}, {_OTHER[self._scheme].value}")
        current().choose(self._scheme, self._scale)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        live = GalleryPage(self._leaf)
        live.setFixedWidth(image.width())
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(live, 0, top)
        row.addWidget(still, 0, top)
        row.addStretch(1)
        self._area.setWidget(both)

    def _choice(
        self, words: str, leaf: Leaf | None, scheme: Scheme | None, scale: int | None
    ) -> Button:
        button = Button(words)
        button.clicked.connect(lambda: self.look(leaf, scheme, scale))
        return button


def open_gallery(folder: Path | None) -> list[Path]:
    """Write the pictures to `folder`; without one show the window until it is closed."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["counterfoil"])
    Theme(Scheme.LIGHT).install(app)
    if folder is not None:
        return save_pictures(folder)
    window = GalleryWindow()
    window.resize(1600, 900)
    window.show()
    app.exec()
    return []
