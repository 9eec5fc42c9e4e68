"""Bench `import`: a CSV file of patients, checked and applied, against the same writes bare.

The writes come from one import that is recorded; then fresh files take turns: ours from the CSV,
bare from prepared statements with the same values in the same transactions, WAL and FULL.
"""

from __future__ import annotations

import csv
import shutil
import statistics
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from app import bootstrap
from app.areas.imports import bring_in
from app.areas.imports.values import BringIn, ImportKind
from app.cli.bench import Goal, Outcome, say
from app.cli.bench_payment import Recorder, make_practice
from app.kernel.actor import SYSTEM, Actor
from app.storage.writer import Priority

PATIENTS = 10_000
SYNTHEA = [
    "Id",
    "BIRTHDATE",
    "DEATHDATE",
    "PREFIX",
    "FIRST",
    "LAST",
    "SUFFIX",
    "GENDER",
    "ADDRESS",
    "CITY",
    "STATE",
    "ZIP",
]


def measure(folder: Path, args: list[str]) -> Outcome:
    """Pairs of whole imports; `--patients N` (10,000), `--pairs N` (3)."""
    patients = int(args[args.index("--patients") + 1]) if "--patients" in args else PATIENTS
    pairs = int(args[args.index("--pairs") + 1]) if "--pairs" in args else 3
    file = write_file(folder / "patients.csv", patients)
    empty = make_practice(folder / "empty", accounts=0)
    say("recording the writes of one import")
    steps: list[list[tuple[str, Any]]] = []
    _import(empty, folder / "recorded", file, steps)
    rows = sum(len(step) for step in steps)
    ours, bare = [], []
    for turn in range(pairs):
        say(f"pair {turn + 1} of {pairs}: {rows} rows in {len(steps)} transactions")
        ours.append(rows / _import(empty, folder / f"ours{turn}", file, None))
        bare.append(rows / _replay(empty, folder / f"bare{turn}", steps))
    middle, floor = statistics.median(ours), statistics.median(bare)
    goal = Goal("import", middle, floor, middle / floor, 0.4, pairs, at_least=True, unit="rows/s")
    return Outcome(
        [goal], {"patients": patients, "patients_per_s": round(middle / rows * patients)}
    )


def write_file(path: Path, patients: int) -> Path:
    """A file with the columns of Synthea's patients.csv that are read."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(SYNTHEA)
        for n in range(patients):
            born = f"{1930 + n % 90}-{1 + n % 12:02}-{1 + n % 28:02}"
            name = (f"Given{n % 997}", f"Family{n % 7919}")
            place = (f"{n} Main Street", "Springfield", "Illinois", f"{60000 + n % 9999}")
            out.writerow([f"key-{n:07}", born, "", "", *name, "", "F" if n % 2 else "M", *place])
    return path


def _import(
    empty: Path, folder: Path, file: Path, steps: list[list[tuple[str, Any]]] | None
) -> float:
    """Seconds for the whole import on a copy of `empty`; with `steps` every write is
    noted there.
    """
    shutil.copytree(empty, folder)
    station = bootstrap.open_station(folder)
    if steps is not None and station.database.writer is not None:
        station.database.writer.cursor = _Noting(station.database.writer.cursor, steps)

    def act(
        actor: Actor, action: Callable[..., Any], command: Any, run_id: str | None = None
    ) -> Any:
        done: Future[Any] = station.act(
            actor, action, command, priority=Priority.BACKGROUND, run_id=run_id
        )
        return done.result()

    begun = time.perf_counter()
    wanted = BringIn(ImportKind.PATIENTS, "bench")
    checked = bring_in.check_file(file, wanted, SYSTEM, act, station.database.read)
    bring_in.apply(checked.run_id, SYSTEM, act, station.database.read)
    taken = time.perf_counter() - begun
    station.close()
    return taken


def _replay(empty: Path, folder: Path, steps: list[list[tuple[str, Any]]]) -> float:
    """Seconds for the bare statements, transaction by transaction, on a copy of `empty`."""
    shutil.copytree(empty, folder)
    station = bootstrap.open_station(folder)
    writer = station.database.writer
    if writer is None:
        raise RuntimeError("the bench needs a writing station")
    execute = writer.connection.cursor().execute
    begun = time.perf_counter()
    for step in steps:
        execute("BEGIN IMMEDIATE")
        for sql, values in step:
            execute(sql, values)
        execute("COMMIT")
    taken = time.perf_counter() - begun
    station.close()
    return taken


class _Noting(Recorder):
    """A recorder that closes a step at every commit and forgets what a savepoint took back."""

    def __init__(self, cursor: Any, steps: list[list[tuple[str, Any]]]) -> None:
        super().__init__(cursor)
        self._steps = steps
        self._kept = 0

    def execute(self, sql: str, values: Any = ()) -> Any:
        if sql == "COMMIT":
            self._steps.append(self.writes)
            self.writes = []
        elif sql == "ROLLBACK":
            self.writes = []
        elif sql.startswith("SAVEPOINT"):
            self._kept = len(self.writes)
        elif sql.startswith("ROLLBACK TO"):
            del self.writes[self._kept :]
        return super().execute(sql, values)
