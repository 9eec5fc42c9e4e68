"""The latest changes of one setting: who, when, from what to what, and why."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.areas.reports.values import SettingStep
from app.areas.settings.values import Practice, SettingRow
from app.gui.screens.settings.words import value_words
from app.gui.theme import current
from app.gui.widgets.labels import PlainLabel
from app.kernel.clock import zone_named
from app.kernel.i18n import format_date, format_time
from app.kernel.translate import t, tn

MOST: Final = 6


class SettingHistory(QWidget):
    """Hidden while there is nothing to tell."""

    def __init__(self, here: Practice) -> None:
        super().__init__()
        self._here = here
        px = current().px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, px(4), 0, 0)
        self._column.setSpacing(px(8))
        self.lines: list[str] = []
        self.hide()

    def clear(self) -> None:
        """Nothing is told of a setting before its history was read."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = []
        self.hide()

    def show_steps(self, row: SettingRow, steps: tuple[SettingStep, ...]) -> None:
        """The newest first; how many more there are is said."""
        self.clear()
        if not steps:
            return
        self._column.addWidget(PlainLabel(t("History"), role="strong"))
        for step in steps[:MOST]:
            was, now = self._value(row, step.was), self._value(row, step.value)
            change = t("{was} → {now}", was=was, now=now)
            self._line(change, "body", "text")
            said = t("{name}, {when}", name=step.by, when=self._when(step))
            self._line(f"{said}: {step.reason}" if step.reason else said, "caption", "muted")
        if len(steps) > MOST:
            more = len(steps) - MOST
            words = tn("{count} earlier change", "{count} earlier changes", more)
            self._line(words, "caption", "muted")
        self.show()

    def _line(self, words: str, role: str, tone: str) -> None:
        self.lines.append(words)
        self._column.addWidget(PlainLabel(words, role=role, tone=tone, wrap=True))

    def _value(self, row: SettingRow, value: str) -> str:
        if not value:
            return t("Default ({value})", value=value_words(row, row.default, self._here))
        try:
            return value_words(row, value, self._here)
        except ValueError:
            return value

    def _when(self, step: SettingStep) -> str:
        zone, locale = self._here.time_zone, self._here.locale
        day = format_date(step.at.astimezone(zone_named(zone)).date(), locale)
        return t("{day} at {time}", day=day, time=format_time(step.at, zone, locale))
