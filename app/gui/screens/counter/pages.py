"""How the Counter's pages are put together, and how their lists keep the place of the keyboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import RowsModel
from app.gui.tables.staying import show_staying
from app.gui.theme import current


def column_of(*parts: QWidget) -> QWidget:
    """Parts one below the other; the last takes what is left, and no other where it is hidden."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current().px(12))
    for part in parts[:-1]:
        column.addWidget(part)
    column.addWidget(parts[-1], 1)
    column.addStretch(0)
    return page


def keep_place(table: DataTable, model: RowsModel[Any], rows: tuple[Any, ...]) -> None:
    """Show other rows, if they are others, and stay on the row where the keyboard was."""
    if rows != model.rows:
        show_staying(table, model, rows)


def with_keyboard(screen: QWidget) -> QWidget | None:
    """What has the keyboard in the window, or will have it once the window is active again: right
    after a form was put away it is not.
    """
    return screen.window().focusWidget()
