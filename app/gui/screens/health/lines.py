"""A line of the Health page: a light with a word, what it is about, how it is, what to do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.gui.icons import Glyph
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.kernel.translate import t

ABOUT_WIDTH: Final = 132
LIGHTS: Final = {
    "ok": ("check-circle", "money_in"),
    "look": ("warning", "caution"),
    "wrong": ("x-circle", "danger"),
    "": ("info", "muted"),
}


def light_words(light: str) -> str:
    """A light as a screen reader says it."""
    words = {"ok": t("All right"), "look": t("Worth a look"), "wrong": t("Wrong")}
    return words.get(light, "")


class Lines(QWidget):
    """Lines one below another; `show_lines` puts these instead of those before."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        px = current().px
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setColumnStretch(2, 1)
        self._grid.setColumnMinimumWidth(1, px(ABOUT_WIDTH))

    def show_lines(self, lines: list[tuple[str, str, str, str]]) -> None:
        """(light, about, words, what to do) of each."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for row, (light, about, words, todo) in enumerate(lines):
            icon, tone = LIGHTS[light]
            self._grid.addWidget(Glyph(icon, tone, 16), row, 0, top)
            self._grid.addWidget(PlainLabel(about, tone="muted", wrap=True), row, 1, top)
            said = PlainLabel(words, wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            said.setAccessibleName(f"{about}: {light_words(light)} {words} {todo}".strip())
            cell = QWidget()
            column = QVBoxLayout(cell)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(current().px(2))
            column.addWidget(said)
            if todo:
                column.addWidget(PlainLabel(todo, role="caption", tone=tone, wrap=True))
            self._grid.addWidget(cell, row, 2)


class UnderWay(QWidget):
    """How far slow work is, and a button that stops it; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(4))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.words = PlainLabel("", role="caption", tone="muted", elide=True)
        self.stop = Button(t("Stop"))
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.stop)
        column.addWidget(self.bar)
        column.addLayout(row)
        self.hide()

    def begin(self, words: str) -> None:
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(words)
        self.words.say(words)
        self.stop.setEnabled(True)
        self.stop.say(t("Stop"))
        self.show()

    def tell(self, words: str, done: int, of: int) -> None:
        self.bar.setRange(0, max(of, 1))
        self.bar.setValue(min(done, of))
        self.words.say(words)

    def stopping(self) -> None:
        self.stop.setEnabled(False)
        self.stop.say(t("Stopping…"))
