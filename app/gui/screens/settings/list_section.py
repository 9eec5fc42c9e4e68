"""One section of the settings: a short list with a form beside it, and how it is saved."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.gui.desk import Desk
from app.gui.screens.settings.edit_form import EditForm
from app.gui.screens.settings.reading import Found
from app.gui.shortcuts import with_key
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.head_row import HeadRow
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, derived_id, new_id
from app.kernel.text import fold
from app.kernel.translate import t
from app.storage.seen import EditedMeanwhile, Seen, knowing

FORM_WIDTH: Final = 340
ALONE_WIDTH: Final = 560
BOTH_FROM: Final = 760
"""Designed pixels of the section from which list and form stand side by side."""
TIGHT: Final = 620
"""Designed pixels below which the boxes above the list are short."""


class ListSection(QWidget):
    """What a section has in common; each says its columns, rows, form and action.

    `left` comes on the last Esc, when there is nothing to close any more.
    """

    left = Signal()
    beside: tuple[int, ...] = ()
    """Columns that stay while the form stands beside the list; all of them where it is empty."""
    narrow: tuple[int, ...] = ()
    """Columns that stay where the page is narrow; all of them where it is empty."""

    def __init__(
        self,
        desk: Desk,
        title: str,
        explained: str,
        columns: tuple[Column[Any], ...],
        form: EditForm,
        new_words: str = "",
    ) -> None:
        super().__init__()
        self.desk, self.form = desk, form
        self.found: Found | None = None
        self.nothing = ""
        self.filters: tuple[QWidget, ...] = ()
        self.intent = CommandId(new_id())
        self._wanted: object = None
        self._open = False
        self._sitting = 0
        self._seen: Seen | None = None
        self._shown: Any = None
        px = current().px
        self.model = RowsModel(columns, key=self.key_of)
        self.table = DataTable(self.model, name=title)
        self.search = QLineEdit()
        self.new_button = Button(new_words, kind="primary", icon="plus")
        self.new_button.setToolTip(with_key(new_words, "settings.new"))
        self._adds = bool(new_words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        self.head = self._head(title)
        column.addWidget(self.head)
        self._explained = PlainLabel(explained, role="caption", tone="muted", wrap=True)
        column.addWidget(self._explained)
        column.addSpacing(px(4))
        self._list = Card(flush=True)
        self._list.body.addWidget(self.table)
        self._row = QHBoxLayout()
        self._row.setSpacing(px(16))
        self._row.addWidget(self._list, 1)
        self._row.addWidget(form)
        self._row.addStretch(0)
        column.addLayout(self._row, 1)
        form.hide()
        self._connect()
        self._fit()

    # ------------------------------------------------------------- what each section says

    @abstractmethod
    def rows(self, found: Found) -> tuple[Any, ...]:
        """The section's records, in their order."""

    @abstractmethod
    def key_of(self, row: Any) -> object:
        """What tells a record from all others."""

    def documents_of(self, row: Any) -> frozenset[str]:
        """What the form of a record edits; a tender and a setting have ids made from their keys."""
        key = str(self.key_of(row))
        return frozenset({key, derived_id("tender_type", key), derived_id("setting", key)})

    def text_of(self, row: Any) -> str:
        """What typing finds."""
        return " ".join(column.words(row) for column in self.model.columns)

    @abstractmethod
    def fill(self, row: Any | None) -> None:
        """Show a record in the form, or an empty one for None."""

    @abstractmethod
    def save(self) -> None:
        """Check what is plainly missing, then `send`."""

    # ------------------------------------------------------------------- what is shown

    def show_found(self, found: Found) -> None:
        """The list as it is now; the marked row stays marked, what is typed stays typed."""
        self.found = found
        self.filter()
        self._say_changed()

    def _say_changed(self) -> None:
        """Somebody else may have changed the record that is open in the form."""
        if not self._open or self._shown is None or self.form.is_busy or self.found is None:
            return
        key = self.key_of(self._shown)
        row = next((one for one in self.rows(self.found) if self.key_of(one) == key), self._shown)
        if row != self._shown:
            self._shown = row
            self.form.say_note(
                t(
                    "Somebody changed this just now. Saving changes only what you typed; close the "
                    "form to see theirs."
                )
            )

    def filter(self) -> None:
        """Show the rows that have every typed word."""
        wanted = fold(self.search.text()).split()
        all_rows = self.rows(self.found) if self.found else ()
        rows = tuple(
            row for row in all_rows if all(word in fold(self.text_of(row)) for word in wanted)
        )
        self.table.empty_words = (
            t("Nothing here has these words. Esc shows everything.") if wanted else self.nothing
        )
        kept = self._wanted
        self.model.show_rows(rows)
        if self.model.rows:
            shown = [self.key_of(row) for row in self.model.rows]
            self.table.selectRow(shown.index(kept) if kept in shown else 0)
        self._wanted = kept if kept is not None else self._wanted

    @property
    def is_open(self) -> bool:
        """Whether the form is open."""
        return self._open

    def begin_new(self) -> None:
        if self._adds and self.found and not self.form.is_busy:
            self._begin(None)

    def begin_row(self, row: object) -> None:
        if row is not None and self.found and not self.form.is_busy:
            self._begin(row)

    def close_form(self) -> None:
        """Back to the list, on the row it was about."""
        if self._open:
            self._open = False
            self._fit()
            self.filter()
            self.to_list()

    def back(self) -> None:
        """One step back: the form, what is typed to find, the list."""
        if self._open:
            if not self.form.is_busy:
                self.close_form()
        elif self.search.text():
            self.search.clear()
            self.to_list()
        else:
            self.left.emit()

    def to_list(self) -> None:
        """Put the keyboard where work goes on."""
        if self._open:
            self.form.setFocus(Qt.FocusReason.OtherFocusReason)
            box = next(iter(self.form.fields.values()))
            box.focus_error()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def to_find(self) -> None:
        if self._list.isVisible():
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    def find_typed(self, text: str) -> None:
        """A letter typed on the list looks for it."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(self.search.text() + text)

    def primary(self) -> None:
        """Ctrl+Enter: save what is open, else open what is marked."""
        if self._open:
            self.save()
        else:
            self.begin_row(self.table.current_row())

    def forget(self) -> None:
        self._sitting += 1
        self.intent = CommandId(new_id())
        self._open, self._wanted, self.found = False, None, None
        self.search.clear()
        self.model.show_rows(())
        self._fit()

    def keep_clear(self) -> int:
        """Pixels at the right that messages leave free: the button that saves stands there."""
        return self.form.width() + current().px(24) if self._open and self._wide() else 0

    # ------------------------------------------------------------------------- saving

    def send(
        self,
        action: Callable[..., Any],
        command: Any,
        done: Callable[[Any], str],
        mark: Callable[[Any], object] = lambda _answer: None,
    ) -> None:
        """Send one command; `done` says in words what happened, `mark` the key of its row. What
        somebody else changed since the form opened stays, or is typed over knowingly.
        """
        sitting = self._sitting
        self.form.accept_all()
        self.form.busy(True)

        def answered(answer: Any) -> None:
            if sitting == self._sitting:
                self.intent = CommandId(new_id())
                self._wanted = mark(answer) or self._wanted
                self.close_form()
                self.desk.toasts.success(done(answer))

        def refused(error: UserError) -> None:
            if sitting == self._sitting:
                if isinstance(error, EditedMeanwhile) and self._seen is not None:
                    agreed = self._seen.agreed | error.edits
                    self._seen = replace(self._seen, agreed=agreed)
                self.form.refuse(error.field or "", error.text)

        def free() -> None:
            self.form.busy(False)

        careful = knowing(action, self._seen)
        self.desk.runner.act(careful, command, done=answered, refused=refused, always=free)

    # --------------------------------------------------------------------- how it is made

    def _head(self, title: str) -> HeadRow:
        head = HeadRow()
        head.first.addWidget(PlainLabel(title, role="heading"))
        head.second.addStretch(1)
        self.search.setPlaceholderText(t("Type to find"))
        self.search.setAccessibleName(t("Find in {list}", list=title))
        self.search.setToolTip(with_key(t("Find"), "settings.find"))
        self.search.setClearButtonEnabled(True)
        head.second.addWidget(self.search)
        head.second.addWidget(self.new_button)
        return head

    def _connect(self) -> None:
        self.table.opened.connect(self.begin_row)
        self.table.marked.connect(self._marked)
        self.search.textChanged.connect(self.filter)
        self.search.returnPressed.connect(self.to_list)
        self.new_button.clicked.connect(self.begin_new)
        self.new_button.setAutoDefault(True)
        self.form.closed.connect(self.back)
        self.form.save_wanted.connect(self._save)
        current().changed.connect(self._fit)

    def _save(self) -> None:
        if not self.form.is_busy:
            self.save()

    def _begin(self, row: Any | None) -> None:
        self.intent = CommandId(new_id())
        self._seen, self._shown = None, row
        if row is not None:
            self._wanted = self.key_of(row)
            self._seen = Seen(self.documents_of(row), self.found.position if self.found else 0)
        self._open = True
        self._fit()
        self.fill(row)
        self.desk.toasts.place()

    def _marked(self, row: object) -> None:
        if row is not None:
            self._wanted = self.key_of(row)

    def _wide(self) -> bool:
        return self.width() >= current().px(BOTH_FROM)

    def _fit(self) -> None:
        px = current().px
        both = self._wide()
        listed = both or not self._open
        for part in (self._list, self.search, self._explained, *self.filters):
            part.setVisible(listed)
        self.new_button.setVisible(listed and self._adds)
        tight = self.width() < px(TIGHT)
        self.search.setFixedWidth(px(92 if tight else 180))
        for box in self.filters:
            box.setFixedWidth(px(150 if tight else 190))
        self._row.setStretch(1, 0 if both else 1)
        if both:
            self.form.setFixedWidth(px(FORM_WIDTH))
        else:
            self.form.setMinimumWidth(0)
            self.form.setMaximumWidth(px(ALONE_WIDTH))
        self.form.setVisible(self._open)
        few = self.beside if self._open else ()
        few = few if both else self.narrow
        self.table.show_columns(few or tuple(range(len(self.model.columns))))

    # Qt's own name

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
