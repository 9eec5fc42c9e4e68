"""Journal entries of rare sources and reversing ones are found without looking at all of them: the
statements stand in 0007_station.sql; the centre needs none.
"""

from __future__ import annotations

from alembic import op

from app.storage.upgrade import carry_out

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    carry_out(op.get_bind(), revision)
