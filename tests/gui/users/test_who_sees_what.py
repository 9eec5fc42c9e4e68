"""Rail, keys and first screen follow the role: nobody is offered a place they may not enter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app.areas.security.values import SignedIn
from app.gui.frame import places
from app.kernel.actor import SYSTEM
from tests.gui.users.walking import CTRL, room

if TYPE_CHECKING:
    from tests.gui.conftest import Person


def test_an_administrator_starts_here_and_is_offered_nothing_dead(person: Person) -> None:
    view = room(person)
    frame = person.session.frame
    assert frame.task == "users"
    assert frame.allowed == (
        *("accounts", "invoices", "activity", "tasks", "services"),
        *("users", "printer", "settings"),
    )
    assert [b.accessibleName() for b in frame.rail.findChildren(QPushButton) if b.isVisible()][
        :6
    ] == ["Accounts", "Invoices", "Activity", "Tasks", "Services", "Users"]
    assert not frame.top_bar.find_box.isVisible()
    assert not frame.top_bar.drawer.isVisible()
    for key in (Qt.Key.Key_1, Qt.Key.Key_5, Qt.Key.Key_K):
        person.press(key, CTRL)
        assert frame.screen_now is view


def test_a_cashier_sees_no_users(person: Person) -> None:
    person.sign_in("2001")
    person.counting()
    frame = person.session.frame
    assert frame.allowed == (
        "counter",
        "accounts",
        "invoices",
        "payments",
        "refunds",
        "drawer",
        "deposits",
        "money",
        "shifts",
        "tasks",
    )
    assert not frame.has_screen("users")
    person.press(Qt.Key.Key_9, CTRL)
    assert frame.task == "drawer"
    assert frame.top_bar.find_box.isVisible()


def test_somebody_with_every_permission_sees_all(person: Person) -> None:
    """No preset holds all of it, but a practice may make such a role."""
    person.sign_in("1001")
    actor = replace(person.session.desk.actor, permissions=SYSTEM.permissions)
    person.session.switch_user()
    person.session.sign_in.signed_in.emit(SignedIn(actor, "Everything"))
    frame = person.session.frame
    person.wait(lambda: frame.task == "drawer")
    assert frame.allowed == tuple(place.task for place in places())
    assert frame.rail.minimumSizeHint().height() <= 720, "all of it fits in the smallest window"
    assert person.window.height() == 720
    person.press(Qt.Key.Key_9, CTRL)
    assert frame.task == "users"
