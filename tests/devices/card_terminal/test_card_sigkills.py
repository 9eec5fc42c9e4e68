"""The window is killed for real while it charges a card, at any statement and any call: opened
again, the bill is posted exactly once or not charged, and the books are sound.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.areas.cards import records
from app.areas.cards import service as cards
from app.areas.cards.values import AttemptState as S
from app.areas.cards.values import OpenAttempt
from app.areas.refunds.values import RefundStatus
from app.bootstrap import open_station
from app.devices.card_terminal.refunding import CardRefunds
from app.kernel.codec import to_plain
from app.kernel.ids import AccountId, AttemptId, PaymentId, RefundId
from tests.building import Actors, Template, command_id
from tests.devices.card_terminal.card_days import DECLINED
from tests.devices.card_terminal.card_till import Moving, Till
from tests.devices.card_terminal.dying_window import Died, DyingWindows, Job
from tests.devices.card_terminal.test_refunding import Back
from tests.stripe_stand_in.cards import VISA
from tests.stripe_stand_in.faults import Fault as F
from tests.stripe_stand_in.front import StripeFront
from tests.stripe_stand_in.readers import Customer
from tests.stripe_stand_in.world import Reply, StripeWorld

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork there")
ARM, CREATE = "terminal.readers.process_payment_intent", "payment_intents.create"
MEMORY = Path("/dev/shm")
MINOR = 1200


@dataclass(frozen=True, slots=True)
class Story:
    """Who comes to the reader, what the cashier does, and what goes wrong on the way."""

    name: str
    coming: tuple[Customer, ...]
    does: dict[str, str] = field(default_factory=dict)
    authorize_s: float = 0.0
    faults: tuple[tuple[str, F], ...] = ()
    recovers: bool = False
    """Begun, killed while the reader waited, and the card shown since: killed once more while the
    program finds that out.
    """


STORIES = (
    Story("approved", (Customer(0.5, VISA),)),
    Story("recovered", (Customer(0.0, VISA),), recovers=True),
    Story(
        "declined, then approved",
        (Customer(0.2, DECLINED), Customer(0.2, VISA)),
        {S.DECLINED.value: "again"},
    ),
    Story("cancelled", (), {S.WAITING_CARD.value: "cancel"}),
    Story("tapped while cancelled", (Customer(0.0, VISA),), {S.WAITING_CARD.value: "cancel"}, 1.0),
    Story(
        "replies lost",
        (Customer(1.0, VISA),),
        faults=((CREATE, F.LOST_AFTER), (ARM, F.READER_TIMEOUT_DELIVERED)),
    ),
    Story("never created", (), faults=((CREATE, F.SERVER_AFTER),)),
)


class World(StripeWorld):
    """Time passes a little with every call that a window far away makes."""

    def __init__(self) -> None:
        self.time = Moving()
        super().__init__(now=self._at)
        self.declines_by_amount = False

    def _at(self) -> datetime:
        return self.time.now()

    def call(self, *given: Any, **more: Any) -> Reply:
        self.time.s += 0.1
        return super().call(*given, **more)


class Dead(Till):
    """The window opened again where one died."""

    def open_as(self, command: OpenAttempt) -> None:
        self.act(cards.open_attempt, command)

    def received(self) -> int:
        """What the books say was brought, whatever way."""
        sql = "SELECT coalesce(sum(amount_minor), 0) FROM tender"
        return int(self.station.database.read(lambda r: r._cursor.execute(sql).fetchone()[0]))


@dataclass(slots=True)
class Scene:
    """A window with a bill, before anything was begun; each death happens in a copy."""

    folder: Path
    actors: Actors
    account_id: AccountId
    command: OpenAttempt
    windows: DyingWindows
    front: StripeFront
    deaths: int = 0

    @property
    def attempt_id(self) -> AttemptId:
        return AttemptId(self.command.id)

    def tell(self, story: Story, **how: Any) -> Died:
        """The story in a child that dies as `how` says; then the books are opened and held against
        what the stand-in charged.
        """
        world = self.front.world = World()
        machine = world.add_reader()
        with tempfile.TemporaryDirectory(dir=self.folder.parent) as place:
            data = Path(shutil.copytree(self.folder, Path(place) / "data"))
            job = Job(str(data), self.front.url, self.attempt_id, to_plain(self.actors))
            job.opens, job.does = to_plain(self.command), dict(story.does)
            for name, value in how.items():
                setattr(job, name, value)
            if story.recovers:
                job.opens, job.recovers = None, True
                till = self._opened(data, world)
                till.open_as(self.command)
                till.run(self.attempt_id, S.WAITING_CARD)
                machine.present()
                till.station.close()
            self._prepare(story, world)
            died = self.windows.run(job)
            assert died.killed or not died.failed, (story.name, how)
            self.deaths += died.killed
            world.faults.clear()
            self._judge(self._opened(data, world), (story.name, how))
        return died

    def give_back(self, **how: Any) -> Died:
        """A refund to the card in a child that dies so; then it is found out what came of it."""
        world = self.front.world = World()
        world.add_reader()
        with tempfile.TemporaryDirectory(dir=self.folder.parent) as place:
            data = Path(shutil.copytree(self.folder, Path(place) / "data"))
            till = self._opened(data, world)
            till.open_as(self.command)
            till.run(self.attempt_id, S.WAITING_CARD)
            till.machine.present()
            payment_id = till.run(self.attempt_id).payment_id
            back = Back(till, self.account_id, payment_id, CardRefunds(till.station, till._gateway))
            refund_id = back.ask(500)
            till.station.close()
            job = Job(str(data), self.front.url, self.attempt_id, to_plain(self.actors))
            job.refunds = refund_id
            for name, value in how.items():
                setattr(job, name, value)
            died = self.windows.run(job)
            assert died.killed or not died.failed, how
            self.deaths += died.killed
            self._found_out(data, world, payment_id, refund_id, how)
        return died

    def _found_out(
        self, data: Path, world: World, payment_id: PaymentId, refund_id: RefundId, seen: object
    ) -> None:
        till = self._opened(data, world)
        back = Back(till, self.account_id, payment_id, CardRefunds(till.station, till._gateway))
        if back.status(refund_id) is RefundStatus.APPROVED:
            assert back.given() == 0, (seen, "nothing is asked before it is stored")
            back.send(refund_id)
        back.step(refund_id, 4)
        assert back.status(refund_id) is RefundStatus.COMPLETED, seen
        assert back.given() == 500, (seen, "once, however often it was asked for")
        assert back.payable() == 0, seen
        till.sound()
        till.station.close()

    def _prepare(self, story: Story, world: World) -> None:
        machine = next(iter(world.machines.values()))
        coming = list(story.coming)
        machine.authorize_s = story.authorize_s
        machine.customer = lambda _action: coming.pop(0) if coming else Customer(card=None)
        for operation, fault in story.faults:
            world.faults.next(operation, fault)

    def _opened(self, data: Path, world: World) -> Dead:
        machine = next(iter(world.machines.values()))
        till = Dead(open_station(data), self.actors, world, world.time, machine, fresh=False)
        till.gateway_id, till.reader_id = self.command.gateway_id, self.command.reader_id
        return till

    def _judge(self, till: Dead, seen: object) -> None:
        world = till.world
        till.restart()
        till.settle()
        begun = till.station.ask(records.attempt, self.attempt_id).result() is not None
        paid = begun and till.state(self.attempt_id) is S.PAID
        assert begun or not world.calls, (seen, "nothing is asked before the attempt is stored")
        assert len(world.charged(self.attempt_id)) == len(world.charged()) == int(paid), seen
        intents = world.all("pi")
        assert len(intents) <= 1, seen
        assert all(each["status"] in ("succeeded", "canceled") for each in intents), seen
        till.agrees()
        if paid:
            assert till.shown(self.attempt_id).taken is not None, seen
        else:
            till.books.take_cash(self.account_id, MINOR)
        assert till.received() == MINOR, seen
        till.sound()
        till.station.close()


@pytest.fixture(scope="module")
def scene(
    template: Template, actors: Actors, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    data = Path(shutil.copytree(template.folder, folder / "data"))
    world = World()
    till = Till(open_station(data), actors, world, world.time, world.add_reader())
    till.books.open_shift()
    account_id, _ = till.bill(MINOR)
    payment = till.payment(account_id, MINOR)
    command = OpenAttempt(command_id(), payment, till.gateway_id, till.reader_id)
    till.station.close()
    windows = DyingWindows()
    with StripeFront(world) as front:
        made = Scene(data, actors, account_id, command, windows, front)
        made.windows.run(learned(made))
        yield made
    windows.stop()
    shutil.rmtree(folder, ignore_errors=True)


def learned(scene: Scene) -> Job:
    """What the process that forks learns from."""
    next_world = scene.front.world
    next(iter(next_world.machines.values())).customer = lambda _action: Customer(0.5, VISA)
    job = Job(str(scene.folder), scene.front.url, scene.attempt_id, to_plain(scene.actors))
    job.opens = to_plain(scene.command)
    return job


def places(steps: list[str], so_many: int) -> list[int]:
    """Spread over all, with the transaction that posts the payment at its begin, in its middle,
    before and after its commit.
    """
    spread = [(2 * turn + 1) * len(steps) // (2 * so_many) + 1 for turn in range(so_many)]
    with suppress(StopIteration):
        pays = next(i for i, what in enumerate(steps) if what.startswith("INSERT INTO payment"))
        ends = next(i for i, what in enumerate(steps) if i > pays and what.startswith("COMMIT"))
        begins = max(i for i in range(pays) if steps[i].startswith("BEGIN"))
        spread += [begins + 2, (pays + ends) // 2, ends + 1, ends + 2]
    return sorted({each for each in spread if 0 < each <= len(steps)})


def test_killed_at_any_statement_and_any_call(scene: Scene, long: bool) -> None:
    """Each story lives once, and dies at places spread over all it does."""
    for story in STORIES:
        lived = scene.tell(story, says=True)
        assert not lived.killed
        for place in places(lived.steps, 47 if long else 3):
            assert scene.tell(story, kill_at=place).killed, (story.name, place, len(lived.steps))
    assert scene.deaths >= (330 if long else 32), scene.deaths


def test_killed_while_it_gives_money_back(scene: Scene, long: bool) -> None:
    """Begun, asked for, noted, booked: the card gets it once, and the books say so."""
    before = scene.deaths
    lived = scene.give_back(says=True)
    so_many = 60 if long else 6
    for turn in range(so_many):
        place = (2 * turn + 1) * len(lived.steps) // (2 * so_many) + 1
        assert scene.give_back(kill_at=place).killed, (place, len(lived.steps))
    assert scene.deaths - before == so_many


def test_killed_from_outside_at_any_moment(scene: Scene, seed: int, long: bool) -> None:
    """Whatever it was about, in Python, in the database or on the wire."""
    chance = random.Random(seed)
    before = scene.deaths
    took = {story.name: scene.tell(story).took_s for story in STORIES[:2]}
    for turn in range(100 if long else 3):
        story = STORIES[turn % 2]
        scene.tell(story, kill_after_s=chance.uniform(0.0, took[story.name] * 0.9))
    assert scene.deaths > before
