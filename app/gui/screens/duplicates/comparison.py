"""Both sides of one pair, line by line, with what differs said in words; it decides nothing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.areas.parties.merging_values import Twin
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.kernel.i18n import format_date, format_money
from app.kernel.text import fold
from app.kernel.translate import t

LONGEST: Final = 200


class Comparison(QWidget):
    """`merged`, `apart` and `parted` come with the reason that was written."""

    merged = Signal(str)
    apart = Signal(str)
    parted = Signal(str)
    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(16), px(12), px(16), px(16))
        self._column.setSpacing(px(12))
        self.why = PlainLabel("", role="strong", wrap=True)
        self._column.addWidget(self.why)
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(6))
        for column, share in enumerate((0, 1, 1, 0)):
            self._grid.setColumnStretch(column, share)
        above = QVBoxLayout()
        above.addWidget(holder)
        above.addStretch(1)
        inner = QWidget()
        inner.setLayout(above)
        above.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self._column.addWidget(area, 1)
        self.reason = QLineEdit()
        self.reason.setMaxLength(LONGEST)
        self.field = Field(t("Why, for whoever looks at it later"), self.reason)
        self._column.addWidget(self.field)
        self.merge_button = Button("", kind="primary")
        self.turn_button = Button(t("The other way round"))
        self.apart_button = Button(t("Not the same person"))
        self.part_button = Button(t("Take the merge back"), kind="primary")
        for button in (self.merge_button, self.part_button):
            self._column.addWidget(button)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        foot.addWidget(self.turn_button, 1)
        foot.addWidget(self.apart_button, 1)
        self._column.addLayout(foot)
        self.merge_button.clicked.connect(lambda: self.merged.emit(self.reason.text()))
        self.apart_button.clicked.connect(lambda: self.apart.emit(self.reason.text()))
        self.part_button.clicked.connect(lambda: self.parted.emit(self.reason.text()))
        self.turn_button.clicked.connect(self.turned)
        self._labels: list[PlainLabel] = []

    def show_pair(self, goes: Twin, stands: Twin, why: str) -> None:
        """Two who may be one person: the first would be merged into the second."""
        self._show(goes, stands, why, (t("Goes"), t("Stands for both")))
        words = t("Merge {goes} into {stands}", goes=goes.number, stands=stands.number)
        self.merge_button.say(words)
        self.reason.setText(t("Registered twice"))
        self._offer(merged=False)

    def show_merge(self, merged: Twin, stands: Twin, told: str) -> None:
        """Two who are one already, and who said so."""
        self._show(merged, stands, told, (t("Merged"), t("Into")))
        self.reason.clear()
        self._offer(merged=True)

    def _offer(self, *, merged: bool) -> None:
        self.field.show_error("")
        for button in (self.merge_button, self.turn_button, self.apart_button):
            button.setVisible(not merged)
        self.part_button.setVisible(merged)

    def _show(self, one: Twin, other: Twin, why: str, heads: tuple[str, str]) -> None:
        self.why.say(why[:1].upper() + why[1:])
        for label in self._labels:
            self._grid.removeWidget(label)
            label.deleteLater()
        self._labels = []
        for column, words in enumerate(heads, 1):
            self._put(PlainLabel(words, role="caption", tone="muted"), 0, column)
        for row, (name, left, right, counts) in enumerate(_lines(one, other), 1):
            differs = counts and bool(left) and bool(right) and _bare(left) != _bare(right)
            self._put(PlainLabel(name, role="caption", tone="muted"), row, 0)
            for column, words in ((1, left), (2, right)):
                role = "strong" if row == 1 else "body"
                self._put(PlainLabel(words or "–", role=role, wrap=True), row, column)
            said = t("differs") if differs else ""
            self._put(PlainLabel(f"≠ {said}" if said else "", tone="caution"), row, 3)

    def _put(self, label: PlainLabel, row: int, column: int) -> None:
        self._grid.addWidget(label, row, column)
        self._labels.append(label)


def _lines(one: Twin, other: Twin) -> list[tuple[str, str, str, bool]]:
    """(what, left, right, whether a difference speaks against it)."""

    def both(words: str, name: str, *, counts: bool = True) -> tuple[str, str, str, bool]:
        return (words, _said(one, name), _said(other, name), counts)

    return [
        both(t("Name"), "name"),
        both(t("Account"), "number", counts=False),
        both(t("Born"), "birth_date"),
        both(t("Phone"), "phones"),
        both(t("Address"), "address"),
        both(t("E-mail"), "email"),
        both(t("Guarantor"), "guarantor"),
        both(t("In other systems"), "external_ids", counts=False),
        both(t("Owes"), "owed", counts=False),
        both(t("Credit"), "credit", counts=False),
        both(t("Registered"), "registered_on", counts=False),
        both(t("Stands for"), "stands_for", counts=False),
    ]


def _bare(words: str) -> str:
    """Without signs, case and accents: a phone in brackets is the same phone."""
    return fold(words).replace(" ", "")


def _said(twin: Twin, name: str) -> str:
    if name == "birth_date":
        return format_date(twin.birth_date) if twin.birth_date else ""
    if name == "registered_on":
        return format_date(twin.registered_on) if twin.registered_on else ""
    if name in ("owed", "credit"):
        return format_money(twin.owed if name == "owed" else twin.credit)
    value = getattr(twin, name)
    return ", ".join(value) if isinstance(value, tuple) else str(value)
