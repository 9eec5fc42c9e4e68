"""Bring a database to this program's schema by the alembic history; loads alembic only when it is
needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.storage import engine
from app.storage.connection import disk_refused, is_full

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def upgrade_station(path: Path, key: bytes) -> None:
    """Run what is missing of the history on a station's file, in one transaction: old or new,
    never between.

    The caller makes a backup first. OutsideError when the disk is full.
    """
    from sqlalchemy import create_engine, event
    from sqlalchemy.exc import OperationalError
    from sqlalchemy.pool import NullPool
    from sqlcipher3 import dbapi2 as driver

    bound = create_engine(
        "sqlite://", module=driver, creator=lambda: engine.connect(path, key), poolclass=NullPool
    )

    @event.listens_for(bound, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        with bound.begin() as connection:
            upgrade(connection)
    except OperationalError as error:
        if error.orig is None or not is_full(error.orig):
            raise
        raise disk_refused() from error
    finally:
        bound.dispose()


def upgrade(connection: Any) -> None:
    """Run what is missing of the history on an SQLAlchemy connection, inside its transaction."""
    from alembic import command
    from alembic.config import Config

    command.upgrade(_config(Config, connection), "head")


def carry_out(connection: Any, revision: str) -> None:
    """The frozen statements of one revision, those of the shape that the connection leads to."""
    from app.storage.ddl import BREAK

    on_postgres = connection.dialect.name == "postgresql"
    shape = "central" if on_postgres else "station"
    text = (MIGRATIONS / "versions" / f"{revision}_{shape}.sql").read_text(encoding="utf-8")
    for statement in text.split(BREAK):
        if statement.strip():
            # psycopg takes a single % for a place to fill; in SQLite's file there is none.
            connection.exec_driver_sql(statement.replace("%", "%%") if on_postgres else statement)


def head_revision() -> str | None:
    """The newest revision in `migrations/`."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config(Config, None)).get_current_head()


def _config(config_type: Any, connection: Any) -> Any:
    config = config_type()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
