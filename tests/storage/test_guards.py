"""Facts can't be changed past the program either: refused at the database, with our settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from app.bootstrap import Station
from app.storage import engine
from app.storage.tables import station as declared
from tests.building import Books

FACTS = [table.name for table in declared.sorted_tables if table.info["kind"] == "fact"]
DOCUMENTS = [table.name for table in declared.sorted_tables if table.info["kind"] == "document"]


@pytest.fixture
def connection(station: Station, books: Books) -> Iterator[Any]:
    """A raw connection beside the station, with one row at least in every table of facts."""
    books.count_safe()
    books.open_shift()
    account = books.register_patient(email="hoa@example.org").account_id
    books.issue_invoice(account, 3500)
    books.take_cash(account, 4000, 5000)
    found = engine.connect(station.database.path, station.database.keys.database)
    for table in FACTS:
        if found.execute(f"SELECT 1 FROM {table}").fetchone() is None:
            plant(found, table)
    yield found
    found.close()


FITTING = {"shift_close": {"difference_minor": 0}}
"""What a row needs for the checks of its table, where any value is not enough."""


def plant(connection: Any, table: str) -> None:
    """A row with something of the right type in every column: here only the guards matter."""
    row: dict[str, Any] = {}
    for column in declared.tables[table].columns:
        kind = column.type.python_type
        row[column.name] = 1 if kind is int else b"h" * 32 if kind is bytes else "x"
    row |= FITTING.get(table, {})
    places = ", ".join("?" * len(row))
    names = ", ".join(row)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(row.values()))


@pytest.fixture
def signed_in(station: Station, books: Books) -> None:
    station.sign_in(books.actors.cashier.user_id, "739154")


def row_of(connection: Any, table: str) -> dict[str, Any]:
    cursor = connection.execute(f"SELECT * FROM {table}")
    row = cursor.fetchone()
    assert row is not None, f"{table} is empty"
    return dict(zip((d[0] for d in cursor.description), row, strict=True))


@pytest.mark.usefixtures("signed_in")
def test_no_fact_is_changed_deleted_or_replaced(connection: Any) -> None:
    for table in FACTS:
        row = row_of(connection, table)
        before = connection.execute(f"SELECT * FROM {table}").fetchall()
        key = (row["id"],)
        for column in row:
            with pytest.raises(driver.DatabaseError, match="posted and never changes"):
                connection.execute(f"UPDATE {table} SET {column} = {column} WHERE id = ?", key)
        with pytest.raises(driver.DatabaseError, match="posted and never changes"):
            connection.execute(f"UPDATE OR IGNORE {table} SET id = 'x'")
        for where in ("", " WHERE id = 'nobody' OR 1"):
            with pytest.raises(driver.DatabaseError, match="posted and never deleted"):
                connection.execute(f"DELETE FROM {table}{where}")
        names, places = ", ".join(row), ", ".join("?" * len(row))
        for verb in ("INSERT OR REPLACE", "REPLACE"):
            with pytest.raises(driver.DatabaseError):
                connection.execute(
                    f"{verb} INTO {table} ({names}) VALUES ({places})", tuple(row.values())
                )
        with pytest.raises(driver.DatabaseError):
            connection.execute(
                f"INSERT INTO {table} ({names}) VALUES ({places}) "
                f"ON CONFLICT (id, content_hash) DO UPDATE SET id = excluded.id",
                tuple(row.values()),
            )
        assert connection.execute(f"SELECT * FROM {table}").fetchall() == before


def test_no_document_is_deleted(connection: Any) -> None:
    filled = 0
    for table in DOCUMENTS:
        count = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        filled += bool(count)
        if count:
            with pytest.raises(driver.DatabaseError, match="kept for ever"):
                connection.execute(f"DELETE FROM {table}")
            row = row_of(connection, table)
            names, places = ", ".join(row), ", ".join("?" * len(row))
            with pytest.raises(driver.DatabaseError, match="kept for ever"):
                connection.execute(
                    f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({places})",
                    tuple(row.values()),
                )
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == count
    assert filled >= 9


def test_the_log_is_never_changed(connection: Any) -> None:
    row = row_of(connection, "station_log")
    for column in row:
        with pytest.raises(driver.DatabaseError, match="the station log is never changed"):
            connection.execute(f"UPDATE station_log SET {column} = {column}")
    with pytest.raises(driver.DatabaseError, match="the station log is never changed"):
        connection.execute("DELETE FROM station_log")
    names, places = ", ".join(row), ", ".join("?" * len(row))
    with pytest.raises(driver.DatabaseError):
        connection.execute(
            f"INSERT OR REPLACE INTO station_log ({names}) VALUES ({places})", tuple(row.values())
        )


def insert(connection: Any, table: str, **changes: Any) -> None:
    """One more row like one that is there."""
    row = row_of(connection, table) | changes
    names, places = ", ".join(row), ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(row.values()))


def line(connection: Any, entry: str, minor: int, **changes: Any) -> None:
    changes = {"id": f"{entry}{minor}", "entry_id": entry, "amount_minor": minor} | changes
    insert(connection, "journal_line", **changes)


def test_an_entry_that_does_not_balance_is_refused(connection: Any) -> None:
    def entry(name: str, *minors: int, count: int | None = None, **changes: Any) -> None:
        connection.execute("BEGIN")
        try:
            for minor in minors:
                line(connection, name, minor, **changes)
            lines = len(minors) if count is None else count
            insert(connection, "journal_entry", id=name, line_count=lines)
        finally:
            connection.execute("ROLLBACK")

    entry("good", 5, -5)
    entry("three", 5, -2, -3)
    for minors, count in (((5, -4), None), ((5,), None), ((), None), ((5, -5), 3), ((5, -5), 1)):
        with pytest.raises(driver.DatabaseError, match="must balance"):
            entry("bad", *minors, count=count)
    with pytest.raises(driver.DatabaseError, match="must balance"):
        entry("foreign", 5, -5, currency="EUR")
    with pytest.raises(driver.DatabaseError, match="journal_line_moves_money"):
        entry("nothing", 0, 5, -5)


def test_a_posted_entry_takes_no_more_lines(connection: Any) -> None:
    posted = row_of(connection, "journal_entry")["id"]
    for minor in (1, -1):
        with pytest.raises(driver.DatabaseError, match="takes no more lines"):
            line(connection, posted, minor)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("payment", "amount_minor", 1.5),
        ("payment", "amount_minor", "12"),
        ("payment", "amount_minor", 0),
        ("payment", "amount_minor", -5),
        ("payment", "amount_minor", None),
        ("tender", "amount_minor", -1),
        ("journal_line", "amount_minor", 0.5),
        ("cash_count_line", "quantity", -1),
        ("payment", "id", None),
    ],
)
def test_amounts_are_whole_units_at_the_database_too(
    connection: Any, table: str, column: str, value: Any
) -> None:
    if value == "12":
        # STRICT takes text that is a whole number for that number, and nothing else
        connection.execute("BEGIN")
        insert(connection, table, **{"id": "x", column: value})
        query = f"SELECT typeof({column}) FROM {table} WHERE id = 'x'"
        assert connection.execute(query).fetchone()[0] == "integer"
        connection.execute("ROLLBACK")
        return
    with pytest.raises(driver.DatabaseError):
        insert(connection, table, **{"id": "x", column: value})


def test_every_table_is_strict_and_no_column_is_real(connection: Any) -> None:
    listed = connection.execute("PRAGMA table_list").fetchall()
    strict = {row[1]: row[5] for row in listed}
    for table in declared.tables:
        assert strict[table] == 1, table
        kinds = {row[2] for row in connection.execute(f"PRAGMA table_info({table})")}
        assert kinds <= {"TEXT", "INTEGER", "BLOB"}, table


def test_readers_can_not_write(station: Station) -> None:
    pooled = station.database._pool.connect()
    with pytest.raises(driver.OperationalError, match="readonly"):
        pooled.cursor().execute("UPDATE number_series SET next_value = 1")
    pooled.close()
