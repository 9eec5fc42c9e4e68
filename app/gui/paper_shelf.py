"""Where the on-screen paper lies: beside the work, or over it till the next key; no printing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.areas.payments.values import Receipt
from app.devices.printing.copies import Copy
from app.devices.printing.papers import Paper
from app.gui.documents import documents
from app.gui.printing.paper import PaperColors, PaperTray
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel, mirrored_in
from app.kernel.translate import t

WIDTH: Final = 320
DOCKED_FROM: Final = 1560
"""Designed pixels of window from which the paper has a place of its own."""
_HELD: Final = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class ShelfTray(PaperTray):
    """A tray that says when paper comes out, and keeps which receipt it was."""

    def __init__(self, colors: PaperColors, came: Callable[[Paper], None]) -> None:
        super().__init__(colors)
        self._came = came
        self.receipt: Receipt | None = None
        self.quiet = False

    def show(self, receipt: Receipt, copy: Copy | None = None) -> None:
        self.receipt = receipt
        super().show(receipt, copy)

    def came_out(self, receipt: Receipt, copy: Copy | None = None) -> None:
        self.quiet = True
        super().came_out(receipt, copy)
        self.quiet = False

    def show_paper(self, paper: Paper) -> None:
        super().show_paper(paper)
        self._came(paper)


class PaperShelf(QFrame):
    """The tray with a title, a way to save and a way to put it away. `save_wanted` comes with the
    Paper and the folder (Path). Where a real printer prints, `pops_up` is False: what came out
    there is laid down without a stir.
    """

    save_wanted = Signal(object, object)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._docked = self._left = False
        self.place_wanted: Callable[[], QRect | None] = lambda: None
        self.newest_paper: Paper | None = None
        self.pops_up = True
        self.setObjectName("paperShelf")
        px = current().px
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, px(8), 1, 1)
        whole.setSpacing(px(4))
        head = QHBoxLayout()
        head.setContentsMargins(px(16), 0, px(8), 0)
        head.addWidget(PlainLabel(t("On-screen paper"), role="caption", tone="muted"), 1)
        self.save_button = Button(t("Save"), kind="quiet")
        self.save_button.setToolTip(t("Save the newest paper as PDF and picture"))
        self.save_button.clicked.connect(self._ask_folder)
        self.close_button = Button(t("Put away"), kind="quiet")
        self.close_button.clicked.connect(self.hide)
        head.addWidget(self.save_button)
        head.addWidget(self.close_button)
        whole.addLayout(head)
        self.tray = ShelfTray(_colors(), self._came)
        whole.addWidget(self.tray.widget, 1)
        self.save_button.setEnabled(False)
        over.installEventFilter(self)
        current().changed.connect(self._follow)
        self.hide()

    @property
    def newest(self) -> Receipt | None:
        """The newest receipt on the tray."""
        return self.tray.receipt if self.newest_paper is not None else None

    @property
    def docked(self) -> bool:
        return self._docked

    def dock(self, docked: bool) -> None:
        """Stand beside the work, or lie over it."""
        if docked == self._docked:
            return
        self._docked = docked
        self.close_button.setVisible(not docked)
        self.setVisible(docked or (self.newest_paper is not None and self.pops_up))
        self._listen()
        self._place()

    def toggle(self) -> None:
        """Show or put away the paper by hand; the key that asks for it has put it away already."""
        if not self._docked and not self._left:
            self.setVisible(not self.isVisible())
            self._place()

    def _key_came(self, event: QKeyEvent) -> None:
        """Work goes on: lying over it, the paper leaves at the next key that is not its own."""
        focus = QApplication.focusWidget()
        own = focus is not None and self.isAncestorOf(focus)
        if not (self._docked or own or event.isAutoRepeat() or event.key() in _HELD):
            self.hide()

    def _settle(self) -> None:
        self._left = False

    def follow(self) -> None:
        """What it lies over has moved."""
        if self.isVisible() and not self._docked:
            self._place()

    def make_way(self) -> None:
        """The next person is being found: the paper no longer covers anything."""
        if not self._docked:
            self.hide()

    def clear(self) -> None:
        """Lock or another user: no name stays."""
        self.newest_paper = None
        self.tray.receipt = None
        self.tray.clear()
        self.save_button.setEnabled(False)
        self.setVisible(self._docked)

    @property
    def room(self) -> int:
        """Pixels the docked shelf takes at the right."""
        return current().px(WIDTH) if self._docked else 0

    def _came(self, paper: Paper) -> None:
        self.newest_paper = paper
        self.save_button.setEnabled(True)
        if self.pops_up or self._docked or not self.tray.quiet:
            self.show()
            self._place()

    def _place(self) -> None:
        px, over = current().px, self._over
        width = px(WIDTH)
        if self._docked:
            edge = QRect(over.width() - width, 0, width, over.height())
            self.setGeometry(mirrored_in(over.rect(), edge, over))
        else:
            height = min(px(430), over.height() - px(32))
            corner = QRect(px(16), over.height() - height - px(16), width, height)
            place = self.place_wanted() or mirrored_in(over.rect(), corner, over)
            begin = QRect(place.left(), place.top(), width, place.height())
            self.setGeometry(mirrored_in(place, begin, over))
        self.raise_()

    def _follow(self) -> None:
        self.tray.set_colors(_colors())
        self._place()

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, t("Save the paper in"), str(documents()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._folder_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _folder_chosen(self, folder: str) -> None:
        if self.newest_paper is not None and folder:
            self.save_wanted.emit(self.newest_paper, Path(folder))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.Resize and watched is self._over:
            self._place()
        elif kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._key_came(event)
        elif kind is QEvent.Type.Shortcut and not self._docked:
            self.hide()
            self._left = True
            QTimer.singleShot(0, self, self._settle)
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._listen()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._listen()

    def _listen(self) -> None:
        """To the next key, for as long as the paper lies over the work."""
        app = QApplication.instance()
        if app is not None and self.isVisible() and not self._docked:
            app.installEventFilter(self)
        elif app is not None:
            app.removeEventFilter(self)


def _colors() -> PaperColors:
    tokens = current().tokens
    return PaperColors(tokens.border, tokens.muted, tokens.accent, current().scale)
