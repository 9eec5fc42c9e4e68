"""Multiplies a practice of a bench: its records again under other ids, numbers and names, each fact
hashed and each record chained and signed, so that nothing in the large book is wrong either.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from app import bootstrap
from app.areas.health.service import rebuild
from app.areas.health.values import Rebuild
from app.cli import bench_books
from app.cli.bench import say
from app.kernel.actor import SYSTEM
from app.kernel.ids import CommandId, new_id
from app.storage.canonical import canonical_json, content_hash, mac_of
from app.storage.counting import tables
from app.storage.fact_rows import wire
from app.storage.schema import command, print_job, station_log
from app.storage.statements import insert_sql, values_of
from app.storage.station_log import FIELDS, record_hash
from app.storage.tables import Row
from app.storage.writer import Writer

SURNAMES = 9_973
"""A prime, so that the families of the copies come in ever new order."""
ACTIONS = ("invoices.issue_invoice", "parties.register_patient", "payments.take_payment")
_LOCALS = (command, print_job)
_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
_SAID = re.compile(
    rf'(?P<id>{_ID})|(?P<head>"number_series":\[?"(?P<of>[A-Z0-9]+)-\{{n\}}"[^"]*"number_value":\[?)'
    r"(?P<value>\d+)|\b(?P<series>[A-Z][A-Z0-9]*)-(?P<number>\d{6,})|\bBench (?P<name>\d+)"
)
"""Whatever a copy says otherwise: an id, a number's value, a number, a family's name."""
_MASK = (1 << 48) - 1


class Template:
    """What a small practice says of its patients, to be said again and again."""

    def __init__(self, cursor: Any) -> None:
        places = ", ".join("?" * len(ACTIONS))
        found = cursor.execute(
            f"SELECT {', '.join(FIELDS)} FROM station_log WHERE action IN ({places}) ORDER BY seq",
            ACTIONS,
        ).fetchall()
        self.records = [dict(zip(FIELDS, row, strict=True)) for row in found]
        ids: set[str] = set()
        for record in self.records:
            for row in json.loads(record["body"])["rows"]:
                ids.update((row["id"], row.get("e", row["id"])))
        self.locals: dict[Table, list[tuple[Any, ...]]] = {}
        for table in _LOCALS:
            rows = cursor.execute(f"SELECT {', '.join(table.columns.keys())} FROM {table.name}")
            self.locals[table] = [
                row for row in rows if ids.intersection(v for v in row if isinstance(v, str))
            ]
            ids.update(row[0] for row in self.locals[table])
        self.ids = frozenset(ids)
        times = [_time(one) for one in ids]
        self.span = max(times) - min(times) + 1
        texts = (str(record["body"]) for record in self.records)
        self.numbers = Counter(
            found["of"] for text in texts for found in _SAID.finditer(text) if found["head"]
        )

    def copied(self, k: int) -> Callable[[str], str]:
        """What turns text of the template into that of its copy number `k`, from 1."""
        later = k * self.span
        scattered = k * 0x5DEECE66D & _MASK

        def said(found: re.Match[str]) -> str:
            text = found[0]
            kind = found.lastgroup
            if kind == "id":
                if text not in self.ids:
                    return text
                time = f"{_time(text) + later:012x}"
                tail = int(text[24:], 16) ^ scattered
                return f"{time[:8]}-{time[8:]}{text[13:24]}{tail:012x}"
            if kind == "value":
                return f"{found['head']}{int(found['value']) + k * self.numbers[found['of']]}"
            if kind == "number":
                series = found["series"]
                return f"{series}-{int(found['number']) + k * self.numbers[series]:06d}"
            return _SURNAMES[(int(found["name"]) + k * 1_327) % SURNAMES]

        return lambda text: _SAID.sub(said, text)


_SURNAMES = bench_books.names(bench_books.SEED, SURNAMES)


def multiply(folder: Path, copies: int) -> None:
    """Fill the file until it holds `copies` of everything; every number series has a head of its
    own, and nothing else was done in the practice.
    """
    station = bootstrap.open_station(folder)
    writer = station.database.writer
    if writer is None:
        raise RuntimeError("the bench needs a writing station")
    cursor = writer.connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    template = Template(cursor)
    for k in range(1, copies):
        if k % 10 == 0:
            say(f"copy {k} of {copies - 1}")
        cursor.execute("BEGIN IMMEDIATE")
        _copy(writer, cursor, template, k)
        cursor.execute("COMMIT")
    for head, numbers in template.numbers.items():
        cursor.execute(
            "UPDATE number_series SET next_value = next_value + ? "
            "WHERE series = ? AND kind <> 'shift'",
            ((copies - 1) * numbers, f"{head}-{{n}}"),
        )
    say("deriving its views")
    writer.transact(SYSTEM, rebuild, Rebuild(CommandId(new_id())))
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    station.close()


def _copy(writer: Writer, cursor: Any, template: Template, k: int) -> None:
    """One more of everything, at the end of the log."""
    copied = template.copied(k)
    rows: dict[Table, list[Row]] = {station_log: []}
    seq, prev = cursor.execute(
        "SELECT seq, hash FROM station_log ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    for record in template.records:
        seq += 1
        body = _body(copied(record["body"]), rows)
        hlc = record["hlc"] + k * template.span
        made = {**record, "seq": seq, "hlc": hlc, "body": body, "prev_hash": prev}
        prev = made["hash"] = record_hash(made)
        made["mac"] = mac_of(writer.stream.key, prev)
        rows[station_log].append(made)
    for table, found in rows.items():
        cursor.executemany(insert_sql(table)[0], map(values_of(table), found))
    for table, kept in template.locals.items():
        cursor.executemany(
            insert_sql(table)[0],
            [[copied(v) if isinstance(v, str) else v for v in row] for row in kept],
        )


def _body(text: str, rows: dict[Table, list[Row]]) -> str:
    """The body with the hashes of what it says now; its rows are added to those of their tables."""
    body = json.loads(text)
    for row in body["rows"]:
        table = tables()[row["t"]]
        names = table.info["content"]
        told = row["f"] if "f" in row else {name: new for name, (new, _) in row["d"].items()}
        full: Row = {name: wire(table, name, told.get(name)) for name in names}
        full["id"] = row["id"]
        if "f" in row:
            full["content_hash"] = digest = content_hash(row["t"], ("id", *names), full)
            row["h"] = digest.hex()
        else:
            full |= {"stamp": row["s"], "edit_id": row["e"], "clocks": "{}", "extra": None}
        rows.setdefault(table, []).append(full)
    return canonical_json(body)


def _time(one: str) -> int:
    return int(one[:8] + one[9:13], 16)
