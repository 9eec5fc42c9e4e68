"""The first payments of a morning, as a cashier lives them: only keys, the real window, real books.

Every key is counted, because a step more is paid a hundred times a day.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

if sys.platform.startswith("linux") and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.areas.payments.values import Receipt
from app.bootstrap import Unlock, open_front, open_reading, open_station
from app.cli.books import verdict_of
from app.cli.main import main
from app.gui.application import DESIGNED, Application
from app.gui.screens.counter.view import View as CounterView
from app.gui.screens.drawer.view import View as DrawerView
from app.gui.session import Session
from app.kernel.money import Money
from tests.building import PIN, Books, Template
from tests.conftest import MakePractice
from tests.patience import PATIENCE_MS, settle, until

BETWEEN_KEYS_MS = 35
"""Slower than a scanner, faster than anybody."""
KEY = Qt.Key
NO_KEY = Qt.KeyboardModifier.NoModifier
PATIENTS = """Account No,Last Name,First Name,Name Order,DOB,Phone
10001,Nguyễn,Thị Hoa,family_first,1984-03-02,(708) 555-0154
10002,Okafor,Ada,given_first,1990-11-29,(708) 555-0188
"""
INVOICES = """Invoice No,Account No,Invoice Date,Due Date,Amount,Balance,Service
OLD-71,10001,2025-10-02,2025-11-01,150.00,150.00,"X-ray, two views"
OLD-72,10002,2025-10-09,2025-11-08,35.00,35.00,Office visit
"""


@dataclass
class Cashier:
    """Cho Cho Win at the window; `keys` counts what she pressed since `count` was set to nought."""

    application: Application
    bot: QtBot
    keys: int = field(default=0)

    @property
    def session(self) -> Session:
        assert self.application.session is not None
        return self.application.session

    @property
    def counter(self) -> CounterView:
        screen = self.session.frame.screen_of("counter")
        assert isinstance(screen, CounterView)
        return screen

    @property
    def drawer(self) -> DrawerView:
        screen = self.session.frame.screen_of("drawer")
        assert isinstance(screen, DrawerView)
        return screen

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.application.window

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NO_KEY) -> None:
        self.keys += 1
        self.bot.wait(BETWEEN_KEYS_MS)
        QTest.keyClick(self.focus, key, held)

    def type(self, text: str) -> None:
        for letter in text:
            self.keys += 1
            self.bot.wait(BETWEEN_KEYS_MS)
            QTest.keyClicks(self.focus, letter)

    def until(self, there: Callable[[], object]) -> None:
        until(self.bot, there)

    def settle(self) -> None:
        settle(self.bot, self.application.window, self.session.runner)

    def keys_for(self, *steps: Callable[[], None]) -> int:
        """How many keys these steps took."""
        self.keys = 0
        for step in steps:
            step()
        return self.keys

    def paper(self) -> str:
        """What the on-screen paper says, as a screen reader reads it."""
        return self.session.frame.shelf.tray.widget.accessibleDescription()


@pytest.fixture
def data(
    practice: MakePractice, template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A practice with a filled safe; its patients and what they owe come from the old system."""
    folder = practice("data")
    station = open_station(folder)
    Books(station, template.actors).count_safe()
    station.close()
    monkeypatch.setenv("COUNTERFOIL_KEYRING", "off")
    for kind, text in (("patients", PATIENTS), ("invoices", INVOICES)):
        file = tmp_path / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PIN}\n"))
        words = ["import", kind, str(file), "--source", "old-system", "--user", "1"]
        assert main(["--data", str(folder), *words]) == 0
    return folder


@pytest.fixture
def cashier(qapp: QApplication, qtbot: QtBot, data: Path) -> Iterator[Cashier]:
    """The window over the practice, at the sign-in page; nobody touches the mouse."""
    hooks = sys.excepthook, sys.unraisablehook
    with ThreadPoolExecutor(1) as pool:
        ahead = pool.submit(open_front, data, Unlock())
        application = Application(data, lambda _: open_station(data, Unlock()), ahead)
    window = application.window
    window.resize(DESIGNED)
    with qtbot.waitActive(window, timeout=PATIENCE_MS):
        window.show()
        window.activateWindow()
    someone = Cashier(application, qtbot)
    someone.until(lambda: application.session is not None)
    someone.until(lambda: someone.session.sign_in.wall.tiles)
    yield someone
    window.close()
    window.deleteLater()
    sys.excepthook, sys.unraisablehook = hooks
    qapp.setStyleSheet("")


