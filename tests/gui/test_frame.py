"""The frame on the whole: no stray windows, room where it is tight, and a look that can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from app.gui.main_window import MainWindow
from app.gui.theme import Scheme, current

if TYPE_CHECKING:
    from tests.gui.conftest import Person


class ShownWindows(QObject):
    """Notes every window that appears, for however short a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched)
        return False


def test_no_part_of_the_frame_is_ever_a_window_of_its_own(
    qapp: QApplication, request: pytest.FixtureRequest
) -> None:
    """Such a flash takes the keyboard away from the person who types."""
    watcher = ShownWindows()
    qapp.installEventFilter(watcher)
    person: Person = request.getfixturevalue("person")
    person.sign_in("2001")
    person.counting()
    person.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    person.press(Qt.Key.Key_F1)
    person.window.toasts.failure("Something failed.", "Retry it.", verb="Retry", act=lambda: None)
    qapp.removeEventFilter(watcher)
    assert {type(window) for window in watcher.seen} <= {MainWindow}


def test_a_key_puts_the_newest_message_away(person: Person) -> None:
    person.sign_in("2001")
    person.counting()
    toasts = person.window.toasts
    toasts.clear()
    toasts.caution("Give back the check.")
    toasts.caution("Find the account first.")
    toasts.caution("Give back the check.")
    assert [toast.words for toast in toasts.shown] == [
        "Find the account first.",
        "Give back the check.",
    ]
    person.press(Qt.Key.Key_Escape, Qt.KeyboardModifier.ShiftModifier)
    assert [toast.words for toast in toasts.shown] == ["Find the account first."]


def test_everything_that_takes_keys_has_a_name(person: Person) -> None:
    person.sign_in("2001")
    person.counting()
    nameless = [
        widget
        for widget in person.window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit)
        and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert not nameless


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize(("scale", "width", "height"), [(100, 1280, 720), (200, 1920, 1080)])
def test_the_frame_fits(
    person: Person, scheme: Scheme, scale: int, width: int, height: int
) -> None:
    current().choose(scheme, scale)
    person.window.resize(width, height)
    person.sign_in("2001")
    person.counting()
    QApplication.processEvents()
    frame = person.session.frame
    assert person.window.size().width() == width, "nothing pushes the window wider"
    assert person.window.size().height() == height
    assert frame.rail.folded is (scale == 200)
    inside = frame.top_bar.rect()
    for part in (frame.top_bar.find_box, frame.top_bar.person, frame.top_bar.lock):
        assert inside.contains(part.geometry())
    assert frame.top_bar.find_box.width() >= 300
    picture = person.window.grab()
    assert picture.width() >= width


def test_the_look_can_change_while_somebody_works(person: Person) -> None:
    person.sign_in("2001")
    count = person.counting()
    person.type("3")
    current().choose(Scheme.DARK, 150)
    current().choose(Scheme.LIGHT, 100)
    assert count.grid.total().minor > 0
    assert count.grid.isAncestorOf(person.focus)
