"""Bench `sync-push`: a station's log to the centre, against psycopg's executemany of the very same
rows into the same tables in the same batches.

Both take turns on fresh centres of one server.
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
from app.cli.bench_sync_place import join, server
from app.storage.tables import central, station
from app.sync.central import AT_ONCE
from app.sync.exchange import Exchange
from app.sync.line import Line

ACCOUNTS = 1_000
PAIRS = 3
LEAST = 0.5
Batch = list[tuple[str, str, list[tuple[Any, ...]]]]


def measure(folder: Path, args: list[str]) -> Outcome:
    """So many turns of each; `--accounts N` with five records each (1,000), `--pairs N` (3)."""
    accounts = bench_books.chosen(args, "--accounts", ACCOUNTS)
    pairs = bench_books.chosen(args, "--pairs", PAIRS)
    say(f"making a practice with {accounts} accounts")
    make_practice(folder / "data", accounts)
    with server(args) as there:
        empty = there.centre()
        name = empty.split("dbname=")[1].split()[0]
        first = there.database(name)
        _push(folder, first)
        batches = read_batches(first)
        rows = sum(len(rows) for batch in batches for _, _, rows in batch)
        records = sum(len(batch[-1][2]) for batch in batches)
        ours, floor = [], []
        for turn in range(pairs):
            say(f"pair {turn + 1} of {pairs}: {records} records, {rows} rows")
            ours.append(rows / _push(folder, there.database(name)))
            floor.append(rows / insert(there.database(name), batches))
    best, bare = statistics.median(ours), statistics.median(floor)
    goal = Goal("push", best, bare, best / bare, LEAST, pairs, at_least=True, unit="rows/s")
    per_record = {"records": records, "rows": rows}
    return Outcome([goal], per_record | {"records_per_s": round(best / rows * records)})


def _push(folder: Path, centre: str) -> float:
    """Seconds until all of a station's log is at a centre, by the program's own rounds."""
    station_here = bootstrap.open_station(folder / "data")
    try:
        line = Line(station_here, join(station_here, centre))
        exchange = Exchange(station_here, line)
        begun = time.perf_counter()
        while exchange.round().sent:
            pass
        taken = time.perf_counter() - begun
        line.hang_up()
        return taken
    finally:
        station_here.close()


def read_batches(centre: str) -> list[Batch]:
    """What came to the centre, as rows by table in batches as they were sent."""
    import psycopg

    with psycopg.connect(centre, autocommit=True) as connection:
        tables = {name: _rows(connection, f"public.{name}", "id") for name in central.tables}
        columns, records = _rows(connection, "sync.record", "seq")
        place = columns.index("seq"), columns.index("body")
        kinds = {station.tables[name].info["record_type"]: name for name in central.tables}
        batches: list[Batch] = []
        left = {name: dict(rows) for name, (_, rows) in tables.items()}
        ordered = [records[key] for key in sorted(records)]
        for at in range(0, len(ordered), AT_ONCE):
            part = ordered[at : at + AT_ONCE]
            found: dict[str, list[tuple[Any, ...]]] = {}
            for record in part:
                for row in json.loads(record[place[1]])["rows"]:
                    name = kinds[row["t"]]
                    whole = left[name].pop(row["id"], None)
                    if whole is not None:
                        found.setdefault(name, []).append(whole)
            batch = [
                (f"public.{name}", _sql(f"public.{name}", tables[name][0]), rows)
                for name, rows in found.items()
            ]
            kept = ("sync.record", _sql("sync.record", columns), part)
            batches.append([*sorted(batch, key=_lines_first), kept])
    return batches


def _lines_first(part: tuple[str, Any, Any]) -> bool:
    return part[0] == "public.journal_entry"


def _sql(name: str, columns: Sequence[str]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f"INSERT INTO {name} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"


def _rows(connection: Any, table: str, key: str) -> tuple[list[str], dict[Any, tuple[Any, ...]]]:
    cursor = connection.execute(f"SELECT * FROM {table}")
    names = [column.name for column in cursor.description]
    at = names.index(key)
    return names, {_key(row[at]): row for row in cursor}


def _key(value: Any) -> Any:
    return value if isinstance(value, int) else str(value)


def insert(centre: str, batches: Sequence[Batch]) -> float:
    """Seconds for the bare rows, each batch one transaction."""
    import psycopg

    with psycopg.connect(centre) as connection:
        cursor = connection.cursor()
        begun = time.perf_counter()
        for batch in batches:
            for _, sql, rows in batch:
                cursor.executemany(sql, rows)
            connection.commit()
        return time.perf_counter() - begun
