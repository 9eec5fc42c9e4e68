"""What a manager rules: records that nobody has any more, and records that shall be tried again."""

from __future__ import annotations

import pytest

from app.areas.settings import service as settings
from app.areas.settings.values import AddStation
from app.areas.stations import maintaining
from app.areas.stations.values import ApproveHole, ReleaseRecord
from app.areas.tasks import service
from app.areas.tasks.values import AnswerTask, Task, TaskKind
from app.kernel.actor import SYSTEM
from app.kernel.errors import NotAllowed, UserError
from app.kernel.ids import SiteId, StationId, new_id
from app.storage.receiving import begin_at, held
from app.storage.statements import Reader, ReadSql
from app.storage.unit_of_work import UnitOfWork
from app.sync.central import Said
from app.sync.looking import broken_promises, standing
from app.sync.rounds import Done
from tests.building import command_id
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.test_forks import numbers, settled
from tests.two_stations.test_odd_rows import Author
from tests.two_stations.test_pushing import some_work
from tests.two_stations.test_tasks import only, tasks
from tests.two_stations.test_verdicts import refusing

_SENT = ("seq", "v", "hlc", "at", "actor", "action", "body", "prev_hash", "hash", "mac")


def test_a_stream_goes_on_over_an_approved_hole(pair: Pair) -> None:
    """A station that burnt: the others hold its last records, and those before them are nowhere."""
    one = pair.one
    practice = one.station.practice
    master = one.station.database.keys.master
    burnt = StationId(new_id())
    add = AddStation(command_id(), SiteId(practice.site_id), burnt, "W8", "Window 8")
    one.station.act(SYSTEM, settings.add_station, add).result()
    author = Author(practice.organization_id, master, station=burnt)
    said = [author.says() for _ in range(6)]

    def send(*numbers: int) -> list[Said]:
        sent = [{name: said[n - 1].record[name] for name in _SENT} for n in numbers]
        with one.line.open() as central:
            return [told.said for told in central.push(burnt, author.incarnation, sent)]

    assert send(1, 2) == [Said.APPLIED, Said.APPLIED]
    one.sync()
    assert send(5) == [Said.GAP]
    admin = one.books.actors.administrator
    hole = ApproveHole(
        command_id(), burnt, author.incarnation, 3, 4, said[4].record["prev_hash"], "The PC burnt"
    )
    one.station.act(admin, maintaining.approve_hole, hole).result()
    again = ApproveHole(command_id(), burnt, author.incarnation, 2, 4, "0" * 64, "It is here")
    with pytest.raises(UserError):
        one.station.act(admin, maintaining.approve_hole, again).result()
    one.sync()
    assert send(5, 6) == [Said.APPLIED, Said.APPLIED]
    settled(pair)
    for each in (pair.one, pair.two):
        assert each.station.ask(held).result()[burnt, author.incarnation][0] == 6


def another_window(pair: Pair) -> Author:
    """A third window of the practice, whose records the test writes."""
    one = pair.one.station
    author = Author(one.practice.organization_id, one.database.keys.master)
    add = AddStation(
        command_id(), SiteId(one.practice.site_id), StationId(author.station), "W8", "Window 8"
    )
    one.act(SYSTEM, settings.add_station, add).result()
    pair.sync()
    return author


def stop(at: Window) -> str:
    """Talk until a person has to look: what is said then."""
    assert at.exchange.drain().done is Done.STOPPED
    return at.station.ask(standing).result().trouble


def go_on(pair: Pair, at: Window, task: Task) -> None:
    """A cashier may not say so, a manager may; then every window has what came after."""
    assert [one.key for one in task.answers] == ["wait", "go_on"]
    actors = at.books.actors
    go = AnswerTask(command_id(), task.task_id, task.kind, "go_on")
    with pytest.raises(NotAllowed):
        at.station.act(actors.cashier, service.answer_task, go).result()
    at.station.act(actors.billing_manager, service.answer_task, go).result()
    assert tasks(at) == []
    at.sync()
    settled(pair)
    assert tasks(pair.one) == tasks(pair.two) == []


