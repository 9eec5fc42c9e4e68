"""Lets go of old records of other stations that a verified backup of the centre holds (sync.md 5).

What they wrote stays in its tables, and the record after them is held with its anchor. A stream is
let go of from its beginning on, and only up to what this station may still need the record of. Its
own records are never let go.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.storage import aside, counting, orphans, receiving, taking_over
from app.storage.aside import REPEAT, Place
from app.storage.receiving import StreamKey
from app.storage.schema import row_aside, station_log
from app.storage.schema_let_go import carrier_let_go, edit_kept
from app.storage.statements import Reader, ReadSql
from app.storage.station_log import CARRY, FIELDS, carried_in, said_in
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork

AT_ONCE = 100
"""Records of one transaction, which a payment may have to wait for."""

_NEEDED = ReadSql(
    "SELECT min(seq) FROM (SELECT seq FROM record_verdict WHERE station = :station "
    "AND incarnation = :incarnation UNION ALL SELECT seq FROM row_aside "
    "WHERE station = :station AND incarnation = :incarnation "
    f"AND why <> '{REPEAT}')"
)
_SOME = ReadSql(
    f"SELECT {', '.join(FIELDS)} FROM station_log WHERE station = :station "
    "AND incarnation = :incarnation AND seq <= :seq ORDER BY seq LIMIT :most"
)
_SIZE = ReadSql(
    "SELECT count(*), coalesce(sum(length(body)), 0), coalesce(max(at), '') FROM station_log "
    "WHERE station = :station AND incarnation = :incarnation AND seq <= :seq"
)
_ROWS_ASIDE = ReadSql(
    "SELECT row_no FROM row_aside WHERE station = :station AND incarnation = :incarnation "
    "AND seq = :seq"
)
_EDITED = ReadSql(
    "SELECT 1 FROM document_edit WHERE station = :station "
    "AND incarnation = :incarnation AND seq = :seq LIMIT 1"
)
_OF_ANOTHER = ReadSql(
    "SELECT 1 FROM edit_kept WHERE station = :station AND incarnation = :incarnation "
    "AND seq > :seq LIMIT 1"
)
_HERE = ReadSql("SELECT station_id FROM this_station WHERE one = 1")
_LEAVE = "DELETE FROM station_log WHERE station = ? AND incarnation = ? AND seq = ?"


@dataclass(frozen=True, slots=True)
class Old:
    """The centre holds a stream safely up to this record, and has had it for long enough."""

    key: StreamKey
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Goes:
    """Records of one stream that may go; `last` is when the newest of them was made, as text."""

    key: StreamKey
    seq: int
    records: int
    characters: int
    last: str


def may_go(reader: Reader, old: Iterable[Old]) -> tuple[Goes, ...]:
    """What could be let go now, stream by stream."""
    found = []
    for one in old:
        upto = last_to_go(reader, one)
        row = reader.first(_SIZE, station=one.key[0], incarnation=one.key[1], seq=upto)
        if row[0]:
            found.append(Goes(one.key, upto, *row))
    return tuple(found)


def last_to_go(reader: Reader, old: Old) -> int:
    """The last record of a stream that may go; 0 for none.

    None goes while it is another one there, while anything of any stream waits to be committed
    again, where what is kept of others in the same places would go with it, or from the first on
    that the centre keeps aside or that has a row no table holds. The last one that is held stays.
    """
    if old.key[0] == str(reader.scalar(_HERE)) or orphans.there_are(reader):
        return 0
    if taking_over.state(reader).stage not in ("", "done"):
        return 0
    if receiving.hash_at(reader, old.key, old.seq) != old.hash:
        return 0
    begin = receiving.anchors(reader).get(old.key, (0, ""))[0]
    if reader.first(_OF_ANOTHER, station=old.key[0], incarnation=old.key[1], seq=begin):
        return 0
    needed = reader.scalar(_NEEDED, station=old.key[0], incarnation=old.key[1])
    head = receiving.held(reader)[old.key][0]
    return min(old.seq, head - 1, head if needed is None else int(needed) - 1)


def let_go(uow: UnitOfWork, old: Old) -> int:
    """Let go of the next records of a stream; how many those were, 0 once all are gone."""
    where = {"station": old.key[0], "incarnation": old.key[1]}
    rows = uow.fetch(_SOME, **where, seq=last_to_go(uow, old), most=AT_ONCE)
    if not rows:
        return 0
    taken: dict[str, list[str]] = {}
    places: list[Place] = []
    for row in rows:
        record = dict(zip(FIELDS, row, strict=True))
        place: Place = (*old.key, int(record["seq"]))
        places.append(place)
        out = {number for (number,) in uow.fetch(_ROWS_ASIDE, **where, seq=place[2])}
        _add_facts(taken, place, record["body"], out)
        _keep_what_it_carries(uow, place, record)
        _keep_edits(uow, place, record)
        if out:
            uow.drop(row_aside, **where, seq=place[2])
    for name, digests in sorted(taken.items()):
        taking_over.add_taken(uow, name, digests)
    receiving.begin_at(uow, old.key, places[-1][2], str(record["hash"]))
    uow.write_many(station_log, _LEAVE, places)
    return len(places)


def _add_facts(taken: dict[str, list[str]], place: Place, body: str, out: set[int]) -> None:
    """From now on the facts this record told first are told by none that is held."""
    for one in counting.facts_of(aside.told(place, body)):
        if one.row_no not in out:
            table = counting.tables()[one.row["t"]]
            taken.setdefault(table.name, []).append(one.row["h"])


def _keep_what_it_carries(uow: UnitOfWork, place: Place, record: dict[str, Any]) -> None:
    inner = carried_in(record["body"]) if record["action"] == CARRY else None
    if inner is not None:
        station_id, incarnation, seq = place
        uow.put(
            carrier_let_go,
            {
                "hash": inner["hash"],
                "station": station_id,
                "incarnation": incarnation,
                "seq": seq,
                "at": record["at"],
            },
        )


def _keep_edits(uow: UnitOfWork, place: Place, record: dict[str, Any]) -> None:
    """Histories of documents begin with their first edit, wherever that was made."""
    station_id, incarnation, seq = place
    where: Row = {"station": station_id, "incarnation": incarnation, "seq": seq}
    if uow.first(_EDITED, **where) is None:
        return
    whole = said_in(record["body"])
    rows = [one for one in whole["rows"] if isinstance(one, dict) and "d" in one]
    inner = carried_in(record["body"]) if record["action"] == CARRY else None
    said = inner or record
    uow.put(
        edit_kept,
        {
            **where,
            "at": record["at"],
            "actor": record["actor"],
            "action": said["action"],
            "body": json.dumps({**whole, "rows": rows}),
            "of_station": said["station"],
            "of_seq": int(said["seq"]),
        },
    )


def streams_of(told: dict[StreamKey, tuple[int, str]]) -> tuple[Old, ...]:
    """The centre's word as streams, in a fixed order."""
    return tuple(Old(key, seq, digest) for key, (seq, digest) in sorted(told.items()))
