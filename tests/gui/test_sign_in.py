"""Signing in by keyboard: tiles, PIN, float, Counter; and wrong, slow or missing PINs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.bootstrap import Station
from app.kernel.money import Money

if TYPE_CHECKING:
    from tests.gui.conftest import Person

ENTER = Qt.Key.Key_Return


def test_name_pin_float_and_then_the_counter(person: Person) -> None:
    person.type("nguyen")
    assert [tile.who.name for tile in person.session.sign_in.wall.tiles] == ["Nguyễn Thị Hoa"]
    person.press(ENTER)
    person.type("314159")
    person.press(ENTER)
    person.wait(lambda: person.window.page is person.session.frame)
    frame = person.session.frame
    assert frame.task == "drawer"
    count = person.counting()
    twenty = count.grid.quantity_box(Money(2000, "USD"))
    while person.focus is not twenty:
        person.press(Qt.Key.Key_Down)
    person.type("10")
    assert count.button.text().startswith("Open drawer with 200.00")
    person.press(ENTER, Qt.KeyboardModifier.ControlModifier)
    person.wait(lambda: frame.task == "counter")
    shift = person.session.desk.shift
    assert shift is not None
    assert shift.float_amount == Money(20000, "USD")
    assert [toast.words for toast in person.window.toasts.shown] == ["Drawer open with 200.00."]
    assert shift.number in frame.top_bar.drawer.accessibleName()


def test_enter_walks_the_grid_to_the_button(person: Person) -> None:
    person.sign_in("2001")
    count = person.counting()
    for _ in range(40):
        person.press(ENTER)
        if person.focus is count.button:
            break
    assert person.focus is count.button


def test_badge_number_chooses(person: Person) -> None:
    person.type("2002")
    person.press(ENTER)
    chosen = person.session.sign_in.chosen
    assert chosen is not None
    assert chosen.number == "2002"
    assert isinstance(person.focus, QLineEdit)
    assert person.focus.echoMode() is QLineEdit.EchoMode.Password


def test_what_nobody_is_called_is_said(person: Person) -> None:
    page = person.session.sign_in
    begun = page.panel.role.text()
    person.type("nobody of that name")
    person.press(ENTER)
    assert "Nobody here" in page.panel.role.text()
    person.press(Qt.Key.Key_Escape)
    assert page.wall.tiles
    assert page.panel.role.text() == begun
    person.type("2002")
    assert page.panel.role.text() == begun


def test_arrow_keys_choose(person: Person) -> None:
    person.press(Qt.Key.Key_Down)
    first = person.session.sign_in.chosen
    person.press(Qt.Key.Key_Right)
    second = person.session.sign_in.chosen
    assert first is not None
    assert second is not None
    assert first.number == "1001"
    assert second != first


def test_wrong_pins_wait_and_then_die(person: Person, station: Station) -> None:
    page = person.session.sign_in
    person.type("2001")
    person.press(ENTER)
    for _ in range(3):
        person.type("000000")
        person.press(ENTER)
        person.wait(lambda: page.panel.button.text() != "Checking…" and page.panel.message.text())
        page.panel.message.setText(page.panel.message.text())
    assert page.panel.button.text().startswith("Wait ")
    assert not page.panel.button.isEnabled()
    assert person.window.page is page


def test_somebody_without_a_pin_hears_who_sets_it(person: Person) -> None:
    person.type("maxi")
    person.press(ENTER)
    panel = person.session.sign_in.panel
    assert not panel.pin.isVisible()
    assert panel.message.text() == "No PIN yet. An administrator sets it."


def test_digits_never_go_to_another_persons_pin(person: Person) -> None:
    page = person.session.sign_in
    person.type("2001")
    person.press(ENTER)
    person.type("3141")
    person.press(Qt.Key.Key_Down)
    assert page.panel.pin.text() == ""
