"""A signed-in cashier with an open drawer, and a printer on a real socket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from app.areas.drawers import queries as drawer_queries
from app.areas.drawers import service as drawers
from app.areas.drawers.values import OpenShift, Pile
from app.areas.payments import service as payments
from app.areas.payments.values import PaymentTaken
from app.areas.printing import queries as printing
from app.areas.printing import service
from app.areas.printing.values import PrinterKind, PrintQueue, SavePrinter
from app.bootstrap import Station
from app.devices.printing.links import Times
from app.gui.print_desk import PrintDesk
from app.gui.printing.raster import QtRaster
from app.kernel.actor import SYSTEM
from app.kernel.ids import AccountId
from app.kernel.paper import JobState
from tests.building import Actors, Books, command_id
from tests.devices.stand_in_printer import StandInPrinter
from tests.gui.conftest import Person

QUICK = Times(connect_s=1.0, send_s=0.5, status_s=0.3, done_s=0.5, recheck_s=0.05)


def everybody() -> Actors:
    """The program itself in every role."""
    return Actors(SYSTEM, SYSTEM, SYSTEM, SYSTEM, SYSTEM, SYSTEM, SYSTEM)


@dataclass
class Window:
    """The window of a cashier, the station behind it and the printer beside it."""

    person: Person
    station: Station
    printer: StandInPrinter
    account: AccountId
    paid: int = 0

    @property
    def desk(self) -> PrintDesk:
        return self.person.session.printing

    def choose(
        self, kind: PrinterKind = PrinterKind.TCP, address: str = "", *, drawer_pin: int = 0
    ) -> None:
        command = SavePrinter(
            command_id(), kind, address or self.printer.address, 42, drawer_pin=drawer_pin
        )
        self.station.act(SYSTEM, service.save_printer, command).result()

    def queue(self) -> PrintQueue:
        return self.station.ask(printing.print_queue).result()

    def pay(self, done: Callable[[PaymentTaken], None] = lambda _taken: None) -> None:
        """As the Counter does: sent from the window, answered to the window."""
        books = Books(self.station, everybody())
        self.paid += 1
        command = books.cash(self.account, 5_00 + self.paid)  # no two alike: nothing is asked
        self.person.session.runner.act(payments.take_payment, command, done=done)

    def until(self, state: JobState) -> None:
        self.person.wait(lambda: [j for j in self.queue().jobs if j.state is state])

    def printed(self, count: int) -> None:
        self.person.wait(lambda: len(self.printer.texts()) >= count)


@pytest.fixture
def printer() -> Iterator[StandInPrinter]:
    made = StandInPrinter()
    yield made
    made.close()


@pytest.fixture
def quick(station: Station) -> None:
    """The spooler, less patient than in life; the window finds it at work already."""
    station.start_printing(QtRaster(), QUICK)


@pytest.fixture
def window(quick: None, person: Person, station: Station, printer: StandInPrinter) -> Window:
    books = Books(station, everybody())
    account = books.register_patient("Nguyễn", "Thị Hoa").account_id
    books.issue_invoice(account, 900_00)
    person.sign_in("2001")
    actor = person.session.desk.actor
    drawer = station.ask(drawer_queries.drawer_rows).result()[0].drawer_id
    piles = (Pile(books.money(2000), 5),)
    station.act(actor, drawers.open_shift, OpenShift(command_id(), drawer, piles)).result()
    return Window(person, station, printer, account)
