"""A cashier at the drawer, by keyboard: a counted float, patients who pay, a manager nearby."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.areas.drawers import service as drawers
from app.areas.drawers.values import AddDrawer, MoveCash, MovementKind
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.parties import service as parties
from app.areas.parties.values import Person as Human
from app.areas.parties.values import RegisterPatient
from app.areas.payments import service as payments
from app.areas.payments.values import PaymentTaken, TakePayment, TenderGiven
from app.areas.security import queries, service
from app.areas.security.values import AddUser
from app.bootstrap import Station
from app.gui.dialogs.cash_panel import CashPanel
from app.gui.screens.drawer.view import View
from app.kernel.actor import SYSTEM
from app.kernel.errors import NeedsConfirmation
from app.kernel.ids import AccountId, CommandId, new_id
from app.kernel.money import Money
from tests.gui.conftest import PINS, Person, give_pin

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ENTER, ESC = KEY.Key_Return, KEY.Key_Escape
MANAGER, MANAGERS_PIN = "3001", "577215"
HAND_MS = 36
"""Between two keys of a hand; a scanner is quicker."""


def usd(minor: int) -> Money:
    return Money(minor, "USD")


@dataclass
class Till:
    """Hands at the keyboard of one window; `keys` counts presses, not typed figures."""

    person: Person
    station: Station
    bot: Any
    keys: int = 0

    @property
    def view(self) -> View:
        return self.person.drawer

    @property
    def panel(self) -> CashPanel:
        found = self.person.session.cash.panel
        assert found is not None
        return found

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.keys += 1
        self.bot.wait(HAND_MS)
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

    def open_drawer(self, twenties: int = 10) -> None:
        """Count the float, as somebody who has just signed in."""
        count = self.person.counting()
        count.grid.quantity_box(usd(2000)).setText(str(twenties))
        self.press(ENTER, CTRL)
        self.until(lambda: self.person.session.desk.shift)
        self.until(lambda: self.person.session.frame.task == "counter")
        self.settle()

    def count(self, **pieces: int) -> None:
        """Type quantities into the grid that has the keyboard: n2000=10 counts ten twenties."""
        grid = self.closing.grid
        for name, quantity in pieces.items():
            box = grid.quantity_box(usd(int(name[1:])))
            box.setFocus()
            self.type(str(quantity))

    @property
    def closing(self) -> Any:
        self.until(lambda: self.view.closing and self.view.page is self.view.closing)
        return self.view.closing

    def pay(self, minor: int, **tender: Any) -> PaymentTaken:
        """Somebody pays, without the Counter: what is tested here is the drawer."""
        actor = self.person.session.desk.actor
        account = AccountId(new_id())
        patient = RegisterPatient(CommandId(new_id()), account, Human("Khin", f"Zaw {minor}"))
        self.station.act(SYSTEM, parties.register_patient, patient).result()
        amount = usd(minor)
        given = TenderGiven(tender.pop("method", "cash"), amount, **tender)
        command = TakePayment(CommandId(new_id()), account, (given,))
        keys: frozenset[str] = frozenset()
        while True:
            try:
                asked = TakePayment(command.id, account, (given,), confirmations=keys)
                return self.station.act(actor, payments.take_payment, asked).result()
            except NeedsConfirmation as question:
                keys |= {question.key}

    def move(self, kind: MovementKind, minor: int) -> None:
        actor = self.person.session.desk.actor
        reasons = {
            MovementKind.PAID_IN: ReasonKind.PAID_IN,
            MovementKind.PAID_OUT: ReasonKind.PAID_OUT,
        }
        reason_id = None
        if kind in reasons:
            reason_id = self.station.ask(ledger.reasons, reasons[kind]).result()[0].reason_id
        command = MoveCash(CommandId(new_id()), kind, usd(minor), reason_id)
        self.station.act(actor, drawers.move_cash, command).result()

    def photo(self, name: str) -> None:
        if folder := os.environ.get("COUNTERFOIL_GALLERY"):
            self.settle()
            QApplication.processEvents()
            dialog = QApplication.activeModalWidget()
            picture = (dialog or self.person.window).grab()
            picture.save(str(Path(folder) / f"{name}.png"))


@pytest.fixture
def manager(station: Station) -> str:
    roles = {name: role_id for role_id, name in station.ask(queries.roles).result()}
    command = AddUser(CommandId(new_id()), MANAGER, "Maria Oyelaran", roles["Billing manager"])
    added = station.act(SYSTEM, service.add_user, command).result()
    give_pin(station, added.user_id, MANAGERS_PIN)
    return MANAGER


@pytest.fixture
def second_drawer(station: Station) -> None:
    station.act(SYSTEM, drawers.add_drawer, AddDrawer(CommandId(new_id()), "Back desk")).result()


@pytest.fixture
def till(person: Person, station: Station, qtbot: Any) -> Iterator[Till]:
    """Nguyễn Thị Hoa has signed in and stands before the float."""
    PINS[MANAGER] = MANAGERS_PIN
    person.sign_in("2001")
    yield Till(person, station, qtbot)
    PINS.pop(MANAGER)
