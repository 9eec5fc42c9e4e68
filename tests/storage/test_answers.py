"""The same command is one action and one answer, however often and from wherever it comes."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.areas.drawers import service as drawers
from app.areas.drawers.values import AddDrawer
from app.areas.payments import service as payments
from app.bootstrap import Station, open_station
from app.kernel.actor import SYSTEM
from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.money import Money
from app.storage import answers
from tests.building import Books
from tests.faults.invariants import broken


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(times=st.integers(1, 50), minor=st.integers(1, 900))
def test_one_to_fifty_times_from_two_threads(
    station: Station, books: Books, times: int, minor: int
) -> None:
    if not station.ask(_shifts).result():
        books.open_shift()
    account = books.register_patient().account_id
    books.issue_invoice(account, 500, 500)
    command = books.cash(account, minor, 1000)
    futures: list[Future[Any]] = []
    gate = threading.Barrier(2)

    def press(count: int) -> None:
        gate.wait()
        for _ in range(count):
            found = station.act(books.actors.cashier, payments.take_payment, command)
            futures.append(found)

    threads = [threading.Thread(target=press, args=(n,)) for n in (times - times // 2, times // 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers_given = {future.result() for future in futures}
    assert len(futures) == times
    assert len(answers_given) == 1
    assert station.ask(_payments, account).result() == 1
    assert not broken(station.folder)


def _shifts(reader: Any) -> int:
    return int(reader._cursor.execute("SELECT count(*) FROM shift").fetchone()[0])


def _payments(reader: Any, account: str) -> int:
    query = "SELECT count(*) FROM payment WHERE account_id = ?"
    return int(reader._cursor.execute(query, (account,)).fetchone()[0])


def test_the_answer_outlives_the_program_and_what_happened_since(
    station: Station, books: Books
) -> None:
    books.open_shift()
    account = books.register_patient().account_id
    books.issue_invoice(account, 5000)
    command = books.cash(account, 2000, 2000)
    cashier, folder = books.actors.cashier, station.folder
    first = station.act(cashier, payments.take_payment, command).result()
    books.take_cash(account, 1000)
    station.close()
    again = open_station(folder)
    assert again.act(cashier, payments.take_payment, command).result() == first
    assert again.ask(_payments, account).result() == 2
    again.close()


def test_the_same_id_with_other_content_is_refused(station: Station, books: Books) -> None:
    books.open_shift()
    account = books.register_patient().account_id
    other = books.register_patient().account_id
    books.issue_invoice(account, 5000)
    command = books.cash(account, 2000)
    cashier = books.actors.cashier
    station.act(cashier, payments.take_payment, command).result()
    tender = command.tenders[0]
    for changed in (
        replace(command, notes="x"),
        replace(command, account_id=other),
        replace(command, tenders=(replace(tender, amount=Money(2001, "USD")),)),
        replace(command, tenders=(replace(tender, given=Money(3000, "USD")),)),
        replace(command, payer_name="Somebody"),
    ):
        with pytest.raises(UserError, match="already used for something else"):
            station.act(cashier, payments.take_payment, changed).result()
    with pytest.raises(UserError, match="already used for something else"):
        station.act(SYSTEM, drawers.add_drawer, AddDrawer(command.id, "Drawer")).result()
    assert station.ask(_payments, account).result() == 1


def test_confirmations_are_no_content(station: Station, books: Books) -> None:
    books.open_shift()
    account = books.register_patient().account_id
    command = books.cash(account, 700)
    cashier = books.actors.cashier
    with pytest.raises(NeedsConfirmation) as asked:
        station.act(cashier, payments.take_payment, command).result()
    assert asked.value.key == "credit:700"
    wrong = replace(command, confirmations=frozenset({"credit:701", "change:700"}))
    with pytest.raises(NeedsConfirmation):
        station.act(cashier, payments.take_payment, wrong).result()
    sure = replace(command, confirmations=frozenset({asked.value.key}))
    first = station.act(cashier, payments.take_payment, sure).result()
    assert station.act(cashier, payments.take_payment, command).result() == first
    assert station.ask(_payments, account).result() == 1


def test_what_was_refused_may_be_tried_again(station: Station, books: Books) -> None:
    account = books.register_patient().account_id
    books.issue_invoice(account, 5000)
    command = books.cash(account, 2000)
    cashier = books.actors.cashier
    with pytest.raises(UserError, match="Open your drawer first"):
        station.act(cashier, payments.take_payment, command).result()
    books.open_shift()
    station.act(cashier, payments.take_payment, command).result()


def test_the_digest_knows_the_action_and_every_field() -> None:
    plain = {"id": "1", "a": 1, "b": None}
    seen = {
        answers.digest("x.y", plain),
        answers.digest("x.z", plain),
        answers.digest("x.y", plain | {"a": 2}),
        answers.digest("x.y", plain | {"b": ""}),
        answers.digest("x.y", plain | {"c": None}),
        answers.digest("x.y", plain | {"a": "1"}),
    }
    assert len(seen) == 6
    assert answers.digest("x.y", plain | {"approvals": ["k"]}) == answers.digest("x.y", plain)
