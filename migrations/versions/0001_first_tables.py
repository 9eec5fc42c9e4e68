"""First tables: the statements stand in 0001_station.sql and 0001_central.sql, frozen."""

from __future__ import annotations

from alembic import op

from app.storage.upgrade import carry_out

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    carry_out(op.get_bind(), revision)
