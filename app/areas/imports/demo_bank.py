"""The demo's way to the bank: twice a week a bag is made, counted again, sealed and credited.

What is in a bag is asked when its day comes, as a person would see it on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.areas.deposits import maintaining, queries, returning, service
from app.areas.deposits.bank_values import SaveBankAccount
from app.areas.deposits.returning_values import BankReason, ReturnCheck
from app.areas.deposits.values import (
    ClearDeposit,
    CountDeposit,
    ItemKind,
    PrepareDeposit,
    SealDeposit,
    SubmitDeposit,
)
from app.areas.imports.demo_shifts import piles_of
from app.areas.imports.values import Act, Ask
from app.areas.ledger.values import GL, ReasonKind
from app.kernel.actor import SYSTEM, Actor
from app.kernel.ids import (
    BankAccountId,
    CommandId,
    DepositId,
    ReasonId,
    TenderId,
    derived_id,
    new_id,
)
from app.kernel.money import Money
from app.kernel.translate import t

WEEKDAYS = (1, 4)
"""Tuesday and Friday."""
SHORT_TRIP, RETURNED_TRIP = 30, 60
"""The trip whose second count finds a dollar less, and the one a check of which comes back."""
ROUTING, ACCOUNT_NUMBER = "011401533", "000123456789"
"""A routing number that is made for examples, and a number of no account."""


@dataclass(frozen=True, slots=True)
class Trip:
    """A day on which somebody goes to the bank; `number` counts from 0."""

    moment: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Credit:
    """The bank credits a bag some days after it left."""

    moment: datetime
    trip: Trip


@dataclass(frozen=True, slots=True)
class Crew:
    """Who prepares by turns, and who counts again and enters the bank's credits."""

    preparers: tuple[Actor, ...]
    verifier: Actor


class Bank:
    """The demo's bank account and its bags; `put` moves the demo's clock on."""

    def __init__(self, act: Act, ask: Ask, crew: Crew, put: Callable[[datetime], None]) -> None:
        self._act, self._ask, self._crew, self._put = act, ask, crew, put
        self._bags: dict[int, DepositId] = {}
        self._account = BankAccountId("")

    def open_account(self) -> None:
        """The account at the bank, before the first trip."""
        self._account = self._act(
            SYSTEM,
            maintaining.save_bank_account,
            SaveBankAccount(
                _id(),
                None,
                name=t("Operating account"),
                bank=t("First Bank of Riverside"),
                bank_city="Riverside, IL",
                account_title=t("Riverside Family Clinic"),
                account_number=ACCOUNT_NUMBER,
                routing=ROUTING,
                gl_code=GL.CASH_OPERATING,
                is_default=True,
            ),
        )

    def go(self, trip: Trip) -> None:
        """All that lies ready goes into a bag, is counted twice, sealed and handed over."""
        ready = self._ask(queries.proposal)
        if not ready.items or ready.cash.minor < 0:
            return
        crew = self._crew
        preparer = crew.preparers[trip.number % len(crew.preparers)]
        sources = tuple(item.source_id for item in ready.items)
        command = PrepareDeposit(_id(), self._account, sources, tuple(piles_of(ready.cash)))
        made = self._act(preparer, service.prepare_deposit, command)
        self._put(trip.moment + timedelta(minutes=12))
        self._count(trip, made.deposit_id, ready.cash)
        self._put(trip.moment + timedelta(minutes=40))
        handed = SubmitDeposit(_id(), made.deposit_id, handed_to=t("Night safe"))
        self._act(crew.verifier, service.submit_deposit, handed)
        self._bags[trip.number] = made.deposit_id

    def _count(self, trip: Trip, deposit_id: DepositId, cash: Money) -> None:
        verifier = self._crew.verifier
        seen = tuple(
            item.item_id
            for item in self._ask(queries.deposit_view, deposit_id).items
            if item.kind is ItemKind.CHECK
        )
        short = trip.number == SHORT_TRIP and cash.minor > 100
        found = Money(cash.minor - 100 * short, cash.currency)
        for _ in range(2 if short else 1):
            count = CountDeposit(_id(), deposit_id, tuple(piles_of(found)), seen)
            self._act(verifier, service.count_deposit, count)
        why = ReasonId(derived_id("reason", ReasonKind.DEPOSIT_DIFFERENCE, "1")) if short else None
        seal = SealDeposit(_id(), deposit_id, f"RB-{70_001 + trip.number}", why)
        self._act(verifier, service.seal_deposit, seal)

    def credit(self, credit: Credit) -> None:
        """What was in the bag stands on the bank's statement."""
        deposit_id = self._bags.get(credit.trip.number)
        if deposit_id is None:
            return
        view = self._ask(queries.deposit_view, deposit_id)
        if view.total is None:
            return
        day = credit.moment.astimezone(UTC).date()
        command = ClearDeposit(
            _id(), deposit_id, day, view.total, reference=f"CR{9_000 + credit.trip.number}"
        )
        self._act(self._crew.verifier, service.clear_deposit, command)
        checks = [item for item in view.items if item.kind is ItemKind.CHECK]
        if credit.trip.number == RETURNED_TRIP and checks:
            self._put(credit.moment + timedelta(minutes=5))
            back = ReturnCheck(
                _id(), TenderId(checks[0].source_id), day, BankReason.INSUFFICIENT_FUNDS
            )
            self._act(self._crew.verifier, returning.return_check, back)


def trips(start: datetime, now: datetime, zone: ZoneInfo) -> Iterator[Trip | Credit]:
    """Every Tuesday and Friday at half past eight; credited at two, two weekdays later.

    Nobody has been to the bank today: what came in lately lies ready.
    """
    today = now.astimezone(zone).date()
    day, number = start.astimezone(zone).date() + timedelta(days=1), 0
    while day < today:
        moment = datetime.combine(day, time(8, 30), zone).astimezone(UTC)
        if day.weekday() in WEEKDAYS:
            trip = Trip(moment, number)
            yield trip
            credited = datetime.combine(_weekdays_on(day, 2), time(14), zone).astimezone(UTC)
            if credited < now - timedelta(hours=1):
                yield Credit(credited, trip)
            number += 1
        day += timedelta(days=1)


def _weekdays_on(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _id() -> CommandId:
    return CommandId(new_id())
