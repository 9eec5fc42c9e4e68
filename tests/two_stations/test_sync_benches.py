"""The benches of sync run and measure what they say; how fast this computer is proves nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli import bench_sync_pull, bench_sync_snapshot, bench_sync_visible
from app.cli.bench import Outcome

BENCHES: dict[str, tuple[Callable[[Path, list[str]], Outcome], str]] = {
    "pull": (bench_sync_pull.measure, "--accounts 2 --pairs 1"),
    "snapshot": (bench_sync_snapshot.measure, "--size 50 --pairs 1"),
}


@pytest.mark.parametrize("name", BENCHES)
def test_a_bench_measures(name: str, postgres: str, tmp_path: Path) -> None:
    measure, few = BENCHES[name]
    dsn = postgres.replace("postgresql+psycopg://", "postgresql://")
    main, *_ = measure(tmp_path, ["--dsn", dsn, *few.split()]).goals
    assert main.name == name
    assert main.ours > 0
    assert main.floor > 0


def test_an_idle_station_asks_one_thing(postgres: str, tmp_path: Path) -> None:
    dsn = postgres.replace("postgresql+psycopg://", "postgresql://")
    found = bench_sync_visible.idle(tmp_path, ["--dsn", dsn, "--stations", "3", "--polls", "10"])
    assert all(goal.ok for goal in found.goals), found.goals
