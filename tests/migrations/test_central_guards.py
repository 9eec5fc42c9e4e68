"""At the centre too a fact is inserted or the same, never changed, and an entry balances."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Boolean, Connection, Date, DateTime, Engine, LargeBinary, Table, func, select
from sqlalchemy.dialects.postgresql import UUID, dialect, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import Integer

from app.bootstrap import load_schema
from app.storage import tables

load_schema()
FACTS = [table for table in tables.central.sorted_tables if table.info["kind"] == "fact"]
HERE = str(uuid.uuid4())


@pytest.fixture
def connection(migrated: Engine) -> Iterator[Connection]:
    with migrated.connect() as opened:
        yield opened
        opened.rollback()


FITTING: dict[str, dict[str, Any]] = {"shift_close": {"difference_minor": 0}}
"""What a row needs for the checks of its table, where any value is not enough."""


def filled(table: Table, **changes: Any) -> dict[str, Any]:
    """A row with something of the right type in every column."""
    row: dict[str, Any] = {}
    for column in table.columns:
        kind = column.type.dialect_impl(dialect())
        plain: tuple[tuple[type, Any], ...] = (
            (Boolean, True),
            (UUID, str(uuid.uuid4())),
            (DateTime, datetime(2026, 11, 20, tzinfo=UTC)),
            (Date, date(2026, 11, 20)),
            (LargeBinary, b"h" * 32),
            (Integer, 5),
        )
        row[column.name] = next((value for known, value in plain if isinstance(kind, known)), "x")
    return row | {"organization_id": HERE} | FITTING.get(table.name, {}) | changes


def refused(connection: Connection, statement: Any, code: str) -> None:
    with pytest.raises(DBAPIError) as caught, connection.begin_nested():
        connection.execute(statement)
    assert caught.value.orig is not None
    assert caught.value.orig.sqlstate == code  # type: ignore[attr-defined]


def post(connection: Connection, *minors: int, **changes: Any) -> Any:
    """Lines and then their entry; the statement that inserts the entry."""
    lines, entries = tables.central.tables["journal_line"], tables.central.tables["journal_entry"]
    entry = str(uuid.uuid4())
    for minor in minors:
        row = filled(lines, entry_id=entry, amount_minor=minor, currency="USD")
        connection.execute(insert(lines).values(row))
    count = {"line_count": len(minors), "currency": "USD", "id": entry}
    return insert(entries).values(filled(entries, **count | changes))


def put(connection: Connection, table: Table) -> dict[str, Any]:
    row = filled(table)
    if table.name == "journal_entry":
        statement = post(connection, 5, -5)
        connection.execute(statement)
        found = connection.execute(select(table)).mappings().first()
        assert found is not None
        return dict(found)
    connection.execute(insert(table).values(row))
    return row


@pytest.mark.parametrize("table", FACTS, ids=lambda table: table.name)
def test_a_fact_is_never_changed_or_deleted(connection: Connection, table: Table) -> None:
    put(connection, table)
    for column in table.columns:
        refused(connection, table.update().values({column: table.c[column.name]}), "P0409")
    refused(connection, table.delete(), "P0409")
    assert connection.execute(select(func.count()).select_from(table)).scalar() == 1


@pytest.mark.parametrize("table", FACTS, ids=lambda table: table.name)
def test_insert_or_same_by_id_and_content(connection: Connection, table: Table) -> None:
    row = put(connection, table)
    key = ["organization_id", "id", "content_hash"]

    def count() -> int:
        return connection.execute(select(func.count()).select_from(table)).scalar() or 0

    def push(values: dict[str, Any]) -> int:
        before = count()
        statement = insert(table).values(values).on_conflict_do_nothing(index_elements=key)
        connection.execute(statement)
        return count() - before

    if table.name == "journal_entry":
        assert push(row) == 0
        return
    assert push(row) == 0
    assert count() == 1
    # the same id with other content: both are kept
    assert push(row | {"content_hash": b"i" * 32}) == 1
    # the same fact of another organization is another fact
    assert push(row | {"organization_id": str(uuid.uuid4())}) == 1
    assert count() == 3
    refused(connection, insert(table).values(row), "23505")


@pytest.mark.parametrize(
    ("minors", "changes"),
    [
        ((5, -4), {}),
        ((5,), {}),
        ((), {}),
        ((5, -5), {"line_count": 3}),
        ((5, -5), {"line_count": 1}),
        ((5, -5), {"currency": "EUR"}),
        ((5, -5), {"organization_id": str(uuid.uuid4())}),
    ],
)
def test_an_entry_that_does_not_balance_is_refused(
    connection: Connection, minors: tuple[int, ...], changes: dict[str, Any]
) -> None:
    refused(connection, post(connection, *minors, **changes), "P0423")


def test_an_entry_that_balances_is_taken(connection: Connection) -> None:
    connection.execute(post(connection, 5, -5))
    connection.execute(post(connection, 5, -2, -3))


def test_amounts_keep_their_checks_at_the_centre(connection: Connection) -> None:
    for name, column, value in (
        ("payment", "amount_minor", 0),
        ("payment", "amount_minor", -5),
        ("tender", "amount_minor", -1),
        ("journal_line", "amount_minor", 0),
        ("cash_count_line", "quantity", -1),
    ):
        table = tables.central.tables[name]
        refused(connection, insert(table).values(filled(table, **{column: value})), "23514")
