"""A locked window shows nothing of a patient and obeys no key; then the work comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.gui.auto_lock import DEFAULT_IDLE_S

if TYPE_CHECKING:
    from tests.gui.conftest import Person

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def shown_words(window: QWidget) -> str:
    """Every word a person or a screen reader could get from what is visible."""
    words: list[str] = [window.windowTitle()]
    for widget in window.findChildren(QWidget):
        if widget.isVisible():
            words += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
            if isinstance(widget, QLabel | QLineEdit):
                words.append(widget.text())
    return " ".join(words)


def at_the_counter(person: Person) -> None:
    person.sign_in("2001")
    person.counting()
    person.press(Qt.Key.Key_1, CTRL)
    person.wait(lambda: person.session.frame.task == "counter")


def test_a_locked_window_shows_and_obeys_nothing(person: Person) -> None:
    at_the_counter(person)
    person.type("Secret Patient")
    person.window.toasts.failure("Secret Patient owes something.")
    assert "Secret Patient" in shown_words(person.window)
    person.press(Qt.Key.Key_L, CTRL)
    assert person.window.page is person.session.sign_in
    assert "Secret" not in shown_words(person.window)
    person.press(Qt.Key.Key_5, CTRL)
    person.press(Qt.Key.Key_K, CTRL)
    assert person.window.page is person.session.sign_in
    assert person.session.frame.task == "counter"


def test_the_same_person_finds_their_screen_again(person: Person) -> None:
    at_the_counter(person)
    person.window.toasts.failure("Something stays.")
    person.press(Qt.Key.Key_L, CTRL)
    page = person.session.sign_in
    person.wait(lambda: page.chosen)
    assert page.chosen is not None
    assert page.chosen.number == "2001"
    person.sign_in("2001")
    assert person.session.frame.task == "counter"
    assert [toast.words for toast in person.window.toasts.shown if toast.isVisible()]


def test_another_person_finds_nothing_of_the_first(person: Person) -> None:
    at_the_counter(person)
    person.window.toasts.failure("Secret Patient owes something.")
    person.press(Qt.Key.Key_L, CTRL)
    person.wait(lambda: person.session.sign_in.chosen)
    person.sign_in("2002")
    assert person.session.desk.actor.name == "မမခင်ဇော်ဝင်း"
    assert person.session.frame.task == "drawer"
    assert "Secret" not in shown_words(person.window)


def test_switching_signs_the_first_person_out(person: Person) -> None:
    at_the_counter(person)
    person.press(Qt.Key.Key_L, CTRL | SHIFT)
    assert person.session.desk.seat.actor is None
    assert person.session.sign_in.chosen is None
    person.settle()
    person.sign_in("2002")
    assert person.session.desk.actor.name == "မမခင်ဇော်ဝင်း"


def test_it_locks_by_itself_after_two_minutes_unless_touched(person: Person) -> None:
    assert DEFAULT_IDLE_S == 120
    at_the_counter(person)
    person.settle()
    lock = person.session.auto_lock
    person.press(Qt.Key.Key_Escape)
    assert lock.seconds_left >= DEFAULT_IDLE_S - 2
    lock.set_idle(1)
    person.press(Qt.Key.Key_Escape)
    person.wait(lambda: person.window.page is person.session.sign_in)


def test_a_window_that_closed_does_not_lock_any_more(person: Person) -> None:
    at_the_counter(person)
    assert person.session.auto_lock.seconds_left > 0
    person.session.end()
    assert person.session.auto_lock.seconds_left == -1


def test_typing_anywhere_on_the_counter_finds(person: Person) -> None:
    at_the_counter(person)
    person.session.frame.rail.keys_button.setFocus()
    person.type("hoa")
    assert person.session.desk.find.text() == "hoa"


def test_f1_shows_the_keys_and_esc_gives_the_keyboard_back(person: Person) -> None:
    at_the_counter(person)
    before = person.focus
    person.press(Qt.Key.Key_F1)
    assert "Take the amount" in shown_words(person.window)
    person.press(Qt.Key.Key_Escape)
    assert person.focus is before
    assert "Take the amount" not in shown_words(person.window)


def test_who_types_before_the_people_are_read_again_keeps_on_typing(person: Person) -> None:
    person.sign_in("2001")
    person.session.switch_user()
    page = person.session.sign_in
    page.search.setFocus()
    page.search.setText("2002")
    page.search.returnPressed.emit()
    page.panel.pin.setText("161")
    person.settle()
    assert page.chosen is not None
    assert page.chosen.number == "2002"
    assert page.panel.pin.text() == "161"
    assert person.focus is page.panel.pin
    assert [tile.who.number for tile in page.wall.tiles] == ["2002"]


def test_a_pin_typed_right_after_the_lock_is_read_by_nobody(person: Person) -> None:
    """Reading the people again takes its time; the open search box must not get the digits."""
    at_the_counter(person)
    person.press(Qt.Key.Key_L, CTRL)
    page = person.session.sign_in
    person.type("314159")
    assert page.search.text() == ""
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: person.window.page is person.session.frame)


def test_a_closed_window_never_locks(person: Person) -> None:
    """Its practice may be shut by the time the clock would have run out."""
    at_the_counter(person)
    person.settle()
    person.session.end()
    assert person.session.auto_lock.seconds_left == -1
    person.press(Qt.Key.Key_Escape)
    assert person.session.auto_lock.seconds_left == -1
