"""Above and below a long list: title, filter, ticks, columns and CSV; the count and the sums."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.gui.rescaling import sized
from app.gui.shortcuts import with_key
from app.gui.tables.list_spec import ListSpec, Tick
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.menu import Menu
from app.kernel.translate import t

SEARCH_FIRST: Final = 100
"""The find box takes the room it needs before the empty space does, and gives way before ticks."""


class ListHead(QWidget):
    """`typed` comes with every change of the text, `ticked` when a tick changes, `columns_chosen`
    with the names of the columns to show.
    """

    typed = Signal()
    ticked = Signal()
    columns_chosen = Signal(object)
    save_wanted = Signal()

    def __init__(self, spec: ListSpec[Any]) -> None:
        super().__init__()
        self._spec = spec
        px = current().px
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(px(8))
        row, self._below = QHBoxLayout(), QHBoxLayout()
        self._row, self._further_boxes = row, list[QWidget]()
        for line in (row, self._below):
            line.setSpacing(px(8))
            lines.addLayout(line)
        row.addWidget(PlainLabel(spec.title, role="title"))
        row.addSpacing(px(8))
        self.search = QLineEdit()
        self.search.setPlaceholderText(spec.find_words)
        self.search.setAccessibleName(t("Filter the list: {words}", words=spec.find_words))
        self.search.setToolTip(with_key(t("Filter the list"), "tables.filter"))
        self.search.setClearButtonEnabled(True)
        sized(self.search, px, least_width=140, most_width=270)
        self.search.textChanged.connect(self.typed)
        row.addWidget(self.search, SEARCH_FIRST)
        self.tick_buttons: tuple[Button, ...] = tuple(self._tick(tick) for tick in spec.ticks)
        for button in self.tick_buttons:
            row.addWidget(button)
        self.show_button = self._folded_ticks()
        row.addWidget(self.show_button)
        self._further = row.count()
        row.addStretch(1)
        self.columns_button = Button(t("Columns"), kind="quiet", icon="columns")
        self.columns_button.setToolTip(t("Choose the columns"))
        self._menu = Menu(self.columns_button)
        self.columns_button.setMenu(self._menu)
        self.save_button = Button(t("Save as CSV"), kind="quiet", icon="download-simple")
        self.save_button.setToolTip(with_key(t("Save the rows as CSV"), "tables.csv"))
        self.save_button.clicked.connect(self.save_wanted)
        row.addWidget(self.columns_button)
        row.addWidget(self.save_button)

    def add(self, widget: QWidget, place: int) -> None:
        """A further box behind the ticks."""
        self._further_boxes.insert(place, widget)
        self._row.insertWidget(self._further + place, widget)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """What is ticked."""
        pairs = zip(self._spec.ticks, self.tick_buttons, strict=True)
        return tuple(tick for tick, button in pairs if button.isChecked())

    def untick(self) -> None:
        for button in self.tick_buttons:
            button.setChecked(False)

    def show_columns(self, names: tuple[str, ...]) -> None:
        """The menu with these columns ticked."""
        self._menu.clear()
        for column in self._spec.columns:
            action = self._menu.addAction(column.look.title.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(column.name in names)
            action.setEnabled(names != (column.name,))
            action.toggled.connect(lambda on, name=column.name: self._choose(name, names, on=on))

    def make_room(self, tight: bool, room: int) -> None:
        """In a narrow window, and where words are long, the two buttons at the right show their
        icons only, ticks without room are in a menu, and further boxes go below.
        """
        ends = ((self.columns_button, t("Columns")), (self.save_button, t("CSV")))
        for short in (True,) if tight else (False, True):
            for button, words in ends:
                button.setText("" if short else words)
            if self._least() <= room:
                break
        folded = self._least() > room
        self.show_button.setVisible(folded)
        for button in self.tick_buttons:
            button.setVisible(not folded)
        self._lay_further(below=folded and self._least(folded=True) > room)

    def _lay_further(self, *, below: bool) -> None:
        """The further boxes behind the ticks, or in a line of their own."""
        there = self._below.count() > 0
        if there is below or not self._further_boxes:
            return
        for place, box in enumerate(self._further_boxes):
            (self._below if there else self._row).removeWidget(box)
            if below:
                self._below.addWidget(box)
            else:
                self._row.insertWidget(self._further + place, box)
        if below:
            self._below.addStretch(1)
        else:
            self._below.takeAt(0)

    def _least(self, *, folded: bool = False) -> int:
        """How wide this row is with every tick as a button of its own, or in their menu."""
        left_out = {self.search, *(self.tick_buttons if folded else (self.show_button,))}
        shown = [one for one in self.findChildren(QWidget) if one.parent() is self]
        wide = self.search.minimumWidth()
        for widget in shown:
            if widget not in left_out:
                wide += widget.sizeHint().width() + current().px(8)
        return wide

    def _folded_ticks(self) -> Button:
        """The ticks as a menu, for a narrow window."""
        folded = Button(t("Show"), icon="caret-down")
        menu = Menu(folded)
        for tick, button in zip(self._spec.ticks, self.tick_buttons, strict=True):
            action = menu.addAction(tick.words.replace("&", "&&"))
            action.setCheckable(True)
            action.toggled.connect(button.setChecked)
            button.toggled.connect(action.setChecked)
        folded.setMenu(menu)
        folded.hide()
        self.ticked.connect(self._say_folded)
        return folded

    def _say_folded(self) -> None:
        count = len(self.ticks)
        self.show_button.say(t("Show ({count})", count=count) if count else t("Show"))

    def _choose(self, name: str, before: tuple[str, ...], *, on: bool) -> None:
        chosen = {*before, name} if on else {*before} - {name}
        self.columns_chosen.emit(tuple(c.name for c in self._spec.columns if c.name in chosen))

    def _tick(self, tick: Tick) -> Button:
        button = Button(tick.words)
        button.setCheckable(True)
        button.toggled.connect(lambda _on: self.ticked.emit())
        return button


class ListFoot(QWidget):
    """How many rows there are, and their sums as soon as they are known."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        px = current().px
        row = QHBoxLayout(self)
        row.setSpacing(px(16))
        sized(self, px)
        row.setContentsMargins(px(12), px(6), px(12), px(6))
        self.count = PlainLabel("", tone="muted", role="caption")
        self.sums = PlainLabel("", role="strong")
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self.sums)

    def say(self, count: str, sums: tuple[tuple[str, str], ...]) -> None:
        """Each sum behind its title, with room between."""
        self.count.say(count)
        self.sums.say("     ".join(f"{title} {amount}".strip() for title, amount in sums))
        self.sums.updateGeometry()
        if (layout := self.layout()) is not None:
            layout.activate()
