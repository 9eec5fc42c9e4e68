"""The other half of the histories of `test_simulator`."""

from __future__ import annotations

import pytest

from app.cli.main import main
from app.cli.saying import DONE, USAGE
from app.sync.simulator.ground import Ground
from tests.faults.simulating import SEEDS, first_seed, play

CHUNKS = range(5, 10)


@pytest.mark.parametrize("chunk", CHUNKS)
def test_histories_end_right(laid: Ground, seed: int, long: bool, scale: int, chunk: int) -> None:
    first = first_seed(seed, chunk)
    happened = play(laid, range(first, first + min(100, SEEDS * (6 if long else scale))))
    for what in ("kill", "failover", "old_copy", "clone", "lost_reply", "stall"):
        assert happened[what] > 0, what


def test_a_shell_plays_seeds_too(postgres: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what was broken how often, and refuses a mistake it does not know."""
    dsn = postgres.replace("postgresql+psycopg://", "postgresql://", 1)
    few = ["simulate", "--dsn", dsn, "--seeds", "2", "--steps", "25"]
    assert main([*few, "-v"]) == DONE
    told = capsys.readouterr().out
    assert "2 seeds of 25 steps" in told
    assert "0 failing" in told
    assert main([*few, "--bug", "no_such"]) == USAGE
    assert "own_flag" in capsys.readouterr().err
