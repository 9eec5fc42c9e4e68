"""The program dies before and after each call and each transaction of a card payment, in each of
its states: after a start every bill is posted exactly once or not charged.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.areas.cards.values import AttemptState as S
from app.bootstrap import open_station
from app.kernel.errors import CounterfoilError
from app.kernel.ids import AttemptId
from tests.building import Actors, Template
from tests.devices.card_terminal.card_days import (
    DECLINED,
    BorderedBooks,
    BorderedGateway,
    Borders,
    Killed,
)
from tests.devices.card_terminal.card_till import Till, new_till
from tests.stripe_stand_in.cards import VISA
from tests.stripe_stand_in.faults import Fault as F
from tests.stripe_stand_in.readers import Customer

ARM, CREATE = "terminal.readers.process_payment_intent", "payment_intents.create"
CANCEL = "payment_intents.cancel"
Story = Callable[[Till, AttemptId], None]


def shows(till: Till, *cards: Customer | None) -> None:
    """The next people at the reader, one after another; nobody after them."""
    coming = list(cards)
    till.machine.customer = lambda _action: coming.pop(0) if coming else Customer(card=None)


def approved(till: Till, attempt: AttemptId) -> None:
    shows(till, Customer(1.0, VISA))
    till.run(attempt)


def declined_then_approved(till: Till, attempt: AttemptId) -> None:
    shows(till, Customer(0.5, DECLINED), Customer(0.5, VISA))
    till.run(attempt, S.DECLINED)
    till.again(attempt)
    till.run(attempt)


def cancelled(till: Till, attempt: AttemptId) -> None:
    shows(till)
    till.run(attempt, S.WAITING_CARD)
    till.cancel(attempt)
    till.run(attempt)


def tapped_while_cancelled(till: Till, attempt: AttemptId) -> None:
    till.machine.authorize_s = 3.0
    shows(till, Customer(0.0, VISA))
    till.run(attempt, S.WAITING_CARD)
    till.cancel(attempt)
    till.run(attempt)


def replies_lost(till: Till, attempt: AttemptId) -> None:
    till.world.faults.next(CREATE, F.LOST_AFTER, F.SERVER_BEFORE)
    till.world.faults.next(ARM, F.READER_TIMEOUT_DELIVERED)
    shows(till, Customer(2.0, VISA))
    till.run(attempt)


def reader_dies_charged_while_the_line_is_down(till: Till, attempt: AttemptId) -> None:
    shows(till, Customer(1.0, VISA, dies=True))
    till.run(attempt, S.WAITING_CARD)
    till.cancel(attempt)
    till.time.s += 1.1
    till.world.tick()
    till.world.faults.network_down = True
    till.run(attempt)
    till.world.faults.network_down = False
    till.settle()


def left_unknown_and_not_charged(till: Till, attempt: AttemptId) -> None:
    shows(till)
    till.run(attempt, S.WAITING_CARD)
    till.world.faults.network_down = True
    till.cancel(attempt)
    till.run(attempt)
    till.world.faults.network_down = False
    till.world.faults.next(CANCEL, F.LOST_AFTER)
    till.settle()


def never_created(till: Till, attempt: AttemptId) -> None:
    till.world.faults.next(CREATE, F.SERVER_AFTER)
    till.run(attempt)
    till.settle()


STORIES = (
    approved,
    declined_then_approved,
    cancelled,
    tapped_while_cancelled,
    replies_lost,
    reader_dies_charged_while_the_line_is_down,
    left_unknown_and_not_charged,
    never_created,
)


class Dying:
    """A till that is killed at one border of a story after another."""

    def __init__(self, folder: Path, actors: Actors) -> None:
        self.folder, self.actors = folder, actors
        self.kills = 0
        self.till = new_till(open_station(folder), actors)

    def tell(self, story: Story, kill_at: int | None) -> int:
        """One bill; how many borders were crossed."""
        till, borders = self.till, Borders()
        borders.at = kill_at
        gateway = till.gateway
        till.world.faults.clear()
        till.machine.authorize_s, till.machine.offline = 0.0, False
        till.machine.action = None
        account_id, _ = till.bill(1200)
        attempt = till.open(till.payment(account_id, 1200))
        till.gateway = BorderedGateway(gateway, borders)
        till.runner_books = BorderedBooks(till.station, borders)
        till.begin()
        try:
            story(till, attempt)
        except Killed:
            self.kills += 1
            self._start_again(gateway)
        till.gateway, till.runner_books = gateway, till.station
        till.world.faults.clear()
        till.begin()
        till.settle()
        self._judge(attempt, paid=till.shown(attempt).state is S.PAID)
        return borders.seen

    def _start_again(self, gateway: object) -> None:
        """Now and then the file is really closed and opened anew."""
        till = self.till
        till.gateway, till.runner_books = gateway, till.station  # type: ignore[assignment]
        if self.kills % 40 == 0:
            till.station.close()
            till.station = till.books.station = till.runner_books = open_station(self.folder)
        till.world.faults.clear()
        till.restart()

    def _judge(self, attempt: AttemptId, *, paid: bool) -> None:
        till = self.till
        charges = till.world.charged(attempt)
        assert len(charges) == int(paid)
        intents = [each for each in till.world.all("pi") if each["metadata"]["attempt"] == attempt]
        assert len(intents) <= 1
        assert all(each["status"] in ("succeeded", "canceled") for each in intents)
        shown = till.shown(attempt)
        assert shown.ended
        if paid:
            assert shown.taken is not None
            return
        try:
            till.books.take_cash(shown.account_id, 1200)
        except CounterfoilError as refused:
            raise AssertionError("what was not charged can't be paid") from refused


def test_killed_at_every_border_of_every_story(
    template: Template, actors: Actors, tmp_path: Path, long: bool
) -> None:
    """All of them with --long, else every second one; and the books are sound at the end."""
    folder = tmp_path / "data"
    shutil.copytree(template.folder, folder)
    dying = Dying(folder, actors)
    seen: dict[str, int] = {}
    for story in STORIES:
        borders = seen[story.__name__] = dying.tell(story, None)
        for place in range(1, borders + 1):
            dying.tell(story, place)
    assert dying.kills >= 200, (dying.kills, seen)
    dying.till.agrees()
    dying.till.sound()
    dying.till.station.close()


@pytest.mark.parametrize("cash", [0, 300])
def test_a_payment_is_charged_while_the_program_is_dead(till: Till, cash: int) -> None:
    attempt = till.charge(5000, cash)
    till.run(attempt, S.WAITING_CARD)
    till.machine.present()
    till.restart()
    shown = till.run(attempt)
    assert shown.state is S.PAID
    assert shown.taken is not None
    assert shown.taken.amount.minor == 5000 + cash
    till.agrees()
