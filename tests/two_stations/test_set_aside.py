"""A manager sets the record aside that the centre can't take: the rest goes on, nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.areas.stations import maintaining
from app.areas.stations import queries as stations
from app.areas.stations.values import SetAside
from app.areas.tasks import service
from app.areas.tasks.values import AnswerTask, TaskKind
from app.kernel.errors import NotAllowed, OutsideError, UserError
from app.kernel.ids import StationId
from app.storage.statements import Reader, ReadSql
from app.storage.stuck import Stuck
from app.sync.looking import broken_promises
from app.sync.pusher import TRIES_ALONE
from app.sync.rounds import Done
from tests.building import command_id
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.copies import copied, replaced_by
from tests.two_stations.test_forks import numbers, settled
from tests.two_stations.test_pushing import some_work
from tests.two_stations.test_stumbling import breaking_off, trouble
from tests.two_stations.test_tasks import answer, tasks

K = TaskKind
_PAID = ReadSql("SELECT amount_minor FROM payment_counted ORDER BY amount_minor")


def paid(at: Window) -> list[int]:
    def read(reader: Reader) -> list[int]:
        return [minor for (minor,) in reader.fetch(_PAID)]

    return at.station.ask(read).result()


def told(pair: Pair) -> None:
    """Both have talked until nothing moves, and their books are right; what counts nowhere stands
    in its author's tables alone.
    """
    for _ in range(2):
        pair.sync()
    assert pair.one.sound == pair.two.sound == []


def stuck(at: Window) -> Stuck:
    """Try until it is plain which record it is."""
    for _ in range(TRIES_ALONE):
        with pytest.raises(OutsideError, match="took too long"):
            at.exchange.drain()
    assert at.exchange.drain().done is Done.STOPPED
    found = at.station.ask(stations.stuck_record).result()
    assert found is not None
    return found


def test_a_manager_at_the_blocked_window_lets_the_rest_go_on(pair: Pair) -> None:
    one, two = pair.one, pair.two
    actors = one.books.actors
    pair.sync()
    with breaking_off(pair, 3501):
        some_work(one.books, 3)
        stuck(one)
        assert tasks(two) == []
        [task] = tasks(one, actors.billing_manager)
        assert (task.kind, task.amount) == (K.STUCK_RECORD, one.books.money(3501))
        assert task.title == "Can't be sent: Took a payment, 35.01"
        assert "records made after it wait here too" in task.words
        assert "took too long" in task.sides[1].words
        assert [each.key for each in task.answers] == ["hold_on", "set_aside"]
        assert tasks(one, actors.cashier) == []
        command = AnswerTask(command_id(), task.task_id, task.kind, "set_aside")
        with pytest.raises(NotAllowed):
            one.station.act(actors.cashier, service.answer_task, command).result()
        answer(one, actors.billing_manager, task, "set_aside")
        assert tasks(one) == [], "the centre has not heard of it, and nothing is to be decided"
        one.sync()  # at once, although the record rests
        assert trouble(one) == ""
        assert one.station.ask(stations.stuck_record).result() is None
        told(pair)
    for each in (one, two):
        assert paid(each) == [3500, 3502]
        [aside] = tasks(each, actors.billing_manager)
        assert (aside.kind, aside.amount) == (K.QUARANTINED_RECORD, one.books.money(3501))
        assert "set it aside" in aside.words
    assert broken_promises(pair.centre.dsn) == ()
    answer(two, two.books.actors.billing_manager, aside, "release")
    settled(pair)
    for each in (one, two):
        assert paid(each) == [3500, 3501, 3502]
        assert tasks(each) == []
    assert broken_promises(pair.centre.dsn) == ()


def test_a_release_that_does_not_help_holds_up_nothing(pair: Pair) -> None:
    """And a centre that lost the record gets it back from a witness, still aside."""
    one, two = pair.one, pair.two
    manager = one.books.actors.billing_manager
    pair.sync()
    with breaking_off(pair, 3501):
        some_work(one.books, 3)
        stuck(one)
        answer(one, manager, tasks(one)[0], "set_aside")
        told(pair)
        answer(two, two.books.actors.billing_manager, tasks(two)[0], "release")
        told(pair)
        assert paid(one) == paid(two) == [3500, 3502]
        # As it was before any of the three was there.
        have, digest = pair.centre.rows(
            "SELECT seq - 1, prev_hash FROM sync.record WHERE status = 'quarantined'"
        )[0]
        where = (one.station.practice.station_id,)
        pair.centre.admin.execute("SET session_replication_role = replica")
        pair.centre.admin.execute("DELETE FROM public.record_release")
        pair.centre.admin.execute(
            "DELETE FROM sync.record WHERE station = %s AND seq > %s", (*where, have)
        )
        pair.centre.admin.execute("DELETE FROM public.record_set_aside")
        pair.centre.admin.execute(
            "UPDATE sync.stream SET have = %s, hash = %s WHERE station = %s", (have, digest, *where)
        )
        pair.centre.admin.execute("SET session_replication_role = DEFAULT")
        two.exchange.greet()
        two.sync()
        status = "SELECT count(*) FROM sync.record WHERE status = 'quarantined'"
        assert pair.centre.one(status) == 1
        assert pair.centre.one("SELECT count(*) FROM public.record_set_aside") == 1
    assert paid(one) == paid(two) == [3500, 3502]


def test_what_was_set_aside_can_count_though_the_word_was_lost(pair: Pair, tmp_path: Path) -> None:
    """It was shown with the record, and an old copy came before it was sent: nobody has it."""
    one, two = pair.one, pair.two
    pair.sync()
    with breaking_off(pair, 3501):
        some_work(one.books, 3)
        stuck(one)
        copy = copied(one, tmp_path / "copy")
        answer(one, one.books.actors.billing_manager, tasks(one)[0], "set_aside")
        with pytest.raises(OutsideError, match="took too long"):
            one.pusher.push_round()
        assert one.pusher.push_round().sent == 1, "the record and the word about it"
        replaced_by(one, copy)
        told(pair)
    assert pair.centre.one("SELECT count(*) FROM public.record_set_aside") == 0
    for each in (one, two):
        assert paid(each) == [3500, 3502]
        [aside] = tasks(each, one.books.actors.billing_manager)
        assert (aside.kind, aside.amount) == (K.QUARANTINED_RECORD, one.books.money(3501))
        assert "set it aside" not in aside.words
        assert "took too long" in aside.words or "timeout" in aside.words
    answer(one, one.books.actors.billing_manager, aside, "release")
    settled(pair)
    for each in (one, two):
        assert paid(each) == [3500, 3501, 3502]
        assert tasks(each) == []
    assert broken_promises(pair.centre.dsn) == ()


def test_a_manager_elsewhere_names_the_record(pair: Pair) -> None:
    """As its own window names it; what can be taken is never set aside by that."""
    one, two = pair.one, pair.two
    manager = two.books.actors.billing_manager
    pair.sync()
    with breaking_off(pair, 3501):
        some_work(one.books, 2)
        there = stuck(one)
        place = (StationId(there.station), there.incarnation, there.seq)
        for wrong in (
            SetAside(command_id(), place[0], place[1], 1, there.hash, "It breaks"),
            SetAside(command_id(), *place, "0" * 63, "It breaks"),
            SetAside(command_id(), *place, there.hash, " "),
        ):
            with pytest.raises(UserError):
                two.station.act(manager, maintaining.set_aside, wrong).result()
        wrong = SetAside(command_id(), *place, "f" * 64, "Another record")
        two.station.act(manager, maintaining.set_aside, wrong).result()
        said = SetAside(command_id(), *place, there.hash, "It breaks")
        two.station.act(manager, maintaining.set_aside, said).result()
        again = SetAside(command_id(), *place, there.hash, "It breaks")
        with pytest.raises(UserError, match="set aside already"):
            two.station.act(manager, maintaining.set_aside, again).result()
        two.sync()
        assert one.exchange.drain().done is Done.DRAINED, "the word comes in, and wakes it"
        told(pair)
        assert paid(one) == paid(two) == [3500]
    healthy = SetAside(command_id(), place[0], place[1], 1, "0" * 64, "No such record")
    with pytest.raises(UserError):
        one.station.act(manager, maintaining.set_aside, healthy).result()
    # A word about a record that can be taken after all changes nothing.
    some_work(one.books, 1)

    def last(reader: Reader) -> Stuck:
        sql = "SELECT station, incarnation, seq, hash, '' FROM station_log WHERE station = :s "
        row = reader.first(ReadSql(sql + "ORDER BY seq DESC LIMIT 1"), s=place[0])
        return Stuck(*row)

    fresh = one.station.ask(last).result()
    where = (StationId(fresh.station), fresh.incarnation, fresh.seq, fresh.hash)
    say = SetAside(command_id(), *where, "Steal it")
    two.station.act(manager, maintaining.set_aside, say).result()
    two.sync()
    told(pair)
    assert len(numbers(one)) == len(numbers(two)) == 2
    assert broken_promises(pair.centre.dsn) == ()
