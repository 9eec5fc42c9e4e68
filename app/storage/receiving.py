"""Takes in records of other streams: a page of them is one transaction, with its rows and views.

Part of the one door for writes, beside the unit of work. What a record says is written here too and
logged nowhere: its own raw bytes are its log.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.kernel.clock import instant_text
from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage import edits, merging
from app.storage.aside import Told
from app.storage.canonical import hash_of, mac_of
from app.storage.checking import Recipe
from app.storage.following import Changes, follow
from app.storage.schema import heard_clock, record_verdict, station_log, stream_anchor
from app.storage.statements import Reader, ReadSql, insert_sql, values_of
from app.storage.station_log import record_hash, rows_of
from app.storage.unit_of_work import UnitOfWork

StreamKey = tuple[str, str]
"""(station, incarnation)."""

_HELD = ReadSql(
    "WITH RECURSIVE stations(station) AS (SELECT min(station) FROM station_log UNION ALL "
    "SELECT (SELECT min(l.station) FROM station_log AS l WHERE l.station > s.station) "
    "FROM stations AS s WHERE s.station IS NOT NULL), "
    "streams(station, incarnation) AS (SELECT station, (SELECT min(l.incarnation) "
    "FROM station_log AS l WHERE l.station = s.station) FROM stations AS s "
    "WHERE station IS NOT NULL UNION ALL SELECT station, (SELECT min(l.incarnation) "
    "FROM station_log AS l WHERE l.station = s.station AND l.incarnation > s.incarnation) "
    "FROM streams AS s WHERE s.incarnation IS NOT NULL), "
    "heads(station, incarnation, seq) AS (SELECT station, incarnation, (SELECT max(l.seq) "
    "FROM station_log AS l WHERE l.station = s.station AND l.incarnation = s.incarnation) "
    "FROM streams AS s WHERE incarnation IS NOT NULL) "
    "SELECT h.station, h.incarnation, h.seq, l.hash FROM heads AS h JOIN station_log AS l "
    "ON l.station = h.station AND l.incarnation = h.incarnation AND l.seq = h.seq"
)
_HASH = ReadSql(
    "SELECT hash FROM station_log WHERE station = :station AND incarnation = :incarnation "
    "AND seq = :seq"
)
_BODY = ReadSql(
    "SELECT body FROM station_log WHERE station = :station AND incarnation = :incarnation "
    "AND seq = :seq"
)
_CLOCK = ReadSql("SELECT hlc FROM heard_clock WHERE one = 1")
_ANCHORS = ReadSql("SELECT station, incarnation, seq, hash FROM stream_anchor")


@dataclass(frozen=True, slots=True)
class Received:
    """A record as the centre sent it (`station_log.FIELDS`); `why` is why the centre keeps it aside
    where it does.
    """

    record: dict[str, Any]
    quarantined: bool = False
    why: str = ""

    @property
    def stream(self) -> StreamKey:
        return self.record["station"], self.record["incarnation"]


class BrokenStream(UserError):
    """What came does not go on from what is held: nothing of it was kept."""


def held(reader: Reader) -> dict[StreamKey, tuple[int, str]]:
    """(seq, hash) of the last record held of every stream, this station's own ones too."""
    heads = {(row[0], row[1]): (row[2], row[3]) for row in reader.fetch(_HELD)}
    return anchors(reader) | heads


def anchors(reader: Reader) -> dict[StreamKey, tuple[int, str]]:
    """(seq, hash) of the record below the first held one, of the streams that are not held from
    their beginning because their tables were taken over.
    """
    return {(row[0], row[1]): (row[2], row[3]) for row in reader.fetch(_ANCHORS)}


def begin_at(uow: UnitOfWork, key: StreamKey, seq: int, digest: str) -> None:
    """Hold a stream from the record after `seq` on: what came before is in the tables."""
    uow.put(stream_anchor, {"station": key[0], "incarnation": key[1], "seq": seq, "hash": digest})


