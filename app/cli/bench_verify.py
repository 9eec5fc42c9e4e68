"""Bench `verify`: every promise over a million journal lines, against the minute it may take.

With `--data DIR` it looks at that practice; else it grows one by the program's own actions and
copies of them, in which everything is right: a finding here is one of the checks'.
"""

from __future__ import annotations

import time
from pathlib import Path

from app import bootstrap
from app.areas.health.queries import verify
from app.areas.health.values import Verdict
from app.cli import bench_copies, bench_payment
from app.cli.bench import Goal, Outcome, say

LONGEST_S = 60


def measure(folder: Path, args: list[str]) -> Outcome:
    """`--data DIR` of a practice, or `--copies N` of 10 k lines (100); `--one` on one thread, with
    what each check took.
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

    def told(name: str) -> None:
        nonlocal running, since
        now = time.perf_counter()
        slowest[running] = slowest.get(running, 0) + now - since
        running, since = name, now

    try:
        keys = station.database.keys
        lines = station.database.read(bench_payment._count_lines)
        say(f"looking at {lines} journal lines")
        begun, used = time.perf_counter(), _used()[0]
        verdict: Verdict
        if "--one" in args:
            verdict = station.database.read(
                lambda reader: verify(reader, keys.master, lambda name, _: told(name), own=keys.own)
            )
        else:
            verdict = station.verify(lambda *_: None, lambda: False)
        taken, cpu = time.perf_counter() - begun, _used()[0] - used
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
        "cpu_s": round(cpu, 1),
        "peak_mb": round(_used()[1]),
        "rows": verdict.rows,
        "checks": len(verdict.checks),
        "findings": len(verdict.findings),
        "slowest_s": {name: round(seconds, 2) for name, seconds in most},
    }
    return Outcome([goal], notes)


def _used() -> tuple[float, float]:
    """Seconds of processor this process and those it began used, and the most memory of one, in
    megabytes; noughts where the system does not say.
    """
    try:
        import resource
    except ImportError:
        return 0, 0
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = sum(one.ru_utime + one.ru_stime for one in both)
    return seconds, max(one.ru_maxrss for one in both) / 1000
