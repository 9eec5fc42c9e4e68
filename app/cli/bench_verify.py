"""Bench `verify`: every promise over a million journal lines, against the minute it may take.

With `--data DIR` it looks at that practice; else it grows one by the program's own actions and
copies of them, in which everything is right: a finding here is one of the checks'.
"""

from __future__ import annotations

import time
from pathlib import Path

from app import bootstrap
from app.areas.health.queries import verify, verify_beside
from app.areas.health.values import Verdict
from app.cli import bench_copies, bench_payment
from app.cli.bench import Goal, Outcome, say

LONGEST_S = 60


def measure(folder: Path, args: list[str]) -> Outcome:
    """`--data DIR` of a practice, or `--copies N` of 10 k lines (100); `--one` on one thread, as
    the window does.
    """
    if "--data" in args:
        data = Path(args[args.index("--data") + 1])
    else:
        copies = int(args[args.index("--copies") + 1]) if "--copies" in args else 100
        say("making a practice")
        data = bench_payment.make_practice(folder / "data")
        bench_copies.multiply(data, copies)
    station = bootstrap.open_reading(data)
    slowest: dict[str, float] = {}
    running, since = "", time.perf_counter()

    def told(name: str, _promise: str) -> None:
        nonlocal running, since
        now = time.perf_counter()
        slowest[running] = slowest.get(running, 0) + now - since
        running, since = name, now

    try:
        keys = station.database.keys
        lines = station.database.read(bench_payment._count_lines)
        say(f"looking at {lines} journal lines")
        begun = time.perf_counter()
        verdict: Verdict
        if "--one" in args:
            verdict = station.database.read(
                lambda reader: verify(reader, keys.master, told, own=keys.own)
            )
        else:
            verdict = verify_beside(station.ask, keys.master, told, own=keys.own)
        taken = time.perf_counter() - begun
    finally:
        station.close()
    per_million = taken * 1_000_000 / max(lines, 1)
    floor = LONGEST_S * 1000
    goal = Goal(
        "verify of 1 M journal lines", per_million * 1000, floor, per_million / 60, 1, lines
    )
    most = sorted(slowest.items(), key=lambda one: -one[1])[:8]
    notes = {
        "seconds": round(taken, 1),
        "rows": verdict.rows,
        "checks": len(verdict.checks),
        "findings": len(verdict.findings),
        "slowest_s": {name: round(seconds, 2) for name, seconds in most},
    }
    return Outcome([goal], notes)
