"""Bench `sync-snapshot`: a new station takes over the tables of the centre, against COPY out of the
same tables plus a bare insert of the same rows into the same encrypted file.

Views are no tables of the centre, so ours is timed up to them; how long they take, and how much
memory all of it, is told beside.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from app import bootstrap
from app.cli import bench_books
from app.cli.bench import Goal, Outcome, say
from app.cli.bench_sync_place import Begun, Newcomer, join, newcomer, server
from app.kernel.ids import new_id
from app.storage import taking_over
from app.storage.tables import station as declared
from app.sync.copying import is_fact, wire
from app.sync.exchange import Exchange
from app.sync.line import Line
from app.sync.progress import Progress
from app.sync.snapshot import tables_in_order, take_over

SIZE = 20_000
PAIRS = 2
LEAST = 0.5
PAGE = 20_000
MOST_S, MOST_MB = 120.0, 300.0
_NAMED = {
    "family_name": "'Family' || mod(k, 7919)",
    "given_names": "'Given' || mod(k, 997)",
    "birth_date": "date '1930-01-01' + mod(k, 30000)",
    "phone": "(3125550000 + k)::text",
    "number": "'A-' || k",
    "number_series": "'A-{n}'",
    "number_value": "k",
    "currency": "'USD'",
    "name_order": "'given_first'",
    "guarantor_relationship": "'self'",
    "status": "'active'",
    "patient_id": "('01900000-0000-7000-8000-' || lpad(to_hex(k), 12, '0'))::uuid",
}


def measure(folder: Path, args: list[str]) -> Outcome:
    """`--size N` accounts with their patients (20,000; up to 1,000,000), `--pairs N` (2)."""
    size = bench_books.chosen(args, "--size", SIZE)
    pairs = bench_books.chosen(args, "--pairs", PAIRS)
    bench_books.make_practice(folder / "data")
    with server(args) as there:
        centre = there.centre()
        first = bootstrap.open_station(folder / "data")
        line = Line(first, join(first, centre))
        Exchange(first, line).drain()
        line.hang_up()
        say(f"making {size} accounts at the centre")
        _fill(centre, size)
        second = newcomer(folder / "second", first, centre)
        first.close()
        ours, floor, whole = [], [], []
        for turn in range(pairs):
            say(f"pair {turn + 1} of {pairs}")
            with second.books(f"ours{turn}") as books:
                tables, all_of_it = _take(second, books)
            ours.append(2 * size / tables)
            whole.append(all_of_it)
            most_mb = _memory_mb()
            with second.books(f"bare{turn}") as books:
                floor.append(2 * size / _copy(centre, books))
        best, bare = statistics.median(ours), statistics.median(floor)
    ratio = best / bare
    goals = [Goal("snapshot", best, bare, ratio, LEAST, pairs, at_least=True, unit="rows/s")]
    if size >= 1_000_000:
        goals.append(
            Goal("a million accounts", whole[0], MOST_S, whole[0] / MOST_S, 1.0, 1, unit="s")
        )
        goals.append(Goal("memory", most_mb, MOST_MB, most_mb / MOST_MB, 1.0, 1, unit="MB"))
    return Outcome(
        goals, {"accounts": size, "all_s": round(whole[0], 1), "memory_mb": round(most_mb)}
    )


def _fill(centre: str, size: int) -> None:
    """Accounts and patients as their records would have left them, and a backup that has them."""
    import psycopg

    with psycopg.connect(centre, autocommit=True) as connection:
        connection.execute("UPDATE sync.stream SET safe = have")
        found = connection.execute("SELECT organization_id FROM sync.organization").fetchall()
        for name, first in (("patient", "8000"), ("account", "9000")):
            table = declared.tables[name]
            names, edit = ["organization_id", "id"], f"'{new_id()}'::uuid"
            values = ["%s::uuid", _NAMED["patient_id"].replace("-8000-", f"-{first}-")]
            for field in table.info["content"]:
                column = table.columns[field]
                value = _NAMED.get(field, "NULL" if column.nullable else "''")
                names += [field, f"{field}__stamp", f"{field}__edit"]
                values += [
                    value,
                    *(("NULL", "NULL") if value == "NULL" else ("1763600000000", edit)),
                ]
            connection.execute(
                f"INSERT INTO public.{name} ({', '.join(names)}) SELECT {', '.join(values)} "
                "FROM generate_series(1, %s) k",
                (found[0][0], size),
            )
        connection.execute("ANALYZE")


def _take(second: Newcomer, books: Begun) -> tuple[float, float]:
    """Seconds for the tables, and until everything is ready."""
    begun = time.perf_counter()
    ends: list[float] = []

    def heard(_progress: Progress) -> None:
        if books.ask(taking_over.state).result().stage == "tables":
            ends[:] = [time.perf_counter()]

    take_over(books, second.connect, heard, enough=1, rows=PAGE)
    return ends[0] - begun, time.perf_counter() - begun


def _copy(centre: str, books: Begun) -> float:
    """Seconds to COPY every table out and to insert its rows, in the same pages."""
    import psycopg

    writer = books.database.writer
    if writer is None:
        raise RuntimeError("the bench needs a writing station")
    cursor = writer.connection.cursor()
    begun = time.perf_counter()
    with psycopg.connect(centre, autocommit=True) as connection:
        for name in tables_in_order():
            table = declared.tables[name]
            columns = ", ".join(_plain(table))
            out = connection.cursor().copy(f"COPY (SELECT {columns} FROM public.{name}) TO STDOUT")
            insert = _insert(table)
            page: list[Any] = []
            with out as copied:
                for row in copied.rows():
                    page.append(row)
                    if len(page) == PAGE:
                        _write(cursor, insert, page)
                        page = []
            _write(cursor, insert, page)
    return time.perf_counter() - begun


def _plain(table: Table) -> list[str]:
    """The columns as a station keeps them; of a document's clock only its first field's."""
    first = table.info["content"][0]
    own = {
        "stamp": f'"{first}__stamp"::text',
        "edit_id": f'"{first}__edit"::text',
        "clocks": "'{}'",
        "extra": "NULL",
    }
    return [
        wire(column, table.name)
        if is_fact(table)
        else own.get(column.name) or wire(column, table.name)
        for column in table.columns
    ]


def _insert(table: Table) -> str:
    places = ", ".join("unhex(?)" if c.info["role"] == "blob" else "?" for c in table.columns)
    return f"INSERT INTO {table.name} VALUES ({places})"


def _write(cursor: Any, sql: str, page: list[Any]) -> None:
    cursor.execute("BEGIN IMMEDIATE")
    cursor.executemany(sql, page)
    cursor.execute("COMMIT")


def _memory_mb() -> float:
    """The most this process ever held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 / (1024 if sys.platform == "darwin" else 1)
