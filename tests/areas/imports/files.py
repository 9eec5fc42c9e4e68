"""Files as other programs write them, made on the spot: Synthea's patients, a legacy export."""

from __future__ import annotations

import csv
import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.areas.health.queries import verify
from app.areas.imports import bring_in
from app.areas.imports.values import BringIn, ImportChecked, ImportKind
from app.bootstrap import Station
from app.kernel.actor import Actor
from app.storage.writer import Priority

SYNTHEA = [
    *("Id", "BIRTHDATE", "DEATHDATE", "SSN", "DRIVERS", "PASSPORT", "PREFIX", "FIRST", "MIDDLE"),
    *("LAST", "SUFFIX", "MAIDEN", "MARITAL", "RACE", "ETHNICITY", "GENDER", "BIRTHPLACE"),
    *("ADDRESS", "CITY", "STATE", "COUNTY", "FIPS", "ZIP", "LAT", "LON", "HEALTHCARE_EXPENSES"),
    *("HEALTHCARE_COVERAGE", "INCOME"),
]
LEGACY = ["Account No", "Last Name", "First Name", "DOB", "Phone", "E-mail", "Address", "Zip"]
BILLS = ["Invoice No", "Account No", "Invoice Date", "Due Date", "Amount", "Balance", "Description"]


def write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]], **how: Any) -> Path:
    with path.open("w", encoding=how.pop("encoding", "utf-8"), newline="") as file:
        out = csv.writer(file, **how)
        out.writerow(header)
        out.writerows(rows)
    return path


def synthea(path: Path, count: int, seed: int = 1) -> Path:
    chance = random.Random(seed)
    return write(path, SYNTHEA, [_synthea_row(chance) for _ in range(count)])


def _synthea_row(chance: random.Random) -> list[str]:
    row = dict.fromkeys(SYNTHEA, "")
    row |= {
        "Id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "BIRTHDATE": f"{chance.randrange(1930, 2024)}-{chance.randrange(1, 13):02d}-11",
        "DEATHDATE": "2024-05-11" if chance.random() < 0.1 else "",
        "SSN": f"999-{chance.randrange(10, 99)}-{chance.randrange(1000, 9999)}",
        "DRIVERS": f"S999{chance.randrange(10_000, 99_999)}",
        "PASSPORT": f"X{chance.randrange(10_000_000, 99_999_999)}X",
        "PREFIX": chance.choice(("Mr.", "Mrs.", "")),
        "FIRST": f"{chance.choice(('Damon', 'José Eduardo', 'Karyn'))}{chance.randrange(999)}",
        "MIDDLE": chance.choice(("", "Alfonso758")),
        "LAST": f"{chance.choice(('Langosh', 'Gómez', 'Müller'))}{chance.randrange(999)}",
        "GENDER": chance.choice("MF"),
        "ADDRESS": f"{chance.randrange(100, 999)} Klein Trailer Unit {chance.randrange(99)}",
        "CITY": "Springfield",
        "STATE": "Massachusetts",
        "ZIP": f"{chance.randrange(1001, 2800):05d}",
    }
    return list(row.values())


def legacy(path: Path, count: int, **how: Any) -> Path:
    return write(path, LEGACY, legacy_rows(count), **how)


def legacy_rows(count: int) -> list[list[str]]:
    """Accounts 00101, 00102 …, the first born on the 13th so that the date format shows."""
    return [
        [
            f"{101 + n:05d}",
            f"Ramírez{n}",
            "Lucía",
            f"{n % 12 + 1}/{13 + n % 15}/1984",
            f"555-01{n % 100:02d}",
            f"p{n}@example.org",
            "5 Elm St",
            "02704",
        ]
        for n in range(count)
    ]


def bills(path: Path, rows: Sequence[Sequence[str]], **how: Any) -> Path:
    return write(path, BILLS, rows, **how)


def bill_rows(count: int) -> list[list[str]]:
    return [
        [f"B-{n}", f"{101 + n % 10:05d}", "3/14/2025", "4/13/2025", "1,234.50", "234.50", "Visit"]
        for n in range(count)
    ]


def balance_rows(count: int) -> list[list[str]]:
    """Balances of accounts that have no bills, every second one a credit."""
    return [[f"{151 + n:05d}", "12.00" if n % 2 else "-5.00"] for n in range(count)]


@dataclass(frozen=True, slots=True)
class Importer:
    """Checks and applies files into one open station, as somebody."""

    station: Station
    actor: Actor

    def act(
        self, actor: Actor, action: Callable[..., Any], command: Any, run_id: str | None = None
    ) -> Any:
        submit = self.station.act
        done = submit(actor, action, command, priority=Priority.BACKGROUND, run_id=run_id)
        return done.result()

    def ask(self, query: Callable[..., Any], *args: Any) -> Any:
        return self.station.ask(query, *args).result()

    def check(
        self, path: Path, kind: str = "patients", source: str = "old", **wanted: Any
    ) -> ImportChecked:
        what = BringIn(ImportKind(kind), source, **wanted)
        return bring_in.check_file(path, what, self.actor, self.act, self.ask)

    def apply(self, checked: ImportChecked, **how: Any) -> ImportChecked:
        return bring_in.apply(checked.run_id, self.actor, self.act, self.ask, **how)

    def bring(self, path: Path, kind: str = "patients", **wanted: Any) -> ImportChecked:
        return self.apply(self.check(path, kind, **wanted))

    def rows(self, sql: str) -> list[Any]:
        """Straight from the database, for looking behind the queries."""
        writer = self.station.database.writer
        assert writer is not None
        return list(writer.connection.execute(sql).fetchall())

    def number(self, sql: str) -> int:
        return int(self.rows(sql)[0][0])

    def findings(self) -> list[str]:
        """What `verify` finds wrong."""
        verdict = self.ask(verify, self.station.database.keys.master)
        return [finding.words for finding in verdict.findings]


def bring_both(importer: Importer, folder: Path) -> None:
    """The patients of p.csv, then the invoices of i.csv and the balances of b.csv."""
    importer.bring(folder / "p.csv")
    importer.bring(folder / "i.csv", "invoices")
    importer.bring(folder / "b.csv", "balances")