def test_the_first_payments_of_a_morning(cashier: Cashier, data: Path) -> None:
    sign_in(cashier)
    count_the_float(cashier)
    exact_cash_takes_two_keys(cashier)
    change_takes_two_keys_and_the_digits(cashier)
    cashier.application.window.close()
    reading = open_reading(data)
    try:
        verdict = verdict_of(reading)
    finally:
        reading.close()
    assert verdict.sound, verdict.findings


def sign_in(cashier: Cashier) -> None:
    page = cashier.session.sign_in
    cashier.type("cho")
    cashier.press(KEY.Key_Return)
    assert page.chosen is not None
    assert page.chosen.name == "Cho Cho Win"
    cashier.type(PIN)
    cashier.press(KEY.Key_Return)
    cashier.until(lambda: cashier.application.window.page is cashier.session.frame)


def count_the_float(cashier: Cashier) -> None:
    """Without an open drawer the float comes first, the keyboard already in the first box."""
    cashier.until(lambda: cashier.drawer.count and cashier.drawer.count.isAncestorOf(cashier.focus))
    count = cashier.drawer.count
    assert count is not None
    for quantity in ("", "", "10", "5"):
        cashier.type(quantity)
        cashier.press(KEY.Key_Return)
    assert count.grid.total() == Money(25_000, "USD")
    assert "250.00" in count.button.text()
    cashier.press(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    cashier.until(lambda: cashier.session.desk.seat.shift is not None)
    cashier.until(lambda: cashier.focus is cashier.session.frame.top_bar.find_box)


def find(cashier: Cashier, text: str, name: str) -> None:
    """Typing finds; once the list is there one Enter opens the person."""
    cashier.type(text)
    cashier.settle()
    assert cashier.keys_for(lambda: cashier.press(KEY.Key_Return)) == 1
    cashier.until(lambda: cashier.counter.bar.name.text() == name)
    cashier.settle()


def exact_cash_takes_two_keys(cashier: Cashier) -> None:
    find(cashier, "okafor", "Ada Okafor")
    panel, owed = cashier.counter.panel, cashier.counter.invoices.rows[0].number
    assert cashier.counter.bar.owes.amount() == Money(3_500, "USD")
    pressed = cashier.keys_for(
        lambda: cashier.press(KEY.Key_F6),
        lambda: cashier.press(KEY.Key_Return),
    )
    assert pressed == 2
    receipt = the_receipt(cashier)
    assert receipt.amount == Money(3_500, "USD")
    assert panel.figure.amount() == Money.zero("USD")
    paper = cashier.paper()
    for words in ("Riverside Clinic", receipt.number, "Ada Okafor", "35.00", "Cho Cho Win", owed):
        assert words in paper


def change_takes_two_keys_and_the_digits(cashier: Cashier) -> None:
    find(cashier, "hoa", "Nguyễn Thị Hoa")
    assert not cashier.session.frame.shelf.isVisible(), "the paper before made way"
    panel, owed = cashier.counter.panel, cashier.counter.invoices.rows[0].number
    given = "160"
    pressed = cashier.keys_for(
        lambda: cashier.press(KEY.Key_F6),
        lambda: cashier.type(given),
        lambda: cashier.press(KEY.Key_Return),
    )
    assert pressed == 2 + len(given)
    receipt = the_receipt(cashier)
    change = Money(1_000, "USD")
    assert receipt.amount == Money(15_000, "USD")
    assert receipt.tenders[0].change == change
    assert panel.figure.amount() == change, "large, until the next key"
    assert "10.00" in panel.figure.text()
    paper = cashier.paper()
    for words in ("Nguyễn Thị Hoa", "150.00", "160.00", "10.00", owed, receipt.number):
        assert words in paper
    assert cashier.counter.bar.owes.amount() == Money.zero("USD")
    numbers = [row.receipt_number for row in cashier.counter.latest.rows]
    assert numbers == [receipt.number]


def the_receipt(cashier: Cashier) -> Receipt:
    shelf = cashier.session.frame.shelf
    cashier.settle()
    cashier.until(lambda: shelf.isVisible() and shelf.newest is not None)
    assert shelf.newest is not None
    return shelf.newest
