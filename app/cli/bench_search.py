"""Bench `search`: finding one account in a million as one types, against its SQL on a cursor; and
`search-similar`: finding one whose name was misspelled.

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
from app.areas.parties.queries import find, find_similar
from app.cli import bench_books
from app.cli.bench import Goal, Outcome, quantile, say
from app.kernel.text import fold
from app.storage.statements import CursorReader, ReadSql

ROWS = 1_000_000
FAMILIES, GIVEN = 90_001, 30_011
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


def similar(folder: Path, args: list[str]) -> Outcome:
    """Misspelled names among `--rows N` (1,000,000) accounts of 90,001 family and 30,011 given
    names; `--data DIR` to use a file made before. The words of names are in memory, as they are
    from the second question on; reading them once is said beside it.
    """
    rows, data = sized(args)
    where = data or folder / "similar"
    station = opened(where, rows, (FAMILIES, GIVEN))
    ours: list[float] = []
    try:
        begun = time.perf_counter()
        station.database.read(find_similar, "warming")
        first = time.perf_counter() - begun
        questions = misspelled(rows)
        missed = 0
        for text, meant in questions:
            begun = time.perf_counter()
            found = station.database.read(find_similar, text)
            ours.append(time.perf_counter() - begun)
            missed += not any(meant in fold(row.name).split() for row in found)
    finally:
        station.close()
    middle, p95 = statistics.median(ours) * 1000, quantile(ours, 0.95) * 1000
    n = len(ours)
    return Outcome(
        [
            Goal("search-similar", middle, 50.0, middle / 50.0, 1.0, n),
            Goal("found what was meant", n - missed, n, (n - missed) / n, 0.9, n, at_least=True),
        ],
        {"accounts": rows, "p95_ms": round(p95, 2), "first_ms": round(first * 1000, 1)},
    )


def misspelled(rows: int) -> list[tuple[str, str]]:
    """(what was typed, the family name that was meant): one letter wrong, lacking, doubled or
    exchanged with the next; alone and beside a given name.
    """
    made = random.Random(bench_books.SEED)
    family = bench_books.names(bench_books.SEED, FAMILIES)
    given = bench_books.names(bench_books.SEED + 1, GIVEN)
    questions = []
    for number in range(EACH * 5):
        k = made.randrange(1, min(rows, 1000))
        word, other = family[k % FAMILIES].lower(), given[k * 31 % GIVEN].lower()
        at = made.randrange(1, len(word) - 1)
        typed_so = (
            word[:at] + "x" + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        )[number % 4]
        questions.append((typed_so if number % 2 else f"{other} {typed_so}", word))
    return questions


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


def opened(
    folder: Path, rows: int, names: tuple[int, int] = (bench_books.NAMES, bench_books.NAMES)
) -> bootstrap.Station:
    """A station with so many accounts and (family, given) names; made when the folder holds
    none.
    """
    if bootstrap.has_practice(folder):
        return bootstrap.open_station(folder)
    say("making a practice")
    bench_books.make_practice(folder)
    station = bootstrap.open_station(folder)
    bench_books.add_accounts(station, rows, *names)
    station.close()
    return bootstrap.open_station(folder)
