"""Who did what when: the log of this station in words, with every change old → new."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit

from app.areas.reports import histories
from app.areas.reports import rules as words_of
from app.areas.reports.values import ActivityRow, ActivityTotals, Change
from app.areas.reports.values import Choice as Person
from app.gui.desk import Desk
from app.gui.rescaling import sized
from app.gui.tables import cells
from app.gui.tables.data_table import DataTable
from app.gui.tables.list_screen import ListScreen
from app.gui.tables.list_spec import ListSpec
from app.gui.tables.paged_model import ListColumn
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.listing import Filter, Op, Sort
from app.kernel.translate import t, tn

DETAIL_ROWS = 5


class View(ListScreen[ActivityRow]):
    """The list with boxes for a person, a deed and a day; below it what the marked deed changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _spec(desk))
        self._bounds: tuple[str, str] | None = None
        self.person, self.deed = self._box(t("Everybody")), self._box(t("All actions"))
        self.person.setAccessibleName(t("Only what this person did"))
        self.deed.setAccessibleName(t("Only this kind of action"))
        for action in sorted(words_of.ACTION_WORDS, key=words_of.action_words):
            self.deed.addItem(words_of.action_words(action), action)
        self.day_button = Button(t("One day"))
        self.day_button.setCheckable(True)
        self.day = QDateEdit(QDate.currentDate())
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setAccessibleName(t("Only this business day"))
        self.day.hide()
        for place, widget in enumerate((self.person, self.deed, self.day_button, self.day)):
            self.head.add(widget, place)
        self.changes = RowsModel(_change_columns())
        self.detail = DataTable(self.changes, compact=True, name=t("What it changed"))
        self._detail_title = PlainLabel("", role="strong", elide=True)
        card = Card(flush=True)
        sized(self._detail_title, current().px, margins=[12, 8, 12, 4])
        card.body.addWidget(self._detail_title)
        card.body.addWidget(self.detail)
        sized(card, current().px, least_height=60)
        self._column.addWidget(card)
        self._tie_boxes()

    def more_filters(self) -> tuple[Filter, ...]:
        filters = []
        if self.person.currentData():
            filters.append(Filter("person", Op.ANY_OF, (self.person.currentData(),)))
        if self.deed.currentData():
            filters.append(Filter("action", Op.ANY_OF, (self.deed.currentData(),)))
        if self.day_button.isChecked() and self._bounds is not None:
            begin, end = self._bounds
            filters += [Filter("at", Op.AT_LEAST, (begin,)), Filter("at", Op.AT_MOST, (end,))]
        return tuple(filters)

    def clear_filters(self) -> bool:
        narrowed = bool(self.more_filters())
        for box in (self.person, self.deed):
            box.blockSignals(True)
            box.setCurrentIndex(0)
            box.blockSignals(False)
        self.day_button.setChecked(False)
        return narrowed

    def arrive(self) -> None:
        self.desk.runner.ask(histories.people, done=self._show_people, key="activity.people")
        super().arrive()

    def forget(self) -> None:
        super().forget()
        self.changes.show_rows(())
        self._detail_title.say("")
        while self.person.count() > 1:
            self.person.removeItem(1)

    def open_row(self, row: ActivityRow) -> None:
        self.detail.setFocus(Qt.FocusReason.OtherFocusReason)
        self.detail.mark_first()

    def save(self) -> None:
        """Amounts in a file could be added up, so it waits until one's own drawer is closed."""
        if self.desk.shift is not None:
            self.desk.toasts.caution(
                t("Close your drawer first: amounts of this list would say what is in it.")
            )
        else:
            super().save()

    # ------------------------------------------------------------------------ how it is made

    def _box(self, everything: str) -> Choice:
        box = Choice()
        box.addItem(everything, "")
        sized(box, current().px, most_width=190)
        return box

    def _tie_boxes(self) -> None:
        for box in (self.person, self.deed):
            box.currentIndexChanged.connect(lambda _index: self._ask())
        self.day_button.toggled.connect(self._day_wanted)
        self.day.dateChanged.connect(lambda _day: self._ask_day())
        self.table.marked.connect(self._show_changes)

    def _day_wanted(self, on: bool) -> None:
        self.day.setVisible(on)
        if on:
            self._ask_day()
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._bounds = None
            self._ask()

    def _ask_day(self) -> None:
        chosen = self.day.date()
        day = date(chosen.year(), chosen.month(), chosen.day())
        self.desk.runner.ask(
            histories.day_bounds, day, done=self._take_bounds, key="activity.bounds"
        )

    def _take_bounds(self, bounds: tuple[str, str]) -> None:
        self._bounds = bounds
        self._ask()

    def _show_people(self, people: tuple[Person, ...]) -> None:
        chosen = self.person.currentData()
        self.person.blockSignals(True)
        while self.person.count() > 1:
            self.person.removeItem(1)
        for each in people:
            self.person.addItem(each.words, each.value)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))
        self.person.blockSignals(False)

    def _show_changes(self, row: object) -> None:
        if not isinstance(row, ActivityRow):
            return
        self._detail_title.say(f"{row.name} · {row.words}")
        self.detail.empty_words = (
            t("This record is too large to be shown here; it is in the log.")
            if row.more < 0
            else t("It added to the books and changed nothing that was there.")
        )
        self.changes.show_rows(row.changes)
        self.detail.be_as_high_as(DETAIL_ROWS)


def _spec(desk: Desk) -> ListSpec[ActivityRow]:
    def elsewhere(totals: ActivityTotals) -> tuple[tuple[str, str], ...]:
        if totals.whole_since is None:
            return ()
        since = cells.moment(totals.whole_since, desk.practice)
        return ((t("Steps of other windows before {since}", since=since), t("at the centre")),)

    return ListSpec(
        name="activity",
        title=t("Activity"),
        columns=_columns(desk),
        usual=Sort("at", descending=True),
        page=histories.activity,
        marks=histories.activity_marks,
        totals=histories.activity_totals,
        count_words=lambda n: tn("{count} entry", "{count} entries", n),
        totals_words=elsewhere,
        find_words=t("Name or action"),
        empty=t("Nothing was done here yet."),
        watched=frozenset({"station_log"}),
        open_words=t("Look at what it changed"),
    )


def changes_words(row: ActivityRow) -> str:
    """All changes of a deed in one line."""
    return "; ".join(
        f"{c.field}: {c.old} → {c.new or '–'}" if c.old else f"{c.field}: {c.new}"
        for c in row.changes
    )


def _columns(desk: Desk) -> tuple[ListColumn[ActivityRow], ...]:
    def when(row: ActivityRow) -> str:
        return cells.moment(row.at, desk.practice)

    return (
        ListColumn("at", Column(t("When"), when, width=156), when),
        ListColumn("name", Column(t("Who"), lambda r: r.name, width=150), lambda r: r.name),
        ListColumn("action", Column(t("What"), lambda r: r.words, width=380), lambda r: r.words),
        ListColumn(
            "person",
            Column(t("Changes"), changes_words, width=120, stretch=True),
            changes_words,
            sorts=False,
        ),
    )


def _change_columns() -> tuple[Column[Change], ...]:
    return (
        Column(t("Of"), lambda c: c.thing, width=110),
        Column(t("Field"), lambda c: c.field, width=180),
        Column(t("Was"), lambda c: c.old or "–", width=220, tone=lambda c: "muted"),
        Column(t("Is"), lambda c: c.new or "–", width=220, stretch=True),
    )