def test_a_stream_that_lacks_records_waits_alone(pair: Pair) -> None:
    """The others go on, and a manager at any window hears what is missing and decides."""
    one, two = pair.one, pair.two
    author = another_window(pair)
    said = [author.says() for _ in range(5)]
    with one.line.open() as central:
        first = [{name: each.record[name] for name in _SENT} for each in said]
        central.push(author.station, author.incarnation, first)
    pair.centre.admin.execute(
        "DELETE FROM sync.record WHERE incarnation = %s AND seq IN (2, 3)", (author.incarnation,)
    )
    some_work(one.books, 1)
    one.pusher.push_round()
    assert "2 to 3" in stop(two)
    assert len(numbers(two)) == 1
    stop(one)
    task = only(pair, TaskKind.HOLE)
    assert task.title == "2 records of Window 8 missing"
    assert "Records 2 to 3 of Window 8 are missing, made between" in task.words
    assert [side.words[-8:] for side in task.sides] == ["number 1", "number 4"]
    assert tasks(one, one.books.actors.cashier) == []

    wait = AnswerTask(command_id(), task.task_id, task.kind, "wait")
    one.station.act(one.books.actors.administrator, service.answer_task, wait).result()
    assert tasks(one) == []
    go_on(pair, two, task)
    for each in (one, two):
        assert each.station.ask(held).result()[author.station, author.incarnation][0] == 5


def test_what_came_after_the_gap_is_given_back_by_those_who_have_it(pair: Pair) -> None:
    """A centre from an old backup, and windows that took over tables instead of old records."""
    author = another_window(pair)
    key = (author.station, author.incarnation)
    said = [author.says() for _ in range(6)]
    with pair.one.line.open() as central:
        central.push(*key, [{name: each.record[name] for name in _SENT} for each in said])

    def took_over(uow: UnitOfWork, _nothing: None) -> None:
        begin_at(uow, key, 4, said[3].record["hash"])

    for each in (pair.one, pair.two):
        each.station.record(took_over, None).result()
    pair.sync()
    there = (author.incarnation,)
    pair.centre.admin.execute("DELETE FROM sync.record WHERE seq > 2 AND incarnation = %s", there)
    pair.centre.admin.execute(
        "UPDATE sync.stream SET have = 2, hash = %s WHERE incarnation = %s",
        (said[1].record["hash"], *there),
    )
    for each in (pair.two, pair.one):
        each.exchange.greet()
        each.sync()
    task = only(pair, TaskKind.HOLE)
    assert "Records 3 to 4 of Window 8 are missing, made before" in task.words
    go_on(pair, pair.one, task)
    sql = "SELECT seq FROM sync.record WHERE incarnation = %s ORDER BY seq"
    assert pair.centre.rows(sql, *there) == [(1,), (2,), (5,), (6,)]


def test_a_release_is_a_record_that_every_window_follows(pair: Pair) -> None:
    pair.sync()
    with refusing(pair):
        some_work(pair.one.books, 1)
        pair.sync()
        pair.sync()
    assert numbers(pair.one) == numbers(pair.two) == []

    def aside(reader: Reader) -> str:
        sql = "SELECT l.hash FROM record_verdict JOIN station_log AS l USING (station, seq)"
        return str(reader.scalar(ReadSql(sql)))

    release = ReleaseRecord(command_id(), pair.two.station.ask(aside).result(), "Mended")
    admin = pair.two.books.actors.administrator
    pair.two.station.act(admin, maintaining.release_record, release).result()
    settled(pair)
    assert len(numbers(pair.one)) == len(numbers(pair.two)) == 1
    assert broken_promises(pair.centre.dsn) == ()
    again = ReleaseRecord(command_id(), release.record_hash)
    with pytest.raises(UserError):
        pair.one.station.act(admin, maintaining.release_record, again).result()
