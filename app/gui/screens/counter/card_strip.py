"""Card payments that go on while another person is served: one line each, over the lists; a key
goes to the one that waits most.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.areas.cards.rules import RESTING
from app.areas.cards.values import AttemptState
from app.gui.icons import Glyph
from app.gui.key_map import key_words
from app.gui.screens.counter.card_words import look_of
from app.gui.screens.counter.running import Running
from app.gui.shortcuts import bind
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel, restyle
from app.kernel.i18n import format_money
from app.kernel.translate import t

WIDEST: Final = 320
"""Designed pixels of a name; a longer one is cut, its amount never."""
_WAITS: Final = RESTING | {AttemptState.UNKNOWN}


class _Line(QFrame):
    """One attempt; a red one says that nobody may charge again."""

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("attemptLine")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(6), px(6), px(6))
        row.setSpacing(px(10))
        self.glyph = Glyph("credit-card", "accent", 18)
        self.who = PlainLabel("", role="strong", elide=True)
        self.amount = PlainLabel("", role="strong")
        self.words = PlainLabel("", wrap=True)
        self.button = Button("")
        self.who.setMaximumWidth(px(WIDEST))
        for part in (self.glyph, self.who, self.amount):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)


class CardStrip(QWidget):
    """`wanted` comes with the Running whose account is to be shown."""

    wanted = Signal(object)

    def __init__(self, locale: str) -> None:
        super().__init__()
        self._locale = locale
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(6))
        self.lines: list[_Line] = []
        self._rows: tuple[Running, ...] = ()
        bind(self, "tender.attempt", self.go_on)
        self.hide()

    @property
    def rows(self) -> tuple[Running, ...]:
        return self._rows

    def show_running(self, rows: Sequence[Running]) -> bool:
        """Say what goes on; whether the number of lines changed."""
        before, self._rows = len(self._rows), tuple(rows)
        while len(self.lines) < len(rows):
            line = _Line()
            place = len(self.lines)
            line.button.clicked.connect(lambda _on=False, place=place: self._go(place))
            self._column.addWidget(line)
            self.lines.append(line)
        for number, line in enumerate(self.lines):
            line.setVisible(number < len(rows))
            if number < len(rows):
                self._say(line, rows[number], key=number == self._next())
        self.setVisible(bool(rows))
        return before != len(rows)

    def go_on(self) -> None:
        """Its key: to the one that waits for a person, else to the first."""
        if (place := self._next()) is not None:
            self._go(place)

    def _next(self) -> int | None:
        here = [place for place, row in enumerate(self._rows) if row.here]
        waits = (place for place in here if self._rows[place].shown.state in _WAITS)
        return next(waits, here[0] if here else None)

    def _say(self, line: _Line, row: Running, *, key: bool) -> None:
        shown = row.shown
        icon, tone = look_of(shown) if row.here else ("info", "caution")
        amount = format_money(shown.amount, self._locale)
        line.glyph.show_icon(icon, tone)
        line.who.say(row.name)
        line.amount.say(amount)
        alarm = row.here and shown.state is AttemptState.UNKNOWN
        line.button.setVisible(row.here)
        words = t("Go to it")
        line.button.say(f"{words}    {key_words('tender.attempt')}" if key else words)
        line.words.say(shown.words, "danger" if alarm else "text")
        line.button.setAccessibleName(t("Go to the card payment of {name}", name=row.name))
        if line.property("alarm") != ("true" if alarm else "false"):
            line.setProperty("alarm", "true" if alarm else "false")
            restyle(line)

    def _go(self, place: int) -> None:
        if place < len(self._rows):
            self.wanted.emit(self._rows[place])
