"""Keeps journal lines of entries whose details are kept elsewhere as sums: the entry stays, and its
lines are replaced by lines of forward entries that add up to the same on every dimension.

Part of the one door for writes. Folding changes no sum, so no view follows from it. Each entry
that is here says by its id and hash whether it was counted, so that one that comes late, comes
again or comes while the centre is away is counted exactly once: it is an ordinary fact until it is
folded too.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from app.kernel.clock import instant_text
from app.storage import aside
from app.storage.aside import Told
from app.storage.fact_rows import fact_row
from app.storage.forward import ENTRY, LINE, Sums
from app.storage.schema_folding import (
    arriving_sums,
    detail_kept,
    detail_wanted,
    folded_entry,
)
from app.storage.statements import Reader, ReadSql, insert_sql, values_of
from app.storage.tables import Row, station
from app.storage.unit_of_work import UnitOfWork

NOT_FORWARD = {
    LINE: "f.entry_id NOT IN (SELECT id FROM forward_entry)",
    ENTRY: "f.id NOT IN (SELECT id FROM forward_entry)",
}
"""The rows `f` of these tables that are facts."""
LATE = "late_entry"
"""What came for closed days, by name: storage stands below the ledger."""
_ID, _HASH = 16, 32
Known = set[tuple[str, str]]

_ANY = ReadSql("SELECT 1 FROM folded_entry LIMIT 1")
_FOLDED = ReadSql(
    "SELECT entry_id, lines FROM folded_entry "
    "WHERE entry_id IN (SELECT value FROM json_each(:keys))"
)
_FOLDED_LINES = ReadSql(
    "SELECT substr(e.business_date, 1, 7), f.lines FROM folded_entry AS f "
    "CROSS JOIN journal_entry AS e ON e.id = f.entry_id"
)
_HEADS = (
    "SELECT e.id, e.station_id, e.business_date, e.period_date, e.source_type, e.currency, "
    "e.line_count FROM journal_entry AS e WHERE e.id IN (SELECT value FROM json_each(:keys))"
)
_FOLDABLE = ReadSql(
    f"{_HEADS} AND e.id NOT IN (SELECT entry_id FROM folded_entry) "
    "AND e.id NOT IN (SELECT id FROM forward_entry) "
    "AND NOT EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'journal_entry' "
    "AND u.fact_id = e.id) GROUP BY e.id HAVING count(*) = 1"
)
HEADS = ReadSql(_HEADS)
_COUNTED_LINES = (
    "entry_id IN (SELECT value FROM json_each(:keys)) AND NOT EXISTS (SELECT 1 FROM uncounted AS u "
    "WHERE u.fact_table = 'journal_line' AND u.fact_id = f.id)"
)
_BODIES = ReadSql(
    "SELECT body FROM station_log WHERE instr(body, :digest) UNION ALL "
    "SELECT body FROM orphan WHERE instr(body, :digest)"
)
_WANTED = ReadSql("SELECT entry_id FROM detail_wanted ORDER BY entry_id")
_LATE = ReadSql(
    f"SELECT entry_id FROM {LATE} WHERE entry_id IN (SELECT entry_id FROM folded_entry)"
)
_LOOKED_AT = "DELETE FROM detail_kept WHERE until < ?"
_GONE_LINES = "DELETE FROM journal_line WHERE entry_id = ?"


class DetailElsewhere(ValueError):
    """A record says something else of an entry whose lines are folded: they must come back before
    it can be applied. Names the entries.
    """


def is_whole(reader: Reader) -> bool:
    """Whether every line is here itself, as nearly everywhere."""
    return reader.first(_ANY) is None


def folded(reader: Reader, entry_ids: Iterable[str]) -> dict[str, Known]:
    """Which of these entries are folded, with the (id, hash) of each of their lines."""
    if is_whole(reader):
        return {}
    found = reader.fetch(_FOLDED, keys=json.dumps(sorted(set(entry_ids))))
    return {entry_id: set(unpacked(lines)) for entry_id, lines in found}


def folded_lines(reader: Reader) -> Iterator[tuple[str, str, str]]:
    """(month, id, hash) of every line that is counted in sums alone."""
    for month, lines in reader.each(_FOLDED_LINES):
        for line_id, digest in unpacked(lines):
            yield month, line_id, digest


# ------------------------------------------------------------------------------------------- fold


def fold(uow: UnitOfWork, entry_ids: Sequence[str]) -> int:
    """Put sums in the place of these entries' lines; how many entries it were. What has several
    contents, is left out of sums or does not add up stays as it is.
    """
    keys = json.dumps(list(entry_ids))
    heads = {row[0]: row for row in uow.fetch(_FOLDABLE, keys=keys)}
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in _lines_of(uow, keys):
        lines[str(row["entry_id"])].append(row)
    sums, packed = Sums(), list[tuple[str, bytes]]()
    for entry_id, head in heads.items():
        if _is_plain(head, lines[entry_id]):
            sums.add(head, lines[entry_id], 1)
            packed.append((entry_id, _packed(lines[entry_id])))
    if not packed:
        return 0
    uow.write_many(folded_entry, insert_sql(folded_entry)[0], packed)
    uow.write_many(station.tables[LINE], _GONE_LINES, [(entry_id,) for entry_id, _ in packed])
    sums.write(uow)
    uow.touched -= {LINE, ENTRY}  # nothing that anybody reads of them is another
    return len(packed)


def _is_plain(head: Sequence[Any], lines: Sequence[Row]) -> bool:
    _, _, booked, period, _, currency, count = head
    return (
        len(lines) == count
        and sum(int(line["amount_minor"] or 0) for line in lines) == 0
        and all(
            (line["business_date"], line["period_date"], line["currency"])
            == (booked, period, currency)
            for line in lines
        )
        and all(_is_uuid(str(line["id"])) for line in lines)
    )


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def _lines_of(uow: UnitOfWork, keys: str) -> Iterator[Row]:
    table = station.tables[LINE]
    names = [c.name for c in table.columns]
    read = ReadSql(f"SELECT {', '.join(names)} FROM {LINE} AS f WHERE {_COUNTED_LINES}")
    for row in uow.fetch(read, keys=keys):
        yield dict(zip(names, row, strict=True))


def _packed(lines: Sequence[Row]) -> bytes:
    keys = sorted(key_of(one) for one in lines)
    return b"".join(uuid.UUID(one).bytes + bytes.fromhex(digest) for one, digest in keys)


def key_of(row: Row) -> tuple[str, str]:
    """(id, hash) of a fact, as records and the centre name it."""
    digest: Any = row["content_hash"]
    return str(row["id"]), bytes(digest).hex()


def unpacked(lines: bytes) -> Iterator[tuple[str, str]]:
    size = _ID + _HASH
    for at in range(0, len(lines), size):
        one = lines[at : at + size]
        yield str(uuid.UUID(bytes=one[:_ID])), one[_ID:].hex()


# ----------------------------------------------------------------------------------------- unfold


def unfold(uow: UnitOfWork, told: Iterable[Told]) -> set[str]:
    """Put lines back as records tell them, and take them out of the sums; the entries that are
    whole again. Lines that are no part of a folded entry are passed over.
    """
    table = station.tables[LINE]
    given: dict[str, dict[tuple[str, str], Row]] = defaultdict(dict)
    for one in told:
        row = fact_row(table, one)
        if row is not None:
            given[str(row["entry_id"])][key_of(row)] = row
    known = folded(uow, given)
    whole = {entry_id for entry_id, keys in known.items() if keys <= given[entry_id].keys()}
    if not whole:
        return whole
    sums, back = Sums(), list[Row]()
    for head in uow.fetch(HEADS, keys=json.dumps(sorted(whole))):
        lines = [given[head[0]][key] for key in sorted(known[head[0]])]
        sums.add(head, lines, -1)
        back.extend(lines)
    uow.write_many(table, insert_sql(table)[0], [values_of(table)(row) for row in back])
    for entry_id in sorted(whole):
        uow.drop(folded_entry, entry_id=entry_id)
        uow.drop(detail_wanted, entry_id=entry_id)
    sums.write(uow)
    return whole


def open_entries(uow: UnitOfWork, entry_ids: Iterable[str]) -> set[str]:
    """Unfold entries by the records that are held; those that no held record tells of."""
    left = set[str]()
    for entry_id, keys in folded(uow, entry_ids).items():
        told: list[Told] = []
        for _, digest in sorted(keys):
            for (body,) in uow.fetch(_BODIES, digest=digest):
                told.extend(lines_told(body))
                break
        if entry_id not in unfold(uow, told):
            left.add(entry_id)
    return left


def open_late(uow: UnitOfWork) -> None:
    """Bring entries back line by line that count into another day than they were summed up in,
    because a close of their day did not know them; what no held record tells of is fetched next.
    """
    if not is_whole(uow):
        want(uow, open_entries(uow, [row[0] for row in uow.fetch(_LATE)]))


def want(uow: UnitOfWork, entry_ids: Iterable[str]) -> None:
    """Note that the lines of these entries must be fetched."""
    for entry_id in sorted(entry_ids):
        uow.put(detail_wanted, {"entry_id": entry_id, "since": instant_text(uow.now)})


def wanted(reader: Reader) -> tuple[str, ...]:
    return tuple(row[0] for row in reader.fetch(_WANTED))


def forget_past(uow: UnitOfWork, today: str) -> None:
    """Accounts whose lines were fetched to be looked at need not be kept any longer; and nothing is
    on its way any more.
    """
    uow.write_many(detail_kept, _LOOKED_AT, [(today,)])
    uow.drop(arriving_sums)


def entries_told(told: Iterable[Told]) -> set[str]:
    """The entries that rows of records are of."""
    found = set[str]()
    for one in told:
        name = str(one.row.get("t")).partition(".")[0]
        if name == LINE and isinstance(one.row.get("f"), dict):
            found.add(str(one.row["f"].get("entry_id")))
        elif name == ENTRY:
            found.add(str(one.row.get("id")))
    return found


def lines_told(body: str) -> list[Told]:
    """The journal lines of a record that this program knows."""
    kind = station.tables[LINE].info["record_type"]
    rows = aside.told(("", "", 0), body)
    return [one for one in rows if one.row.get("t") == kind and isinstance(one.row.get("f"), dict)]
