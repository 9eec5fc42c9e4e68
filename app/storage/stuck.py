"""A record that the centre can't take though it answers, and a manager's word to keep it aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.kernel.clock import instant_text
from app.storage.schema import stuck_record
from app.storage.statements import Read, Reader, ReadSql
from app.storage.station_log import FIELDS
from app.storage.unit_of_work import UnitOfWork

_s = stuck_record.c
_STUCK = Read(
    select(_s.station, _s.incarnation, _s.seq, _s.hash, _s.why, _s.since, _s.seen_at).limit(1)
)
# What managers say of records (areas/stations), by name: storage stands below the areas.
_SAID = ReadSql("SELECT max(at) FROM record_set_aside_counted WHERE record_hash = :hash")
_WORD = ReadSql(
    f"SELECT {', '.join('l.' + name for name in FIELDS)} FROM record_set_aside_counted AS a "
    "JOIN station_log AS l ON l.at = a.at AND l.station = a.of_station_id "
    "WHERE a.record_hash = :hash AND a.of_station_id = :station AND instr(l.body, :hash) "
    "ORDER BY a.at DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Stuck:
    """The record, and what the centre said when it was tried last (at `seen_at`, UTC text)."""

    station: str
    incarnation: str
    seq: int
    hash: str
    why: str
    since: str = ""
    seen_at: str = ""


def stuck(reader: Reader) -> Stuck | None:
    """The one that holds up this station's log now."""
    row = reader.first(_STUCK)
    return None if row is None else Stuck(*row)


def note(uow: UnitOfWork, one: Stuck) -> None:
    """It could not be taken once more; since when is kept from the first time."""
    now, before = instant_text(uow.now), stuck(uow)
    same = before is not None and before.hash == one.hash
    uow.drop(stuck_record)
    uow.put(
        stuck_record,
        {
            "station": one.station,
            "incarnation": one.incarnation,
            "seq": one.seq,
            "hash": one.hash,
            "why": one.why,
            "since": before.since if before is not None and same else now,
            "seen_at": now,
        },
    )


def forget_below(uow: UnitOfWork, incarnation: str, have: int) -> None:
    """The centre has a stream so far: what held it up is over, as is what held up another life."""
    there = stuck(uow)
    if there is not None and (there.incarnation != incarnation or there.seq <= have):
        uow.drop(stuck_record)


def set_aside_at(reader: Reader, record_hash: str) -> str | None:
    """When a manager last said that a record is kept aside (UTC text). One that was released since
    is tried again everywhere, and kept aside if that fails.
    """
    said: str | None = reader.scalar(_SAID, hash=record_hash)
    return said


def with_word(reader: Reader, station: str, record: dict[str, Any]) -> dict[str, Any]:
    """A record to send, along with the record of its own station that says to keep it aside where
    there is one: that stands above it, and could not come before.
    """
    row = reader.first(_WORD, hash=record["hash"], station=station)
    return record if row is None else {**record, "word": dict(zip(FIELDS, row, strict=True))}
