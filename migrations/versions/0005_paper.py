"""Printers, receipts and the counter's devices: the statements stand in 0005_station.sql and
0005_central.sql.
"""

from __future__ import annotations

from alembic import op

from app.storage.upgrade import carry_out

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    carry_out(op.get_bind(), revision)
