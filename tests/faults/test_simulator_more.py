"""The other half of the histories of `test_simulator`."""

from __future__ import annotations

import pytest

from app.sync.simulator.ground import Ground
from tests.faults.simulating import SEEDS, first_seed, play

CHUNKS = range(5, 10)


@pytest.mark.parametrize("chunk", CHUNKS)
def test_histories_end_right(laid: Ground, seed: int, long: bool, scale: int, chunk: int) -> None:
    first = first_seed(seed, chunk)
    happened = play(laid, range(first, first + min(100, SEEDS * (6 if long else scale))))
    for what in ("kill", "failover", "old_copy", "clone", "lost_reply", "stall"):
        assert happened[what] > 0, what
