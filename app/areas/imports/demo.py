"""The demo practice: a made-up clinic with a year behind it, made by the program's own actions.

Its patients come from resources/demo through the import, its invoices and payments through the
actions of the counter, under a clock that runs through the past year.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.areas.drawers import queries as drawer_queries
from app.areas.drawers import service as drawers
from app.areas.drawers.values import AddDrawer, CountSafe, OpenShift, Pile
from app.areas.imports import bring_in, repository
from app.areas.imports.values import Act, Ask, BringIn, ImportKind, Progress
from app.areas.invoices import service as invoices
from app.areas.invoices.values import InvoiceLine, IssueInvoice
from app.areas.payments import service as payments
from app.areas.payments.values import TakePayment, TenderGiven
from app.areas.security import pins
from app.areas.security import queries as security_queries
from app.areas.security import service as security
from app.areas.security.rules import PRESETS
from app.areas.security.values import AddUser, SetPin
from app.areas.settings.values import SetUpPractice
from app.kernel.actor import SYSTEM, Actor
from app.kernel.errors import ensure
from app.kernel.ids import (
    AccountId,
    CommandId,
    DrawerId,
    InvoiceId,
    OrganizationId,
    RoleId,
    SiteId,
    StationId,
    derived_id,
    new_id,
)
from app.kernel.money import Money
from app.kernel.translate import t

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "demo"
SOURCE = "Old system"
CURRENCY = "USD"
FIRST_NUMBER = 10001
PATIENTS = 2000
INVOICES = 5940
INVOICES_TODAY = 12
PAID_OF_HUNDRED = 78
DECEASED = 11
"""The patient, counted from 0, who died and gets no more bills."""


@dataclass(frozen=True, slots=True)
class DemoUser:
    """Somebody of the demo; the PIN is well known, and says so by being written down here."""

    name: str
    number: str
    role: str
    pin: str


ADMINISTRATOR = DemoUser("Sam Patel", "104", "administrator", "857296")
"""Hand name, number and pin to bootstrap.FirstAdministrator."""
ANA = DemoUser("Ana Lwin", "101", "cashier", "739154")
BEN = DemoUser("Ben Ortiz", "102", "cashier", "482963")
MIA = DemoUser("Mia Chen", "103", "billing_manager", "615738")
LEE = DemoUser("Lee Novak", "105", "cashier", "926481")
"""Took the money of the past year and has left: shifts can't be closed yet, so one long shift holds
it, and nobody who signs in takes a payment into a day of last year."""
USERS = (ANA, BEN, MIA, ADMINISTRATOR)
"""Ana and Ben have no drawer open: a newcomer signs in as one, counts, and opens Drawer 1."""


class DemoClock:
    """A clock that stands where it is put and creeps on with every look (kernel.clock.Clock)."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        self._now += timedelta(milliseconds=7)
        return self._now

    def put(self, moment: datetime) -> None:
        """Go on to `moment`; never back."""
        self._now = max(self._now, moment)


@dataclass(frozen=True, slots=True)
class DemoMade:
    """What the demo holds, and who may sign in."""

    patients: int
    invoices: int
    payments: int
    users: tuple[DemoUser, ...]


@dataclass(frozen=True, slots=True)
class _Event:
    """Something somebody does at a moment of the year."""

    moment: datetime
    who: DemoUser
    action: Any
    command: Any


def demo_practice() -> SetUpPractice:
    """The command that sets the demo practice up."""
    return SetUpPractice(
        CommandId(new_id()),
        OrganizationId(new_id()),
        SiteId(new_id()),
        StationId(new_id()),
        organization_name=t("Riverside Family Clinic (demo)"),
        site_name=t("Riverside"),
        address_1="12 River Street",
        city="Riverside",
        region="IL",
        postal_code="60546",
        phone="(708) 555-0100",
        email="front.desk@example.org",
        demo=True,
    )


def demo_clock(now: datetime) -> DemoClock:
    """The clock to give to init_station and open_station while the demo is made: a year back."""
    return DemoClock(now - timedelta(days=365))


def fill(
    act: Act, ask: Ask, clock: DemoClock, now: datetime, *, progress: Progress | None = None
) -> DemoMade:
    """Users, drawers, safe, 2,000 patients and a year of invoices and payments, up to `now`.

    The station must be open with `clock`; close it and open it again with the real one afterwards.
    """
    people = _people(act, ask)
    mia = people[MIA.number]
    old_drawers = [row.drawer_id for row in ask(drawer_queries.drawer_rows)]
    ensure(len(old_drawers) == 1, "the set-up made one drawer")
    mine = [DrawerId(new_id()) for _ in range(3)]
    for name, drawer_id in zip((t("Last year"), t("Drawer 3"), t("Drawer 2")), mine, strict=True):
        act(SYSTEM, drawers.add_drawer, AddDrawer(CommandId(drawer_id), name))
    act(mia, drawers.count_safe, CountSafe(_command(), _piles(100, 60, 60, 40, 40), t("Opening")))
    for kind, name in ((ImportKind.PATIENTS, "patients"), (ImportKind.INVOICES, "open_invoices")):
        path = FOLDER / f"{name}.csv"
        checked = bring_in.check_file(path, BringIn(kind, SOURCE), mia, act, ask)
        ensure(checked.bad == 0, "the demo's files are good")
        bring_in.apply(checked.run_id, mia, act, ask)
    events = _year(clock.now(), now, mine)
    for done, event in enumerate(events, 1):
        clock.put(event.moment)
        act(people[event.who.number], event.action, event.command)
        if progress is not None and (done % 100 == 0 or done == len(events)):
            progress(done, len(events))
    act(SYSTEM, security.end_access, people[LEE.number].user_id)
    taken = sum(1 for event in events if event.action is payments.take_payment)
    issued = sum(1 for event in events if event.action is invoices.issue_invoice)
    return DemoMade(PATIENTS, issued, taken, USERS)


