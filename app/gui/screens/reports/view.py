"""The Reports screen: a report at the left, its days, chart, tables and sums beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.areas.drawers.closing_values import DrawerReport
from app.areas.payments import explaining
from app.areas.printing.values import AuditedPaper, AuditMark
from app.areas.reports.money_values import ReportName
from app.areas.settings import queries as settings
from app.devices.documents.report_sheet import (
    ReportSheet,
    Row,
    cell_words,
    csv_rows,
    days_words,
    ties_table,
)
from app.devices.documents.report_sheets import report_sheet, titles
from app.devices.printing.papers import report_paper
from app.gui.counted_papers import look_at
from app.gui.desk import Desk
from app.gui.money_trail import follow_money
from app.gui.screen import Screen
from app.gui.screens.reports import periods
from app.gui.screens.reports.days_bar import DaysBar
from app.gui.screens.reports.paper import ReportPaper
from app.gui.screens.reports.tables import TablePane
from app.gui.shortcuts import bind, with_key
from app.gui.tables.csv_export import ask_where, write_file
from app.gui.tables.list_head import ListFoot
from app.gui.tables.resting import when_at_rest
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.chart import ChartView
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.section_button import SectionButton
from app.gui.widgets.surfaces import Card, Chip
from app.kernel.csv_text import csv_lines
from app.kernel.ids import ReportId
from app.kernel.translate import t
from app.storage.reading import Reader

KEY: Final = "reports"
LIST_WIDTH: Final = 184
NARROW: Final = 900
LOW: Final = 420
"""Designed pixels below which the figures have the room of the chart."""
CHANGES_MS: Final = 400
WATCHED: Final = frozenset(
    {
        "payment_state",
        "cash_movement",
        "shift_state",
        "shift_close",
        "deposit_state",
        "bank_account",
        "refund_state",
        "service_rating",
    }
)
ICONS: Final = {
    ReportName.DEPOSITS: "bank",
    ReportName.CASH_POSITION: "money",
    ReportName.OVER_SHORT: "scales",
    ReportName.Z_LIST: "receipt",
    ReportName.CARDS: "credit-card",
    ReportName.SERVICE: "smiley",
}


class View(Screen):
    """Page Up and Page Down walk the days, Ctrl+Page Up and Down the reports; Ctrl+P shows it on
    paper, where it can be saved as PDF and printed.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("Reports"))
        self.ask_where: Callable[[QWidget, str], Path | None] = ask_where
        self.name = ReportName.DEPOSITS
        self.sheet: ReportSheet | None = None
        self._today: date | None = None
        self.chart = ChartView(desk.practice.locale)
        self._drawn = False
        self.tables = TablePane(desk.practice)
        self.foot = ListFoot()
        self.days = DaysBar(desk.practice.locale)
        self.paper = ReportPaper(self, desk)
        self._changes = when_at_rest(self, CHANGES_MS, self.read)
        px = current().px
        self._column = QVBoxLayout(self)
        self._column.setSpacing(px(12))
        self._column.addLayout(self._head())
        row = QHBoxLayout()
        row.setSpacing(px(16))
        self._side = self._reports()
        row.addWidget(self._side)
        row.addLayout(self._body(), 1)
        self._column.addLayout(row, 1)
        self._connect()
        self.buttons[self.name].setChecked(True)
        self._fit()

    # ----------------------------------------------------------------- what the frame asks

    def open_subject(self, subject: str) -> None:
        """A report by its name."""
        if subject in tuple(ReportName):
            self.buttons[ReportName(subject)].setChecked(True)

    def arrive(self) -> None:
        self.buttons[self.name].setFocus(Qt.FocusReason.OtherFocusReason)
        self.read()

    def refresh(self) -> None:
        self.read()

    def leave(self) -> None:
        self._changes.stop()

    def forget(self) -> None:
        self._changes.stop()
        self.desk.runner.forget(KEY)
        self.paper.forget()
        self.sheet, self._today = None, None
        self.chart.show_chart(None)
        self.tables.show_tables(())
        self.foot.say("", ())
        self.note.hide()
        self.verdict.hide()
        self.days.forget()
        self.buttons[ReportName.DEPOSITS].setChecked(True)

    def back(self) -> None:
        """From the report to the list of reports, from there to the Counter."""
        if self._side.isAncestorOf(self.focusWidget()):
            self.desk.go("counter")
        else:
            self.buttons[self.name].setFocus(Qt.FocusReason.OtherFocusReason)

    def primary(self) -> None:
        self.tables.take_focus()

    def print_shown(self) -> None:
        """Ctrl+P: the report page by page, to save it as PDF or print it."""
        if self.sheet is not None:
            self.paper.show_sheet(self.sheet)

    # ------------------------------------------------------------------------------ deeds

    def save(self) -> None:
        """All tables in one CSV file."""
        if self.sheet is None:
            return
        sheet, here = self.sheet, self.desk.practice
        span = sheet.span
        name = f"{sheet.name.value}-{span.day_from.isoformat()}-{span.day_to.isoformat()}.csv"
        path = self.ask_where(self, name.replace("_", "-"))
        if path is None:
            return
        rows = csv_rows(sheet, here)
        self.desk.runner.run(
            lambda: write_file(path, lambda file: file.write(csv_lines(rows))),
            done=lambda _size: self.desk.toasts.success(t("The report is saved."), str(path)),
        )

    def open_row(self, row: object) -> None:
        """The Z on paper, the deposit or where the money of a shift is."""
        kind, _, subject = (row.link if isinstance(row, Row) else "").partition(":")
        if kind == "z":
            report_id = ReportId(subject)
            self.desk.runner.ask(
                explaining.drawer_report,
                report_id,
                self.desk.actor.user_id,
                done=lambda report: self._show_z(report_id, report),
                key="reports.z",
            )
        elif kind == "deposit":
            self.desk.go("deposits", subject)
        elif kind:
            follow_money(self.desk, kind, subject, "reports")

    def _show_z(self, report_id: ReportId, report: DrawerReport) -> None:
        """Looking at it counts."""
        paper = self.desk.paper

        def show(mark: AuditMark) -> None:
            shown = report_paper(report, paper.columns, None, mark, report_id, paper.design)
            paper.show_paper(shown)

        look_at(self.desk.runner, AuditedPaper.DRAWER_REPORT, report_id, show)

    # ---------------------------------------------------------------------------- reading

    def read(self) -> None:
        """Ask for the report again, with the days as they are typed."""
        asker = self.desk.actor.user_id
        if self._today is None:
            self.desk.runner.ask(_today, done=self._first, key=KEY)
        elif (days := self.days.days()) is not None:
            self.desk.runner.ask(report_sheet, self.name, *days, asker, done=self._show, key=KEY)

    def _first(self, today: date) -> None:
        self._today = today
        self.days.begin(today, periods.USUAL[self.name])
        self.read()

    def _show(self, sheet: ReportSheet) -> None:
        self.sheet = sheet
        here = self.desk.practice
        self.shown_days.say(days_words(sheet.span, here))
        drawn = sheet.chart is not None and not sheet.chart.is_empty
        self.chart.show_chart(sheet.chart if drawn else None)
        self._drawn = drawn
        self._fit()
        ties = (ties_table(sheet),) if sheet.ties else ()
        self.tables.show_tables((*sheet.tables, *ties))
        sums = tuple((words, cell_words(cell, here)) for words, cell in sheet.foot)
        self.foot.say(sheet.title, sums)
        self.note.say(" ".join(sheet.notes))
        self.note.setVisible(bool(sheet.notes))
        self.verdict.setVisible(bool(sheet.ties))
        if sheet.all_tie:
            self.verdict.show_status("check-circle", t("Everything ties"), "money_in")
        else:
            self.verdict.show_status("warning-circle", t("It does not tie"), "danger")

    def _changed(self, written: object) -> None:
        if isinstance(written, frozenset) and written & WATCHED and self.isVisible():
            self._changes.start()

    def _turned(self, name: ReportName) -> None:
        """Another report: with the days it is usually about, unless they were chosen by hand."""
        if name is not self.name:
            self.name = name
            if self._today is not None:
                self.days.suggest(periods.USUAL[name])
                self.read()

    def _turn(self, steps: int) -> None:
        names = list(self.buttons)
        place = (names.index(self.name) + steps) % len(names)
        self.buttons[names[place]].setChecked(True)
        self.buttons[names[place]].setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------ how it is made

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(current().px(12))
        head.addWidget(PlainLabel(t("Reports"), role="title"))
        self.shown_days = PlainLabel("", tone="muted", elide=True)
        head.addWidget(self.shown_days, 1)
        self.verdict = Chip("check-circle", "", "money_in")
        self.verdict.hide()
        self.paper_button = Button(t("Paper, PDF"), kind="quiet", icon="printer")
        self.paper_button.setToolTip(with_key(t("Look at it, save as PDF, print"), "frame.print"))
        self.save_button = Button(t("CSV"), kind="quiet", icon="download-simple")
        self.save_button.setToolTip(with_key(t("Save as CSV"), "tables.csv"))
        for widget in (self.verdict, self.paper_button, self.save_button):
            head.addWidget(widget)
        return head

    def _reports(self) -> QWidget:
        px = current().px
        side = Card()
        side.setAccessibleName(t("List of reports"))
        side.body.setSpacing(px(2))
        side.body.setContentsMargins(px(8), px(8), px(8), px(8))
        self.buttons: dict[ReportName, SectionButton] = {}
        self._group = QButtonGroup(self)
        for name, words in titles().items():
            button = SectionButton(words, ICONS[name])
            button.toggled.connect(lambda on, name=name: self._turned(name) if on else None)
            button.entered.connect(self.tables.take_focus)
            self._group.addButton(button)
            self.buttons[name] = button
            side.body.addWidget(button)
        side.body.addStretch(1)
        return side

    def _body(self) -> QVBoxLayout:
        px = current().px
        body = QVBoxLayout()
        body.setSpacing(px(12))
        body.addWidget(self.days)
        self.note = PlainLabel("", tone="caution", wrap=True)
        self.note.hide()
        body.addWidget(self.note)
        self._chart_card = Card(flush=True)
        self._chart_card.body.addWidget(self.chart)
        body.addWidget(self._chart_card, 2)
        card = Card(flush=True)
        card.body.addWidget(self.tables, 1)
        card.body.addWidget(self.foot)
        body.addWidget(card, 3)
        return body

    def _connect(self) -> None:
        self.days.changed.connect(self.read)
        self.tables.opened.connect(self.open_row)
        self.paper_button.clicked.connect(self.print_shown)
        self.save_button.clicked.connect(self.save)
        self.desk.runner.changed.connect(self._changed)
        verbs: tuple[tuple[str, Callable[[], Any]], ...] = (
            ("reports.before", lambda: self._turn(-1)),
            ("reports.after", lambda: self._turn(1)),
            ("reports.earlier", lambda: self.days.step(-1)),
            ("reports.later", lambda: self.days.step(1)),
            ("reports.table", self.tables.turn),
            ("tables.csv", self.save),
        )
        for verb, act in verbs:
            bind(self, verb, act)
        current().changed.connect(self._fit)

    def _fit(self) -> None:
        px = current().px
        tight = self.width() < px(NARROW)
        side = px(12 if tight else 24)
        self._column.setContentsMargins(side, px(16), side, px(16))
        self._side.setFixedWidth(px(LIST_WIDTH))
        self._chart_card.setVisible(self._drawn and self.height() >= px(LOW))
        for button, words in ((self.paper_button, t("Paper, PDF")), (self.save_button, t("CSV"))):
            button.setText("" if tight else words)

    # Qt's own names from here on

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _today(reader: Reader) -> date:
    return settings.business_today(settings.practice(reader), reader.now)
