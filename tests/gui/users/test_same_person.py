"""Saying by keyboard that two accounts are one person's, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.areas.security import queries
from app.bootstrap import Station
from app.kernel.ids import UserId
from tests.gui.users.walking import CTRL, ENTER, room, rows, settled, stand_on, tab_to

if TYPE_CHECKING:
    from app.gui.screens.users.view import View
    from tests.gui.conftest import Person


def choose(person: Person, view: View, words: str) -> None:
    tab_to(person, view.form.same)
    person.press(Qt.Key.Key_Home)
    for _ in range(10):
        if view.form.same.currentText().endswith(words):
            return
        person.press(Qt.Key.Key_Down)
    raise AssertionError(words)


def opened(person: Person, view: View, number: str) -> None:
    stand_on(person, view, number)
    person.press(ENTER)
    assert view.form.name.hasFocus()


def same_as(station: Station, number: str) -> set[str]:
    """The badge numbers of the other accounts of a person."""
    known = {row.user_id: row.number for row in station.ask(queries.user_rows).result()}
    return {known[UserId(user_id)] for user_id in rows(station)[number].same_as}


def test_two_accounts_become_one_person_and_two_again(person: Person, station: Station) -> None:
    view = room(person)
    opened(person, view, "2002")
    assert view.form.same.currentText() == "Nobody else"
    assert not view.form.same_words.isVisible()
    choose(person, view, "2001")
    person.press(ENTER)
    person.wait(lambda: same_as(station, "2002") == {"2001"})
    settled(person, view)
    assert not view.form.isVisible()
    person.press(Qt.Key.Key_Escape)
    opened(person, view, "2001")
    assert view.form.same.currentText().endswith("2002")
    assert "(2002)" in view.form.same_words.text()
    choose(person, view, "2003")
    person.press(ENTER, CTRL)
    person.wait(lambda: same_as(station, "2001") == {"2003"})
    settled(person, view)
    assert same_as(station, "2002") == set()
    person.press(Qt.Key.Key_Escape)
    opened(person, view, "2003")
    choose(person, view, "Nobody else")
    person.press(ENTER)
    person.wait(lambda: same_as(station, "2001") == set())
    settled(person, view)


def test_a_new_user_is_a_person_of_their_own_at_first(person: Person) -> None:
    view = room(person)
    person.press(Qt.Key.Key_N, CTRL)
    assert not view.form.fields["same_as"].isVisible()
