"""Builds the window over a station: first run, passphrase, sign-in; the last resort for errors."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QObject, QSettings, QSize, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.bootstrap.opening_news import OpeningNews
from app.bootstrap.report_log import ReportLog, log_folder
from app.gui import motion
from app.gui.background import Background
from app.gui.collecting import collecting_here
from app.gui.door import Door
from app.gui.ending import Ending
from app.gui.failures import Failures
from app.gui.languages import begin_window_language
from app.gui.main_window import MainWindow
from app.gui.opening_pages import OpeningPage, PassphrasePage, ProblemPage
from app.gui.screens.sign_in.view import SignInView
from app.gui.session import Session
from app.gui.theme import Scheme, Theme
from app.kernel.errors import Bug, CounterfoilError, UserError
from app.kernel.translate import t, use_language

if TYPE_CHECKING:
    from app.areas.imports.demo import DemoUser
    from app.areas.security.values import FrontDoor, SignedIn
    from app.bootstrap import BackupSeen, EnrolledHere, Initialised, Restored, Station
    from app.bootstrap.crash_file import Crash
    from app.bootstrap.report_log import LogKeeper
    from app.bootstrap.setup_draft import SetUpDraft
    from app.gui.screens.first_run.actions import Wanted
    from app.gui.screens.first_run.joining import Invited, WantedStation
    from app.kernel.ids import UserId

A = TypeVar("A")
DESIGNED: Final = QSize(1280, 720)
_FITS_TO: Final = 125
"""Text up to this percentage has room in a window of the designed size."""
LOOK_FILE: Final = "window.ini"

Opened = Callable[[str], "Station | None"]
"""Opens the data folder with a passphrase (mostly empty); None where there is no practice yet."""


class OneThread:
    """A thread of the window's own, for what happens before there is a station."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="opening")

    def run(self, work: Callable[[], Any]) -> Future[Any]:
        return self._pool.submit(work)

    def close(self) -> None:
        self._pool.shutdown(wait=True)


