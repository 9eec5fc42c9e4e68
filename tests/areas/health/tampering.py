"""Breaks a database the way a thief, a bad disk or a bug would: past the program and its guards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.areas.health import queries
from app.areas.health.checks import all_checks
from app.areas.health.values import Verdict
from app.bootstrap import Unlock, find_keys
from app.storage import engine
from app.storage.canonical import content_hash
from app.storage.log_walk import station_here
from app.storage.statements import CursorReader
from app.storage.station_log import station_key
from app.storage.tables import station


@dataclass
class Tampered:
    """An open raw connection to a practice; `verdict` looks at it from inside its transaction."""

    cursor: Any
    master: bytes

    def run(self, sql: str, *values: Any) -> None:
        self.cursor.execute(sql, values)
        assert self.cursor.rowcount != 0, f"nothing was broken by {sql}"

    def value(self, sql: str, *values: Any) -> Any:
        return self.cursor.execute(sql, values).fetchone()[0]

    def seal_again(self, table_name: str) -> None:
        """Make every fact's hash fit its content again, as a careful thief would."""
        table = station.tables[table_name]
        names = [c.name for c in table.columns]
        hashed = ("id", *table.info["content"])
        rows = self.cursor.execute(f"SELECT rowid, {', '.join(names)} FROM {table_name}").fetchall()
        for rowid, *row in rows:
            values = dict(zip(names, row, strict=True))
            digest = content_hash(table.info["record_type"], hashed, values)
            self.cursor.execute(
                f"UPDATE {table_name} SET content_hash = ? WHERE rowid = ?", (digest, rowid)
            )

    def reader(self) -> CursorReader:
        return CursorReader(self.cursor, datetime.now(UTC))

    def verdict(self) -> Verdict:
        return queries.verify(self.reader(), self.master)

    def findings(self, name: str) -> tuple[tuple[str, str], ...]:
        """What the one check called `name` finds, which is what `verdict` says of it."""
        reader = self.reader()
        key = station_key(self.master, station_here(reader))
        chosen = [check for check in all_checks(key) if check.name == name]
        return tuple(found for check in chosen for found in check.findings(reader))

    def broken(self) -> set[str]:
        """The names of the checks that found something."""
        return {finding.check for finding in self.verdict().findings}


@contextmanager
def tampering(folder: Path) -> Iterator[Tampered]:
    """Past every guard, in one transaction that is rolled back: one database serves all tests."""
    keys = find_keys(folder, Unlock())
    connection = engine.connect(folder / engine.DATABASE_NAME, keys.database)
    cursor = connection.cursor()
    guards = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    try:
        cursor.execute("BEGIN IMMEDIATE")
        for name, _ in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        yield _Guarded(cursor, keys.master, dict(guards))
        cursor.execute("ROLLBACK")
    finally:
        connection.close()


class _Guarded(Tampered):
    """Puts the guards back before it looks, so that only what was broken is found."""

    def __init__(self, cursor: Any, master: bytes, guards: dict[str, str]) -> None:
        super().__init__(cursor, master)
        self.guards = guards

    def verdict(self) -> Verdict:
        self._guard()
        return super().verdict()

    def findings(self, name: str) -> tuple[tuple[str, str], ...]:
        self._guard()
        return super().findings(name)

    def _guard(self) -> None:
        there = {
            name
            for (name,) in self.cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            )
        }
        for name, sql in self.guards.items():
            if name not in there:
                self.cursor.execute(sql)
