"""Writing a charge over any screen: find a service, add lines, issue; it sends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.areas.catalog.values import ServiceRow
from app.areas.invoices.values import DraftLine, DraftLineView
from app.areas.parties.values import AccountHeader
from app.areas.settings.values import Practice
from app.gui.asking import Over
from app.gui.dialogs.charge_entry import ChargeEntry
from app.gui.dialogs.charge_words import say_discount, say_e4
from app.gui.dialogs.enter_key import enter_presses
from app.gui.key_map import key_words
from app.gui.rescaling import sized
from app.gui.shortcuts import bind
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.i18n import format_money
from app.kernel.ids import InvoiceId
from app.kernel.money import Money, total
from app.kernel.translate import t

ROWS_FOUND: Final = 5
ROWS_WRITTEN: Final = 5


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the charge with its sums, as far as they are known."""

    place: int
    line: DraftLine
    sums: DraftLineView | None


class ChargePanel(Over):
    """One charge of one account; it never becomes another's.

    `typed` comes with what is looked for, `changed` when the lines are others, `save_wanted`,
    `issue_wanted` and `discard_wanted` ask for the deeds.
    """

    keys_kind = "charge"
    typed = Signal(str)
    changed = Signal()
    save_wanted = Signal()
    issue_wanted = Signal()
    discard_wanted = Signal()

    def __init__(
        self,
        parent: QWidget,
        header: AccountHeader,
        practice: Practice,
        draft_id: InvoiceId,
        *,
        known: bool,
        may_issue: bool,
    ) -> None:
        super().__init__(parent, t("Charge"), 900)
        self.header, self.draft_id, self.known = header, draft_id, known
        self.lines: tuple[DraftLine, ...] = ()
        self.dirty = False
        self._practice, self._may_issue = practice, may_issue
        self.editing: int | None = None
        self.entering = False
        px = current().px
        self.column.setSpacing(px(12))
        self.column.addLayout(self._head())
        self.search = QLineEdit()
        self.search.setMaxLength(120)
        self.search.setPlaceholderText(t("Code or name of a service, or words of your own"))
        self.search.setAccessibleName(t("Find a service"))
        self.column.addWidget(self.search)
        self.found_model = RowsModel(_service_columns(practice), key=lambda row: row.service_id)
        self.found = DataTable(self.found_model, name=t("Services"), compact=True)
        self.found_card = _framed(self.found, ROWS_FOUND)
        self.column.addWidget(self.found_card)
        self.entry = ChargeEntry(practice)
        self.column.addWidget(self.entry)
        self.model = RowsModel(_line_columns(practice), key=lambda row: row.place)
        self.table = DataTable(self.model, name=t("Lines"), compact=True)
        self.table.empty_words = t("No line yet. Type a code or a name, then Enter.")
        self.column.addWidget(_framed(self.table, ROWS_WRITTEN), 1)
        self.column.addLayout(self._foot())
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        self.column.addWidget(self.message)
        self.column.addLayout(self._verbs())
        self.discard_button.setVisible(self.known)
        self.save_button.setVisible(self._may_issue)
        self._connect()
        self._show_state()

    # ------------------------------------------------------------------------- what is shown

    def begin(self, lines: tuple[DraftLine, ...], note: str) -> None:
        """Show it, the keyboard where a service is found."""
        self.lines = lines
        self.note.setText(note)
        self.show_over()
        self._show_lines(())
        self._to_find()

    def show_found(self, text: str, rows: tuple[ServiceRow, ...]) -> None:
        """Services for what was typed, the best one marked."""
        if text != self.search.text().strip() or self.entering:
            return
        self.found_model.show_rows(rows)
        self.found.mark_first()
        self._show_state()

    def show_sums(self, lines: tuple[DraftLine, ...], views: tuple[DraftLineView, ...]) -> None:
        """What the lines come to; an answer about other lines is dropped."""
        if lines == self.lines:
            self._show_lines(views)

    def say_error(self, words: str) -> None:
        self.message.say(words)
        self.message.setVisible(bool(words))

    def busy(self, busy: bool) -> None:
        for button in (self.issue_button, self.save_button, self.discard_button):
            button.setEnabled(not busy and (bool(self.lines) or button is self.discard_button))

    # ------------------------------------------------------------------------- how it is made

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        title = t("Change a charge") if self.known else t("New charge")
        row.addWidget(PlainLabel(title, role="title"))
        born = self.header.birth_date
        year = t("born {year}", year=born.year) if born else ""
        who = " · ".join(
            part for part in (self.header.name, self.header.account_number, year) if part
        )
        row.addStretch(1)
        row.addWidget(PlainLabel(who, role="strong", elide=True))
        return row

    def _foot(self) -> QHBoxLayout:
        px = current().px
        row = QHBoxLayout()
        row.setSpacing(px(24))
        hint = t("Enter changes a line, Del takes it out. Nothing is billed before it is issued.")
        self.note = QLineEdit()
        self.note.setMaxLength(400)
        self.note.setPlaceholderText(t("Note on the invoice"))
        self.note.setAccessibleName(t("Note on the invoice"))
        left = QVBoxLayout()
        left.setSpacing(px(8))
        left.addStretch(1)
        left.addWidget(self.note)
        left.addWidget(PlainLabel(hint, role="caption", tone="muted", wrap=True))
        row.addLayout(left, 1)
        locale = self._practice.locale
        self.discount = AmountLabel(15, locale=locale, spoken=t("discount {amount}"))
        self.tax = AmountLabel(15, locale=locale, spoken=t("tax {amount}"))
        self.total = AmountLabel(32, locale=locale, spoken=t("total {amount}"))
        for words, figure in (
            (t("Discount"), self.discount),
            (t("Tax"), self.tax),
            (t("Total"), self.total),
        ):
            column = QVBoxLayout()
            column.setSpacing(0)
            label = PlainLabel(words, role="caption", tone="muted")
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            column.addStretch(1)
            column.addWidget(label)
            column.addWidget(figure)
            row.addLayout(column)
        return row

    def _verbs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.back_button = Button(t("Go back      Esc"))
        self.discard_button = Button(t("Discard the draft"), kind="danger")
        self.save_button = Button(t("Keep as draft"))
        self.issue_button = Button("", kind="big")
        row.addWidget(self.back_button)
        row.addWidget(self.discard_button)
        row.addStretch(1)
        row.addWidget(self.save_button)
        row.addWidget(self.issue_button)
        sized(self.issue_button, current().px, least_width=240)
        return row

    def _connect(self) -> None:
        self.search.textChanged.connect(self._look)
        self.search.returnPressed.connect(self._choose)
        self.found.opened.connect(self._open_service)
        self.entry.done.connect(self._take_line)
        self.table.opened.connect(self._edit)
        self.back_button.clicked.connect(self.reject)
        self.discard_button.clicked.connect(self.discard_wanted)
        self.save_button.clicked.connect(self.save_wanted)
        self.issue_button.clicked.connect(self._primary)
        self.note.textEdited.connect(self._noted)
        self.search.installEventFilter(self)
        self.table.installEventFilter(self)
        bind(self, "frame.primary", self._primary)

    # ------------------------------------------------------------------------- what is typed

    def _look(self, text: str) -> None:
        self.say_error("")
        if text.strip():
            self.typed.emit(text.strip())
        else:
            self.found_model.show_rows(())
        self._show_state()

    def _choose(self) -> None:
        """Enter: the marked service; without one the words become a line of their own."""
        row = self.found.current_row()
        text = self.search.text().strip()
        if isinstance(row, ServiceRow) and text:
            self._open_service(row)
        elif text:
            self.enter()
            self.entry.begin_custom(text)

    def _open_service(self, row: object) -> None:
        if isinstance(row, ServiceRow):
            self.enter()
            self.entry.begin_service(row)

    def _edit(self, row: object) -> None:
        if isinstance(row, LineRow):
            self.enter(row.place)
            self.entry.begin_line(row.line)

    def enter(self, place: int | None = None) -> None:
        self.editing, self.entering = place, True
        self._show_state()

    def _take_line(self, line: object) -> None:
        if not isinstance(line, DraftLine):
            return
        lines = list(self.lines)
        if self.editing is None:
            lines.append(line)
        else:
            lines[self.editing] = line
        self._now(tuple(lines))
        self._to_find()

    def _take_out(self) -> None:
        row = self.table.current_row()
        if isinstance(row, LineRow):
            self._now(self.lines[: row.place] + self.lines[row.place + 1 :])

    def _now(self, lines: tuple[DraftLine, ...]) -> None:
        self.lines, self.dirty = lines, True
        self._show_lines(())
        self.changed.emit()

    def _noted(self, _text: str) -> None:
        self.dirty = True

    def _to_find(self) -> None:
        self.editing, self.entering = None, False
        self.search.clear()
        self._show_state()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _primary(self) -> None:
        """Issue or keep; a line that is still typed is added first, and looked at."""
        if self.entering:
            self.entry.finish()
        elif self.lines and self.issue_button.isEnabled():
            (self.issue_wanted if self._may_issue else self.save_wanted).emit()

    # -------------------------------------------------------------------------- showing it

    def _show_lines(self, views: tuple[DraftLineView, ...]) -> None:
        sums = views if len(views) == len(self.lines) else (None,) * len(self.lines)
        self.model.show_rows(
            tuple(
                LineRow(place, line, one)
                for place, (line, one) in enumerate(zip(self.lines, sums, strict=True))
            )
        )
        if self.lines:
            self.table.selectRow(len(self.lines) - 1)
        currency = self.header.currency
        known = bool(views) or not self.lines
        figures = (
            (self.discount, [one.discount for one in views]),
            (self.tax, [one.tax for one in views]),
            (self.total, [one.total for one in views]),
        )
        for label, amounts in figures:
            label.show_amount(total(amounts, currency) if known else None)
        self._show_state()

    def _show_state(self) -> None:
        looking = bool(self.search.text().strip()) and not self.entering
        self.found_card.setVisible(looking and bool(self.found_model.rows))
        self.entry.setVisible(self.entering)
        due = self.total.amount()
        amount = format_money(due, self._practice.locale) if due else ""
        words = t("Issue {amount}", amount=amount) if self._may_issue else t("Keep as draft")
        self.issue_button.say(f"{words}      {key_words('frame.primary')}")
        for button in (self.issue_button, self.save_button):
            button.setEnabled(bool(self.lines))

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enter_presses(self, event):
            super().keyPressEvent(event)

    def reject(self) -> None:
        """One step back: out of the line, out of the search, out of the charge."""
        if self.entering or self.search.text():
            self._to_find()
        else:
            super().reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            if watched is self.search and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if watched is self.table and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self._take_out()
                return True
        return super().eventFilter(watched, event)

    def _step(self, step: int) -> None:
        """The arrow keys walk the services; with nothing looked for they go to the lines."""
        rows = len(self.found_model.rows)
        if self.found_card.isVisible() and rows:
            self.found.selectRow(max(0, min(rows - 1, self.found.currentIndex().row() + step)))
        elif self.lines:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _framed(table: DataTable, rows: int) -> Card:
    card = Card(flush=True)
    card.body.addWidget(table)
    table.setMinimumHeight(table.wanted_height(rows))
    return card