def take_in(uow: UnitOfWork, page: Sequence[Received], recipes: Iterable[Recipe]) -> int:
    """Keep and apply a page of records that are in the order the centre gave them; how many were
    new. All of it or nothing.
    """
    new = _continuing(uow, page)
    if not new:
        return 0
    insert, _ = insert_sql(station_log)
    uow.write_many(station_log, insert, [values_of(station_log)(one.record) for one in new])
    hear_clock(uow, max(int(one.record["hlc"]) for one in new))
    applied: list[Told] = []
    said: dict[tuple[str, str, int], dict[str, Any]] = {}
    for one in new:
        place = (*one.stream, int(one.record["seq"]))
        if one.quarantined:
            _judge(uow, place, one.why, applied=False)
            continue
        try:
            said[place] = body = json.loads(one.record["body"])
            rows = enumerate(body["rows"], 1)
        except (ValueError, KeyError, TypeError):
            raise _unreadable(one.record) from None
        applied.extend(
            Told(*place, number, row if isinstance(row, dict) else {}) for number, row in rows
        )
    changes = merging.write(uow, applied)
    edits.note(uow, said)
    follow(uow, changes, recipes)
    return len(new)


def put_aside(
    uow: UnitOfWork, seqs: Iterable[tuple[int, str]], incarnation: str, recipes: Iterable[Recipe]
) -> None:
    """The centre keeps these records of this station aside (record, why): their facts count nowhere
    from now on. Documents keep what was typed here.
    """
    changes = Changes()
    for seq, why in seqs:
        place = (uow.stream.station, incarnation, seq)
        body = uow.scalar(_BODY, station=uow.stream.station, incarnation=incarnation, seq=seq)
        if body is None:
            continue
        _judge(uow, place, why, applied=True)
        merging.uncount(uow, rows_of(body), changes)
    follow(uow, changes, recipes)


def project_waiting(uow: UnitOfWork, recipes: Iterable[Recipe]) -> int:
    """Put rows that an older program did not know into their tables; how many there were."""
    changes = merging.write_waiting(uow)
    follow(uow, changes, recipes)
    return changes.written


def _continuing(uow: UnitOfWork, page: Sequence[Received]) -> list[Received]:
    """The records of the page that are not held yet, after each stream was found to go on."""
    heads: dict[StreamKey, tuple[int, str]] = {}
    known, begins = (held(uow), anchors(uow)) if page else ({}, {})
    new = []
    for one in page:
        record, key = one.record, one.stream
        if record["organization"] != uow.stream.organization:
            raise BrokenStream(t("The centre sent records of another practice. Ask for help."))
        if key == (uow.stream.station, uow.stream.incarnation):
            raise BrokenStream(t("The centre sent this station its own records. Ask for help."))
        seq, digest = heads.get(key) or known.get(key) or (0, hash_of(*key))
        begin, below = begins.get(key, (0, ""))
        if record["seq"] < begin:
            continue
        if record["seq"] <= seq:
            there = (
                below
                if record["seq"] == begin
                else uow.scalar(_HASH, station=key[0], incarnation=key[1], seq=record["seq"])
            )
            if there != record["hash"]:
                raise replaced(record)
            continue
        if record["seq"] != seq + 1 or record["prev_hash"] != digest:
            raise replaced(record)
        if record_hash(record) != record["hash"]:
            raise _unreadable(record)
        if key[0] == uow.stream.station and mac_of(uow.stream.key, record["hash"]) != record["mac"]:
            raise _unreadable(record)
        heads[key] = (record["seq"], record["hash"])
        new.append(one)
    return new


def replaced(record: dict[str, Any]) -> BrokenStream:
    """The centre has another history of a station than what was received before."""
    return BrokenStream(
        t(
            "The centre has another history of station {station} than this computer, from record "
            "{seq} on. Payments go on; ask for help.",
            station=record["station"],
            seq=record["seq"],
        )
    )


def _unreadable(record: dict[str, Any]) -> BrokenStream:
    return BrokenStream(
        t(
            "Record {seq} of station {station} came from the centre damaged. Payments go on; ask "
            "for help.",
            station=record["station"],
            seq=record["seq"],
        )
    )


def _judge(uow: UnitOfWork, place: tuple[str, str, int], why: str, *, applied: bool) -> None:
    uow.put(
        record_verdict,
        {
            "station": place[0],
            "incarnation": place[1],
            "seq": place[2],
            "why": why,
            "applied": int(applied),
            "at": instant_text(uow.now),
        },
    )


def hear_clock(uow: UnitOfWork, hlc: int) -> None:
    """The next record made here comes after this clock."""
    if hlc > int(uow.scalar(_CLOCK) or 0):
        uow.put(heard_clock, {"one": 1, "hlc": hlc})