class PracticeMaker:
    """Makes the demo or a real practice in `data`, joins one or gets one back; blocks."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def make_practice(self, wanted: Wanted) -> Initialised:
        from app.bootstrap import FirstAdministrator, Unlock, init_station

        who = FirstAdministrator(wanted.administrator_name, wanted.administrator_number, wanted.pin)
        unlock = Unlock(wanted.passphrase)
        return init_station(self._data, wanted.practice, who, unlock, guided=True)

    def kept_draft(self) -> SetUpDraft | None:
        from app.bootstrap.setup_draft import kept_draft
        from app.storage.location import refuse_unfit_folder

        refuse_unfit_folder(self._data)
        return kept_draft(self._data)

    def keep_draft(self, draft: SetUpDraft) -> None:
        from app.bootstrap.setup_draft import keep_draft

        keep_draft(self._data, draft)

    def make_demo(self, told: Callable[[int, int], None]) -> tuple[DemoUser, ...]:
        from app.bootstrap import make_demo

        made, _keys = make_demo(self._data, progress=told)
        return made.users

    def look_behind(self, code_text: str) -> Invited:
        from app.bootstrap import NewStation, practice_behind
        from app.gui.screens.first_run.joining import Invited

        wanted = NewStation(code_text=code_text)
        there = practice_behind(wanted, self._data)
        return Invited(there.name, tuple(name for _, name in there.sites), wanted.months_kept)

    def join(self, wanted: WantedStation, told: Callable[[str, int, int], None]) -> EnrolledHere:
        from app.bootstrap import NewStation, Unlock, enrol_here
        from app.devices.secrets import OsKeyring

        new = NewStation(
            code=wanted.code,
            name=wanted.name,
            administrator=wanted.administrator,
            pin=wanted.pin,
            site=wanted.site,
            code_text=wanted.code_text,
        )
        told(t("Calling the centre…"), 0, 0)
        return enrol_here(
            self._data,
            new,
            Unlock(wanted.passphrase),
            store=OsKeyring(),
            progress=lambda at: told(at.words, at.done, at.of),
        )

    def look_at_backup(self, path: Path, recovery_key: str) -> BackupSeen:
        from app.bootstrap import look_at_backup

        return look_at_backup(path, recovery_key)

    def wants_passphrase(self) -> bool:
        from app.devices.secrets import OsKeyring

        return not OsKeyring().available()

    def restore(
        self, path: Path, recovery_key: str, passphrase: str, told: Callable[[int, int], None]
    ) -> Restored:
        from app.bootstrap import Unlock, restore_here
        from app.storage.pace import Pace

        return restore_here(path, self._data, recovery_key, Unlock(passphrase), Pace(told=told))


class Application(QObject):
    """One window over one data folder, from its first paint to its last."""

    _told = Signal(str, int, int)

    def __init__(
        self,
        data: Path,
        opened: Opened,
        ahead: Future[FrontDoor | None],
        news: OpeningNews | None = None,
    ) -> None:
        super().__init__()
        self._data, self._door = data, Door(opened)
        self._news = news or OpeningNews()
        self._told.connect(self._show_opening)
        self._news.listen = self._told.emit
        self._look = QSettings(str(data / LOOK_FILE), QSettings.Format.IniFormat)
        self.theme = _theme_kept(self._look)
        self._language = begin_window_language(self._look)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.theme.install(app)
        self.window = MainWindow()
        self.failures = Failures(self.window, self.window.toasts, ReportLog(log_folder(data)))
        self._thread = OneThread()
        self._background = Background(self._thread, self.failures, self)
        self.session: Session | None = None
        self.station: Station | None = None
        self.window.closing.connect(self._close)
        self.window.look_chosen.connect(self._keep_look)
        self._closed = False
        self._tried = False
        self._waiting = 0
        self._newcomer: tuple[UserId, str] | None = None
        self._before_close: Callable[[], None] = lambda: None
        self._sign_in: SignInView | None = None
        self._await(ahead.result, self._have_front)

    def show(self) -> None:
        """Show the window as large as it was, or as designed where that fits: large text needs
        the whole screen.
        """
        size = self._look.value("look/size")
        kept = isinstance(size, QSize)
        self.window.resize(size if isinstance(size, QSize) else DESIGNED)
        screen = self.window.screen().availableGeometry()
        tight = screen.width() <= DESIGNED.width() or screen.height() <= DESIGNED.height() + 40
        if tight or (self.theme.scale > _FITS_TO and not kept):
            self.window.showMaximized()
        else:
            self.window.show()
        self.window.activateWindow()

    def _await(self, work: Callable[[], A], done: Callable[[A], None]) -> None:
        """Run `work` on the helper thread; failures of the outside world have a page here."""

        def arrived(result: A | CounterfoilError) -> None:
            if isinstance(result, CounterfoilError):
                self._show_problem(result)
            else:
                done(result)

        self._waiting += 1
        self._background.run(
            lambda: _settle(work), done=arrived, refused=self._refused, always=self._free
        )

    def _free(self) -> None:
        """After a failure that has no page the passphrase can be tried again."""
        self._waiting -= 1
        # What came may have begun more work: the page then still stands for a while.
        if not self._waiting and isinstance(page := self.window.page, PassphrasePage):
            page.free()

    def _have_front(self, front: FrontDoor | None) -> None:
        """Draw the tiles from the shortest look at the data; the practice opens behind them."""
        if front is not None:
            self._show_sign_in(front)
            QTimer.singleShot(0, self, lambda: self._open(""))
        else:
            self._open("")

    def _open(self, passphrase: str) -> None:
        door = self._door
        self._await(lambda: door.open(passphrase), self._opened)

    def _opened(self, station: Station | None) -> None:
        if station is None:
            self._first_run()
        elif self._sign_in is None:
            self._await(self._door.front, lambda front: self._begin(station, front))
        else:
            self._begin(station, None)

    def _show_sign_in(self, front: FrontDoor) -> None:
        use_language(front.locale)
        self._language.follow()
        self.window.name_site(front.site_name)
        self._sign_in = SignInView(self._background, self._door, front)
        self.window.show_page(self._sign_in, hush=True)

    def _show_opening(self, words: str, done: int, of: int) -> None:
        """Slow work comes before anybody can sign in: how far it is, instead of dead tiles."""
        if self._closed or self.station is not None:
            return
        page = self.window.page
        if not isinstance(page, OpeningPage):
            page, self._sign_in = OpeningPage(), None
            self.window.show_page(page)
        page.tell(words, done, of)

    def _refused(self, refused: UserError) -> None:
        if refused.field == "passphrase":
            self.window.name_site(t("Unlock"))
            page = PassphrasePage(refused.text, wrong=self._tried)
            page.entered.connect(self._try_passphrase)
            self.window.show_page(page)
            page.ask()
        else:
            self._show_problem(refused)

    def _try_passphrase(self, passphrase: str) -> None:
        self._tried = True
        self._open(passphrase)

    def _show_problem(self, problem: CounterfoilError) -> None:
        page = ProblemPage(problem.text)
        page.retry_wanted.connect(lambda: self._open(""))
        page.quit_wanted.connect(self.window.close)
        self.window.show_page(page)

    def _begin(self, station: Station, front: FrontDoor | None) -> None:
        if self._closed:
            station.close()
            return
        self.station = station
        if front is not None:
            self._show_sign_in(front)
        if self._sign_in is None:
            raise Bug("the sign-in page stands before the session")
        self.session = Session(station, self.window, self.failures, self._sign_in)
        self.session.look_chosen = self._keep_look
        newcomer, self._newcomer = self._newcomer, None
        if newcomer is not None:
            self._let_in(station, *newcomer)

    def _first_run(self) -> None:
        from app.gui.screens.first_run.actions import FirstRun
        from app.gui.screens.first_run.view import FirstRunView

        self.window.name_site(t("Welcome"))
        view = FirstRunView(str(self._data))
        first = FirstRun(view, self._background, PracticeMaker(self._data))
        first.finished.connect(lambda passphrase: self._made(passphrase, first.newcomer))
        self._before_close = first.stop
        self.window.show_page(view)
        view.show_choice()
        first.go_on()

    def _made(self, passphrase: str, newcomer: tuple[UserId, str] | None) -> None:
        """Open what was made; who set it up goes straight on."""
        self._newcomer = newcomer
        self._try_passphrase(passphrase)

    def _let_in(self, station: Station, user_id: UserId, pin: str) -> None:
        """Sign in whoever made this practice just now; that the recovery keys are written down they
        have said.
        """
        from app.bootstrap.recovery import confirm_recovery

        door, page = self._door, self._sign_in

        def enter() -> SignedIn:
            signed_in = door.sign_in(user_id, pin)
            confirm_recovery(station, signed_in.actor)
            return signed_in

        if page is not None:
            self._background.run(enter, done=page.signed_in.emit)

    def _keep_look(self) -> None:
        self._look.setValue("look/scheme", self.theme.scheme.value)
        self._look.setValue("look/scale", self.theme.scale)
        self._look.setValue("look/motion", motion.chosen().value)

    def _close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._news.stop()
        self._before_close()
        if self.station is not None:
            self._look.setValue("look/size", self.window.size())
        if self.session is not None:
            self.session.end()
        self._thread.close()
        if self.station is not None:
            self.station.close()


def _settle(work: Callable[[], A]) -> A | CounterfoilError:
    """What `work` gives, or a failure of the outside world, which has a page of its own here."""
    try:
        return work()
    except UserError:
        raise
    except CounterfoilError as problem:
        return problem


def _theme_kept(look: QSettings) -> Theme:
    kept = str(look.value("look/scheme", Scheme.SYSTEM.value))
    scheme = Scheme(kept) if kept in {each.value for each in Scheme} else Scheme.SYSTEM
    scale = str(look.value("look/scale", "100"))
    motion.choose_kept(look.value("look/motion"))
    return Theme(scheme, max(100, min(200, int(scale))) if scale.isdecimal() else 100)


def run(
    data: Path,
    opened: Callable[[str, OpeningNews], Station | None],
    ahead: Future[FrontDoor | None],
    keeper: LogKeeper | None = None,
    crash: Crash | None = None,
) -> int:
    """Show the window over `data` until it is closed; the exit code of the program.

    `crash` is how it ended before, to be told once somebody can read it.
    """
    app = QApplication(sys.argv[:1])
    app.setApplicationName("counterfoil")
    app.setApplicationDisplayName(t("Counterfoil"))
    news = OpeningNews()
    application = Application(data, lambda passphrase: opened(passphrase, news), ahead, news)
    application.failures.take_over()
    if keeper is not None:
        application.failures.hear(keeper)
    if crash is not None:
        application.failures.fell_over(crash)
    application.show()
    ending = Ending(application.window.close)
    try:
        with collecting_here():
            return app.exec()
    finally:
        ending.give_back()
