"""Bench `list`: the first page of a million accounts, and a jump to any key, until painted.

The floor is the bare keyset query on a cursor and the painting of rows that are there already.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.areas.parties import lists
from app.cli import bench_books
from app.cli.bench import Goal, Outcome, say
from app.cli.bench_search import opened, sized
from app.kernel.listing import ListWanted, Sort
from app.storage.paging import mark_parts

PAIRS = 60
PAGE = 100
_SHOWN = (
    "SELECT n.filed, n.account_id, a.id, a.number, p.family_name, p.given_names, p.name_order, "
    "p.birth_date, p.phone, a.status, b.patient_minor + b.insurance_minor, b.credit_minor, "
    "a.currency FROM search_name AS n JOIN account AS a ON a.id = n.account_id "
    "JOIN patient AS p ON p.id = a.patient_id "
    "LEFT JOIN account_balance AS b ON b.account_id = a.id AND b.currency = a.currency "
)
_ORDER = "ORDER BY n.filed, n.account_id LIMIT 101"
_FIRST = _SHOWN + _ORDER
_JUMP = _SHOWN + "WHERE (n.filed, n.account_id) > (?, ?) " + _ORDER


def measure(folder: Path, args: list[str]) -> Outcome:
    """Pairs in changing order; `--rows N` (1,000,000), `--pairs N` (60), `--data DIR` to use a file
    made before.
    """
    from app.gui.timing import begin_painting

    rows, data = sized(args)
    pairs = bench_books.chosen(args, "--pairs", PAIRS)
    station = opened(data or folder / "accounts", rows)
    begin_painting()
    try:
        say("counting the rows and where their pages begin")
        begun = time.perf_counter()
        held = station.database.read(lambda reader: _Held(reader, station))
        surveyed = (time.perf_counter() - begun) * 1000
        first = _pairs(held.first, held.bare_first, pairs)
        jump = _pairs(held.jump, held.bare_jump, pairs)
    finally:
        station.close()
    goals = [
        Goal(
            name, statistics.median(ours) * 1000, statistics.median(bare) * 1000, ratio, 2.0, PAIRS
        )
        for name, (ours, bare) in (("first page", first), ("jump to a key", jump))
        for ratio in [statistics.median(a / b for a, b in zip(ours, bare, strict=True))]
    ]
    slowest = max(*first[0], *jump[0]) * 1000
    return Outcome(
        goals, {"rows": rows, "slowest_ms": round(slowest, 2), "survey_ms": round(surveyed, 1)}
    )


def _goal(name: str, ours: list[float], bare: list[float]) -> Goal:
    ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
    middle, floor = statistics.median(ours) * 1000, statistics.median(bare) * 1000
    return Goal(name, middle, floor, ratio, 2.0, len(ours))


def _pairs(
    ours: Callable[[int], float], bare: Callable[[int], float], pairs: int
) -> tuple[list[float], list[float]]:
    one: list[float] = []
    other: list[float] = []
    for turn in range(pairs + 4):
        sides = [(ours, one), (bare, other)]
        for side, kept in sides if turn % 2 else reversed(sides):
            taken = side(turn)
            if turn >= 4:
                kept.append(taken)
    return one, other


class _Held:
    """The list on one side, and on the other a cursor of the pool that the program reads with."""

    def __init__(self, reader: Any, station: Any) -> None:
        from app.gui.timing import ListOnShow

        wanted = ListWanted(sort=Sort("name"))
        self._cursor = reader._cursor.connection.cursor()
        self._marks = lists.account_marks(reader, wanted, PAGE)
        self._places = random.Random(bench_books.SEED)
        self._list = ListOnShow(lambda page: station.database.read(lists.accounts, page), wanted)
        self._list.begin()
        self._list.know(lists.account_totals(reader, wanted).count, self._marks)

    def first(self, _turn: int) -> float:
        """Ask and paint the list from its beginning."""
        begun = time.perf_counter()
        self._list.begin()
        taken = time.perf_counter() - begun
        self._list.settle()
        return taken

    def jump(self, _turn: int) -> float:
        """Scroll to a page nobody has seen."""
        place = self._places.randrange(1, len(self._marks) or 2)
        begun = time.perf_counter()
        self._list.jump(place)
        return time.perf_counter() - begun

    def bare_first(self, _turn: int) -> float:
        """The query alone, and a picture of what stands there."""
        return self._bare(_FIRST, ())

    def bare_jump(self, _turn: int) -> float:
        return self._bare(_JUMP, mark_parts(self._places.choice(self._marks)))

    def _bare(self, sql: str, values: tuple[Any, ...]) -> float:
        begun = time.perf_counter()
        self._cursor.execute(sql, values).fetchall()
        self._list.paint()
        return time.perf_counter() - begun
