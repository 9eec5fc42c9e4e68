"""The same files of an old system brought in at two windows that do not know of one another."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.areas.approvals import service as approvals
from app.areas.approvals.values import GrantApproval
from app.areas.imports.values import ImportChecked
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments import undoing
from app.areas.payments.undoing_values import VoidPayment
from app.areas.settings import service as settings
from app.areas.settings.repository import note_centre
from app.areas.settings.values import ChangeSetting
from app.areas.tasks import service as task_service
from app.areas.tasks.values import AnswerTask, Task, TaskKind
from app.kernel.actor import SYSTEM
from app.kernel.errors import NeedsApproval, UserError
from app.kernel.ids import AccountId, PaymentId
from app.storage import brought
from app.storage.unit_of_work import UnitOfWork
from tests.areas.imports.files import Importer, bill_rows, bills, legacy, write
from tests.building import command_id
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.test_apart import agree
from tests.two_stations.test_pulling import rows_of
from tests.two_stations.test_tasks import tasks

BALANCES = ["Acct #", "Patient Balance"]


def importer(window: Window) -> Importer:
    return Importer(window.station, window.books.actors.billing_manager)


def bring_all(window: Window, folder: Path) -> list[ImportChecked]:
    by = importer(window)
    people = by.check(legacy(folder / "p.csv", 12))
    done = [by.apply(people)]
    bills_of = by.check(bills(folder / "i.csv", bill_rows(3)), "invoices")
    done.append(by.apply(bills_of, without_bad_rows=True))
    rows = [["00111", "412.50"], ["00112", "(30.00)"]]
    sums = by.check(write(folder / "b.csv", BALANCES, rows), "balances")
    done.append(by.apply(sums, without_bad_rows=True))
    return done


def ties(window: Window) -> tuple[tuple[int, int], ...]:
    """(owed, credit) of every account that came in."""
    found = importer(window).rows("SELECT id FROM account ORDER BY number, id")
    told = []
    for (account,) in found:
        balance = window.station.ask(ledger.account_balance, AccountId(account), "USD").result()
        told.append((balance.owed.minor, balance.credit.minor))
    return tuple(sorted(told))


def heard(uow: UnitOfWork, reachable: bool) -> None:
    note_centre(uow, reachable=reachable)


def wrong(window: Window) -> list[str]:
    """Another window's record is signed with a key that a verification from outside lacks here."""
    return [words for words in importer(window).findings() if "not signed" not in words]


def test_brought_in_twice_apart_both_stand_and_the_books_are_right(
    pair: Pair, tmp_path: Path
) -> None:
    """Nobody can know it while they are apart: what is there twice is two of it, each whole."""
    one, two = pair.one, pair.two
    bring_all(one, tmp_path)
    wanted = ties(one)
    assert sum(owed - credit for owed, credit in wanted) == 41250 - 3000 + 3 * 23450
    bring_all(two, tmp_path)
    pair.sync()
    pair.sync()
    assert rows_of(one, "fact") == rows_of(two, "fact")
    assert wrong(one) == wrong(two) == []
    assert ties(one) == ties(two) == tuple((2 * owed, 2 * credit) for owed, credit in wanted)
    bought = importer(one).rows("SELECT id, reference, station_id FROM invoice ORDER BY reference")
    assert len({(reference, window) for _, reference, window in bought}) == len(bought) == 8


def test_credit_that_both_brought_in_is_taken_back_at_one(pair: Pair, tmp_path: Path) -> None:
    one, two = pair.one, pair.two
    bring_all(one, tmp_path)
    owed = sum(owed for owed, _ in ties(one))
    bring_all(two, tmp_path)
    pair.sync()
    pair.sync()
    found = "SELECT id FROM payment WHERE station_id = (SELECT station_id FROM this_station)"
    ((credit,),) = importer(one).rows(found)
    reason = one.station.ask(ledger.reasons, ReasonKind.VOID).result()[4]
    assert reason.words == "Taken twice"
    void = VoidPayment(command_id(), PaymentId(credit), reason.reason_id)
    one.station.act(one.books.actors.billing_manager, undoing.void_payment, void).result()
    pair.sync()
    pair.sync()
    assert rows_of(one, "fact") == rows_of(two, "fact")
    assert wrong(one) == wrong(two) == []
    told = [sum(side) for side in zip(*ties(two), strict=True)]
    assert told == [2 * owed, 3000]


