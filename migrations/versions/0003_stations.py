"""Stations among themselves: the statements stand in 0003_station.sql and 0003_central.sql."""

from __future__ import annotations

from alembic import op

from app.storage.upgrade import carry_out

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TWICE = (
    "INSERT INTO number_twice SELECT '{kind}', {column} FROM {table} "
    "WHERE {column} <> '' AND {rows} GROUP BY {column} HAVING count(DISTINCT id) > 1"
)
_NUMBERED = (
    ("receipt", "payment", "number", "1"),
    ("invoice", "invoice", "number", "1"),
    ("deposit", "deposit", "number", "1"),
    ("journal_entry", "journal_entry", "number", "source_type = 'manual'"),
    ("account", "account", "number", "1"),
    ("item", "deposit_item", "source_id", "1"),
)


def upgrade() -> None:
    connection = op.get_bind()
    on_postgres = connection.dialect.name == "postgresql"
    if not on_postgres:
        # A record may leave the log from now on where it is kept as an orphan (station_log_kept).
        connection.exec_driver_sql("DROP TRIGGER station_log_no_delete")
    carry_out(connection, revision)
    for kind, table, column, rows in () if on_postgres else _NUMBERED:
        # What the triggers would have found, had they been there.
        connection.exec_driver_sql(_TWICE.format(kind=kind, table=table, column=column, rows=rows))
