"""Bench `backup`: how long a payment takes while a backup is made beside it, against without one.

Stretches with and without a backup take turns on one file, so that both meet the same disk, pages
and checkpoints. A payment comes ten times a second, more than all windows of a hospital take. One
after another (`--every 0`) they write 60 MB a second, and nothing of it can go into the books while
they are copied: that measures a file system that lengthens a file by gigabytes.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app import bootstrap
from app.areas.payments.service import take_payment
from app.areas.settings.service import change_setting
from app.areas.settings.values import ChangeSetting
from app.cli import bench_payment
from app.cli.bench import Goal, Outcome, quantile, say
from app.kernel.actor import SYSTEM
from app.kernel.ids import CommandId, new_id
from app.storage import backup
from app.storage.pace import BESIDE_REST, Pace

SIZE_MB = 1000
PAIRS = 3
WARM = 50
QUIET_S = 20
EVERY_MS = 100


def measure(folder: Path, args: list[str]) -> Outcome:
    """`--size MB` of the file (1000), `--pairs N` backups (3), `--accounts N` of the seed, and a
    payment `--every` so many milliseconds (100).
    """
    size = int(args[args.index("--size") + 1]) if "--size" in args else SIZE_MB
    pairs = int(args[args.index("--pairs") + 1]) if "--pairs" in args else PAIRS
    accounts = int(args[args.index("--accounts") + 1]) if "--accounts" in args else 400
    every = int(args[args.index("--every") + 1]) if "--every" in args else EVERY_MS
    say(f"making a practice of {size} MB")
    data = grown(folder / "data", size, accounts)
    station = bootstrap.open_station(data)
    for key, value in (("payments.duplicate_minutes", "0"), ("payments.overpayment", "credit")):
        station.act(SYSTEM, change_setting, ChangeSetting(_fresh(), key, value)).result()
    payer = Payer(station, every)
    try:
        payer.take(WARM)
        quiet: list[float] = []
        beside: list[float] = []
        took: list[float] = []
        for turn in range(pairs):
            say(f"backup {turn + 1} of {pairs}")
            with ThreadPoolExecutor(1) as other:
                begun = time.perf_counter()
                running = other.submit(_back_up, station)
                beside += payer.take_until(running.done)
                took.append(time.perf_counter() - begun)
                running.result().path.unlink()
            quiet += payer.take_for(min(took[-1], QUIET_S))
    finally:
        station.close()
    file_mb = (data / "counterfoil.db").stat().st_size / 1e6
    ours, floor = statistics.fmean(beside) * 1000, statistics.fmean(quiet) * 1000
    tail = quantile(beside, 0.99) * 1000
    goal = Goal("payment beside a backup", ours, floor, ours / floor, 1.2, len(beside))
    notes = {
        "file_mb": round(file_mb),
        "backup_s": round(statistics.fmean(took), 1),
        "every_ms": every,
        "p99_ms": {"beside": round(tail, 2), "quiet": round(quantile(quiet, 0.99) * 1000, 2)},
        "longest_ms": {"beside": round(max(beside) * 1000), "quiet": round(max(quiet) * 1000)},
    }
    return Outcome([goal], notes)


def _fresh() -> CommandId:
    return CommandId(new_id())


def grown(folder: Path, size_mb: int, accounts: int) -> Path:
    """A practice whose file is about so large."""
    bench_payment.make_practice(folder, accounts)
    now = (folder / "counterfoil.db").stat().st_size / 1e6
    if (copies := min(999, round(size_mb / now))) > 1:
        bench_payment.multiply(folder, copies)
    return folder


class Payer:
    """Takes a payment `every` so many milliseconds, or as soon as the one before it is taken, and
    notes how long each took, in seconds.
    """

    def __init__(self, station: bootstrap.Station, every: int) -> None:
        self._station = station
        self._every_s, self._next_s = every / 1000, time.perf_counter()
        self._accounts = bench_payment._accounts(station)
        self._turn = 0

    def take(self, count: int) -> list[float]:
        return [self._one() for _ in range(count)]

    def take_for(self, seconds: float) -> list[float]:
        end = time.perf_counter() + seconds
        return self.take_until(lambda: time.perf_counter() >= end)

    def take_until(self, ended: Callable[[], bool]) -> list[float]:
        taken = [self._one()]
        while not ended():
            taken.append(self._one())
        return taken

    def _one(self) -> float:
        self._turn += 1
        time.sleep(max(0, self._next_s - time.perf_counter()))
        self._next_s = time.perf_counter() + self._every_s
        command = bench_payment._payment(self._accounts[self._turn * 7 % len(self._accounts)])
        begun = time.perf_counter()
        self._station.act(SYSTEM, take_payment, command).result()
        return time.perf_counter() - begun


def _back_up(station: bootstrap.Station) -> backup.Backup:
    keys = station.database.keys
    return backup.back_up(station.folder, keys, station.clock, pace=Pace(rest=BESIDE_REST))
