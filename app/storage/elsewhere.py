"""Which records this database did not write itself, although its station may have: an earlier copy
of its data did, or a clone of its computer.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, column, literal_column, or_, select, table

from app.storage.schema import carried_record, life_left, station_log, stream, this_station
from app.storage.schema_let_go import carrier_let_go
from app.storage.statements import Read
from app.storage.station_log import CARRY

_there: Any = literal_column("1")
_l, _s, _me = station_log.c, stream.c, this_station.c
_left = life_left.c
_next = stream.alias("next_life").c
# What stations say of their lives (areas/stations), by name: storage stands below the areas.
_life = table(
    "station_life_counted",
    *map(column, ("of_station_id", "incarnation", "left_incarnation", "common_seq", "why")),
).c


def came(at: Any) -> Any:
    """Whether a record of this instant was not written here: what only a station itself keeps, such
    as answers and print jobs, is elsewhere then, or was lost with an earlier copy of its data. What
    was written here and carried as well is here.
    """
    elsewhere = _l.station != select(_me.station_id).scalar_subquery()
    unknown = ~select(_there).where(_s.incarnation == _l.incarnation).exists()
    after = (
        select(_there)
        .where(
            _life.of_station_id == _l.station,
            _life.left_incarnation == _l.incarnation,
            _life.common_seq < _l.seq,
            select(_there).where(_next.incarnation == _life.incarnation).exists(),
        )
        .exists()
    )
    replaced = (
        select(_there).where(_left.incarnation == _l.incarnation, _left.common < _l.seq).exists()
    )
    from_elsewhere = or_(_l.action == CARRY, elsewhere, unknown, after, replaced)
    held = select(_there).where(_l.at == at, from_elsewhere).exists()
    let_go = select(_there).where(carrier_let_go.c.at == at).exists()
    here = select(_there).where(_l.at == at, ~from_elsewhere).exists()
    return and_(or_(held, let_go), ~here)


def was_copied(station: Any) -> Any:
    """Whether two copies of a station's data went on apart: what each numbered may be double."""
    return select(_there).where(_life.of_station_id == station, _life.why == "forked").exists()


def parted() -> Any:
    """Whether any station of the practice ever had two histories: numbers may be double since, each
    of which is a task.
    """
    lives = select(_there).select_from(table("station_life_counted")).exists()
    return or_(lives, select(_there).select_from(carried_record).exists())


PARTED = Read(select(parted()))
