"""A business day is closed: it names its drawers, and what comes later counts into the next one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.areas.health.queries import verify_beside
from app.areas.ledger import queries as ledger
from app.areas.reports import closing, queries
from app.areas.reports.values import CloseDay, DayDone, DaySheet, ReopenDay
from app.areas.settings import queries as settings
from app.areas.tasks import queries as tasks
from app.areas.tasks import service
from app.areas.tasks.values import AnswerTask, Task, TaskKind
from app.bootstrap import Station
from app.kernel.actor import SYSTEM, Actor
from app.kernel.errors import NeedsConfirmation, NotAllowed, UserError
from app.kernel.i18n import format_date
from app.kernel.ids import AccountId
from app.storage.statements import Reader, ReadSql
from tests.areas.payments.mending import Mending, card, cash, check, usd
from tests.areas.tasks import apart
from tests.building import Books, command_id


def today(books: Books) -> date:
    station = books.station
    return settings.business_today(station.practice, station.database.clock.now())


def close(books: Books, day: date, reason: str = "", by: Actor | None = None) -> DayDone:
    """Say yes to closing a day that still runs."""
    sure = frozenset({f"not_over:{day.isoformat()}"})
    command = CloseDay(command_id(), day, reason, sure)
    actor = by or books.actors.billing_manager
    return books.station.act(actor, closing.close_day, command).result()


def reopen(books: Books, day: date, reason: str = "A receipt was forgotten") -> None:
    command = ReopenDay(command_id(), day, reason)
    books.station.act(books.actors.billing_manager, closing.reopen_day, command).result()


def sheet(books: Books, day: date) -> DaySheet:
    asker = books.actors.billing_manager.user_id
    return books.station.ask(queries.day_sheet, day, asker).result()


def sound(books: Books) -> list[str]:
    keys = books.station.database.keys
    verdict = verify_beside(books.station.ask, keys.master, own=keys.own)
    return [f"{one.check}: {one.words}" for one in verdict.findings]


def late_tasks(station: Station, asker: Actor) -> list[Task]:
    found = station.ask(tasks.tasks, asker.user_id).result()
    return [task for task in found if task.kind is TaskKind.LATE_FOR_DAY]


def receivable(books: Books, day: date) -> int:
    return books.station.ask(ledger.gl_balance, "1100", day, "USD").result().minor


def test_a_day_is_closed_and_what_comes_later_is_late(books: Books, station: Station) -> None:
    manager, day = books.actors.billing_manager, today(books)
    shift_id = books.open_shift().shift_id
    made = Mending(station, books, shift_id)
    patient = books.register_patient().account_id
    books.issue_invoice(patient, 10_000)
    made.take(patient, cash(3000, 5000))
    made.take(patient, check(2000, "77"), card(1000))
    made.void(made.take(patient, cash(500)).payment_id)
    with pytest.raises(UserError, match=r"is not closed: shift .* Close every drawer"):
        close(books, day)
    books.seal(shift_id, *([2000] * 10), 2000, 1000)
    books.close_shift(shift_id)
    with pytest.raises(NotAllowed):
        close(books, day, by=books.actors.cashier)
    with pytest.raises(UserError, match="not come yet"):
        close(books, day + timedelta(1))
    with pytest.raises(NeedsConfirmation, match="still running"):
        station.act(manager, closing.close_day, CloseDay(command_id(), day)).result()
    assert close(books, day) == DayDone(day, 2, usd(6000))
    with pytest.raises(UserError, match="closed already"):
        close(books, day)
    closed = sheet(books, day).closing
    assert closed is not None
    assert (closed.count, closed.total, closed.window) == (2, usd(6000), "W1")
    assert [each.shift_id for each in closed.drawers] == [shift_id]

    def record(reader: Reader) -> str:
        sql = "SELECT action FROM station_log WHERE hash = :hash"
        return str(reader.scalar(ReadSql(sql), hash=closed.drawers[0].record_hash))

    assert station.ask(record).result() == "payments.close_shift"
    late_and_open_again(books, day, made, patient)


def late_and_open_again(books: Books, day: date, made: Mending, patient: AccountId) -> None:
    """What comes for the closed day, and what becomes of it."""
    station, manager = books.station, books.actors.billing_manager
    owed = receivable(books, day)
    books.open_shift()
    paid = made.take(patient, cash(700))
    books.issue_invoice(patient, 4000)
    assert receivable(books, day) == owed, "the reports of a closed day stand"
    assert receivable(books, day + timedelta(1)) == owed - 700 + 4000
    came = sheet(books, day).came_late
    assert {(one.kind, one.amount, one.period_date) for one in came} == {
        ("cash_movement", usd(20_000), day + timedelta(1)),
        ("payment", usd(700), day + timedelta(1)),
        ("invoice", usd(0), day + timedelta(1)),
    }
    assert paid.payment_id in {one.source_id for one in came}
    assert late_tasks(station, books.actors.cashier) == []
    [task] = late_tasks(station, manager)
    assert task.title == f"3 entries came for {format_date(day)} after it was closed"
    assert [side.title.split()[0] for side in task.sides] == ["Invoice"], "a drawer is open"
    assert sound(books) == []
    know = AnswerTask(command_id(), task.task_id, task.kind, "seen")
    station.act(manager, service.answer_task, know).result()
    assert late_tasks(station, manager) == []
    made.take(patient, cash(100))
    [again] = late_tasks(station, manager)
    command = AnswerTask(command_id(), again.task_id, again.kind, "reopen")
    station.act(manager, service.answer_task, command).result()
    opened = sheet(books, day)
    assert opened.closing is None
    assert opened.came_late == ()
    assert opened.reopened is not None
    assert late_tasks(station, manager) == []
    assert receivable(books, day) == owed, "what was booked stays booked"
    made.take(patient, cash(200))
    assert receivable(books, day) == owed - 200
    with pytest.raises(UserError, match="is not closed"):
        reopen(books, day)
    assert sound(books) == []


def test_days_in_a_row_and_a_clock_that_is_off(books: Books, station: Station) -> None:
    day = today(books)
    for days in (3, 1, 2):
        assert close(books, day - timedelta(days)).count == 0
    with pytest.raises(UserError, match="Say why"):
        reopen(books, day - timedelta(2), "  ")
    reopen(books, day - timedelta(2))
    assert sheet(books, day - timedelta(2)).closing is None
    assert sheet(books, day - timedelta(1)).closing is not None
    station.act(SYSTEM, apart.put_clock_off, -11 * 60_000).result()
    with pytest.raises(UserError, match="differ by 11 minutes"):
        close(books, day)
    station.act(SYSTEM, apart.put_clock_off, 9 * 60_000).result()
    close(books, day)
    assert sound(books) == []
