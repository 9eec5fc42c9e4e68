"""The find box of the frame: takes what is typed or scanned, tells the screen, searches nothing."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from app.gui import icons
from app.gui.theme import current
from app.kernel.translate import t


class FindBox(QLineEdit):
    """`typed` comes with the text on every change, `chosen` on Enter, `moved` with -1 or +1 on the
    arrow keys (-10, +10 on page keys), `escaped` on Esc in the empty box (Esc first clears it).
    """

    typed = Signal(str)
    chosen = Signal()
    moved = Signal(int)
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(200)
        self.setAccessibleName(t("Find an account"))
        self.say_hint(t("Find by name, number, phone, birth date, or scan"))
        self.textChanged.connect(self.typed)
        current().changed.connect(self._fit)
        self._fit()

    def say_hint(self, words: str) -> None:
        """What can be found from here."""
        self.setPlaceholderText(words)
        self.setAccessibleDescription(words)

    def take_key(self, event: QKeyEvent) -> None:
        """Take over a key that was typed elsewhere on the screen."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.end(False)
        self.keyPressEvent(event)

    def popup_place(self, of: QWidget) -> QRect:
        """Where a list of results belongs in `of`: right under the box, as wide, no height yet."""
        corner = self.mapTo(of.window(), self.rect().bottomLeft())
        corner = of.mapFrom(of.window(), corner)
        return QRect(corner.x(), corner.y() + 4, self.width(), 0)

    def _fit(self) -> None:
        self.setTextMargins(current().px(26), 0, 0, 0)

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        steps = {
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_PageUp: -10,
            Qt.Key.Key_PageDown: 10,
        }
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            self.chosen.emit()
        elif key in steps:
            self.moved.emit(steps[Qt.Key(key)])
        elif key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = current().px(16)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        where = QRectF(current().px(10), (self.height() - side) / 2, side, side)
        icons.paint(painter, where, "magnifying-glass", current().color("muted"))
        painter.end()
