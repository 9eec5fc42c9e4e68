"""A window over a practice whose money is in all five places; people change at the keyboard."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.areas.deposits import banks
from app.bootstrap import Station, open_station
from app.gui.screens.money.view import View
from tests.areas.deposits.banking import Banking, cash, check
from tests.building import PIN, Books, Template
from tests.conftest import MakePractice
from tests.gui.conftest import PINS, Person

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
HAND_MS = 36
"""Between two keys of a hand; a scanner is quicker."""
CASHIER, OTHER, MANAGER, ADMINISTRATOR = "20", "21", "40", "1"


@dataclass
class Follower:
    """Somebody who wants to know where the money is."""

    person: Person
    banking: Banking
    bot: Any
    LEFT = Qt.MouseButton.LeftButton

    @property
    def view(self) -> View:
        found = self.person.session.frame.screen_of("money")
        assert isinstance(found, View)
        return found

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.bot.wait(HAND_MS)
        self.bot.keyClick(self.person.focus, key, held)

    def until(self, there: Callable[[], object]) -> None:
        self.person.wait(there)

    def settle(self) -> None:
        self.person.settle()

    def come(self, number: str = MANAGER) -> View:
        """Sign in and look where the money is."""
        self.person.sign_in(number)
        self.settle()
        self.press(KEY.Key_M, CTRL)
        self.until(lambda: self.person.session.frame.task == "money")
        self.until(lambda: self.view.places.found)
        self.settle()
        return self.view

    def until_at(self, task: str) -> None:
        """Until this screen is in front."""
        self.until(lambda: self.person.session.frame.task == task)

    def leave(self) -> None:
        """Make room for somebody else."""
        self.press(KEY.Key_L, CTRL | SHIFT)
        self.until(lambda: self.person.window.page is self.person.session.sign_in)

    def change_to(self, number: str) -> View:
        self.leave()
        return self.come(number)

    def stop(self, number: int) -> Any:
        return self.view.places.picture.cards[number].stop

    def said(self) -> list[str]:
        """What the chain says, row by row."""
        model = self.view.chain.view.trail
        return [str(model.index(n).data()) for n in range(model.rowCount())]

    def photo(self, name: str) -> None:
        if folder := os.environ.get("COUNTERFOIL_GALLERY"):
            self.settle()
            QApplication.processEvents()
            self.person.window.grab().save(str(Path(folder) / f"{name}.png"))


@pytest.fixture(autouse=True)
def pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody of these practices has the same PIN."""
    for number in (CASHIER, OTHER, MANAGER, ADMINISTRATOR, "50", "60"):
        monkeypatch.setitem(PINS, number, PIN)


@pytest.fixture(scope="session")
def filled(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice with something in each of the five places, made once."""
    folder = Path(shutil.copytree(template.folder, tmp_path_factory.mktemp("money") / "data"))
    station = open_station(folder)
    books = Books(station, template.actors)
    books.count_safe()
    banking = Banking(books)
    banking.shift(41_300, check(7_000, "1203", "First National"))
    banking.cleared()
    banking.shift(12_550)
    banking.submit(banking.sealed())
    banking.shift(8_800, check(12_000, "88"))
    banking.sealed()
    banking.shift(3_300)
    banking.prepare()
    banking.shift(6_200, check(4_500, "7", "Bank of the Irrawaddy"))
    banking.mail(check(25_000, "5501"))
    account_id = banking.account()
    books.issue_invoice(account_id, 34_333)
    books.open_shift()
    banking.mending().take(account_id, cash(33_333), check(1_000, "12"))
    station.close()
    return folder


@pytest.fixture
def station(
    practice: MakePractice, filled: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Station]:
    """The practice that `books` writes for: filled for those who ask for `everywhere`."""
    folder = tmp_path / "station"
    if "everywhere" in request.fixturenames:
        shutil.copytree(filled, folder, ignore=shutil.ignore_patterns("*.lock"))
    opened = open_station(folder if folder.exists() else practice("station"))
    yield opened
    opened.close()


@pytest.fixture
def banking(books: Books, request: pytest.FixtureRequest) -> Banking:
    if "everywhere" in request.fixturenames:
        known = object.__new__(Banking)
        known.books = books
        known.bank_id = books.station.ask(banks.bank_accounts).result()[0].bank_account_id
        return known
    books.count_safe()
    return Banking(books)


@pytest.fixture
def follower(person: Person, banking: Banking, qtbot: Any) -> Follower:
    return Follower(person, banking, qtbot)


@pytest.fixture
def everywhere(follower: Follower) -> Follower:
    """Something in each of the five places."""
    return follower
