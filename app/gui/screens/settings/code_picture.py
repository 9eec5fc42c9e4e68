"""The code for one more station as a picture over the window, for a scanner at the new computer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.asking import Over
from app.gui.rescaling import sized
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.qr_picture import Modules, QrPicture, module_px
from app.kernel.translate import t

AROUND: Final = 100
"""Designed pixels of the screen that the picture leaves free: the panel's edge and its frame."""
WORDS_WIDTH: Final = 240


def size_for(parent: QWidget, modules: Modules) -> int:
    """Pixels of a module on the screen of `parent`; nought where the picture has no room."""
    px, free = current().px, parent.screen().availableGeometry()
    beside = px(AROUND + WORDS_WIDTH)
    return module_px(modules, min(free.height() - px(AROUND), free.width() - beside))


class CodePicture(Over):
    """`left` comes with Esc; the picture is seen no longer than the code is good."""

    def __init__(self, parent: QWidget, modules: Modules) -> None:
        super().__init__(parent, t("Code for one more station"), WORDS_WIDTH)
        px = current().px
        name = t("The code for one more station as a QR code")
        self.picture = QrPicture(modules, size_for(parent, modules), name)
        self.close_button = Button(t("Close Esc"), kind="quiet")
        self.close_button.clicked.connect(self.leave)
        title = PlainLabel(t("Scan the code"), role="heading", wrap=True)
        self.words = PlainLabel(
            t(
                "A scanner at the new computer types it into the box for the code there. Who "
                "takes a photo of it has the code: let nobody else see it."
            ),
            wrap=True,
        )
        for label in (title, self.words):
            sized(label, px, width=WORDS_WIDTH)
        beside = QVBoxLayout()
        beside.setSpacing(px(12))
        beside.addWidget(title)
        beside.addWidget(self.words)
        beside.addStretch(1)
        beside.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        row = QHBoxLayout()
        row.setSpacing(px(24))
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside)
        self.column.addLayout(row)
        self.column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)

    def begin(self) -> None:
        """Show it; nothing of it has to be typed, so the keyboard is on the way back."""
        self.show_over()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
