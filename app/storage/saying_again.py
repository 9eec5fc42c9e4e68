"""Says again what stands in the tables here and in no record that is held: facts and documents of
records that were let go of or never came, which the centre lost with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Table

from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage import counting, log_checks, taking_over
from app.storage.statements import Reader, ReadSql
from app.storage.tables import Row, station
from app.storage.unit_of_work import UnitOfWork

_BODIES = ReadSql("SELECT body FROM station_log UNION ALL SELECT body FROM orphan")
_DIGEST = re.compile(r'\\?"h\\?":\\?"([0-9a-f]{64})')
_LINES = ReadSql(
    "SELECT id, lower(hex(content_hash)) FROM journal_line "
    "WHERE entry_id IN (SELECT value FROM json_each(:keys))"
)


@dataclass(frozen=True, slots=True)
class Again:
    """Rows of some tables, (table, ids), that belong into one record in this order."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]


def told_by_records(reader: Reader, digests: Iterable[str]) -> set[str]:
    """Those of these facts, by their hashes, that some record here tells."""
    wanted, found = set(digests), set[str]()
    for (body,) in reader.each(_BODIES):
        found |= wanted.intersection(_DIGEST.findall(body))
    return found


def refuse_unproven(reader: Reader) -> None:
    """A UserError unless the books here are what the log and tables that were taken over say: what
    somebody put into the file is not said to others.
    """
    if not log_checks.books_are_told(reader):
        raise UserError(
            t(
                "The books here are not sound, so nothing of them is said to the centre again. "
                "Prove them with “counterfoil verify”."
            )
        )


def lines_of(reader: Reader, entries: Sequence[str]) -> list[tuple[str, str]]:
    """(id, hash) of the journal lines of these entries."""
    keys = taking_over.as_keys(entries)
    return [(row[0], row[1]) for row in reader.fetch(_LINES, keys=keys)]


def say_again(uow: UnitOfWork, command: Again) -> int:
    """Write one record that says them; how many rows those are."""
    said = 0
    for name, ids in command.rows:
        table = station.tables[name]
        rows = counting.rows_at(uow, table, ids)
        if table.info["kind"] == "fact":
            said += _say_facts(uow, table, rows)
        else:
            for row in rows:
                for edit in taking_over.edits_from(table, row):
                    uow.say(table, {"id": row["id"], **edit})
                    said += 1
    return said


def _say_facts(uow: UnitOfWork, table: Table, rows: Sequence[Row]) -> int:
    left_out = {
        (fact_id, bytes(digest)) for fact_id, digest in uow.fetch(_LEFT_OUT, fact_table=table.name)
    }
    said = []
    for row in rows:
        digest = bytes(row["content_hash"])  # type: ignore[arg-type]
        if (row["id"], digest) not in left_out:
            uow.say(table, row)
            said.append(digest.hex())
    taking_over.told_again(uow, table.name, said)
    return len(said)


_LEFT_OUT = ReadSql(
    "SELECT fact_id, content_hash FROM uncounted WHERE fact_table = :fact_table "
    "AND why = 'quarantined'"
)
