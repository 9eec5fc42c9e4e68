"""A window that charges cards at a stand-in for Stripe, in a time that only tests move."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from app.areas.cards import maintaining, queries, records, stepping
from app.areas.cards import service as cards
from app.areas.cards.gateway_values import Provider, SaveGateway, SaveReader
from app.areas.cards.ports import CardGateway
from app.areas.cards.values import (
    AttemptShown,
    AttemptState,
    OpenAttempt,
    TryAgain,
    WantVoid,
)
from app.areas.drawers import queries as drawers
from app.areas.health import queries as health
from app.areas.payments.values import TakePayment, TenderGiven
from app.bootstrap import Station
from app.devices.card_terminal.attempts import Attempts
from app.devices.card_terminal.sweep import Sweep
from app.kernel.actor import Actor
from app.kernel.errors import NeedsConfirmation
from app.kernel.ids import AccountId, AttemptId, CardReaderId, GatewayId, InvoiceId
from tests.building import Actors, Books, command_id
from tests.stripe_stand_in.direct import direct_gateway
from tests.stripe_stand_in.faults import Faults
from tests.stripe_stand_in.readers import StandInReader
from tests.stripe_stand_in.world import StripeWorld

BEGIN = datetime.now(UTC)
_WORLDS = itertools.count()
"""Books that met one stand-in after another know every charge by an id of its own."""


@dataclass(slots=True)
class Moving:
    """The time of a stand-in and its tills: nothing passes unless somebody lets it."""

    s: float = 0.0

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=self.s)

    def ticks(self) -> float:
        return self.s


class Till:
    """One window with a gateway and a reader; `step` and `sweep` are the program's two threads."""

    def __init__(
        self,
        station: Station,
        actors: Actors,
        world: StripeWorld,
        time: Moving,
        machine: StandInReader | None = None,
        *,
        fresh: bool = True,
    ) -> None:
        self.station, self.actors, self.world, self.time = station, actors, world, time
        self.books = Books(station, actors)
        self.machine = machine or world.add_reader()
        self.gateway: CardGateway = direct_gateway(world)
        self.runner_books: Any = station
        if fresh:
            self.gateway_id, self.reader_id = self._set_up(self.machine)
        self.begin()

    def begin(self) -> None:
        """Start the program's two threads anew, with nothing remembered."""
        self.attempts = Attempts(self.runner_books, self._gateway, self.time.ticks)
        self.sweeper = Sweep(self.runner_books, self._gateway, self.time.ticks)

    def _gateway(self, _gateway_id: GatewayId) -> CardGateway:
        return self.gateway

    def _set_up(self, machine: StandInReader) -> tuple[GatewayId, CardReaderId]:
        methods = ("credit_card", "debit_card")
        made = command_id()
        name = f"Stripe {made[-12:]}"
        row = SaveGateway(made, None, name, Provider.STRIPE, methods, methods, test_mode=True)
        gateway_id = self.act(maintaining.save_gateway, row, self.actors.administrator)
        return gateway_id, self.add_reader(gateway_id, machine)

    def add_reader(self, gateway_id: GatewayId, machine: StandInReader) -> CardReaderId:
        row = SaveReader(command_id(), None, gateway_id, machine.label, machine.ref)
        found: CardReaderId = self.act(maintaining.save_reader, row, self.actors.administrator)
        return found

    def act(self, action: Callable[..., Any], command: Any, actor: Actor | None = None) -> Any:
        return self.station.act(actor or self.actors.cashier, action, command).result()

    # ------------------------------------------------------------------------- a bill

    def bill(self, *minor: int) -> tuple[AccountId, InvoiceId]:
        account_id = self.books.register_patient().account_id
        return account_id, self.books.issue_invoice(account_id, *(minor or (12000,))).invoice_id

    def payment(
        self, account_id: AccountId, minor: int, cash: int = 0, **fields: Any
    ) -> TakePayment:
        """A payment whose last leg is the card's."""
        money = self.books.money
        legs = (TenderGiven("cash", money(cash), money(cash)),) if cash else ()
        card = TenderGiven("credit_card", money(minor))
        return TakePayment(command_id(), account_id, (*legs, card), **fields)

    def open(self, payment: TakePayment) -> AttemptId:
        """The attempt, begun by a cashier who says yes to what is asked."""
        command = OpenAttempt(command_id(), payment, self.gateway_id, self.reader_id)
        while True:
            try:
                found: AttemptId = self.act(cards.open_attempt, command).attempt_id
                return found
            except NeedsConfirmation as asked:
                command = replace(command, confirmations=command.confirmations | {asked.key})

    def charge(self, minor: int = 12000, cash: int = 0) -> AttemptId:
        """Begin to charge a card for a bill of its own."""
        account_id, _ = self.bill(minor + cash)
        return self.open(self.payment(account_id, minor, cash))

    # ------------------------------------------------------------------------- time

    def step(self, attempt_id: AttemptId, times: int = 1) -> float | None:
        """The next so many steps, without any time between them."""
        wait_s: float | None = None
        for _ in range(times):
            wait_s = self.attempts.step(attempt_id)
        return wait_s

    def run(
        self,
        attempt_id: AttemptId,
        until: AttemptState | None = None,
        most_s: float = 400.0,
    ) -> AttemptShown:
        """Let time pass as the window would, until the attempt has ended or is in a state."""
        end_s, steps = self.time.s + most_s, 0
        while self.time.s <= end_s and steps < 2000:
            steps += 1
            shown = self.shown(attempt_id)
            if shown.ended or shown.state is until:
                return shown
            wait_s = self.attempts.step(attempt_id)
            if wait_s is None:
                return self.shown(attempt_id)
            self.time.s += wait_s
        return self.shown(attempt_id)

    def sweep(self) -> int:
        """What the sweep does after half a minute."""
        self.time.s += 30.0
        return self.sweeper.sweep()

    def restart(self) -> None:
        """The program was killed and is started again."""
        self.begin()
        self.sweeper.recover()

    def settle(self, most: int = 40) -> None:
        """Let everything end that can end by itself: attempts step, the sweep goes round."""
        for _ in range(most):
            left = self.station.ask(records.all_working).result()
            if not left:
                return
            for row in left:
                self.run(row.attempt_id, most_s=30.0)
            self.sweep()

    # ------------------------------------------------------------------------- what is seen

    def shown(self, attempt_id: AttemptId) -> AttemptShown:
        return self.station.ask(queries.attempt_shown, attempt_id).result()

    def state(self, attempt_id: AttemptId) -> AttemptState:
        return self.shown(attempt_id).state

    def cancel(self, attempt_id: AttemptId) -> None:
        self.act(cards.want_void, WantVoid(command_id(), attempt_id))

    def again(self, attempt_id: AttemptId, reader_id: CardReaderId | None = None) -> None:
        self.act(cards.try_again, TryAgain(command_id(), attempt_id, reader_id))

    def calls(self, operation: str) -> list[Any]:
        return [call for call in self.world.calls if call.operation == operation]

    def forget(self) -> None:
        """Work on nothing any more: another test goes on with these books."""
        for row in self.station.ask(records.all_working).result():
            self.station.record(stepping.let_go, row.attempt_id).result()

    def sound(self) -> None:
        """Every promise of the books holds."""
        verdict = self.station.database.read(health.verify, self.station.database.keys.master)
        assert verdict.sound, verdict.findings

    def agrees(self) -> None:
        """What was charged there stands in the books here, once and for the same sum, and nothing
        else does.
        """
        read = "SELECT charge_ref, amount_minor FROM card_charge_counted WHERE gateway_id = ?"
        asked = (read, (self.gateway_id,))
        rows = self.station.database.read(lambda r: r._cursor.execute(*asked).fetchall())
        charged = {each["id"]: each["amount"] for each in self.world.charged()}
        assert len(rows) == len(set(rows)) == len({row[0] for row in rows})
        assert dict(rows) == charged


def new_till(station: Station, actors: Actors, faults: Faults | None = None) -> Till:
    """A window with an open drawer at a world of its own."""
    time = Moving()
    made = StripeWorld(now=time.now, faults=faults or Faults())
    made.declines_by_amount = False
    made._counts |= dict.fromkeys(("pi", "ch", "re", "dp"), next(_WORLDS) * 10_000)
    till = Till(station, actors, made, time)
    if station.ask(drawers.my_shift, actors.cashier.user_id).result() is None:
        till.books.open_shift()
    return till
