"""One walk through every screen, panel and dialog of the real window, for tests that judge what
stands there: names, focus, contrast, room, languages.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.areas.security.values import SignedIn
from app.bootstrap import Station, open_station
from app.bootstrap.report_log import ReportLog
from app.gui.application import OneThread
from app.gui.at_rest import at_rest
from app.gui.background import Background
from app.gui.demo_hands import wait
from app.gui.door import Door
from app.gui.failures import Failures
from app.gui.languages import window_language
from app.gui.main_window import MainWindow
from app.gui.screens.sign_in.view import SignInView
from app.gui.session import Session
from app.gui.theme import Scheme, Theme
from app.kernel.actor import SYSTEM, Actor, Permission
from app.kernel.ids import AccountId
from app.kernel.translate import choose_words, language
from tests.building import Books, Template
from tests.patience import PATIENCE_MS

NONE: Final = Qt.KeyboardModifier.NoModifier
HD: Final = QSize(1920, 1080)
SMALL: Final = QSize(1280, 720)


@dataclass(frozen=True, slots=True)
class Shown:
    """One stop: its name, such as "counter, cash", and the window or dialog that is in front."""

    name: str
    widget: QWidget


@dataclass
class Walk:
    """A window over a small practice, signed in as somebody who may do everything.

    `every_screen()` goes round and ends where it began, so that the same window serves many walks;
    `dress` changes theme, text size and window size in between.
    """

    window: MainWindow
    session: Session
    station: Station
    books: Books
    accounts: tuple[AccountId, ...]
    actor: Actor
    doors: Background
    theme: Theme
    brief: bool = False
    """Of forms that are made alike only some."""
    made: dict[str, QWidget] = field(default_factory=dict)

    def dress(self, scheme: Scheme = Scheme.LIGHT, scale: int = 100, size: QSize = SMALL) -> None:
        """Show the window so from now on."""
        self.theme.choose(scheme, scale)
        self.window.resize(size)
        self.settle()

    def every_screen(self, only: str = "") -> Iterator[Shown]:
        """Each stop while it is in front; `only` keeps those whose name begins so."""
        from tests.gui.every_stop import stops

        for name, widget in stops(self):
            self.settle()
            if widget is None:
                self._wake()
            if name.startswith(only):
                yield Shown(name, widget or self.front)

    @property
    def front(self) -> QWidget:
        """The dialog over the window, or the window."""
        dialogs = [w for w in self.window.findChildren(QDialog) if w.isVisible()]
        return dialogs[-1] if dialogs else self.window

    def _wake(self) -> None:
        """Without a window manager nothing is active after a window was closed."""
        if QApplication.activeWindow() is None:
            self.front.activateWindow()
            self.until(QApplication.activeWindow)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self._wake()
        QTest.keyClick(QApplication.focusWidget() or self.window, key, held)
        self.settle()

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget() or self.window, letter)
        self.settle()

    def go(self, task: str, subject: str = "") -> None:
        self.session.frame.go(task, subject)
        self.settle()

    def sign_in(self) -> None:
        """Past the PIN, which is no screen of its own; as the cashier with every permission."""
        self.session._welcome(SignedIn(self.actor, "Cashier"))
        self.until(lambda: self.window.page is self.session.frame)
        self.settle()

    def sign_out(self) -> None:
        self.session.switch_user()
        self.settle()

    def until(self, there: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE_MS / 1000
        while not there():
            assert time.monotonic() < end, "it did not come"
            wait(1)

    def settle(self) -> None:
        """Until no answer is on its way and what they led to is laid out."""
        runner, doors = self.session.runner, self.doors
        wait(1)
        while True:
            self.until(lambda: not runner.waiting and not doors.waiting)
            self.station.act(SYSTEM, _nothing, None).result(PATIENCE_MS / 1000)
            wait(1)
            # Looking for timers is slow in a window of so many parts.
            if at_rest(self.window, runner, doors):
                return
            wait(5)


def _nothing(_uow: object, _command: None) -> None:
    """The writing thread gets to it when all before it is committed and told."""


@contextmanager
def walking(
    folder: Path, template: Template, theme: Theme, locale: str = "en_US"
) -> Iterator[Walk]:
    """A window over a copy of a practice that `furnish` made, in the words of `locale`; figures
    stay the practice's.
    """
    station = open_station(folder)
    choose_words("" if locale == language() else locale)
    window_language().follow()
    window = MainWindow()
    failures = Failures(window, window.toasts, ReportLog(folder.parent / "log"))
    thread = OneThread()
    door = Door(lambda _passphrase: station)
    door.open("")
    doors = Background(thread, failures, window)
    page = SignInView(doors, door, door.front())
    window.show_page(page, hush=True)
    session = Session(station, window, failures, page)
    window.resize(SMALL)
    window.show()
    window.activateWindow()
    books = Books(station, template.actors)
    who = Actor(template.actors.cashier.user_id, "Cho Cho Win", frozenset(Permission))
    accounts = tuple(AccountId(line) for line in (folder / "accounts.txt").read_text().split())
    walk = Walk(window, session, station, books, accounts, who, doors, theme)
    walk.until(lambda: QApplication.activeWindow() is window and page.wall.tiles)
    walk.settle()
    try:
        yield walk
    finally:
        session.auto_lock.rest()
        for made in walk.made.values():
            made.close()
            made.deleteLater()
        walk.settle()
        session.end()
        thread.close()
        window.close()
        window.deleteLater()
        station.close()
        choose_words("")
        window_language().follow()


def furnish(template: Template, folder: Path) -> Path:
    """A copy of the template with something on every screen: money in all places, people with
    long names, duplicates, a draft, parked and voided payments, cards, a returned check.
    """
    from tests.gui.every_ground import fill

    made = Path(shutil.copytree(template.folder, folder / "data"))
    station = open_station(made)
    try:
        accounts = fill(station, template.actors)
    finally:
        station.close()
    (made / "accounts.txt").write_text("\n".join(accounts))
    (made / "counterfoil.lock").unlink(missing_ok=True)
    return made
