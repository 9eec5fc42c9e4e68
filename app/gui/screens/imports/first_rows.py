"""The first rows of a file as they will be, with what is wrong with each in words."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.areas.imports.looking import Looked
from app.areas.imports.values import ReadRow
from app.gui.screens.imports.words import field_words
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.widgets.surfaces import Card
from app.kernel.i18n import format_date, format_money
from app.kernel.money import Money
from app.kernel.translate import t

_DAYS = ("birth_date", "death_date", "invoice_date", "due_date", "balance_date")

_WORDY = ("family_name", "given_names", "name", "description", "address_1", "email", "notes")


class FirstRows(QWidget):
    """A table made anew for each way the file is read: its columns are the fields."""

    def __init__(self, locale: str) -> None:
        super().__init__()
        self._locale = locale
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.card = Card(t("The first rows as they will be"), flush=True)
        column.addWidget(self.card)
        self.table: DataTable | None = None
        self._shown: tuple[str, ...] | None = None
        self._model: RowsModel[ReadRow] | None = None
        self._currency = ""

    def show_rows(self, looked: Looked) -> None:
        self._currency = looked.currency
        names = _fields(looked.rows)
        if self._shown != names or self.table is None or self._model is None:
            self._make(names)
        if self._model is not None and self.table is not None:
            self.table.empty_words = (
                t("Rows are shown here once the question above is answered.")
                if looked.question[1]
                else t("Rows are shown here once it is said what each column is.")
            )
            self._model.show_rows(looked.rows)

    def _make(self, names: tuple[str, ...]) -> None:
        if self.table is not None:
            self.table.setParent(None)
            self.table.deleteLater()
        wrong = any(name == "" for name in names)
        columns: list[Column[ReadRow]] = [
            Column(t("Line"), lambda row: str(row.line), right=True, width=56)
        ]
        if wrong:
            columns.append(
                Column(t("What is wrong"), lambda row: row.problem, tone=_tone, width=170)
            )
        fields = [name for name in names if name]
        for place, name in enumerate(fields):
            columns.append(
                Column(
                    field_words(name),
                    partial(self._cell, name),
                    right=name.endswith("_minor"),
                    width=180 if name in _WORDY else 110,
                    stretch=place == len(fields) - 1,
                )
            )
        if not fields and not wrong:
            columns.append(Column("", lambda _row: "", stretch=True))
        self._model = RowsModel(tuple(columns), key=lambda row: row.line)
        self.table = DataTable(self._model, name=t("The first rows as they will be"))
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.card.body.addWidget(self.table, 1)
        self._shown = names

    def _cell(self, name: str, row: ReadRow) -> str:
        return self._words(name, row.record.get(name, ""))

    def _words(self, name: str, value: Any) -> str:
        if name.endswith("_minor") and isinstance(value, int):
            return format_money(Money(value, self._currency), self._locale)
        if name in _DAYS and value:
            return format_date(date.fromisoformat(value), self._locale)
        return str(value)


def _fields(rows: tuple[ReadRow, ...]) -> tuple[str, ...]:
    """The fields that stand in any row, in the order they come; "" where rows have problems."""
    found: dict[str, None] = {"": None} if any(row.problem for row in rows) else {}
    for row in rows:
        found.update(dict.fromkeys(row.record))
    return tuple(found)


def _tone(_row: ReadRow) -> str:
    return "danger"
