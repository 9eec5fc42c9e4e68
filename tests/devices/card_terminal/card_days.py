"""Days at a window in one seed: people, readers, a network that fails, kills at any border, and a
cashier who does whatever the program lets her do.

At the end the stand-in says what was charged, the books say what was posted, and both are held
against each other.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from app.areas.cards import records, rules
from app.areas.cards.values import AttemptState as S
from app.areas.payments import service as payments
from app.areas.payments.values import TakePayment
from app.kernel.errors import CounterfoilError
from app.kernel.ids import AccountId, AttemptId
from tests.devices.card_terminal.card_till import Till
from tests.stripe_stand_in.cards import APPLE_PAY, MASTERCARD_DEBIT, VISA
from tests.stripe_stand_in.faults import Faults
from tests.stripe_stand_in.readers import Customer

DECLINED = VISA.declining("insufficient_funds")
_CARDS = (VISA, MASTERCARD_DEBIT, APPLE_PAY)


class Killed(BaseException):
    """The process ends here; nothing after this line ever ran."""


class Borders:
    """Where a program can be killed and it matters: before and after each call of a gateway and
    each transaction. `at` is the border to die at; None for none. Borders are counted in `seen`.
    """

    def __init__(self, chance: Callable[[], bool] = lambda: False) -> None:
        self.seen, self.chance = 0, chance
        self.at: int | None = None

    def cross(self) -> None:
        self.seen += 1
        if self.seen == self.at or self.chance():
            raise Killed


class BorderedGateway:
    """A gateway whose every call can be the last thing a program does."""

    def __init__(
        self, gateway: Any, borders: Borders, called: Callable[..., None] = lambda *_: None
    ) -> None:
        self._gateway, self._borders, self._called = gateway, borders, called

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._gateway, name)

        def bordered(*given: Any) -> Any:
            self._called(name, *given)
            self._borders.cross()
            answer = call(*given)
            self._borders.cross()
            return answer

        return bordered


class BorderedBooks:
    """Books whose every transaction can be the last thing a program does."""

    def __init__(self, station: Any, borders: Borders) -> None:
        self._station, self._borders, self.clock = station, borders, station.clock

    def ask(self, query: Callable[..., Any], *given: Any) -> Future[Any]:
        found: Future[Any] = self._station.ask(query, *given)
        return found

    def record(self, action: Callable[..., Any], command: Any) -> Future[Any]:
        self._borders.cross()
        done: Future[Any] = self._station.record(action, command)
        done.exception()
        self._borders.cross()
        return done


@dataclass(slots=True)
class Bill:
    """What somebody owes, and what they gave for it so far as the books say."""

    account_id: AccountId
    minor: int
    payment: TakePayment
    attempts: list[AttemptId]
    cash: int = 0


class CardDays:
    """`run` lets so many bills be paid; `check` is what must hold afterwards."""

    def __init__(self, till: Till, seed: int, share: float = 0.2, kills: float = 0.01) -> None:
        self.till, self.chance = till, random.Random(seed)
        till.world.faults = Faults.seeded(seed, share)
        self.bills: list[Bill] = []
        self.found: list[str] = []
        self.kills = self.cash_refused = 0
        kill = random.Random(seed + 1)
        self.borders = Borders(lambda: kill.random() < kills)
        self._border()

    def _border(self) -> None:
        till = self.till
        till.gateway = BorderedGateway(till.gateway, self.borders, self._called)
        till.runner_books = BorderedBooks(till.station, self.borders)
        till.begin()

    def _called(self, name: str, *given: Any) -> None:
        """A reader is told of nothing that a kill could make nobody remember."""
        if name == "arm":
            kept = {row.intent_ref for row in self.till.station.ask(records.all_working).result()}
            if given[2] not in kept:
                self.found.append("a reader was told of an intent that is not stored")

    # ------------------------------------------------------------------------- a day

    def run(self, bills: int) -> None:
        for number in range(bills):
            self._serve(self._bill())
            if number % 4 == 3:
                self._alive(self.till.sweep)

    def _bill(self) -> Bill:
        minor = self.chance.randrange(60, 50_000)
        account_id, _ = self.till.bill(minor)
        bill = Bill(account_id, minor, self.till.payment(account_id, minor), [])
        self.bills.append(bill)
        return bill

    def _alive(self, work: Callable[[], Any]) -> Any:
        """Do something; where the program dies on the way, start it again."""
        try:
            return work()
        except Killed:
            self.kills += 1
            chance, self.borders.chance = self.borders.chance, lambda: False
            self.till.restart()
            self.borders.chance = chance
            return None

    def _customer(self) -> Customer | None:
        after_s = self.chance.choice((0.0, 1.5, 4.0, 12.0))
        kind = self.chance.random()
        if kind < 0.62:
            return Customer(after_s, self.chance.choice(_CARDS))
        if kind < 0.76:
            return Customer(after_s, DECLINED)
        if kind < 0.83:
            return Customer(after_s, cancels=True)
        if kind < 0.88:
            return Customer(after_s, dies=True)
        if kind < 0.96:
            return Customer(after_s, loses_connection=self.chance.choice(("before", "after")))
        return Customer(card=None)

    def _serve(self, bill: Bill) -> None:
        machine = self.till.machine
        machine.customer = lambda _action: self._customer()
        for _ in range(3):
            machine.offline = machine.updating = False
            machine.authorize_s = self.chance.choice((0.0, 0.0, 0.7, 3.0, 9.0))
            attempt_id = self._open(bill)
            if attempt_id is None:
                return
            bill.attempts.append(attempt_id)
            self._wait(bill, attempt_id)
            shown = self.till.shown(attempt_id)
            if not shown.ended or shown.state is S.PAID:
                return
            if self.chance.random() < 0.6:
                self._pay_cash(bill)
                return

    def _open(self, bill: Bill) -> AttemptId | None:
        try:
            return self.till.open(bill.payment)
        except CounterfoilError:
            return None

    def _wait(self, bill: Bill, attempt_id: AttemptId) -> None:
        """What the cashier sees and does until she goes on with the next person."""
        for _ in range(400):
            row = self.till.station.ask(records.working, attempt_id).result()
            if row is None or row.state in rules.SWEPT:
                return
            if self.chance.random() < 0.03:
                self._pay_cash(bill)
            if row.state in rules.RESTING:
                if self.chance.random() < 0.2:
                    self.till.time.s += self.chance.choice((1.0, 11.0))
                    self._alive(lambda: self.till.step(attempt_id))
                    continue
                self._choose(attempt_id)
                continue
            if self.chance.random() < 0.02:
                self._try(lambda: self.till.cancel(attempt_id))
            wait_s = self._alive(lambda: self.till.step(attempt_id))
            self.till.time.s += wait_s or 0.0

    def _choose(self, attempt_id: AttemptId) -> None:
        self.till.machine.offline = False
        if self.chance.random() < 0.6:
            self._try(lambda: self.till.again(attempt_id))
        else:
            self._try(lambda: self.till.cancel(attempt_id))

    def _try(self, work: Callable[[], Any]) -> None:
        with suppress(CounterfoilError):
            work()

    def _pay_cash(self, bill: Bill) -> None:
        """She takes cash for the bill whenever the program lets her."""
        money = self.till.books.cash(bill.account_id, bill.minor)
        try:
            taken = self.till.act(payments.take_payment, money)
        except CounterfoilError:
            self.cash_refused += 1
            return
        bill.cash += taken.amount.minor

    # ------------------------------------------------------------------------- what must hold

    def wrong_by_now(self) -> list[str]:
        """Settle, look, and go on with the faults as before."""
        faults, chance = self.till.world.faults, self.borders.chance
        share = faults.share
        self.settle()
        faults.share, self.borders.chance = share, chance
        return self.wrong()

    def settle(self) -> None:
        """The network is well again and a few minutes pass."""
        self.borders.chance = lambda: False
        self.till.world.faults.clear()
        self.till.machine.customer = None
        self.till.machine.offline = self.till.machine.updating = False
        self.till.settle()
        self.till.sweeper.tidy(self.till.gateway_id)

    def wrong(self) -> list[str]:
        """What is not as it must be, in words."""
        charged: dict[str, int] = defaultdict(int)
        for charge in self.till.world.charged():
            charged[charge["metadata"]["attempt"]] += charge["amount"]
        found = [*self.found, *self._books_against(charged)]
        intents: dict[str, int] = defaultdict(int)
        for intent in self.till.world.all("pi"):
            intents[intent["metadata"]["attempt"]] += 1
            if intent["status"] not in ("succeeded", "canceled"):
                found.append(f"an intent is left {intent['status']}")
        found += [f"{n} intents for one attempt" for n in intents.values() if n > 1]
        for bill in self.bills:
            paid = bill.cash + sum(charged[attempt] for attempt in bill.attempts)
            if paid > bill.minor:
                found.append(f"{paid} was taken for a bill of {bill.minor}")
        if left := self.till.station.ask(records.all_working).result():
            found.append(f"{len(left)} attempts are still not decided")
        return found

    def _books_against(self, charged: dict[str, int]) -> list[str]:
        read = "SELECT attempt_id, sum(amount_minor) FROM card_charge_counted GROUP BY attempt_id"
        rows = dict(self.till.station.database.read(lambda r: r._cursor.execute(read).fetchall()))
        ours = {attempt for bill in self.bills for attempt in bill.attempts}
        there = {attempt: minor for attempt, minor in charged.items() if minor}
        here = {attempt: minor for attempt, minor in rows.items() if attempt in ours}
        found = [
            f"charged {there[each]}, in the books {here.get(each, 0)}"
            for each in there
            if here.get(each) != there[each]
        ]
        return found + [f"{here[each]} recorded and never charged" for each in here.keys() - there]
