"""The day sheet on screen: by tender, cashier and shift, with the ties; on paper and as CSV."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.printing import queries as printing
from app.areas.printing.values import AuditMark, Printer, PrinterKind
from app.areas.reports import queries
from app.areas.reports.money_rules import bank_lines
from app.areas.reports.service import print_day_sheet
from app.areas.reports.values import DAY_SHEET, DaySheet, PrintDaySheet
from app.areas.settings import queries as settings
from app.devices.printing.papers import day_sheet_paper
from app.gui.counted_papers import look_at
from app.gui.desk import Desk
from app.gui.screen import Screen
from app.gui.screens.day_sheet.closing import DayActs, closed_words
from app.gui.screens.day_sheet.tables import (
    bank_columns,
    came_columns,
    card_columns,
    cashier_columns,
    csv_rows,
    late_columns,
    shift_columns,
    tender_columns,
    tie_columns,
)
from app.gui.shortcuts import bind, with_key
from app.gui.tables import cells
from app.gui.tables.csv_export import ask_where, write_file
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.head_row import HeadRow
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card, Chip
from app.kernel.csv_text import csv_lines
from app.kernel.i18n import format_date, format_money
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t
from app.storage.reading import Reader

KEY: Final = "day_sheet"
TIGHT_BELOW: Final = 1000
"""Designed pixels of the page below which some columns have no room."""
LEAVE_FROM_SHIFTS: Final = (2, 3)
LEAVE_FROM_TIES: Final = (1,)
PAPER_COLUMNS: Final = 42
WATCHED: Final = frozenset(
    {"payment", "payment_state", "cash_movement", "shift_state", "deposit_state", "deposit_claim"}
    | {"closed_day", "late_entry", "refund_state"}
)


class Section:
    """A table in a card, as high as its rows."""

    def __init__(self, title: str, columns: tuple[Column[Any], ...], empty: str) -> None:
        self.model: RowsModel[Any] = RowsModel(columns)
        self.table = DataTable(self.model, compact=True, name=title, empty_words=empty)
        self.card = Card(title, flush=True)
        self.card.body.addWidget(self.table)

    def leave_out(self, columns: tuple[int, ...]) -> None:
        """Hide what a narrow page has no room for."""
        everything = range(self.model.columnCount())
        self.table.show_columns(tuple(n for n in everything if n not in columns))

    def show(self, rows: tuple[Any, ...]) -> None:
        self.model.show_rows(rows)
        self.table.be_as_high_as(max(1, len(rows)))


class View(Screen):
    """One business day; Page Up and Page Down walk the days, Ctrl+P lays the sheet on paper."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("Day sheet"))
        self.ask_where: Callable[[QWidget, str], Path | None] = ask_where
        self.sheet: DaySheet | None = None
        self._day: date | None = None
        self._tight = False
        self.tenders = Section(t("By tender"), tender_columns(), t("No payment on this day."))
        self.cards = Section(t("By kind of card"), card_columns(), "")
        self.cards.card.hide()
        self.cashiers = Section(t("By cashier"), cashier_columns(), t("Nobody took a payment."))
        self.shifts = Section(t("By shift"), shift_columns(), t("No drawer was opened."))
        self.bank = Section(
            t("On its way to the bank"), bank_columns(), t("Nothing of this day goes to the bank.")
        )
        self.late = Section(t("Came after the close"), late_columns(), "")
        self.late.card.hide()
        self.came = Section(t("Came after the day was closed"), came_columns(), "")
        self.came.card.hide()
        self.closing = DayActs(self, desk)
        self.ties = Section(t("Does it tie?"), tie_columns(), t("There is nothing to tie."))
        self._column = QVBoxLayout(self)
        self._column.setSpacing(current().px(12))
        self._column.addWidget(self._head())
        self._column.addWidget(self._body(), 1)
        self._connect()
        self._fit()

    # ----------------------------------------------------------------- what the frame asks

    def arrive(self) -> None:
        self.before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read()

    def refresh(self) -> None:
        self._read()

    def forget(self) -> None:
        self.desk.runner.forget(KEY)
        self.sheet, self._day = None, None
        for section in self._sections():
            section.model.show_rows(())
        self.total.say("")
        self.verdict.hide()
        self.provisional.hide()
        self.closed.hide()
        self.waits.hide()
        self.closed_by.hide()
        self.closing.forget()

    def back(self) -> None:
        self.desk.go("counter")

    def print_shown(self) -> None:
        """Lay the sheet on the on-screen paper, where it can be saved as PDF, and print it where
        there is a printer.
        """
        if self.sheet is not None:
            sheet = self.sheet
            self.desk.runner.ask(printing.printer, done=lambda found: self._print(sheet, found))

    def _print(self, sheet: DaySheet, printer: Printer) -> None:
        """The number first, then the paper: nobody sees one that is not counted."""
        here, paper = self.desk.practice, self.desk.paper

        def show(mark: AuditMark | None) -> None:
            paper.show_paper(day_sheet_paper(sheet, here, PAPER_COLUMNS, mark))

        if printer.kind is PrinterKind.SCREEN:
            look_at(self.desk.runner, DAY_SHEET, sheet.day.isoformat(), show)
            return
        command = PrintDaySheet(CommandId(new_id()), sheet.day)
        self.desk.runner.act(print_day_sheet, command, done=lambda queued: show(queued.mark))

    # ----------------------------------------------------------------------------- deeds

    def save(self) -> None:
        """All tables in one file."""
        if self.sheet is None:
            return
        rows = csv_rows(self.sheet)
        path = self.ask_where(self, f"day-sheet-{self.sheet.day.isoformat()}.csv")
        if path is None:
            return
        self.desk.runner.run(
            lambda: write_file(path, lambda file: file.write(csv_lines(rows))),
            done=lambda _size: self.desk.toasts.success(t("The day sheet is saved."), str(path)),
        )

    def close_or_open(self) -> None:
        """Close the day that is shown, or open it again."""
        if self.sheet is not None:
            self.closing.begin(self.sheet)

    def step(self, days: int) -> None:
        """So many days on or back; never beyond today."""
        if self.sheet is not None:
            self._day = self.sheet.day + timedelta(days)
            self._read()

    def _day_after(self) -> None:
        if self.after.isEnabled():
            self.step(1)

    def today(self) -> None:
        self._day = None
        self._read()

    def _read(self) -> None:
        self.desk.runner.ask(
            _sheet_of, self._day, self.desk.actor.user_id, done=self._show, key=KEY
        )

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & WATCHED and self.isVisible():
            self._read()

    def _show(self, found: tuple[DaySheet, date]) -> None:
        self.sheet, today = found
        sheet = self.sheet
        self._day = None if sheet.day == today else sheet.day
        self.day.say(format_date(sheet.day))
        for button in (self.after, self.now):
            button.setEnabled(sheet.day < today)
        self._fit_head()
        self.tenders.show(sheet.tenders)
        self.cards.show(sheet.cards)
        self.cards.card.setVisible(bool(sheet.cards))
        self.cashiers.show(sheet.cashiers)
        self.shifts.show(sheet.shifts)
        self.bank.show(bank_lines(sheet))
        self.ties.show(sheet.ties)
        self.late.show(sheet.late)
        self.late.card.setVisible(bool(sheet.late))
        self.provisional.setVisible(sheet.provisional)
        self.waits.setVisible(sheet.provisional)
        self.waits.say(_waits_words(sheet))
        self.came.show(sheet.came_late)
        self.came.card.setVisible(bool(sheet.came_late))
        self.closed.setVisible(sheet.closing is not None)
        words = closed_words(sheet, self.desk)
        self.closed_by.say(words)
        self.closed_by.setVisible(bool(words))
        self.close_button.setVisible(self.closing.may())
        self.close_button.setText(t("Close the day") if sheet.closing is None else t("Open again"))
        self.total.say(_total_words(sheet))
        self.verdict.show()
        if sheet.all_tie:
            self.verdict.show_status("check-circle", t("Everything ties"), "money_in")
        else:
            self.verdict.show_status("warning-circle", t("The day does not tie"), "danger")

    def _sections(self) -> tuple[Section, ...]:
        money = (self.tenders, self.cards, self.cashiers, self.shifts)
        return (*money, self.came, self.late, self.bank, self.ties)

    # ------------------------------------------------------------------------ how it is made

    def _head(self) -> HeadRow:
        head = HeadRow()
        head.first.addWidget(PlainLabel(t("Day sheet"), role="title"))
        head.first.addSpacing(current().px(8))
        self.before = Button("", icon="caret-left")
        self.before.setAccessibleName(t("The day before"))
        self.before.setToolTip(with_key(t("The day before"), "day_sheet.before"))
        self.day = PlainLabel("", role="heading")
        self.after = Button("", icon="caret-right")
        self.after.setAccessibleName(t("The day after"))
        self.after.setToolTip(with_key(t("The day after"), "day_sheet.after"))
        self.now = Button(t("Today"))
        self.verdict = Chip("check-circle", "", "money_in")
        self.verdict.hide()
        self.provisional = Chip("warning", t("Provisional"), "caution")
        self.provisional.hide()
        self.closed = Chip("lock", t("Closed"), "muted")
        self.closed.hide()
        self.close_button = Button(t("Close the day"), icon="lock")
        key = with_key(t("Close the day, or open it again"), "day_sheet.close")
        self.close_button.setToolTip(key)
        self.close_button.hide()
        self.paper_button = Button(t("Paper"), kind="quiet", icon="printer")
        self.paper_button.setToolTip(with_key(t("Lay the sheet on paper"), "frame.print"))
        self.save_button = Button(t("CSV"), kind="quiet", icon="download-simple")
        self.save_button.setToolTip(with_key(t("Save as CSV"), "tables.csv"))
        for widget in (self.before, self.day, self.after, self.now):
            head.first.addWidget(widget)
        head.first.addStretch(1)
        for chip in (self.verdict, self.provisional, self.closed):
            head.second.addWidget(chip)
        head.second.addStretch(1)
        for widget in (self.close_button, self.paper_button, self.save_button):
            head.second.addWidget(widget)
        return head

    def _body(self) -> QScrollArea:
        px = current().px
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        self.total = PlainLabel("", role="strong", wrap=True)
        self.waits = PlainLabel("", role="muted", wrap=True)
        self.waits.hide()
        self.closed_by = PlainLabel("", role="muted", wrap=True)
        self.closed_by.hide()
        column.addWidget(self.total)
        column.addWidget(self.closed_by)
        column.addWidget(self.waits)
        beside = QHBoxLayout()
        beside.setSpacing(px(12))
        beside.addWidget(self.tenders.card, 6, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(self.cashiers.card, 7, Qt.AlignmentFlag.AlignTop)
        column.addLayout(beside)
        column.addWidget(self.cards.card)
        column.addWidget(self.came.card)
        column.addWidget(self.shifts.card)
        column.addWidget(self.late.card)
        column.addWidget(self.bank.card)
        column.addWidget(self.ties.card)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        return area

    def _connect(self) -> None:
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.now.clicked.connect(self.today)
        self.paper_button.clicked.connect(self.print_shown)
        self.save_button.clicked.connect(self.save)
        self.close_button.clicked.connect(self.close_or_open)
        self.desk.runner.changed.connect(self._changed)
        bind(self, "day_sheet.before", lambda: self.step(-1))
        bind(self, "day_sheet.after", self._day_after)
        bind(self, "day_sheet.close", self.close_or_open)
        bind(self, "tables.csv", self.save)
        current().changed.connect(self._fit)

    def _fit(self) -> None:
        px = current().px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        tight = self.width() < px(TIGHT_BELOW)
        self.shifts.leave_out(LEAVE_FROM_SHIFTS if tight else ())
        self.ties.leave_out(LEAVE_FROM_TIES if tight else ())
        for button, words in ((self.paper_button, t("Paper")), (self.save_button, t("CSV"))):
            button.setText("" if tight else words)
            button.setAccessibleName(words)
        self._tight = tight
        self._fit_head()
        for section in self._sections():
            section.show(section.model.rows)

    def _fit_head(self) -> None:
        """On a narrow page the way to today goes while today is shown: the state has its room."""
        self.now.setVisible(self.now.isEnabled() or not self._tight)

    # Qt's own names from here on

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _sheet_of(reader: Reader, day: date | None, asker: Any) -> tuple[DaySheet, date]:
    """The sheet of a day, or of today, and which day today is."""
    today = settings.business_today(settings.practice(reader), reader.now)
    return queries.day_sheet(reader, min(day or today, today), asker), today


def _waits_words(sheet: DaySheet) -> str:
    """What the day still waits for."""
    return "\n".join((t("These totals are provisional."), *sheet.missing))


def _total_words(sheet: DaySheet) -> str:
    """The day in one line."""
    if sheet.total is None:
        received = t("Received: hidden while your drawer is open, {count}", count=sheet.count)
    else:
        received = t(
            "Received {amount} in {count} payments",
            amount=format_money(sheet.total),
            count=sheet.count,
        )
    parts = [received]
    if sheet.void_count:
        parts.append(t("{count} void", count=sheet.void_count))
    if sheet.refund_count:
        refunded = t("{count} refunded", count=sheet.refund_count)
        if sheet.refund_total is not None:
            amount = cells.amount(sheet.refund_total)
            refunded = t("{count} refunded ({amount})", count=sheet.refund_count, amount=amount)
        parts.append(refunded)
    if sheet.corrected_count:
        parts.append(t("{count} corrected", count=sheet.corrected_count))
    return " · ".join(parts)
