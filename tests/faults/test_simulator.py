"""Whole practices with every fault between their stations; the same seed tells the same."""

from __future__ import annotations

from app.sync.simulator.ground import Ground
from app.sync.simulator.running import run


def test_a_seed_tells_the_same_again(laid: Ground, seed: int) -> None:
    """Whatever was run before it."""
    first = run(laid, seed)
    run(laid, seed + 1, 30)
    again = run(laid, seed)
    assert first.trace == again.trace
    assert first.digest == again.digest
