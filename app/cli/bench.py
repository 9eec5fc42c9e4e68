"""Benches: each compares the program with a floor in alternating pairs of one run and
prints one JSON object.

No timed tests: a ratio holds on a slow and on a busy machine, a number of milliseconds does not.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.kernel.errors import UserError
from app.kernel.translate import t


@dataclass(frozen=True, slots=True)
class Goal:
    """One promise: the ratio of `ours` to `floor` stays at or below (or above) `goal`.

    Both are measured milliseconds or rows a second, as `unit` says.
    """

    name: str
    ours: float
    floor: float
    ratio: float
    goal: float
    n: int
    at_least: bool = False
    unit: str = "ms"

    @property
    def ok(self) -> bool:
        return self.ratio >= self.goal if self.at_least else self.ratio <= self.goal


@dataclass(slots=True)
class Outcome:
    """The main goal first, the others after it."""

    goals: list[Goal] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def fsync_ms(folder: Path, times: int = 60) -> float:
    """The median of writing and syncing one page here: what every commit pays at least."""
    taken = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(times):
            begun = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begun)
    return statistics.median(taken) * 1000


def say(words: str) -> None:
    """Progress, on standard error."""
    print(words, file=sys.stderr, flush=True)


def run(name: str, args: Sequence[str], *, as_json: bool = True) -> int:
    """Run a bench; 0 when every goal holds, 1 when one does not."""
    benches = _benches()
    if name not in benches:
        raise UserError(
            t(
                "There is no bench “{name}”. There are: {names}.",
                name=name,
                names=", ".join(benches),
            )
        )
    with tempfile.TemporaryDirectory(prefix="counterfoil-bench-") as folder:
        outcome = benches[name](Path(folder), list(args))
        sync = fsync_ms(Path(folder))
    main, *also = outcome.goals
    ok = all(goal.ok for goal in outcome.goals)
    if as_json:
        said = {"name": name, **_plain(main), "ok": ok, "fsync_ms": round(sync, 3), **outcome.notes}
        print(
            json.dumps(said | {"also": [{"name": g.name, **_plain(g), "ok": g.ok} for g in also]})
        )
    else:
        for goal in outcome.goals:
            sign = "≥" if goal.at_least else "≤"
            mark = t("holds") if goal.ok else t("missed")
            print(f"{goal.name}: {goal.ratio:.2f} ({sign} {goal.goal}) {mark}, n={goal.n}")
    return 0 if ok else 1


def _plain(goal: Goal) -> dict[str, Any]:
    return {
        "ours": round(goal.ours, 3),
        "floor": round(goal.floor, 3),
        "ratio": round(goal.ratio, 3),
        "goal": goal.goal,
        "unit": goal.unit,
        "n": goal.n,
    }


def _benches() -> dict[str, Callable[[Path, list[str]], Outcome]]:
    from app.cli import (
        bench_account,
        bench_backup,
        bench_card,
        bench_import,
        bench_list,
        bench_paper,
        bench_payment,
        bench_printer,
        bench_search,
        bench_start,
        bench_sync_pull,
        bench_sync_push,
        bench_sync_snapshot,
        bench_sync_visible,
        bench_verify,
        bench_window,
    )

    return {
        "payment": bench_payment.measure,
        "start": bench_start.measure,
        "import": bench_import.measure,
        "receipt-latency": bench_printer.measure,
        "printer-status": bench_printer.status,
        "receipt-render": bench_paper.render,
        "raster": bench_paper.raster,
        "search": bench_search.measure,
        "search-similar": bench_search.similar,
        "list": bench_list.measure,
        "window": bench_window.measure,
        "account": bench_account.measure,
        "card": bench_card.measure,
        "backup": bench_backup.measure,
        "verify": bench_verify.measure,
        "sync-push": bench_sync_push.measure,
        "sync-pull": bench_sync_pull.measure,
        "sync-snapshot": bench_sync_snapshot.measure,
        "sync-visible": bench_sync_visible.visible,
        "sync-idle": bench_sync_visible.idle,
        "payment-sync": bench_sync_visible.payment,
    }
