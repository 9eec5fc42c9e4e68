"""What is done in the processor's own pages is noticed, told once, and brought into the books."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.areas.cards import outside_records
from app.areas.cards.ports import GatewayTrouble
from app.areas.refunds.outside import RecordOutside, record_outside
from app.areas.refunds.values import RefundStatus
from app.areas.tasks import queries as tasks
from app.areas.tasks import service as answering
from app.areas.tasks.values import AnswerTask, Task, TaskKind
from app.devices.card_terminal.outside import ON_ITS_WAY, Elsewhere
from app.kernel.errors import UserError
from tests.building import command_id
from tests.devices.card_terminal.card_till import Till
from tests.devices.card_terminal.test_refunding import Back, charged
from tests.stripe_stand_in.cards import VISA
from tests.stripe_stand_in.direct import direct_gateway
from tests.stripe_stand_in.faults import Fault
from tests.stripe_stand_in.world import OFFICE_KEY, TILL_KEY

OURS = (TaskKind.OUTSIDE_REFUND, TaskKind.CARD_DISPUTE, TaskKind.UNKNOWN_CHARGE)


@pytest.fixture
def back(till: Till) -> Back:
    """One card payment, half an hour ago."""
    made = charged(till, VISA)
    till.time.s += ON_ITS_WAY.total_seconds() + 60
    return made


def look(till: Till) -> int:
    """As the program does every ten minutes; its clock is the stand-in's."""
    books: Any = Clocked(till)
    return Elsewhere(books).look(till.gateway_id, till.gateway)


class Clocked:
    def __init__(self, till: Till) -> None:
        self.clock = self
        self.now = till.time.now
        self.ask, self.record = till.station.ask, till.station.record


def told(till: Till) -> list[Task]:
    found = till.station.ask(tasks.tasks, till.actors.billing_manager.user_id).result()
    return [task for task in found if task.kind in OURS]


def answer(till: Till, task: Task, key: str) -> str:
    command = AnswerTask(command_id(), task.task_id, task.kind, key)
    words: str = till.act(answering.answer_task, command, till.actors.billing_manager).words
    return words


def test_what_was_refunded_there_is_recorded_once(back: Back) -> None:
    till = back.till
    [charge] = till.world.charged()
    own = back.ask(3000)
    back.send(own)
    assert back.status(own) is RefundStatus.COMPLETED
    assert look(till) == 0, "ours is no news"
    seen = till.world.refund_in_dashboard(charge["id"], 5000)
    assert (look(till), look(till)) == (1, 0)
    [task] = told(till)
    assert task.kind is TaskKind.OUTSIDE_REFUND
    assert task.amount is not None
    assert task.amount.minor == 5000
    assert [each.key for each in task.answers] == ["record", "seen"]
    assert "R-000002" in answer(till, task, "record")
    assert told(till) == []
    assert look(till) == 0
    assert back.given() == 8000, "and nothing more was sent"
    assert back.payable() == 0
    till.world.settle_refund(seen["id"], "failed", "expired_or_canceled_card")
    back.begin()
    back.refunds.round()
    assert back.payable() == 5000, "the bank sent it back, as any other"
    assert till.world.made("refunds.create") == 1
    again = RecordOutside(command_id(), seen["id"])
    with pytest.raises(UserError, match="nothing to record"):
        till.act(record_outside, again, till.actors.billing_manager)
    till.world.refund_in_dashboard(charge["id"], 4000)
    look(till)
    [task] = told(till)
    answer(till, task, "seen")
    assert told(till) == []
    till.sound()


def test_a_dispute_is_told_until_it_is_settled(back: Back) -> None:
    till = back.till
    [charge] = till.world.charged()
    dispute = till.world.dispute(charge["id"])
    look(till)
    [task] = told(till)
    assert task.kind is TaskKind.CARD_DISPUTE
    assert [each.key for each in task.answers] == ["seen"]
    answer(till, task, "seen")
    assert told(till) == []
    gone = till.world.dispute(charge["id"])
    look(till)
    [task] = told(till)
    answer(till, task, "seen")
    del till.world.kept[gone["id"]]
    till.world._of_kind["dp"].remove(gone)
    till.time.s += timedelta(days=40).total_seconds()
    dispute["status"] = "lost"
    look(till)
    [task] = told(till)
    assert [each.key for each in task.answers] == ["record", "seen"]
    answer(till, task, "record")
    assert told(till) == []
    till.sound()


def test_a_charge_in_no_books_is_told_until_a_window_brings_it(back: Back) -> None:
    till = back.till
    intent = till.world.all("pi")[-1]
    kept, intent["metadata"] = intent["metadata"], {"attempt": "of-a-window-that-is-away"}
    charge = till.world.all("ch")[-1]
    whole, charge["id"] = charge["id"], "ch_elsewhere"
    till.world.kept["ch_elsewhere"] = charge
    intent["latest_charge"] = "ch_elsewhere"
    look(till)
    [task] = told(till)
    assert task.kind is TaskKind.UNKNOWN_CHARGE
    assert task.amount is not None
    assert task.amount.minor == 12_000
    intent["metadata"], charge["id"], intent["latest_charge"] = kept, whole, whole
    answer(till, task, "seen")
    assert told(till) == []


def test_a_key_that_may_not_list_and_a_line_that_is_down_harm_nothing(back: Back) -> None:
    till = back.till
    [charge] = till.world.charged()
    till.world.refund_in_dashboard(charge["id"], 500)
    office = till.world.keys[OFFICE_KEY]
    office.may = ("charge_read",)
    assert look(till) == 0
    till.time.s += timedelta(days=3).total_seconds()
    office.may = ("refund_write", "charge_read")
    till.world.faults.next("refunds.list", Fault.LOST_AFTER)
    with pytest.raises(GatewayTrouble):
        look(till)
    till.gateway = direct_gateway(till.world, TILL_KEY, OFFICE_KEY)
    assert look(till) == 1, "what was made while the key could not see it is found later"
    office.may = ("refund_write", "charge_read", "dispute_read")
    look(till)
    since = till.station.ask(outside_records.look_from, till.gateway_id).result()
    assert since == till.time.now() - outside_records.OVERLAP
