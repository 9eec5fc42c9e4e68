"""Bench `search`: finding one account in a million as one types, against its SQL on a cursor.

The questions are the same in every run: 1 to 4 letters, two beginnings, number, phone, birth date.
"""

from __future__ import annotations

import random
import statistics
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from app import bootstrap
from app.areas.parties.queries import find
from app.cli import bench_books
from app.cli.bench import Goal, Outcome, quantile, say
from app.storage.statements import CursorReader, ReadSql

ROWS = 1_000_000
EACH = 12
TURNS = 5


class Recorder(CursorReader):
    """A reader that notes every question it asks."""

    def __init__(self, cursor: Any, now: datetime) -> None:
        super().__init__(cursor, now)
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def fetch(self, read: ReadSql, **values: Any) -> list[Any]:
        self._note(read, values)
        return super().fetch(read, **values)

    def first(self, read: ReadSql, **values: Any) -> Any:
        self._note(read, values)
        return super().first(read, **values)

    def _note(self, read: ReadSql, values: dict[str, Any]) -> None:
        sql, literals = read.compiled
        self.asked.append((sql, literals | values))


def measure(folder: Path, args: list[str]) -> Outcome:
    """Pairs in changing order; `--rows N` (1,000,000), `--pairs N` of each question (5),
    `--data DIR` to use a file made before.
    """
    rows, data = sized(args)
    turns = bench_books.chosen(args, "--pairs", TURNS)
    station = opened(data or folder / "accounts", rows)
    reader = station.database.read(_Held)
    ours: list[float] = []
    ratios: list[float] = []
    floors: list[float] = []
    try:
        questions = typed(rows)
        for turn in range(turns + 1):
            for number, text in enumerate(questions):
                one, other = reader.pair(text, bare_first=bool((turn + number) % 2))
                if turn:
                    ours.append(one)
                    floors.append(other)
                    ratios.append(one / other)
    finally:
        reader.close()
        station.close()
    n = len(ours)
    p95 = quantile(ours, 0.95) * 1000
    middle, floor = statistics.median(ours) * 1000, statistics.median(floors) * 1000
    return Outcome(
        [
            Goal("search", middle, floor, statistics.median(ratios), 3.0, n),
            Goal("p95 of all questions", p95, 16.0, p95 / 16.0, 1.0, n),
        ],
        {"accounts": rows, "p95_ms": round(p95, 2), "max_ms": round(max(ours) * 1000, 2)},
    )


class _Held:
    """One cursor for both sides, out of the pool that the program itself reads with."""

    def __init__(self, reader: Any) -> None:
        self._connection = reader._cursor.connection
        self._cursor = self._connection.cursor()
        self._now = reader.now

    def pair(self, text: str, *, bare_first: bool) -> tuple[float, float]:
        """Seconds of `find` and of its bare statements."""
        recorder = Recorder(self._cursor, self._now)
        find(recorder, text)
        if bare_first:
            other = self._bare(recorder.asked)
            return self._ours(text), other
        one = self._ours(text)
        return one, self._bare(recorder.asked)

    def _ours(self, text: str) -> float:
        begun = time.perf_counter()
        find(CursorReader(self._cursor, self._now), text)
        return time.perf_counter() - begun

    def _bare(self, asked: list[tuple[str, dict[str, Any]]]) -> float:
        execute = self._cursor.execute
        begun = time.perf_counter()
        for sql, values in asked:
            execute(sql, values).fetchall()
        return time.perf_counter() - begun

    def close(self) -> None:
        self._cursor.close()


def typed(rows: int) -> list[str]:
    """What somebody types, the same for the same size."""
    made = random.Random(bench_books.SEED)
    family, given = bench_books.names(bench_books.SEED), bench_books.names(bench_books.SEED + 1)
    questions = [made.choice(family)[:size] for size in (1, 2, 3, 4) for _ in range(EACH)]
    for _ in range(EACH):
        k = made.randrange(1, rows + 1)
        one = family[k % bench_books.NAMES]
        other = given[k // bench_books.NAMES % bench_books.NAMES]
        questions.append(f"{other[:3]} {one[:3]}")
        questions.append(f"A-{k:06d}")
        questions.append(f"312555{k * 7919 % 1_000_000:06d}")
        born = (1925 + k * 31 % 99, 1 + k * 7 % 12, 1 + k * 13 % 28)
        questions.append(f"{born[1]}/{born[2]}/{born[0]}")
    return questions


def sized(args: list[str]) -> tuple[int, Path | None]:
    """`--rows N` and `--data DIR` of a bench over many rows."""
    rows = bench_books.chosen(args, "--rows", ROWS)
    data = Path(args[args.index("--data") + 1]) if "--data" in args else None
    return rows, data


def opened(folder: Path, rows: int) -> bootstrap.Station:
    """A station with so many accounts; made when the folder holds none."""
    if bootstrap.has_practice(folder):
        return bootstrap.open_station(folder)
    say("making a practice")
    bench_books.make_practice(folder)
    station = bootstrap.open_station(folder)
    bench_books.add_accounts(station, rows)
    station.close()
    return bootstrap.open_station(folder)
