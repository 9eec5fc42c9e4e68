"""The alembic environment: one history, run on the connection it is handed, SQLite or Postgres."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    transactional_ddl=True,
    transaction_per_migration=False,
    version_table="alembic_version",
)
with context.begin_transaction():
    context.run_migrations()
