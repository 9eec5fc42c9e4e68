"""What breaks between two stations: nothing is lost, nothing is there twice, and it is said."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.areas.health.queries import verify_beside
from app.areas.payments.schema import payment
from app.areas.security import queries as people
from app.bootstrap import NewStation, enrol_here, has_practice, open_station, restore_station
from app.kernel.errors import OutsideError, UserError
from app.storage.keys import NoSecretStore
from app.storage.statements import Read, Reader
from app.storage.tables import counted
from app.sync import outbox
from app.sync.joining import connector
from app.sync.line import Line
from app.sync.looking import broken_promises, standing
from app.sync.puller import Puller
from app.sync.rounds import Done
from app.sync.worker import SyncWorker
from tests.building import PIN
from tests.two_stations.conftest import Joined, Pair, Window, window
from tests.two_stations.test_pulling import rows_of
from tests.two_stations.test_pushing import some_work, wait_for

_PAYMENTS = Read(select(func.count()).select_from(counted(payment)))


def payments(at: Window) -> int:
    def ask(reader: Reader) -> int:
        return int(reader.scalar(_PAYMENTS))

    return at.station.ask(ask).result()


def test_killed_between_pages_it_goes_on_where_it_was(pair: Pair) -> None:
    """Each page is one transaction; the next start asks again from what is held."""
    some_work(pair.one.books, 4)
    pair.one.sync()
    connect = connector(pair.two.station, NoSecretStore())
    assert connect is not None
    for _ in range(3):
        line = Line(pair.two.station, connect)
        assert Puller(pair.two.station, line, 2).pull_round().done is Done.MORE
        line.hang_up()
    folder, books = pair.two.station.folder, pair.two.books
    pair.two.hang_up()
    pair.two.station.close()
    again = open_station(folder)
    books.station = again
    reopened = window(again, books, 3)
    try:
        reopened.sync()
        assert payments(reopened) == payments(pair.one) == 4
        assert reopened.sound == []
    finally:
        reopened.hang_up()
        again.close()


def test_a_stream_that_was_replaced_is_seen_and_nothing_of_it_is_taken(pair: Pair) -> None:
    some_work(pair.one.books, 1)
    pair.sync()
    before = payments(pair.two)
    here = pair.one.station.ask(outbox.here).result()
    pair.centre.admin.execute(
        "UPDATE sync.stream SET hash = repeat('0', 64) WHERE incarnation = %s", (here.incarnation,)
    )
    assert pair.two.puller.pull_round().done is Done.STOPPED
    assert "another history" in pair.two.station.ask(standing).result().trouble
    assert payments(pair.two) == before
    since = pair.two.station.ask(standing).result().trouble_since
    pair.two.books.register_patient("Still", "Working")
    while pair.two.pusher.push_round().done is Done.MORE:
        pass
    stands = pair.two.station.ask(standing).result()
    assert not stands.online, "what is sent goes on, and what comes is still in trouble"
    assert (stands.records, stands.trouble_since) == (0, since)
    pair.centre.admin.execute(
        "UPDATE sync.stream AS s SET hash = (SELECT r.hash FROM sync.record AS r "
        "WHERE r.incarnation = s.incarnation AND r.seq = s.have) WHERE incarnation = %s",
        (here.incarnation,),
    )
    pair.two.sync()
    assert pair.two.station.ask(standing).result().online


def test_what_the_centre_keeps_aside_counts_nowhere(pair: Pair) -> None:
    """Its author keeps the record and the facts, and no sum has them any more."""
    some_work(pair.one.books, 1)
    pair.sync()
    pair.centre.admin.execute(
        "CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'P0999'; END $$"
    )
    pair.centre.admin.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON public.payment FOR EACH ROW "
        "EXECUTE FUNCTION public.refuse()"
    )
    some_work(pair.one.books, 1)
    assert payments(pair.one) == 2
    pair.one.sync()
    pair.centre.admin.execute("DROP TRIGGER refuse ON public.payment")
    some_work(pair.one.books, 1)
    pair.sync()
    assert payments(pair.one) == payments(pair.two) == 2
    assert pair.one.station.ask(standing).result().quarantined == 1
    assert rows_of(pair.one, "view")["shift_balance"] == rows_of(pair.two, "view")["shift_balance"]
    assert pair.one.sound == []
    assert pair.two.sound == []
    assert broken_promises(pair.centre.dsn) == ()


def test_a_payment_is_seen_at_the_other_window_by_itself(pair: Pair) -> None:
    """Both workers run; whoever listens hears which tables changed."""
    heard: set[str] = set()
    pair.two.station.listen(heard.update)
    workers = []
    for each in (pair.one, pair.two):
        find = lambda each=each: connector(each.station, NoSecretStore())  # noqa: E731
        workers.append(SyncWorker(each.station, find, idle_s=0.2))
        each.station.listen(workers[-1].heard)
        workers[-1].start()
    try:
        begun = time.monotonic()
        some_work(pair.one.books, 1)
        wait_for(lambda: payments(pair.two) == 1)
        assert time.monotonic() - begun < 20
        # It is told after it is there, on a thread that a busy computer may hold up.
        wait_for(lambda: {"payment", "account_balance", "invoice_balance"} <= heard)
    finally:
        for worker in workers:
            worker.stop()


def test_people_sign_in_at_the_new_station_with_pins_of_their_own(pair: Pair) -> None:
    station, actors = pair.two.station, pair.two.books.actors
    signed = station.sign_in(actors.administrator.user_id, PIN)
    assert signed.actor.user_id == actors.administrator.user_id
    number = actors.numbers["billing_clerk"]
    clerk = station.ask(people.user_by_number, number).result()
    assert clerk is not None
    with pytest.raises(UserError):
        station.sign_in(clerk, PIN)
    station.set_pin(signed.actor, clerk, "486231", number)
    assert station.sign_in(clerk, "486231").actor.user_id == clerk


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"code": "W1"}, "already"),
        ({"code": "w 2"}, "letter"),
        ({"administrator": "20"}, "administrator"),
        ({"administrator": "99999"}, "number"),
        ({"site": "Nowhere"}, "site"),
        ({"pin": "1111"}, "PIN"),
    ],
)
def test_an_enrolment_that_fails_leaves_nothing(
    joined: Joined, tmp_path: Path, wrong: dict[str, Any], word: str
) -> None:
    joined.drain()
    folder = tmp_path / "second"
    asked: dict[str, Any] = {
        "dsn": joined.centre.dsn,
        "code": "W2",
        "name": "Window 2",
        "administrator": "1",
        "pin": PIN,
    }
    with pytest.raises(UserError) as refused:
        enrol_here(folder, NewStation(**{**asked, **wrong}))
    assert word in refused.value.text
    assert not has_practice(folder)
    if wrong.get("code") != "W1":
        assert enrol_here(folder, NewStation(**asked)).station == "W2", "it can be done again"


def test_a_centre_without_a_practice_has_no_further_station(tmp_path: Path, joined: Joined) -> None:
    with pytest.raises(UserError) as refused:
        enrol_here(tmp_path / "x", NewStation(joined.centre.dsn, "W2", "", "1", PIN))
    assert "counterfoil sync" in refused.value.text
    dsn = "host=127.0.0.1 port=1 dbname=x connect_timeout=2"
    with pytest.raises(OutsideError):
        enrol_here(tmp_path / "x", NewStation(dsn, "W2", "", "1", PIN))


def test_an_enrolled_station_is_backed_up_and_restored(joined: Joined, tmp_path: Path) -> None:
    """With its own signing key alone; its next life has numbers of its own."""
    joined.drain()
    folder = tmp_path / "second"
    made = enrol_here(folder, NewStation(joined.centre.dsn, "W2", "Window 2", "1", PIN))
    station = open_station(folder)
    keys = station.database.keys
    copy = station.back_up(tmp_path / "copy.cfbackup")
    station.close()
    assert (keys.master, len(keys.own)) == (b"", 32)
    restore_station(copy.path, tmp_path / "back", made.recovery_key)
    again = open_station(tmp_path / "back")
    try:
        assert again.database.keys == keys
        verdict = verify_beside(again.ask, b"", own=keys.own)
        assert verdict.findings == ()
        assert again.database.writer is not None
        stream = again.database.writer.stream
        assert (stream.first_life, stream.prefix[:2], len(stream.prefix)) == (False, "W2", 5)
    finally:
        again.close()
