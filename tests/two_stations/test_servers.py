"""Every way a server can be wrong is a sentence with a next step; cash goes on, nothing is lost or
there twice.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from app.areas.stations import maintaining as stations
from app.areas.stations.values import RevokeStation
from app.bootstrap import NewStation, practice_behind
from app.kernel.clock import SystemClock
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import StationId
from app.storage.keys import NoSecretStore
from app.sync import calling, outbox, positions
from app.sync.central import Central, Revoked
from app.sync.codes import make_code
from app.sync.exchange import Done, Exchange
from app.sync.joining import connector, join_centre
from app.sync.keeping.saving import save_records
from app.sync.line import Line
from app.sync.looking import broken_promises, standing
from app.sync.positions import Join
from app.sync.setting_up import revoke_station
from tests.building import Actors, command_id
from tests.two_stations.conftest import Joined, Pair
from tests.two_stations.guarded import Guarded, centre, empty_guarded, guarded
from tests.two_stations.odd_line import Mood, OddLine, odd_line
from tests.two_stations.test_pushing import some_work

__all__ = ["centre", "empty_guarded", "guarded"]


def drain(joined: Joined) -> Done:
    """Everything out and in, over a new line."""
    joined.line.hang_up()
    return Exchange(joined.station, joined.line).drain().done


def refused(joined: Joined) -> str:
    """The sentence when everything is tried now; cash is taken before and after."""
    some_work(joined.books, 1)
    with pytest.raises(OutsideError) as why:
        drain(joined)
    some_work(joined.books, 1)
    stands = joined.station.ask(standing).result()
    assert (stands.online, stands.trouble) == (False, why.value.text)
    assert stands.payments >= 1, "what was taken just now waits"
    return why.value.text


def all_there(joined: Joined, payments: int) -> None:
    assert drain(joined) is Done.DRAINED
    assert joined.centre.one("SELECT count(*) FROM public.payment") == payments
    assert joined.centre.one("SELECT count(*) FROM sync.record WHERE status <> 'applied'") == 0
    assert broken_promises(joined.centre.dsn) == ()
    assert joined.station.ask(standing).result().online


def ask(address: str, joined: Joined) -> None:
    """One question of the station at an address."""
    central = Central(address)
    try:
        central.hash_at(joined.stream.station, joined.stream.incarnation, 0)
    finally:
        central.close()


def rejoined(joined: Joined) -> Joined:
    """The same with a line that knows the new password."""
    connect = connector(joined.station, NoSecretStore())
    assert connect is not None
    joined.line = Line(joined.station, connect)
    return joined


@pytest.fixture
def own_line(joined: Joined, guarded: Guarded) -> Iterator[OddLine]:
    """The station's way to its centre, which can go wrong."""
    with odd_line(guarded.reach) as line:
        link = joined.station.ask(outbox.link).result()
        assert link is not None
        database = conninfo_to_dict(joined.centre.dsn)["dbname"]
        address = f"host=127.0.0.1 port={line.port} dbname={database}"
        moved = Join(address, link.role, link.secret)
        joined.station.record(positions.keep_link, moved).result()
        connect = connector(joined.station, NoSecretStore())
        assert connect is not None
        joined.line = Line(joined.station, connect)
        yield line
        joined.line.hang_up()


def test_a_wrong_address_says_what_to_check(
    joined: Joined, guarded: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "CONNECT_S", 2)
    link = joined.station.ask(outbox.link).result()
    assert link is not None
    local, person = guarded.place["host"], f"user={link.role} password={link.secret}"
    real = f"host={local} port={guarded.place['port']}"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        cases = {
            f"host=nosuch.invalid dbname=c {person}": "is called nosuch.invalid",
            f"host={'x' * 70}.example dbname=c {person}": "is called xxx",
            f"host=127.0.0.1 port=1 dbname=c {person}": "127.0.0.1, port 1",
            f"host=127.0.0.1 port={silent.getsockname()[1]} dbname=c {person}": "does not answer",
            f"{real} dbname=nosuch {person}": "nosuch is no centre",
            f"{real} dbname=postgres {person}": "postgres is no centre",
            f"{real} dbname=postgres user={link.role} password=wrong": "password",
            f"{real} dbname=postgres user=nobody password=wrong": "password",
            "nonsense": "can’t be reached",
        }
        for address, words in cases.items():
            with pytest.raises(OutsideError) as why:
                ask(address, joined)
            assert words in why.value.text, address
            assert "ayments go on" in why.value.text
            assert link.secret not in why.value.text
            assert isinstance(why.value, Revoked) is (words == "password")


