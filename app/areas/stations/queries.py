"""What happened to stations."""

from __future__ import annotations

from sqlalchemy import select

from app.areas.stations.schema import revocation
from app.kernel.ids import StationId
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_SHUT_OUT = Read(select(counted(revocation).c.of_station_id).distinct())


def shut_out(reader: Reader) -> frozenset[StationId]:
    """The stations that nothing more is taken from."""
    return frozenset(StationId(row[0]) for row in reader.fetch(_SHUT_OUT))
