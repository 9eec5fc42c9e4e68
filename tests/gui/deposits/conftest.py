"""A window over a practice whose safe holds money for the bank; people change at the keyboard."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import Station, open_station
from app.gui.screens.deposits.bag_page import BagPage
from app.gui.screens.deposits.count_page import SecondCountPage
from app.gui.screens.deposits.prepare_page import PreparePage
from app.gui.screens.deposits.view import View
from app.kernel.money import Money
from tests.areas.deposits.banking import Banking, cash, check
from tests.building import PIN, Books
from tests.conftest import MakePractice
from tests.gui.conftest import PINS, Person

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ENTER, ESC = KEY.Key_Return, KEY.Key_Escape
HAND_MS = 36
"""Between two keys of a hand; a scanner is quicker."""
ADMINISTRATOR, CASHIER, OTHER, MANAGER, ACCOUNTING = "1", "20", "21", "40", "50"


def usd(minor: int) -> Money:
    return Money(minor, "USD")


@dataclass
class Teller:
    """Hands at the keyboard; `keys` counts presses, not typed figures."""

    person: Person
    banking: Banking
    bot: Any
    keys: int = 0

    @property
    def view(self) -> View:
        found = self.person.session.frame.screen_of("deposits")
        assert isinstance(found, View)
        return found

    @property
    def preparing(self) -> PreparePage:
        self.until(lambda: self.view.prepare and self.view.page is self.view.prepare)
        assert self.view.prepare is not None
        return self.view.prepare

    @property
    def counting(self) -> SecondCountPage:
        self.until(lambda: self.view.count and self.view.page is self.view.count)
        assert self.view.count is not None
        return self.view.count

    @property
    def bag(self) -> BagPage:
        self.until(lambda: self.view.bag and self.view.page is self.view.bag)
        assert self.view.bag is not None
        return self.view.bag

    @property
    def today(self) -> str:
        """The business day as it is typed here; a bank's date can't be before the bag's."""
        return f"{self.banking.today():%m/%d/%Y}"

    @property
    def panel(self) -> Any:
        self.until(lambda: self.view.bags.panel)
        return self.view.bags.panel

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.keys += 1
        self.bot.wait(HAND_MS)
        self.until(QApplication.activeWindow)
        self.bot.keyClick(self.person.focus, key, held)

    def type(self, text: str) -> None:
        for letter in text:
            self.bot.wait(HAND_MS // 2)
            self.bot.keyClicks(self.person.focus, letter)

    def digit(self, digit: str) -> None:
        self.keys += 1
        self.bot.wait(HAND_MS)
        self.bot.keyClicks(self.person.focus, digit)
        self.bot.wait(HAND_MS)

    def until(self, there: Callable[[], object]) -> None:
        self.person.wait(there)

    def settle(self) -> None:
        self.person.settle()

    def come(self, number: str) -> View:
        """Sign in and go to the deposits."""
        self.person.sign_in(number)
        self.settle()
        self.press(KEY.Key_6, CTRL)
        self.until(lambda: self.person.session.frame.task == "deposits")
        self.settle()
        return self.view

    def change_to(self, number: str) -> View:
        """Ctrl+Shift+L, and somebody else sits down."""
        self.press(KEY.Key_L, CTRL | SHIFT)
        self.until(lambda: self.person.window.page is self.person.session.sign_in)
        return self.come(number)

    def count_cash(self, grid: Any, minor: int) -> None:
        """Type quantities from box to box, as Enter walks them."""
        self.until(lambda: grid.isAncestorOf(self.person.focus))
        for each in grid.denominations:
            quantity, minor = divmod(minor, each.value.minor)
            if quantity:
                self.type(str(quantity))
            self.bot.keyClick(self.person.focus, ENTER)

    def go_on(self) -> None:
        """Ctrl+Enter once the step has stood there to be read."""
        self.until(lambda: self.bag.may_go_on)
        self.press(ENTER, CTRL)

    def photo(self, name: str) -> None:
        if folder := os.environ.get("COUNTERFOIL_GALLERY"):
            self.settle()
            QApplication.processEvents()
            dialog = QApplication.activeModalWidget()
            picture = (dialog or self.person.window).grab()
            picture.save(str(Path(folder) / f"{name}.png"))


def words_on(widget: QWidget) -> str:
    """All that eyes or a screen reader get from what is visible."""
    from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTableView

    said = []
    for each in (widget, *widget.findChildren(QWidget)):
        if not each.isVisible():
            continue
        said += [each.accessibleName(), each.accessibleDescription(), each.toolTip()]
        if isinstance(each, QLabel | QLineEdit | QAbstractButton):
            said.append(each.text())
        if isinstance(each, QTableView):
            model = each.model()
            said += [
                str(model.index(row, column).data())
                for row in range(model.rowCount())
                for column in range(model.columnCount())
            ]
    return " ".join(said)


@pytest.fixture
def station(practice: MakePractice) -> Iterator[Station]:
    """The practice that `books` writes for, not the small one of the other windows."""
    opened = open_station(practice("station"))
    yield opened
    opened.close()


@pytest.fixture
def banking(books: Books) -> Banking:
    """Two closed shifts of 124.00, a drop of 100.00 among them, and three checks."""
    books.count_safe()
    made = Banking(books)
    made.shift(7400, check(3500, "1042"), check(12500, "1043"))
    made.shift(5000)
    made.mail(check(2500, "77"))
    return made


@contextmanager
def teller_of(person: Person, banking: Any, bot: Any) -> Iterator[Teller]:
    """Hands at the window of the practice with one person of each role."""
    before = dict(PINS)
    PINS.update(dict.fromkeys((ADMINISTRATOR, CASHIER, OTHER, MANAGER, ACCOUNTING), PIN))
    try:
        yield Teller(person, banking, bot)
    finally:
        PINS.clear()
        PINS.update(before)


@pytest.fixture
def teller(person: Person, banking: Banking, qtbot: Any) -> Iterator[Teller]:
    with teller_of(person, banking, qtbot) as made:
        yield made


__all__ = ["Teller", "cash", "check", "usd", "words_on"]
