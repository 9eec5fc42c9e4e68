"""A refund that two windows were at while apart: what the processor gave once is in the books once,
and what people decided twice is told.
"""

from __future__ import annotations

import pytest

from app.areas.cards.values import AttemptState as S
from app.areas.ledger import queries as ledger
from app.areas.refunds import doubled_records
from app.areas.refunds.outside import RecordOutside, record_outside
from app.areas.refunds.values import RefundStatus
from app.areas.settings import repository as settings
from app.areas.tasks import queries as tasks
from app.areas.tasks.values import TaskKind
from app.devices.card_terminal.outside import Elsewhere
from app.devices.card_terminal.refunding import CardRefunds
from app.kernel.errors import UserError
from app.kernel.ids import ShiftId
from app.storage.unit_of_work import UnitOfWork
from tests.areas.refunds.refunding import Refunding
from tests.building import Actors, command_id
from tests.devices.card_terminal.card_till import Till, new_till
from tests.devices.card_terminal.test_refunding import Back, charged
from tests.stripe_stand_in.cards import VISA
from tests.two_stations.conftest import Pair
from tests.two_stations.test_refunds_apart import mailed


def test_what_two_windows_gave_back_is_in_the_books_once(pair: Pair, actors: Actors) -> None:
    one = new_till(pair.one.station, actors)
    two = Till(pair.two.station, actors, one.world, one.time, one.machine, fresh=False)
    two.gateway_id, two.reader_id = one.gateway_id, one.reader_id
    account_id, _ = one.bill(12_000)
    attempt = one.open(one.payment(account_id, 12_000))
    one.run(attempt, S.WAITING_CARD)
    one.machine.present()
    payment_id = one.run(attempt).payment_id
    sides = [
        Back(till, account_id, payment_id, CardRefunds(till.station, till._gateway))
        for till in (one, two)
    ]
    first = sides[0]
    refund_id = first.ask(5000)
    pair.sync()
    for side in sides:
        side.send(refund_id)
        assert side.step(refund_id) is RefundStatus.COMPLETED
    assert first.given() == 5000, "under one key it was asked for once"
    pair.sync()
    found = [side.till.station.ask(doubled_records.doubled).result() for side in sides]
    assert sorted(map(len, found)) == [0, 1]
    for side in sides:
        side.begin()
        side.refunds.round()
    pair.sync()
    for side in sides:
        assert side.payable() == 0
        assert side.status(refund_id) is RefundStatus.COMPLETED
        assert not side.till.station.ask(doubled_records.doubled).result()
    assert pair.one.sound == []
    assert pair.two.sound == []


def away(uow: UnitOfWork, reachable: bool) -> None:
    settings.note_centre(uow, reachable=reachable)


def test_a_refund_is_given_up_only_while_windows_hear_of_one_another(
    pair: Pair, actors: Actors
) -> None:
    """In between, for the seconds that a record is on its way, a task says what came of it."""
    one, two = (Refunding(each.station, each.books, ShiftId("")) for each in (pair.one, pair.two))
    account, taken = mailed(pair.one, 9000)
    pair.sync()
    refund_id = one.ask(account, 6000, taken.payment_id).refund_id
    pair.sync()
    one.station.record(away, False).result()
    with pytest.raises(UserError, match="another window may decide"):
        one.cancel(refund_id)
    one.station.record(away, True).result()
    one.cancel(refund_id)
    two.pay(refund_id, reference="T-1", actor=two.clerk)
    pair.sync()
    for each in (pair.one, pair.two):
        (task,) = each.station.ask(tasks.tasks, actors.billing_manager.user_id).result()
        assert task.kind is TaskKind.DOUBLE_REFUND
        assert [side.title for side in task.sides] == ["Agreed to", "Given up", "Given back"]


def test_what_stripe_gave_back_is_recorded_by_one_of_two(pair: Pair, actors: Actors) -> None:
    """Both windows saw it in Stripe's list and both recorded it within seconds."""
    one = new_till(pair.one.station, actors)
    two = Till(pair.two.station, actors, one.world, one.time, one.machine, fresh=False)
    two.gateway_id, two.reader_id = one.gateway_id, one.reader_id
    made = charged(one, VISA)
    pair.sync()
    seen = one.world.refund_in_dashboard(one.world.charged()[0]["id"], 12_000)
    sides = [Back(till, made.account_id, made.payment_id, made.refunds) for till in (one, two)]
    for side in sides:
        Elsewhere(side.till.station).look(one.gateway_id, side.till.gateway)
        side.begin()
        record = RecordOutside(command_id(), seen["id"])
        side.till.act(record_outside, record, actors.billing_manager)
    pair.sync()
    for side in sides:
        side.begin()
        side.refunds.round()
    pair.sync()
    for side in sides:
        assert side.payable() == 0
        stands = side.till.station.ask(ledger.account_balance, made.account_id, "USD").result()
        assert (stands.owed.minor, stands.credit.minor) == (12_000, 0)
        assert not side.till.station.ask(doubled_records.recorded_twice).result()
    assert pair.one.sound == []
    assert pair.two.sound == []
    manager = actors.billing_manager.user_id
    assert [each.station.ask(tasks.tasks, manager).result() for each in (pair.one, pair.two)] == [
        (),
        (),
    ]
