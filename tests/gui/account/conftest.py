"""A billing manager at the window, and accounts with something on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from app.areas.catalog import maintaining
from app.areas.catalog.values import SaveService, SaveTaxRate
from app.areas.invoices import service as invoices
from app.areas.invoices.values import InvoiceLine, IssueInvoice
from app.areas.parties import service as parties
from app.areas.parties.values import PatientRegistered, RegisterPatient
from app.areas.parties.values import Person as Human
from app.areas.security import queries, service
from app.areas.security.values import AddUser
from app.bootstrap import Station
from app.kernel.actor import SYSTEM
from app.kernel.ids import AccountId, CommandId, new_id
from app.kernel.money import Money
from tests.gui import conftest as people

if TYPE_CHECKING:
    from tests.gui.conftest import Person

MANAGER, PIN = "4001", "924618"


def usd(minor: int) -> Money:
    return Money(minor, "USD")


class Clinic:
    """Verbs over the station beside the window; each waits for its answer."""

    def __init__(self, station: Station) -> None:
        self.station = station

    def act(self, action: Any, command: Any) -> Any:
        return self.station.act(SYSTEM, action, command).result()

    def ask(self, query: Any, *args: Any) -> Any:
        return self.station.ask(query, *args).result()

    def patient(self, family: str, given: str, **fields: Any) -> PatientRegistered:
        human = Human(family, given, **fields)
        command = RegisterPatient(CommandId(new_id()), AccountId(new_id()), human)
        return self.act(parties.register_patient, command)

    def invoice(self, account_id: AccountId, minor: int, words: str = "Office visit") -> Any:
        line = InvoiceLine(words, usd(minor))
        command = IssueInvoice(CommandId(new_id()), account_id, (line,))
        return self.act(invoices.issue_invoice, command)

    def service(self, code: str, name: str, minor: int, **fields: Any) -> Any:
        command = SaveService(CommandId(new_id()), code, name, usd(minor), **fields)
        return self.act(maintaining.save_service, command)

    def tax(self, rate_e4: int, since: Any) -> None:
        command = SaveTaxRate(CommandId(new_id()), "standard", "Sales tax", rate_e4, since)
        self.act(maintaining.save_tax_rate, command)


@pytest.fixture
def clinic(station: Station) -> Clinic:
    return Clinic(station)


@pytest.fixture
def manager(station: Station, monkeypatch: pytest.MonkeyPatch) -> str:
    """The badge number of a billing manager; ask for it before `person`."""
    role_of = {name: role_id for role_id, name in station.ask(queries.roles).result()}
    add = AddUser(CommandId(new_id()), MANAGER, "Mia Chen", role_of["Billing manager"])
    added = station.act(SYSTEM, service.add_user, add).result()
    people.give_pin(station, added.user_id, PIN)
    monkeypatch.setitem(people.PINS, MANAGER, PIN)
    return MANAGER


def open_account(person: Person, account_id: AccountId) -> Any:
    """The account's page, read and with the keyboard in its ledger."""
    person.session.frame.go("account", account_id)
    view = person.session.frame.screen_of("account")
    person.wait(lambda: view.page is not None)  # type: ignore[attr-defined]
    person.settle()
    return view


def form_of(person: Person, deeds: Any) -> Any:
    """The short form that was just opened, as soon as the keyboard stands in it."""
    person.wait(lambda: deeds.panel is not None and deeds.panel.isAncestorOf(person.focus))
    return deeds.panel
