"""The file was checked whole: what is new, what differs, what is wrong, and whether it ties."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.imports.values import (
    ImportChecked,
    ImportState,
    RowChange,
    RowProblem,
    Twin,
)
from app.areas.settings.values import Practice
from app.gui.rescaling import sized
from app.gui.screens.imports.tie_card import TieCard
from app.gui.screens.imports.words import field_words, kind_words, rows_words
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.end_row import EndRow
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.section_button import SectionButton
from app.gui.widgets.surfaces import Card, Chip
from app.kernel.i18n import format_count, format_date
from app.kernel.translate import t, tn

TABLE_HEIGHT = 150


class CheckedStep(QWidget):
    """`apply_wanted`, `left` and `rejected_wanted` are the person's; `said` what the old system
    says; `twice_wanted` to see who may be there twice, `again_wanted` for the next file.
    """

    apply_wanted = Signal()
    left = Signal()
    rejected_wanted = Signal()
    again_wanted = Signal()
    twice_wanted = Signal()
    said = Signal(object)

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self._practice = practice
        px = current().px
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(12))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        self.title = PlainLabel("", role="heading", wrap=True)
        self.about = PlainLabel("", tone="muted", wrap=True)
        column.addWidget(self.title)
        column.addWidget(self.about)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(px(8))
        column.addLayout(self._chips)
        self.tie = TieCard(practice)
        self.tie.said.connect(self.said)
        column.addWidget(self.tie)
        self.lists = self._lists()
        column.addWidget(self.lists, 1)
        line = QHBoxLayout()
        line.setSpacing(px(8))
        self.rejected = Button(t("Save the rows with errors…"), icon="floppy-disk")
        self.rejected.clicked.connect(self.rejected_wanted)
        self.twice = Button(t("Who may be there twice"), icon="users")
        self.twice.clicked.connect(self.twice_wanted)
        line.addWidget(self.rejected)
        line.addWidget(self.twice)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        whole.addWidget(area, 1)
        self.end = EndRow()
        self.end.left.connect(self.left)
        self.end.wanted.connect(self._go)
        whole.addWidget(self.end)
        self.run: ImportChecked | None = None

    def show_run(self, run: ImportChecked) -> None:
        """All that the check found, or that is in by now."""
        self.run = run
        done = run.state is ImportState.APPLIED
        words = {"file": run.file_name, "kind": kind_words(run.kind)}
        if done:
            self.title.say(t("{file} is in", **words))
        else:
            self.title.say(t("{file} is checked. Nothing of it is in yet.", **words))
        self.about.say(self._about(run))
        self._show_chips(run)
        self.tie.show_run(run)
        self._show_lists(run)
        self.rejected.setVisible(bool(run.bad))
        self.twice.setVisible(done and bool(run.twin_count))
        self._say_verb(run)

    def begin(self) -> None:
        """The keyboard goes to what ties the file, then to the verb."""
        run = self.run
        tally = run.tally if run else None
        fresh = run is not None and run.state is not ImportState.APPLIED
        if fresh and tally is not None and tally.old_owed is None:
            self.tie.owed.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.end.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self) -> None:
        if self.run is not None and (self.run.state is ImportState.APPLIED or not self.run.left):
            self.again_wanted.emit()
        else:
            self.apply_wanted.emit()

    def _say_verb(self, run: ImportChecked) -> None:
        verb = self.end.button
        if run.state is ImportState.APPLIED:
            verb.say(t("Bring in another file"))
        elif run.bad and run.bad == run.rows:
            verb.say(t("Every row has an error: choose another file"))
        elif not run.left:
            verb.say(t("Nothing new in it: choose another file"))
        elif run.bad:
            verb.say(
                t(
                    "Leave out {bad} with errors, bring {good} in",
                    bad=rows_words(run.bad),
                    good=rows_words(run.left),
                )
            )
        else:
            verb.say(t("Bring {rows} in", rows=rows_words(run.left)))

    def _about(self, run: ImportChecked) -> str:
        said = [f"{kind_words(run.kind)}, {run.source}."]
        if run.tally is not None:
            day = format_date(run.tally.as_of, self._practice.locale)
            said.append(t("It is booked to {day}, the day the old books end.", day=day))
        if run.left_out:
            said.append(
                tn(
                    "{count} column is left out.",
                    "{count} columns are left out.",
                    len(run.left_out),
                )
            )
        if run.state is not ImportState.APPLIED:
            said.append(
                t(
                    "If it is stopped in the middle it goes on where it was, and nothing comes in "
                    "twice."
                )
            )
        return " ".join(said)

    def _show_chips(self, run: ImportChecked) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        number = format_count
        done = run.state is ImportState.APPLIED
        looks = [
            ("check-circle", t("{count} are in", count=number(run.applied)), "money_in", done),
            ("plus", t("{count} new", count=number(run.new)), "accent", not done),
            (
                "arrow-clockwise",
                t("{count} changed", count=number(run.changed)),
                "caution",
                run.changed,
            ),
            ("check", t("{count} the same", count=number(run.unchanged)), "muted", run.unchanged),
            (
                "circle",
                t("{count} with nothing owed", count=number(run.nothing_owed)),
                "muted",
                run.nothing_owed,
            ),
            ("warning", t("{count} with errors", count=number(run.bad)), "danger", run.bad),
            (
                "users",
                t("{count} likely known already", count=number(run.twin_count)),
                "caution",
                run.twin_count,
            ),
        ]
        for icon, words, tone, shown in looks:
            if shown:
                self._chips.addWidget(Chip(icon, words, tone))
        self._chips.addStretch(1)

    # ------------------------------------------------------------------------------ the lists

    def _lists(self) -> Card:
        card = Card(flush=True)
        px = current().px
        self._tabs = QWidget()
        line = QHBoxLayout(self._tabs)
        line.setContentsMargins(px(8), px(4), px(8), px(4))
        line.setSpacing(px(4))
        self.tabs: dict[str, SectionButton] = {}
        group = QButtonGroup(self)
        for name, words, icon in (
            ("problems", t("Errors"), "warning"),
            ("changes", t("Changes"), "arrow-clockwise"),
            ("twins", t("Likely known"), "users"),
        ):
            button = SectionButton(words, icon)
            button.toggled.connect(lambda on, name=name: self._turn(name) if on else None)
            group.addButton(button)
            self.tabs[name] = button
            line.addWidget(button)
        line.addStretch(1)
        card.body.addWidget(self._tabs)
        self._problems: RowsModel[RowProblem] = RowsModel(_problem_columns(), key=lambda r: r.line)
        self._changes: RowsModel[RowChange] = RowsModel(_change_columns(), key=lambda r: r.line)
        self._twins: RowsModel[Twin] = RowsModel(_twin_columns(), key=lambda r: r.line)
        self.tables = {
            "problems": DataTable(self._problems, name=t("Rows with errors")),
            "changes": DataTable(self._changes, name=t("Rows that changed")),
            "twins": DataTable(self._twins, name=t("Likely known already")),
        }
        self.tables["problems"].empty_words = t("No row has an error.")
        for table in self.tables.values():
            sized(table, px, least_height=TABLE_HEIGHT)
            card.body.addWidget(table, 1)
            table.hide()
        self.more = PlainLabel("", tone="muted", wrap=True)
        sized(self.more, px, margins=[12, 6, 12, 8])
        card.body.addWidget(self.more)
        return card

    def _show_lists(self, run: ImportChecked) -> None:
        self._problems.show_rows(run.problems)
        self._changes.show_rows(run.changes)
        self._twins.show_rows(run.twins)
        self.more.say(
            t(
                "The first {shown} of {all} errors are shown. Save the rows to see all of them.",
                shown=format_count(len(run.problems)),
                all=format_count(run.bad),
            )
            if run.bad > len(run.problems)
            else ""
        )
        rows = {"problems": run.problems, "changes": run.changes, "twins": run.twins}
        filled = [name for name, each in rows.items() if each]
        for name, button in self.tabs.items():
            button.setVisible(name in filled)
        self._tabs.setVisible(len(filled) > 1)
        self.lists.setVisible(bool(filled))
        if filled:
            now = next((name for name in filled if self.tabs[name].isChecked()), filled[0])
            self.tabs[now].setChecked(True)
            self._turn(now)

    def _turn(self, chosen: str) -> None:
        for name, table in self.tables.items():
            table.setVisible(name == chosen)
        self.more.setVisible(chosen == "problems" and bool(self.more.text()))


def _problem_columns() -> tuple[Column[RowProblem], ...]:
    return (
        Column(t("Line"), lambda row: str(row.line), right=True, width=64),
        Column(t("What is wrong"), lambda row: row.problem, tone=lambda _row: "danger", width=380),
        Column(t("The row"), lambda row: " · ".join(c for c in row.cells if c), stretch=True),
    )


def _change_columns() -> tuple[Column[RowChange], ...]:
    def words(row: RowChange) -> str:
        return "; ".join(
            t(
                "{field}: {before} becomes {now}",
                field=field_words(name),
                before=b or "–",
                now=n or "–",
            )
            for name, b, n in row.fields
        )

    return (
        Column(t("Line"), lambda row: str(row.line), right=True, width=64),
        Column(t("Number"), lambda row: row.key, width=140),
        Column(t("What changes"), words, stretch=True),
    )


def _twin_columns() -> tuple[Column[Twin], ...]:
    def words(row: Twin) -> str:
        if row.other_line is not None:
            return t("The same name and birth date stand in line {line}.", line=row.other_line)
        return t("Account {number} has this name and birth date.", number=row.account_number)

    return (
        Column(t("Line"), lambda row: str(row.line), right=True, width=64),
        Column(t("Name"), lambda row: row.name, width=220),
        Column(t("Why"), words, stretch=True),
    )
