"""Printers, receipts and the counter's devices: the statements stand in 0005_station.sql and
0005_central.sql.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_HERE = Path(__file__).parent


def upgrade() -> None:
    connection = op.get_bind()
    on_postgres = connection.dialect.name == "postgresql"
    shape = "central" if on_postgres else "station"
    text = (_HERE / f"{revision}_{shape}.sql").read_text(encoding="utf-8")
    for statement in text.split("\n;;\n"):
        if statement.strip():
            # psycopg takes a single % for a place to fill; in SQLite's file there is none.
            connection.exec_driver_sql(statement.replace("%", "%%") if on_postgres else statement)
