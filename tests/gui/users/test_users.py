"""The people's room by keyboard over a real station: add, change, PINs and access."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from app.areas.security import queries, repository, service
from app.areas.security.rules import DEAD_AFTER
from app.areas.security.tiles import sign_in_tiles
from app.areas.security.values import AddUser, PinState
from app.bootstrap import Station
from app.gui.theme import Scheme, current
from app.kernel.actor import SYSTEM
from app.kernel.ids import CommandId, UserId, new_id
from tests.gui.users.walking import (
    CTRL,
    ENTER,
    ESC,
    SHIFT,
    choose_role,
    room,
    rows,
    settled,
    stand_on,
    tab_to,
    toasts,
)

if TYPE_CHECKING:
    from tests.gui.conftest import Person

GOOD_PIN = "577215"


def test_a_new_cashier_by_keyboard_signs_in_at_once(person: Person, station: Station) -> None:
    view = room(person)
    person.press(Qt.Key.Key_N, CTRL)
    assert person.focus is view.form.name
    person.type("Ben Ortiz")
    person.press(ENTER)
    person.type("3001")
    person.press(ENTER)
    choose_role(person, view, "Cashier")
    assert "take payments" in view.form.role_words.text()
    person.press(ENTER)
    assert isinstance(person.focus, QLineEdit)
    assert person.focus.echoMode() is QLineEdit.EchoMode.Password
    person.type(GOOD_PIN)
    person.press(ENTER)
    person.type(GOOD_PIN)
    person.press(ENTER)
    person.wait(lambda: "Ben Ortiz is added." in toasts(person))
    settled(person, view)
    person.wait(lambda: view.table.current_row() == rows(station)["3001"])
    assert rows(station)["3001"].pin is PinState.SET
    assert not view.form.isVisible()
    assert view.table.hasFocus()
    person.press(Qt.Key.Key_L, CTRL | SHIFT)
    page = person.session.sign_in
    person.wait(lambda: any(tile.who.name == "Ben Ortiz" for tile in page.wall.tiles))
    person.type("3001")
    person.press(ENTER)
    person.type(GOOD_PIN)
    person.press(ENTER)
    person.wait(lambda: person.window.page is person.session.frame)
    assert person.session.frame.task == "drawer"


def test_without_a_pin_the_person_is_added_and_it_is_said(person: Person, station: Station) -> None:
    view = room(person)
    person.press(Qt.Key.Key_N, CTRL)
    view.form.name.insert("မမခင်ဇော်ဝင်း")
    person.press(ENTER)
    person.type("3002")
    person.press(ENTER)
    choose_role(person, view, "Billing manager")
    person.press(ENTER, CTRL)
    person.wait(lambda: "3002" in rows(station))
    settled(person, view)
    assert rows(station)["3002"].pin is PinState.NONE
    assert rows(station)["3002"].name == "မမခင်ဇော်ဝင်း"


def test_errors_stand_beside_their_field_in_words(person: Person, station: Station) -> None:
    view = room(person)
    form = view.form
    person.press(Qt.Key.Key_N, CTRL)
    person.press(ENTER, CTRL)
    assert form.fields["name"].message.text() == "This can't be empty."
    assert form.fields["number"].message.text() == "This can't be empty."
    assert form.fields["role_id"].message.text() == "Choose what this person may do."
    assert person.focus is form.name
    person.type("Ben")
    assert not form.fields["name"].message.isVisible()
    person.press(ENTER)
    person.type("2001")
    person.press(ENTER)
    choose_role(person, view, "Cashier")
    person.press(ENTER)
    for pin, again, words in (
        ("123456", "123456", "too easy to guess"),
        ("12345", "12345", "six to twelve digits"),
        ("57721a", "57721a", "six to twelve digits"),
        ("9920017", "9920017", "differ from the badge number"),
    ):
        form.first_pin.clear()
        form.first_pin.pin.setFocus()
        person.type(pin)
        person.press(ENTER)
        person.type(again)
        person.press(ENTER)
        assert words in form.first_pin.pin_field.message.text()
        assert person.focus is form.first_pin.pin
    form.first_pin.clear()
    person.type(GOOD_PIN)
    person.press(ENTER)
    person.type("577216")
    person.press(ENTER)
    assert "differ" in form.first_pin.again_field.message.text()
    assert person.focus is form.first_pin.again
    person.type(GOOD_PIN)
    person.press(ENTER)
    person.wait(lambda: form.fields["number"].message.isVisible())
    assert form.fields["number"].message.text() == "2001 belongs to Nguyễn Thị Hoa."
    assert person.focus is form.number
    settled(person, view)
    assert len(rows(station)) == 4


def test_name_number_and_role_change_with_enter(person: Person, station: Station) -> None:
    view = room(person)
    stand_on(person, view, "2003")
    person.press(ENTER)
    assert person.focus is view.form.name
    person.type("Max Hohenzollern")
    person.press(ENTER)
    person.wait(lambda: rows(station)["2003"].name == "Max Hohenzollern")
    person.wait(lambda: view.form.isVisible() is False)
    settled(person, view)
    person.wait(lambda: "Max Hohenzollern" in [row.name for row in view.model.rows])
    assert view.table.hasFocus()


def ten_wrong_tries(uow: Any, user_id: UserId) -> None:
    repository.count_failure(uow, user_id, DEAD_AFTER)


def test_a_blocked_pin_is_seen_and_a_new_one_ends_it(person: Person, station: Station) -> None:
    station.act(SYSTEM, ten_wrong_tries, rows(station)["2001"].user_id).result()
    view = room(person)
    stand_on(person, view, "2001")
    index = view.model.index(view.table.currentIndex().row(), 3)
    assert index.data() == "Blocked after 10 wrong tries"
    person.press(ENTER)
    tab_to(person, view.form.pin_button)
    assert view.form.pin_button.accessibleName() == "Set PIN for Nguyễn Thị Hoa"
    person.press(ENTER)
    person.type(GOOD_PIN)
    person.press(ENTER)
    person.type(GOOD_PIN)
    person.press(ENTER)
    person.wait(lambda: "Nguyễn Thị Hoa has a new PIN." in toasts(person))
    settled(person, view)
    assert rows(station)["2001"].pin is PinState.SET
    assert station.sign_in(rows(station)["2001"].user_id, GOOD_PIN).actor.name == "Nguyễn Thị Hoa"
    person.wait(lambda: view.table.current_row() == rows(station)["2001"])


def test_a_chord_goes_straight_to_the_pin(person: Person) -> None:
    view = room(person)
    stand_on(person, view, "2003")
    person.press(Qt.Key.Key_P, CTRL | SHIFT)
    assert person.focus is view.form.new_pin.pin
    person.press(ESC)
    assert view.table.hasFocus()


def test_access_goes_and_comes(person: Person, station: Station) -> None:
    view = room(person)
    who = stand_on(person, view, "2001")
    person.press(ENTER)
    tab_to(person, view.form.access_button)
    assert view.form.access_button.text() == "Take away access"
    person.press(ENTER)
    person.wait(lambda: f"{who.name} has no access any more." in toasts(person))
    settled(person, view)
    assert "2001" not in {tile.number for tile in station.ask(sign_in_tiles).result()}
    person.wait(lambda: view.table.current_row() == rows(station)["2001"])
    index = view.model.index(view.table.currentIndex().row(), 3)
    assert index.data() == "No access"
    person.press(Qt.Key.Key_P, CTRL | SHIFT)
    assert not view.form.new_pin.isVisible()
    assert not view.form.pin_button.isVisible()
    tab_to(person, view.form.access_button)
    assert view.form.access_button.text() == "Give access again"
    person.press(ENTER)
    person.wait(lambda: f"{who.name} has access again." in toasts(person))
    settled(person, view)
    assert "2001" in {tile.number for tile in station.ask(sign_in_tiles).result()}


def test_the_last_administrator_is_told_why_not(person: Person, station: Station) -> None:
    view = room(person)
    stand_on(person, view, "1001")
    person.press(ENTER)
    tab_to(person, view.form.access_button)
    person.press(ENTER)
    person.wait(lambda: view.form.access_message.isVisible())
    assert view.form.access_message.text().startswith("Ana Lwin is the only administrator.")
    view.form.role.setFocus()
    choose_role(person, view, "Cashier")
    person.press(ENTER)
    person.wait(lambda: view.form.fields["role_id"].message.text())
    assert "only administrator" in view.form.fields["role_id"].message.text()
    settled(person, view)
    assert rows(station)["1001"].active


def test_typing_finds_a_person_and_esc_shows_everybody(person: Person) -> None:
    view = room(person)
    person.type("nguyen")
    assert [row.name for row in view.model.rows] == ["Nguyễn Thị Hoa"]
    person.type("zzz")
    assert view.model.rows == ()
    assert view.table.empty_words
    person.press(ESC)
    assert len(view.model.rows) == 4
    assert view.table.hasFocus()
    person.press(Qt.Key.Key_F, CTRL)
    assert person.focus is view.search


def test_no_pin_stays_in_a_box_when_the_window_locks(person: Person) -> None:
    view = room(person)
    person.press(Qt.Key.Key_N, CTRL)
    person.type("Ben")
    view.form.first_pin.pin.setFocus()
    person.type(GOOD_PIN)
    person.press(Qt.Key.Key_L, CTRL)
    assert view.form.first_pin.pin.text() == ""
    person.sign_in("1001")
    assert view.form.name.text() == "Ben"
    assert person.focus is view.form.name


def test_nothing_stays_for_the_next_person(person: Person) -> None:
    view = room(person)
    stand_on(person, view, "2001")
    person.press(ENTER)
    person.press(Qt.Key.Key_L, CTRL | SHIFT)
    assert view.model.rows == ()
    assert not view.form.isVisible()
    person.sign_in("1001")
    person.wait(lambda: len(view.model.rows) == 4)
    assert not view.form.isVisible()


def test_the_pin_is_hashed_beside_and_stands_nowhere(
    person: Person, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from app.areas.security import pins

    where: list[bool] = []
    make: Callable[[str], str] = pins.make_verifier

    def watched(secret: str) -> str:
        where.append(threading.current_thread() is threading.main_thread())
        return make(secret)

    monkeypatch.setattr(pins, "make_verifier", watched)
    view = room(person)
    stand_on(person, view, "2003")
    person.press(Qt.Key.Key_P, CTRL | SHIFT)
    person.type("57721566")
    person.press(ENTER)
    person.type("57721566")
    person.press(ENTER)
    person.press(ENTER)
    person.wait(lambda: rows(station)["2003"].pin is PinState.SET)
    settled(person, view)
    assert where == [False]
    assert view.form.new_pin.pin.text() == ""
    told = [(toast.words, toast.accessibleName()) for toast in person.window.toasts.shown]
    assert "57721566" not in str(told)
    kept = [file for file in station.folder.rglob("*") if file.is_file()]
    assert not [file for file in kept if b"57721566" in file.read_bytes()]


def add(station: Station, number: str, name: str) -> None:
    role = {words: role_id for role_id, words in station.ask(queries.roles).result()}
    command = AddUser(CommandId(new_id()), number, name, role["Billing clerk"])
    station.act(SYSTEM, service.add_user, command).result()


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize(("scale", "width", "height"), [(100, 1280, 720), (200, 1920, 1080)])
def test_thirty_people_fit(
    person: Person, station: Station, scheme: Scheme, scale: int, width: int, height: int
) -> None:
    for number in range(26):
        add(station, str(4000 + number), f"Person Number {number}")
    current().choose(scheme, scale)
    person.window.resize(width, height)
    view = room(person)
    assert len(view.model.rows) == 30
    for open_it in (lambda: None, lambda: person.press(Qt.Key.Key_N, CTRL)):
        open_it()
        QApplication.processEvents()
        assert (person.window.width(), person.window.height()) == (width, height)
        shown = [part for part in (view.table, view.form) if part.isVisible()]
        for part in shown:
            corner = part.mapTo(view, part.rect().bottomRight())
            assert view.rect().contains(corner)
    inner = view.form.widget()
    assert inner is not None
    assert inner.minimumSizeHint().width() <= view.form.viewport().width()
