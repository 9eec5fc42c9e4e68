"""A computer whose clock is set while a card waits, or while its outcome is not known: the window
keeps time by a clock nobody sets, and old keys stay unsent.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from app.areas.cards.values import AttemptState as S
from app.areas.refunds.values import RefundStatus
from app.bootstrap import Station, open_station
from app.gui.screens.counter.card_words import countdown_words
from app.kernel.errors import UserError
from tests.building import Actors, Template
from tests.devices.card_terminal.card_till import Till, new_till
from tests.devices.card_terminal.test_refunding import CREATE, LIST, charged
from tests.stripe_stand_in.cards import VISA
from tests.stripe_stand_in.faults import Fault as F

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
INTENT = "payment_intents.create"


@dataclass(slots=True)
class SetClock:
    """This computer's clock, as somebody has set it."""

    off: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.off


CLOCK = SetClock()


@pytest.fixture(scope="module")
def shared_station(
    template: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Station]:
    folder = tmp_path_factory.mktemp("set") / "data"
    shutil.copytree(template.folder, folder)
    opened = open_station(folder, clock=CLOCK)
    yield opened
    opened.close()


@pytest.fixture
def till(shared_station: Station, actors: Actors) -> Iterator[Till]:
    CLOCK.off = timedelta()
    made = new_till(shared_station, actors)
    yield made
    CLOCK.off = timedelta()
    made.forget()


@pytest.mark.parametrize("jump", [-HOUR, DAY])
def test_the_clock_is_set_while_a_card_waits(till: Till, jump: timedelta) -> None:
    """Tapped in time it is charged once; with no card it ends when the reader's time is over, and
    no countdown says what is not so.
    """
    attempt = till.charge(2100)
    till.run(attempt, S.WAITING_CARD)
    CLOCK.off = jump
    assert countdown_words(till.shown(attempt), CLOCK.now()) == ""
    till.machine.present(VISA)
    assert till.run(attempt).state is S.PAID
    other = till.charge(900)
    till.run(other, S.WAITING_CARD)
    CLOCK.off = timedelta()
    begun = till.time.s
    till.run(other, S.CANCELING, most_s=200)
    assert 120 <= till.time.s - begun <= 130
    till.run(other, most_s=20)
    assert not till.machine.waiting
    till.cancel(other)
    till.settle()
    assert till.shown(other).state is S.VOID
    till.agrees()


@pytest.mark.parametrize("jump", [-HOUR, DAY])
def test_the_clock_is_set_while_an_outcome_is_not_known(till: Till, jump: timedelta) -> None:
    attempt = till.charge(2100)
    till.run(attempt, S.WAITING_CARD)
    till.machine.present(VISA)
    till.world.faults.network_down = True
    till.run(attempt, S.UNKNOWN)
    CLOCK.off = jump
    till.sweep()
    till.restart()
    till.sweep()
    till.world.faults.clear()
    till.settle()
    assert till.shown(attempt).state is S.PAID
    till.agrees()


def test_no_old_key_makes_an_intent(till: Till) -> None:
    """Nobody knows what became of the first call: after a night it is not sent again, by itself or
    by a person; after an hour back it is.
    """
    attempt = till.charge(2100)
    till.world.faults.next(INTENT, F.LOST_AFTER)
    till.step(attempt)
    CLOCK.off = DAY
    shown = till.run(attempt)
    assert shown.ended
    assert len(till.calls(INTENT)) == 1
    CLOCK.off = timedelta()
    again = till.charge(900)
    till.world.faults.next(INTENT, *[F.LOST_BEFORE] * 4)
    till.run(again, S.CREATE_UNKNOWN)
    for off in (DAY, -DAY):
        CLOCK.off = off
        with pytest.raises(UserError, match="too long ago"):
            till.again(again)
    CLOCK.off = -HOUR
    till.again(again)
    till.run(again, S.WAITING_CARD)
    till.machine.present(VISA)
    assert till.run(again).state is S.PAID
    assert len({call.idem for call in till.calls(INTENT)}) == 2
    till.agrees()


def test_no_reader_is_told_a_day_late(till: Till) -> None:
    attempt = till.charge(2100)
    till.step(attempt)
    assert till.state(attempt) is S.ARMING
    CLOCK.off = DAY
    till.settle()
    assert till.shown(attempt).state is S.VOID
    assert not till.calls("terminal.readers.process_payment_intent")


@pytest.mark.parametrize("jump", [-HOUR, DAY, -2 * DAY])
def test_a_refund_is_found_out_whatever_the_clock_says(till: Till, jump: timedelta) -> None:
    back = charged(till, VISA)
    refund_id = back.ask(3_000)
    till.world.faults.next(CREATE, F.LOST_AFTER)
    till.world.faults.next(LIST, None, F.LOST_BEFORE)
    back.send(refund_id)
    CLOCK.off = jump
    back.begin()
    for _ in range(3):
        back.refunds.round()
        CLOCK.off += timedelta(minutes=1)
    assert back.status(refund_id) is RefundStatus.COMPLETED
    assert back.given() == 3_000
    CLOCK.off = timedelta()
