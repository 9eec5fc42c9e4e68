"""The ground of simulated histories, laid once, and how a failing seed is told."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from app.bootstrap import load_schema
from app.sync.simulator.ground import Ground, ground
from app.sync.simulator.running import History, run_all

MEMORY = Path("/dev/shm")
SEEDS = 15
"""Histories of one test."""


@pytest.fixture(scope="session")
def laid(postgres: str) -> Iterator[Ground]:
    """Four stations and a centre that know the same."""
    load_schema()
    folder = tempfile.mkdtemp(prefix="counterfoil-sim-", dir=MEMORY if MEMORY.is_dir() else None)
    with ground(
        postgres.replace("postgresql+psycopg://", "postgresql://", 1), Path(folder)
    ) as made:
        yield made


def first_seed(seed: int, chunk: int) -> int:
    """Where a test's seeds begin: others in each run, and others for each of its chunks."""
    return seed % 1_000_000 * 1000 + chunk * 100


def play(laid: Ground, seeds: Iterable[int]) -> Counter[str]:
    """Run them all; what happened in them, or an AssertionError that says how to see it again."""
    counts: Counter[str] = Counter()
    failing: list[History] = []
    for history in run_all(laid, seeds):
        counts.update(history.counts)
        if history.bad:
            failing.append(history)
    told = [f"seed {one.seed}: {'; '.join(one.bad[:3])}" for one in failing]
    assert not failing, "counterfoil simulate --dsn … --seed N -v shows:\n" + "\n".join(told)
    return counts
