"""What benches have painted: a long list without a window, and an account opened in one."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.areas.parties.lists import AccountRow
from app.bootstrap.report_log import ReportLog
from app.gui.action_runner import ActionRunner
from app.gui.desk import Desk, Seat
from app.gui.failures import Failures
from app.gui.frame import Frame
from app.gui.main_window import MainWindow
from app.gui.screen import Screen
from app.gui.screens.account.view import View as AccountView
from app.gui.screens.accounts.view import columns
from app.gui.tables.data_table import DataTable
from app.gui.tables.paged_model import PAGE, PagedModel
from app.gui.theme import Scheme, Theme, current
from app.kernel.actor import SYSTEM
from app.kernel.listing import ListWanted, Page

if TYPE_CHECKING:
    from app.bootstrap import Station


def begin_painting() -> QApplication:
    """An application in the light theme, without a screen where nothing else is said."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication([])
    Theme(Scheme.LIGHT).install(application)
    return application


class ListOnShow:
    """The table of the Accounts screen. `read` answers at once and on this thread: how long another
    thread waits is not what is measured.
    """

    def __init__(self, read: Callable[[ListWanted], Page[AccountRow]], wanted: ListWanted) -> None:
        self._read, self._wanted = read, wanted
        self._model: PagedModel[AccountRow] = PagedModel(columns())
        self._model.page_wanted.connect(self._answer)
        self._table = DataTable(self._model)
        self._table.resize(1056, 600)
        self._table.show()
        self._counted: tuple[int, tuple[str, ...]] = (0, ())

    def know(self, count: int, marks: tuple[str, ...]) -> None:
        """How many rows there are and where the pages begin."""
        self._counted = count, marks
        self._model.take_marks(self._model.question, *self._counted)

    def begin(self) -> None:
        """Ask for the first page and paint it."""
        self._model.begin(self._wanted)
        self.paint()

    def settle(self) -> None:
        """What comes after the first page, and is not waited for."""
        self._model.take_marks(self._model.question, *self._counted)

    def jump(self, page: int) -> None:
        """Scroll to a page, ask for it and paint it."""
        top = DataTable.ScrollHint.PositionAtTop
        self._table.scrollTo(self._model.index(page * PAGE, 0), top)
        self.paint()

    def paint(self) -> None:
        self._table.viewport().grab()

    def _answer(self, number: int, wanted: ListWanted) -> None:
        self._model.take_page(self._model.question, number, self._read(wanted))


@contextmanager
def desk_on_show(
    station: Station, application: QApplication
) -> Iterator[tuple[Desk, Frame, Callable[[], None]]]:
    """A window somebody signed in at, its desk and its frame; the last waits until all rests."""
    window, seat = MainWindow(), Seat()
    with tempfile.TemporaryDirectory() as log:
        failures = Failures(window, window.toasts, ReportLog(Path(log)))
        runner = ActionRunner(station, lambda: SYSTEM, failures, window)
        frame = Frame(station.practice)
        desk = Desk(
            runner=runner,
            practice=station.practice,
            theme=current(),
            toasts=window.toasts,
            paper=frame.shelf.tray,
            find=frame.top_bar.find_box,
            seat=seat,
            go=frame.go,
        )
        seat.take(SYSTEM, "")
        frame.let_in(SYSTEM)
        window.resize(1280, 720)
        window.show_page(frame)
        window.show()

        def rest() -> None:
            while runner.waiting:
                application.processEvents()

        yield desk, frame, rest
        rest()
        window.hide()
        window.deleteLater()


@contextmanager
def account_on_show(
    station: Station, application: QApplication
) -> Iterator[Callable[[str], float]]:
    """A window that opens accounts: seconds from the key to the picture, through its threads."""
    with desk_on_show(station, application) as (desk, frame, rest):
        view = AccountView(desk)
        frame.add_screen("counter", Screen())
        frame.add_screen("account", view)

        def opened(account_id: str) -> float:
            frame.go("counter")
            view.forget()
            rest()
            begun = time.perf_counter()
            frame.go("account", account_id)
            while view.page is None:
                # Sleeping until something comes, as a running window does.
                application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            frame.window().grab()
            return time.perf_counter() - begun

        yield opened