def meet(pair: Pair) -> None:
    """Both know all, and of both the same is there twice."""
    pair.sync()
    pair.sync()
    assert rows_of(pair.one, "fact") == rows_of(pair.two, "fact")
    noted = [
        importer(window).rows("SELECT * FROM number_twice ORDER BY kind, number")
        for window in (pair.one, pair.two)
    ]
    assert noted[0] == noted[1]


def say(window: Window, task: Task, key: str) -> None:
    command = AnswerTask(command_id(), task.task_id, task.kind, key)
    window.station.act(
        window.books.actors.billing_manager, task_service.answer_task, command
    ).result()


def test_a_task_says_what_both_brought_in_and_takes_one_back(pair: Pair, tmp_path: Path) -> None:
    """Each bill and balance with both windows and where it came from."""
    one, two = pair.one, pair.two
    bring_all(one, tmp_path)
    wanted = ties(one)
    assert tasks(one) == tasks(two) == []
    bring_all(two, tmp_path)
    meet(pair)
    manager = one.books.actors.billing_manager
    told = tasks(one, manager)
    assert [task.kind for task in told] == [TaskKind.BROUGHT_TWICE] * 5
    assert [task.sides for task in told] == [task.sides for task in tasks(two, manager)]
    assert tasks(one, one.books.actors.cashier) == []
    for task in told:
        assert [side.window for side in task.sides] == ["W1", "Window 2"]
        assert task.sides[0].amount == task.sides[1].amount
        assert task.sides[0].words == task.sides[1].words
        assert task.sides[0].words.endswith(" in old")
        mine, later, both = "Take back what W1 brought in", "Window 2", "Both are right"
        offered = [answer.words for answer in task.answers]
        credit = task.sides[0].title.startswith("Credit")
        assert offered == ([mine, both] if credit else [mine.replace("W1", later), mine, both])
    for number, task in enumerate(told):
        say(one, task, task.answers[number % (len(task.answers) - 1)].key)
    meet(pair)
    assert tasks(one) == tasks(two) == []
    assert ties(one) == ties(two) == wanted
    assert wrong(one) == wrong(two) == []


def test_credit_above_the_limit_is_taken_back_once_somebody_agrees(
    pair: Pair, tmp_path: Path
) -> None:
    """What is agreed to is the answer that a person gave, not the voids that it leads to."""
    one, two = pair.one, pair.two
    bring_all(one, tmp_path)
    wanted = ties(one)
    bring_all(two, tmp_path)
    meet(pair)
    asks, agrees = one.books.actors.billing_manager, one.books.actors.cfo
    limit = ChangeSetting(command_id(), "approvals.void_above", "0", reason="Two people")
    one.station.act(one.books.actors.administrator, settings.change_setting, limit).result()
    credit = next(task for task in tasks(one, asks) if task.sides[0].title.startswith("Credit"))
    answer = AnswerTask(command_id(), credit.task_id, credit.kind, credit.answers[0].key)
    with pytest.raises(NeedsApproval) as asked:
        one.station.act(asks, task_service.answer_task, answer).result()
    grant = GrantApproval(command_id(), answer.id, asked.value.key, asks.user_id, asked.value.text)
    one.station.act(agrees, approvals.grant_approval, grant).result()
    one.station.act(asks, task_service.answer_task, answer).result()
    meet(pair)
    assert credit.task_id not in {task.task_id for task in tasks(one)}
    assert sum(credit for _, credit in ties(two)) == sum(credit for _, credit in wanted)
    assert wrong(one) == wrong(two) == []


