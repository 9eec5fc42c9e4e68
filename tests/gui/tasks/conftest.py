"""A window over a practice in which some things need attention."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.areas.tasks import queries
from app.areas.tasks.values import Task
from app.bootstrap import Station, open_station
from app.gui.screens.tasks.view import View
from tests.building import PIN, Books
from tests.conftest import MakePractice
from tests.gui.conftest import PINS, Person

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
HAND_MS = 36
"""Between two keys of a hand; a scanner is quicker."""
CASHIER, MANAGER, ADMINISTRATOR = "20", "40", "1"


@dataclass
class Settler:
    """Somebody who looks at what needs attention."""

    person: Person
    books: Books
    bot: Any

    @property
    def view(self) -> View:
        found = self.person.session.frame.screen_of("tasks")
        assert isinstance(found, View)
        return found

    @property
    def shown(self) -> list[str]:
        return [task.title for task in self.view.found or ()]

    @property
    def answers(self) -> list[str]:
        return [button.text() for button in self.view.page.buttons]

    @property
    def badge(self) -> str:
        return self.person.session.frame.rail.count_of("tasks")

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.bot.wait(HAND_MS)
        self.bot.keyClick(self.person.focus, key, held)

    def come(self, number: str = MANAGER) -> View:
        """Sign in and look at the tasks."""
        self.person.sign_in(number)
        self.person.settle()
        return self.look()

    def look(self) -> View:
        self.press(KEY.Key_T, CTRL | SHIFT)
        self.until(lambda: self.person.session.frame.task == "tasks")
        self.until(lambda: self.view.found is not None)
        self.person.settle()
        return self.view

    def until(self, there: Callable[[], object]) -> None:
        self.person.wait(there)

    def now(self) -> tuple[Task, ...]:
        return self.books.station.ask(queries.tasks).result()

    def photo(self, name: str) -> None:
        if folder := os.environ.get("COUNTERFOIL_GALLERY"):
            self.person.settle()
            QApplication.processEvents()
            self.person.window.grab().save(str(Path(folder) / f"{name}.png"))


@pytest.fixture(autouse=True)
def pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody of these practices has the same PIN."""
    for number in (CASHIER, MANAGER, ADMINISTRATOR, "60"):
        monkeypatch.setitem(PINS, number, PIN)


@pytest.fixture
def station(practice: MakePractice) -> Iterator[Station]:
    opened = open_station(practice("station"))
    yield opened
    opened.close()


@pytest.fixture
def settler(person: Person, books: Books, qtbot: Any) -> Settler:
    return Settler(person, books, qtbot)
