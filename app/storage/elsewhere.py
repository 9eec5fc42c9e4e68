"""Which records this database did not write itself, although its station may have: an earlier copy
of its data did, or a clone of its computer.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import column, func, literal_column, or_, select, table

from app.storage.schema import (
    carried_record,
    life_left,
    record_verdict,
    station_log,
    stream,
    this_station,
)
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
    as answers and print jobs, is elsewhere then, or was lost with an earlier copy of its data, and
    the record may be nowhere any more. What was written here and carried as well is here.
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
    return ~select(_there).where(_l.at == at, ~from_elsewhere).exists()


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
_life_of = table("station_life_counted", column("of_station_id")).c
_hole = table("stream_hole_counted", column("of_station_id")).c
_release_table = table("record_release_counted", column("record_hash"))
_release = _release_table.c
_carrier_log = station_log.alias("carrier")
_carrier = _carrier_log.c
_c, _v = carried_record.c, record_verdict.c
_of_verdict = (_l.station == _v.station) & (_l.incarnation == _v.incarnation) & (_l.seq == _v.seq)


def had_two_histories(station: Any) -> Any:
    """Whether copies of a station's data may have gone on apart: each of them may have done what is
    done once, and one did not know of the other.
    """
    began = select(_there).where(_life_of.of_station_id == station).exists()
    of_it = (_carrier.station == _c.station) & (_carrier.incarnation == _c.incarnation)
    carried = (
        select(_there)
        .select_from(carried_record)
        .join(_carrier_log, of_it & (_carrier.seq == _c.seq))
        .where(func.instr(_carrier.body, station) > 0)
        .exists()
    )
    let_go = select(_there).select_from(carrier_let_go).exists()
    return or_(began, carried, let_go)


def counts_otherwise(station: Any, subject: Any) -> Any:
    """Whether what a station did about a subject, such as a shift, may count otherwise than it did
    when the station wrote it down: its data was copied, or records are gone, aside or released.
    """
    gone = select(_there).where(_hole.of_station_id == station).exists()
    released = (
        select(_there)
        .select_from(_release_table)
        .outerjoin(station_log, _l.hash == _release.record_hash)
        .where(or_(_l.hash.is_(None), func.instr(_l.body, subject) > 0))
        .exists()
    )
    kept_aside = (
        select(_there)
        .select_from(record_verdict)
        .join(station_log, _of_verdict)
        .where(func.instr(_l.body, subject) > 0)
        .exists()
    )
    return or_(had_two_histories(station), gone, released, kept_aside)