def test_a_server_that_takes_nothing_now(joined: Joined) -> None:
    """Read-only, full, crowded, faulty, too slow in its commit, made by an older program."""
    admin, role = joined.centre.admin, joined.role
    assert drain(joined) is Done.DRAINED
    name = conninfo_to_dict(joined.centre.dsn)["dbname"]
    admin.execute(
        "CREATE FUNCTION public.odd() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ "
        "BEGIN "
        "IF current_setting('odd.what') = 'slow' THEN PERFORM pg_sleep(30); "
        "ELSIF current_setting('odd.what') = 'end' THEN "
        "PERFORM pg_terminate_backend(pg_backend_pid()); "
        "ELSE RAISE EXCEPTION 'odd' USING ERRCODE = current_setting('odd.what'); END IF; "
        "RETURN NULL; END $$"
    )

    def odd(what: str, when: str = "DEFERRABLE INITIALLY DEFERRED") -> str:
        """The sentence when that happens, in the middle of the commit or of a statement."""
        admin.execute(f"ALTER ROLE {role} SET odd.what = '{what}'")
        admin.execute(
            f"CREATE CONSTRAINT TRIGGER odd AFTER INSERT ON sync.record {when} "
            "FOR EACH ROW EXECUTE FUNCTION public.odd()"
        )
        try:
            return refused(joined)
        finally:
            admin.execute("DROP TRIGGER odd ON sync.record")

    cases = {"53100": "full", "XX001": "fault of its own", "40P01": "busy", "end": "restarted"}
    cases["57014"] = "took too long"
    for what, words in cases.items():
        assert words in odd(what), what
    admin.execute(f"ALTER ROLE {role} SET statement_timeout = '200ms'")
    assert "took too long" in odd("slow", when="")
    admin.execute(f"ALTER ROLE {role} SET statement_timeout = '15s'")
    admin.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert "only be read" in refused(joined)
    admin.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    admin.execute(f"ALTER ROLE {role} CONNECTION LIMIT 0")
    assert "Too many" in refused(joined)
    admin.execute(f"ALTER ROLE {role} CONNECTION LIMIT 5")
    admin.execute("ALTER FUNCTION sync.push RENAME TO pushed")
    assert "central upgrade" in refused(joined)
    admin.execute("ALTER FUNCTION sync.pushed RENAME TO push")
    admin.execute("ALTER FUNCTION sync.poll RENAME TO polled")
    assert "central upgrade" in refused(joined)
    assert joined.centre.one("SELECT count(*) FROM public.payment") == 2 * 9 + 1, "all is sent"
    admin.execute("ALTER FUNCTION sync.polled RENAME TO poll")
    all_there(joined, 2 * 10)


