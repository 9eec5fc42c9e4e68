"""What a station says of itself when it begins a new life, before anything else."""

from __future__ import annotations

from app.areas.settings import queries as settings
from app.areas.stations import records
from app.storage.statements import Reader, ReadSql
from app.storage.unit_of_work import UnitOfWork

_LAST = ReadSql(
    "SELECT s.incarnation, coalesce((SELECT max(l.seq) FROM station_log AS l "
    "WHERE l.station = (SELECT station_id FROM this_station) "
    "AND l.incarnation = s.incarnation), 0) FROM stream AS s "
    "WHERE s.current = 0 ORDER BY s.ordinal DESC LIMIT 1"
)
_COPY = ReadSql(
    "SELECT 1 FROM station_life_counted AS f JOIN stream AS s ON s.current = 1 "
    "AND s.incarnation = f.left_incarnation "
    "WHERE f.of_station_id = (SELECT station_id FROM this_station) "
    "AND f.incarnation NOT IN (SELECT incarnation FROM stream)"
)
_UNSAID = ReadSql(
    "SELECT 1 FROM stream AS s WHERE s.current = 1 AND s.ordinal > 1 AND NOT EXISTS "
    "(SELECT 1 FROM station_log AS l WHERE l.station = (SELECT station_id FROM this_station) "
    "AND l.incarnation = s.incarnation)"
)


def life_unsaid(reader: Reader) -> bool:
    """Whether this station began a new life and its log does not say so yet."""
    return reader.first(_UNSAID) is not None


def say_restored(uow: UnitOfWork, _nothing: None) -> None:
    """The first record after a backup was restored."""
    if life_unsaid(uow):
        left, last = uow.first(_LAST)
        note_life(uow, "restored", left, last, 0)


def goes_on_elsewhere(reader: Reader) -> bool:
    """Whether a copy of this station's data began a new life where this one still goes on: it had
    numbers of this life before, so this one needs others too.
    """
    return reader.first(_COPY) is not None


def note_life(uow: UnitOfWork, why: str, left: str, common: int, set_aside: int) -> None:
    """This record is the first of its stream: where the life before it ended for everybody."""
    day = settings.business_today(settings.practice(uow), uow.now)
    records.add_life(uow, why, left, common, set_aside, day)
