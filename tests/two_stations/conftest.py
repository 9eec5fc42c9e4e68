"""A real Postgres as the centre, a practice that has joined it, and a way to forge records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine

from app.areas.health.queries import verify_beside
from app.areas.security.service import set_pin
from app.areas.security.values import SetPin
from app.bootstrap import NewStation, Station, enrol_here, open_station
from app.kernel.actor import SYSTEM
from app.storage.canonical import canonical_json, mac_of
from app.storage.keys import NoSecretStore
from app.storage.station_log import FIELDS, Stream, record_hash
from app.sync.central import Central
from app.sync.exchange import Exchange
from app.sync.joining import connector, join_centre
from app.sync.line import Line
from app.sync.looking import standing
from app.sync.puller import Puller
from app.sync.pusher import Pusher
from app.sync.rounds import Done
from app.sync.setting_up import set_up_centre
from tests.areas.health.conftest import worked
from tests.building import PIN, Actors, Books, cheap_verifier, command_id
from tests.migrations.conftest import new_database, postgres

__all__ = ["postgres", "worked"]
_SENT = tuple(name for name in FIELDS if name not in ("organization", "station", "incarnation"))


@dataclass
class Centre:
    """The centre as its administrator sees it."""

    dsn: str
    admin: psycopg.Connection[Any]

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.admin.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> Any:
        [(found,)] = self.rows(sql, *values)
        return found


@pytest.fixture(scope="session")
def empty_centre(postgres: str) -> Iterator[str]:
    """The name of a database in which a centre was set up for real; every test copies it."""
    with new_database(postgres) as engine:
        set_up_centre(dsn_of(engine))
        engine.dispose()
        yield str(engine.url.database)


@pytest.fixture
def centre(postgres: str, empty_centre: str) -> Iterator[Centre]:
    """A new centre."""
    with new_database(postgres, empty_centre) as engine:
        dsn = dsn_of(engine)
        with psycopg.connect(dsn, autocommit=True) as admin:
            yield Centre(dsn, admin)


def dsn_of(engine: Engine) -> str:
    url = engine.url.set(drivername="postgresql")
    return url.render_as_string(hide_password=False)


@dataclass
class Joined:
    """A station that has joined, its books and its pushing side."""

    station: Station
    books: Books
    centre: Centre
    line: Line
    pusher: Pusher

    @property
    def stream(self) -> Stream:
        writer = self.station.database.writer
        assert writer is not None
        return writer.stream

    @property
    def role(self) -> str:
        return str(self.centre.one("SELECT role_name FROM sync.station"))

    def call(self) -> Central:
        """A connection as the station itself."""
        connect = connector(self.station, NoSecretStore())
        assert connect is not None
        return connect()

    def drain(self) -> int:
        """Send all there is; how many records it were."""
        sent = 0
        while True:
            done = self.pusher.push_round()
            sent += done.sent
            assert done.done is not Done.STOPPED
            if done.done is Done.DRAINED:
                return sent

    def forged(self, rows: list[dict[str, Any]], **changed: Any) -> dict[str, Any]:
        """The next record of this stream as the centre knows it, signed with the station's key."""
        have, digest = self.centre.rows(
            "SELECT have, hash FROM sync.stream WHERE incarnation = %s", self.stream.incarnation
        )[0]
        record: dict[str, Any] = {
            "v": 1,
            "organization": self.stream.organization,
            "station": self.stream.station,
            "incarnation": self.stream.incarnation,
            "seq": have + 1,
            "hlc": 1,
            "at": "2026-11-20T10:00:00.000000Z",
            "actor": self.stream.station,
            "action": "forged",
            "body": canonical_json({"rows": rows}),
            "prev_hash": digest,
        } | changed
        record["hash"] = changed.get("hash") or record_hash(record)
        record["mac"] = changed.get("mac") or mac_of(self.stream.key, record["hash"])
        return {name: record[name] for name in _SENT}

    def send(self, record: dict[str, Any], caller: Central | None = None) -> str:
        """The centre's word about one record of this stream."""
        central = caller or self.call()
        try:
            [told] = central.push(self.stream.station, self.stream.incarnation, [record])
        finally:
            central.close()
        return told.said


@dataclass
class Window:
    """A station that takes part, with its books and both sides of its sync."""

    station: Station
    books: Books
    line: Line
    pusher: Pusher
    puller: Puller
    exchange: Exchange

    def sync(self) -> int:
        """Send and take all there is, and what follows from it; how many records came."""
        moved = self.exchange.drain()
        assert moved.done is Done.DRAINED, self.station.ask(standing).result().trouble
        return moved.taken

    @property
    def sound(self) -> list[str]:
        """What verify finds; nothing when the books are right."""
        keys = self.station.database.keys
        verdict = verify_beside(self.station.ask, keys.master, own=keys.own)
        return [f"{one.check}: {one.words}" for one in verdict.findings]

    @property
    def noted(self) -> list[str]:
        """What verify says beside: what windows did twice while apart."""
        keys = self.station.database.keys
        verdict = verify_beside(self.station.ask, keys.master, own=keys.own)
        return [f"{one.check}: {one.words}" for one in verdict.notes]

    def hang_up(self) -> None:
        self.line.hang_up()


def window(station: Station, books: Books, limit: int = 50) -> Window:
    connect = connector(station, NoSecretStore())
    assert connect is not None
    line = Line(station, connect)
    sides = Pusher(station, line), Puller(station, line, limit)
    return Window(station, books, line, *sides, Exchange(station, line, limit=limit))


@dataclass
class Pair:
    """Two windows of one practice and its centre."""

    one: Window
    two: Window
    centre: Centre

    def sync(self) -> None:
        """Until everybody has everything."""
        for each in (self.one, self.two, self.one):
            each.sync()


@pytest.fixture
def pair(joined: Joined, actors: Actors, tmp_path: Path) -> Iterator[Pair]:
    """Two stations, the second one enrolled just now; both have everything."""
    one = window(joined.station, joined.books)
    one.sync()
    folder = tmp_path / "second"
    enrol_here(folder, NewStation(joined.centre.dsn, "W2", "Window 2", "1", PIN))
    station = open_station(folder)
    for actor in (actors.cashier, actors.other_cashier, actors.billing_manager):
        station.act(SYSTEM, set_pin, SetPin(command_id(), actor.user_id, cheap_verifier())).result()
    two = window(station, Books(station, actors))
    yield Pair(one, two, joined.centre)
    one.hang_up()
    two.hang_up()
    station.close()


@pytest.fixture
def joined(station: Station, books: Books, centre: Centre) -> Iterator[Joined]:
    """The station has joined the centre; nothing is sent yet."""
    join_centre(station, station.database.keys.master, NoSecretStore(), centre.dsn)
    connect = connector(station, NoSecretStore())
    assert connect is not None
    line = Line(station, connect)
    yield Joined(station, books, centre, line, Pusher(station, line))
    line.hang_up()
