"""Keys that mean the row of the Counter's list that has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from app.gui.screens.counter.view import View


def list_key(view: View, event: QKeyEvent) -> bool:
    """F2, Del and the menu key; whether one of the lists took it."""
    key = event.key()
    menu = key == Qt.Key.Key_Menu or (
        key == Qt.Key.Key_F10 and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    )
    chord = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    change = key == Qt.Key.Key_F2 or (chord and key == Qt.Key.Key_E)
    verb = "correct" if change else "void" if key == Qt.Key.Key_Delete else ""
    for table in (view.latest_table, view.station_table):
        if table.hasFocus() and (menu or verb):
            view.receipt_verb.emit(verb, table.current_row())
            return True
    if view.parked_table.hasFocus() and key == Qt.Key.Key_Delete:
        view.parked_dropped.emit(view.parked_table.current_row())
        return True
    if view.invoices_table.hasFocus() and change:
        view.pays_box.open(view.invoices_table.currentIndex().row())
        return True
    return False
