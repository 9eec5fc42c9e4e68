"""A real window over a real station: a practice with two patients, invoices and a counted float."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.areas.drawers import queries as drawers
from app.areas.drawers import service as drawer_service
from app.areas.drawers.values import CountSafe, OpenShift, Pile
from app.areas.invoices import drafting
from app.areas.invoices import service as invoices
from app.areas.invoices.values import (
    BringForward,
    DraftLine,
    InvoiceIssued,
    InvoiceLine,
    IssueInvoice,
    SaveDraft,
)
from app.areas.parties import service as parties
from app.areas.parties.values import Person, RegisterPatient
from app.areas.payments import queries as payments
from app.areas.payments import service as payment_service
from app.areas.payments.values import (
    CounterAccount,
    LatestPayment,
    NotCollected,
    TakePayment,
    TenderGiven,
)
from app.areas.security import queries as security
from app.areas.security import service as security_service
from app.areas.security.values import AddUser
from app.areas.settings.values import SetUpPractice
from app.bootstrap import FirstAdministrator, Station, init_station, open_station
from app.bootstrap.report_log import ReportLog
from app.gui.action_runner import ActionRunner
from app.gui.desk import Desk, Seat
from app.gui.failures import Failures
from app.gui.frame import Frame
from app.gui.main_window import MainWindow
from app.gui.scanning import Scanning
from app.gui.screen import Screen
from app.gui.screens.counter.view import View
from app.gui.theme import Theme
from app.kernel.actor import SYSTEM, Actor, Permission
from app.kernel.ids import (
    AccountId,
    CommandId,
    InvoiceId,
    OrganizationId,
    SiteId,
    StationId,
    UserId,
    new_id,
)
from app.kernel.money import Money

if TYPE_CHECKING:
    from tests.gui.counter.card_hands import Cards

NONE = Qt.KeyboardModifier.NoModifier

KEY = Qt.Key


def _nothing(_uow: object, _command: None) -> None:
    """The writer gets to it when all before it is committed and told."""


@dataclass
class Books:
    """A station with its cashier, and what tests ask of it without the window."""

    station: Station
    cashier: Actor
    accounts: dict[str, AccountId] = field(default_factory=dict)

    def act(self, action: Callable[..., Any], command: Any) -> Any:
        return self.station.act(self.cashier, action, command).result()

    def today(self) -> date:
        from app.areas.settings.queries import business_today

        return business_today(self.station.practice, self.station.clock.now())

    def usd(self, minor: int) -> Money:
        return Money(minor, self.station.practice.currency)

    def register(
        self,
        given: str,
        family: str,
        order: str = "given_first",
        born: date = date(1984, 3, 2),
        **more: Any,
    ) -> None:
        account_id = AccountId(new_id())
        person = Person(family, given, name_order=order, birth_date=born, **more.pop("person", {}))
        self.act(
            parties.register_patient,
            RegisterPatient(CommandId(new_id()), account_id, person, **more),
        )
        self.accounts[given] = account_id

    def issue(self, given: str, minor: int, words: str = "Office visit") -> InvoiceIssued:
        line = InvoiceLine(words, self.usd(minor))
        command = IssueInvoice(CommandId(new_id()), self.accounts[given], (line,))
        return self.act(invoices.issue_invoice, command)

    def draft(self, given: str, minor: int, words: str = "Vaccination") -> None:
        """A charge that is written and not issued."""
        line = DraftLine(words, self.usd(minor))
        draft_id = InvoiceId(new_id())
        command = SaveDraft(CommandId(new_id()), draft_id, self.accounts[given], (line,))
        self.act(drafting.save_draft, command)

    def bring_forward(self, given: str, minor: int, days_ago: int, words: str) -> InvoiceIssued:
        day = self.today() - timedelta(days=days_ago)
        command = BringForward(
            CommandId(new_id()),
            self.accounts[given],
            f"OLD-{days_ago}",
            day,
            self.usd(minor),
            due_date=day,
            description=words,
        )
        return self.act(invoices.bring_forward, command)

    def open_shift(self) -> None:
        drawer = self.station.ask(drawers.drawer_rows).result()[0]
        piles = (Pile(self.usd(100), 100),)
        self.act(drawer_service.count_safe, CountSafe(CommandId(new_id()), piles))
        self.act(
            drawer_service.open_shift,
            OpenShift(CommandId(new_id()), drawer.drawer_id, piles),
        )

    def pay(self, given: str, minor: int) -> None:
        """Cash from this account, what is over as credit."""
        tender = TenderGiven("cash", self.usd(minor))
        owed = self.counter(given).owed
        agreed = frozenset({f"credit:{minor - owed.minor}"})
        self.act(
            payment_service.take_payment,
            TakePayment(CommandId(new_id()), self.accounts[given], (tender,), confirmations=agreed),
        )

    def counter(self, given: str) -> CounterAccount:
        found: CounterAccount = self.station.ask(
            payments.counter_account, self.accounts[given]
        ).result()
        return found

    def not_collected(self, given: str) -> tuple[NotCollected, ...]:
        return self.counter(given).not_collected_today

    def payments(self) -> tuple[LatestPayment, ...]:
        return self.station.ask(payments.latest_payments).result()

    def parked(self) -> tuple[Any, ...]:
        return self.station.ask(payments.parked_forms).result()


@pytest.fixture(scope="session")
def counted_practice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Books]:
    """The practice on disk, closed, and the books that filled it; each test works on a copy."""
    data = tmp_path_factory.mktemp("counter") / "practice"
    init_station(
        data,
        SetUpPractice(
            CommandId(new_id()),
            OrganizationId(new_id()),
            SiteId(new_id()),
            StationId(new_id()),
            "Riverside Clinic",
            "Main street",
            demo=True,
        ),
        FirstAdministrator("Thida Win", "7", "481516"),
    )
    station = open_station(data)
    role_of = {name: role_id for role_id, name in station.ask(security.roles).result()}
    ana = AddUser(CommandId(new_id()), "2001", "Ana Lwin", role_of["CFO"])
    user_id = station.act(SYSTEM, security_service.add_user, ana).result().user_id
    cashier = Actor(UserId(user_id), "Ana Lwin", frozenset(Permission))
    books = Books(station, cashier)
    books.register("Thị Hoa", "Nguyễn", "family_first")
    books.register("Robert", "O’Neil")
    books.bring_forward("Thị Hoa", 15000, 49, "X-ray, two views")
    books.issue("Thị Hoa", 3500)
    books.issue("Robert", 8000)
    station.close()
    return data, books


@pytest.fixture
def books(counted_practice: tuple[Path, Books], tmp_path: Path) -> Iterator[Books]:
    folder, filled = counted_practice
    station = open_station(Path(shutil.copytree(folder, tmp_path / "practice")))
    yield Books(station, filled.cashier, dict(filled.accounts))
    station.close()


@dataclass
class Bench:
    """The window with its Counter, and hands for the keyboard."""

    books: Books
    window: MainWindow
    frame: Frame
    desk: Desk
    view: View
    failures: Failures
    scanning: Scanning
    qtbot: Any
    struck_ms: int = 0

    def __post_init__(self) -> None:
        # Keys without a stamp are judged by this clock: a slow machine must not look like a scan.
        self.window.scan.now_ms = lambda: self.struck_ms

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=20_000)

    def settle(self) -> None:
        """Until nothing is on its way: no answer, no commit still to be told, no search."""
        runner, timer = self.desk.runner, self.view.acts.finding._timer
        calm = 0
        while calm < 2:
            self.wait(lambda: runner.waiting == 0 and not timer.isActive())
            self.books.station.act(SYSTEM, _nothing, None).result()
            self.qtbot.wait(1)
            calm = calm + 1 if runner.waiting == 0 and not timer.isActive() else 0

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def pause(self) -> None:
        """So long as a person's hand needs to the next key; `ScanGuard` reads this clock."""
        self.struck_ms += 90
        QApplication.processEvents()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """A key of a person: it goes to whatever has the keyboard."""
        self.pause()
        QTest.keyClick(self.focus, key, modifiers)

    def type(self, text: str) -> None:
        for letter in text:
            self.pause()
            QTest.keyClicks(self.focus, letter)

    def strike(self, letter: str) -> None:
        """A key without the pause of a hand, as a scanner sends it."""
        if letter == "\r":
            QTest.keyClick(self.focus, KEY.Key_Return)
        else:
            QTest.keyClicks(self.focus, letter)

    def find(self, text: str) -> None:
        """Type a name and open the first match with Enter."""
        self.type(text)
        self.press(KEY.Key_Return)
        self.settle()

    def open(self, given: str) -> None:
        self.view.acts.open_account(self.books.accounts[given])
        self.wait(lambda: self.view.acts.account_id == self.books.accounts[given])
        self.settle()


