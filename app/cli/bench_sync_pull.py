"""Bench `sync-pull`: other stations' records from the centre into the books, views and all, against
a bare executemany of the same rows and raw records in pages of the same size.

Both write into copies of one empty station's file, encrypted, WAL and FULL; ours asks the centre
for every page too.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app import bootstrap
from app.cli import bench_books
from app.cli.bench import Goal, Outcome, say
from app.cli.bench_payment import make_practice
from app.cli.bench_sync_place import Begun, Newcomer, join, newcomer, server
from app.storage.receiving import Received
from app.storage.schema import station_log
from app.storage.statements import insert_sql, values_of
from app.storage.tables import station as declared
from app.sync.line import Line
from app.sync.puller import Puller
from app.sync.pusher import Pusher
from app.sync.rounds import Done

ACCOUNTS = 400
PAIRS = 3
PAGE = 500
LEAST = 0.25
Step = list[tuple[str, list[tuple[Any, ...]]]]


def measure(folder: Path, args: list[str]) -> Outcome:
    """So many turns of each; `--accounts N` with five records each (400), `--pairs N` (3)."""
    accounts = bench_books.chosen(args, "--accounts", ACCOUNTS)
    pairs = bench_books.chosen(args, "--pairs", PAIRS)
    say(f"making a practice with {accounts} accounts")
    make_practice(folder / "data", accounts)
    with server(args) as there:
        second = _at_the_centre(folder, there.centre())
        pages: list[Sequence[Received]] = []
        with second.books("recorded") as books:
            _pull(second, books, pages)
            steps = [_step(books, page) for page in pages]
        records = sum(len(page) for page in pages)
        rows = sum(len(rows) for step in steps for _, rows in step)
        ours, floor = [], []
        for turn in range(pairs):
            say(f"pair {turn + 1} of {pairs}: {records} records, {rows} rows with them")
            with second.books(f"ours{turn}") as books:
                ours.append(rows / _pull(second, books, []))
            with second.books(f"bare{turn}") as books:
                floor.append(rows / _insert(books, steps))
    best, bare = statistics.median(ours), statistics.median(floor)
    goal = Goal("pull", best, bare, best / bare, LEAST, pairs, at_least=True, unit="rows/s")
    notes = {"records": records, "rows": rows, "records_per_s": round(best / rows * records)}
    return Outcome([goal], notes)


def _at_the_centre(folder: Path, centre: str) -> Newcomer:
    """All of a practice's log at the centre, and a second station that has nothing."""
    first = bootstrap.open_station(folder / "data")
    try:
        line = Line(first, join(first, centre))
        pusher = Pusher(first, line)
        while pusher.push_round().done is not Done.DRAINED:
            pass
        line.hang_up()
        return newcomer(folder / "second", first, centre)
    finally:
        first.close()


def _pull(second: Newcomer, books: Begun, pages: list[Sequence[Received]]) -> float:
    """Seconds until everything is here; every page is noted."""
    line = Line(books, second.connect)
    puller = Puller(books, line, PAGE)
    begun = time.perf_counter()
    while puller.pull_round().done is not Done.DRAINED:
        if puller.page is not None:
            pages.append(puller.page.records)
    taken = time.perf_counter() - begun
    line.hang_up()
    return taken


def _step(books: Begun, page: Sequence[Received]) -> Step:
    """What a page writes into shared tables and the log: each row as it stands in the end, where
    it came first.
    """
    writer = books.database.writer
    if writer is None:
        raise RuntimeError("the bench needs a writing station")
    kinds = {
        table.info["record_type"]: table
        for table in declared.tables.values()
        if "record_type" in table.info
    }
    ids: dict[str, dict[str, None]] = {}
    for one in page:
        for row in json.loads(one.record["body"])["rows"]:
            ids.setdefault(row["t"], {})[row["id"]] = None
    log = [values_of(station_log)(one.record) for one in page]
    step: Step = [(insert_sql(station_log)[0], log)]
    for kind in sorted(ids, key=lambda kind: kind == "journal_entry.v1"):
        table = kinds[kind]
        names = ", ".join(column.name for column in table.columns)
        rows = writer.connection.execute(
            f"SELECT {names} FROM {table.name} WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids[kind])),),
        ).fetchall()
        step.append((insert_sql(table)[0].replace("INSERT", "INSERT OR IGNORE", 1), rows))
    return step


def _insert(books: Begun, steps: Sequence[Step]) -> float:
    """Seconds for the bare rows, each page one transaction."""
    writer = books.database.writer
    if writer is None:
        raise RuntimeError("the bench needs a writing station")
    cursor = writer.connection.cursor()
    begun = time.perf_counter()
    for step in steps:
        cursor.execute("BEGIN IMMEDIATE")
        for sql, rows in step:
            cursor.executemany(sql, rows)
        cursor.execute("COMMIT")
    return time.perf_counter() - begun
