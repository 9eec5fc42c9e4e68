"""Whole practices with every fault between their stations end right; the same seed tells the same.

Its other half is `test_simulator_more`, so that two workers share the seeds.
"""

from __future__ import annotations

import secrets

import pytest

from app.storage import connection, incarnation
from app.sync.simulator.ground import Ground
from app.sync.simulator.running import run
from tests.faults.simulating import SEEDS, first_seed, play

CHUNKS = range(5)


@pytest.mark.parametrize("chunk", CHUNKS)
def test_histories_end_right(laid: Ground, seed: int, long: bool, scale: int, chunk: int) -> None:
    first = first_seed(seed, chunk)
    happened = play(laid, range(first, first + min(100, SEEDS * (6 if long else scale))))
    assert happened["work"] > 10 * SEEDS
    assert happened["talk"] > 10 * SEEDS


def test_the_ground_leaves_the_program_as_it_is(laid: Ground) -> None:
    """What a seed changes in the program ends with the seed: other tests share this process."""
    assert laid.seats
    assert connection._PRAGMAS["synchronous"] == ("FULL", 2)
    assert vars(incarnation)["secrets"] is secrets


def test_a_seed_tells_the_same_again(laid: Ground, seed: int) -> None:
    """Whatever was run before it."""
    first = run(laid, seed)
    run(laid, seed + 1, 30)
    again = run(laid, seed)
    assert first.trace == again.trace
    assert first.digest == again.digest
