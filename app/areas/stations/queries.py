"""What happened to stations."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import func, select

from app.areas.stations.schema import revocation
from app.areas.stations.values import DetailsKept
from app.kernel.clock import instant_from
from app.kernel.ids import SiteId, StationId
from app.storage.receiving import held
from app.storage.schema_folding import detail_scope, folded_entry
from app.storage.statements import Read, Reader, ReadSql
from app.storage.stuck import Stuck, stuck
from app.storage.tables import counted

_SHUT_OUT = Read(select(counted(revocation).c.of_station_id).distinct())


_SCOPE = Read(select(detail_scope.c.sites, detail_scope.c.months, detail_scope.c.since))
_IN_SUMS = Read(select(func.count()).select_from(folded_entry))
_AT = ReadSql(
    "SELECT at FROM station_log WHERE station = :station AND incarnation = :incarnation "
    "AND seq = :seq"
)


def last_heard(reader: Reader) -> dict[StationId, datetime]:
    """When each station made the last record that is held here, by its own clock."""
    latest: dict[StationId, datetime] = {}
    for (station, incarnation), (seq, _) in held(reader).items():
        at = reader.scalar(_AT, station=station, incarnation=incarnation, seq=seq)
        if at is not None:
            one, moment = StationId(station), instant_from(at)
            latest[one] = max(moment, latest.get(one, moment))
    return latest


def stuck_record(reader: Reader) -> Stuck | None:
    """The record of this window that the centre can't take and that holds up what was done after
    it, as `set_aside` names it; None while everything goes.
    """
    return stuck(reader)


def shut_out(reader: Reader) -> frozenset[StationId]:
    """The stations that nothing more is taken from."""
    return frozenset(StationId(row[0]) for row in reader.fetch(_SHUT_OUT))


def details_kept(reader: Reader) -> DetailsKept:
    """What of the ledger this window keeps line by line."""
    row = reader.first(_SCOPE)
    if row is None:
        return DetailsKept(everything=True)
    sites = tuple(SiteId(one) for one in json.loads(row[0] or "[]"))
    return DetailsKept(False, sites, row[1], instant_from(row[2]))


def entries_in_sums(reader: Reader) -> int:
    """How many journal entries are here without their lines."""
    return int(reader.scalar(_IN_SUMS))
