"""A screen that is one long list: it filters as one types, pages as one scrolls, and saves CSV."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.areas.settings import queries as settings
from app.areas.settings import service as keeping
from app.areas.settings.values import ColumnsKept, KeepColumns
from app.gui.desk import Desk
from app.gui.screen import Screen
from app.gui.shortcuts import bind, with_key
from app.gui.tables.csv_export import ask_where
from app.gui.tables.data_table import DataTable
from app.gui.tables.list_asking import ListAsking
from app.gui.tables.list_head import ListFoot, ListHead
from app.gui.tables.list_saving import FileWanted, ListSaving
from app.gui.tables.list_spec import ListSpec, failed_words
from app.gui.tables.paged_model import PagedModel
from app.gui.tables.resting import when_at_rest
from app.gui.theme import current
from app.gui.widgets.surfaces import Card
from app.kernel.ids import CommandId, new_id
from app.kernel.listing import Filter, ListWanted, Page, Sort
from app.kernel.translate import t

Row = TypeVar("Row")

TYPING_MS: Final = 120
"""How long typing must rest before the list is asked again."""
CHANGES_MS: Final = 250
SLOW_MS: Final = 150
TIGHT_BELOW: Final = 1100
"""Designed pixels of the page below which the buttons at the right show their icons only."""


class ListScreen(Screen, Generic[Row]):
    """Made from a `spec`. A kind of list says in `open_row` what Enter does."""

    def __init__(self, desk: Desk, spec: ListSpec[Row]) -> None:
        super().__init__()
        self.desk, self.spec = desk, spec
        self.setAccessibleName(spec.title)
        self.ask_where: Callable[[QWidget, str], Path | None] = ask_where
        self._sort = spec.usual
        self._names = self._usual()
        self._chosen = False
        self._for: object = None
        self._stand_on = ""
        self._totals: Any = None
        self.head = ListHead(spec)
        self.model: PagedModel[Row] = PagedModel(spec.columns)
        self._asking: ListAsking[Row] = ListAsking(desk.runner, spec.name, self.model)
        self.table = DataTable(self.model, name=spec.title)
        self.foot, self.saving = ListFoot(), ListSaving(desk)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        card.body.addWidget(self.saving)
        card.body.addWidget(self.foot)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(current().px(12))
        self._column.addWidget(self.head)
        self._column.addWidget(card, 1)
        self._typing = when_at_rest(self, TYPING_MS, self._ask)
        self._changes = when_at_rest(self, CHANGES_MS, self._follow)
        self._slow = when_at_rest(self, SLOW_MS, lambda: self.foot.say(t("Reading…"), ()))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._connect()
        self._fit()

    # ------------------------------------------------------------------- for a kind of list

    def open_row(self, row: Row) -> None:
        """Enter or a double click on a row."""

    def more_verbs(self, row: Row) -> tuple[tuple[str, Callable[[], object]], ...]:
        """Further verbs of a row, for its menu."""
        return ()

    def more_filters(self) -> tuple[Filter, ...]:
        """What further boxes above the list leave."""
        return ()

    def clear_filters(self) -> bool:
        """Set further boxes back; whether one of them had left something out."""
        return False

    # ----------------------------------------------------------------- what the frame asks

    def arrive(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        actor = self.desk.actor
        if self._for != actor.user_id:
            self._for = actor.user_id
            ask = self.desk.runner.ask
            ask(
                settings.columns_kept,
                self.spec.name,
                actor.user_id,
                done=self._take_kept,
                key=f"{self.spec.name}.kept",
            )
        else:
            self._ask_again()

    def leave(self) -> None:
        """Counting a million rows for nobody would hold up what is asked next."""
        self._changes.stop()
        self._slow.stop()
        self._asking.end()

    def forget(self) -> None:
        for timer in (self._typing, self._changes, self._slow):
            timer.stop()
        self._asking.end()
        self._for, self._stand_on, self._totals = None, "", None
        self.head.blockSignals(True)
        self.head.search.clear()
        self.head.untick()
        self.clear_filters()
        self.head.blockSignals(False)
        self.model.forget()
        self.table.empty_words = ""
        self.foot.say("", ())
        self._sort = self.spec.usual
        self._names, self._chosen = self._usual(), False
        self._show_columns()

    def refresh(self) -> None:
        self._ask_again()

    def primary(self) -> None:
        row: Any = self.table.current_row()
        if row is not None:
            self.open_row(row)

    def back(self) -> None:
        if self.head.search.text():
            self.head.search.clear()
        elif self.head.ticks or self.clear_filters():
            self.head.untick()
            self._ask()
        elif self.table.hasFocus():
            self.desk.go("counter")
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -------------------------------------------------------------------------- asking

    def _take_kept(self, kept: ColumnsKept | None) -> None:
        if kept is not None:
            known = {column.name for column in self.spec.columns}
            self._names = tuple(n for n in kept.columns if n in known) or self._names
            self._chosen = self._names != self._usual()
            if kept.sort in known:
                self._sort = Sort(kept.sort, kept.descending)
        self._show_columns()
        self._ask()

    def _ask(self) -> None:
        """The list from its first row, as it is filtered and sorted now."""
        self._typing.stop()
        self._stand_on = ""
        self._begin()

    def _ask_again(self) -> None:
        """The same list as it is now; whoever stood on a row still does."""
        self._stand_on = self.model.mark_at(self.table.currentIndex().row())
        self._begin()

    def _begin(self) -> None:
        if self._for is None:
            return
        self._totals = None
        self._slow.start()
        filters = (*self.spec.filters(self.head.ticks), *self.more_filters())
        text = self.head.search.text().strip()
        self.model.begin(ListWanted(text=text, filters=filters, sort=self._sort))

    def _ask_page(self, number: int, wanted: ListWanted) -> None:
        question = self.model.question

        def taken(page: Page[Row]) -> None:
            self.model.take_page(question, number, page)
            if number == 0 and question == self.model.question:
                self._survey(question, page)
            self._stand()

        def failed(error: BaseException) -> None:
            if question == self.model.question:
                self._slow.stop()
                self.foot.say(failed_words(error), ())

        ask = self._asking.page
        ask(self.spec, number, wanted, *self._asker(), done=taken, failed=failed)

    def _survey(self, question: int, first: Page[Row]) -> None:
        """Sums and, for more than one page, where the pages begin: they come when they come."""
        self._slow.stop()
        if self.model.count_known and self._totals is not None:
            return
        wanted = self.model.wanted

        def counted(totals: Any) -> None:
            if question == self.model.question:
                self._totals = totals
                self._say_totals()

        def marked(found: tuple[Any, tuple[str, ...]]) -> None:
            totals, marks = found
            self.model.take_marks(question, totals.count, marks)
            counted(totals)
            self._stand()

        self._say_empty()
        marks = marked if first.more else None
        survey = self._asking.survey
        survey(self.spec, wanted, *self._asker(), counted=counted, marked=marks)
        self._say_totals()

    def _asker(self) -> tuple[object, ...]:
        return (self.desk.actor.user_id,) if self.spec.blind else ()

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & self.spec.watched and self.isVisible():
            self._changes.start()

    def _follow(self) -> None:
        """The list as it is now, but not before it is counted: where changes come all the time the
        count would never end.
        """
        if self._asking.surveying:
            self._changes.start()
        else:
            self._ask_again()

    def _stand(self) -> None:
        """Back on the row where the person stood, as soon as it is here; else on the first."""
        if not self.model.rowCount():
            return
        if self._stand_on:
            place = self.model.place_of(self._stand_on)
            if place is not None:
                self.table.selectRow(place)
            if place is not None or not self.model.awaits(self._stand_on):
                self._stand_on = ""
        if not self.table.currentIndex().isValid() and not self._stand_on:
            self.table.selectRow(0)

    # --------------------------------------------------------------------------- saying

    def _say_empty(self) -> None:
        filtered = self.model.wanted.text or self.model.wanted.filters != self.spec.always
        self.table.empty_words = (
            t("Nothing fits what is typed and ticked. Esc shows everything.")
            if filtered
            else self.spec.empty
        )
        self.table.viewport().update()

    def _say_totals(self) -> None:
        if self._totals is None:
            here = self.model.rowCount()
            counting = "" if self.model.count_known else t("Counting…")
            self.foot.say(counting or self.spec.count_words(here), ())
        else:
            words = self.spec.count_words(self._totals.count)
            self.foot.say(words, self.spec.sums(self._totals, self._holding()))

    def _holding(self) -> bool:
        return self.desk.seat.shift is not None

    def _take_shift(self, _shift: object) -> None:
        if self._totals is not None:
            self._say_totals()

    def _show_columns(self) -> None:
        self.head.show_columns(self._names)
        names = [column.name for column in self.spec.columns]
        room = (self.width() - current().px(52)) * 100 // current().px(100)
        shown = self._names if self._chosen else self.spec.with_room(self._names, room)
        self.table.show_columns(tuple(names.index(name) for name in shown))
        self.table.show_sorted(names.index(self._sort.column), descending=self._sort.descending)

    def _usual(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.spec.columns if column.usual)

    # ---------------------------------------------------------------------------- deeds

    def _choose_columns(self, names: object) -> None:
        if isinstance(names, tuple) and names:
            self._names, self._chosen = names, names != self._usual()
            self._show_columns()
            self._keep()

    def _choose_sort(self, sort: object) -> None:
        if isinstance(sort, Sort):
            self._sort = sort
            self._show_columns()
            self._keep()
            self._ask()

    def _keep(self) -> None:
        sort = self._sort
        command = KeepColumns(
            CommandId(new_id()), self.spec.name, self._names, sort.column, sort.descending
        )
        self.desk.runner.act(keeping.keep_columns, command, done=lambda _kept: None)

    def save(self) -> None:
        """Ctrl+Shift+S: every row of the list as it is filtered, in the columns shown."""
        if self.saving.going:
            self.saving.stop.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        path = self.ask_where(self, f"{self.spec.name}.csv")
        if path is None:
            return
        names = self.spec.file_columns(self._names, self._holding())
        count = self._totals.count if self._totals is not None else None
        file = FileWanted(self.model.wanted, names, path, self._asker(), count)
        self.saving.begin(self.spec, file, lambda count: self._saved(count, path))

    def _saved(self, count: int, path: Path) -> None:
        said = self.spec.saved_words(count, self._holding())
        self.desk.toasts.success(said, str(path))

    def _open(self, row: object) -> None:
        if row is not None:
            self.open_row(row)  # type: ignore[arg-type]  # the table holds this list's rows

    # ------------------------------------------------------------------------ how it is made

    def _connect(self) -> None:
        self.model.page_wanted.connect(self._ask_page)
        self.model.sort_wanted.connect(self._choose_sort)
        self.table.opened.connect(self._open)
        self.head.typed.connect(self._typing.start)
        self.head.ticked.connect(self._ask)
        self.head.columns_chosen.connect(self._choose_columns)
        self.head.save_wanted.connect(self.save)
        self.head.search.returnPressed.connect(self._to_table)
        self.desk.runner.changed.connect(self._changed)
        self.desk.seat.shift_changed.connect(self._take_shift)
        bind(self, "tables.filter", self._to_filter)
        bind(self, "tables.csv", self.save)
        current().changed.connect(self._fit)

    def _to_filter(self) -> None:
        self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.search.selectAll()

    def _to_table(self) -> None:
        if self._typing.isActive():
            self._ask()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        px = current().px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self.head.make_room(self.width() < px(TIGHT_BELOW), self.width() - px(48))
        self._show_columns()

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        chord = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
            | Qt.KeyboardModifier.AltModifier
            | Qt.KeyboardModifier.MetaModifier
        )
        if text.isprintable() and text.strip() and not chord and self.table.hasFocus():
            self.head.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.head.search.setText(self.head.search.text() + text)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Menu, Shift+F10 or the right button: the verbs of the row, with their keys."""
        row: Any = self.table.current_row()
        menu = QMenu(self)
        if row is not None and self.spec.open_words:
            menu.addAction(f"{self.spec.open_words}\tEnter", lambda: self.open_row(row))
            for words, act in self.more_verbs(row):
                menu.addAction(words, act)
            menu.addSeparator()
        menu.addAction(with_key(t("Filter the list"), "tables.filter"), self._to_filter)
        menu.addAction(with_key(t("Save the rows as CSV"), "tables.csv"), self.save)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
