"""Tasks about one station's own books: who is told, what may be answered, and what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.parties import queries as parties
from app.areas.tasks import queries, schema, service
from app.areas.tasks.values import AnswerTask, Task, TaskKind
from app.kernel.actor import SYSTEM, Actor
from app.kernel.clock import SystemClock
from app.kernel.errors import NotAllowed, UserError
from app.kernel.ids import new_id
from app.storage.reading import Reader
from app.storage.statements import Read
from tests.areas.tasks import apart
from tests.building import Books, command_id

K = TaskKind


def kinds(books: Books, asker: Actor | None = None) -> list[TaskKind]:
    return [task.kind for task in seen_by(books, asker)]


def seen_by(books: Books, asker: Actor | None = None) -> tuple[Task, ...]:
    who = None if asker is None else asker.user_id
    found = books.station.ask(queries.tasks, who).result()
    assert books.station.ask(queries.count_tasks, who).result() == len(found)
    return found


def settle(books: Books, actor: Actor, task: Task, answer: str) -> str:
    command = AnswerTask(command_id(), task.task_id, task.kind, answer, "looked into it")
    first = books.station.act(actor, service.answer_task, command)
    again = books.station.act(actor, service.answer_task, command)
    assert first.result() == again.result(), "the same answer sent twice is given once"
    return first.result().words


def answers(reader: Reader) -> list[tuple[Any, ...]]:
    rows = schema.task_answer.c
    return list(map(tuple, reader.fetch(Read(select(rows.kind, rows.answer, rows.note)))))


def test_who_sees_what_and_may_answer(books: Books) -> None:
    actors, act = books.actors, books.station.act
    books.open_shift()
    paid = apart.pay_twice(books, "Nguyễn")
    act(SYSTEM, apart.keep_last_aside, "payments.take_payment").result()
    act(SYSTEM, apart.fork, 1).result()
    act(SYSTEM, apart.put_clock_off, -130_000).result()
    everything = [K.OVERPAID_INVOICE, K.QUARANTINED_RECORD, K.FORK, K.CLOCK_OFF]
    assert kinds(books) == kinds(books, actors.billing_manager) == everything
    assert kinds(books, actors.cashier) == [K.OVERPAID_INVOICE, K.CLOCK_OFF]
    assert kinds(books, actors.administrator) == everything[1:]
    overpaid, aside, fork, clock = seen_by(books, actors.billing_manager)
    assert [one.key for one in overpaid.answers] == ["credit", "seen"]
    assert (clock.answers, clock.title) == ((), "The clock of this computer is 2 minutes slow")
    assert "the entry does not balance" in aside.words
    assert aside.amount == books.money(2500)
    assert aside.sides[0].words == "Receipt W1-000002"
    assert fork.sides[0].title == "Its numbers begin with W1 now"

    with pytest.raises(NotAllowed):
        settle(books, actors.administrator, overpaid, "credit")
    with pytest.raises(NotAllowed):
        settle(books, actors.cashier, fork, "seen")
    with pytest.raises(UserError, match="can't be done"):
        settle(books, actors.cashier, overpaid, "apply")
    with pytest.raises(UserError, match="not there any more"):
        settle(books, actors.cashier, replace(overpaid, task_id=new_id()), "seen")
    settle(books, actors.cashier, overpaid, "credit")
    assert [one.key for one in aside.answers] == ["release", "leave"]
    settle(books, actors.billing_manager, aside, "release")
    again = seen_by(books)[0]
    assert "Maria Manager let it count" in again.words, "until the centre has taken it in"
    settle(books, actors.billing_manager, again, "leave")
    settle(books, actors.administrator, fork, "seen")
    assert kinds(books) == [K.CLOCK_OFF]
    assert books.station.ask(answers).result() == [
        ("overpaid_invoice", "credit", "looked into it"),
        ("quarantined_record", "release", "looked into it"),
        ("quarantined_record", "leave", "looked into it"),
        ("fork", "seen", "looked into it"),
    ]
    act(SYSTEM, apart.allocate_unasked, paid).result()
    assert kinds(books)[0] is K.OVERPAID_INVOICE, "what happens again is asked again"


def test_two_accounts_with_one_number(books: Books) -> None:
    actors, act = books.actors, books.station.act
    ada, rui = books.register_patient("Okafor", "Ada"), books.register_patient("Silva", "Rui")
    act(SYSTEM, apart.share_number, (rui.account_id, ada.account_number)).result()
    [task] = seen_by(books, actors.billing_manager)
    assert [side.title for side in task.sides] == ["Ada Okafor", "Rui Silva"]
    assert [one.key for one in task.answers] == [
        f"renumber:{ada.account_id}",
        f"renumber:{rui.account_id}",
        "seen",
    ]
    assert [one.key for one in seen_by(books, actors.administrator)[0].answers] == ["seen"]
    settle(books, actors.billing_manager, task, f"renumber:{rui.account_id}")
    assert kinds(books) == []
    found = {number: books.station.ask(parties.find, number).result() for number in ("A-000003",)}
    assert [hit.name for hit in found["A-000003"]] == ["Rui Silva"]
    assert [hit.name for hit in books.station.ask(parties.find, "A-000001").result()] == [
        "Ada Okafor"
    ]


def test_one_payment_with_two_contents(books: Books) -> None:
    books.open_shift()
    patient = books.register_patient("Okafor", "Ada")
    taken = books.take_cash(patient.account_id, 1500)
    books.station.act(SYSTEM, apart.other_content, taken.payment_id).result()
    [task] = seen_by(books, books.actors.billing_manager)
    assert task.kind is K.OTHER_CONTENT
    assert {side.title for side in task.sides} == {
        "This one counts",
        "This one does not count",
    }
    assert any("notes: another" in side.words for side in task.sides)
    settle(books, books.actors.billing_manager, task, "seen")
    assert kinds(books) == []


def test_missing_records_are_waited_for_until_tomorrow_or_given_up(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, manager = books.station.act, books.actors.billing_manager
    act(SYSTEM, apart.lose, "2026-11-20T10:00:00.000000Z").result()
    [task] = seen_by(books, manager)
    assert kinds(books, books.actors.cashier) == []
    assert (task.kind, task.title[:9]) == (K.HOLE, "5 records")
    assert "Records 3 to 7 of" in task.words
    assert task.sides[0].title == "What came before is at the centre"
    assert "until tomorrow" in settle(books, manager, task, "wait")
    assert kinds(books) == []
    a_day = timedelta(days=1)
    monkeypatch.setattr(SystemClock, "now", lambda _: datetime.now(UTC) + a_day)
    [again] = seen_by(books, manager)
    assert again == task
    assert "It goes on" in settle(books, manager, again, "go_on")
    assert kinds(books) == []
