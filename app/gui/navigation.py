"""The rail at the left: one button for each screen there is, with icon, word and key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.gui import icons
from app.gui.key_map import key_words, narrow_key_words
from app.gui.rescaling import sized
from app.gui.shortcuts import with_key
from app.gui.theme import RAIL_FOLDED, RAIL_WIDTH, current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel, restyle
from app.kernel.actor import Actor, Permission
from app.kernel.translate import t

ROOMY_ENTRIES: Final = 14
"""So many entries stand in the smallest window as high as they like."""
PADDING: Final = 12
ICON: Final = 24
"""Designed pixels of an icon with what Qt leaves beside it."""


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail for those who may do one of `needs`; `verb` is its binding in the key
    map.
    """

    task: str
    icon: str
    words: str
    verb: str
    needs: tuple[Permission, ...]

    def __init__(self, task: str, icon: str, words: str, verb: str, *needs: Permission) -> None:
        for name, value in zip(
            ("task", "icon", "words", "verb", "needs"),
            (task, icon, words, verb, needs),
            strict=True,
        ):
            object.__setattr__(self, name, value)

    def opens_for(self, actor: Actor) -> bool:
        """Whether this person may go there."""
        return any(actor.may(need) for need in self.needs)


class _RailButton(Button):
    """Icon and word at the left, the key at the right; folded only the icon is left. How much waits
    there stands in the key's place.
    """

    def __init__(self, icon: str, words: str, key: str, parent: QWidget) -> None:
        super().__init__(words, parent=parent)
        icons.put(self, icon, "muted", checked_tone="accent", size=20)
        self._said, self._folded = words, False
        row = QHBoxLayout(self)
        self._leave(row, 0, current().px(12))
        row.addStretch(1)
        self._key = PlainLabel(key, role="caption", tone="muted")
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(self._key)
        self._count = PlainLabel("", role="caption", tone="caution")
        self._count.setObjectName("railCount")
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        self._count.hide()

    @property
    def count_said(self) -> str:
        """How much waits there, as it is shown; empty for nothing."""
        return self._count.text()

    def show_count(self, count: int, words: str) -> None:
        """How much waits there; `words` say it to a screen reader."""
        self._count.say("99+" if count > 99 else f"{count}" if count else "")
        self.setAccessibleName(f"{self._said}, {words}" if count else self._said)
        self.fold(self._folded)

    def fold(self, folded: bool) -> None:
        self._folded = folded
        self._count.setVisible(bool(self._count.text()))
        self._share()
        row, px = self.layout(), current().px
        if row is not None:
            top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
            row.setAlignment(self._count, top if folded else Qt.AlignmentFlag.AlignVCenter)
            self._leave(row, px(2) if folded else 0, px(2 if folded else 12))

    def _leave(self, row: QLayout, above: int, beside: int) -> None:
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        row.setContentsMargins(beside if mirrored else 0, above, 0 if mirrored else beside, 0)

    def _share(self) -> None:
        """The word first: a key that has no room beside it is only in the tip, and a long word ends
        in … before the count.
        """
        px = current().px
        room = self.width() - px(2 * PADDING + ICON)
        waits = bool(self._count.text())
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(strong)
        beside = self._key.sizeHint().width() + px(4)
        fits = metrics.horizontalAdvance(f" {self._said}") + beside <= room
        self._key.setVisible(fits and not self._folded and not waits)
        if waits:
            room -= self._count.sizeHint().width() + px(4)
        words = metrics.elidedText(f" {self._said}", Qt.TextElideMode.ElideRight, max(room, px(8)))
        self.setText("" if self._folded else words)

    # Qt's own name
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()


class Rail(QFrame):
    """`wanted` comes with the task of the pressed entry."""

    wanted = Signal(str)

    def __init__(self, places: tuple[Place, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAccessibleName(t("Screens"))
        self._buttons: dict[str, _RailButton] = {}
        self._group = QButtonGroup(self)
        self._folded_by_hand: bool | None = None
        self._tight = False
        px = current().px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(8), px(12), px(8), px(8))
        self._column.setSpacing(px(2))
        self._name = PlainLabel("Counterfoil", role="heading")
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        sized(self._name, px, margins=[0 if mirrored else 13, 0, 13 if mirrored else 0, 8])
        self._column.addWidget(self._name)
        self._entries, inner = _entries(self)
        self._column.addWidget(self._entries, 1)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(2))
        for place in places:
            column.addWidget(self._button(place, inner))
        column.addStretch(1)
        self.keys_button = _RailButton("keyboard", t("Keys"), key_words("frame.keys"), self)
        self.keys_button.setToolTip(with_key(t("Show the keys"), "frame.keys"))
        self.fold_button = _RailButton("caret-left", t("Fold"), "", self)
        self.fold_button.setToolTip(t("Show icons only"))
        self.fold_button.clicked.connect(self._fold_by_hand)
        for button in (self.keys_button, self.fold_button):
            self._column.addWidget(button)
        current().changed.connect(self._show_fold)
        self._show_fold()

    @property
    def folded(self) -> bool:
        return self._tight if self._folded_by_hand is None else self._folded_by_hand

    def show_task(self, task: str) -> None:
        """Mark where we are."""
        if task in self._buttons:
            self._buttons[task].setChecked(True)
            self._entries.ensureWidgetVisible(self._buttons[task])

    def show_count(self, task: str, count: int, words: str) -> None:
        """How much waits at one of the screens."""
        self._buttons[task].show_count(count, words)

    def count_of(self, task: str) -> str:
        """How much waits at a screen, as it is shown; empty for nothing."""
        return self._buttons[task].count_said

    def show_only(self, tasks: tuple[str, ...]) -> None:
        """Keep the entries that the signed-in person may open."""
        for task, button in self._buttons.items():
            button.setVisible(task in tasks)
        dense = "true" if len(tasks) > ROOMY_ENTRIES else "false"
        if self.property("dense") != dense:
            self.setProperty("dense", dense)
            for button in (*self._buttons.values(), self.keys_button, self.fold_button):
                restyle(button)

    def make_room(self, tight: bool) -> None:
        """Fold where the window is narrow, unless the person folded or unfolded it by hand."""
        if tight != self._tight:
            self._tight = tight
            self._show_fold()

    def _button(self, place: Place, parent: QWidget) -> _RailButton:
        button = _RailButton(place.icon, place.words, narrow_key_words(place.verb), parent)
        button.setCheckable(True)
        button.setToolTip(with_key(place.words, place.verb))
        button.clicked.connect(lambda _on=False, task=place.task: self.wanted.emit(task))
        self._group.addButton(button)
        self._buttons[place.task] = button
        return button

    def _fold_by_hand(self) -> None:
        self._folded_by_hand = not self.folded
        self._show_fold()

    def _show_fold(self) -> None:
        folded, px = self.folded, current().px
        for button in (*self._buttons.values(), self.keys_button, self.fold_button):
            button.fold(folded)
        self._name.setVisible(not folded)
        icons.put(self.fold_button, "caret-right" if folded else "caret-left", "muted", size=20)
        self.fold_button.setAccessibleName(t("Show words") if folded else t("Show icons only"))
        self.setFixedWidth(px(RAIL_FOLDED) if folded else px(RAIL_WIDTH))


def _entries(rail: Rail) -> tuple[QScrollArea, QWidget]:
    """Where the entries stand under one another, still empty; they scroll only where the window is
    too low for the text.
    """
    area, inner = QScrollArea(rail), QWidget()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return area, inner
