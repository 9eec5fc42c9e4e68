"""The list under the find box: people found, the first one marked; it searches nothing."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.areas.parties.values import Found
from app.gui.screens.counter.account_tables import people_found
from app.gui.tables.data_table import DataTable
from app.gui.theme import current
from app.gui.widgets.find_box import FindBox
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import CORNER, Card
from app.kernel.translate import t, tn

ROWS_SHOWN = 9
WIDEST = 640
"""Designed pixels; more only puts names and amounts further apart."""


class FoundList(Card):
    """`opened` comes with the `Found` chosen by mouse; the find box sends its arrow keys here."""

    opened = Signal(object)

    def __init__(self, find: FindBox, locale: str, screen: QWidget) -> None:
        super().__init__(flush=True, raised=True)
        self.setParent(screen)
        self._find, self._screen = find, screen
        self._model = people_found(locale)
        self.table = DataTable(self._model, name=t("People found"), compact=True)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.clicked.connect(lambda index: self._chosen(self._model.row_at(index)))
        self.foot = PlainLabel(role="caption", tone="muted", wrap=True)
        px = current().px
        foot = QVBoxLayout()
        foot.setContentsMargins(px(12), px(8), px(12), px(8))
        foot.addWidget(self.foot)
        self.body.addWidget(self.table)
        self.body.addLayout(foot)
        self.hide()

    @property
    def rows(self) -> tuple[Found, ...]:
        return self._model.rows

    @property
    def marked(self) -> Found | None:
        """The person Enter opens."""
        row = self.table.current_row()
        return row if isinstance(row, Found) else None

    def show_found(self, text: str, found: tuple[Found, ...]) -> None:
        """What `text` found, best first; with nothing found it says what to try."""
        self._model.show_rows(found)
        self.table.leave_out_empty()
        self.table.setVisible(bool(found))
        if found:
            self.table.selectRow(0)
            self.foot.say(
                tn(
                    "{count} person. Enter opens it.",
                    "{count} people. Enter opens the marked one.",
                    len(found),
                )
            )
        else:
            self.foot.say(
                t(
                    "Nobody found for “{text}”. Try fewer letters, the number or the birth date.",
                    text=text[:60],
                )
            )
        self._shown()

    def add_similar(self, text: str, similar: tuple[Found, ...]) -> None:
        """People written nearly so, under those found; the marked row stays marked, and none is
        marked where nobody was found: that somebody else is opened takes an arrow key.
        """
        known = {row.account_id for row in self._model.rows}
        added = tuple(row for row in similar if row.account_id not in known)
        if not added:
            return
        there, at = self._model.rows, self.table.currentIndex().row()
        self._model.show_rows((*there, *added))
        self.table.leave_out_empty()
        self.table.show()
        if there:
            self.table.selectRow(max(0, at))
        else:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        words = (
            tn("And {count} written nearly so.", "And {count} written nearly so.", len(added))
            if there
            else t("Nobody is written “{text}”, but nearly so.", text=text[:60])
        )
        self.foot.say(words + " " + t("An arrow key marks one, Enter opens it."))
        self._shown()

    def _shown(self) -> None:
        self._find.setAccessibleDescription(self.foot.text())
        self.place()
        self.show()
        self.raise_()

    def move_mark(self, steps: int) -> None:
        """Arrow keys of the find box walk the list."""
        if self._model.rows:
            row = max(0, min(len(self._model.rows) - 1, self.table.currentIndex().row() + steps))
            self.table.selectRow(row)
            self.table.scrollTo(self._model.index(row, 0))

    def place(self) -> None:
        """Under the find box, as wide as its columns need, as high as its rows or the screen."""
        px = current().px
        place = self._find.popup_place(self._screen)
        rows = min(ROWS_SHOWN, len(self._model.rows))
        width = max(px(520), min(place.width(), px(WIDEST)))
        table = self.table.wanted_height(rows) + 2 if rows else 0
        foot = self.foot.heightForWidth(width - px(24)) + px(20) + 2 * px(CORNER)
        top = max(place.top(), px(4))
        height = min(table + foot, self._screen.height() - top - px(8))
        left = max(px(4), min(place.left(), self._screen.width() - width - px(4)))
        self.setGeometry(left, top, min(width, self._screen.width() - 2 * px(4)), height)

    def _chosen(self, row: object) -> None:
        if isinstance(row, Found):
            self.opened.emit(row)