def _service_columns(practice: Practice) -> tuple[Column[ServiceRow], ...]:
    return (
        Column(t("Code"), lambda row: row.code, width=96),
        Column(t("Service"), lambda row: row.name, width=240, stretch=True),
        Column(
            t("Price"),
            lambda row: format_money(row.price, practice.locale),
            right=True,
            width=110,
        ),
    )


def _line_columns(practice: Practice) -> tuple[Column[LineRow], ...]:
    def money(amount: Money | None, *, zero: str = "") -> str:
        if amount is None:
            return ""
        return format_money(amount, practice.locale) if amount else zero

    return (
        Column(t("Code"), lambda row: row.line.code, width=84),
        Column(t("Service"), lambda row: row.line.description, width=180, stretch=True),
        Column(t("Quantity"), lambda row: say_e4(row.line.quantity_e4), right=True, width=84),
        Column(t("Price"), lambda row: money(row.line.unit_price, zero="0"), right=True, width=96),
        Column(
            t("Discount"),
            lambda row: say_discount(
                row.line.discount_percent_e4, row.line.discount, practice.locale
            ),
            right=True,
            width=92,
        ),
        Column(t("Tax"), lambda row: money(row.sums.tax) if row.sums else "", right=True, width=84),
        Column(
            t("Total"),
            lambda row: money(row.sums.total, zero="0") if row.sums else "…",
            right=True,
            width=104,
        ),
    )
