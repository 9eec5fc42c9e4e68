"""A window with the long lists over a practice with people, invoices and payments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.bootstrap import Station, open_station
from app.bootstrap.report_log import ReportLog
from app.gui.action_runner import ActionRunner
from app.gui.desk import Desk, Seat
from app.gui.failures import Failures
from app.gui.frame import Frame
from app.gui.main_window import MainWindow
from app.gui.screen import Screen
from app.gui.theme import Theme
from app.kernel.actor import SYSTEM, Actor
from tests.building import Books
from tests.conftest import MakePractice

PEOPLE = (
    ("Nguyễn", "Thị Hoa", "family_first"),
    ("မမခင်ဇော်ဝင်း", "ကို", "given_first"),
    ("von Hohenzollern-Sigmaringen zu Berg", "Maximiliana Konstantina", "given_first"),
    ("Win", "Cho Cho", "given_first"),
    ("Đặng", "Văn Bình", "family_first"),
    ("O'Neil", "Zoë", "given_first"),
    ("García Márquez", "José", "given_first"),
)


def fill(books: Books) -> None:
    """Seven people with invoices; the cashier's open shift took some money."""
    books.open_shift()
    for n, (family, given, order) in enumerate(PEOPLE):
        born = date(1950 + 7 * n, 1 + n, 3 + n)
        phone = f"+1 312 555 01{n:02d}"
        account = books.register_patient(
            family, given, name_order=order, birth_date=born, phone=phone
        )
        books.issue_invoice(account.account_id, 12_500 * (n + 1))
        if n % 2:
            books.take_cash(account.account_id, 12_500 * (n + 1))
        elif n:
            books.take_cash(account.account_id, 5_000)
    books.issue_invoice(account.account_id, 123_456_789)


class Opened(Screen):
    """Stands where a screen of somebody else would, and keeps what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.subjects: list[str] = []

    def open_subject(self, subject: str) -> None:
        self.subjects.append(subject)


@dataclass
class Lists:
    """Somebody at a window that has the lists; keys go where the focus is."""

    books: Books
    window: MainWindow
    frame: Frame
    desk: Desk
    bot: QtBot

    def press(
        self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        self.bot.keyClick(self.focus, key, held)

    def type(self, text: str) -> None:
        for letter in text:
            self.bot.keyClicks(self.focus, letter)

    @property
    def focus(self) -> QWidget:
        found: QWidget | None = QApplication.focusWidget()
        return self.window if found is None else found

    def wait(self, until: Callable[[], object]) -> None:
        self.bot.waitUntil(lambda: bool(until()), timeout=10_000)

    def settle(self) -> None:
        self.wait(lambda: self.desk.runner.waiting == 0)

    def show(self, task: str, screen: Any) -> Any:
        """Put a list into the window and wait until its rows are there."""
        self.frame.add_screen(task, screen)
        self.frame.go(task)
        self.wait(lambda: not hasattr(screen, "foot") or screen.foot.count.text())
        self.settle()
        return screen


MakeLists = Callable[..., Lists]


@pytest.fixture
def station(practice: MakePractice) -> Iterator[Station]:
    """The practice that `books` writes for, not the small one of the other windows."""
    opened = open_station(practice("station"))
    yield opened
    opened.close()


@pytest.fixture
def lists(
    station: Station, books: Books, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> Iterator[MakeLists]:
    made: list[Lists] = []

    def make(actor: Actor | None = None, size: tuple[int, int] = (1280, 720)) -> Lists:
        window = MainWindow()
        seat = Seat()
        seat.setParent(window)
        failures = Failures(window, window.toasts, ReportLog(tmp_path / "log"))
        runner = ActionRunner(station, lambda: seat.actor or SYSTEM, failures, window)
        frame = Frame(station.practice, window.room)
        desk = Desk(
            runner=runner,
            practice=station.practice,
            theme=theme,
            toasts=window.toasts,
            paper=frame.shelf.tray,
            find=frame.top_bar.find_box,
            seat=seat,
            go=frame.go,
        )
        person = actor or books.actors.billing_manager
        seat.take(person, "")
        frame.let_in(person)
        frame.top_bar.show_person(person.name, "")
        frame.add_screen("counter", Opened())
        frame.add_screen("account", Opened())
        window.resize(*size)
        window.show_page(frame)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        there = Lists(books, window, frame, desk, qtbot)
        made.append(there)
        return there

    yield make
    for each in made:
        each.window.hide()
        each.settle()
        each.window.close()
        each.window.deleteLater()
