"""Deposits: the statements stand in 0002_station.sql and 0002_central.sql, frozen."""

from __future__ import annotations

from alembic import op

from app.storage.upgrade import carry_out

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    carry_out(op.get_bind(), revision)
