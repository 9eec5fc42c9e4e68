"""Builds practices and books for tests through the program's own actions, with one verb a line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from app import bootstrap
from app.areas.drawers import closing as counting
from app.areas.drawers import queries as drawer_queries
from app.areas.drawers import service as drawers
from app.areas.drawers.closing_values import CloseShift, CountSealed, SealCount, ShiftClosed
from app.areas.drawers.values import CountSafe, OpenShift, Pile, SafeCounted, ShiftOpened
from app.areas.invoices import service as invoices
from app.areas.invoices.values import InvoiceIssued, InvoiceLine, IssueInvoice
from app.areas.parties import service as parties
from app.areas.parties.values import PatientRegistered, Person, RegisterPatient
from app.areas.payments import closing
from app.areas.payments import service as payments
from app.areas.payments.values import PaymentTaken, TakePayment, TenderGiven
from app.areas.security import service as security
from app.areas.security.rules import PRESETS
from app.areas.security.values import AddUser, SetPin
from app.areas.settings.values import SetUpPractice
from app.bootstrap import FirstAdministrator, Initialised, Station
from app.kernel.actor import SYSTEM, Actor
from app.kernel.errors import NeedsConfirmation
from app.kernel.ids import (
    AccountId,
    CommandId,
    DrawerId,
    InvoiceId,
    OrganizationId,
    RoleId,
    ShiftId,
    SiteId,
    StationId,
    UserId,
    derived_id,
    new_id,
)
from app.kernel.money import Money

PIN = "739154"
"""Everybody's PIN in tests; their verifiers are cheap, so that a sign-in takes no time."""
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_PEOPLE = (
    ("administrator", "1", "Ana Admin"),
    ("cashier", "20", "Cho Cho Win"),
    ("other_cashier", "21", "Olga Novak"),
    ("billing_clerk", "30", "Ben Clerk"),
    ("billing_manager", "40", "Maria Manager"),
    ("accounting", "50", "Abdul Account"),
    ("cfo", "60", "Fiona Officer"),
)


@dataclass(frozen=True, slots=True)
class Actors:
    """One person of each role (two cashiers), with their real ids; numbers are in `numbers`."""

    administrator: Actor
    cashier: Actor
    other_cashier: Actor
    billing_clerk: Actor
    billing_manager: Actor
    accounting: Actor
    cfo: Actor
    numbers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Template:
    """A set-up practice to copy; what `init` showed once is in `made`."""

    folder: Path
    made: Initialised
    actors: Actors


def cheap_verifier(pin: str = PIN) -> str:
    """What checks a PIN, made and checked in a fraction of a millisecond."""
    return _CHEAP.hash(pin)


def command_id() -> CommandId:
    return CommandId(new_id())


def set_up(**fields: Any) -> SetUpPractice:
    """The command that sets a practice up: Riverside Clinic, USD, a demo whose key
    lies beside it.
    """
    wanted: dict[str, Any] = {
        "organization_name": "Riverside Clinic",
        "site_name": "Main Street",
        "demo": True,
    }
    return SetUpPractice(
        command_id(),
        OrganizationId(new_id()),
        SiteId(new_id()),
        StationId(new_id()),
        **wanted | fields,
    )


def make_template(folder: Path, **fields: Any) -> Template:
    """Set a practice up for real in `folder`/data and add one user of each role."""
    data = folder / "data"
    made = bootstrap.init_station(data, set_up(**fields), FirstAdministrator("Ana Admin", "1", PIN))
    station = bootstrap.open_station(data)
    try:
        found = {
            name: _person(station, made.administrator, name, number, who)
            for name, number, who in _PEOPLE
        }
    finally:
        station.close()
    (data / "counterfoil.lock").unlink(missing_ok=True)
    return Template(data, made, Actors(**found, numbers={n: number for n, number, _ in _PEOPLE}))


def _person(station: Station, administrator: UserId, name: str, number: str, who: str) -> Actor:
    preset = next(p for p in PRESETS if p.key == name.removeprefix("other_"))
    user_id = administrator
    if name != "administrator":
        add = AddUser(command_id(), number, who, RoleId(derived_id("role", preset.key)))
        user_id = station.act(SYSTEM, security.add_user, add).result().user_id
    pin = SetPin(command_id(), user_id, cheap_verifier())
    station.act(SYSTEM, security.set_pin, pin).result()
    return Actor(user_id, who, frozenset(preset.permissions))


