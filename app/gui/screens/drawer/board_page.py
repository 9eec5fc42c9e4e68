"""The drawers that are open, for who may close any of them; it says no sums."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.areas.drawers.values import OpenShiftRow, ShiftState
from app.areas.settings.values import Practice
from app.gui.screens.drawer.words import state_look, when
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.tables.staying import show_staying
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.translate import t


class BoardPage(QWidget):
    """`chosen` comes with the OpenShiftRow to count and close, `uncounted` with one of another
    window to close as it is; `report` with one to look into.
    """

    chosen = Signal(object)
    uncounted = Signal(object)
    report = Signal(object)
    left = Signal()

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(12))
        column.addLayout(self._head())
        words = t(
            "A drawer that somebody left open can be counted and closed from here, at another "
            "window too."
        )
        column.addWidget(PlainLabel(words, tone="muted", wrap=True))
        self.model = RowsModel(_columns(practice), key=lambda row: row.shift_id)
        self.table = DataTable(
            self.model,
            name=t("Open drawers"),
            empty_words=t("No drawer is open. There is nothing to close."),
        )
        card = Card(flush=True)
        card.body.addWidget(self.table)
        column.addWidget(card, 1)
        self.back_button.clicked.connect(self.left)
        self.button.clicked.connect(self.submit)
        self.uncounted_button.clicked.connect(self._close_uncounted)
        self.x_button.clicked.connect(lambda: self.report.emit(self.table.current_row()))
        self.table.opened.connect(self.chosen)
        self.table.marked.connect(self._marked)
        self._marked(None)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        row.addWidget(PlainLabel(t("Open drawers"), role="title"))
        row.addStretch(1)
        self.back_button = Button(t("Go back      Esc"))
        self.x_button = Button(t("X report"), icon="file-text")
        self.uncounted_button = Button(t("Close without a count"))
        self.button = Button("", kind="primary")
        for button in (self.back_button, self.x_button, self.uncounted_button, self.button):
            button.setAutoDefault(True)
            row.addWidget(button)
        return row

    def show_rows(self, rows: tuple[OpenShiftRow, ...], *, back: bool, stand_on: str = "") -> None:
        """The shifts as they are now; who stood on one, or came for `stand_on`, stands on it."""
        show_staying(self.table, self.model, rows)
        place = self.model.place_of(stand_on) if stand_on else None
        if place is not None:
            self.table.selectRow(place)
        elif not self.table.currentIndex().isValid():
            self.table.mark_first()
        self.back_button.setVisible(back)
        self._marked(self.table.current_row())

    def take_focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        row = self.table.current_row()
        if isinstance(row, OpenShiftRow):
            self.chosen.emit(row)

    def _close_uncounted(self) -> None:
        row = self.table.current_row()
        if isinstance(row, OpenShiftRow):
            self.uncounted.emit(row)

    def _marked(self, row: object) -> None:
        far = isinstance(row, OpenShiftRow) and bool(row.window)
        self.uncounted_button.setVisible(
            far and isinstance(row, OpenShiftRow) and row.state is ShiftState.OPEN
        )
        there = isinstance(row, OpenShiftRow)
        words = t("Count and close")
        if isinstance(row, OpenShiftRow):
            words = t("Count and close {number}      {key}", number=row.number, key=t("Enter"))
        self.button.say(words)
        self.button.setVisible(there)
        self.x_button.setVisible(there)


def _columns(practice: Practice) -> tuple[Column[OpenShiftRow], ...]:
    return (
        Column(t("Shift"), lambda row: row.number),
        Column(t("Drawer"), lambda row: row.drawer_name),
        Column(
            t("Window"),
            lambda row: row.window or t("this one"),
            tone=lambda row: "text" if row.window else "muted",
        ),
        Column(t("Answers for it"), lambda row: row.user_name, stretch=True),
        Column(
            t("Since"),
            lambda row: when(row.opened_at, practice),
            sort_by=lambda row: row.opened_at,
        ),
        Column(t("Status"), lambda row: state_look(row).words, chip=state_look),
    )
