"""Who did what with a deposit, oldest first."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QGridLayout

from app.areas.deposits.values import DepositStep
from app.areas.settings.values import Practice
from app.gui.tables import cells
from app.gui.theme import current
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.translate import later, t

DEEDS: Final = {
    "prepared": later("Prepared and counted"),
    "taken_out": later("Taken out"),
    "put_back": later("Put back"),
    "sealed": later("Sealed"),
    "submitted": later("Handed over"),
    "cleared": later("Credited by the bank"),
    "taken_back": later("Credit taken back"),
    "void": later("Void"),
}


class History(Card):
    """Steps as lines: when, who, and what in a sentence."""

    def __init__(self, practice: Practice) -> None:
        super().__init__(t("What was done"))
        self._practice = practice
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(current().px(16))
        self._grid.setVerticalSpacing(current().px(4))
        self._grid.setColumnStretch(2, 1)
        self.body.addLayout(self._grid)
        self._labels: list[PlainLabel] = []
        self._shown: tuple[DepositStep, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(said(step) for step in self._shown)

    def show_steps(self, steps: tuple[DepositStep, ...]) -> None:
        if steps == self._shown:
            return
        self._shown = steps
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels = []
        for line, step in enumerate(steps):
            when = PlainLabel(cells.moment(step.at, self._practice), role="caption", tone="muted")
            who = PlainLabel(step.who, role="caption", tone="muted", elide=True)
            who.setMinimumWidth(current().px(120))
            words = PlainLabel(said(step), wrap=True)
            for place, label in enumerate((when, who, words)):
                self._grid.addWidget(label, line, place)
                self._labels.append(label)


def said(step: DepositStep) -> str:
    """What was done, and what is to be said of it."""
    deed = t(DEEDS[step.what]) if step.what in DEEDS else ""
    if deed and step.words:
        return t("{deed}: {words}", deed=deed, words=step.words)
    return deed or step.words
