"""The people as a list with one short form beside it; it draws, and `actions` does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.areas.security.values import RoleRow, UserRow
from app.gui.desk import Desk
from app.gui.icons import Glyph
from app.gui.screen import Screen
from app.gui.screens.users.actions import UserActions
from app.gui.screens.users.person_form import PersonForm
from app.gui.screens.users.words import how_many, missing, status_look
from app.gui.shortcuts import bind, with_key
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.ids import UserId
from app.kernel.text import fold
from app.kernel.translate import t, t_own

FORM_WIDTH = 360
ALONE_WIDTH = 560
BOTH_FROM = 1000
"""Designed pixels of the page from which list and form stand side by side."""


class View(Screen):
    """The screen; what happens on its signals is in `actions`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("Users"))
        self._rows: tuple[UserRow, ...] = ()
        self._wanted: UserId | None = None
        self._open = False
        px = current().px
        self._column = QVBoxLayout(self)
        self._column.setSpacing(px(12))
        self._column.addLayout(self._head())
        self.lack = self._lack()
        self._column.addWidget(self.lack)
        self.model = RowsModel(_columns(), key=lambda row: row.user_id)
        self.table = DataTable(self.model, name=t("Users"))
        self._list = Card(flush=True)
        self._list.body.addWidget(self.table)
        self.form = PersonForm()
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addWidget(self._list, 1)
        row.addWidget(self.form)
        row.addStretch(0)
        self._column.addLayout(row, 1)
        self.form.hide()
        self.deeds = UserActions(self, desk)
        self._connect()
        self._fit()

    # ------------------------------------------------------------------------ what is shown

    def show_people(self, rows: tuple[UserRow, ...], roles: tuple[RoleRow, ...]) -> None:
        """The list as it is now; the marked person stays marked, what is typed stays typed."""
        self._rows = rows
        self.count.say(how_many(rows))
        words = missing(rows, roles)
        self._lack_words.say(words)
        self.lack.setVisible(bool(words))
        self._filter()
        who = self.form.who
        if self._open and who is not None:
            now = next((row for row in rows if row.user_id == who.user_id), None)
            if now is not None:
                self.form.keep_current(now)

    def mark(self, user_id: UserId) -> None:
        """Stand on this person as soon as the list has them."""
        self._wanted = user_id
        self.search.clear()
        self._filter()

    def open_form(self, show: Callable[[PersonForm], None]) -> None:
        self._open = True
        self._fit()
        show(self.form)
        if self.form.who is not None:
            self._wanted = self.form.who.user_id
        self.desk.toasts.place()

    def close_form(self) -> None:
        """Back to the list, on the person it was about."""
        if not self._open:
            return
        self._open = False
        self.form.hush()
        self._fit()
        self._to_list()

    # ------------------------------------------------------------------ what the frame asks

    def arrive(self) -> None:
        self.deeds.read()
        if self._open:
            self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._to_list()

    def leave(self) -> None:
        self.form.hush()

    def forget(self) -> None:
        self.deeds.forget()
        self.search.clear()
        self.close_form()
        self._rows, self._wanted = (), None
        self.model.show_rows(())
        self.count.say("")
        self.lack.hide()

    def refresh(self) -> None:
        self.deeds.read()

    def keep_clear(self) -> int:
        beside = self._open and self._list.isVisible()
        return self.form.width() + current().px(24) if beside else 0

    def primary(self) -> None:
        if not self._open:
            self.deeds.begin_new()
        elif self.form.types_pin():
            self.deeds.set_pin()
        else:
            self.deeds.save()

    def back(self) -> None:
        if self._open:
            if not self.form.is_busy:
                self.close_form()
        else:
            self.search.clear()
            self._to_list()

    # ------------------------------------------------------------------------ how it is made

    def _head(self) -> QHBoxLayout:
        px = current().px
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(PlainLabel(t("Users"), role="title"))
        self.count = PlainLabel("", tone="muted", elide=True)
        head.addWidget(self.count, 1)
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("Name or number"))
        self.search.setAccessibleName(t("Find a person by name or number"))
        self.search.setToolTip(with_key(t("Find a person"), "users.find"))
        head.addWidget(self.search)
        self.new_button = Button(t("New user"), kind="primary", icon="plus")
        self.new_button.setToolTip(with_key(t("New user"), "users.new"))
        self.new_button.setAutoDefault(True)
        head.addWidget(self.new_button)
        return head

    def _lack(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(8))
        row.addWidget(Glyph("warning", "caution", 16))
        self._lack_words = PlainLabel("", tone="caution", wrap=True)
        row.addWidget(self._lack_words, 1)
        line.hide()
        return line

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.deeds.begin_new)
        self.table.opened.connect(self.deeds.begin_person)
        self.table.marked.connect(self._marked)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._to_list)
        self.form.closed.connect(self.back)
        self.form.save_wanted.connect(self.deeds.save)
        self.form.pin_wanted.connect(self.deeds.set_pin)
        self.form.access_wanted.connect(self.deeds.set_access)
        bind(self, "users.new", self.deeds.begin_new)
        bind(self, "users.find", self._to_find)
        bind(self, "users.pin", self._new_pin)
        current().changed.connect(self._fit)

    def _filter(self) -> None:
        wanted = fold(self.search.text()).split()
        found = tuple(
            row
            for row in self._rows
            if all(word in f"{fold(row.name)} {fold(row.number)}" for word in wanted)
        )
        self.table.empty_words = (
            t("Nobody has this name or number. Esc shows everybody.") if wanted else ""
        )
        kept = self._wanted
        self.model.show_rows(found)
        places = [n for n, row in enumerate(self.model.rows) if row.user_id == kept]
        if self.model.rows:
            self.table.selectRow(places[0] if places else 0)
        # Somebody just added is not read yet, somebody found away comes back with all.
        self._wanted = kept or self._wanted

    def _marked(self, row: object) -> None:
        if isinstance(row, UserRow):
            self._wanted = row.user_id

    def _to_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_find(self) -> None:
        if self._list.isVisible():
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    def _new_pin(self) -> None:
        if self._open and self.form.who is not None:
            if self.form.who.active and not self.form.is_busy:
                self.form.open_pin(True)
        elif not self._open:
            self.deeds.begin_pin(self.table.current_row())

    def _fit(self) -> None:
        px = current().px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        both = self.width() >= px(BOTH_FROM)
        self.search.setFixedWidth(px(220 if both else 160))
        for part in (self._list, self.search, self.new_button):
            part.setVisible(both or not self._open)
        if both:
            self.form.setFixedWidth(px(FORM_WIDTH))
        else:
            self.form.setMinimumWidth(0)
            self.form.setMaximumWidth(px(ALONE_WIDTH))
        self.form.setVisible(self._open)

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        typed = text.isprintable() and bool(text.strip())
        chord = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier
        )
        if typed and not chord and self.table.hasFocus():
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.setText(self.search.text() + text)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _columns() -> tuple[Column[UserRow], ...]:
    def tone(row: UserRow) -> str:
        return "text" if row.active else "muted"

    return (
        Column(
            t("Name"),
            lambda row: row.name,
            tone=tone,
            sort_by=lambda row: fold(row.name),
            width=220,
        ),
        Column(t("Number"), lambda row: row.number, tone=tone, sort_by=_by_number, width=90),
        Column(t("Role"), lambda row: t_own(row.role_name), tone=tone, width=160, stretch=True),
        Column(t("PIN"), lambda row: status_look(row).words, chip=status_look, width=120),
    )


def _by_number(row: UserRow) -> tuple[int, str]:
    """Badge 9 before badge 10, and names of badges after numbers only by length and letters."""
    return len(row.number), row.number