def test_what_is_paid_on_stays_and_both_may_be_right(pair: Pair, tmp_path: Path) -> None:
    one, two = pair.one, pair.two
    bring_all(one, tmp_path)
    bring_all(two, tmp_path)
    meet(pair)
    bill = next(task for task in tasks(one) if task.sides[0].title.startswith("Invoice"))
    assert bill.go is not None
    one.books.open_shift()
    one.books.take_cash(AccountId(bill.go.key), 100)
    meet(pair)
    [bill] = [task for task in tasks(two) if task.task_id == bill.task_id]
    keys = [one.key for one in bill.answers]
    assert len(keys) == 2
    assert keys[-1] == "seen"
    say(two, bill, "seen")
    meet(pair)
    assert bill.task_id not in {task.task_id for task in tasks(one)}
    assert len(tasks(one)) == 4


def test_books_of_an_older_program_are_looked_through(pair: Pair, tmp_path: Path) -> None:
    one, two = pair.one, pair.two
    bring_all(one, tmp_path)
    bring_all(two, tmp_path)
    meet(pair)
    told = tasks(one)
    assert len(told) == 5
    assert not one.station.ask(brought.is_unnoted).result()
    importer(one).rows("DELETE FROM number_twice")
    importer(one).rows("DELETE FROM search_made WHERE name = 'brought'")
    assert tasks(one) == []
    assert one.station.ask(brought.is_unnoted).result()
    one.station.act(SYSTEM, brought.note_all, None).result()
    assert tasks(one) == told
    assert wrong(one) == []


def test_a_whole_balance_beside_bills_of_another_window_is_a_task(
    pair: Pair, tmp_path: Path
) -> None:
    one, two = pair.one, pair.two
    for window in (one, two):
        importer(window).bring(legacy(tmp_path / "p.csv", 12))
    meet(pair)
    importer(one).bring(bills(tmp_path / "i.csv", bill_rows(1)), "invoices")
    ((key,),) = importer(one).rows(
        "SELECT x.value FROM external_id AS x JOIN account AS a ON a.patient_id = x.entity_id "
        "JOIN invoice AS i ON i.account_id = a.id"
    )
    sums = write(tmp_path / "b.csv", BALANCES, [[key, "234.50"]])
    importer(two).bring(sums, "balances")
    meet(pair)
    [task] = tasks(one)
    assert tasks(two) == [task]
    assert task.kind is TaskKind.BROUGHT_TWICE
    assert len(task.sides) == 2
    assert wrong(one) == wrong(two) == []


def test_other_bills_of_one_account_at_two_windows_are_no_task(pair: Pair, tmp_path: Path) -> None:
    one, two = pair.one, pair.two
    for window in (one, two):
        importer(window).bring(legacy(tmp_path / "p.csv", 12))
    meet(pair)
    rows = bill_rows(1)
    importer(one).bring(bills(tmp_path / "i.csv", rows), "invoices")
    pair.sync()
    more = [[f"X{rows[0][0]}", *rows[0][1:]]]
    importer(two).bring(bills(tmp_path / "j.csv", more), "invoices")
    meet(pair)
    assert tasks(one) == tasks(two) == []
    assert wrong(one) == wrong(two) == []


def test_brought_in_here_it_is_not_brought_in_there(pair: Pair, tmp_path: Path) -> None:
    one, two = pair.one, pair.two
    bring_all(one, tmp_path)
    wanted = ties(one)
    pair.sync()
    people, invoices, balances = bring_all(two, tmp_path)
    assert (people.new, invoices.bad, balances.bad) == (0, 3, 2)
    agree(pair)
    assert ties(one) == ties(two) == wanted


def test_money_waits_while_other_windows_are_not_heard_of(pair: Pair, tmp_path: Path) -> None:
    """Also what was checked before."""
    one = pair.one
    by = importer(one)
    by.bring(legacy(tmp_path / "p.csv", 12))
    file = bills(tmp_path / "i.csv", bill_rows(3))
    checked = by.check(file, "invoices")
    one.station.act(SYSTEM, heard, False).result()
    with pytest.raises(UserError, match="another window may have brought"):
        by.apply(checked)
    with pytest.raises(UserError, match="another window may have brought"):
        by.check(bills(tmp_path / "j.csv", bill_rows(4)), "invoices")
    one.station.act(SYSTEM, heard, True).result()
    assert by.apply(checked).applied == 3
