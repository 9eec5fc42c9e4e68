"""Journal entries of rare sources and reversing ones are found without looking at all of them: the
statements stand in 0007_station.sql; the centre needs none.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"
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
