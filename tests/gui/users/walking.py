"""How an administrator walks through the people's room by keyboard, for the tests of that room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.areas.security import queries
from app.areas.security.values import UserRow
from app.bootstrap import Station
from app.gui.screens.users.view import View

if TYPE_CHECKING:
    from tests.gui.conftest import Person

ENTER, TAB, ESC = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def rows(station: Station) -> dict[str, UserRow]:
    return {row.number: row for row in station.ask(queries.user_rows).result()}


def room(person: Person) -> View:
    """Sign in as the administrator; the room stands with the keyboard in its list."""
    person.sign_in("1001")
    view = person.session.frame.screen_of("users")
    assert isinstance(view, View)
    person.wait(lambda: view.model.rows and view.table.hasFocus())
    return view


def stand_on(person: Person, view: View, number: str) -> UserRow:
    """Type the badge number, Enter, as an administrator would."""
    person.type(number)
    person.press(ENTER)
    row = view.table.current_row()
    assert isinstance(row, UserRow)
    assert row.number == number
    return row


def settled(person: Person, view: View) -> None:
    person.wait(lambda: not view.form.is_busy)
    person.settle()


def tab_to(person: Person, button: QWidget) -> None:
    for _ in range(30):
        if person.focus is button:
            return
        person.press(TAB)
    raise AssertionError("Tab never reaches the button")


def choose_role(person: Person, view: View, name: str) -> None:
    assert person.focus is view.form.role
    for _ in range(10):
        if view.form.role.currentText() == name:
            return
        person.press(Qt.Key.Key_Down)
    raise AssertionError("no such role")


def toasts(person: Person) -> list[str]:
    return [toast.words for toast in person.window.toasts.shown]
