"""What gui tests share: an application, without a screen where there is none, in the theme."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

if sys.platform.startswith("linux") and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.areas.security import queries, service
from app.areas.security.values import AddUser, SetPin
from app.areas.settings.values import SetUpPractice
from app.bootstrap import FirstAdministrator, Station, init_station, open_station
from app.bootstrap.report_log import ReportLog
from app.gui.application import OneThread
from app.gui.background import Background
from app.gui.door import Door
from app.gui.failures import Failures
from app.gui.main_window import MainWindow
from app.gui.screens.drawer.opening_page import CountPage
from app.gui.screens.drawer.view import View as DrawerView
from app.gui.screens.sign_in.view import SignInView
from app.gui.session import Session
from app.gui.theme import Scheme, Theme
from app.kernel.actor import SYSTEM
from app.kernel.ids import CommandId, OrganizationId, SiteId, StationId, UserId, new_id
from tests.building import cheap_verifier
from tests.patience import PATIENCE_MS, settle
from tests.patience import until as wait_until


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme at 100 %, installed; a test may choose another. It stays on afterwards:
    emptying the sheet would let go of what knows which widgets are gone (`Theme.install`).
    """
    installed = Theme(Scheme.LIGHT)
    installed.install(qapp)
    return installed


PINS = {"1001": "271828", "2001": "314159", "2002": "161803"}
"""Badge number to PIN of the people in the small practice; 2003 has none."""


LONG_NAME = "Maximiliana Konstantina von Hohenzollern-Sigmaringen zu Berg"


@pytest.fixture(scope="session")
def practice_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice with an administrator, two cashiers and somebody without a PIN; never opened."""
    folder = tmp_path_factory.mktemp("practice") / "data"
    practice = SetUpPractice(
        id=CommandId(new_id()),
        organization_id=OrganizationId(new_id()),
        site_id=SiteId(new_id()),
        station_id=StationId(new_id()),
        organization_name="Riverside Clinic",
        site_name="Main street",
        demo=True,
    )
    init_station(folder, practice, FirstAdministrator("Ana Lwin", "1001", PINS["1001"]))
    station = open_station(folder)
    role_of = {name: role_id for role_id, name in station.ask(queries.roles).result()}
    people = (
        ("2001", "Nguyễn Thị Hoa", "Cashier"),
        ("2002", "မမခင်ဇော်ဝင်း", "Cashier"),
        ("2003", LONG_NAME, "Accounting staff"),
    )
    for number, name, role in people:
        added = station.act(
            SYSTEM, service.add_user, AddUser(CommandId(new_id()), number, name, role_of[role])
        ).result()
        if number in PINS:
            give_pin(station, added.user_id, PINS[number])
    administrator = station.ask(queries.user_by_number, "1001").result()
    assert administrator is not None
    give_pin(station, administrator, PINS["1001"])
    station.close()
    return folder


def give_pin(station: Station, user_id: UserId, pin: str) -> None:
    """With a verifier that is checked in no time: people sign in in most tests."""
    pin_set = SetPin(CommandId(new_id()), user_id, cheap_verifier(pin))
    station.act(SYSTEM, service.set_pin, pin_set).result()


@pytest.fixture
def data(practice_folder: Path, tmp_path: Path) -> Path:
    """A copy of the small practice for this test alone."""
    return Path(shutil.copytree(practice_folder, tmp_path / "data"))


@pytest.fixture
def station(data: Path) -> Iterator[Station]:
    opened = open_station(data)
    yield opened
    opened.close()


class Person:
    """Somebody at the keyboard: keys go where the focus is, as they do in life."""

    def __init__(
        self, window: MainWindow, session: Session, doors: Background, qtbot: QtBot
    ) -> None:
        self.window, self.session, self.doors, self._bot = window, session, doors, qtbot

    def press(
        self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        self._bot.keyClick(self.focus, key, held)

    def type(self, text: str) -> None:
        for letter in text:
            self._bot.keyClicks(self.focus, letter)

    @property
    def focus(self) -> QWidget:
        found: QWidget | None = QApplication.focusWidget()
        return self.window if found is None else found

    def counting(self) -> CountPage:
        """The form that counts the float, as soon as it is there and has the keyboard."""
        self.wait(lambda: self.drawer.count and self.drawer.count.isAncestorOf(self.focus))
        assert self.drawer.count is not None
        return self.drawer.count

    @property
    def drawer(self) -> DrawerView:
        found = self.session.frame.screen_of("drawer")
        assert isinstance(found, DrawerView)
        return found

    def wait(self, until: Callable[[], object]) -> None:
        wait_until(self._bot, until)

    def settle(self) -> None:
        """Until no answer is on its way and what they led to is done."""
        settle(self._bot, self.window, self.session.runner, self.doors)

    def sign_in(self, number: str) -> None:
        """By badge number and PIN, up to the first screen."""
        page = self.session.sign_in
        self.wait(lambda: page.wall.tiles and page.isAncestorOf(self.focus))
        if page.chosen is None or page.chosen.number != number:
            self.press(Qt.Key.Key_Escape)
            self.type(number)
            self.press(Qt.Key.Key_Return)
        self.wait(page.panel.pin.hasFocus)
        self.type(PINS[number])
        self.press(Qt.Key.Key_Return)
        self.wait(lambda: self.window.page is self.session.frame)


@contextmanager
def sitting_at(station: Station, qtbot: QtBot, tmp_path: Path) -> Iterator[Person]:
    """A real window over `station`, at the sign-in page; in the theme that is installed."""
    # Not handed to qtbot: it would delete the window before the last answers are waited for.
    window = MainWindow()
    failures = Failures(window, window.toasts, ReportLog(tmp_path / "log"))
    thread = OneThread()
    door = Door(lambda _passphrase: station)
    door.open("")
    background = Background(thread, failures, window)
    page = SignInView(background, door, door.front())
    window.show_page(page, hush=True)
    session = Session(station, window, failures, page)
    window.resize(1280, 720)
    with qtbot.waitActive(window, timeout=PATIENCE_MS):
        window.show()
        window.activateWindow()
    someone = Person(window, session, background, qtbot)
    someone.wait(lambda: session.sign_in.wall.tiles)
    yield someone
    session.auto_lock.rest()
    someone.wait(lambda: session.runner.waiting == 0 and background.waiting == 0)
    session.end()
    thread.close()
    window.close()
    window.deleteLater()


@pytest.fixture
def person(station: Station, theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[Person]:
    """A real window over a real station, at the sign-in page."""
    with sitting_at(station, qtbot, tmp_path) as someone:
        yield someone