@pytest.fixture
def make_bench(qtbot, theme: Theme, books: Books, tmp_path: Path) -> Iterator[Callable[..., Bench]]:
    benches: list[Bench] = []

    def make(*, shift: bool = True, size: tuple[int, int] = (1280, 720)) -> Bench:
        if shift:
            books.open_shift()
        window = MainWindow()
        seat = Seat()
        seat.setParent(window)
        failures = Failures(window, window.toasts, ReportLog(tmp_path / "log"))
        runner = ActionRunner(books.station, lambda: seat.actor or SYSTEM, failures, window)
        frame = Frame(books.station.practice, window.room)
        desk = Desk(
            runner=runner,
            practice=books.station.practice,
            theme=theme,
            toasts=window.toasts,
            paper=frame.shelf.tray,
            find=frame.top_bar.find_box,
            seat=seat,
            go=frame.go,
        )
        seat.take(books.cashier, "Cashier")
        mine = books.station.ask(drawers.my_shift, books.cashier.user_id).result()
        seat.hold_shift(mine)
        view = View(desk, frame.room)
        frame.add_screen("counter", view)
        frame.add_screen("drawer", Screen())
        window.toasts.keep_clear = frame.keep_clear
        frame.shown.connect(window.toasts.place)
        scanning = Scanning(window.scan, frame, desk)
        window.resize(*size)
        window.show_page(frame)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        frame.go("counter")
        bench = Bench(books, window, frame, desk, view, failures, scanning, qtbot)
        bench.wait(lambda: QApplication.focusWidget() is desk.find)
        bench.settle()
        benches.append(bench)
        return bench

    yield make
    for bench in benches:
        if bench.failures.question is not None:
            bench.failures.question.reject()
        bench.window.hide()
        bench.settle()
        bench.window.close()
        bench.window.deleteLater()
    QTest.qWait(0)


@pytest.fixture
def bench(make_bench: Callable[..., Bench]) -> Bench:
    return make_bench()


@pytest.fixture
def cards(make_bench: Callable[..., Bench], books: Books) -> Cards:
    """A Counter with the simulated reader beside it, and the real runner behind both."""
    from app.areas.cards import maintaining
    from app.gui.cards_desk import cards_desk
    from tests.gui.counter.card_hands import Cards

    books.station.act(SYSTEM, maintaining.seed_simulated, None).result()
    books.station.start_cards()
    bench = make_bench()
    bench.desk.cards = books.station.cards
    return Cards(bench, cards_desk(bench.frame, bench.desk))
