"""A window of a practice that took money yesterday, in the hands of whoever sits there."""

from __future__ import annotations

from tests.gui.deposits.conftest import banking, station, teller

__all__ = ["banking", "station", "teller"]
