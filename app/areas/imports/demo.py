"""The demo practice: a made-up clinic with a year behind it, made by the program's own actions.

Its patients come from resources/demo through the import, its invoices and payments through the
actions of the counter, under a clock that runs through the past year.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.areas.cards import maintaining as cards
from app.areas.catalog import maintaining
from app.areas.catalog import queries as catalog
from app.areas.catalog.values import SaveService, SaveTaxRate, Unit
from app.areas.drawers import queries as drawer_queries
from app.areas.drawers import service as drawers
from app.areas.drawers.values import AddDrawer, CountSafe, Pile
from app.areas.imports import bring_in, repository
from app.areas.imports.demo_bank import Bank, Credit, Crew, Trip, trips
from app.areas.imports.demo_shifts import PaidAt, Step, payment_for, shift_of
from app.areas.imports.values import Act, Ask, BringIn, ImportKind, Progress
from app.areas.invoices import drafting
from app.areas.invoices import service as invoices
from app.areas.invoices.values import DraftLine, InvoiceLine, IssueInvoice, SaveDraft
from app.areas.ledger.values import GL
from app.areas.parties import maintaining as accounts
from app.areas.parties.values import FieldKind, FlagAccount, FlagKind, SaveField
from app.areas.payments import service as payments
from app.areas.security import pins
from app.areas.security import queries as security_queries
from app.areas.security import service as security
from app.areas.security.rules import PRESETS
from app.areas.security.values import AddUser, SetPin
from app.areas.settings.values import SetUpPractice
from app.kernel.actor import SYSTEM, Actor
from app.kernel.errors import NeedsConfirmation, ensure
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
INVOICES = 4800
INVOICES_TODAY = 12
PAID_OF_HUNDRED = 78
ZONE = ZoneInfo("America/Chicago")
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
USERS = (ANA, BEN, MIA, ADMINISTRATOR)
"""Nobody has a drawer open: a newcomer signs in as Ana or Ben, counts, and opens Drawer 1."""
LATELY = timedelta(hours=3)
"""What is paid this shortly before the demo begins is taken by Mia, in a drawer of her own."""


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
    tills = [row.drawer_id for row in ask(drawer_queries.drawer_rows)]
    ensure(len(tills) == 1, "the set-up made one drawer")
    tills += [
        act(SYSTEM, drawers.add_drawer, AddDrawer(_command(), name))
        for name in (t("Drawer 2"), t("Drawer 3"))
    ]
    act(mia, drawers.count_safe, CountSafe(_command(), _piles(100, 60, 60, 40, 40), t("Opening")))
    for kind, name in ((ImportKind.PATIENTS, "patients"), (ImportKind.INVOICES, "open_invoices")):
        path = FOLDER / f"{name}.csv"
        checked = bring_in.check_file(path, BringIn(kind, SOURCE), mia, act, ask)
        ensure(checked.bad == 0, "the demo's files are good")
        bring_in.apply(checked.run_id, mia, act, ask)
    _lists(act, mia)
    crew = Crew((people[ANA.number], people[BEN.number]), mia)
    bank = Bank(act, ask, crew, clock.put)
    bank.open_account()
    start = clock.now()
    happens: list[_Event | Trip | Credit] = [*_year(start, now, tills), *trips(start, now, ZONE)]
    events = sorted(happens, key=lambda event: event.moment)
    for done, event in enumerate(events, 1):
        clock.put(event.moment)
        if isinstance(event, Trip):
            bank.go(event)
        elif isinstance(event, Credit):
            bank.credit(event)
        else:
            _do(act, people[event.who.number], event)
        if progress is not None and (done % 100 == 0 or done == len(events)):
            progress(done, len(events))
    act(SYSTEM, cards.seed_simulated, None)
    _desk(act, ask, people[ANA.number])
    done_with = [event.action for event in events if isinstance(event, _Event)]
    taken = done_with.count(payments.take_payment)
    issued = done_with.count(invoices.issue_invoice)
    return DemoMade(PATIENTS, issued, taken, USERS)


def _do(act: Act, who: Actor, event: _Event) -> None:
    """Say yes where the program asks, as when somebody pays the same twice within minutes."""
    command = event.command
    while True:
        try:
            act(who, event.action, command)
        except NeedsConfirmation as asked:
            ensure(asked.key not in command.confirmations, "a question is asked once")
            command = replace(command, confirmations=command.confirmations | {asked.key})
        else:
            return


def _people(act: Act, ask: Ask) -> dict[str, Actor]:
    """Everybody as they act when signed in, by number; those who are missing are added."""
    people = {}
    for user in USERS:
        preset = next(preset for preset in PRESETS if preset.key == user.role)
        user_id = ask(security_queries.user_by_number, user.number)
        if user_id is None:
            add = AddUser(_command(), user.number, user.name, RoleId(derived_id("role", user.role)))
            user_id = act(SYSTEM, security.add_user, add).user_id
            act(SYSTEM, security.set_pin, SetPin(_command(), user_id, pins.make_verifier(user.pin)))
        people[user.number] = Actor(user_id, user.name, frozenset(preset.permissions))
    return people


def _lists(act: Act, mia: Actor) -> None:
    """Services with their prices, a tax for what is sold over the counter, two own fields."""
    since = date(2020, 1, 1)
    act(
        mia,
        maintaining.save_tax_rate,
        SaveTaxRate(_command(), "standard", t("Sales tax"), 82_500, since),
    )
    services = json.loads((FOLDER / "services.json").read_text(encoding="utf-8"))
    known: dict[str, int] = {}
    for service in services:
        known[service["code"]] = known.get(service["code"], 0) + 1
        again = known[service["code"]]
        code = f"{service['code']}-{again}" if again > 1 else service["code"]
        price = Money(service["minor"], CURRENCY)
        act(mia, maintaining.save_service, SaveService(_command(), code, service["words"], price))
    over_the_counter = (
        ("E0114", t("Crutches, pair"), 4_999),
        ("L1830", t("Knee brace"), 6_500),
        ("A4565", t("Arm sling"), 1_850),
    )
    for code, words, minor in over_the_counter:
        sold = SaveService(
            _command(),
            code,
            words,
            Money(minor, CURRENCY),
            tax_class="standard",
            revenue_gl=GL.REVENUE_OTHER,
            unit=Unit.ITEM,
        )
        act(mia, maintaining.save_service, sold)
    doctor = SaveField(_command(), t("Referring doctor"), FieldKind.TEXT)
    contact = SaveField(
        _command(),
        t("Preferred contact"),
        FieldKind.CHOICE,
        choices=(t("phone"), t("mail"), t("e-mail")),
        position=1,
    )
    for field in (doctor, contact):
        act(mia, accounts.save_field, field)


def _desk(act: Act, ask: Ask, ana: Actor) -> None:
    """What lies on the desk this morning: a few flags, and charges that are not billed yet."""
    marks = (
        (7, FlagKind.NO_CHECKS, t("two came back")),
        (40, FlagKind.CHECK_IDENTITY, ""),
        (63, FlagKind.NOTE, t("Hard of hearing, please write")),
    )
    for index, kind, words in marks:
        act(ana, accounts.flag_account, FlagAccount(_command(), _account(index), kind, words))
    services = {row.code: row for row in ask(catalog.services)}
    for index, codes in ((3, ("99213", "36415")), (7, ("99214",)), (19, ("E0114",))):
        lines = tuple(DraftLine(service_id=services[code].service_id) for code in codes)
        draft = SaveDraft(_command(), InvoiceId(new_id()), _account(index), lines)
        act(ana, drafting.save_draft, draft)


def _account(index: int) -> AccountId:
    return AccountId(repository.account_id(SOURCE, str(FIRST_NUMBER + index)))


def _year(start: datetime, now: datetime, tills: list[DrawerId]) -> list[_Event]:
    """Everything that happens between the set-up and now, in its order."""
    chance = random.Random(1974)
    services = json.loads((FOLDER / "services.json").read_text(encoding="utf-8"))
    with (FOLDER / "patients.csv").open(encoding="utf-8", newline="") as file:
        flagged = [row["Account No"] for row in csv.DictReader(file) if row["Flags"]]
    no_checks = {repository.account_id(SOURCE, number) for number in flagged}
    events: list[_Event] = []
    taken: list[PaidAt] = []
    for moment in _moments(chance, start, now):
        invoice = _invoice(chance, services, moment)
        events.append(_Event(moment, MIA, invoices.issue_invoice, invoice))
        paid = moment + _until_paid(chance)
        paid = paid if moment > now - LATELY else _workday(paid)
        if chance.randrange(100) < PAID_OF_HUNDRED and paid < now - timedelta(minutes=8):
            checks = invoice.account_id not in no_checks
            taken.append(PaidAt(paid, payment_for(chance, invoice, CURRENCY, checks=checks)))
    for who, step in _shifts(chance, taken, now, tills):
        events.append(_Event(step.moment, who, step.action, step.command))
    return sorted(events, key=lambda event: event.moment)


def _shifts(
    chance: random.Random, taken: list[PaidAt], now: datetime, tills: list[DrawerId]
) -> Iterator[tuple[DemoUser, Step]]:
    """The shifts that took the payments: one a day, Ana's and Ben's by turns, and Mia's just
    now.
    """
    taken.sort(key=lambda paid: paid.moment)
    days: dict[date, list[PaidAt]] = {}
    lately = [paid for paid in taken if paid.moment > now - LATELY]
    for paid in taken[: len(taken) - len(lately)]:
        days.setdefault(paid.moment.astimezone(ZONE).date(), []).append(paid)
    quarter = timedelta(minutes=15)
    for turn, of_day in enumerate(days.values()):
        who, till = ((ANA, tills[0]), (BEN, tills[1]))[turn % 2]
        begin, end = of_day[0].moment - quarter, of_day[-1].moment + quarter
        for step in shift_of(chance, till, of_day, begin, end, CURRENCY):
            yield who, step
    end = now - timedelta(minutes=7)
    for step in shift_of(chance, tills[2], lately, now - LATELY, end, CURRENCY):
        yield MIA, step


def _workday(moment: datetime) -> datetime:
    """`moment`, or the same time on the Monday after a weekend."""
    day = moment.astimezone(ZONE).weekday()
    return moment if day < 5 else moment + timedelta(days=7 - day)


def _moments(chance: random.Random, start: datetime, now: datetime) -> list[datetime]:
    """When invoices are issued: on weekdays between eight and five, and some just now."""
    first = start.astimezone(ZONE).date() + timedelta(days=1)
    span = (now.astimezone(ZONE).date() - first).days
    days = [first + timedelta(days=n) for n in range(span)]
    days = [day for day in days if day.weekday() < 5]
    moments = [
        datetime.combine(chance.choice(days), time(8), ZONE).astimezone(UTC)
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
    return IssueInvoice(_command(), _account(index), lines)


def _until_paid(chance: random.Random) -> timedelta:
    """Most pay on their way out, the others within some weeks."""
    if chance.random() * 100 < 70:
        return timedelta(seconds=chance.randrange(90, 1500))
    return timedelta(days=chance.randrange(3, 50), seconds=chance.randrange(3000))


def _piles(*quantities: int) -> tuple[Pile, ...]:
    """Twenties, tens, fives, ones and quarters."""
    worth = (2000, 1000, 500, 100, 25)
    return tuple(
        Pile(Money(minor, CURRENCY), count) for minor, count in zip(worth, quantities, strict=True)
    )


def _command() -> CommandId:
    return CommandId(new_id())