def _people(act: Act, ask: Ask) -> dict[str, Actor]:
    """Everybody as they act when signed in, by number; those who are missing are added."""
    people = {}
    for user in (*USERS, LEE):
        preset = next(preset for preset in PRESETS if preset.key == user.role)
        user_id = ask(security_queries.user_by_number, user.number)
        if user_id is None:
            add = AddUser(_command(), user.number, user.name, RoleId(derived_id("role", user.role)))
            user_id = act(SYSTEM, security.add_user, add).user_id
            act(SYSTEM, security.set_pin, SetPin(_command(), user_id, pins.make_verifier(user.pin)))
        people[user.number] = Actor(user_id, user.name, frozenset(preset.permissions))
    return people


def _year(start: datetime, now: datetime, mine: list[DrawerId]) -> list[_Event]:
    """Everything that happens between the set-up and now, in its order."""
    chance = random.Random(1974)
    services = json.loads((FOLDER / "services.json").read_text(encoding="utf-8"))
    moments = _moments(chance, start, now)
    events = [
        _Event(
            min(moments) - timedelta(minutes=20),
            LEE,
            drawers.open_shift,
            OpenShift(_command(), mine[0], _piles(5, 10, 10, 10, 20)),
        ),
        _Event(
            now - timedelta(hours=3),
            MIA,
            drawers.open_shift,
            OpenShift(_command(), mine[1], _piles(5, 10, 10, 10, 20)),
        ),
    ]
    for moment in moments:
        invoice = _invoice(chance, services, moment)
        events.append(_Event(moment, MIA, invoices.issue_invoice, invoice))
        paid = moment + _until_paid(chance)
        if chance.randrange(100) < PAID_OF_HUNDRED and paid < now:
            who = MIA if paid > now - timedelta(hours=3) else LEE
            events.append(_Event(paid, who, payments.take_payment, _payment(chance, invoice)))
    return sorted(events, key=lambda event: event.moment)


def _moments(chance: random.Random, start: datetime, now: datetime) -> list[datetime]:
    """When invoices are issued: on weekdays between eight and five, and some just now."""
    zone = ZoneInfo("America/Chicago")
    first = start.astimezone(zone).date() + timedelta(days=1)
    span = (now.astimezone(zone).date() - first).days
    days = [first + timedelta(days=n) for n in range(span)]
    days = [day for day in days if day.weekday() < 5]
    moments = [
        datetime.combine(chance.choice(days), time(8), zone).astimezone(UTC)
        + timedelta(seconds=chance.randrange(9 * 3600))
        for _ in range(INVOICES)
    ]
    moments += [now - timedelta(minutes=chance.randrange(10, 150)) for _ in range(INVOICES_TODAY)]
    return sorted(moments)


def _invoice(
    chance: random.Random, services: list[dict[str, Any]], moment: datetime
) -> IssueInvoice:
    index = DECEASED
    while index == DECEASED:
        index = min(chance.randrange(PATIENTS), chance.randrange(PATIENTS))
    count = chance.choice((1, 1, 1, 2, 2, 3))
    chosen = chance.choices(services, [service["often"] for service in services], k=count)
    lines = tuple(
        InvoiceLine(
            service["words"],
            Money(service["minor"], CURRENCY),
            service_date=moment.date() - timedelta(days=1),
            code=service["code"],
        )
        for service in {service["words"]: service for service in chosen}.values()
    )
    account = repository.account_id(SOURCE, str(FIRST_NUMBER + index))
    return IssueInvoice(_command(), AccountId(account), lines)


def _until_paid(chance: random.Random) -> timedelta:
    """Most pay on their way out, the others within some weeks."""
    if chance.random() * 100 < 70:
        return timedelta(seconds=chance.randrange(90, 1500))
    return timedelta(days=chance.randrange(3, 50), seconds=chance.randrange(3000))


def _payment(chance: random.Random, invoice: IssueInvoice) -> TakePayment:
    """Cash for one invoice: nearly always all of it, often with a note that needs change."""
    owed = sum(line.unit_price.minor for line in invoice.lines)
    amount = owed // 2 // 100 * 100 if owed > 5000 and chance.randrange(100) < 7 else owed
    given = amount if chance.randrange(100) < 40 else -(-amount // 2000) * 2000
    tender = TenderGiven("cash", Money(amount, CURRENCY), Money(given, CURRENCY))
    return TakePayment(_command(), invoice.account_id, (tender,), (InvoiceId(invoice.id),))


def _piles(*quantities: int) -> tuple[Pile, ...]:
    """Twenties, tens, fives, ones and quarters."""
    worth = (2000, 1000, 500, 100, 25)
    return tuple(
        Pile(Money(minor, CURRENCY), count) for minor, count in zip(worth, quantities, strict=True)
    )


def _command() -> CommandId:
    return CommandId(new_id())
