"""Other rows in a table under somebody's hands: whoever stands on one still does."""

from __future__ import annotations

from typing import Any

from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import RowsModel


def show_staying(table: DataTable, model: RowsModel[Any], rows: tuple[Any, ...]) -> None:
    """Show other rows. The marked row stays marked wherever it stands now, else its neighbour is;
    the first one, with the keyboard elsewhere, was chosen by nobody and stays the first.
    """
    line = table.currentIndex().row()
    chosen = line > 0 or (line == 0 and table.hasFocus())
    key, scrolled = model.key_at(line), table.verticalScrollBar().value()
    model.show_rows(rows)
    if rows and line >= 0:
        place = model.place_of(key) if chosen else 0
        table.selectRow(min(line, len(rows) - 1) if place is None else place)
        table.verticalScrollBar().setValue(scrolled)