def test_answers_that_never_come(
    joined: Joined, own_line: OddLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The centre took it and the answer is lost: cut off, or silence until it is given up."""
    assert drain(joined) is Done.DRAINED
    monkeypatch.setattr(calling, "ANSWER_S", 0.3)
    for mood, words in ((Mood.CUT, "can’t be reached"), (Mood.SILENT, "does not answer")):
        exchange = Exchange(joined.station, joined.line)
        assert exchange.drain().done is Done.DRAINED
        some_work(joined.books, 2)
        own_line.mood = mood
        before = joined.centre.one("SELECT count(*) FROM public.payment")
        with pytest.raises(OutsideError) as why:
            exchange.drain()
        assert words in why.value.text
        own_line.mood = Mood.PASS
        assert joined.centre.one("SELECT count(*) FROM public.payment") >= before
    monkeypatch.setattr(calling, "ANSWER_S", 25.0)
    all_there(joined, 4)


def test_a_revoked_station_is_told_and_takes_cash(
    joined: Joined, actors: Actors, tmp_path: Path
) -> None:
    """Its live session ends, too; what it sent stays."""
    some_work(joined.books, 1)
    assert drain(joined) is Done.DRAINED
    live = joined.call()
    code = make_code(joined.station, actors.administrator, NoSecretStore())
    revoke_station(joined.centre.dsn, joined.station.practice.station_code)
    with pytest.raises(OutsideError):
        live.hash_at(joined.stream.station, joined.stream.incarnation, 0)
    live.close()
    for _ in range(2):
        words = refused(joined)
        assert "ended its access" in words
        assert "export" in words
    assert joined.centre.one("SELECT count(*) FROM public.payment") == 1
    link = joined.station.ask(outbox.link).result()
    assert link is not None
    with pytest.raises(Revoked):
        ask(f"{link.address} user={link.role} password={link.secret}", joined)
    waits = joined.station.ask(standing).result()
    saved = save_records(joined.station, tmp_path / "what-waits.cfrecords")
    assert (waits.payments, waits.records) == (4, 13)
    assert saved.records == 31, "what a backup does not hold goes with it: the centre is not heard"
    with pytest.raises(UserError) as over:
        practice_behind(NewStation(code_text=code.text))
    assert "over" in over.value.text, "a code that it made before is good no more"
    master = joined.station.database.keys.master
    join_centre(joined.station, master, NoSecretStore(), joined.centre.dsn)
    all_there(rejoined(joined), 5)
    joined.line.hang_up()


def test_a_centre_that_forgot_the_station_says_so(joined: Joined) -> None:
    """As one does that was restored from a backup older than the station."""
    joined.centre.admin.execute("DELETE FROM sync.station")
    words = refused(joined)
    assert "does not know this station" in words
    master = joined.station.database.keys.master
    join_centre(joined.station, master, NoSecretStore(), joined.centre.dsn)
    all_there(rejoined(joined), 2)
    joined.line.hang_up()


def test_a_manager_shuts_a_station_out_from_a_window(pair: Pair, actors: Actors) -> None:
    """The record alone does it, and ends what the other window has open."""
    pair.sync()
    pair.two.books.open_shift()
    two = pair.two.station.practice
    live = connector(pair.two.station, NoSecretStore())
    assert live is not None
    central = live()
    revoke = RevokeStation(command_id(), StationId(two.station_id), "stolen")
    pair.one.station.act(actors.administrator, stations.revoke_station, revoke).result()
    pair.one.sync()
    with pytest.raises(OutsideError):
        central.hash_at(two.station_id, "0" * 32, 0)
    central.close()
    pair.two.books.register_patient("Still", "Working")
    for _ in range(2):
        pair.two.hang_up()
        with pytest.raises(Revoked):
            pair.two.pusher.push_round()
    pair.one.sync()
    assert broken_promises(pair.centre.dsn) == ()


class Off:
    """A clock that is wrong."""

    def __init__(self, minutes: float) -> None:
        self.minutes = minutes

    def now(self) -> datetime:
        return SystemClock().now() + timedelta(minutes=self.minutes)


def test_clocks_and_versions_that_differ_stop_nothing(joined: Joined) -> None:
    """What to do is said beside it; a program that is too old only takes nothing in."""

    def said() -> str:
        joined.books.register_patient("Nguyễn", "Hoa")
        assert drain(joined) is Done.DRAINED
        stands = joined.station.ask(standing).result()
        assert stands.records == 0
        return " ".join(stands.cautions)

    assert said() == ""
    for minutes, words in ((-3, "by 3 minutes. Set"), (11, "close no day"), (29e6, "close no day")):
        joined.station.clock = Off(minutes)
        assert words in said()
    joined.station.clock = SystemClock()
    admin = joined.centre.admin
    admin.execute("UPDATE sync.version SET schema_revision = '0001'")
    assert "central upgrade" in said()
    assert joined.station.ask(standing).result().online
    admin.execute("UPDATE sync.version SET min_app_version = '9.0'")
    assert "9.0 or newer" in said()
    assert not joined.station.ask(standing).result().online
    admin.execute("UPDATE sync.version SET min_app_version = '0.1', schema_revision = '9999'")
    assert said() == ""
    assert joined.station.ask(standing).result().online


def test_an_administrator_gets_sentences_of_their_own(guarded: Guarded) -> None:
    name = guarded.database()
    with guarded.superuser() as admin:
        admin.execute("CREATE ROLE onlooker LOGIN PASSWORD 'x'")
    dsn = guarded.dsn(name).replace("looks_after", "onlooker")
    with pytest.raises(OutsideError) as why:
        broken_promises(dsn)
    assert "lets nobody in" in why.value.text
    with pytest.raises(OutsideError) as why:
        broken_promises(f"{dsn} password=x")
    assert isinstance(why.value.__cause__, psycopg.Error)
