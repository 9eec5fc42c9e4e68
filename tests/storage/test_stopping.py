"""A question that nobody waits for ends where it is, and the connection serves the next one."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError

import pytest

from app.storage.reading import Reader, ReadSql
from tests.building import Books

_ENDLESS = ReadSql(
    "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n) SELECT count(*) FROM n"
)
_ONE = ReadSql("SELECT 1")
_MILLION = ReadSql(
    "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < 1000000) "
    "SELECT count(*) FROM n"
)


def _one(reader: Reader) -> object:
    return reader.scalar(_ONE)


def test_a_question_ends_in_a_statement_between_two_and_before_it_began(books: Books) -> None:
    database = books.station.database
    begun, go_on = threading.Event(), threading.Event()

    def endless(reader: Reader) -> object:
        begun.set()
        return reader.scalar(_ENDLESS)

    def between(reader: Reader) -> object:
        _one(reader)
        begun.set()
        go_on.wait()
        return reader.scalar(_ENDLESS)

    running = database.ask(endless)
    begun.wait()
    begun.clear()
    database.give_up(running)
    waiting = database.ask(between)
    begun.wait()
    others = [database.ask(endless) for _ in range(3)]
    for asked in (waiting, *others):
        database.give_up(asked)
    go_on.set()
    for asked in (running, waiting, *others):
        with pytest.raises(CancelledError):
            asked.result(30)


def test_a_question_ends_after_so_many_steps_and_no_other(books: Books) -> None:
    database = books.station.database

    def asked(reader: Reader) -> tuple[object, ...]:
        ended = reader.within(_ENDLESS, 5000)
        return ended, reader.within(_ONE, 5000), reader.scalar(_MILLION)

    assert database.read(asked) == ([], [(1,)], 1_000_000)


def test_a_question_of_so_many_steps_is_given_up_too(books: Books) -> None:
    database = books.station.database
    begun = threading.Event()

    def endless(reader: Reader) -> object:
        begun.set()
        return reader.within(_ENDLESS, 1 << 60)

    running = database.ask(endless)
    begun.wait()
    database.give_up(running)
    with pytest.raises(CancelledError):
        running.result(30)


def test_what_is_asked_afterwards_is_not_interrupted(books: Books) -> None:
    database = books.station.database
    done = [database.ask(_one) for _ in range(4)]
    for one in done:
        one.result(30)
        database.give_up(one)
    assert [database.ask(_one).result(30) for _ in range(6)] == [1] * 6
