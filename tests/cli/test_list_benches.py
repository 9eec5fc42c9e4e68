"""The benches over many rows, run small: they make their books and say one JSON object."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.areas.health.queries import verify_beside
from app.areas.parties import lists, queries
from app.cli import bench_books, bench_search
from app.kernel.listing import ListWanted


@pytest.mark.parametrize(
    ("name", "args", "goals"),
    [
        ("search", ["--rows", "150", "--pairs", "1"], ["search", "p95 of all questions"]),
        ("list", ["--rows", "400", "--pairs", "2"], ["first page", "jump to a key"]),
        ("account", ["--lines", "8", "--pairs", "2"], ["account"]),
        (
            "card",
            ["--pairs", "1", "--faults", "0"],
            ["approved to paper, p95", "window stands still in trouble"],
        ),
    ],
)
def test_a_bench_says_one_object_with_its_goals(
    tmp_path: Path, name: str, args: list[str], goals: list[str]
) -> None:
    code = f"from app.cli import bench; bench.run({name!r}, {args!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said = json.loads(done.stdout.strip().splitlines()[-1])
    assert said["name"] == name
    assert {"ours", "floor", "ratio", "goal", "ok", "n", "fsync_ms", "also"} <= set(said)
    assert [said["name"], *(goal["name"] for goal in said["also"])][1:] == goals[1:]
    assert said["n"] > 0


def test_the_made_up_accounts_are_sound_and_found(tmp_path: Path) -> None:
    """What a bench looks at is what the program would have made: every view follows."""
    station = bench_search.opened(tmp_path / "data", 60)
    try:
        totals = station.ask(lists.account_totals, ListWanted()).result()
        page = station.ask(lists.accounts, ListWanted(most=100)).result()
        assert totals.count == len(page.rows) == 60
        for row in page.rows[:5]:
            found = station.ask(queries.find, row.number).result()
            assert [each.account_id for each in found][:1] == [row.account_id]
        verdict = verify_beside(station.ask, station.database.keys.master, lambda *_: None)
        views = [each for each in verdict.findings if each.check.startswith("views.search")]
        assert views == []
        assert bench_books.names(1) == bench_books.names(1)
    finally:
        station.close()