@dataclass(slots=True)
class Books:
    """Verbs over one station; each waits for its answer. Amounts are minor units."""

    station: Station
    actors: Actors
    currency: str = "USD"

    def money(self, minor: int) -> Money:
        return Money(minor, self.currency)

    def register_patient(
        self, family: str = "Nguyễn", given: str = "Thị Hoa", **fields: Any
    ) -> PatientRegistered:
        """Somebody new, however alike others are."""
        person = Person(family, given, **{"birth_date": date(1984, 3, 14)} | fields)
        new = frozenset({"duplicate_patient"})
        command = RegisterPatient(command_id(), AccountId(new_id()), person, confirmations=new)
        return self.station.act(self.actors.cashier, parties.register_patient, command).result()

    def issue_invoice(
        self, account_id: AccountId, *minor: int, words: str = "Office visit", **fields: Any
    ) -> InvoiceIssued:
        """An invoice with one line for each amount."""
        lines = tuple(InvoiceLine(words, self.money(amount)) for amount in minor or (3500,))
        command = IssueInvoice(command_id(), account_id, lines, **fields)
        act = self.station.act
        return act(self.actors.billing_clerk, invoices.issue_invoice, command).result()

    def drawer(self) -> DrawerId:
        return self.station.ask(drawer_queries.drawer_rows).result()[0].drawer_id

    def open_shift(self, notes: int = 10, worth: int = 2000, **fields: Any) -> ShiftOpened:
        """The cashier's shift, its float so many notes of that worth; none for an empty float."""
        piles = (Pile(self.money(worth), notes),) if notes else ()
        command = OpenShift(command_id(), self.drawer(), piles, **fields)
        try:
            return self.station.act(self.actors.cashier, drawers.open_shift, command).result()
        except NeedsConfirmation as asked:
            command = replace(command, confirmations=frozenset({asked.key}))
            return self.station.act(self.actors.cashier, drawers.open_shift, command).result()

    def seal(
        self, shift_id: ShiftId, *minor: int, actor: Actor | None = None, **fields: Any
    ) -> CountSealed:
        """Count a drawer at its end; each amount is a pile of one note or coin, repeats add up."""
        piles = tuple(Pile(self.money(one), minor.count(one)) for one in dict.fromkeys(minor))
        command = SealCount(command_id(), shift_id, piles, **fields)
        by = actor or self.actors.cashier
        return self.station.act(by, counting.seal_count, command).result()

    def close_shift(self, shift_id: ShiftId, actor: Actor | None = None) -> ShiftClosed:
        """Close a counted shift whose count agrees."""
        command = CloseShift(command_id(), shift_id)
        return self.station.act(actor or self.actors.cashier, closing.close_shift, command).result()

    def count_safe(self, notes: int = 50, worth: int = 2000) -> SafeCounted:
        command = CountSafe(command_id(), (Pile(self.money(worth), notes),))
        act = self.station.act
        return act(self.actors.billing_manager, drawers.count_safe, command).result()

    def cash(
        self,
        account_id: AccountId,
        minor: int,
        given: int | None = None,
        invoice_ids: tuple[InvoiceId, ...] = (),
        **fields: Any,
    ) -> TakePayment:
        """The command alone, for tests that send it themselves."""
        tender = TenderGiven("cash", self.money(minor), self.money(given or minor))
        return TakePayment(command_id(), account_id, (tender,), invoice_ids, **fields)

    def take_cash(
        self, account_id: AccountId, minor: int, given: int | None = None, **fields: Any
    ) -> PaymentTaken:
        """Taken by the cashier, who says yes to what is asked, such as keeping credit."""
        return self.take(self.cash(account_id, minor, given, **fields))

    def take(self, command: TakePayment) -> PaymentTaken:
        """Taken by the cashier, who says yes to what is asked."""
        while True:
            try:
                done = self.station.act(self.actors.cashier, payments.take_payment, command)
                return done.result()
            except NeedsConfirmation as asked:
                keys = command.confirmations | {asked.key}
                command = replace(command, confirmations=keys)
