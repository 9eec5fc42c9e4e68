"""A choice in the list at the left of a page, such as a section of the settings or a report."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent

from app.gui import icons
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import plain_tip


class SectionButton(Button):
    """`entered` comes when the person goes into the section with Enter or the right arrow."""

    entered = Signal()

    def __init__(self, words: str, icon: str) -> None:
        super().__init__(words, kind="section")
        self._words = words
        self.setText(f" {words}")
        icons.put(self, icon, "muted", checked_tone="accent")
        self.setCheckable(True)

        self.toggled.connect(self._fit)

    def _fit(self) -> None:
        """The chosen one is bold and needs more room."""
        words, room = self._words, self.width() - self._around()
        metrics = self._metrics(bold=self.isChecked())
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        self.setText(" " + shown.replace("&", "&&"))
        self.setToolTip(plain_tip(words) if shown != words else "")

    def _metrics(self, *, bold: bool) -> QFontMetrics:
        font = QFont(self.font())
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        return QFontMetrics(font)

    def _around(self) -> int:
        return self.iconSize().width() + current().px(26)

    # Qt's own names from here on

    def sizeHint(self) -> QSize:
        """As wide as its words are when it is chosen, whatever part of them is shown now."""
        hint = super().sizeHint()
        wanted = self._metrics(bold=True).horizontalAdvance(self._words) + self._around() + 1
        return QSize(max(hint.width(), wanted), hint.height())

    def minimumSizeHint(self) -> QSize:
        """In a narrow list the words end in … and are whole in the tooltip."""
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right, Qt.Key.Key_Space)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in keys:
            if not event.isAutoRepeat():
                self.setChecked(True)
                self.entered.emit()
        else:
            super().keyPressEvent(event)
