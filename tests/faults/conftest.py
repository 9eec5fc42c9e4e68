"""A Postgres and the ground of simulated histories, for whoever asks."""

from __future__ import annotations

from tests.faults.simulating import laid
from tests.migrations.conftest import postgres

__all__ = ["laid", "postgres"]
