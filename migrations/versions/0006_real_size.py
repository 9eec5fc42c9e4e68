"""Bringing in what other programs hold: the statements stand in 0006_station.sql and
0006_central.sql.
"""

from __future__ import annotations

from alembic import op

from app.storage.upgrade import carry_out

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    carry_out(op.get_bind(), revision)
