"""Cards, refunds, closed days and scope: the statements stand in 0004_station.sql and
0004_central.sql.
"""

from __future__ import annotations

from alembic import op

from app.storage.upgrade import carry_out

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_LEDGER_GUARDS = (
    "journal_entry_no_delete",
    "journal_line_no_delete",
    "journal_line_before_its_entry",
    "journal_entry_balances",
)


def upgrade() -> None:
    connection = op.get_bind()
    on_postgres = connection.dialect.name == "postgresql"
    if not on_postgres:
        # Old records of other stations may leave the log from now on (station_log_leaves).
        connection.exec_driver_sql("DROP TRIGGER station_log_kept")
        # Lines of the ledger may leave where sums stand for them (folded_entry).
        for name in _LEDGER_GUARDS:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    carry_out(connection, revision)
