"""The history makes exactly the declared tables, on SQLite and on a real Postgres."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Date, DateTime, Engine, Integer, LargeBinary, text
from sqlalchemy.dialects import postgresql

from app.bootstrap import load_schema
from app.storage import ddl, engine, tables, upgrade
from app.storage.keys import Keys

load_schema()
TAKEN_AWAY = (
    "CREATE TRIGGER station_log_no_delete ",
    "CREATE TRIGGER station_log_kept ",
    "CREATE TRIGGER journal_entry_no_delete ",
    "CREATE TRIGGER journal_line_no_delete ",
    "CREATE TRIGGER journal_line_before_its_entry ",
    "CREATE TRIGGER journal_entry_balances ",
)
"""What a later revision drops by name, because something better stands in its place."""


def test_the_head_is_what_opening_compares_with() -> None:
    assert upgrade.head_revision() == engine.SCHEMA_REVISION


def test_the_revisions_in_the_files_are_the_code() -> None:
    """What shipped stays as it was; the newest is frozen anew until it ships:
    migrations/freeze.py."""
    versions = upgrade.MIGRATIONS / "versions"
    for shape, statements in (
        ("station", ddl.station_statements()),
        ("central", ddl.central_statements()),
    ):
        frozen: list[str] = []
        for path in sorted(versions.glob(f"*_{shape}.sql")):
            frozen += path.read_text(encoding="utf-8").split(ddl.BREAK)[:-1]
        assert set(statements) <= set(frozen), shape
        older = set(frozen) - set(statements)
        older = {one for one in older if not one.startswith(TAKEN_AWAY)}
        assert all(statement.startswith("COMMENT ON ") for statement in older), older
        assert len(frozen) == len(set(frozen)), shape


def test_a_practice_of_the_first_revision_is_brought_to_this_one(tmp_path: Path) -> None:
    """A database as 0001 made it, with nothing of the later ones, ends as a new one does."""
    keys, path = Keys.made(), tmp_path / "counterfoil.db"
    first = (upgrade.MIGRATIONS / "versions" / "0001_station.sql").read_text(encoding="utf-8")
    connection = engine.connect(path, keys.database)
    for statement in first.split(ddl.BREAK)[:-1]:
        connection.execute(statement)
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.execute("INSERT INTO alembic_version VALUES ('0001')")
    connection.commit()
    connection.close()
    upgrade.upgrade_station(path, keys.database)
    connection = engine.connect(path, keys.database)
    made = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    revision = engine.schema_revision(connection.cursor())
    engine.refuse_missing_guards(connection.cursor())
    connection.close()
    assert revision == engine.SCHEMA_REVISION
    assert set(tables.station.tables) <= made


@pytest.fixture
def station(tmp_path: Path) -> Any:
    """A driver connection to a database made by the history."""
    keys, path = Keys.made(), tmp_path / "counterfoil.db"
    upgrade.upgrade_station(path, keys.database)
    connection = engine.connect(path, keys.database)
    yield connection
    connection.close()


def tidy(sql: str) -> str:
    return " ".join(sql.split())


def test_sqlite_has_exactly_what_is_declared(station: Any) -> None:
    made = {
        name: tidy(sql)
        for name, sql in station.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE "
            "'search_word_%' AND name <> 'alembic_version'"
        )
    }
    declared = {}
    for statement in ddl.station_statements():
        words = statement.replace("UNIQUE ", "").replace("VIRTUAL ", "").split()
        declared[words[2].strip('"')] = tidy(statement)
    assert made.keys() == declared.keys()
    assert made == declared
    engine.refuse_missing_guards(station.cursor())


def test_running_the_history_twice_changes_nothing(tmp_path: Path) -> None:
    keys, path = Keys.made(), tmp_path / "counterfoil.db"
    for _ in range(2):
        upgrade.upgrade_station(path, keys.database)
        connection = engine.connect(path, keys.database)
        names = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        revision = engine.schema_revision(connection.cursor())
        connection.close()
        assert revision == engine.SCHEMA_REVISION
    assert names[0] > 30


def kind_at_the_centre(column: Column[Any]) -> str:
    compiled = column.type.dialect_impl(postgresql.dialect())
    kinds: tuple[tuple[type, str], ...] = (
        (Boolean, "boolean"),
        (postgresql.UUID, "uuid"),
        (DateTime, "timestamp with time zone"),
        (Date, "date"),
        (LargeBinary, "bytea"),
        (Integer, "bigint"),
    )
    return next((name for kind, name in kinds if isinstance(compiled, kind)), "text")


def test_postgres_has_exactly_what_is_declared(migrated: Engine) -> None:
    with migrated.connect() as connection:
        found = connection.execute(
            text(
                "SELECT table_name, column_name, data_type, is_nullable = 'YES' "
                "FROM information_schema.columns WHERE table_schema = 'public' "
                "AND table_name <> 'alembic_version'"
            )
        ).all()
        keys = connection.execute(
            text(
                "SELECT tc.table_name, kcu.column_name FROM information_schema.table_constraints "
                "tc JOIN information_schema.key_column_usage kcu USING (constraint_name) "
                "WHERE tc.constraint_type = 'PRIMARY KEY' AND tc.table_schema = 'public' "
                "AND tc.table_name <> 'alembic_version' ORDER BY 1, kcu.ordinal_position"
            )
        ).all()
        others = connection.execute(
            text(
                "SELECT count(*) FROM information_schema.table_constraints "
                "WHERE constraint_type = 'FOREIGN KEY'"
            )
        ).scalar()
    declared = {
        (table.name, column.name, kind_at_the_centre(column), bool(column.nullable))
        for table in tables.central.sorted_tables
        for column in table.columns
    }
    assert {tuple(row) for row in found} == declared
    wanted = [
        (table.name, column.name)
        for table in sorted(tables.central.sorted_tables, key=lambda table: table.name)
        for column in table.primary_key.columns
    ]
    assert [tuple(row) for row in keys] == wanted
    assert others == 0


def test_every_central_key_is_led_by_the_organization() -> None:
    for table in tables.central.sorted_tables:
        names = [column.name for column in table.primary_key.columns]
        rest = {"fact": ["id", "content_hash"], "document": ["id"]}[table.info["kind"]]
        assert names == ["organization_id", *rest], table.name


def test_facts_and_documents_are_at_the_centre_and_nothing_else() -> None:
    shared = {
        name: table.info["kind"]
        for name, table in tables.station.tables.items()
        if table.info["kind"] in ("fact", "document")
    }
    assert {name: t.info["kind"] for name, t in tables.central.tables.items()} == shared


def test_the_centre_has_a_guard_on_every_fact(migrated: Engine) -> None:
    with migrated.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT event_object_table, trigger_name, event_manipulation "
                "FROM information_schema.triggers"
            )
        )
        found = {tuple(row) for row in rows}
    for table in tables.central.sorted_tables:
        if table.info["kind"] == "fact":
            for verb in ("UPDATE", "DELETE"):
                assert (table.name, f"{table.name}_no_change", verb) in found


def test_the_history_runs_whole_or_not_at_all_on_postgres(centre: Engine) -> None:
    class Stop(Exception):
        pass

    def begin_and_stop() -> None:
        with centre.begin() as connection:
            upgrade.upgrade(connection)
            raise Stop

    with pytest.raises(Stop):
        begin_and_stop()
    with centre.connect() as connection:
        count = connection.execute(
            text("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
        ).scalar()
    assert count == 0
    for _ in range(2):
        with centre.begin() as connection:
            upgrade.upgrade(connection)
