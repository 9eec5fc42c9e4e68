"""Takes over entries in sums from the centre, where a station begins with less than everything."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.storage import arriving, folding, taking_over
from app.storage.forward import LINE, Sums
from app.storage.schema_folding import arriving_sums, folded_entry
from app.storage.statements import Reader, ReadSql, insert_sql
from app.storage.tables import station
from app.storage.taking_over import Values
from app.storage.unit_of_work import UnitOfWork

PLACE = "folded_entry"
"""Where it is noted how far this is."""
_CUTS = ReadSql("SELECT cuts FROM arriving_sums WHERE one = 1")
_HERE = ReadSql(
    "SELECT k.value FROM json_each(:keys) AS k WHERE EXISTS (SELECT 1 FROM folded_entry AS f "
    "WHERE f.entry_id = k.value) OR EXISTS (SELECT 1 FROM journal_line AS l "
    "WHERE l.entry_id = k.value)"
)
_BEGUN = ReadSql("SELECT 1 FROM taken_table WHERE name = 'journal_line'")


@dataclass(frozen=True, slots=True)
class SumsPage:
    """Entries with the packed keys of their lines, what the lines add up to, and lines that come
    as they are.
    """

    upto: str
    last: bool
    entries: Sequence[tuple[str, bytes]]
    sums: Iterable[dict[str, Any]]
    others: Sequence[Values]


def cuts(reader: Reader) -> str:
    """Before which day the entries of each station come in sums; empty where every line comes."""
    return str(reader.scalar(_CUTS) or "")


def begin(uow: UnitOfWork, given: str) -> None:
    """From now on until all is here the same entries come in sums, whatever is chosen meanwhile."""
    uow.put(arriving_sums, {"one": 1, "cuts": given})


def known(reader: Reader, entry_ids: Sequence[str]) -> list[str]:
    """Which of these are here already, with their lines or in sums."""
    return [row[0] for row in reader.fetch(_HERE, keys=json.dumps(list(entry_ids)))]


def take_sums(uow: UnitOfWork, page: SumsPage) -> None:
    """The next entries: each of them must be new here."""
    if uow.first(_BEGUN) is None:
        arriving.note_place(uow, LINE, "", done=False)
    uow.write_many(folded_entry, insert_sql(folded_entry)[0], list(page.entries))
    digests = [digest for _, lines in page.entries for _, digest in folding.unpacked(lines)]
    taking_over.add_taken(uow, LINE, digests, done=False)
    sums = Sums()
    for one in page.sums:
        sums.add_sum(one)
    sums.write(uow)
    if page.others:
        table = station.tables[LINE]
        new = [row for row in page.others if row[1] not in _there(uow, page.others)]
        taking_over.take_facts(uow, LINE, [taking_over.typed_fact(table, row) for row in new])
    arriving.note_place(uow, PLACE, page.upto, done=page.last)


def _there(uow: UnitOfWork, rows: Sequence[Values]) -> set[str]:
    return taking_over.digests_here(uow, LINE, [str(row[0]) for row in rows])
