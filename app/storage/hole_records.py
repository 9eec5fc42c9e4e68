"""Records of approved holes that turn up here after all: the stream went on without them at the
centre, so they are committed again inside records of this station.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.storage import carriers, orphans
from app.storage.aside import HERE
from app.storage.checking import Recipe
from app.storage.following import Changes, follow
from app.storage.receiving import StreamKey
from app.storage.statements import Reader, ReadSql
from app.storage.station_log import CARRY, FIELDS, carried_in
from app.storage.unit_of_work import UnitOfWork

AT_ONCE = 50

_FOUND = ReadSql(
    "SELECT DISTINCT l.station, l.incarnation, l.seq, l.hash, l.action, l.body "
    "FROM stream_hole_counted AS h JOIN station_log AS l ON l.station = h.of_station_id "
    "AND l.incarnation = h.incarnation AND l.seq BETWEEN h.first_seq AND h.last_seq "
    "ORDER BY l.station, l.incarnation, l.seq"
)
_HOLES = ReadSql("SELECT count(*) FROM stream_hole_counted")
_RECORD = ReadSql(
    f"SELECT {', '.join('l.' + name for name in FIELDS)}, coalesce(v.why, '') "
    "FROM station_log AS l LEFT JOIN record_verdict AS v ON v.station = l.station "
    "AND v.incarnation = l.incarnation AND v.seq = l.seq WHERE l.station = :station "
    "AND l.incarnation = :incarnation AND l.seq = :seq AND l.hash = :hash"
)


@dataclass(frozen=True, slots=True)
class Turned:
    """A record that turned up."""

    key: StreamKey
    seq: int
    hash: str


def holes(reader: Reader) -> int:
    """How many holes managers approved."""
    return int(reader.scalar(_HOLES))


def turned_up(reader: Reader) -> tuple[Turned, ...]:
    """Those that are held here and live in no other record that is known here."""
    return tuple(
        Turned((station, life), seq, digest)
        for station, life, seq, digest, action, body in reader.fetch(_FOUND)
        if not _lives_on(reader, (station, life, seq), digest, action, body)
    )


def commit_again(uow: UnitOfWork, records: Iterable[Turned], recipes: Iterable[Recipe]) -> int:
    """Carry these records, as far as they are still held and nobody carried them meanwhile."""
    changes, done = Changes(), 0
    for one in records:
        where = {"station": one.key[0], "incarnation": one.key[1], "seq": one.seq}
        row = uow.first(_RECORD, **where, hash=one.hash)
        if row is None:
            continue
        *fields, why = row
        record: dict[str, Any] = dict(zip(FIELDS, fields, strict=True))
        place = (*one.key, one.seq)
        if _lives_on(uow, place, one.hash, record["action"], record["body"]):
            continue
        inner = carried_in(record["body"]) if record["action"] == CARRY else None
        orphans.carry(uow, inner or record, "" if why.startswith(HERE) else why, changes)
        done += 1
    follow(uow, changes, recipes)
    return done


def _lives_on(
    reader: Reader, place: tuple[str, str, int], digest: str, action: str, body: str
) -> bool:
    """Whether another record carries it, or carries what it carries."""
    inner = carried_in(body) if action == CARRY else None
    wanted = digest if inner is None else str(inner["hash"])
    return any(other != place for other in carriers.where(reader, wanted))
