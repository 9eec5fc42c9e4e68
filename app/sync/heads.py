"""Every window of the practice as this one sees it: what of its log is here, and what the centre
has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.areas.settings import queries as settings
from app.areas.stations.queries import shut_out
from app.kernel.clock import instant_from
from app.kernel.ids import UserId
from app.storage import receiving
from app.storage.schema import this_station
from app.storage.statements import Read, Reader, ReadSql
from app.sync import outbox, schema
from app.sync.looking import Standing, standing_for

_HERE = Read(select(this_station.c.station_id))
_HEADS = Read(
    select(
        schema.stream_head.c.station,
        schema.stream_head.c.incarnation,
        schema.stream_head.c.have,
    )
)
_AT = ReadSql(
    "SELECT at FROM station_log WHERE station = :station AND incarnation = :incarnation "
    "AND seq = :seq"
)


@dataclass(frozen=True, slots=True)
class StationHead:
    """A window: how many steps of it are here and at the centre, and when the newest one here was
    made.
    """

    station_id: str
    code: str
    name: str
    here: bool
    shut_out: bool
    held: int
    at_centre: int
    last_step: datetime | None

    @property
    def to_come(self) -> int:
        """Steps that the centre has and this window does not."""
        return 0 if self.here else max(0, self.at_centre - self.held)


@dataclass(frozen=True, slots=True)
class SyncState:
    """All that the sync panel shows but the tasks."""

    standing: Standing
    stations: tuple[StationHead, ...]

    @property
    def to_come(self) -> int:
        return sum(each.to_come for each in self.stations)

    @property
    def held(self) -> int:
        return sum(each.held for each in self.stations if not each.here)


def sync_state(reader: Reader, asker: UserId | None = None) -> SyncState:
    """How things stand with the centre and every window, in one snapshot."""
    return SyncState(standing_for(reader, asker), station_heads(reader))


def station_heads(reader: Reader) -> tuple[StationHead, ...]:
    """Every window by its code; this one too, with what the centre has of it."""
    here = str(reader.scalar(_HERE))
    gone = {str(each) for each in shut_out(reader)}
    streams = {key: seq for key, (seq, _) in receiving.held(reader).items()}
    there = {(row[0], row[1]): int(row[2]) for row in reader.fetch(_HEADS)}
    named = {str(each.station_id): each for each in settings.stations(reader)}
    mine = outbox.here(reader)
    there[mine.station, mine.incarnation] = outbox.position(reader).have
    heads = []
    for station_id in dict.fromkeys((*named, *(key[0] for key in (*streams, *there)))):
        known = named.get(station_id)
        held = {key: seq for key, seq in streams.items() if key[0] == station_id}
        at_centre = {key: seq for key, seq in there.items() if key[0] == station_id}
        # Of a stream that does not differ the centre names no head: it has what is held here.
        has = sum(at_centre.get(key, held.get(key, 0)) for key in {*held, *at_centre})
        made = [_made(reader, *key, seq) for key, seq in held.items()]
        heads.append(
            StationHead(
                station_id,
                known.code if known else "",
                known.name if known else "",
                station_id == here,
                station_id in gone or (known is not None and not known.active),
                sum(held.values()),
                has,
                max((each for each in made if each is not None), default=None),
            )
        )
    return tuple(heads)


def _made(reader: Reader, station_id: str, incarnation: str, seq: int) -> datetime | None:
    found = reader.scalar(_AT, station=station_id, incarnation=incarnation, seq=seq)
    return instant_from(found) if found else None
